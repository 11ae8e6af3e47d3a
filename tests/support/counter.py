"""A ketua's counter over a desk: spaces and slots, people who signed up, and a ketua who looks after them."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from services import consents, people, roles
from services.coworking import seats, slots, spaces, waitlist
from services.coworking.hours import Hours
from services.coworking.slots import Asks
from services.coworking.values import Details, Seat, Slot, Space
from services.people import Person
from services.roles import Rights
from tests.support.desk import Desk, Somebody

SATGAS = Rights(satgas=True)


class Counter:
    """What stands behind a ketua's chat; deeds of others are done by the services themselves."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.founder = self.known(desk.person("Pendiri", number=900))

    @property
    def hours(self) -> Hours:
        return Hours(replace(self.desk.house.city, holidays=()), "Asia/Jakarta")

    def known(self, somebody: Somebody, *purposes: str) -> Person:
        """Somebody as the bot knows them; they agreed to these purposes."""
        name, language = somebody.user["first_name"], somebody.user.get("language_code")
        told: dict[str, Any] = {"telegram_id": somebody.number, "name": name, "username": None}
        with self.desk.database() as db:
            person = people.meet(db, telegram_language=language, now=self.desk.now, **told)
            for purpose in purposes:
                consents.give(db, person_id=person.id, purpose=purpose, language="id", now=self.desk.now)
        return person

    def ketua(self, name: str = "Rini", *kecamatan: str, number: int = 201) -> Somebody:
        """Somebody who looks after these kecamatan (Klojen where none is named)."""
        somebody = self.desk.person(name, number=number)
        person = self.known(somebody)
        told: dict[str, Any] = {"role": "ketua", "kecamatan": kecamatan or ("klojen",), "now": self.desk.now}
        with self.desk.database() as db:
            roles.grant(db, person_id=person.id, granted_by=self.founder.id, **told)
        return somebody

    def space(self, kecamatan: str = "klojen", name: str = "Ruang Uji") -> Space:
        with self.desk.database() as db:
            who: dict[str, Any] = {"rights": SATGAS, "actor_id": self.founder.id, "now": self.desk.now}
            space = spaces.add_space(db, kecamatan=kecamatan, name=name, **who)
        assert space is not None
        return space

    def slot(
        self,
        space: Space,
        *,
        starts: datetime | None = None,
        hours: float = 3,
        capacity: int = 4,
        asks: Asks | None = None,
        title: str = "",
    ) -> Slot:
        """A slot that begins in half an hour, unless told otherwise."""
        begins = starts or self.desk.now + timedelta(minutes=30)
        told: dict[str, Any] = {"rights": SATGAS, "actor_id": self.founder.id, "now": self.desk.now, "title": title}
        told |= {"starts_at": begins, "ends_at": begins + timedelta(hours=hours), "capacity": capacity, "asks": asks}
        with self.desk.database() as db:
            slot = slots.open_slot(db, space_id=space.id, hours=self.hours, **told).slot
        assert slot is not None
        return slot

    def seat(self, slot: Slot, somebody: Somebody, party: int = 1, *, shares: bool = True, **details: str) -> Seat:
        """Somebody's seat; they share their name with the keepers, unless told otherwise."""
        person = self.known(somebody, "seat", *(["keeper"] if shares else []))
        told: dict[str, Any] = {"person_id": person.id, "party": party, "now": self.desk.now, "hours": self.hours}
        with self.desk.database() as db:
            done = seats.take_seat(db, slot_id=slot.id, details=Details(**details), **told)
        assert done.seat is not None, done.outcome
        return done.seat

    def wait(self, slot: Slot, somebody: Somebody, party: int = 1) -> None:
        """Somebody joins the line, and shares their name."""
        person = self.known(somebody, "seat", "keeper")
        with self.desk.database() as db:
            told: dict[str, Any] = {"person_id": person.id, "party": party, "now": self.desk.now}
            assert waitlist.join_waitlist(db, slot_id=slot.id, **told).place is not None
