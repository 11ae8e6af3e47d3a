"""Free seats as live facts: found as people ask, told from the rows of the moment."""

from datetime import date, timedelta

import pytest
from sqlalchemy import Connection

from finder import Verdict
from services import coworkingfacts, knowledge
from services.asking import Answer, Shelf, ask
from services.facts import Fact, Line, Weekday
from tests.services.coworking.hall import Hall, hours

QUESTIONS = {
    "masih ada kursi di Klojen besok?": "seat:k1",
    "kursi coworking blimbing sesuk onok tah": "seat:k2",
    "ada kursi kosong di lowokwaru hari ini?": "seat:k3",
    "any seats in sukun tomorrow?": "seat:k4",
    "kedungkandang besok masih ada tempat coworking?": "seat:k5",
    "coworking mana yang masih kosong": "seat:all",
    "masih ada kursi di Klojen sabtu depan?": "seat:k1",
    "coworking sukun hari jumat masih kosong?": "seat:k4",
    "ada tempat di klojen tanggal 5 desember?": "seat:k1",
    "besok sore masih ada kursi di kedungkandang untuk 5 orang?": "seat:k5",
    "kursi di klojen akhir pekan ini": "seat:k1",
}


@pytest.fixture
def hall(db: Connection) -> Hall:
    return Hall(db)


def told(hall: Hall, key: str, language: str = "id") -> list[Line]:
    fact = coworkingfacts.tell(hall.db, key=key, language=language, city=hours().city, now=hall.now)
    assert fact is not None
    assert (fact.as_of, fact.sources) == (hall.now, ())
    return list(fact.lines)


@pytest.mark.parametrize("question", QUESTIONS)
def test_what_people_ask_finds_the_seats_there(hall: Hall, question: str) -> None:
    library = knowledge.open_library(hall.db, city=hours().city, now=hall.now)
    finding = library.index.ask(question)
    assert (finding.verdict, [hit.id for hit in finding.hits]) == (Verdict.ANSWER, [QUESTIONS[question]])


def test_a_kecamatan_is_told_day_by_day_from_the_rows(hall: Hall) -> None:
    space = hall.space()
    slot = hall.slot(6, space=space)
    hall.slot(4, space=space, starts=timedelta(days=3))
    hall.seat(slot, hall.person(), 2)
    today = hours().day(hall.now)
    days = [Weekday(today + timedelta(days=ahead)) for ahead in range(4)]
    assert told(hall, "k1") == [
        Line("fact.seat.today", {"day": days[0], "seats": 0}),
        Line("fact.seat.tomorrow", {"day": days[1], "seats": 4}),
        Line("fact.seat.slot", {"hours": "09.00–13.00", "free": 4, "what": "Ruang Uji"}),
        Line("fact.seat.day", {"day": days[3], "seats": 4}),
    ]
    assert told(hall, "k1", "en")[2] == Line("fact.seat.slot", {"hours": "09:00–13:00", "free": 4, "what": "Ruang Uji"})
    hall.seat(slot, hall.person(), 4)
    assert told(hall, "k1")[1:] == [
        Line("fact.seat.tomorrow", {"day": days[1], "seats": 0}),
        Line("fact.seat.day", {"day": days[3], "seats": 4}),
    ]


def test_where_nothing_is_open_it_says_so(hall: Hall) -> None:
    assert told(hall, "k1") == [Line("fact.seat.no_space", {"kecamatan": "Klojen"})]
    hall.space()
    assert told(hall, "k1") == [Line("fact.seat.none", {"kecamatan": "Klojen"})]


def test_all_kecamatan_are_told_in_a_line_each(hall: Hall) -> None:
    hall.slot(6)
    hall.slot(2, space=hall.space("sukun"), starts=timedelta(hours=1))
    assert told(hall, "all") == [
        Line("fact.seat.both", {"kecamatan": "Klojen", "today": 0, "tomorrow": 6}),
        Line("fact.seat.no_space", {"kecamatan": "Blimbing"}),
        Line("fact.seat.no_space", {"kecamatan": "Lowokwaru"}),
        Line("fact.seat.both", {"kecamatan": "Sukun", "today": 2, "tomorrow": 0}),
        Line("fact.seat.no_space", {"kecamatan": "Kedungkandang"}),
    ]


def test_the_button_leads_to_what_can_be_booked(hall: Hall) -> None:
    doors = [
        fact.door.press
        for key in ("all", "k4")
        if (fact := coworkingfacts.tell(hall.db, key=key, language="id", city=hours().city, now=hall.now)) and fact.door
    ]
    assert doors == ["v1:ruang:show", "v1:ruang:in:sukun"]
    assert coworkingfacts.tell(hall.db, key="k9", language="id", city=hours().city, now=hall.now) is None


def asked(hall: Hall, question: str) -> Fact:
    """What a resident is told who asks this."""
    library = knowledge.open_library(hall.db, city=hours().city, now=hall.now)
    outcome = ask(hall.db, shelf=Shelf(library, hours().city, hall.now), question=question, language="id")
    assert isinstance(outcome, Answer)
    assert isinstance(outcome.told, Fact)
    return outcome.told


def test_the_day_that_is_asked_for_is_told(hall: Hall) -> None:
    """Free on Wednesday, full on Thursday, nothing on Friday, free on Saturday."""
    space = hall.space()
    hall.slot(6, space=space)
    hall.seat(hall.slot(2, space=space, starts=timedelta(days=2)), hall.person(), 2)
    hall.slot(5, space=space, starts=timedelta(days=4))
    wednesday, thursday, friday, saturday = (Weekday(date(2026, 11, day)) for day in (25, 26, 27, 28))
    hour = {"hours": "09.00–13.00", "what": "Ruang Uji"}
    before = Line("fact.seat.nearest", {"day": wednesday, "seats": 6})
    after = Line("fact.seat.nearest", {"day": saturday, "seats": 5})
    told = {
        "masih ada kursi di Klojen besok?": (
            [Line("fact.seat.tomorrow", {"day": wednesday, "seats": 6}), Line("fact.seat.slot", {**hour, "free": 6})],
            ":20261125",
        ),
        "ada kursi di klojen lusa?": ([Line("fact.seat.full", {"day": thursday}), before], ":20261126"),
        "ada kursi di klojen jumat?": ([Line("fact.seat.not_open", {"day": friday}), after], ""),
        "masih ada kursi di klojen sabtu depan?": (
            [
                Line("fact.seat.day", {"day": saturday, "seats": 5}),
                Line("fact.seat.slot", {**hour, "free": 5}),
                Line("fact.seat.not_open", {"day": Weekday(date(2026, 12, 5))}),
            ],
            ":20261128",
        ),
    }
    for question, (lines, day) in told.items():
        fact = asked(hall, question)
        assert list(fact.lines) == lines
        assert (fact.passage, fact.door and fact.door.press) == ("seat:k1", f"v1:ruang:in:klojen{day}")


def test_a_week_that_is_asked_for_is_told_day_by_day(hall: Hall) -> None:
    hall.slot(5, starts=timedelta(days=8))
    lines = asked(hall, "kursi kosong klojen minggu depan").lines
    days = [Weekday(date(2026, 11, 30) + timedelta(days=ahead)) for ahead in range(7)]
    open_on = {2: Line("fact.seat.day", {"day": days[2], "seats": 5})}
    assert list(lines) == [open_on.get(at, Line("fact.seat.not_open", {"day": day})) for at, day in enumerate(days)]


def test_a_day_in_all_kecamatan(hall: Hall) -> None:
    hall.slot(6)
    there = {"Klojen": 6, "Blimbing": 0, "Lowokwaru": 0, "Sukun": 0, "Kedungkandang": 0}
    assert list(asked(hall, "kursi coworking rabu").lines) == [
        Line("fact.seat.on", {"day": Weekday(date(2026, 11, 25))}),
        *[Line("fact.seat.there", {"kecamatan": name, "seats": seats}) for name, seats in there.items()],
    ]
    week = coworkingfacts.tell(hall.db, key="all.20261124.7.1", language="id", city=hours().city, now=hall.now)
    assert week is not None
    assert [line.values["seats"] for line in week.lines] == [0, 6, 0, 0, 0, 0, 0]


def test_a_day_where_no_space_is_known(hall: Hall) -> None:
    assert list(asked(hall, "ada kursi di klojen besok?").lines) == [
        Line("fact.seat.no_space", {"kecamatan": "Klojen"})
    ]


@pytest.mark.parametrize("question", QUESTIONS)
def test_a_key_with_days_is_short_and_told(hall: Hall, question: str) -> None:
    key = coworkingfacts.narrow("all", question=question, city=hours().city, now=hall.now)
    assert len(key) <= 24
    assert coworkingfacts.tell(hall.db, key=key, language="id", city=hours().city, now=hall.now) is not None
