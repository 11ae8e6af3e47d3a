"""/tonggak as dialogues: a milestone drafted, filled in, scheduled, moved, told of with pictures, corrected."""

from types import SimpleNamespace
from typing import Any

import pytest

from handlers import milestone_card
from services.menu import SATGAS, Command
from services.milestones import clock, packs
from tests.support.desk import Desk, Somebody

PARTS = """[Status] [Progres]
[Nama] [Arti bagi warga]
[Target] [Penanggung jawab]
[Kecamatan] [Bobot]
[Sumber]
[‹ Semua tonggak poin ini]"""
DRAFT = f"""✓ Tersimpan.

Ruang pamer MCC dibuka

⚪ direncanakan
▱▱▱▱▱▱▱▱▱▱ 0%
Poin 3: Malang Creative Center (MCC)

✏️ Konsep: warga belum melihatnya.
Bobot 1 · ditulis satgas · bahasa: id
[Terbitkan sekarang] [Terbitkan nanti]
[Buang konsep]
{PARTS}"""
FILLED = """Ruang pamer MCC dibuka
Karya warga bisa dilihat tiap hari.

⚪ direncanakan · target triwulan 2 2027
▱▱▱▱▱▱▱▱▱▱ 0%
Poin 3: Malang Creative Center (MCC) · Kecamatan Blimbing
Penanggung jawab: Diskopindag

Sumber: Humas Pemkot, 24 November 2026"""
REFUSED = "Bagian ini untuk satgas. Kalau kamu mestinya satgas, minta undangan kepada satgas lain, ya.\n[‹ Menu]"


def drafted(sari: Somebody) -> str:
    """A milestone of the third point, of which only the name is known."""
    sari.says("/tonggak")
    sari.presses("3. Malang Creative Center (MCC)")
    sari.presses("＋ Tonggak baru")
    return sari.says("Ruang pamer MCC dibuka")


def published(sari: Somebody) -> str:
    drafted(sari)
    return sari.presses("Terbitkan sekarang")


def number(desk: Desk) -> int:
    with desk.database() as db:
        (row,) = db.exec_driver_sql("SELECT id FROM milestones").all()
    return int(row[0])


def test_the_way_to_a_new_one(sari: Somebody) -> None:
    home = sari.says("/tonggak")
    assert home == (
        "Tonggak roadmap\nPilih poinnya untuk melihat, mengubah, atau menambah tonggak.\n\n"
        "1. Tahap development: 0 tonggak\n\n2. Task Force dan KPI: 0 tonggak\n\n"
        "3. Malang Creative Center (MCC): 0 tonggak\n\n4. Coworking space di 5 kecamatan: 0 tonggak\n"
        "[1. Tahap development]\n[2. Task Force dan KPI]\n[3. Malang Creative Center (MCC)]\n"
        "[4. Coworking space di 5 kecamatan]\n[‹ Menu]"
    )
    empty = sari.presses("3. Malang Creative Center (MCC)")
    assert empty == (
        "Poin 3: Malang Creative Center (MCC)\nBelum ada tonggak. Tekan Tonggak baru untuk menulis yang pertama.\n"
        "[＋ Tonggak baru]\n[‹ Tonggak]"
    )
    assert sari.presses("‹ Tonggak") == home
    sari.presses("3. Malang Creative Center (MCC)")
    assert sari.presses("＋ Tonggak baru") == (
        "Apa nama tonggaknya? Satu kalimat pendek, misalnya: Ruang pamer MCC dibuka. Paling panjang 120 huruf. "
        "Warga baru melihatnya setelah diterbitkan.\n[Tidak jadi]"
    )
    wrong = "Nama tonggak satu kalimat, paling panjang 120 huruf. Coba tulis lagi, ya.\n[Tidak jadi]"
    assert sari.says("!!!") == wrong
    assert sari.says("a" * 121) == wrong
    assert sari.says("Ruang pamer MCC dibuka") == DRAFT
    assert sari.presses("‹ Semua tonggak poin ini") == (
        "Poin 3: Malang Creative Center (MCC)\n⚪ Ruang pamer MCC dibuka\n   direncanakan\n"
        "   ✏️ Konsep: warga belum melihatnya.\n[Ruang pamer MCC dibuka]\n[＋ Tonggak baru]\n[‹ Tonggak]"
    )


def test_each_part_is_set_and_the_day_it_is_published(
    desk: Desk, sari: Somebody, ani: Somebody, budi: Somebody
) -> None:
    drafted(sari)
    sari.presses("Arti bagi warga")
    sari.says("Karya warga bisa dilihat tiap hari.")
    assert sari.presses("Arti bagi warga") == (
        "Apa artinya bagi warga? Satu atau dua kalimat, paling panjang 500 huruf. Untuk bahasa lain, tekan bahasanya "
        "dulu.\n\nSekarang:\nKarya warga bisa dilihat tiap hari.\n[English] [Boso Jowo Malangan]\n[Tidak jadi]"
    )
    sari.presses("English")
    sari.says("Residents' work can be seen every day.")
    sari.presses("Nama")
    sari.presses("English")
    sari.says("The MCC showroom opens")
    sari.presses("Target")
    assert sari.says("kapan-kapan").splitlines()[0].startswith("Tanggalnya belum saya mengerti.")
    sari.says("tw 2 2027")
    sari.presses("Penanggung jawab")
    sari.says("Diskopindag")
    sari.presses("Kecamatan")
    sari.presses("Blimbing")
    sari.presses("Sumber")
    sari.says("Humas Pemkot")
    sari.says("malangkota.go.id/mcc")
    assert sari.presses("Hari ini").startswith(f"✓ Tersimpan.\n\n{FILLED}\n\n✏️ Konsep")

    assert sari.presses("Terbitkan nanti").splitlines()[0].startswith("Mulai hari apa warga melihatnya?")
    assert sari.says("hari ini").splitlines()[0] == "Jam berapa? Misalnya: 08.00 atau 8 pagi."
    assert sari.says("9 pagi").startswith("Waktu itu sudah lewat.")
    assert sari.says("pagi sekali").startswith("Jamnya belum saya mengerti.")
    assert sari.says("11.00") == (
        f"✓ Dijadwalkan. Sampai waktunya hanya satgas yang melihatnya.\n\n{FILLED}\n\n"
        "⏰ Terbit 24 November 2026, 11.00 WIB; sebelum itu warga belum melihatnya.\n"
        "Bobot 1 · ditulis satgas · bahasa: en, id\n[Terbitkan sekarang] [Terbitkan nanti]\n[Batalkan jadwal]\n" + PARTS
    )
    ani.says("/roadmap")
    assert ani.press(f"v1:roadmap:milestone:{number(desk)}").startswith(
        "Tonggak ini belum atau tidak ditampilkan lagi."
    )
    desk.later(hours=1)
    with desk.database() as db:
        clock.open_scheduled(db, now=desk.now)
    budi.says("/roadmap")
    budi.presses("3. Malang Creative Center (MCC)")
    assert budi.presses("The MCC showroom opens") == (
        "The MCC showroom opens\nResidents' work can be seen every day.\n\n"
        "⚪ planned · target quarter 2 of 2027\n▱▱▱▱▱▱▱▱▱▱ 0%\n"
        "Point 3: Malang Creative Center (MCC) · Blimbing\nIn charge: Diskopindag\n\n"
        "What was told of it\n• 24 November 2026: this milestone was made public\n\n"
        "Source: Humas Pemkot, 24 November 2026\n[‹ Its point]\n[‹ Menu]"
    )


def test_it_moves_by_buttons_and_what_is_done_says_when(sari: Somebody) -> None:
    assert published(sari).splitlines()[0] == "✓ Terbit. Warga melihatnya mulai sekarang."
    assert sari.presses("Status") == (
        "Bagaimana keadaan “Ruang pamer MCC dibuka” sekarang?\nSelesai berarti 100%, direncanakan berarti 0%.\n"
        "[🔵 berjalan] [🟠 berisiko]\n[🔴 terlambat] [✅ selesai]\n[✖️ dihentikan]\n[‹ Tonggaknya]"
    )
    sari.presses("‹ Tonggaknya")
    sari.presses("Progres")
    assert sari.says("150").startswith("Progres itu angka dari 0 sampai 100, misalnya: 45 atau 45%.")
    moved = sari.says("45 %")
    assert "🔵 berjalan, 45%\n▰▰▰▰▱▱▱▱▱▱ 45%" in moved
    assert "• 24 November 2026: status: direncanakan → berjalan; progres: 0% → 45%" in moved
    sari.presses("Progres")
    assert "90%\n" in sari.presses("90%")
    sari.presses("Status")
    done = sari.presses("✅ selesai")
    assert "✅ selesai\n▰▰▰▰▰▰▰▰▰▰ 100%" in done
    assert sari.seen[-1] == (
        "Selesai! Kapan tercapainya? Kalau diketahui, tulis supaya warga tahu.\n[Tulis kapan selesainya]"
    )
    sari.presses("Tulis kapan selesainya")
    assert sari.says("Desember 2027").startswith("Tanggal itu belum tiba.")
    assert "✅ selesai, November 2026" in sari.says("november 2026")
    sari.presses("Bobot")
    assert "Bobot 5 ·" in sari.presses("5")


def test_news_with_pictures_is_seen_first_told_and_corrected(desk: Desk, sari: Somebody, ani: Somebody) -> None:
    published(sari)
    assert sari.presses("📝 Kabar baru") == (
        "Kabar apa tentang “Ruang pamer MCC dibuka”? Tulis paling panjang 600 huruf; boleh dengan foto, paling banyak "
        "10.\n[Tidak jadi]"
    )
    first: dict[str, Any] = {
        "photo": [{"file_id": "A1", "file_unique_id": "1", "width": 9, "height": 9}],
        "media_group_id": "7",
    }
    deeds = "[✅ Sampaikan]\n[Status] [Progres]\n[Tidak jadi]"
    need = f"Fotonya sudah saya terima. Sekarang tulis kabarnya dengan kata-kata.\n{deeds}"
    assert sari.sends(**first) == need
    assert sari.sends(**first | {"photo": [first["photo"][0] | {"file_id": "A2"}]}) == ""
    assert sari.toast("✅ Sampaikan") == "Fotonya sudah saya terima. Sekarang tulis kabarnya dengan kata-kata."
    head = "Begini warga membacanya di “Ruang pamer MCC dibuka”:\n\n"
    assert sari.says("Lampu <b>menyala</b>.") == f"{head}• 24 November 2026: Lampu <b>menyala</b>. 📷2\n{deeds}"
    sari.presses("Progres")
    assert sari.presses("50%") == (
        f"{head}• 24 November 2026: Lampu <b>menyala</b>. (status: direncanakan → berjalan; progres: 0% → 50%) 📷2\n"
        f"{deeds}"
    )
    assert sari.presses("✅ Sampaikan").splitlines()[0] == "✓ Kabarnya sudah tampil."

    sari.presses("Betulkan kabar")
    sari.presses("24 November 2026: Lampu <b>menyala</b>.")
    assert sari.says("Lampu lantai 2 menyala.").splitlines()[0] == (
        "✓ Koreksinya sudah tampil, di bawah kabar yang lama."
    )
    ani.says("/roadmap")
    ani.presses("3. Malang Creative Center (MCC)")
    page = ani.presses("Ruang pamer MCC dibuka")
    lines = page.splitlines()
    assert lines[lines.index("Kabarnya") + 1 :][:4] == [
        "• 24 November 2026: tonggak ini diumumkan",
        "• 24 November 2026: Lampu <b>menyala</b>. (status: direncanakan → berjalan; progres: 0% → 50%) 📷2",
        "   Koreksi 24 November 2026: Lampu lantai 2 menyala.",
        "[📷 Foto 24 November 2026]",
    ]
    shown = desk.chats[ani.number][-1]
    assert "<s>Lampu &lt;b&gt;menyala&lt;/b&gt;.</s>" in shown["text"]
    ani.presses("📷 Foto 24 November 2026")
    assert [one["media"] for one in desk.chats[ani.number][-2:]] == ["A1", "A2"]


def test_a_draft_is_thrown_away_only_when_asked_twice(sari: Somebody) -> None:
    draft = drafted(sari).removeprefix("✓ Tersimpan.\n\n")
    assert sari.presses("Buang konsep") == (
        "Buang konsep “Ruang pamer MCC dibuka”? Isinya tidak bisa dikembalikan.\n[Ya, buang]\n[‹ Tonggaknya]"
    )
    assert sari.presses("‹ Tonggaknya") == draft
    sari.presses("Buang konsep")
    assert sari.presses("Ya, buang") == "Konsepnya sudah dibuang.\n[‹ Tonggak]"


def test_two_satgas_do_not_overwrite_each_other(desk: Desk, sari: Somebody, ani: Somebody) -> None:
    published(sari)
    desk.change_settings(satgas_ids=frozenset({sari.number, ani.number}))
    ani.says("/tonggak")
    ani.presses("3. Malang Creative Center (MCC)")
    ani.presses("Ruang pamer MCC dibuka")
    ani.presses("Target")
    sari.presses("Status")
    sari.presses("🟠 berisiko")
    late = ani.says("2030")
    assert late.splitlines()[0] == (
        "Tonggak ini baru saja diubah orang lain, jadi perubahanmu belum disimpan. Ini yang terbaru; ulangi kalau "
        "masih perlu."
    )
    assert "🟠 berisiko\n" in late
    ani.presses("Target")
    assert "🟠 berisiko · target 2030\n" in ani.says("2030")


def test_only_satgas_and_the_announcement_only_where_there_are_some(
    desk: Desk, sari: Somebody, ani: Somebody, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert ani.says("/tonggak") == REFUSED
    working: list[Command] = []
    monkeypatch.setattr(milestone_card, "menu", SimpleNamespace(commands=lambda rights: working))
    assert "[📣 Umumkan]" not in published(sari)
    one = number(desk)
    ani.says("/start")
    for press in (
        f"show:{one}", f"ask:title:{one}", f"status:{one}:1:done", f"publish:{one}:1", f"tell:{one}", "new:mcc",
    ):  # fmt: skip
        assert ani.press(f"v1:milestone:{press}") == REFUSED.splitlines()[0]
    working.append(Command("pengumuman", who=SATGAS))
    sari.says("/tonggak")
    sari.presses("3. Malang Creative Center (MCC)")
    assert "[📣 Umumkan]" in sari.presses("Ruang pamer MCC dibuka")
    buttons = [each for row in desk.chats[sari.number][-1]["reply_markup"]["inline_keyboard"] for each in row]
    assert {"text": "📣 Umumkan", "callback_data": f"v1:announce:milestone:{one}"} in buttons


def test_in_a_group_the_roadmap_is_read_too(desk: Desk, sari: Somebody, ani: Somebody) -> None:
    published(sari)
    group = -1001
    whole = ani.says("/roadmap", group=group)
    assert "▱▱▱▱▱▱▱▱▱▱ 0% · 0 dari 1 tonggak selesai\nBerikutnya: Ruang pamer MCC dibuka (direncanakan)" in whole
    ani.presses("3. Malang Creative Center (MCC)", group=group)
    page = ani.presses("Ruang pamer MCC dibuka", group=group)
    assert page.splitlines()[-1] == "[‹ Poinnya]"
    assert sari.presses("‹ Poinnya", group=group).splitlines()[0] == "MCC"
    assert sari.presses("‹ Semua poin", group=group) == whole
    ani.presses("🖼 Lihat sebagai gambar", group=group)
    assert desk.chats[group][-1]["photo"]


def test_long_histories_are_read_page_by_page(desk: Desk, ani: Somebody) -> None:
    with desk.database() as db:
        packs.fill_from_pack(db, pack=desk.house.city, now=desk.now)
    ani.says("/roadmap")
    ani.presses("3. Malang Creative Center (MCC)")
    newest = ani.presses("Gedung MCC dibangun")
    assert [line[:18] for line in newest.splitlines() if line.startswith("•")] == [
        "• 22 September 202", "• 27 Mei 2021: Pem", "• 1 Oktober 2021: ", "• 14 Juli 2022: Pe",
    ]  # fmt: skip
    older = ani.presses("‹ Kabar sebelumnya")
    assert [line[:17] for line in older.splitlines() if line.startswith("•")] == ["• 4 November 2019"]
    assert ani.presses("Kabar sesudahnya ›") == newest
