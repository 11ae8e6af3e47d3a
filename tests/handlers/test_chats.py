"""Groups and channels: satgas are asked when the bot joins one, decide by a button, and can take it back."""

from typing import Any

from sqlalchemy import select

from models import AuditEntry, Chat
from services import chats
from services.chats import Destination
from tests.handlers.conftest import SARI
from tests.support.desk import ME, Desk, Somebody

GROUP, CHANNEL = -1001, -1002
ASKED = """\
Bot ini dimasukkan ke grup Warga RW 5 oleh Ani. Boleh pengumuman untuk umum dikirim ke sana juga? \
Data pribadi tidak pernah ke sana. Kalau ditolak, di grup itu saya tetap menjawab pertanyaan.
[Terima] [Tolak]"""
ASKED_CHANNEL = """\
Bot ini dijadikan admin saluran Malang Kini oleh Ani. Boleh pengumuman untuk umum dikirim ke sana juga? \
Data pribadi tidak pernah ke sana.
[Terima] [Tolak]"""
TITLE = """\
Grup dan saluran
Tempat bot ini berada. Pengumuman hanya dikirim ke yang kamu atau satgas lain terima. Pilih satu untuk mengubahnya.
"""
OTHER = 102


def moves(somebody: Somebody, chat: int, title: str, old: str, new: str, **rights: Any) -> None:
    """Somebody changes the bot's own place in a group or channel."""
    place = {"user": ME, "until_date": 0}
    admin = dict.fromkeys(
        (
            "can_be_edited", "is_anonymous", "can_manage_chat", "can_delete_messages", "can_manage_video_chats",
            "can_restrict_members", "can_promote_members", "can_change_info", "can_invite_users", "can_post_stories",
            "can_edit_stories", "can_delete_stories",
        ),
        False,
    )  # fmt: skip
    places = [{**place, **(admin if status == "administrator" else {}), "status": status} for status in (old, new)]
    places[1] |= rights
    kind = "channel" if chat == CHANNEL else "supergroup"
    change = {"chat": {"id": chat, "type": kind, "title": title}, "from": somebody.user, "date": 1_790_000_000}
    somebody.desk.handle(my_chat_member=change | {"old_chat_member": places[0], "new_chat_member": places[1]})


def destinations(desk: Desk) -> list[tuple[int, str, str]]:
    with desk.database() as db:
        return [(one.id, one.kind, one.title) for one in chats.destinations(db)]


def deeds(desk: Desk) -> list[tuple[str, str, Any]]:
    with desk.database() as db:
        entries = select(AuditEntry.deed, AuditEntry.subject, AuditEntry.detail).where(AuditEntry.deed.like("chat.%"))
        return [(row.deed, row.subject, row.detail) for row in db.execute(entries.order_by(AuditEntry.id))]


def test_a_group_is_accepted_and_taken_back(desk: Desk, sari: Somebody, ani: Somebody) -> None:
    sari.says("/start")
    moves(ani, GROUP, "Warga RW 5", "left", "member")
    assert sari.seen[-1] == ASKED
    assert destinations(desk) == []
    assert desk.chats.keys() == {SARI}  # nothing is said in the group, nor to who added it

    assert (
        sari.presses("Terima")
        == """\
Warga RW 5: menerima pengumuman (Sari, 24 November 2026)
[Cabut]
[‹ Grup dan saluran]"""
    )
    assert destinations(desk) == [(GROUP, "group", "Warga RW 5")]
    listed = f"{TITLE}\nWarga RW 5: menerima pengumuman (Sari, 24 November 2026)\n[Warga RW 5]\n[‹ Kabar]"
    assert sari.presses("‹ Grup dan saluran") == listed
    sari.presses("Warga RW 5")
    assert (
        sari.presses("Cabut")
        == """\
Warga RW 5: tidak menerima pengumuman (Sari, 24 November 2026)
[Terima]
[‹ Grup dan saluran]"""
    )
    assert destinations(desk) == []
    told = '{"title": "Warga RW 5"}'
    assert deeds(desk) == [("chat.accept", f"chat:{GROUP}", told), ("chat.refuse", f"chat:{GROUP}", told)]


def test_a_channel_counts_when_the_bot_may_post_there(desk: Desk, sari: Somebody, ani: Somebody) -> None:
    sari.says("/start")
    moves(ani, CHANNEL, "Malang Kini", "left", "administrator", can_post_messages=False)
    assert len(sari.seen) == 1
    moves(ani, CHANNEL, "Malang Kini", "administrator", "administrator", can_post_messages=True)
    assert sari.seen[-1] == ASKED_CHANNEL
    sari.presses("Terima")
    assert destinations(desk) == [(CHANNEL, "channel", "Malang Kini")]
    moves(ani, CHANNEL, "Malang Kini", "administrator", "administrator", can_post_messages=False)
    assert destinations(desk) == []


def test_what_was_decided_is_not_decided_again_by_the_question(desk: Desk, sari: Somebody, ani: Somebody) -> None:
    desk.change_settings(satgas_ids=frozenset({SARI, OTHER}))
    tono = desk.person("Tono", number=OTHER)
    sari.says("/start")
    tono.says("/start")
    moves(ani, GROUP, "Warga RW 5", "left", "member")
    assert (sari.seen[-1], tono.seen[-1]) == (ASKED, ASKED)
    assert sari.toast("Tolak") == "Tidak ada pengumuman yang dikirim ke sana."
    assert tono.toast("Terima") == "Ini sudah diputuskan."
    assert tono.seen[-1].splitlines()[0] == "Warga RW 5: tidak menerima pengumuman (Sari, 24 November 2026)"
    assert destinations(desk) == []
    assert tono.toast("Terima") == "Diterima: pengumuman umum dikirim ke sana juga."
    assert destinations(desk) == [(GROUP, "group", "Warga RW 5")]


def test_leaving_ends_it_and_coming_back_asks_again(desk: Desk, sari: Somebody, ani: Somebody) -> None:
    sari.says("/start")
    moves(ani, GROUP, "Warga RW 5", "left", "member")
    sari.presses("Terima")
    moves(ani, GROUP, "Warga RW 5", "member", "kicked")
    assert destinations(desk) == []
    assert sari.press(f"v1:chats:set:{GROUP}:accepted") == "Bot ini sudah tidak ada di sana."
    sari.says("/kabar")
    empty = "Belum ada. Masukkan bot ini ke sebuah grup, atau jadikan admin sebuah saluran."
    assert sari.presses("Grup dan saluran") == f"{TITLE}\n{empty}\n[‹ Kabar]"

    before = len(sari.seen)
    moves(ani, GROUP, "Warga RW 5", "kicked", "member")
    assert (destinations(desk), len(sari.seen)) == ([], before)  # asked a moment ago; it waits in the list
    sari.press("v1:chats:show")
    assert sari.seen[-1] == f"{TITLE}\nWarga RW 5: menunggu keputusan\n[Warga RW 5]\n[‹ Kabar]"
    moves(ani, GROUP, "Warga RW 5", "member", "left")
    desk.later(days=1)
    moves(ani, GROUP, "Warga RW 5", "left", "member")
    assert sari.seen[-1] == ASKED


def test_many_groups_do_not_flood_the_satgas(desk: Desk, sari: Somebody, ani: Somebody) -> None:
    sari.says("/start")
    for number in range(30):
        moves(ani, -2000 - number, f"Grup {number}", "left", "member")
    assert len(sari.seen) == 1 + chats.MOST
    sari.press("v1:chats:show")
    assert sari.seen[-1].splitlines()[-2:] == ["[›]", "[‹ Kabar]"]
    sari.presses("›")
    sari.presses("›")
    assert "[‹] [›]" in sari.seen[-1]


def test_only_satgas_decide(desk: Desk, sari: Somebody, ani: Somebody) -> None:
    sari.says("/start")
    moves(ani, GROUP, "Warga RW 5", "left", "member")
    ani.says("/kabar")
    for data in (f"v1:chat:accept:{GROUP}", f"v1:chats:set:{GROUP}:accepted", "v1:chats:show", f"v1:chats:one:{GROUP}"):
        assert ani.press(data).startswith("Bagian ini untuk satgas.")
    assert destinations(desk) == []
    assert "Grup dan saluran" not in ani.seen[-1]


def test_a_supergroup_inherits_what_was_decided_of_the_group(desk: Desk, sari: Somebody, ani: Somebody) -> None:
    sari.says("/start")
    moves(ani, GROUP, "Warga RW 5", "left", "member")
    sari.presses("Terima")
    moves(ani, -3000, "Warga RW 5", "left", "member")
    with desk.database() as db:
        chats.swap(db, old=GROUP, new=-3000)
        chats.swap(db, old=GROUP, new=-3000)
        assert db.execute(select(Chat.id, Chat.state)).all() == [(-3000, "accepted")]
        assert chats.destinations(db) == [Destination(-3000, "group", "Warga RW 5", "accepted", "Sari", desk.now)]
