"""Announcements on the wire: whom they reach, in which words, and what becomes of each copy."""

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, func, insert, select, update

from jobs import announcements as job
from models import Announcement as Rows, Chat, Delivery, News, Person as Known
from models.announcements import DeliveryState as State
from notices.teller import Teller
from sandbox.people import Person
from sandbox.server import BotApi
from services import consents
from services.announcements import correcting, results, running, writing
from services.announcements.reading import COLUMNS, from_row
from services.announcements.values import (
    Announcement,
    Audience,
    Content,
    File,
    Kind,
    Link,
    Outcome,
    Poll,
    Result,
    Term,
    Who,
    everyone,
)
from services.announcements.writing import Draft
from services.coworking.hours import Hours
from services.roles import Rights
from tests.support.office import Office
from tests.support.town import CITY, city_pack, until
from tests.wire.conftest import newcomer
from texts import Texts

SATGAS = Rights(satgas=True)
EVERYBODY = everyone(Term(Who.EVERYBODY))
HELLO = Content({"id": "Halo {nama} di {kecamatan}", "en": "Hello {nama}"})


class Press:
    """Announcements through an office: written, begun by the clock's job, seen through to their ends."""

    def __init__(self, post: Office) -> None:
        self.post = post
        city = city_pack(CITY)
        self.teller = Teller(Texts.load(), city, "Asia/Jakarta", "malang_bot", frozenset({1, 2}))
        self.hours = Hours(city, "Asia/Jakarta")

    async def does(self, job: Any, *args: Any, **kwargs: Any) -> Any:
        return await self.post.thread.transaction(job, *args, now=self.post.clock.now(), **kwargs)

    async def readers(self, *people: Person, home: str | None = "klojen", language: str = "id") -> None:
        """These are known and said yes to news."""
        await self.post.knows(*people)

        def agree(db: Connection, now: datetime) -> None:
            for one in people:
                number = _number(db, one)
                consents.give(db, person_id=number, purpose="news", language="id", now=now)
                db.execute(insert(News).values(person_id=number, home=home))
                db.execute(update(Known).where(Known.id == number).values(language=language))

        await self.does(agree)

    async def begins(self, content: Content = HELLO, audience: Audience = EVERYBODY, **more: Any) -> Announcement:
        """Written by somebody, handed in, and begun by the clock."""

        def begin(db: Connection, now: datetime) -> Announcement:
            author = db.execute(select(func.min(Known.id))).scalar_one()
            draft = Draft(more.pop("kind", Kind.TEXT), content, audience, **more)
            made = writing.create(db, draft=draft, author_id=author, rights=SATGAS, now=now).announcement
            assert made is not None
            told: dict[str, Any] = {"rights": SATGAS, "actor_id": author, "hours": self.hours, "satgas_ids": ()}
            done = writing.submit(db, announcement_id=made.id, revision=made.revision, now=now, again=True, **told)
            assert done.outcome is Outcome.SCHEDULED, done
            job.tick(db, teller=self.teller, now=now)
            return _read(db, made.id)

        found: Announcement = await self.does(begin)
        return found

    async def goes(self, content: Content = HELLO, audience: Audience = EVERYBODY, **more: Any) -> Result:
        """The same, until everybody has an end."""
        return await self.ended(await self.begins(content, audience, **more))

    async def ended(self, one: Announcement) -> Result:
        await until(lambda: self._over(one), why=f"the end of {one.code}")
        return await self.result(one)

    async def _over(self, one: Announcement) -> bool:
        await self.does(job.tick, teller=self.teller)
        return (await self.now(one)).state == "done"

    async def now(self, one: Announcement) -> Announcement:
        found: Announcement = await self.does(lambda db, now: _read(db, one.id))
        return found

    async def result(self, one: Announcement) -> Result:
        found: Result = await self.does(lambda db, now: results.result(db, announcement=_read(db, one.id)))
        return found

    async def states(self, one: Announcement) -> list[int]:
        rows = select(Delivery.state).where(Delivery.announcement_id == one.id).order_by(Delivery.person_id)
        return await self.does(lambda db, now: list(db.execute(rows).scalars()))

    async def turns(self, name: str, one: Announcement, **more: Any) -> Outcome:
        done = await self.does(getattr(running, name), announcement_id=one.id, rights=SATGAS, actor_id=1, **more)
        outcome: Outcome = done.outcome
        return outcome


def _number(db: Connection, person: Person) -> int:
    return db.execute(select(Known.id).where(Known.telegram_id == person.id)).scalar_one()


def _read(db: Connection, number: int) -> Announcement:
    return from_row(db.execute(select(*COLUMNS).where(Rows.id == number)).one())


async def test_each_hears_it_once_in_their_language(post: Office, api: BotApi, ani: Person, budi: Person) -> None:
    press = Press(post)
    await press.readers(ani)
    await press.readers(budi, home=None, language="en")
    assert await press.goes() == Result(2, sent=2)
    assert ani.seen == ["Halo Ani di Klojen\n[Atur kabar]"]
    assert budi.seen == ["Hello Budi\n[Adjust news]"]
    assert api.violations == []


__all__ = ["UTC", "File", "Link", "Poll", "Sequence", "State", "Chat", "asyncio", "correcting", "newcomer"]
