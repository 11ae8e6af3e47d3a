"""getUpdates: what is confirmed, what waits, what expires, who may poll."""

import asyncio
from typing import Any

import pytest
from telegram import Bot, Update
from telegram.error import Conflict

from sandbox.people import Person
from sandbox.server import BotApi
from tests.sandbox.conftest import Ask


async def ids(ask: Ask, **params: Any) -> list[int]:
    return [update["update_id"] for update in (await ask("getUpdates", **params))["result"]]


async def test_an_offset_confirms_everything_below_it(api: BotApi, ask: Ask, ani: Person) -> None:
    second, third = ani.says("dua"), ani.says("tiga")
    assert await ids(ask) == [second - 1, second, third]
    assert api.pending == 3
    assert await ids(ask, offset=third) == [third]
    assert api.pending == 1
    assert await ids(ask, offset=third + 1, limit=1) == []
    assert api.pending == 0


async def test_a_negative_offset_keeps_only_the_last(api: BotApi, ask: Ask, ani: Person) -> None:
    last = [ani.says(str(number)) for number in range(5)][-1]
    assert await ids(ask, offset=-1) == [last]
    assert api.pending == 1


async def test_an_offset_far_in_the_future_is_ignored(api: BotApi, ask: Ask, ani: Person) -> None:
    assert len(await ids(ask, offset=api.world.queue.next_id + 11)) == 1
    assert api.pending == 1


async def test_limits_are_clamped_and_asking_again_at_once_gives_one(ask: Ask, ani: Person) -> None:
    for number in range(150):
        ani.says(str(number))
    assert len(await ids(ask, limit=500)) == 100
    assert len(await ids(ask)) == 1


async def test_a_long_poll_ends_with_the_update(bot: Bot, ani: Person) -> None:
    first = (await bot.get_updates())[0].update_id
    poll = asyncio.ensure_future(bot.get_updates(offset=first + 1, timeout=20))
    await asyncio.sleep(0.05)
    assert not poll.done()
    ani.says("akhirnya")
    updates = await asyncio.wait_for(poll, 1)
    assert [update.message.text for update in updates if update.message] == ["akhirnya"]


async def test_a_long_poll_without_news_ends_empty(ask: Ask) -> None:
    assert await ids(ask, offset=1, timeout=1) == []


async def test_of_two_pollers_the_older_gets_the_conflict(ask: Ask, ani: Person) -> None:
    older = asyncio.ensure_future(ask("getUpdates", offset=100_001, timeout=20))
    await asyncio.sleep(0.05)
    newer = asyncio.ensure_future(ask("getUpdates", offset=100_001, timeout=20))
    refused = await asyncio.wait_for(older, 1)
    assert (refused["status"], refused["description"]) == (
        409,
        "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running",
    )
    ani.says("hai")
    assert len((await asyncio.wait_for(newer, 1))["result"]) == 1


async def test_conflicts_on_order(api: BotApi, bot: Bot) -> None:
    api.faults.conflict(1)
    with pytest.raises(Conflict):
        await bot.get_updates()
    assert await bot.get_updates() == ()


async def test_no_polling_while_a_webhook_is_set(api: BotApi, bot: Bot) -> None:
    poll = asyncio.ensure_future(bot.get_updates(timeout=20))
    await asyncio.sleep(0.05)
    await bot.set_webhook("http://127.0.0.1:9/")
    with pytest.raises(Conflict, match="terminated by setWebhook request"):
        await poll
    with pytest.raises(Conflict, match="can't use getUpdates method while webhook is active"):
        await bot.get_updates()
    await bot.delete_webhook()
    assert await bot.get_updates(offset=1) == ()


@pytest.mark.parametrize(("seconds", "left"), [(29, 3), (31, 2), (151, 1), (86_401, 0)])
async def test_updates_expire(api: BotApi, bot: Bot, ani: Person, seconds: int, left: int) -> None:
    await bot.send_message(ani.id, "pilih", reply_markup={"inline_keyboard": [[{"text": "A", "callback_data": "a"}]]})  # type: ignore[arg-type]
    ani.presses("A")
    ani.asks_inline("roadmap")
    api.clock.move(seconds)
    assert api.pending == left


async def test_kinds_the_bot_asked_for_are_remembered(api: BotApi, ask: Ask, ani: Person) -> None:
    await ask("getUpdates", offset=100_001, allowed_updates=["callback_query", "apa"])
    assert ani.says("tidak terdengar") == 0
    await ask("getUpdates", offset=100_002)
    assert ani.says("masih tidak") == 0
    await ask("getUpdates", offset=100_003, allowed_updates=[])
    assert ani.says("terdengar") > 0


async def test_ready_made_updates_go_through_as_they_are(api: BotApi, ask: Ask) -> None:
    api.inject({"update_id": 7, "sesuatu_yang_baru": {"a": 1}})
    api.inject({"message": {}})
    raw = (await ask("getUpdates"))["result"]
    assert raw == [{"update_id": 7, "sesuatu_yang_baru": {"a": 1}}, {"update_id": 8, "message": {}}]


async def test_everything_people_send_is_read_by_the_library(api: BotApi, bot: Bot, ani: Person) -> None:
    budi = api.person("Budi Santoso", username="budi_ngalam", language=None)
    group = api.group("Warga", [ani, budi])
    sent = [
        ani.sends_photo("foto"),
        ani.sends_document(caption="berkas"),
        ani.sends_voice(),
        ani.sends_sticker(),
        ani.sends_contact(),
        ani.sends_location(),
        ani.sends_forwarded("kata orang"),
        ani.edits(1, "/start lagi"),
        budi.says("/tanya apa", to=group),
        ani.asks_inline("ruang"),
        ani.blocks(),
        ani.unblocks(),
        group.promotes_bot(),
    ]
    group.adds(api.person("Citra"))
    group.removes(budi)
    group.upgrade()
    updates = await bot.get_updates()
    assert set(sent) < {update.update_id for update in updates}
    kinds = {kind for update in updates for kind in Update.ALL_TYPES if getattr(update, kind)}
    assert kinds == {"message", "edited_message", "inline_query", "my_chat_member"}
    assert api.pending == len(updates)


async def test_in_a_group_the_bot_hears_only_what_is_meant_for_it(api: BotApi, bot: Bot, ani: Person) -> None:
    group = api.group("Warga", [ani])
    said = await bot.send_message(group.id, "halo semua")
    assert ani.says("ngobrol biasa", to=group) == 0
    assert ani.says("/tanya@bot_lain apa", to=group) == 0
    assert ani.says("/tanya apa", to=group) > 0
    assert ani.says("/tanya@Malang_Bot apa", to=group) > 0
    assert ani.says("balasan", to=group, reply_to=said.message_id) > 0
    group.promotes_bot()
    assert ani.says("ngobrol biasa", to=group) > 0
    group.kicks_bot()
    assert ani.says("/tanya apa", to=group) == 0
