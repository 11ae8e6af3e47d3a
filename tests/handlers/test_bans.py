"""/blokir: somebody is banned with a reason; every door is closed to them; they hear why once, and may appeal once."""

import pytest
from sqlalchemy import select

from models import AuditEntry, Person as People
from services import forms
from tests.handlers.test_team import REFUSED, invite
from tests.support.counter import Counter
from tests.support.desk import Desk, Somebody

GROUP = -100
NONE = """\
Pemblokiran
Tidak ada yang sedang diblokir.
[Blokir seseorang]
[‹ Menu]"""
ASK = """\
Siapa? Ketik nama pengguna (@nama), nomor Telegram, atau kode idenya (IDE-2026-0012). Boleh juga teruskan pesannya ke \
sini.
[‹ Pemblokiran]"""
FREE = """\
Ani
Tidak diblokir. Kalau diblokir, semua pintu tertutup untuknya: tombol, tautan, pertanyaan, ide, kursi.
[Blokir]
[‹ Pemblokiran]"""
WHY = """\
Kenapa Ani diblokir? Pilih, atau ketik sendiri. Dia akan membaca alasan ini.
[Iklan atau penipuan]
[Kasar kepada orang lain]
[Menyebar data pribadi orang]
[‹ Pemblokiran]"""
TOLD = """\
Halo. Satgas menutup bot ini untukmu sejak 24 November 2026. Alasannya: {}

Kalau menurutmu ini keliru, balas dengan satu pesan berisi penjelasanmu. Pesan itu diteruskan ke satgas, dan kamu \
dikabari kalau pintunya dibuka lagi."""
CLOSED = "Bot ini sedang ditutup untukmu."
CLOSED_HERE = "Bot ini sedang ditutup untukmu. Tulis ke bot di chat pribadi untuk tahu alasannya."
APPEALED = "Terima kasih, penjelasanmu sudah diteruskan ke satgas. Tunggu kabar di sini, ya."
ADS = "mengirim iklan atau penipuan"


def ban(sari: Somebody, who: Somebody, reason: str = "Iklan judi <b>") -> None:
    sari.says(f"/blokir {who.number}")
    sari.presses("Blokir")
    sari.says(reason)
    sari.presses("Ya, blokir")


@pytest.fixture
def ani(desk: Desk) -> Somebody:
    """A resident who was here before."""
    ani = desk.person("Ani", number=7)
    ani.says("/start")
    return ani


def test_somebody_is_banned_appeals_and_is_let_in_again(desk: Desk, sari: Somebody, ani: Somebody) -> None:
    assert sari.says("/blokir") == NONE
    assert sari.presses("Blokir seseorang") == ASK
    assert sari.says("@siapa") == (
        "Orangnya tidak ketemu. Dia harus pernah menulis ke bot ini. Coba kode idenya, misalnya IDE-2026-0012.\n"
        "[‹ Pemblokiran]"
    )
    assert sari.says("7") == FREE
    assert sari.presses("Blokir") == WHY
    confirm = "Blokir Ani? Begini yang akan dia baca saat datang lagi:\n\n" + TOLD + "\n[Ya, blokir]\n[‹ Pemblokiran]"
    assert sari.presses("Iklan atau penipuan") == confirm.format(ADS)
    assert sari.says("eh") == "Tekan salah satu tombol dulu, ya.\n[Ya, blokir]\n[‹ Pemblokiran]"
    assert sari.presses("Ya, blokir") == (
        "Ani diblokir. Semua pintu tertutup untuknya mulai sekarang.\n[‹ Pemblokiran]"
    )
    assert ani.says("halo?") == TOLD.format(ADS)
    assert ani.says("/start") == ""
    assert ani.says("Itu bukan saya, akun saya dibajak <3") == APPEALED
    assert ani.says("Tolong dong") == ""
    assert (
        sari.seen[-1]
        == f"""\
Ani minta pemblokirannya dilihat lagi.
Alasan waktu itu: {ADS}

“Itu bukan saya, akun saya dibajak <3”
[Lihat]"""
    )
    line = f"Alasan: {ADS}\nDiblokir Sari, 24 November 2026\n[Buka lagi]\n[‹ Pemblokiran]"
    assert sari.presses("Lihat") == f"Ani\n{line}"
    assert sari.presses("Buka lagi") == (
        "Kenapa pintunya dibuka lagi untuk Ani? Ketik singkat. Dia akan membacanya.\n[‹ Pemblokiran]"
    )
    assert sari.says("Akunnya sudah kembali.") == "Pintunya terbuka lagi untuk Ani. Dia dikabari.\n[‹ Pemblokiran]"
    assert ani.seen[-1] == "Kabar baik: bot ini terbuka lagi untukmu. Akunnya sudah kembali."
    assert ani.says("/bahasa").startswith("Mau pakai bahasa apa?")
    with desk.database() as db:
        found = [row.deed for row in db.execute(select(AuditEntry.deed)).all() if row.deed.startswith("person.")]
    assert found == ["person.ban", "person.appeal", "person.unban"]


def test_the_list_and_who_cannot_be_banned(desk: Desk, sari: Somebody, ani: Somebody, counter: Counter) -> None:
    ban(sari, ani)
    assert (
        sari.presses("‹ Pemblokiran")
        == """\
Pemblokiran
Yang sedang diblokir: 1. Tekan namanya untuk membuka lagi.

Ani
Alasan: Iklan judi <b>
Diblokir Sari, 24 November 2026
[Ani]
[Blokir seseorang]
[‹ Menu]"""
    )
    rini = counter.ketua()
    ban(sari, rini)
    assert sari.seen[-1] == "Rini punya peran di tim. Ambil dulu perannya lewat /tim.\n[‹ Pemblokiran]"
    ban(sari, sari)
    assert sari.seen[-1] == "Kamu tidak bisa memblokir dirimu sendiri.\n[‹ Pemblokiran]"
    sari.says("/blokir 7")
    assert sari.press("v1:ban:yes") == "Isian ini sudah selesai. Buka lagi dari /blokir, ya."


def test_eight_long_reasons_are_one_message(desk: Desk, sari: Somebody) -> None:
    for number in range(9):
        somebody = desk.person("Ж" * 128, number=20 + number)
        somebody.says("/start")
        ban(sari, somebody, "Я" * 500)
    before = len(sari.seen)
    page = sari.says("/blokir")
    assert len(sari.seen) == before + 1 and page.count("Ж" * 128) == 8
    assert sari.presses("›").count("Ж" * 128) == 1
    assert sari.presses("«") == page


def test_a_reason_is_words(sari: Somebody, ani: Somebody) -> None:
    sari.says("/blokir 7")
    sari.presses("Blokir")
    again = "Tulis alasannya dengan kata-kata, paling banyak 500 huruf.\n" + WHY.split("\n", 1)[1]
    assert sari.sends(photo=[{"file_id": "a", "file_unique_id": "b", "width": 1, "height": 1}]) == again
    assert sari.says("a" * 501) == again


def test_a_forwarded_message_names_its_writer(sari: Somebody, ani: Somebody) -> None:
    sari.says("/blokir")
    sari.presses("Blokir seseorang")
    origin = {"type": "user", "date": 1_790_000_000, "sender_user": ani.user}
    assert sari.sends(text="beli sekarang", forward_origin=origin) == FREE


def test_only_satgas_come_in(ani: Somebody, counter: Counter) -> None:
    rini = counter.ketua()
    for somebody in (ani, rini):
        assert somebody.says("/blokir") == f"{REFUSED}\n[‹ Menu]"
        pressed = ("show", "find", "see:1", "author:1", "on:1", "off:1", "for:ads", "yes")
        assert {somebody.press(f"v1:ban:{one}") for one in pressed} == {REFUSED}


# Every door


@pytest.fixture
def out(desk: Desk, sari: Somebody, ani: Somebody) -> Somebody:
    """Ani, banned, who heard why and appealed: nothing more is to be said to her."""
    ban(sari, ani, "Iklan")
    assert ani.says("halo") == TOLD.format("Iklan")
    assert ani.says("maaf") == APPEALED
    return ani


def test_no_words_open_a_door(out: Somebody) -> None:
    before = list(out.seen)
    tried = [
        "/start", "/start i-abcdef", "/start ask", "/start inline", "/start ide-2026-0001", "/start ruang",
        "/ruang", "/kursiku", "/ide", "/ideku", "/jelajah", "/tanya di mana mcc", "/roadmap", "/bantuan", "/bahasa",
        "/batal", "/tinjau", "/blokir", "di mana mcc", "💥" * 2000,
    ]  # fmt: skip
    assert [out.says(words) for words in tried] == [""] * len(tried)
    assert out.seen == before


def test_an_invitation_gives_no_role(desk: Desk, sari: Somebody, out: Somebody) -> None:
    secret = invite(sari, "Klojen")
    assert out.says(f"/start {secret}") == ""
    assert out.press("v1:signups:show") == CLOSED


def test_no_button_opens_a_door(desk: Desk, out: Somebody) -> None:
    before = list(out.seen)
    pressed = [
        "v1:start:show", "v1:question:show", "v1:ruang:show", "v1:mine:show", "v1:language:set:en", "v1:book:slot:1",
        "v1:asked:pass:1", "v1:ideas:press:1:id", "v1:privacy:show", "v1:nonsense", "x",
    ]  # fmt: skip
    assert [out.press(one) for one in pressed] == [CLOSED] * len(pressed)
    assert out.seen == before


def test_what_is_sent_is_not_taken(desk: Desk, out: Somebody) -> None:
    document = {"document": {"file_id": "a", "file_unique_id": "b", "file_name": "x.csv"}}
    photo = {"photo": [{"file_id": "a", "file_unique_id": "b", "width": 1, "height": 1}], "caption": "ide saya"}
    assert [out.sends(**one) for one in (document, photo)] == ["", ""]
    desk.handle(
        edited_message={"message_id": 9, "date": 1, "edit_date": 2, "from": out.user, "chat": out.private, "text": "x"}
    )
    assert out.seen[-1] == APPEALED


def test_inline_mode_finds_nothing(out: Somebody, sari: Somebody) -> None:
    assert len(sari.types_inline("roadmap").results) > 0
    found = out.types_inline("roadmap")
    assert (found.results, found.button) == ((), None)


def test_in_a_group_a_press_is_answered_and_nothing_else_is_said(desk: Desk, out: Somebody, sari: Somebody) -> None:
    sari.says("/tanya isi roadmap", group=GROUP)
    before = [dict(one) for one in desk.chats[GROUP]]
    assert out.says("/tanya isi roadmap", group=GROUP) == ""
    assert out.press("v1:answer:open:mcc", group=GROUP) == CLOSED_HERE
    assert desk.chats[GROUP] == before


def test_who_is_banned_while_writing_leaves_the_form(desk: Desk, sari: Somebody, ani: Somebody) -> None:
    with desk.database() as db:
        number = db.execute(select(People.id).where(People.telegram_id == ani.number)).scalar_one()
        forms.open_form(db, person_id=number, form="x", step="y", data={}, now=desk.now)
    ban(sari, ani)
    with desk.database() as db:
        assert forms.read(db, telegram_id=ani.number, now=desk.now) is None


def test_the_bot_s_place_in_a_chat_is_still_noticed(desk: Desk, out: Somebody) -> None:
    out.moves("member", "kicked")
    with desk.database() as db:
        assert db.execute(select(People.reach).where(People.telegram_id == out.number)).scalar_one() == "blocked"
    out.moves("kicked", "member")
    assert out.says("di mana mcc") == ""
