"""What becomes of a message when Telegram says something else than yes."""

import pytest
from sqlalchemy import insert, select

from models import Chat, Outbox
from sandbox.people import Person
from sandbox.server import BotApi
from tests.support.office import Office
from tests.support.town import until
from wire import outbox
from wire.markup import LIMIT
from wire.outbox import Button, Draft

BUTTONS = [[Button("Tanya", "v1:ask")]]


def edit(who: Person, message_id: int, text: str) -> Draft:
    (draft,) = outbox.change(text, chat_id=who.id, message_id=message_id)
    return draft


def deletion(who: Person, message_id: int) -> Draft:
    return Draft("deletion", "deleteMessage", {"message_id": message_id}, who.id)


async def test_sent_once_and_its_words_not_kept(post: Office, ani: Person) -> None:
    await post.says(ani, "<b>Halo</b> &amp; selamat", buttons=BUTTONS)
    await post.idle()
    assert ani.seen == ["Halo & selamat\n[Tanya]"]
    assert await post.states() == ["sent"]
    assert await post.column(Outbox.payload) == [""]
    assert await post.column(Outbox.message_ids) == [f"[{ani.messages[-1]['message_id']}]"]


@pytest.mark.parametrize("how", ["blocks", "deactivates"])
async def test_who_left_is_marked_and_hears_no_more(
    post: Office, api: BotApi, ani: Person, budi: Person, how: str
) -> None:
    await post.knows(ani, budi)
    getattr(ani, how)()
    drafts = [draft for n in range(5) for draft in outbox.say(f"pesan {n}", kind="notice", chat_id=ani.id)]
    await post.writes(*drafts, *outbox.say("halo", kind="reply", chat_id=budi.id))
    await post.idle()
    assert sorted(await post.states()) == ["cancelled"] * 4 + ["refused", "sent"]
    assert len([call for call in api.calls if call.chat_id == ani.id]) == 1
    assert await post.reach(ani) == {"blocks": "blocked", "deactivates": "gone"}[how]
    assert (await post.reach(budi), budi.seen) == ("open", ["halo"])


async def test_a_chat_that_is_not_there_is_refused_for_good(post: Office, api: BotApi, ani: Person) -> None:
    await post.writes(*outbox.say("halo", kind="reply", chat_id=987654))
    await post.says(ani, "halo")
    await post.idle()
    assert await post.states() == ["refused", "sent"]
    assert len(api.calls) == 2


async def test_an_upgraded_group_gets_everything_once_at_its_new_id(post: Office, api: BotApi, ani: Person) -> None:
    group = api.group("Warga", [ani])
    old = group.id
    await post.thread.transaction(
        lambda db: db.execute(insert(Chat).values(id=old, active=True, seen_at=post.clock.now()))
    )
    new = group.upgrade()
    drafts = [draft for n in range(4) for draft in outbox.say(f"{n}", kind="reply", chat_id=old)]
    await post.writes(*drafts)
    await post.idle()
    assert group.seen == ["0", "1", "2", "3"]
    assert [(call.chat_id, call.ok) for call in api.calls] == [(old, False)] + [(new, True)] * 4
    assert await post.states() == ["sent"] * 4
    assert set(await post.column(Outbox.chat_id)) == {new}
    assert await post.look(select(Chat.id)) == new
    await post.writes(*outbox.say("kemudian", kind="reply", chat_id=old))
    await post.idle()
    assert group.seen[-1] == "kemudian"


async def test_put_out_of_a_group(post: Office, api: BotApi, ani: Person) -> None:
    group = api.group("Warga", [ani])
    await post.thread.transaction(
        lambda db: db.execute(insert(Chat).values(id=group.id, active=True, seen_at=post.clock.now()))
    )
    group.kicks_bot()
    await post.writes(*(d for n in range(3) for d in outbox.say(f"{n}", kind="reply", chat_id=group.id)))
    await post.idle()
    assert await post.states() == ["refused", "cancelled", "cancelled"]
    assert await post.look(select(Chat.active)) in (False, 0)


async def test_bad_markup_goes_once_more_as_plain_text(
    post: Office, ani: Person, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    await post.says(ani, "<b>Rahasia &lt;3")
    await post.says(ani, "dan ini")
    await post.idle()
    assert ani.seen == ["Rahasia <3", "dan ini"]
    assert post.sends(ok=False) == ["<b>Rahasia &lt;3"]
    assert await post.states() == ["sent", "sent"]
    logged = capsys.readouterr().out
    assert "bad markup" in logged and "error" in logged and "Rahasia" not in logged


async def test_bad_markup_is_not_tried_a_third_time(post: Office, api: BotApi, ani: Person) -> None:
    body = {"ok": False, "error_code": 400, "description": "Bad Request: can't parse entities: oh"}
    api.faults.status("sendMessage", 400, body, n=9)
    await post.says(ani, "<b>halo</b>")
    await post.idle()
    assert len(api.calls) == 2
    assert await post.states() == ["refused"]


async def test_a_long_text_is_split_at_line_ends(post: Office, ani: Person) -> None:
    lines = [f"<i>baris {n} {'x' * 90}</i>" for n in range(120)]
    text = "<blockquote>" + "\n".join(lines) + "</blockquote>"
    await post.says(ani, text, buttons=BUTTONS)
    await post.says(ani, "sesudahnya")
    await post.idle()
    *parts, after = ani.seen
    assert after == "sesudahnya"
    assert len(parts) == 3 and all(len(part) <= LIMIT + 8 for part in parts)
    assert parts[-1].endswith("\n[Tanya]") and not any("[Tanya]" in part for part in parts[:-1])
    assert "\n".join(parts).removesuffix("\n[Tanya]").split("\n") == [f"baris {n} {'x' * 90}" for n in range(120)]
    texts = [message for message in ani.messages if message["from"]["is_bot"]][:3]
    assert all(m["entities"][0]["type"] == "blockquote" for m in texts)
    assert await post.states() == ["sent"] * 4


async def test_too_long_by_telegrams_count_is_cut_again_in_its_place(post: Office, api: BotApi, ani: Person) -> None:
    body = {"ok": False, "error_code": 400, "description": "Bad Request: message is too long"}
    api.faults.status("sendMessage", 400, body)
    text = "\n".join(f"baris {n} {'y' * 90}" for n in range(39))
    drafts = outbox.say(text, kind="reply", chat_id=ani.id, buttons=BUTTONS) + outbox.say(
        "sesudahnya", kind="reply", chat_id=ani.id
    )
    await post.writes(*drafts)
    await post.idle()
    *parts, after = ani.seen
    assert after == "sesudahnya"
    assert len(parts) == 2
    assert "\n".join(parts) == text + "\n[Tanya]"
    assert await post.states() == ["refused", "sent", "sent", "sent"]


async def test_not_modified_is_success(
    post: Office, ani: Person, api: BotApi, capsys: pytest.CaptureFixture[str]
) -> None:
    await post.says(ani, "halo")
    await post.idle()
    await post.writes(edit(ani, ani.messages[-1]["message_id"], "halo"))
    await post.idle()
    assert await post.states() == ["sent", "sent"]
    assert [call.ok for call in api.calls] == [True, False]
    assert "error" not in capsys.readouterr().out


async def test_an_edit_of_a_message_that_is_gone_becomes_a_fresh_one(post: Office, ani: Person) -> None:
    await post.says(ani, "halo")
    await post.idle()
    number = ani.messages[-1]["message_id"]
    ani.deletes(number)
    await post.writes(edit(ani, number, "baru"))
    await post.idle()
    assert ani.seen == ["baru"]
    assert await post.states() == ["sent", "sent"]
    assert post.sends() == ["halo", "baru"]


async def test_an_edit_names_the_row_it_changes(post: Office, ani: Person) -> None:
    (row,) = await post.says(ani, "satu")
    await post.writes(*outbox.change("dua", chat_id=ani.id, row_id=row.id))
    await post.idle()
    assert ani.seen == ["dua"]
    (one,) = await post.writes(*outbox.say("lain", kind="reply", chat_id=ani.id), fed=False)
    two = await post.writes(*outbox.change("lain lagi", chat_id=ani.id, row_id=one.id), fed=False)
    post.sender.feed([one, *two])
    await post.idle()
    assert ani.seen == ["dua", "lain lagi"]
    await post.writes(*outbox.change("tiga", chat_id=ani.id, row_id=row.id))
    await post.idle()
    assert ani.seen == ["tiga", "lain lagi"]


async def test_an_edit_never_overtakes_the_row_it_changes(post: Office, ani: Person, api: BotApi) -> None:
    api.faults.delay(0.05)
    drafts = [*outbox.say("dahulu", kind="reply", chat_id=ani.id), *outbox.say("satu", kind="notice", chat_id=ani.id)]
    _, row = await post.writes(*drafts)
    await post.writes(*outbox.change("dua", chat_id=ani.id, row_id=row.id))
    await post.idle()
    assert ani.seen == ["dahulu", "dua"]


@pytest.mark.parametrize("code", [500, 502])
async def test_a_server_error_leaves_it_open(post: Office, api: BotApi, ani: Person, code: int) -> None:
    """A reply is repeated exactly once, an edit and a deletion until they are through, a notice never."""
    await post.says(ani, "kabar")
    await post.idle()
    number = ani.messages[-1]["message_id"]
    for method in ("sendMessage", "editMessageText", "deleteMessage"):
        api.faults.status(method, code, "<html>Bad Gateway</html>", n=2)
    api.calls.clear()
    await post.says(ani, "balasan")
    await post.writes(edit(ani, number, "kabar baru"))
    await post.idle()
    await post.writes(deletion(ani, number))
    await post.idle()
    assert [call.method for call in api.calls] == ["sendMessage"] * 2 + ["editMessageText"] * 3 + ["deleteMessage"] * 3
    api.faults.status("sendMessage", code, "")
    await post.says(ani, "pemberitahuan", kind="notice")
    await post.says(ani, "pengumuman", kind="announcement")
    await post.idle()
    assert ani.seen == ["pengumuman"]
    assert await post.states() == ["sent", "unknown", "sent", "sent", "unknown", "sent"]


async def test_cut_before_it_was_accepted(post: Office, api: BotApi, ani: Person) -> None:
    api.faults.cut_before("sendMessage")
    await post.says(ani, "halo")
    await post.idle()
    assert ani.seen == ["halo"]
    assert await post.states() == ["sent"]


async def test_cut_after_it_was_accepted(post: Office, api: BotApi, ani: Person) -> None:
    """A reply is doubled at most once; a notice never; an edit and a deletion cannot be doubled."""
    api.faults.cut_after("sendMessage", n=5)
    await post.says(ani, "halo")
    await post.idle()
    assert ani.seen == ["halo", "halo"]
    await post.says(ani, "kabar", kind="notice")
    await post.idle()
    assert ani.seen == ["halo", "halo", "kabar"]
    assert await post.states() == ["unknown", "unknown"]
    number = ani.messages[-1]["message_id"]
    api.faults.cut_after("editMessageText", n=2)
    api.faults.cut_after("deleteMessage", n=1)
    await post.writes(edit(ani, number, "kabar baru"))
    await post.idle()
    assert ani.seen == ["halo", "halo", "kabar baru"]
    await post.writes(deletion(ani, number))
    await post.idle()
    assert ani.seen == ["halo", "halo"]
    assert (await post.states())[2:] == ["sent", "sent"]


async def test_offline_for_a_while(post: Office, api: BotApi, ani: Person, budi: Person) -> None:
    api.faults.offline()
    for n in range(5):
        await post.says(ani, f"{n}", kind="reply")
        await post.says(budi, f"{n}", kind="notice")
    await until(lambda: post.sender.connection.offline_since is not None)
    assert set(await post.states()) <= {"waiting", "sending"}
    api.faults.offline(False)
    await post.idle()
    assert ani.seen == budi.seen == ["0", "1", "2", "3", "4"]
    assert await post.states() == ["sent"] * 10
    assert post.sender.connection.offline_since is None


@pytest.mark.parametrize("fault", ["offline", "too many"])
async def test_a_notice_that_never_left_is_not_unknown_after_a_stop(
    post: Office, api: BotApi, ani: Person, fault: str
) -> None:
    if fault == "offline":
        api.faults.offline()
    else:
        api.faults.too_many(ani.id, 60)
    await post.says(ani, "kabar", kind="notice")
    await until(lambda: post.sender.connection.offline_since is not None or api.calls)
    await post.sender.stop(2.0)
    assert await post.states() == ["waiting"]


async def test_a_notice_on_the_wire_at_a_crash_is_unknown(post: Office, ani: Person) -> None:
    await post.says(ani, "kabar", kind="notice")
    await post.idle()
    await post.thread.transaction(
        lambda db: db.execute(Outbox.__table__.update().values(state="sending"))  # type: ignore[attr-defined]
    )
    await post.sender.start()
    await post.idle()
    assert await post.states() == ["unknown"]
    assert ani.seen == ["kabar"]


async def test_a_revoked_token_stops_everything(post: Office, api: BotApi, ani: Person, budi: Person) -> None:
    api.faults.revoke_token()
    await post.says(ani, "halo")
    await until(post.revoked.is_set)
    await post.says(budi, "halo")
    await post.sender.stop(1.0)
    assert await post.states() == ["waiting", "waiting"]


async def test_one_setting_refused_leaves_the_others(post: Office, api: BotApi, ani: Person) -> None:
    commands = [{"command": "tanya", "description": "Tanya"}]
    scopes = [987654, ani.id, ani.id]
    await post.writes(
        *(Draft("setting", "setMyCommands", {"commands": commands, "scope": {"type": "chat", "chat_id": one}})
          for one in scopes)
    )  # fmt: skip
    body = {"ok": False, "error_code": 400, "description": "Bad Request: chat not found"}
    api.faults.status("setMyCommands", 400, body)
    await post.idle()
    assert await post.states() == ["refused", "sent", "sent"]


@pytest.mark.parametrize(
    ("code", "description"),
    [(400, "Bad Request: BUTTON_DATA_INVALID"), (403, "Forbidden: something new"), (404, "Not Found")],
)
async def test_words_we_do_not_know_are_a_refusal(
    post: Office, api: BotApi, ani: Person, code: int, description: str
) -> None:
    await post.knows(ani)
    api.faults.status("sendMessage", code, {"ok": False, "error_code": code, "description": description})
    await post.says(ani, "halo")
    await post.says(ani, "lagi")
    await post.idle()
    assert await post.states() == ["refused", "sent"]
    assert await post.column(Outbox.error) == [f"{code} {description}", None]
    assert await post.reach(ani) == "open"


async def test_who_starts_again_is_heard_again(post: Office, ani: Person) -> None:
    """Only what waited when they left is cancelled."""
    ani.blocks()
    await post.says(ani, "dulu")
    await post.idle()
    ani.unblocks()
    await post.says(ani, "sekarang")
    await post.idle()
    assert ani.seen == ["sekarang"]
