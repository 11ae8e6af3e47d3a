"""While an announcement goes out and after: one message shows it, pause and end, who missed it, put right, votes."""

from typing import Any

import pytest
from sqlalchemy import insert, select, update

from models import Announcement as Rows, AuditEntry, Milestone, PollVote
from models.announcements import DeliveryState as State
from services.announcements.values import Term, Who, everyone
from tests.handlers.test_announce import PICTURE, to_everybody, wrote
from tests.handlers.test_milestones import published
from tests.support.desk import Desk, Somebody
from tests.support.newsroom import Newsroom

GONE = "Pengumuman itu tidak ada. Buka /pengumuman untuk melihat yang ada."


@pytest.fixture
def room(desk: Desk) -> Newsroom:
    return Newsroom(desk)


def begun(sari: Somebody, room: Newsroom, readers: int = 4, words: str = "Halo") -> list[int]:
    """One that goes out to so many."""
    people = room.crowd(readers)
    wrote(sari, words)
    goes(sari, room)
    return people


def goes(sari: Somebody, room: Newsroom) -> None:
    to_everybody(sari)
    sari.presses("Periksa dan kirim")
    sari.presses("Kirim sekarang")
    room.tick()


def over(room: Newsroom, people: list[int], *states: tuple[State, str]) -> None:
    """Each of them came to such an end."""
    for person, (state, words) in zip(people, states, strict=True):
        room.ends(1, person, state, words)
    room.tick()


def mixed(sari: Somebody, room: Newsroom) -> list[int]:
    """One that is over: sent, unknown, refused, blocked."""
    people = begun(sari, room)
    refused = "Bad Request: chat not found"
    over(room, people, (State.SENT, ""), (State.UNKNOWN, ""), (State.FAILED, refused), (State.BLOCKED, ""))
    return people


def test_one_message_shows_it_pauses_it_and_ends_it(desk: Desk, sari: Somebody, room: Newsroom) -> None:
    people = begun(sari, room)
    count = len(sari.seen)
    head, bar = "Kabar KABAR-0001: terkirim ke {} dari 4\n", "▱▱▱▱▱▱▱▱▱▱\n"
    assert sari.seen[-1] == f"{head.format(0)}{bar}Masih menunggu: 4\n[Jeda] [Batalkan]\n[Lihat kabar ini]"
    room.ends(1, people[0], State.SENT)
    room.tick()
    assert sari.seen[-1].startswith(
        head.format(1) + "▰▰▱▱▱▱▱▱▱▱\n0,2 pesan per detik · selesai sekitar 10.00\nSampai: 1\n"
    )
    paused = sari.presses("Jeda")
    assert paused.startswith("Kabar KABAR-0001: dijeda di 1 dari 4\n▰▰▱▱▱▱▱▱▱▱\n")
    assert paused.endswith("[Lanjutkan] [Batalkan]\n[Lihat kabar ini]")
    assert sari.presses("Lanjutkan").startswith(head.format(1))
    assert sari.toast("Batalkan") == ("Saya jeda dulu. Kalau memang mau dibatalkan, tekan Batalkan sekali lagi.")
    assert (str(room.one().state), len(sari.seen)) == ("paused", count)
    assert sari.toast("Batalkan") == "Dibatalkan. Yang belum menerima tidak akan menerimanya."
    room.tick()
    assert sari.seen[-1] == (
        "Kabar KABAR-0001: dibatalkan di 1 dari 4\n▰▰▱▱▱▱▱▱▱▱\nDihentikan oleh satgas atau ketua.\nSampai: 1\n"
        "Belum dikirimi: 3\n[Lihat kabar ini]"
    )
    assert len(sari.seen) == count
    assert "[Ralat di semua tempat]" in sari.presses("Lihat kabar ini")
    room.tick()
    assert "[Ralat di semua tempat]" in sari.seen[-1]


def test_all_of_it_is_shown_beneath_while_it_goes_out(sari: Somebody, room: Newsroom) -> None:
    begun(sari, room)
    sari.presses("Lihat kabar ini")
    assert sari.seen[-2].startswith("Kabar KABAR-0001: terkirim ke 0 dari 4\n")
    assert sari.seen[-1] == (
        "KABAR-0001 · sedang dikirim\n\nIsi (tulisan; Bahasa Indonesia)\n“Halo”\n\nUntuk: semua yang mau kabar\n"
        "Kapan: 24 November 2026, 10.00 WIB\n\nKabar KABAR-0001: terkirim ke 0 dari 4\n▱▱▱▱▱▱▱▱▱▱\nMasih menunggu: 4\n"
        "[Perbarui]\n[‹ Pengumuman]"
    )


def test_who_did_not_get_it_as_a_list_and_as_a_file_in_the_audit_trail(
    desk: Desk, sari: Somebody, room: Newsroom
) -> None:
    mixed(sari, room)
    card = sari.presses("Lihat kabar ini")
    assert card.split("\n\n")[3] == (
        "Kabar KABAR-0001: selesai, 4 dari 4\n▰▰▰▰▰▰▰▰▰▰\nSampai: 1\nMemblokir bot ini: 1\n"
        "Tidak pasti sampai atau tidak: 1\nDitolak Telegram (Bad Request: chat not found): 1\n"
        "[Siapa yang tidak dapat]\n[Kirim lagi ke…]\n[Ralat di semua tempat]\n[Perbarui]\n[‹ Pengumuman]"
    )
    assert sari.presses("Siapa yang tidak dapat") == (
        "KABAR-0001: yang tidak dapat\nData pribadi, hanya untuk satgas.\n\n"
        "• Warga 301 (Klojen): tidak pasti sampai\n"
        "• Warga 302 (Klojen): ditolak Telegram: Bad Request: chat not found\n"
        "• Warga 303 (Klojen): memblokir bot\n[Unduh semua (CSV)]\n[‹ Kembali]"
    )
    sari.presses("Unduh semua (CSV)")
    assert sari.seen[-1] == (
        "(document kabar-0001-tidak-dapat.csv) 3 orang. Unduhan ini tercatat di jejak audit; hapus berkasnya kalau "
        "sudah selesai."
    )
    with desk.database() as db:
        entries = db.execute(select(AuditEntry.deed, AuditEntry.detail).where(AuditEntry.deed == "announcement.export"))
        assert [tuple(row) for row in entries] == [("announcement.export", '{"rows": 3}')]


def test_once_more_to_these_only_by_a_persons_decision(sari: Somebody, room: Newsroom) -> None:
    mixed(sari, room)
    sari.presses("Lihat kabar ini")
    assert sari.presses("Kirim lagi ke…") == (
        "KABAR-0001: kirim lagi ke siapa? Tidak ada yang dikirimi dua kali tanpa keputusanmu.\n"
        "[Yang ditolak (1)]\n[Yang tidak pasti (1)]\n[‹ Kembali]"
    )
    assert sari.presses("Yang tidak pasti (1)") == (
        "1 orang mungkin sudah menerimanya. Kalau dikirim lagi, sebagian bisa mendapat dua kali. Kirim?\n"
        "[Ya, kirim lagi]\n[‹ Kembali]"
    )
    assert sari.presses("Ya, kirim lagi") == (
        "Kabar KABAR-0001: terkirim ke 3 dari 4\n▰▰▰▰▰▰▰▱▱▱\n0,6 pesan per detik · selesai sekitar 10.00\nSampai: 1\n"
        "Memblokir bot ini: 1\nDitolak Telegram (Bad Request: chat not found): 1\nMasih menunggu: 1\n"
        "[Jeda] [Batalkan]\n[Lihat kabar ini]"
    )
    sari.press("v1:announce:resent:1:unknown")
    assert str(room.one().state) == "running"


def test_put_right_or_deleted_everywhere(desk: Desk, sari: Somebody, room: Newsroom) -> None:
    people = begun(sari, room, 2, "Halo wrga")
    over(room, people, (State.SENT, ""), (State.SENT, ""))
    sari.presses("Lihat kabar ini")
    assert sari.presses("Ralat di semua tempat") == (
        "Ada 2 salinan. Bahasa mana yang diralat? Semua salinan berubah di tempatnya, tanpa pesan baru. Menghapus "
        "hanya bisa sampai 48 jam setelah dikirim.\n[Bahasa Indonesia: ubah]\n[Hapus semua salinan]\n[‹ Kembali]"
    )
    assert sari.presses("Bahasa Indonesia: ubah") == (
        "Tulis yang benar (Bahasa Indonesia). Sebelum diganti kamu melihatnya dulu.\n\nSekarang:\n"
        "Halo wrga\n[Tidak jadi]"
    )
    assert sari.says("<b>Halo").startswith("⚠️ Bahasa Indonesia: ada format")
    assert sari.sends(**PICTURE) == "⚠️ Tulisannya masih kosong. Tulis dulu (Bahasa Indonesia).\n[Tidak jadi]"
    assert sari.says("Halo <b>warga</b>") == (
        "Begini nanti bunyinya di 2 salinan:\n\nHalo warga\n[Ganti di semua salinan]\n[Tidak jadi]"
    )
    assert room.one().content.text == {"id": "Halo wrga"}
    told = sari.presses("Ganti di semua salinan")
    assert told.startswith("✓ Ralat berjalan: tiap salinan sedang diganti.\n\nKABAR-0001 · selesai\n")
    assert "Ralat 1 (24 November 2026, 10.00 WIB): 0 dari 2 salinan diganti, masih berjalan\n" in told
    assert sari.toast("Perbarui") == ""
    sari.presses("Ralat di semua tempat")
    assert sari.presses("Hapus semua salinan") == (
        "Hapus 2 salinan dari chat semua penerima? Ini tidak bisa dikembalikan.\n[Ya, hapus semua]\n[‹ Kembali]"
    )
    desk.later(hours=49)
    assert sari.presses("Ya, hapus semua").splitlines()[0] == (
        "Lebih dari 48 jam: Telegram tidak mengizinkan lagi menghapusnya. Tulisannya masih bisa diralat."
    )
    desk.later(hours=-3)
    sari.presses("Ralat di semua tempat")
    sari.presses("Hapus semua salinan")
    assert sari.presses("Ya, hapus semua").splitlines()[0] == "✓ Semua salinan sedang dihapus."


def test_a_polls_votes_are_added_up_per_kecamatan_and_told_to_who_voted(
    desk: Desk, sari: Somebody, room: Newsroom
) -> None:
    people = [*room.crowd(2), room.reader(home="sukun")]
    sari.says("/pengumuman")
    sari.presses("✏️ Tulis pengumuman")
    sari.presses("Jajak pendapat")
    sari.says("Jam buka?\nPagi\nSore")
    goes(sari, room)
    over(room, people, *[(State.SENT, "")] * 3)
    with desk.database() as db:
        votes: list[dict[str, Any]] = [
            {"announcement_id": 1, "person_id": person, "options": options, "at": desk.now}
            for person, options in zip(people, (1, 2, 1), strict=True)
        ]
        db.execute(insert(PollVote), votes)
    sari.presses("Lihat kabar ini")
    result = (
        "Jam buka?\n3 orang memilih.\n\nPagi\n▰▰▰▰▰▰▱▱▱▱ 2 (67%)\nSore\n▰▰▰▱▱▱▱▱▱▱ 1 (33%)\n\n"
        "Per kecamatan\nKlojen: Pagi 1, Sore 1\nSukun: Pagi 1, Sore 0"
    )
    assert sari.presses("Hasil jajak pendapat") == f"{result}\n[Kabari yang memilih]\n[Perbarui]\n[‹ Kembali]"
    assert "Untuk: yang memilih di KABAR-0001\n" in sari.presses("Kabari yang memilih")
    assert room.one(2).audience == everyone(Term(Who.VOTER, (1,)))
    assert "Langsung menerima: 3 orang\n" in sari.presses("Periksa dan kirim")
    sari.presses("Kirim contoh ke saya")
    assert sari.seen[-1] == f"{result}\n[Atur kabar]"


def test_a_moved_milestone_stops_it_with_a_question(desk: Desk, sari: Somebody, room: Newsroom) -> None:
    room.crowd(1)
    published(sari)
    sari.presses("📣 Umumkan")
    assert sari.press("v1:announce:milestone:1") == ""
    assert sari.seen[-1].startswith("Kamu sudah mulai menulis tentang tonggak ini. Ini konsepnya.\n\nKABAR-0001")
    sari.presses("Kapan")
    sari.presses("Pilih waktu")
    sari.says("hari ini 12.00")
    sari.presses("‹ Kembali")
    sari.presses("Periksa dan kirim")
    sari.presses("Jadwalkan")
    with desk.database() as db:
        db.execute(update(Milestone).values(status="delayed", target="2027"))
    desk.later(hours=2)
    room.tick()
    assert sari.seen[-1] == (
        "Kabar KABAR-0001 belum saya kirim: status atau tanggal tonggaknya berubah sejak disetujui. Cek isinya, lalu "
        "kirim ulang.\n[Lihat kabarnya]"
    )
    stopped = sari.presses("Lihat kabarnya")
    assert stopped.startswith("KABAR-0001 · berhenti, perlu keputusanmu\n\n")
    assert stopped.split("\n\n")[-1] == (
        "⚠️ Belum saya kirim, karena tonggaknya berubah sejak disetujui:\nStatus: direncanakan → terlambat\n"
        "Target: – → 2027\nMau bagaimana?\n[Ambil isi tonggak terbaru]\n[Kirim apa adanya]\n[Ubah] [Batalkan]\n"
        "[‹ Pengumuman]"
    )
    redrawn = sari.presses("Ambil isi tonggak terbaru")
    assert "“Ruang pamer MCC dibuka 🔴 terlambat · target 2027”" in redrawn
    assert "Kapan: langsung\n" in redrawn
    sari.presses("Periksa dan kirim")
    assert sari.presses("Kirim sekarang").startswith("Kabar KABAR-0001: sebentar lagi dikirim …")


def test_a_tripped_breaker_asks_and_goes_on_when_told(desk: Desk, sari: Somebody, room: Newsroom) -> None:
    people = begun(sari, room)
    room.ends(1, people[0], State.UNMARKED)
    with desk.database() as db:
        db.execute(update(Rows).values(state="paused", why="tripped"))
    room.tick()
    assert sari.seen[-1] == (
        "Kabar KABAR-0001 saya jeda: terlalu banyak yang ditolak Telegram sebagai terblokir. Sejak itu tidak ada warga "
        "yang saya tandai memblokir. Cek dulu, lalu lanjutkan atau batalkan.\n[Lihat kabarnya]"
    )
    assert "Terlalu banyak ditolak; tunggu keputusan orang.\n" in sari.presses("Lihat kabarnya")
    assert sari.presses("Lanjutkan").startswith("Kabar KABAR-0001: terkirim ke 1 dari 4\n")


def test_another_ketuas_is_not_found(desk: Desk, sari: Somebody, rini: Somebody, room: Newsroom) -> None:
    mixed(sari, room)
    rini.says("/start")
    for press in ("card:1", "more:1", "pause:1", "resume:1", "cancel:1", "end:1", "again:1", "correct:1", "erased:1",
                  "resent:1:failed", "discard:1", "submit:1:0", "withdraw:1:0", "body:1", "when:1"):  # fmt: skip
        assert rini.press(f"v1:announce:{press}") == GONE
