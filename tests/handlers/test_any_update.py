"""Whatever Telegram may send, and what it never would: nobody is left without an answer, and nothing falls over."""

import asyncio
import json
import re
import resource
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, seed, settings, strategies as st
from sqlalchemy import delete, func, select
from structlog.testing import capture_logs
from telegram import Update
from telegram.ext import CallbackQueryHandler

from handlers import errors, meeting
from handlers.context import Context
from models import SetAside, TakenUpdate
from models.database import open_engine
from services.citypack import read_city
from services.menu import COMMANDS
from tests.support.desk import CITY, Desk
from tests.support.updates import Maker
from wire.answers import Answers
from wire.clock import Clock
from wire.intake import Intake
from wire.limits import NoPermits
from wire.metrics import Metrics
from wire.thread import DatabaseThread
from wire.transport import Answer

AT_ONCE = 25
SATGAS = frozenset({1})


class Wire:
    """Telegram at the other end: it hears every answer to a press."""

    def __init__(self) -> None:
        self.answered: list[str] = []

    async def call(self, method: str, body: bytes, **_: Any) -> Answer:
        if method == "answerCallbackQuery":
            self.answered.append(json.loads(body)["callback_query_id"])
        return Answer(200, True, "")


class Mouth:
    """The bot's whole way in over a database of its own; only the network is missing."""

    def __init__(self, url: str) -> None:
        self.thread = DatabaseThread(open_engine(url))
        self.desk = Desk(self.thread.engine, satgas_ids=SATGAS, city=read_city(CITY.parent / "malang-contoh"))
        self.wire, self.number = Wire(), 0
        house = self.desk.house
        self.answers = Answers(
            transport=self.wire,  # type: ignore[arg-type]
            metrics=Metrics(),
            opened=lambda _: None,
            general=lambda press: errors.general_word(house, press),
            permits=NoPermits(),
            busy=lambda raw: None,
            too_fast=lambda raw: None,
        )
        self.intake = Intake(
            thread=self.thread,
            handle=self.desk.step,
            apologise=lambda db, raw, number: errors.apologise(db, house, raw, number),
            answers=self.answers,
            clock=Clock(),
            metrics=Metrics(),
            feed=lambda rows: None,
            beforehand=meeting.beforehand,
        )

    def takes(self, told: list[dict[str, Any]]) -> None:
        """All of these, each with a number of its own, as they come from a poll."""
        raws = []
        for one in told:
            self.number += 1
            raws.append({"update_id": self.number, **one})
            if isinstance(press := one.get("callback_query"), dict) and isinstance(press.get("id"), str):
                press["id"] = f"press-{self.number}"
        self.wire.answered.clear()
        asyncio.run(self._take(raws))
        asked = [raw["callback_query"]["id"] for raw in raws if _is_press(raw)]
        assert sorted(self.wire.answered) == sorted(asked)

    async def _take(self, raws: list[dict[str, Any]]) -> None:
        await self.intake.take(raws)
        await self.answers.stop(5.0)

    def ours(self) -> list[tuple[str, str]]:
        """What was set aside since the last look though its types can be read: the surprise and the update."""
        with self.thread.engine.begin() as db:
            found = [(one.surprise, one.raw) for one in db.execute(select(SetAside.surprise, SetAside.raw))]
            db.execute(delete(SetAside))
        return [(surprise, raw) for surprise, raw in found if self._can_be_read(json.loads(raw))]

    def _can_be_read(self, raw: dict[str, Any]) -> bool:
        try:
            Update.de_json(raw, self.desk.step.application.bot)
        except Exception:
            return False
        return True


def _is_press(raw: dict[str, Any]) -> bool:
    press = raw.get("callback_query")
    return isinstance(press, dict) and isinstance(press.get("id"), str)


@pytest.fixture(scope="module")
def mouth(sqlite_template: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Mouth]:
    file = tmp_path_factory.mktemp("mouth") / "bot.db"
    file.write_bytes(sqlite_template.read_bytes())
    one = Mouth(f"sqlite:///{file}")
    yield one
    one.thread.close()


def _maker(mouth: Mouth, seed: int) -> Maker:
    handlers = [one for group in mouth.desk.step.application.handlers.values() for one in group]
    pressed = [one.pattern for one in handlers if isinstance(one, CallbackQueryHandler)]
    patterns = sorted({one.pattern for one in pressed if isinstance(one, re.Pattern)})
    assert len(patterns) > 100
    return Maker(Random(seed), [one.name for one in COMMANDS], patterns)


def _walk(mouth: Mouth, updates: int) -> None:
    """Half of them with types that are right, half with something wrong in each."""
    once = {"deadline": None, "database": None, "suppress_health_check": list(HealthCheck)}

    @seed(20261124 + updates)
    @settings(max_examples=updates // AT_ONCE, phases=[Phase.generate], **once)  # type: ignore[arg-type]
    @given(st.integers(0, 2**64), st.booleans())
    def walk(number: int, right: bool) -> None:
        maker = _maker(mouth, number)
        mouth.takes([maker.update() if right else maker.broken() for _ in range(AT_ONCE)])
        ours = mouth.ours()
        assert not right or ours == []

    with capture_logs():
        walk()


def _megabytes() -> float:
    """What this process holds in memory."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * resource.getpagesize() / 2**20


def _walk_and_look(mouth: Mouth, updates: int) -> None:
    _walk(mouth, updates // 5)
    warm = _megabytes()
    _walk(mouth, updates - updates // 5)
    assert _megabytes() - warm < 30
    with mouth.thread.engine.begin() as db:
        assert db.execute(select(func.count()).select_from(TakenUpdate)).scalar_one() >= updates - 2 * AT_ONCE


def test_five_thousand_updates(mouth: Mouth) -> None:
    """No surprise where the types are right; where they are wrong, every press is answered all the same."""
    _walk_and_look(mouth, 5_000)


def test_a_surprise_would_be_noticed(mouth: Mouth, monkeypatch: pytest.MonkeyPatch) -> None:
    """The negative control: a handler that falls over at one kind of message is found."""
    monkeypatch.setattr(Context, "way_back", lambda context: 1 / 0)
    with pytest.raises(BaseException, match="ZeroDivisionError"):
        _walk(mouth, 500)
