"""By the clock: each schedule fires once, late ones are skipped, nights and moved milestones hold, ends are noted."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Connection, Engine, func, insert, select, update

from models import Announcement as Rows, Delivery, Milestone, Slot, Space
from models.announcements import DeliveryState as State
from services.announcements import audience, clockwork, results
from services.announcements.reading import for_digest, public_log
from services.announcements.values import (
    Audience,
    Content,
    Outcome,
    Result,
    State as Stands,
    Term,
    Who,
    Why,
    everyone,
)
from services.roles import Rights
from tests.services.announcements.readers import HOURS, IDS, NOW, City

KETUA = Rights(kecamatan=("klojen",))


def rows(db: Connection, *which: Any) -> int:
    return db.execute(select(func.count()).select_from(Rows).where(*which)).scalar_one()


def test_it_begins_at_its_time_and_ends_when_all_have_an_end(city: City) -> None:
    first, second, weekly = city.reader(10), city.reader(11), city.reader(12, every="week")
    done = city.hand_in(city.drafted(send_at=NOW + timedelta(hours=1)))
    assert done.announcement is not None
    city.later(minutes=59)
    assert city.tick() == ()
    city.later(minutes=1)
    (began,) = city.tick()
    one = city.again(began.announcement)
    assert (began.began, one.state, one.people, one.frozen) == (True, Stands.RUNNING, 3, True)
    assert city.states(one) == {first: State.WAITING, second: State.WAITING, weekly: State.WEEKLY}
    city.ends(one, first, State.SENT)
    assert city.tick() == ()
    city.ends(one, second, State.FAILED, "400 Bad Request")
    (ended,) = city.tick()
    assert (ended.ended, ended.announcement.state) == (True, Stands.DONE)
    told = results.result(city.db, announcement=ended.announcement)
    assert told == Result(3, sent=1, weekly=1, failed={"400 Bad Request": 1})
    assert [one.words for one in results.who_missed(city.db, announcement=one)] == ["400 Bad Request"]
    assert [one.id for one in public_log(city.db)] == [one.id]
    digest = for_digest(city.db, person_id=weekly, since=NOW, until=city.now)
    assert [one.id for one in digest] == [one.id]
    assert for_digest(city.db, person_id=first, since=NOW, until=city.now) == ()


def test_of_two_clocks_ten_minutes_apart_one_fires(engine: Engine) -> None:
    """Both read what is due; the second to write finds it gone. Without the guard both would fire."""
    with engine.begin() as db:
        city = City(db)
        city.reader(10)
        done = city.hand_in(city.drafted(send_at=NOW + timedelta(minutes=5), repeat="weekly"))
    assert done.announcement is not None
    ahead = {"hours": HOURS, "now": NOW + timedelta(minutes=15)}
    with engine.begin() as db:
        assert clockwork._fire(db, done.announcement, **ahead) is not None  # type: ignore[arg-type]
    with engine.begin() as db:
        assert clockwork._fire(db, done.announcement, HOURS, NOW + timedelta(minutes=5)) is None
        assert rows(db, Rows.parent_id == done.announcement.id) == 1
        assert [one for one in clockwork.tick(db, hours=HOURS, satgas_ids=IDS, now=NOW) if one.began] == []


@pytest.mark.parametrize(("repeat", "weeks"), [("weekly", 1), ("monthly", 4)])
def test_missed_firings_are_one(city: City, repeat: str, weeks: int) -> None:
    city.reader(10)
    city.hand_in(city.drafted(repeat=repeat))
    assert len([one for one in city.tick() if one.began]) == 1
    city.later(weeks=5 * weeks)
    assert len([one for one in city.tick() if one.began]) == 1
    assert city.tick() == ()
    (due,) = city.db.execute(select(Rows.send_at).where(Rows.state == "scheduled")).scalars()
    assert due is not None and city.now < due <= city.now + timedelta(days=31)
    assert rows(city.db, Rows.parent_id.is_not(None)) == 2


def test_the_31st_of_a_short_month_is_its_last_day() -> None:
    first = datetime(2026, 1, 31, 5, tzinfo=UTC)
    months = [clockwork.step(first, "monthly", number) for number in range(-1, 14)]
    assert [(one.month, one.day) for one in months][:5] == [(12, 31), (1, 31), (2, 28), (3, 31), (4, 30)]
    assert (months[-1].year, months[-1].month, months[-1].day) == (2027, 2, 28)


def test_after_a_downtime_the_late_one_is_skipped_and_said(city: City) -> None:
    city.reader(10)
    city.hand_in(city.drafted(send_at=NOW + timedelta(hours=1), not_after=NOW + timedelta(hours=2)))
    city.later(hours=3)
    (late,) = city.tick()
    assert (late.announcement.state, late.why) == (Stands.SKIPPED, Why.LATE)
    assert city.tick() == ()


def test_what_is_under_way_past_its_time_ends(city: City) -> None:
    one = city.begun(not_after=NOW + timedelta(hours=1)) if city.reader(10) else None
    assert one is not None
    city.later(hours=2)
    (late,) = city.tick()
    assert (late.ended, late.why, late.announcement.state) == (True, Why.LATE, Stands.DONE)
    assert results.result(city.db, announcement=late.announcement) == Result(1, waiting=1)


def test_at_night_it_waits_unless_urgent(city: City) -> None:
    city.reader(10)
    evening, morning = NOW.replace(hour=14), NOW.replace(hour=23)
    done = city.hand_in(city.drafted(send_at=evening))
    city.now = evening
    assert city.tick() == ()
    assert done.announcement is not None
    held = city.again(done.announcement)
    assert (held.state, held.send_at) == (Stands.SCHEDULED, morning)
    urgent = city.drafted(content=Content({"id": "Banjir"}), urgent=True)
    approved = city.approve(city.hand_in(urgent))
    assert approved.outcome is Outcome.APPROVED
    assert [one.announcement.id for one in city.tick()] == [urgent.id]
    city.now = morning
    assert [one.announcement.id for one in city.tick() if one.began] == [held.id]


def test_what_is_under_way_rests_at_night(city: City) -> None:
    city.reader(10)
    one = city.begun()
    city.now = NOW.replace(hour=14)
    city.tick()
    resting = city.again(one)
    assert (resting.state, resting.why) == (Stands.PAUSED, Why.NIGHT)
    city.now = NOW.replace(hour=23)
    city.tick()
    assert (city.again(one).state, city.again(one).why) == (Stands.RUNNING, Why.NONE)


def test_a_person_s_pause_outlasts_the_night(city: City) -> None:
    city.reader(10)
    one = city.begun()
    assert city.deed("pause", one) is Outcome.PAUSED
    for hour in (14, 23):
        city.now = NOW.replace(hour=hour)
        city.tick()
    assert city.again(one).why is Why.PERSON


@pytest.mark.parametrize("change", [{"status": "delayed"}, {"target": "2027"}])
def test_a_milestone_that_moved_since_approval_stops_it(city: City, change: dict[str, Any]) -> None:
    city.reader(10)
    told: dict[str, Any] = {"point": "mcc", "title": {"id": "MCC"}, "about": {}, "status": "on_track"}
    told |= {"target": "2026", "publish_at": NOW, "created_at": NOW, "changed_at": NOW}
    number = city.db.execute(insert(Milestone).values(**told).returning(Milestone.id)).scalar_one()
    done = city.hand_in(city.drafted(milestone_id=number, send_at=NOW + timedelta(hours=1)))
    city.db.execute(update(Milestone).values(**change))
    city.later(hours=1)
    (stopped,) = city.tick()
    assert (stopped.announcement.state, stopped.why) == (Stands.STOPPED, Why.MILESTONE)
    assert done.announcement is not None
    assert rows(city.db, Rows.state == "running") == 0
    again = city.hand_in(city.again(stopped.announcement))
    assert again.outcome is Outcome.SCHEDULED
    assert [one.began for one in city.tick()] == [True]


def test_a_big_audience_is_written_down_range_by_range(city: City, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(audience, "RANGE", 10)
    crowd = city.crowd(35)
    one = city.begun()
    assert not one.frozen
    for _ in range(10):
        city.tick()
    whole = city.again(one)
    assert (whole.frozen, whole.people) == (True, 35)
    assert sorted(city.states(one)) == crowd


def test_a_ketua_reaches_the_people_of_their_own_spaces_only(city: City) -> None:
    db, told = city.db, {"facilities": [], "sub_sectors": [], "created_at": NOW, "changed_at": NOW}
    own, other = (
        db.execute(
            insert(Space).values(kecamatan=where, name=where, door_code=where, **told).returning(Space.id)
        ).scalar_one()
        for where in ("klojen", "sukun")
    )
    city.reader(10)
    for whom, outcome in (
        (everyone(Term(Who.SPACE, (own,))), Outcome.NOBODY),
        (everyone(Term(Who.SPACE, (own, other))), Outcome.NOT_YOURS),
        (everyone(Term(Who.EVERYBODY)), Outcome.NOT_YOURS),
        (everyone(Term(Who.SPACE, (own,)), Term(Who.KECAMATAN, ("klojen",))), Outcome.NOT_YOURS),
        (Audience(((Term(Who.KECAMATAN, ("klojen",)), Term(Who.SPACE, (own,))),)), Outcome.NOBODY),
        (Audience(((Term(Who.SPACE, (own,)),),), chats=(-5,)), Outcome.NOT_YOURS),
        (Audience(), Outcome.NOT_YOURS),
    ):
        one = city.drafted(whom)
        db.execute(update(Rows).where(Rows.id == one.id).values(scope="klojen"))
        assert city.hand_in(city.again(one), rights=KETUA).outcome is outcome, whom
    assert db.execute(select(func.count()).select_from(Delivery)).scalar_one() == 0
    assert db.execute(select(func.count()).select_from(Slot)).scalar_one() == 0


def test_no_more_than_a_ketua_s_share_a_month(city: City) -> None:
    city.reader(10)
    for number in range(5):
        one = city.drafted(content=Content({"id": f"Ke-{number}"}))
        state = "done" if number < 4 else "draft"
        city.db.execute(update(Rows).where(Rows.id == one.id).values(scope="klojen", state=state))
    space = city.db.execute(
        insert(Space)
        .values(
            kecamatan="klojen", name="a", door_code="a", facilities=[], sub_sectors=[], created_at=NOW, changed_at=NOW
        )
        .returning(Space.id)
    ).scalar_one()
    whom = {"any": [[{"who": "space", "of": [space]}]], "but": [], "chats": []}
    city.db.execute(update(Rows).where(Rows.id == one.id).values(audience=whom))
    assert city.hand_in(city.again(one), rights=KETUA).outcome is Outcome.MONTHLY
