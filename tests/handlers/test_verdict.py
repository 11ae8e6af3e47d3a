"""What satgas decide about an idea: answered, kept inside, published together, undone, merged and parted, told once."""

from datetime import timedelta

import pytest

from jobs.ideas import tell_news
from services.ideas import supports
from services.ideas.values import Idea, Status
from tests.support.desk import Desk, Somebody
from tests.support.plaza import Plaza

ONE, TWO, THREE = (f"IDE-2026-000{number}" for number in (1, 2, 3))
STALE = "Baru saja diubah orang lain di tim. Ini keadaannya sekarang."
OVER = "Sudah lewat satu menit, atau idenya sudah berubah. Tulis jawaban baru saja, ya."
PUBLISHED = "✅ Jawaban terbit. Pengirim dan pendukungnya dikabari beberapa menit lagi."
READY = """\
[Terbitkan sekarang]
[Simpan dulu, terbit nanti]
[Ganti kata-kata] [Ganti status]
[Tidak jadi]"""
STATUSES = f"""\
{ONE} Kelas gim

Bagaimana putusannya? Pilih status baru untuk ide ini.
[sedang dipertimbangkan]
[direncanakan]
[sedang dikerjakan]
[selesai]
[tidak dilanjutkan]
[digabung dengan ide lain]
[diteruskan ke bagian lain]
[Tidak jadi]"""
WRITE = """\
Tulis jawabannya: apa yang diputuskan dan kenapa. Pengirim, pendukung, dan semua orang yang membuka ide ini akan \
membacanya. Sebelum terbit, kamu melihatnya dulu.
[Ganti status] [Tidak jadi]"""


def card(standing: str, *parts: str, deeds: str = "", supports: int = 1) -> str:
    """Ani's idea."""
    sent = "Dari warga (nama tidak ditampilkan), 24 November 2026, 10.00 WIB"
    head = f"Kelas gim\n{ONE} · Klojen · {supports} dukungan\n{sent}"
    whole = [head, "Kelas gim, untuk semua warga.", f"Tampilan: tampil untuk semua\n{standing}", *parts]
    below = "[Catatan] [Riwayat]\n[Blokir pengirim]\n[‹ Antrean ide]"
    return "\n\n".join(whole) + f"\n{deeds}\n{below}"


RECEIVED = "Status: sudah masuk\nDijawab paling lambat 8 Desember 2026 (10 hari kerja lagi)"
SEEING = "[Tahan] [Tandai baru]"
OPEN = card(RECEIVED, deeds=f"{SEEING}\n[Jawab] [Tonggak]")


@pytest.fixture
def plaza(desk: Desk) -> Plaza:
    return Plaza(desk)


@pytest.fixture
def idea(desk: Desk, plaza: Plaza, ani: Somebody, budi: Somebody) -> Idea:
    """Ani's, which Budi supports."""
    idea = plaza.idea("Kelas gim", plaza.known(ani, "idea"), kecamatan="klojen")
    supporter = plaza.known(budi)
    with desk.database() as db:
        supports.support(db, idea_id=idea.id, person_id=supporter.id, now=desk.now)
    return idea


@pytest.fixture
def tono(desk: Desk) -> Somebody:
    """Another satgas."""
    desk.change_settings(satgas_ids=frozenset({101, 102}))
    return desk.person("Tono", number=102)


def decide(satgas: Somebody, status: str, words: str, code: str = ONE, press: str = "Terbitkan sekarang") -> str:
    satgas.says(f"/tinjau {code}")
    satgas.presses("Jawab")
    satgas.presses(status)
    satgas.says(words)
    return satgas.presses(press)


def heard(desk: Desk, *people: Somebody, minutes: float = 10) -> list[list[str]]:
    """What each hears in the next minutes."""
    before = [len(one.seen) for one in people]
    desk.later(minutes=minutes)
    desk.tick(tell_news)
    desk.tick(tell_news)
    return [one.seen[at:] for one, at in zip(people, before, strict=True)]


def test_an_answer_is_written_seen_published_and_heard_once(
    desk: Desk, idea: Idea, sari: Somebody, ani: Somebody, budi: Somebody
) -> None:
    assert sari.says(f"/tinjau {ONE}") == OPEN
    assert sari.presses("Jawab") == STATUSES
    assert sari.says("ya") == "Tekan salah satu tombol dulu, ya.\n" + STATUSES.split("\n", 3)[3]
    about = f"{ONE} Kelas gim\nStatus baru: direncanakan\n\n"
    assert sari.presses("direncanakan") == (
        f"{about}Ide ini masuk ke tonggak yang mana? Pilih, atau ketik namanya.\n[Ganti status] [Tidak jadi]"
    )
    assert sari.says("Kelas kreatif 2027") == about + WRITE
    too_long = "Terlalu panjang: 2001 huruf, paling banyak 2000. Ringkas sedikit, lalu kirim lagi."
    assert sari.says("a" * 2001) == f"{too_long}\n[Ganti status] [Tidak jadi]"
    answer = "Status: direncanakan\nTonggak: Kelas kreatif 2027\nKami siapkan <b>ruang</b>.\nSatgas, 24 November 2026"
    preview = f"Begini {ONE} Kelas gim akan dijawab:\n\n{answer}\n{READY}"
    assert sari.says("Kami siapkan <b>ruang</b>.") == preview
    sari.presses("Ganti kata-kata")
    assert sari.says("Kami siapkan <b>ruang</b>.") == preview
    standing = "Status: direncanakan\nTonggak: Kelas kreatif 2027"
    undo = f"[Urungkan jawaban (1 menit)]\n{SEEING}\n[Jawab] [Tonggak]"
    assert sari.presses("Terbitkan sekarang") == (
        f"{PUBLISHED}\n\n" + card(standing, f"Jawaban terakhir\n{answer}", deeds=undo)
    )
    told_budi = f"An idea you follow, {ONE}: Kelas gim\n" + answer.replace("direncanakan", "planned").replace(
        "Tonggak", "Milestone"
    ).replace("Satgas, 24", "Task Force, 24")
    assert heard(desk, ani, budi) == [
        [f"💡 Idemu {ONE}: Kelas gim\n{answer}\n[Lihat idenya]"],
        [f"💡 {told_budi}\n[See the idea]"],
    ]
    assert heard(desk, ani, budi, sari) == [[], [], []]


def test_several_changes_within_ten_minutes_are_one_message_and_none_comes_at_night(
    desk: Desk, idea: Idea, sari: Somebody, ani: Somebody, budi: Somebody
) -> None:
    desk.later(hours=9, minutes=55)  # 19.55 in Malang
    decide(sari, "sedang dipertimbangkan", "Kami bahas.")
    desk.later(minutes=2)
    decide(sari, "sedang dikerjakan", "Sudah mulai.")
    assert heard(desk, ani, budi) == [[], []]
    assert heard(desk, ani, budi, minutes=9 * 60) == [[], []]
    digest = f"""\
Ada 2 kabar tentang ide

💡 Idemu {ONE}: Kelas gim
Status: sedang dipertimbangkan
Kami bahas.
Satgas, 24 November 2026

💡 Idemu {ONE}: Kelas gim
Status: sedang dikerjakan
Sudah mulai.
Satgas, 24 November 2026
[Lihat idenya]"""
    morning = heard(desk, ani, budi, minutes=60)
    assert morning[0] == [digest]
    assert len(morning[1]) == 1


def test_within_a_minute_it_never_was(desk: Desk, idea: Idea, sari: Somebody, ani: Somebody, budi: Somebody) -> None:
    decide(sari, "selesai", "Sudah ada.")
    desk.later(seconds=59)
    assert sari.presses("Urungkan jawaban (1 menit)") == f"Jawaban diurungkan. Belum ada yang dikabari.\n\n{OPEN}"
    assert heard(desk, ani, budi) == [[], []]
    decide(sari, "selesai", "Sudah ada.")
    desk.later(seconds=61)
    assert sari.toast("Urungkan jawaban (1 menit)") == OVER
    assert [len(one) for one in heard(desk, ani, budi)] == [1, 1]


def test_of_two_who_decide_the_first_wins_and_the_second_sees_it(
    plaza: Plaza, idea: Idea, tono: Somebody, sari: Somebody
) -> None:
    for satgas, status, words in (
        (sari, "sedang dipertimbangkan", "Kami bahas."),
        (tono, "tidak dilanjutkan", "Mahal."),
    ):
        satgas.says(f"/tinjau {ONE}")
        satgas.presses("Jawab")
        satgas.presses(status)
        satgas.says(words)
    sari.presses("Terbitkan sekarang")
    assert tono.toast("Terbitkan sekarang") == STALE
    said = "Status: sedang dipertimbangkan\nKami bahas.\nSatgas, 24 November 2026"
    assert (
        tono.seen[-1]
        == f"""\
Sementara kamu menulis, {ONE} Kelas gim diubah orang lain di tim. Statusnya sekarang: sedang dipertimbangkan.

Jawaban Sari, sudah terbit
{said}

Kata-katamu masih ada:
Mahal.
[Lanjutkan dengan punya saya] [Tidak jadi]"""
    )
    assert plaza.fresh(idea).status is Status.CONSIDERED
    mine = "Status: tidak dilanjutkan\nMahal.\nSatgas, 24 November 2026"
    assert tono.presses("Lanjutkan dengan punya saya") == f"Begini {ONE} Kelas gim akan dijawab:\n\n{mine}\n{READY}"
    tono.presses("Terbitkan sekarang")
    assert plaza.fresh(idea).status is Status.DECLINED


def test_a_decision_stays_inside_until_it_is_published_or_dropped(
    desk: Desk, plaza: Plaza, idea: Idea, sari: Somebody, ani: Somebody, tono: Somebody
) -> None:
    kept = "✅ Putusan tersimpan di dalam tim. Terbitkan sendiri, atau bersama yang lain dari antrean ide."
    inside = "Putusan Sari, belum terbit\nStatus: tidak dilanjutkan\nTerlalu mahal.\nSatgas, 24 November 2026"
    deeds = f"{SEEING}\n[Terbitkan putusan]\n[Ganti putusan] [Buang putusan]\n[Tonggak]"
    decided = card(RECEIVED, inside, deeds=deeds)
    shown = decide(sari, "tidak dilanjutkan", "Terlalu mahal.", press="Simpan dulu, terbit nanti")
    assert shown == f"{kept}\n\n{decided}"
    assert heard(desk, ani) == [[]]
    assert tono.says(f"/tinjau {ONE}") == decided
    dropped = "Putusan dibuang. Tidak ada yang berubah untuk warga."
    assert tono.presses("Buang putusan") == f"{dropped}\n\n{OPEN}"
    assert sari.toast("Terbitkan putusan") == (
        "Putusan ini sudah terbit, dibuang, atau diganti. Buka lagi idenya untuk melihat keadaannya."
    )
    assert plaza.fresh(idea).status is Status.RECEIVED
    decide(sari, "tidak dilanjutkan", "Terlalu mahal.", press="Simpan dulu, terbit nanti")
    tono.says(f"/tinjau {ONE}")
    assert tono.presses("Terbitkan putusan").startswith(PUBLISHED)
    assert plaza.fresh(idea).status is Status.DECLINED
    assert len(heard(desk, ani)[0]) == 1


def test_many_decisions_become_public_at_one_moment(
    desk: Desk, plaza: Plaza, idea: Idea, sari: Somebody, ani: Somebody
) -> None:
    other = plaza.idea("Panggung", kecamatan="sukun")
    third = plaza.idea("Mural")
    for code, status, words in ((ONE, "selesai", "Sudah ada."), (TWO, "sedang dipertimbangkan", "Kami bahas.")):
        decide(sari, status, words, code, press="Simpan dulu, terbit nanti")
    sari.says("/tinjau")
    waiting = f"""\
Putusan yang belum terbit: 2
Yang membaca baru tim. Terbitkan semuanya sekaligus, atau buka satu-satu.

{ONE} Kelas gim
Diputuskan Sari
selesai: Sudah ada.

{TWO} Panggung
Diputuskan Sari
sedang dipertimbangkan: Kami bahas.
[{ONE}] [{TWO}]
[Terbitkan semua (2)]
[‹ Antrean ide]"""
    assert sari.presses("Putusan belum terbit: 2") == waiting
    ask = "Terbitkan {} putusan sekaligus? Pengirim dan pendukungnya dikabari.\n[Ya, terbitkan {}]\n[Tidak jadi]"
    assert sari.presses("Terbitkan semua (2)") == ask.format(2, 2)
    assert sari.presses("Tidak jadi") == waiting
    sari.presses("Terbitkan semua (2)")
    assert sari.press("v1:verdicts:go:9:5") == "Daftarnya baru saja berubah. Lihat lagi dulu, ya."
    assert sari.seen[-1] == waiting
    sari.presses("Terbitkan semua (2)")
    together = (
        "✅ Terbit sekaligus: 2. Pengirim dan pendukungnya dikabari beberapa menit lagi.\n"
        "[Urungkan semuanya (1 menit)]\n[‹ Antrean ide]"
    )
    assert sari.presses("Ya, terbitkan 2") == together
    moments = {one.answered_at for one in map(plaza.fresh, (idea, other))}
    assert moments == {desk.now}
    assert sari.presses("Urungkan semuanya (1 menit)") == (
        "Diurungkan: 2. Tidak bisa diurungkan: 0. Yang diurungkan jadi seperti semula.\n[‹ Antrean ide]"
    )
    assert [plaza.fresh(one).status for one in (idea, other, third)] == [Status.RECEIVED] * 3
    assert heard(desk, ani) == [[]]
    assert sari.press("v1:verdicts:undo:0") == OVER
    assert sari.press("v1:verdicts:ask") == ""
    assert sari.seen[-1] == (
        "Semua putusan sudah terbit. Putusan yang kamu simpan dulu akan muncul di sini.\n[‹ Antrean ide]"
    )


def test_an_idea_is_merged_into_a_similar_one_and_parted_again(
    desk: Desk, plaza: Plaza, idea: Idea, sari: Somebody, ani: Somebody, budi: Somebody
) -> None:
    cici = desk.person("Cici", number=17)
    target = plaza.idea("Kelas gim gratis", plaza.known(cici, "idea"), supports=2, kecamatan="klojen")
    supporter = plaza.known(budi)
    with desk.database() as db:
        supports.support(db, idea_id=target.id, person_id=supporter.id, now=desk.now)
    sari.says(f"/tinjau {ONE}")
    sari.presses("Jawab")
    choices = f"[{TWO} Kelas gim gratis]\n[Ganti status] [Tidak jadi]"
    assert sari.presses("digabung dengan ide lain").endswith(f"satu orang tetap satu dukungan.\n{choices}")
    assert sari.says(ONE) == f"Itu ide yang sama. Pilih ide lain sebagai tujuannya.\n{choices}"
    assert sari.says("taman") == (
        f"Ide dengan kode itu tidak ketemu. Ketik kodenya, misalnya IDE-2026-0012.\n{choices}"
    )
    assert sari.says(TWO.lower()).endswith(WRITE)
    into = f"Status: digabung dengan ide lain\nDigabung ke: {TWO} “Kelas gim gratis”"
    answer = f"{into}\nIdenya sama.\nSatgas, 24 November 2026"
    assert sari.says("Idenya sama.") == f"Begini {ONE} Kelas gim akan dijawab:\n\n{answer}\n{READY}"
    sari.presses("Terbitkan sekarang")
    assert plaza.fresh(target).supports == 3  # Budi counts once
    english = answer.replace("digabung dengan ide lain", "merged with another idea").replace(
        "Digabung ke", "Merged into"
    )
    joined = (
        f"{ONE} “Kelas gim” digabung ke ide ini. Dukungannya ikut dihitung di sini, satu orang tetap satu dukungan."
    )
    assert heard(desk, ani, budi, cici) == [
        [f"💡 Idemu {ONE}: Kelas gim\n{answer}\n[Lihat idenya]"],
        [f"💡 An idea you follow, {ONE}: Kelas gim\n{english.replace('Satgas', 'Task Force')}\n[See the idea]"],
        [f"💡 Idemu {TWO}: Kelas gim gratis\n{joined}\n[Lihat idenya]"],
    ]
    sari.says(f"/tinjau {ONE}")
    assert sari.presses("Pisahkan lagi") == (
        "Pisahkan lagi kedua ide ini? Tiap ide kembali dengan dukungannya semula, dan kedua pihak dikabari.\n"
        "[Ya, pisahkan]\n[‹ Kembali ke ide]"
    )
    assert sari.presses("Ya, pisahkan") == f"✅ Ide ini berdiri sendiri lagi.\n\n{OPEN}"
    assert [plaza.fresh(one).supports for one in (idea, target)] == [1, 3]
    parted = "Penggabungan dengan {} dibatalkan. Tiap ide berdiri sendiri lagi dengan dukungannya semula."
    told = heard(desk, ani, budi, cici)
    assert told[0] == [f"💡 Idemu {ONE}: Kelas gim\n{parted.format(f'{TWO} “Kelas gim gratis”')}\n[Lihat idenya]"]
    assert told[2] == [f"💡 Idemu {TWO}: Kelas gim gratis\n{parted.format(f'{ONE} “Kelas gim”')}\n[Lihat idenya]"]
    assert len(told[1]) == 1
    assert sari.press(f"v1:verdict:parted:{idea.id}:o.0.0.0") == "Sudah begitu dari tadi."


def test_an_idea_is_passed_on_and_one_not_shown_is_answered_to_its_author_alone(
    plaza: Plaza, sari: Somebody, ani: Somebody
) -> None:
    idea = plaza.idea("Jalan rusak", plaza.known(ani, "idea"), shown=False)
    sari.says(f"/tinjau {ONE}")
    sari.presses("Jawab")
    assert sari.presses("diteruskan ke bagian lain") == (
        f"{ONE} Jalan rusak\nStatus baru: diteruskan ke bagian lain\n\n"
        "Diteruskan ke bagian atau dinas mana? Ketik namanya.\n[Ganti status] [Tidak jadi]"
    )
    sari.says("Dinas PU")
    assert sari.says("Ini urusan jalan.") == (
        f"Begini {ONE} Jalan rusak akan dijawab:\n\n"
        "Status: diteruskan ke bagian lain\nDiteruskan ke: Dinas PU\nIni urusan jalan.\nSatgas, 24 November 2026\n\n"
        "Ide ini belum tampil untuk semua: yang membaca jawaban ini hanya pengirimnya. Kalau boleh dilihat warga lain, "
        f"tampilkan dulu.\n{READY}"
    )
    sari.presses("Terbitkan sekarang")
    assert (plaza.fresh(idea).status, plaza.fresh(idea).desk) == (Status.PASSED_ON, "Dinas PU")


def test_what_is_left_or_too_old_says_so(desk: Desk, idea: Idea, sari: Somebody) -> None:
    sari.says(f"/tinjau {ONE}")
    sari.presses("Jawab")
    assert sari.presses("Tidak jadi") == OPEN
    closed = "Isian ini sudah selesai. Buka lagi dari /tinjau, ya."
    pressed = ["as:done", "on:1", "into:1", "status", "text", "preview", "go", "keep", "leave"]
    assert {sari.press(f"v1:verdict:{one}") for one in pressed} == {closed}
    sari.presses("Jawab")
    assert {sari.press(f"v1:verdict:{one}") for one in ("on:1", "into:1", "go", "keep")} == {closed}
    desk.now += timedelta(hours=2)
    assert sari.press("v1:verdict:as:done") == closed
