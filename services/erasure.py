"""Erasure: after it no row holds the person; what must go on adding up stays under a number that is nobody's."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import Boolean, Column, Connection, String, Table, delete, or_, select, update

from models import (
    Base,
    Consent,
    Hold,
    Idea,
    IdeaEvent,
    IdeaHelp,
    Invite,
    Later,
    Outbox,
    Person,
    Seat,
    SeatEvent,
    SetAside,
    WaitlistPlace,
)
from models.register import PERSON_OF, REGISTER, Personal
from services import audit, roles, scrubbing
from services.coworking import changes, offers
from services.coworking.changes import UNUSED
from services.coworking.hours import Hours
from services.coworking.values import LIVE_PLACES, Told
from services.ideas import cards, editing
from services.people import by_id
from services.roles import Ids, Rights

BACKUPS = timedelta(days=14)
"""So long copies of the database are kept (docs/operations.md); after that they forget a person too."""
BY_CHOICE = {("ideas", "title"), ("ideas", "text"), ("ideas", "files")}
"""What stays as "a resident's" if its author likes that."""


class Refused(StrEnum):
    """Why somebody cannot be erased yet; the value is also the text's key."""

    LAST_SATGAS = "privacy.last_satgas"
    BY_SETTINGS = "privacy.by_settings"
    NOBODY = "privacy.nobody"


@dataclass(frozen=True, slots=True)
class Erased:
    """What was done: the receipt's number, what is told to others, the roles that ended, when backups forget."""

    number: int
    seats: int
    places: int
    ideas: int
    rights: Rights
    told: tuple[Told, ...]
    backups_until: datetime


def refusal(db: Connection, *, person_id: int, satgas_ids: Ids) -> Refused | None:
    """Why this person has to do something else first; the satgas stay as they are until the end of the transaction."""
    person = by_id(db, person_id=person_id)
    if person is None or person.telegram_id < 0:
        return Refused.NOBODY
    if person.telegram_id in satgas_ids:
        return Refused.BY_SETTINGS
    alone = not satgas_ids and roles.lock_satgas(db) == {person_id}
    return Refused.LAST_SATGAS if alone else None


def erase(
    db: Connection, *, person_id: int, keep_ideas: bool, satgas_ids: Ids, hours: Hours, now: datetime
) -> Erased | Refused:
    """Everything that is about this person goes, from this moment on; `keep_ideas`: theirs stay as a resident's."""
    db.execute(select(Person.id).where(Person.id == person_id).with_for_update())
    why = refusal(db, person_id=person_id, satgas_ids=satgas_ids)
    person = by_id(db, person_id=person_id)
    if why or person is None:
        return why or Refused.NOBODY
    rights = roles.of(db, person_id=person_id, telegram_id=person.telegram_id, satgas_ids=satgas_ids)
    given_up, left, told = give_up_seats(db, person_id=person_id, hours=hours, now=now)
    ideas = _let_go_of_ideas(db, person_id, keep_ideas, now)
    _end_what_runs(db, person_id, now)
    scrubbing.forget_in_messages(db, person=person)
    _forget_chat(db, person_id, person.telegram_id)
    for table in reversed(Base.metadata.sorted_tables):
        _erase_in(db, table, person_id, keep_ideas)
    _bury(db, person_id)
    detail = {"ideas": "kept" if keep_ideas else "gone"}
    audit.record(db, actor_id=None, deed="person.erase", subject=f"person:{person_id}", detail=detail, now=now)
    return Erased(person_id, given_up, left, ideas, rights, told, now + BACKUPS)


def give_up_seats(db: Connection, *, person_id: int, hours: Hours, now: datetime) -> tuple[int, int, tuple[Told, ...]]:
    """Seats not used yet and places in line are given up, and the next in line get theirs: how many of each."""
    mine = select(WaitlistPlace.id).where(WaitlistPlace.person_id == person_id)
    places = db.scalars(mine.where(WaitlistPlace.state.in_(LIVE_PLACES)).order_by(WaitlistPlace.slot_id)).all()
    held = select(Seat.id).where(Seat.person_id == person_id, Seat.state.in_(UNUSED))
    seats = db.scalars(held.order_by(Seat.slot_id, Seat.id)).all()
    told: list[Told] = []
    for place in places:
        told += offers.leave_waitlist(db, place_id=place, person_id=person_id, hours=hours, now=now).told
    for seat in seats:
        told += changes.cancel_seat(db, seat_id=seat, person_id=person_id, hours=hours, now=now).told
    return len(seats), len(places), tuple(one for one in told if one.person_id != person_id)


def _let_go_of_ideas(db: Connection, person_id: int, keep: bool, now: datetime) -> int:
    """Their names are no longer shown; what is not to stay is withdrawn first, so that who supports it hears so."""
    ids = list(db.scalars(select(Idea.id).where(Idea.author_id == person_id).order_by(Idea.id)))
    for idea_id in ids:
        if not keep:
            editing.withdraw(db, idea_id=idea_id, author_id=person_id, now=now)
        cards.touch(db, idea_id=idea_id)
    waits = (IdeaHelp.idea_id.in_(ids), IdeaHelp.state == "offered")
    db.execute(update(IdeaHelp).where(*waits).values(state="withdrawn", decided_at=now))
    if not keep:
        db.execute(update(Idea).where(Idea.id.in_(ids)).values(visibility="held", changed_at=now))
    return len(ids)


def _end_what_runs(db: Connection, person_id: int, now: datetime) -> None:
    """Consents, which stay as proof that there was one, and links that grant something."""
    live = (Consent.person_id == person_id, Consent.ended_at.is_(None))
    db.execute(update(Consent).where(*live).values(ended_at=now, how="withdrawn"))
    waits = (Invite.made_by == person_id, Invite.used_at.is_(None), Invite.withdrawn_at.is_(None))
    db.execute(update(Invite).where(*waits).values(withdrawn_at=now))


def _forget_chat(db: Connection, person_id: int, telegram_id: int) -> None:
    """What stands under the chat alone, or beside other rows, without naming the person."""
    theirs = or_(Outbox.person_id == person_id, Outbox.chat_id == telegram_id)
    db.execute(update(Outbox).where(Outbox.edits.in_(select(Outbox.id).where(theirs))).values(edits=None))
    db.execute(delete(Outbox).where(theirs))
    for table in (Later, Hold):
        db.execute(delete(table).where(table.chat_id == telegram_id))
    db.execute(delete(SetAside).where(SetAside.raw.contains(str(telegram_id))))
    mine = select(Seat.id).where(Seat.person_id == person_id)
    db.execute(update(SeatEvent).where(SeatEvent.seat_id.in_(mine)).values(why=""))
    ideas = select(Idea.id).where(Idea.author_id == person_id)
    db.execute(update(IdeaEvent).where(IdeaEvent.idea_id.in_(ideas)).values(why=""))


def _erase_in(db: Connection, table: Table, person_id: int, keep_ideas: bool) -> None:
    """The register's word for each column of the table: delete the row, empty the column, keep it."""
    own = PERSON_OF.get(table.name)
    columns = {name: one for name, one in REGISTER[table.name].items() if one}
    if own and any(one.erase == "delete" for one in columns.values()) and columns[own].erase == "delete":
        db.execute(delete(table).where(table.c[own] == person_id))
    if table.name == "people":
        return
    for whose, values in _emptied(table, columns, keep_ideas):
        db.execute(update(table).where(table.c[whose] == person_id).values(values))


def _emptied(table: Table, columns: dict[str, Personal], keep_ideas: bool) -> Iterator[tuple[str, dict[str, Any]]]:
    """Of each column that names a person, what is emptied in the rows where it names this one, itself last."""
    own = PERSON_OF.get(table.name)
    people = [name for name in columns if any(key.column.table.name == "people" for key in table.c[name].foreign_keys)]
    people += [own] if own and own not in people else []
    for whose in people:
        theirs = [name for name, one in columns.items() if (one.of or own) == whose and name not in people]
        cleared = [name for name in theirs if columns[name].erase == "clear"]
        kept = BY_CHOICE if keep_ideas else set()
        values = {name: empty(table.c[name]) for name in cleared if (table.name, name) not in kept}
        if columns[whose].erase == "clear" and table.c[whose].nullable:
            values[whose] = None
        if values:
            yield whose, values


def empty(column: Column[Any]) -> Any:
    """The value of a column that says nothing any more."""
    if column.nullable:
        return None
    if column.unique:
        return "-" + column.table.c.id.cast(String(7))
    if isinstance(column.type, Boolean):
        return False
    return "" if isinstance(column.type, String) else []


def _bury(db: Connection, person_id: int) -> None:
    """The number stays for what counts on it, and leads nowhere: below 0 there are no people at Telegram."""
    nothing = dict.fromkeys(("username", "telegram_language", "language", "menu", "banned_at", "frozen_at"))
    nobody = nothing | {"telegram_id": -person_id, "name": "", "reach": "gone"}
    db.execute(update(Person).where(Person.id == person_id).values(nobody))
