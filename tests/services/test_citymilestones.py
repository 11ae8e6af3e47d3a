"""The milestones of a city pack: read with their sources, and whatever is wrong named in one line."""

from pathlib import Path

import pytest

from services.citymilestones import read_milestone
from services.citypack import read_city
from services.citytable import CityPackError, Table

CONTENT = Path(__file__).resolve().parents[2] / "content"
MALANG = read_city(CONTENT / "malang")
GOOD = {
    "key": "mcc.peresmian",
    "point": "mcc",
    "title": {"id": "MCC diresmikan"},
    "about": {"id": "Dibuka untuk semua."},
    "status": "done",
    "source": "memontum",
}
WRONG = [
    ({"status": "selesai"}, 'status: "selesai" is not known'),
    ({"point": "tol"}, 'point: "tol" is not known'),
    ({"source": "sonora"}, 'source: "sonora" is not known'),
    ({"kecamatan": "batu"}, 'kecamatan: "batu" is not known'),
    ({"article": "mcc.tol"}, 'article: "mcc.tol" is not known'),
    ({"target": "2022-13"}, 'target: "2022-13" is no date such as 2026-06-20, 2026-06, 2026-Q2 or 2026'),
    ({"target": "±2022"}, 'target: "±2022" is no date such as 2026-06-20, 2026-06, 2026-Q2 or 2026'),
    ({"progress": 40}, "progress: 40 does not go with done"),
    ({"status": "planned", "progress": 40}, "progress: 40 does not go with planned"),
    ({"status": "on_track", "reached": "2023"}, "reached: stands only beside done, not on_track"),
    ({"progress": 101}, "progress: must be a whole number from 0 to 100"),
    ({"weight": 0}, "weight: must be a whole number from 1 to 100"),
    ({"title": {"en": "MCC opens"}}, 'title: has no "id" (Indonesian is the fallback)'),
    ({"title": {"id": "x" * 121}}, "title: id: must be one of our languages, at most 120 characters"),
    ({"owner": "x" * 121}, "owner: has more than 120 characters"),
    ({"colour": "red"}, "colour: is not a key we know"),
    ({"source": None}, "source: is missing"),
]


def read(**changed: object) -> object:
    values = {name: value for name, value in {**GOOD, **changed}.items() if value is not None}
    sources = {"memontum": MALANG.points[0].source}
    return read_milestone(
        Table(values, "malang/milestones.toml", "mcc.peresmian"), sources, ("mcc",), ("klojen",), {"mcc.apa": None}
    )


@pytest.mark.parametrize(("changed", "trouble"), WRONG)
def test_what_is_wrong_is_named_in_one_line(changed: dict[str, object], trouble: str) -> None:
    with pytest.raises(CityPackError) as told:
        read(**changed)
    assert str(told.value) == f"malang/milestones.toml: mcc.peresmian: {trouble}"


def test_an_update_has_its_date_words_and_source() -> None:
    good = {"dated": "2022-07", "text": "Sudah 98,3%.", "source": "memontum"}
    for changed, trouble in (
        ({"dated": "undated"}, "update 0: dated: must be a date: updates stand in time order"),
        ({"text": ""}, "update 0: text: is empty"),
        ({"source": "sonora"}, 'update 0: source: "sonora" is not known'),
        ({"by": "Sari"}, "update 0: by: is not a key we know"),
    ):
        with pytest.raises(CityPackError) as told:
            read(update=[good | changed])
        assert str(told.value) == f"malang/milestones.toml: {trouble}"


def test_a_key_stands_once_and_a_pack_takes_the_place_of_its_base(tmp_path: Path) -> None:
    pack = tmp_path / "kota"
    (tmp_path / "malang").symlink_to(CONTENT / "malang")
    pack.mkdir()
    (pack / "city.toml").write_text('base = "malang"')
    mine = '[[milestone]]\nkey = "mcc.peresmian"\npoint = "mcc"\ntitle = { id = "Dibuka" }\nabout = { id = "." }\n'
    mine += 'status = "planned"\ntarget = "2030-Q2"\nsource = "memontum-2023"\n'
    (pack / "milestones.toml").write_text(mine)
    told = {one.key: one for one in read_city(pack).milestones}
    assert len(told) == len(MALANG.milestones)
    assert (told["mcc.peresmian"].target, told["mcc.peresmian"].progress) == ("2030-Q2", 0)

    (pack / "milestones.toml").write_text(mine + mine)
    with pytest.raises(CityPackError, match=r"^kota/milestones\.toml: mcc\.peresmian: stands twice$"):
        read_city(pack)


def test_malang_tells_of_every_point_and_every_kecamatan() -> None:
    assert {one.point for one in MALANG.milestones} == {one.id for one in MALANG.points}
    spaces = [one for one in MALANG.milestones if one.point == "coworking"]
    assert {one.kecamatan for one in spaces} == {one.id for one in MALANG.kecamatan}
    assert all(one.source.link and one.title.get("en") and one.about.get("en") for one in MALANG.milestones)
