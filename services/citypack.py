"""The city pack: a folder that tells the bot which city it serves (format: docs/city.md)."""

import tomllib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from services.city import (
    City,
    Complaints,
    Holiday,
    Kecamatan,
    Link,
    PackArticle,
    Point,
    Source,
    Stakeholder,
    Topic,
    Unknown,
)
from services.citymilestones import read_milestone
from services.cityspaces import read_space
from services.citytable import CityPackError, Table

__all__ = ["City", "CityPackError", "read_city"]
LANGUAGES = ("id", "en", "jv")


@dataclass(slots=True)
class _Raw:
    """A pack's values before they are judged, each with the file it stands in."""

    file: str
    city: dict[str, tuple[Any, str]] = field(default_factory=dict)
    sources: dict[str, tuple[Any, str]] = field(default_factory=dict)
    articles: dict[tuple[str, str], tuple[Any, str]] = field(default_factory=dict)
    unknown: dict[str, tuple[Any, str]] = field(default_factory=dict)
    spaces: dict[str, tuple[Any, str]] = field(default_factory=dict)
    milestones: dict[str, tuple[Any, str]] = field(default_factory=dict)
    words: dict[str, str] = field(default_factory=dict)

    @property
    def keys(self) -> dict[str, None]:
        """The keys of its articles."""
        return {key: None for key, _ in self.articles}

    def over(self, base: "_Raw") -> "_Raw":
        """This pack standing on `base`: what it says itself wins."""
        return _Raw(
            self.file,
            base.city | self.city,
            base.sources | self.sources,
            base.articles | self.articles,
            base.unknown | self.unknown,
            base.spaces | self.spaces,
            base.milestones | self.milestones,
            base.words | self.words,
        )


def read_city(folder: Path) -> City:
    """The pack in `folder`; CityPackError, one line, when something in it is wrong."""
    return _judged(_gathered(folder, ()))


def _load(path: Path) -> tuple[dict[str, Any], str]:
    name = "/".join(path.parts[-3:] if path.parent.name == "articles" else path.parts[-2:])
    try:
        return tomllib.loads(path.read_text(encoding="utf-8")), name
    except FileNotFoundError:
        raise CityPackError(f"{name}: is missing") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as trouble:
        raise CityPackError(f"{name}: {trouble}".replace("\n", " ")) from None


def _gathered(folder: Path, seen: tuple[Path, ...]) -> _Raw:
    """Everything the folder and the packs it stands on say."""
    values, file = _load(folder / "city.toml")
    base = values.pop("base", None)
    words = values.pop("words", {})
    raw = _Raw(file, city={key: (value, file) for key, value in values.items()}, words=_words(words, file))
    for optional, gather in (
        ("sources.toml", _gather_sources),
        ("unknown.toml", _gather_unknown),
        ("spaces.toml", _gather_spaces),
        ("milestones.toml", _gather_milestones),
    ):
        if (folder / optional).exists():
            gather(raw, *_load(folder / optional))
    for path in sorted((folder / "articles").glob("*.toml")):
        _gather_articles(raw, *_load(path))
    if base is None:
        return raw
    beneath = folder.parent / str(base)
    if beneath in seen or beneath == folder or not beneath.is_dir():
        raise CityPackError(f'{file}: base: "{base}" is no other folder beside this one')
    return raw.over(_gathered(beneath, (*seen, folder)))


def _words(words: Any, file: str) -> dict[str, str]:
    if not isinstance(words, dict) or not all(isinstance(meaning, str) for meaning in words.values()):
        raise CityPackError(f"{file}: words: must map texts to texts")
    return words


def _gather_sources(raw: _Raw, values: dict[str, Any], file: str) -> None:
    raw.sources.update({key: (value, file) for key, value in values.items()})


def _gather_unknown(raw: _Raw, values: dict[str, Any], file: str) -> None:
    table = Table(values, file)
    for value in table.raw("unknown", list, []):
        key = Table(value, file, "unknown").text("key")
        if key in raw.unknown:
            raise CityPackError(f"{file}: {key}: stands twice")
        raw.unknown[key] = (value, file)
    table.end()


def _gather_spaces(raw: _Raw, values: dict[str, Any], file: str) -> None:
    """Spaces of a pack that is an example are examples."""
    table, (example, _) = Table(values, file), raw.city.get("example", (False, file))
    for value in table.raw("space", list, []):
        key = Table(value, file, "space").text("key")
        if key in raw.spaces:
            raise CityPackError(f"{file}: {key}: stands twice")
        raw.spaces[key] = ({**value, "example": example is True}, file)
    table.end()


def _gather_milestones(raw: _Raw, values: dict[str, Any], file: str) -> None:
    table = Table(values, file)
    for value in table.raw("milestone", list, []):
        key = Table(value, file, "milestone").text("key")
        if key in raw.milestones:
            raise CityPackError(f"{file}: {key}: stands twice")
        raw.milestones[key] = (value, file)
    table.end()


def _gather_articles(raw: _Raw, values: dict[str, Any], file: str) -> None:
    """A file's values outside its articles hold for all of them."""
    articles = values.pop("article", [])
    for value in articles if isinstance(articles, list) else [articles]:
        key = Table(value, file, "article").text("key")
        whole = values | value
        name = key, str(whole.get("language", "id"))
        if name in raw.articles:
            raise CityPackError(f"{file}: {key}: stands twice")
        raw.articles[name] = (whole, file)


def _judged(raw: _Raw) -> City:
    """The whole pack, every reference followed."""
    top = _Top(raw.city, raw.file)
    sources = {key: _source(Table(value, file, key)) for key, (value, file) in raw.sources.items()}
    kecamatan = top.each("kecamatan", lambda t: Kecamatan(t.text("id"), t.text("name")))
    points = top.each("points", lambda t: _point(t, sources))
    topics = top.each("topics", lambda t: Topic(t.text("id"), t.names("name"), t.one_of("point", points, "") or None))
    stakeholders = top.each("stakeholders", lambda t: Stakeholder(t.text("id"), t.names("name")))
    articles = [_article(Table(v, f, k[0]), sources, kecamatan, topics, points) for k, (v, f) in raw.articles.items()]
    _follow_points(top, points, raw)
    quiet = top.of("quiet_hours").table("quiet_hours")
    city = City(
        name=top.of("name").text("name"),
        languages=_languages(top.of("languages")),
        time_zone=_time_zone(top.of("time_zone")),
        quiet_from=quiet.time("from"),
        quiet_until=quiet.time("until"),
        example=top.of("example").raw("example", bool, False),
        about=top.of("about").names("about", {}),
        kecamatan=tuple(kecamatan.values()),
        points=tuple(points.values()),
        topics=tuple(topics.values()),
        stakeholders=tuple(stakeholders.values()),
        holidays=tuple(_holiday(t) for t in top.of("holidays").tables("holidays", [])),
        words=raw.words,
        articles=tuple(articles),
        spaces=tuple(read_space(Table(v, f, key), sources, kecamatan) for key, (v, f) in raw.spaces.items()),
        unknown=tuple(_unknown(Table(value, file, key)) for key, (value, file) in raw.unknown.items()),
        complaints=_complaints(top.of("complaints"), raw),
        milestones=tuple(
            read_milestone(Table(v, f, key), sources, points, kecamatan, raw.keys)
            for key, (v, f) in raw.milestones.items()
        ),
    )
    quiet.end()
    top.end()
    return city


_One = TypeVar("_One")


class _Top:
    """The keys of city.toml, each known by the file it came from."""

    def __init__(self, values: dict[str, tuple[Any, str]], file: str) -> None:
        self._values, self._file, self._asked = values, file, set[str]()

    def of(self, key: str) -> Table:
        self._asked.add(key)
        value, file = self._values.get(key, (None, self._file))
        return Table({} if value is None else {key: value}, file)

    def each(self, key: str, make: Callable[[Table], _One]) -> dict[str, _One]:
        """The tables of a list by their id, in order; no id twice."""
        made: dict[str, _One] = {}
        for table in self.of(key).tables(key):
            name = table.text("id")
            if name in made:
                raise table.error("id", "stands twice")
            made[name] = make(table)
            table.end()
        return made

    def end(self) -> None:
        for key in self._values.keys() - self._asked:
            raise CityPackError(f"{self._values[key][1]}: {key}: is not a key we know")


def _source(table: Table) -> Source:
    source = Source(table.text("name"), table.link("link"), table.dated("dated"))
    table.end()
    return source


def _point(table: Table, sources: Mapping[str, Source]) -> Point:
    source = sources[table.one_of("source", sources)]
    return Point(table.text("id"), table.names("title"), table.names("short"), table.text("article"), source)


def _follow_points(top: _Top, points: Mapping[str, Point], raw: _Raw) -> None:
    for point in points.values():
        if (point.article, "id") not in raw.articles:
            raise top.of("points").error(f"points {point.id}", f'article: "{point.article}" is not known')


def _article(
    table: Table, sources: Mapping[str, Source], kecamatan: Iterable[str], topics: Iterable[str], points: Iterable[str]
) -> PackArticle:
    first = table.one_of("source", sources)
    article = PackArticle(
        key=table.text("key"),
        language=table.one_of("language", dict.fromkeys(LANGUAGES), "id"),
        title=table.text("title"),
        body=table.text("body"),
        sources=tuple(sources[name] for name in (first, *table.some_of("also", sources))),
        doubt=table.text("doubt", ""),
        kecamatan=table.some_of("kecamatan", dict.fromkeys(kecamatan)),
        topics=table.some_of("topics", dict.fromkeys(topics)),
        point=table.one_of("point", dict.fromkeys(points), "") or None,
        asked_as=table.texts("asked_as"),
    )
    table.end()
    return article


def _unknown(table: Table) -> Unknown:
    unknown = Unknown(table.text("key"), table.texts("asked_as"))
    table.end()
    return unknown


def _complaints(table: Table, raw: _Raw) -> Complaints | None:
    if not table.has("complaints"):
        return None
    told = table.table("complaints")
    doors = told.tables("links")
    links = tuple(Link(one.text("name"), one.link("link")) for one in doors)
    article = told.one_of("article", raw.keys)
    for one in (*doors, told):
        one.end()
    return Complaints(article, links)


def _holiday(table: Table) -> Holiday:
    holiday = Holiday(table.date("date"), table.names("name"))
    table.end()
    return holiday


def _languages(table: Table) -> tuple[str, ...]:
    languages = table.some_of("languages", dict.fromkeys(LANGUAGES))
    if "id" not in languages:
        raise table.error("languages", 'must hold "id"')
    return languages


def _time_zone(table: Table) -> str:
    name = table.text("time_zone")
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        raise table.error("time_zone", f'"{name}" is no time zone') from None
    return name
