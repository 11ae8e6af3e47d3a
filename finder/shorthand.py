"""What people leave letters out of when they type: what each short form stands for."""

# The word, and its short forms that leaving out vowels does not explain.
SHORT = """
agustus: agt, agts, ags
alamat: almt
anak: ank
apa: ape, apaa, apah, aph
apakah: apkh, apkah, apakh
atas: ats
bagaimana: bgmana, bgimana, gmana, gimanaa
bagian: bgian
bahasa: bhs, bhsa, bhasa
berapa: brpaa, brape, berpa, berpaa, berape
bulan: bln
dana: dna
dapat: dpt, dpat, dpet
dari: dri, dr, dare
dengan: dgn, dngan, dgan
desember: des, dsmbr
detik: dtk
di mana: dmnaa, dimn
facebook: fb
hari: hr
ibu kota: ibukota
indonesia: indo, indon, indonesa
inggris: inggeris
instagram: ig
internasional: intl, internasionl
jakarta: jkt, jakarte
jalan: jln
januari: jan
jawa barat: jabar
jawa tengah: jateng
jawa timur: jatim
jumlah: jml, jmlh, jumla
kabupaten: kab, kbptn, kabupatn
kapan: kapn, kapaan, kpan, kapann
kalimantan timur: kaltim
kelurahan: klrhn
kenapa: knpa, kenape, knp
kota: kta
kuliah: klh, kulia
lahir: lhr
lewat: lwt
masuk: msk, msuk
matahari: mthr
meninggal: mninggal, meningal, mninggl
menit: mnt
menurut: mnrt
minggu: mgg
nama: nm, nma
negara: ngara, ngr
nomor: nmr
november: nov
oktober: okt
pegawai: pgw
pemerintah: pemda, pmrnth
penduduk: pddk, penddk
perusahaan: prsh, prshn
perguruan: perg
presiden: pres
provinsi: prov, propinsi
rumah sakit: rs
sekolah: skolah, sklh, skul
september: sept
siapa: cpa, sapaa, siape, siapaa, cp, syapa, sapah
sulawesi selatan: sulsel
sumatera: sumatra
sumatera utara: sumut
sumatera barat: sumbar
sumatera selatan: sumsel
surabaya: sby
tahun: th, thun, tahn
tanggal: tgal, tnggl
telepon: tlp, tlpn, telp, telpon
terbesar: trbesar
tidak: tdak, tida, tiak, kagaa
twitter: twit
undang undang: uu
universitas: univ, unv
waktu: wkt, wktu
yogyakarta: jogja, yogya, jogjakarta, jogya, diy
"""

# Short forms that carry no meaning, and what people add so as not to sound curt.
SAID = """
bales bntu bls blz bro bund cepet deng dijawab dijwb dm dn dong donk dont gaes gais gengs jawab jawabannya jwb kakak
kk mhon mohon nanyak nnya nya numpang plis pls pliss sis sist spy td tlg tlong tny tnya tolong wey woi woy ye
yh yuk
"""
