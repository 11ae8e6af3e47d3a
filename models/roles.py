"""Role: what somebody may do beside being warga; Invite: a one-time link that grants one."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, UtcDateTime, WideInteger


class Role(Base):
    """A ketua has one row for each kecamatan; a satgas one row with kecamatan ''. Taken back = `ended_at` set."""

    __tablename__ = "roles"
    __table_args__ = (
        CheckConstraint("(role = 'satgas' AND kecamatan = '') OR (role = 'ketua' AND kecamatan <> '')", name="role"),
        Index(
            "uq_roles_live",
            "person_id",
            "role",
            "kecamatan",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(WideInteger, primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    role: Mapped[str] = mapped_column(String(8))
    kecamatan: Mapped[str] = mapped_column(String(32), default="")
    granted_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    granted_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Invite(Base):
    """Only the hash of the link's secret is kept; `kecamatan` is a comma-separated list, '' for satgas."""

    __tablename__ = "invites"
    __table_args__ = (CheckConstraint("role IN ('ketua', 'satgas')", name="role"),)

    id: Mapped[int] = mapped_column(WideInteger, primary_key=True)
    secret_hash: Mapped[str] = mapped_column(String(64), unique=True)
    role: Mapped[str] = mapped_column(String(8))
    kecamatan: Mapped[str] = mapped_column(String(160), default="")
    label: Mapped[str] = mapped_column(String(64), default="")
    made_by: Mapped[int] = mapped_column(ForeignKey("people.id"))
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    used_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
