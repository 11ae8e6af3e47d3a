"""The city packs: every fact with its source and date, findable, and nothing said twice."""

import re
import time
from pathlib import Path

import pytest

from finder import Verdict
from services.asking import Answer
from services.city import City, PackArticle
from services.citypack import read_city
from services.knowledge import Article
from tests.content.measure import Desk, Report, measured, questions

CONTENT = Path(__file__).resolve().parents[2] / "content"
PACKS = sorted(path.parent.name for path in CONTENT.glob("*/city.toml"))
MALANG = read_city(CONTENT / "malang")
DESK = Desk(MALANG)
MARKUP = re.compile(r"</?[a-z]+>|\*\*|\]\(")


@pytest.fixture(params=PACKS)
def city(request: pytest.FixtureRequest) -> City:
    """Each pack in turn."""
    return read_city(CONTENT / request.param)


def name(article: PackArticle) -> str:
    return f"{article.key}/{article.language}"


def test_every_article_has_a_source_with_link_and_date(city: City) -> None:
    for article in city.articles:
        for source in article.sources:
            assert source.name, name(article)
            assert source.dated, name(article)
            assert source.link.startswith("https://") or source.name in ("Bot ini", "This bot"), name(article)


def test_every_source_is_used() -> None:
    links = set(re.findall(r'^link = "(.+)"$', (CONTENT / "malang" / "sources.toml").read_text(), re.MULTILINE))
    assert links - {source.link for article in MALANG.articles for source in article.sources} == set()


def test_every_article_fits_a_phone(city: City) -> None:
    for article in city.articles:
        assert len(article.body) <= 560, name(article)
        assert len(article.body.splitlines()) <= 8, name(article)
        assert len(article.title) <= 70, name(article)


def test_texts_are_plain(city: City) -> None:
    assert [name(a) for a in city.articles if MARKUP.search(a.title + a.body + a.doubt)] == []


def test_an_undated_source_is_doubted_or_not_alone(city: City) -> None:
    assert [name(a) for a in city.articles if a.sources[0].dated == "undated" and not a.doubt] == []


def test_no_phrasing_stands_for_two_things() -> None:
    spoken: dict[str, str] = {}
    for key, phrasings in (
        *((a.key, a.asked_as) for a in MALANG.articles),
        *((u.key + "?", u.asked_as) for u in MALANG.unknown),
    ):
        for phrasing in phrasings:
            assert spoken.setdefault(phrasing.lower(), key) == key, phrasing


def test_every_phrasing_finds_its_article() -> None:
    spoken = [(one.key, wording) for one in MALANG.articles for wording in (one.title, *one.asked_as)]
    asked = [(wording, key, *DESK.finds(wording)) for key, wording in spoken]
    assert [one for one in asked if one[3][:1] != [one[1]]] == []


def test_what_is_not_known_is_not_answered() -> None:
    asked = [(wording, *DESK.finds(wording)) for unknown in MALANG.unknown for wording in unknown.asked_as]
    assert [one for one in asked if one[1] is not Verdict.UNKNOWN] == []


def test_the_roadmap_and_what_is_asked_most_stand_in_english() -> None:
    english = {article.key for article in MALANG.articles if article.language == "en"}
    indonesian = {article.key for article in MALANG.articles if article.language == "id"}
    assert {"roadmap.isi", *(point.article for point in MALANG.points)} <= english
    assert english <= indonesian
    assert len(english) >= 25


def test_the_four_points_are_told_together_with_their_source() -> None:
    outcome = DESK.ask("apa aja isi roadmap malang?")
    assert isinstance(outcome, Answer)
    article = outcome.told
    assert isinstance(article, Article)
    assert all(word in article.body for word in ("development", "Task Force", "MCC", "5 kecamatan"))
    assert "Indiekraf" in article.sources[0].name


def test_no_held_question_helped_to_write_the_pack() -> None:
    held = {one.q.lower().strip("?!. ") for one in questions() if one.half == "held"}
    wordings = [one.asked_as for one in MALANG.articles] + [one.asked_as for one in MALANG.unknown]
    spoken = {wording.lower().strip("?!. ") for some in wordings for wording in some}
    assert held & spoken == set()


@pytest.fixture(scope="module")
def report() -> Report:
    """What became of every resident's question."""
    return measured(DESK, questions())


def test_questions_on_the_roadmap_are_answered_by_the_fact(report: Report) -> None:
    counts = report.kinds["roadmap"]
    assert counts["right"] + counts["choices"] >= 59 / 64 * counts.total()
    assert counts["choices"] <= 6 / 64 * counts.total()


def test_what_no_source_answers_is_refused(report: Report) -> None:
    for kind in ("refuse", "refuse held"):
        counts = report.kinds[kind]
        assert counts["wrong"] + counts["choices"] <= counts.total() / 64


def test_the_rest_is_answered_or_honestly_not(report: Report) -> None:
    for kind in ("other", "older"):
        counts = report.kinds[kind]
        assert counts["right"] + counts["choices"] >= 0.9 * counts.total()


def test_the_example_stands_on_malang_and_says_so() -> None:
    example = read_city(CONTENT / "malang-contoh")
    assert example.example
    assert example.about["id"].startswith("Contoh")
    assert not MALANG.example
    assert (example.name, example.points, example.kecamatan) == (MALANG.name, MALANG.points, MALANG.kecamatan)


def test_a_pack_is_read_fast() -> None:
    begun = time.process_time()
    read_city(CONTENT / "malang")
    assert time.process_time() - begun < 0.15
