"""What a ketua looks at: slots in order, lists page by page, each look at people in the audit trail."""

import json
from datetime import timedelta
from typing import Any

from sqlalchemy import select

from models import AuditEntry
from services.coworking import closing, digests, overview, signups
from services.coworking.overview import PAGE, Affected
from tests.services.coworking.hall import KLOJEN, SUKUN, Hall


def looks(hall: Hall) -> list[tuple[str, str, dict[str, Any]]]:
    """The looks in the audit trail."""
    wanted = select(AuditEntry.deed, AuditEntry.subject, AuditEntry.detail).order_by(AuditEntry.id)
    rows = [(deed, subject, json.loads(detail)) for deed, subject, detail in hall.db.execute(wanted)]
    return [row for row in rows if row[0] in ("seats.list", "line.list", "seats.find", "seat.look")]


def test_slots_come_in_order_and_only_ones_own(hall: Hall) -> None:
    klojen, sukun = hall.space(), hall.space("sukun", "Lain")
    later = hall.slot(space=klojen, starts=timedelta(days=2))
    sooner = hall.slot(space=klojen, starts=timedelta(hours=1))
    long = hall.slot(space=klojen, starts=timedelta(hours=1), length=timedelta(days=30))
    other = hall.slot(space=sukun)
    closed = hall.slot(space=klojen)
    hall.keep(closing.close_slot, slot_id=closed.id, reason="")

    def seen(**told: Any) -> list[int]:
        return [one.slot.id for one in hall.keep(overview.slots_ahead, **told).items]

    assert seen() == [sooner.id, other.id, later.id, long.id]
    assert seen(rights=KLOJEN) == [sooner.id, later.id, long.id]
    assert seen(kecamatan="sukun") == [other.id]
    assert seen(rights=KLOJEN, kecamatan="sukun") == []
    hall.later(hours=7)
    assert seen(rights=KLOJEN) == [sooner.id, later.id, long.id]
    hall.later(hours=2)
    assert seen(rights=KLOJEN) == [later.id, long.id]


def test_lists_are_turned_by_the_page_and_every_look_is_noted(hall: Hall) -> None:
    slot = hall.slot(30)
    taken = [hall.seat(slot, hall.person(f"Warga {number}")) for number in range(PAGE + 1)]
    first = hall.keep(overview.look_at_seats, slot_id=slot.id)
    second = hall.keep(overview.look_at_seats, slot_id=slot.id, page=7)
    assert first is not None and second is not None
    assert [one.seat.id for one in (*first.items, *second.items)] == [seat.id for seat in taken]
    assert (first.pages, second.page, second.count) == (2, 1, PAGE + 1)
    assert hall.keep(overview.look_at_seats, rights=SUKUN, slot_id=slot.id) is None
    assert hall.keep(overview.look_at_seat, rights=SUKUN, seat_id=taken[0].id) is None
    found = hall.keep(overview.look_at_seat, seat_id=taken[0].id)
    assert found is not None and found.seat.id == taken[0].id
    assert hall.keep(overview.look_for, words="Warga") == []
    assert looks(hall) == [
        ("seats.list", f"slot:{slot.id}", {"rows": PAGE}),
        ("seats.list", f"slot:{slot.id}", {"rows": 1}),
        ("seat.look", f"seat:{taken[0].id}", {"rows": 1}),
        ("seats.find", f"person:{hall.keeper.id if hall.keeper else 0}", {"rows": 0}),
    ]


def test_the_line_is_turned_by_the_page(hall: Hall) -> None:
    slot, _, _ = hall.full()
    for _ in range(PAGE + 2):
        hall.join(slot, hall.person())
    second = hall.keep(overview.look_at_line, slot_id=slot.id, page=1)
    assert second is not None
    assert (len(second.items), second.page, second.pages, second.count) == (2, 1, 2, PAGE + 2)
    assert hall.keep(overview.look_at_line, rights=SUKUN, slot_id=slot.id) is None


def test_whom_a_closing_touches(hall: Hall) -> None:
    space = hall.space()
    slot = hall.slot(2, space=space)
    hall.seat(slot, hall.person(), 2)
    hall.join(slot, hall.person(), 2)
    hall.slot(5, space=space, starts=timedelta(days=3))
    assert hall.keep(overview.affected, space_id=space.id, day=slot.day) == Affected(1, 2, 2)
    assert hall.keep(overview.affected, space_id=space.id) == Affected(2, 2, 2)
    assert hall.keep(overview.affected, rights=SUKUN, space_id=space.id) == Affected(0, 0, 0)


def test_whom_a_message_reaches(hall: Hall) -> None:
    slot, _, holder = hall.full()
    waits = hall.person()
    hall.join(slot, waits)

    def reached(*, booked: bool, waiting: bool) -> list[int]:
        found = hall.keep(overview.people_to_tell, slot_id=slot.id, booked=booked, waiting=waiting)
        return [one.id for one in found]

    assert reached(booked=True, waiting=False) == [holder.id]
    assert reached(booked=False, waiting=True) == [waits.id]
    assert reached(booked=True, waiting=True) == [holder.id, waits.id]
    assert hall.keep(overview.people_to_tell, rights=SUKUN, slot_id=slot.id, booked=True, waiting=True) == []


def test_a_message_that_shows_something_else_is_left_alone(hall: Hall) -> None:
    slot, who = hall.slot(), hall.person()
    counts = hall.keep(signups.counts, slot_id=slot.id)
    assert counts is not None
    digests.watch_slot(hall.db, person_id=who.id, message_id=77, counts=counts)
    hall.seat(slot, hall.person())
    digests.stop_watching(hall.db, person_id=who.id, message_id=78)
    digests.stop_watching(hall.db, person_id=who.id + 1, message_id=77)
    ids = {who.telegram_id}
    assert len(hall.do(digests.stale_counts, satgas_ids=ids)) == 1
    hall.seat(slot, hall.person())
    digests.stop_watching(hall.db, person_id=who.id, message_id=77)
    assert hall.do(digests.stale_counts, satgas_ids=ids) == ()
