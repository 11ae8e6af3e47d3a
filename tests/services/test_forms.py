"""Forms: one a person, an hour long."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import Connection

from services import forms, people
from services.forms import OpenForm

NOW = datetime(2026, 11, 24, 5, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


def meet(db: Connection, telegram_id: int) -> int:
    person = people.meet(db, telegram_id=telegram_id, name="Ani", username=None, telegram_language=None, now=NOW)
    return person.id


def test_a_person_is_in_the_form_opened_last(db: Connection) -> None:
    ani, budi = meet(db, 7), meet(db, 8)
    forms.open_form(db, person_id=ani, form="invite", step="label", data={"role": "satgas"}, now=NOW)
    forms.open_form(db, person_id=ani, form="idea", step="text", data={"a": [1, "é"]}, now=NOW)

    assert forms.read(db, telegram_id=7, now=NOW) == OpenForm("idea", "text", {"a": [1, "é"]})
    assert forms.read(db, telegram_id=8, now=NOW) is None
    assert forms.close(db, person_id=budi, now=NOW) is False


def test_a_closed_form_is_closed(db: Connection) -> None:
    ani = meet(db, 7)
    forms.open_form(db, person_id=ani, form="invite", step="label", data={}, now=NOW)

    assert [forms.close(db, person_id=ani, now=NOW) for _ in range(2)] == [True, False]
    assert forms.read(db, telegram_id=7, now=NOW) is None


def test_a_form_is_forgotten_after_an_hour(db: Connection) -> None:
    ani = meet(db, 7)
    forms.open_form(db, person_id=ani, form="invite", step="label", data={}, now=NOW)

    assert forms.read(db, telegram_id=7, now=NOW + HOUR) is None
    assert forms.forget_expired(db, now=NOW + HOUR - timedelta(microseconds=1)) == 0
    assert forms.forget_expired(db, now=NOW + HOUR) == 1
    assert forms.close(db, person_id=ani, now=NOW) is False
