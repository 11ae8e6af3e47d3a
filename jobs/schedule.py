"""The timetable: what happens by the clock, and how often. APScheduler only ticks; rows decide what is due."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import UTC
from typing import Any

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from jobs import announcements, coworking, housekeeping, ideas, keeping, milestones, news, questions
from notices.teller import Teller
from wire.clock import Clock
from wire.outbox import Draft
from wire.thread import is_passing

log = structlog.get_logger("jobs")

Job = Callable[..., Sequence[Draft]]


@dataclass(frozen=True)
class Tick:
    """`job` is a plain function (db, teller, now) → what to say; safe to run twice at once."""

    name: str
    seconds: int
    job: Job


TIMETABLE = (
    Tick("due", 5, housekeeping.say_what_is_due),
    Tick("purge", 1800, housekeeping.purge),
    Tick("questions that lie", 600, questions.remind),
    Tick("old questions", 3600, questions.forget),
    Tick("news of ideas", 20, ideas.tell_news),
    Tick("ideas that wait", 600, ideas.nudge),
    Tick("cards of ideas", 1, ideas.renew_cards),
    Tick("changed ideas", 60, ideas.look_at_cards),
    Tick("milestones whose day has come", 20, milestones.open_scheduled),
    Tick("seats", 20, coworking.tick),
    Tick("slots ahead", 600, coworking.make_slots),
    Tick("digests of sign-ups", 300, keeping.tell_digests),
    Tick("weekly digests of news", 30, news.tell_digests),
    Tick("live counts", 10, keeping.renew_counts),
    Tick("announcements", 1, announcements.tick),
    Tick("announcements watched", 2, announcements.show_progress),
    Tick("old announcements", 600, announcements.forget),
)

Say = Callable[..., Awaitable[None]]


class Timetable:
    """Ticks while it runs; a clock that jumps does not stop it."""

    def __init__(self, *, say: Say, clock: Clock, teller: Teller, ticks: Sequence[Tick] = TIMETABLE) -> None:
        self._say, self._clock, self._teller, self._ticks = say, clock, teller, ticks
        self._scheduler = AsyncIOScheduler(timezone=UTC)
        self._watch: asyncio.Task[None] | None = None
        self._first: list[asyncio.Task[None]] = []

    def start(self, **others: tuple[float, Callable[[], Awaitable[None]]]) -> None:
        """Tick once now, then by the timetable; `others` are (seconds, coroutine function) that are no transactions."""
        for tick in self._ticks:
            self._add(tick.name, tick.seconds, self._run, tick)
        for name, (seconds, work) in others.items():
            self._add(name, seconds, work)
        self._scheduler.start()
        self._first = [asyncio.get_running_loop().create_task(self._run(tick)) for tick in self._ticks]
        self._watch = asyncio.get_running_loop().create_task(self._watch_clock())

    def _add(self, name: str, seconds: float, work: Callable[..., Any], *args: Any) -> None:
        self._scheduler.add_job(
            work, "interval", args, seconds=seconds, id=name, coalesce=True, max_instances=1, misfire_grace_time=None
        )

    async def _run(self, tick: Tick) -> None:
        try:
            await self._say(tick.job, teller=self._teller, now=self._clock.now())
        except Exception as error:
            if is_passing(error):
                log.warning("a tick waits for the database", tick=tick.name, error=type(error).__name__)
            else:
                log.exception("a tick failed; the next one tries again", tick=tick.name)

    async def _watch_clock(self) -> None:
        """APScheduler plans by the wall clock: when that jumps, its plan is made anew."""
        while True:
            await asyncio.sleep(1.0)
            if self._clock.jumped():
                log.warning("the wall clock jumped; ticks are planned anew")
                self.plan_anew()

    def plan_anew(self) -> None:
        """Every tick comes one interval from now."""
        for job in self._scheduler.get_jobs():
            self._scheduler.reschedule_job(job.id, trigger=job.trigger.__class__(seconds=job.trigger.interval_length))

    def stop(self) -> None:
        for task in (*self._first, *([self._watch] if self._watch else [])):
            task.cancel()
        if self._scheduler.running:
            self._scheduler.shutdown(wait=False)
