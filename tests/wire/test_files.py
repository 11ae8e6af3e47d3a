"""Files on their way out: made off the loop, uploaded once, sent again by file_id, and never in anybody's way."""

import asyncio
import threading
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Connection, func, select
from sqlalchemy.exc import OperationalError

import render
from jobs import housekeeping
from models import Outbox, SentFile
from render import File, Values
from sandbox.people import Person
from sandbox.server import BotApi
from tests.support.office import Office, office
from tests.support.pictures import grey, qr_text
from tests.support.town import until
from tests.wire.conftest import newcomer
from wire import file_ids, files, outbox, workshop
from wire.limits import FOREVER
from wire.outbox import Button, Draft

LINK = "https://t.me/malang_bot?start=kursi_7Q2MXA"
EMPTY: dict[str, Any] = {"columns": [], "rows": []}
SORRY = "Maaf, <b>berkasnya</b> tidak jadi."


def qr(who: Person, *, kind: str = "reply", url: str = LINK, **more: Any) -> list[Draft]:
    return files.send_file("qr", {"url": url}, name="qr.png", as_photo=True, kind=kind, chat_id=who.id, **more)


def table(who: Person, *rows: str, kind: str = "reply", **more: Any) -> list[Draft]:
    values = {"columns": [["Nama", "text"]], "rows": [[row] for row in rows]}
    return files.send_file("csv", values, name="daftar.csv", as_photo=False, kind=kind, chat_id=who.id, **more)


def say(who: Person, text: str, kind: str = "reply") -> Draft:
    (draft,) = outbox.say(text, kind=kind, chat_id=who.id)
    return draft


def uploads(api: BotApi) -> list[int | str | None]:
    """Chats to which a file went up, in order, whatever came of it."""
    return [call.chat_id for call in api.calls if "attach://" in str(call.params)]


def sends(api: BotApi, ok: bool | None = True) -> list[int | str | None]:
    """Chats of all calls that send something, in order."""
    return [call.chat_id for call in api.calls if call.method.startswith("send") and ok in (None, call.ok)]


def content(api: BotApi, who: Person) -> bytes:
    """What the newest message of the bot shows."""
    message = who.messages[-1]
    told = message["photo"][-1] if "photo" in message else message["document"]
    return api.world.files.by_id[told["file_id"]].data


class Slow:
    """A maker that waits in its thread until it may go on; counts how often it was asked, and how many are at it."""

    def __init__(self) -> None:
        self.may, self.made, self.at_once, self.most = threading.Event(), 0, 0, 0
        self._lock = threading.Lock()

    def __call__(self, values: Values) -> File:
        with self._lock:
            self.made, self.at_once = self.made + 1, self.at_once + 1
            self.most = max(self.most, self.at_once)
        self.may.wait(20)
        with self._lock:
            self.at_once -= 1
        return File("x.csv", "text/csv", values["text"].encode())


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch) -> Iterator[Slow]:
    maker = Slow()
    monkeypatch.setitem(render.MAKERS, "slow", maker)
    yield maker
    maker.may.set()


def slowly(who: Person, text: str = "isi", kind: str = "reply", **more: Any) -> list[Draft]:
    return files.send_file("slow", {"text": text}, name="x.csv", as_photo=False, kind=kind, chat_id=who.id, **more)


@pytest.fixture
def counted(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of makers, each time one is asked."""
    asked: list[str] = []

    def counting(name: str, maker: Callable[[Values], File]) -> Callable[[Values], File]:
        def make(values: Values) -> File:
            asked.append(name)
            return maker(values)

        return make

    for name, maker in list(render.MAKERS.items()):
        monkeypatch.setitem(render.MAKERS, name, counting(name, maker))
    return asked


# What arrives


async def test_a_picture_with_caption_and_buttons(post: Office, api: BotApi, ani: Person) -> None:
    await post.writes(*qr(ani, caption="<b>Kode</b>: 7Q2MXA", buttons=[[Button("Batal", "v1:seat:cancel:1")]]))
    await post.idle()
    assert ani.seen == ["(photo) Kode: 7Q2MXA\n[Batal]"]
    assert qr_text(grey(content(api, ani))) == LINK
    assert await post.states() == ["sent"]


async def test_a_document_with_its_name(post: Office, api: BotApi, ani: Person) -> None:
    (draft,) = table(ani, "Sari “Ayu”")
    await post.writes(draft)
    await post.idle()
    assert ani.seen == ["(document daftar.csv)"]
    assert content(api, ani) == b"\xef\xbb\xbfNama\r\nSari \xe2\x80\x9cAyu\xe2\x80\x9d\r\n"
    assert ani.messages[-1]["document"]["mime_type"] == "text/csv"


async def test_files_keep_their_place_in_the_order(post: Office, ani: Person) -> None:
    await post.writes(say(ani, "Kodemu"), *qr(ani), *table(ani, "a"), say(ani, "Sampai jumpa!"))
    await post.idle()
    assert ani.seen == ["Kodemu", "(photo)", "(document daftar.csv)", "Sampai jumpa!"]


async def test_what_does_not_fit_under_it_follows(post: Office, ani: Person) -> None:
    long = "\n".join(f"<i>baris {n}</i> " + "x" * 90 for n in range(30))
    await post.writes(*qr(ani, caption=long, buttons=[[Button("Batal", "v1:seat:cancel:1")]]))
    await post.idle()
    picture, words = ani.seen
    assert picture == "(photo)"
    assert words.splitlines() == [*(f"baris {n} " + "x" * 90 for n in range(30)), "[Batal]"]


async def test_what_somebody_gave_goes_by_its_file_id(post: Office, api: BotApi, ani: Person, budi: Person) -> None:
    budi.sends_photo()
    photo = budi.messages[-1]["photo"][-1]["file_id"]
    budi.sends_document("denah.pdf")
    document = budi.messages[-1]["document"]["file_id"]
    how: dict[str, Any] = {"kind": "reply", "chat_id": ani.id}
    await post.writes(*files.send(photo, as_photo=True, caption="Ruang 2", **how))
    await post.writes(*files.send(document, as_photo=False, **how))
    await post.writes(*files.album([photo, photo], as_photos=True, caption="Dua", **how))
    await post.idle()
    assert ani.seen == ["(photo) Ruang 2", "(document denah.pdf)", "(photo) Dua", "(photo)"]
    assert uploads(api) == []


async def test_an_album_of_what_was_made_and_what_was_given(post: Office, api: BotApi, ani: Person) -> None:
    ani.sends_photo()
    given = ani.messages[-1]["photo"][-1]["file_id"]
    made = [files.made("qr", {"url": f"{LINK}{n}"}, name="qr.png") for n in range(2)]
    for _ in range(2):
        await post.writes(*files.album([made[0], given, made[1]], as_photos=True, kind="reply", chat_id=ani.id))
    await post.idle()
    told = [one["photo"][-1]["file_id"] for one in ani.messages if one["from"]["is_bot"]]
    assert told[:3] == told[3:] and told[1] == given
    assert [qr_text(grey(api.world.files.by_id[told[n]].data)) for n in (0, 2)] == [f"{LINK}0", f"{LINK}1"]
    assert uploads(api) == [ani.id]
    assert await post.column(Outbox.items) == [3, 3]


async def test_a_picture_takes_the_place_of_another(post: Office, api: BotApi, ani: Person) -> None:
    (shown,) = await post.writes(*qr(ani))
    await post.idle()
    media = {"type": "photo", "media": files.made("qr", {"url": f"{LINK}x"}, name="qr.png")}
    await post.writes(Draft("edit", "editMessageMedia", {"media": media}, ani.id, edits=shown.id))
    await post.idle()
    assert qr_text(grey(content(api, ani))) == f"{LINK}x"
    assert len(ani.seen) == 1


def test_a_picture_with_too_many_words_takes_no_place() -> None:
    where: dict[str, Any] = {"chat_id": 1, "message_id": 2}
    assert files.repicture("x", caption="a" * 1025, **where) == []
    (draft,) = files.repicture("x", caption="Dua", **where)
    media = {"type": "photo", "media": "x", "caption": "Dua", "parse_mode": "HTML"}
    assert draft == Draft("edit", "editMessageMedia", {"message_id": 2, "media": media}, 1)


async def test_places(post: Office, ani: Person) -> None:
    how: dict[str, Any] = {"kind": "reply", "chat_id": ani.id}
    await post.writes(*files.place(-7.94, 112.64, title="MCC", address="Jl. A. Yani 53", **how))
    await post.writes(*files.place(-7.94, 112.64, buttons=[[Button("Pesan", "v1:space:book:1")]], **how))
    await post.idle()
    assert ani.seen == ["(venue MCC, Jl. A. Yani 53)", "(location -7.94, 112.64)\n[Pesan]"]


@pytest.mark.parametrize("number", [0, 1, 11])
def test_an_album_has_two_to_ten_items(number: int) -> None:
    with pytest.raises(ValueError, match="2 to 10"):
        files.album(["x"] * number, as_photos=True, kind="reply", chat_id=1)


@pytest.mark.parametrize(
    ("name", "clean"),
    [
        ("Kelas 3/4: “pagi”.ics", "Kelas 3 4 “pagi”.ics"),
        ('a"b\r\nX-Evil: 1.csv', "a b X-Evil 1.csv"),
        (f"{'k' * 300}.xlsx", f"{'k' * 75}.xlsx"),
        ("k" * 300, "k" * 80),
        ("../../etc/passwd", "etc passwd"),
    ],
)
async def test_names_are_what_every_system_takes(post: Office, ani: Person, name: str, clean: str) -> None:
    assert files.tidy(name) == clean
    assert len(clean) <= 80
    await post.writes(*files.send_file("csv", EMPTY, name=name, as_photo=False, kind="reply", chat_id=ani.id))
    await post.idle()
    assert ani.seen == [f"(document {clean})"]


# Uploaded once


async def test_uploaded_once_for_everybody(post: Office, api: BotApi, counted: list[str]) -> None:
    crowd = [newcomer(api, f"Warga {n}") for n in range(30)]
    await post.writes(*(draft for who in crowd for draft in qr(who, kind="announcement")))
    await post.idle()
    assert [who.seen for who in crowd] == [["(photo)"]] * 30
    assert (counted, len(uploads(api)), len(sends(api))) == (["qr"], 1, 30)
    assert set(await post.states()) == {"sent"}


async def test_the_same_content_under_another_description_too(
    post: Office, api: BotApi, ani: Person, budi: Person, counted: list[str]
) -> None:
    await post.writes(*table(ani, "a"))
    await post.idle()
    same = {"columns": [["Nama", "text"]], "rows": [["a"]], "timezone": "Asia/Makassar"}
    how: dict[str, Any] = {"as_photo": False, "kind": "reply", "chat_id": budi.id}
    await post.writes(*files.send_file("csv", same, name="daftar.csv", **how))
    await post.idle()
    assert (counted, uploads(api)) == (["csv", "csv"], [ani.id])
    await post.writes(*files.send_file("csv", same, name="lain.csv", **how))
    await post.idle()
    assert budi.seen == ["(document daftar.csv)", "(document lain.csv)"]


async def test_still_known_after_a_restart(
    api: BotApi, database_url: str, ani: Person, budi: Person, counted: list[str]
) -> None:
    async with office(api, database_url) as post:
        await post.writes(*qr(ani))
        await post.idle()
    async with office(api, database_url) as post:
        await post.writes(*qr(budi), *qr(budi))
        await post.idle()
        assert await post.look(select(func.count()).select_from(SentFile)) == 1
    assert ani.seen * 2 == budi.seen == ["(photo)"] * 2
    assert (counted, uploads(api)) == (["qr", "qr"], [ani.id])


async def test_another_bot_knows_none_of_them(api: BotApi, database_url: str, ani: Person) -> None:
    for bot_id in (1, 2, 2):
        async with office(api, database_url, start=False) as post:
            post.transport.bot_id = bot_id
            await post.sender.start()
            await post.writes(*qr(ani))
            await post.idle()
    assert ani.seen == ["(photo)"] * 3
    assert uploads(api) == [ani.id] * 2


@pytest.mark.parametrize("kind", ["reply", "notice"])
async def test_a_file_that_telegram_forgot_goes_up_again(
    post: Office, api: BotApi, ani: Person, budi: Person, kind: str
) -> None:
    await post.writes(*qr(ani))
    await post.idle()
    api.world.files.by_id.clear()
    crowd = [newcomer(api, f"Warga {n}") for n in range(5)]
    await post.writes(*(draft for who in crowd for draft in qr(who, kind=kind)))
    await post.idle()
    assert [who.seen for who in crowd] == [["(photo)"]] * 5
    assert set(await post.states()) == {"sent"}
    await post.writes(*qr(budi))
    await post.idle()
    assert uploads(api)[0] == ani.id and budi.id not in uploads(api)
    known = await post.look(select(SentFile.file_id))
    assert known == budi.messages[-1]["photo"][-1]["file_id"]


async def test_a_given_file_that_telegram_does_not_know_is_refused_once(post: Office, api: BotApi, ani: Person) -> None:
    await post.writes(*files.send("AgACAgQ", as_photo=True, kind="reply", chat_id=ani.id), say(ani, "lalu"))
    made = files.made("qr", {"url": LINK}, name="qr.png")
    await post.writes(*files.album([made, "AgACAgQ"], as_photos=True, kind="reply", chat_id=ani.id))
    await post.idle()
    assert ani.seen == ["lalu"]
    assert await post.states() == ["refused", "sent", "refused"]
    assert len(sends(api, ok=False)) == 2


async def test_who_cannot_be_reached_holds_nobody(post: Office, api: BotApi, ani: Person, budi: Person) -> None:
    await post.knows(ani, budi)
    ani.blocks()
    await post.writes(*qr(ani, kind="announcement"), *qr(budi, kind="announcement"))
    await post.idle()
    assert (ani.seen, budi.seen) == ([], ["(photo)"])
    assert await post.states() == ["refused", "sent"]
    assert await post.reach(ani) == "blocked"


async def test_a_file_id_that_could_not_be_written_down(
    api: BotApi, database_url: str, ani: Person, budi: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Gone between upload and record: this process knows it all the same, the next one uploads again."""
    with monkeypatch.context() as broken:
        broken.setattr(file_ids, "remember", away)
        async with office(api, database_url) as post:
            await post.writes(*qr(ani), *qr(budi))
            await post.idle()
            assert await post.states() == ["sent", "sent"]
    assert uploads(api) == [ani.id]
    async with office(api, database_url) as post:
        await post.writes(*qr(budi))
        await post.idle()
    assert uploads(api) == [ani.id, budi.id]


def away(db: Connection, **more: object) -> dict[str, str]:
    raise OperationalError("…", {}, Exception("away"))


async def test_a_database_that_is_away_for_a_moment(
    post: Office, ani: Person, budi: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, tried = file_ids.find, list[int]()

    def find(db: Connection, **more: Any) -> dict[str, str]:
        tried.append(1)
        return away(db) if len(tried) == 1 else real(db, **more)

    monkeypatch.setattr(file_ids, "find", find)
    await post.writes(*qr(ani), say(budi, "halo"))
    await post.idle()
    assert (ani.seen, budi.seen) == (["(photo)"], ["halo"])
    assert await post.states() == ["sent", "sent"]


async def test_what_was_uploaded_long_ago_is_forgotten(post: Office, api: BotApi, ani: Person) -> None:
    await post.writes(*qr(ani))
    await post.idle()
    began, days = post.clock.now(), housekeeping.FILES
    for later, left in ((days - timedelta(minutes=1), 1), (days + timedelta(minutes=1), 0)):
        await post.thread.transaction(housekeeping.purge, teller=None, now=began + later)  # type: ignore[arg-type]
        assert await post.look(select(func.count()).select_from(SentFile)) == left


# Crashes and lost answers


@pytest.mark.parametrize(
    ("kind", "arrived", "state"), [("reply", 2, "sent"), ("notice", 1, "unknown"), ("announcement", 1, "unknown")]
)
async def test_a_lost_answer_is_read_by_kind(
    post: Office, api: BotApi, ani: Person, kind: str, arrived: int, state: str
) -> None:
    api.faults.cut_after("sendPhoto")
    await post.writes(*qr(ani, kind=kind))
    await post.idle()
    assert ani.seen == ["(photo)"] * arrived
    assert await post.states() == [state]
    await post.writes(*qr(ani, kind=kind))
    await post.idle()
    assert len(ani.seen) == arrived + 1


async def test_no_connection_makes_nothing_unknown(post: Office, api: BotApi, ani: Person) -> None:
    api.faults.offline()
    await post.writes(*qr(ani, kind="notice"))
    await until(lambda: post.sender.connection.offline_since is not None)
    api.faults.offline(False)
    await post.idle()
    assert ani.seen == ["(photo)"]
    assert await post.states() == ["sent"]


@pytest.mark.parametrize(("kind", "arrived", "state"), [("reply", 2, "sent"), ("notice", 1, "unknown")])
async def test_a_crash_after_the_upload(
    api: BotApi, database_url: str, ani: Person, kind: str, arrived: int, state: str
) -> None:
    """Telegram has it, and neither file_id nor mark are written: a reply is said once more, a notice is unknown."""
    async with office(api, database_url) as post:
        (row,) = await post.writes(*qr(ani, kind=kind))
        before = {"state": "waiting" if kind == "reply" else "sending", "payload": row.payload}
        await post.idle()
        await post.thread.transaction(lambda db: db.execute(SentFile.__table__.delete()))  # type: ignore[attr-defined]
        await post.thread.transaction(lambda db: db.execute(Outbox.__table__.update().values(**before)))  # type: ignore[attr-defined]
    async with office(api, database_url) as post:
        await post.idle()
        assert await post.states() == [state]
    assert ani.seen == ["(photo)"] * arrived


async def test_a_notice_is_claimed_when_its_file_is_there(post: Office, ani: Person, slow: Slow) -> None:
    """A crash while it is made leaves it waiting, not unknown."""
    await post.writes(*slowly(ani, kind="notice"))
    await until(lambda: slow.made == 1)
    assert await post.states() == ["waiting"]
    slow.may.set()
    await post.idle()
    assert ani.seen == ["(document x.csv)"]


async def test_a_stop_does_not_wait_for_what_is_made(api: BotApi, database_url: str, ani: Person, slow: Slow) -> None:
    async with office(api, database_url) as post:
        await post.writes(*slowly(ani))
        await until(lambda: slow.made == 1)
        await asyncio.wait_for(post.sender.stop(5.0), 2.0)
        assert await post.states() == ["waiting"]
        slow.may.set()
    async with office(api, database_url) as post:
        await post.idle()
    assert ani.seen == ["(document x.csv)"]


# In nobody's way


async def test_a_slow_file_holds_no_other_chat_and_no_reply(
    post: Office, ani: Person, budi: Person, slow: Slow
) -> None:
    await post.writes(*slowly(ani, kind="notice"), *slowly(budi, "lain"))
    await until(lambda: slow.made == 2)
    await post.writes(say(ani, "jawaban"), say(budi, "menunggu gilirannya"))
    await post.writes(*(say(newcomer(post.api, f"Warga {n}"), "halo") for n in range(10)))
    await until(lambda: len(sends(post.api)) == 11)
    assert (ani.seen, budi.seen) == (["jawaban"], [])
    slow.may.set()
    await post.idle()
    assert ani.seen == ["jawaban", "(document x.csv)"]
    assert budi.seen == ["(document x.csv)", "menunggu gilirannya"]


async def test_a_crowd_that_waits_for_the_same_file_gets_its_replies(post: Office, api: BotApi, slow: Slow) -> None:
    crowd = [newcomer(api, f"Warga {n}") for n in range(20)]
    await post.writes(*(draft for who in crowd for draft in slowly(who, kind="announcement")))
    await until(lambda: slow.made == 1)
    await post.writes(*(say(who, "jawaban") for who in crowd))
    await until(lambda: len(sends(api)) == 20)
    slow.may.set()
    await post.idle()
    assert [who.seen for who in crowd] == [["jawaban", "(document x.csv)"]] * 20
    assert (slow.made, len(uploads(api))) == (1, 1)


async def test_two_at_once_and_no_more_in_memory(post: Office, api: BotApi, slow: Slow) -> None:
    crowd = [newcomer(api, f"Warga {n}") for n in range(8)]
    post.sender.permits.hold(FOREVER)
    kinds = ["reply", "announcement"]
    await post.writes(*(one for n, who in enumerate(crowd) for one in slowly(who, f"{n}", kinds[n % 2])))
    slow.may.set()
    await until(lambda: slow.made == 3 and slow.at_once == 0)
    await asyncio.sleep(0.05)
    assert slow.made == 3, "two replies and one other; they stay in memory until they may go"
    post.sender.permits.held_until = 0.0
    post.sender.open_gate(0)
    await post.idle()
    assert [content(api, who) for who in crowd] == [f"{n}".encode() for n in range(8)]
    assert slow.most <= 2


async def test_what_overtakes_is_made_first(post: Office, ani: Person, budi: Person, slow: Slow) -> None:
    """An announcement is made and waits for a permit; a notice comes for the same chat, with a file too."""
    slow.may.set()
    post.sender.permits.hold(FOREVER)
    await post.writes(*slowly(ani, "pengumuman", "announcement"))
    await until(lambda: slow.made == 1 and post.sender.workshop.idle)
    await post.writes(*slowly(ani, "kabar", "notice"), *slowly(budi, "pengumuman lain", "announcement"))
    await until(lambda: slow.made >= 2 and slow.at_once == 0)
    post.sender.permits.held_until = 0.0
    post.sender.open_gate(0)
    await post.idle()
    told = [post.api.world.files.by_id[one["document"]["file_id"]].data for one in ani.messages if "document" in one]
    assert told == [b"kabar", b"pengumuman"]
    assert content(post.api, budi) == b"pengumuman lain"


async def test_what_waits_in_vain_is_let_go(post: Office, ani: Person, budi: Person, slow: Slow) -> None:
    """Made, but its chat was closed meanwhile: its room is another's."""
    await post.knows(ani)
    await post.writes(*slowly(ani, kind="notice"))
    await until(lambda: slow.made == 1)
    ani.blocks()
    await post.writes(say(ani, "jawaban"))
    await until(lambda: not post.sender.lanes.size)
    slow.may.set()
    await post.writes(*slowly(budi, "lain", kind="notice"))
    await post.idle()
    assert await post.states() == ["cancelled", "refused", "sent"]
    assert budi.seen == ["(document x.csv)"]


async def test_a_long_upload_is_not_taken_for_a_dead_connection(post: Office, api: BotApi, ani: Person) -> None:
    api.faults.delay(0.6)
    await post.writes(*qr(ani))
    await until(lambda: post.sender.workshop.lasting == 1)
    await asyncio.sleep(0.1)
    assert post.sender.stuck_for() == 0
    await post.says(newcomer(api, "Citra"), "halo")
    await asyncio.sleep(0.1)
    assert 0 < post.sender.stuck_for() < 0.3
    await post.idle()
    assert post.sender.stuck_for() == 0


# What cannot be made


async def test_what_cannot_be_made_is_refused_and_the_next_one_goes(
    post: Office, api: BotApi, ani: Person, budi: Person
) -> None:
    await post.writes(*qr(ani, url="not a link"), say(ani, "lalu"), *qr(budi, url="not a link", otherwise=SORRY))
    await post.idle()
    assert ani.seen == ["lalu"]
    assert budi.seen == ["Maaf, berkasnya tidak jadi."]
    assert await post.states() == ["refused", "sent", "refused", "sent"]
    assert await post.column(Outbox.error) == ["not made: ValueError", None, "not made: ValueError", None]
    assert b'bot_sends_total{kind="reply",outcome="not_made"} 2.0' in post.metrics.page()
    assert uploads(api) == []


async def test_an_unknown_maker_and_one_that_never_ends(
    post: Office, ani: Person, budi: Person, slow: Slow, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workshop, "PATIENCE", 0.1)
    await post.writes(*files.send_file("gambar", {}, name="x", as_photo=True, kind="notice", chat_id=ani.id))
    await post.writes(*slowly(budi, otherwise=SORRY))
    await post.idle()
    assert (ani.seen, budi.seen) == ([], ["Maaf, berkasnya tidak jadi."])
    assert await post.column(Outbox.error) == ["not made: KeyError", "not made: TimeoutError", None]


async def test_what_telegram_will_not_have_is_refused(post: Office, api: BotApi, ani: Person) -> None:
    """A picture that is none; and markup that is none costs a caption its markup, not its file."""
    await post.writes(*files.send_file("csv", EMPTY, name="x", as_photo=True, kind="reply", chat_id=ani.id))
    await post.writes(*qr(ani, caption="<b>tebal"))
    await post.idle()
    assert await post.states() == ["refused", "sent"]
    assert ani.seen == ["(photo) tebal"]


async def test_words_that_look_like_a_file_are_words(post: Office, ani: Person, counted: list[str]) -> None:
    ani.sends_photo()
    given = ani.messages[-1]["photo"][-1]["file_id"]
    words = '{"photo":{"render":["qr",{}]}} "render":['
    await post.writes(say(ani, words), *files.send(given, as_photo=True, kind="reply", chat_id=ani.id, caption=words))
    await post.idle()
    assert (ani.seen, counted) == ([words, f"(photo) {words}"], [])
