"""The weekly digest: on Monday morning what moved and what was announced, or that nothing did; to nobody twice."""

import threading
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Connection, Engine, select, update

from jobs import news as job
from models import News
from models.database import open_engine
from notices.teller import Teller
from services import newschoice
from services.announcements.values import Content, Term, Who, everyone
from tests.services.announcements.readers import NOW, City
from tests.services.milestones.board import Board
from tests.support.desk import small_city
from texts import Texts
from wire.markup import plain

TELLER = Teller(Texts.load(), small_city(), "Asia/Jakarta", "malang_bot")
MONDAY = datetime(2026, 11, 30, 2, 0, tzinfo=UTC)
"""09.00 WIB."""
NOTHING = """\
Rangkuman kabar
24 November 2026 sampai 30 November 2026

Tidak ada perubahan pada roadmap, dan tidak ada pengumuman untukmu."""


@pytest.fixture
def board(db: Connection) -> Board:
    """Milestones, a moment after the readers chose."""
    board = Board(db)
    board.agora.now = NOW + timedelta(minutes=1)
    return board


@pytest.fixture
def city(db: Connection) -> City:
    """Readers, and satgas who announce."""
    return City(db)


def weekly(city: City, number: int, home: str | None = None) -> int:
    """Somebody who reads news once a week from now on."""
    return city.reader(number, home, every="week", told_until=NOW)


def told(db: Connection, now: datetime) -> list[tuple[int | None, str]]:
    return [(draft.chat_id, plain(draft.payload["text"])) for draft in job.tell_digests(db, teller=TELLER, now=now)]


def test_nothing_moved_is_told_once_a_week(db: Connection, city: City) -> None:
    weekly(city, 11)
    city.reader(12)
    assert told(db, MONDAY - timedelta(seconds=1)) == []
    assert told(db, MONDAY) == [(11, NOTHING)]
    assert told(db, MONDAY + timedelta(minutes=5)) == []
    assert told(db, MONDAY + timedelta(days=7, seconds=-1)) == []
    (again,) = told(db, MONDAY + timedelta(days=7))
    assert again == (11, NOTHING.replace("30 Nov", "7 Des").replace("24 Nov", "30 Nov"))


def test_what_moved_is_told_as_it_is_now(db: Connection, city: City, board: Board) -> None:
    weekly(city, 11)
    one = board.public("Coworking Sukun dibuka", "coworking", target="2027-03")
    board.agora.now = NOW + timedelta(days=8)
    told(db, MONDAY)
    board.tell(one, "Atap <selesai> dipasang.", status="at_risk", progress=40)
    ((_, text),) = told(db, MONDAY + timedelta(days=7))
    assert (
        text
        == """\
Rangkuman kabar
30 November 2026 sampai 7 Desember 2026

Yang bergerak di roadmap
🟠 Coworking Sukun dibuka
   berisiko, 40% · target Maret 2027
   status: direncanakan → berisiko; progres: 0% → 40%
   “Atap <selesai> dipasang.”"""
    )


def test_the_first_one_tells_of_what_is_new_and_announced(db: Connection, city: City, board: Board) -> None:
    weekly(city, 11)
    board.public("MCC direnovasi", "mcc")
    city.later(minutes=1)
    city.begun(content=Content({"id": "<b>Besok</b> jam 9, {nama}: kerja bakti.\n" + "Ayo! " * 100}))
    (draft,) = job.tell_digests(db, teller=TELLER, now=MONDAY)
    parts = plain(draft.payload["text"]).split("\n\n")
    assert parts[1:3] == [
        "Yang bergerak di roadmap\n⚪ MCC direnovasi\n   direncanakan\n   baru diumumkan",
        "Pengumuman",
    ]
    head, _, words = parts[3].partition("\n")
    assert head == "KABAR-0001 · 24 November 2026"
    assert words.startswith("Besok jam 9, warga: kerja bakti. Ayo! Ayo!")
    assert words.endswith("Ayo!…")
    rows = draft.payload["reply_markup"]["inline_keyboard"]
    assert [(one["text"], one["callback_data"]) for row in rows for one in row] == [
        ("KABAR-0001", "v1:news:read:1"),
        ("Atur kabar", "v1:news:show"),
    ]


def test_only_what_one_wants(db: Connection, city: City, board: Board) -> None:
    sukun, klojen, muted = weekly(city, 11, "sukun"), weekly(city, 12, "klojen"), weekly(city, 13)
    newschoice.follow(db, person_id=klojen, kecamatan="blimbing", follows=True)
    newschoice.hear_of(db, person_id=muted, topic="roadmap-mcc", hears=False)
    board.public("Di Sukun", "coworking", kecamatan="sukun")
    board.public("Di Blimbing", "coworking", kecamatan="blimbing")
    board.public("Se-kota", "mcc")
    heard = {
        number: [title for title in ("Di Sukun", "Di Blimbing", "Se-kota") if title in text]
        for number, text in told(db, MONDAY)
    }
    assert heard == {11: ["Di Sukun", "Se-kota"], 12: ["Di Blimbing", "Se-kota"], 13: []}
    assert sukun


def test_who_has_stopped_or_rests_gets_none_and_misses_nothing(db: Connection, city: City, board: Board) -> None:
    ani, budi = weekly(city, 11), weekly(city, 12)
    newschoice.stop(db, person_id=ani, now=NOW)
    newschoice.snooze(db, person_id=budi, until=MONDAY + timedelta(days=1), now=NOW)
    board.public("MCC direnovasi", "mcc")
    assert told(db, MONDAY) == []
    ((number, text),) = told(db, MONDAY + timedelta(days=1))
    assert number == 12
    assert "MCC direnovasi" in text


def test_after_long_away_it_comes_once_and_not_at_night(db: Connection, city: City) -> None:
    weekly(city, 11)
    wednesday = MONDAY + timedelta(days=16)
    assert told(db, wednesday.replace(hour=14)) == []  # 21.00 WIB
    assert len(told(db, wednesday)) == 1
    assert told(db, wednesday + timedelta(days=4)) == []
    assert len(told(db, MONDAY + timedelta(days=21))) == 1


def test_a_digest_counts_under_the_limit(db: Connection, city: City) -> None:
    weekly(city, 11)
    db.execute(update(News).values(monthly_cap=2))
    weeks = [MONDAY.replace(month=12, day=day) for day in (7, 14, 21, 28)]
    assert [len(told(db, week)) for week in weeks] == [1, 1, 0, 0]
    assert len(told(db, MONDAY.replace(year=2027, month=1, day=4))) == 1


def test_many_are_told_some_at_a_tick(db: Connection, city: City, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("services.newsdigest.AT_ONCE", 3)
    for number in range(11, 18):
        weekly(city, number)
    heard = [[number for number, _ in told(db, MONDAY)] for _ in range(4)]
    assert heard == [[11, 12, 13], [14, 15, 16], [17], []]


def test_two_processes_tell_nobody_twice(engine: Engine) -> None:
    """Both tick at once; each reader hears from one of them."""
    with engine.begin() as db:
        city = City(db)
        for number in range(11, 41):
            weekly(city, number)
    heard: list[int | None] = []
    together = threading.Barrier(2)

    def tick() -> None:
        own = open_engine(engine.url.render_as_string(hide_password=False))
        together.wait()
        with own.begin() as db:
            heard.extend(number for number, _ in told(db, MONDAY))
        own.dispose()

    crowd = [threading.Thread(target=tick) for _ in range(2)]
    for one in crowd:
        one.start()
    for one in crowd:
        one.join()
    with engine.begin() as db:
        heard += [number for number, _ in told(db, MONDAY)]
        assert set(db.scalars(select(News.told_until).where(News.every == "week"))) == {MONDAY}
    assert sorted(number for number in heard if number) == list(range(11, 41))


def test_an_audience_that_everybody_is_in_leaves_weekly_readers_to_their_digest(db: Connection, city: City) -> None:
    reader = weekly(city, 11, "klojen")
    city.later(minutes=1)
    one = city.begun(everyone(Term(Who.KECAMATAN, ("klojen",))))
    assert city.states(one).keys() == {reader}
    ((_, text),) = told(db, MONDAY)
    assert "KABAR-0001 · 24 November 2026\nHalo warga" in text
