"""Words of every day in Malang's Javanese and in chats, and the Indonesian they stand for."""

# Only forms that are no Indonesian word of another meaning.
WORDS = """
air: banyu, banyune
akhir: mburi dewe, pungkasan
anak kecil: bocah cilik
anak: bocah, lare, arek cilik, anake
api: geni
aspal: diaspal
atas: nduwur, dhuwur, duwur
ayam: pitik
baca: moco, maca, diwoco
bagus: apik, apike, joss, kueren, mantul, sip banget
bakar: mbakar, obong, diobong, ngobong
banjir: banjire, kebanjiran
banyak: uakeh, buanyak, okeh
barat: kulon, kulone
baru: anyaran
bau: mambu, mambune, ambune
bawah: ngisor, isor
becak: mbecak
belajar: sinau, sinaune, nyinauni
beli: tuku, tumbas, dituku, nuku
berani: wani
bermain: dolanane
bersama: bareng, bebarengan, barengan, sareng
bersepeda: pitan, gowes, onthelan, nyepeda, sepedaan
bersih: resik, resike, reresik
bicara: ngomong, omongan, guneman, wicara
buang: guwak, buak, mbuak, dibuak, mbuang
cari: nggolek, digolek, nyari, goleki
cepat: cepet, ndang, gelis
cuci: ngumbah, umbah, kumbah
dalam: jero, njero, jerone
datang: teko, tekan, rawuh
daun: godhong, godong
dekat: cedhak, cedak, cerak, cerake, deket, parek, nyedak
dengar: krungu, rungokno, ngerungokno
depan: ngarepe, ngarepan
dingin: adem, atis
duduk: lungguh, linggih
duit: dhuwit, duwik, arto, ojir
gelap: peteng, petenge, petengan, ndedet
gratis: gretongan, prei
hangat: anget
haus: ngelak
hijau: ijo, ijo ijo
hujan: udan, udane
ibu: emak, mbokne, buk e
ikan: iwak, iwake
indah: endah
jalan kaki: mlaku mlaku, mlampah
jalan: dalane, embong, dalan gede, ndalan
jauh: adoh, adohe
jembatan: kreteg, brug, jembatane
jual: dodolan, adol, dodole
jualan: dodolane
kayu: kayune
kecil: cilik, cilike, cuilik
keluarga: sak omah, brayat
kerja: nyambut gawe, makaryo
kotor: reged
kuat: rosa, kuwat
kucing: mpus
kumpul: ngumpul, nongkrong, cangkruk, cangkrukan, nangkring
lama: suwe, suwene
lampu: dhamar, lampune, dilampuni
lapangan: lapangane, tegalan
lapar: luwe, ngelih
latihan: gladen
lihat: delok, ndelok, didelok, ndeleng
lomba: tandingan, lombane
luar: njobo, jobo
lubang: bolongan, jeglongan, jeglong, luwangan
macet: muacet
main: dolan, dolanan, dulinan
makan: mangan, maem, nedho, madhang
makanan: panganan, pangan
malam: bengi, mbengi, ndalu
mandi: adus
masak: ratengan
mata air: sumber banyu
minum: ngombe, ngunjuk
motor: montor, sepeda montor
muda: enom, enom enom, nom noman
naik: munggah
nyaman: penak, kepenak
olahraga: olah raga
orang: uwong, wong wong
pagar: pager, pagere
pagi: isuk, esuk, enjing, isuk isuk
panas: sumuk, sumelet
parkir: parkiran, markir
pasang: dipasangi, pasangno
pasar: peken
pentas: manggung, mentas
perempuan: wedok, wedhok, wadon
pindah: ngaleh
pinggir: pinggire, pinggiran
pohon: wit, wit witan, wite, uwit
potong: ketok, dipotong
pulang: mulih, muleh
ramah: grapyak
rumah: omah, griya, umah, omahe
rusak: ambrol, ajur, jebol
saluran air: selokan, kalen, gorong gorong, gorong
sampah: larahan, rosok
sekolah: skulah
selatan: kidul, kidule
senang: seneng
siang: awan awan
suara: swara, suarane
susah: angel, angele
taman: tamane
tanam: nandur, tandur, ditanduri, tandurane
tangga: undak undakan
tari: joget, njoget, jogedan
teman: konco, kancane, kancaku
tempat duduk: dingklik
tempat sampah: tong sampah, bak sampah, wadah larahan
tetangga: tonggo, tangga teparo
tidur: turu, turon
timur: wetan, wetane
tolong: rewangi, ewangi, ngewangi
trotoar: pinggir dalan, trotoare
tua: tuwek, tuwa, sepuh
uang: duwit, duit, duite
ular: ulo
utara: lor, lore
warga: wargane
warung: warunge
"""
