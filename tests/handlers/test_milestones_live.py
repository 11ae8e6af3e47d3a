"""The roadmap's picture over the wire: drawn once, sent again by its file_id, anew when one moved."""

from settings import HERE
from tests.support.town import city_pack, town

EXAMPLE = HERE / "content" / "malang-contoh"
SATGAS = 4242


async def test_the_picture_is_drawn_once_and_a_moved_milestone_anew(database_url: str) -> None:
    async with town(database_url, city=city_pack(EXAMPLE), satgas_ids=frozenset({SATGAS})) as place:
        ani, sari = place.person("Ani", "jv"), place.person("Sari", user_id=SATGAS)
        await ani.asks("/roadmap")
        (first,) = await ani.presses(data="v1:roadmap:picture")
        (again,) = await ani.presses(data="v1:roadmap:picture")
        assert first == again
        assert first.startswith("(photo) ")
        pictures = [one["photo"][-1]["file_id"] for one in ani.person.messages if one.get("photo")]
        assert len(pictures) == 2
        assert len(set(pictures)) == 1

        await sari.asks("/tonggak")
        await sari.presses("4. Coworking space")
        await sari.presses("Coworking space Lowokwaru")
        await sari.presses("Status")
        (card,) = await sari.presses("🔵 berjalan")
        assert card.splitlines()[0] == "✓ Tersimpan."
        await ani.presses(data="v1:roadmap:picture")
        assert ani.person.messages[-1]["photo"][-1]["file_id"] not in pictures
        (group_text,) = await ani.asks("/roadmap", to=place.group("Warga", [ani]))
        assert group_text.count("▰") > 20
        assert place.api.violations == []
        assert [(call.method, call.error) for call in place.api.calls if not call.ok] == []
