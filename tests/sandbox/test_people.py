"""What people do and see: pressing, keyboards, links, polls, inline mode, menus, typing, pictures, groups."""

import asyncio
import base64
import json
from typing import Any

import pytest
from telegram import Bot, BotCommand, BotCommandScopeAllPrivateChats, BotCommandScopeChat, InputMediaPhoto, Update

from sandbox.people import Person
from sandbox.server import BotApi
from tests.sandbox.conftest import Ask

PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=="
)


def rows(*labels: str) -> Any:
    return {"inline_keyboard": [[{"text": label, "callback_data": f"v1:{label}"} for label in labels]]}


async def updates(bot: Bot) -> list[Update]:
    found = await bot.get_updates()
    if found:
        await bot.get_updates(offset=found[-1].update_id + 1)
    return list(found)


async def test_what_a_person_sees(bot: Bot, ani: Person) -> None:
    sent = await bot.send_message(ani.id, "<b>Halo</b> Ani!", parse_mode="HTML", reply_markup=rows("Tanya", "Roadmap"))
    assert ani.seen == ["Halo Ani!\n[Tanya] [Roadmap]"]
    await bot.edit_message_text("Sudah", chat_id=ani.id, message_id=sent.message_id)
    assert ani.seen == ["Sudah"]
    await bot.delete_message(ani.id, sent.message_id)
    assert ani.seen == []


async def test_pressing_finds_the_newest_button(api: BotApi, bot: Bot, ani: Person) -> None:
    await bot.send_message(ani.id, "lama", reply_markup=rows("Ya"))
    newest = await bot.send_message(ani.id, "baru", reply_markup=rows("Ya", "Tidak"))
    ani.presses("Ya")
    query = (await updates(bot))[-1].callback_query
    assert query
    assert query.message
    assert (query.data, query.message.message_id) == ("v1:Ya", newest.message_id)
    await query.answer()
    assert (ani.toasts, api.unanswered()) == ([], [])
    ani.presses(data="v1:palsu")
    assert (await updates(bot))[-1].callback_query.data == "v1:palsu"  # type: ignore[union-attr]
    with pytest.raises(LookupError, match="Mungkin"):
        ani.presses("Mungkin")


async def test_links_to_the_bot_start_it_with_their_payload(bot: Bot, ani: Person) -> None:
    link = {"inline_keyboard": [[{"text": "Buka", "url": "https://t.me/malang_bot?start=ide_7"}]]}
    await bot.send_message(ani.id, "tautan", reply_markup=link)  # type: ignore[arg-type]
    ani.presses("Buka")
    ani.opens("https://t.me/malang_bot")
    assert ani.opens("https://malangkota.go.id") == 0
    texts = [update.message.text for update in await updates(bot) if update.message]
    assert texts == ["/start", "/start ide_7", "/start"]
    assert len(ani.opened) == 3


async def test_reply_keyboards(api: BotApi, bot: Bot, ani: Person) -> None:
    keyboard: Any = {
        "keyboard": [["Tanya"], [{"text": "Kirim nomor", "request_contact": True}]],
        "one_time_keyboard": True,
    }
    sent = await bot.send_message(ani.id, "pilih", reply_markup=keyboard)
    assert sent.reply_markup is None
    assert api.snapshot()["chats"][ani.id]["keyboard"] == keyboard
    with pytest.raises(Exception, match="can't be edited"):
        await bot.edit_message_text("x", chat_id=ani.id, message_id=sent.message_id)
    ani.presses("nomor")
    assert ani.chat.keyboard is None
    assert (await updates(bot))[-1].message.contact.user_id == ani.id  # type: ignore[union-attr]
    await bot.send_message(ani.id, "lagi", reply_markup=keyboard)
    ani.presses("Tanya")
    await bot.send_message(ani.id, "tutup", reply_markup={"remove_keyboard": True})  # type: ignore[arg-type]
    assert ani.chat.keyboard is None


async def test_typing_is_seen_until_the_message(api: BotApi, bot: Bot, ani: Person) -> None:
    heard: list[dict[str, Any]] = []
    api.listen(heard.append)
    await bot.send_chat_action(ani.id, "typing")
    assert api.snapshot()["chats"][ani.id]["typing"] == "typing"
    await bot.send_message(ani.id, "hai")
    assert api.snapshot()["chats"][ani.id]["typing"] == ""
    assert [change["kind"] for change in heard] == ["typing", "call", "message", "call"]
    api.unlisten(heard.append)
    await bot.send_message(ani.id, "hai")
    assert len(heard) == 4


async def test_blocking_tells_the_bot_and_writing_unblocks(bot: Bot, ani: Person) -> None:
    await updates(bot)
    ani.blocks()
    assert ani.blocks() == 0
    ani.says("/start")
    changes = [update.my_chat_member for update in await updates(bot) if update.my_chat_member]
    assert [(change.old_chat_member.status, change.new_chat_member.status) for change in changes] == [
        ("member", "kicked"),
        ("kicked", "member"),
    ]


async def test_pictures_files_and_albums_come_back_as_they_went(bot: Bot, ani: Person) -> None:
    photo = await bot.send_photo(ani.id, PNG, caption="<i>QR</i>", parse_mode="HTML")
    again = await bot.send_photo(ani.id, photo.photo[-1].file_id)
    assert again.photo[-1].file_unique_id == photo.photo[-1].file_unique_id
    document = await bot.send_document(ani.id, b"BEGIN:VCALENDAR", filename="jadwal.ics")
    assert document.document
    file = await bot.get_file(document.document.file_id)
    assert bytes(await file.download_as_bytearray()) == b"BEGIN:VCALENDAR"
    with pytest.raises(Exception, match="use file of type document as photo"):
        await bot.send_photo(ani.id, document.document.file_id)
    album = await bot.send_media_group(ani.id, [InputMediaPhoto(PNG, caption="satu"), InputMediaPhoto(PNG)])
    assert len({message.media_group_id for message in album}) == 1
    await bot.edit_message_media(InputMediaPhoto(PNG, caption="ganti"), ani.id, album[1].message_id)
    await bot.edit_message_caption(ani.id, photo.message_id, caption="kode")
    assert ani.seen == [
        "(photo) kode",
        "(photo)",
        "(document jadwal.ics)",
        "(photo) satu",
        "(photo) ganti",
    ]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "file must be non-empty"),
        (b"bukan gambar", "image_process_failed"),
        (PNG[:16] + (9_999).to_bytes(4, "big") + (2).to_bytes(4, "big") + PNG[24:], "photo_invalid_dimensions"),
        (PNG + b"0" * (10 * 1024 * 1024), "is too big for a photo; the maximum size is 10485760 bytes"),
    ],
)
async def test_pictures_telegram_does_not_take(bot: Bot, ani: Person, data: bytes, words: str) -> None:
    with pytest.raises(Exception, match=f"(?i){words}"):
        await bot.send_photo(ani.id, data)


async def test_places_contacts_copies_and_pins(api: BotApi, bot: Bot, ani: Person) -> None:
    place = await bot.send_location(ani.id, -7.9, 112.6)
    await bot.send_venue(ani.id, -7.9, 112.6, "MCC", "Jl. Ahmad Yani 53")
    await bot.send_contact(ani.id, "+62341", "Kantor")
    secret = await bot.send_message(ani.id, "rahasia", protect_content=True)
    await bot.copy_message(ani.id, ani.id, place.message_id)
    forwarded = await bot.forward_message(ani.id, ani.id, place.message_id)
    assert forwarded.forward_origin
    with pytest.raises(Exception, match="protected content"):
        await bot.copy_message(ani.id, ani.id, secret.message_id)
    await bot.pin_chat_message(ani.id, secret.message_id)
    assert (await bot.get_chat(ani.id)).pinned_message.message_id == secret.message_id  # type: ignore[union-attr]
    await bot.unpin_chat_message(ani.id)
    assert api.snapshot()["chats"][ani.id]["pinned"] == []
    assert ani.seen[1:4] == ["(venue MCC, Jl. Ahmad Yani 53)", "(contact Kantor +62341)", "rahasia"]


async def test_old_messages_cannot_be_deleted_for_everyone(api: BotApi, bot: Bot, ani: Person) -> None:
    sent = await bot.send_message(ani.id, "lama")
    api.clock.move(49 * 3600)
    with pytest.raises(Exception, match="can't be deleted for everyone"):
        await bot.delete_message(ani.id, sent.message_id)
    assert await bot.delete_messages(ani.id, [777])


async def test_polls_count_votes_until_they_are_stopped(api: BotApi, bot: Bot, ani: Person) -> None:
    budi = api.person("Budi")
    group = api.group("Warga", [ani, budi])
    await updates(bot)
    sent = await bot.send_poll(group.id, "Mau?", ["Ya", "Tidak"], is_anonymous=False)
    ani.votes("Ya", to=group)
    budi.votes("Ya", to=group)
    budi.votes(to=group)
    polls = await updates(bot)
    assert [update.poll.total_voter_count for update in polls if update.poll] == [1, 2, 1]
    assert [update.poll_answer.option_ids for update in polls if update.poll_answer] == [(0,), (0,), ()]
    result = await bot.stop_poll(group.id, sent.message_id)
    assert [option.voter_count for option in result.options] == [1, 0]
    with pytest.raises(LookupError):
        ani.votes("Tidak", to=group)


def query_id(api: BotApi) -> int:
    return next(iter(api.world.queue.waiting.values())).update_id + 1


async def test_the_menu_of_the_narrowest_scope_in_the_own_language(api: BotApi, bot: Bot, ani: Person) -> None:
    tom = api.person("Tom", language="en")
    satgas = api.person("Sari")
    await bot.set_my_commands([BotCommand("start", "mulai")])
    await bot.set_my_commands([BotCommand("start", "begin")], language_code="en")
    private = BotCommandScopeAllPrivateChats()
    await bot.set_my_commands([BotCommand("bantuan", "bantuan")], scope=private)
    await bot.set_my_commands([BotCommand("tim", "tim")], scope=BotCommandScopeChat(satgas.id))
    menus = [[one["description"] for one in person.menu] for person in (ani, tom, satgas)]
    assert menus == [["bantuan"], ["bantuan"], ["tim"]]
    await bot.delete_my_commands(scope=private)
    assert [one["description"] for one in api.menu_for(tom)] == ["begin"]
    group = api.group("Warga", [ani, tom])
    assert [one["description"] for one in api.menu_for(tom, group)] == ["begin"]
    assert [one.description for one in await bot.get_my_commands(language_code="en")] == ["begin"]
    await bot.set_my_commands([])
    assert await bot.get_my_commands() == ()


async def test_the_bot_about_itself(bot: Bot) -> None:
    await bot.set_my_name("Malang")
    await bot.set_my_description("tentang", language_code="id")
    await bot.set_my_short_description("pendek")
    await bot.set_chat_menu_button(menu_button={"type": "commands"})  # type: ignore[arg-type]
    assert (await bot.get_my_name()).name == "Malang"
    assert (await bot.get_my_description()).description == ""
    assert (await bot.get_my_description("id")).description == "tentang"
    assert (await bot.get_my_short_description("id")).short_description == "pendek"
    assert (await bot.get_chat_menu_button()).type == "commands"
    assert await bot.log_out()
    assert await bot.close()


async def test_groups_their_members_and_leaving(api: BotApi, bot: Bot, ani: Person) -> None:
    budi = api.person("Budi")
    group = api.group("Warga", [ani])
    assert await bot.get_chat_member_count(group.id) == 2
    assert (await bot.get_chat_member(group.id, ani.id)).status == "member"
    assert (await bot.get_chat_member(group.id, budi.id)).status == "left"
    sent = await bot.send_message(group.id, "halo")
    with pytest.raises(Exception, match=r"(?i)not enough rights to manage pinned messages"):
        await bot.pin_chat_message(group.id, sent.message_id)
    with pytest.raises(Exception, match="can't be deleted"):
        await bot.delete_message(group.id, next(iter(group.chat.messages)))
    group.promotes_bot()
    await bot.pin_chat_message(group.id, sent.message_id)
    assert (await bot.get_chat_member(group.id, bot.id)).status == "administrator"
    assert group.seen == ["halo", "(pinned)"]
    await bot.leave_chat(group.id)
    with pytest.raises(Exception, match="not a member of the group chat"):
        await bot.get_chat_member_count(group.id)


async def test_a_reply_keeps_what_it_answers(bot: Bot, ani: Person) -> None:
    question = ani.messages[0]["message_id"]
    sent = await bot.send_message(ani.id, "jawab", reply_to_message_id=question)
    assert sent.reply_to_message.text == "/start"  # type: ignore[union-attr]
    await bot.send_message(ani.id, "x", reply_to_message_id=999, allow_sending_without_reply=True)
    assert ani.seen == ["jawab", "x"]


async def test_people_change_their_names(ask: Ask, ani: Person) -> None:
    ani.renames("Ani Wijaya", username="ani_w")
    ani.renames("Ani")
    ani.says("hai")
    message = (await ask("getUpdates"))["result"][-1]["message"]
    assert message["from"] == {"id": ani.id, "is_bot": False, "first_name": "Ani", "language_code": "id"}
    assert message["chat"] == {"id": ani.id, "first_name": "Ani", "type": "private"}


async def test_the_clock_can_be_moved(api: BotApi, bot: Bot, ani: Person) -> None:
    before = await bot.send_message(ani.id, "kini")
    api.clock.move(86_400)
    after = await bot.send_message(ani.id, "besok")
    assert 86_400 <= (after.date - before.date).total_seconds() <= 86_401


async def test_a_snapshot_is_json(api: BotApi, bot: Bot, ani: Person) -> None:
    api.group("Warga", [ani])
    await bot.send_message(ani.id, "hai", reply_markup=rows("A"))
    taken = json.loads(json.dumps(api.snapshot()))
    assert [person["user"]["first_name"] for person in taken["people"]] == ["Ani"]
    assert [group["chat"]["title"] for group in taken["groups"]] == ["Warga"]
    assert taken["chats"][str(ani.id)]["messages"][-1]["text"] == "hai"


async def test_a_thousand_people_at_once(api: BotApi, bot: Bot, ask: Ask) -> None:
    people = [api.person(f"Orang {number}") for number in range(1000)]
    for person in people:
        person.says("hai")
    seen: set[int] = set()
    offset = 0
    while len(seen) < 1000:
        found = (await ask("getUpdates", offset=offset))["result"]
        offset = found[-1]["update_id"] + 1
        await asyncio.gather(*(ask("sendMessage", chat_id=u["message"]["from"]["id"], text="halo") for u in found))
        seen |= {update["message"]["from"]["id"] for update in found}
    assert all(person.seen == ["halo"] for person in people)
