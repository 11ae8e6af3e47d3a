"""Inline mode: what is found for "@bot words", the message it becomes, and the way to the private chat."""

from collections.abc import AsyncIterator, Iterator
from dataclasses import replace

import pytest
from sqlalchemy import func, select

from models import Article as Articles, Person
from models.database import open_engine
from services.city import PackArticle
from services.inline import PAGE
from tests.support.desk import ROADMAP, Desk, Somebody, small_city
from tests.support.plaza import Plaza
from tests.support.rooms import Rooms
from tests.support.town import Town, town
from wire.markup import length, plain
from wire.outbox import Button
from wire.turn import InlineAnswer

DOOR = [[Button("Tanya bot ini", url="https://t.me/malang_bot?start=inline")]]
ASK = ("Belum ketemu? Tanya di obrolan pribadi", "inline")
CONTENTS = """\
Isi roadmap Malang

Ada empat poin:
1. development
2. Task Force <KPI>

Catatan: Halaman sumbernya tanpa tanggal.

Sumber: Indiekraf, sekitar 2021"""
MCC = """\
MCC

MCC sudah berdiri di Blimbing.

Sumber: Memontum, 22 September 2023
Sumber: Indiekraf, sekitar 2021"""
MCC_IN_ENGLISH = """\
MCC

MCC stands in Blimbing.

Note: Only one source.

Source: Memontum, 22 September 2023"""


def listed(answer: InlineAnswer) -> list[str]:
    """As Telegram lists it."""
    return [f"{one.title}: {one.description}" for one in answer.results]


@pytest.fixture
async def place(database_url: str) -> AsyncIterator[Town]:
    async with town(database_url, city=small_city()) as place:
        yield place


async def test_what_is_found_is_sent_to_any_chat_with_its_source(place: Town) -> None:
    ani, budi = place.person("Ani"), place.person("Budi")
    group = place.group("Warga", [ani, budi])
    found = await ani.types_inline("mcc", to=group)
    assert found[0] == "MCC: MCC sudah berdiri di Blimbing."
    assert "Malang Creative Center (MCC): Jl. A. Yani No. 53; coworking di lantai 4, Blimbing" in found
    for where in (group, budi):
        assert await ani.chooses("MCC", to=where) == f"{MCC}\n[Tanya bot ini]"
    assert (group.seen, ani.seen, budi.seen) == ([], [], [])
    assert await place.look(lambda db: db.execute(select(func.count(Person.id))).scalar_one()) == 0
    assert place.api.violations == []


async def test_the_button_leads_to_the_private_chat(place: Town) -> None:
    ani, budi = place.person("Ani"), place.person("Budi")
    group = place.group("Warga", [ani, budi])
    await ani.types_inline("mcc", to=group)
    await ani.chooses("MCC", to=group)
    (welcome,) = await budi.does(lambda: budi.person.presses("Tanya bot ini", to=group))
    assert "Silakan ketik pertanyaanmu di sini." in welcome.splitlines()[3]
    assert (await budi.asks("gedung mcc"))[0].startswith(MCC)
    assert place.api.violations == []


async def test_what_was_sent_via_the_bot_is_no_question(place: Town) -> None:
    ani = place.person("Ani")
    await ani.asks("/start")
    await ani.types_inline("isi roadmap", to=None)
    assert await ani.chooses("Isi roadmap") == f"{CONTENTS}\n[Tanya bot ini]"
    assert len(ani.seen) == 1
    assert place.api.violations == []


async def test_nothing_found_leads_to_the_private_chat(place: Town) -> None:
    ani = place.person("Ani")
    assert await ani.types_inline("harga emas hari ini") == ["[Belum ketemu? Tanya di obrolan pribadi]"]
    assert place.api.violations == []


def test_the_whole_answer(ani: Somebody) -> None:
    answer = ani.types_inline("di mana mcc")
    found = answer.results[0]
    assert (found.id[:8], found.title, found.description) == ("article:", "MCC", "MCC sudah berdiri di Blimbing.")
    assert (plain(found.text), found.buttons) == (MCC, DOOR)
    assert (answer.cache_time, answer.next_offset, answer.button) == (5, "", None)


@pytest.mark.parametrize("words", ["", "  "])
def test_without_words_the_points_of_the_roadmap(ani: Somebody, words: str) -> None:
    answer = ani.types_inline(words)
    assert listed(answer) == [
        "Tahap development: Poin 1 dari 4 dalam roadmap ekonomi kreatif Kota Malang. Infrastruktur dan talent kreatif "
        "disiapkan.",
        "Task Force dan KPI: Poin 2 dari 4 dalam roadmap ekonomi kreatif Kota Malang. Tim formatur yang membuat KPI "
        "dan…",
        "MCC: MCC sudah berdiri di Blimbing.",
        "Coworking space di 5 kecamatan: Poin 4 dari 4 dalam roadmap ekonomi kreatif Kota Malang. Tempat mengembangkan "
        "potensi kreatif…",
    ]
    assert [one.id.split(":")[0] for one in answer.results] == ["point", "point", "article", "point"]


def test_a_space_by_its_name_with_the_way_to_its_seats(rooms: Rooms, ani: Somebody) -> None:
    rooms.space("Ruang Pelangi", "sukun", address="Jalan Mawar 5", facilities=("WiFi",))
    (found,) = [one for one in ani.types_inline("pelang").results if one.id.startswith("space:")]
    assert (found.title, found.description) == ("Ruang Pelangi", "Jalan Mawar 5, Sukun")
    assert plain(found.text) == ("Ruang Pelangi\nJalan Mawar 5, Sukun\nJam buka: belum saya ketahui\nFasilitas: WiFi")
    assert found.buttons == [[Button("Lihat jadwal dan pesan", url="https://t.me/malang_bot?start=ruang-sukun")]]
    for words in ("ruang sukun", "pelangi klojen", "ru", "sukun"):
        assert [one.id for one in ani.types_inline(words).results if one.id.startswith("space:")] == []


def test_ideas_by_words_by_code_and_the_most_supported(desk: Desk, ani: Somebody) -> None:
    plaza = Plaza(desk)
    plaza.idea("Kelas gim", text="Kelas membuat gim\nuntuk pelajar.")
    for number in range(6):
        plaza.idea(f"Mural {number}", supports=number)
    by_words = "💡 Kelas gim · 👍 0: Kelas membuat gim untuk pelajar."
    assert listed(ani.types_inline("kelas gim"))[0] == by_words
    assert listed(ani.types_inline("IDE-2026-0001")) == listed(ani.types_inline("ide-2026-1")) == [by_words]
    most = ["💡 Mural 5", "💡 Mural 4", "💡 Mural 3", "💡 Mural 2", "💡 Mural 1"]
    assert [one.title.partition(" · ")[0] for one in ani.types_inline("ide").results] == most
    assert [one.title.partition(" · ")[0] for one in ani.types_inline("").results][4:] == most
    assert {one.id.partition(":")[0] for one in ani.types_inline("ide mural").results} == {"idea"}
    assert len(ani.types_inline("ide mural").results) == 6
    assert ani.types_inline("ide zqzq").button == ASK
    assert [one.id for one in ani.types_inline("IDE-2026-0099").results] == []


@pytest.mark.parametrize("words", ["halo", "?", "k", "zq" * 128, "la la la " * 25, "harga emas", "'; --", "<b>"])
def test_what_is_not_found(ani: Somebody, words: str) -> None:
    answer = ani.types_inline(words)
    assert (answer.results, answer.button, answer.next_offset) == ([], ASK, "")


@pytest.mark.parametrize("words", ["gedung mcc", "gedng mcc", "GEDUNG MCC", "dimana mcc"])
def test_words_as_people_type_them(ani: Somebody, words: str) -> None:
    assert listed(ani.types_inline(words))[0] == "MCC: MCC sudah berdiri di Blimbing."


def test_in_the_language_of_who_asks_or_of_the_question(desk: Desk, ani: Somebody, budi: Somebody) -> None:
    assert plain(budi.types_inline("mcc").results[0].text) == MCC_IN_ENGLISH
    assert plain(ani.types_inline("where is mcc").results[0].text) == MCC_IN_ENGLISH
    assert ani.types_inline("where is mcc").results[0].buttons[0][0].text == "Ask this bot"
    assert budi.types_inline("harga emas").button == ("Not found? Ask in the private chat", "inline")
    ani.says("/bahasa")
    ani.presses("Boso Jowo Malangan")
    assert ani.types_inline("harga emas").button == ("Durung ketemu? Takok nang obrolan pribadi", "inline")
    stranger = desk.person("Tom", None, number=99)
    assert plain(stranger.types_inline("mcc").results[0].text) == MCC


def test_nobody_who_only_looks_is_written_down(desk: Desk, ani: Somebody) -> None:
    for words in ("", "mcc", "harga emas"):
        ani.types_inline(words)
    with desk.database() as db:
        assert db.execute(select(Person.id)).all() == []


def test_an_article_that_was_retired_is_found_no_more(desk: Desk, ani: Somebody) -> None:
    with desk.database() as db:
        db.execute(Articles.__table__.update().values(retired_at=desk.now))  # type: ignore[attr-defined]
    assert [one.id for one in ani.types_inline("mcc").results] == []
    assert [one.id.split(":")[0] for one in ani.types_inline("").results] == ["point"] * 4


@pytest.fixture
def crowded(sqlite_url: str) -> Iterator[Somebody]:
    """Ani, in a city with 25 parks."""
    body = "Taman ini teduh, luas dan bersih; " * 12 + "selesai.\n\nBuka tiap hari."
    parks = tuple(
        PackArticle(f"taman.{n}", "id", f"Taman nomor {n}", body, (ROADMAP,), "", (), (), None, (f"taman {n}",))
        for n in range(25)
    )
    engine = open_engine(sqlite_url)
    yield Desk(engine, city=replace(small_city(), articles=parks)).person("Ani", number=7)
    engine.dispose()


def test_many_come_ten_at_a_time(crowded: Somebody) -> None:
    pages, offset = list[list[str]](), ""
    while True:
        answer = crowded.types_inline("taman", offset)
        pages.append([one.id for one in answer.results])
        offset = answer.next_offset
        if not offset:
            break
    assert [len(page) for page in pages] == [PAGE, PAGE, 5]
    assert len({one for page in pages for one in page}) == 25
    assert crowded.types_inline("taman", "30") == InlineAnswer([], cache_time=5)


@pytest.mark.parametrize("offset", ["x", "-1", "²", "1" * 64, "99999", "1.5"])
def test_a_strange_offset_is_the_beginning(crowded: Somebody, offset: str) -> None:
    assert listed(crowded.types_inline("taman", offset)) == listed(crowded.types_inline("taman"))


def test_a_description_is_short_and_ends_between_words(crowded: Somebody) -> None:
    short = "Taman ini teduh, luas dan bersih; Taman ini teduh, luas dan bersih; Taman ini teduh, luas dan…"
    assert {one.description for one in crowded.types_inline("taman").results} == {short}


async def test_the_longest_article_is_one_message_with_its_source(sqlite_url: str) -> None:
    doubt, name = "d" * 300, "n" * 120
    long = PackArticle(
        "a.b", "id", "T" * 120, "kata " * 600, (replace(ROADMAP, name=name),), doubt, (), (), None, ("kata",)
    )
    async with town(sqlite_url, city=replace(small_city(), articles=(long,))) as place:
        ani = place.person("Ani")
        await ani.types_inline("kata")
        sent = await ani.chooses("T", to=place.person("Budi"))
        assert sent.endswith(f"Sumber: {name}, sekitar 2021\n[Tanya bot ini]")
        assert length(sent) < 4096
