"""Questions: the same one is one entry that remembers all who asked; numbered, withdrawn, forgotten in time."""

import threading
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Connection, Engine, insert, select

from finder import Index
from models import Asked, Question
from models.database import open_engine
from services import people, questions
from services.people import Person
from services.questions import Mine, PassedOn, Passing, State

NOW = datetime(2026, 11, 24, 5, 0, tzinfo=UTC)
PARKING = "Kapan parkir di MCC gratis?"


def meet(db: Connection, telegram_id: int, name: str) -> Person:
    return people.meet(db, telegram_id=telegram_id, name=name, username=None, telegram_language="id", now=NOW)


def ask(db: Connection, person: Person, words: str = PARKING, now: datetime = NOW) -> int:
    return questions.remember(db, person=person, words=words, language="id", passage=None, now=now)


def pass_on(db: Connection, person: Person, words: str = PARKING, now: datetime = NOW) -> PassedOn:
    return questions.pass_on(db, asked_id=ask(db, person, words, now), person=person, now=now)


@pytest.fixture
def ani(db: Connection) -> Person:
    return meet(db, 7, "Ani")


@pytest.fixture
def budi(db: Connection) -> Person:
    return meet(db, 8, "Budi")


def test_a_question_passed_on_has_a_number_and_pressing_again_changes_nothing(db: Connection, ani: Person) -> None:
    asked_id = ask(db, ani)
    twice = [questions.pass_on(db, asked_id=asked_id, person=ani, now=NOW) for _ in range(2)]

    assert twice == [PassedOn(Passing.NEW, 1, 0, PARKING), PassedOn(Passing.AGAIN, 1, 0, PARKING)]
    assert questions.named(1) == "TANYA-0001"
    assert questions.named(12345) == "TANYA-12345"
    assert questions.open_of(db, person_id=ani.id, now=NOW) == [Mine(1, PARKING, State.WAITING, NOW)]


def test_the_same_question_of_several_people_is_one_entry(db: Connection, ani: Person, budi: Person) -> None:
    citra = meet(db, 9, "Citra")
    assert pass_on(db, ani) == PassedOn(Passing.NEW, 1, 0, PARKING)
    assert pass_on(db, budi, "parkir di MCC gratisnya kapan ya??") == PassedOn(
        Passing.JOINED, 1, 1, "parkir di MCC gratisnya kapan ya??"
    )
    assert pass_on(db, citra, "KAPAN  parkir di mcc, gratis") == PassedOn(
        Passing.JOINED, 1, 2, "KAPAN  parkir di mcc, gratis"
    )
    assert pass_on(db, citra, "kapan parkir mcc gratis").outcome is Passing.AGAIN
    assert pass_on(db, ani, "Kapan parkir di MCC buka?") == PassedOn(Passing.NEW, 2, 0, "Kapan parkir di MCC buka?")


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("kapan MCC buka", "Kapan MCC buka?!", True),
        ("kapan MCC buka", "when does MCC open", True),
        ("kapan MCC buka", "MCC buka?", False),
        ("boleh merokok di MCC?", "tidak boleh merokok di MCC?", False),
        ("tidak boleh merokok di MCC?", "gak oleh merokok ndek MCC?", True),
        ("siapa kepala dinas 2025", "siapa kepala dinas 2026", False),
        ("🙏", "🙏", True),
        ("🙏", "😡", False),
        ("", "", True),
        ("ada ya", "ini itu", False),
    ],
)
def test_what_is_the_same_question(one: str, other: str, same: bool) -> None:
    assert (questions.key_of(one) == questions.key_of(other)) is same


@pytest.mark.parametrize(
    "words",
    [
        "x" * 5000,
        "\ud800",
        "a\0b",
        "\u202eabc",
        "<b>&",
        "\U0001f3f3\ufe0f\u200d\U0001f308" * 400,
        "'; DROP TABLE asked; --",
    ],
)
def test_anything_can_be_asked(db: Connection, ani: Person, words: str) -> None:
    assert pass_on(db, ani, words).outcome is Passing.NEW
    (mine,) = questions.open_of(db, person_id=ani.id, now=NOW)
    assert mine.words == people.clean(words, 4096)


@pytest.mark.parametrize(
    ("one", "other", "joined"),
    [
        ("kapan parkir mcc gratis", "kpn parkr mcc gratiss ya", True),
        ("jam buka kebun bibit", "kebun bibit bukak jam piro", True),
        ("nomor wa admin mcc", "minta no hp admin mcc dong", True),
        ("jam buka kebun bibit", "jam tutup kebun bibit", False),
        ("berapa anggota task force", "siapa anggota task force", False),
        ("boleh bawa kucing ke mcc", "tidak boleh bawa kucing ke mcc", False),
        ("boleh bawa kucing ke mcc", "boleh bawa kancil ke mcc", False),
        ("alamat kelurahan kauman", "alamat kelurahan kasin", False),
        ("jadwal festival 2026", "jadwal festival 2027", False),
        ("nama jalan rampal", "nama jalan rampal celaket", False),
        ("gedung kartini di mana", "gedung kartono di mana", False),
    ],
)
def test_the_same_but_for_slips_and_the_citys_own_words_is_joined_and_nothing_else(
    db: Connection, ani: Person, budi: Person, one: str, other: str, joined: bool
) -> None:
    stems = Index.build((), {"wa": "nomor", "no hp": "nomor"}).stems
    first = questions.pass_on(db, asked_id=ask(db, ani, one), person=ani, now=NOW, stems=stems)
    second = questions.pass_on(db, asked_id=ask(db, budi, other), person=budi, now=NOW, stems=stems)
    assert (first.outcome, second.outcome) == (Passing.NEW, Passing.JOINED if joined else Passing.NEW)


def test_what_somebody_else_asked_is_not_found(db: Connection, ani: Person, budi: Person) -> None:
    asked_id = ask(db, ani)
    not_found = PassedOn(Passing.NOT_FOUND)
    assert questions.pass_on(db, asked_id=asked_id, person=budi, now=NOW) == not_found
    assert questions.pass_on(db, asked_id=999, person=budi, now=NOW) == not_found
    for helpful in (True, False):
        assert questions.helped(db, asked_id=asked_id, person=budi, helpful=helpful, now=NOW) == not_found
    assert db.execute(select(Question.id)).all() == []
    assert db.execute(select(Asked.helpful)).scalars().all() == [None]


def test_thumbs_are_noted_once_and_down_passes_on(db: Connection, ani: Person) -> None:
    asked_id = ask(db, ani)
    for _ in range(2):
        assert questions.helped(db, asked_id=asked_id, person=ani, helpful=True, now=NOW) is None
    assert db.execute(select(Asked.helpful)).scalars().all() == [True]
    down = questions.helped(db, asked_id=asked_id, person=ani, helpful=False, now=NOW)
    assert down == PassedOn(Passing.NEW, 1, 0, PARKING)
    assert db.execute(select(Asked.helpful)).scalars().all() == [False]


def test_a_question_is_withdrawn_and_may_be_passed_on_again(db: Connection, ani: Person, budi: Person) -> None:
    asked_id = ask(db, ani)
    questions.pass_on(db, asked_id=asked_id, person=ani, now=NOW)
    pass_on(db, budi)

    assert questions.withdraw(db, number=1, person=ani) == asked_id
    assert questions.withdraw(db, number=1, person=ani) is None
    assert questions.open_of(db, person_id=ani.id, now=NOW) == []
    assert questions.open_of(db, person_id=budi.id, now=NOW) == [Mine(1, PARKING, State.WAITING, NOW)]
    assert questions.pass_on(db, asked_id=asked_id, person=ani, now=NOW) == PassedOn(Passing.JOINED, 1, 1, PARKING)


def test_one_person_has_ten_open_questions_at_most(db: Connection, ani: Person, budi: Person) -> None:
    numbers = [pass_on(db, ani, f"pertanyaan {number}").number for number in range(10)]
    assert numbers == list(range(1, 11))
    assert pass_on(db, ani, "satu lagi") == PassedOn(Passing.TOO_MANY, words="satu lagi")
    assert pass_on(db, budi, "satu lagi").outcome is Passing.NEW
    questions.withdraw(db, number=3, person=ani)
    assert pass_on(db, ani, "satu lagi").outcome is Passing.JOINED


def test_words_are_forgotten_after_their_time(db: Connection, ani: Person) -> None:
    ask(db, ani, "hanya ditanyakan")
    kept = pass_on(db, ani, "diteruskan").number
    assert kept is not None

    def words() -> list[str]:
        return list(db.execute(select(Asked.words).order_by(Asked.id)).scalars())

    assert questions.forget(db, now=NOW + timedelta(days=30)) == 0
    assert questions.forget(db, now=NOW + timedelta(days=30, seconds=1)) == 1
    assert words() == ["diteruskan"]
    db.execute(Question.__table__.update().values(closed_at=NOW, outcome="answered"))  # type: ignore[attr-defined]
    assert questions.forget(db, now=NOW + timedelta(days=90)) == 0
    assert questions.forget(db, now=NOW + timedelta(days=90, seconds=1)) == 1
    assert words() == []


# The race: a crowd over PostgreSQL, a fixed interleaving on SQLite, and each once with the guard removed.


def look_then_open(db: Connection, person: Person, between: threading.Barrier) -> None:
    """The guard removed: look for an entry, then make one. Its key is another each time, or the table would refuse."""
    looked = db.execute(select(Question.id)).scalar()
    between.wait()
    if looked is None:
        made = insert(Question).values(key=f"unguarded {person.id}", opened_at=NOW).returning(Question.id)
        looked = db.execute(made).scalar_one()
    db.execute(insert(Asked).values(person_id=person.id, words="", language="id", asked_at=NOW, question_id=looked))


def crowd_with_one_question(engine: Engine, guarded: bool, size: int = 8) -> tuple[int, int]:
    """How many entries a crowd made, and how many of them stand in one."""
    with engine.begin() as db:
        crowd = [meet(db, 100 + number, f"Warga {number}") for number in range(size)]
    start, between = threading.Barrier(size), threading.Barrier(size)

    def run(person: Person) -> None:
        with engine.begin() as db:
            start.wait()
            if guarded:
                pass_on(db, person)
            else:
                look_then_open(db, person, between)

    threads = [threading.Thread(target=run, args=(person,)) for person in crowd]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with engine.begin() as db:
        entries = db.execute(select(Asked.question_id)).scalars().all()
        return len(db.execute(select(Question.id)).all()), entries.count(entries[0])


@pytest.mark.parametrize(("guarded", "entries"), [(True, (1, 8)), (False, (8, 1))])
def test_a_crowd_with_one_question_makes_one_entry(postgres_url: str, guarded: bool, entries: tuple[int, int]) -> None:
    engine = open_engine(postgres_url, connections=10)
    assert crowd_with_one_question(engine, guarded) == entries
    engine.dispose()
