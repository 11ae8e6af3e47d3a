"""News: author and supporters hear each change once, together what comes within ten minutes, never at night."""

import threading
from datetime import UTC, datetime, timedelta

from models.database import open_engine
from services import bans, people
from services.ideas import milestones, news, reviewing
from services.ideas.values import Status, What
from tests.services.ideas.agora import NOW, Agora, hours


def test_each_change_is_heard_once(agora: Agora) -> None:
    ani, budi = agora.person("Ani"), agora.person("Budi")
    idea = agora.idea(ani, title="Kelas gim")
    agora.support(idea, budi)
    agora.answer(idea)
    agora.later(minutes=9, seconds=59)
    assert agora.hear() == {}
    agora.later(seconds=1)
    assert agora.hear() == {"Ani": [("answer", "Kelas gim")], "Budi": [("answer", "Kelas gim")]}
    agora.later(hours=1)
    assert agora.hear() == {}


def test_what_comes_within_ten_minutes_comes_together(agora: Agora) -> None:
    ani = agora.person("Ani")
    first, second = agora.idea(ani, title="Satu"), agora.idea(ani, title="Dua")
    agora.answer(first)
    agora.later(minutes=4)
    agora.answer(second, Status.DONE)
    agora.later(minutes=4)
    agora.answer(first, Status.DONE)
    agora.later(minutes=2)
    (digest,) = agora.do(news.take)
    assert [(one.idea.title, one.answer and one.answer.status, one.own) for one in digest.news] == [
        ("Satu", Status.CONSIDERED, True),
        ("Dua", Status.DONE, True),
        ("Satu", Status.DONE, True),
    ]
    assert agora.hear() == {}


def test_what_can_still_be_undone_is_not_told_yet(agora: Agora) -> None:
    ani = agora.person("Ani")
    first, second = agora.idea(ani, title="Satu"), agora.idea(ani, title="Dua")
    agora.answer(first)
    agora.later(minutes=9, seconds=30)
    agora.answer(second)
    agora.later(seconds=30)
    assert agora.hear() == {"Ani": [("answer", "Satu")]}
    agora.later(minutes=9, seconds=30)
    assert agora.hear() == {"Ani": [("answer", "Dua")]}


def test_at_night_nothing_is_told_and_in_the_morning_all_of_it(agora: Agora) -> None:
    idea = agora.idea(agora.person("Ani"))
    agora.now = datetime(2026, 11, 24, 12, 55, tzinfo=UTC)  # 19.55
    agora.answer(idea)
    for hour in range(13, 23):
        agora.now = datetime(2026, 11, 24, hour, 59, tzinfo=UTC)
        assert agora.hear() == {}
    agora.answer(idea, Status.DONE)
    agora.now = datetime(2026, 11, 24, 23, 0, tzinfo=UTC)
    assert agora.hear() == {"Ani": [("answer", idea.title)] * 2}


def test_who_did_it_is_not_told(agora: Agora) -> None:
    idea = agora.idea(agora.person("Ani"))
    agora.support(idea, agora.satgas)
    agora.answer(idea)
    agora.later(minutes=10)
    assert set(agora.hear()) == {"Ani"}


def test_the_author_hears_what_satgas_did_with_it_and_nobody_else(agora: Agora) -> None:
    idea = agora.idea(agora.person("Ani"))
    agora.support(idea)
    held = agora.keep(reviewing.hold, idea_id=idea.id, revision=idea.revision, reason="Nama orang").idea
    assert held is not None
    agora.later(minutes=10)
    (digest,) = agora.do(news.take)
    assert (digest.person.name, digest.news[0].what, digest.news[0].told) == (
        "Ani",
        What.HELD,
        {"reason": "Nama orang"},
    )
    shown = agora.keep(reviewing.show, idea_id=idea.id, revision=held.revision).idea
    assert shown is not None
    agora.keep(reviewing.put_back, idea_id=idea.id, revision=shown.revision)
    agora.later(minutes=10)
    assert agora.hear() == {}


def test_who_cannot_be_reached_is_passed_over(agora: Agora) -> None:
    ani, budi = agora.person("Ani"), agora.person("Budi")
    idea = agora.idea(ani)
    agora.support(idea, budi)
    agora.answer(idea)
    people.lose(agora.db, telegram_id=ani.telegram_id, reach="blocked")
    agora.later(minutes=10)
    assert set(agora.hear()) == {"Budi"}
    people.find_again(agora.db, telegram_id=ani.telegram_id)
    ids = {agora.satgas.telegram_id}
    bans.ban(agora.db, person_id=budi.id, reason="x", actor_id=agora.satgas.id, satgas_ids=ids, now=agora.now)
    agora.answer(idea, Status.DONE)
    agora.later(minutes=10)
    assert set(agora.hear()) == {"Ani"}


def test_a_milestone_that_moves_is_told_once_to_who_follows_its_ideas(agora: Agora) -> None:
    ani, budi = agora.person("Ani"), agora.person("Budi")
    dewi, citra = agora.person("Dewi"), agora.person("Citra")
    ideas = [agora.idea(ani, title="Satu"), agora.idea(dewi, title="Dua"), agora.idea(citra)]
    for idea in ideas[:2]:
        agora.support(idea, budi)
        agora.keep(
            milestones.link, idea_id=idea.id, revision=idea.revision, milestone_id=5, milestone="Kelas gim di MCC"
        )
    agora.later(minutes=11)
    assert agora.hear() == {}
    moved = {"milestone_id": 5, "title": "Kelas gim di MCC", "now": agora.now}
    assert milestones.moved(agora.db, status="at_risk", **moved) == 2  # type: ignore[arg-type]
    assert milestones.moved(agora.db, milestone_id=6, title="Lain", status="done", now=agora.now) == 0
    agora.later(minutes=10)
    told = {one.person.name: one.news for one in agora.do(news.take)}
    assert {name: len(each) for name, each in told.items()} == {"Ani": 1, "Budi": 1, "Dewi": 1}
    assert told["Budi"][0].told == {"milestone": "Kelas gim di MCC", "status": "at_risk"}
    assert [one.title for one in milestones.of(agora.db, milestone_id=5)] == ["Satu", "Dua"]
    followers = agora.db.execute(milestones.followers(5).order_by("person_id")).all()
    assert [number for (number,) in followers] == [ani.id, budi.id, dewi.id]


def test_many_are_told_page_by_page(agora: Agora) -> None:
    idea = agora.idea(agora.person("Ani"))
    for _ in range(11):
        agora.support(idea)
    agora.answer(idea)
    agora.later(minutes=10)
    told = []
    while page := agora.do(news.take, most=5):
        told.append(len(page))
    assert told == [5, 5, 2]


def test_two_processes_tell_it_once(postgres_url: str) -> None:
    engine = open_engine(postgres_url, connections=4)
    with engine.begin() as db:
        agora = Agora(db)
        idea = agora.idea(agora.person("Ani"))
        for _ in range(20):
            agora.support(idea)
        agora.answer(idea)
    start, told = threading.Barrier(3), list[int]()

    def run() -> None:
        with engine.begin() as db:
            start.wait()
            told.extend(one.person.id for one in news.take(db, hours=hours(), now=NOW + timedelta(minutes=10)))

    threads = [threading.Thread(target=run) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(told) == len(set(told)) == 21
    engine.dispose()
