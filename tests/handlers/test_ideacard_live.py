"""An idea shared to a group by inline mode and supported from there, over the wire."""

import re
from collections.abc import AsyncIterator
from itertools import pairwise
from typing import Any

import pytest
from sqlalchemy import Connection

from services.ideas import browsing
from services.ideas.values import Idea
from tests.services.ideas.agora import Agora, miscounted
from tests.support.desk import small_city
from tests.support.town import Town, town, until
from wire.clock import Clock

CARD = """\
💡 Kelas gim gratis
IDE-2026-0001
Gim · Klojen

Bikin kelas gim gratis untuk anak SMK di Klojen.

dari seorang warga, 24 November 2026

👍 {count} dukungan
Status: menunggu jawaban satgas
[👍 Dukung ({count})]
[Buka di bot]"""
ASK = "Kamu juga mau ini? Tekan 👍 sekali, dukunganmu dihitung."
THANKS = "👍 Dukunganmu dihitung. Nanti kamu dikabari perkembangannya."


@pytest.fixture
def ahead() -> list[float]:
    """Seconds by which the bot's clock is set ahead."""
    return [0.0]


@pytest.fixture
async def place(database_url: str, ahead: list[float]) -> AsyncIterator[Town]:
    async with town(database_url, city=small_city(), clock=Clock(lambda: ahead[0])) as place:
        yield place


def make(db: Connection) -> Idea:
    return Agora(db, met=800).idea(title="Kelas gim gratis", sector="games", kecamatan="klojen")


def edits(place: Town) -> list[tuple[float, str]]:
    """When each edit out of sight came, and the count it brought."""
    told = [one for one in place.api.calls if one.method.lower() == "editmessagetext" and one.ok]
    counts = ((one.at_monotonic, re.search(r"\d+ dukungan", one.params["text"])) for one in told)
    return [(at, found[0]) for at, found in counts if found]


async def shows(place: Town, message: dict[str, Any], count: int) -> None:
    """The card comes to show this count."""
    await until(lambda: f"{count} dukungan" in message["text"], why=f"{message['text']!r} never said {count}")
    await place.settled()


async def test_shared_to_a_group_and_supported_by_who_is_known_and_who_is_not(place: Town, ahead: list[float]) -> None:
    ani, budi, cici = (place.person(name) for name in ("Ani", "Budi", "Cici"))
    group = place.group("Warga", [ani, budi, cici])
    await place.look(make)
    await budi.asks("/start")

    assert await ani.types_inline("IDE-2026-0001", to=group) == [
        "💡 Kelas gim gratis · 👍 0: Bikin kelas gim gratis untuk anak SMK di Klojen."
    ]
    assert await ani.chooses("Kelas gim", to=group) == CARD.format(count=0)
    message = list(group.chat.messages.values())[-1]

    await budi.presses("Dukung", to=group)
    assert (budi.toasts, len(budi.seen)) == ([THANKS], 1)
    await shows(place, message, 1)

    await cici.presses("Dukung", to=group)
    (link,) = cici.person.opened
    assert (cici.toasts, cici.seen, link) == ([], [], "https://t.me/malang_bot?start=ide-2026-0001")
    (card,) = await cici.does(lambda: cici.person.opens(link))
    assert ASK in card and card.splitlines()[-6] == "[👍 Dukung (1)]"
    await cici.presses("Dukung (1)")
    ahead[0] += 4.0
    await shows(place, message, 2)
    assert (cici.toasts, group.seen) == ([THANKS], [])
    assert place.api.violations == []


async def test_twenty_fast_presses_are_few_edits_and_the_right_count(sqlite_url: str) -> None:
    async with town(sqlite_url, city=small_city()) as place:
        await _press_fast(place)


async def _press_fast(place: Town) -> None:
    people = [place.person(f"Warga {number}") for number in range(3)]
    group = place.group("Warga", people)
    idea = await place.look(make)
    for one in people:
        await one.asks("/start")
    await people[0].types_inline("IDE-2026-0001", to=group)
    await people[0].chooses("Kelas gim", to=group)
    message = list(group.chat.messages.values())[-1]

    for _ in range(20):
        people[0].person.presses("Dukung", to=group)
    people[1].person.presses("Dukung", to=group)
    await place.settled()
    assert len(people[0].toasts) == 20
    await shows(place, message, 1)
    people[2].person.presses("Dukung", to=group)
    await shows(place, message, 2)

    came = edits(place)
    assert 2 <= len(came) <= 4
    assert [counts for (_, counts), (_, then) in pairwise(came) if counts == then] == []
    assert min(then - now for (now, _), (then, _) in pairwise(came)) >= 3.0
    card = await place.look(lambda db: browsing.card(db, idea_id=idea.id, person_id=0))
    assert (card.idea.supports, await place.look(miscounted)) == (2, [])
    assert place.api.violations == []
