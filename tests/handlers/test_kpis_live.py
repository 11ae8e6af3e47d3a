"""KPIs over the wire: the chart drawn once and sent again by its file_id; a file of numbers, and its undo."""

from tests.support.town import Resident, Town, town

SATGAS = 4242


async def set_one(place: Town) -> Resident:
    sari = place.person("Sari", user_id=SATGAS)
    await sari.asks("/isi_kpi")
    await sari.presses("＋ KPI baru")
    await sari.asks("Startup gim")
    await sari.asks("startup")
    for label in ("makin tinggi makin baik", "tiap bulan", "Belum ada target", "Tidak ada nilai awal", "Sari"):
        await sari.presses(label)
    await sari.presses("✅ Simpan")
    return sari


async def sends(sari: Resident, text: str, name: str = "kpi.csv") -> list[str]:
    content = text.encode("utf-8-sig")
    return await sari.does(lambda: sari.person.sends_document(name, content, "text/csv"))


async def test_numbers_come_in_by_file_and_go_back_at_once(database_url: str) -> None:
    async with town(database_url, satgas_ids=frozenset({SATGAS})) as place:
        sari, ani = await set_one(place), place.person("Ani")
        await sari.asks("/isi_kpi")
        await sari.presses("Isi dari berkas CSV")
        (wrong,) = await sends(
            sari, "KPI;Tanggal;Nilai;Sumber\nStartup film;1/10/2020;3;\nStartup gim;2/10/2020;tiga;\n"
        )
        assert wrong == (
            "Isi berkas ini\nAngka baru: 0 · koreksi: 0 · sudah sama: 0\n\n"
            "Baris ini belum bisa dibaca. Betulkan, lalu kirim lagi berkasnya; belum ada yang disimpan.\n"
            "• Baris 2, “Startup film”: tidak ada KPI dengan nama itu. Samakan dengan daftar di /isi_kpi, atau "
            "buat dulu KPI-nya.\n"
            "• Baris 3, “tiga”: angkanya tidak terbaca. Tulis seperti 1.250 atau 1.250,5.\n[Tidak jadi]"
        )
        (excel,) = await sends(sari, "x", "kpi.xlsx")
        assert excel.startswith("Judul kolomnya belum saya temukan.")
        (dry,) = await sends(
            sari, "KPI;Tanggal;Nilai;Sumber\nStartup gim;1/10/2020;1.250;Dinas\nstartup gim;1/11/2020;1,5;\n"
        )
        assert dry == (
            "Isi berkas ini\nAngka baru: 2 · koreksi: 0 · sudah sama: 0\n\n"
            "＋ Startup gim, 1 Oktober 2020: 1.250 startup\n＋ Startup gim, 1 November 2020: 1,5 startup\n"
            "[✅ Simpan semuanya]\n[Tidak jadi]"
        )
        (done,) = await sari.presses("✅ Simpan semuanya")
        assert done == (
            "✓ 2 angka tersimpan. Kalau ternyata keliru, semuanya bisa dibatalkan sekaligus.\n"
            "[↩ Batalkan berkas ini]\n[‹ Daftar KPI]"
        )
        await chart_is_sent_again(ani)
        (undone,) = await sari.presses("↩ Batalkan berkas ini")
        assert undone == "✓ 2 angka dari berkas itu dibatalkan.\n[‹ Daftar KPI]"
        (after,) = await ani.asks("/kpi")
        assert after.splitlines()[4] == "   Belum ada angkanya."
        assert [(call.method, call.error) for call in place.api.calls if not call.ok] == []


async def chart_is_sent_again(ani: Resident) -> None:
    """Two residents' looks at one chart are one upload."""
    for _ in range(2):
        await ani.asks("/kpi")
        await ani.presses("Startup gim")
    pictures = [one["photo"][-1]["file_id"] for one in ani.person.messages if one.get("photo")]
    assert (len(pictures), len(set(pictures))) == (2, 1)
