"""Questions that lie are brought to mind once a day, by day; answers given at night wait for the morning."""

import threading
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Connection, Engine, select

from jobs import questions as job
from models import Asked, Mark
from models.database import open_engine
from notices import desk as told
from notices.teller import Teller
from services import desk, people, questions, reply as replies, roles
from services.desk import Asker
from services.people import Person
from tests.support.desk import small_city
from texts import Texts
from wire.markup import plain

ASKED = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)
EIGHT = datetime(2026, 11, 25, 1, 0, tzinfo=UTC)
"""08.00 WIB of the next day: an hour too early for a question of 09.00."""
NINE = ASKED + timedelta(days=1)
TELLER = Teller(Texts.load(), small_city(), "Asia/Jakarta", "malang_bot", frozenset({101}))
OVERDUE = (
    "Pertanyaan warga yang menunggu lebih dari sehari: 1. Yang paling lama menunggu sejak 24 November 2026. "
    "Bisa bantu jawab?"
)


def meet(db: Connection, telegram_id: int, name: str, language: str = "id") -> Person:
    return people.meet(db, telegram_id=telegram_id, name=name, username=None, telegram_language=language, now=ASKED)


def pass_on(db: Connection, person: Person, words: str = "kapan?") -> int:
    asked_id = questions.remember(db, person=person, words=words, language="id", passage=None, now=ASKED)
    number = questions.pass_on(db, asked_id=asked_id, person=person, now=ASKED).number
    assert number is not None
    return number


def reminded(db: Connection, now: datetime) -> list[tuple[int | None, str]]:
    return [(draft.chat_id, plain(draft.payload["text"])) for draft in job.remind(db, teller=TELLER, now=now)]


def test_every_satgas_is_reminded_once_a_day(db: Connection) -> None:
    sari, tono = meet(db, 101, "Sari"), meet(db, 102, "Tono")
    roles.grant(db, person_id=tono.id, role="satgas", kecamatan=(), granted_by=sari.id, now=ASKED)
    pass_on(db, meet(db, 7, "Ani"))

    assert reminded(db, EIGHT) == []
    assert reminded(db, NINE) == [(101, OVERDUE), (102, OVERDUE)]
    assert reminded(db, NINE + timedelta(hours=3)) == []
    assert reminded(db, EIGHT + timedelta(days=1, seconds=-1)) == []
    assert reminded(db, EIGHT + timedelta(days=1)) == [(101, OVERDUE), (102, OVERDUE)]


def test_nobody_is_reminded_of_what_is_held_answered_or_withdrawn(db: Connection) -> None:
    sari, ani = meet(db, 101, "Sari"), meet(db, 7, "Ani")
    held, answered, withdrawn = (pass_on(db, ani, words) for words in ("satu kuda", "dua sapi", "tiga rusa"))
    desk.hold(db, number=answered, person=sari, step="body", data={}, now=ASKED)
    desk.decline(db, number=answered, person=sari, reason="x", now=ASKED)
    questions.withdraw(db, number=withdrawn, person=ani)
    desk.hold(db, number=held, person=sari, step="body", data={}, now=NINE)

    assert reminded(db, NINE) == []
    assert reminded(db, NINE + timedelta(hours=1)) == [(101, OVERDUE)]


def reminders(engine: Engine, guarded: bool) -> int:
    """How many reminders two processes say that tick at once."""
    with engine.begin() as db:
        meet(db, 101, "Sari")
        pass_on(db, meet(db, 7, "Ani"))
    start, between = threading.Barrier(2), threading.Barrier(2)
    said: list[int] = []

    def tick() -> None:
        with engine.begin() as db:
            start.wait()
            if guarded:
                said.append(len(reminded(db, NINE)))
                return
            looked = db.execute(select(Mark.value).where(Mark.name == "queue_reminded")).scalar()
            between.wait()
            said.append(1 if looked is None else 0)

    threads = [threading.Thread(target=tick) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(said)


@pytest.mark.parametrize(("guarded", "said"), [(True, 1), (False, 2)])
def test_of_two_processes_that_tick_at_once_one_reminds(postgres_url: str, guarded: bool, said: int) -> None:
    engine = open_engine(postgres_url, connections=4)
    assert reminders(engine, guarded) == said
    engine.dispose()


def test_old_questions_are_forgotten(db: Connection) -> None:
    ani = meet(db, 7, "Ani")
    questions.remember(db, person=ani, words="lama", language="id", passage=None, now=ASKED)
    assert job.forget(db, teller=TELLER, now=ASKED + timedelta(days=31)) == ()
    assert db.execute(select(Asked.id)).all() == []


@pytest.mark.parametrize(
    ("now", "due"),
    [
        (datetime(2026, 11, 24, 12, 59, tzinfo=UTC), None),
        (datetime(2026, 11, 24, 13, 0, tzinfo=UTC), datetime(2026, 11, 24, 23, 0, tzinfo=UTC)),
        (datetime(2026, 11, 24, 22, 59, tzinfo=UTC), datetime(2026, 11, 24, 23, 0, tzinfo=UTC)),
        (datetime(2026, 11, 24, 23, 0, tzinfo=UTC), None),
    ],
)
def test_an_answer_given_at_night_waits_for_the_morning(now: datetime, due: datetime | None) -> None:
    reply = replies.take(replies.begin(1), "Setiap Minggu.", today=now.date())
    assert isinstance(reply, replies.Reply)
    ani, budi = Person(1, 7, "Ani"), Person(2, 8, "Budi", language="en")
    drafts = told.replied(TELLER, reply, [Asker(ani, "kapan?"), Asker(budi, "when?")], now=now)

    assert [(draft.kind, draft.chat_id, draft.person_id, draft.due_at) for draft in drafts] == [
        ("notice", 7, 1, due), ("notice", 8, 2, due)
    ]  # fmt: skip
