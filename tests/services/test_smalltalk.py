"""Small talk is told by whole words, and never where something is asked."""

import pytest

from services import smalltalk
from tests.services.test_knowledge import CITY
from texts import LANGUAGES, Texts


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("halo", "greeting"),
        ("HALOOOO min!!!", "greeting"),
        ("Assalamu'alaikum wr. wb.", "greeting"),
        ("selamat pagi kak", "greeting"),
        ("sugeng enjing rek", "greeting"),
        ("permisi, mau tanya", "greeting"),
        ("👋", "greeting"),
        ("makasih banyak ya kak", "thanks"),
        ("halo min, makasih infonya", "thanks"),
        ("kesuwun rek", "thanks"),
        ("nuwus sam", "thanks"),
        ("Thank you so much!", "thanks"),
        ("🙏🏻", "thanks"),
        ("pamit dulu ya", "bye"),
        ("good night", "bye"),
        ("kamu siapa sih?", "who"),
        ("halo, siapa kamu", "who"),
        ("kon sopo", "who"),
        ("who are you?", "who"),
        ("apa kabar?", "wellbeing"),
        ("yo opo kabare sam", "wellbeing"),
        ("maaf salah kirim", "sorry"),
        ("bot goblok", "scold"),
        ("jancok", "scold"),
        ("gak guna", "scold"),
        ("mantap 👍", "praise"),
        ("❤️", "praise"),
        ("mbois ilakes sam", "praise"),
        ("tes", "test"),
        ("1 2 3", "test"),
        ("wkwkwkwkwk", "laugh"),
        ("hahahahah", "laugh"),
        ("ok", "noted"),
        ("oyi", "noted"),
        ("gak usah", "noted"),
    ],
)
def test_what_is_said_without_asking(words: str, kind: str) -> None:
    assert smalltalk.kind(words) == kind


@pytest.mark.parametrize(
    "words",
    [
        "halo, coworking di klojen ada?",
        "makasih, terus parkirnya di mana",
        "walikota malang siapa",
        "tes cpns kapan",
        "info malang",
        "mari kita ke mcc",
        "selamat pagi, mcc buka jam berapa",
        "halo " * 20,
        "kak",
        "?",
        "",
        "🦖",
        "halo 12",
        "kipas",
        "jalan rusak, goblok",
    ],
)
def test_what_may_mean_something_is_no_small_talk(words: str) -> None:
    assert smalltalk.kind(words) is None


def test_no_wording_of_an_article_is_taken_for_small_talk() -> None:
    asked = [words for one in CITY.articles for words in one.asked_as]
    asked += [words for one in CITY.unknown for words in one.asked_as]
    assert [words for words in asked if smalltalk.kind(words) not in (None, "who")] == []


def test_every_kind_has_its_sentence() -> None:
    texts = Texts.load()
    assert [texts.say(language, f"smalltalk.{kind}") for language in LANGUAGES for kind in smalltalk.kinds()]
