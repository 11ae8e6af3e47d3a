"""After a year nobody's name hangs on an announcement any more; its words, counts and votes as numbers stay."""

import pytest
from sqlalchemy import func, insert, select

from models import AnnouncementWatch, Delivery, PollCopy, PollVote
from models.announcements import DeliveryState as State
from services.announcements import keeping, polls, results
from services.announcements.values import Content, Kind, Poll
from tests.services.announcements.readers import City


def many(city: City, table: type[Delivery | PollVote | AnnouncementWatch]) -> int:
    return city.db.execute(select(func.count()).select_from(table)).scalar_one()


def test_after_a_year_only_numbers_stay(city: City, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keeping, "AT_ONCE", 3)
    crowd = city.crowd(5)
    one = city.begun(content=Content(poll=Poll({"id": "Mau?"}, ({"id": "Ya"}, {"id": "Tidak"}))), kind=Kind.POLL)
    city.db.execute(insert(PollCopy).values(poll_id=7, announcement_id=one.id))
    for number, person in enumerate(crowd):
        city.ends(one, person, State.SENT)
        polls.voted(city.db, poll_id=7, person_id=person, options=[number % 2], now=city.now)
    results.watch(city.db, announcement_id=one.id, person_id=city.ani, message_id=9, now=city.now)
    city.tick()
    city.later(days=364)
    keeping.forget(city.db, now=city.now)
    assert (many(city, Delivery), many(city, PollVote), many(city, AnnouncementWatch)) == (5, 5, 0)
    city.later(days=2)
    for left in (2, 0, 0):
        keeping.forget(city.db, now=city.now)
        assert (many(city, Delivery), many(city, PollVote)) == (left, 0)
    old = city.again(one)
    assert polls.tally(city.db, announcement=old).all == (3, 2)
    assert results.result(city.db, announcement=old).sent == 5
