"""Space: a coworking place; Pattern: its weekly openings; Closure: a day without; Wish: to be told of new slots."""

from datetime import date, datetime, time

from sqlalchemy import (
    JSON,
    CheckConstraint,
    Date,
    Double,
    ForeignKey,
    Index,
    Integer,
    SmallInteger,
    String,
    Text,
    Time,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, UtcDateTime, WideInteger

FROM_PACK = text("origin = 'pack'")


class Space(Base):
    """`key`: in the city pack, `pack_print` of what it last said; `picture`: a file_id; `closed_at`: for good."""

    __tablename__ = "spaces"
    __table_args__ = (CheckConstraint("(latitude IS NULL) = (longitude IS NULL)", name="place"),)

    id: Mapped[int] = mapped_column(WideInteger, primary_key=True)
    key: Mapped[str | None] = mapped_column(String(80), unique=True)
    kecamatan: Mapped[str] = mapped_column(String(32), index=True)
    name: Mapped[str] = mapped_column(String(120))
    address: Mapped[str] = mapped_column(Text, server_default="")
    latitude: Mapped[float | None] = mapped_column(Double)
    longitude: Mapped[float | None] = mapped_column(Double)
    picture: Mapped[str | None] = mapped_column(Text)
    facilities: Mapped[list[str]] = mapped_column(JSON)
    sub_sectors: Mapped[list[str]] = mapped_column(JSON)
    opening: Mapped[str] = mapped_column(Text, server_default="")
    doubt: Mapped[str] = mapped_column(Text, server_default="")
    source: Mapped[dict[str, str] | None] = mapped_column(JSON(none_as_null=True))
    no_show_release: Mapped[bool] = mapped_column(server_default=text("true"))
    example: Mapped[bool] = mapped_column(server_default=text("false"))
    door_code: Mapped[str] = mapped_column(String(16), unique=True)
    pack_print: Mapped[str] = mapped_column(String(64), server_default="")
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    changed_by: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"))
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Pattern(Base):
    """`weekday`: 0 is Monday; times are the city's; `origin`: pack (a start may end it) or ketua."""

    __tablename__ = "patterns"
    __table_args__ = (
        CheckConstraint("weekday BETWEEN 0 AND 6", name="weekday"),
        CheckConstraint("ends > starts", name="times"),
        CheckConstraint("capacity > 0", name="capacity"),
        CheckConstraint("origin IN ('pack', 'ketua')", name="origin"),
        Index(
            "uq_patterns_pack",
            "space_id",
            "weekday",
            "starts",
            "ends",
            "title",
            unique=True,
            sqlite_where=FROM_PACK,
            postgresql_where=FROM_PACK,
        ),
    )

    id: Mapped[int] = mapped_column(WideInteger, primary_key=True)
    space_id: Mapped[int] = mapped_column(ForeignKey("spaces.id"), index=True)
    weekday: Mapped[int] = mapped_column(SmallInteger)
    starts: Mapped[time] = mapped_column(Time)
    ends: Mapped[time] = mapped_column(Time)
    title: Mapped[str] = mapped_column(String(80), server_default="")
    capacity: Mapped[int] = mapped_column(Integer)
    approval: Mapped[bool] = mapped_column(server_default=text("false"))
    asks_purpose: Mapped[bool] = mapped_column(server_default=text("false"))
    asks_contact: Mapped[bool] = mapped_column(server_default=text("false"))
    origin: Mapped[str] = mapped_column(String(8))
    made_by: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"))
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ended_by: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"))
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Closure(Base):
    """A day of the city on which the space does not open."""

    __tablename__ = "closures"
    __table_args__ = (UniqueConstraint("space_id", "day"),)

    id: Mapped[int] = mapped_column(WideInteger, primary_key=True)
    space_id: Mapped[int] = mapped_column(ForeignKey("spaces.id"))
    day: Mapped[date] = mapped_column(Date)
    reason: Mapped[str] = mapped_column(Text, server_default="")
    made_by: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"))
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)


class Wish(Base):
    """Somebody wants to hear when slots open in a kecamatan that has none."""

    __tablename__ = "wishes"

    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True, autoincrement=False)
    kecamatan: Mapped[str] = mapped_column(String(32), primary_key=True)
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
