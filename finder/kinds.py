"""What kind of answer a question wants, and whether a text tells one that the question did not bring along."""

import re
from collections.abc import Collection, Set

_MONTH = (
    r"(?:januari|februari|maret|april|mei|juni|juli|agustus|september|oktober|november|desember"
    r"|january|february|march|may|june|july|august|october|december|jan|feb|mar|apr|jun|jul|ags?|sept?|okt|nov|des)"
)
_DAY = r"(?:senin|selasa|rabu|kamis|jumat|sabtu|minggu|monday|tuesday|wednesday|thursday|friday|saturday|sunday)"
_NUMERAL = (
    r"(?:satu|dua|tiga|empat|lima|enam|tujuh|delapan|sembilan|sepuluh|sebelas|puluh|belas|ratus|seratus|ribu|seribu"
    r"|juta|miliar|milyar|triliun|setengah|sepertiga|gratis|free|one|two|three|four|five|six|seven|eight|nine|ten)"
)
_MANY = r"\d[\d.,]*"

# Of a question word: what an answer to it looks like.
ANSWERS = {
    "?kapan": re.compile(
        rf"\b(?:1\d|20)\d\d\b|\b\d{{1,3}}\s*(?:sm|m)\b|\b{_MONTH}\b|\b{_DAY}\b|\babad\b|\(\d{{1,2}}/\d{{1,2}}|\bpukul\b",
        re.IGNORECASE,
    ),
    "?berapa": re.compile(rf"{_MANY}|\b{_NUMERAL}\b", re.IGNORECASE),
    "?mana": re.compile(
        r"\b(?:di|ke|dari|pada|kota|provinsi|kabupaten|negara|desa|kecamatan|pulau|jalan|jl|gedung|in|at)\.?\s+[A-Z]\w*"
    ),
    "?mengapa": re.compile(
        r"\b(?:karena|sebab|akibat|disebabkan|menyebabkan|penyebab|sehingga|lantaran|dipicu|because|due)\b",
        re.IGNORECASE,
    ),
}

# What is to be counted, and how it is told.
_UNITS = tuple(
    (re.compile(asked), re.compile(told, re.IGNORECASE))
    for asked, told in (
        (r"\bluas", r"\b(?:km|m|ha|hektar\w*|kilometer|meter|mil)\b|[km]m?²|persegi"),
        (r"\btinggi|\bketinggian", rf"{_MANY}\s*(?:m|mdpl|meter|cm|kaki|ft|kilometer|km)\b"),
        (r"\bpanjang|\blebar|\bdalam", rf"{_MANY}\s*(?:m|km|meter|kilometer|cm|mm|kaki|mil)\b"),
        (r"\bjarak", rf"{_MANY}\s*(?:m|km|meter|kilometer|mil|tahun cahaya)\b"),
        (r"\bpenduduk|\borang\b|\bjiwa\b|\bkorban\b", r"\b(?:jiwa|penduduk|populasi|orang|anggota|peserta)\b"),
        (r"\bharga|\bbiaya|\btarif|\bongkos", r"\brp(?:\b|\d)|\b(?:rupiah|dolar|dollar|usd|gratis)\b|\$"),
        (r"\blama\b", rf"{_MANY}\s*(?:tahun|bulan|hari|jam|menit|minggu|detik)\b"),
        (r"\busia|\bumur", r"\b(?:tahun|usia|umur)\b"),
        (r"\bberat\b|\bbobot", rf"{_MANY}\s*(?:kg|gram|ton|kilogram|g)\b"),
        (r"\bpersen", r"%|\bpersen\b"),
    )
)
_BORN = re.compile(
    rf"\((?:[^()]{{0,40}}\b\d{{1,2}}\s+{_MONTH}\s+\d{{3,4}}|[^()]{{0,20}}\d{{4}}\s*[–-])|\b(?:lahir|dilahirkan)\b",
    re.IGNORECASE,
)
_DEFINES = re.compile(
    r"\bapa(?:kah)?(?: sih)? (?:itu|artinya|arti|makna|definisi|maksud\w*|pengertian)\b|\b(?:di ?maksud|maksud)\b"
    r"|\b(?:pengertian|definisi|makna|arti)\b|\bsiapa(?:kah)? itu\b|\bwhat (?:is|are) (?:an? )?\w+$"
)
_IS = re.compile(r"\b(?:adalah|ialah|merupakan|yaitu|yakni|berarti|diartikan|is|are)\b|\(", re.IGNORECASE)
_ASIDE = re.compile(r"\([^)]*\)?")
_OR = re.compile(r"\s+atau\s+|\s+or\s+|,|/")
_OPPOSITES = (
    ("tidak", "tak", "bukan", "belum", "tanpa", "selain", "kecuali"),
    ("terbesar",), ("terkecil",), ("tertinggi",), ("terendah",), ("terpanjang",), ("terpendek",), ("terluas",),
    ("tertua",), ("termuda",), ("terbaru",), ("terlama",), ("terakhir",), ("terdekat",), ("terjauh",), ("terbaik",),
    ("terburuk",), ("terbanyak",), ("tersedikit",), ("tercepat",), ("terlambat",), ("terkuat",), ("terluar",),
    ("pertama", "perdana", "awal"),
)  # fmt: skip
_TAK = re.compile(r"\btak\b")  # alone, for it stands in "terletak" too


def turned(words: Set[str], text: str) -> bool:
    """Whether the question denies, or asks for the most of something, and the text does not say so."""
    lower = text.lower()
    said = {word for one in _OPPOSITES for word in one if word in lower and (word != "tak" or _TAK.search(lower))}
    return any(not words.isdisjoint(one) and said.isdisjoint(one) for one in _OPPOSITES)


def tells(kind: str, text: str, own: Collection[str]) -> bool:
    """Whether the text has such an answer besides the words that the question itself used."""
    form = ANSWERS.get(kind)
    return form is not None and any(found[0].split()[-1].lower() not in own for found in form.finditer(text))


def unit_of(question: str) -> re.Pattern[str] | None:
    """How the answer is counted, where the question says what is to be counted."""
    return next((told for asked, told in _UNITS if asked.search(question)), None)


def tells_birth(text: str) -> bool:
    """Whether it says, in a word or a bracket, when somebody was born."""
    return bool(_BORN.search(text))


def defines(question: str) -> bool:
    """Whether the question asks what a thing is."""
    return bool(_DEFINES.search(question))


def subjects(sentence: str) -> list[str]:
    """What a passage's first sentence says it is about: the names before its "is"; none where it says no such thing."""
    name, *rest = _IS.split(_ASIDE.sub(" ", sentence[:200]) if _IS.search(sentence[:300]) else "", maxsplit=1)
    return [one for one in map(str.strip, _OR.split(name)) if one] if rest else []


def head(text: str) -> str:
    """The first words of a text, up to its "is", bracket or comma; "" where none comes soon."""
    found = re.search(r"[(,]|\b(?:adalah|ialah|merupakan|yaitu|yakni|atau|is|are)\b", text[:160])
    return text[: found.start()] if found else ""
