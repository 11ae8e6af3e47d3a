"""An idea's whole way over the wire, on both databases: sent, supported from a group, answered, become a milestone."""

import time
from collections.abc import AsyncIterator

import pytest
from sqlalchemy import Connection

import house
from jobs import ideas as jobs
from notices.teller import Teller
from services.ideas import reading, similar
from services.milestones import reading as milestones
from services.milestones.values import Milestone
from tests.handlers.test_ideas import AGREE, CONSENT, HEAD, MORE, NAMED, NAMELESS, NEXT, PARTS, TITLE, WORDS
from tests.services.ideas.agora import miscounted
from tests.support.desk import MORNING, small_city
from tests.support.town import Resident, Town, town, until
from texts import Texts
from wire.clock import Clock

ONE, TWO = "IDE-2026-0001", "IDE-2026-0002"
AGAIN = "Kursus membuat gim tanpa bayar bagi pelajar SMK di Sukun"
SUKUN = "Sub-sektor: Gim\nUntuk: Kecamatan Sukun"
DEEDS = "[Tahan] [Tandai baru]\n[Jawab] [Tonggak]\n[Catatan] [Riwayat]"
LIKE = "Sudah ada ide yang mirip. Kalau maksudmu sama, dukung yang itu saja supaya suaranya makin kuat:"
ASKED = f"{CONSENT}\n[👍 Dukung yang ini saja]\n{AGREE}\n{PARTS}"
SAID = "Status: sedang dipertimbangkan\nKami cari gurunya dulu.\nSatgas, 24 November 2026"
MOVED = "Tonggaknya bergerak: Coworking space Lowokwaru – berjalan"


class Walk:
    """A town whose clock is ours; Sari is satgas, and everybody hears news when some minutes have passed."""

    def __init__(self, place: Town, ahead: list[float]) -> None:
        self.place, self.ahead = place, ahead
        self.teller = Teller(Texts.load(), place.bot.city, "Asia/Jakarta", "malang_bot")
        self.ani, self.budi, self.cici, self.dodi = (place.person(one) for one in ("Ani", "Budi", "Cici", "Dodi"))
        self.sari = place.person("Sari", user_id=101)
        self.group = place.group("Warga", [self.ani, self.budi])

    async def hear(self) -> list[list[str]]:
        """Eleven minutes later: what Ani, Budi, Cici and Dodi are told."""
        crowd = (self.ani, self.budi, self.cici, self.dodi)
        before = [len(one.seen) for one in crowd]
        self.ahead[0] += 660
        await self.place.station.say(jobs.tell_news, teller=self.teller, now=self.place.bot.clock.now())
        await self.place.settled()
        return [one.seen[there:] for one, there in zip(crowd, before, strict=True)]

    async def shows(self, code: str) -> str:
        """Sari lets everybody see an idea; it can be found from then on."""
        await self.sari.asks(f"/tinjau {code}")
        (card,) = await self.sari.presses("Tampilkan")
        ideas = self.place.bot.ideas
        assert ideas is not None
        wanted = await self.place.look(similar.edition)
        await until(lambda: ideas.edition == wanted)
        return card

    async def answers(self, code: str, *way: str) -> str:
        """Sari answers it: presses these, the last one is what she writes."""
        await self.sari.asks(f"/tinjau {code}")
        for label in ("Jawab", *way[:-1]):
            await self.sari.presses(label)
        await self.sari.asks(way[-1])
        (card,) = await self.sari.presses("Terbitkan sekarang")
        return card

    async def supports(self, code: str) -> int:
        """How many support it, by its count; the rows say the same."""
        assert await self.place.look(miscounted) == []
        idea = await self.place.look(lambda db: reading.by_code(db, code=code))
        return int(idea.supports)


@pytest.fixture
async def walk(database_url: str, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Walk]:
    monkeypatch.setattr(house, "LIBRARY_EVERY", 0.05)
    ahead = [MORNING.timestamp() - time.time()]
    clock = Clock(lambda: ahead[0])
    async with town(database_url, city=small_city(), clock=clock, satgas_ids=frozenset({101})) as place:
        yield Walk(place, ahead)
        assert place.api.violations == []
        assert [(call.method, call.error) for call in place.api.calls if not call.ok] == []


def news(whose: str, code: str, title: str, what: str) -> list[str]:
    return [f"💡 {whose} {code}: {title}\n{what}\n[Lihat idenya]"]


async def test_from_a_message_to_a_milestone_that_moves(walk: Walk) -> None:
    await _is_sent_with_a_photo(walk)
    await _is_supported_from_the_group(walk, walk.budi)
    await _is_caught_before_it_is_sent_twice(walk, walk.cici)
    await _is_merged_and_parted(walk, walk.dodi)
    card = await walk.answers(ONE, "sedang dipertimbangkan", "Kami cari gurunya dulu.")
    assert card.startswith("✅ Jawaban terbit. Pengirim dan pendukungnya dikabari beberapa menit lagi.\n\n")
    own = news("Idemu", ONE, TITLE, SAID)
    followed = news("Ide yang kamu ikuti,", ONE, TITLE, SAID)
    assert await walk.hear() == [own, followed, followed, []]
    await _becomes_a_milestone(walk)
    own = news("Idemu", ONE, TITLE, MOVED)
    followed = news("Ide yang kamu ikuti,", ONE, TITLE, MOVED)
    assert await walk.hear() == [own, followed, followed, []]
    assert await walk.hear() == [[], [], [], []]


async def _is_sent_with_a_photo(walk: Walk) -> None:
    (preview,) = await walk.ani.does(lambda: walk.ani.person.sends_photo(f"/ide {WORDS}", b"\x89PNG"))
    idea = f"{TITLE}\n{WORDS}\n📎 Foto atau berkasmu ikut."
    assert preview == f"{HEAD}\n\n{idea}\n\n{SUKUN}\n\n{MORE}\n\n{CONSENT}\n{AGREE}\n{PARTS}"
    assert await walk.ani.presses(NAMED) == [
        f"✅ Terkirim, terima kasih!\n{ONE} · {TITLE}\nStatus: menunggu dibaca satgas\n\n{NEXT}"
    ]
    assert await walk.shows(ONE) == (
        f"{TITLE}\n{ONE} · Sukun · Gim · 0 dukungan\nDari Ani, 24 November 2026, 10.00 WIB\n\n{WORDS}\n\n"
        "Tampilan: tampil untuk semua\nStatus: sudah masuk\n"
        "Dijawab paling lambat 8 Desember 2026 (10 hari kerja lagi)\nLampiran: 1\n"
        f"{DEEDS}\n[Lampiran (1)]\n[Blokir pengirim]\n[‹ Antrean ide]"
    )
    assert await walk.sari.presses("Lampiran (1)") == [f"(photo) Lampiran {ONE}"]
    told = "Sudah dibaca satgas dan sekarang tampil. Warga lain bisa mendukungnya."
    assert await walk.hear() == [news("Idemu", ONE, TITLE, told), [], [], []]


async def _is_supported_from_the_group(walk: Walk, budi: Resident) -> None:
    """Somebody the bot does not know is led by the press, and supports with one tap."""
    await walk.ani.types_inline("kelas gim", to=walk.group)
    card = await walk.ani.chooses("Bikin kelas", to=walk.group)
    shown = f"💡 {TITLE}\n{ONE}\nGim · Sukun\n\n{WORDS}\n\ndari Ani, 24 November 2026\n\n"
    standing = "👍 {0} dukungan\nStatus: menunggu jawaban satgas"
    assert card == f"{shown}{standing.format(0)}\n[👍 Dukung (0)]\n[Buka di bot]"
    await budi.presses("Dukung", to=walk.group)
    (link,) = budi.person.opened
    (there,) = await budi.does(lambda: budi.person.opens(link))
    assert there.startswith(
        f"{shown}{standing.format(0)}\n\nKamu juga mau ini? Tekan 👍 sekali, dukunganmu dihitung.\n\n"
    )
    doors = "[🤝 Saya bisa bantu]\n[↗ Bagikan]\n[📎 Lampiran (1)]\n[Jelajahi ide lain]\n[‹ Menu]"
    assert await budi.presses("Dukung (0)") == [f"{shown}{standing.format(1)}\n[✓ Kamu mendukung (1) – tarik]\n{doors}"]


async def _is_caught_before_it_is_sent_twice(walk: Walk, cici: Resident) -> None:
    assert await cici.asks("/ide kelas nggawe gim gratis gawe arek SMK") == [
        f"{HEAD}\n\nKelas nggawe gim gratis gawe arek SMK\n\nSub-sektor: Gim\nUntuk: seluruh kota\n\n{MORE}\n\n"
        f"{LIKE}\n1. {TITLE}\nsudah masuk · 1 dukungan\n\n{ASKED}"
    ]
    assert await cici.presses("👍 Dukung yang ini saja") == [
        f"👍 Dukunganmu untuk {ONE} “{TITLE}” sudah dihitung, sekarang 2. "
        "Kabarnya saya kirim ke sini. Idemu sendiri tidak saya kirim.\n[Ide saya]\n[Tetap kirim ide saya]\n[‹ Menu]"
    ]
    assert await walk.supports(ONE) == 2


async def _is_merged_and_parted(walk: Walk, dodi: Resident) -> None:
    """Dodi sent the same all the same, and Cici supports both: she counts once, and twice again when it is undone."""
    assert await dodi.asks(f"/ide {AGAIN}") == [
        f"{HEAD}\n\n{AGAIN}\n\n{SUKUN}\n\n{MORE}\n\n{LIKE}\n1. {TITLE}\nsudah masuk · 2 dukungan\n\n{ASKED}"
    ]
    await dodi.presses(NAMELESS)
    await walk.shows(TWO)
    await walk.cici.asks("/start ide-2026-0002")
    await walk.cici.presses("Dukung (0)")
    card = await walk.answers(TWO, "digabung dengan ide lain", ONE, "Maksudnya sama.")
    assert f"\nDigabung ke {ONE} {TITLE}\n" in card
    assert [await walk.supports(one) for one in (ONE, TWO)] == [2, 0]
    (back,) = await walk.sari.presses("Urungkan jawaban")
    assert back.startswith(
        f"Jawaban diurungkan. Belum ada yang dikabari.\n\n{AGAIN}\n{TWO} · Sukun · Gim · 1 dukungan\n"
    )
    assert [await walk.supports(one) for one in (ONE, TWO)] == [2, 1]
    told = "Sudah dibaca satgas dan sekarang tampil. Warga lain bisa mendukungnya."
    assert await walk.hear() == [[], [], [], news("Idemu", TWO, AGAIN, told)]


async def _becomes_a_milestone(walk: Walk) -> None:
    sari = walk.sari
    await sari.asks(f"/tinjau {ONE}")
    await sari.presses("Tonggak")
    (linked,) = await sari.presses("Coworking space Lowokwaru")
    standing = "Status: sedang dipertimbangkan\nTonggak: Coworking space Lowokwaru\nLampiran: 1"
    assert f"{standing}\n\nJawaban terakhir\n{SAID}\n" in linked
    assert await walk.hear() == [[], [], [], []]
    await sari.asks("/tonggak")
    for label in ("4. Coworking space", "Coworking space Lowokwaru", "Status"):
        await sari.presses(label)
    (card,) = await sari.presses("🔵 berjalan")
    assert card.splitlines()[0] == "✓ Tersimpan."

    def statuses(db: Connection) -> list[Milestone]:
        return [one for one in milestones.milestones_of(db, point="coworking") if "Lowokwaru" in one.title["id"]]

    assert [one.status.value for one in await walk.place.look(statuses)] == ["on_track"]
