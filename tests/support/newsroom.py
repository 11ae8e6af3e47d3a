"""A newsroom at the desk: readers who said yes, the clock that sets announcements going, and what became of copies."""

import itertools
from typing import Any

from sqlalchemy import insert, select, update

from jobs import announcements as job
from models import Announcement as Rows, Delivery, News
from services import consents, people
from services.announcements import running
from services.announcements.reading import COLUMNS, from_row
from services.announcements.values import Announcement
from tests.support.desk import Desk, Somebody


class Newsroom:
    """What happens around announcements beside what is pressed."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self._numbers = itertools.count(300)

    def reader(self, somebody: Somebody | None = None, home: str | None = "klojen", **choices: Any) -> int:
        """Somebody who said yes to news, with choices as columns of News; their number."""
        number = somebody.number if somebody else next(self._numbers)
        name = somebody.user["first_name"] if somebody else f"Warga {number}"
        language = somebody.user.get("language_code") if somebody else "id"
        with self.desk.database() as db:
            told: dict[str, Any] = {"telegram_id": number, "name": name, "username": None, "now": self.desk.now}
            person = people.meet(db, telegram_language=language, **told).id
            consents.give(db, person_id=person, purpose="news", language="id", now=self.desk.now)
            db.execute(insert(News).values(person_id=person, home=home, asked_at=self.desk.now, **choices))
        return person

    def crowd(self, many: int, home: str | None = "klojen") -> list[int]:
        return [self.reader(home=home) for _ in range(many)]

    def tick(self) -> None:
        """What is due begins, and messages that show how it goes are changed."""
        self.desk.later(seconds=5)
        self.desk.tick(job.tick)
        self.desk.tick(job.show_progress)

    def ends(self, number: int, person: int, state: int, words: str = "") -> None:
        """What the sender would write down of one copy."""
        with self.desk.database() as db:
            row = (Delivery.announcement_id == number, Delivery.person_id == person)
            assert db.execute(update(Delivery).where(*row).values(state=int(state))).rowcount == 1
            running.add_to_count(db, announcement_id=number, state=state, people=1, words=words)

    def one(self, number: int = 1) -> Announcement:
        """The announcement as it is now."""
        with self.desk.database() as db:
            return from_row(db.execute(select(*COLUMNS).where(Rows.id == number)).one())
