"""Files that Telegram has: what was uploaded once is sent again by its file_id."""

from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, UtcDateTime


class SentFile(Base):
    """A file by its content. A file_id counts for one bot only; `at` is when it was uploaded."""

    __tablename__ = "sent_files"
    __table_args__ = (
        CheckConstraint("kind IN ('photo', 'document')", name="kind"),
        Index("ix_sent_files_at", "at"),
    )

    hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    kind: Mapped[str] = mapped_column(String(10))
    file_id: Mapped[str] = mapped_column(Text)
    bot_id: Mapped[int] = mapped_column(BigInteger)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
