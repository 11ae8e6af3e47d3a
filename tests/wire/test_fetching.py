"""Files on their way in: fetched when a handler asks, brought once, and what cannot be had is said."""

import json
from collections.abc import AsyncIterator
from types import SimpleNamespace
from typing import Any

import pytest
from sqlalchemy import func, select, update
from telegram.ext import MessageHandler, filters

from handlers.context import Context, Update
from handlers.listening import App, on_file
from models import Outbox, SetAside, TakenUpdate
from sandbox.people import Person
from sandbox.server import BotApi
from tests.support.office import office
from tests.support.town import Resident, Town, town, until
from wire.fetching import Arrival, fetch

MOST = 1000


async def take(update: Update, context: Context) -> None:
    context.fetch("rows", most=MOST)
    context.say(text="Sebentar, saya baca dulu.")


async def read(update: Update, context: Context) -> None:
    file = context.brought
    if file.content == b"rusak":
        raise RuntimeError("a file that breaks its reader")
    told = file.problem or f"{len(file.content)} byte"
    context.say(text=f"{context.person.name}: {file.name}, {told}")


def add_to(app: App) -> None:
    app.add_handler(MessageHandler(filters.Document.ALL, take))
    on_file(app, "rows", read)
    on_file(app, "something else", take)


FEATURES: list[Any] = [SimpleNamespace(add_to=add_to)]


@pytest.fixture
async def malang(database_url: str) -> AsyncIterator[Town]:
    async with town(database_url, features=FEATURES) as place:
        yield place


async def sends(ani: Resident, data: bytes, name: str = "daftar.csv") -> list[str]:
    return await ani.does(lambda: ani.person.sends_document(name, data, "text/csv"))


async def test_it_comes_to_the_one_who_asked(malang: Town) -> None:
    ani, content = malang.person("Ani"), b"\xef\xbb\xbfNama;Orang\r\n" * 20
    assert await sends(ani, content) == ["Sebentar, saya baca dulu.", f"Ani: daftar.csv, {len(content)} byte"]
    assert await sends(ani, bytes(MOST)) == ["Sebentar, saya baca dulu.", f"Ani: daftar.csv, {MOST} byte"]
    kept = select(Outbox.payload).where(Outbox.method == "getFile")
    assert await malang.look(lambda db: db.execute(kept).scalars().all()) == ["", ""]


async def test_what_is_too_large_or_gone_is_said(malang: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    ani = malang.person("Ani")
    assert (await sends(ani, bytes(MOST + 1)))[1:] == ["Ani: daftar.csv, too_big"]
    monkeypatch.setattr("sandbox.methods.chats.LINK_LIMIT", 10)
    assert (await sends(ani, bytes(100)))[1:] == ["Ani: daftar.csv, too_big"]
    gone = {"ok": False, "error_code": 400, "description": "Bad Request: invalid file_id"}
    malang.api.faults.status("getFile", 400, gone)
    assert (await sends(ani, b"kecil"))[1:] == ["Ani: daftar.csv, gone"]
    ani.person.sends_document("daftar.csv", b"kecil", "text/csv")
    malang.api.world.files.by_path.clear()
    await malang.settled()
    assert ani.seen[-1] == "Ani: daftar.csv, gone"


async def test_a_size_that_was_not_told_is_noticed_on_the_way(malang: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    """Telegram may leave the size out, and no more than was asked for is read."""
    ani = malang.person("Ani")
    body = {"ok": True, "result": {"file_id": "x", "file_unique_id": "x", "file_path": "documents/file_0.csv"}}
    malang.api.faults.status("getFile", 200, body)
    assert (await sends(ani, bytes(300_000)))[1:] == ["Ani: daftar.csv, too_big"]


@pytest.mark.parametrize("how", ["cut_before", "cut_after"])
async def test_a_lost_answer_is_asked_for_again(malang: Town, how: str) -> None:
    ani = malang.person("Ani")
    getattr(malang.api.faults, how)("getFile", 2)
    assert (await sends(ani, b"kecil"))[1:] == ["Ani: daftar.csv, 5 byte"]


@pytest.mark.parametrize("fault", ["cut", 502])
async def test_who_waits_in_vain_hears_that(malang: Town, fault: str | int) -> None:
    ani = malang.person("Ani")
    if fault == "cut":
        malang.api.faults.cut_before("getFile", 6)
    else:
        malang.api.faults.status("getFile", 502, "<html>", n=6)
    assert (await sends(ani, b"kecil"))[1:] == ["Ani: daftar.csv, lost"]


async def test_too_many_requests_waits(malang: Town) -> None:
    ani, slow = malang.person("Ani"), {"ok": False, "error_code": 429, "description": "Too Many Requests"}
    malang.api.faults.status("getFile", 429, slow | {"parameters": {"retry_after": 1}})
    assert (await sends(ani, b"kecil"))[1:] == ["Ani: daftar.csv, 5 byte"]
    assert malang.api.violations == []


async def test_a_crash_after_it_was_brought_brings_it_once(malang: Town) -> None:
    """Handled and committed, and the row not yet marked: the next process fetches it again, and knows it."""
    ani = malang.person("Ani")
    await sends(ani, b"kecil")
    seen, document = list(ani.seen), ani.person.messages[0]["document"]
    chat = {"id": ani.id, "type": "private"}
    draft = fetch(document["file_id"], purpose="rows", name="x", user=ani.person.user, chat=chat, person_id=None)
    again = {"state": "waiting", "payload": json.dumps(draft.payload)}
    await malang.look(lambda db: db.execute(update(Outbox).where(Outbox.method == "getFile").values(again)))
    await malang.restart()
    await malang.settled()
    assert [call.method for call in malang.api.calls].count("getFile") == 2
    assert ani.seen == seen


async def test_a_file_that_breaks_its_reader_is_set_aside_without_it(malang: Town) -> None:
    ani = malang.person("Ani")
    (_, apology) = await sends(ani, b"rusak")
    assert apology.startswith("Maaf, ada yang salah di pihak saya")
    raw = await malang.look(lambda db: db.execute(select(SetAside.raw)).scalar_one())
    assert "daftar.csv" in raw and "rusak" not in raw
    assert (await sends(ani, b"kecil"))[1:] == ["Ani: daftar.csv, 5 byte"]


async def test_nobody_elses_handler_hears_of_it(malang: Town) -> None:
    """A file is no message: what listens to messages, forms and buttons does not see it."""
    ani = malang.person("Ani")
    await sends(ani, b"kecil")
    assert len(ani.seen) == 2
    ours = select(func.count()).where(TakenUpdate.update_id < 0)
    assert await malang.look(lambda db: db.execute(ours).scalar_one()) == 1


async def test_two_at_once_and_other_chats_go_on(api: BotApi, database_url: str, ani: Person, budi: Person) -> None:
    """What comes down takes no permit; the chat it was asked in goes on when it is there."""
    brought: list[Arrival] = []

    async def keep(raws: list[Any]) -> None:
        brought.extend(raws)

    budi.sends_document("a.csv", b"isi")
    api.world.queue.clear()
    file_id = budi.messages[-1]["document"]["file_id"]
    async with office(api, database_url) as post:
        post.sender.workshop.fetcher.take = keep
        api.faults.delay(0.2)
        how: dict[str, Any] = {"purpose": "rows", "name": "a.csv", "user": budi.user, "person_id": None}
        people = [ani, *(api.person(f"Warga {n}") for n in range(5))]
        await post.writes(*(fetch(file_id, chat={"id": who.id, "type": "private"}, **how) for who in people))
        await until(lambda: post.sender.workshop.lasting == 6)
        assert post.sender.stuck_for() == 0
        assert post.sender.permits.in_flight == 0
        await post.says(budi, "halo")
        await post.idle()
        assert await post.states() == ["sent"] * 7
    assert [(raw["update_id"], raw.content) for raw in brought] == [(-n, b"isi") for n in range(1, 7)]
