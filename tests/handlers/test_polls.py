"""Votes in an announced poll, at the desk: counted once a person over all copies, changed, taken back."""

from typing import Any

import pytest
from sqlalchemy import Connection, Engine, insert

from models import News, PollCopy
from services.announcements import polls, writing
from services.announcements.polls import Votes
from services.announcements.values import Content, Kind, Poll
from services.announcements.writing import Draft
from services.roles import Rights
from tests.support.desk import Desk, Somebody

OPTIONS = ({"id": "Pagi"}, {"id": "Sore"}, {"id": "Malam"})
CHANNEL = -1001


class Ballot:
    """A poll that was sent as copies 101 and 102 to people, and 900 to a channel."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        draft = Draft(Kind.POLL, Content(poll=Poll({"id": "Kapan?"}, OPTIONS)))
        with desk.database() as db:
            done = writing.create(db, draft=draft, author_id=self._first(db), rights=Rights(satgas=True), now=desk.now)
            assert done.announcement is not None
            self.announcement = done.announcement
            for poll, chat in ((101, None), (102, None), (900, CHANNEL)):
                told = {"poll_id": poll, "announcement_id": self.announcement.id, "chat_id": chat}
                db.execute(insert(PollCopy).values(told))

    def _first(self, db: Connection) -> int:
        return 1

    def votes(self, who: Somebody, poll: int, *options: int) -> None:
        answer = {"poll_id": str(poll), "user": who.user, "option_ids": list(options)}
        self.desk.handle(poll_answer=answer | {"option_persistent_ids": [str(one) for one in options]})

    def totals(self, poll: int, *counts: int, anonymous: bool = True) -> None:
        options = [
            {"text": told["id"], "voter_count": count, "persistent_id": str(n)}
            for n, (told, count) in enumerate(zip(OPTIONS, counts, strict=True))
        ]
        told: dict[str, Any] = {"id": str(poll), "question": "Kapan?", "options": options, "type": "regular"}
        told |= {"total_voter_count": sum(counts), "is_closed": False, "is_anonymous": anonymous}
        self.desk.handle(poll=told | {"allows_multiple_answers": False, "allows_revoting": True, "members_only": False})

    @property
    def result(self) -> Votes:
        with self.desk.database() as db:
            return polls.tally(db, announcement=self.announcement)


@pytest.fixture
def desk(engine: Engine) -> Desk:
    return Desk(engine)


def lives(desk: Desk, who: Somebody, number: int, home: str) -> None:
    who.says("/start")
    with desk.database() as db:
        db.execute(insert(News).values(person_id=number, home=home))


def test_votes_are_added_over_all_copies(desk: Desk) -> None:
    ani, budi, citra = (desk.person(name, number=n) for n, name in enumerate(("Ani", "Budi", "Citra"), 11))
    lives(desk, ani, 1, "klojen")
    lives(desk, budi, 2, "sukun")
    citra.says("/start")
    ballot = Ballot(desk)
    ballot.votes(ani, 101, 0)
    ballot.votes(budi, 102, 0, 2)
    ballot.votes(citra, 101, 1)
    assert ballot.result == Votes((2, 1, 1), 3, {"": (0, 1, 0), "klojen": (1, 0, 0), "sukun": (1, 0, 1)}, (0, 0, 0))
    ballot.votes(ani, 102, 1)
    ballot.votes(citra, 101)
    assert ballot.result.options == (1, 1, 1)
    assert ballot.result.voters == 2


def test_a_channel_tells_totals_only(desk: Desk) -> None:
    desk.person("Ani", number=11).says("/start")
    ballot = Ballot(desk)
    ballot.totals(900, 5, 2, 0)
    ballot.totals(101, 9, 9, 9)
    ballot.totals(101, 9, 9, 9, anonymous=False)
    assert (ballot.result.anonymous, ballot.result.all, ballot.result.voters) == ((5, 2, 0), (5, 2, 0), 0)


def test_other_polls_and_strangers_change_nothing(desk: Desk) -> None:
    ani = desk.person("Ani", number=11)
    ani.says("/start")
    ballot = Ballot(desk)
    ballot.votes(ani, 777, 0)
    ballot.votes(desk.person("Orang", number=99), 101, 0)
    ballot.totals(778, 1, 1, 1)
    assert ballot.result == Votes((0, 0, 0), 0, {}, (0, 0, 0))
