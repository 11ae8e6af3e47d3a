"""Packs: what the city pack says of spaces and their weekly openings, brought into the tables at a start."""

import hashlib
import json
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select, update

from models import Pattern as Patterns, Space as Spaces, upsert
from services.city import City, PackPattern, PackSpace
from services.coworking.patterns import close_unused
from services.coworking.spaces import blank_space


def fill_from_pack(db: Connection, *, pack: City, now: datetime) -> int:
    """New spaces and openings put in, untouched ones brought up to date, what is left out closed; how many changed."""
    prints = {
        one.key: one.pack_print
        for one in db.execute(select(Spaces.key, Spaces.pack_print).where(Spaces.key.is_not(None)))
    }
    told = [space for space in pack.spaces if prints.get(space.key) != print_of(space)]
    for space in sorted(told, key=lambda one: one.key):
        _tell(db, space, now)
    keys = {space.key for space in pack.spaces}
    for key in sorted(key for key, done in prints.items() if key and done and key not in keys):
        _retire(db, key, now)
    return len(told)


def print_of(space: PackSpace) -> str:
    """By this a later start sees whether the pack changed the space."""
    whole = json.dumps(asdict(space), sort_keys=True, ensure_ascii=False, default=str)
    return hashlib.sha256(whole.encode()).hexdigest()


def _tell(db: Connection, space: PackSpace, now: datetime) -> None:
    """What people changed in the chat is left as it is; its print is remembered all the same."""
    says = {
        "kecamatan": space.kecamatan,
        "name": space.name,
        "address": space.address,
        "latitude": space.latitude,
        "longitude": space.longitude,
        "facilities": list(space.facilities),
        "sub_sectors": list(space.sub_sectors),
        "opening": space.opening,
        "doubt": space.doubt,
        "source": asdict(space.source) if space.source else None,
        "example": space.example,
        "changed_at": now,
    }
    blank = blank_space(kecamatan=space.kecamatan, name=space.name, now=now)
    statement = upsert(db, Spaces).values({**blank, **says, "key": space.key, "pack_print": ""})
    untouched = Spaces.changed_by.is_(None)
    db.execute(
        statement.on_conflict_do_update(index_elements=[Spaces.key], set_={**says, "closed_at": None}, where=untouched)
    )
    row = update(Spaces).where(Spaces.key == space.key).values(pack_print=print_of(space))
    _tell_patterns(db, db.execute(row.returning(Spaces.id)).scalar_one(), space.patterns, now)


def _tell_patterns(db: Connection, space_id: int, patterns: tuple[PackPattern, ...], now: datetime) -> None:
    """An opening a person ended stays ended; one the pack no longer has ends, and its unused slots close."""
    mine = (Patterns.space_id == space_id, Patterns.origin == "pack")
    rows = db.execute(select(Patterns.id, *_KEY, Patterns.ended_at, Patterns.ended_by).where(*mine)).all()
    wanted = {_key(pattern): _row(space_id, pattern, now) for pattern in patterns}
    gone = [row.id for row in rows if tuple(row[1:5]) not in wanted and row.ended_at is None]
    db.execute(update(Patterns).where(Patterns.id.in_(gone)).values(ended_at=now))
    close_unused(db, pattern_ids=gone, now=now)
    if not wanted:
        return
    statement = upsert(db, Patterns).values(list(wanted.values()))
    again = {"capacity": statement.excluded.capacity, "ended_at": None}
    db.execute(
        statement.on_conflict_do_update(
            index_elements=[Patterns.space_id, *_KEY],
            index_where=Patterns.origin == "pack",
            set_=again,
            where=Patterns.ended_by.is_(None),
        )
    )


_KEY = (Patterns.weekday, Patterns.starts, Patterns.ends, Patterns.title)


def _key(pattern: PackPattern) -> tuple[Any, ...]:
    return pattern.weekday, pattern.starts, pattern.ends, pattern.title


def _row(space_id: int, pattern: PackPattern, now: datetime) -> dict[str, Any]:
    return {"space_id": space_id, **asdict(pattern), "origin": "pack", "made_at": now}


def _retire(db: Connection, key: str, now: datetime) -> None:
    """Closed for good unless a person looked after it; slots in which somebody has a place stay until they are over."""
    untouched = (Spaces.key == key, Spaces.changed_by.is_(None))
    gone = update(Spaces).where(*untouched).values(closed_at=now, changed_at=now, pack_print="")
    space_id = db.execute(gone.returning(Spaces.id)).scalar()
    if space_id is not None:
        _tell_patterns(db, space_id, (), now)
