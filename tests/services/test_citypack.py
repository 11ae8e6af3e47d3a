"""Reading a city pack: what is wrong is said in one line that names file and key."""

from datetime import date, time
from pathlib import Path

import pytest

from services.citypack import CityPackError, read_city

CITY = """
name = "Kota Uji"
languages = ["id", "en"]
time_zone = "Asia/Jakarta"
quiet_hours = { from = "20:00", until = "06:00" }
kecamatan = [{ id = "utara", name = "Utara" }]
topics = [{ id = "ruang", name = { id = "Ruang" }, point = "satu" }]
stakeholders = [{ id = "warga", name = { id = "Warga" } }]
holidays = [{ date = "2026-12-25", name = { id = "Natal" } }]
[[points]]
id = "satu"
title = { id = "Satu" }
short = { id = "Yang pertama" }
article = "satu"
source = "koran"
[words]
"balai" = "gedung"
"""
SOURCES = """
[koran]
name = "Koran Uji"
link = "https://koran.example/1"
dated = "2025-08"
"""
ARTICLES = """
source = "koran"
[[article]]
key = "satu"
title = "Satu"
body = "Isi satu."
kecamatan = ["utara"]
topics = ["ruang"]
point = "satu"
asked_as = ["apa itu satu"]
"""


SPACES = """
[[space]]
key = "balai"
kecamatan = "utara"
name = "Balai"
address = "Jalan Uji 1"
latitude = -7.5
longitude = 112.5
facilities = ["WiFi"]
source = "koran"
[[space.opens]]
on = ["mon", "sun"]
from = "09:00"
until = "12:00"
capacity = 4
"""


def write(
    folder: Path, city: str = CITY, sources: str = SOURCES, articles: str = ARTICLES, spaces: str = SPACES
) -> Path:
    (folder / "articles").mkdir(parents=True)
    (folder / "city.toml").write_text(city)
    (folder / "sources.toml").write_text(sources)
    (folder / "spaces.toml").write_text(spaces)
    (folder / "articles" / "isi.toml").write_text(articles)
    return folder


def test_a_pack_is_read(tmp_path: Path) -> None:
    city = read_city(write(tmp_path / "uji"))
    assert (city.name, city.quiet_from, city.quiet_until) == ("Kota Uji", time(20), time(6))
    assert city.holidays[0].date == date(2026, 12, 25)
    assert city.points[0].source.dated == "2025-08"
    assert city.articles[0].sources == (city.points[0].source,)
    assert (city.articles[0].language, city.articles[0].doubt) == ("id", "")
    assert city.words == {"balai": "gedung"}
    (space,) = city.spaces
    assert (space.name, space.latitude, space.example, space.source) == ("Balai", -7.5, False, city.points[0].source)
    assert [(one.weekday, one.starts, one.capacity) for one in space.patterns] == [(0, time(9), 4), (6, time(9), 4)]


@pytest.mark.parametrize(
    ("part", "old", "new", "line"),
    [
        ("city", 'name = "Kota Uji"', "", "uji/city.toml: name: is missing"),
        ("city", 'time_zone = "Asia/Jakarta"', "", "uji/city.toml: time_zone: is missing"),
        ("city", "Asia/Jakarta", "Asia/Malang", 'uji/city.toml: time_zone: "Asia/Malang" is no time zone'),
        ("city", '"20:00"', '"20.00"', "uji/city.toml: quiet_hours: from: must be a time such as 20:00"),
        ("city", '["id", "en"]', '["en"]', 'uji/city.toml: languages: must hold "id"'),
        ("city", '"2026-12-25"', '"25 Desember"', "holidays 0: date: must be a date such as 2026-12-25"),
        ("city", 'article = "satu"', 'article = "dua"', 'points satu: article: "dua" is not known'),
        ("city", "[words]", "[wrods]", "uji/city.toml: wrods: is not a key we know"),
        ("city", 'title = { id = "Satu" }', 'title = { en = "One" }', 'points satu: title: has no "id"'),
        ("sources", "https://", "http://", "uji/sources.toml: koran: link: must begin with https://"),
        ("sources", '"2025-08"', '"2025-13"', 'uji/sources.toml: koran: dated: "2025-13" is no date'),
        ("sources", "[koran]", "[koran", "uji/sources.toml: "),
        ("spaces", '"utara"', '"selatan"', 'uji/spaces.toml: balai: kecamatan: "selatan" is not known'),
        ("spaces", 'source = "koran"', "", "uji/spaces.toml: balai: source: is missing"),
        ("spaces", "longitude = 112.5", "", "uji/spaces.toml: balai: latitude: and longitude belong together"),
        ("spaces", "-7.5", "-97.5", "uji/spaces.toml: balai: latitude: must be degrees from -90 to 90"),
        ("spaces", "-7.5", "7", "uji/spaces.toml: balai: latitude: must be float, not int"),
        ("spaces", '"mon"', '"senin"', 'spaces.toml: opens 0: on: "senin" is not known'),
        ("spaces", '"12:00"', '"09:00"', "spaces.toml: opens 0: until: must be later than from"),
        ("spaces", "= 4", "= 0", "spaces.toml: opens 0: capacity: must be a whole number from 1 to 5000"),
        ("spaces", "= 4", "= true", "spaces.toml: opens 0: capacity: must be a whole number from 1 to 5000"),
        ("spaces", "[[space]]", '[[space]]\nkey = "balai"\n[[space]]', "uji/spaces.toml: balai: stands twice"),
        ("spaces", "facilities", "fasilities", "uji/spaces.toml: balai: fasilities: is not a key we know"),
        ("articles", '"koran"', '"radio"', 'uji/articles/isi.toml: satu: source: "radio" is not known'),
        ("articles", '["utara"]', '["selatan"]', 'isi.toml: satu: kecamatan: "selatan" is not known'),
        ("articles", '["ruang"]', '["ruang", "ruang"]', "isi.toml: satu: topics: says a text twice"),
        ("articles", 'body = "Isi satu."', 'body = " "', "uji/articles/isi.toml: satu: body: is empty"),
        ("articles", 'body = "Isi satu."', "body = 1", "isi.toml: satu: body: must be str, not int"),
        ("articles", 'title = "Satu"', 'titel = "Satu"', "uji/articles/isi.toml: satu: title: is missing"),
        ("articles", 'title = "Satu"', 'title = "Satu"\nmood = "x"', "satu: mood: is not a key we know"),
        ("articles", 'key = "satu"', 'key = "satu"\nlanguage = "nl"', 'satu: language: "nl" is not known'),
        ("articles", "[[article]]", '[[article]]\nkey = "satu"\n[[article]]', "isi.toml: satu: stands twice"),
    ],
)
def test_what_is_wrong_is_one_clear_line(tmp_path: Path, part: str, old: str, new: str, line: str) -> None:
    parts = {"city": CITY, "sources": SOURCES, "articles": ARTICLES, "spaces": SPACES}
    assert old in parts[part]
    parts[part] = parts[part].replace(old, new, 1)
    with pytest.raises(CityPackError) as wrong:
        read_city(write(tmp_path / "uji", **parts))
    assert line in str(wrong.value)
    assert "\n" not in str(wrong.value)
    assert str(tmp_path) not in str(wrong.value)


def test_a_folder_without_a_city_is_said(tmp_path: Path) -> None:
    with pytest.raises(CityPackError, match=r"nowhere/city\.toml: is missing"):
        read_city(tmp_path / "nowhere")


def test_a_pack_stands_on_another_and_says_what_differs(tmp_path: Path) -> None:
    write(tmp_path / "uji")
    own = '[[article]]\nkey = "satu"\ntitle = "Lain"\nbody = "Lain."\nsource = "koran"\n'
    more = '[[space]]\nkey = "contoh"\nkecamatan = "utara"\nname = "Contoh"\n'
    write(tmp_path / "atas", 'base = "uji"\nname = "Kota Atas"\nexample = true', "", own, more)
    city = read_city(tmp_path / "atas")
    assert (city.name, city.example, city.time_zone) == ("Kota Atas", True, "Asia/Jakarta")
    assert [article.title for article in city.articles] == ["Lain"]
    assert [(space.key, space.example) for space in city.spaces] == [("balai", False), ("contoh", True)]


@pytest.mark.parametrize("base", ["uji", "tidak-ada"])
def test_a_pack_cannot_stand_on_itself_or_on_nothing(tmp_path: Path, base: str) -> None:
    write(tmp_path / "uji", f'base = "{base}"')
    with pytest.raises(CityPackError, match=f'uji/city.toml: base: "{base}" is no other folder beside this one'):
        read_city(tmp_path / "uji")


def test_packs_cannot_stand_on_each_other(tmp_path: Path) -> None:
    write(tmp_path / "satu", 'base = "dua"')
    write(tmp_path / "dua", 'base = "satu"')
    with pytest.raises(CityPackError, match="base"):
        read_city(tmp_path / "satu")
