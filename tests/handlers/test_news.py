"""/kabar: the one question, what is chosen button by button, a stop that holds, and what was sent."""

from datetime import timedelta

import pytest
from sqlalchemy import insert, select, update

from models import Consent, Later, News, Outbox, Person
from models.announcements import DeliveryState
from services import news
from services.announcements.values import Content
from tests.handlers.test_questions import ANSWER
from tests.services.announcements.readers import City
from tests.support.desk import Desk, Somebody

ASKED = f"{ANSWER}\n[🔔 Mau dapat kabar kota?]"
QUESTION = """\
Mau dapat kabar dari Kota Malang? Isinya perkembangan roadmap, coworking, ide warga, dan acara. \
Malam hari saya diam, dan kamu bisa berhenti kapan saja lewat /kabar.
[Ya, mau] [Tidak]"""
WHERE = """\
Sip, mulai sekarang kamu dapat kabar. Kamu tinggal di kecamatan mana? \
Dengan begitu kabar tentang sekitarmu ikut sampai. Boleh dilewati.
[Klojen] [Blimbing]
[Lowokwaru] [Sukun]
[Kedungkandang]
[Lewati]"""
OFF = """\
Kabar
Saat ini kamu tidak menerima kabar dari Kota Malang. Kalau mau, isinya perkembangan roadmap, coworking, \
ide warga, dan acara; malam hari saya diam, dan kamu bisa berhenti kapan saja.
[Ya, mau]
[Yang sudah dikirim]
[‹ Menu]"""
DOORS = """\
[Topik] [Kecamatan]
[Seberapa sering] [Saya sebagai…]
[Jeda dulu] [Yang sudah dikirim]
[Berhenti dapat kabar]
[‹ Menu]"""
PLAIN = f"""\
Kabar untukmu
Datangnya: setiap ada kabar
Topik: semua
Kecamatan: belum dipilih, jadi hanya kabar untuk seluruh kota
{DOORS}"""
STOPPED = """\
Sudah berhenti. Mulai sekarang tidak ada kabar lagi, termasuk yang masih menunggu dikirim. \
Jawaban, kursi, dan idemu tetap jalan seperti biasa.
[Mau dapat kabar lagi]
[‹ Menu]"""


def receivers(desk: Desk) -> list[tuple[int, str | None, str | None, str]]:
    """Who news may go to now, with home, kind and how often."""
    with desk.database() as db:
        rows = db.execute(news.receivers(now=desk.now, timezone="Asia/Jakarta"))
        return [(row.telegram_id, row.home, row.kind, row.every) for row in rows]


def says_yes(somebody: Somebody) -> None:
    somebody.says("/kabar")
    somebody.presses("Ya, mau")
    somebody.presses("Lewati")
    somebody.presses("Atur kabar")


def test_the_question_stands_under_the_first_answer_and_never_again(desk: Desk, ani: Somebody) -> None:
    ani.says("/start")
    ani.says("harga emas")
    assert ani.says("isi roadmap") == ASKED
    assert ani.says("isi roadmap") == ANSWER
    assert receivers(desk) == []

    ani.presses("🔔 Mau dapat kabar kota?")
    assert ani.seen[-3:] == [ASKED, ANSWER, QUESTION]
    assert ani.presses("Ya, mau") == WHERE
    assert receivers(desk) == [(7, None, None, "update")]
    assert (
        ani.presses("Klojen")
        == """\
Beres! Kamu dapat kabar untuk seluruh kota dan untuk Klojen. Topik, kecamatan, dan seberapa sering \
bisa kamu atur di bawah, atau nanti lewat /kabar.
[Atur kabar]
[‹ Menu]"""
    )
    assert receivers(desk) == [(7, "klojen", None, "update")]
    assert ani.seen[-3:-1] == [ASKED, ANSWER]


def test_the_home_is_skipped(desk: Desk, ani: Somebody) -> None:
    ani.says("isi roadmap")
    ani.presses("🔔 Mau dapat kabar kota?")
    ani.presses("Ya, mau")
    assert (
        ani.presses("Lewati")
        == """\
Beres! Kamu dapat kabar yang untuk seluruh kota. Topik, kecamatan, dan seberapa sering \
bisa kamu atur di bawah, atau nanti lewat /kabar.
[Atur kabar]
[‹ Menu]"""
    )
    assert ani.presses("Atur kabar") == PLAIN


def test_no_is_no(desk: Desk, ani: Somebody) -> None:
    ani.says("isi roadmap")
    ani.presses("🔔 Mau dapat kabar kota?")
    assert (
        ani.presses("Tidak")
        == """\
Baik, kamu tidak dapat kabar, dan saya tidak akan bertanya lagi. Kalau nanti berubah pikiran, buka /kabar.
[‹ Menu]"""
    )
    assert receivers(desk) == []
    assert ani.says("/kabar") == OFF


def test_who_opened_it_by_themselves_is_not_asked(ani: Somebody) -> None:
    assert ani.says("/kabar") == OFF
    assert ani.says("isi roadmap") == ANSWER


def test_in_a_group_nobody_is_asked(ani: Somebody) -> None:
    ani.says("/start")
    group = ani.says("/tanya isi roadmap", group=-100)
    assert "kabar" not in group
    assert ani.says("isi roadmap") == ASKED


def test_what_was_agreed_to_is_kept_with_its_wording(desk: Desk, budi: Somebody) -> None:
    budi.says("/kabar")
    budi.presses("Yes, please")
    budi.press("v1:news:yes")
    with desk.database() as db:
        told = select(Consent.purpose, Consent.version, Consent.language, Consent.channel, Consent.ended_at)
        assert db.execute(told).all() == [("news", 1, "en", "chat", None)]


def test_topics_are_ticked_off_and_on(ani: Somebody) -> None:
    says_yes(ani)
    assert (
        ani.presses("Topik")
        == """\
Mau kabar tentang apa saja? Yang bertanda ✓ sampai kepadamu; tekan untuk mengubahnya.
[✓ Roadmap: tahap development]
[✓ Roadmap: Task Force dan KPI]
[✓ Roadmap: MCC]
[✓ Roadmap: coworking per kecamatan]
[✓ Kursi coworking]
[✓ Ide warga]
[✓ Acara dan festival]
[‹ Kabar]"""
    )
    assert "[Ide warga]" in ani.presses("✓ Ide warga")
    assert ani.presses("‹ Kabar").splitlines()[2] == "Topik: semua, kecuali Ide warga"
    ani.presses("Topik")
    assert "[✓ Ide warga]" in ani.presses("Ide warga")
    for topic in ("tahap development", "Task Force dan KPI", "MCC", "coworking per kecamatan"):
        ani.presses(f"✓ Roadmap: {topic}")
    ani.presses("✓ Kursi coworking")
    assert ani.presses("‹ Kabar").splitlines()[2] == "Topik: Ide warga, Acara dan festival"
    ani.presses("Topik")
    ani.presses("✓ Ide warga")
    ani.presses("✓ Acara dan festival")
    assert ani.presses("‹ Kabar").splitlines()[2] == "Topik: tidak ada; hanya kabar umum yang sampai"


def test_a_home_and_other_kecamatan(desk: Desk, ani: Somebody) -> None:
    says_yes(ani)
    places = """\
Kabar untuk kecamatan rumahmu selalu sampai. Mau mengikuti kecamatan lain juga? \
Yang bertanda ✓ diikuti; tekan untuk mengubahnya.
[Kecamatan rumah saya…]
"""
    assert ani.presses("Kecamatan") == f"{places}[Klojen] [Blimbing]\n[Lowokwaru] [Sukun]\n[Kedungkandang]\n[‹ Kabar]"
    assert ani.presses("Sukun") == f"{places}[Klojen] [Blimbing]\n[Lowokwaru] [✓ Sukun]\n[Kedungkandang]\n[‹ Kabar]"
    assert (
        ani.presses("Kecamatan rumah saya…")
        == """\
Kamu tinggal di kecamatan mana?
[Klojen] [Blimbing]
[Lowokwaru] [Sukun]
[Kedungkandang]
[Tidak saya sebut]
[‹ Kabar]"""
    )
    there = places.replace("[Kecamatan rumah saya…]", "[Rumah: Klojen · ganti]")
    assert ani.presses("Klojen") == f"{there}[Blimbing] [Lowokwaru]\n[✓ Sukun] [Kedungkandang]\n[‹ Kabar]"
    assert ani.presses("‹ Kabar").splitlines()[3:5] == ["Rumahmu: Klojen", "Diikuti juga: Sukun"]
    assert receivers(desk) == [(7, "klojen", None, "update")]
    ani.presses("Kecamatan")
    ani.presses("Rumah: Klojen · ganti")
    assert "[✓ Klojen]" in ani.seen[-1]
    ani.presses("Tidak saya sebut")
    rows = "[Klojen] [Blimbing]\n[Lowokwaru] [Sukun]\n[Kedungkandang]\n[‹ Kabar]"
    assert ani.presses("✓ Sukun") == f"{places}{rows}"
    assert receivers(desk) == [(7, None, None, "update")]


def test_what_one_is(desk: Desk, ani: Somebody) -> None:
    says_yes(ani)
    screen = ani.presses("Saya sebagai…")
    assert screen.splitlines()[0].startswith("Di kota ini kamu sebagai apa?")
    assert screen.splitlines()[-2:] == ["[Tidak saya sebut]", "[‹ Kabar]"]
    ani.press("v1:news:kind:campus")
    assert [row[2] for row in receivers(desk)] == ["campus"]
    ani.press("v1:news:kind:king")
    assert [row[2] for row in receivers(desk)] == ["campus"]
    assert ani.presses("‹ Kabar").splitlines()[4].startswith("Kamu: ")
    ani.press("v1:news:kind:none")
    assert [row[2] for row in receivers(desk)] == [None]


def test_how_often_and_how_many(desk: Desk, ani: Somebody) -> None:
    says_yes(ani)
    asked = """\
Seberapa sering kabar boleh datang? Rangkuman datang Senin pagi, juga kalau tidak ada perubahan. \
Di baris bawah: paling banyak berapa sebulan, dihitung sejak kamu memilihnya.
"""
    assert (
        ani.presses("Seberapa sering")
        == f"""\
{asked}[✓ Setiap ada kabar]
[Rangkuman seminggu sekali]
[2 sebulan] [4 sebulan] [8 sebulan]
[✓ Tanpa batas]
[‹ Kabar]"""
    )
    ani.presses("Rangkuman seminggu sekali")
    assert (
        ani.presses("4 sebulan")
        == f"""\
{asked}[Setiap ada kabar]
[✓ Rangkuman seminggu sekali]
[2 sebulan] [✓ 4 sebulan] [8 sebulan]
[Tanpa batas]
[‹ Kabar]"""
    )
    assert receivers(desk) == [(7, None, None, "week")]
    assert (
        ani.presses("‹ Kabar")
        == f"""\
Kabar untukmu
Datangnya: rangkuman, sekali seminggu
Topik: semua
Kecamatan: belum dipilih, jadi hanya kabar untuk seluruh kota
Batas: 4 kabar sebulan, bulan ini sudah 0
{DOORS}"""
    )


def test_a_rest_ends_by_itself_or_at_once(desk: Desk, ani: Somebody) -> None:
    says_yes(ani)
    assert (
        ani.presses("Jeda dulu")
        == """\
Mau jeda berapa lama? Selama itu tidak ada kabar; yang terlewat tidak dikirim menyusul, \
tetapi bisa dibaca di “Yang sudah dikirim”.
[1 hari]
[1 minggu]
[30 hari]
[‹ Kabar]"""
    )
    assert ani.presses("1 minggu").splitlines()[4] == "Dijeda sampai 1 Desember 2026, 10.00 WIB"
    assert receivers(desk) == []
    desk.later(days=7)
    assert receivers(desk) == [(7, None, None, "update")]
    assert ani.says("/kabar") == PLAIN

    ani.presses("Jeda dulu")
    ani.presses("30 hari")
    ani.presses("Jeda dulu")
    assert ani.presses("Kabari lagi sekarang") == PLAIN
    assert receivers(desk) == [(7, None, None, "update")]


def test_stop_holds_at_once_also_for_what_waits(desk: Desk, ani: Somebody, budi: Somebody) -> None:
    says_yes(ani)
    budi.says("/kabar")
    with desk.database() as db:
        people = {one.telegram_id: one.id for one in db.execute(select(Person.id, Person.telegram_id))}
        row = {"method": "sendMessage", "payload": "{}", "created_at": desk.now}
        for number, person_id in people.items():
            whose = {"chat_id": number, "person_id": person_id}
            db.execute(insert(Outbox), [{**row, **whose, "kind": kind} for kind in ("announcement", "notice")])
            due = [{**row, **whose, "kind": kind, "due_at": desk.now} for kind in ("announcement", "notice")]
            db.execute(insert(Later), due)

    assert ani.presses("Berhenti dapat kabar") == STOPPED
    with desk.database() as db:
        states = db.execute(select(Outbox.chat_id, Outbox.kind, Outbox.state).order_by(Outbox.id)).all()
        assert states == [
            (7, "announcement", "cancelled"),
            (7, "notice", "waiting"),
            (8, "announcement", "waiting"),
            (8, "notice", "waiting"),
        ]
        later = db.execute(select(Later.chat_id, Later.kind).order_by(Later.id)).all()
        assert later == [(7, "notice"), (8, "announcement"), (8, "notice")]
        consents = db.execute(select(Consent.purpose, Consent.how)).all()
        assert consents == [("news", "withdrawn")]
    assert receivers(desk) == []
    assert ani.says("/kabar") == OFF


def test_back_after_a_stop_with_what_was_chosen(desk: Desk, ani: Somebody) -> None:
    says_yes(ani)
    ani.presses("Kecamatan")
    ani.presses("Kecamatan rumah saya…")
    ani.presses("Sukun")
    ani.presses("‹ Kabar")
    ani.presses("Berhenti dapat kabar")
    back = ani.presses("Mau dapat kabar lagi")
    assert back == PLAIN.replace("Kecamatan: belum dipilih, jadi hanya kabar untuk seluruh kota", "Rumahmu: Sukun")
    assert receivers(desk) == [(7, "sukun", None, "update")]


def test_under_an_announcement_the_choices_come_beneath_it(desk: Desk, ani: Somebody) -> None:
    says_yes(ani)
    announcement = {"message_id": next(desk.numbers), "text": "MCC buka!"}
    desk.chats[7].append(announcement)
    ani.press("v1:news:show", announcement)
    assert ani.seen[-2:] == ["MCC buka!", PLAIN]
    assert ani.presses("Berhenti dapat kabar") == STOPPED


def test_buttons_of_another_pack_choose_nothing(desk: Desk, ani: Somebody) -> None:
    says_yes(ani)
    assert ani.press("v1:news:live:atlantis") == "Tombol ini sudah tidak berlaku."
    for data in ("move:atlantis", "follow:atlantis:on", "topic:monorail:off"):
        ani.press(f"v1:news:{data}")
    assert ani.says("/kabar") == PLAIN


@pytest.mark.parametrize("data", ["topics", "topic:ideas:off", "places", "move:klojen", "kinds", "pace", "every:week"])
def test_who_wants_none_is_told_so_by_every_screen(desk: Desk, ani: Somebody, data: str) -> None:
    ani.says("/kabar")
    ani.press(f"v1:news:{data}")
    assert ani.seen == [OFF]
    assert receivers(desk) == []


def test_what_one_chose_stands_on_the_privacy_page(ani: Somebody) -> None:
    says_yes(ani)
    for data in ("move:klojen", "follow:sukun:on", "topic:ideas:off", "kind:campus", "every:week", "cap:4", "snooze:1"):
        ani.press(f"v1:news:{data}")
    shown = ani.says("/privasi").splitlines()
    told = [line.removeprefix("• ") for line in shown]
    for line in (
        "Kecamatan tempat tinggal: Klojen",
        "Kecamatan: Sukun",
        "Topik: Ide warga",
        "Kamu sebagai: Kampus",
        "Seberapa sering kabar datang: rangkuman seminggu sekali",
        "Batas kabar sebulan: 4",
        "Kabar dijeda sampai: 25 November 2026, 10.00 WIB",
    ):
        assert line in told, line


def test_a_month_has_its_limit(desk: Desk, ani: Somebody) -> None:
    says_yes(ani)
    ani.presses("Seberapa sering")
    ani.presses("2 sebulan")
    for _ in range(2):
        assert receivers(desk) == [(7, None, None, "update")]
        with desk.database() as db:
            numbers = list(db.scalars(select(News.person_id)))
            news.count_as_got(db, person_ids=numbers, now=desk.now, timezone="Asia/Jakarta")
    assert receivers(desk) == []
    assert ani.presses("‹ Kabar").splitlines()[4] == "Batas: 2 kabar sebulan, bulan ini sudah 2"
    desk.later(days=6, hours=13)  # 23.00 WIB on the 30th, still November
    assert receivers(desk) == []
    desk.later(hours=1)
    assert receivers(desk) == [(7, None, None, "update")]


def test_whoever_cannot_be_written_to_gets_none(desk: Desk, ani: Somebody) -> None:
    says_yes(ani)
    ani.moves("member", "kicked")
    assert receivers(desk) == []
    ani.moves("kicked", "member")
    assert receivers(desk) == [(7, None, None, "update")]
    with desk.database() as db:
        db.execute(update(Person).values(banned_at=desk.now - timedelta(days=1)))
    assert receivers(desk) == []


def test_the_log_is_open_and_empty_at_first(ani: Somebody) -> None:
    ani.says("/kabar")
    assert (
        ani.presses("Yang sudah dikirim")
        == """\
Yang sudah dikirim
Terbuka untuk semua: apa, kapan, dan kepada berapa orang, tanpa data pribadi.

Belum ada pengumuman yang dikirim.
[‹ Kabar]"""
    )
    assert ani.presses("‹ Kabar") == OFF
    assert ani.presses("‹ Menu").startswith("Mau apa sekarang?")


def announced(desk: Desk, *texts: str) -> None:
    """Announcements that reached one reader each."""
    with desk.database() as db:
        city = City(db)
        reader = city.reader(11)
        for text in texts:
            city.ends(city.begun(content=Content({"id": text})), reader, DeliveryState.SENT)


LOG = "Yang sudah dikirim\nTerbuka untuk semua: apa, kapan, dan kepada berapa orang, tanpa data pribadi. \
Tekan satu untuk membacanya."


def test_what_was_sent_is_listed_and_read_by_everybody(desk: Desk, ani: Somebody) -> None:
    announced(desk, "Halo <b>{nama}</b> di {kecamatan} &amp; sekitarnya.\n" + "Ayo datang! " * 20)
    ani.says("/kabar")
    listed = ani.presses("Yang sudah dikirim")
    head, line, *rest = listed.removeprefix(f"{LOG}\n\n").splitlines()
    assert head == "KABAR-0001 · 24 November 2026 · ke 1 penerima"
    assert line.startswith("Halo warga di kecamatanmu & sekitarnya. Ayo datang! Ayo")
    assert line.endswith("datang!…")
    assert rest == ["[KABAR-0001]", "[‹ Kabar]"]
    whole = ani.presses("KABAR-0001")
    assert whole.startswith("KABAR-0001 · 24 November 2026, 12.00 WIB · ke 1 penerima\n\nHalo warga di kecamatanmu")
    assert whole.splitlines()[-2:] == ["Ayo datang! " * 19 + "Ayo datang! ", "[‹ Yang sudah dikirim]"]
    assert ani.presses("‹ Yang sudah dikirim") == listed
    assert len(ani.seen) == 1

    ani.press("v1:news:read:1")
    assert ani.seen == [listed, whole.replace("[‹ Yang sudah dikirim]", "[Atur kabar]")]
    ani.press("v1:news:open:2")
    assert ani.seen[-1] == "Pengumuman itu tidak ada di daftar.\n[‹ Yang sudah dikirim]"


def test_the_log_turns_page_by_page(desk: Desk, ani: Somebody) -> None:
    announced(desk, *(f"Kabar ke-{number}" for number in range(1, 8)))
    ani.says("/kabar")
    newest = ani.presses("Yang sudah dikirim")
    buttons = ["[KABAR-0007]", "[KABAR-0006]", "[KABAR-0005]", "[KABAR-0004]", "[KABAR-0003]", "[Lebih lama ›]"]
    assert newest.splitlines()[-7:] == [*buttons, "[‹ Kabar]"]
    older = ani.presses("Lebih lama ›")
    assert older.splitlines()[-4:] == ["[KABAR-0002]", "[KABAR-0001]", "[‹ Terbaru]", "[‹ Kabar]"]
    assert ani.presses("‹ Terbaru") == newest
