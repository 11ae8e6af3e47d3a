"""Announcement: what is told to many; Delivery: one row a person, its own outbox; DeliveryCount: how they ended."""

from datetime import datetime
from enum import IntEnum
from typing import Any

from sqlalchemy import JSON, BigInteger, CheckConstraint, ForeignKey, Index, Integer, SmallInteger, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, UtcDateTime, WideInteger

KINDS = "kind IN ('text', 'photo', 'document', 'album', 'poll')"
STATES = "state IN ('draft', 'awaiting', 'scheduled', 'running', 'paused', 'stopped', 'done', 'cancelled', 'skipped')"
LIVE = text("state IN ('scheduled', 'running', 'paused')")
AT_WORK = text("state = 'running'")
TRIPPED = "tripped"
"""Why the sender paused: too many read as blocked. Satgas have not been asked yet."""


class DeliveryState(IntEnum):
    """What became of a delivery. From FAILED on each number is one refusal, its words stand in delivery_counts."""

    WAITING = 0
    SENDING = 1
    SENT = 2
    UNKNOWN = 3
    BLOCKED = 4
    UNMARKED = 5
    """Read as blocked while the breaker held: the person is not marked."""
    UNWANTED = 6
    """Since the start they stopped, paused or had enough of news."""
    UNREACHABLE = 7
    """Since the start they blocked the bot, left, or were banned."""
    WEEKLY = 8
    """They read it in their weekly digest."""
    FAILED = 100


class Announcement(Base):
    """`seen`: the milestone as approved; `ready`: the calls it becomes; `frozen_to`: the last person looked at."""

    __tablename__ = "announcements"
    __table_args__ = (
        CheckConstraint(KINDS, name="kind"),
        CheckConstraint(STATES, name="state"),
        CheckConstraint("repeat IN ('', 'weekly', 'monthly')", name="repeat"),
        Index("ix_announcements_live", "state", "send_at", sqlite_where=LIVE, postgresql_where=LIVE),
        Index("ix_announcements_print", "print", "started_at"),
        Index("ix_announcements_started_at", "started_at"),
    )

    id: Mapped[int] = mapped_column(WideInteger, primary_key=True)
    author_id: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"), index=True)
    scope: Mapped[str] = mapped_column(String(160), server_default="")
    kind: Mapped[str] = mapped_column(String(8))
    content: Mapped[dict[str, Any]] = mapped_column(JSON)
    topics: Mapped[list[str]] = mapped_column(JSON)
    audience: Mapped[dict[str, Any]] = mapped_column(JSON)
    print: Mapped[str] = mapped_column(String(64), server_default="")
    milestone_id: Mapped[int | None] = mapped_column(ForeignKey("milestones.id", ondelete="SET NULL"), index=True)
    seen: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    urgent: Mapped[bool] = mapped_column(server_default=text("false"))
    digest: Mapped[bool] = mapped_column(server_default=text("false"))
    state: Mapped[str] = mapped_column(String(9), server_default="draft")
    why: Mapped[str] = mapped_column(String(24), server_default="")
    send_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    not_after: Mapped[datetime | None] = mapped_column(UtcDateTime)
    repeat: Mapped[str] = mapped_column(String(8), server_default="")
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("announcements.id"), index=True)
    approved_by: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"))
    approved_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    revision: Mapped[int] = mapped_column(Integer, server_default="0")
    ready: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    people: Mapped[int] = mapped_column(Integer, server_default="0")
    frozen_to: Mapped[int | None] = mapped_column(BigInteger)
    frozen_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    marks_held: Mapped[bool] = mapped_column(server_default=text("false"))
    version: Mapped[int] = mapped_column(SmallInteger, server_default="0")
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    started_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Delivery(Base):
    """`person_id` is a chat's number where negative; `state`: services/announcements; `more`: further message ids."""

    __tablename__ = "deliveries"
    __table_args__ = ({"sqlite_with_rowid": False},)

    announcement_id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    person_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False, info={"chat_id": True})
    state: Mapped[int] = mapped_column(SmallInteger)
    version: Mapped[int] = mapped_column(SmallInteger)
    message_id: Mapped[int | None] = mapped_column(Integer)
    more: Mapped[str | None] = mapped_column(Text)


class DeliveryCount(Base):
    """How many deliveries came to this end; `words`: Telegram's, of a state that is a refusal."""

    __tablename__ = "delivery_counts"

    announcement_id: Mapped[int] = mapped_column(ForeignKey("announcements.id"), primary_key=True, autoincrement=False)
    state: Mapped[int] = mapped_column(SmallInteger, primary_key=True, autoincrement=False)
    words: Mapped[str] = mapped_column(String(250), server_default="")
    people: Mapped[int] = mapped_column(Integer, server_default="0")


class Correction(Base):
    """All delivered copies are changed or deleted: `number` is the version each copy then has."""

    __tablename__ = "corrections"
    __table_args__ = (
        CheckConstraint("deed IN ('edit', 'delete')", name="deed"),
        CheckConstraint("state IN ('running', 'done', 'cancelled')", name="state"),
        Index("ix_corrections_running", "id", sqlite_where=AT_WORK, postgresql_where=AT_WORK),
    )

    id: Mapped[int] = mapped_column(WideInteger, primary_key=True)
    announcement_id: Mapped[int] = mapped_column(ForeignKey("announcements.id"), index=True)
    number: Mapped[int] = mapped_column(SmallInteger)
    deed: Mapped[str] = mapped_column(String(6))
    ready: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    before: Mapped[dict[str, Any]] = mapped_column(JSON)
    state: Mapped[str] = mapped_column(String(9), server_default="running")
    copies: Mapped[int] = mapped_column(Integer, server_default="0")
    changed: Mapped[int] = mapped_column(Integer, server_default="0")
    failed: Mapped[int] = mapped_column(Integer, server_default="0")
    made_by: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"))
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class PollCopy(Base):
    """A poll that was sent to one chat is one of its own; `totals` where votes there are anonymous."""

    __tablename__ = "poll_copies"

    poll_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    announcement_id: Mapped[int] = mapped_column(ForeignKey("announcements.id"), index=True)
    chat_id: Mapped[int | None] = mapped_column(BigInteger, info={"chat_id": True})
    totals: Mapped[list[int] | None] = mapped_column(JSON(none_as_null=True))


class PollVote(Base):
    """What somebody chose: bit n of `options` is option n; taken back, the row is gone."""

    __tablename__ = "poll_votes"

    announcement_id: Mapped[int] = mapped_column(ForeignKey("announcements.id"), primary_key=True, autoincrement=False)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True, autoincrement=False, index=True)
    options: Mapped[int] = mapped_column(SmallInteger)
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class AnnouncementWatch(Base):
    """A message that shows how an announcement goes, and what it last showed."""

    __tablename__ = "announcement_watches"

    announcement_id: Mapped[int] = mapped_column(ForeignKey("announcements.id"), primary_key=True, autoincrement=False)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True, autoincrement=False, index=True)
    message_id: Mapped[int] = mapped_column(BigInteger)
    shown: Mapped[str] = mapped_column(String(160), server_default="")
    shown_at: Mapped[datetime] = mapped_column(UtcDateTime)
