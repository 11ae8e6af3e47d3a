"""Whatever is typed: never an error, the same answer twice, and nothing that is not there."""

import json

from hypothesis import given, settings, strategies as st

from finder import Index, Passage, Verdict
from tests.finder.test_told import INDEX, PASSAGES, TEXTS

WORDS = sorted({word for text in TEXTS.values() for word in text.lower().split()})
SPOKEN = st.lists(st.sampled_from([*WORDS, "kapan", "brp", "sopo", "nang", "ndi", "apa", "itu", "tidak", "1975", "?"]))
TYPED = st.text(max_size=200) | SPOKEN.map(" ".join) | st.text(alphabet="abdeikmnrstu  ?.-0123", max_size=80)
AGAIN = Index.build(PASSAGES)
IDS = {one.id for one in PASSAGES}


@settings(max_examples=200, deadline=None)
@given(TYPED)
def test_any_question_is_read_and_judged_the_same_twice(typed: str) -> None:
    finding, hits = INDEX.ask(typed), INDEX.search(typed)
    assert (finding, hits) == (AGAIN.ask(typed), AGAIN.search(typed))
    assert all(0 <= hit.confidence <= 1 and hit.id in IDS for hit in (*hits, *finding.hits))
    assert len(hits) == len({hit.id for hit in hits}) <= 10
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
    assert len(finding.hits) == {Verdict.ANSWER: 1, Verdict.UNKNOWN: 0, Verdict.EMPTY: 0}.get(
        finding.verdict, max(2, min(3, len(finding.hits)))
    )


@settings(max_examples=150, deadline=None)
@given(TYPED, st.sampled_from(sorted(TEXTS)))
def test_the_sentence_set_off_stands_in_the_text(typed: str, passage: str) -> None:
    assert INDEX.sentence(passage, typed) in TEXTS[passage]


@settings(max_examples=150, deadline=None)
@given(TYPED)
def test_beginnings_likenesses_and_languages_of_any_text(typed: str) -> None:
    assert {hit.id for hit in (*INDEX.begun(typed), *INDEX.similar(typed))} <= IDS
    assert INDEX.language(typed) in {"id", "en"}
    assert INDEX.understands(typed) == (INDEX.ask(typed).verdict != Verdict.EMPTY)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(TYPED, TYPED, st.lists(TYPED, max_size=3), st.booleans()), max_size=6), TYPED)
def test_any_passages_can_be_searched(texts: list[tuple[str, str, list[str], bool]], typed: str) -> None:
    index = Index.build(
        Passage(str(n), title, text, tuple(asked), known=known) for n, (title, text, asked, known) in enumerate(texts)
    )
    hits = index.search(typed)
    known = {str(n) for n, one in enumerate(texts) if one[3]}
    assert {hit.id for hit in hits} <= known
    assert all(0 <= hit.confidence <= 1 for hit in hits)
    for hit in hits:
        assert index.sentence(hit.id, typed) in texts[int(hit.id)][1]
        assert hit.id not in index.related(hit.id)
    json.dumps([(hit.score, hit.confidence) for hit in (*hits, *index.similar(typed))], allow_nan=False)
