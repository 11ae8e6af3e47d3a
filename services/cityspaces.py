"""Reads the coworking spaces of a city pack, with their weekly openings."""

from collections.abc import Iterable, Mapping

from services.city import PackPattern, PackSpace, Source
from services.citytable import Table

WEEKDAYS = {name: number for number, name in enumerate(("mon", "tue", "wed", "thu", "fri", "sat", "sun"))}


def read_space(table: Table, sources: Mapping[str, Source], kecamatan: Iterable[str]) -> PackSpace:
    """A [[space]]; one that is no example must have a source."""
    example = table.raw("example", bool)
    source = table.one_of("source", sources, *([""] if example else []))
    latitude, longitude = table.degrees("latitude", 90), table.degrees("longitude", 180)
    if (latitude is None) != (longitude is None):
        raise table.error("latitude", "and longitude belong together")
    space = PackSpace(
        key=table.text("key"),
        kecamatan=table.one_of("kecamatan", dict.fromkeys(kecamatan)),
        name=table.text("name"),
        address=table.text("address", ""),
        latitude=latitude,
        longitude=longitude,
        facilities=table.texts("facilities"),
        sub_sectors=table.texts("sub_sectors"),
        opening=table.text("opening", ""),
        doubt=table.text("doubt", ""),
        source=sources.get(source),
        example=example,
        patterns=tuple(one for opens in table.tables("opens", []) for one in _patterns(opens)),
    )
    table.end()
    return space


def _patterns(table: Table) -> list[PackPattern]:
    """One opening on several weekdays."""
    days = table.some_of("on", WEEKDAYS)
    starts, ends = table.time("from"), table.time("until")
    if ends <= starts:
        raise table.error("until", "must be later than from")
    capacity, title = table.whole("capacity", 1, 5000), table.text("title", "")
    table.end()
    return [PackPattern(WEEKDAYS[day], starts, ends, capacity, title) for day in days]
