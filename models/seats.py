"""Seat: a party's place in a slot; WaitlistPlace: its place in line, and the offer made to it; what became of both."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Date, ForeignKey, Index, Integer, SmallInteger, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, UtcDateTime, WideInteger

LIVE_SEAT = text("state IN ('pending', 'confirmed', 'checked_in')")
LIVE_PLACE = text("state IN ('waiting', 'offered')")
WAITING = text("state = 'waiting'")
OFFERED = text("state = 'offered'")


class Seat(Base):
    """Of a person, or of a guest without Telegram (`guest`: a name) whom `asked_by` asked; `since`: in this state."""

    __tablename__ = "seats"
    __table_args__ = (
        CheckConstraint("party > 0", name="party"),
        CheckConstraint(
            "state IN ('pending', 'confirmed', 'checked_in', 'no_show', 'cancelled', 'rejected')", name="state"
        ),
        Index("uq_seats_live", "slot_id", "person_id", unique=True, sqlite_where=LIVE_SEAT, postgresql_where=LIVE_SEAT),
        Index("ix_seats_slot_state", "slot_id", "state"),
        Index("ix_seats_person_id", "person_id"),
    )

    id: Mapped[int] = mapped_column(WideInteger, primary_key=True)
    slot_id: Mapped[int] = mapped_column(ForeignKey("slots.id"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    guest: Mapped[str] = mapped_column(String(120), server_default="")
    party: Mapped[int] = mapped_column(SmallInteger)
    state: Mapped[str] = mapped_column(String(10))
    code: Mapped[str] = mapped_column(String(8), unique=True)
    purpose: Mapped[str] = mapped_column(Text, server_default="")
    contact_name: Mapped[str] = mapped_column(String(120), server_default="")
    contact_phone: Mapped[str] = mapped_column(String(32), server_default="")
    asked_by: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"))
    claimed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    made_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    since: Mapped[datetime] = mapped_column(UtcDateTime)
    reminded_evening_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    reminded_hour_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class WaitlistPlace(Base):
    """`turn`: drawn from its slot, the lower the earlier; `seat_id`: the seat a party was split from."""

    __tablename__ = "waitlist"
    __table_args__ = (
        CheckConstraint("party > 0", name="party"),
        CheckConstraint(
            "state IN ('waiting', 'offered', 'taken', 'passed', 'expired', 'left', 'closed')", name="state"
        ),
        CheckConstraint("(state = 'waiting') = (offer_until IS NULL) OR state IN ('left', 'closed')", name="offer"),
        Index(
            "uq_waitlist_live",
            "slot_id",
            "person_id",
            unique=True,
            sqlite_where=LIVE_PLACE,
            postgresql_where=LIVE_PLACE,
        ),
        Index("ix_waitlist_turn", "slot_id", "party", "turn", sqlite_where=WAITING, postgresql_where=WAITING),
        Index("ix_waitlist_offer_until", "offer_until", sqlite_where=OFFERED, postgresql_where=OFFERED),
        Index("ix_waitlist_slot_state", "slot_id", "state"),
        Index("ix_waitlist_person_id", "person_id"),
    )

    id: Mapped[int] = mapped_column(WideInteger, primary_key=True)
    slot_id: Mapped[int] = mapped_column(ForeignKey("slots.id"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    seat_id: Mapped[int | None] = mapped_column(ForeignKey("seats.id"), index=True)
    party: Mapped[int] = mapped_column(SmallInteger)
    turn: Mapped[int] = mapped_column(Integer)
    state: Mapped[str] = mapped_column(String(8))
    purpose: Mapped[str] = mapped_column(Text, server_default="")
    contact_name: Mapped[str] = mapped_column(String(120), server_default="")
    contact_phone: Mapped[str] = mapped_column(String(32), server_default="")
    joined_at: Mapped[datetime] = mapped_column(UtcDateTime)
    offer_from: Mapped[datetime | None] = mapped_column(UtcDateTime)
    offer_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class SeatEvent(Base):
    """Who did what to a seat or a place, when and why; no actor where it was the clock."""

    __tablename__ = "seat_events"

    id: Mapped[int] = mapped_column(WideInteger, primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    slot_id: Mapped[int] = mapped_column(ForeignKey("slots.id"), index=True)
    seat_id: Mapped[int | None] = mapped_column(ForeignKey("seats.id"), index=True)
    place_id: Mapped[int | None] = mapped_column(ForeignKey("waitlist.id"), index=True)
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    deed: Mapped[str] = mapped_column(String(16))
    party: Mapped[int] = mapped_column(SmallInteger)
    why: Mapped[str] = mapped_column(Text, server_default="")


class CheckIn(Base):
    """A seat was used on this day of the city; a slot of at most a day has one."""

    __tablename__ = "check_ins"

    seat_id: Mapped[int] = mapped_column(ForeignKey("seats.id"), primary_key=True, autoincrement=False)
    day: Mapped[date] = mapped_column(Date, primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
