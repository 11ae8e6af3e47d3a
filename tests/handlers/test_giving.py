"""What handlers give besides words, through the whole bot and, as other handlers' tests see it, at the desk."""

from collections.abc import AsyncIterator
from types import SimpleNamespace
from typing import Any

import pytest
from sqlalchemy import Engine

from handlers.context import Button, Context, Key, Update
from handlers.listening import App, on_command, on_press
from tests.support import desk
from tests.support.pictures import grey, qr_text
from tests.support.town import Town, town

LINK = "https://t.me/malang_bot?start=kursi_7Q2MXA"
CANCEL = [[Button("Batalkan", "v1:seat:cancel:1")]]


async def ticket(update: Update, context: Context) -> None:
    context.send_file("qr", {"url": LINK}, called="qr.png", as_photo=True, text="<b>Kode</b>: 7Q2MXA", buttons=CANCEL)
    table = {"columns": [["Nama", "text"]], "rows": [["Sari"]]}
    context.send_file("csv", table, called="daftar.csv")
    context.send_file("qr", {"url": "bukan tautan"}, called="qr.png", as_photo=True)


async def good(update: Update, context: Context) -> None:
    context.send_file("qr", {"url": LINK}, called="qr.png", as_photo=True, text="<b>Kode</b>: 7Q2MXA", buttons=CANCEL)
    context.send_file("csv", {"columns": [], "rows": []}, called="daftar.csv")


async def both(update: Update, context: Context) -> None:
    context.say("start.back", buttons=CANCEL, keys=[[Key("Bagikan lokasi", "location")]])


async def place(update: Update, context: Context) -> None:
    context.send_place(-7.94, 112.64, title="MCC", address="Jl. A. Yani 53", buttons=CANCEL)
    context.send_place(-7.94, 112.64)


async def ask(update: Update, context: Context) -> None:
    keys = [[Key("Bagikan lokasi", "location"), Key("Bagikan nomor", "contact")], [Key("Tidak usah")]]
    context.say("start.back", keys=keys)


async def thank(update: Update, context: Context) -> None:
    context.say("start.back", keys=())


async def give(update: Update, context: Context) -> None:
    (photo,) = context.words.split()[1:]
    context.send_photo(photo, "start.back", buttons=CANCEL)
    context.send_album([photo, photo], "start.back")


async def cancel(update: Update, context: Context) -> None:
    context.change(text="<i>Sudah</i> dibatalkan.", buttons=CANCEL)


async def long(update: Update, context: Context) -> None:
    context.change(text="x" * 1025, buttons=CANCEL)


def add_to(app: App) -> None:
    for handler in (ticket, good, both, place, ask, thank, give):
        on_command(app, handler.__name__, handler)
    on_press(app, "v1:seat:cancel:1", cancel)
    on_press(app, "v1:seat:long:1", long)


FEATURES: list[Any] = [SimpleNamespace(add_to=add_to)]
SORRY = (
    "Maaf, berkasnya belum berhasil saya buat. Ini bukan salahmu. Coba minta lagi nanti, ya. "
    "Kalau masih begini, kabari satgas."
)

GIVEN = ["(photo) Kode: 7Q2MXA\n[Batalkan]", "(document daftar.csv)", SORRY]


@pytest.fixture
async def malang(sqlite_url: str) -> AsyncIterator[Town]:
    async with town(sqlite_url, features=FEATURES) as place:
        yield place


async def test_files_made_for_the_moment(malang: Town) -> None:
    ani, files = malang.person("Ani"), malang.api.world.files.by_id
    assert await ani.asks("/ticket") == GIVEN
    (photo,) = [one["photo"][-1] for one in ani.person.messages if "photo" in one]
    assert qr_text(grey(files[photo["file_id"]].data)) == LINK
    assert await ani.asks("/ticket") == GIVEN
    assert len(files) == 2, "uploaded once"


async def test_a_press_below_a_picture_changes_what_stands_there(malang: Town) -> None:
    ani = malang.person("Ani")
    await ani.asks("/ticket")
    (picture,) = [one["message_id"] for one in ani.person.messages if "photo" in one]
    assert await ani.presses("Batalkan") == ["(photo) Sudah dibatalkan.\n[Batalkan]"]
    assert await ani.presses(data="v1:seat:long:1", message_id=picture) == ["x" * 1025 + "\n[Batalkan]"]


async def test_places_on_the_map(malang: Town) -> None:
    ani = malang.person("Ani")
    told = ["(venue MCC, Jl. A. Yani 53)\n[Batalkan]", "(location -7.94, 112.64)"]
    assert await ani.asks("/place") == told
    assert await ani.presses("Batalkan") == ["Sudah dibatalkan.\n[Batalkan]"]


async def test_what_somebody_gave(malang: Town) -> None:
    ani = malang.person("Ani")
    ani.person.sends_photo()
    photo = ani.person.messages[0]["photo"][-1]["file_id"]
    assert await ani.asks(f"/give {photo}") == ["(photo) ‹ Menu\n[Batalkan]", "(photo) ‹ Menu", "(photo)"]


async def test_keys_that_ask_for_a_place_or_a_number(malang: Town) -> None:
    ani = malang.person("Ani")
    await ani.asks("/ask")
    asked = {"text": "Bagikan lokasi", "request_location": True}, {"text": "Bagikan nomor", "request_contact": True}
    keys = [[*asked], [{"text": "Tidak usah"}]]
    assert ani.person.chat.keyboard == {"keyboard": keys, "resize_keyboard": True, "one_time_keyboard": True}
    await ani.asks("/thank")
    assert ani.person.chat.keyboard is None


async def test_keys_and_inline_buttons_do_not_go_together(malang: Town) -> None:
    ani = malang.person("Ani")
    (sorry,) = await ani.asks("/both")
    assert sorry.startswith("Maaf, ada yang salah di pihak saya")


def test_the_desk_shows_the_same(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(desk, "features", lambda: FEATURES)
    ani = desk.Desk(engine).person("Ani", number=7)
    assert ani.says("/place") == "(venue MCC, Jl. A. Yani 53)\n[Batalkan]\n---\n(location -7.94, 112.64)"
    assert ani.says("/give AgACAgQ").split("\n---\n") == ["(photo) ‹ Menu\n[Batalkan]", "(photo) ‹ Menu", "(photo)"]
    assert ani.says("/good").split("\n---\n") == GIVEN[:2]
    assert ani.presses("Batalkan") == "(photo) Sudah dibatalkan.\n[Batalkan]"
    with pytest.raises(ValueError, match="link"):
        ani.says("/ticket")
