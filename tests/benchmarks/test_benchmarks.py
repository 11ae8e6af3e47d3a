"""The benchmarks' own instruments: they count what happens, also what must not happen, and a tiny run goes through."""

import asyncio
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from benchmarks import telegram, throughput, update, window
from benchmarks.__main__ import recorded
from benchmarks.emulator import Network, Telegram
from benchmarks.environments import LIMITED, OURS, Bot
from benchmarks.processes import ROOT, Stuck, running, serving
from benchmarks.rounds import Figure, at_least, at_most, held, interleaved, median, page, ratio
from benchmarks.tally import Tally, busiest, quantile, steady_rate


def test_the_busiest_second_is_found_wherever_it_begins() -> None:
    even = [number / 32 for number in range(320)]
    assert busiest(even) == 32
    assert busiest([0.0, 0.999, 1.0]) == 2
    assert busiest([]) == 0


def test_a_send_log_that_restarts_every_second_is_caught() -> None:
    """The negative control: thirty at the end of one clock second and thirty at the start of the next."""
    bursts = [0.99] * 30 + [1.01] * 30
    assert busiest(bursts) == 60


def test_answers_out_of_their_chats_order_are_counted() -> None:
    tally = Tally()
    for number, chat in ((0, 1), (1, 2), (2, 1), (3, 2)):
        tally.answered(number, chat, 0.0)
    assert (tally.disorder, tally.doubled, len(tally.seen)) == (0, 0, 4)
    tally.answered(6, 1, 0.0)
    tally.answered(5, 1, 0.0)
    tally.answered(4, 2, 0.0)
    tally.answered(4, 2, 0.0)
    assert (tally.disorder, tally.doubled, len(tally.seen)) == (1, 1, 7)


async def test_copies_of_an_announcement_are_counted_and_doubles_too() -> None:
    server = Telegram(Network())
    for chat in (600_000_000, 600_000_001, 600_000_000):
        server.arrived(b"sendmessage", b'{"chat_id":%d,"text":"kabar untuk semua"}' % chat, lambda _: None)
    told = server.report()
    assert (server.asked(b"state", {})["copies"], told["copies_doubled"], told["sends_busiest"]) == (2, 1, 3)


def test_rates_and_percentiles() -> None:
    assert steady_rate([0.0, 0.1, 0.2]) == pytest.approx(10)
    assert steady_rate([1.0]) == 0.0
    assert quantile([4, 1, 3, 2], 0.5) == 3
    assert quantile([], 0.99) == 0.0


@pytest.mark.parametrize(
    "body",
    [b'{"offset": 100000003, "limit": 100}', b"offset=100000003&limit=100", b'name="offset"\r\n\r\n100000003\r\n--'],
)
async def test_the_next_poll_confirms_whatever_its_encoding(body: bytes) -> None:
    server, heard = Telegram(Network()), list[bytes]()
    server.write(5)
    server.arrived(b"getupdates", b"{}", heard.append)
    server.arrived(b"getupdates", body, heard.append)
    batches = [json.loads(answer.split(b"\r\n\r\n", 1)[1])["result"] for answer in heard]
    first = telegram.FIRST_UPDATE
    assert [[one["update_id"] - first for one in batch] for batch in batches] == [[0, 1, 2, 3, 4], [3, 4]]
    assert server.confirmed == 3


async def test_a_poll_waits_until_somebody_writes() -> None:
    server, heard = Telegram(Network(), chats=2, burst=3), list[bytes]()
    server.arrived(b"getupdates", b"{}", heard.append)
    assert heard == []
    server.write(1, press=True)
    (batch,) = (json.loads(answer.split(b"\r\n\r\n", 1)[1])["result"] for answer in heard)
    assert batch[0]["callback_query"]["id"] == "press-0"
    assert [server.person(number) - telegram.FIRST_PERSON for number in range(7)] == [0, 0, 0, 1, 1, 1, 0]


@pytest.mark.parametrize(("order", "wrong"), [((0, 1, 2, 3), 0), ((1, 0, 2, 3), 1), ((2, 1, 0, 3), 2)])
async def test_the_emulator_sees_disorder_in_what_is_sent(order: tuple[int, ...], wrong: int) -> None:
    server, heard = Telegram(Network(), chats=1), list[bytes]()
    server.write(4)
    for number in order:
        server.arrived(b"sendmessage", f'{{"chat_id":5,"text":"pesan-{number}"}}'.encode(), heard.append)
    assert server.report()["disorder"] == wrong
    assert server.report()["busiest"] == len(heard) == 4


def test_a_network_is_late_both_ways() -> None:
    network = Network(delay=0.05, jitter=0.06)
    ways = [network.one_way() for _ in range(500)]
    assert 0.025 <= min(ways) < 0.03
    assert 0.08 < max(ways) <= 0.085


def test_rounds_are_turned_around_and_ratios_taken_round_by_round() -> None:
    order: list[str] = []

    def measure(bot: Bot) -> float:
        order.append(bot.name)
        return float(len(order))

    one, two = (Bot(name, list) for name in ("one", "two"))
    found = interleaved([one, two], 3, measure)
    assert order == ["one", "two", "two", "one", "one", "two"]
    assert median(found, "one") == 4.0
    assert ratio(found, "one", "two") == pytest.approx(5 / 6)


def test_a_missed_goal_is_red() -> None:
    assert held([at_most("a", 0.2, 0.2), at_least("b", 50, 50), Figure("c", "1")])
    assert not held([at_most("a", 0.21, 0.2)])
    assert not held([at_least("b", 49, 50)])
    assert "MISSED" in page("t", "c", [at_least("b", 49, 50)])
    assert "MISSED" not in page("t", "c", [at_least("b", 50, 50), Figure("c", "1")])


def test_a_result_is_recorded_in_place_of_the_last() -> None:
    assert recorded("# A\n```\nold\n```\nend", "new") == "# A\n```\nnew\n```\nend"


def test_peers_are_pinned_and_name_no_registry() -> None:
    peers = ROOT / "benchmarks" / "peers"
    for pins in peers.glob("*.txt"):
        assert all("==" in line for line in pins.read_text().splitlines())
    wanted = json.loads((peers / "package.json").read_text())["dependencies"]
    assert all(version[0].isdigit() for version in wanted.values())
    assert sorted(path.name for path in peers.iterdir() if path.is_file()) == [
        "aiogram.txt", "aiogram_echo.py", "aiogram_send.py", "grammy_echo.mjs", "package.json", "stock.py", "stock.txt",
    ]  # fmt: skip


def test_every_command_stands_in_the_readme() -> None:
    told = (Path(ROOT) / "benchmarks" / "README.md").read_text()
    for name in ("update", "throughput", "memory", "window", "press", "flood", "announce"):
        assert f"python -m benchmarks.{name}" in told


def tiny(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(update, "WARM_UP", 20)
    monkeypatch.setattr(update, "MANY", {OURS.name: 100})
    monkeypatch.setattr(throughput, "WARM_UP", {OURS.name: 20})
    monkeypatch.setattr(throughput, "MANY", {OURS.name: 300})
    monkeypatch.setattr(window, "SECONDS", 2)


@pytest.mark.parametrize("measure", [update.measure, throughput.measure])
async def test_our_bot_can_be_measured(monkeypatch: pytest.MonkeyPatch, measure: Callable[[Bot], float]) -> None:
    tiny(monkeypatch)
    assert await asyncio.to_thread(measure, OURS) > 0
    assert throughput.DISORDER.get(OURS.name, [0])[-1] == 0


@pytest.mark.long
async def test_the_limits_are_seen_from_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    tiny(monkeypatch)
    run = await asyncio.to_thread(window.measure)
    assert run["answered"] > 20
    assert run["busiest"] <= window.RATE


def test_a_bot_that_dies_says_why() -> None:
    with (
        serving() as server,
        pytest.raises(Stuck, match="SEND_RATE"),
        running(LIMITED.words(), server, SEND_RATE="none"),
    ):
        pytest.fail("it cannot run")
