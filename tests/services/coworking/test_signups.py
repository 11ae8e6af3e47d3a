"""Sign-ups as who looks after them sees them: counts, lists, search, export, digests, live counts."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from models import AuditEntry, Person as People, Role, SeatEvent as Events
from services import consents, roles
from services.consents import Purpose
from services.coworking import checkin, clockwork, digests, exporting, keeping, signups
from services.coworking.digests import Every
from services.coworking.seats import take_seat
from services.coworking.values import Details, Outcome, Slot
from services.people import Person
from tests.services.coworking.hall import KLOJEN, SATGAS, Hall, hours

SARI = 999
"""Satgas by the settings."""


def sharing(hall: Hall, name: str) -> Person:
    """Somebody who lets who looks after the space see their name."""
    person = hall.person(name)
    hall.agree(person, Purpose.KEEPER)
    return person


def test_a_slot_is_counted_in_people(hall: Hall) -> None:
    slot = hall.slot(6, approval=True)
    ani, budi, citra = (hall.person() for _ in range(3))
    seats = [hall.seat(slot, ani, 2), hall.seat(slot, budi, 1), hall.seat(slot, citra, 3)]
    hall.join(slot, hall.person(), 2)
    hall.join(slot, hall.person(), 3)
    for seat in seats[:2]:
        hall.keep(keeping.approve_seat, seat_id=seat.id)
    hall.now = slot.starts_at
    hall.keep(checkin.check_in, code=seats[0].code)

    def counted() -> tuple[int, ...]:
        found = hall.keep(signups.counts, KLOJEN, slot_id=slot.id)
        assert found is not None
        told = found.booked, found.parties, found.pending, found.checked_in, found.no_show, found.offered, found.waiting
        assert found.shown == "/".join(map(str, (6, *told[:1], *told[2:])))
        return told

    assert counted() == (6, 3, 3, 2, 0, 0, 5)
    hall.later(minutes=20)
    hall.do(clockwork.tick)
    assert counted() == (2, 1, 0, 2, 1, 2, 3)


def test_a_name_is_shown_of_who_shares_it_only(hall: Hall) -> None:
    slot = hall.slot(9)
    ani, budi = sharing(hall, "Ani Sejuk"), hall.person("Budi Diam")
    told: dict[str, Any] = {"slot_id": slot.id, "party": 1, "details": Details(contact_phone="0812")}
    for one in (ani, budi):
        assert hall.do(take_seat, person_id=one.id, **told).seat
    guest: dict[str, Any] = {"guest": "Bu Tini", "asker": "Pak RW", "language": "id", "party": 2}
    hall.keep(keeping.sign_up_guest, slot_id=slot.id, **guest)
    hall.join(slot, ani)
    found = hall.keep(signups.sign_ups, KLOJEN, slot_id=slot.id)
    assert [(one.name, one.phone, one.seat.party) for one in found] == [
        ("Ani Sejuk", "0812", 1),
        ("", "", 1),
        ("Bu Tini", "", 2),
    ]
    hall.do(consents.withdraw, person_id=ani.id, purpose="keeper")
    first = hall.keep(signups.sign_up, KLOJEN, seat_id=found[0].seat.id)
    assert first and (first.name, first.phone) == ("", "")


def test_sign_ups_come_in_pages(hall: Hall) -> None:
    slot = hall.slot(9)
    seats = [hall.seat(slot, hall.person()) for _ in range(5)]
    first = hall.keep(signups.sign_ups, slot_id=slot.id, most=3)
    rest = hall.keep(signups.sign_ups, slot_id=slot.id, most=3, after=first[-1].seat.id)
    assert [one.seat.id for one in (*first, *rest)] == [seat.id for seat in seats]


def test_one_searches_by_code_or_by_part_of_a_shared_name(hall: Hall) -> None:
    slot = hall.slot(9)
    ani, budi = sharing(hall, "Ani_100% Sejuk"), hall.person("Ani Diam")
    seats = [hall.seat(slot, ani), hall.seat(slot, budi)]

    def found(words: str) -> list[int]:
        return [one.seat.id for one in hall.keep(signups.find_sign_ups, KLOJEN, words=words)]

    assert found("ani") == [seats[0].id]
    assert found(" SEJUK ") == [seats[0].id]
    assert found(f"{seats[1].code[:4]} {seats[1].code[4:].lower()}") == [seats[1].id]
    assert [found(words) for words in ("%", "_", "_1", "0%")] == [[seats[0].id]] * 4
    assert [found(words) for words in ("", "  ", "x%", "\0", "é\ud800", "diam")] == [[]] * 6


def test_the_line_is_shown_in_turn(hall: Hall) -> None:
    slot, seat, _ = hall.full(2)
    people = [sharing(hall, "Ani"), hall.person("Budi"), sharing(hall, "Citra")]
    for one in people:
        hall.join(slot, one)
    hall.cancel(seat)
    found = hall.keep(signups.line, KLOJEN, slot_id=slot.id)
    assert [(one.name, one.place.state) for one in found] == [("Ani", "offered"), ("", "offered"), ("Citra", "waiting")]
    assert hall.keep(signups.line, slot_id=slot.id, after=found[1].place.turn) == found[2:]


def test_a_message_goes_to_booked_or_waiting_or_both_once_each(hall: Hall) -> None:
    slot = hall.slot(3)
    ani, budi = hall.person(), hall.person()
    hall.seat(slot, ani, 3)
    hall.join(slot, budi, 2)

    def whom(booked: bool, waiting: bool) -> list[int]:
        return hall.keep(signups.recipients, KLOJEN, slot_id=slot.id, booked=booked, waiting=waiting)

    assert [whom(True, False), whom(False, True), whom(True, True), whom(False, False)] == [
        [ani.id],
        [budi.id],
        [ani.id, budi.id],
        [],
    ]


def test_an_export_has_everybody_and_is_in_the_audit_trail(hall: Hall, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exporting, "PAGE", 2)
    slot = hall.slot(9)
    seats = [hall.seat(slot, hall.person()) for _ in range(5)]
    export = hall.keep(exporting.export_sign_ups, KLOJEN, slot_id=slot.id)
    assert export and [one.seat.id for one in export.rows] == [seat.id for seat in seats]
    assert hall.keeper is not None
    entry = select(AuditEntry.actor_id, AuditEntry.subject, AuditEntry.detail).where(AuditEntry.deed == "seats.export")
    assert [tuple(one) for one in hall.db.execute(entry)] == [(hall.keeper.id, f"slot:{slot.id}", '{"rows": 5}')]


# Digests and live counts.


def ketua(hall: Hall, kecamatan: str = "klojen") -> Person:
    person = hall.person("Pak Ketua")
    roles.grant(hall.db, person_id=person.id, role="ketua", kecamatan=[kecamatan], granted_by=person.id, now=hall.now)
    return person


def due(hall: Hall) -> list[tuple[int, list[tuple[int, ...]]]]:
    return [
        (one.person_id, [(slot.id, *counts) for slot, *counts in one.slots])
        for one in hall.do(digests.due_digests, satgas_ids=(SARI,))
    ]


def test_new_sign_ups_are_told_together_each_day(hall: Hall) -> None:
    who, slot = ketua(hall), hall.slot(9, approval=True)
    ketua(hall, "sukun")
    assert due(hall) == []
    hall.later(minutes=1)
    hall.seat(slot, hall.person(), 2)
    hall.cancel(hall.seat(slot, hall.person()))
    hall.later(hours=7, minutes=58)
    assert due(hall) == []
    hall.later(minutes=1)
    assert due(hall) == [(who.id, [(slot.id, 1, 2, 1)])]
    assert due(hall) == []


def test_a_ketua_sets_how_often(hall: Hall) -> None:
    who, slot = ketua(hall), hall.slot(9, starts=timedelta(days=20))
    assert hall.do(digests.digest_of, person_id=who.id, rights=KLOJEN) is Every.DAY
    hall.do(digests.set_digest, person_id=who.id, every=Every.HOUR)
    hall.later(minutes=1)
    hall.seat(slot, hall.person())
    hall.later(minutes=61)
    assert due(hall) == [(who.id, [(slot.id, 1, 1, 0)])]
    hall.do(digests.set_digest, person_id=who.id, every=Every.OFF)
    hall.seat(slot, hall.person())
    hall.later(days=2)
    assert due(hall) == []
    hall.do(digests.set_digest, person_id=who.id, every=Every.WEEK)
    assert hall.do(digests.digest_of, person_id=who.id, rights=KLOJEN) is Every.WEEK


def test_satgas_are_told_of_every_kecamatan_once_they_say_so(hall: Hall) -> None:
    """Satgas by the settings and by role alike; who is satgas no more is told no more."""
    slots = [hall.slot(9, space=hall.space(where), starts=timedelta(days=3)) for where in ("klojen", "sukun")]
    satgas = [hall.person() for _ in range(3)]
    roles.grant(hall.db, person_id=satgas[1].id, role="satgas", kecamatan=[], granted_by=satgas[1].id, now=hall.now)
    hall.db.execute(update(People).where(People.id == satgas[0].id).values(telegram_id=SARI))
    assert hall.do(digests.digest_of, person_id=satgas[0].id, rights=SATGAS) is Every.OFF
    hall.later(minutes=1)
    for slot in slots:
        hall.seat(slot, hall.person())
    hall.later(minutes=61)
    assert due(hall) == []
    for one in satgas:
        hall.do(digests.set_digest, person_id=one.id, every=Every.HOUR)
    hall.later(minutes=1)
    for slot in slots:
        hall.seat(slot, hall.person())
    hall.later(minutes=60)
    both = [(slot.id, 1, 1, 0) for slot in slots]
    assert due(hall) == [(one.id, both) for one in satgas[:2]]
    hall.db.execute(update(Role).values(ended_at=hall.now))
    hall.later(minutes=1)
    for slot in slots:
        hall.seat(slot, hall.person())
    hall.later(minutes=60)
    assert due(hall) == [(satgas[0].id, both)]


def test_no_digest_comes_at_night(hall: Hall) -> None:
    who, slot = ketua(hall), hall.slot(9, starts=timedelta(days=3))
    hall.do(digests.set_digest, person_id=who.id, every=Every.HOUR)
    hall.later(minutes=1)
    hall.seat(slot, hall.person())
    hall.later(hours=12)
    assert due(hall) == []
    hall.later(hours=10)
    assert due(hall) == [(who.id, [(slot.id, 1, 1, 0)])]


@pytest.mark.parametrize(
    ("every", "now", "moment"),
    [
        (Every.DAY, datetime(2026, 11, 24, 9, 59, tzinfo=UTC), datetime(2026, 11, 23, 10, tzinfo=UTC)),
        (Every.DAY, datetime(2026, 11, 24, 10, 0, tzinfo=UTC), datetime(2026, 11, 24, 10, tzinfo=UTC)),
        (Every.WEEK, datetime(2026, 11, 24, 10, 0, tzinfo=UTC), datetime(2026, 11, 22, 10, tzinfo=UTC)),
        (Every.WEEK, datetime(2026, 11, 22, 9, 0, tzinfo=UTC), datetime(2026, 11, 15, 10, tzinfo=UTC)),
        (Every.HOUR, datetime(2026, 11, 24, 9, 59, tzinfo=UTC), datetime(2026, 11, 24, 9, tzinfo=UTC)),
        (Every.OFF, datetime(2026, 11, 24, 9, 59, tzinfo=UTC), None),
    ],
)
def test_the_last_moment_of_a_digest(every: Every, now: datetime, moment: datetime | None) -> None:
    assert digests.latest_moment(every, hours(), now) == moment


def watching(hall: Hall, who: Person, slot: Slot) -> None:
    counts = hall.keep(signups.counts, KLOJEN, slot_id=slot.id)
    assert counts is not None
    digests.watch_slot(hall.db, person_id=who.id, message_id=77, counts=counts)


def stale(hall: Hall) -> list[tuple[int, int, int]]:
    found = hall.do(digests.stale_counts, satgas_ids=())
    return [(one.person_id, one.message_id, one.counts.booked) for one in found]


def test_a_live_count_is_brought_up_to_date_when_it_changed(hall: Hall) -> None:
    who, slot = ketua(hall), hall.slot(9)
    watching(hall, who, slot)
    assert stale(hall) == []
    hall.seat(slot, hall.person(), 3)
    assert [stale(hall), stale(hall)] == [[(who.id, 77, 3)], []]
    hall.now = slot.ends_at
    hall.do(clockwork.tick)
    assert stale(hall) == []


def test_a_live_count_ends_with_the_role(hall: Hall) -> None:
    who, slot = ketua(hall), hall.slot(9)
    watching(hall, who, slot)
    hall.db.execute(update(Role).values(ended_at=hall.now))
    hall.seat(slot, hall.person())
    assert stale(hall) == []


def test_a_no_show_and_an_expired_offer_say_that_it_was_the_clock(hall: Hall) -> None:
    slot, _, _ = hall.full(1)
    hall.now = slot.starts_at + timedelta(minutes=20)
    hall.do(clockwork.tick)
    last = hall.db.execute(select(Events.deed, Events.actor_id, Events.why).order_by(Events.id.desc())).first()
    assert last and tuple(last) == ("no_show", None, "told.no_show")
    assert hall.take(slot, hall.person()).outcome is Outcome.TAKEN
