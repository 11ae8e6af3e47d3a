"""An idea over the wire, on both databases: sent with a photo, its like caught before it is sent, both followed."""

from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import Connection, select

import house
from models import Idea as Ideas
from services.ideas import reviewing
from services.roles import Rights
from tests.handlers.test_ideas import AGREE, CONSENT, HEAD, MORE, NAMED, PARTS, TITLE, WORDS
from tests.support.town import town, until


def shown(db: Connection) -> None:
    """A satgas lets everybody see it."""
    told: dict[str, Any] = {"rights": Rights(satgas=True), "actor_id": 1, "now": datetime.now(UTC)}
    reviewing.show(db, idea_id=1, revision=0, **told)


async def test_an_idea_with_a_photo_and_its_like(database_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(house, "LIBRARY_EVERY", 0.05)
    async with town(database_url) as place:
        ani, cici = place.person("Ani"), place.person("Cici")
        (preview,) = await ani.does(lambda: ani.person.sends_photo(f"/ide {WORDS}", b"\x89PNG"))
        around = "Sub-sektor: Gim\nUntuk: Kecamatan Sukun"
        files = "📎 Foto atau berkasmu ikut."
        assert preview == f"{HEAD}\n\n{TITLE}\n{WORDS}\n{files}\n\n{around}\n\n{MORE}\n\n{CONSENT}\n{AGREE}\n{PARTS}"
        (sent,) = await ani.presses(NAMED)
        code = sent.split("\n")[1].split(" · ")[0]
        assert sent.splitlines()[:3] == [
            "✅ Terkirim, terima kasih!",
            f"{code} · {TITLE}",
            "Status: menunggu dibaca satgas",
        ]
        (card,) = await ani.presses("Lihat idenya")
        assert card.splitlines()[0] == f"{code} · {TITLE}"
        assert await ani.presses("Foto dan berkas") == ["(photo)"]

        await place.look(shown)
        assert place.bot.ideas is not None
        edition = place.bot.ideas.edition
        await until(lambda: place.bot.ideas is not None and place.bot.ideas.edition != edition)
        (like,) = await cici.asks("/ide kelas nggawe gim gratis gawe arek SMK")
        assert f"1. {TITLE}\nsudah masuk · 0 dukungan" in like
        (supported,) = await cici.presses("👍 Dukung yang ini saja")
        assert supported.splitlines()[0] == (
            f"👍 Dukunganmu untuk {code} “{TITLE}” sudah dihitung, sekarang 1. "
            "Kabarnya saya kirim ke sini. Idemu sendiri tidak saya kirim."
        )
        (mine,) = await cici.asks("/ideku")
        assert mine.splitlines()[:3] == ["Ide yang kamu dukung: 1", "", f"{code} · {TITLE}"]
        (own,) = await ani.asks("/ideku")
        assert "sudah masuk · 1 dukungan" in own
        assert await place.look(lambda db: db.execute(select(Ideas.supports)).scalars().all()) == [1]
        assert place.api.violations == []
