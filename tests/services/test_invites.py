"""Invites: a link gives its role once, to somebody else, within 48 hours."""

import threading
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Connection, Engine, select, update

from models import AuditEntry, Invite, Role
from services import invites, people, roles
from services.invites import Redeemed
from services.people import Person
from services.roles import Rights

NOW = datetime(2026, 11, 24, 5, 0, tzinfo=UTC)
SATGAS = 7


def meet(db: Connection, telegram_id: int, name: str) -> Person:
    return people.meet(db, telegram_id=telegram_id, name=name, username=None, telegram_language="id", now=NOW)


def redeem(db: Connection, secret: str, person: Person, after: timedelta = timedelta()) -> Redeemed | None:
    return invites.redeem(db, secret=secret, person_id=person.id, satgas_ids={SATGAS}, now=NOW + after)


@pytest.fixture
def ani(db: Connection) -> Person:
    """The satgas who invites."""
    return meet(db, SATGAS, "Ani")


@pytest.fixture
def budi(db: Connection) -> Person:
    """The one invited."""
    return meet(db, 8, "Budi")


def test_a_link_gives_its_role_once(db: Connection, ani: Person, budi: Person) -> None:
    made = invites.invite(db, made_by=ani.id, role="ketua", kecamatan=["klojen", "sukun"], label="Pak RW", now=NOW)

    assert redeem(db, made.secret, budi) == Redeemed("ketua", ("klojen", "sukun"))
    assert redeem(db, made.secret, budi) is None
    assert redeem(db, made.secret, meet(db, 9, "Citra")) is None
    got = roles.of(db, person_id=budi.id, telegram_id=8, satgas_ids={SATGAS})
    assert got == Rights(kecamatan=("klojen", "sukun"))
    entries = db.execute(select(AuditEntry.actor_id, AuditEntry.deed, AuditEntry.subject).order_by(AuditEntry.id)).all()
    assert [tuple(one) for one in entries] == [
        (ani.id, "invite.make", f"invite:{made.id}"),
        (budi.id, "invite.redeem", f"invite:{made.id}"),
    ]


def test_a_link_counts_for_48_hours(db: Connection, ani: Person, budi: Person) -> None:
    made = invites.invite(db, made_by=ani.id, role="satgas", now=NOW)

    assert made.expires_at == NOW + timedelta(hours=48)
    assert redeem(db, made.secret, budi, timedelta(hours=48)) is None
    assert redeem(db, made.secret, budi, timedelta(hours=48, microseconds=-1)) == Redeemed("satgas", ())


def test_nobody_redeems_their_own(db: Connection, ani: Person) -> None:
    made = invites.invite(db, made_by=ani.id, role="ketua", kecamatan=["klojen"], now=NOW)

    assert redeem(db, made.secret, ani) is None


@pytest.mark.parametrize("secret", ["", "x", "a" * 64, "é\ud800", "%00"])
def test_an_unknown_secret_is_not_valid(db: Connection, ani: Person, budi: Person, secret: str) -> None:
    invites.invite(db, made_by=ani.id, role="satgas", now=NOW)

    assert redeem(db, secret, budi) is None


def test_a_withdrawn_link_is_not_valid(db: Connection, ani: Person, budi: Person) -> None:
    made = invites.invite(db, made_by=ani.id, role="satgas", now=NOW)

    withdrawn = [invites.withdraw_invite(db, actor_id=ani.id, invite_id=made.id, now=NOW) for _ in range(2)]
    assert withdrawn == [True, False]
    assert redeem(db, made.secret, budi) is None


def test_a_link_of_somebody_who_is_no_satgas_is_not_valid(db: Connection, budi: Person) -> None:
    stranger = meet(db, 9, "Citra")
    made = invites.invite(db, made_by=stranger.id, role="satgas", now=NOW)

    assert redeem(db, made.secret, budi) is None


def test_open_ones_are_listed_with_their_maker(db: Connection, ani: Person, budi: Person) -> None:
    made = [
        invites.invite(db, made_by=ani.id, role="satgas", label=label, now=NOW) for label in ("satu", "dua", "tiga")
    ]
    redeem(db, made[0].secret, budi)

    told = [(one.id, one.role, one.kecamatan, one.label, one.maker) for one in invites.open_invites(db, now=NOW)]
    assert told == [(made[1].id, "satgas", (), "dua", "Ani"), (made[2].id, "satgas", (), "tiga", "Ani")]
    assert invites.open_invites(db, now=made[1].expires_at) == []


# The race: a crowd over PostgreSQL, a fixed interleaving on SQLite, and each once with the guard removed.


def look_then_take(db: Connection, secret: str, person: Person, between: "threading.Barrier | None" = None) -> bool:
    """The guard removed: look whether it is open, then take it."""
    row = db.execute(select(Invite.id).where(Invite.used_at.is_(None))).first()
    if between:
        between.wait()
    if row is None:
        return False
    db.execute(update(Invite).where(Invite.id == row.id).values(used_by=person.id, used_at=NOW))
    roles.grant(db, person_id=person.id, role="satgas", kecamatan=(), granted_by=person.id, now=NOW)
    return True


def crowd_for_one_link(engine: Engine, guarded: bool, size: int = 8) -> int:
    """How many of a crowd got the role of one link."""
    with engine.begin() as db:
        crowd = [meet(db, 100 + number, f"Warga {number}") for number in range(size)]
        secret = invites.invite(db, made_by=meet(db, SATGAS, "Ani").id, role="satgas", now=NOW).secret
    start, between = threading.Barrier(size), threading.Barrier(size)

    def run(person: Person) -> None:
        with engine.begin() as db:
            start.wait()
            if guarded:
                redeem(db, secret, person)
            else:
                look_then_take(db, secret, person, between)

    threads = [threading.Thread(target=run, args=(person,)) for person in crowd]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with engine.begin() as db:
        return len(db.execute(select(Role.id)).all())


@pytest.mark.parametrize(("guarded", "winners"), [(True, 1), (False, 8)])
def test_of_a_crowd_one_gets_the_role(postgres_url: str, guarded: bool, winners: int) -> None:
    from models.database import open_engine

    engine = open_engine(postgres_url, connections=10)
    assert crowd_for_one_link(engine, guarded) == winners
    engine.dispose()


@pytest.mark.parametrize(("guarded", "winners"), [(True, 1), (False, 2)])
def test_of_two_that_looked_one_gets_the_role(sqlite_url: str, guarded: bool, winners: int) -> None:
    """SQLite has one writer, so the interleaving is written out: both look, then one after the other takes."""
    from models.database import open_engine

    engine = open_engine(sqlite_url)
    with engine.begin() as db:
        pair = [meet(db, 100 + number, f"Warga {number}") for number in range(2)]
        secret = invites.invite(db, made_by=meet(db, SATGAS, "Ani").id, role="satgas", now=NOW).secret
    looks = []
    for _ in pair:
        with engine.begin() as db:
            looks.append(db.execute(select(Invite.id).where(Invite.used_at.is_(None))).first() is not None)
    for person, saw_it_open in zip(pair, looks, strict=True):
        with engine.begin() as db:
            if guarded:
                redeem(db, secret, person)
            elif saw_it_open:
                roles.grant(db, person_id=person.id, role="satgas", kecamatan=(), granted_by=person.id, now=NOW)
    with engine.begin() as db:
        assert len(db.execute(select(Role.id)).all()) == winners
    engine.dispose()
