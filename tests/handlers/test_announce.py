"""/pengumuman as dialogues: what is written in each kind and language, what is looked at before, what is refused."""

from typing import Any

from tests.support.desk import Desk, Somebody
from tests.support.newsroom import Newsroom

HOME = """\
Pengumuman
Yang menerima hanya warga yang bilang mau kabar. Sebelum terkirim kamu selalu melihat isinya dan jumlah \
penerimanya dulu.
[✏️ Tulis pengumuman]
"""
NEW = """\
Kirim isinya di sini, seperti yang mau dibaca warga: tulisan, satu gambar atau dokumen dengan keterangan, atau album \
2–10 gambar atau dokumen.

Format tebal, miring, dan tautan ikut terbawa. Tulis {nama} untuk nama pembaca dan {kecamatan} untuk kecamatannya.
[Jajak pendapat]
[Tidak jadi]"""
DEEDS = """\
[Periksa dan kirim]
[Isi] [Untuk siapa]
[Kapan] [Topik]
[Buang]
[‹ Pengumuman]"""


def card(content: str, rest: str = "Untuk: belum dipilih\nKapan: langsung", news: str = "✓ Tersimpan.") -> str:
    return f"{news}\n\nKABAR-0001 · konsep\n\n{content}\n\n{rest}\n{DEEDS}"


CREATED = "✓ Tersimpan sebagai konsep. Belum ada yang menerimanya."


def wrote(sari: Somebody, words: str = "Halo {nama}") -> str:
    """A new announcement of words alone."""
    sari.says("/pengumuman")
    sari.presses("✏️ Tulis pengumuman")
    return sari.says(words)


def to_everybody(sari: Somebody) -> None:
    sari.presses("Untuk siapa")
    sari.presses("Semua")
    sari.presses("‹ Kembali")


def test_words_with_their_formatting_in_three_languages(desk: Desk, sari: Somebody) -> None:
    assert sari.says("/pengumuman") == f"{HOME}[Grup dan saluran]\n[‹ Menu]"
    assert sari.presses("✏️ Tulis pengumuman") == NEW
    bold = [{"type": "bold", "offset": 5, "length": 3}]
    assert sari.sends(text="Ayo, MCC & kita", entities=bold) == card(
        "Isi (tulisan; Bahasa Indonesia)\n“Ayo, MCC & kita”", news=CREATED
    )
    assert Newsroom(desk).one().content.text == {"id": "Ayo, <b>MCC</b> &amp; kita"}
    body = sari.presses("Isi")
    assert body == (
        "Isi KABAR-0001\nPembaca mendapat bahasanya sendiri; yang belum ditulis ikut bahasa Indonesia.\n"
        "[Bahasa Indonesia: ubah]\n[English: tambah]\n[Boso Jowo Malangan: tambah]\n"
        "[Gambar, berkas] [Tombol tautan]\n[‹ Kembali]"
    )
    assert sari.presses("English: tambah") == "Tulis isinya (English).\n[Tidak jadi]"
    assert sari.says("Come to MCC") == card("Isi (tulisan; Bahasa Indonesia, English)\n“Ayo, MCC & kita”")
    sari.presses("Isi")
    assert sari.presses("English: ubah") == (
        "Tulis isinya (English).\n\nSekarang:\nCome to MCC\n[Tanpa bahasa ini]\n[Tidak jadi]"
    )
    assert sari.presses("Tanpa bahasa ini") == card("Isi (tulisan; Bahasa Indonesia)\n“Ayo, MCC & kita”")


def test_link_buttons_are_typed_a_line_each(desk: Desk, sari: Somebody) -> None:
    wrote(sari)
    sari.presses("Isi")
    assert sari.presses("Tombol tautan") == (
        "Tulis tiap tombol di barisnya sendiri:\nDaftar | https://contoh.id/daftar\n\n"
        "Untuk bahasa lain, sisipkan tulisannya: Daftar | Sign up | https://contoh.id/daftar\n[Tidak jadi]"
    )
    assert sari.says("Daftar") == (
        "Belum saya mengerti. Tiap baris: tulisan tombol (paling panjang 64 huruf), garis tegak, lalu tautannya. "
        "Misalnya: Daftar | https://contoh.id\n[Tidak jadi]"
    )
    assert sari.says("Daftar | javascript:alert(1)").splitlines()[0] == (
        "Ada tautan yang tidak bisa dibuka Telegram. Tulis utuh, misalnya https://contoh.id/daftar."
    )
    assert sari.says("\n".join(["Daftar | contoh.id"] * 9)) == "Paling banyak 8 tombol.\n[Tidak jadi]"
    assert sari.says("Daftar | Sign up | contoh.id/daftar\nPeta | https://peta.id") == card(
        "Isi (tulisan; Bahasa Indonesia)\n“Halo {nama}”\nTombol: [Daftar] [Peta]"
    )
    links = Newsroom(desk).one().content.links
    assert [(dict(link.text), link.url) for link in links] == [
        ({"id": "Daftar", "en": "Sign up"}, "https://contoh.id/daftar"),
        ({"id": "Peta"}, "https://peta.id"),
    ]
    sari.presses("Isi")
    assert "Sekarang:\nDaftar | Sign up | https://contoh.id/daftar\nPeta | https://peta.id" in sari.presses(
        "Tombol tautan"
    )
    assert sari.presses("Tanpa tombol") == card("Isi (tulisan; Bahasa Indonesia)\n“Halo {nama}”")


PICTURE: dict[str, Any] = {"photo": [{"file_id": "p1", "file_unique_id": "u1", "width": 9, "height": 9}]}


def test_a_picture_a_document_and_an_album_with_its_words(desk: Desk, sari: Somebody) -> None:
    room = Newsroom(desk)
    sari.says("/pengumuman")
    sari.presses("✏️ Tulis pengumuman")
    assert sari.sends(sticker=STICKER) == (
        "Yang itu tidak bisa. Bisanya tulisan, satu gambar atau dokumen, atau album 2–10. Atau tekan Tidak jadi.\n"
        "[Tidak jadi]"
    )
    assert sari.sends(**PICTURE, caption="MCC kini") == card("Isi (gambar; Bahasa Indonesia)\n“MCC kini”", news=CREATED)
    sari.presses("Isi")
    assert sari.presses("Gambar, berkas") == (
        "Kirim satu gambar atau dokumen, atau album 2–10. Yang lama diganti.\n[Tanpa gambar dan berkas]\n[Tidak jadi]"
    )
    album = "Album saya terima. Kalau semua gambar atau dokumennya sudah masuk, tekan Sudah semua. Tulisannya boleh \
dikirim sekarang juga.\n[Sudah semua]\n[Tidak jadi]"
    assert sari.sends(**PICTURE, media_group_id="7") == album
    assert sari.sends(**PICTURE, media_group_id="7") == ""
    mixed: dict[str, Any] = {"document": {"file_id": "d1", "file_unique_id": "u2", "file_name": "a.pdf"}}
    assert sari.sends(**mixed, media_group_id="7").splitlines()[0] == (
        "Satu album hanya gambar semua, atau dokumen semua."
    )
    assert sari.says("Foto-foto MCC").splitlines()[0] == "Tulisannya saya simpan; nanti dikirim tepat di bawah album."
    assert sari.presses("Sudah semua") == card("Isi (album, 2 berkas; Bahasa Indonesia)\n“Foto-foto MCC”")
    assert [one.file_id for one in room.one().content.files] == ["p1", "p1"]
    sari.presses("Periksa dan kirim")
    sari.presses("Kirim contoh ke saya")
    assert sari.seen[-4:] == [
        "👁 Contoh untuk pembaca Bahasa Indonesia, English, Boso Jowo Malangan:", "(photo)", "(photo)",
        "Foto-foto MCC\n[Atur kabar]",
    ]  # fmt: skip
    sari.presses("‹ Kembali")
    sari.presses("Isi")
    sari.presses("Gambar, berkas")
    assert sari.sends(**mixed) == card("Isi (dokumen; Bahasa Indonesia)\n“Foto-foto MCC”")
    sari.presses("Isi")
    sari.presses("Gambar, berkas")
    assert sari.presses("Tanpa gambar dan berkas") == card("Isi (tulisan; Bahasa Indonesia)\n“Foto-foto MCC”")


STICKER: dict[str, Any] = {
    "file_id": "s", "file_unique_id": "s", "type": "regular", "width": 9, "height": 9, "is_animated": False,
    "is_video": False,
}  # fmt: skip
POLL = "Isi (jajak pendapat; Bahasa Indonesia)\n“Jam buka?”\n○ Pagi\n○ Sore"


def test_a_poll_says_that_it_is_not_anonymous(desk: Desk, sari: Somebody) -> None:
    sari.says("/pengumuman")
    sari.presses("✏️ Tulis pengumuman")
    sari.presses("Jajak pendapat")
    assert sari.says("Jam buka?\nPagi").splitlines()[0] == (
        "Belum cukup: baris pertama pertanyaannya, lalu 2 sampai 10 pilihan, masing-masing satu baris."
    )
    assert sari.says("Jam buka?\n- Pagi\n2. Sore") == card(POLL, news=CREATED)
    assert "[Izinkan memilih beberapa]" in sari.presses("Isi")
    assert "[Satu pilihan saja]" in sari.presses("Izinkan memilih beberapa")
    sari.presses("English: tambah")
    assert sari.says("When?\nMorning").splitlines()[0].startswith("Belum cukup")
    assert sari.says("When?\nMorning\nNoon\nEvening").splitlines()[0] == (
        "Jumlah pilihannya harus sama dengan yang bahasa Indonesia, urutannya juga."
    )
    assert "Boleh memilih beberapa." in sari.says("When?\nMorning\nEvening")
    assert (
        "Di chat pribadi jajak pendapat ini tidak anonim: bot mencatat siapa memilih apa, supaya bisa dihitung per "
        "kecamatan. Di saluran anonim."
    ) in sari.presses("Periksa dan kirim")
    sari.presses("Kirim contoh ke saya")
    assert sari.seen[-2] == "👁 Contoh untuk pembaca English:"
    assert desk.chats[sari.number][-1]["question"] == "When?"
    assert desk.chats[sari.number][-1]["is_anonymous"] is False


def test_what_telegram_would_refuse_is_said_in_words(sari: Somebody) -> None:
    wrote(sari, "<b>Halo")
    check = sari.presses("Periksa dan kirim")
    assert (
        "⚠️ Bahasa Indonesia: ada format yang tidak dikenal Telegram, atau yang dibuka tetapi tidak ditutup. "
        "Tulis lagi dengan tebal, miring, atau tautan biasa.\n[Isi]\n[‹ Kembali]"
    ) in check
    assert sari.press("v1:announce:sample:1") == "Belum bisa dicontohkan: perbaiki dulu yang bertanda ⚠️."
    for words, found in (
        ('<a href="x">tautan</a>', "⚠️ Ada tautan yang tidak bisa dibuka. Tulis utuh, mulai dari https://."),
        ("{nama} " * 63 + "a" * 96, "terlalu panjang, 4191 huruf dari paling banyak 4096. Pendekkan, ya."),
    ):
        sari.presses("Isi")
        sari.presses("Bahasa Indonesia: ubah")
        sari.says(words)
        assert found in sari.presses("Periksa dan kirim")


def test_every_step_can_be_left(sari: Somebody) -> None:
    home = f"{HOME}[Grup dan saluran]\n[‹ Menu]"
    sari.says("/pengumuman")
    sari.presses("✏️ Tulis pengumuman")
    assert sari.presses("Tidak jadi") == "Baik, yang tadi dibatalkan.\n[‹ Pengumuman]"
    assert sari.presses("‹ Pengumuman") == home
    sari.presses("✏️ Tulis pengumuman")
    assert sari.says("/batal").splitlines()[0] == "Baik, yang tadi dibatalkan."
    assert sari.toast("Tidak jadi") == "Isian ini sudah ditutup. Buka lagi dari pengumumannya, ya."
    wrote(sari, "Satu")
    for way in (["Isi", "Bahasa Indonesia: ubah"], ["Isi", "Tombol tautan"], ["Kapan", "Pilih waktu"]):
        for label in way:
            sari.presses(label)
        assert sari.presses("Tidak jadi") == card(
            "Isi (tulisan; Bahasa Indonesia)\n“Satu”", news="Baik, yang tadi dibatalkan."
        )
    assert sari.presses("Buang") == (
        "Buang KABAR-0001? Pengumuman ini tidak akan dikirim, dan pindah ke daftar Selesai sebagai dibatalkan.\n"
        "[Ya, buang] [‹ Kembali]"
    )
    sari.presses("‹ Kembali")
    sari.presses("Buang")
    assert sari.presses("Ya, buang") == (
        "Dibatalkan. Yang belum menerima tidak akan menerimanya.\n\nKABAR-0001 · dibatalkan\n\n"
        "Isi (tulisan; Bahasa Indonesia)\n“Satu”\n\nUntuk: belum dipilih\nKapan: langsung\n[‹ Pengumuman]"
    )
    assert sari.says("/pengumuman") == f"{HOME}[Selesai (1)]\n[Grup dan saluran]\n[‹ Menu]"
    assert sari.presses("Selesai (1)") == (
        "Pengumuman\n\nKABAR-0001 · dibatalkan · 24 November 2026, 10.00 WIB\n“Satu”\n[KABAR-0001: Satu]\n"
        "[‹ Pengumuman]"
    )


def test_who_is_faster_wins_and_the_other_sees_it(desk: Desk, sari: Somebody) -> None:
    wrote(sari)
    desk.change_settings(satgas_ids=frozenset({sari.number, 102}))
    tono = desk.person("Tono", number=102)
    sari.presses("Topik")
    (old,) = [one for row in desk.chats[sari.number][-1]["reply_markup"]["inline_keyboard"] for one in row][:1]
    tono.says("/pengumuman")
    tono.presses("Konsep (1)")
    tono.presses("KABAR-0001: Halo {nama}")
    tono.presses("Topik")
    tono.presses("Roadmap: MCC")
    sari.press(old["callback_data"])
    assert sari.seen[-1].startswith("Sementara itu pengumuman ini berubah. Ini yang terbaru; coba lagi dari sini.\n\n")
    assert "Topik: Roadmap: MCC\n" in sari.seen[-1]


def test_a_resident_is_refused_at_every_press(sari: Somebody, ani: Somebody) -> None:
    wrote(sari)
    ani.says("/start")
    ketua = "Bagian ini untuk ketua. Kalau kamu mestinya ketua, minta undangan kepada satgas, ya."
    satgas = "Bagian ini untuk satgas. Kalau kamu mestinya satgas, minta undangan kepada satgas lain, ya."
    for press in (
        "announce:home", "announce:new", "announce:card:1", "announce:body:1", "announce:check:1",
        "announce:submit:1:0",
        "announce:sample:1", "announce:pause:1", "announce:votes:1", "announce:erased:1", "audience:show:1:o",
    ):  # fmt: skip
        assert ani.press(f"v1:{press}") == ketua
    for press in ("milestone:1", "approve:1:0", "reject:1:0", "csv:1", "missed:1:0"):
        assert ani.press(f"v1:announce:{press}") == satgas
    assert ani.says("/pengumuman") == f"{ketua}\n[‹ Menu]"
