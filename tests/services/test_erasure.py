"""Erasure: in no table, no message and no file is anybody left who wanted to be forgotten."""

from datetime import timedelta
from typing import Any

from sqlalchemy import Connection, String, func, select

from models import Base, Person
from models.register import REGISTER
from services import erasure, people, roles, scrubbing
from services.coworking.hours import Hours
from services.erasure import Erased, Refused
from services.people import Person as Somebody
from tests.support import rows
from tests.support.desk import small_city
from tests.support.rows import NAME, NOW, NUMBER

HOURS = Hours(small_city(), "Asia/Jakarta")
FEW = {f"{table}.{column}" for table, column in rows.ALLOWED} | {"people.language", "people.telegram_language"}
"""Columns that only a few words fit into."""
TABLES = sorted(name for name, columns in REGISTER.items() if any(columns.values()))


def erase(db: Connection, person_id: int, *, keep: bool = False, **told: Any) -> Erased | Refused:
    return erasure.erase(
        db, person_id=person_id, keep_ideas=keep, hours=HOURS, now=NOW, **{"satgas_ids": frozenset({1}), **told}
    )


def filled(db: Connection, *names: str) -> int:
    person_id = rows.person(db)
    filler = rows.Filler(db, person_id)
    for name in names:
        filler.fill(name)
    return person_id


def test_no_table_holds_them_any_more(db: Connection) -> None:
    person_id = filled(db, *TABLES)
    count = {name: db.execute(select(func.count()).select_from(Base.metadata.tables[name])).scalar() for name in TABLES}
    assert [name for name, rows_of in count.items() if not rows_of] == []
    told = {where.partition(":")[0] for where in rows.found(db)}
    text = {
        f"{name}.{column}"
        for name in TABLES
        for column, one in REGISTER[name].items()
        if one and isinstance(Base.metadata.tables[name].c[column].type, String)
    }
    assert sorted(text - told - FEW) == [], "every word was really filled"
    assert isinstance(erase(db, person_id), Erased)
    assert rows.found(db) == []


def test_what_counts_goes_on_counting(db: Connection) -> None:
    person_id = filled(db, "supports", "poll_votes", "deliveries", "seats", "audit_entries")
    erase(db, person_id)
    of = {name: db.execute(select(Base.metadata.tables[name])).mappings().one() for name in ("supports", "seats")}
    assert (of["supports"]["person_id"], of["supports"]["idea_id"] > 0) == (None, True)
    assert (of["seats"]["person_id"], of["seats"]["party"], of["seats"]["state"]) == (None, 1, "cancelled")
    for name in ("poll_votes", "deliveries"):
        row = db.execute(select(Base.metadata.tables[name])).mappings().one()
        assert row["person_id"] == person_id, "a number that is nobody's"
    assert db.execute(select(Person.telegram_id, Person.name, Person.reach)).one() == (-person_id, "", "gone")


def test_an_idea_stays_as_a_residents_if_its_author_likes(db: Connection) -> None:
    person_id = filled(db, "ideas")
    erase(db, person_id, keep=True)
    idea = db.execute(select(Base.metadata.tables["ideas"])).mappings().one()
    assert (idea["author_id"], idea["named"], idea["visibility"], NAME in idea["text"]) == (None, False, "shown", True)


def test_whoever_comes_back_is_somebody_new(db: Connection) -> None:
    person_id = filled(db)
    erase(db, person_id)
    told: dict[str, Any] = {"name": NAME, "username": None, "telegram_language": "id", "now": NOW + timedelta(days=1)}
    again = people.meet(db, telegram_id=NUMBER, **told)
    assert (again.id != person_id, again.is_new) == (True, True)
    assert erase(db, person_id) is Refused.NOBODY
    assert isinstance(erase(db, again.id), Erased)


def test_the_last_satgas_is_told_what_to_do_first(db: Connection) -> None:
    person_id = rows.person(db)
    told: dict[str, Any] = {
        "person_id": person_id,
        "role": "satgas",
        "kecamatan": (),
        "granted_by": person_id,
        "now": NOW,
    }
    roles.grant(db, **told)
    assert erase(db, person_id, satgas_ids=frozenset()) is Refused.LAST_SATGAS
    assert erase(db, person_id, satgas_ids=frozenset({NUMBER})) is Refused.BY_SETTINGS
    other = people.meet(db, telegram_id=8, name="Budi", username=None, telegram_language="id", now=NOW)
    roles.grant(db, **told | {"person_id": other.id})
    done = erase(db, person_id, satgas_ids=frozenset())
    assert isinstance(done, Erased) and done.rights.satgas


def test_what_waits_for_others_names_nobody() -> None:
    named = scrubbing.naming(Somebody(1, 7700, "Ani & Co", "ani_co"))
    said = '{"text":"<b>Ani &amp; Co</b> (@ani_co) dan Anita: tg://user?id=7700","method":"Ani & Co"}'
    told = '{"text":"<b>\\u2026</b> (\\u2026) dan Anita: tg://user?id=\\u2026","method":"Ani & Co"}'
    assert scrubbing.without(said, named) == told
    assert scrubbing.without(told, named) == told
