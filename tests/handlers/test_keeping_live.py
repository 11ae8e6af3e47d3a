"""A seat and its ketua over the wire, on both databases: booked, seen, checked in, exported; the count follows."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, select

import settings
from jobs import keeping, schedule
from jobs.schedule import Tick
from models import Slot as Slots
from services.coworking import slots
from services.coworking.hours import Hours
from services.roles import Rights
from tests.support.town import Town, city_pack, town, until

SATGAS = 4242
EXAMPLES = city_pack(settings.HERE / "content" / "malang-contoh")


async def opened(place: Town) -> int:
    """A slot in Klojen that has just begun."""
    begins = datetime.now(UTC) - timedelta(minutes=1)

    def open_one(db: Connection) -> int:
        space = db.execute(select(Slots.space_id).where(Slots.capacity == 12).order_by(Slots.id)).scalars().first()
        told: dict[str, Any] = {"rights": Rights(satgas=True), "actor_id": 1, "now": begins, "capacity": 9}
        told |= {"starts_at": begins, "ends_at": begins + timedelta(hours=3), "title": "Kelas"}
        slot = slots.open_slot(db, space_id=space or 0, hours=Hours(EXAMPLES, "Asia/Jakarta"), **told).slot
        assert slot is not None
        return slot.id

    number: int = await place.look(open_one)
    return number


async def test_a_sign_up_is_seen_checked_in_and_exported(database_url: str, monkeypatch: Any) -> None:
    often = Tick("live counts", 1, keeping.renew_counts)
    ticks = tuple(often if one.name == "live counts" else one for one in schedule.TIMETABLE)
    monkeypatch.setattr(schedule.Timetable.__init__, "__kwdefaults__", {"ticks": ticks})
    async with town(database_url, city=replace(EXAMPLES, articles=()), satgas_ids=frozenset({SATGAS})) as place:
        sari, ani = place.person("Sari", user_id=SATGAS), place.person("Ani")
        await sari.asks("/start")
        number = await opened(place)
        await sari.asks("/pendaftar")
        (card,) = await sari.presses(data=f"v1:signups:slot:{number}")
        assert "Terdaftar: 0 orang dalam 0 pendaftaran" in card

        await ani.presses(data=f"v1:book:slot:{number}") if await ani.asks("/ruang") else None
        for label in ("2", "Setuju, daftarkan saya", "Boleh dilihat pengelola", "Pesan sekarang"):
            await ani.presses(label)
        (code,) = {one.split("Kode: ")[1].split()[0] for one in ani.seen if "Kode: " in one}
        await until(lambda: "Terdaftar: 2 orang dalam 1 pendaftaran" in sari.seen[-1])

        (seat,) = await sari.asks(f"/pendaftar {code}")
        assert f"Ani · 2 orang\nStatus: terdaftar\nKode: {code}" in seat
        (seat,) = await sari.presses("Check-in")
        assert (sari.toasts[-1], "Status: sudah check-in" in seat) == ("Check-in berhasil.", True)
        (card,) = await sari.presses("‹ Slot")
        assert "Sudah check-in: 2 orang" in card
        (file,) = await sari.presses("Unduh XLSX")
        assert file.startswith("(document pendaftar-")
        assert "Pendaftar di slot ini: 1." in file
