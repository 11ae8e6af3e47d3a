"""A row of a person in every table that the register knows, filled with words that nobody else says."""

from datetime import UTC, date, datetime, time
from decimal import Decimal
from itertools import count
from typing import Any

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Connection,
    Date,
    DateTime,
    Float,
    Integer,
    String,
    Table,
    Time,
    insert,
    select,
)

from models import Base, Person
from models.register import PERSON_OF, REGISTER

NOW = datetime(2026, 11, 24, 5, 0, tzinfo=UTC)
OLD = datetime(2026, 11, 20, 5, 0, tzinfo=UTC)
NAME, USERNAME, PHONE, NUMBER = "Kenari Rahasia", "kenari_rahasia", "+62877001122", 87_654_321_012
WORDS = f"{NAME} {USERNAME} {PHONE} {NUMBER}"
CANARIES = ("enari", USERNAME, "877001122", str(NUMBER))
ALLOWED: dict[tuple[str, str], Any] = {
    ("outbox", "state"): "waiting", ("outbox", "kind"): "notice", ("forms", "form"): "ban", ("roles", "role"): "ketua",
    ("roles", "kecamatan"): "klojen", ("invites", "role"): "satgas", ("ideas", "visibility"): "shown",
    ("ideas", "status"): "received", ("news", "every"): "week", ("digests", "every"): "day",
    ("consents", "ended_at"): None, ("consents", "how"): None, ("waitlist", "offer_until"): OLD,
    ("waitlist", "state"): "passed", ("seats", "state"): "cancelled", ("questions", "outcome"): "answered",
    ("questions", "closed_at"): OLD,
    ("idea_helps", "state"): "declined", ("later", "kind"): "notice", ("people", "reach"): "open",
    ("deliveries", "state"): 2, ("announcements", "kind"): "text", ("announcements", "state"): "done",
    ("corrections", "deed"): "edit", ("corrections", "state"): "done", ("chats", "kind"): "group",
    ("chats", "state"): "accepted", ("idea_answers", "status"): "considered", ("milestones", "status"): "on_track",
    ("milestones", "progress"): 10, ("milestone_updates", "kind"): "told", ("patterns", "origin"): "ketua",
    ("articles", "origin"): "satgas", ("kpis", "direction"): "up", ("kpis", "every"): "monthly",
    ("kpi_readings", "ended"): None, ("kpi_readings", "ended_at"): None, ("incident_notices", "state"): "sent",
    ("patterns", "ends"): time(12), ("patterns", "weekday"): 1, ("slots", "ends_at"): NOW, ("announcements", "why"): "",
    ("announcements", "repeat"): "", ("sent_files", "kind"): "photo", ("milestones", "origin"): "pack",
    ("idea_news", "what"): "shown", ("kpis", "baseline"): None, ("kpis", "baseline_on"): None,
    ("spaces", "latitude"): None, ("spaces", "longitude"): None, ("milestone_updates", "corrects_id"): None,
    ("ideas", "target_id"): None, ("consents", "purpose"): "seat",
    ("consents", "language"): "id", ("consents", "channel"): "chat", ("forms", "data"): None,
    ("audit_entries", "subject"): "person:7",
}  # fmt: skip
"""Columns whose values are few; and such as stand for something else when they are filled."""


class Filler:
    """Fills tables for one person; rows that rows need are made on the way."""

    def __init__(self, db: Connection, person_id: int) -> None:
        self.db, self.person_id, self.numbers = db, person_id, count(1000)
        self.made: dict[str, Any] = {}

    def fill(self, name: str) -> None:
        """A row of the table that is about the person in every column that can be."""
        table = Base.metadata.tables[name]
        if name == "people" or name in self.made:
            return
        self.made[name] = None
        row = {column.name: value for column in table.columns if (value := self._value(table, column)) is not _LEFT}
        self.db.execute(insert(table).values(row))
        keys = list(table.primary_key.columns)
        newest = self.db.execute(select(*keys).order_by(*(key.desc() for key in keys))).first()
        self.made[name] = row.get(keys[0].name) or (newest and newest[0])

    def _value(self, table: Table, column: Column[Any]) -> Any:
        personal = REGISTER[table.name].get(column.name)
        if PERSON_OF.get(table.name) == column.name:
            return self.person_id
        for key in column.foreign_keys:
            return self._known(key.column.table, column)
        if (table.name, column.name) in ALLOWED:
            known = ALLOWED[table.name, column.name]
            return "{}" if (table.name, column.name) == ("forms", "data") else known
        if column.info.get("chat_id") and personal:
            return NUMBER
        if column.primary_key and isinstance(column.type, Integer) and column.autoincrement:
            return _LEFT if len(table.primary_key.columns) == 1 and not column.info else next(self.numbers)
        if personal is None and column.nullable:
            return _LEFT
        return self._filled(table, column, bool(personal))

    def _known(self, other: Table, column: Column[Any]) -> Any:
        if other.name == "people":
            return self.person_id
        if other.name == column.table.name:
            return None
        self.fill(other.name)
        return self.made[other.name]

    def _filled(self, table: Table, column: Column[Any], personal: bool) -> Any:
        kind = getattr(column.type, "impl_instance", column.type)
        if type(column.type).__name__ == "Exact":
            return Decimal(1)
        if isinstance(kind, DateTime):
            return OLD
        if isinstance(kind, JSON):
            return [{"kind": "photo", "file_id": WORDS, "name": WORDS}] if personal else {}
        if isinstance(kind, String):
            return self._words(column, kind.length, personal)
        for one, value in ((Boolean, False), (Date, date(2026, 11, 20)), (Time, time(9)), (Float, 1.0)):
            if isinstance(kind, one):
                return value
        return next(self.numbers) if column.primary_key or column.unique else 1

    def _words(self, column: Column[Any], length: int | None, personal: bool) -> str:
        if not personal:
            return ("" if not column.unique and not column.primary_key else str(next(self.numbers))) or (
                "{}" if column.name in ("detail", "payload") else ""
            )
        words = WORDS if length is None or length >= len(WORDS) else NAME if length >= len(NAME) else "kenari"
        return words[: length or None] if column.name != "payload" else '{"text":"' + WORDS + '"}'


_LEFT = object()


def person(db: Connection) -> int:
    """Somebody whose name, username and number are the canaries."""
    told = {"telegram_id": NUMBER, "name": NAME, "username": USERNAME, "created_at": OLD, "seen_at": OLD}
    return db.execute(insert(Person).values(told).returning(Person.id)).scalar_one()


def found(db: Connection) -> list[str]:
    """Where in the whole database a canary sings."""
    places = []
    for table in Base.metadata.sorted_tables:
        for row in db.execute(select(table)).mappings():
            for name, value in row.items():
                if any(canary in str(value) for canary in CANARIES):
                    places.append(f"{table.name}.{name}: {value!r:.80}")
    return places
