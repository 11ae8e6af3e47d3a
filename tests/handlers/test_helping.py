"""Saya bisa bantu told as dialogues: offered without a name, answered by the author, introduced with both consents."""

import pytest

from services.ideas.values import Idea
from tests.support.desk import Desk, Somebody
from tests.support.plaza import Plaza

CODE = "IDE-2026-0001"
CARD = f"/start {CODE.lower()}"
MAY_I = """\
Boleh saya kenalkan?
Kalau pengirim ide menerima tawaranmu, kalian berdua saling tahu nama dan akun Telegram. Sebelum itu namamu tidak \
saya sebut. Izin ini bisa kamu tarik kapan saja di /privasi.
[Ya, boleh dikenalkan]
[Tidak jadi]"""
SKILLS = f"""\
Saya bisa bantu
{CODE}: Topeng digital

Keahlianmu di bidang apa?
[Aplikasi] [Gim]
[Desain komunikasi visual]
[Desain produk] [Arsitektur]
[Desain interior] [Seni rupa]
[Musik]
[Film, animasi, dan video]
[Fotografi] [Televisi dan radio]
[Periklanan] [Penerbitan]
[Kuliner] [Kriya]
[Fesyen] [Seni pertunjukan]
[Tidak jadi]"""
WORDS = """\
Bidang: Gim

Tulis singkat apa yang bisa kamu bantu, atau kirim tanpa pesan. Jangan tulis nama atau nomormu dulu.
[Kirim tanpa pesan]
[Tidak jadi]"""
BACK = "[‹ Kembali ke ide]\n[‹ Menu]"
OFFERED = (
    "Tawaranmu disampaikan ke pengirim ide. Namamu baru saya sebut kalau dia menerima. Jawabannya saya kabarkan.\n"
    + BACK
)
NEWS = f"""\
🤝 Ada warga yang mau membantu idemu {CODE}: Topeng digital
Bidangnya: Gim
“Saya bisa bikin gimnya.”
Kalau kamu mau, kalian saya kenalkan: dia tahu namamu, kamu tahu namanya.
[Ya, kenalkan kami]
[Tidak dulu, terima kasih]"""
OVER = f"Tawaran ini sudah dijawab atau ditarik.\n{BACK}"


@pytest.fixture
def plaza(desk: Desk) -> Plaza:
    return Plaza(desk)


@pytest.fixture
def idea(plaza: Plaza, ani: Somebody) -> Idea:
    """Ani's."""
    return plaza.idea("Topeng digital", plaza.known(ani, "idea"), sector="performance")


@pytest.fixture
def cici(desk: Desk) -> Somebody:
    return desk.person("Cici", number=9)


def offer(somebody: Somebody) -> str:
    """Games, with some words; the last of what is then shown."""
    somebody.says(CARD)
    for label in ("🤝 Saya bisa bantu", "Ya, boleh dikenalkan", "Gim"):
        somebody.presses(label)
    return somebody.says("Saya bisa bikin gimnya.")


def introduced(name: str) -> str:
    return f"🤝 Kalian sudah sama-sama setuju. Untuk ide {CODE} “Topeng digital”, sapa langsung: {name}"


def test_offered_and_accepted(idea: Idea, ani: Somebody, cici: Somebody) -> None:
    cici.says(CARD)
    assert cici.presses("🤝 Saya bisa bantu") == MAY_I
    assert cici.presses("Ya, boleh dikenalkan") == SKILLS
    assert cici.presses("Gim") == WORDS
    assert cici.says("Saya bisa bikin gimnya.") == OFFERED
    assert ani.seen == [NEWS]
    assert ani.presses("Ya, kenalkan kami") == (
        "Boleh saya kenalkan?\nKalau ya, kalian berdua saling tahu nama dan akun Telegram. Izin ini bisa kamu tarik "
        "kapan saja di /privasi.\n[Ya, boleh dikenalkan]\n[Tidak jadi]"
    )
    assert ani.toast("Ya, boleh dikenalkan") == "🤝 Kalian sudah saling dikenalkan."
    assert (ani.seen, cici.seen[-1]) == ([f"{introduced('Cici')}\n{BACK}"], introduced("Ani"))
    assert ani.press("v1:helping:accept:1") == ""
    assert ani.seen == [OVER]


def test_the_two_learn_how_to_write_to_each_other(desk: Desk, idea: Idea, ani: Somebody, cici: Somebody) -> None:
    cici.user["username"] = "cici"
    offer(cici)
    ani.presses("Ya, kenalkan kami")
    ani.presses("Ya, boleh dikenalkan")
    assert '<a href="https://t.me/cici">Cici</a>' in desk.chats[ani.number][-1]["text"]
    assert '<a href="tg://user?id=7">Ani</a>' in desk.chats[cici.number][-1]["text"]


def test_no_thank_you(idea: Idea, ani: Somebody, cici: Somebody) -> None:
    offer(cici)
    assert ani.presses("Tidak dulu, terima kasih") == (
        f"Tidak apa-apa. Dia saya kabari dengan baik, namamu tidak saya sebut.\n{BACK}"
    )
    declined = f"Pengirim ide {CODE} “Topeng digital” belum membutuhkan bantuan. Terima kasih sudah menawarkan."
    assert cici.seen[-1] == declined
    cici.says(CARD)
    assert "Status: belum dibutuhkan" in cici.presses("🤝 Tawaran bantuan saya")


def test_taken_back_before_an_answer_and_offered_again(idea: Idea, ani: Somebody, cici: Somebody) -> None:
    offer(cici)
    cici.says(CARD)
    assert cici.presses("🤝 Tawaran bantuan saya") == (
        f"Tawaran bantuanmu\n{CODE}: Topeng digital\nBidang: Gim\nSaya bisa bikin gimnya.\n"
        f"Status: menunggu jawaban pengirim ide\n[Tarik tawaran]\n{BACK}"
    )
    assert cici.presses("Tarik tawaran") == f"Tawaranmu ditarik.\n{BACK}"
    assert ani.presses("Ya, kenalkan kami") == OVER
    cici.says(CARD)
    assert cici.presses("🤝 Saya bisa bantu") == SKILLS  # the consent stands
    cici.presses("Aplikasi")
    assert cici.presses("Kirim tanpa pesan") == OFFERED
    assert ani.seen[-1].splitlines()[1:3] == [
        "Bidangnya: Aplikasi",
        "Kalau kamu mau, kalian saya kenalkan: dia tahu namamu, kamu tahu namanya.",
    ]


def test_the_author_sees_all_that_wait_and_whom_they_met(idea: Idea, desk: Desk, ani: Somebody, cici: Somebody) -> None:
    dedi = desk.person("Dedi", number=10)
    for one in (cici, dedi):
        offer(one)
    ani.says(CARD)
    assert "[🤝 Tawaran bantuan (2)]" in ani.seen[-1]
    head = f"Tawaran bantuan\n{CODE}: Topeng digital\n\n"
    assert ani.presses("🤝 Tawaran bantuan (2)") == (
        f"{head}1. Gim\nSaya bisa bikin gimnya.\n\n2. Gim\nSaya bisa bikin gimnya.\n"
        f"[✓ Kenalkan kami (1)] [Tidak dulu (1)]\n[✓ Kenalkan kami (2)] [Tidak dulu (2)]\n{BACK}"
    )
    ani.presses("✓ Kenalkan kami (2)")
    ani.presses("Ya, boleh dikenalkan")
    ani.says(CARD)
    assert ani.presses("🤝 Tawaran bantuan (2)") == (
        f"{head}1. Gim\nSaya bisa bikin gimnya.\n\n✓ Sudah dikenalkan: Dedi\n"
        f"[✓ Kenalkan kami (1)] [Tidak dulu (1)]\n{BACK}"
    )


def test_nobody_else_answers_or_looks(idea: Idea, ani: Somebody, cici: Somebody, budi: Somebody) -> None:
    offer(cici)
    budi.says(CARD)
    gone = "This idea or offer is no longer there."
    for verb in ("accept:1", "decline:1", "withdraw:1", f"list:{idea.id}", f"mine:{idea.id}", f"offer:{10**17}"):
        budi.press(f"v1:helping:{verb}")
        assert budi.seen[-1].splitlines()[0] == gone
    assert "Ya, kenalkan kami" in ani.seen[-1]


def test_ones_own_idea_and_a_second_offer(idea: Idea, ani: Somebody, cici: Somebody) -> None:
    ani.says(CARD)
    assert ani.press(f"v1:helping:offer:{idea.id}") == ""
    assert ani.seen[-1].splitlines()[0] == "Ini idemu sendiri."
    offer(cici)
    cici.press(f"v1:helping:skill:{idea.id}:music")
    assert cici.seen[-1].splitlines()[0] == "Kamu sudah menawarkan bantuan untuk ide ini."
    cici.press(f"v1:helping:send:{idea.id}:music")
    assert cici.seen[-1].splitlines()[0] == "Kamu sudah menawarkan bantuan untuk ide ini."


def test_what_is_no_message_and_leaving(idea: Idea, ani: Somebody, cici: Somebody) -> None:
    cici.says(CARD)
    for label in ("🤝 Saya bisa bantu", "Ya, boleh dikenalkan", "Gim"):
        cici.presses(label)
    no = "Tulis dengan kata-kata saja, paling banyak 500 huruf.\n[Tidak jadi]"
    assert [cici.says("a" * 501), cici.sends(voice={"file_id": "v", "file_unique_id": "v", "duration": 3})] == [no, no]
    assert cici.presses("Tidak jadi") == f"Baik, tidak jadi. Idenya tetap bisa kamu dukung.\n{BACK}"
    assert cici.says("gedung mcc").startswith("MCC")
    assert ani.seen == []


def test_without_consent_nobody_is_introduced(
    desk: Desk, idea: Idea, plaza: Plaza, ani: Somebody, cici: Somebody
) -> None:
    offer(cici)
    plaza.withdraw_consent(cici, "introduce")
    ani.presses("Ya, kenalkan kami")
    assert ani.presses("Ya, boleh dikenalkan") == OVER
    assert [text for text in cici.seen if "Ani" in text] == []


def test_not_more_than_ten_a_day(plaza: Plaza, cici: Somebody) -> None:
    ideas = [plaza.idea(f"Ide {number}") for number in range(11)]
    plaza.known(cici, "introduce")
    cici.says("/start")
    for idea in ideas:
        cici.press(f"v1:helping:send:{idea.id}:games")
    assert cici.seen[-1].splitlines()[0] == (
        "Hari ini kamu sudah menawarkan bantuan untuk 10 ide. Terima kasih! Lanjutkan besok, ya."
    )
