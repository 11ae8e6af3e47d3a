"""How people in Malang type: everyday, Javanese and English words, and what each stands for."""

import re

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


# What kind of answer is wanted. Markers survive the stop list, at half a word's weight (finder/index.py).
MARKERS = {"siapa", "kapan", "mana", "berapa", "mengapa", "bagaimana"}

MEANS = _pairs("""
siapa: siapakah, sapa, sopo, sp, sypa, who, whose, whom
kapan: kapankah, kpn, when, tahun berapa, taun piro, tanggal berapa, tgl brp, thn brp, bulan apa, tahun apa, what
kapan: year, what date
mana: manakah, dimanakah, dimana, daerah mana, kawasan mana, sebelah mana, nggone nang endi, nggone endi, dmn
mana: dmna, endi, ndi, nendi, nang endi, ndek endi, neng endi, where
berapa: berapakah, brp, brpa, brapa, piro, pira, pinten, how many, how much, seberapa
mengapa: mengapakah, kenapa, knp, knapa, ngopo, nyapo, opoko, why, kok bisa
bagaimana: bagaimanakah, gimana, gmn, gmna, bgmn, gimna, piye, yaopo, yoopo, yokpo, yok opo, how, caranya, carane
bagaimana: cara
apa: opo, ap, apaan, apasih, what, which
tidak: gak, ga, gk, g, nggak, ngga, enggak, engga, kagak, kaga, tdk, ora, gaonok, not, no
sudah: sdh, udh, udah, dah, wis, wes, uwis, already
belum: blm, blom, durung, gurung, belom, yet
sekarang: skrg, skrng, skg, saiki, sak iki, now, currently, today, hari ini, dino iki
tahun: thn, taun, taon, year
tanggal: tgl, tggl, date
orang: org, wong, people, person
tempat: tmpt, tmpat, nggon, panggon, panggonan, nggone, place
lokasi: location, lokasine, lokasinya, letak, letake, daerah, terletak, berlokasi, located
alamat: almt, almat, address, alamate
lantai: lt, lante, floor, floors, lantaine
kecamatan: kec, kcmtn, kecmtn, district, districts
jalan: jln, jl, dalan, dalane
nama: jeneng, jenenge, name, names
ada: ono, onok, enek, ana, onoke, there
buat: gawe, gae, nggawe, bikin, make, made, create
kerja: gawean, gaweane, garapan, garapane, job, work, tugas, tugase, duty, tasks
bangun: mbangun, dibangun, mbangune, bangune, build, built, construction, bikinan
bayar: mbayar, pay, paid, berbayar, mbayare, mbayaro, fee, fees
biaya: cost, costs, ongkos, ongkose, biayane, tarif, price, prices, harga, regane, rego, hrg
gratis: free, gratisan, cuma cuma, tanpa biaya, ga bayar, gak bayar, tidak bayar, nggak bayar
pinjam: nyilih, silih, pinjem, minjem, minjam, borrow, booking, book, reserve, pesan, mesen, pesen
sewa: nyewa, rent, rental, sewo
urus: ngurus, ngurusi, urusi
kelola: pengelola, pengelolanya, ngelola, manage, manages, managed, run, runs, operate, operates
jadi: dadi, sido, become
anggota: member, members
arek: kera, arek arek
pakai: pake, make use, use, using, gunakan, gunain, nganggo, gawe opo, used
penduduk: population, inhabitants, populasi
luas: area, wilayahnya
besar: gede, gedhe, guede, big
banyak: akeh, bnyk, bnyak, many
isi: isine, isinya, content, contents, inside
buka: bukak, dibuka, open, opens, opened, opening, bukae
resmi: diresmikan, diresmiin, peresmian, inaugurated, inauguration, ngresmekno, diresmikno
arti: artine, artinya, maksud, maksude, maksudnya, meaning, mean, means, definisi, pengertian
daftar: list, register, ndaftar
aduan: ngadu, adukan, mengadu, keluhan, ngeluh, complain, complaint, complaints, keluh, lapor masalah, melapor
aduan: laporan, ngelapor, laporkan, report, laporke, nglaporno, laporno, ngelaporin, laporin, wadul
kota: kutho, kuto, city
rencana: plan, plans, planned, rencanane
tujuan: tujuane, goal, goals, purpose, aim, guna, gunane, fungsi, fungsine, manfaat, function
selesai: mari, rampung, kelar, finished, done, completed
mulai: mulae, miwiti, start, started, starts, begin, began, dimulai
acara: event, events, kegiatan, acarane
jumlah: jumlahe, number, total
ruang: ruangan, room, rooms, ruangane
pemerintah: government
komunitas: community, communities
kampus: campus, university, universities, universitas
kepala: head, pimpinan, kepalane
bahasa: language, boso, basa
hapus: delete, erase, ngapus
data: datane
ganti: change, switch, ubah, ngganti, rubah
bisa: iso, bs, bsa, can, dapat, isok, may
kamu: koen, awakmu, umak, sampeyan, ente, lu, lo, loe, elu
saya: aku, gue, gw, gua, ane, ayas, inyong, isun, kulo, ku
selain: liyane, other
beda: difference, bedane, bedanya, perbedaan
terbaru: latest, newest, anyar, terkini
jam: pukul, hours, jame
nomor: nomer, no hp, nmr, nomere, telepon, telp, phone, kontak, contact, tilpun, hp
internet: wifi, wi fi
panggung: stage
""")

# Said in every question, says nothing about which answer is meant.
STOP = set(
    """
yang di ke dari dan atau itu ini untuk dengan pada dalam adalah ialah yaitu akan telah bagi oleh para agar juga saja
aja ae wae aj doang cuma sih seh deh dong kok lah kan ya yo iya iyo oyi nya x toh to tah ta leh lho loh nih tuh kah
si sang nek lek kalau kalo klo kl bila jika karo ambek mbek ambe sama sm serta iku kuwi kui iki tersebut hal secara
kali apa apakah opokah jadi ada adanya tidak sudah belum bisa boleh kamu saya kami kita mereka ia dia beliau anda
min gan sis bro sam rek mas mbak kak bang om pak bu cak ning dek guys lur dulur ker halo hai hi hello pagi siang
sore malam permisi nuwun sewu maaf tolong mohon tulung please coba jelaskan jelasin jelasno terangkan sebutkan
sebutin sebutno ceritakan ceritain kasih beri berikan kei minta njaluk tahu tau ngerti eruh weruh pengen ingin
pingin pengin mau arep kate kepo penasaran tanya takok tanyakan nanya bertanya info infonya informasi informasine
soal tentang mengenai perihal seputar terkait emang emangnya memang memangnya pancen sebenarnya sebenernya sakjane
jane dah dulu sik disik lagi lg maneh terus trus trs lalu selama sebagai yg dg dgn utk tuk buat jg jga krn karena
karna soale tp tapi tpi dr dlm pd thd ttg dll dsb sbg spt seperti koyok koyo kayak kyk macam banget bgt pol poll
tenan bener beneran masa masak mosok cepat segera siji nang nde ndek neng ing marang sing seng kang lan utawa utowo
wkwk wkwkwk hehe haha hmm btw cmiiw makasih suwun terima thanks thank you matur ngapain ngapa lapo lapoe apae
apalagi sak semua semuanya kabeh tiap setiap masing tu yaa yah eh ah oh wah lha saat menjadi dimiliki memiliki punya
punyae dikenakan kena kenek dapat dapet dapetin seluruh seluruhnya segala terakhir terhadap menurut mana2 sempat
sempet gara kemarin wingi nanti mengko sebuah suatu bahkan pula pun yakni antara lain bagaimanapun diketahui
mengetahui dijelaskan uraikan paparkan sampaikan disampaikan kira sekiranya mungkin pasti tentu kini sesuatu sesuai
maupun namun melainkan bahwa hingga sampai sejak supaya
""".split()
)

ENGLISH = set(
    """
the of is are was were in a an and or it its it's this that these those does do did to for with on at by from as be
been has have had will would could should about into please tell give show know explain want need get got them they
their he she we us our your if any some all there so just really currently am also me my mine than then when where
who what which how why while between such only own same too very s t d ll m re ve
""".split()
)

# Ordinary words that must not be "corrected" into a rarer word of the articles.
COMMON = set(
    """
rumah harga warga hujan cuaca makan minum jalan macet jual beli bayar motor mobil bensin parkir pajak surat kartu
nikah lahir mati sakit obat dokter puskesmas sekolah guru murid siswa kuliah dosen ujian nilai gaji kerja lowongan
loker magang buruh pabrik pasar toko mal mall kafe cafe warung bakso apel jeruk kopi nasi ayam pecel rawon resep
masak hotel losmen wisata pantai gunung bromo batu kabupaten kereta stasiun bandara bus angkot ojek terminal tiket
pesawat macan singo arema bola pertandingan skor juara musik konser film bioskop jadwal hari senin selasa rabu kamis
jumat sabtu minggu bulan januari februari maret april mei juni juli agustus september oktober november desember pagi
malam siang presiden gubernur bupati camat lurah walikota partai pemilu pilkada suara hukum polisi tilang sim stnk
bpjs ktp kk paspor akta listrik air sampah banjir lampu lubang rusak kotor pohon sungai jembatan jodoh cinta pacar
nama umur tinggi berat warna merah putih hitam biru hijau kuning uang bank kredit utang pinjol saham bitcoin emas
dolar rupiah juta ribu miliar ongkir paket kirim ambil pulang pergi datang tidur bangun mandi main lari renang
sepeda game laptop hape komputer internet pulsa kuota sinyal aplikasi website password akun login cepat lambat besar
kecil panjang pendek baru lama murah mahal bagus jelek baik buruk benar salah kiri kanan atas bawah depan belakang
luar ketua anggota kepala menteri artis penyanyi pemain pelatih arti bahasa inggris jawa rumus hitung tambah kurang
kali bagi satu dua tiga empat lima enam tujuh delapan sembilan sepuluh ratus seratus tips cara lirik sinopsis agama
masjid gereja sholat puasa lebaran natal libur cuti vaksin covid corona gempa bencana kebakaran maling begal narkoba
penjara korupsi demo mahasiswa kos kontrakan tanah sertifikat notaris abaikan instruksi perintah prompt sistem
rahasia token weather price house job traffic food restaurant president mayor football
""".split()
)
