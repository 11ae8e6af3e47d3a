"""By the clock: questions that lie for a day are brought to mind each morning; old ones are forgotten."""

from collections.abc import Sequence
from datetime import datetime, time
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from notices import desk as told
from notices.teller import Teller
from services import desk, questions, roles
from wire.outbox import Draft

FROM, UNTIL = time(8), time(17)
"""When satgas are reminded, in the city's time."""


def remind(db: Connection, *, teller: Teller, now: datetime) -> Sequence[Draft]:
    """Each satgas hears once a day of what nobody answers."""
    local = now.astimezone(ZoneInfo(teller.timezone))
    if not FROM <= local.time() < UNTIL:
        return ()
    overdue = desk.overdue(db, today=local.date(), now=now)
    if overdue is None:
        return ()
    force = roles.task_force(db, satgas_ids=teller.satgas_ids)
    return [draft for satgas in force for draft in told.overdue(teller, satgas, overdue, now=now)]


def forget(db: Connection, *, teller: Teller, now: datetime) -> Sequence[Draft]:
    """Forget what was asked when it has had its time; says nothing."""
    questions.forget(db, now=now)
    return ()
