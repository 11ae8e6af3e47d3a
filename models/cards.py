"""IdeaCard: an idea's card that somebody sent to another chat, known from its first press on."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, UtcDateTime

DIRTY = text("dirty")


class IdeaCard(Base):
    """`dirty`: it may show what is no longer so; `shown`: what it shows, in short; `edited_at`: the last edit."""

    __tablename__ = "idea_cards"
    __table_args__ = (Index("ix_idea_cards_dirty", "edited_at", sqlite_where=DIRTY, postgresql_where=DIRTY),)

    inline_message_id: Mapped[str] = mapped_column(String(128), primary_key=True)
    idea_id: Mapped[int] = mapped_column(ForeignKey("ideas.id"), index=True)
    language: Mapped[str] = mapped_column(String(8))
    shown: Mapped[str] = mapped_column(String(80), server_default="")
    dirty: Mapped[bool] = mapped_column(server_default=text("true"))
    edited_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    pressed_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
