"""What who looks after a space does with its seats; only there."""

from collections.abc import Callable
from datetime import time
from typing import Any

import pytest
from sqlalchemy import select

from models import AuditEntry, Consent, SeatEvent as Events
from services.coworking import changes, checkin, closing, exporting, keeping, patterns, signups, slots, spaces
from services.coworking.values import Details, Outcome, Seat, SeatState, Slot
from tests.services.coworking.hall import KLOJEN, SUKUN, Hall, short


def pending(hall: Hall) -> tuple[Slot, Seat]:
    """A seat that waits for an approval."""
    slot = hall.slot(2, approval=True)
    done = hall.take(slot, hall.person(), 2)
    assert done.seat and (done.outcome, done.seat.state) == (Outcome.AWAITING, SeatState.PENDING)
    return slot, done.seat


def test_a_seat_awaits_its_approval_and_holds_its_places(hall: Hall) -> None:
    slot, seat = pending(hall)
    assert hall.counted(slot) == (2, 2)
    done = hall.keep(keeping.approve_seat, KLOJEN, seat_id=seat.id)
    again = hall.keep(keeping.approve_seat, KLOJEN, seat_id=seat.id)
    assert (done.outcome, short(done.told)) == (Outcome.APPROVED, [("told.approved", seat.person_id, 2)])
    assert (again.outcome, again.told) == (Outcome.UNCHANGED, ())
    assert hall.counted(slot) == (2, 2)


def test_a_rejection_says_why_and_frees(hall: Hall) -> None:
    slot, seat = pending(hall)
    next_one = hall.person()
    hall.join(slot, next_one)
    done = hall.keep(keeping.reject_seat, KLOJEN, seat_id=seat.id, reason="khusus pelajar")
    assert done.outcome is Outcome.REJECTED
    assert short(done.told) == [("told.rejected", seat.person_id, 2), ("told.offer", next_one.id, 1)]
    assert done.told[0].reason == "khusus pelajar"
    last = hall.db.execute(
        select(Events.deed, Events.why).where(Events.seat_id == seat.id).order_by(-Events.id)
    ).first()
    assert last and tuple(last) == ("rejected", "khusus pelajar")
    assert hall.keep(keeping.reject_seat, KLOJEN, seat_id=seat.id, reason="x").outcome is Outcome.UNCHANGED


def test_a_confirmed_seat_is_cancelled_not_rejected(hall: Hall) -> None:
    slot, seat, ani = hall.full(2)
    assert hall.keep(keeping.reject_seat, seat_id=seat.id, reason="x").outcome is Outcome.UNCHANGED
    done = hall.keep(keeping.cancel_for, seat_id=seat.id, reason="listrik padam")
    again = hall.keep(keeping.cancel_for, seat_id=seat.id, reason="listrik padam")
    assert (done.outcome, short(done.told)) == (Outcome.CANCELLED, [("told.cancelled", ani.id, 2)])
    assert (again.outcome, again.told) == (Outcome.GONE, ())
    assert hall.counted(slot) == (0, 0)


def test_a_bigger_party_is_approved_anew(hall: Hall) -> None:
    slot, ani = hall.slot(3, approval=True), hall.person()
    seat = hall.seat(slot, ani, 1)
    hall.keep(keeping.approve_seat, seat_id=seat.id)
    told = {"seat_id": seat.id, "person_id": ani.id}
    bigger = hall.do(changes.change_party, party=3, **told)
    assert bigger.seat and bigger.seat.state is SeatState.PENDING
    hall.keep(keeping.approve_seat, seat_id=seat.id)
    smaller = hall.do(changes.change_party, party=2, **told)
    assert smaller.seat and smaller.seat.state is SeatState.CONFIRMED


def sign_up(hall: Hall, slot: Slot, party: int = 1, **told: Any) -> Any:
    told = {"guest": "Bu Tini", "asker": "Pak Slamet", "language": "id", "party": party, **told}
    return hall.keep(keeping.sign_up_guest, KLOJEN, slot_id=slot.id, **told)


def test_a_guest_is_signed_up_with_who_asked_them(hall: Hall) -> None:
    slot = hall.slot(2, approval=True)
    done = sign_up(hall, slot, details=Details(contact_phone="0812"), share=True)
    assert (done.outcome, done.seat.state, done.seat.guest) == (Outcome.TAKEN, SeatState.CONFIRMED, "Bu Tini")
    columns = (Consent.purpose, Consent.person_id, Consent.asker, Consent.channel)
    given = hall.db.execute(select(*columns).where(Consent.seat_id == done.seat.id).order_by(Consent.id))
    assert [tuple(one) for one in given] == [
        ("seat", None, "Pak Slamet", "in_person"),
        ("keeper", None, "Pak Slamet", "in_person"),
    ]
    assert sign_up(hall, slot, 2).outcome is Outcome.PARTLY
    assert hall.counted(slot) == (1, 1)


def test_a_guest_claims_their_seat_with_its_code_once(hall: Hall) -> None:
    seat = sign_up(hall, hall.slot(2)).seat
    tini, thief = hall.person("Tini", agreed=False), hall.person("Orang lain")
    assert hall.do(keeping.claim_seat, code=seat.code, person_id=tini.id).outcome is Outcome.NO_CONSENT
    hall.agree(tini)
    typed = f" {seat.code[:4].lower()} {seat.code[4:]} "
    claimed = hall.do(keeping.claim_seat, code=typed, person_id=tini.id)
    assert (claimed.outcome, claimed.seat and claimed.seat.person_id) == (Outcome.CLAIMED, tini.id)
    assert hall.do(keeping.claim_seat, code=seat.code, person_id=tini.id).outcome is Outcome.ALREADY
    assert hall.do(keeping.claim_seat, code=seat.code, person_id=thief.id).outcome is Outcome.NOT_FOUND
    assert hall.do(keeping.claim_seat, code="BCDFGHJK", person_id=thief.id).outcome is Outcome.NOT_FOUND


def test_nobody_claims_the_seat_of_somebody_with_telegram(hall: Hall) -> None:
    _, seat, _ = hall.full(1)
    assert hall.do(keeping.claim_seat, code=seat.code, person_id=hall.person().id).outcome is Outcome.NOT_FOUND


def test_a_claimed_seat_that_overlaps_is_asked_about(hall: Hall) -> None:
    slot, ani = hall.slot(2), hall.person()
    seat, mine = sign_up(hall, slot).seat, hall.seat(hall.slot(), ani)
    asked = hall.do(keeping.claim_seat, code=seat.code, person_id=ani.id)
    assert (asked.outcome, [one.id for one, _ in asked.others]) == (Outcome.OVERLAPS, [mine.id])
    assert hall.do(keeping.claim_seat, code=seat.code, person_id=ani.id, instead=True).outcome is Outcome.CLAIMED


def test_who_has_a_seat_there_cannot_claim_another(hall: Hall) -> None:
    slot, ani = hall.slot(2), hall.person()
    seat, mine = sign_up(hall, slot).seat, hall.seat(slot, ani)
    done = hall.do(keeping.claim_seat, code=seat.code, person_id=ani.id)
    assert (done.outcome, done.seat) == (Outcome.ALREADY, mine)


SEAT_DEEDS: list[tuple[Callable[..., Any], dict[str, Any]]] = [
    (keeping.approve_seat, {}),
    (keeping.reject_seat, {"reason": "x"}),
    (keeping.cancel_for, {"reason": "x"}),
    (checkin.undo_check_in, {}),
]
SLOT_DEEDS: list[tuple[Callable[..., Any], dict[str, Any]]] = [
    (slots.change_capacity, {"capacity": 9}),
    (slots.change_title, {"title": "x"}),
    (slots.pause_waitlist, {"paused": True}),
    (closing.close_slot, {"reason": "x"}),
    (closing.reopen_slot, {}),
]
NOTHING: list[tuple[Callable[..., Any], dict[str, Any], Any]] = [
    (signups.counts, {}, None),
    (signups.sign_ups, {}, []),
    (signups.line, {}, []),
    (signups.recipients, {"booked": True, "waiting": True}, []),
    (exporting.export_sign_ups, {}, None),
]


def test_another_kecamatans_things_are_not_found(hall: Hall) -> None:
    """The same answers as for what is not there, and no trace of having tried."""
    slot, seat = pending(hall)
    before = hall.db.execute(select(AuditEntry.id)).all()
    for number in (0, 1_000_000):
        for deed, told in SEAT_DEEDS:
            assert hall.keep(deed, SUKUN, seat_id=seat.id + number, **told).outcome is Outcome.NOT_FOUND
        for deed, told in SLOT_DEEDS:
            assert hall.keep(deed, SUKUN, slot_id=slot.id + number, **told).outcome is slots.Change.NOT_FOUND
        for look, told, nothing in NOTHING:
            assert hall.keep(look, SUKUN, slot_id=slot.id + number, **told) == nothing
        space = {"space_id": slot.space_id + number}
        assert hall.keep(spaces.change_space, SUKUN, name="x", **space) is None
        assert hall.keep(spaces.renew_door_code, SUKUN, **space) is None
        assert hall.keep(closing.close_space, SUKUN, reason="x", **space).outcome is slots.Change.NOT_FOUND
        assert hall.keep(closing.close_day, SUKUN, day=slot.day, reason="x", **space).outcome is slots.Change.NOT_FOUND
        assert hall.keep(slots.kept_slots, SUKUN, **space) == []
    assert hall.keep(checkin.check_in, SUKUN, code=seat.code).outcome is Outcome.NOT_FOUND
    assert hall.keep(signups.find_sign_ups, SUKUN, words=seat.code) == []
    guest = {"guest": "x", "asker": "x", "language": "id", "party": 1}
    assert hall.keep(keeping.sign_up_guest, SUKUN, slot_id=slot.id, **guest).outcome is Outcome.NOT_FOUND
    assert hall.keep(spaces.add_space, SUKUN, kecamatan="klojen", name="x") is None
    assert hall.db.execute(select(AuditEntry.id)).all() == before


@pytest.mark.parametrize(("deed", "told"), SEAT_DEEDS)
def test_a_deed_on_a_seat_that_is_not_there(hall: Hall, deed: Callable[..., Any], told: dict[str, Any]) -> None:
    assert hall.keep(deed, seat_id=1, **told).outcome is Outcome.NOT_FOUND


def test_what_a_ketua_does_is_in_the_audit_trail(hall: Hall) -> None:
    _, seat = pending(hall)
    hall.keep(keeping.approve_seat, KLOJEN, seat_id=seat.id)
    hall.keep(keeping.cancel_for, KLOJEN, seat_id=seat.id, reason="x")
    assert hall.keeper is not None
    told = select(AuditEntry.actor_id, AuditEntry.deed).where(AuditEntry.subject == f"seat:{seat.id}")
    assert [tuple(one) for one in hall.db.execute(told.order_by(AuditEntry.id))] == [
        (hall.keeper.id, "seat.approve"),
        (hall.keeper.id, "seat.cancel"),
    ]


def test_patterns_of_another_kecamatan_are_not_found(hall: Hall) -> None:
    told = {"weekday": 0, "starts": time(9), "ends": time(12), "capacity": 3}
    space = hall.space()
    assert hall.keep(patterns.add_pattern, SUKUN, space_id=space.id, **told) is slots.Change.NOT_FOUND
    made = hall.keep(patterns.add_pattern, KLOJEN, space_id=space.id, **told)
    assert isinstance(made, patterns.Pattern)
    assert hall.keep(patterns.end_pattern, SUKUN, pattern_id=made.id) is slots.Change.NOT_FOUND
    assert hall.keep(patterns.end_pattern, KLOJEN, pattern_id=made.id) is slots.Change.DONE
