"""The catalogues say the same in every language, fit where they are shown, and hold nothing nobody says."""

import ast
import re
import string
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from handlers.milestone_card import PARTS
from models.register import REGISTER
from services import articles, menu, privacy, smalltalk
from services.milestones.values import Status
from texts import LANGUAGES, Texts
from wire.markup import units

ROOT = Path(__file__).parent.parent.parent
TEXTS = Texts.load()
SAYING = {"say", "say_to", "change", "toast", "text", "label", "plain", "notice"}
FAMILIES: dict[str, Iterable[str]] = {
    "door": {command.name for command in menu.COMMANDS if command.press},
    "command": {command.name for command in menu.COMMANDS},
    "language.name": set(LANGUAGES),
    "article.field": {*articles.FIELDS, "write", "retire", "revive"},
    "article.part": {"title", "body", "sources", "doubt", "asked_as", "scope"},
    "milestonestatus": set(Status),
    "milestone.part": {part for row in PARTS for part in row},
    "fact.milestone": set(Status),
    "fact.milestones": set(Status),
    "role": {"satgas", "ketua"},
    "smalltalk": set(smalltalk.kinds()),
    "reach": {"open", "blocked", "gone"},
    "newsevery": {"update", "week"},
    "purpose": {reason.purpose for reason in privacy.reasons()},
    "kept": {reason.kept for reason in privacy.reasons()},
}
"""Beginnings of keys that code completes, with the ends it may meet."""


def catalogues(language: str) -> dict[str, dict[str, str]]:
    """Each noun's sentences."""
    found = {}
    for path in sorted((ROOT / "texts" / language).glob("*.po")):
        with path.open("rb") as file:
            found[path.stem] = {str(one.id): str(one.string) for one in read_po(file) if one.id}
    return found


def catalogue(language: str) -> dict[str, str]:
    return {key: sentence for noun in catalogues(language).values() for key, sentence in noun.items()}


HOME = catalogue("id")


def placeholders(sentence: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name is not None}


def code() -> Iterator[tuple[Path, ast.AST]]:
    """Every node of the code that may say something."""
    rooms = [
        path for room in ("handlers", "jobs", "notices", "services", "texts") for path in (ROOT / room).glob("**/*.py")
    ]
    for path in [*rooms, *ROOT.glob("*.py")]:
        yield from ((path, node) for node in ast.walk(ast.parse(path.read_text())))


def calls() -> Iterator[tuple[str, ast.Call, str]]:
    """Calls that say something, with each key they name."""
    for path, node in code():
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in SAYING:
            for argument in node.args:
                for one in ast.walk(argument):
                    if isinstance(one, ast.Constant) and isinstance(one.value, str) and is_key(one.value):
                        yield f"{path.name}:{node.lineno}", node, one.value


def is_key(value: str) -> bool:
    return re.fullmatch(r"[a-z_]+(\.[a-z_]+)+", value) is not None


def derived() -> set[str]:
    """The keys that code puts together."""
    keys = {f"{family}.{end}" for family, ends in FAMILIES.items() for end in ends}
    keys |= {thing for reason in privacy.reasons() for thing in reason.things}
    personal = [(table, name, one) for table, columns in REGISTER.items() for name, one in columns.items() if one]
    return keys | {
        f"column.{table}.{name}" for table, name, one in personal if one.export == "value" and not name.endswith("_by")
    } - {"column.roles.person_id", "column.forms.person_id"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_every_sentence_with_the_same_placeholders(language: str) -> None:
    told = {key: placeholders(sentence) for key, sentence in catalogue(language).items() if sentence}
    assert told == {key: placeholders(sentence) for key, sentence in HOME.items()}


@pytest.mark.parametrize("language", LANGUAGES)
def test_markup_is_balanced_and_known(language: str) -> None:
    broken = {}
    for key, sentence in catalogue(language).items():
        opened: list[str] = []
        for closing, name in re.findall(r"<(/?)([a-z]+)(?: href=\"\{link\}\")?>", sentence):
            if not closing:
                opened.append(name)
            elif not opened or opened.pop() != name:
                broken[key] = sentence
        rest = re.sub(r"</?(?:b|i|s|code|a)(?: href=\"\{link\}\")?>", "", sentence)
        if opened or re.search(r"[<>]|&(?!amp;|lt;|gt;)", rest):
            broken[key] = sentence
    assert broken == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_sentences_fit_where_they_are_shown(language: str) -> None:
    sentences = catalogue(language)
    limits = {key: 256 for key in sentences if key.startswith("command.")}
    limits |= {key: 24 for key in sentences if key.startswith("door.")}
    limits |= dict.fromkeys(toasts(), 200)
    limits |= {"bot.description": 490, "bot.short": 110}
    assert {key: limit for key, limit in limits.items() if units(sentences[key]) > limit} == {}


def toasts() -> set[str]:
    """The keys that answer a press."""
    said = {key for _, node, key in calls() if isinstance(node.func, ast.Attribute) and node.func.attr == "toast"}
    outcomes = {"team.taken_back", "team.not_held", "team.last_satgas", "team.by_settings", "team.refused"}
    return said | outcomes | {"surprise.press", "surprise.wait"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_plain_has_no_markup(language: str) -> None:
    sentences = catalogue(language)
    plain = {
        key for _, node, key in calls() if isinstance(node.func, ast.Attribute) and node.func.attr in {"label", "plain"}
    }
    plain |= toasts() | derived() | {"bot.description", "bot.short"}
    assert {key: sentences[key] for key in plain if re.search(r"[<>&]", sentences[key])} == {}


def test_every_sentence_that_is_said_exists() -> None:
    assert {where: key for where, _, key in calls() if key not in HOME} == {}
    assert derived() - set(HOME) == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_sentence_stands_in_one_catalogue_only(language: str) -> None:
    nouns = catalogues(language)
    assert sum(map(len, nouns.values())) == len(catalogue(language))
    assert {noun: set(keys) for noun, keys in nouns.items()} == {n: set(k) for n, k in catalogues("id").items()}


def test_every_sentence_is_said_somewhere() -> None:
    written = {node.value for _, node in code() if isinstance(node, ast.Constant) and isinstance(node.value, str)}
    assert set(HOME) - written - derived() == set()


def test_every_placeholder_is_given_a_value() -> None:
    missing = {}
    for where, node, key in calls():
        given = {keyword.arg for keyword in node.keywords}
        if None not in given and placeholders(HOME[key]) - given:
            missing[where] = key
    assert missing == {}


def test_javanese_says_that_it_needs_a_native_reader() -> None:
    header = (ROOT / "texts" / "jv" / "common.po").read_text().split("\n\n")[0]
    assert "NEEDS A NATIVE READER" in header
    assert "X-Native-Reader: none yet" in header


def test_values_are_escaped_in_sentences_and_plain_in_labels() -> None:
    values = {"name": '<b>"Ani" & co</b>', "what": "x"}
    said = TEXTS.say("id", "help.line", **values)
    assert said == "/&lt;b&gt;&quot;Ani&quot; &amp; co&lt;/b&gt; – x"
    assert TEXTS.plain("id", "help.line", **values) == '/<b>"Ani" & co</b> – x'


def test_a_value_with_braces_stays_as_it_is() -> None:
    assert TEXTS.plain("id", "help.line", name="{what}", what="{0}") == "/{what} – {0}"


def test_what_a_language_lacks_is_said_in_indonesian() -> None:
    texts = Texts({"id": {"a.b": "halo"}, "en": {}, "jv": {"a.b": ""}})
    assert [texts.say(language, "a.b") for language in ("id", "en", "jv", "fr")] == ["halo"] * 4


def test_an_unknown_key_is_named() -> None:
    with pytest.raises(KeyError, match=r"no sentence 'nobody\.says'"):
        TEXTS.say("en", "nobody.says")


NIGHT = datetime(2026, 11, 23, 18, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    ("language", "day", "moment"),
    [
        ("id", "24 November 2026", "24 November 2026, 01.05 WIB"),
        ("jv", "24 November 2026", "24 November 2026, 01.05 WIB"),
        ("en", "24 November 2026", "24 November 2026, 01:05 WIB"),
    ],
)
def test_moments_are_those_of_the_city(language: str, day: str, moment: str) -> None:
    assert (TEXTS.date(language, NIGHT), TEXTS.moment(language, NIGHT)) == (day, moment)
    assert Texts.load("Asia/Makassar").moment("id", NIGHT) == "24 November 2026, 02.05 WITA"
    assert TEXTS.date("en", date(2026, 8, 17)) == "17 August 2026"


@pytest.mark.parametrize(
    ("written", "indonesian", "english"),
    [
        ("2025-08-05", "5 Agustus 2025", "5 August 2025"),
        ("2025-08", "Agustus 2025", "August 2025"),
        ("2020", "2020", "2020"),
        ("±2021-09", "sekitar September 2021", "about September 2021"),
        ("undated", "tanpa tanggal", "undated"),
        ("", "tanpa tanggal", "undated"),
        ("2025-13", "tanpa tanggal", "undated"),
        ("2025-01-02-03", "tanpa tanggal", "undated"),
    ],
)
def test_a_source_is_dated_as_well_as_it_is_known(written: str, indonesian: str, english: str) -> None:
    assert (TEXTS.dated("id", written), TEXTS.dated("en", written)) == (indonesian, english)
