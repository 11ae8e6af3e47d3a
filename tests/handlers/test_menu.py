"""The commands Telegram shows: for everybody at a start when changed, for a person when theirs differ."""

from dataclasses import replace

from sqlalchemy import select

from handlers import menu
from models import AuditEntry
from services import people
from services.menu import COMMANDS, commands, group_commands
from services.roles import Rights
from tests.support.desk import MORNING, Desk, Somebody

ALL = [
    "start",
    "tanya",
    "roadmap",
    "kpi",
    "ruang",
    "kursiku",
    "ide",
    "ideku",
    "jelajah",
    "kabar",
    "bantuan",
    "bahasa",
    "privasi",
    "batal",
]
KETUA = [*ALL[:-1], "pendaftar", "slot", "tinjau", "pengumuman", "batal"]
SATGAS = [*KETUA[:-1], "tonggak", "isi_kpi", "antrean", "artikel", "tim", "blokir", "statistik", "batal"]


def at_start(desk: Desk) -> list[tuple[str, object, object]]:
    """The calls of a start: method, scope, language."""
    with desk.database() as db:
        drafts = menu.at_start(db, desk.house, MORNING)
    return [(one.method, one.payload.get("scope"), one.payload.get("language_code")) for one in drafts]


def own(desk: Desk) -> list[tuple[int, str, list[str]]]:
    """Personal menus set so far: whose, the first description, the commands; [] where taken away."""
    told = []
    for _, payload in desk.settings:
        shown = payload.get("commands", [])
        first = shown[0]["description"] if shown else ""
        told.append((payload["scope"]["chat_id"], first, [one["command"] for one in shown]))
    return told


def test_the_table_of_commands() -> None:
    assert [one.name for one in commands(Rights())] == ALL
    assert [one.name for one in commands(Rights(kecamatan=("klojen",)))] == KETUA
    assert [one.name for one in commands(Rights(satgas=True))] == SATGAS
    assert [one.name for one in group_commands()] == ["tanya", "roadmap", "ruang", "bantuan"]
    assert len({one.name for one in COMMANDS}) == len(COMMANDS)


def test_a_start_sets_what_changed_in_every_language(desk: Desk) -> None:
    private, group = {"type": "all_private_chats"}, {"type": "all_group_chats"}
    assert at_start(desk) == [
        call
        for code in (None, "id", "jv", "en")
        for call in (
            ("setMyCommands", private, code),
            ("setMyCommands", group, code),
            ("setMyDescription", None, code),
            ("setMyShortDescription", None, code),
        )
    ]
    assert at_start(desk) == []
    desk.house = replace(desk.house, city=replace(desk.house.city, name="Kota Batu"))
    assert [method for method, _, _ in at_start(desk)] == ["setMyDescription", "setMyShortDescription"] * 4
    desk.house = replace(desk.house, bot_id=1)
    assert len(at_start(desk)) == 16


def test_descriptions_fit(desk: Desk) -> None:
    with desk.database() as db:
        drafts = menu.at_start(db, desk.house, MORNING)
    told = [one.payload for one in drafts]
    assert max(len(one.get("description", "")) for one in told) <= 512
    assert max(len(one.get("short_description", "")) for one in told) <= 120
    assert max(len(command["description"]) for one in told for command in one.get("commands", [])) <= 256


def test_a_resident_has_everybodys_menu(desk: Desk, ani: Somebody, budi: Somebody) -> None:
    ani.says("/start")
    budi.says("halo")
    assert own(desk) == []


def test_a_satgas_gets_their_own_when_they_first_write(desk: Desk, sari: Somebody) -> None:
    sari.says("isi roadmap")
    sari.says("/start")
    assert own(desk) == [(101, "Mulai: sapaan dan menu", SATGAS)]


def test_a_language_chosen_changes_the_menu_and_back(desk: Desk, ani: Somebody) -> None:
    ani.says("/bahasa")
    ani.presses("English")
    ani.presses("✓ English")
    ani.presses("Boso Jowo Malangan")
    ani.presses("Bahasa Indonesia")
    assert own(desk) == [(7, "Start: welcome and menu", ALL), (7, "Mulai: sapaan ambek menu", ALL), (7, "", [])]


def test_a_menu_of_ones_own_follows_a_new_version(desk: Desk, sari: Somebody) -> None:
    sari.says("/start")
    with desk.database() as db:
        people.remember_menu(db, person_id=1, menu="of the last version")
    sari.says("isi roadmap")
    sari.says("isi roadmap")
    assert [whose for whose, _, _ in own(desk)] == [101, 101]


def test_satgas_made_and_unmade_by_the_settings_hear_of_it_by_their_menu(
    desk: Desk, sari: Somebody, ani: Somebody
) -> None:
    sari.says("/start")
    ani.says("/start")
    at_start(desk)
    desk.change_settings(satgas_ids=frozenset({7, 99}))

    personal = at_start(desk)
    assert personal == [
        ("setMyCommands", {"type": "chat", "chat_id": 7}, None),
        ("deleteMyCommands", {"type": "chat", "chat_id": 101}, None),
    ]
    assert at_start(desk) == []
    with desk.database() as db:
        assert db.execute(select(AuditEntry.deed, AuditEntry.subject).order_by(AuditEntry.id)).all() == [
            ("role.by_settings", "person:1"),
            ("role.by_settings", "person:2"),
            ("role.no_longer_by_settings", "person:1"),
        ]
