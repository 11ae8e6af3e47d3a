"""Passages that come with the wordings people ask by: what makes a near one less sure, and which language leads."""

from finder import Index, Passage, Verdict

WORDED = ("jam buka balai", "balai buka jam berapa", "balai buka kapan")
CROWD = tuple(
    Passage(
        name, name.title(), f"{name.title()} ada di kota.", (f"{name} ada di mana", f"cari {name}", f"letak {name}")
    )
    for name in ("taman", "kolam", "museum", "stasiun", "terminal", "pajak")
)


def sure(question: str, *passages: Passage) -> float:
    """How sure it is of the hall."""
    return next(hit.confidence for hit in Index.build((*passages, *CROWD)).search(question) if hit.id == "hall")


def hall(text: str, *wordings: str) -> Passage:
    return Passage("hall", "Balai", text, (*WORDED, *wordings))


def test_a_date_is_asked_for_and_the_passage_has_none() -> None:
    dated, undated = hall("Balai buka tahun 2021."), hall("Balai buka tahun lalu.")
    assert sure("balai buka kapan", undated) < sure("balai buka kapan", dated)


def test_a_word_that_others_are_about_is_missed_more_than_another_word() -> None:
    one = hall("Balai buka pukul delapan.")
    aside = Passage("aside", "Lain", "Ubin, ubin.", ("aneka hal", "macam macam", "serba serbi"))
    assert sure("jam buka balai pajak", one, aside) < sure("jam buka balai ubin", one, aside)


def test_something_ended_says_the_question_and_the_passage_knows_nothing_of_it() -> None:
    one, ended = hall("Balai buka pukul delapan."), hall("Balai buka pukul delapan, lalu batal.")
    assert sure("kenapa jam buka balai dibatalkan", one) < 0.7 * sure("kenapa jam buka balai dibatalkan", ended)


def test_a_thing_that_is_handed_out_is_asked_for_and_the_passage_has_none() -> None:
    one, told = hall("Balai buka pukul delapan."), hall("Balai buka pukul delapan, telepon 12345.")
    assert sure("telepon balai buka", one) < 0.7 * sure("telepon balai buka", told)


def test_what_is_sure_but_not_the_likeliest_is_no_answer() -> None:
    named = hall("Balai buka pukul delapan.")
    likelier = Passage("square", "Alun-alun", "Alun-alun.", ("alun alun ditutup", "alun alun buka", "pagar alun alun"))
    index = Index.build((named, likelier, *CROWD))
    judged = {hit.id: hit for hit in index.search("balai buka")}
    assert index.ask("balai buka").verdict is Verdict.ANSWER
    found = {"square": (3.0, 0.1), "hall": (1.0, judged["hall"].confidence)}
    index._judge = lambda asked: {index._places[name]: one for name, one in found.items()}  # type: ignore[method-assign]
    assert index.ask("balai buka").verdict is Verdict.UNKNOWN


def test_a_single_word_is_less_sure_than_two_even_where_both_are_a_wording() -> None:
    one = hall("Balai punya bangku kayu.", "bangku", "bangku kayu")
    assert sure("bangku", one) < sure("bangku kayu", one)


def test_a_single_word_that_is_a_title_is_sure() -> None:
    one = hall("Balai punya bangku.", "bangku")
    assert sure("bangku", one) < sure("balai", one)


def test_two_words_written_apart_are_found_as_one() -> None:
    shop = Passage("sun", "", "Toko Matahari menjual batik.")
    assert Index.build((shop, *CROWD)).search("mata hari")[0].id == "sun"


def test_of_one_thing_in_two_languages_that_of_the_question_leads() -> None:
    both = tuple(
        Passage(tongue, "Gamelan 1820", "Gamelan 1820.", language=tongue, group="g") for tongue in ("id", "en")
    )
    for order in (both, both[::-1]):
        index = Index.build(order)
        assert index.search("what is the gamelan")[0].id == "en"
        assert index.search("gamelan itu apa ya kak")[0].id == "id"
