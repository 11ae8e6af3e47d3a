"""Words that say nearly the same: found for one another, though less surely than the word itself."""

from functools import cache

from finder.words import stem

# One circle of words a line; a word may stand in several.
_CIRCLES = """
meninggal wafat mangkat tewas gugur mati kematian terbunuh dimakamkan
lahir kelahiran dilahirkan
istri suami menikah menikahi pernikahan permaisuri perkawinan
ayah bapak putra anak putri
ibu ayah orangtua putra putri
saudara adik kakak
pendiri didirikan berdiri mendirikan dibentuk pembentukan membentuk
dibangun pembangunan membangun didirikan pendirian
dibuka diresmikan peresmian pembukaan
pencipta diciptakan menciptakan ciptaan pembuat dibuat
penemu ditemukan menemukan penemuan temuan
dibuat membuat pembuatan produksi diproduksi memproduksi
penulis pengarang ditulis menulis karya karangan tulisan
sutradara disutradarai penyutradaraan arahan
produser diproduksi
pemeran diperankan memerankan aktor aktris dibintangi membintangi pemain
karakter tokoh
antagonis penjahat musuh
penyanyi vokalis dinyanyikan menyanyikan
film serial
rilis dirilis merilis terbit diterbitkan penerbitan diluncurkan meluncurkan peluncuran
tayang ditayangkan penayangan disiarkan siaran mengudara
ketua pemimpin kepala direktur dipimpin memimpin pimpinan
pemimpin raja presiden perdana
direktur direktris presdir
menjabat jabatan menduduki
presiden kanselir
raja sultan kaisar penguasa
kerajaan kesultanan kekaisaran dinasti
tentara militer pasukan prajurit
perang pertempuran konflik peperangan
menyerang serangan penyerangan diserang menyerbu
kalah kekalahan dikalahkan takluk
menang memenangkan memenangi pemenang kemenangan juara menjuarai
runtuh keruntuhan bubar dibubarkan pembubaran berakhir jatuh kejatuhan
mulai dimulai awal bermula permulaan berawal
selesai berakhir akhir rampung
merdeka kemerdekaan
terletak letak berada berlokasi lokasi
ibukota pusat
luas seluas
tinggi ketinggian setinggi
panjang sepanjang
lebar selebar
dalam kedalaman sedalam
berat seberat bobot
cepat kecepatan
penduduk populasi jiwa warga
jumlah sebanyak banyaknya total terdiri
luas wilayah
besar terbesar
kecil terkecil
tinggi tertinggi
umur usia berumur berusia
tanggal hari
bahasa berbahasa
agama beragama penganut kepercayaan
negara bangsa
asal berasal asli
arti artinya makna bermakna pengertian definisi maksud dimaksud istilah
nama bernama dinamakan disebut sebutan julukan dijuluki dikenal
singkatan kepanjangan disingkat akronim
fungsi kegunaan guna manfaat berguna bermanfaat digunakan berfungsi
tujuan bertujuan maksud
sebab penyebab disebabkan menyebabkan akibat alasan karena
akibat dampak pengaruh efek
gejala tanda
obat pengobatan penanganan mengobati perawatan
penyakit sakit
jenis macam tipe kategori golongan
bagian unsur komponen terdiri
ciri sifat karakteristik
contoh misalnya
cara metode teknik
bentuk berbentuk
warna berwarna
hewan binatang satwa
tumbuhan tanaman
makanan pakan makan
habitat hidup tinggal
tinggal bermukim menetap berdiam kediaman
belajar pendidikan menempuh sekolah kuliah lulus
universitas perguruan kampus
mengajar pengajar guru dosen
pekerjaan profesi bekerja pencaharian
hobi kegemaran gemar
penghargaan anugerah dianugerahi menganugerahkan gelar
terkenal populer dikenal
klub tim
pelatih melatih
pemain bermain
stadion lapangan
pertandingan laga
liga kompetisi
perusahaan pt firma
pemilik dimiliki milik memiliki
saingan pesaing kompetitor rival
sahabat teman kawan
pulau kepulauan
laut samudra samudera
sungai bengawan
gunung pegunungan
gempa gempabumi
bencana musibah
korban tewas
kapal perahu
kereta kereta_api
bandara bandar_udara
rumah_sakit rs
pemilu pemilihan
partai parpol
undang peraturan
pemerintah pemerintahan
uang matauang valuta
harga tarif biaya
tv televisi
radio siaran
majalah koran surat_kabar
swasta
pendapatan penghasilan
pahlawan pejuang
kitab injil
gereja katedral
masjid mesjid
alkitab injil kitab
nabi rasul
tarian tari
lagu nyanyian musik
alat peralatan perkakas
senjata persenjataan
pelopor perintis pionir bapak
ilmuwan ahli pakar peneliti
teori konsep
ukuran dimensi
batas berbatasan perbatasan
bendera lambang
rumus formula
satuan unit
kuno purba
modern
zaman jaman era masa periode
abad
tertua pertama
terakhir akhir
terbaru
menjadi jadi
mengubah berubah perubahan berganti diganti
pindah perpindahan berpindah dipindahkan
bergabung masuk
pesawat penerbangan
kecelakaan jatuh
penumpang
memproklamasikan proklamasi
ditangkap penangkapan
penjara dipenjara
hukuman vonis divonis dihukum
pembunuhan dibunuh membunuh terbunuh
wabah epidemi pandemi
resmi diresmikan
mayoritas kebanyakan sebagian
pendukung mendukung dukungan
menyebar tersebar penyebaran persebaran
menemui bertemu pertemuan
diadakan diselenggarakan digelar dilaksanakan berlangsung penyelenggaraan
dilakukan melakukan
terjadi kejadian peristiwa
menolak penolakan ditolak
menjual penjualan dijual
membeli pembelian dibeli
memakai menggunakan penggunaan pemakaian
mengelola pengelolaan pengelola dikelola
pelatihan kursus workshop diklat belajar kelas
bantuan tolong menolong bantu sumbangan
kursi bangku duduk
lampu penerangan terang gelap
jalan trotoar gang jalanan
sampah kotor bersih kebersihan limbah
tong bak keranjang wadah
taman kebun park rth
pohon tanaman penghijauan hijau rindang teduh
banjir genangan tergenang gorong drainase selokan saluran got
parkir parkiran
macet kemacetan padat
angkot bus angkutan transportasi
sepeda gowes bersepeda
pasar kios lapak pedagang jualan
umkm usaha wirausaha dagang jualan
pameran bazar festival pentas pertunjukan panggung
lomba kompetisi turnamen
anak bocah balita
lansia tua sepuh
difabel disabilitas
gratis
internet wifi jaringan sinyal
perpustakaan bacaan buku membaca baca
ruang tempat gedung balai
aman keamanan kriminal begal maling
cctv kamera
air sumur pdam
olahraga senam lapangan
mural lukisan gambar cat
aplikasi digital gim game
puskesmas kesehatan klinik posyandu
murah terjangkau
rusak berlubang lubang perbaikan memperbaiki diperbaiki
pasang dipasang pemasangan memasang
tambah menambah penambahan diperbanyak
bangun dibangun membangun bikin membuat pengadaan mengadakan
"""


@cache
def circles() -> dict[str, frozenset[str]]:
    """For each stem the stems that say nearly the same."""
    found: dict[str, set[str]] = {}
    for line in _CIRCLES.strip().splitlines():
        stems = {stem(word) for word in line.split() if "_" not in word}
        for one in stems:
            found.setdefault(one, set()).update(stems - {one})
    return {one: frozenset(others) for one, others in found.items()}
