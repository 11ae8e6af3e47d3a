"""Announcements are written, handed in and approved: by whom, to whom, and what stands in the way."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import insert

from models import Chat
from services.announcements import audience, writing
from services.announcements.reading import read
from services.announcements.values import (
    Audience,
    Content,
    Count,
    File,
    Kind,
    Link,
    Outcome,
    Poll,
    Problem,
    State,
    Term,
    Who,
    everyone,
)
from services.announcements.writing import draft_of, whom_of
from services.roles import Rights
from tests.services.announcements.readers import HELLO, HOURS, IDS, NOW, SATGAS, City


def count(city: City, audience_: Audience, **more: Any) -> Count:
    one = city.drafted(audience_, **more)
    return audience.count(city.db, whom=whom_of(one, hours=HOURS, satgas_ids=IDS, now=city.now))


def test_what_was_written_is_read_again(city: City) -> None:
    content = Content(
        {"id": "Halo", "en": "Hello"},
        (File("photo", "abc"),),
        (Link({"id": "Lihat"}, "https://malang.go.id/a?b=1"),),
        None,
    )
    whom = Audience(((Term(Who.KECAMATAN, ("klojen",)), Term(Who.SPACE, (3,))),), (Term(Who.ROLE, ("ketua",)),), (-5,))
    one = city.drafted(whom, content, kind=Kind.PHOTO, topics=("mcc",), urgent=True)
    assert read(city.db, announcement_id=one.id) == one
    assert (one.content, one.audience, one.code, one.state) == (content, whom, f"KABAR-{one.id:04d}", State.DRAFT)


def test_the_count_says_who_gets_it_by_kecamatan(city: City) -> None:
    city.crowd(3, "klojen")
    city.crowd(2, "sukun", first=2000)
    city.reader(3000)
    city.reader(3001, every="week")
    city.reader(3002, yes=False)
    city.blocks(city.reader(3003, "klojen"))
    city.reader(3004, snoozed_until=NOW + timedelta(days=1))
    assert count(city, everyone(Term(Who.EVERYBODY))) == Count(6, 1, 1, 1, 0, {"klojen": 3, "sukun": 2, "": 1})
    assert count(city, everyone(Term(Who.EVERYBODY)), urgent=True).people == 7


def test_together_and_except(city: City) -> None:
    here, there = city.crowd(3, "klojen"), city.crowd(2, "sukun", first=2000)
    campus = city.reader(3000, "klojen", kind="campus")
    city.db.execute(insert(Chat).values(id=-5, active=True, seen_at=NOW, state="accepted"))
    city.db.execute(insert(Chat).values(id=-6, active=True, seen_at=NOW, state="refused"))
    klojen, sukun = Term(Who.KECAMATAN, ("klojen",)), Term(Who.KECAMATAN, ("sukun",))
    of_campus = Term(Who.STAKEHOLDER, ("campus",))
    assert count(city, everyone(klojen, sukun)).people == 6
    assert count(city, everyone(klojen, sukun, but=(of_campus,))).people == 5
    assert count(city, Audience(((klojen, of_campus),))).people == 1
    assert count(city, Audience(chats=(-5, -6))).chats == 1
    assert count(city, Audience()) == Count(0, 0, 0, 0, 0, {})
    assert {*here, *there, campus} == {*city.states(city.begun(everyone(klojen, sukun)))}


def test_up_to_500_go_out_alone_more_need_a_second_satgas(city: City) -> None:
    city.crowd(500)
    assert city.hand_in(city.drafted()).outcome is Outcome.SCHEDULED
    city.crowd(1, first=9000)
    awaits = city.hand_in(city.drafted())
    assert awaits.outcome is Outcome.AWAITS
    assert awaits.announcement is not None
    assert city.approve(awaits, actor_id=city.ani).outcome is Outcome.OWN
    assert city.approve(awaits, rights=Rights(kecamatan=("klojen",))).outcome is Outcome.NOT_ALLOWED
    assert city.approve(awaits, revision=awaits.announcement.revision - 1).outcome is Outcome.STALE
    approved = city.approve(awaits)
    assert approved.outcome is Outcome.APPROVED
    assert approved.announcement is not None
    assert (approved.announcement.approved_by, approved.announcement.state) == (city.budi, State.SCHEDULED)
    assert city.approve(awaits).outcome is Outcome.NOT_NOW


def test_with_a_single_satgas_it_cannot_go_out(city: City) -> None:
    city.crowd(1)
    assert city.hand_in(city.drafted(urgent=True), satgas_ids={1}).outcome is Outcome.NEEDS_SECOND
    assert city.hand_in(city.drafted(urgent=True)).outcome is Outcome.AWAITS


def test_what_changes_after_approval_needs_it_again(city: City) -> None:
    city.crowd(1)
    approved = city.approve(city.hand_in(city.drafted(urgent=True))).announcement
    assert approved is not None
    told: dict[str, Any] = {"rights": SATGAS, "actor_id": city.ani, "now": city.now}
    draft = replace(draft_of(approved), content=Content({"id": "Lain"}))
    changed = writing.edit(city.db, announcement_id=approved.id, revision=approved.revision, draft=draft, **told)
    assert changed.announcement is not None
    after = changed.announcement
    assert (changed.outcome, after.state, after.approved_by) == (Outcome.CHANGED, State.DRAFT, None)
    stale = writing.edit(city.db, announcement_id=approved.id, revision=approved.revision, draft=draft, **told)
    assert stale.outcome is Outcome.STALE


def test_the_same_to_the_same_within_a_day_asks_again(city: City) -> None:
    city.crowd(1)
    city.begun()
    city.later(hours=2)
    second = city.drafted()
    assert city.hand_in(second).outcome is Outcome.SAME_AGAIN
    assert city.hand_in(city.drafted(content=Content({"id": "Lain"}))).outcome is Outcome.SCHEDULED
    assert city.hand_in(second, again=True).outcome is Outcome.SCHEDULED


def test_times_that_cannot_be(city: City) -> None:
    city.crowd(1)
    assert city.hand_in(city.drafted(send_at=NOW - timedelta(hours=2))).outcome is Outcome.PAST
    late = city.drafted(send_at=NOW + timedelta(hours=2), not_after=NOW + timedelta(hours=2))
    assert city.hand_in(late).outcome is Outcome.TOO_LATE
    assert city.hand_in(city.drafted(everyone(Term(Who.KECAMATAN, ("sukun",))))).outcome is Outcome.NOBODY


@pytest.mark.parametrize(
    ("kind", "content", "problem"),
    [
        (Kind.TEXT, Content({"id": " <b></b> "}), Problem.EMPTY),
        (Kind.TEXT, Content({"id": "x" * 4097}), Problem.TOO_LONG),
        (Kind.PHOTO, Content({"id": "x" * 1025}, (File("photo", "f"),)), Problem.TOO_LONG),
        (Kind.TEXT, Content({"id": "{nama}" + "x" * 4033}), Problem.TOO_LONG),
        (Kind.TEXT, Content({"id": "a", "en": "<b>a"}), Problem.MARKUP),
        (Kind.TEXT, Content({"id": "<h1>a</h1>"}), Problem.MARKUP),
        (Kind.TEXT, Content({"id": '<a href="mailto:a@b.id">a</a>'}), Problem.LINK),
        (Kind.TEXT, Content({"id": "a"}, links=(Link({"id": "a"}, "https://"),)), Problem.LINK),
        (Kind.TEXT, Content({"id": "a"}, links=(Link({"en": "a"}, "https://a.id"),)), Problem.BUTTON),
        (Kind.TEXT, Content({"id": "a"}, (File("photo", "f"),)), Problem.FILES),
        (Kind.ALBUM, Content({"id": "a"}, (File("photo", "f"),)), Problem.FILES),
        (Kind.ALBUM, Content({"id": "a"}, (File("photo", "f"), File("document", "f"))), Problem.FILES),
        (Kind.POLL, Content(poll=Poll({"id": "a"}, ({"id": "b"},))), Problem.POLL),
    ],
)
def test_what_telegram_would_refuse_is_not_handed_in(
    city: City, kind: Kind, content: Content, problem: Problem
) -> None:
    city.crowd(1)
    done = city.hand_in(city.drafted(kind=kind, content=content))
    assert (done.outcome, [one.problem for one in done.findings]) == (Outcome.WRONG, [problem])


def test_the_longest_that_telegram_takes_is_handed_in(city: City) -> None:
    city.crowd(1)
    for one in (Content({"id": "<b>" + "😀" * 2048 + "</b>"}), Content({"id": "{nama}" + "x" * 4032})):
        assert city.hand_in(city.drafted(content=one)).outcome is Outcome.SCHEDULED


def test_who_is_neither_writes_nothing(city: City) -> None:
    draft = draft_of(city.drafted())
    done = writing.create(city.db, draft=draft, author_id=city.ani, rights=Rights(), now=NOW)
    assert done.outcome is Outcome.NOT_ALLOWED
    assert draft.content == HELLO
