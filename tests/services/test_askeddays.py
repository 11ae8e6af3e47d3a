"""Days as questions name them, asked on Tuesday, 24 November 2026."""

from datetime import date, timedelta

import pytest

from services.askeddays import MOST, asked_days

TODAY = date(2026, 11, 24)
TUESDAY, WEDNESDAY, THURSDAY, FRIDAY, SATURDAY, SUNDAY = (TODAY + timedelta(days=ahead) for ahead in range(6))
FIFTH = date(2026, 12, 5)
ASKED = {
    "masih ada kursi di Klojen besok?": [WEDNESDAY],
    "besok pagi jam 10-12 untuk 5 orang?": [WEDNESDAY],
    "lusa": [THURSDAY],
    "besok lusa": [THURSDAY],
    "malam ini, Klojen": [TUESDAY],
    "hari ini atau besok?": [TUESDAY, WEDNESDAY],
    "sabtu ada?": [SATURDAY],
    "Sabtu ini": [SATURDAY],
    "sabtu depan?": [SATURDAY, FIFTH],
    "next saturday": [SATURDAY, FIFTH],
    "selasa": [TUESDAY],
    "selasa depan": [date(2026, 12, 1)],
    "besok jumat": [FRIDAY],
    "sesuk Jum’at": [FRIDAY],
    "rabu atau jumat": [WEDNESDAY, FRIDAY],
    "hari minggu": [SUNDAY],
    "hari minggu ini": [SUNDAY],
    "minggu ini": [TUESDAY, WEDNESDAY, THURSDAY, FRIDAY, SATURDAY, SUNDAY],
    "minggu depan": [date(2026, 11, 30) + timedelta(days=ahead) for ahead in range(7)],
    "akhir pekan": [SATURDAY, SUNDAY],
    "next weekend": [FIFTH, FIFTH + timedelta(days=1)],
    "28 november": [SATURDAY],
    "28/11": [SATURDAY],
    "tgl 5 desember": [FIFTH],
    "tanggal 5": [FIFTH],
    "sabtu tanggal 5": [FIFTH],
    "sabtu 5/12/2026": [FIFTH],
    "December 5th": [FIFTH],
    "tomorrow or on saturday": [WEDNESDAY, SATURDAY],
    "kemarin 23 november 2026": [],
    "31 februari": [],
    "tanggal 45": [],
    "2 minggu lagi": [],
    "tiap minggu": [],
    "kapan ada kursi?": [],
    "untuk 5 orang jam 10": [],
}


@pytest.mark.parametrize("question", ASKED)
def test_the_days_a_question_names(question: str) -> None:
    assert list(asked_days(question, today=TODAY)) == ASKED[question]


def test_never_more_than_can_be_told() -> None:
    assert len(asked_days("minggu ini dan minggu depan dan tanggal 28 januari", today=TODAY)) == MOST
