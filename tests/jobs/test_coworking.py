"""Seats by the clock: reminders by day only, offers ended, lines closed; all news worded in every language."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from jobs import coworking as job
from models.database import open_engine
from notices import coworking as told
from services import people
from services.coworking.news import Letter, letters
from services.coworking.values import News, Slot, Told
from tests.support.desk import Desk, Somebody
from tests.support.rooms import Rooms, books, coded
from texts import LANGUAGES
from wire.markup import plain

WHERE = """\
Ruang Satu
Klojen
Rabu, 25 November 2026, {hours} WIB"""


@pytest.fixture
def desk(sqlite_url: str) -> Iterator[Desk]:
    engine = open_engine(sqlite_url)
    yield Desk(engine)
    engine.dispose()


@pytest.fixture
def rooms(desk: Desk) -> Rooms:
    return Rooms(desk)


@pytest.fixture
def ani(desk: Desk) -> Somebody:
    return desk.person("Ani", number=7)


def test_the_evening_before_and_an_hour_before(desk: Desk, rooms: Rooms, ani: Somebody) -> None:
    books(ani, rooms.slot(rooms.space(address="Jalan Semeru 1"), 3, ahead=30))
    rooms.tick()
    assert len(ani.seen) == 3
    desk.later(hours=8)
    rooms.tick()
    rooms.tick()
    where = WHERE.format(hours="16.00–20.00").replace("Klojen", "Jalan Semeru 1, Klojen")
    under = "Kode: CODE\n[QR dan kalender] [Batalkan]\n[Kursiku]"
    evening = "Pengingat: besok kamu punya kursi. Kalau batal datang, lepas kursinya supaya bisa dipakai orang lain."
    assert [coded(one) for one in ani.seen[3:]] == [f"{evening}\n\n{where}\n\n{under}"]
    desk.later(hours=21)
    rooms.tick()
    rooms.tick()
    soon = "Satu jam lagi jadwalmu mulai. Setiba di sana, pindai QR di pintu, ya."
    assert [coded(one) for one in ani.seen[4:]] == [f"{soon}\n\n{where}\n\n{under}"]
    assert ani.presses("Batalkan").splitlines()[0] == "Yakin kursi ini mau dilepas?"


def test_a_reminder_in_the_night_is_left_out(desk: Desk, rooms: Rooms, ani: Somebody) -> None:
    books(ani, rooms.slot(rooms.space(), 3, ahead=20.5))
    desk.later(hours=11)
    rooms.tick()
    desk.later(hours=8.6)
    rooms.tick()
    assert len(ani.seen) == 3


def test_news_made_at_night_waits_for_the_morning(desk: Desk, rooms: Rooms, ani: Somebody) -> None:
    slot = rooms.slot(rooms.space(), 3, ahead=26)
    books(ani, slot)
    desk.later(hours=12)
    with desk.database() as db:
        person = people.by_id(db, person_id=2)
        assert person is not None
        news = (Told(person.id, News.OFFER, slot, 2, place_id=1, not_after=desk.now + timedelta(hours=12)),)
        (draft,) = told.tell(desk.house.teller, letters(db, told=news, now=desk.now), now=desk.now)
    assert draft.due_at is not None
    assert (draft.kind, draft.due_at - desk.now, draft.not_after) == ("notice", timedelta(hours=8), news[0].not_after)


def test_a_line_that_led_nowhere_is_closed_kindly(desk: Desk, rooms: Rooms, ani: Somebody) -> None:
    slot = rooms.slot(rooms.space(), 1)
    books(ani, slot)
    cici = desk.person("Cici", number=9)
    cici.says("/ruang")
    cici.press(f"v1:book:go:{slot.id}:1:w")
    for label in ("Setuju, daftarkan saya", "Lanjut tanpa berbagi", "Masuk antrean"):
        cici.presses(label)
    desk.later(hours=28)
    rooms.tick()
    over = (
        "Jadwal yang kamu tunggu sudah selesai dan tidak ada kursi yang kosong untukmu, jadi antreannya ditutup. "
        "Semoga lain kali dapat, ya."
    )
    assert cici.seen[-1] == f"{over}\n\n{WHERE.format(hours='10.00–14.00')}\n[Cari jadwal lain]"


def test_the_weekly_slots_are_made_and_nobody_is_told_who_did_not_wish(desk: Desk, rooms: Rooms) -> None:
    with desk.database() as db:
        assert job.make_slots(db, teller=desk.house.teller, now=desk.now) == []
        assert job.tick(db, teller=desk.house.teller, now=desk.now) == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("news", News)
def test_every_news_is_worded(desk: Desk, rooms: Rooms, ani: Somebody, news: News, language: str) -> None:
    slot = rooms.slot(rooms.space("Ruang <Satu>"), 3)
    ani.says("/start")
    with desk.database() as db:
        person = people.by_id(db, person_id=2)
        assert person is not None
        person = people.choose_language(db, person=person, language=language)
    letter = Letter(one := _told(person.id, news, slot), person, "BCDFGHJK", (slot,))
    text = plain(told.worded(desk.house.teller, letter))
    assert f"Ruang <Satu>\nKlojen\n{desk.house.texts.span(language, slot.starts_at, slot.ends_at)}" in text
    assert one.reason in text
    rows = told.buttons(desk.house.teller, letter)
    assert all(button.data for row in rows for button in row)
    assert any(row for row in rows)


def _told(person_id: int, news: News, slot: Slot) -> Told:
    return Told(person_id, news, slot, 2, seat_id=1, place_id=1, not_after=slot.ends_at, reason="Hujan & <angin>")
