"""/kpi and /isi_kpi as dialogues: none is invented, one is set, read, corrected, overdue, retired."""

from tests.support.desk import Desk, Somebody

NONE = """Belum ada KPI yang ditetapkan.
Task Force roadmap belum mengumumkan angka apa pun, jadi belum ada yang bisa ditampilkan di sini. Begitu ada, \
angkanya muncul di /kpi.
[‹ Menu]"""
REFUSED = "Bagian ini untuk satgas. Kalau kamu mestinya satgas, minta undangan kepada satgas lain, ya.\n[‹ Menu]"
DEEDS = """Diisi tiap bulan · makin tinggi makin baik · satuan: startup
Penanggung jawab: Sari
[📝 Isi angka] [Betulkan angka]
[Lihat seperti warga]
[Nama] [Artinya]
[Satuan] [Arah]
[Seberapa sering] [Target]
[Tenggat] [Nilai awal]
[Penanggung jawab] [Poin roadmap]
[Dasarnya]
[Hentikan KPI ini]
[‹ Daftar KPI]"""
BLANK = """Startup gim

Belum ada angkanya.
Target: 1.250 startup pada 31 Desember 2027
Nilai awal: 250 startup, 31 Desember 2025"""
LIST = """KPI roadmap Kota Malang
Angka yang dicatat satgas, dengan sumber dan tanggalnya. Tekan namanya untuk melihat grafiknya."""


def being_set(sari: Somebody) -> str:
    """A KPI as far as its preview."""
    sari.says("/isi_kpi")
    sari.presses("＋ KPI baru")
    sari.says("Startup gim")
    sari.says("startup")
    sari.presses("makin tinggi makin baik")
    sari.presses("tiap bulan")
    sari.says("1,250")
    sari.presses("1.250 startup")
    sari.says("31 Desember 2027")
    sari.says("250")
    sari.says("31 Desember 2025")
    return sari.presses("Sari")


def entered(sari: Somebody, value: str = "1.000", day: str = "24 November 2026") -> str:
    """The number as far as its preview."""
    sari.presses("📝 Isi angka")
    sari.says(value)
    sari.says(day)
    return sari.says("Data Diskopindag")


def test_none_is_invented(ani: Somebody, budi: Somebody) -> None:
    assert ani.says("/kpi") == NONE
    assert budi.says("/kpi").splitlines()[0] == "No KPI has been set yet."
    assert ani.says("/kpi", group=-1001) == ""
    assert ani.says("/isi_kpi") == REFUSED
    for press in ("new", "home", "ask:name:1", "enter:1", "sheet", "csv", "undo:1", "retire:1:0", "keep", "read"):
        assert ani.press(f"v1:kpi:{press}") == REFUSED.splitlines()[0], press


def test_one_is_set_with_a_preview_and_what_may_mean_two_is_asked(sari: Somebody, ani: Somebody) -> None:
    assert being_set(sari) == (
        f"Begini KPI-nya nanti. Sudah benar?\n\n{BLANK}\n\n"
        "Diisi tiap bulan · makin tinggi makin baik · satuan: startup\nPenanggung jawab: Sari\n"
        "[✅ Simpan]\n[Tidak jadi]"
    )
    assert ani.says("/kpi") == NONE
    assert sari.presses("✅ Simpan") == (
        f"✓ KPI-nya tersimpan dan sudah tampil di /kpi. Sekarang isi angkanya.\n\n{BLANK}\n\n{DEEDS}"
    )
    assert ani.says("/kpi") == (
        f"{LIST}\n\nStartup gim\n   Belum ada angkanya.\n   Target: 1.250 startup pada 31 Desember 2027\n"
        "[Startup gim]\n[‹ Menu]"
    )
    assert being_set(sari).splitlines()[0] == "Begini KPI-nya nanti. Sudah benar?"
    assert sari.presses("✅ Simpan").splitlines()[0].startswith("Sudah ada KPI dengan nama itu.")


def test_figures_that_are_none_are_kindly_refused_at_their_step(sari: Somebody) -> None:
    being_set(sari)
    sari.presses("✅ Simpan")
    ask = "Berapa angka “Startup gim”? Misalnya: 1.250, 1.250,5, 45%, atau Rp1,5 juta.\n[Tidak jadi]"
    assert sari.presses("📝 Isi angka") == ask
    wrong = (
        "Angkanya belum saya mengerti. Tulis seperti ini: 1.250 atau 1.250,5 atau 45% atau Rp1,5 juta.\n[Tidak jadi]"
    )
    assert [sari.says(one) for one in ("NaN", "1e999", "banyak", "1.2.3")] == [wrong] * 4
    assert sari.says("9" * 19) == "Angka itu terlalu besar untuk dicatat. Periksa lagi nolnya, ya.\n[Tidak jadi]"
    assert sari.says("5%") == "KPI ini tidak dihitung dalam persen. Tulis angkanya tanpa tanda %.\n[Tidak jadi]"
    assert sari.presses("Tidak jadi").splitlines()[-1] == "[‹ KPI-nya]"
    assert (
        sari.press("v1:kpi:give:value:5") == "Isian ini sudah ditutup atau sudah lanjut. Buka lagi lewat /isi_kpi, ya."
    )


def test_a_number_is_seen_first_taken_and_put_right(desk: Desk, sari: Somebody, ani: Somebody) -> None:
    being_set(sari)
    sari.presses("✅ Simpan")
    assert entered(sari) == (
        "Startup gim\n24 November 2026: 1.000 startup\nSumber: Data Diskopindag, 24 November 2026\n"
        "[✅ Simpan]\n[Tidak jadi]"
    )
    now = "Target: 1.250 startup pada 31 Desember 2027\n▰▰▰▰▰▰▰▱▱▱ 75% jalan menuju target"
    assert sari.presses("✅ Simpan").startswith(
        f"✓ Angkanya tersimpan dan sudah tampil.\n\nStartup gim\n\nSekarang: 1.000 startup, per 24 November 2026\n{now}"
    )
    sari.presses("Betulkan angka")
    sari.presses("24 November 2026: 1.000 startup")
    sari.says("750")
    assert sari.presses("Tanpa sumber") == (
        "Startup gim\n24 November 2026: 750 startup\nMenggantikan 1.000 startup untuk hari itu; yang lama tetap "
        "terlihat sebagai koreksi.\nSumber: catatan satgas, 24 November 2026\n[✅ Simpan]\n[Tidak jadi]"
    )
    assert sari.presses("✅ Simpan").splitlines()[0] == (
        "✓ Koreksinya tersimpan. Angka yang lama tetap terlihat, dicoret."
    )
    ani.says("/kpi")
    ani.presses("Startup gim")
    page = (
        "(photo) Startup gim\n\nSekarang: 750 startup, per 24 November 2026\n"
        "Target: 1.250 startup pada 31 Desember 2027\n▰▰▰▰▰▱▱▱▱▱ 50% jalan menuju target\n"
        "Nilai awal: 250 startup, 31 Desember 2025\n{stale}\nSumber: catatan satgas, 24 November 2026\n"
        "[Semua angkanya]\n[‹ Semua KPI]\n[‹ Menu]"
    )
    assert ani.seen[-1] == page.format(stale="")
    ani.presses("Semua angkanya")
    assert ani.seen[-1] == (
        "Startup gim\nAngka yang dicatat:\n• 24 November 2026: 1.000 startup\n"
        "   Koreksi 24 November 2026: 750 startup\n[‹ Startup gim]\n[‹ Menu]"
    )
    assert "<s>1.000 startup</s>" in desk.chats[ani.number][-1]["text"]
    desk.later(days=60)
    ani.presses("‹ Startup gim")
    assert ani.seen[-1] == page.format(stale="⚠️ Belum diperbarui sejak 24 November 2026\n")


def test_who_saw_an_older_number_overwrites_nothing(desk: Desk, sari: Somebody, ani: Somebody) -> None:
    desk.change_settings(satgas_ids=frozenset({sari.number, ani.number}))
    being_set(sari)
    sari.presses("✅ Simpan")
    ani.says("/isi_kpi")
    ani.presses("Startup gim")
    entered(ani, "5")
    entered(sari, "6")
    sari.presses("✅ Simpan")
    assert ani.presses("✅ Simpan").startswith("Angka hari itu baru saja diubah orang lain")
    assert ani.presses("‹ KPI-nya").splitlines()[2] == "Sekarang: 6 startup, per 24 November 2026"


def test_parts_are_changed_by_themselves_and_it_is_retired_and_used_again(sari: Somebody, ani: Somebody) -> None:
    being_set(sari)
    sari.presses("✅ Simpan")
    sari.presses("Nama")
    sari.presses("English")
    assert sari.says("Game startups").splitlines()[0] == "✓ Tersimpan."
    sari.presses("Artinya")
    sari.says("Usaha gim yang terdaftar di kota.")
    sari.presses("Poin roadmap")
    assert "Poin 2: Task Force dan KPI" in sari.presses("Task Force dan KPI")
    sari.presses("Nilai awal")
    assert "Nilai awal" not in sari.presses("Tidak ada nilai awal").split("[")[0]
    sari.presses("Satuan")
    assert "Target: 1.250%" in sari.presses("%")
    assert sari.presses("Hentikan KPI ini") == (
        "Hentikan “Startup gim”? Warga tidak melihatnya lagi; angkanya tetap tersimpan dan bisa dipakai lagi.\n"
        "[Ya, hentikan]\n[‹ KPI-nya]"
    )
    assert sari.presses("Ya, hentikan").splitlines()[-2:] == ["[Pakai lagi]", "[‹ Daftar KPI]"]
    assert ani.says("/kpi") == NONE
    assert sari.presses("Pakai lagi").splitlines()[0] == "✓ KPI ini dipakai lagi."
    assert ani.says("/kpi").splitlines()[-2] == "[Startup gim]"
