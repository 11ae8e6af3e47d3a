"""/ideku: one's own ideas and those one supports, page by page; change, withdraw, share; only one's own."""

from typing import Any

import pytest

from services.ideas import deciding, reading, reviewing, supports
from services.ideas.values import Status, Verdict
from services.questions import shortened
from services.roles import Rights
from tests.handlers.test_ideas import NAMED, NAMELESS, PHOTO, TITLE, WORDS, ideas, sends_idea, shows
from tests.support.desk import Desk, Somebody

SATGAS: dict[str, Any] = {"rights": Rights(satgas=True), "actor_id": 1}
NOT_FOUND = "Ide itu tidak saya temukan di antara idemu. Lihat daftarnya di /ideku, ya."
OPEN = shortened(f"IDE-2026-0001 · {TITLE}", 48)
CARD = f"""\
IDE-2026-0001 · {TITLE}

{WORDS}

Sub-sektor: Gim
Untuk: Kecamatan Sukun
Pengirim: tanpa nama

Status: menunggu dibaca satgas
Dikirim: 24 November 2026, 10.00 WIB

Satgas membacanya paling lambat 27 November 2026; sesudah itu warga lain bisa melihat dan mendukung.
Jawabannya paling lambat 8 Desember 2026. Saya kabari di sini.
[Ubah] [Tarik ide]
[Ide saya]
[‹ Menu]"""
TABS = "[Yang saya dukung] [Kirim ide baru]\n[‹ Menu]"


@pytest.fixture
def cici(desk: Desk) -> Somebody:
    """Somebody else who speaks Indonesian."""
    return desk.person("Cici", number=9)


def answers(desk: Desk, number: int, status: Status, text: str, **told: Any) -> None:
    """A satgas decides and tells."""
    with desk.database() as db:
        idea = reading.read_idea(db, idea_id=number)
        assert idea is not None
        verdict = Verdict(status, text, **told)
        decide = {"idea_id": number, "revision": idea.revision, "verdict": verdict}
        done = deciding.decide(db, **decide, now=desk.now, **SATGAS)  # type: ignore[arg-type]
        assert done.answer is not None
        deciding.publish(db, answer_ids=[done.answer.id], now=desk.now, **SATGAS)


def supported(desk: Desk, number: int, person: int) -> None:
    with desk.database() as db:
        supports.support(db, idea_id=number, person_id=person, now=desk.now)


def test_nothing_yet(ani: Somebody) -> None:
    assert ani.says("/ideku") == f"Kamu belum mengirim ide. Mulai sekarang? Satu pesan saja cukup.\n{TABS}"
    none = (
        "Belum ada ide yang kamu dukung. Kalau menemukan ide yang kamu suka, dukung supaya suaranya makin kuat.\n"
        "[Yang saya kirim] [Kirim ide baru]\n[‹ Menu]"
    )
    assert ani.presses("Yang saya dukung") == none


def test_ones_own_with_how_far_each_is_and_what_was_said_last(desk: Desk, ani: Somebody, cici: Somebody) -> None:
    sends_idea(ani)
    cici.says("/start")
    lists = f"Ide yang kamu kirim: 1\n\nIDE-2026-0001 · {TITLE}\n{{state}}\n[{OPEN}]\n{TABS}"
    assert ani.says("/ideku") == lists.format(state="menunggu dibaca satgas · 24 November 2026")
    assert ani.presses(OPEN) == CARD
    shows(desk, 1)
    supported(desk, 1, 2)
    assert ani.presses("Ide saya") == lists.format(state="sudah masuk · 1 dukungan · 24 November 2026")
    answers(desk, 1, Status.CONSIDERED, "Kami pelajari dulu.")
    desk.later(days=2)
    answers(desk, 1, Status.PLANNED, "Mulai Februari.", milestone="Kelas gim")
    last = "direncanakan · 1 dukungan · 24 November 2026\nJawaban terakhir (26 November 2026): Mulai Februari."
    assert ani.says("/ideku") == lists.format(state=last)
    answered = f"""\
IDE-2026-0001 · {TITLE}

{WORDS}

Sub-sektor: Gim
Untuk: Kecamatan Sukun
Pengirim: tanpa nama

Dukungan: 1
Dikirim: 24 November 2026, 10.00 WIB

Status: direncanakan
Tonggak: Kelas gim
Mulai Februari.
Satgas, 26 November 2026
[Tarik ide]
[Semua jawaban]
[Bagikan]
[Ide saya]
[‹ Menu]"""
    assert ani.presses(OPEN) == answered
    story = f"""\
IDE-2026-0001 · {TITLE}
Semua jawaban satgas, yang terlama di atas:

Status: sedang dipertimbangkan
Kami pelajari dulu.
Satgas, 24 November 2026

Status: direncanakan
Tonggak: Kelas gim
Mulai Februari.
Satgas, 26 November 2026
[‹ Kembali ke ide]"""
    assert ani.presses("Semua jawaban") == story
    assert ani.presses("‹ Kembali ke ide") == answered
    assert "https://t.me/malang_bot?start=ide-2026-0001" in ani.presses("Bagikan")

    assert (
        cici.says("/ideku")
        == f"""\
Ide yang kamu dukung: 1

IDE-2026-0001 · {TITLE}
{last}
[{OPEN}]
[Yang saya kirim] [Kirim ide baru]
[‹ Menu]"""
    )
    assert cici.presses(OPEN).splitlines()[0].endswith(TITLE)


def test_page_by_page(desk: Desk, ani: Somebody) -> None:
    for number in range(10):
        desk.later(days=1)
        ani.says(f"/ide Kelas nomor {number}")
        ani.presses(NAMELESS if number == 0 else "Kirim")
    first = ani.says("/ideku").splitlines()
    assert first[0] == "Ide yang kamu kirim: 10"
    assert first[-3:] == ["[Lebih lama ›]", *TABS.splitlines()]
    assert [line for line in first if line.startswith("[IDE-")] == [
        f"[IDE-2026-{number + 1:04} · Kelas nomor {number}]" for number in range(9, 1, -1)
    ]
    second = ani.presses("Lebih lama ›").splitlines()
    assert [line for line in second if line.startswith("[IDE-")] == [
        "[IDE-2026-0002 · Kelas nomor 1]",
        "[IDE-2026-0001 · Kelas nomor 0]",
    ]
    assert second[-3:] == ["[‹ Terbaru]", *TABS.splitlines()]
    assert ani.presses("‹ Terbaru").splitlines() == first


def test_a_clock_that_ran_out_is_said(desk: Desk, ani: Somebody) -> None:
    sends_idea(ani)
    desk.later(days=30)
    ani.says("/ideku")
    late = (
        "Satgas seharusnya sudah membacanya paling lambat 27 November 2026. "
        "Maaf, ini terlambat; idemu tetap di antrean.\n"
        "Jawabannya seharusnya sudah ada paling lambat 8 Desember 2026. "
        "Maaf, ini terlambat; idemu tetap di antrean."
    )
    assert ani.presses(OPEN).split("\n\n")[-1] == f"{late}\n[Tarik ide]\n[Ide saya]\n[‹ Menu]"


def test_what_was_held_back_says_why(desk: Desk, ani: Somebody) -> None:
    sends_idea(ani)
    with desk.database() as db:
        reviewing.hold(db, idea_id=1, revision=0, reason="Ada nomor telepon.", now=desk.now, **SATGAS)
    assert "tidak ditampilkan · 24 November 2026" in ani.says("/ideku")
    held = (
        "Ide ini tidak ditampilkan. Alasan satgas: Ada nomor telepon.\n"
        "Kamu boleh mengirim ide baru yang sudah diperbaiki.\n[Tarik ide]\n[Ide saya]\n[‹ Menu]"
    )
    assert ani.presses(OPEN).split("\n\n")[-1] == held


def test_what_was_merged_leads_to_where(desk: Desk, ani: Somebody, cici: Somebody) -> None:
    sends_idea(ani)
    sends_idea(cici, "Festival topeng di Klojen.")
    shows(desk, 1)
    shows(desk, 2)
    answers(desk, 1, Status.MERGED, "Mirip.", target_id=2)
    assert "digabung dengan ide lain · 24 November 2026" in ani.says("/ideku")
    merged = "Digabung ke IDE-2026-0002 “Festival topeng di Klojen”; dukungannya dihitung di sana."
    assert ani.presses(OPEN).split("\n\n")[-1].splitlines()[0] == merged
    assert "Festival topeng di Klojen" in ani.presses("Lihat ide gabungannya").splitlines()[0]


def test_the_author_changes_it_within_an_hour(desk: Desk, ani: Somebody) -> None:
    ani.sends(photo=PHOTO, caption=f"/ide {WORDS}")
    ani.presses(NAMED)
    ani.says("/ideku")
    ani.presses(OPEN)
    head = "Begini idemu sesudah diubah. Belum disimpan."
    around = "Sub-sektor: Gim\nUntuk: Kecamatan Sukun\nPengirim: Ani"
    anew = "Mau mengganti isinya? Ketik saja yang baru. Bagian lain lewat tombol."
    more = "Ada yang kurang? Ketik tambahannya atau kirim fotonya sekarang."
    under = (
        "[Simpan perubahan]\n[Sembunyikan nama saya]\n[Ubah judul] [Tulis ulang]\n[Ubah sub-sektor] [Ubah kecamatan]\n"
        "[Tidak jadi diubah]"
    )
    files = "📎 Foto atau berkasmu ikut."
    begun = f"{head}\n\n{TITLE}\n{WORDS}\n{files}\n\n{around}\n\n{anew}\n{under}"
    assert ani.presses("Ubah") == begun
    same = "Baik, idemu tetap seperti semula.\n[Lihat idenya]\n[‹ Menu]"
    assert ani.presses("Tidak jadi diubah") == same
    ani.presses("Lihat idenya")
    ani.presses("Ubah")
    unchanged = "Tidak ada yang berubah: IDE-2026-0001 tetap seperti semula.\n[Lihat idenya]\n[‹ Menu]"
    assert ani.presses("Simpan perubahan") == unchanged
    ani.presses("Lihat idenya")
    ani.presses("Ubah")
    changed = f"{head}\n\nFestival gim di Klojen\n{files}\n\n{around.replace('Sukun', 'Klojen')}\n\n{more}\n{under}"
    assert ani.says("Festival gim di Klojen.") == f"Isinya sudah saya ganti.\n\n{changed}"
    saved = ani.presses("Simpan perubahan").split("\n\n")
    told = "IDE-2026-0001 · Festival gim di Klojen\nStatus: menunggu dibaca satgas"
    assert saved[0] == f"✅ Perubahannya tersimpan.\n{told}"
    assert ideas(desk) == [("Festival gim di Klojen", "Festival gim di Klojen.", "games", "klojen", True)]
    before = len(ani.seen)
    ani.presses("Lihat idenya")
    ani.presses("Foto dan berkas")
    assert ani.seen[before:] == ["(photo)"]


def test_a_shown_idea_waits_again_after_a_change_and_later_it_cannot(desk: Desk, ani: Somebody) -> None:
    sends_idea(ani)
    shows(desk, 1)
    ani.says("/ideku")
    ani.presses(OPEN)
    again = "Idemu sudah tampil. Kalau perubahannya disimpan, satgas membacanya lagi dulu sebelum tampil kembali."
    assert ani.presses("Ubah").split("\n\n")[-1].splitlines()[0] == again
    ani.says("Festival gim di Klojen.")
    ani.presses("Simpan perubahan")
    assert "menunggu dibaca satgas" in ani.says("/ideku")

    ani.presses("IDE-2026-0001 · Festival gim di Klojen")
    ani.presses("Ubah")
    desk.later(minutes=59)
    ani.says("Festival topeng.")
    desk.later(minutes=2)
    late = (
        "IDE-2026-0001 sudah tidak bisa diubah: sudah lewat satu jam, sudah ada yang mendukung, atau sudah diputuskan "
        "satgas. Kalau perlu, tarik idenya lalu kirim yang baru.\n[Lihat idenya]\n[‹ Menu]"
    )
    assert ani.presses("Simpan perubahan") == late
    assert ideas(desk)[0][0] == "Festival gim di Klojen"
    no = (
        "Ide ini sudah tidak bisa diubah: lewat satu jam, sudah didukung, atau sudah diputuskan. Menariknya masih bisa."
    )
    assert ani.press("v1:myideas:edit:1") == no


def test_withdrawing_asks_once(desk: Desk, ani: Somebody) -> None:
    sends_idea(ani)
    ani.says("/ideku")
    ani.presses(OPEN)
    sure = (
        f"Yakin mau menarik IDE-2026-0001 “{TITLE}”? Idenya tidak tampil lagi dan dukungannya berhenti. "
        "Ini tidak bisa dibatalkan, tetapi kamu boleh mengirim ide baru.\n[Ya, tarik idenya]\n[Tidak, biarkan]"
    )
    assert ani.presses("Tarik ide") == sure
    assert ani.presses("Tidak, biarkan") == CARD
    ani.presses("Ubah")
    ani.says("/ideku")
    ani.presses(OPEN)
    ani.presses("Tarik ide")
    gone = f"IDE-2026-0001 “{TITLE}” sudah ditarik. Terima kasih sudah pernah mengusulkannya."
    assert ani.presses("Ya, tarik idenya") == f"{gone}\n[Kirim ide baru]\n[Ide saya]\n[‹ Menu]"
    assert ani.says("isi roadmap").splitlines()[0] == "Isi roadmap Malang"
    ani.press("v1:myideas:end:1")
    assert ani.seen[-1].splitlines()[0] == gone
    assert "ditarik pengirimnya · 24 November 2026" in ani.says("/ideku")
    taken = "Ide ini sudah kamu tarik, jadi tidak tampil lagi untuk warga lain.\n[Ide saya]\n[‹ Menu]"
    assert ani.presses(OPEN).split("\n\n")[-1] == taken


@pytest.mark.parametrize("verb", ["card", "story", "whole", "files", "edit", "reword", "withdraw", "end"])
def test_nobody_elses(desk: Desk, ani: Somebody, cici: Somebody, verb: str) -> None:
    sends_idea(ani)
    shows(desk, 1)
    cici.says("/ideku")
    before = cici.seen
    assert cici.press(f"v1:myideas:{verb}:1") == NOT_FOUND
    assert cici.press(f"v1:myideas:{verb}:7") == NOT_FOUND
    assert (cici.seen, len(ideas(desk))) == (before, 1)
