"""What the bot cannot read gets a kind hint; old and forged buttons too."""

from typing import Any

import pytest

from tests.handlers.test_people import MENU
from tests.support.desk import Somebody

FILE = {"file_id": "a", "file_unique_id": "a"}
PHOTO = [FILE | {"width": 1, "height": 1}]
PICTURE = "Maaf, saya belum bisa melihat gambar atau video. Kalau ada pertanyaan, tolong tulis dengan kata-kata, ya."
VOICE = "Maaf, saya belum bisa mendengarkan suara. Tolong ketik pertanyaanmu, ya."
MOVING = FILE | {"width": 1, "height": 1, "duration": 1}
HINTS: list[tuple[dict[str, Any], str]] = [
    ({"photo": PHOTO}, PICTURE),
    ({"video": MOVING}, PICTURE),
    ({"animation": MOVING, "document": FILE}, PICTURE),
    ({"voice": FILE | {"duration": 1}}, VOICE),
    ({"audio": FILE | {"duration": 1}}, VOICE),
    (
        {"sticker": FILE | {"width": 1, "height": 1, "is_animated": False, "is_video": False, "type": "regular"}},
        "Stikernya seru! Kalau ada pertanyaan, ketik saja, ya.",
    ),
    (
        {"contact": {"phone_number": "0812", "first_name": "Budi"}},
        "Terima kasih, tetapi saya tidak memerlukan kontak dan tidak menyimpannya. "
        "Kalau ada pertanyaan, ketik saja, ya.",
    ),
    ({"document": FILE}, "Maaf, saya belum bisa membaca berkas. Tolong tulis pertanyaanmu dengan kata-kata, ya."),
    ({"photo": PHOTO, "forward_origin": {"type": "hidden_user", "date": 1, "sender_user_name": "Budi"}}, PICTURE),
    (
        {"dice": {"emoji": "🎲", "value": 3}},
        "Maaf, yang seperti ini belum bisa saya baca. Kalau ada pertanyaan, ketik saja, ya.",
    ),
]


@pytest.mark.parametrize(
    ("content", "hint"), HINTS, ids=lambda value: "+".join(value) if isinstance(value, dict) else ""
)
def test_what_is_no_question_gets_a_hint(ani: Somebody, content: dict[str, Any], hint: str) -> None:
    assert ani.sends(**content) == f"{hint}\n[‹ Menu]"


@pytest.mark.parametrize("content", [{"text": "isi roadmap"}, {"photo": PHOTO, "caption": "isi roadmap"}])
def test_a_forwarded_message_is_no_question_unless_one_says_so(ani: Somebody, content: dict[str, Any]) -> None:
    hint = (
        "Ini pesan terusan, jadi belum saya baca sebagai pertanyaan. "
        "Kalau memang mau ditanyakan, tekan tombol di bawah, atau ketik dengan kata-katamu sendiri."
    )
    origin = {"type": "hidden_user", "date": 1, "sender_user_name": "Budi"}
    assert ani.sends(**content, forward_origin=origin) == f"{hint}\n[Tanyakan ini]\n[‹ Menu]"


@pytest.mark.parametrize("command", ["/hapus", "/START_", "/tanya@other_bot isi roadmap", "/roadmap@other_bot"])
def test_an_unknown_command_points_to_help(ani: Somebody, command: str) -> None:
    hint = "Perintah itu belum saya kenal. Lihat daftarnya di /bantuan, atau langsung ketik pertanyaanmu."
    assert ani.says(command) == f"{hint}\n[‹ Menu]"


@pytest.mark.parametrize(
    "data",
    ["v0:roadmap:show", "x", "v1:roadmap:show:1", "v1:roadmap:show\n", "v1:team:member:-1", "v1:start:show " * 4],
)
def test_an_old_or_forged_button_brings_the_menu(ani: Somebody, data: str) -> None:
    ani.says("/roadmap")
    assert ani.press(data) == "Tombol ini sudah tidak berlaku."
    assert ani.seen[1:] == [MENU]


def test_what_happens_to_the_chat_itself_is_not_spoken_of(ani: Somebody) -> None:
    pinned = {"message_id": 1, "date": 0, "chat": ani.private}
    assert ani.sends(pinned_message=pinned) == ""


@pytest.mark.parametrize("told", [{"data": ""}, {"game_short_name": "x"}, {}], ids=["empty", "a game", "nothing"])
def test_a_press_that_carries_no_data_is_an_old_button(ani: Somebody, told: dict[str, str]) -> None:
    ani.says("/start")
    query = {"id": "1", "from": ani.user, "chat_instance": "1", **told}
    answer = ani.desk.handle(callback_query=query)
    assert answer is not None
    assert answer.text == "Tombol ini sudah tidak berlaku."
