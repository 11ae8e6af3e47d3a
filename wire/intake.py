"""Intake: updates become transactions; what has not committed is not confirmed, and one bad update stops nobody."""

import asyncio
import json
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import structlog
from sqlalchemy import Connection, insert

from models import SetAside
from models.database import savepoint
from wire import outbox, taken
from wire.answers import Answers
from wire.clock import Clock
from wire.logs import where
from wire.metrics import Metrics
from wire.outbox import Draft, Row
from wire.raws import FILE, Raw, kind_of, usable
from wire.stepping import Handle
from wire.thread import DatabaseThread, is_passing
from wire.turn import InlineAnswer, PressAnswer, Turn

log = structlog.get_logger("intake")

KINDS = ("message", "edited_message", "callback_query", "inline_query", "my_chat_member", "poll_answer", "poll")
"""Kinds of update we ask for; others are confirmed and counted, unread."""
AT_A_TIME = 16
"""Updates for which `beforehand` is asked at once; few, because the deadline below is looked at between them."""
TOGETHER = 0.05
"""Seconds after which a transaction over many updates commits what it has."""
CAREFUL, CAREFUL_WEBHOOK = 100, 150.0
"""After an unclean stop, updates handled one by one; by webhook for seconds too, as a failed call comes again later."""
DEADLY = 3
"""At this try an update that may have killed the process is set aside unread."""
PASSING_TRIES = 5
"""After this many failures of one update on a database that answers others, the update is at fault."""
AGAIN_FIRST, AGAIN_MOST = 0.1, 5.0


@dataclass(frozen=True, slots=True)
class Apology:
    """What the sender of a set-aside update hears: drafts for the outbox, a word for the press, and who it was."""

    drafts: list[Draft] = field(default_factory=list)
    answer: PressAnswer | None = None
    person_id: int | None = None


Apologise = Callable[[Connection, Raw, int], Apology]
Beforehand = Callable[[Connection, list[Raw], datetime], dict[int, dict[str, Any]]]
"""What can be known for several updates in one go: by update id, what their turns begin with in `kept`."""


@dataclass(frozen=True, slots=True)
class Taken:
    """One update that is committed. `result`: handled, ignored, repeated or set_aside."""

    update_id: int
    kind: str
    result: str
    answer: PressAnswer | InlineAnswer | None = None


@dataclass(slots=True)
class Batch:
    """Updates committed together, in order, and the outbox rows they left."""

    taken: list[Taken] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)


class Intake:
    """Takes updates in the order given. `each`: every update its own transaction (PostgreSQL)."""

    def __init__(
        self,
        *,
        thread: DatabaseThread,
        handle: Handle,
        apologise: Apologise,
        answers: Answers,
        clock: Clock,
        metrics: Metrics,
        feed: Callable[[list[Row]], None],
        beforehand: Beforehand | None = None,
        each: bool = False,
        careful: int = 0,
        careful_until: float = 0.0,
    ) -> None:
        self.thread, self.handle, self.apologise, self.beforehand = thread, handle, apologise, beforehand
        self.answers, self.clock, self.metrics = answers, clock, metrics
        self.feed, self.each, self.careful, self.careful_until = feed, each, careful, careful_until
        self._failures = 0
        self._counted: tuple[int, int] | None = None

    async def take(self, raws: list[Raw]) -> None:
        """Return once every one of them is committed; a database at fault is waited for, the updates stay in memory."""
        raws, much = self.answers.flood.sift(raw for raw in raws if usable(raw))
        for raw in much:
            self.metrics.update(kind_of(raw), "too_fast")
            self.answers.left_out(raw)
        for raw in raws:
            self.answers.expect(raw)
        wait, failed, since = AGAIN_FIRST, False, time.monotonic()
        while raws:
            try:
                batch = await self.thread.run(self._some, raws)
            except Exception as error:
                if not is_passing(error):
                    raise
                self._failures, failed = self._failures + 1, True
                log.warning("the database cannot take updates; trying again", error=type(error).__name__)
                self.answers.busy.failed(since, raws)
                await asyncio.sleep(wait)
                wait = min(wait * 2, AGAIN_MOST)
                continue
            wait, self._failures, since = AGAIN_FIRST, 0, time.monotonic()
            self.answers.busy.well()
            self._committed(batch, failed)
            raws = raws[len(batch.taken) :]

    def _committed(self, batch: Batch, failed: bool) -> None:
        """After a failure, a repeated update may be our own whose commit went unheard: its answer is still due."""
        for one in batch.taken:
            self.metrics.update(one.kind, one.result)
            if one.result == "repeated" and not failed:
                self.answers.drop(one.update_id)
            else:
                self.answers.committed(one.update_id, one.kind, one.answer)
        self.feed(batch.rows)

    # From here on in the database thread

    def _some(self, raws: list[Raw]) -> Batch:
        if self.careful > 0 or time.monotonic() < self.careful_until:
            batch = self._carefully(raws[0])
            self.careful -= 1
            return batch
        if self.each:
            return self._each(raws)
        try:
            return self._together(raws, apart=False)
        except Exception as error:
            if is_passing(error) and self._failures < PASSING_TRIES:
                raise
        try:
            return self._together(raws, apart=True)
        except Exception as error:
            if is_passing(error):
                raise
            return self._each(raws)

    def _together(self, raws: list[Raw], *, apart: bool) -> Batch:
        """Many updates, one transaction; `apart` gives each a savepoint, so that a bad one is undone alone."""
        batch, said = Batch(), list[tuple[Draft, int | None]]()
        with self.thread.engine.begin() as db:
            now, began = self.clock.now(), time.monotonic()
            fresh = taken.remember(db, [raw["update_id"] for raw in raws], now)
            begun = dict[int, dict[str, Any]]()
            for number, raw in enumerate(raws):
                if number % AT_A_TIME == 0 and not apart:
                    begun = self._begun(db, raws[number : number + AT_A_TIME], fresh, now)
                if raw["update_id"] not in fresh:
                    batch.taken.append(Taken(raw["update_id"], kind_of(raw), "repeated"))
                    continue
                fresh.discard(raw["update_id"])
                turn = Turn(db, now, raw["update_id"], kept=begun.get(raw["update_id"], {}))
                _keep(batch, said, raw, self._apart(turn, raw) if apart else self._run(turn, raw))
                if fresh and time.monotonic() - began > TOGETHER:
                    taken.forget(db, fresh)
                    break
            batch.rows = outbox.write(db, said, now=now)
        return batch

    def _begun(self, db: Connection, raws: list[Raw], fresh: set[int], now: datetime) -> dict[int, dict[str, Any]]:
        new = [raw for raw in raws if raw["update_id"] in fresh]
        return self.beforehand(db, new, now) if self.beforehand and len(new) > 1 else {}

    def _run(self, turn: Turn, raw: Raw) -> Turn:
        if kind_of(raw) not in (*KINDS, FILE) or self.answers.outdated(raw):
            return turn
        began = time.perf_counter()
        self.handle(raw, turn)
        self.metrics.handler.observe(time.perf_counter() - began)
        return turn

    def _apart(self, turn: Turn, raw: Raw) -> Turn:
        try:
            with savepoint(turn.db):
                return self._run(turn, raw)
        except Exception as error:
            if is_passing(error) and self._failures < PASSING_TRIES:
                raise
            return self._set_aside(turn.db, raw, turn.now, error)

    def _each(self, raws: list[Raw]) -> Batch:
        """Every update its own transaction; what is committed before a failure is given back first."""
        batch, began = Batch(), time.monotonic()
        for raw in raws:
            try:
                one = self._single(raw)
            except Exception as error:
                if batch.taken:
                    break
                if is_passing(error) and self._failures < PASSING_TRIES:
                    raise
                one = self._aside_surely(raw, error)
            batch.taken += one.taken
            batch.rows += one.rows
            if time.monotonic() - began > TOGETHER:
                break
        return batch

    def _single(self, raw: Raw) -> Batch:
        batch, said = Batch(), list[tuple[Draft, int | None]]()
        with self.thread.engine.begin() as db:
            now = self.clock.now()
            if not taken.remember(db, [raw["update_id"]], now):
                return Batch([Taken(raw["update_id"], kind_of(raw), "repeated")])
            _keep(batch, said, raw, self._run(Turn(db, now, raw["update_id"]), raw))
            batch.rows = outbox.write(db, said, now=now)
        return batch

    def _aside_surely(self, raw: Raw, error: BaseException) -> Batch:
        """Set it aside; what not even that table can hold is only confirmed, or it would come for ever."""
        try:
            return self._aside_alone(raw, error)
        except Exception as again:
            if is_passing(again):
                raise
            log.error("could not be kept", update=raw["update_id"], surprise=type(error).__name__, where=where(again))
            return Batch([Taken(raw["update_id"], kind_of(raw), "set_aside")])

    def _aside_alone(self, raw: Raw, error: BaseException | None) -> Batch:
        batch, said = Batch(), list[tuple[Draft, int | None]]()
        with self.thread.engine.begin() as db:
            now = self.clock.now()
            if not taken.remember(db, [raw["update_id"]], now):
                return Batch([Taken(raw["update_id"], kind_of(raw), "repeated")])
            _keep(batch, said, raw, self._set_aside(db, raw, now, error))
            batch.rows = outbox.write(db, said, now=now)
        return batch

    def _carefully(self, raw: Raw) -> Batch:
        """After an unclean stop: count the try before it, so that what kills us is known at its third."""
        tries = self._count(raw["update_id"])
        batch = self._aside_alone(raw, None) if tries >= DEADLY else self._each([raw])
        try:
            with self.thread.engine.begin() as db:
                taken.forget_tries(db, raw["update_id"])
        except Exception as error:
            log.warning("a try stays counted", update=raw["update_id"], error=type(error).__name__)
        return batch

    def _count(self, update_id: int) -> int:
        """How many processes have tried this update; again in one process, after the database failed, is no new try."""
        if self._counted is None or self._counted[0] != update_id:
            with self.thread.engine.begin() as db:
                self._counted = (update_id, taken.count_try(db, update_id))
        return self._counted[1]

    def _set_aside(self, db: Connection, raw: Raw, now: datetime, error: BaseException | None) -> Turn:
        """Keep the update for repair, and apologise once with its number."""
        surprise = type(error).__name__ if error else "killed the process"
        kept = {"update_id": raw["update_id"], "raw": json.dumps(raw), "surprise": surprise[:128], "at": now}
        number = db.execute(insert(SetAside).values(kept).returning(SetAside.id)).scalar_one()
        log.error("set aside", number=number, update=raw["update_id"], surprise=surprise, where=where(error))
        turn = Turn(db, now, raw["update_id"])
        turn.kept["aside"] = True
        try:
            with savepoint(db):
                apology = self.apologise(db, raw, number)
                db.execute(
                    SetAside.__table__.update()  # type: ignore[attr-defined]
                    .where(SetAside.id == number)
                    .values(person_id=apology.person_id)
                )
        except Exception as again:
            log.error("no apology could be made", number=number, surprise=type(again).__name__, where=where(again))
            return turn
        turn.drafts, turn.answer = apology.drafts, apology.answer
        return turn


def _keep(batch: Batch, said: list[tuple[Draft, int | None]], raw: Raw, turn: Turn) -> None:
    kind = kind_of(raw)
    gate = raw["update_id"] if kind == "callback_query" else None
    said.extend((draft, gate) for draft in turn.drafts)
    result = "set_aside" if "aside" in turn.kept else "handled" if turn.handled else "ignored"
    batch.taken.append(Taken(raw["update_id"], kind, result, turn.answer or turn.inline))
