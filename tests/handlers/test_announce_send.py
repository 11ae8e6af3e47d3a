"""Before an announcement goes out: whom it is for, when, what it costs, the second satgas, what a ketua may not."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import update

from models import Person, Role
from services import chats
from services.announcements.values import Term, Who, everyone
from services.ideas.values import Idea
from tests.handlers.test_announce import to_everybody, wrote
from tests.services.ideas.agora import Agora
from tests.support.counter import Counter
from tests.support.desk import Desk, Somebody
from tests.support.newsroom import Newsroom

SOON = "Kabar KABAR-0001: sebentar lagi dikirim …\n[Lihat kabar ini]"
DRAFT = "KABAR-0001 · konsep\n\nIsi (tulisan; Bahasa Indonesia)\n“Halo {nama}”\n\n"


@pytest.fixture
def room(desk: Desk) -> Newsroom:
    return Newsroom(desk)


def two_satgas(desk: Desk, sari: Somebody) -> Somebody:
    """Tono is satgas too; his chat is empty."""
    desk.change_settings(satgas_ids=frozenset({sari.number, 102}))
    tono = desk.person("Tono", number=102)
    tono.says("/start")
    desk.chats[102].clear()
    return tono


def whom(sari: Somebody) -> str:
    """Who it is for, as the newest message says."""
    return next(line for line in sari.seen[-1].splitlines() if line.startswith("Untuk: ")).removeprefix("Untuk: ")


def test_the_audience_is_put_together_narrowed_and_excepted(desk: Desk, sari: Somebody, room: Newsroom) -> None:
    wrote(sari)
    assert sari.presses("Untuk siapa") == (
        "KABAR-0001 untuk siapa?\n\nUntuk: belum dipilih\n\n"
        "Tambah: siapa pun yang cocok dengan salah satunya menerima.\n"
        "[Semua] [Kecamatan]\n[Peminat topik] [Pihak]\n[Orang ruang] [Ide]\n[Ide tonggak] [Peran]\n"
        "[Grup dan saluran]\n[‹ Kembali]"
    )
    sari.presses("Kecamatan")
    sari.presses("Klojen")
    sari.presses("Sukun")
    sari.presses("‹ Untuk siapa")
    sari.presses("Peran")
    sari.presses("satgas")
    assert whom(sari) == "warga Klojen, Sukun atau peran satgas"
    sari.presses("‹ Untuk siapa")
    assert sari.presses("Persempit").split("\n\n")[2].splitlines() == [
        "Persempit: dari mereka, hanya yang juga ini.",
        "[Tambah] [✓ Persempit] [Kecuali]",
        "[Kecamatan] [Peminat topik]",
        "[Pihak] [Orang ruang]",
        "[Ide] [Ide tonggak]",
        "[Peran]",
        "[Grup dan saluran]",
        "[‹ Kembali]",
    ]
    sari.presses("Pihak")
    sari.presses("Kampus")
    sari.presses("‹ Untuk siapa")
    sari.presses("Kecuali")
    sari.presses("Kecamatan")
    sari.presses("Blimbing")
    assert whom(sari) == "warga Klojen, Sukun atau peran satgas, tetapi hanya pihak Kampus, kecuali warga Blimbing"
    campus = Term(Who.STAKEHOLDER, ("campus",))
    assert room.one().audience.any == (
        (Term(Who.KECAMATAN, ("klojen", "sukun")), campus),
        (Term(Who.ROLE, ("satgas",)), campus),
    )
    sari.presses("✓ Blimbing")
    assert room.one().audience.but == ()
    sari.presses("‹ Untuk siapa")
    sari.presses("Tambah")
    sari.presses("✓ Peran")
    sari.presses("✓ satgas")
    sari.presses("‹ Untuk siapa")
    sari.presses("✓ Kecamatan")
    sari.presses("✓ Klojen")
    sari.presses("✓ Sukun")
    assert whom(sari) == "semua yang mau kabar, tetapi hanya pihak Kampus"


def idea(desk: Desk) -> Idea:
    with desk.database() as db:
        agora = Agora(db, desk.now, met=800)
        made = agora.idea(title="Kelas gim", sector="games", kecamatan="klojen")
        agora.support(made)
    return made


def test_ideas_by_their_code_and_the_people_of_a_space_or_slot(
    desk: Desk, sari: Somebody, counter: Counter, room: Newsroom
) -> None:
    made = idea(desk)
    slot = counter.slot(counter.space())
    wrote(sari)
    sari.presses("Untuk siapa")
    assert sari.presses("Ide") == (
        "Tulis kode idenya, misalnya IDE-2026-0012. Penerimanya pengirim dan pendukungnya.\n[Tidak jadi]"
    )
    assert sari.says("IDE-2026-0999") == (
        "Ide dengan kode itu tidak saya temukan. Kodenya seperti IDE-2026-0012.\n[Tidak jadi]"
    )
    sari.says(made.code.lower())
    assert whom(sari) == f"pengirim dan pendukung {made.code}"
    assert sari.presses("Orang ruang").splitlines()[-3:] == ["Ruang yang mana?", "[Ruang Uji]", "[‹ Untuk siapa]"]
    sari.presses("Ruang Uji")
    sari.presses("Semua orang ruang ini")
    assert sari.presses("✓ Semua orang ruang ini").splitlines()[2:] == [
        "Semua orang ruang ini, atau hanya yang punya kursi di satu jadwal?",
        "[Semua orang ruang ini]",
        "[Sel, 24 Nov 10.30 · Ruang Uji]",
        "[‹ Ruang]",
        "[‹ Untuk siapa]",
    ]
    sari.presses("Sel, 24 Nov 10.30 · Ruang Uji")
    assert room.one().audience == everyone(Term(Who.IDEA, (made.id,)), Term(Who.SLOT, (slot.id,)))
    assert whom(sari) == f"pengirim dan pendukung {made.code} atau peserta Sel, 24 Nov 10.30 · Ruang Uji"


def test_groups_and_channels_that_were_accepted(desk: Desk, sari: Somebody, room: Newsroom) -> None:
    sari.says("/start")
    with desk.database() as db:
        chats.note(db, chat_id=-100, active=True, now=desk.now, title="Warga RW 5")
        chats.decide(db, chat_id=-100, accepts=True, actor_id=1, satgas_ids={sari.number}, now=desk.now)
    wrote(sari)
    sari.presses("Untuk siapa")
    sari.presses("Grup dan saluran")
    assert sari.presses("Warga RW 5") == (
        "Ke grup dan saluran mana? Data pribadi tidak pernah ke sana; {nama} di sana jadi “warga”.\n[✓ Warga RW 5]\n"
        "[Grup dan saluran]\n[‹ Untuk siapa]"
    )
    assert sari.press(f"v1:audience:chat:1:{room.one().revision}:-200") == "Bot ini sudah tidak ada di sana."
    sari.presses("‹ Untuk siapa")
    sari.presses("‹ Kembali")
    check = sari.presses("Periksa dan kirim")
    assert "Juga ke: Warga RW 5\nLangsung menerima: 0 orang\nGrup dan saluran: 1\n" in check
    assert sari.presses("Kirim sekarang") == SOON


def test_everything_is_told_before_and_a_sample_in_each_language(
    desk: Desk, sari: Somebody, ani: Somebody, budi: Somebody, room: Newsroom
) -> None:
    room.reader(ani)
    room.reader(budi, home=None)
    room.reader(every="week")
    blocked = room.reader()
    with desk.database() as db:
        db.execute(update(Person).where(Person.id == blocked).values(reach="blocked"))
    room.reader(snoozed_until=datetime(2027, 1, 1, tzinfo=UTC))
    desk.change_settings(send_rate=1000)
    wrote(sari, "Halo {nama} di {kecamatan}")
    sari.presses("Isi")
    sari.presses("English: tambah")
    sari.says("Hello {nama}")
    assert sari.presses("Periksa dan kirim").splitlines()[-4:] == [
        "✓ Panjang, format, tautan, dan tombol sudah saya periksa.",
        "[Untuk siapa]",
        "[Kirim contoh ke saya]",
        "[‹ Kembali]",
    ]
    sari.presses("Untuk siapa")
    sari.presses("Semua")
    sari.presses("‹ Kembali")
    assert sari.presses("Periksa dan kirim") == (
        "KABAR-0001 sebelum dikirim\n\nUntuk: semua yang mau kabar\nLangsung menerima: 2 orang\n"
        "Klojen 1 · belum menyebut kecamatan 1\nLewat rangkuman mingguan: 1\n"
        "Tidak bisa dihubungi (memblokir bot atau diblokir): 1\nSedang jeda atau batas bulanannya penuh: 1\n"
        "Tidak menerima, karena belum bilang mau kabar: 1\n\n"
        "Kapan: langsung\nPerkiraan selesai: 24 November 2026, 10.00 WIB\n"
        "Biaya: 0,2 Stars (kiriman cepat berbayar Telegram)\n"
        "Belum ditulis, jadi ikut bahasa Indonesia: Boso Jowo Malangan\n\n"
        "✓ Panjang, format, tautan, dan tombol sudah saya periksa.\n"
        "[Kirim sekarang]\n[Kirim contoh ke saya]\n[‹ Kembali]"
    )
    sari.presses("Kirim contoh ke saya")
    assert sari.seen[-4:] == [
        "👁 Contoh untuk pembaca Bahasa Indonesia, Boso Jowo Malangan:",
        "Halo Sari di Kota Malang\n[Atur kabar]",
        "👁 Contoh untuk pembaca English:",
        "Hello Sari\n[Adjust news]",
    ]


def test_at_a_time_repeated_not_after_and_through_the_night(
    desk: Desk, sari: Somebody, ani: Somebody, room: Newsroom
) -> None:
    room.reader(ani)
    wrote(sari)
    to_everybody(sari)
    assert sari.presses("Kapan") == (
        "Kapan KABAR-0001 dikirim?\nMalam hari pengumuman menunggu sampai pagi, kecuali yang mendesak.\n\n"
        "Kapan: langsung\n[✓ Langsung] [Pilih waktu]\n[✓ sekali] [tiap minggu] [tiap bulan]\n[Batas waktu]\n"
        "[Mendesak (perlu satgas kedua)]\n[‹ Kembali]"
    )
    sari.presses("Pilih waktu")
    assert sari.says("kapan-kapan").splitlines()[0].startswith("Tanggalnya belum saya mengerti.")
    assert sari.says("hari ini 08.00") == "Waktu itu sudah lewat. Tulis waktu yang akan datang, ya.\n[Tidak jadi]"
    assert sari.says("besok") == "Rabu, 25 November 2026, jam berapa? Misalnya: 08.00.\n[Tidak jadi]"
    assert sari.says("pagi sekali").splitlines()[0].startswith("Jamnya belum saya mengerti.")
    assert "Kapan: 25 November 2026, 21.00 WIB\n" in sari.says("9 malam")
    sari.presses("tiap minggu")
    sari.presses("Dengan yang bergerak di roadmap")
    sari.presses("Batas waktu")
    sari.says("Jumat 17.00")
    sari.presses("‹ Kembali")
    assert sari.presses("Periksa dan kirim").split("\n\n")[2] == (
        "Kapan: mulai 25 November 2026, 21.00 WIB, tiap minggu\n"
        "Di bawahnya: apa yang bergerak di roadmap sejak yang terakhir.\n"
        "Tidak dikirim lagi sesudah 27 November 2026, 17.00 WIB\n"
        "Malam hari istirahat, jadi mulai 26 November 2026, 06.00 WIB.\n"
        "Perkiraan selesai: 26 November 2026, 06.00 WIB\n"
        "Belum ditulis, jadi ikut bahasa Indonesia: English, Boso Jowo Malangan"
    )
    assert sari.presses("Jadwalkan").startswith("✓ Dijadwalkan.\n\nKABAR-0001 · terjadwal\n")
    desk.later(days=1, hours=20)
    room.tick()
    assert sari.seen[-1] == "KABAR-0002 mulai dikirim.\n[Lihat jalannya]"
    assert room.one(1).send_at == datetime(2026, 12, 2, 14, 0, tzinfo=UTC)
    assert room.one(2).content.text["id"] == "Halo {nama}\n\nTidak ada perubahan sejak kabar terakhir."
    assert sari.says("/pengumuman").splitlines()[-4:-1] == [
        "[Terjadwal (1)]",
        "[Sedang dikirim (1)]",
        "[Grup dan saluran]",
    ]
    sari.presses("Terjadwal (1)")
    sari.presses("KABAR-0001: Halo {nama}")
    assert sari.presses("Tarik dan ubah").startswith("✓ Kembali jadi konsep; belum dikirim.\n\nKABAR-0001 · konsep\n")


def test_a_time_too_long_ago_and_a_limit_before_the_time(
    desk: Desk, sari: Somebody, ani: Somebody, room: Newsroom
) -> None:
    room.reader(ani)
    wrote(sari)
    to_everybody(sari)
    sari.presses("Kapan")
    sari.presses("Pilih waktu")
    sari.says("besok 12.00")
    sari.presses("Batas waktu")
    sari.says("besok 11.00")
    sari.presses("‹ Kembali")
    sari.presses("Periksa dan kirim")
    assert sari.presses("Jadwalkan").splitlines()[0] == (
        "Belum dikirim: batas waktunya lebih awal dari waktu kirimnya. Ubah di Kapan."
    )
    sari.presses("Kapan")
    sari.presses("Tanpa batas")
    sari.presses("‹ Kembali")
    sari.presses("Periksa dan kirim")
    desk.later(days=2)
    assert sari.presses("Jadwalkan").splitlines()[0] == (
        "Belum dikirim: waktunya sudah lewat. Pilih waktu lain di Kapan."
    )


def test_a_second_satgas_sees_the_same_gives_it_back_or_lets_it_go(
    desk: Desk, sari: Somebody, ani: Somebody, room: Newsroom
) -> None:
    room.reader(ani)
    tono = two_satgas(desk, sari)
    wrote(sari)
    to_everybody(sari)
    sari.presses("Kapan")
    sari.presses("Mendesak (perlu satgas kedua)")
    sari.presses("‹ Kembali")
    check = sari.presses("Periksa dan kirim")
    assert sari.presses("Ajukan ke satgas kedua").startswith(
        "✓ Diajukan. Satgas lain sudah saya minta memeriksanya; begitu disetujui, kamu saya kabari.\n\n"
        "KABAR-0001 · menunggu persetujuan\n"
    )
    facts = check.partition("\n[")[0].replace("Kapan: langsung", "Kapan: 24 November 2026, 10.00 WIB")
    assert tono.seen == [
        "Halo Tono\n[Atur kabar]",
        "Sari minta persetujuanmu untuk KABAR-0001. Di atas ini persis seperti yang dibaca warga.\n\n"
        f"{facts}\n[Setujui] [Kembalikan]\n[Kirim contoh ke saya]",
    ]
    assert sari.press(f"v1:announce:approve:1:{room.one().revision}") == ""
    assert sari.seen[-1].startswith("Yang menyetujui harus satgas lain, bukan penulisnya.\n\n")
    assert tono.presses("Kembalikan").startswith("✓ Kembali jadi konsep; belum dikirim.\n\nKABAR-0001 · konsep\n")
    assert sari.seen[-1] == (
        "Tono mengembalikan KABAR-0001 kepadamu, belum dikirim. Tanyakan apa yang perlu diubah, lalu ajukan lagi.\n"
        "[Lihat pengumumannya]"
    )
    old = tono.seen[-1]
    sari.presses("Lihat pengumumannya")
    sari.presses("Periksa dan kirim")
    sari.presses("Ajukan ke satgas kedua")
    assert tono.seen[-1] != old
    assert tono.presses("Setujui") == SOON
    assert sari.seen[-1] == "Tono menyetujui KABAR-0001.\n[Lihat pengumumannya]"
    room.tick()
    assert tono.seen[-1] == (
        "Kabar KABAR-0001: terkirim ke 0 dari 1\n▱▱▱▱▱▱▱▱▱▱\nMasih menunggu: 1\n[Jeda] [Batalkan]\n[Lihat kabar ini]"
    )


def test_alone_it_cannot_go_out_and_the_way_to_invite_is_shown(
    desk: Desk, sari: Somebody, ani: Somebody, room: Newsroom
) -> None:
    room.reader(ani)
    wrote(sari)
    to_everybody(sari)
    sari.presses("Kapan")
    sari.presses("Mendesak (perlu satgas kedua)")
    sari.presses("‹ Kembali")
    sari.presses("Periksa dan kirim")
    assert sari.presses("Ajukan ke satgas kedua") == (
        "Belum bisa dikirim: pengumuman untuk lebih dari 500 orang atau yang mendesak perlu disetujui satgas lain, "
        "dan belum ada satgas lain. Undang satu lewat /tim, lalu ajukan lagi. Konsepmu tersimpan.\n"
        "[Undang satgas]\n[‹ Kembali]"
    )
    assert sari.presses("‹ Kembali").startswith(DRAFT)


def test_the_same_to_the_same_within_a_day_is_asked_about(
    desk: Desk, sari: Somebody, ani: Somebody, room: Newsroom
) -> None:
    room.reader(ani)
    for _ in range(2):
        wrote(sari)
        to_everybody(sari)
        sari.presses("Periksa dan kirim")
        said = sari.presses("Kirim sekarang")
        room.tick()
    assert said == (
        "Dalam 24 jam terakhir pengumuman yang sama sudah dikirim ke orang yang sama. Kirim sekali lagi?\n"
        "[Ya, kirim lagi]\n[‹ Kembali]"
    )
    assert sari.presses("Ya, kirim lagi") == SOON.replace("0001", "0002")


def test_a_ketua_reaches_the_people_of_their_own_spaces_only(
    desk: Desk, sari: Somebody, rini: Somebody, ani: Somebody, counter: Counter, room: Newsroom
) -> None:
    own, other = counter.space(), counter.space("sukun", "Ruang Sukun")
    room.reader(ani)
    counter.seat(counter.slot(own), ani)
    wrote(sari)
    assert rini.says("/pengumuman") == (
        "Pengumuman\nYang menerima hanya warga yang bilang mau kabar. Sebelum terkirim kamu selalu melihat isinya dan "
        "jumlah penerimanya dulu.\n\nBulan ini kamu sudah mengajukan 0 dari 4 pengumuman. Isinya sampai ke orang-orang "
        "ruang di Klojen; satgas ikut melihat.\n[✏️ Tulis pengumuman]\n[‹ Menu]"
    )
    missing = "Pengumuman itu tidak ada. Buka /pengumuman untuk melihat yang ada."
    assert rini.press("v1:announce:card:1") == missing
    rini.presses("✏️ Tulis pengumuman")
    assert "KABAR-0002 · konsep\n\n" in rini.says("Besok tutup")
    assert "Dari ketua Klojen\nUntuk: belum dipilih\n" in rini.seen[-1]
    assert rini.presses("Untuk siapa").splitlines()[-3:] == [
        "Tambah: siapa pun yang cocok dengan salah satunya menerima.", "[Orang ruang]", "[‹ Kembali]",
    ]  # fmt: skip
    revision = room.one(2).revision
    for aim in ("everybody", "kecamatan:klojen", "role:satgas", f"space:{other.id}", "milestone:1"):
        assert rini.press(f"v1:audience:put:2:o:{revision}:{aim}") == missing
    assert rini.press("v1:audience:chats:2").startswith("Bagian ini untuk satgas.")
    rini.presses("Orang ruang")
    assert "Ruang Sukun" not in rini.seen[-1]
    rini.presses("Ruang Uji")
    rini.presses("Semua orang ruang ini")
    rini.presses("‹ Untuk siapa")
    rini.presses("‹ Kembali")
    assert "Langsung menerima: 1 orang\nKlojen 1\n" in rini.presses("Periksa dan kirim")
    with desk.database() as db:
        db.execute(update(Role).where(Role.kecamatan == "klojen").values(kecamatan="sukun"))
    assert rini.presses("Kirim sekarang").splitlines()[0] == (
        "Belum dikirim: sebagai ketua kamu hanya bisa menulis ke orang-orang ruang atau jadwal di kecamatanmu. "
        "Ganti di Untuk siapa."
    )
    with desk.database() as db:
        db.execute(update(Role).where(Role.kecamatan == "sukun").values(kecamatan="klojen"))
    rini.presses("Periksa dan kirim")
    assert rini.presses("Kirim sekarang") == SOON.replace("0001", "0002")
    sari.says("/pengumuman")
    assert sari.presses("Terjadwal (1)").splitlines()[2] == (
        "KABAR-0002 · terjadwal · 24 November 2026, 10.00 WIB · ketua Klojen"
    )


def test_after_four_a_ketua_waits_for_the_next_month(
    desk: Desk, rini: Somebody, ani: Somebody, counter: Counter, room: Newsroom
) -> None:
    counter.seat(counter.slot(counter.space()), ani)
    room.reader(ani)
    wrote(rini)
    assert "tiap minggu" not in rini.presses("Kapan")
    assert rini.press("v1:announce:repeat:1:0:weekly").startswith("Bagian ini untuk satgas.")
    rini.presses("‹ Kembali")
    rini.presses("Buang")
    rini.presses("Ya, buang")
    assert "Bulan ini kamu sudah mengajukan 0 dari 4 pengumuman." in rini.says("/pengumuman")
    for number in range(5):
        wrote(rini, f"Kabar ke-{number}")
        rini.presses("Untuk siapa")
        rini.presses("Orang ruang")
        rini.presses("Ruang Uji")
        rini.presses("Semua orang ruang ini")
        rini.presses("‹ Untuk siapa")
        rini.presses("‹ Kembali")
        rini.presses("Periksa dan kirim")
        said = rini.presses("Kirim sekarang")
        room.tick()
    assert said.splitlines()[0] == (
        "Belum dikirim: bulan ini jatah 4 pengumumanmu sudah habis. Bulan depan bisa lagi; kalau mendesak, minta "
        "satgas mengirimkannya."
    )
    assert "Bulan ini kamu sudah mengajukan 4 dari 4 pengumuman." in rini.says("/pengumuman")
