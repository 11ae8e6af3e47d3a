"""Statistics: sums of ideas by kecamatan, sub-sector, week, and how long their answers took."""

from datetime import date, timedelta

from services import statistics
from services.ideas.values import Status
from services.statistics import QuestionFigures, SeatFigures
from tests.services.ideas.agora import Agora


def test_without_anything_all_is_nothing(agora: Agora) -> None:
    told = agora.do(statistics.figures)
    assert (told.since, told.ideas.sent, told.ideas.days, told.ideas.kecamatan) == (None, 0, None, {})
    assert told.questions == QuestionFigures(0, 0, 0, 0, 0)
    assert told.seats == SeatFigures(0, 0, 0, {})


def test_ideas_are_counted_and_their_answers_timed(agora: Agora) -> None:
    first = agora.idea(kecamatan="klojen", sector="games")
    agora.support(first)
    agora.later(days=4)
    agora.answer(first)
    second = agora.idea(kecamatan="klojen")
    agora.later(days=2)
    agora.answer(second, Status.DONE)
    agora.idea(sector="games")
    agora.later(days=30)
    told = agora.do(statistics.figures).ideas
    assert (told.sent, told.supports, told.answered, told.late) == (3, 1, 2, 1)
    assert told.kecamatan == {"klojen": 2, None: 1}
    assert told.sectors == {"games": 2, None: 1}
    assert told.statuses == {"considered": 1, "done": 1, "received": 1}
    assert (told.days, told.days_of) == (3.0, {"klojen": 3.0})


def test_a_period_cuts_sums_but_no_week(agora: Agora) -> None:
    agora.idea()
    agora.later(days=35)
    agora.idea()
    told = agora.do(statistics.figures, days=30)
    assert told.since == agora.now - timedelta(days=30)
    assert told.ideas.sent == 1
    weeks = told.ideas.weeks
    assert len(weeks) == 12 and weeks[-1][0] == date(2026, 12, 28)
    assert [week for week in weeks if week[1]] == [(date(2026, 11, 23), 1), (date(2026, 12, 28), 1)]
