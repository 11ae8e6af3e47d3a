"""What a reviewer broke: each test here failed once."""

from typing import Any

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import OperationalError

from models import Attempt, SetAside
from tests.support.town import Town, town as a_town


def _words(chat_id: int, user_id: int, words: str = "/bantuan") -> dict[str, Any]:
    user = {"id": user_id, "is_bot": False, "first_name": "Ani", "language_code": "id"}
    chat = {"id": chat_id, "type": "private" if chat_id > 0 else "supergroup", "title": "Warga"}
    entities = [{"type": "bot_command", "offset": 0, "length": len(words)}]
    message = {"message_id": 900, "date": 1_790_000_000, "chat": chat, "from": user}
    return {"message": message | {"text": words, "entities": entities}}


def _nested(levels: int) -> dict[str, Any]:
    made: dict[str, Any] = {}
    for _ in range(levels):
        made = {"a": made}
    return made


UNKEEPABLE = {
    "chat": _words(-(2**70), 777),
    "person": _words(2**70, 2**70),
    "kind": {"\ud800": {}},
    "text": _words(777, 777, "/start \ud800\x00"),
    "depth": {"message": _nested(900)},
}


@pytest.mark.parametrize("raw", UNKEEPABLE.values(), ids=UNKEEPABLE)
@pytest.mark.parametrize("beside", [False, True])
async def test_what_no_table_can_hold_stops_nobody(database_url: str, raw: dict[str, Any], beside: bool) -> None:
    async with a_town(database_url, start=not beside) as town:
        ani = town.person("Ani")
        if beside:
            ani.person.says("/batal")
        town.api.inject(dict(raw))
        if beside:
            await town.start()
        assert len(await ani.asks("/batal")) == (2 if beside else 1)
        assert town.station.troubles() == {}
        assert b"bot_updates_total" in town.station.metrics.page()


async def test_a_failing_database_is_no_deadly_update(database_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """After an unclean stop, tries that failed because of the database do not count as deaths."""
    async with a_town(database_url) as town:
        ani = town.person("Ani")
        await town.stop()
        await _leave_unclean(town)
        await town.restart()
        assert town.station.poller is not None
        intake, failures = town.station.poller.intake, iter(range(4))
        handle = intake.handle

        def stumble(raw: dict[str, Any], turn: Any) -> None:
            if next(failures, None) is not None:
                raise OperationalError("SELECT 1", {}, Exception("the database is away"))
            handle(raw, turn)

        monkeypatch.setattr(intake, "handle", stumble)
        assert len(await ani.asks("/batal")) == 1
        assert await town.look(_count(SetAside)) == 0
        assert await town.look(_count(Attempt)) == 0


def _count(table: Any) -> Any:
    return lambda db: db.execute(select(func.count()).select_from(table)).scalar_one()


async def _leave_unclean(town: Town) -> None:
    from models.database import open_engine

    engine = open_engine(town.bot.settings.database_url)
    with engine.begin() as db:
        db.execute(text("INSERT INTO marks (name, value) VALUES ('running', 'yes')"))
    engine.dispose()
