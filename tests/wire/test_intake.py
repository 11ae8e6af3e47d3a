"""Intake: nothing confirmed that has not committed, one bad update stops nobody, a repeat changes nothing."""

import json
import sqlite3
from collections.abc import Callable

import pytest
from sqlalchemy import Connection, func, select, text

from models import Attempt, Base, Mark, Outbox, Person, SetAside, TakenUpdate
from sandbox.server import BotApi
from tests.support.town import Town, town as a_town, until
from tests.support.trouble import features

SORRY = "ada yang salah di pihak saya"


def counted(table: type[Base]) -> Callable[[Connection], int]:
    return lambda db: db.execute(select(func.count()).select_from(table)).scalar_one()


@pytest.mark.parametrize("trouble", ["raise", "constraint", "await", "call"])
async def test_one_bad_update_stops_nobody(database_url: str, trouble: str) -> None:
    async with a_town(database_url, features=features(), start=False) as town:
        crowd = [town.person(f"Warga {number}") for number in range(40)]
        for number, one in enumerate(crowd):
            one.person.says(f"/trouble_{trouble}" if number in (3, 20) else "/batal")
        await town.start()
        await town.settled()

        assert [len(one.seen) for one in crowd] == [1] * 40
        sorry = [number for number, one in enumerate(crowd) if SORRY in one.seen[0]]
        assert sorry == [3, 20]
        assert [one.seen[0].rstrip(".").split()[-1] for one in (crowd[3], crowd[20])] == ["1", "2"]
        assert await town.look(counted(SetAside)) == 2


async def test_a_set_aside_update_is_kept_raw_and_undone_whole(database_url: str) -> None:
    async with a_town(database_url, features=features()) as town:
        ani = town.person("Ani")
        said = await ani.asks("/trouble_raise")

        def look(db: Connection) -> tuple[object, ...]:
            aside = db.execute(select(SetAside.raw, SetAside.surprise, SetAside.person_id)).one()
            half = db.execute(select(func.count()).where(Mark.name == "half")).scalar_one()
            people = db.execute(select(func.count()).select_from(Person)).scalar_one()
            return json.loads(aside.raw)["message"]["text"], aside.surprise, aside.person_id, half, people

        assert await town.look(look) == ("/trouble_raise", "ValueError", None, 0, 0)
        assert len(said) == 1 and SORRY in said[0]


async def test_the_same_update_twice_has_one_effect(database_url: str) -> None:
    async with a_town(database_url) as town:
        ani = town.person("Ani")
        await ani.asks("/batal")
        raw = {"message": {**_message(ani.id), "text": "/batal", "entities": _command("/batal")}}
        number = town.api.inject(raw)
        await town.settled()
        seen = len(ani.seen)
        town.api.inject({"update_id": number, **raw})
        await town.settled()
        assert (seen, len(ani.seen)) == (2, 2)


async def test_ids_that_start_anew_are_not_taken_for_old_ones(database_url: str) -> None:
    """Telegram may go on with smaller numbers; only the exact id counts."""
    async with a_town(database_url) as town:
        ani = town.person("Ani")
        await ani.asks("/batal")
        await town.stop()
        town.api.world.queue.next_id = 17
        ani.person.says("/batal")
        await town.restart()
        await town.settled()
        assert len(ani.seen) == 2


@pytest.mark.parametrize(
    "raw",
    [
        {"message": {"message_id": 1}},
        {"message": "not an object"},
        {"message": None},
        {"something_new": {"id": 5}},
        {"edited_message": {"message_id": "x", "chat": 5}},
        {"callback_query": {"id": 5, "from": {"id": "x"}}},
        {},
    ],
)
async def test_updates_of_any_shape_are_confirmed(database_url: str, raw: dict[str, object]) -> None:
    async with a_town(database_url) as town:
        ani = town.person("Ani")
        town.api.inject(raw)
        assert len(await ani.asks("/batal")) == 1
        assert town.api.pending == 0


async def test_kinds_we_do_not_handle_are_counted(database_url: str) -> None:
    async with a_town(database_url) as town:
        town.api.inject({"poll": {"id": "1"}})
        town.api.inject({"purchased_paid_media": {}})
        await town.settled()
        page = town.station.metrics.page().decode()
        assert 'bot_updates_total{kind="purchased_paid_media",result="ignored"} 1.0' in page


async def test_nothing_is_confirmed_while_the_database_is_away(sqlite_url: str) -> None:
    async with a_town(sqlite_url) as town:
        ani = town.person("Ani")
        await ani.asks("/batal")
        blocker = town.station.thread.engine.raw_connection()
        blocker.cursor().execute("PRAGMA busy_timeout=50")
        other = _locked(sqlite_url)
        try:
            town.station.thread.engine.dispose()
            ani.person.says("/batal")
            await until(lambda: town.station.thread.failing_since is not None, why="the database to be missed")
            assert town.api.pending == 1
            assert len([one for one in ani.seen if "sedang penuh" not in one]) == 1
        finally:
            other.rollback()
            other.close()
            blocker.close()
        await town.settled()
        assert len([one for one in ani.seen if "sedang penuh" not in one]) == 2


def _locked(url: str) -> sqlite3.Connection:
    other = sqlite3.connect(url.removeprefix("sqlite:///"), isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    return other


async def test_what_was_tried_before_is_forgotten_when_it_succeeds(database_url: str) -> None:
    async with a_town(database_url) as town:
        ani = town.person("Ani")
        await ani.asks("/batal")
        await town.look(
            lambda db: db.execute(
                text("INSERT INTO marks (name, value) VALUES ('running', 'yes') ON CONFLICT DO NOTHING")
            )
        )
        assert town.station.answers is not None
        await town.stop()
        await _leave_unclean(town)
        await town.restart()
        assert len(await ani.asks("/batal")) == 1
        assert await town.look(counted(Attempt)) == 0
        assert await town.look(counted(TakenUpdate)) == 2


async def _leave_unclean(town: Town) -> None:
    """As if the last process had been killed."""
    from models.database import open_engine

    engine = open_engine(town.bot.settings.database_url)
    with engine.begin() as db:
        db.execute(text("INSERT INTO marks (name, value) VALUES ('running', 'yes')"))
    engine.dispose()


async def test_more_updates_than_a_transaction_holds(database_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A transaction that takes too long commits what it has; the others come with the next, once each."""
    monkeypatch.setattr("wire.intake.TOGETHER", 0.0)
    api = BotApi()
    api.webhook.pause = 0.0
    await api.start()
    try:
        async with a_town(database_url, api=api, start=False) as town:
            crowd = [town.person(f"Warga {number}") for number in range(30)]
            for one in crowd:
                one.person.says("/batal")
            await town.start()
            await town.settled()
            assert [len(one.seen) for one in crowd] == [1] * 30
            rows = await town.look(
                lambda db: db.execute(select(func.count()).where(Outbox.kind == "reply")).scalar_one()
            )
            assert rows == 30
    finally:
        await api.stop()


def _message(user_id: int) -> dict[str, object]:
    user = {"id": user_id, "is_bot": False, "first_name": "Ani", "language_code": "id"}
    chat = {"id": user_id, "type": "private", "first_name": "Ani"}
    return {"message_id": 900, "date": 1_790_000_000, "chat": chat, "from": user}


def _command(words: str) -> list[dict[str, object]]:
    return [{"type": "bot_command", "offset": 0, "length": len(words)}]
