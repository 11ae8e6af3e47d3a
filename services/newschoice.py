"""News choices: what somebody wants to hear, and how often; a yes is a consent, a stop holds from that moment on."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, select, update

from models import Later, News, NewsFollow, NewsMute, Outbox, upsert
from services import consents
from services.consents import Purpose
from services.news import EACH, month_of

CAPS = (2, 4, 8)
"""So many in a month at most, where somebody wants a limit."""
PAUSES = (1, 7, 30)
"""Days that news may rest."""


@dataclass(frozen=True, slots=True)
class Choice:
    """What somebody chose; `wants`: their consent stands; `got`: this month under their cap."""

    wants: bool = False
    asked: bool = False
    home: str | None = None
    follows: frozenset[str] = frozenset()
    mutes: frozenset[str] = frozenset()
    kind: str | None = None
    every: str = EACH
    snoozed_until: datetime | None = None
    cap: int | None = None
    got: int = 0


def of(db: Connection, *, person_id: int, now: datetime, timezone: str) -> Choice:
    """What this person chose, as it holds now."""
    row = db.execute(select(News).where(News.person_id == person_id)).first()
    if row is None:
        return Choice()
    follows = db.scalars(select(NewsFollow.kecamatan).where(NewsFollow.person_id == person_id))
    mutes = db.scalars(select(NewsMute.topic).where(NewsMute.person_id == person_id))
    return Choice(
        wants=Purpose.NEWS in consents.held(db, person_id=person_id),
        asked=row.asked_at is not None,
        home=row.home,
        follows=frozenset(follows),
        mutes=frozenset(mutes),
        kind=row.kind,
        every=row.every,
        snoozed_until=row.snoozed_until if row.snoozed_until and row.snoozed_until > now else None,
        cap=row.monthly_cap,
        got=row.got if row.month == month_of(now, timezone) else 0,
    )


def ask_once(db: Connection, *, person_id: int, now: datetime) -> bool:
    """Whether this is the moment to ask, as nobody did before; from now on somebody has."""
    known = db.execute(select(News.asked_at).where(News.person_id == person_id)).first()
    return (known is None or known.asked_at is None) and _mark_asked(db, person_id, now)


def agree(db: Connection, *, person_id: int, language: str, now: datetime) -> bool:
    """Yes to news, in the wording they read; False where that was said before."""
    _mark_asked(db, person_id, now)
    given = consents.give(db, person_id=person_id, purpose=Purpose.NEWS, language=language, now=now)
    if given:
        _set(db, person_id, told_until=now, snoozed_until=None)
    return given


def stop(db: Connection, *, person_id: int, now: datetime) -> bool:
    """No news any more, what waits to be sent included; the choices stay, should they come back."""
    _mark_asked(db, person_id, now)
    _leave_unsent(db, person_id, now)
    return consents.withdraw(db, person_id=person_id, purpose=Purpose.NEWS, now=now)


def live_in(db: Connection, *, person_id: int, kecamatan: str | None) -> None:
    """Their one home kecamatan; None: they do not say."""
    _set(db, person_id, home=kecamatan)


def follow(db: Connection, *, person_id: int, kecamatan: str, follows: bool) -> None:
    """Hear of this kecamatan too, or no longer."""
    _put(db, NewsFollow, follows, person_id=person_id, kecamatan=kecamatan)


def hear_of(db: Connection, *, person_id: int, topic: str, hears: bool) -> None:
    """Hear of this topic, or no longer."""
    _put(db, NewsMute, not hears, person_id=person_id, topic=topic)


def be(db: Connection, *, person_id: int, kind: str | None) -> None:
    """What one is among the roadmap's stakeholders; None: they do not say."""
    _set(db, person_id, kind=kind)


def pace(db: Connection, *, person_id: int, every: str, now: datetime) -> None:
    """Each announcement as it comes, or all together once a week; what was before is not told again."""
    weekly = update(News).where(News.person_id == person_id, News.every != every)
    db.execute(weekly.values(every=every, told_until=now))


def limit(db: Connection, *, person_id: int, cap: int | None) -> None:
    """At most so many in a month, counted from the day a limit is set; None: no limit."""
    anew = update(News).where(News.person_id == person_id, News.monthly_cap.is_(None))
    db.execute(anew.values(month=None, got=0))
    _set(db, person_id, monthly_cap=cap)


def snooze(db: Connection, *, person_id: int, until: datetime | None, now: datetime) -> None:
    """No news before then, what waits to be sent included; None: again from now on."""
    _set(db, person_id, snoozed_until=until)
    if until:
        _leave_unsent(db, person_id, now)


def _mark_asked(db: Connection, person_id: int, now: datetime) -> bool:
    """The row is there and says that they were asked; True where it did not say so before."""
    asked = upsert(db, News).values(person_id=person_id, asked_at=now)
    first = asked.on_conflict_do_update(
        index_elements=[News.person_id], set_={"asked_at": now}, where=News.asked_at.is_(None)
    )
    return db.execute(first.returning(News.person_id)).first() is not None


def _set(db: Connection, person_id: int, **told: Any) -> None:
    chosen = upsert(db, News).values(person_id=person_id, **told)
    db.execute(chosen.on_conflict_do_update(index_elements=[News.person_id], set_=told))


def _put(db: Connection, table: type[NewsFollow] | type[NewsMute], there: bool, **row: Any) -> None:
    if there:
        db.execute(upsert(db, table).values(**row).on_conflict_do_nothing())
    else:
        db.execute(delete(table).filter_by(**row))


def _leave_unsent(db: Connection, person_id: int, now: datetime) -> None:
    theirs = (Outbox.person_id == person_id, Outbox.kind == "announcement", Outbox.state == "waiting")
    db.execute(update(Outbox).where(*theirs).values(state="cancelled", payload="", done_at=now))
    db.execute(delete(Later).where(Later.person_id == person_id, Later.kind == "announcement"))
