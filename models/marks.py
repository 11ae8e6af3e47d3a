"""Mark: a small fact the house remembers about itself (what menu was set, whether the last stop was clean)."""

from sqlalchemy import String, Text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base


class Mark(Base):
    """One value a name."""

    __tablename__ = "marks"

    name: Mapped[str] = mapped_column(String(64), primary_key=True)
    value: Mapped[str] = mapped_column(Text)
