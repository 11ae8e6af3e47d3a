"""Bans: every door closed with a reason, opened again; never for who has a role, nor by who is no satgas."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Connection, select

from models import AuditEntry
from services import bans, forms, people, roles
from services.bans import Outcome
from services.people import Person

NOW = datetime(2026, 11, 24, 5, 0, tzinfo=UTC)
SATGAS = 7


def meet(db: Connection, telegram_id: int, name: str, username: str | None = None) -> Person:
    return people.meet(db, telegram_id=telegram_id, name=name, username=username, telegram_language="id", now=NOW)


@pytest.fixture
def ani(db: Connection) -> Person:
    """The satgas."""
    return meet(db, SATGAS, "Ani")


@pytest.fixture
def budi(db: Connection) -> Person:
    return meet(db, 8, "Budi", "Budi_Malang")


def ban(db: Connection, person: Person, by: Person, reason: str = "Iklan judi") -> bans.Done:
    return bans.ban(db, person_id=person.id, reason=reason, actor_id=by.id, satgas_ids={SATGAS}, now=NOW)


def unban(db: Connection, person: Person, by: Person) -> bans.Done:
    told = {"actor_id": by.id, "satgas_ids": {SATGAS}, "now": NOW + timedelta(days=1)}
    return bans.unban(db, person_id=person.id, reason="Sudah minta maaf", **told)  # type: ignore[arg-type]


def test_who_is_banned_is_so_at_the_next_update_until_unbanned(db: Connection, ani: Person, budi: Person) -> None:
    forms.open_form(db, person_id=budi.id, form="idea", step="text", data={}, now=NOW)
    assert not budi.banned
    done = ban(db, budi, ani)

    assert done.outcome is Outcome.BANNED
    assert done.ban is not None
    assert (done.ban.reason, done.ban.by, done.ban.made_at) == ("Iklan judi", "Ani", NOW)
    assert meet(db, 8, "Budi").banned
    assert people.recognise(db, telegram_id=8, name="", username=None, telegram_language=None).banned
    assert forms.read(db, telegram_id=8, now=NOW) is None
    assert ban(db, budi, ani).outcome is Outcome.ALREADY

    assert [unban(db, budi, ani).outcome for _ in range(2)] == [Outcome.UNBANNED, Outcome.NOT_BANNED]
    assert not meet(db, 8, "Budi").banned
    entries = db.execute(select(AuditEntry.deed, AuditEntry.subject, AuditEntry.actor_id).order_by(AuditEntry.id))
    assert [tuple(one) for one in entries] == [
        ("person.ban", f"person:{budi.id}", ani.id),
        ("person.unban", f"person:{budi.id}", ani.id),
    ]
    assert ban(db, budi, ani).outcome is Outcome.BANNED


def test_who_cannot_be_banned(db: Connection, ani: Person, budi: Person) -> None:
    citra = meet(db, 9, "Citra")
    roles.grant(db, person_id=citra.id, role="ketua", kecamatan=["klojen"], granted_by=ani.id, now=NOW)
    assert ban(db, ani, ani).outcome is Outcome.SELF
    assert ban(db, citra, ani).outcome is Outcome.HAS_ROLE
    assert ban(db, budi, citra).outcome is Outcome.NOT_ALLOWED
    assert ban(db, budi, ani, " \u200b").outcome is Outcome.NEEDS_REASON
    nobody = bans.ban(db, person_id=999, reason="x", actor_id=ani.id, satgas_ids={SATGAS}, now=NOW)
    assert nobody.outcome is Outcome.NOT_FOUND
    assert not meet(db, 8, "Budi").banned
    ban(db, budi, ani)
    assert unban(db, budi, citra).outcome is Outcome.NOT_ALLOWED
    assert meet(db, 8, "Budi").banned


@pytest.mark.parametrize("words", ["8", "@budi_malang", "Budi_Malang", "https://t.me/budi_malang"])
def test_somebody_is_found_by_what_satgas_know_of_them(db: Connection, budi: Person, words: str) -> None:
    assert bans.find(db, words=words) == people.by_id(db, person_id=budi.id)


@pytest.mark.parametrize("words", ["", "@", "999", "1" * 40, "IDE-2026-0001", "²"])
def test_nobody_else_is_found(db: Connection, budi: Person, words: str) -> None:
    assert bans.find(db, words=words) is None


def test_who_is_banned_is_listed_the_newest_first(db: Connection, ani: Person) -> None:
    crowd = [meet(db, 100 + number, f"Warga {number}") for number in range(4)]
    for one in crowd:
        ban(db, one, ani)
    first = bans.page(db, size=3)
    assert ([one.person.name for one in first.items], first.count) == (["Warga 3", "Warga 2", "Warga 1"], 4)
    rest = bans.page(db, before_id=first.further, size=3)
    assert ([one.person.name for one in rest.items], rest.further) == (["Warga 0"], None)


def test_it_is_told_once_and_appealed_once_a_ban(db: Connection, ani: Person, budi: Person) -> None:
    told = {"person_id": budi.id, "now": NOW}
    assert bans.tell_once(db, person_id=budi.id) is None and bans.appeal(db, **told) is None  # type: ignore[arg-type]
    for _ in range(2):
        ban(db, budi, ani)
        first = bans.tell_once(db, person_id=budi.id)
        assert first is not None and first.reason == "Iklan judi"
        assert bans.tell_once(db, person_id=budi.id) is None
        assert bans.appeal(db, **told) == first  # type: ignore[arg-type]
        assert bans.appeal(db, **told) is None  # type: ignore[arg-type]
        unban(db, budi, ani)
