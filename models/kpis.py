"""Kpi: what the task force measures itself by; KpiReading: a number of a day; KpiImport: a file of them."""

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import JSON, CheckConstraint, Date, Dialect, ForeignKey, Index, Integer, String, TypeDecorator, text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, UtcDateTime, WideInteger


class Exact(TypeDecorator[Decimal]):
    """A decimal number, kept digit by digit: what was entered is what is read, in both databases."""

    impl = String(40)
    cache_ok = True

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> str | None:
        return None if value is None else f"{value:f}"

    def process_result_value(self, value: str | None, dialect: Dialect) -> Decimal | None:
        return None if value is None else Decimal(value)


class Kpi(Base):
    """`unit`: "%", "Rp", "" for a bare count, else a word; `direction`: which way is better; `every`: how often."""

    __tablename__ = "kpis"
    __table_args__ = (
        CheckConstraint("direction IN ('up', 'down')", name="direction"),
        CheckConstraint("every IN ('weekly', 'monthly', 'quarterly', 'yearly')", name="every"),
        CheckConstraint("(baseline IS NULL) = (baseline_on IS NULL)", name="baseline"),
        Index("ix_kpis_changed_at", "changed_at"),
    )

    id: Mapped[int] = mapped_column(WideInteger, primary_key=True)
    name: Mapped[dict[str, str]] = mapped_column(JSON)
    about: Mapped[dict[str, str]] = mapped_column(JSON)
    unit: Mapped[str] = mapped_column(String(24), server_default="")
    direction: Mapped[str] = mapped_column(String(4))
    every: Mapped[str] = mapped_column(String(9))
    baseline: Mapped[Decimal | None] = mapped_column(Exact)
    baseline_on: Mapped[date | None] = mapped_column(Date)
    target: Mapped[Decimal | None] = mapped_column(Exact)
    due: Mapped[date | None] = mapped_column(Date)
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"))
    point: Mapped[str] = mapped_column(String(40), server_default="")
    source: Mapped[str] = mapped_column(String(200), server_default="")
    retired_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    revision: Mapped[int] = mapped_column(Integer, server_default="0")
    nudged_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    changed_by: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"))


class KpiImport(Base):
    """`undone_at`: all of it was taken back."""

    __tablename__ = "kpi_imports"

    id: Mapped[int] = mapped_column(WideInteger, primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"))
    readings: Mapped[int] = mapped_column(Integer)
    undone_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


LIVE = text("ended IS NULL")


class KpiReading(Base):
    """One counts for each day (`ended`: none); `corrects_id`: the one it put right, which stays."""

    __tablename__ = "kpi_readings"
    __table_args__ = (
        CheckConstraint("ended IN ('corrected', 'withdrawn')", name="ended"),
        CheckConstraint("(ended IS NULL) = (ended_at IS NULL)", name="ended_at"),
        Index("uq_kpi_readings_kpi_id_as_of", "kpi_id", "as_of", unique=True, sqlite_where=LIVE, postgresql_where=LIVE),
        Index("ix_kpi_readings_kpi_id", "kpi_id", "as_of", "id"),
        Index("ix_kpi_readings_at", "at"),
        Index("ix_kpi_readings_import_id", "import_id"),
    )

    id: Mapped[int] = mapped_column(WideInteger, primary_key=True)
    kpi_id: Mapped[int] = mapped_column(ForeignKey("kpis.id", ondelete="CASCADE"))
    as_of: Mapped[date] = mapped_column(Date)
    value: Mapped[Decimal] = mapped_column(Exact)
    note: Mapped[str] = mapped_column(String(200), server_default="")
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"))
    corrects_id: Mapped[int | None] = mapped_column(ForeignKey("kpi_readings.id", ondelete="SET NULL"))
    import_id: Mapped[int | None] = mapped_column(ForeignKey("kpi_imports.id", ondelete="SET NULL"))
    ended: Mapped[str | None] = mapped_column(String(9))
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
