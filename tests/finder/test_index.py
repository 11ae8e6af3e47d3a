"""The finder: passages in, the right one out, and an honest nothing."""

import pytest
from hypothesis import given, settings, strategies as st

from finder import Index, Passage, Verdict

PASSAGES = (
    Passage("hall", "Alamat balai", "Balai ada di Jalan Mawar 7.", ("balai di mana", "where is the hall")),
    Passage("fee", "Biaya sewa balai", "Sewa balai Rp50.000 sehari sejak 2024.", ("sewa balai berapa",)),
    Passage("opening", "Kapan balai dibuka", "Balai dibuka tahun 2021 oleh lurah.", ("balai dibuka kapan",)),
    Passage("garden", "Taman kota", "Taman punya kolam ikan dan bangku.", ("taman ada apa",)),
    Passage("garden-en", "City garden", "The garden has a fish pond.", ("what is in the garden",), language="en"),
    Passage("hours", "", "", ("jam buka balai", "balai buka jam berapa"), known=False),
)
INDEX = Index.build(PASSAGES, {"gedung warga": "balai", "ngalam": ""})


def found(question: str) -> str | None:
    finding = INDEX.ask(question)
    return finding.hits[0].id if finding.verdict == Verdict.ANSWER else None


@pytest.mark.parametrize(
    ("question", "passage"),
    [
        ("Di mana alamat balai?", "hall"),
        ("balai nang endi rek", "hall"),
        ("alamt balay", "hall"),
        ("gedung warga di mana", "hall"),
        ("regane nyewo balai piro", "fee"),
        ("balai dibuka taun brp", "opening"),
        ("kpn balai dibka", "opening"),
        ("Where is the hall?", "hall"),
        ("what is in the garden", "garden-en"),
        ("taman ngalam onok opo", "garden"),
    ],
)
def test_finds_what_was_meant(question: str, passage: str) -> None:
    assert found(question) == passage


@pytest.mark.parametrize(
    "question",
    ["harga cabai hari ini", "balai buka jam berapa", "", "   ", "🙂🙂", "yang di ke dari", "siapa presiden"],
)
def test_says_nothing_when_nothing_answers(question: str) -> None:
    assert found(question) is None


def test_what_is_not_known_is_never_a_hit() -> None:
    assert "hours" not in {hit.id for hit in INDEX.search("jam buka balai")}


def test_hits_come_best_first_and_no_more_than_asked() -> None:
    hits = INDEX.search("balai", limit=2)
    assert len(hits) == 2
    assert hits[0].score >= hits[1].score
    assert all(0 <= hit.confidence <= 1 for hit in hits)


def test_a_number_the_passage_does_not_name_is_doubted() -> None:
    assert INDEX.search("balai dibuka 2021")[0].confidence > INDEX.search("balai dibuka 2035")[0].confidence


def test_the_same_question_is_answered_the_same() -> None:
    assert INDEX.search("alamat balai") == Index.build(PASSAGES).search("alamat balai")


def test_an_empty_index_answers_nothing() -> None:
    assert Index.build([]).search("balai") == []


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=300) | st.text(alphabet="abcdeiknrstu ?2-", max_size=80))
def test_any_text_is_a_question(question: str) -> None:
    INDEX.ask(question)


def test_of_an_endless_text_the_longest_message_is_read() -> None:
    message = ("salahketik balai " * 300)[:4096]
    assert INDEX.search(message)[0].id == "hall"
    assert INDEX.search(message + " taman" * 900) == INDEX.search(message)


GARDENS = (
    Passage("a/id", "Taman Merpati", "Ada kolam ikan. Taman dibuka tahun 2019.", group="a"),
    Passage("a/en", "Merpati garden", "It has a fish pond. The garden opened in 2019.", language="en", group="a"),
    Passage("b/id", "Taman Kenari", "Ada kolam renang. Taman dibuka tahun 2020.", group="b"),
    Passage("c/id", "Balai warga", "Rapat warga tiap Jumat.", group="c"),
)


def test_a_question_comes_to_an_answer_choices_nothing_or_no_question() -> None:
    index = Index.build(GARDENS)
    assert index.ask("taman merpati dibuka kapan").verdict == Verdict.ANSWER
    assert {hit.id for hit in index.ask("kapan taman dibuka").hits} == {"a/id", "b/id"}
    assert index.ask("kapan taman dibuka").verdict == Verdict.CHOICES
    assert index.ask("harga cabai").verdict == Verdict.UNKNOWN
    assert index.ask("halo kak").verdict == Verdict.EMPTY


def test_the_sentence_that_matters_stands_in_the_text() -> None:
    index = Index.build(GARDENS)
    assert index.sentence("a/id", "dibuka tahun berapa") == "Taman dibuka tahun 2019."
    assert index.sentence("c/id", "rapat warga") == ""
    assert index.sentence("a/id", "harga cabai") == ""


def test_related_passages_are_of_other_things() -> None:
    assert Index.build(GARDENS).related("a/id")[:1] == ["b/id"]


@pytest.mark.parametrize(
    ("typed", "first"),
    [("tam", "garden"), ("kota tam", "garden"), ("alama", "hall"), ("alamt balay", "hall"), ("garde", "garden-en")],
)
def test_what_may_be_meant_while_somebody_types(typed: str, first: str) -> None:
    assert INDEX.begun(typed)[0].id == first


def test_a_list_holds_each_thing_once_and_nothing_that_is_far() -> None:
    kinds = (Passage("a", "Taman", "Bangku.", group="taman"), Passage("b", "Garden", "Bench.", (), "en", group="taman"))
    index = Index.build((*kinds, *(Passage(f"c{n}", f"Taman {n}", "Kolam.") for n in range(9))))
    assert len(index.begun("taman", limit=50)) == 10
    assert len(index.begun("taman", limit=3)) == 3
    assert [index.begun(words) for words in ("", " ", "?", "k", "monorel", "harga emas hari ini")] == [[]] * 6
