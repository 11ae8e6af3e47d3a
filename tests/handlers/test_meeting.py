"""Several people are met in one statement, and it makes no difference to what each of them hears."""

import json
import re
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import Engine, delete, event, select

from handlers.meeting import beforehand
from models import Asked, News, Person
from services import people
from tests.support.desk import MORNING, Desk
from wire.outbox import Draft
from wire.turn import Turn


def message(number: int, who: dict[str, Any], text: str, **more: Any) -> dict[str, Any]:
    """A raw update: words in the private chat."""
    inside = {"message_id": number, "date": 1_790_000_000, "from": who, "text": text}
    command = {"entities": [{"type": "bot_command", "offset": 0, "length": len(text)}]} if text[0] == "/" else {}
    chat = {"id": who["id"], "type": "private", "first_name": who["first_name"]}
    return {"update_id": number, "message": inside | command | {"chat": chat} | more}


def press(number: int, who: dict[str, Any], data: str) -> dict[str, Any]:
    """A raw update: a press in the private chat."""
    under = message(1, who, "x")["message"]
    return {
        "update_id": number,
        "callback_query": {"id": "1", "from": who, "chat_instance": "1", "data": data, "message": under},
    }


ANI = {"id": 7, "is_bot": False, "first_name": "Ani", "last_name": "Putri", "language_code": "id", "username": "ani"}
BUDI = {"id": 8, "is_bot": False, "first_name": "Budi"}
CITRA = {"id": 9, "is_bot": False, "first_name": "Citra", "language_code": "en"}
CROWD = [message(1, ANI, "/start"), message(2, BUDI, "isi roadmap"), message(3, CITRA, "/start")]


def unnumbered(draft: Draft) -> Draft:
    """The draft without the numbers of rows, which differ from run to run."""
    return replace(draft, person_id=None, payload=json.loads(re.sub(r":\d+\"", ':0"', json.dumps(draft.payload))))


def take(desk: Desk, raws: list[dict[str, Any]], *, together: bool) -> tuple[list[Any], int]:
    """What is said to these updates in one transaction, people without their numbers, and how often people were met."""
    said, met = [], []

    def count(_db: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        met.append(statement) if "INSERT INTO people" in statement else None

    event.listen(desk.engine, "before_cursor_execute", count)
    with desk.engine.begin() as db:
        begun = beforehand(db, raws, desk.now) if together else {}
        for raw in raws:
            turn = Turn(db, desk.now, raw["update_id"], kept=begun.get(raw["update_id"], {}))
            desk.step(raw, turn)
            said.append(([unnumbered(draft) for draft in turn.drafts], turn.answer))
    event.remove(desk.engine, "before_cursor_execute", count)
    return said, len(met)


def kept(desk: Desk) -> list[Any]:
    with desk.database() as db:
        chosen = select(Person.telegram_id, Person.name, Person.username, Person.telegram_language, Person.menu)
        return [tuple(row) for row in db.execute(chosen.order_by(Person.telegram_id))]


@pytest.mark.parametrize("raws", [CROWD, [*CROWD, message(4, ANI, "/bahasa")]])
def test_meeting_together_changes_nothing_of_what_is_said(engine: Engine, raws: list[dict[str, Any]]) -> None:
    desk = Desk(engine)
    one_by_one, _ = take(desk, raws, together=False)
    rows = kept(desk)
    with desk.database() as db:
        db.execute(delete(Asked))
        db.execute(delete(News))
        db.execute(delete(Person))
    said, _ = take(desk, raws, together=True)
    assert said == one_by_one
    assert kept(desk) == rows


def test_people_who_write_are_met_in_one_statement(engine: Engine) -> None:
    desk = Desk(engine)
    assert take(desk, CROWD, together=True)[1] == 1
    assert take(desk, [*CROWD, *(message(4 + n, ANI, "/bahasa") for n in range(3))], together=True)[1] == 1


def test_who_does_something_else_too_is_met_each_time(engine: Engine) -> None:
    """A press may change who the next message is of."""
    desk = Desk(engine)
    take(desk, CROWD, together=True)
    said, met = take(
        desk,
        [message(4, ANI, "/start"), press(5, ANI, "v1:language:set:en"), message(6, ANI, "/bahasa")],
        together=True,
    )
    assert met == 3
    assert "Which language" in said[2][0][0].payload["text"]


def test_a_new_name_between_two_messages_is_kept(engine: Engine) -> None:
    desk = Desk(engine)
    take(desk, [message(1, BUDI, "/start"), message(2, BUDI | {"first_name": "Budiman"}, "/start")], together=True)
    assert [row[1] for row in kept(desk)] == ["Budiman"]


def test_somebody_known_may_be_written_to_again(engine: Engine) -> None:
    desk = Desk(engine)
    take(desk, CROWD, together=True)
    with desk.database() as db:
        people.lose(db, telegram_id=8, reach="blocked")
    take(desk, CROWD, together=True)
    with desk.database() as db:
        assert db.execute(select(Person.reach).where(Person.telegram_id == 8)).scalar_one() == "open"


@pytest.mark.parametrize(
    "raw",
    [
        message(1, ANI, "halo", chat={"id": -5, "type": "supergroup", "title": "Warga"}),
        {"update_id": 1, "edited_message": message(1, ANI, "halo")["message"]},
        {"update_id": 1, "message": "nonsense"},
        {"update_id": 1, "message": {"text": "halo", "from": 3, "chat": {"type": "private"}}},
        {"update_id": 1},
    ],
)
def test_nobody_else_is_met_beforehand(engine: Engine, raw: dict[str, Any]) -> None:
    with engine.begin() as db:
        assert beforehand(db, [raw, message(2, BUDI, "halo")], MORNING).keys() == {2}
        assert db.execute(select(Person.telegram_id)).scalars().all() == [8]
