"""One person who sends a thousand updates a second: the others do not notice, they hear so once, memory stays flat."""

from typing import Any

import pytest

from tests.support.town import town
from wire import flood
from wire.flood import Flood

WORD = "Pesanmu datang terlalu cepat, jadi sebagian tidak saya baca. Tunggu sebentar, lalu kirim lagi pelan-pelan ya."


class Said:
    """What would be said from memory."""

    def __init__(self) -> None:
        self.words: list[tuple[int, str]] = []

    def say(self, chat_id: int, text: str) -> None:
        self.words.append((chat_id, text))


def sieve() -> Flood:
    return Flood(unwritten=Said(), word=lambda raw: (7, "pelan"))  # type: ignore[arg-type]


def raws(sender: int, many: int, kind: str = "message") -> list[dict[str, Any]]:
    return [{"update_id": number, kind: {"from": {"id": sender}}} for number in range(many)]


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    now = [1000.0]
    monkeypatch.setattr(flood, "time", type("Clock", (), {"monotonic": staticmethod(lambda: now[0])}))
    return now


def test_a_bucket_empties_and_fills(clock: list[float]) -> None:
    one = sieve()
    fair, much = one.sift(raws(1, 700))
    assert (len(fair), len(much)) == (500, 200)
    assert fair[-1]["update_id"] == 499
    clock[0] += 2
    assert [len(part) for part in one.sift(raws(1, 150))] == [100, 50]
    assert [len(part) for part in one.sift(raws(2, 3))] == [3, 0]
    clock[0] += 60
    assert [len(part) for part in one.sift(raws(1, 700))] == [500, 200]


def test_what_is_no_deed_is_never_left_out(clock: list[float]) -> None:
    one = sieve()
    one.sift(raws(1, 600))
    for kind in ("my_chat_member", "chat_member", "file", "poll"):
        assert [len(part) for part in one.sift(raws(1, 9, kind))] == [9, 0] or kind == "poll"
    odd: list[dict[str, Any]] = [
        {"update_id": 1},
        {"update_id": 2, "message": 5},
        {"update_id": 3, "message": {"from": []}},
    ]
    assert [len(part) for part in one.sift(odd)] == [3, 0]


def test_memory_stays_flat(clock: list[float], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(flood, "PEOPLE_MOST", 100)
    one = sieve()
    for person in range(5000):
        one.sift(raws(person, 1))
    assert len(one._buckets) == 100


@pytest.mark.parametrize("webhook", [False, True], ids=["polling", "webhook"])
async def test_others_are_answered_and_who_floods_hears_so_once(
    database_url: str, monkeypatch: pytest.MonkeyPatch, webhook: bool
) -> None:
    monkeypatch.setattr(flood, "AT_ONCE", 60.0)
    monkeypatch.setattr(flood, "A_SECOND", 1.0)
    async with town(database_url, webhook=webhook) as place:
        ani, others = place.person("Ani"), [place.person(f"Warga {number}") for number in range(10)]
        await ani.asks("/start")
        for _ in range(6):
            for _ in range(150):
                ani.person.says("/batal")
            for one in others:
                one.person.says("/batal")
        await place.settled(60)
        assert [len(one.seen) for one in others] == [6] * 10
        assert ani.seen.count(WORD) == 1 and 60 <= len(ani.seen) < 500
        assert 'kind="message",result="too_fast"' in place.station.metrics.page().decode()
        assert place.api.violations == []


async def test_a_press_too_much_is_answered_too(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(flood, "AT_ONCE", 5.0)
    monkeypatch.setattr(flood, "A_SECOND", 0.001)
    async with town(sqlite_url) as place:
        ani = place.person("Ani")
        await ani.asks("/start")
        for _ in range(10):
            ani.person.presses(data="v1:help:show")
        await place.settled()
        assert ani.toasts.count(WORD) == 6
        assert not place.api.unanswered() and ani.seen.count(WORD) == 1
