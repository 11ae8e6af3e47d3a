"""Spaces: read, found nearby, added and changed by who looks after them, closed for good."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from math import asin, cos, radians, sin, sqrt
from typing import Any

from sqlalchemy import Connection, insert, select, update

from models import Space as Spaces
from services import audit
from services.city import Source
from services.coworking.making import new_code
from services.coworking.reading import keeps, kept_by
from services.coworking.values import Space
from services.people import clean
from services.roles import Rights

COLUMNS = (
    Spaces.id,
    Spaces.kecamatan,
    Spaces.name,
    Spaces.address,
    Spaces.latitude,
    Spaces.longitude,
    Spaces.picture,
    Spaces.facilities,
    Spaces.sub_sectors,
    Spaces.opening,
    Spaces.doubt,
    Spaces.source,
    Spaces.no_show_release,
    Spaces.example,
    Spaces.door_code,
    Spaces.closed_at,
)
CHANGEABLE = frozenset(
    ("name", "address", "latitude", "longitude", "picture", "facilities", "sub_sectors", "opening", "no_show_release")
)
"""What who looks after a space may change one by one; its kecamatan is who looks after it."""
LONGEST = {"name": 120}
"""Letters of what is written there; of the others 256."""
DOOR_CODE = 12


def read_space(db: Connection, *, space_id: int) -> Space | None:
    """The space, closed for good or not."""
    row = db.execute(select(*COLUMNS).where(Spaces.id == space_id)).first()
    return _from_row(row) if row else None


def spaces(db: Connection, *, kecamatan: str | None = None) -> list[Space]:
    """The spaces that are not closed for good, by name; of one kecamatan or of all."""
    wanted = select(*COLUMNS).where(Spaces.closed_at.is_(None))
    if kecamatan is not None:
        wanted = wanted.where(Spaces.kecamatan == kecamatan)
    return [_from_row(row) for row in db.execute(wanted.order_by(Spaces.name, Spaces.id))]


def spaces_kept(db: Connection, *, rights: Rights) -> list[Space]:
    """The spaces somebody with these rights looks after, closed ones too, by kecamatan and name."""
    wanted = select(*COLUMNS).where(*kept_by(rights)).order_by(Spaces.kecamatan, Spaces.name, Spaces.id)
    return [_from_row(row) for row in db.execute(wanted)]


def kept_space(db: Connection, *, space_id: int, rights: Rights) -> Space | None:
    """The space if somebody with these rights looks after it; None as if there were none."""
    space = read_space(db, space_id=space_id)
    return space if space and keeps(rights, space.kecamatan) else None


def space_of_door(db: Connection, *, door_code: str) -> Space | None:
    """The open space on whose door this code hangs now."""
    row = db.execute(select(*COLUMNS).where(Spaces.door_code == clean(door_code), Spaces.closed_at.is_(None))).first()
    return _from_row(row) if row else None


def nearest(db: Connection, *, latitude: float, longitude: float, most: int = 5) -> list[tuple[Space, float]]:
    """The open spaces whose place is known with their distance in km as the crow flies, the nearest first."""
    placed = [
        (space, _kilometres(latitude, longitude, space.latitude, space.longitude))
        for space in spaces(db)
        if space.latitude is not None and space.longitude is not None
    ]
    return sorted(placed, key=lambda found: found[1])[:most]


def add_space(
    db: Connection, *, rights: Rights, actor_id: int, kecamatan: str, name: str, now: datetime, address: str = ""
) -> Space | None:
    """A new space in a kecamatan one looks after; None where one does not."""
    if not keeps(rights, kecamatan):
        return None
    told = {"address": clean(address), "changed_by": actor_id}
    values = blank_space(kecamatan=kecamatan, name=clean(name, 120), now=now) | told
    row = db.execute(insert(Spaces).values(values).returning(*COLUMNS)).one()
    _record(db, row.id, "add", actor_id, now)
    return _from_row(row)


def blank_space(*, kecamatan: str, name: str, now: datetime) -> dict[str, Any]:
    """The columns of a space of which nothing but this is known; its door code is new."""
    told = {"kecamatan": kecamatan, "name": name, "created_at": now, "changed_at": now}
    return {**told, "facilities": [], "sub_sectors": [], "door_code": new_code(DOOR_CODE)}


def change_space(
    db: Connection, *, space_id: int, rights: Rights, actor_id: int, now: datetime, **values: object
) -> Space | None:
    """Change some of CHANGEABLE; from then on the city pack leaves the space alone. None: not one's own."""
    assert values.keys() <= CHANGEABLE, f"not to be changed: {values.keys() - CHANGEABLE}"
    told = {name: clean(one, LONGEST.get(name, 256)) if isinstance(one, str) else one for name, one in values.items()}
    return _change(db, space_id, rights, actor_id, now, "change", told)


def renew_door_code(db: Connection, *, space_id: int, rights: Rights, actor_id: int, now: datetime) -> Space | None:
    """Another code for the door; the one hanging there counts no more. None: not one's own."""
    return _change(db, space_id, rights, actor_id, now, "renew_door_code", {"door_code": new_code(DOOR_CODE)})


def reopen_space(db: Connection, *, space_id: int, rights: Rights, actor_id: int, now: datetime) -> Space | None:
    """The space is not closed for good after all; its slots are opened anew by hand or by patterns."""
    return _change(db, space_id, rights, actor_id, now, "reopen", {"closed_at": None})


def mark_closed(db: Connection, *, space_id: int, rights: Rights, actor_id: int, now: datetime) -> Space | None:
    """Closed for good; closing.close_space does the rest."""
    return _change(db, space_id, rights, actor_id, now, "close", {"closed_at": now})


def _change(
    db: Connection,
    space_id: int,
    rights: Rights,
    actor_id: int,
    now: datetime,
    deed: str,
    values: Mapping[str, object],
) -> Space | None:
    stamped = {**values, "changed_at": now, "changed_by": actor_id}
    changed = update(Spaces).where(Spaces.id == space_id, *kept_by(rights)).values(stamped).returning(*COLUMNS)
    row = db.execute(changed).first()
    if row is None:
        return None
    _record(db, space_id, deed, actor_id, now, sorted(values))
    return _from_row(row)


def _record(db: Connection, space_id: int, deed: str, actor_id: int, now: datetime, what: Sequence[str] = ()) -> None:
    detail = {"what": list(what)} if what else {}
    audit.record(db, actor_id=actor_id, deed=f"space.{deed}", subject=f"space:{space_id}", detail=detail, now=now)


def _from_row(row: Any) -> Space:
    source = Source(**row.source) if row.source else None
    lists = tuple(row.facilities), tuple(row.sub_sectors)
    told = row.opening, row.doubt, source, row.no_show_release, row.example, row.door_code, row.closed_at is not None
    return Space(*(*row[:7], *lists, *told))


def _kilometres(latitude: float, longitude: float, other_latitude: float, other_longitude: float) -> float:
    """Along a great circle of the Earth."""
    north, other_north = radians(latitude), radians(other_latitude)
    up, across = other_north - north, radians(other_longitude - longitude)
    part = sin(up / 2) ** 2 + cos(north) * cos(other_north) * sin(across / 2) ** 2
    return 2 * 6371.0 * asin(sqrt(min(1.0, part)))
