"""In a group three commands answer and nothing else does; nobody is written down."""

import pytest
from sqlalchemy import insert, select

from models import Asked, Chat, Outbox, Person
from services import people
from tests.handlers.test_people import DOORS, KEPT, WELCOME
from tests.handlers.test_questions import TOLD
from tests.support.desk import MORNING, Desk, Somebody, shown

GROUP = -1001234


@pytest.mark.parametrize(
    "words", ["/tanya isi roadmap", "/tanya@malang_bot isi roadmap", "/TANYA@Malang_Bot isi roadmap"]
)
def test_a_question_by_command_is_answered(ani: Somebody, words: str) -> None:
    assert ani.says(words, group=GROUP) == TOLD


@pytest.mark.parametrize(
    "words",
    ["isi roadmap", "/tanya@other_bot isi roadmap", "/start", "/tim", "/bahasa", "/privasi", "/batal", "/apa", "🙂"],
)
def test_nothing_else_is(ani: Somebody, words: str) -> None:
    assert ani.says(words, group=GROUP) == ""


def test_a_picture_is_not(ani: Somebody) -> None:
    assert ani.sends(group=GROUP, photo=[{"file_id": "a", "file_unique_id": "a", "width": 1, "height": 1}]) == ""


def test_tanya_alone_shows_how(ani: Somebody) -> None:
    how = "Mau tanya apa? Tulis pertanyaanmu sesudah perintahnya, misalnya:\n/tanya apa saja isi roadmap?"
    assert ani.says("/tanya", group=GROUP) == how


def test_what_is_not_known_leads_to_the_private_chat_and_nothing_is_kept(desk: Desk, ani: Somebody) -> None:
    assert (
        ani.says("/tanya harga emas", group=GROUP)
        == """\
Maaf, saya belum tahu jawabannya, dan tidak mau mengarang. Di obrolan pribadi, pertanyaannya bisa diteruskan ke satgas.
[Tanya di obrolan pribadi]"""
    )
    button = desk.chats[GROUP][-1]["reply_markup"]["inline_keyboard"][0][0]
    assert button["url"] == "https://t.me/malang_bot?start=ask"
    with desk.database() as db:
        assert db.execute(select(Asked.id)).all() == []


def test_the_link_from_a_group_invites_to_ask(ani: Somebody) -> None:
    invitation = (
        "Pertanyaan yang tadi di grup belum saya tahu jawabannya. Ketik lagi di sini, ya: "
        "kalau memang belum ada jawabannya, bisa diteruskan ke satgas."
    )
    ani.says("/start ask")
    assert ani.seen == [f"{WELCOME}\n\n{invitation}\n\n{KEPT}\n{DOORS}"]


def test_a_related_question_is_opened_in_place(desk: Desk, ani: Somebody, budi: Somebody) -> None:
    ani.says("/tanya isi roadmap", group=GROUP)
    told = budi.presses("Task Force dan KPI", group=GROUP)
    assert told.splitlines()[0] == "Task Force and KPIs"
    assert shown(desk, GROUP) == [told]


def test_small_talk_has_no_doors(ani: Somebody) -> None:
    thanks = "Sama-sama! Kalau ada lagi yang mau ditanyakan, saya di sini."
    assert ani.says("/tanya makasih", group=GROUP) == thanks


def test_help_shows_the_four_and_the_way_to_the_private_chat(ani: Somebody) -> None:
    assert (
        ani.says("/bantuan", group=GROUP)
        == """\
Bantuan
Di grup saya hanya menjawab perintah ini:
/tanya – Tanya sesuatu tentang kota
/roadmap – Baca poin-poin roadmap
/ruang – Cari kursi coworking di kecamatanmu
/bantuan – Lihat apa saja yang bisa dilakukan

Hal lain lebih enak di obrolan pribadi.
[Buka obrolan pribadi]"""
    )


def test_whoever_presses_a_button_gets_it_in_their_language(desk: Desk, ani: Somebody, budi: Somebody) -> None:
    whole = ani.says("/roadmap", group=GROUP)
    assert whole.splitlines()[-1] == "[4. Coworking space di 5 kecamatan]"
    assert (
        budi.presses("3. Malang Creative Center (MCC)", group=GROUP)
        == """\
MCC

MCC stands in Blimbing.

Note: Only one source.

Source: Memontum, 22 September 2023
[‹ All points]"""
    )
    assert ani.presses("‹ All points", group=GROUP) == whole
    assert shown(desk, GROUP) == [whole]


@pytest.mark.parametrize("data", ["v1:old", "v1:privacy:show", "v1:start:show", "v1:team:show", "v1:language:set:en"])
def test_a_button_that_is_not_for_groups_is_only_answered(desk: Desk, ani: Somebody, data: str) -> None:
    whole = ani.says("/roadmap", group=GROUP)
    assert ani.press(data, group=GROUP) == "Tombol ini sudah tidak berlaku."
    assert shown(desk, GROUP) == [whole]


def test_nobody_is_written_down(desk: Desk, ani: Somebody) -> None:
    for words in ("/tanya isi roadmap", "halo", "/roadmap", "/bantuan"):
        ani.says(words, group=GROUP)
    with desk.database() as db:
        assert db.execute(select(Person.id)).all() == []


def test_a_language_chosen_in_private_is_spoken_in_the_group(ani: Somebody) -> None:
    ani.says("/bahasa")
    ani.presses("English")
    assert ani.says("/bantuan", group=GROUP).startswith("Help\nIn a group I answer only these commands:")


def test_the_bot_comes_and_goes(desk: Desk, ani: Somebody) -> None:
    ani.moves("left", "member", group=GROUP)
    ani.moves("member", "kicked", group=GROUP)
    with desk.database() as db:
        assert db.execute(select(Chat.id, Chat.active)).all() == [(GROUP, False)]
        assert db.execute(select(Person.id)).all() == []


def test_who_blocks_the_bot_is_not_reached_until_they_come_back(desk: Desk, ani: Somebody) -> None:
    def reach() -> list[str]:
        with desk.database() as db:
            return list(db.execute(select(Person.reach)).scalars())

    ani.moves("member", "kicked")
    assert reach() == []
    ani.says("/start")
    ani.moves("member", "kicked")
    assert reach() == ["blocked"]
    ani.moves("kicked", "member")
    assert reach() == ["open"]


def test_a_group_that_grows_keeps_what_was_meant_for_it(desk: Desk, ani: Somebody) -> None:
    old, new = -55, -1001999
    with desk.database() as db:
        people.meet(db, telegram_id=7, name="Ani", username=None, telegram_language="id", now=MORNING)
        told = {"kind": "reply", "method": "sendMessage", "payload": "{}", "created_at": MORNING, "state": "waiting"}
        db.execute(insert(Outbox).values(chat_id=old, **told))
    ani.moves("left", "member", group=old)

    for _ in range(2):
        ani.sends(group=old, migrate_to_chat_id=new)
        ani.sends(group=new, migrate_from_chat_id=old)

    with desk.database() as db:
        assert db.execute(select(Chat.id)).scalars().all() == [new]
        assert db.execute(select(Outbox.chat_id)).scalars().all() == [new]
