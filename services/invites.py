"""Invites: one-time links that give a role; only the hash of a link's secret is kept."""

import secrets
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from sqlalchemy import ColumnElement, Connection, exists, insert, or_, select, update

from models import Invite, Person as People, Role
from services import audit, roles

LIFETIME = timedelta(hours=48)
LABEL = 64


@dataclass(frozen=True, slots=True)
class NewInvite:
    """`secret` is in the link and nowhere else."""

    id: int
    secret: str
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class OpenInvite:
    """An invite nobody used yet; `maker` is a name."""

    id: int
    role: str
    kecamatan: tuple[str, ...]
    label: str
    maker: str
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Redeemed:
    """The role an invite gave."""

    role: str
    kecamatan: tuple[str, ...]


def invite(
    db: Connection, *, made_by: int, role: str, kecamatan: Sequence[str] = (), label: str = "", now: datetime
) -> NewInvite:
    """A new link for a satgas, or for a ketua of these kecamatan; it counts once, for 48 hours."""
    secret = secrets.token_urlsafe(24)
    values = {
        "secret_hash": _hash(secret),
        "role": role,
        "kecamatan": ",".join(kecamatan),
        "label": label[:LABEL],
        "made_by": made_by,
        "made_at": now,
        "expires_at": now + LIFETIME,
    }
    number = db.execute(insert(Invite).values(values).returning(Invite.id)).scalar_one()
    detail = {"role": role, "kecamatan": list(kecamatan)}
    audit.record(db, actor_id=made_by, deed="invite.make", subject=f"invite:{number}", detail=detail, now=now)
    return NewInvite(number, secret, now + LIFETIME)


def redeem(
    db: Connection, *, secret: str, person_id: int, satgas_ids: Collection[int], now: datetime
) -> Redeemed | None:
    """Take the role a link gives. None where it is not valid: unknown, used, expired, withdrawn, or one's own."""
    taken = (
        update(Invite)
        .where(Invite.secret_hash == _hash(secret), *_open(now), Invite.made_by != person_id, _by_a_satgas(satgas_ids))
        .values(used_by=person_id, used_at=now)
        .returning(Invite.id, Invite.role, Invite.kecamatan, Invite.made_by)
    )
    row = db.execute(taken).first()
    if row is None:
        return None
    given = Redeemed(row.role, _split(row.kecamatan))
    roles.grant(db, person_id=person_id, role=given.role, kecamatan=given.kecamatan, granted_by=row.made_by, now=now)
    detail = {"role": given.role, "kecamatan": list(given.kecamatan), "person": person_id}
    audit.record(db, actor_id=person_id, deed="invite.redeem", subject=f"invite:{row.id}", detail=detail, now=now)
    return given


def open_invites(db: Connection, *, now: datetime) -> list[OpenInvite]:
    """What still waits to be used, the oldest first."""
    rows = db.execute(
        select(Invite.id, Invite.role, Invite.kecamatan, Invite.label, People.name, Invite.expires_at)
        .join(People, People.id == Invite.made_by)
        .where(*_open(now))
        .order_by(Invite.id)
    )
    return [OpenInvite(r.id, r.role, _split(r.kecamatan), r.label, r.name, r.expires_at) for r in rows]


def withdraw_invite(db: Connection, *, actor_id: int, invite_id: int, now: datetime) -> bool:
    """End an open invite; False when it was not open any more."""
    ended = update(Invite).where(Invite.id == invite_id, *_open(now)).values(withdrawn_at=now).returning(Invite.id)
    if db.execute(ended).first() is None:
        return False
    audit.record(db, actor_id=actor_id, deed="invite.withdraw", subject=f"invite:{invite_id}", detail={}, now=now)
    return True


def _open(now: datetime) -> tuple[ColumnElement[bool], ...]:
    return (Invite.used_at.is_(None), Invite.withdrawn_at.is_(None), Invite.expires_at > now)


def _by_a_satgas(satgas_ids: Collection[int]) -> ColumnElement[bool]:
    """An invite counts only as long as its maker may invite."""
    by_role = exists().where(Role.person_id == Invite.made_by, Role.role == "satgas", Role.ended_at.is_(None))
    by_settings = exists().where(People.id == Invite.made_by, People.telegram_id.in_(satgas_ids))
    return or_(by_role, by_settings)


def _split(kecamatan: str) -> tuple[str, ...]:
    return tuple(kecamatan.split(",")) if kecamatan else ()


def _hash(secret: str) -> str:
    return sha256(secret.encode("utf-8", "replace")).hexdigest()
