"""Privacy: what is kept of a person is told whole, and nothing of anybody else."""

from datetime import UTC, datetime

from sqlalchemy import Connection

from models.register import REGISTER
from services import forms, invites, people, privacy, questions
from services.people import Person
from services.privacy import Kept

NOW = datetime(2026, 11, 24, 5, 0, tzinfo=UTC)


def meet(db: Connection, telegram_id: int, name: str) -> Person:
    return people.meet(db, telegram_id=telegram_id, name=name, username=None, telegram_language="id", now=NOW)


def of_people(person: Person) -> list[Kept]:
    told: dict[str, str | int | datetime] = {
        "telegram_id": person.telegram_id,
        "name": person.name,
        "telegram_language": "id",
        "reach": "open",
        "created_at": NOW,
        "seen_at": NOW,
    }
    return [Kept(f"column.people.{column}", column, value) for column, value in told.items()]


def test_of_somebody_new_only_who_they_are_is_kept(db: Connection) -> None:
    ani = meet(db, 7, "Ani")
    meet(db, 8, "Budi")

    assert privacy.kept(db, person_id=ani.id) == of_people(ani)


def test_roles_invitations_and_forms_are_told_to_each_side(db: Connection) -> None:
    ani, budi = meet(db, 7, "Ani"), meet(db, 8, "Budi")
    made = invites.invite(db, made_by=ani.id, role="ketua", kecamatan=["klojen"], label="Pak RW", now=NOW)
    invites.redeem(db, secret=made.secret, person_id=budi.id, satgas_ids={7}, now=NOW)
    forms.open_form(db, person_id=ani.id, form="invite", step="label", data={}, now=NOW)

    assert privacy.kept(db, person_id=budi.id) == [
        *of_people(budi),
        Kept("table.roles", "person_id", 1),
        Kept("column.roles.role", "role", "ketua"),
        Kept("column.roles.kecamatan", "kecamatan", "klojen"),
        Kept("column.roles.granted_at", "granted_at", NOW),
        Kept("table.invites", "used_by", 1),
        Kept("column.invites.label", "label", "Pak RW"),
        Kept("table.audit_entries", "actor_id", 1),
    ]
    assert privacy.kept(db, person_id=ani.id) == [
        *of_people(ani),
        Kept("made.roles", "granted_by", 1),
        Kept("made.invites", "made_by", 1),
        Kept("table.audit_entries", "actor_id", 1),
        Kept("table.forms", "person_id", 1),
        Kept("column.forms.form", "form", "invite"),
        Kept("column.forms.data", "data", "{}"),
    ]


def test_every_personal_column_has_its_reason(db: Connection) -> None:
    personal = {(one.purpose, one.kept) for columns in REGISTER.values() for one in columns.values() if one}
    assert {(reason.purpose, reason.kept) for reason in privacy.reasons()} == personal


def test_no_thing_is_told_twice() -> None:
    things = [thing for reason in privacy.reasons() for thing in reason.things]
    assert sorted(set(things)) == sorted(things)


def test_of_many_the_latest_are_told_and_how_many_there_are(db: Connection) -> None:
    ani = meet(db, 7, "Ani")
    for number in range(12):
        questions.remember(db, person=ani, words=f"apa {number}?", language="id", passage=None, now=NOW)

    told = privacy.kept(db, person_id=ani.id)[len(of_people(ani)) :]
    assert told[0] == Kept("table.asked", "person_id", 12)
    assert [one.value for one in told[1:] if one.column == "words"] == [f"apa {number}?" for number in range(2, 12)]
