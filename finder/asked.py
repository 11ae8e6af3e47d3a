"""A question, read against what the index knows."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise

from finder.kinds import defines, tells
from finder.synonyms import circles
from finder.texts import Texts
from finder.typos import Meant, Typos
from finder.words import Reader, language_of, stem, surfaces

ANSWERING = 1.5  # how much more a sentence is worth that holds the kind of answer that is wanted
SYNONYM, TOGETHER = 0.5, 0.9  # how surely a synonym, or two words written as one, stand for what was asked
DEFINING = frozenset(map(stem, ("arti", "istilah", "maksud", "kata", "makna", "definisi", "pengertian")))
GENERAL = frozenset(
    map(stem, "nama jumlah orang kota negara tahun tanggal hari istilah jenis sebutan letak daerah wilayah".split())
)
_ENDS = (
    "bubar hapus tutup hancur runtuh meninggal wafat berakhir henti mati",
    "batal larang tolak gagal hilang kalah pisah cabut punah buruk",
)
_HANDED_OUT = (
    "nomor telepon password sandi tautan alamat rute jurusan angkot peta jam menu formulir sertifikat",
    "ketua direktur kepala pimpinan camat lurah menteri pemilik arsitek karyawan pegawai satpam mentor",
    "gaji honor honorarium harga tarif biaya anggaran dana modal hadiah denda utang pajak laba",
    "kapasitas ukuran luas tinggi persen syarat sanksi lowongan magang rekrutmen beasiswa tiket izin kontrak",
)
ENDING = frozenset(stem(word) for line in _ENDS for word in line.split())
HANDED_OUT = frozenset(stem(word) for line in _HANDED_OUT for word in line.split())


@dataclass(frozen=True, slots=True)
class Wanted:
    """A term of the question: what it weighs, and the terms that may stand for it (1: as surely as itself)."""

    term: str
    weight: float
    forms: Mapping[int, float]


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as read: `stems` with its question words ("?kapan"), `wanted` without, `order` as they came."""

    typed: tuple[str, ...]
    words: tuple[str, ...]
    stems: tuple[str, ...]
    wanted: tuple[Wanted, ...]
    order: tuple[int, ...]

    @property
    def language(self) -> str:
        """The language it is written in, as its small words tell."""
        return language_of(list(self.words))

    @property
    def marks(self) -> frozenset[str]:
        """Its question words."""
        return frozenset(stem for stem in self.stems if stem.startswith("?"))

    @property
    def text(self) -> str:
        """The words put right, in one line."""
        return " ".join(self.words)


class Asker:
    """Reads questions the way the passages were read, and weighs each word by how rare it is there."""

    def __init__(self, reader: Reader, typos: Typos, texts: Texts) -> None:
        self._reader, self._typos, self._texts = reader, typos, texts

    def ask(self, text: str) -> Asked:
        """The question as read."""
        typed = surfaces(text)
        meant = [self._typos.meant(word) for word in typed]
        words = [readings[0][0] for readings in meant]
        stems = self._reader.stems(words)
        about = [term for term in stems if not term.startswith("?")]
        if defines(" ".join(words)):
            about = [term for term in about if term not in DEFINING] or about
        forms = self._forms(dict.fromkeys(about), meant, words)
        places = {term: place for place, term in enumerate(forms)}
        wanted = tuple(Wanted(term, self._weight(term, found), found) for term, found in forms.items())
        return Asked(tuple(typed), tuple(words), tuple(stems), wanted, tuple(places[term] for term in about))

    def completed(self, text: str) -> str:
        """The text with its last word, which may be a beginning, made whole."""
        typed = surfaces(text)
        return " ".join((*typed[:-1], *map(self._typos.completed, typed[-1:])))

    def worth(self, asked: Asked, sentence: str) -> float:
        """What a sentence is worth for the question: the words it has, and the kind of answer that is wanted."""
        numbers = {self._texts.numbers.get(term) for term in self._reader.stems(surfaces(sentence))}
        held = (max((sure for form, sure in one.forms.items() if form in numbers), default=0) for one in asked.wanted)
        worth = sum(one.weight * sure for one, sure in zip(asked.wanted, held, strict=True))
        own = {*asked.typed, *asked.words}
        return worth * (ANSWERING if any(tells(kind, sentence, own) for kind in asked.marks) else 1)

    def _weight(self, term: str, forms: Mapping[int, float]) -> float:
        likeliest = max(forms, key=lambda number: forms[number], default=None)
        own = self._texts.numbers.get(term) or likeliest
        return float(self._texts.postings.rarity[own]) if own else self._texts.rarest

    def _forms(self, terms: Iterable[str], meant: list[Meant], words: list[str]) -> dict[str, dict[int, float]]:
        """For each term the known ones that may stand for it: other readings, words written as one, synonyms."""
        forms: dict[str, dict[int, float]] = {term: {} for term in terms}
        for term in forms:
            self._put(forms, term, term, 1.0)
        for first, *others in meant:
            for word, sure in others:
                self._put(forms, stem(first[0]), stem(word), sure)
        for one, other in pairwise(words):
            for half in (one, other):
                self._put(forms, stem(half), stem(one + other), TOGETHER)
        for term in forms:
            for near in sorted(circles().get(term, ())):
                self._put(forms, term, near, SYNONYM)
        return forms

    def _put(self, forms: dict[str, dict[int, float]], term: str, form: str, sure: float) -> None:
        number = self._texts.numbers.get(form)
        if number and term in forms:
            forms[term].setdefault(number, sure)
