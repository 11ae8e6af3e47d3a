"""Who may still be written to at the moment their copy is claimed, and what that counts for; asked by the sender."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, select

from models import Chat, Person
from services import news


class Claiming:
    """The rules of a claim in this time zone, as wire/deliveries.py asks for them."""

    def __init__(self, timezone: str) -> None:
        self._timezone = timezone
        self.reachable: Select[Any] = select(Person.id).where(*news.reachable())
        self.chats: Select[Any] = select(Chat.id).where(Chat.active.is_(True), Chat.state == "accepted")

    def people(self, now: datetime) -> Any:
        """Whoever news may go to now: consent, reach, bans, pauses and monthly caps."""
        return news.receivers(now=now, timezone=self._timezone)

    def got(self, db: Connection, *, person_ids: Sequence[int], now: datetime) -> None:
        """They are being sent one: a monthly cap counts it."""
        news.count_as_got(db, person_ids=person_ids, now=now, timezone=self._timezone)
