"""Roles: who may do what, who hears of it, and what cannot be taken back."""

import json
import threading
from datetime import UTC, datetime

import pytest
from sqlalchemy import Connection, Engine, select

from models import AuditEntry, Invite, Role
from services import invites, people, roles
from services.people import Person
from services.roles import Rights, TakeBack

NOW = datetime(2026, 11, 24, 5, 0, tzinfo=UTC)


def meet(db: Connection, telegram_id: int, name: str) -> Person:
    return people.meet(db, telegram_id=telegram_id, name=name, username=None, telegram_language="id", now=NOW)


def grant(db: Connection, person: Person, role: str, *kecamatan: str) -> None:
    roles.grant(db, person_id=person.id, role=role, kecamatan=kecamatan, granted_by=person.id, now=NOW)


def rights(db: Connection, person: Person, *satgas_ids: int) -> Rights:
    return roles.of(db, person_id=person.id, telegram_id=person.telegram_id, satgas_ids=satgas_ids)


def role_ids(db: Connection, person: Person) -> list[int]:
    live = select(Role.id).where(Role.person_id == person.id, Role.ended_at.is_(None))
    return list(db.execute(live.order_by(Role.id)).scalars())


def take_back(db: Connection, actor: Person, role_id: int, *satgas_ids: int) -> TakeBack:
    taken = roles.take_back(db, actor_id=actor.id, role_id=role_id, satgas_ids=satgas_ids, now=NOW)
    return taken.outcome


def deeds(db: Connection) -> list[tuple[int | None, str, str, object]]:
    entries = db.execute(select(AuditEntry).order_by(AuditEntry.id)).all()
    return [(one.actor_id, one.deed, one.subject, json.loads(one.detail)) for one in entries]


def test_everybody_begins_without_a_role(db: Connection) -> None:
    assert rights(db, meet(db, 7, "Ani")) == Rights()


def test_a_satgas_by_settings_has_it_from_there(db: Connection) -> None:
    assert rights(db, meet(db, 7, "Ani"), 7) == Rights(satgas=True, by_settings=True)


def test_a_ketua_has_each_kecamatan_once(db: Connection) -> None:
    ani = meet(db, 7, "Ani")
    grant(db, ani, "ketua", "klojen", "sukun")
    grant(db, ani, "ketua", "sukun", "blimbing")

    assert rights(db, ani) == Rights(kecamatan=("klojen", "sukun", "blimbing"))


def test_the_team_is_satgas_first_and_counts_who_never_wrote(db: Connection) -> None:
    ani, _, citra, _ = (meet(db, number, name) for number, name in enumerate(["Ani", "Budi", "Citra", "Warga"], 7))
    grant(db, ani, "ketua", "klojen")
    grant(db, citra, "satgas")

    team = roles.list_team(db, satgas_ids={8, 99})

    told = [
        (one.person.name, one.by_settings, [(held.role, held.kecamatan) for held in one.held]) for one in team.members
    ]
    assert told == [("Budi", True, []), ("Citra", False, [("satgas", "")]), ("Ani", False, [("ketua", "klojen")])]
    assert team.unseen == 1
    assert [one.name for one in roles.task_force(db, satgas_ids={8, 99})] == ["Budi", "Citra"]


def test_who_blocked_the_bot_is_not_written_to(db: Connection) -> None:
    grant(db, meet(db, 7, "Ani"), "satgas")
    people.lose(db, telegram_id=7, reach="blocked")

    assert roles.task_force(db, satgas_ids=()) == []


def test_a_role_taken_back_is_gone_at_once_and_written_down(db: Connection) -> None:
    ani, budi = meet(db, 7, "Ani"), meet(db, 8, "Budi")
    grant(db, budi, "ketua", "klojen", "sukun")
    klojen, _ = role_ids(db, budi)

    assert take_back(db, ani, klojen, 7) is TakeBack.DONE
    assert rights(db, budi) == Rights(kecamatan=("sukun",))
    assert deeds(db) == [(ani.id, "role.take_back", f"person:{budi.id}", {"role": "ketua", "kecamatan": "klojen"})]

    assert take_back(db, ani, klojen, 7) is TakeBack.NOT_HELD
    grant(db, budi, "ketua", "klojen")
    assert rights(db, budi) == Rights(kecamatan=("sukun", "klojen"))


def test_the_last_satgas_stays(db: Connection) -> None:
    ani, budi = meet(db, 7, "Ani"), meet(db, 8, "Budi")
    grant(db, ani, "satgas")
    grant(db, budi, "satgas")
    (of_ani,), (of_budi,) = role_ids(db, ani), role_ids(db, budi)

    assert take_back(db, ani, of_budi) is TakeBack.DONE
    assert take_back(db, ani, of_ani) is TakeBack.LAST_SATGAS
    assert rights(db, ani) == Rights(satgas=True)


def test_somebody_in_the_settings_counts_as_another_satgas(db: Connection) -> None:
    ani = meet(db, 7, "Ani")
    grant(db, ani, "satgas")

    assert take_back(db, ani, *role_ids(db, ani), 99) is TakeBack.DONE


def test_a_satgas_by_settings_cannot_be_taken_back(db: Connection) -> None:
    ani, budi = meet(db, 7, "Ani"), meet(db, 8, "Budi")
    grant(db, budi, "satgas")

    assert take_back(db, ani, *role_ids(db, budi), 7, 8) is TakeBack.BY_SETTINGS


def test_only_a_satgas_takes_back(db: Connection) -> None:
    ani, budi = meet(db, 7, "Ani"), meet(db, 8, "Budi")
    grant(db, ani, "ketua", "klojen")
    grant(db, budi, "ketua", "sukun")

    assert take_back(db, ani, *role_ids(db, budi)) is TakeBack.NOT_ALLOWED
    assert deeds(db) == []


def test_with_a_satgas_go_the_invitations_they_made(db: Connection) -> None:
    ani, budi = meet(db, 7, "Ani"), meet(db, 8, "Budi")
    grant(db, budi, "satgas")
    made = invites.invite(db, made_by=budi.id, role="satgas", now=NOW)

    take_back(db, ani, *role_ids(db, budi), 7)

    assert invites.open_invites(db, now=NOW) == []
    given = invites.redeem(db, secret=made.secret, person_id=ani.id, satgas_ids={7}, now=NOW)
    assert given is None


def test_two_who_take_back_from_each_other_leave_one(engine: Engine) -> None:
    with engine.begin() as db:
        ani, budi = meet(db, 7, "Ani"), meet(db, 8, "Budi")
        grant(db, ani, "satgas")
        grant(db, budi, "satgas")
        (of_ani,), (of_budi,) = role_ids(db, ani), role_ids(db, budi)
    start, outcomes = threading.Barrier(2), []

    def run(actor: Person, role_id: int) -> None:
        start.wait()
        with engine.begin() as db:
            outcomes.append(take_back(db, actor, role_id))

    crowd = [threading.Thread(target=run, args=pair) for pair in ((ani, of_budi), (budi, of_ani))]
    for thread in crowd:
        thread.start()
    for thread in crowd:
        thread.join()

    assert sorted(outcomes) == [TakeBack.NOT_ALLOWED, TakeBack.DONE]
    with engine.begin() as db:
        assert db.execute(select(Role.id).where(Role.ended_at.is_(None))).scalars().all() in ([of_ani], [of_budi])


def test_the_settings_are_followed_once(db: Connection) -> None:
    ani, budi = meet(db, 7, "Ani"), meet(db, 8, "Budi")

    def follow(*satgas_ids: int) -> list[str]:
        return [one.name for one in roles.follow_settings(db, satgas_ids=satgas_ids, now=NOW)]

    assert [follow(7, 99), follow(7, 99), follow(8), follow()] == [["Ani"], [], ["Budi", "Ani"], ["Budi"]]
    assert deeds(db) == [
        (None, "role.by_settings", f"person:{ani.id}", {"role": "satgas"}),
        (None, "role.by_settings", f"person:{budi.id}", {"role": "satgas"}),
        (None, "role.no_longer_by_settings", f"person:{ani.id}", {"role": "satgas"}),
        (None, "role.no_longer_by_settings", f"person:{budi.id}", {"role": "satgas"}),
    ]


def test_the_secret_is_nowhere_in_the_database(db: Connection) -> None:
    ani = meet(db, 7, "Ani")
    made = invites.invite(db, made_by=ani.id, role="satgas", now=NOW)

    row = db.execute(select(Invite.__table__)).mappings().one()
    assert made.secret not in str(dict(row))


@pytest.mark.parametrize("role", ["satgas", "ketua"])
def test_a_role_needs_its_kecamatan_and_no_other(db: Connection, role: str) -> None:
    from sqlalchemy.exc import IntegrityError

    ani = meet(db, 7, "Ani")
    with pytest.raises(IntegrityError):
        grant(db, ani, role, *(["klojen"] if role == "satgas" else []))
    db.rollback()
