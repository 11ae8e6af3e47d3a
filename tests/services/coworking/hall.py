"""A hall to try coworking's rules in: people who agreed, spaces with slots, a clock that is moved by hand."""

import inspect
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import Connection, func, select

from models import Seat as Seats, Slot as Slots, WaitlistPlace as Places
from services import consents, people
from services.citypack import read_city
from services.coworking import changes, offers, reading, seats, slots, spaces, waitlist
from services.coworking.hours import Hours
from services.coworking.slots import Asks
from services.coworking.values import LIVE_SEATS, Done, Seat, Slot, Space, Told
from services.people import Person
from services.roles import Rights

_Result = TypeVar("_Result")
ROOT = Path(__file__).parents[3]
NOW = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)
"""A Tuesday, 09.00 in Malang."""
SATGAS = Rights(satgas=True)
KLOJEN = Rights(kecamatan=("klojen",))
SUKUN = Rights(kecamatan=("sukun",))


@cache
def hours() -> Hours:
    """Malang's, without the pack's spaces."""
    return Hours(replace(read_city(ROOT / "content" / "malang"), spaces=(), holidays=()), "Asia/Jakarta")


@dataclass
class Hall:
    """Deeds in one transaction; `now` stands still until it is moved."""

    db: Connection
    now: datetime = NOW
    met: int = 0
    keeper: Person | None = None

    def later(self, **by: float) -> None:
        self.now += timedelta(**by)

    def person(self, name: str = "", *, agreed: bool = True) -> Person:
        """Somebody new; they agreed to be signed up."""
        self.met += 1
        known = people.meet(
            self.db,
            telegram_id=100 + self.met,
            name=name or f"Warga {self.met}",
            username=None,
            telegram_language="id",
            now=self.now,
        )
        if agreed:
            self.agree(known)
        return known

    def agree(self, person: Person, purpose: str = "seat") -> None:
        consents.give(self.db, person_id=person.id, purpose=purpose, language="id", now=self.now)

    def space(self, kecamatan: str = "klojen", name: str = "Ruang Uji") -> Space:
        space = self.keep(spaces.add_space, kecamatan=kecamatan, name=name)
        assert space is not None
        return space

    def slot(
        self,
        capacity: int = 3,
        *,
        space: Space | None = None,
        starts: timedelta = timedelta(days=1),
        length: timedelta = timedelta(hours=4),
        approval: bool = False,
    ) -> Slot:
        """A slot that begins tomorrow at 09.00 for four hours, unless told otherwise."""
        begins = self.now + starts
        opened = self.keep(
            slots.open_slot,
            space_id=(space or self.space()).id,
            starts_at=begins,
            ends_at=begins + length,
            capacity=capacity,
            asks=Asks(approval=approval),
        )
        assert opened.slot is not None
        return opened.slot

    def do(self, deed: Callable[..., _Result], **told: Any) -> _Result:
        """Any deed of coworking, with the hall's database and clock."""
        clock = {"hours": hours(), "now": self.now}
        asked = inspect.signature(deed).parameters
        return deed(self.db, **told, **{name: value for name, value in clock.items() if name in asked})

    def keep(self, deed: Callable[..., _Result], rights: Rights = SATGAS, **told: Any) -> _Result:
        """A deed of somebody who looks after spaces."""
        if self.keeper is None:
            self.keeper = self.person("Ketua", agreed=False)
        actor = {"actor_id": self.keeper.id} if "actor_id" in inspect.signature(deed).parameters else {}
        return self.do(deed, rights=rights, **actor, **told)

    def take(self, slot: Slot, person: Person, party: int = 1, *, instead: bool = False) -> Done:
        return self.do(seats.take_seat, slot_id=slot.id, person_id=person.id, party=party, instead=instead)

    def seat(self, slot: Slot, person: Person, party: int = 1) -> Seat:
        """A seat that is surely theirs."""
        done = self.take(slot, person, party)
        assert done.seat is not None, done.outcome
        return done.seat

    def join(self, slot: Slot, person: Person, party: int = 1) -> Done:
        return self.do(waitlist.join_waitlist, slot_id=slot.id, person_id=person.id, party=party)

    def cancel(self, seat: Seat) -> Done:
        """The one whose seat it is gives it up."""
        return self.do(changes.cancel_seat, seat_id=seat.id, person_id=seat.person_id)

    def offer(self, told: Told, *, take: bool) -> Done:
        """Take or pass the offer of this news."""
        deed = seats.take_offer if take else offers.pass_offer
        return self.do(deed, place_id=told.place_id, person_id=told.person_id)

    def fresh(self, slot: Slot) -> Slot:
        """The slot as it is now."""
        read = reading.read_slot(self.db, slot_id=slot.id)
        assert read is not None
        return read

    def full(self, capacity: int = 1, starts: timedelta = timedelta(days=1)) -> tuple[Slot, Seat, Person]:
        """A slot that one person has taken whole."""
        slot, holder = self.slot(capacity, starts=starts), self.person("Yang pertama")
        return slot, self.seat(slot, holder, capacity), holder

    def counted(self, slot: Slot) -> tuple[int, int]:
        """The slot's count, and what it should be: live seats and live offers, in people."""
        held = select(func.coalesce(func.sum(Seats.party), 0)).where(
            Seats.slot_id == slot.id, Seats.state.in_(LIVE_SEATS)
        )
        offered = select(func.coalesce(func.sum(Places.party), 0)).where(
            Places.slot_id == slot.id, Places.state == "offered"
        )
        counted = self.db.execute(select(Slots.taken).where(Slots.id == slot.id)).scalar_one()
        return counted, self.db.execute(held).scalar_one() + self.db.execute(offered).scalar_one()


def short(told: tuple[Told, ...]) -> list[tuple[str, int, int]]:
    """Who is told what, of how many people."""
    return [(one.news, one.person_id, one.party) for one in told]
