"""An idea's card told as dialogues: supporting and taking back, sharing, links, and the card in other chats."""

from typing import Any

import pytest

from jobs.ideas import look_at_cards, renew_cards
from services import bans
from services.ideas.values import Attachment, Idea, Status
from tests.support.desk import Desk, Somebody
from tests.support.plaza import Plaza
from wire.markup import length, plain
from wire.turn import PressAnswer

HEAD = """\
💡 Kelas gim gratis
IDE-2026-0001
Gim · Klojen

Bikin kelas gim gratis
untuk anak SMK.

dari seorang warga, 24 November 2026

"""
RECEIVED = "Status: menunggu jawaban satgas"
KEPT = """\
Yang saya simpan: nama, nama pengguna, nomor ID, dan bahasamu di Telegram.
Gunanya: menyapa dan menjawabmu. Selengkapnya ada di tombol Privasi."""
TAP = "Kamu juga mau ini? Tekan 👍 sekali, dukunganmu dihitung."
MORE = "[🤝 Saya bisa bantu]\n[↗ Bagikan]"
ALONE = "[Jelajahi ide lain]\n[‹ Menu]"
LINK = "https://t.me/malang_bot?start=ide-2026-0001"
THANKS = "👍 Dukunganmu dihitung. Nanti kamu dikabari perkembangannya."
TAKEN_BACK = "Dukunganmu ditarik. Tekan sekali lagi kalau mau mendukung."
GONE = "Ide ini tidak ada atau tidak ditampilkan lagi. Lihat ide lain dengan /jelajah."


@pytest.fixture
def plaza(desk: Desk) -> Plaza:
    return Plaza(desk)


@pytest.fixture
def idea(plaza: Plaza) -> Idea:
    text = "Bikin kelas gim gratis\nuntuk anak SMK."
    return plaza.idea("Kelas gim gratis", text=text, sector="games", kecamatan="klojen", supports=2)


def test_supported_and_taken_back_in_its_place(plaza: Plaza, idea: Idea, ani: Somebody) -> None:
    ani.says("/jelajah")
    card = f"{HEAD}👍 {{count}} dukungan\n{RECEIVED}\n{{button}}\n{MORE}\n[‹ Daftar ide]\n[‹ Menu]"
    assert ani.presses("1") == card.format(count=2, button="[👍 Dukung (2)]")
    assert ani.presses("👍 Dukung (2)") == card.format(count=3, button="[✓ Kamu mendukung (3) – tarik]")
    assert plaza.fresh(idea).supports == 3
    assert ani.presses("‹ Daftar ide").splitlines()[2:4] == [
        "1. Kelas gim gratis",
        "👍 3 · Gim · Klojen · ✓ kamu dukung",
    ]
    ani.presses("1")
    assert ani.toast("✓ Kamu mendukung (3) – tarik") == TAKEN_BACK
    assert ani.seen == [card.format(count=2, button="[👍 Dukung (2)]")]
    assert ani.toast("👍 Dukung (2)") == THANKS


def test_old_buttons_support_once_and_take_back_once(plaza: Plaza, idea: Idea, ani: Somebody) -> None:
    ani.says("/start ide-2026-0001")
    support, back = (f"v1:ideas:{verb}:none:-:-:{idea.id}" for verb in ("support", "unsupport"))
    assert [ani.press(support) for _ in range(2)] == [THANKS, "Kamu sudah mendukung ide ini."]
    assert [ani.press(back) for _ in range(2)] == [TAKEN_BACK, "Kamu memang belum mendukung ide ini."]
    assert plaza.fresh(idea).supports == 2


def test_from_card_to_card(plaza: Plaza, idea: Idea, ani: Somebody) -> None:
    plaza.idea("Mural", sector="art")
    ani.says("/jelajah")
    ani.presses("Urutkan: paling didukung")
    assert ani.presses("1").splitlines()[0] == "💡 Kelas gim gratis"
    card = ani.presses("Berikutnya ›")
    assert (card.splitlines()[0], "[‹ Sebelumnya]" in card, "Berikutnya" in card) == ("💡 Mural", True, False)
    assert ani.presses("‹ Sebelumnya").splitlines()[0] == "💡 Kelas gim gratis"
    for number in range(5):
        plaza.idea(f"Mural {number}", sector="art")
    ani.presses("Berikutnya ›")
    assert ani.presses("‹ Daftar ide").splitlines()[2:6:3] == ["1. Mural 0", "2. Mural"]
    assert ani.presses("‹").splitlines()[2] == "1. Kelas gim gratis"
    ani.presses("5")
    assert ani.presses("‹ Daftar ide").splitlines()[2] == "1. Kelas gim gratis"


def test_a_link_opens_the_card_in_one_message(idea: Idea, desk: Desk, ani: Somebody) -> None:
    standing = f"👍 2 dukungan\n{RECEIVED}"
    button = f"[👍 Dukung (2)]\n{MORE}\n{ALONE}"
    assert ani.says("/start ide-2026-0001") == f"{HEAD}{standing}\n\n{TAP}\n\n{KEPT}\n{button}\n[Privasi]"
    desk.later(minutes=1)
    assert ani.says("/start ide-2026-0001") == f"{HEAD}{standing}\n\n{TAP}\n{button}"
    ani.presses("👍 Dukung (2)")
    assert ani.says("/start ide-2026-0001") == (
        f"{HEAD}👍 3 dukungan\n{RECEIVED}\n[✓ Kamu mendukung (3) – tarik]\n{MORE}\n{ALONE}"
    )


@pytest.mark.parametrize("payload", ["ide-2026-9999", "ide-0000-0", "ide-2026-999999999"])
def test_a_link_to_no_idea(idea: Idea, ani: Somebody, payload: str) -> None:
    assert ani.says(f"/start {payload}") == f"{GONE}\n{ALONE}"


def test_shared_by_a_link_that_lasts_or_into_a_chat(idea: Idea, desk: Desk, ani: Somebody) -> None:
    ani.says("/start ide-2026-0001")
    assert ani.presses("↗ Bagikan") == (
        "Bagikan ide ini\nIDE-2026-0001: Kelas gim gratis\n\nTautannya, berlaku seterusnya:\n"
        f"{LINK}\n\nAtau tekan tombolnya: kartunya terkirim ke obrolan atau grup pilihanmu, dan bisa langsung didukung "
        "dari sana.\n[Kirim ke obrolan]\n[‹ Kembali ke ide]\n[‹ Menu]"
    )
    (send, *_), *_ = desk.chats[ani.number][-1]["reply_markup"]["inline_keyboard"]
    assert send == {"text": "Kirim ke obrolan", "switch_inline_query": "IDE-2026-0001"}
    assert [one.id for one in ani.types_inline(send["switch_inline_query"]).results] == [f"idea:{idea.id}"]
    assert ani.presses("‹ Kembali ke ide").startswith(HEAD)


def test_ones_own_is_not_supported(plaza: Plaza, ani: Somebody) -> None:
    idea = plaza.idea("Mural", plaza.known(ani, "idea"))
    ani.says(f"/start {idea.code.lower()}")
    assert "Dukung" not in ani.seen[-1] and "Saya bisa bantu" not in ani.seen[-1]
    own = "Ini idemu sendiri. Bagikan supaya orang lain mendukungnya."
    assert ani.press(f"v1:ideas:support:none:-:-:{idea.id}") == own
    ani.types_inline("mural")
    assert ani.presses_there("👍 Dukung (0)", ani.chooses("Mural")) == PressAnswer(own, alert=True)


def test_a_name_is_said_as_long_as_it_may_be(plaza: Plaza, ani: Somebody, budi: Somebody) -> None:
    plaza.idea("Mural", plaza.known(budi, "idea", "idea_name"), named=True)
    assert "\n\ndari Budi, 24 November 2026\n\n" in ani.says("/start ide-2026-0001")


def test_the_answer_the_milestone_and_where_it_was_merged(plaza: Plaza, idea: Idea, ani: Somebody) -> None:
    plaza.answer(idea, Status.PLANNED, "Mulai Maret.", milestone="Kelas gim di MCC")
    standing = "👍 2 dukungan\nStatus: direncanakan\nTonggak: Kelas gim di MCC"
    answered = f"{standing}\n\nJawaban satgas, 24 November 2026:\nMulai Maret.\n"
    assert answered in ani.says("/start ide-2026-0001")
    other = plaza.idea("Kursus gim", supports=1)
    plaza.merge(other, idea)
    ani.says("/start ide-2026-0002")
    merged = (
        "Status: digabung dengan ide lain\nDigabung ke IDE-2026-0001 “Kelas gim gratis”; dukungan dihitung di sana."
    )
    assert f"👍 3 dukungan\n{merged}" in ani.seen[-1]
    ani.presses("👍 Dukung (3)")
    assert (plaza.fresh(idea).supports, plaza.fresh(other).supports) == (4, 0)


def test_what_is_too_long_for_a_card_is_read_below(plaza: Plaza, ani: Somebody) -> None:
    plaza.idea("Panjang", text="😀" * 4096)
    card = ani.says("/start ide-2026-0001")
    assert "😀" * 999 + "…" in card and "😀" * 1000 not in card
    ani.presses("Baca semuanya")
    assert sum(one.count("😀") for one in ani.seen[1:]) == 4096
    assert ani.seen[-1].endswith("[‹ Kembali ke ide]")


def test_a_card_full_to_the_brim_is_one_message(plaza: Plaza, desk: Desk, ani: Somebody) -> None:
    idea = plaza.idea("<" * 120, text="😀" * 4096, sector="visual", kecamatan="kedungkandang")
    plaza.answer(idea, Status.PLANNED, "&" * 2000, milestone="m" * 160)
    ani.says("/start ide-2026-0001")
    assert len(ani.seen) == 1 and length(desk.chats[ani.number][0]["text"]) <= 4096


def test_its_pictures_and_documents(plaza: Plaza, desk: Desk, ani: Somebody) -> None:
    files = (Attachment("photo", "p"), Attachment("photo", "q"), Attachment("document", "d"))
    plaza.idea("Mural", files=files)
    ani.says("/start ide-2026-0001")
    ani.presses("📎 Lampiran (3)")
    assert len(desk.chats[ani.number]) == 1 + 2 + 1 + 1
    assert ani.seen[-1] == "Lampiran IDE-2026-0001: Mural\n[‹ Kembali ke ide]"


def sent_elsewhere(somebody: Somebody, words: str = "kelas gim", title: str = "Kelas gim") -> str:
    """Found while typing, and sent to another chat."""
    somebody.types_inline(words)
    return somebody.chooses(title)


def there(desk: Desk, number: str) -> tuple[str, list[list[dict[str, Any]]]]:
    """What a card elsewhere shows, and its buttons."""
    shown = desk.elsewhere[number]
    return plain(shown["text"]), shown.get("reply_markup", {}).get("inline_keyboard", [])


def test_known_people_support_in_another_chat(desk: Desk, plaza: Plaza, idea: Idea, ani: Somebody) -> None:
    ani.says("/start")
    number = sent_elsewhere(ani)
    open_it = {"text": "Buka di bot", "url": LINK}
    press = {"text": "👍 Dukung (2)", "callback_data": f"v1:ideas:press:{idea.id}:id"}
    assert there(desk, number) == (f"{HEAD}👍 2 dukungan\n{RECEIVED}", [[press], [open_it]])
    assert ani.presses_there("👍 Dukung (2)", number) == PressAnswer(THANKS)
    desk.tick(renew_cards)
    assert there(desk, number) == (
        f"{HEAD}👍 3 dukungan\n{RECEIVED}",
        [[{**press, "text": "👍 Dukung (3)"}], [open_it]],
    )
    assert ani.presses_there("👍 Dukung (3)", number) == PressAnswer(TAKEN_BACK)
    assert (plaza.fresh(idea).supports, len(ani.seen)) == (2, 1)


def test_who_is_not_known_is_led_by_the_press(desk: Desk, plaza: Plaza, idea: Idea, ani: Somebody) -> None:
    budi = desk.person("Budi", number=55)
    number = sent_elsewhere(ani)
    assert budi.presses_there("👍 Dukung (2)", number) == PressAnswer(url=LINK)
    assert (plaza.is_known(budi), plaza.fresh(idea).supports) == (False, 2)
    assert f"{TAP}\n\n{KEPT}" in budi.says(f"/start {LINK.partition('=')[2]}")
    assert budi.toast("👍 Dukung (2)") == THANKS
    desk.tick(renew_cards)
    assert there(desk, number)[1][0][0]["text"] == "👍 Dukung (3)"


def test_a_card_speaks_as_it_was_sent(desk: Desk, idea: Idea, ani: Somebody, budi: Somebody) -> None:
    ani.says("/start")
    number = sent_elsewhere(budi)
    assert ani.presses_there("👍 Support (2)", number) == PressAnswer(THANKS)
    desk.tick(renew_cards)
    waiting = "👍 3 supporting\nStatus: waiting for the task force's answer"
    assert there(desk, number)[0].endswith(waiting)


def test_every_known_card_follows_the_count_and_the_answer(desk: Desk, plaza: Plaza, idea: Idea, ani: Somebody) -> None:
    ani.says("/start")
    first, second, third = (sent_elsewhere(ani) for _ in range(3))
    for number in (first, second):
        ani.presses_there("👍 Dukung (2)", number)
    desk.tick(renew_cards)
    desk.later(seconds=10)
    ani.says("/start ide-2026-0001")
    ani.presses("👍 Dukung (2)")
    desk.tick(renew_cards)
    assert [there(desk, one)[0].splitlines()[-2] for one in (first, second, third)] == [
        "👍 3 dukungan",
        "👍 3 dukungan",
        "👍 2 dukungan",  # nobody has pressed it: the bot cannot know where it is
    ]
    desk.later(seconds=10)
    plaza.answer(idea)
    desk.tick(look_at_cards)
    desk.tick(renew_cards)
    assert there(desk, first)[0].endswith(
        "Status: sedang dipertimbangkan\n\nJawaban satgas, 24 November 2026:\nKami pelajari."
    )


def test_an_idea_that_is_withdrawn_leaves_its_cards(desk: Desk, plaza: Plaza, ani: Somebody, budi: Somebody) -> None:
    author = plaza.known(budi, "idea")
    idea = plaza.idea("Mural", author)
    ani.says("/start")
    number = sent_elsewhere(ani, "mural", "Mural")
    ani.presses_there("👍 Dukung (0)", number)
    desk.tick(renew_cards)
    desk.later(seconds=10)
    plaza.withdraw(idea, author)
    desk.tick(look_at_cards)
    stranger = desk.person("Tom", number=99)
    for one in (ani, stranger):
        assert one.presses_there("👍 Dukung (1)", number) == PressAnswer(GONE, alert=True)
    assert ani.types_inline("mural").results == []
    desk.tick(renew_cards)
    assert there(desk, number) == ("Ide ini tidak ditampilkan lagi.", [])


def test_who_is_banned_supports_nowhere(desk: Desk, plaza: Plaza, idea: Idea, ani: Somebody) -> None:
    person, satgas = plaza.known(ani), plaza.known(desk.person("Sari", number=101))
    number = sent_elsewhere(ani)
    told: dict[str, Any] = {"person_id": person.id, "reason": "Mengganggu.", "actor_id": satgas.id}
    with desk.database() as db:
        bans.ban(db, satgas_ids=frozenset({101}), now=desk.now, **told)
    answer = ani.presses_there("👍 Dukung (2)", number)
    assert answer is not None and (answer.url, answer.alert) == (None, True)
    assert "Dukung" not in ani.says("/start ide-2026-0001")
    ani.press(f"v1:ideas:support:none:-:-:{idea.id}")
    assert (ani.types_inline("kelas gim").results, plaza.fresh(idea).supports) == ((), 2)


def test_a_forged_press_is_answered(idea: Idea, ani: Somebody) -> None:
    ani.says("/start")
    assert ani.press(f"v1:ideas:press:{10**17}:id") == GONE
    assert ani.press(f"v1:ideas:card:none:-:-:{10**17}") == ""
    assert ani.seen[-1] == f"{GONE}\n{ALONE}"
