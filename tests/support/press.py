"""A press: announcements through an office; written, begun by the clock's own job, seen through to their ends."""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, func, insert, select, update

from jobs import announcements as job
from models import Announcement as Rows, Chat, Delivery, News, Person as Known
from notices.teller import Teller
from sandbox.people import Person
from sandbox.server import BotApi
from services import consents
from services.announcements import correcting, results, running, writing
from services.announcements.correcting import Corrected
from services.announcements.reading import COLUMNS, from_row
from services.announcements.values import (
    Announcement,
    Audience,
    Content,
    Done,
    Kind,
    Outcome,
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
from texts import Texts
from wire import outbox
from wire.copies import unpack
from wire.outbox import Draft as Outgoing

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
                number = number_of(db, one)
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
        found: list[int] = await self.does(lambda db, now: list(db.execute(rows).scalars()))
        return found

    async def turns(self, name: str, one: Announcement, **more: Any) -> Outcome:
        done = await self.does(getattr(running, name), announcement_id=one.id, rights=SATGAS, actor_id=1, **more)
        outcome: Outcome = done.outcome
        return outcome

    async def stands(self, one: Announcement, state: str) -> bool:
        return (await self.now(one)).state == state

    async def ticks(self) -> list[Outgoing]:
        """What the clock's job has to say now."""
        return list(await self.does(job.tick, teller=self.teller))

    async def marked(self) -> int:
        """People marked as having blocked the bot."""
        many = select(func.count()).where(Known.reach == "blocked")
        found: int = await self.post.look(many)
        return found

    def says(self, who: Person, text: str) -> list[Outgoing]:
        return outbox.say(text, kind="reply", chat_id=who.id)

    async def corrects(self, one: Announcement, content: Content | None) -> Outcome:
        told: dict[str, Any] = {"announcement_id": one.id, "content": content, "rights": SATGAS, "actor_id": 1}
        done: Done = await self.does(correcting.correct, **told)
        await self.ticks()
        return done.outcome

    async def put_right(self, one: Announcement) -> Corrected:
        """When the newest correction is over."""

        async def over() -> bool:
            return not (await self.corrections(one))[-1].running

        await until(over, why="a correction to be over")
        return (await self.corrections(one))[-1]

    async def corrections(self, one: Announcement) -> tuple[Corrected, ...]:
        read = correcting.corrections
        found: tuple[Corrected, ...] = await self.does(lambda db, now: read(db, announcement_id=one.id))
        return found

    async def message_ids(self, one: Announcement) -> list[int]:
        """Of the only copy there is, in order."""
        row = select(Delivery.message_id, Delivery.more).where(Delivery.announcement_id == one.id)
        last, more = await self.does(lambda db, now: db.execute(row).one())
        return [*unpack(more, last), last]

    async def photos(self, api: BotApi, who: Person, many: int) -> list[str]:
        """File_ids of pictures that somebody sent."""
        for _ in range(many):
            who.sends_photo()
        sent = [message["photo"][-1]["file_id"] for message in who.messages if "photo" in message]
        api.world.queue.clear()
        return sent

    async def accepts(self, chat_id: int) -> None:
        """A satgas accepted this group."""
        told = {"id": chat_id, "active": True, "state": "accepted", "title": "Warga"}
        await self.does(lambda db, now: db.execute(insert(Chat).values(**told, seen_at=now)))

    async def chat(self) -> int:
        """The number of the only group there is in the table."""
        found: int = await self.post.look(select(Chat.id))
        return found

    async def loses(self, api: BotApi, who: Person) -> None:
        """The reader deletes what the bot said."""
        for message in list(who.messages):
            if message["from"] is api.world.bot:
                who.deletes(message["message_id"])


def number_of(db: Connection, person: Person) -> int:
    """The number that this person has in the table."""
    return db.execute(select(Known.id).where(Known.telegram_id == person.id)).scalar_one()


def _read(db: Connection, number: int) -> Announcement:
    return from_row(db.execute(select(*COLUMNS).where(Rows.id == number)).one())
