"""Chat: a group the bot is or was in."""

from datetime import datetime

from sqlalchemy import BigInteger, Boolean
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, UtcDateTime


class Chat(Base):
    """`active` is false once the bot was put out of the group."""

    __tablename__ = "chats"

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False, info={"chat_id": True})
    active: Mapped[bool] = mapped_column(Boolean, default=True)
    seen_at: Mapped[datetime] = mapped_column(UtcDateTime)
