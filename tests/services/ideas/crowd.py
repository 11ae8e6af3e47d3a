"""A crowd of ideas as residents might send them: some told again in other words, and texts that are about none."""

import itertools
import random
from collections.abc import Iterator

# title, text, the same idea told again in everyday Indonesian, slang, Javanese or with typing mistakes
TOLD_AGAIN = (
    (
        "Kelas gim gratis untuk anak SMK",
        "Adakan kelas membuat gim gratis setiap Sabtu di MCC untuk pelajar SMK, dibimbing pengembang gim lokal.",
        "bikin kursus game gratisan tiap sabtu dong buat anak smk, yg ngajar developer game malang",
    ),
    (
        "Peta digital warung kuliner legendaris",
        "Buat peta digital warung makan legendaris di Malang supaya wisatawan mudah menemukan kuliner asli.",
        "nggawe peta online warung panganan legend nang malang, ben turis gampang nggolek kuliner asli",
    ),
    (
        "Panggung musik mingguan di taman",
        "Sediakan panggung kecil untuk band lokal tampil setiap akhir pekan di taman kota.",
        "tiap weekend kasih stage kecil di taman kota buat band2 lokal manggung",
    ),
    (
        "Studio foto produk bersama untuk UMKM",
        "Sediakan studio foto bersama di tiap kecamatan agar UMKM bisa memotret produknya dengan gratis.",
        "pengen ono studio foto bareng nang ben kecamatan, umkm iso motret produke gratis",
    ),
    (
        "Batik khas Malang jadi seragam kantor",
        "Wajibkan pegawai pemerintah memakai batik buatan perajin Malang setiap hari Jumat.",
        "pegawai pemkot mbok ya pake batik bikinan pengrajin malang tiap jumat",
    ),
    (
        "Lomba film pendek tentang kampung tematik",
        "Selenggarakan lomba film pendek bagi pelajar dengan tema kehidupan kampung tematik di Malang.",
        "adain kompetisi short movie buat pelajar temanya kampung tematik",
    ),
    (
        "Perpustakaan komik dan novel grafis",
        "Buka perpustakaan khusus komik dan novel grafis karya penulis lokal.",
        "pengen ada perpus komik sama novel grafis karya penulis malang sendiri",
    ),
    (
        "Mural di tembok sungai Brantas",
        "Ajak seniman mural menghias tembok di tepi sungai Brantas bersama warga kampung.",
        "ayo nglukis mural nang tembok pinggir kali brantas bareng wong kampung",
    ),
    (
        "Aplikasi jadwal angkot",
        "Kembangkan aplikasi yang menunjukkan jadwal dan posisi angkot secara langsung.",
        "bikinin app yg nunjukin posisi angkot sama jadwalnya realtime",
    ),
    (
        "Pasar kriya malam minggu",
        "Buat pasar kerajinan tangan setiap malam Minggu di Jalan Ijen untuk perajin kecil.",
        "saben malem minggu gawe pasar kerajinan nang ijen gawe perajin cilik",
    ),
    (
        "Pelatihan podcast untuk karang taruna",
        "Latih anggota karang taruna membuat podcast tentang cerita kampungnya masing-masing.",
        "latih karang taruna bikin podcast cerita kampungnya sendiri2",
    ),
    (
        "Ruang latihan tari tradisional",
        "Sediakan sanggar gratis bagi anak-anak untuk berlatih tari topeng Malangan.",
        "sanggar gratisan buat bocil latian nari topeng malangan",
    ),
    (
        "Kemasan ramah lingkungan untuk jajanan",
        "Bantu penjual jajanan beralih ke kemasan daun dan kertas daur ulang.",
        "bantuin penjual jajan ganti bungkus plastik jadi kemasan daun ato kertas daur ulang",
    ),
    (
        "Inkubator startup di kampus",
        "Hubungkan kampus-kampus di Malang lewat inkubator bersama untuk mahasiswa yang mendirikan startup.",
        "kampus2 malang gabung bikin inkubator bareng buat mahasiswa yg bikin startup",
    ),
    (
        "Festival cahaya di bangunan heritage",
        "Adakan festival video mapping di gedung cagar budaya Kayutangan setiap ulang tahun kota.",
        "festival video maping di bangunan tua kayutangan pas ultah kota malang",
    ),
    (
        "Bursa kerja desainer grafis",
        "Pertemukan desainer grafis muda dengan usaha kecil yang butuh logo melalui bursa bulanan.",
        "saben wulan gawe bursa, desainer grafis enom ketemu usaha cilik sing butuh logo",
    ),
    (
        "Radio komunitas berbahasa walikan",
        "Dirikan radio komunitas yang siarannya memakai boso walikan Malang.",
        "bikin radio komunitas yg siarannya pake boso walikan",
    ),
    (
        "Turnamen esport antar kecamatan",
        "Selenggarakan turnamen esport resmi antar kecamatan dengan piala wali kota.",
        "turnamen e-sport antar kecamatan, hadiahe piala walikota",
    ),
    (
        "Taman bermain dari limbah kayu",
        "Bangun taman bermain anak dari limbah kayu mebel rancangan arsitek muda.",
        "gawe taman dolanan arek cilik teko limbah kayu mebel, sing ngrancang arsitek enom",
    ),
    (
        "Kelas jahit untuk ibu rumah tangga",
        "Adakan pelatihan menjahit dan desain busana bagi ibu rumah tangga di balai RW.",
        "latian jahit sama desain baju buat emak2 di balai rw",
    ),
)

UNRELATED = (
    "kapan jadwal imunisasi bayi di puskesmas",
    "kucing saya hilang warna oranye namanya Mochi",
    "resep rendang padang yang empuk gimana ya",
    "😀😀😀",
    "tolong transfer uang ke rekening ini",
    "hasil pertandingan bola semalam berapa",
    "harga emas hari ini naik lagi",
    "cara memperpanjang paspor",
    "saya mau cuti melahirkan bulan depan",
    "jual motor bekas matic tahun 2015",
    "kenapa langit berwarna biru",
    "besok ujian matematika susah banget",
)

_WHAT = (
    "lokakarya", "pameran", "lomba", "kelas", "bazar", "ruang pamer", "mentor", "beasiswa", "katalog", "kompetisi",
    "residensi", "pelatihan", "klinik usaha", "forum", "pekan raya", "galeri mini", "laboratorium", "arsip",
)  # fmt: skip
_OF = (
    "keramik", "animasi", "sablon", "fotografi jalanan", "kopi", "gamelan", "teater boneka", "ilustrasi", "robotik",
    "penulisan naskah", "anyaman bambu", "desain interior", "periklanan", "musik elektronik", "sepatu kulit", "jamu",
    "majalah sekolah", "realitas virtual", "dongeng", "origami", "rajut", "komposisi musik", "tata suara", "puisi",
)  # fmt: skip
_FOR = (
    "remaja putus sekolah", "penyandang disabilitas", "lansia", "mahasiswa baru", "guru TK", "pemuda masjid",
    "pedagang kaki lima", "penghuni rusun", "santri", "pengemudi ojek", "penjaga museum", "relawan bencana",
)  # fmt: skip
_WHERE = (
    "di bekas pabrik", "di stasiun", "di kolam renang tua", "di bawah jembatan", "di kebun raya", "di pelataran candi",
    "di halaman kelurahan", "di bus keliling", "di atap mal", "di gudang kereta", "di terminal", "di alun-alun",
)  # fmt: skip


def crowd(size: int) -> Iterator[tuple[str, str]]:
    """So many other ideas, each title and text different; the same ones every time."""
    every = list(itertools.product(_WHAT, _OF, _FOR, _WHERE))
    for what, of, whom, where in random.Random(7).sample(every, size):
        text = f"Saya usul {what} {of} {where} khusus {whom}, supaya mereka punya penghasilan dan teman baru."
        yield f"{what} {of} untuk {whom}".capitalize(), text
