"""Markup becomes plain text and entities, counted in UTF-16."""

from html import escape
from typing import Any

import pytest
from hypothesis import given, strategies as st

from sandbox import markup
from sandbox.errors import Refused
from sandbox.utf16 import cut, units

Case = tuple[str, str, list[tuple[str, str]]]


def spans(text: str, entities: list[dict[str, Any]]) -> list[tuple[str, str]]:
    """Each entity as its type and the text it covers."""
    return [(entity["type"], cut(text, entity["offset"], entity["length"])) for entity in entities]


HTML: list[Case] = [
    ("<b>a</b>", "a", [("bold", "a")]),
    ("<B>a</B>", "a", [("bold", "a")]),
    ("<strong>a</><em>b</em>", "ab", [("bold", "a"), ("italic", "b")]),
    ("<b>a<i>b</i></b>c", "abc", [("bold", "ab"), ("italic", "b")]),
    ("<b><i>a</i></b>", "a", [("italic", "a"), ("bold", "a")]),
    ("<u>a</u><ins>b</ins>", "ab", [("underline", "a"), ("underline", "b")]),
    ("<s>a</s><strike>b</strike><del>c</del>", "abc", [("strikethrough", x) for x in "abc"]),
    ("<tg-spoiler>a</tg-spoiler>", "a", [("spoiler", "a")]),
    ('<span class="tg-spoiler">a</span>', "a", [("spoiler", "a")]),
    ("😀<b>😀</b>", "😀😀", [("bold", "😀")]),
    ('<a href="https://malangkota.go.id/?a=1&amp;b=2">situs</a>', "situs", [("text_link", "situs")]),
    ("<a href='tg://user?id=5'>Ani</a>", "Ani", [("text_mention", "Ani")]),
    ("<a href='bukan tautan'>x</a>", "x", []),
    ("<a>malang.id</a>", "malang.id", [("text_link", "malang.id")]),
    ("<code>a&lt;b</code>", "a<b", [("code", "a<b")]),
    ('<pre><code class="language-python">x</code></pre>', "x", [("pre", "x")]),
    ("<pre>x</pre>", "x", [("pre", "x")]),
    ("<blockquote>a</blockquote>", "a", [("blockquote", "a")]),
    ("<blockquote expandable>a</blockquote>", "a", [("expandable_blockquote", "a")]),
    ("&lt;&gt;&amp;&quot;&#33;&#x21;&#128512;", '<>&"!!😀', []),
    ("&nbsp; &copy; & &#0; &#9999999;", "&nbsp; &copy; & &#0; &#9999999;", []),
    ("&lt &ampx", "< &ampx", []),
    ("<b></b>x<i></i>", "x", []),
    ("  <b> a </b>  ", "a", [("bold", "a")]),
    ("a > b", "a > b", []),
    ("<tg-time unix='1700000000' format='dt'>kemarin</tg-time>", "kemarin", [("date_time", "kemarin")]),
    ("<tg-time unix='x'>kapan</tg-time>", "kapan", []),
    ("<a>malang.id </a>", "malang.id", []),
    ('<b attr="x" other=y>a</b >', "a", [("bold", "a")]),
]


@pytest.mark.parametrize(("raw", "text", "expected"), HTML)
def test_html(raw: str, text: str, expected: list[tuple[str, str]]) -> None:
    plain, entities = markup.parse(raw, "HTML")
    assert plain == text
    assert sorted(spans(plain, entities)) == sorted(expected)


def test_html_keeps_links_languages_and_people() -> None:
    _, entities = markup.parse(
        '<a href="malang.id">a</a><pre><code class="language-sql">b</code></pre><a href="tg://user?id=5">c</a>', "html"
    )
    assert [entity.get("url") or entity.get("language") or entity["user"]["id"] for entity in entities] == [
        "http://malang.id/",
        "sql",
        5,
    ]


V2: list[Case] = [
    ("*a* _b_ __c__ ~d~ ||e||", "a b c d e",
     [("bold", "a"), ("italic", "b"), ("underline", "c"), ("strikethrough", "d"), ("spoiler", "e")]),
    ("*a _b_*", "a b", [("bold", "a b"), ("italic", "b")]),
    (r"a\.b\*", "a.b*", []),
    ("`a.b`", "a.b", [("code", "a.b")]),
    ("```py\na```", "a", [("pre", "a")]),
    ("[a](https://x.id/\\))", "a", [("text_link", "a")]),
    ("[a](tg://user?id=5)", "a", [("text_mention", "a")]),
    (">a\n>b", "a\nb", [("blockquote", "a\nb")]),
    (">a\nb", "a\nb", [("blockquote", "a\n")]),
    (">a||", "a", [("expandable_blockquote", "a")]),
    (">a\r\n>b||\r\nc", "a\nb\nc", [("expandable_blockquote", "a\nb\n")]),
    ("![besok](tg://time?unix=1700000000&format=R)", "besok", [("date_time", "besok")]),
    ("[a](tg:user?id=5)", "a", [("text_mention", "a")]),
    ("![😀](tg://emoji?id=7)", "😀", [("custom_emoji", "😀")]),
]  # fmt: skip
LEGACY: list[Case] = [
    ("*a* _b_ `c` [d](https://x.id)", "a b c d", [("bold", "a"), ("italic", "b"), ("code", "c"), ("text_link", "d")]),
    (r"\*a", "*a", []),
    ("```py\na```", "a", [("pre", "a")]),
    ("**a", "a", []),
]


@pytest.mark.parametrize(("raw", "text", "expected"), V2)
def test_markdown_v2(raw: str, text: str, expected: list[tuple[str, str]]) -> None:
    plain, entities = markup.parse(raw, "MarkdownV2")
    assert (plain, sorted(spans(plain, entities))) == (text, sorted(expected))


@pytest.mark.parametrize(("raw", "text", "expected"), LEGACY)
def test_legacy_markdown(raw: str, text: str, expected: list[tuple[str, str]]) -> None:
    plain, entities = markup.parse(raw, "Markdown")
    assert (plain, sorted(spans(plain, entities))) == (text, sorted(expected))


def test_what_telegram_finds_by_itself() -> None:
    text = "/tanya@malang_bot ke @ani_ngalam di https://malangkota.go.id/a?b=1, #kopi a@b.id 1/2"
    assert spans(text, markup.detect(text)) == [
        ("bot_command", "/tanya@malang_bot"),
        ("mention", "@ani_ngalam"),
        ("url", "https://malangkota.go.id/a?b=1"),
        ("hashtag", "#kopi"),
        ("email", "a@b.id"),
    ]


def test_nothing_is_found_inside_code_and_links() -> None:
    plain, entities = markup.parse("<code>/start</code> <a href='x.id'>@ani_ani</a> <b>/bantuan</b>", "HTML")
    assert spans(plain, entities) == [
        ("code", "/start"),
        ("text_link", "@ani_ani"),
        ("bold", "/bantuan"),
        ("bot_command", "/bantuan"),
    ]


def test_controls_become_spaces_and_bidi_overrides_vanish() -> None:
    assert markup.parse("\ta\x00b\r\u202ec\n", None) == ("a bc", [])


@given(st.text())
def test_escaped_text_is_shown_as_it_was(text: str) -> None:
    plain, _ = markup.parse(escape(text, quote=False), "HTML")
    assert plain == markup.clean(text).strip(markup.SPACES)


@given(st.text(alphabet="<>/&;abi=\"' 😀e#x1"))
def test_any_html_is_read_or_refused_in_telegrams_way(raw: str) -> None:
    _check(raw, "HTML")


@given(st.text(alphabet="*_~|`[]()>\\\nab!.😀"), st.sampled_from(["Markdown", "MarkdownV2"]))
def test_any_markdown_is_read_or_refused_in_telegrams_way(raw: str, mode: str) -> None:
    _check(raw, mode)


def _check(raw: str, mode: str) -> None:
    plain: str = ""
    entities: list[dict[str, Any]] = []
    words = "Bad Request: can't parse entities: "
    try:
        plain, entities = markup.parse(raw, mode)
    except Refused as refused:
        words = refused.description
    assert words.startswith("Bad Request: can't parse entities: ")
    for entity in entities:
        assert 0 <= entity["offset"] < entity["offset"] + entity["length"] <= units(plain)


TREE: st.SearchStrategy[Any] = st.recursive(
    st.text(min_size=1, max_size=5).map(lambda text: (text, [])),
    lambda inner: st.tuples(st.sampled_from(["b", "i", "u", "s"]), st.lists(inner, min_size=1, max_size=3)),
    max_leaves=12,
)


@given(st.lists(TREE, max_size=4))
def test_nested_tags_cover_exactly_what_they_enclose(trees: list[Any]) -> None:
    expected: list[tuple[str, str]] = []
    raw = "x" + "".join(_write(tree, expected) for tree in trees) + "x"
    plain, entities = markup.parse(raw, "HTML")
    kinds = {"bold", "italic", "underline", "strikethrough"}
    found = [span for span in spans(plain, entities) if span[0] in kinds]
    assert sorted(found) == sorted(expected)


def _write(tree: Any, expected: list[tuple[str, str]]) -> str:
    name, inner = tree
    if not inner:
        return escape(name, quote=False)
    written = "".join(_write(each, expected) for each in inner)
    names = {"b": "bold", "i": "italic", "u": "underline", "s": "strikethrough"}
    text = markup.parse(f"x{written}x", "HTML")[0][1:-1]
    expected.append((names[name], text))
    return f"<{name}>{written}</{name}>"
