"""/jejak: who did what, newest first, in words; by person, deed, object and period; a look at it is an entry too."""

from sqlalchemy import select

from models import AuditEntry
from services import audit
from services.trail import OWN
from tests.handlers.test_team import REFUSED
from tests.support.counter import Counter
from tests.support.desk import Desk, Somebody


def entries(desk: Desk) -> list[tuple[str, str]]:
    with desk.database() as db:
        found = db.execute(select(AuditEntry.deed, AuditEntry.subject).order_by(AuditEntry.id))
        return [(row.deed, row.subject) for row in found]


def test_what_was_done_is_told_newest_first_with_the_names_of_today(
    desk: Desk, sari: Somebody, rini: Somebody, counter: Counter
) -> None:
    slot = counter.slot(counter.space())
    look(rini, slot.id)
    sari.says("/start")
    assert (
        sari.says("/jejak")
        == """\
Jejak
3 catatan, yang terbaru di atas

1. 24 November 2026, 10.00 WIB
Rini: melihat daftar pendaftar · jadwal #1
2. 24 November 2026, 10.00 WIB
Pendiri: membuka jadwal · jadwal #1
3. 24 November 2026, 10.00 WIB
Pendiri: menambah ruang · ruang Ruang Uji
[1] [2] [3]
[Siapa] [Apa] [Kapan]
[‹ Menu]"""
    )
    assert (
        sari.presses("2")
        == """\
Catatan 2

Kapan: 24 November 2026, 10.00 WIB
Siapa: Pendiri
Apa: membuka jadwal
Tentang: jadwal #1
Kursi: 4
[Semua tentang ini]
[Semua oleh orang ini]
[Semua yang sejenis]
[‹ Jejak]"""
    )
    assert sari.presses("Semua tentang ini").splitlines() == [
        "Jejak",
        "2 catatan, yang terbaru di atas · tentang jadwal #1",
        "",
        "1. 24 November 2026, 10.00 WIB",
        "Rini: melihat daftar pendaftar · jadwal #1",
        "2. 24 November 2026, 10.00 WIB",
        "Pendiri: membuka jadwal · jadwal #1",
        "[1] [2]",
        "[‹ Jejak]",
    ]
    assert entries(desk)[3:] == [(OWN, "trail")] * 2


def test_it_is_narrowed_by_who_what_and_when(desk: Desk, sari: Somebody, rini: Somebody, counter: Counter) -> None:
    slot = counter.slot(counter.space())
    desk.later(days=8)
    look(rini, slot.id)
    sari.says("/start")
    sari.says("/jejak")
    assert sari.presses("Siapa") == (
        "Perbuatan siapa yang mau dilihat?\n[✓ Siapa saja] [Pendiri (2)]\n[Rini (1)]\n[‹ Jejak]"
    )
    assert sari.presses("Pendiri (2)").splitlines()[1] == "2 catatan, yang terbaru di atas · oleh Pendiri"
    assert sari.presses("Apa") == ("Catatan tentang apa yang mau dilihat?\n[✓ Apa saja] [jadwal]\n[ruang]\n[‹ Jejak]")
    assert sari.presses("jadwal") == (
        "Catatan tentang apa yang mau dilihat?\n[Apa saja] [✓ jadwal]\n[membuka jadwal]\n[‹ Jejak]"
    )
    narrowed = sari.presses("membuka jadwal").splitlines()
    assert narrowed[1] == "1 catatan, yang terbaru di atas · oleh Pendiri · membuka jadwal"
    assert sari.presses("Kapan") == (
        "Sejak kapan?\n[24 jam terakhir] [7 hari terakhir]\n[30 hari terakhir] [✓ Sejak awal]\n[‹ Jejak]"
    )
    assert sari.presses("7 hari terakhir") == (
        "Jejak\n0 catatan, yang terbaru di atas · membuka jadwal · 7 hari terakhir\n\n"
        "Tidak ada catatan yang cocok. Longgarkan saringannya.\n[Siapa] [Apa] [Kapan]\n[‹ Jejak]\n[‹ Menu]"
    )


def test_looks_at_the_trail_are_seen_when_asked_for(sari: Somebody) -> None:
    sari.says("/start")
    sari.says("/jejak")
    sari.says("/jejak")
    sari.presses("Apa")
    sari.presses("jejak")
    assert sari.presses("melihat jejak").splitlines()[1:5] == [
        "2 catatan, yang terbaru di atas · melihat jejak", "", "1. 24 November 2026, 10.00 WIB",
        "Sari: melihat jejak · jejak",
    ]  # fmt: skip


def test_new_entries_do_not_move_the_page_one_is_on(desk: Desk, sari: Somebody) -> None:
    sari.says("/start")
    note(desk, *range(20))
    sari.says("/jejak")
    older = sari.presses("›")
    note(desk, *range(20, 30))
    assert objects(older) == [f"ruang #{number}" for number in range(11, 3, -1)]
    assert objects(sari.presses("›")) == [f"ruang #{number}" for number in range(3, -1, -1)]
    assert sari.presses("‹").splitlines()[2:] == older.splitlines()[2:]


def test_who_has_no_name_any_more_is_a_number_and_what_the_settings_did_is_theirs(desk: Desk, sari: Somebody) -> None:
    sari.says("/start")
    desk.person("", number=8).says("/start")
    note(desk, 3, actor_id=2)
    note(desk, 4, actor_id=None)
    assert sari.says("/jejak").splitlines()[3:7] == [
        "1. 24 November 2026, 10.00 WIB", "bot atau pengaturan: mengubah ruang · ruang #4",
        "2. 24 November 2026, 10.00 WIB", "orang nomor 2: mengubah ruang · ruang #3",
    ]  # fmt: skip


def test_only_satgas_see_it(ani: Somebody, rini: Somebody) -> None:
    for one in (ani, rini):
        assert one.says("/jejak").splitlines()[0] == REFUSED
        assert one.press("v1:trail:in:0:0::0", {"message_id": 1}) == REFUSED


def look(keeper: Somebody, slot_id: int) -> None:
    """The keeper looks at who signed up."""
    keeper.says("/pendaftar")
    keeper.press(f"v1:signups:list:{slot_id}:0")


def note(desk: Desk, *numbers: int, actor_id: int | None = 1) -> None:
    with desk.database() as db:
        for number in numbers:
            told = {"deed": "space.change", "subject": f"space:{number}", "detail": {}}
            audit.record(db, actor_id=actor_id, now=desk.now, **told)  # type: ignore[arg-type]


def objects(told: str) -> list[str]:
    return [line.rpartition(" · ")[2] for line in told.splitlines() if ": mengubah" in line]
