"""A draft takes what is typed part by part; what is kept always has a source and a date and fits one message."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given, strategies as st
from sqlalchemy import Connection

from services import articledraft as drafts, articles, articletyped as typed, people
from services.articledraft import PREVIEW, Draft
from services.articles import Content, Saved
from services.articletyped import Wrong
from services.city import Source
from services.dates import WrongDate

TODAY = date(2026, 11, 24)
NOW = datetime(2026, 11, 24, 5, 0, tzinfo=UTC)
SOURCE = Source("Humas", "", "2026-11-20")
WHOLE = Content(
    "id", "Jam buka MCC", "Buka pukul 8.", (SOURCE,), "Belum pasti.", ("jam mcc",), ("klojen",), ("events",)
)


def draft_of(content: Content = WHOLE, *steps: str) -> Draft:
    return drafts.of_article(3, content, NOW, *steps)


def taken(draft: Draft, *words: str) -> Draft:
    for one in words:
        found = drafts.take(draft, one, today=TODAY)
        assert isinstance(found, Draft), found
        draft = found
    return draft


def test_a_new_article_is_asked_for_step_by_step() -> None:
    draft = drafts.new()
    steps = []
    for words in (" Jam  buka ", "Buka pukul 8.", "Humas", "humas.example/a", "20 Nov 2026", "jam mcc\nmcc jam piro"):
        steps.append(draft.step)
        assert drafts.settled(draft) is None or draft.step == "asked_as"
        draft = taken(draft, words)

    assert steps == ["title", "body", "name", "link", "dated", "asked_as"]
    assert draft.step == PREVIEW
    source = Source("Humas", "https://humas.example/a", "2026-11-20")
    assert draft.content == Content("id", "Jam buka", "Buka pukul 8.", (source,), "", ("jam mcc", "mcc jam piro"))


@pytest.mark.parametrize(
    ("step", "words", "kept"),
    [
        ("title", "Jam\nbuka\tMCC <b>", "Jam buka MCC <b>"),
        ("title", "x" * 120, "x" * 120),
        ("body", "  Satu. \n\n\n\n Dua. ", "Satu.\n\nDua."),
        ("body", "x" * 3000, "x" * 3000),
        ("doubt", "Belum\npasti", "Belum pasti"),
        ("asked_as", "- jam mcc\n\n• mcc jam piro\njam mcc", ("jam mcc", "mcc jam piro")),
        ("asked_more", "jam mcc\nbuka kapan", ("jam mcc", "buka kapan")),
    ],
)
def test_what_is_typed_is_kept_tidily(step: str, words: str, kept: object) -> None:
    content = replace(WHOLE, doubt="", sources=(Source("H", "", "2026"),))
    name = "asked_as" if step == "asked_more" else step
    assert getattr(taken(draft_of(content, step), words).content, name) == kept


@pytest.mark.parametrize(
    ("step", "words", "wrong"),
    [
        ("title", "", Wrong.TITLE),
        ("title", " \n ", Wrong.TITLE),
        ("title", "🎉🎉", Wrong.TITLE),
        ("title", "x" * 121, Wrong.TITLE),
        ("title", "🎉" * 60 + "x", Wrong.TITLE),
        ("body", "…", Wrong.BODY),
        ("body", "x" * 3001, Wrong.BODY),
        ("name", "x" * 121, Wrong.NAME),
        ("name", "—", Wrong.NAME),
        ("doubt", "x" * 301, Wrong.DOUBT),
        ("link", "tidak ada", Wrong.LINK),
        ("asked_as", "\n", Wrong.PHRASES),
        ("asked_as", "x" * 121, Wrong.PHRASES),
        ("asked_as", "jam mcc\n???", Wrong.PHRASES),
        ("asked_as", "\n".join(map(str, range(201))), Wrong.PHRASES),
        ("asked_more", "\n".join(map(str, range(200))), Wrong.PHRASES),
        ("dated", "31 Februari 2025", WrongDate.IMPOSSIBLE),
        ("dated", "besok", WrongDate.FUTURE),
        ("dated", "kapan-kapan", WrongDate.UNREADABLE),
    ],
)
def test_what_cannot_be_kept_is_refused_by_name(step: str, words: str, wrong: object) -> None:
    assert drafts.take(draft_of(WHOLE, step), words, today=TODAY) is wrong


@pytest.mark.parametrize(
    ("words", "kept"),
    [
        ("https://malangkota.go.id/berita?a=1&b=2#c", "https://malangkota.go.id/berita?a=1&b=2#c"),
        (" http://lapor.go.id ", "http://lapor.go.id"),
        ("HTTPS://LAPOR.GO.ID/X", "HTTPS://LAPOR.GO.ID/X"),
        ("malangkota.go.id/berita", "https://malangkota.go.id/berita"),
        ("https://x.id:8443/a", "https://x.id:8443/a"),
        ("https://jawa.example/jalan-ä", "https://jawa.example/jalan-ä"),
    ],
)
def test_a_link_is_one_that_opens(words: str, kept: str) -> None:
    assert typed.link(words) == kept


@pytest.mark.parametrize(
    "words",
    [
        "", "halo", "ftp://x.id", "javascript:alert(1)", "mailto:a@x.id", "tg://resolve?domain=x", "https://", "https://x",
        "https://a b.id", "https://.", "https://..id", "http://[::1", "http://127.0.0.1/", "https://x.id:99999/",
        "https://u:p@x.id", "https://x.id/\u202e", 'https://x.id/"><b>', "https://x.id/" + "a" * 500,
        "https://" + "a" * 70 + ".id", "lihat https://x.id", "https://x.id https://y.id",
    ],
)  # fmt: skip
def test_what_does_not_open_is_no_link(words: str) -> None:
    assert typed.link(words) is Wrong.LINK


def test_all_together_fits_one_message() -> None:
    longest = replace(WHOLE, title="x" * 120, body="x" * 3000, doubt="", sources=(Source("x" * 120, "", "2026"),))
    assert typed.fits(longest)
    assert drafts.take(draft_of(longest, "doubt"), "x" * 300, today=TODAY) != Wrong.WHOLE
    two = taken(draft_of(replace(longest, doubt="x" * 300), "title"), "x" * 120)
    more = drafts.add_source(two)
    assert more is not None
    assert drafts.take(more, "x" * 120, today=TODAY) is Wrong.WHOLE


def test_sources_come_and_go_but_one_stays() -> None:
    draft = draft_of()
    assert drafts.drop_source(draft, 0) is None
    more = drafts.add_source(draft)
    assert more is not None
    assert (more.step, more.is_whole, drafts.settled(more)) == ("name", False, draft_of())
    assert drafts.settled(taken(more, "Radar", "x.id")) == draft_of()
    two = taken(more, "Radar", "x.id", "2025")
    assert two.content.sources == (SOURCE, Source("Radar", "https://x.id", "2025"))
    assert drafts.drop_source(two, 2) is None
    left = drafts.drop_source(two, 0)
    assert left is not None
    assert left.content.sources == (Source("Radar", "https://x.id", "2025"),)
    assert taken(drafts.at_source(two, 1, "dated"), "sekitar 2024").content.sources[1].dated == "±2024"
    full = draft_of(replace(WHOLE, sources=(SOURCE,) * typed.SOURCES))
    assert drafts.add_source(full) is None


def test_kecamatan_and_topics_stand_in_the_citys_order() -> None:
    known = ["klojen", "sukun", "blimbing"]
    two = drafts.toggle(drafts.toggle(draft_of(), "kecamatan", "blimbing", known), "kecamatan", "sukun", known)
    assert two.content.kecamatan == ("klojen", "sukun", "blimbing")
    assert drafts.toggle(two, "kecamatan", "sukun", known).content.kecamatan == ("klojen", "blimbing")
    assert drafts.toggle(two, "kecamatan", "atlantis", known).content == two.content


def test_nothing_is_an_answer_where_nothing_is_needed() -> None:
    bare = replace(WHOLE, doubt="", asked_as=())
    steps = ("title", "body", "name", "link", "dated", "doubt", "asked_as", "asked_more")
    assert [step for step in steps if drafts.may_be_empty(draft_of(WHOLE, step))] == ["link", "doubt"]
    assert [step for step in steps if drafts.may_be_empty(draft_of(bare, step))] == ["link", "asked_as"]


def test_a_translation_keeps_what_it_is_about() -> None:
    draft = taken(drafts.translation(3, WHOLE, "en"), "MCC hours", "Opens at 8.", "when does mcc open")
    assert draft.content == replace(
        WHOLE, language="en", title="MCC hours", body="Opens at 8.", doubt="", asked_as=("when does mcc open",)
    )


def test_what_was_changed_meanwhile_stays_below_what_one_changed_oneself() -> None:
    mine = taken(draft_of(WHOLE, "body"), "Buka pukul 9.")
    newest = replace(WHOLE, title="MCC buka", body="Buka pukul 10.")
    upon = drafts.upon(mine, 3, newest, NOW)
    assert (upon.content, upon.step, upon.seen) == (replace(newest, body="Buka pukul 9."), PREVIEW, NOW)


def test_what_is_too_long_together_is_not_saved(db: Connection) -> None:
    ani = people.meet(db, telegram_id=7, name="Ani", username=None, telegram_language="id", now=NOW)
    long = replace(WHOLE, body="x" * 3000, doubt="x" * 300, sources=(Source("x" * 120, "", "2026"),) * 3)
    assert drafts.save(db, draft=Draft(long), by=ani, now=NOW) == (Saved.LONG, 0)
    saved, number = drafts.save(db, draft=Draft(WHOLE), by=ani, now=NOW)
    assert (saved, articles.content_of(db, article_id=number)) == (Saved.DONE, WHOLE)


WORDS = st.sampled_from(
    [
        "Jam buka",
        "x" * 3000,
        "x" * 119,
        "",
        "🎉",
        "https://x.id",
        "x.id",
        "24 November 2026",
        "2021",
        "31/2/2025",
        "a\nb",
    ]
)
DEED = st.sampled_from(["take", "none", "add", "drop", "at", "toggle", "settle", "part"])
DEEDS = st.lists(st.tuples(DEED, WORDS, st.integers(0, 5)), max_size=25)


def after(draft: Draft, deed: str, words: str, at: int) -> Draft:
    """The draft after one deed; the same where the deed is refused."""
    found: Any = draft
    if deed == "take" and draft.then:
        found = drafts.take(draft, words, today=TODAY)
    elif deed == "none" and drafts.may_be_empty(draft):
        found = drafts.put(draft, draft.step, () if draft.step == "asked_as" else "")
    elif deed == "add":
        found = drafts.add_source(draft)
    elif deed == "drop":
        found = drafts.drop_source(draft, at)
    elif deed == "at" and at < len(draft.content.sources):
        found = drafts.at_source(draft, at, drafts.OF_A_SOURCE[at % 3])
    elif deed == "toggle":
        found = drafts.toggle(draft, "kecamatan", "klojen", ["klojen", "sukun"])
    elif deed == "settle":
        found = drafts.settled(draft)
    elif deed == "part" and (settled := drafts.settled(draft)):
        found = replace(settled, then=(("title", "body", "doubt", "asked_as", "asked_more")[at % 5],))
    return found if isinstance(found, Draft) else draft


@given(st.sampled_from([drafts.new(), draft_of(), drafts.translation(3, WHOLE, "en")]), DEEDS)
def test_whatever_is_done_to_a_draft_it_can_be_kept_only_whole(draft: Draft, deeds: list[tuple[str, str, int]]) -> None:
    for deed in deeds:
        draft = after(draft, *deed)
        assert Draft.from_dict(json.loads(json.dumps(draft.as_dict()))) == draft
        settled = drafts.settled(draft)
        if settled:
            content = settled.content
            assert content.title
            assert content.body
            assert content.sources
            assert all(one.name and one.dated for one in content.sources)
            assert typed.fits(content)
            assert 0 <= settled.at < len(content.sources) <= typed.SOURCES
