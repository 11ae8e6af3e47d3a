"""Announcements on the wire: whom they reach, in which words, and what becomes of each copy."""

import asyncio
import dataclasses
import time
from typing import Any

import pytest
from sqlalchemy import Connection, select, update
from sqlalchemy.exc import OperationalError

from models import Delivery, Person as Known, PollCopy
from models.announcements import DeliveryState as State
from sandbox.people import Person
from sandbox.server import BotApi
from services import consents
from services.announcements.values import Audience, Content, File, Kind, Link, Outcome, Poll, Result, Why
from tests.support.office import Office, office
from tests.support.press import EVERYBODY, HELLO, Press, number_of
from tests.support.town import until
from tests.wire.conftest import newcomer
from wire import mailing
from wire.limits import FOREVER, Permits
from wire.thread import DatabaseThread

SEEN = "Halo Ani di Klojen\n[Atur kabar]"


@pytest.fixture(autouse=True)
def _soon(monkeypatch: pytest.MonkeyPatch) -> None:
    """Looks are often, and pauses short."""
    monkeypatch.setattr(mailing, "LOOK", 0.02)
    monkeypatch.setattr(mailing, "AGAIN", 0.05)


@pytest.fixture
def press(post: Office) -> Press:
    return Press(post)


async def test_each_hears_it_once_in_their_language(press: Press, api: BotApi, ani: Person, budi: Person) -> None:
    await press.readers(ani)
    await press.readers(budi, home=None, language="en")
    assert await press.goes() == Result(2, sent=2)
    assert ani.seen == [SEEN]
    assert budi.seen == ["Hello Budi\n[Adjust news]"]
    assert api.violations == []


async def test_a_name_is_no_markup(press: Press, api: BotApi) -> None:
    rogue = newcomer(api, '<b>"{kecamatan}\\&</a>')
    await press.readers(rogue)
    assert await press.goes(Content({"id": "Halo {nama}!"})) == Result(1, sent=1)
    assert rogue.seen == ['Halo <b>"{kecamatan}\\&</a>!\n[Atur kabar]']


async def test_who_blocked_is_marked_and_what_waits_for_them_is_not_sent(
    press: Press, api: BotApi, ani: Person, budi: Person
) -> None:
    await press.readers(ani, budi)
    ani.blocks()
    assert await press.goes() == Result(2, sent=1, blocked=1)
    assert (await press.post.reach(ani), await press.post.reach(budi)) == ("blocked", "open")
    assert await press.goes() == Result(1, sent=1)


async def test_a_lost_answer_is_unknown_and_never_repeated_by_itself(press: Press, api: BotApi, ani: Person) -> None:
    await press.readers(ani)
    api.faults.cut_after("sendMessage")
    one = await press.begins()
    assert await press.ended(one) == Result(1, unknown=1)
    assert len(ani.seen) == 1
    assert await press.turns("send_again", one, failed=True) is Outcome.NOBODY
    assert await press.turns("send_again", one, unknown=True) is Outcome.RESUMED
    assert await press.ended(one) == Result(1, sent=1)
    assert len(ani.seen) == 2


async def test_what_telegram_refuses_is_failed_with_its_words(press: Press, api: BotApi, ani: Person) -> None:
    await press.readers(ani)
    words = {"ok": False, "error_code": 400, "description": "Bad Request: something new"}
    api.faults.status("sendMessage", 400, words)
    one = await press.begins()
    assert await press.ended(one) == Result(1, failed={"400 Bad Request: something new": 1})
    api.faults.status("sendMessage", 400, {**words, "description": "Bad Request: something else"})
    assert await press.turns("send_again", one, failed=True) is Outcome.RESUMED
    assert await press.ended(one) == Result(1, failed={"400 Bad Request: something else": 1})
    assert await press.turns("send_again", one, failed=True) is Outcome.RESUMED
    assert await press.ended(one) == Result(1, sent=1)
    assert ani.seen == [SEEN]


async def test_bad_markup_is_sent_as_plain_text(press: Press, api: BotApi, ani: Person) -> None:
    await press.readers(ani)
    refused = {"ok": False, "error_code": 400, "description": "Bad Request: can't parse entities: whatever"}
    api.faults.status("sendMessage", 400, refused)
    assert await press.goes(Content({"id": "<b>Halo</b> &amp; hai"})) == Result(1, sent=1)
    assert ani.seen == ["Halo & hai\n[Atur kabar]"]


async def test_too_many_requests_waits_and_repeats(press: Press, api: BotApi, ani: Person, budi: Person) -> None:
    await press.readers(ani, budi)
    api.faults.too_many(ani.id, retry_after=1)
    assert await press.goes() == Result(2, sent=2)
    refused, accepted = [call for call in api.calls if call.chat_id == ani.id]
    assert (refused.ok, accepted.ok) == (False, True)
    assert accepted.at_monotonic - refused.at_monotonic >= 1
    assert api.violations == []


async def test_no_connection_delays_and_loses_nothing(press: Press, api: BotApi, ani: Person) -> None:
    await press.readers(ani)
    api.faults.offline()
    one = await press.begins()
    await until(lambda: press.post.sender.connection.offline_since is not None)
    assert await press.result(one) == Result(1, waiting=1)
    api.faults.offline(False)
    assert await press.ended(one) == Result(1, sent=1)
    assert ani.seen == [SEEN]


# By people's choices, rows decide


async def test_who_stops_after_the_start_gets_nothing(press: Press, api: BotApi, ani: Person, budi: Person) -> None:
    await press.readers(ani, budi)
    press.post.sender.permits.hold(FOREVER)
    await press.post.sender.mailing.stop()
    one = await press.begins()
    await press.does(lambda db, now: consents.withdraw(db, person_id=number_of(db, ani), purpose="news", now=now))
    await press.does(
        lambda db, now: db.execute(update(Known).where(Known.telegram_id == budi.id).values(banned_at=now))
    )
    press.post.sender.permits.held_until = 0.0
    await press.post.sender.mailing.start()
    assert await press.ended(one) == Result(2, unwanted=1, unreachable=1)
    assert ani.seen == budi.seen == []


async def test_pause_resume_and_cancel_hold_from_their_commit(press: Press, api: BotApi) -> None:
    crowd = [newcomer(api, f"Warga {n}") for n in range(60)]
    await press.readers(*crowd)
    press.post.sender.permits = Permits(200)
    press.post.sender.permits.begin(time.monotonic() - 1)
    one = await press.begins()
    await until(lambda: len(press.post.sends()) > 5)
    assert await press.turns("pause", one) is Outcome.PAUSED
    claimed = len([state for state in await press.states(one) if state != State.WAITING])
    await until(lambda: press.post.sender.mailing.idle)
    paused = len(press.post.sends())
    assert paused <= claimed < 60
    await asyncio.sleep(0.2)
    assert len(press.post.sends()) == paused
    assert await press.turns("resume", one) is Outcome.RESUMED
    await until(lambda: len(press.post.sends()) > paused)
    assert await press.turns("cancel", one) is Outcome.CANCELLED
    await until(lambda: press.post.sender.mailing.idle)
    result = await press.result(one)
    assert (result.sent, result.waiting) == (len(press.post.sends()), 60 - len(press.post.sends()))
    assert {one.id: 1 for one in crowd if one.seen} == {one.id: len(one.seen) for one in crowd if one.seen}


async def test_too_many_blocked_pauses_and_marks_nobody_until_a_person_says_go_on(press: Press, api: BotApi) -> None:
    crowd = [newcomer(api, f"Warga {n}") for n in range(120)]
    await press.readers(*crowd)
    for who in crowd[30:]:
        who.blocks()
    press.teller = dataclasses.replace(press.teller, satgas_ids=frozenset({crowd[0].id}))
    one = await press.begins()
    await until(lambda: press.stands(one, "paused"))
    await until(lambda: press.post.sender.mailing.idle)
    before = await press.result(one)
    assert (await press.now(one)).why in (Why.TRIPPED, Why.BREAKER)
    assert before.blocked <= 20 and before.unmarked > 0
    marked = await press.marked()
    assert marked == before.blocked
    drafts = await press.ticks()
    assert {draft.kind for draft in drafts} == {"notice"}
    assert not await press.ticks()
    assert await press.turns("resume", one) is Outcome.RESUMED
    assert await press.marked() == before.blocked + before.unmarked
    after = await press.result(one)
    assert (after.blocked, after.unmarked) == (before.blocked + before.unmarked, 0)


async def test_a_copy_waits_behind_nothing_else_of_its_reader(press: Press, api: BotApi, ani: Person) -> None:
    """Replies overtake it, also when it is claimed already."""
    await press.readers(ani)
    press.post.sender.permits.hold(FOREVER)
    await press.begins()
    await until(lambda: press.post.sender.lanes.size == 1)
    await press.post.says(ani, "balasan")
    press.post.sender.permits.held_until = 0.0
    await press.post.idle()
    assert ani.seen == ["balasan", SEEN]


async def test_a_full_lane_gives_its_copy_back(press: Press, api: BotApi, ani: Person) -> None:
    await press.readers(ani)
    press.post.sender.permits.hold(FOREVER)
    one = await press.begins()
    await until(lambda: press.post.sender.lanes.size == 1)
    await press.post.writes(*[draft for n in range(30) for draft in press.says(ani, f"{n}")])
    press.post.sender.permits.held_until = 0.0
    assert await press.ended(one) == Result(1, sent=1)
    assert sorted(ani.seen) == sorted([*(f"{n}" for n in range(30)), SEEN])


# What is said


async def test_an_album_and_its_words_are_one_delivery(press: Press, api: BotApi, ani: Person) -> None:
    await press.readers(ani)
    photos = tuple(File("photo", file_id) for file_id in await press.photos(api, ani, 3))
    link = Link({"id": "Peta", "en": "Map"}, "https://malang.go.id/peta")
    content = Content({"id": "Lihat"}, photos, (link,))
    one = await press.begins(content, kind=Kind.ALBUM)
    assert await press.ended(one) == Result(1, sent=1)
    assert [message["message_id"] for message in ani.messages[-4:]] == await press.message_ids(one)
    assert ani.seen[-1] == "Lihat\n[Peta]\n[Atur kabar]"
    assert await press.corrects(one, Content({"id": "Lihat ini"})) is Outcome.CHANGED
    await press.put_right(one)
    assert ani.seen[-1] == "Lihat ini\n[Atur kabar]"
    assert await press.corrects(one, None) is Outcome.CHANGED
    await press.put_right(one)
    assert [message for message in ani.messages[-4:] if "media_group_id" in message] == []


async def test_a_picture_made_here_goes_up_once(press: Press, api: BotApi, ani: Person, budi: Person) -> None:
    await press.readers(ani, budi)
    made = {"render": ["qr", {"url": "https://t.me/malang_bot"}], "name": "qr.png", "otherwise": ""}
    content = Content({"id": "Halo {nama}"}, (File("photo", made=made),))
    assert await press.goes(content, kind=Kind.PHOTO) == Result(2, sent=2)
    assert len([call for call in api.calls if "attach://" in str(call.params)]) == 1
    assert [who.messages[-1]["caption"] for who in (ani, budi)] == ["Halo Ani", "Halo Budi"]


async def test_a_poll_in_each_copy_is_known_by_its_number(press: Press, api: BotApi, ani: Person, budi: Person) -> None:
    await press.readers(ani, budi)
    poll = Poll({"id": "Jam berapa?", "en": "When?"}, ({"id": "Pagi"}, {"id": "Sore", "en": "Late"}))
    one = await press.begins(Content(poll=poll), kind=Kind.POLL)
    assert await press.ended(one) == Result(2, sent=2)
    copies = await press.does(lambda db, now: sorted(db.execute(select(PollCopy.poll_id)).scalars()))
    assert copies == sorted(int(who.messages[-1]["poll"]["id"]) for who in (ani, budi))
    assert not ani.messages[-1]["poll"]["is_anonymous"]
    assert await press.corrects(one, Content({"id": "x"})) is Outcome.NOT_NOW


async def test_groups_and_channels_get_no_personal_word(press: Press, api: BotApi, ani: Person) -> None:
    await press.readers(ani)
    group = api.group("Warga Klojen", [ani])
    await press.accepts(group.id)
    link = Link({"id": "Peta"}, "https://malang.go.id/peta")
    whom = Audience(EVERYBODY.any, chats=(group.id, -999))
    one = await press.begins(Content(HELLO.text, links=(link,)), whom)
    assert await press.ended(one) == Result(2, sent=2)
    assert group.seen == ["Halo warga di kecamatanmu\n[Peta]"]


async def test_a_group_that_became_a_supergroup_gets_it_there(press: Press, api: BotApi, ani: Person) -> None:
    await press.readers(ani)
    group = api.group("Warga", [ani])
    await press.accepts(group.id)
    group.upgrade()
    one = await press.begins(HELLO, Audience(chats=(await press.chat(),)))
    assert await press.ended(one) == Result(1, sent=1)
    assert group.seen == ["Halo warga di kecamatanmu"]
    rows = select(Delivery.person_id).where(Delivery.announcement_id == one.id)
    assert await press.post.look(rows) == group.id


# Put right everywhere


async def test_every_copy_is_changed_and_counted(press: Press, api: BotApi, ani: Person, budi: Person) -> None:
    citra = newcomer(api, "Citra")
    await press.readers(ani, budi, citra)
    one = await press.begins(Content({"id": "Rabu {nama}"}))
    assert await press.ended(one) == Result(3, sent=3)
    await press.loses(api, citra)
    assert await press.corrects(one, Content({"id": "Kamis {nama}"})) is Outcome.CHANGED
    done = await press.put_right(one)
    assert (done.copies, done.changed, done.failed, done.before) == (3, 2, 1, Content({"id": "Rabu {nama}"}))
    assert [who.seen[-1] for who in (ani, budi)] == ["Kamis Ani\n[Atur kabar]", "Kamis Budi\n[Atur kabar]"]
    assert await press.result(one) == Result(3, sent=3)
    assert await press.corrects(one, None) is Outcome.CHANGED
    gone = await press.put_right(one)
    assert (gone.deletes, gone.changed + gone.failed) == (True, 3)
    assert ani.seen == budi.seen == []


async def test_a_correction_reaches_those_who_wait_yet(press: Press, api: BotApi) -> None:
    crowd = [newcomer(api, f"Warga {n}") for n in range(40)]
    await press.readers(*crowd)
    press.post.sender.permits = Permits(100)
    press.post.sender.permits.begin(time.monotonic() - 1)
    one = await press.begins(Content({"id": "Rabu"}))
    await until(lambda: len(press.post.sends()) > 5)
    assert await press.corrects(one, Content({"id": "Kamis"})) is Outcome.CHANGED
    assert await press.ended(one) == Result(40, sent=40)
    done = await press.put_right(one)
    assert {who.seen[-1] for who in crowd} == {"Kamis\n[Atur kabar]"}
    assert all(len(who.seen) == 1 for who in crowd)
    assert done.failed == 0


# The database


async def test_a_failing_database_loses_and_doubles_nothing(
    press: Press, api: BotApi, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every third writing fails before its commit, every fifth after it: as a connection that is lost at COMMIT."""
    crowd = [newcomer(api, f"Warga {n}") for n in range(60)]
    await press.readers(*crowd)
    often, tries = DatabaseThread.often, iter(range(10**6))

    async def stumbles(self: DatabaseThread, job: Any, *args: Any, **kwargs: Any) -> Any:
        number = next(tries)
        if number % 3 == 1:
            raise OperationalError("SELECT 1", {}, Exception("away"))
        done = await often(self, job, *args, **kwargs)
        if number % 5 == 2:
            raise OperationalError("COMMIT", {}, Exception("away"))
        return done

    monkeypatch.setattr(DatabaseThread, "often", stumbles)
    one = await press.begins()
    assert await press.ended(one) == Result(60, sent=60)
    monkeypatch.undo()
    assert [len(who.seen) for who in crowd] == [1] * 60


async def test_a_restart_makes_unknown_what_was_claimed(database_url: str, api: BotApi, ani: Person) -> None:
    async with office(api, database_url) as before:
        first = Press(before)
        await first.readers(ani)
        before.sender.permits.hold(FOREVER)
        one = await first.begins()
        await until(lambda: before.sender.lanes.size == 1)
        await first.does(_die)
        before.sender.mailing.rules = None
    async with office(api, database_url) as after:
        second = Press(after)
        assert await second.ended(one) == Result(1, unknown=1)
    assert ani.seen == []


def _die(db: Connection, now: Any) -> None:
    """What a kill leaves is what is committed; nothing to do."""


async def test_a_clean_stop_leaves_nothing_unknown(database_url: str, api: BotApi, ani: Person) -> None:
    async with office(api, database_url) as before:
        first = Press(before)
        await first.readers(ani)
        before.sender.permits.hold(FOREVER)
        one = await first.begins()
        await until(lambda: before.sender.lanes.size == 1)
    async with office(api, database_url) as after:
        assert await Press(after).ended(one) == Result(1, sent=1)
    assert ani.seen == [SEEN]


async def test_two_announcements_at_once_go_out_both(press: Press, api: BotApi) -> None:
    crowd = [newcomer(api, f"Warga {n}") for n in range(30)]
    await press.readers(*crowd)
    first, second = await press.begins(Content({"id": "Satu"})), await press.begins(Content({"id": "Dua"}))
    assert await press.ended(first) == await press.ended(second) == Result(30, sent=30)
    assert {tuple(sorted(who.seen)) for who in crowd} == {("Dua\n[Atur kabar]", "Satu\n[Atur kabar]")}


async def test_without_rules_nothing_is_sent(database_url: str, api: BotApi, ani: Person) -> None:
    async with office(api, database_url, start=False) as post:
        post.sender.mailing.rules = None
        await post.sender.start()
        press = Press(post)
        await press.readers(ani)
        one = await press.begins()
        await asyncio.sleep(0.1)
        assert await press.result(one) == Result(1, waiting=1)
