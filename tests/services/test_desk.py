"""The desk: who holds a question, and an answer that reaches each asker exactly once."""

import json
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Connection, Engine, select, text, update

from models import Article, Asked, AuditEntry, Form, Person as People, Question
from models.database import open_engine
from services import desk, forms, knowledge, people, questions
from services.articles import Content
from services.city import Source
from services.desk import Asker, Closed, Entry, Hold, Queue, Waiting
from services.people import Person
from services.questions import Mine, State

NOW = datetime(2026, 11, 24, 5, 0, tzinfo=UTC)
PARKING = "Kapan parkir di MCC gratis?"
ANSWER = Content("id", "Parkir MCC", "Parkir di MCC gratis setiap Minggu.", (Source("MCC", "", "2026-11-20"),))


def meet(db: Connection, telegram_id: int, name: str) -> Person:
    person = people.meet(db, telegram_id=telegram_id, name=name, username=None, telegram_language="id", now=NOW)
    return replace(person, is_new=False)


def pass_on(db: Connection, person: Person, words: str = PARKING) -> int:
    asked_id = questions.remember(db, person=person, words=words, language="id", passage=None, now=NOW)
    number = questions.pass_on(db, asked_id=asked_id, person=person, now=NOW).number
    assert number is not None
    return number


def hold(db: Connection, number: int, person: Person, now: datetime = NOW) -> tuple[Hold, Person | None]:
    return desk.hold(db, number=number, person=person, step="body", data={}, now=now)


def answer(db: Connection, number: int, person: Person, *, keep: bool = False, now: datetime = NOW) -> Closed:
    return desk.answer(db, number=number, person=person, content=ANSWER, keep=keep, now=now)


@pytest.fixture
def sari(db: Connection) -> Person:
    """A satgas."""
    return meet(db, 101, "Sari")


@pytest.fixture
def tono(db: Connection) -> Person:
    """Another satgas."""
    return meet(db, 102, "Tono")


@pytest.fixture
def ani(db: Connection) -> Person:
    return meet(db, 7, "Ani")


@pytest.fixture
def budi(db: Connection) -> Person:
    return meet(db, 8, "Budi")


def test_the_queue_has_the_most_asked_first_then_the_oldest(
    db: Connection, sari: Person, ani: Person, budi: Person
) -> None:
    for words in ("satu kucing", "dua anjing", "tiga gajah"):
        pass_on(db, ani, words)
    pass_on(db, budi, "Tiga gajah?")
    pass_on(db, budi, "empat kuda")
    questions.withdraw(db, number=4, person=budi)
    hold(db, 2, sari)

    assert desk.queue(db, page=0, size=2, now=NOW) == Queue(
        (Waiting(3, "tiga gajah", 2, NOW, None), Waiting(1, "satu kucing", 1, NOW, None)), 3
    )
    assert desk.queue(db, page=1, size=2, now=NOW) == Queue((Waiting(2, "dua anjing", 1, NOW, "Sari"),), 3)
    assert desk.queue(db, page=2, size=2, now=NOW) == Queue((), 3)
    assert desk.look(db, number=3, now=NOW) == Entry(3, ("tiga gajah", "Tiga gajah?"), 2, NOW)
    assert desk.look(db, number=2, now=NOW) == Entry(2, ("dua anjing",), 1, NOW, 0, (), sari)
    assert desk.look(db, number=9, now=NOW) is None


def test_the_first_holds_it_and_the_second_sees_who(db: Connection, sari: Person, tono: Person, ani: Person) -> None:
    number = pass_on(db, ani)
    assert hold(db, number, sari) == (Hold.MINE, sari)
    assert hold(db, number, tono) == (Hold.OTHER, sari)
    assert answer(db, number, tono) == Closed(Hold.OTHER)
    assert desk.decline(db, number=number, person=tono, reason="x", now=NOW) == Closed(Hold.OTHER)
    assert hold(db, number, sari) == (Hold.MINE, sari)
    assert questions.open_of(db, person_id=ani.id, now=NOW) == [Mine(number, PARKING, State.HELD, NOW)]
    assert db.execute(select(Form.person_id)).scalars().all() == [sari.id]


def leave(db: Connection, sari: Person) -> None:
    forms.close(db, person_id=sari.id, now=NOW)


def open_another_form(db: Connection, sari: Person) -> None:
    forms.open_form(db, person_id=sari.id, form="invite", step="label", data={}, now=NOW)


def take_another_question(db: Connection, sari: Person) -> None:
    assert hold(db, pass_on(db, meet(db, 9, "Citra"), "lain"), sari) == (Hold.MINE, sari)


@pytest.mark.parametrize("letting_go", [leave, open_another_form, take_another_question])
def test_a_question_falls_back_when_its_form_is_left(
    db: Connection, sari: Person, tono: Person, ani: Person, letting_go: Callable[[Connection, Person], None]
) -> None:
    number = pass_on(db, ani)
    hold(db, number, sari)
    letting_go(db, sari)
    assert hold(db, number, tono) == (Hold.MINE, tono)


def test_a_question_falls_back_an_hour_after_the_last_step(
    db: Connection, sari: Person, tono: Person, ani: Person
) -> None:
    number = pass_on(db, ani)
    hold(db, number, sari)
    hold(db, number, sari, NOW + timedelta(minutes=30))
    almost = NOW + timedelta(minutes=90, microseconds=-1)

    assert hold(db, number, tono, almost) == (Hold.OTHER, sari)
    assert hold(db, number, tono, NOW + timedelta(minutes=90)) == (Hold.MINE, tono)
    assert hold(db, number, sari, NOW + timedelta(minutes=90)) == (Hold.OTHER, tono)


def test_an_answer_is_for_each_asker_once_and_the_blocked_are_counted(
    db: Connection, sari: Person, ani: Person, budi: Person
) -> None:
    citra = meet(db, 9, "Citra")
    number = pass_on(db, ani)
    for person, words in ((ani, "parkir MCC gratis kapan"), (budi, "kapan gratis parkir MCC"), (citra, PARKING)):
        assert pass_on(db, person, words) == number
    people.lose(db, telegram_id=citra.telegram_id, reach="blocked")
    hold(db, number, sari)

    assert answer(db, number, sari) == Closed(
        Hold.MINE, (Asker(ani, PARKING), Asker(budi, "kapan gratis parkir MCC")), 1
    )
    assert answer(db, number, sari) == Closed(Hold.CLOSED)
    assert hold(db, number, sari) == (Hold.CLOSED, None)
    assert desk.queue(db, page=0, size=5, now=NOW) == Queue((), 0)
    assert [one.state for one in questions.open_of(db, person_id=ani.id, now=NOW)] == [State.ANSWERED]
    whole = desk.look(db, number=number, now=NOW)
    wordings = (PARKING, "parkir MCC gratis kapan", "kapan gratis parkir MCC")
    assert whole == Entry(number, wordings, 3, NOW, 1, (), None, NOW, "Sari", "answered", ANSWER.body, 2, 1)
    assert db.execute(select(Form.person_id)).all() == []
    (entry,) = db.execute(select(AuditEntry.actor_id, AuditEntry.deed, AuditEntry.subject, AuditEntry.detail)).all()
    assert (*entry[:3], json.loads(entry.detail)) == (
        sari.id, "question.answer", f"question:{number}", {"told": 2, "missed": 1}
    )  # fmt: skip


def test_what_was_answered_may_be_asked_anew(db: Connection, sari: Person, ani: Person) -> None:
    number = pass_on(db, ani)
    answer(db, number, sari)
    assert pass_on(db, ani) == number + 1


def test_a_kept_answer_is_an_article_under_everything_that_was_asked(
    db: Connection, sari: Person, ani: Person, budi: Person
) -> None:
    number = pass_on(db, ani)
    pass_on(db, budi, "parkir  MCC\ngratis, kapan?")
    before = knowledge.edition(db)
    closed = answer(db, number, sari, keep=True)

    assert closed.hold is Hold.MINE
    (article,) = knowledge.articles(db)
    assert (article.id, article.language) == (closed.article_id, "id")
    assert (article.title, article.body, article.sources) == (ANSWER.title, ANSWER.body, ANSWER.sources)
    assert article.asked_as == (PARKING, "parkir MCC gratis, kapan?")
    assert knowledge.edition(db) != before
    assert db.execute(select(Question.article_id)).scalars().all() == [article.id]


def test_wordings_that_hold_a_number_or_an_address_are_not_kept() -> None:
    told = ["hubungi 0812-3456-789", "surat ke a@b.id", "x" * 200, "🙏", "tahun 2026?", " tahun   2026? ", "RW 12345"]
    assert desk.phrasings(told) == ("tahun 2026?", "RW 12345")


def test_a_declined_question_is_closed_with_its_reason(db: Connection, sari: Person, ani: Person) -> None:
    number = pass_on(db, ani)
    hold(db, number, sari)
    closed = desk.decline(db, number=number, person=sari, reason="bukan urusan kami", now=NOW)

    assert closed == Closed(Hold.MINE, (Asker(ani, PARKING),))
    assert [one.state for one in questions.open_of(db, person_id=ani.id, now=NOW)] == [State.DECLINED]
    assert db.execute(select(AuditEntry.deed)).scalars().all() == ["question.decline"]
    assert questions.withdraw(db, number=number, person=ani) is None


def test_a_number_that_never_was(db: Connection, sari: Person) -> None:
    assert hold(db, 9, sari) == (Hold.GONE, None)
    assert answer(db, 9, sari) == Closed(Hold.GONE)


# The races: two connections of PostgreSQL at the same moment, and each once with the guard removed.


def look_then_answer(db: Connection, number: int, person: Person, between: threading.Barrier) -> Closed:
    """The guard removed: look whether it is open, then close it."""
    still_open = db.execute(select(Question.closed_at).where(Question.id == number)).scalar() is None
    between.wait()
    return (
        desk._close(db, number, person, {"outcome": "answered", "answer": "x"}, NOW)
        if still_open
        else Closed(Hold.CLOSED)
    )


def two_answers(engine: Engine, guarded: bool, askers: int = 3) -> list[str]:
    """Whom two satgas told who pressed at once, after their hold had fallen back."""
    with engine.begin() as db:
        numbers = [pass_on(db, meet(db, 200 + one, f"Warga {one}")) for one in range(askers)]
        pair = [meet(db, 101, "Sari"), meet(db, 102, "Tono")]
    start, between = threading.Barrier(2), threading.Barrier(2)
    told: list[str] = []

    def run(person: Person) -> None:
        with engine.begin() as db:
            start.wait()
            closed = answer(db, numbers[0], person) if guarded else look_then_answer(db, numbers[0], person, between)
        told.extend(one.person.name for one in closed.askers)

    threads = [threading.Thread(target=run, args=(person,)) for person in pair]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(told)


@pytest.mark.parametrize(("guarded", "times"), [(True, 1), (False, 2)])
def test_two_who_send_at_once_tell_each_asker_once(postgres_url: str, guarded: bool, times: int) -> None:
    engine = open_engine(postgres_url, connections=4)
    assert two_answers(engine, guarded) == sorted(["Warga 0", "Warga 1", "Warga 2"] * times)
    engine.dispose()


def two_holders(engine: Engine, guarded: bool) -> int:
    """How many of two satgas who pressed at once were told that the question is theirs."""
    with engine.begin() as db:
        number = pass_on(db, meet(db, 7, "Ani"))
        pair = [meet(db, 101, "Sari"), meet(db, 102, "Tono")]
    start, between = threading.Barrier(2), threading.Barrier(2)
    outcomes: list[bool] = []

    def run(person: Person) -> None:
        with engine.begin() as db:
            start.wait()
            if guarded:
                outcomes.append(hold(db, number, person)[0] is Hold.MINE)
                return
            free = desk._holder(db, number, NOW) is None
            between.wait()
            db.execute(update(Question).values(held_by=person.id))
            outcomes.append(free)

    threads = [threading.Thread(target=run, args=(person,)) for person in pair]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(outcomes)


@pytest.mark.parametrize(("guarded", "holders"), [(True, 1), (False, 2)])
def test_of_two_who_take_it_at_once_one_holds_it(postgres_url: str, guarded: bool, holders: int) -> None:
    engine = open_engine(postgres_url, connections=4)
    assert two_holders(engine, guarded) == holders
    engine.dispose()


def until_it_waits(engine: Engine) -> None:
    """Until a transaction waits for the lock of another."""
    with engine.connect() as db:
        while not db.execute(text("SELECT count(*) FROM pg_locks WHERE NOT granted")).scalar_one():
            db.rollback()


def look_then_close(db: Connection, number: int, person: Person) -> list[str]:
    """The guard removed: who asked is read first, then the question is locked and closed."""
    asked = select(People.name).join(Asked, Asked.person_id == People.id).where(Asked.question_id == number)
    names = list(db.execute(asked.order_by(Asked.id)).scalars())
    answer(db, number, person)
    return names


@pytest.mark.parametrize(("guarded", "told"), [(True, ["Ani", "Budi"]), (False, ["Ani"])])
def test_who_joins_while_it_is_answered_is_told_too(postgres_url: str, guarded: bool, told: list[str]) -> None:
    """Budi joins, the answer is pressed, and only then Budi's transaction commits."""
    engine = open_engine(postgres_url, connections=4)
    with engine.begin() as db:
        number = pass_on(db, meet(db, 7, "Ani"))
        budi, sari = meet(db, 8, "Budi"), meet(db, 101, "Sari")
    names: list[str] = []

    def send() -> None:
        with engine.begin() as db:
            if guarded:
                names.extend(one.person.name for one in answer(db, number, sari).askers)
            else:
                names.extend(look_then_close(db, number, sari))

    sending = threading.Thread(target=send)
    with engine.begin() as db:
        assert pass_on(db, budi) == number
        sending.start()
        until_it_waits(engine)
    sending.join()
    assert names == told
    engine.dispose()


def test_all_of_it_or_nothing(engine: Engine) -> None:
    """A crash before the commit leaves the question open, held, and without an article."""
    with engine.begin() as db:
        number = pass_on(db, meet(db, 7, "Ani"))
        sari = meet(db, 101, "Sari")
        hold(db, number, sari)
    with suppress(ZeroDivisionError), engine.begin() as db:
        assert answer(db, number, sari, keep=True).hold is Hold.MINE
        raise ZeroDivisionError
    with engine.begin() as db:
        assert desk.look(db, number=number, now=NOW) == Entry(number, (PARKING,), 1, NOW, 0, (), sari)
        assert db.execute(select(Article.id)).all() == []
        assert db.execute(select(People.id)).all() != []
        assert [one.person.name for one in answer(db, number, sari, keep=True).askers] == ["Ani"]
