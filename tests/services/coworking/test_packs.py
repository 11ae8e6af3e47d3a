"""What a start makes of the city pack's spaces; what people changed stays as they want it."""

from dataclasses import replace
from datetime import time, timedelta
from typing import Any

import pytest

from services.city import City, PackPattern, PackSpace
from services.citypack import read_city
from services.coworking import clockwork, closing, free, packs, patterns, slots, spaces
from services.coworking.hours import Hours
from tests.services.coworking.hall import NOW, ROOT, Hall, hours

EACH_DAY = tuple(PackPattern(weekday, time(9), time(12), 4, "") for weekday in range(7))
GAJAYANA = PackSpace(
    "gajayana", "klojen", "Gajayana", "Lantai 3", None, None, ("WiFi",), ("musik",), "", "", None, False, EACH_DAY
)
OTHER = replace(GAJAYANA, key="lain", kecamatan="sukun", name="Lain", patterns=())


def fill(hall: Hall, *told: PackSpace) -> int:
    return packs.fill_from_pack(hall.db, pack=replace(hours().city, spaces=told), now=hall.now)


def found(hall: Hall) -> dict[str, Any]:
    return {one.name: one for one in hall.do(spaces.spaces)}


def test_a_start_puts_the_packs_spaces_in_once(hall: Hall) -> None:
    assert [fill(hall, GAJAYANA, OTHER), fill(hall, GAJAYANA, OTHER)] == [2, 0]
    space = found(hall)["Gajayana"]
    assert (space.kecamatan, space.facilities, space.example) == ("klojen", ("WiFi",), False)
    assert len(hall.do(patterns.patterns, space_id=space.id)) == 7
    assert len(space.door_code) == 12


def test_what_the_pack_changes_is_brought_up_to_date(hall: Hall) -> None:
    fill(hall, GAJAYANA)
    code = found(hall)["Gajayana"].door_code
    assert fill(hall, replace(GAJAYANA, name="Stadion", patterns=EACH_DAY[:2])) == 1
    space = found(hall)["Stadion"]
    assert space.door_code == code
    assert [one.weekday for one in hall.do(patterns.patterns, space_id=space.id)] == [0, 1]
    fill(hall, GAJAYANA)
    assert len(hall.do(patterns.patterns, space_id=space.id)) == 7


def test_what_a_ketua_changed_is_left_alone(hall: Hall) -> None:
    fill(hall, GAJAYANA)
    space = found(hall)["Gajayana"]
    hall.keep(spaces.change_space, space_id=space.id, name="Punya Warga")
    monday = hall.do(patterns.patterns, space_id=space.id)[0]
    hall.keep(patterns.end_pattern, pattern_id=monday.id)
    fill(hall, replace(GAJAYANA, address="Lantai 4"))
    assert found(hall)["Punya Warga"].address == "Lantai 3"
    assert [one.weekday for one in hall.do(patterns.patterns, space_id=space.id)] == [1, 2, 3, 4, 5, 6]
    fill(hall)
    assert set(found(hall)) == {"Punya Warga"}


def test_a_space_the_pack_left_out_closes_but_keeps_who_is_in_it(hall: Hall) -> None:
    fill(hall, GAJAYANA)
    space = found(hall)["Gajayana"]
    hall.do(clockwork.make_slots)
    first, second = hall.do(slots.coming_slots, space_id=space.id)[:2]
    hall.seat(first, hall.person())
    fill(hall)
    assert found(hall) == {}
    assert (hall.fresh(first).closed, hall.fresh(second).closed) == (False, True)
    hall.do(clockwork.make_slots)
    assert len(hall.do(slots.coming_slots, space_id=space.id)) == 1
    fill(hall, GAJAYANA)
    assert set(found(hall)) == {"Gajayana"}


def test_a_space_a_ketua_closed_stays_closed(hall: Hall) -> None:
    fill(hall, GAJAYANA)
    hall.keep(closing.close_space, space_id=found(hall)["Gajayana"].id, reason="pindah")
    fill(hall, replace(GAJAYANA, name="Stadion"))
    assert found(hall) == {}


def packed(folder: str) -> City:
    return read_city(ROOT / "content" / folder)


def test_the_example_has_free_seats_everywhere_on_each_of_the_next_fourteen_days(hall: Hall) -> None:
    city = packed("malang-contoh")
    clock = Hours(city, "Asia/Jakarta")
    packs.fill_from_pack(hall.db, pack=city, now=NOW)
    clockwork.make_slots(hall.db, hours=clock, now=NOW)
    for ahead in range(15):
        day = clock.day(NOW) + timedelta(days=ahead)
        counted = free.free_now(hall.db, hours=clock, now=NOW, day=day)
        assert [one.kecamatan for one in counted if one.seats] == [one.id for one in city.kecamatan], day
        for slot in slots.slots_on(hall.db, day=day, now=NOW):
            assert (slot.example, slot.approval, slot.asks_purpose, slot.asks_contact) == (True, False, False, False)


@pytest.mark.parametrize("folder", ["malang", "malang-contoh"])
def test_only_what_has_a_source_is_told_as_real(folder: str) -> None:
    for space in packed(folder).spaces:
        if space.example:
            assert "Contoh" in space.name
            continue
        assert space.source and space.source.link.startswith("https://")
        assert (space.latitude, space.patterns, space.opening) == (None, (), "")


def test_malang_has_no_slots_until_a_ketua_opens_some(hall: Hall) -> None:
    packs.fill_from_pack(hall.db, pack=packed("malang"), now=NOW)
    hall.do(clockwork.make_slots)
    assert {one.kecamatan for one in hall.do(spaces.spaces)} == {"klojen", "blimbing", "sukun", "kedungkandang"}
    assert [one.seats for one in hall.do(free.free_now)] == [0] * 5
