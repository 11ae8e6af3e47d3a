"""Complaints are told from ideas by the questions' own finder, and only complaints are."""

import pytest
from sqlalchemy import Connection

from services import knowledge
from services.citypack import read_city
from services.ideas.complaints import complaint
from services.knowledge import Library
from tests.services.ideas.agora import NOW, ROOT

CITY = read_city(ROOT / "content" / "malang")
COMPLAINTS = (
    "jalan depan rumah saya di Sukun berlubang besar, tolong segera diperbaiki",
    "lampu jalan mati sudah seminggu di Klojen",
    "sampah menumpuk di depan pasar gak diangkut",
    "got mampet banjir terus tiap hujan",
    "pelayanan kelurahan lambat, KTP saya gak jadi-jadi",
    "dalan bolong akeh nang kedungkandang tulung didandani",
    "pohon tumbang belum dibersihkan",
    "halo min, trotoar rusak bahaya buat anak sekolah",
    "suara bising pabrik tiap malam, mau lapor",
)
IDEAS = (
    "Bikin kelas gim gratis untuk anak SMK di Klojen.",
    "Buat aplikasi untuk lapor jalan rusak pakai foto",
    "usul: lampu jalan mati diganti lampu hias topeng",
    "Festival mural di jalan yang gelap supaya terang",
    "Daur ulang sampah jadi kerajinan untuk dijual",
    "Desain lampu jalan bertema topeng Malangan",
    "Aplikasi jadwal angkot supaya gak macet",
    "Taman bermain dari limbah kayu",
    "😀😀😀",
    "",
)


@pytest.fixture
def library(db: Connection) -> Library:
    """The real city's articles."""
    knowledge.fill_from_pack(db, pack=CITY, now=NOW)
    return knowledge.open_library(db, city=CITY, now=NOW)


def test_complaints_are_shown_their_doors_and_ideas_are_not(db: Connection, library: Library) -> None:
    def is_one(words: str) -> bool:
        found = complaint(db, words=words, library=library, city=CITY, language="id")
        return found is not None and found.key == "aduan.ke-mana"

    assert [words for words in COMPLAINTS if not is_one(words)] == []
    assert [words for words in IDEAS if is_one(words)] == []
    assert CITY.complaints is not None
    assert [one.name for one in CITY.complaints.links] == ["SP4N-LAPOR!", "SAMBAT Online"]


def test_the_article_is_told_in_the_language_it_exists_in(db: Connection, library: Library) -> None:
    found = complaint(db, words=COMPLAINTS[1], library=library, city=CITY, language="en")
    assert found is not None
    assert found.language == "en"
