"""Roles: who may do what beside being warga; invites are in invites.py."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import ColumnElement, Connection, bindparam, or_, select, update

from models import Invite, Mark, Person as People, Role, upsert
from services import audit
from services.people import COLUMNS, Person, from_row

Ids = Collection[int]


_HELD_BY = (
    select(Role.role, Role.kecamatan)
    .where(Role.person_id == bindparam("person_id"), Role.ended_at.is_(None))
    .order_by(Role.id)
)


@dataclass(frozen=True, slots=True)
class Rights:
    """`by_settings`: satgas as long as SATGAS_IDS says so; `kecamatan`: where they are ketua."""

    satgas: bool = False
    by_settings: bool = False
    kecamatan: tuple[str, ...] = ()

    @property
    def ketua(self) -> bool:
        return bool(self.kecamatan)


@dataclass(frozen=True, slots=True)
class Held:
    """One role of a person; a ketua holds one for each kecamatan, a satgas one with kecamatan ''."""

    id: int
    role: str
    kecamatan: str


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody with a role."""

    person: Person
    by_settings: bool
    held: tuple[Held, ...]


@dataclass(frozen=True, slots=True)
class Team:
    """Everybody with a role; `unseen` counts ids of SATGAS_IDS that never wrote to the bot."""

    members: tuple[Member, ...]
    unseen: int


class TakeBack(StrEnum):
    """What came of taking a role back; the value is also the text's key."""

    DONE = "team.taken_back"
    NOT_HELD = "team.not_held"
    LAST_SATGAS = "team.last_satgas"
    BY_SETTINGS = "team.by_settings"
    NOT_ALLOWED = "team.refused"


@dataclass(frozen=True, slots=True)
class Taken:
    """The outcome, and whose role it was where that is known."""

    outcome: TakeBack
    person: Person | None = None
    held: Held | None = None


def of(db: Connection, *, person_id: int, telegram_id: int, satgas_ids: Ids) -> Rights:
    """What this person may do now."""
    rows = db.execute(_HELD_BY, {"person_id": person_id}).all()
    by_settings = telegram_id in satgas_ids
    satgas = by_settings or any(role == "satgas" for role, _ in rows)
    return Rights(satgas, by_settings, tuple(kecamatan for role, kecamatan in rows if role == "ketua"))


def list_team(db: Connection, *, satgas_ids: Ids) -> Team:
    """Everybody with a role, satgas first, then by name."""
    held: dict[int, list[Held]] = {}
    for row in db.execute(select(Role.id, Role.person_id, Role.role, Role.kecamatan).where(*_live()).order_by(Role.id)):
        held.setdefault(row.person_id, []).append(Held(row.id, row.role, row.kecamatan))
    rows = db.execute(select(*COLUMNS).where(or_(People.id.in_(held), People.telegram_id.in_(satgas_ids))))
    members = [_member(from_row(row), held, satgas_ids) for row in rows]
    members.sort(key=lambda member: (not _is_satgas(member), member.person.name.casefold(), member.person.id))
    return Team(tuple(members), len(set(satgas_ids) - {member.person.telegram_id for member in members}))


def task_force(db: Connection, *, satgas_ids: Ids) -> list[Person]:
    """Every satgas the bot can write to."""
    satgas = select(Role.person_id).where(*_live(), Role.role == "satgas")
    rows = db.execute(
        select(*COLUMNS)
        .where(or_(People.id.in_(satgas), People.telegram_id.in_(satgas_ids)), People.reach == "open")
        .order_by(People.id)
    )
    return [from_row(row) for row in rows]


def grant(
    db: Connection, *, person_id: int, role: str, kecamatan: Collection[str], granted_by: int, now: datetime
) -> None:
    """Give the role; what the person holds already stays as it is."""
    told = {"person_id": person_id, "role": role, "granted_by": granted_by, "granted_at": now}
    db.execute(
        upsert(db, Role)
        .values([{**told, "kecamatan": one} for one in kecamatan or ("",)])
        .on_conflict_do_nothing(
            index_elements=[Role.person_id, Role.role, Role.kecamatan], index_where=Role.ended_at.is_(None)
        )
    )


def find_held(db: Connection, *, role_id: int) -> tuple[Person, Held] | None:
    """The live role of this number and whose it is."""
    row = db.execute(
        select(*COLUMNS, Role.id.label("role_id"), Role.role, Role.kecamatan)
        .join(Role, Role.person_id == People.id)
        .where(*_live(), Role.id == role_id)
    ).first()
    return (from_row(row), Held(row.role_id, row.role, row.kecamatan)) if row else None


def take_back(db: Connection, *, actor_id: int, role_id: int, satgas_ids: Ids, now: datetime) -> Taken:
    """End one role at once, with the open invites its holder made as satgas; the last satgas stays."""
    satgas = lock_satgas(db)
    found = find_held(db, role_id=role_id)
    if not is_satgas(db, person_id=actor_id, satgas_ids=satgas_ids):
        return Taken(TakeBack.NOT_ALLOWED)
    if found is None:
        return Taken(TakeBack.NOT_HELD)
    person, held = found
    if held.role == "satgas":
        if person.telegram_id in satgas_ids:
            return Taken(TakeBack.BY_SETTINGS, person, held)
        if not satgas_ids and satgas == {person.id}:
            return Taken(TakeBack.LAST_SATGAS, person, held)
    ended = update(Role).where(Role.id == role_id, Role.ended_at.is_(None)).values(ended_at=now).returning(Role.id)
    if db.execute(ended).first() is None:
        return Taken(TakeBack.NOT_HELD)
    if held.role == "satgas":
        open_ones = (Invite.made_by == person.id, Invite.used_at.is_(None), Invite.withdrawn_at.is_(None))
        db.execute(update(Invite).where(*open_ones).values(withdrawn_at=now))
    detail = {"role": held.role, "kecamatan": held.kecamatan}
    audit.record(db, actor_id=actor_id, deed="role.take_back", subject=f"person:{person.id}", detail=detail, now=now)
    return Taken(TakeBack.DONE, person, held)


def is_satgas(db: Connection, *, person_id: int, satgas_ids: Ids) -> bool:
    """Whether this person is satgas now, by a role or by the settings."""
    telegram_id = db.execute(select(People.telegram_id).where(People.id == person_id)).scalar()
    return (
        telegram_id is not None and of(db, person_id=person_id, telegram_id=telegram_id, satgas_ids=satgas_ids).satgas
    )


def follow_settings(db: Connection, *, satgas_ids: Ids, now: datetime) -> list[Person]:
    """People whose rights SATGAS_IDS changed since the last start, each change an audit entry."""
    known = db.execute(select(*COLUMNS).where(People.telegram_id.in_(satgas_ids)).order_by(People.id))
    after = {row[0]: from_row(row) for row in known}
    value = db.execute(select(Mark.value).where(Mark.name == "satgas_by_settings").with_for_update()).scalar()
    before = {int(number) for number in (value or "").split(",") if number}
    gone = db.execute(select(*COLUMNS).where(People.id.in_(before - set(after))).order_by(People.id))
    changed = [(person, "role.by_settings") for number, person in after.items() if number not in before]
    changed += [(from_row(row), "role.no_longer_by_settings") for row in gone]
    for person, deed in changed:
        audit.record(db, actor_id=None, deed=deed, subject=f"person:{person.id}", detail={"role": "satgas"}, now=now)
    told = {"value": ",".join(map(str, after))}
    statement = upsert(db, Mark).values(name="satgas_by_settings", **told)
    db.execute(statement.on_conflict_do_update(index_elements=[Mark.name], set_=told))
    return [person for person, _ in changed]


def _live() -> tuple[ColumnElement[bool], ...]:
    return (Role.ended_at.is_(None),)


def lock_satgas(db: Connection) -> set[int]:
    """Lock every satgas row, lowest first, so that two who take back from each other go one after the other."""
    rows = select(Role.person_id).where(*_live(), Role.role == "satgas").order_by(Role.id).with_for_update()
    return set(db.execute(rows).scalars())


def _member(person: Person, held: Mapping[int, list[Held]], satgas_ids: Ids) -> Member:
    return Member(person, person.telegram_id in satgas_ids, tuple(held.get(person.id, ())))


def _is_satgas(member: Member) -> bool:
    return member.by_settings or any(one.role == "satgas" for one in member.held)
