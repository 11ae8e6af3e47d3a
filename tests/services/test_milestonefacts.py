"""Milestones as live facts: told from the rows of the moment with source and date; an article answers all else."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Connection

from notices import quoting
from services import asking, inline, knowledge, milestonefacts
from services.asking import Answer, Outcome, Shelf
from services.citypack import read_city
from services.facts import Fact
from services.knowledge import Article
from services.milestones import packs
from services.milestones.values import Status
from tests.services.milestones.board import Board
from texts import Texts

MALANG = read_city(Path(__file__).parents[2] / "content" / "malang")
NOW = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)
TEXTS = Texts.load()
TOLD = {"coworking.lowokwaru", "coworking.sukun", "mcc.mulai-bangun", "mcc.diresmikan", "mcc.apa"}


@pytest.fixture
def board(db: Connection) -> Board:
    """The pack's milestones and articles; a city where nothing else is known."""
    city = replace(MALANG, articles=tuple(one for one in MALANG.articles if one.key in TOLD))
    knowledge.fill_from_pack(db, pack=city, now=NOW)
    packs.fill_from_pack(db, pack=city, now=NOW)
    return Board(db)


def ask(board: Board, question: str) -> Outcome:
    library = knowledge.open_library(board.db, city=MALANG, now=NOW)
    return asking.ask(board.db, shelf=Shelf(library, MALANG, NOW), question=question, language="id")


def told(board: Board, question: str) -> Article | Fact:
    answer = ask(board, question)
    assert isinstance(answer, Answer), answer
    return answer.told


def test_how_far_it_is_is_told_from_the_rows(board: Board) -> None:
    fact = told(board, "progres coworking lowokwaru gimana?")
    assert isinstance(fact, Fact)
    assert quoting.quote(TEXTS, "id", fact).splitlines()[:6] == [
        "<b>Coworking space Lowokwaru</b>",
        "",
        "Tempat kerja bersama gratis untuk Lowokwaru. Daftar 2025 menyebut Kebun Bibit; apakah itu yang di Lowokwaru "
        "belum pasti.",
        "⚪ Direncanakan, belum dimulai.",
        "Target: 2021, sudah lewat.",
        "Kabar terakhir (27 Februari 2025): Daftar Disporapar menyebut Kebun Bibit, tanpa kecamatannya.",
    ]
    assert [(source.name, source.dated) for source in fact.sources] == [
        ("Jatim Times", "2021-07-02"),
        ("Javasatu", "2025-02-27"),
    ]


def test_what_satgas_changed_is_told_as_of_then(board: Board) -> None:
    number = int(told(board, "progres coworking lowokwaru").passage.partition(":")[2])
    one = board.fresh(replace(board.draft(), id=number))
    board.change(one, status=Status.ON_TRACK, progress=40, target="2027-Q2")
    fact = told(board, "coworking lowokwaru sudah sampai mana")
    assert isinstance(fact, Fact)
    said = quoting.quote(TEXTS, "id", fact)
    assert "🔵 Berjalan, 40%.\nTarget: triwulan 2 2027.\n" in said
    assert fact.as_of == board.agora.now


def test_anything_else_is_answered_by_the_article(board: Board) -> None:
    for question in ("coworking lowokwaru di mana", "kapan MCC selesai?", "mcc diresmikan kapan"):
        assert isinstance(told(board, question), Article), question


def test_the_milestones_of_a_point_are_told_together(board: Board) -> None:
    fact = told(board, "tonggak poin 4")
    assert isinstance(fact, Fact)
    lines = [quoting.line(TEXTS, "id", one) for one in fact.lines]
    assert lines[0] == "Progresnya 80%: 4 dari 5 tonggak selesai."
    assert lines[3] == "⚪ Coworking space Lowokwaru: direncanakan"
    assert fact.door is not None
    assert fact.door.press == "v1:roadmap:point:coworking"


def test_one_that_satgas_wrote_is_found_by_its_name_once_it_is_public(board: Board) -> None:
    one = board.draft("Bioskop warga dibuka", "mcc")
    before = milestonefacts.edition(board.db)
    assert not isinstance(ask(board, "progres bioskop warga"), Answer)
    board.publish(one)
    assert milestonefacts.edition(board.db) != before
    assert told(board, "progres bioskop warga").title == "Bioskop warga dibuka"


def test_in_any_chat_they_are_found_while_somebody_types(board: Board) -> None:
    shelf = Shelf(knowledge.open_library(board.db, city=MALANG, now=NOW), MALANG, NOW)

    def titles(words: str) -> list[str]:
        page = inline.find(board.db, shelf=shelf, ideas=knowledge.empty_library(), words=words, language="id")
        return [one.title for one in page.told if isinstance(one, Fact) and one.passage.startswith("milestone:")]

    assert titles("tonggak sukun") == ["Coworking space Sukun: Bakalankrajan"]
    assert titles("coworking space lowok") == ["Coworking space Lowokwaru"]
    assert titles("tonggak tol") == []
    draft = board.draft("Rahasia sekali")
    assert titles("rahasia") == []
    board.publish(draft)
    assert titles("rahas") == ["Rahasia sekali"]


def test_what_is_not_there_is_not_told(board: Board) -> None:
    for key in ("0", "999999", "p0", "p9", "px", "abc", ""):
        assert milestonefacts.tell(board.db, key=key, language="id", city=MALANG, now=NOW) is None
