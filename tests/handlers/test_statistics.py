"""/statistik: a picture with all numbers below it; another picture takes its place."""

from typing import Any

import pytest

import render
from services.coworking import checkin
from services.ideas import sending
from services.ideas.sending import Draft
from tests.handlers.test_team import REFUSED
from tests.support.counter import SATGAS, Counter
from tests.support.desk import Desk, Somebody


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, dict[str, Any]]]:
    """What was asked to be drawn; it is really drawn too."""
    found: list[tuple[str, dict[str, Any]]] = []
    make = render.make

    def noted(name: str, values: dict[str, Any]) -> render.File:
        found.append((name, values))
        return make(name, values)

    monkeypatch.setattr(render, "make", noted)
    return found


def caption(picked: str = "week", period: str = "90 hari terakhir") -> str:
    """Everything as it is told; `picked` picture and period are marked."""
    views = {
        "week": "Per pekan", "place": "Per kecamatan", "sector": "Per bidang", "days": "Lama menjawab",
        "ask": "Pertanyaan", "seat": "Kursi",
    }  # fmt: skip
    shown = [f"[{'✓ ' if one == picked else ''}{label}]" for one, label in views.items()]
    periods = {"30 hari terakhir": "30 hari", "90 hari terakhir": "90 hari", "sejak awal": "Semua"}
    lengths = [f"[{'✓ ' if one == period else ''}{label}]" for one, label in periods.items()]
    return f"""\
(photo) Statistik, {period}

💡 Ide
Masuk 2 · dukungan 0
Dijawab 0 · terlambat 0
Lama menjawab (median): belum ada

❓ Pertanyaan
Ditanyakan 2 · langsung terjawab 1
Diteruskan 1 · dijawab satgas 0
Masih menunggu 1

💺 Kursi di slot yang sudah lewat
Tersedia 4 · dipesan 3 (75%)
Dipakai 2 (67% dari yang dipesan)
{" ".join(shown[:2])}
{" ".join(shown[2:4])}
{" ".join(shown[4:])}
{" ".join(lengths)}"""


def bars(drawn: list[tuple[str, dict[str, Any]]]) -> tuple[str, str, list[list[Any]]]:
    """The last picture: its maker, its title, its rows with a number."""
    maker, values = drawn[-1]
    return maker, values["title"], [row for row in values["rows"] if any(row[1])]


def test_numbers_and_pictures(
    desk: Desk, counter: Counter, sari: Somebody, ani: Somebody, budi: Somebody, drawn: list[tuple[str, dict[str, Any]]]
) -> None:
    slot = counter.slot(counter.space())
    came, _ = counter.seat(slot, ani, 2), counter.seat(slot, budi, 1)
    author = counter.known(ani, "idea")
    with desk.database() as db:
        keeper: dict[str, Any] = {
            "rights": SATGAS,
            "actor_id": counter.founder.id,
            "hours": counter.hours,
            "now": desk.now,
        }
        checkin.check_in(db, code=came.code, **keeper)
        for number, place in enumerate(("klojen", None)):
            draft = Draft(f"Ide nomor {number} untuk kota", kecamatan=place, sector="games" if place else None)
            sending.send(db, author_id=author.id, draft=draft, language="id", hours=counter.hours, now=desk.now)
    ani.says("isi roadmap")
    ani.says("harga emas")
    ani.presses("Teruskan ke satgas")
    desk.later(hours=6)
    assert sari.says("/statistik") == caption()
    assert bars(drawn) == ("columns", "Ide masuk per pekan", [["23 Nov", [2], ["2"]]])
    assert drawn[-1][1]["subtitle"] == "12 pekan terakhir, tiap pekan mulai Senin"
    assert sari.presses("Per kecamatan") == caption("place")
    places = [["Klojen", [1], ["1"]], ["Seluruh kota", [1], ["1"]]]
    assert bars(drawn) == ("bars", "Ide per kecamatan", places)
    assert sari.presses("Per bidang") == caption("sector")
    assert bars(drawn) == ("bars", "Ide per bidang", [["Gim", [1], ["1"]], ["Tanpa bidang", [1], ["1"]]])
    assert sari.presses("Lama menjawab") == caption("days")
    assert drawn[-1][1]["rows"][-1] == ["Semuanya", [0], ["belum ada"]]
    assert sari.presses("Pertanyaan") == caption("ask")
    asked = [("Ditanyakan", 2), ("Langsung terjawab", 1), ("Diteruskan ke satgas", 1), ("Masih menunggu", 1)]
    assert bars(drawn) == ("bars", "Pertanyaan warga", [[name, [count], [str(count)]] for name, count in asked])
    assert sari.presses("Kursi") == caption("seat")
    assert bars(drawn) == ("bars", "Kursi dipesan dan dipakai", [["Klojen", [3, 2], ["3", "2"]]])
    assert sari.presses("Semua") == caption("seat", "sejak awal")
    assert {one["foot"] for _, one in drawn} == {"Dibuat 24 November 2026"}
    assert len([one for one in sari.seen if one.startswith("(photo)")]) == 1


def test_only_satgas_see_them(ani: Somebody, counter: Counter) -> None:
    rini = counter.ketua()
    for somebody in (ani, rini):
        assert somebody.says("/statistik") == f"{REFUSED}\n[‹ Menu]"
        assert somebody.press("v1:stats:show:ask:0") == REFUSED
