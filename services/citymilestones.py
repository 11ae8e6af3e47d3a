"""Reads the milestones of a city pack, with what was told of each."""

from collections.abc import Iterable, Mapping
from typing import Any

from services.city import PackMilestone, PackUpdate, Source
from services.citytable import Table
from services.milestones.targets import is_target, last_day
from services.milestones.values import ABOUT, OWNER, TEXT, TITLE, Status, settled

LANGUAGES = ("id", "en", "jv")


def read_milestone(
    table: Table,
    sources: Mapping[str, Source],
    points: Iterable[str],
    kecamatan: Iterable[str],
    articles: Mapping[str, Any],
) -> PackMilestone:
    """A [[milestone]]; every one has a source, and its status, progress and dates agree."""
    status = Status(table.one_of("status", dict.fromkeys(map(str, Status))))
    progress = table.whole("progress", 0, 100) if table.has("progress") else settled(status, 0, by="status")[1]
    if settled(status, progress, by="progress") != (status, progress):
        raise table.error("progress", f"{progress} does not go with {status}")
    target, reached = _target(table, "target"), _target(table, "reached")
    if reached and status is not Status.DONE:
        raise table.error("reached", f"stands only beside done, not {status}")
    milestone = PackMilestone(
        key=table.text("key"),
        point=table.one_of("point", dict.fromkeys(points)),
        title=_names(table, "title", TITLE),
        about=_names(table, "about", ABOUT),
        target=target,
        reached=reached,
        status=status.value,
        progress=progress,
        weight=table.whole("weight", 1, 100) if table.has("weight") else 1,
        owner=_short(table, "owner", OWNER, ""),
        source=sources[table.one_of("source", sources)],
        kecamatan=table.one_of("kecamatan", dict.fromkeys(kecamatan), "") or None,
        article=table.one_of("article", articles, ""),
        asked_as=table.texts("asked_as"),
        updates=tuple(_update(one, sources) for one in table.tables("update", [])),
    )
    table.end()
    return milestone


def _update(table: Table, sources: Mapping[str, Source]) -> PackUpdate:
    """A [[milestone.update]]: what was so, when, and who says it."""
    dated = table.dated("dated")
    if last_day(dated.lstrip("±")) is None:
        raise table.error("dated", "must be a date: updates stand in time order")
    update = PackUpdate(dated, _short(table, "text", TEXT), sources[table.one_of("source", sources)])
    table.end()
    return update


def _target(table: Table, key: str) -> str:
    written = table.text(key, "")
    if written and not is_target(written):
        raise table.error(key, f'"{written}" is no date such as 2026-06-20, 2026-06, 2026-Q2 or 2026')
    return written


def _names(table: Table, key: str, most: int) -> Mapping[str, str]:
    names = table.names(key)
    for language, text in names.items():
        if language not in LANGUAGES or len(text) > most:
            raise table.error(key, f"{language}: must be one of our languages, at most {most} characters")
    return names


def _short(table: Table, key: str, most: int, *default: str) -> str:
    text = table.text(key, *default)
    if len(text) > most:
        raise table.error(key, f"has more than {most} characters")
    return text
