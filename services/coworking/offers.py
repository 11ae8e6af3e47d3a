"""Offers: what comes free goes to the first in line whose party fits, and is held for them until a stated time."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, func, select, update

from models import WaitlistPlace as Places
from services.coworking import counting
from services.coworking.hours import Hours, offer_window
from services.coworking.reading import PLACE, lock_slot, place_from_row, read_place
from services.coworking.values import Done, News, Outcome, Place, PlaceState, Slot, Told


def _first_fitting() -> Any:
    """One look at the head of each party's own line (index slot, party, turn), however long the lines are."""
    line = (Places.slot_id == bindparam("slot"), Places.state == PlaceState.WAITING)
    fits = Places.party <= bindparam("free")
    sizes = select(func.min(Places.party).label("party")).where(*line, fits).cte("sizes", recursive=True)
    bigger = select(func.min(Places.party)).where(*line, fits, Places.party > sizes.c.party)
    sizes = sizes.union_all(select(bigger.correlate(sizes).scalar_subquery()).where(sizes.c.party.is_not(None)))
    head = select(func.min(Places.turn)).where(*line, Places.party == sizes.c.party).correlate(sizes)
    heads = select(sizes.c.party, head.scalar_subquery().label("turn")).where(sizes.c.party.is_not(None)).cte("heads")
    first = select(heads.c.party, heads.c.turn).order_by(heads.c.turn).limit(1).cte("first")
    return select(*PLACE).join(first, (Places.party == first.c.party) & (Places.turn == first.c.turn)).where(*line)


_FIRST_FITTING = _first_fitting()
_OFFER = (
    update(Places)
    .where(Places.id == bindparam("number"), Places.state == PlaceState.WAITING)
    .values(state=PlaceState.OFFERED, offer_from=bindparam("begins"), offer_until=bindparam("until"))
    .returning(*PLACE)
)
_END = (
    update(Places)
    .where(Places.id == bindparam("number"), Places.state == bindparam("before"))
    .values(state=bindparam("after"), ended_at=bindparam("now"))
    .returning(Places.id)
)
_DUE = (
    select(Places.id, Places.slot_id)
    .where(Places.state == PlaceState.OFFERED, Places.offer_until <= bindparam("now"))
    .order_by(Places.slot_id, Places.id)
    .limit(bindparam("most"))
)


def move_line(db: Connection, *, slot_id: int, hours: Hours, now: datetime) -> tuple[Told, ...]:
    """Offer what is free to who waits, the first whose party fits; the slot's row is locked from here on."""
    slot = lock_slot(db, slot_id=slot_id)
    if slot is None or (window := offer_window(hours, slot=slot, now=now)) is None:
        return ()
    offered, free = [], slot.free
    while free and (row := db.execute(_FIRST_FITTING, {"slot": slot_id, "free": free}).first()):
        first = place_from_row(row)
        offered.append(_offer(db, first, window, now))
        free -= first.party
    slot = replace(slot, taken=slot.taken + sum(place.party for place in offered))
    return tuple(_news(News.OFFER, slot, place, place.offer_until) for place in offered)


def _offer(db: Connection, first: Place, window: tuple[datetime, datetime], now: datetime) -> Place:
    begins, until = window
    held = counting.hold(db, slot_id=first.slot_id, people=first.party, now=now)
    assert held is not None, "what is free was read under the slot's lock"
    row = db.execute(_OFFER, {"number": first.id, "begins": begins, "until": until}).one()
    _note(db, first, PlaceState.OFFERED, None, now)
    return place_from_row(row)


def _news(news: News, slot: Slot, place: Place, not_after: datetime | None = None) -> Told:
    assert place.person_id is not None, "only people with Telegram stand in line"
    return Told(place.person_id, news, slot, place.party, place_id=place.id, not_after=not_after)


def _note(db: Connection, place: Place, deed: str, actor_id: int | None, now: datetime, why: str = "") -> None:
    counting.note(
        db,
        slot_id=place.slot_id,
        place_id=place.id,
        deed=deed,
        party=place.party,
        actor_id=actor_id,
        now=now,
        why=why,
    )


def end_place(
    db: Connection, *, place: Place, state: PlaceState, actor_id: int | None, now: datetime, why: str = ""
) -> bool:
    """End a live place of a locked slot; an offer gives its people back unless it is taken. False: it had ended."""
    values = {"number": place.id, "before": place.state, "after": state, "now": now}
    if db.execute(_END, values).first() is None:
        return False
    if place.state is PlaceState.OFFERED and state is not PlaceState.TAKEN:
        counting.give_back(db, slot_id=place.slot_id, people=place.party)
    _note(db, place, state, actor_id, now, why)
    return True


def pass_offer(db: Connection, *, place_id: int, person_id: int, hours: Hours, now: datetime) -> Done:
    """The person does not want what is offered, or does not want to wait any more: the next one's turn."""
    place = read_place(db, place_id=place_id)
    if place is None or place.person_id != person_id:
        return Done(Outcome.NOT_FOUND)
    slot = lock_slot(db, slot_id=place.slot_id)
    place = read_place(db, place_id=place_id)
    assert slot is not None and place is not None
    offered = place.state is PlaceState.OFFERED
    if not place.live:
        return Done(Outcome.OFFER_OVER, slot, place=place)
    state = PlaceState.PASSED if offered else PlaceState.LEFT
    end_place(db, place=place, state=state, actor_id=person_id, now=now)
    told = move_line(db, slot_id=slot.id, hours=hours, now=now) if offered else ()
    return Done(Outcome.PASSED if offered else Outcome.LEFT, slot, place=replace(place, state=state), told=told)


leave_waitlist = pass_offer
"""One leaves the line the same way, whether something is offered or not."""


def expire_offers(db: Connection, *, hours: Hours, now: datetime, most: int = 200) -> tuple[Told, ...]:
    """By the clock: offers nobody took end, and the next ones get theirs."""
    told: list[Told] = []
    for place_id, slot_id in db.execute(_DUE, {"now": now, "most": most}).all():
        told += expire(db, place_id=place_id, slot_id=slot_id, hours=hours, now=now)
    return tuple(told)


def expire(db: Connection, *, place_id: int, slot_id: int, hours: Hours, now: datetime) -> tuple[Told, ...]:
    """End one offer whose time is over: its person is told, and the next one; nothing where that was done already."""
    slot = lock_slot(db, slot_id=slot_id)
    place = read_place(db, place_id=place_id)
    assert slot is not None and place is not None
    if place.state is not PlaceState.OFFERED or place.offer_until is None or place.offer_until > now:
        return ()
    end_place(db, place=place, state=PlaceState.EXPIRED, actor_id=None, now=now)
    gone = _news(News.OFFER_EXPIRED, slot, place)
    return (gone, *move_line(db, slot_id=slot_id, hours=hours, now=now))
