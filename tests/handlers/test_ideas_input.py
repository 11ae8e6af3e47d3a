"""Whatever is sent in place of an idea, with one or after one: a clear word, nothing lost, nothing broken."""

from typing import Any

import pytest

from services.ideas.values import BIGGEST
from tests.handlers.test_ideas import (
    AGREE,
    CONSENT,
    HEAD,
    MORE,
    NAMELESS,
    PARTS,
    PHOTO,
    PREVIEW,
    TITLE,
    WORDS,
    files,
    ideas,
    sends_idea,
    shows,
)
from tests.support.desk import Desk, Somebody

FILE = {"file_id": "a", "file_unique_id": "a"}
MOVING = FILE | {"width": 1, "height": 1, "duration": 1}
STICKER = FILE | {"width": 1, "height": 1, "is_animated": False, "is_video": False, "type": "regular"}
FORWARDED = {"forward_origin": {"type": "hidden_user", "date": 1, "sender_user_name": "Budi"}}
KEPT = "Yang sudah kamu tulis tetap ada."
VOICE = f"Maaf, suara belum bisa ikut dalam ide. Tolong ketik saja, ya. {KEPT}"
VIDEO = f"Maaf, video belum bisa ikut dalam ide. Kirim fotonya, atau tulis tautannya, ya. {KEPT}"
OTHER = f"Yang seperti itu belum bisa ikut dalam ide. Tulis dengan kata-kata, atau kirim foto atau berkas. {KEPT}"
TERUSAN = (
    "Itu pesan terusan, jadi belum saya pakai. Tulis dengan kata-katamu sendiri, atau salin lalu tempel di sini. "
    f"{KEPT}"
)
UNSEEN = "Belum ada kata yang bisa saya baca di situ. Tulis idemu dengan kata-kata, ya."
BIG = (
    "Berkas itu lebih besar dari 20 MB, jadi tidak bisa ikut; yang lain tetap ada. "
    "Kirim yang lebih kecil, atau tulis tautannya."
)
REFUSED: list[tuple[dict[str, Any], str]] = [
    ({"voice": FILE | {"duration": 1}}, VOICE),
    ({"audio": FILE | {"duration": 1}}, VOICE),
    ({"video": MOVING}, VIDEO),
    ({"video_note": FILE | {"length": 1, "duration": 1}}, VIDEO),
    ({"animation": MOVING, "document": FILE}, VIDEO),
    ({"sticker": STICKER}, "Stikernya seru, tetapi belum jadi ide. Tulis dengan kata-kata, ya."),
    ({"contact": {"phone_number": "0812", "first_name": "Budi"}}, OTHER),
    ({"dice": {"emoji": "🎲", "value": 3}}, OTHER),
    ({"text": "Bikin kumpul", **FORWARDED}, TERUSAN),
    ({"photo": PHOTO, "caption": "Bikin kumpul", **FORWARDED}, TERUSAN),
    ({"text": "\u202e\u2067 \u200b"}, UNSEEN),
    ({"document": FILE | {"file_size": BIGGEST + 1}}, BIG),
]


@pytest.mark.parametrize(("content", "word"), REFUSED, ids=lambda value: "+".join(value) if type(value) is dict else "")
def test_what_is_no_idea_leaves_the_form_where_it_was(
    desk: Desk, ani: Somebody, content: dict[str, Any], word: str
) -> None:
    ani.says("/ide")
    assert ani.sends(**content) == f"{word}\n[Tidak jadi]"
    assert ani.says(WORDS) == PREVIEW
    again = "\n[Lihat idemu lagi]\n[Tidak jadi]"
    refused = ani.sends(**content)
    if word == BIG:
        assert refused == f"{BIG}\n\n{PREVIEW}"
    else:
        assert refused == word + again
        assert ani.presses("Lihat idemu lagi") == PREVIEW
    ani.presses(NAMELESS)
    assert [one[1] for one in ideas(desk)] == [WORDS]
    assert files(desk) == [[]]


@pytest.mark.parametrize("words", ["kirim", "Ya, kirim saja", "ok", "makasih", "halo min"])
def test_who_types_yes_is_shown_the_button(desk: Desk, ani: Somebody, words: str) -> None:
    ani.says(f"/ide {WORDS}")
    note = "Itu tidak saya masukkan ke idemu. Untuk mengirim, tekan tombolnya di bawah."
    assert ani.says(words) == f"{note}\n\n{PREVIEW}"
    ani.presses(NAMELESS)
    assert [one[1] for one in ideas(desk)] == [WORDS]


def test_a_file_that_is_too_big_leaves_its_words(desk: Desk, ani: Somebody) -> None:
    ani.says("/ide")
    big: dict[str, Any] = {"document": FILE | {"file_size": 21 * 1024 * 1024}}
    assert ani.sends(**big, caption=WORDS) == f"{BIG}\n\n{PREVIEW}"
    ani.presses("Tidak jadi")
    assert ani.sends(video=MOVING, caption=f"/ide {WORDS}") == f"{VIDEO}\n\n{PREVIEW}"


@pytest.mark.parametrize(
    ("words", "title"),
    [
        ("<b>Kumpul</b> warga", "<b>Kumpul</b> warga"),
        ("Kumpul _*[ warga", "Kumpul _*[ warga"),
        ("=1+1 kumpul", "=1+1 kumpul"),
        ("\u202eKumpul\u202c warga", "Kumpul warga"),
        ("&lt; {title} %s", "&lt; {title} %s"),
    ],
)
def test_signs_that_mean_something_elsewhere_are_shown_as_they_are(
    desk: Desk, ani: Somebody, words: str, title: str
) -> None:
    around = "Sub-sektor: belum dipilih\nUntuk: seluruh kota"
    shown = ani.says(f"/ide {words}")
    assert shown == f"{HEAD}\n\n{title}\n\n{around}\n\n{MORE}\n\n{CONSENT}\n{AGREE}\n{PARTS}"
    ani.presses(NAMELESS)
    assert ideas(desk)[0][0] == title


def test_four_thousand_emoji_are_one_idea_in_one_message(desk: Desk, ani: Somebody) -> None:
    emoji = "🎮" * 4096
    shown = ani.says(f"/ide {emoji}").split("\n\n")
    assert shown[1] == f"{'🎮' * 69}…\n{'🎮' * 349}…"
    longer = (
        "Semuanya jadi lebih dari 4096 huruf, jadi pesan ini belum saya tambahkan; yang sebelumnya tetap ada. "
        "Kirim lebih singkat, atau jadikan berkas.\n[Lihat idemu lagi]\n[Tidak jadi]"
    )
    assert ani.says("Satu lagi") == longer
    before = len(ani.seen)
    ani.presses(NAMELESS)
    assert (len(ani.seen), ideas(desk)[0][1]) == (before, emoji)
    ani.presses("Lihat idenya")
    ani.presses("Baca lengkap")
    assert "".join(ani.seen[before:]).count("🎮") == 4096


NO_TITLE: list[tuple[dict[str, Any], str]] = [
    (
        {"text": "😀" * 121},
        "Judulnya terlalu panjang, paling banyak 120 huruf. Coba lebih singkat; sisanya masuk ke isinya.",
    ),
    ({"text": "\u202e"}, "Judulnya belum terbaca. Ketik satu baris dengan kata-kata, ya."),
    (
        {"photo": PHOTO, "caption": "Judul"},
        "Yang saya tunggu sekarang judulnya, dengan kata-kata. Foto atau berkas kirim sesudah ini, ya.",
    ),
    ({"text": "Judul", **FORWARDED}, TERUSAN),
]


@pytest.mark.parametrize(("content", "word"), NO_TITLE)
def test_a_title_that_is_none(desk: Desk, ani: Somebody, content: dict[str, Any], word: str) -> None:
    ani.says(f"/ide {WORDS}")
    ani.presses("Ubah judul")
    assert ani.sends(**content) == f"{word}\n[‹ Kembali]"
    assert ani.presses("‹ Kembali") == PREVIEW


def edits(somebody: Somebody, number: int, words: str, date: int) -> str:
    """Edit a message at Telegram; what the bot then shows last."""
    before = len(somebody.seen)
    message = somebody.desk.sent[number] | {"text": words, "date": date, "edit_date": date + 1}
    somebody.desk.sent[number] = message
    somebody.desk.handle(edited_message=message)
    return "\n---\n".join(somebody.seen[before:])


def test_a_message_edited_before_it_is_sent(desk: Desk, ani: Somebody) -> None:
    ani.says("/ide")
    ani.says(WORDS)
    ani.says("Juga di Klojen")
    first, _ = list(desk.sent)[-2:]
    now = int(desk.now.timestamp())
    assert edits(ani, first, "\u202e", now) == f"{UNSEEN}\n[Lihat idemu lagi]\n[Tidak jadi]"
    shown = edits(ani, first, "Festival topeng", now)
    assert shown.split("\n\n")[:4] == [
        "Pesan yang kamu ubah tadi sudah saya pakai.",
        HEAD,
        "Festival topeng\nFestival topeng",
        "Juga di Klojen",
    ]
    ani.presses(NAMELESS)
    assert [one[1] for one in ideas(desk)] == ["Festival topeng\n\nJuga di Klojen"]


def test_a_message_edited_after_it_was_sent(desk: Desk, ani: Somebody) -> None:
    now = int(desk.now.timestamp())
    ani.sends(text=f"/ide {WORDS}", entities=[{"type": "bot_command", "offset": 0, "length": 4}], date=now)
    number = list(desk.sent)[-1]
    ani.presses(NAMELESS)
    new = WORDS.replace("gratis", "murah")
    hint = (
        "Pesan ini sudah terkirim sebagai ide IDE-2026-0001, dan idenya tidak ikut berubah. "
        "Mau idenya diganti dengan kata-kata yang baru?\n[Pakai kata-kata yang baru]\n[Lihat idenya]\n[‹ Menu]"
    )
    assert edits(ani, number, f"/ide {new}", now) == hint
    assert ideas(desk)[0][1] == WORDS
    assert ani.presses("Pakai kata-kata yang baru").split("\n\n")[1].splitlines()[1] == new
    ani.presses("Simpan perubahan")
    assert [one[1] for one in ideas(desk)] == [new]

    desk.later(hours=1)
    late = (
        "Pesan ini sudah terkirim sebagai ide IDE-2026-0001, dan idenya tidak ikut berubah. "
        "Idenya sendiri sudah tidak bisa diubah; kalau perlu, tarik lalu kirim yang baru.\n[Lihat idenya]\n[‹ Menu]"
    )
    assert edits(ani, number, f"/ide {WORDS}", now) == late
    assert edits(ani, number, "isi roadmap", now).splitlines()[0] != late.splitlines()[0]


def test_what_is_sent_after_the_idea_is_no_part_of_it(desk: Desk, ani: Somebody) -> None:
    sends_idea(ani)
    assert ani.says("isi roadmap").splitlines()[0] == "Isi roadmap Malang"
    assert [one[1] for one in ideas(desk)] == [WORDS]


JOINED = "Foto atau berkas yang baru datang sudah saya sertakan juga di ide IDE-2026-0001.\n[Lihat idenya]\n[‹ Menu]"


def test_the_rest_of_an_album_that_comes_when_the_idea_is_sent_already(desk: Desk, ani: Somebody) -> None:
    album: dict[str, Any] = {"photo": PHOTO, "media_group_id": "9"}
    ani.sends(**album, caption=f"/ide {WORDS}")
    ani.presses(NAMELESS)
    assert ani.sends(**album) == JOINED
    assert [ani.sends(**album) for _ in range(8)] == [""] * 8
    assert files(desk) == [["big"] * 10]
    full = "Paling banyak 10 foto atau berkas untuk satu ide, jadi yang ini tidak ikut; yang lain tetap ada."
    assert ani.sends(**album) == f"{full}\n[Lihat idenya]\n[‹ Menu]"
    desk.later(hours=1)
    assert ani.sends(**album).startswith("Maaf, saya belum bisa melihat gambar")
    assert files(desk) == [["big"] * 10]


def test_an_album_that_comes_when_the_idea_is_supported_says_so(desk: Desk, ani: Somebody, budi: Somebody) -> None:
    album: dict[str, Any] = {"photo": PHOTO, "media_group_id": "9"}
    ani.sends(**album, caption=f"/ide {WORDS}")
    ani.presses(NAMELESS)
    shows(desk, 1)
    budi.says("/start ide-2026-0001")
    budi.presses("👍 Support (0)")
    late = (
        "IDE-2026-0001 sudah tidak bisa diubah: sudah lewat satu jam, sudah ada yang mendukung, atau sudah diputuskan"
    )
    assert ani.sends(**album).startswith(late)
    assert files(desk) == [["big"]]


def test_a_picture_that_comes_after_the_idea_is_offered_to_it(desk: Desk, ani: Somebody) -> None:
    """Nothing joins that was not asked for: who sends it hears where it could go."""
    sends_idea(ani)
    asked = f"Ide IDE-2026-0001 “{TITLE}” sudah terkirim sebelum ini datang. Mau disertakan?"
    offered = f"{asked}\n[Sertakan di ide itu]\n[Lihat idenya]\n[‹ Menu]"
    assert ani.sends(photo=PHOTO, caption="Contohnya di Kayutangan") == offered
    assert files(desk) == [[]]
    shown = ani.presses("Sertakan di ide itu").split("\n\n")
    assert shown[:3] == [
        "Begini idemu sesudah diubah. Belum disimpan.",
        f"{TITLE}\n{WORDS}",
        "Contohnya di Kayutangan\n📎 Foto atau berkasmu ikut.",
    ]
    ani.presses("Simpan perubahan")
    assert (files(desk), [one[1] for one in ideas(desk)]) == ([["big"]], [f"{WORDS}\n\nContohnya di Kayutangan"])
    assert ani.sends(document=FILE).startswith(asked)
    ani.presses("Sertakan di ide itu")
    ani.presses("Simpan perubahan")
    assert files(desk) == [["big", "a"]]
    desk.later(hours=1)
    assert ani.sends(photo=PHOTO).startswith("Maaf, saya belum bisa melihat gambar")
