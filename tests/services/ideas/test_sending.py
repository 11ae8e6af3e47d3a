"""Sending: a code, clocks in working days, five a day, consent and name asked once; whatever people type."""

import threading
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Connection, func, select

from models import Idea as Ideas
from models.database import open_engine
from services import consents, sectors
from services.ideas import browsing, clocks, sending, titles
from services.ideas.clocks import Limits
from services.ideas.sending import Draft, Proposal
from services.ideas.values import BIGGEST, Attachment, Outcome, Status, Visibility
from services.people import clean
from tests.services.ideas.agora import NOW, WORDS, Agora, hours

PHOTO = Attachment("photo", "AgAC", "unique", "", 90_000)


def test_an_idea_has_a_code_clocks_and_waits_to_be_looked_at(agora: Agora) -> None:
    ani = agora.person("Ani")
    done = agora.send(ani, files=(PHOTO,), sector="games", kecamatan="klojen", title="Kelas gim")

    assert done.outcome is Outcome.SENT
    idea = done.idea
    assert idea is not None
    assert (idea.code, idea.title, idea.text, idea.files) == ("IDE-2026-0001", "Kelas gim", WORDS, (PHOTO,))
    assert (idea.sector, idea.kecamatan) == ("games", "klojen")
    assert (idea.visibility, idea.status, idea.supports) == (Visibility.WAITING, Status.RECEIVED, 0)
    # Tuesday; Friday of this week and Tuesday in two weeks, to the last minute.
    assert idea.review_by == datetime(2026, 11, 27, 16, 59, tzinfo=UTC)
    assert idea.answer_by == datetime(2026, 12, 8, 16, 59, tzinfo=UTC)
    assert (idea.awaits_review, idea.awaits_answer) == (True, True)
    assert browsing.card(agora.db, idea_id=idea.id, person_id=agora.person().id) is None
    mine = browsing.card(agora.db, idea_id=idea.id, person_id=ani.id)
    assert mine is not None
    assert (mine.idea, mine.own, mine.author) == (idea, True, "")


def test_codes_count_each_year_of_the_city(agora: Agora) -> None:
    agora.now = datetime(2026, 12, 31, 16, 59, tzinfo=UTC)
    codes = [agora.idea(shown=False).code, agora.idea(shown=False).code]
    agora.later(minutes=1)
    codes.append(agora.idea(shown=False).code)
    assert codes == ["IDE-2026-0001", "IDE-2026-0002", "IDE-2027-0001"]


def test_the_days_of_the_clocks_can_be_set(agora: Agora) -> None:
    satgas = agora.satgas.id

    def sets(review: int, answer: int) -> bool:
        return clocks.set_limits(agora.db, limits=Limits(review, answer), actor_id=satgas, now=agora.now)

    assert clocks.limits(agora.db) == Limits(3, 10)
    assert [sets(1, 2), sets(0, 5), sets(6, 5), sets(1, 91)] == [True, False, False, False]
    assert clocks.limits(agora.db) == Limits(1, 2)
    idea = agora.idea(shown=False)
    assert (idea.review_by.day, idea.answer_by.day) == (25, 26)


def test_consent_comes_first_and_is_asked_once(agora: Agora) -> None:
    budi = agora.person("Budi", agreed=False)
    assert agora.send(budi).outcome is Outcome.NO_CONSENT
    assert not agora.do(sending.propose, person_id=budi.id, text=WORDS).agreed
    agora.agree(budi, "idea")
    assert agora.send(budi).outcome is Outcome.SENT
    assert agora.do(sending.propose, person_id=budi.id, text=WORDS).agreed


def test_name_or_not_is_kept_from_the_last_time(agora: Agora) -> None:
    ani = agora.person("Ani")

    def chose() -> bool | None:
        return agora.do(sending.propose, person_id=ani.id, text=WORDS).named

    found: list[bool | None] = [chose()]
    for named in (True, False):
        agora.send(ani, named=named)
        found.append(chose())
    assert found == [None, True, False]


def test_a_name_is_shown_as_long_as_its_owner_wants(agora: Agora) -> None:
    ani = agora.person("Ani")
    named, hidden = agora.idea(ani, named=True), agora.idea(ani)

    def authors() -> list[str]:
        cards = (browsing.card(agora.db, idea_id=one.id, person_id=0) for one in (named, hidden))
        return [one.author for one in cards if one]

    assert authors() == ["Ani", ""]
    consents.withdraw(agora.db, person_id=ani.id, purpose="idea_name", now=agora.now)
    assert authors() == ["", ""]


def test_five_ideas_a_day_of_the_city(agora: Agora) -> None:
    ani = agora.person("Ani")
    outcomes = [agora.send(ani).outcome for _ in range(6)]
    assert outcomes == [Outcome.SENT] * 5 + [Outcome.TOO_MANY]
    assert agora.send(agora.person("Budi")).outcome is Outcome.SENT
    agora.now = datetime(2026, 11, 24, 16, 59, tzinfo=UTC)
    assert agora.send(ani).outcome is Outcome.TOO_MANY
    agora.later(minutes=1)
    assert agora.do(sending.propose, person_id=ani.id, text=WORDS).left == 5
    assert agora.send(ani).outcome is Outcome.SENT


def test_what_the_words_suggest(agora: Agora) -> None:
    words = "Halo min, saya punya ide: bikin kelas gim gratis di Sukun. Biar anak SMK bisa bikin game."
    proposal = agora.do(sending.propose, person_id=agora.person().id, text=words)
    assert proposal == Proposal("Bikin kelas gim gratis di Sukun", "games", "sukun", None, True, 5)


@pytest.mark.parametrize(
    ("words", "title"),
    [
        (
            "Bikin pasar kuliner malam di Sukun biar pedagang kecil kayak saya bisa jualan bareng, ada musiknya juga",
            "Bikin pasar kuliner malam di Sukun",
        ),
        ("Kelas gim gratis, biar seru", "Kelas gim gratis, biar seru"),
        (
            "Panggung musik jalanan tiap malam minggu di sepanjang Kayutangan Heritage sampai jauh malam",
            "Panggung musik jalanan tiap malam minggu di sepanjang Kayutangan…",
        ),
    ],
)
def test_a_title_says_what_before_it_says_why(words: str, title: str) -> None:
    assert titles.propose(words) == title


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("saya punya ide bikin pasar malam di Sukun", True),
        ("Halo min, usul: lampu hias topeng di Kayutangan", True),
        ("aku nduwe ide nggawe kelas gim gratis", True),
        ("kami mau usul bikin taman baca di RW", True),
        ("mau usul panggung musik di alun-alun", True),
        ("saya punya ide", False),
        ("saya punya ide, kirimnya ke mana?", False),
        ("siapa yang punya ide roadmap", False),
        ("usulan dprd soal mcc", False),
        ("ide saya sudah dijawab belum", False),
        ("isi roadmap: apa saja isinya", False),
    ],
)
def test_who_tells_an_idea_and_who_asks(words: str, told: bool) -> None:
    assert titles.announced(words) is told


@pytest.mark.parametrize(
    ("words", "sector"),
    [
        ("pasar kuliner malam di Sukun", "culinary"),
        ("pasar seni di alun-alun", None),
        ("strategi pemasaran digital untuk UMKM", "advertising"),
    ],
)
def test_a_market_is_no_marketing(words: str, sector: str | None) -> None:
    assert sectors.propose(words) == sector


@pytest.mark.parametrize("words", ["", "  \n", "\u200b\u202e", "\ufe0f", "\0"])
def test_nothing_to_read_is_no_idea(agora: Agora, words: str) -> None:
    assert agora.send(agora.person(), words, files=(PHOTO,)).outcome is Outcome.EMPTY


@pytest.mark.parametrize(
    "words",
    [
        "😀" * 4096,
        "\u202eterbalik\u202c dan \u2066terpisah\u2069",
        "<b>tebal</b> &amp;",
        "_*[`ide`](http://x)",
        "=1+1",
        "a\0b \ud800",
        "x" * 9000,
        "ک" * 300 + " 日本",
        "e" + "\u0301" * 500,
    ],
)
def test_anything_can_be_an_idea(agora: Agora, words: str) -> None:
    idea = agora.idea(text=words, shown=False)
    assert idea.text == clean(words.strip(), 4096)
    assert idea.title.strip()
    assert len(idea.title) <= 120
    assert not {"\u202e", "\u2066", "\0", "\n"} & set(idea.title)
    assert agora.fresh(idea) == idea


def test_a_sub_sector_or_kecamatan_nobody_knows_is_none(agora: Agora) -> None:
    idea = agora.idea(sector="dukun", kecamatan="wagir", shown=False)
    assert (idea.sector, idea.kecamatan) == (None, None)


def test_files_are_limited(agora: Agora) -> None:
    ani = agora.person()
    big = Attachment("document", "BQAC", size=BIGGEST + 1)
    assert agora.send(ani, files=(PHOTO, big)).outcome is Outcome.FILE_TOO_BIG
    assert agora.send(ani, files=(PHOTO,) * 11).outcome is Outcome.TOO_MANY_FILES
    assert agora.send(ani, files=(PHOTO,) * 10).outcome is Outcome.SENT


# The race: a crowd sends at once on PostgreSQL; no number twice, none left out, nobody a sixth idea.


def crowd(url: str, guarded: bool) -> list[int]:
    """The numbers given to a crowd of eight that sends at once; without the guard the next one is looked up."""
    engine = open_engine(url, connections=10)
    with engine.begin() as db:
        people = [Agora(db, met=10 * turn).person() for turn in range(8)]
    start, numbers = threading.Barrier(8), list[int]()

    def bare(db: Connection) -> int:
        last = db.execute(select(func.count()).select_from(Ideas)).scalar_one()
        start.wait()
        return last + 1

    def run(number: int) -> None:
        with engine.begin() as db:
            if not guarded:
                numbers.append(bare(db))
                return
            start.wait()
            told = {"draft": Draft(WORDS), "language": "id", "hours": hours(), "now": NOW}
            done = sending.send(db, author_id=people[number].id, **told)  # type: ignore[arg-type]
            numbers.append(done.idea.number if done.idea else 0)

    threads = [threading.Thread(target=run, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    engine.dispose()
    return sorted(numbers)


@pytest.mark.parametrize(("guarded", "numbers"), [(True, [*range(1, 9)]), (False, [1] * 8)])
def test_no_code_is_given_twice_or_left_out(postgres_url: str, guarded: bool, numbers: list[int]) -> None:
    assert crowd(postgres_url, guarded) == numbers


def test_one_person_in_eight_places_at_once_sends_five(postgres_url: str) -> None:
    engine = open_engine(postgres_url, connections=10)
    with engine.begin() as db:
        ani = Agora(db).person("Ani")
    start, outcomes = threading.Barrier(8), list[Outcome]()

    def run() -> None:
        with engine.begin() as db:
            start.wait()
            told = {"draft": Draft(WORDS), "language": "id", "hours": hours(), "now": NOW + timedelta(minutes=1)}
            outcomes.append(sending.send(db, author_id=ani.id, **told).outcome)  # type: ignore[arg-type]

    threads = [threading.Thread(target=run) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == [Outcome.SENT] * 5 + [Outcome.TOO_MANY] * 3
    engine.dispose()
