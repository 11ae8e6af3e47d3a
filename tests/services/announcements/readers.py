"""Readers of news in a small city, satgas who write to them, and the clock that sets announcements going."""

from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, insert, select, update

from models import Announcement as Rows, Delivery, News, Person as People
from services import consents, people
from services.announcements import clockwork, running, writing
from services.announcements.clockwork import Happened
from services.announcements.reading import COLUMNS, from_row
from services.announcements.values import Announcement, Audience, Content, Done, Kind, Outcome, Term, Who, everyone
from services.announcements.writing import Draft
from services.coworking.hours import Hours
from services.roles import Rights
from tests.support.desk import small_city

NOW = datetime(2026, 11, 24, 5, 0, tzinfo=UTC)
SATGAS = Rights(satgas=True)
IDS = frozenset({1, 2})
HOURS = Hours(small_city(), "Asia/Jakarta")
EVERYBODY = everyone(Term(Who.EVERYBODY))
HELLO = Content({"id": "Halo <b>warga</b>"})


class City:
    """Two satgas, and readers who said yes; `now` stands still until it is moved."""

    def __init__(self, db: Connection) -> None:
        self.db, self.now = db, NOW
        self.ani, self.budi = self.meet(1, "Ani"), self.meet(2, "Budi")

    def meet(self, telegram_id: int, name: str) -> int:
        told = {"username": None, "telegram_language": "id", "now": NOW}
        return people.meet(self.db, telegram_id=telegram_id, name=name, **told).id  # type: ignore[arg-type]

    def reader(self, telegram_id: int, home: str | None = None, *, yes: bool = True, **choices: Any) -> int:
        """Somebody who said yes to news, with choices as columns of News."""
        number = self.meet(telegram_id, f"Warga {telegram_id}")
        if yes:
            consents.give(self.db, person_id=number, purpose="news", language="id", now=NOW)
        self.db.execute(insert(News).values(person_id=number, home=home, **choices))
        return number

    def crowd(self, many: int, home: str | None = "klojen", first: int = 1000) -> list[int]:
        return [self.reader(first + number, home) for number in range(many)]

    def drafted(self, audience: Audience = EVERYBODY, content: Content = HELLO, **more: Any) -> Announcement:
        """A draft of Ani's."""
        draft = Draft(more.pop("kind", Kind.TEXT), content, audience, **more)
        done = writing.create(self.db, draft=draft, author_id=self.ani, rights=SATGAS, now=self.now)
        assert done.announcement is not None
        return done.announcement

    def hand_in(self, one: Announcement, **more: Any) -> Done:
        told: dict[str, Any] = {"rights": SATGAS, "actor_id": self.ani, "hours": HOURS, "satgas_ids": IDS} | more
        return writing.submit(self.db, announcement_id=one.id, revision=one.revision, now=self.now, **told)

    def begun(self, audience: Audience = EVERYBODY, content: Content = HELLO, **more: Any) -> Announcement:
        """One that is under way, its audience written down."""
        done = self.hand_in(self.drafted(audience, content, **more))
        if done.outcome is Outcome.AWAITS:
            done = self.approve(done)
        assert done.outcome in (Outcome.SCHEDULED, Outcome.APPROVED), done.outcome
        (began,) = [one for one in self.tick() if one.began]
        return self.again(began.announcement)

    def approve(self, done: Done, **more: Any) -> Done:
        assert done.announcement is not None
        told: dict[str, Any] = {"rights": SATGAS, "actor_id": self.budi, "revision": done.announcement.revision} | more
        return writing.approve(self.db, announcement_id=done.announcement.id, now=self.now, **told)

    def tick(self) -> tuple[Happened, ...]:
        return clockwork.tick(self.db, hours=HOURS, satgas_ids=IDS, now=self.now)

    def again(self, one: Announcement) -> Announcement:
        """The same as it is now."""
        found = self.db.execute(select(*COLUMNS).where(Rows.id == one.id)).one()
        return from_row(found)

    def deed(self, name: str, one: Announcement, **more: Any) -> Outcome:
        """A deed of running.py done by Ani."""
        told: dict[str, Any] = {"rights": SATGAS, "actor_id": self.ani} | more
        done: Done = getattr(running, name)(self.db, announcement_id=one.id, now=self.now, **told)
        return done.outcome

    def states(self, one: Announcement) -> dict[int, int]:
        rows = self.db.execute(select(Delivery.person_id, Delivery.state).where(Delivery.announcement_id == one.id))
        return {one.person_id: one.state for one in rows}

    def ends(self, one: Announcement, person: int, state: int, words: str = "") -> None:
        """What the sender would write down."""
        row = (Delivery.announcement_id == one.id, Delivery.person_id == person)
        self.db.execute(update(Delivery).where(*row).values(state=int(state)))
        running.add_to_count(self.db, announcement_id=one.id, state=state, people=1, words=words)

    def later(self, **by: float) -> None:
        self.now += timedelta(**by)

    def blocks(self, person: int) -> None:
        self.db.execute(update(People).where(People.id == person).values(reach="blocked"))
