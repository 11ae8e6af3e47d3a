"""kill -9 while an announcement goes out: nobody gets it twice, nobody is lost, what was in flight is unknown."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Connection, insert, select, update

from models import Announcement as Rows, Delivery, News, Person as Known
from models.announcements import DeliveryState as State
from models.database import open_engine
from sandbox.server import BotApi
from services import consents, people
from services.announcements import results, writing
from services.announcements.reading import read
from services.announcements.values import Content, Kind, Result, Term, Who, everyone
from services.announcements.writing import Draft
from services.roles import Rights
from tests.crash.process import TOKEN, Process, answers, environment
from tests.support.town import until

RATE = 200
IN_FLIGHT = RATE * 0.05 + 30
"""As many copies at most may be unknown after a kill, at this machine's round trip."""


@pytest.fixture
async def api() -> AsyncIterator[BotApi]:
    server = BotApi(token=TOKEN)
    await server.start()
    yield server
    await server.stop()


class Mail:
    """An announcement to everybody in the crowd, due at once, day and night, and the bot that brings it."""

    def __init__(self, api: BotApi, url: str, log: Path, many: int) -> None:
        self.api, self.engine, self.log = api, open_engine(url), log
        self.crowd = [api.person(f"Warga {number}") for number in range(many)]
        self.told = environment(api, url, send_rate=RATE)
        self.starts = 0
        with self.engine.begin() as db:
            self.number = self._written(db, datetime.now(UTC) - timedelta(minutes=1))

    def _written(self, db: Connection, now: datetime) -> int:
        for one in self.crowd:
            self.api.world.chats[one.id].started = True
            told = {"username": None, "telegram_language": "id", "now": now}
            number = people.meet(db, telegram_id=one.id, name=one.name, **told).id  # type: ignore[arg-type]
            consents.give(db, person_id=number, purpose="news", language="id", now=now)
            db.execute(insert(News).values(person_id=number))
        draft = Draft(Kind.TEXT, Content({"id": "Halo"}), everyone(Term(Who.EVERYBODY)), urgent=True, send_at=now)
        made = writing.create(db, draft=draft, author_id=1, rights=Rights(satgas=True), now=now).announcement
        assert made is not None
        db.execute(update(Rows).values(state="scheduled"))
        return made.id

    async def runs(self, *words: str, seconds: float = 60) -> None:
        """Start the bot with these deadly points, and wait for its death, or for the announcement's end."""
        self.starts += 1
        process = Process(self.told, script="-m", log=self.log, arguments=("tests.crash.mailing_bot", *words))
        await process.start()
        try:
            await until(lambda: self._over(process), seconds, f"the end of {words}")
        finally:
            await process.kill()

    async def _over(self, process: Process) -> bool:
        """Looked at now and then only: a look begins a transaction, which the bot has to wait for."""
        assert process.now is not None
        await asyncio.sleep(0.2)
        return process.now.returncode is not None or self.state == "done"

    @property
    def state(self) -> str:
        with self.engine.begin() as db:
            return str(db.execute(select(Rows.state).where(Rows.id == self.number)).scalar_one())

    @property
    def result(self) -> Result:
        with self.engine.begin() as db:
            one = read(db, announcement_id=self.number)
            assert one is not None
            return results.result(db, announcement=one)

    def ends(self) -> dict[int, int]:
        """What stands in the table, by chat."""
        told = select(Known.telegram_id, Delivery.state).join(Delivery, Delivery.person_id == Known.id)
        with self.engine.begin() as db:
            return {row.telegram_id: row.state for row in db.execute(told)}

    def check(self, kills: int) -> None:
        """The table and the receiver agree."""
        got, ends, result = answers(self.api), self.ends(), self.result
        assert [chat for chat, many in got.items() if many > 1] == []
        assert Counter(ends.values()) == Counter({State.SENT: result.sent, State.UNKNOWN: result.unknown})
        assert result.sent + result.unknown == result.people == len(self.crowd)
        assert [chat for chat, state in ends.items() if state == State.SENT and not got[chat]] == []
        assert [chat for chat, state in ends.items() if got[chat] and state not in (State.SENT, State.UNKNOWN)] == []
        assert result.unknown <= kills * IN_FLIGHT

    def close(self) -> None:
        self.engine.dispose()


POINTS = ("after_claim", "after_accepted", "before_claim", "before_record")


@pytest.mark.parametrize(
    "point",
    [
        pytest.param(POINTS[0], marks=pytest.mark.long),
        POINTS[1],
        *(pytest.param(one, marks=pytest.mark.long) for one in POINTS[2:]),
    ],
)
async def test_a_kill_at_a_named_point_loses_and_doubles_nothing(
    api: BotApi, sqlite_url: str, tmp_path: Path, point: str
) -> None:
    mail = Mail(api, sqlite_url, tmp_path / "log", 90)
    try:
        await mail.runs(f"{point}=3")
        assert mail.state == "running"
        await mail.runs()
        mail.check(kills=1)
    finally:
        mail.close()


@pytest.mark.long
async def test_before_the_first_claim_nothing_is_unknown(api: BotApi, sqlite_url: str, tmp_path: Path) -> None:
    mail = Mail(api, sqlite_url, tmp_path / "log", 30)
    try:
        await mail.runs("before_claim=1")
        await mail.runs()
        assert mail.result == Result(30, sent=30)
    finally:
        mail.close()


@pytest.mark.long
@pytest.mark.parametrize("point", ["after_accepted", "before_record"])
async def test_many_kills_on_either_database(api: BotApi, database_url: str, tmp_path: Path, point: str) -> None:
    mail = Mail(api, database_url, tmp_path / "log", 400)
    try:
        for times in (1, 4, 2, 7, 3):
            await mail.runs(f"{point}={times}")
        await mail.runs()
        mail.check(kills=5)
    finally:
        mail.close()


@pytest.mark.long
async def test_a_bot_that_repeats_what_is_unknown_doubles(api: BotApi, sqlite_url: str, tmp_path: Path) -> None:
    """The negative control: the same kill, and the receiver sees somebody twice."""
    mail = Mail(api, sqlite_url, tmp_path / "log", 60)
    try:
        await mail.runs("after_accepted=5")
        await mail.runs("repeats")
        assert max(answers(api).values()) > 1
    finally:
        mail.close()
