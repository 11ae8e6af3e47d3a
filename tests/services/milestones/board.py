"""A board of milestones to try the rules on: the agora's satgas, and short ways to draft, change and publish."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import Connection

from services.milestones import clock, moving, reading, writing
from services.milestones.values import Done, Milestone, Moved, Update
from services.roles import Rights
from tests.services.ideas.agora import SATGAS, Agora

DAY = date(2026, 11, 24)
TOMORROW = datetime(2026, 11, 25, 2, 0, tzinfo=UTC)


@dataclass
class Board:
    """Deeds of one satgas in one transaction."""

    db: Connection
    agora: Agora = field(init=False)

    def __post_init__(self) -> None:
        self.agora = Agora(self.db)

    def who(self, rights: Rights = SATGAS) -> dict[str, Any]:
        return {"rights": rights, "by": self.agora.satgas, "now": self.agora.now}

    def draft(self, title: str = "MCC diresmikan", point: str = "mcc", **told: Any) -> Milestone:
        done = writing.draft(self.db, point=point, title=title, **told, **self.who())
        assert done.milestone is not None
        return done.milestone

    def public(self, title: str = "MCC diresmikan", point: str = "mcc", **new: Any) -> Milestone:
        """One that everybody sees."""
        one = self.draft(title, point)
        if new:
            self.change(one, **new)
        return self.publish(one)

    def publish(self, one: Milestone, at: datetime | None = None) -> Milestone:
        done = self.try_publish(one, at)
        assert done.milestone is not None
        return done.milestone

    def try_publish(self, one: Milestone, at: datetime | None = None) -> Done:
        told = {"milestone_id": one.id, "revision": self.fresh(one).revision}
        return writing.publish(self.db, at=at, **told, **self.who())  # type: ignore[arg-type]

    def change(self, one: Milestone, *, rights: Rights = SATGAS, revision: int | None = None, **new: Any) -> Done:
        seen = self.fresh(one).revision if revision is None else revision
        return writing.change(self.db, milestone_id=one.id, revision=seen, new=new, **self.who(rights))

    def tell(
        self, one: Milestone, text: str = "Atap selesai dipasang.", photos: tuple[str, ...] = (), **new: Any
    ) -> Done:
        told = {"milestone_id": one.id, "revision": self.fresh(one).revision, "text": text, "photos": photos}
        return writing.tell(self.db, **told, new=new, day=DAY, **self.who())  # type: ignore[arg-type]

    def correct(self, update_id: int, text: str) -> Done:
        return writing.correct(self.db, update_id=update_id, text=text, **self.who())

    def fresh(self, one: Milestone) -> Milestone:
        found = reading.read_milestone(self.db, milestone_id=one.id)
        assert found is not None
        return found

    def updates(self, one: Milestone) -> tuple[Update, ...]:
        return reading.updates_of(self.db, milestone_id=one.id)

    def tick(self) -> tuple[Milestone, ...]:
        return clock.open_scheduled(self.db, now=self.agora.now)

    def moved(self, since: datetime, **which: Any) -> tuple[Moved, ...]:
        return moving.moved_since(self.db, since=since, now=self.agora.now, **which)
