"""A ledger of KPIs to try the rules on: the agora's satgas, and short ways to set one and take its numbers."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import Connection

from services.kpis import clock, moving, reading, sheets, taking, writing
from services.kpis.clock import Nudge
from services.kpis.sheets import Applied, Dry
from services.kpis.values import Done, Every, Kpi, Moved, Reading
from services.roles import Rights
from tests.services.ideas.agora import SATGAS, Agora, hours

DAY = date(2026, 11, 24)
ZONE = "Asia/Jakarta"


@dataclass
class Ledger:
    """Deeds of one satgas in one transaction."""

    db: Connection
    agora: Agora = field(init=False)

    def __post_init__(self) -> None:
        self.agora = Agora(self.db)

    def who(self, rights: Rights = SATGAS) -> dict[str, Any]:
        return {"rights": rights, "by": self.agora.satgas, "now": self.agora.now}

    def set(self, name: str = "Startup gim", **told: Any) -> Kpi:
        done = writing.create(self.db, new={"name": {"id": name}, "unit": "startup", **told}, **self.who())
        assert done.kpi is not None, done
        return done.kpi

    def change(self, one: Kpi, revision: int | None = None, rights: Rights = SATGAS, **new: Any) -> Done:
        seen = self.fresh(one).revision if revision is None else revision
        return writing.change(self.db, kpi_id=one.id, revision=seen, new=new, **self.who(rights))

    def take(self, one: Kpi, value: str, days_ago: int = 0, *, seen: int | None = None, note: str = "") -> Done:
        told: dict[str, Any] = {"as_of": DAY - timedelta(days=days_ago), "value": Decimal(value), "note": note}
        return taking.take(self.db, kpi_id=one.id, seen=seen, timezone=ZONE, **told, **self.who())

    def withdraw(self, reading_id: int) -> Done:
        return taking.withdraw(self.db, reading_id=reading_id, **self.who())

    def fresh(self, one: Kpi) -> Kpi:
        found = reading.read_kpi(self.db, kpi_id=one.id)
        assert found is not None
        return found

    def numbers(self, one: Kpi, *, all_of_them: bool = True) -> tuple[Reading, ...]:
        return reading.readings_of(self.db, kpi_id=one.id, all_of_them=all_of_them)

    def shown(self, one: Kpi) -> list[tuple[int, str, str | None]]:
        """Days ago, value, what became of it."""
        return [((DAY - each.as_of).days, str(each.value), each.ended) for each in self.numbers(one)]

    def dry(self, text: str) -> Dry:
        found = sheets.dry_run(self.db, content=text.encode(), now=self.agora.now, timezone=ZONE)
        assert isinstance(found, Dry), found
        return found

    def apply(self, dry: Dry) -> tuple[Applied, int]:
        return sheets.apply(self.db, changes=[one.as_dict() for one in dry.changes], **self.who())

    def undo(self, import_id: int) -> tuple[Applied, int, int]:
        return sheets.undo(self.db, import_id=import_id, **self.who())

    def nudges(self) -> list[Nudge]:
        ids = frozenset({self.agora.satgas.telegram_id})
        return clock.take_nudges(self.db, hours=hours(), satgas_ids=ids, now=self.agora.now)

    def moved(self, days: int = 7) -> tuple[Moved, ...]:
        return moving.moved_since(self.db, since=self.agora.now - timedelta(days=days), now=self.agora.now)


__all__ = ["DAY", "ZONE", "Every", "Ledger"]
