"""Free seats as live facts: found as people ask, told from the rows of the moment."""

from datetime import timedelta

import pytest
from sqlalchemy import Connection

from finder import Verdict
from services import coworkingfacts, knowledge
from services.facts import Line
from tests.services.coworking.hall import Hall, hours

QUESTIONS = {
    "masih ada kursi di Klojen besok?": "seat:k1",
    "kursi coworking blimbing sesuk onok tah": "seat:k2",
    "ada kursi kosong di lowokwaru hari ini?": "seat:k3",
    "any seats in sukun tomorrow?": "seat:k4",
    "kedungkandang besok masih ada tempat coworking?": "seat:k5",
    "coworking mana yang masih kosong": "seat:all",
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
    days = [today + timedelta(days=ahead) for ahead in range(4)]
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
