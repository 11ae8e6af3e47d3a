"""How people in Malang type: everyday, Javanese and English words, and what each stands for."""

import re

from finder.javanese import WORDS
from finder.shorthand import SAID, SHORT

_WORD = re.compile(r"[^\W_]+")


def words_of(text: str) -> tuple[str, ...]:
    """Lower-case words of a text, in order."""
    return tuple(_WORD.findall(text.lower()))


def _pairs(table: str) -> dict[tuple[str, ...], tuple[str, ...]]:
    """`meaning: form, form …` lines as form → meaning."""
    pairs: dict[tuple[str, ...], tuple[str, ...]] = {}
    for line in table.strip().splitlines():
        meaning, forms = line.split(":")
        for form in forms.split(","):
            pairs[words_of(form)] = words_of(meaning)
    return pairs


# What kind of answer is wanted: who, when, where, how many, why, how. They survive the stop list.
MARKERS = {"siapa", "kapan", "mana", "berapa", "mengapa", "bagaimana"}

# The word our texts are read in, and the forms that stand for it (phrases too; the longest fits first).
MEANS = _pairs(
    """
bagaimana: bagaimanakah, bgmn, cara, carane, carane piye, caranya, gimana, gimna, gmn, gmna, how, how can, how do
bagaimana: langkah langkah, piye, procedure, prosedur, tata cara, yaopo, yok opo, yokpo, yoopo
berapa: banyaknya, berapakah, brapa, brp, brpa, how many, how much, jumlah, jumlahe, jumlahnya, number of, pinten
berapa: pira, pirang, piro, seberapa, total, totalnya
kapan: bulan apa, date, kapankah, kpn, tahun apa, tahun berapa, tanggal, tanggal berapa, tanggale, taun piro, tggl
kapan: tgl, tgl brp, thn brp, what date, when
mana: berlokasi, mn, daerah mana, di daerah, dimana, dimanakah, dmn, dmna, endi, kawasan mana, letak, letake, letaknya
mana: located, location, lokasi, lokasine, lokasinya, manakah, nang endi, ndek endi, ndi, nendi, neng endi
mana: nggone endi, nggone nang endi, sebelah mana, terletak, where
mengapa: alasan, alasannya, cause, caused, causes, gara gara apa, kenapa, knapa, knp, kok, kok bisa, lapo kok
mengapa: mengapakah, mergo opo, ngopo, ngopo o, nyapo, opo o, opoko, penyebab, penyebabnya, reason, sebab, sebabe
mengapa: what caused, what causes, why
siapa: jenenge sopo, nama siapa, namanya siapa, sapa, siapa nama, siapa namanya, siapakah, sopo, sopo jenenge, sp
siapa: sypa, who, whom, whose
1: first, ke 1, kesatu, one, pertama, satu, siji, sitok
10: ke 10, sepuluh, sepuluhe, ten
1000: seribu, sewu, thousand
2: dua, ke 2, kedua, loro, second, two
3: ke 3, ketiga, telu, third, three, tiga
4: empat, four, fourth, ke 4, keempat, papat
5: fifth, five, ke 5, kelima, kelimanya, lima, limo
6: enam, enem, keenam, six
7: ketujuh, ketujuhnya, pitu, seven, tujuh
8: delapan, eight, kedelapan, wolu
acara: acarane, bikin acara, event, events, gawe acara, hold an event, kegiatan, mengadakan acara
acara: menyelenggarakan acara, ngadain acara
ada: ana, enek, ono, onok, onoke, there
aduan: adukan, complain, complaint, complaints, keluh, keluhan, lapor masalah, laporan, laporin, laporkan, laporke
aduan: laporno, melapor, mengadu, ngadu, ngelapor, ngelaporin, ngeluh, nglaporno, report, wadul
alamat: address, alamate, almat, almt
anggota: member, members
apa: ap, apa namanya, apaan, apasih, dimaksud, jenenge opo, namanya apa, opo, opo jenenge, what, which, yang dimaksud
arek: arek arek, kera
arti: artine, artinya, definisi, maksud, maksude, maksudnya, mean, meaning, means, pengertian
bahasa: basa, boso, language
bangun: bangune, bgn, bgun, bikinan, bngun, build, built, construction, dbangun, dibangun, dibgun, mbangun, mbangune
banyak: akeh, bnyak, bnyk, many
bayar: bayarnya, berbayar, dipungut, dipungut biaya, fee, fees, mbayar, mbayare, mbayaro, paid, pay, pungut biaya
beda: bedane, bedanya, difference, perbedaan
belum: belom, blm, blom, durung, gurung, yet
besar: big, gede, gedhe, guede
biaya: biayane, cost, costs, harga, hrg, ongkos, ongkose, price, prices, regane, rego, tarif
bisa: bs, bsa, can, dapat, iso, isok, may
buka: bukae, bukak, dibuka, open, opened, opening, opens
daftar: list, ndaftar, register
data: datane
dinas: agency, department, instansi, office, opd
eksekusi: carried out, carries out, carry out, dieksekusi, execute, executed, executes, executing, implement
eksekusi: implements, melaksanakan, mengeksekusi, menjalankan, mlakokno, ngejalanin, ngelakokno, ngelaksanain
eksekusi: nglakokno, nglakoni, nglaksanakno
fasilitas: ada apa, ada apa aja, ada apa saja, facilities, facility, fasilitase, onok opo, onok opo ae
fokus: focus, focused, focuses, focusing
ganti: change, ngganti, rubah, switch, ubah
gratis: cuma cuma, free, ga bayar, gak bayar, gratisan, gratiskah, nggak bayar, tanpa biaya, tidak bayar
halo: apa kabar, assalamu alaikum, good morning, how are you, piye kabare, selamat malam, selamat pagi, selamat siang
halo: selamat sore
hapus: delete, erase, ngapus
hariini: barusan, besok, dino iki, hari ini, hari minggu, hari sabtu, mau bengi, mengko bengi, minggu depan
hariini: minggu ini, nanti malam, next week, sesuk, tadi malam, this week, today, tomorrow
internet: wi fi, wifi
isi: bahas, bahasan, berisi, content, contents, dibahas, inside, isine, isinya, mbahas, membahas, memuat, ngebahas
isi: tercantum, termuat, what is in, what s in
jadi: become, dadi, sido
jalan: dalan, dalane, jalanan, jl, jln, road, roads, street, streets
jalan rusak: pothole, potholes
jam: hours, jame, pukul
jaringan: jejaring, network
kampus: campus, universitas, universities, university
kamu: awakmu, elu, ente, koen, lo, loe, lu, sampeyan, umak
kecamatan: district, districts, kcmtn, kec, kecmtn
kelola: in charge, in charge of, manage, managed, manages, megang, ngelola, operate, operates, oversee, oversees
kelola: pegang, pengelola, pengelolanya, run, runs
kembang: develop, developed, develops, dikembangkan, mengembangkan, ngembangin, ngembangno, pengembangan
kepala: head, kepalane, pimpinan
kerja: bertanggung jawab, duty, garapan, garapane, gawean, gaweane, job, peran, perannya, responsibilities
kerja: responsibility, responsible, responsible for, role, tanggung jawab, tasks, tugas, tugase, work
komunitas: communities, community, group, groups, kelompok
kota: city, kutho, kuto
lain: lainnya, lian, liya, liyan, liyane, liyo, other, others, selain
laksana: berjalan, dijalankan, dilakokno, dilaksanakan, implemented, kelaksana, lumaku, mlaku, mlaku ta, ongoing
laksana: pelaksanaan, pelaksanaannya, realisasi, running, sudah jalan, terealisasi, terlaksana, udah jalan
laksana: udah mulai jalan, under way, underway, wis jalan
lampu: lamp, lamps, light, lights, pju
lantai: floor, floors, lantaine, lante, lt
luas: area, how big, how large, large, wilayahnya
masuk: bergabung, gabung, included, join, joined, kalebu, mlebu, part of, termasuk
membuat: bikin, buatan, create, created, dibikin, gawekno, made, make, makes, making, ngawe, nggawe
mendatang: berikutnya, next, selanjutnya, tahun depan, taun ngarep, upcoming
milik: belongs, kagungan, kepunyaan, nduwe, owned, owns, punyae, punyanya
mulai: began, begin, dimulai, miwiti, mulae, start, started, starts
nama: jeneng, jenenge, name, names
nomor: contact, hp, kontak, nmr, no hp, nomer, nomere, phone, telepon, telp, tilpun
orang: org, people, person, wong
pakai: dienggo, digunakan, dinggo, dipakai, dipake, gunain, gunakan, kepake, make use, manfaatkan, memakai
pakai: memanfaatkan, menggunakan, nganggo, pake, pemakaian, penggunaan, use, used, using
panggung: stage
pemerintah: government
penduduk: inhabitants, populasi, population
pengaruh: affect, affected, berdampak, dampak, dampaknya, impact, memengaruhi, mempengaruhi, ngaruh, terpengaruh
perlu: butuh, butuhe, dibutuhkan, diperlukan, mbutuhno, membutuhkan, needed, needs, perlune, require, requires
perpustakaan: library, perpus
pinjam: book, booking, borrow, mesen, minjam, minjem, nyilih, pesan, pesen, pinjem, reserve, silih
poin: butir, poin ke, poin nomor, pokok
predikat: gelar, julukan, sebutan, titel, title
rencana: direncanakan, merencanakan, plan, planned, plans, rencanane
resmi: diresmiin, diresmikan, diresmikno, inaugurated, inauguration, meresmikan, ngeresmiin, ngeresmikan, ngresmekno
resmi: ngresmikno, peresmian
ruang: room, rooms, ruangan, ruangane
rusak: berlubang, bolong, broken, damage, damaged, elek, jelek, remuk, rusake, rusuh
sampah: garbage, rubbish, trash, uwuh, waste
sasaran: bagi siapa, buat siapa, ditujukan kepada siapa, for whom, gae sopo, gawe sopo, kanggo sopo, kepada siapa
sasaran: target sasaran, untuk siapa, who for
saya: aku, ane, ayas, gua, gue, gw, inyong, isun, ku, kulo
sekarang: currently, now, saiki, sak iki, skg, skrg, skrng
selesai: completed, done, finished, kelar, mari, rampung
semua: all, seluruh, seluruhnya
sewa: disewa, menyewa, nyewa, nyewo, rent, rental, sewo
sinergi: bekerja sama, berkolaborasi, bersinergi, collaborate, collaboration, cooperate, disinergikan, gandeng
sinergi: kerja sama, kerjasama, kerjo bareng, kolaborasi, menggandeng, synergy, work together
singkatan: kepanjangan, kepanjangane, kepanjangannya, singkatane, singkatannya, stand for, stands for
sudah: already, dah, sdh, udah, udh, uwis, wes, wis
susun: compiled, digarap, dirancang, dirumuskan, draft, drafted, draw up, drawn up, drew up, formulated, garap
susun: mbikin, merancang, merumuskan, nggarap, ngracik, nyusun, penyusunan, perancang, perumus, put together
susun: rumuskan, wrote
tahun: taon, taun, thn, year
tempat: nggon, nggone, panggon, panggonan, place, tmpat, tmpt
terbaru: anyar, latest, newest, terkini
tertunda: berhenti, delay, delayed, delays, ditunda, ketunda, late, mandek, menunda, molor, postponed, telat
tertunda: terhambat, terhenti, terlambat, tunda
tidak: engga, enggak, g, ga, gak, gaonok, gk, kaga, kagak, ngga, nggak, no, not, ora, tdk
tim: body, team
tujuan: achieve, aim, benefit, benefits, berfungsi, bertujuan, buat apa, buat apaan, bwt apa, dicapai, diwujudkan
tujuan: faedah, function, fungsi, fungsine, fungsinya, gae opo, gawe opo, goal, goals, guna, gunane, gunanya
tujuan: ingin dicapai, kanggo opo, kegunaan, keuntungan, manfaat, manfaatnya, meant to, mencapai, mewujudkan
tujuan: paedahe, purpose, terwujud, tujuane, tujuannya, untuk apa, untunge, untungnya, utk apa, what for
urus: ngurus, ngurusi, urusi
"""
)

MEANS = _pairs(WORDS) | _pairs(SHORT) | MEANS

# Said in every question, says nothing about which answer is meant.
STOP = set(
    """
ada adalah adanya ae agar ah aj aja akan ambe ambek anda antara apa apae apakah apalagi arek arep assalamualaikum atau
bagaimanapun bagi bahkan bahwa bang banget beliau belum bener beneran beri berikan bertanya bgt bila bisa boleh bro
btw bu biyen buat cak cepat ceritain ceritakan cmiiw coba cuma dah dalam dan dapat dapet dapetin dari deh dek dengan
depan dg dgn di dia diakui dijelaskan dikenai dikenakan diketahui dimiliki disampaikan disik dll dlm doang dong dr dsb
dulu dulur eh emang emangnya eruh gan gara guys haha hai hal halo harus hehe hello hi hmm ia ialah iki iku info infonya
informasi informasine ing ingin ini itu iya iyo jadi jane jelasin jelaskan jelasno jg jga jika juga kabeh kah kak
kalau kali kalo kami kamu kan kang karena karna karo kasih kate kayak ke kei kemarin kena kenek kepo ker kini kira
kita kl klo kok koyo koyok krn kudu kui kuwi kyk lagi lah lain lalu lan lapo lapoe leh lek lg lha lho loh lur maaf
macam makasih mana2 maneh marang mas masa masak masing matur mau maupun mbak mbek melainkan memang memangnya memiliki
mengenai mengetahui mengko menjadi menurut mereka min minta mohon mosok mungkin namun nang nanti nanya nde ndek nek
neng ngapa ngapain ngarep ngerti nih ning njaluk nuwun nya oh ok okay oke oleh om opokah oyi pada pak pancen paparkan
para pasti pd penasaran pengen pengin perihal permisi pernah pingin please pol poll pula pun punya punyae rek saat
saja sak sakjane sam sama sampaikan sang saya sbg sebagai sebenarnya sebenernya sebuah sebutin sebutkan sebutno secara
segala segera seh sejak sekiranya selama seluruh seluruhnya sempat sempet semua semuanya seng seperti seputar serta
sesuai sesuatu setiap sewu si sih siji sik sing sip sis sja sm soal soale spt suatu sudah supaya suwun ta tah tahu
takok tanya tanyakan tapi tau telah tenan tentang tentu terakhir terangkan terhadap terima terkait tersebut tersedia
terus thank thanks thd tiap tidak to toh tolong tp tpi trs trus ttg tu tuh tuk tulung untuk uraikan utawa utk utowo
wae wah weruh wingi wkwk wkwkwk x ya yaa yah yaitu yakni yang yg yo you
""".split()
) | set(SAID.split())

# The same in English; they also tell in which language a question is asked.
ENGLISH = set(
    """
a about all also am an and any are as at be been between by could currently d did do does explain for from get give
going got had has have he how if in into is it it's its just know ll m me mine my need of on only or our own please re
really s same she should show so some such t tell than that the their them then there these they this those to too us
ve very want was we were what when where which while who why will with would your
""".split()
)

# Ordinary words that must not be "corrected" into a rarer word of the passages.
COMMON = set(
    """
abaikan agama agustus air akta akun ambil anggota angkot apel aplikasi april arema arti artis atas ayam baby bagi
bagus bahasa baik bakso bandara bangun banjir bank baru batu bawah bayar begal belakang beli benar bencana bensin
berat besar bioskop birthday biru bitcoin bola bored boy bpjs bromo bulan bupati buruh buruk bus cafe camat cara cepat
cinta code cool corona covid cuaca cuti dance datang day dead delapan demo depan desember dokter dolar dosen dua emas
empat enam februari film food football friend gaji game gempa gereja girl gubernur gunung guru hape happy harga hari
hate hijau hitam hitung hotel house hujan hukum inggris instruksi internet jadwal jalan januari jawa jelek jembatan
jeruk job jodoh joke jual juara juli jumat juni juta kabupaten kafe kali kamis kanan kartu kebakaran kecil kepala
kereta kerja ketua kiri kirim kiss kk komputer konser kontrakan kopi korupsi kos kotor kredit ktp kuliah kuning kuota
kurang lahir lama lambat lampu laptop lari lebaran libur life like lima lirik listrik login loker losmen love lowongan
luar lubang lurah macan macet magang mahal mahasiswa main makan mal malam maling mall mandi maret masak masjid mati
mayor mei menteri merah miliar minggu minum miss mobil motor murah murid musik nama narkoba nasi natal nice night
nikah nilai notaris november obat ojek oktober ongkir pabrik pacar pagi pajak paket panjang pantai parkir partai pasar
paspor password pecel pelatih pemain pemilu pendek penjara penyanyi pergi perintah pertandingan pesawat pilkada pinjol
poem pohon polisi presiden president price prompt puasa pulang pulsa puskesmas putih python rabu rahasia ratus rawon
renang resep restaurant ribu rumah rumus rupiah rusak sabtu sad saham sakit salah sampah satu sekolah selasa sembilan
seminggu senin sepeda september sepuluh seratus sertifikat sholat siang sim sing singo sinopsis sinyal sistem siswa
skor song sorry stasiun stnk suara sungai surat tambah tanah terminal tidur tiga tiket tilang time tinggi tips token
toko traffic translate tujuh uang ujian umur utang vaksin walikota warga warna warung weather website wife wisata
write
""".split()
)
