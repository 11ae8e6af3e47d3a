"""Rooms at the desk: spaces and slots as their keepers made them, and how the rows stand afterwards."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any, TypeVar

from sqlalchemy import select

from jobs import coworking as clockwork
from models import Person as People, Seat as Seats, WaitlistPlace as Places
from notices import coworking as news
from services.coworking import reading, slots, spaces
from services.coworking.hours import Hours
from services.coworking.news import letters
from services.coworking.slots import Asks, Changed
from services.coworking.values import Done, Slot, Space
from services.roles import Rights
from tests.support.desk import Desk, Somebody

_Result = TypeVar("_Result")
SATGAS = Rights(satgas=True)


class Rooms:
    """Spaces and slots of a desk's city."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.keeper = desk.person("Rini", number=900)
        self.keeper.says("/start")

    def space(self, name: str = "Ruang Satu", kecamatan: str = "klojen", **more: Any) -> Space:
        """A new space; `more` of what a keeper may change."""
        made = self.keep(spaces.add_space, kecamatan=kecamatan, name=name)
        assert made is not None
        changed = self.keep(spaces.change_space, space_id=made.id, **more) if more else made
        assert changed is not None
        return changed

    def slot(
        self,
        space: Space,
        capacity: int = 3,
        *,
        ahead: float = 24,
        length: float = 4,
        title: str = "",
        asks: Asks | None = None,
    ) -> Slot:
        """A slot so many hours from now, for so many hours."""
        begins = self.desk.now + timedelta(hours=ahead)
        ends = begins + timedelta(hours=length)
        told = {"space_id": space.id, "starts_at": begins, "ends_at": ends, "capacity": capacity}
        opened = self.keep(slots.open_slot, hours=self.hours, title=title, asks=asks, **told)
        assert opened.slot is not None, opened.outcome
        return opened.slot

    @property
    def hours(self) -> Hours:
        return Hours(self.desk.house.city, self.desk.house.timezone)

    def keep(self, deed: Callable[..., _Result], **told: Any) -> _Result:
        """A deed of the keeper."""
        with self.desk.database() as db:
            keeper = db.execute(select(People.id).where(People.telegram_id == self.keeper.number)).scalar_one()
            return deed(db, rights=SATGAS, actor_id=keeper, now=self.desk.now, **told)

    def fresh(self, slot: Slot) -> Slot:
        """The slot as it is now."""
        with self.desk.database() as db:
            found = reading.read_slot(db, slot_id=slot.id)
        assert found is not None
        return found

    def tick(self) -> None:
        """What happens by the clock, now; what is due is said at once."""
        with self.desk.database() as db:
            drafts = clockwork.tick(db, teller=self.desk.house.teller, now=self.desk.now)
        for draft in drafts:
            self.desk._show(draft)

    def tell(self, done: Done | Changed) -> None:
        """Whoever is to be told of a keeper's deed is told."""
        with self.desk.database() as db:
            worded = letters(db, told=done.told, now=self.desk.now)
        for draft in news.tell(self.desk.house.teller, worded, now=self.desk.now):
            self.desk._show(draft)

    def states(self) -> list[tuple[str, int]]:
        """Every seat in the order made: its state and party."""
        with self.desk.database() as db:
            return [(row.state, row.party) for row in db.execute(select(Seats.state, Seats.party).order_by(Seats.id))]

    def line(self) -> list[tuple[str, int]]:
        """Every place in line in the order joined: its state and party."""
        with self.desk.database() as db:
            rows = db.execute(select(Places.state, Places.party).order_by(Places.id))
            return [(row.state, row.party) for row in rows]

    def codes(self) -> list[str]:
        """The codes of all seats, in the order made."""
        with self.desk.database() as db:
            return list(db.execute(select(Seats.code).order_by(Seats.id)).scalars())


def coded(text: str) -> str:
    """The same words, every code of eight letters written as CODE."""
    return re.sub(r"\b[BCDFGHJKMNPQRSTVWXYZ]{8}\b", "CODE", text)


def books(person: Somebody, slot: Slot, party: int = 1) -> str:
    """A person books as many seats by the buttons, agreeing where they are asked."""
    person.says("/ruang")
    person.press(f"v1:book:go:{slot.id}:{party}:s")
    for purpose in ("seat", "keeper"):
        if "izinmu" in person.seen[-1]:
            person.press(f"v1:book:agree:{slot.id}:{party}:s:{purpose}")
    person.press(f"v1:book:do:{slot.id}:{party}:s")
    return "\n---\n".join(person.seen)


def known(desk: Desk, name: str, number: int) -> Somebody:
    """Somebody who was here before, their chat empty."""
    somebody = desk.person(name, number=number)
    desk.later(days=-1)
    somebody.says("/bantuan")
    desk.later(days=1)
    desk.chats[number].clear()
    return somebody
