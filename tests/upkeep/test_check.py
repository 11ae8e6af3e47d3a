"""`python bot.py check` tells what is well and what to do where it is not, and never the token."""

import asyncio
import json
import re
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from types import SimpleNamespace

import pytest
from sqlalchemy import insert, text

import settings
from models import Chat
from models.database import open_engine
from render import style
from sandbox.server import BotApi
from tests.crash.process import environment
from tests.support.town import free_port, town
from upkeep.check import check
from wire.clock import Clock

NAMES = ("TELEGRAM_BOT_TOKEN", "TELEGRAM_API_URL", "DATABASE_URL", "WEBHOOK_URL", "WEBHOOK_SECRET", "CITY", "LISTEN")
HEAD = """\
✓ settings: readable
✓ city pack: Kota Malang, N articles
✓ database: SQLite, up to date
✓ disk: N GB free
✓ fonts: there for pictures
"""
WELL = f"""\
{HEAD}✓ token: accepted, the bot is @malang_bot
✓ inline mode: on
✓ groups: the bot sees only what is meant for it
✓ webhook: none, the bot polls; 0 updates wait
✓ clock: as Telegram's
All is well.
"""
Check = Callable[..., Awaitable[tuple[int, str]]]


@pytest.fixture
async def api() -> AsyncIterator[BotApi]:
    api = BotApi()
    api.webhook.pause = 0.0
    await api.start()
    yield api
    await api.stop()


@pytest.fixture
def run(api: BotApi, sqlite_url: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Check:
    """Checks with these settings in place of a bot's at the sandbox; the exit code and what was written."""

    async def run(**changed: str) -> tuple[int, str]:
        told = environment(api, sqlite_url) | changed
        for name in NAMES:
            monkeypatch.setenv(name, told.get(name, ""))
        code = await asyncio.to_thread(check)
        return code, steady(capsys.readouterr().out)

    return run


def steady(out: str) -> str:
    """What was written, without the figures that differ from day to day; it holds no token."""
    assert "TEST-" not in out
    out = re.sub(r"\d+ articles", "N articles", out)
    return re.sub(r"[\d.]+ GB", "N GB", out)


def line(told: tuple[int, str], what: str) -> str:
    """The line about one thing; something is wrong with it."""
    code, out = told
    assert code == 1 and out.endswith("Something is wrong: see the lines that begin with ✗.\n")
    (found,) = [one for one in out.splitlines() if one.startswith(f"✗ {what}: ")]
    return found.removeprefix(f"✗ {what}: ")


@pytest.mark.parametrize("webhook", [False, True], ids=["polling", "webhook"])
async def test_all_is_well_beside_a_running_bot(api: BotApi, database_url: str, webhook: bool) -> None:
    async with town(database_url, api=api, webhook=webhook) as place:
        told = place.bot.settings
        env = environment(api, database_url) | {"LISTEN": f"{told.listen_host}:{told.listen_port}"}
        env |= {"WEBHOOK_URL": told.webhook_url, "WEBHOOK_SECRET": told.webhook_secret}
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "bot.py",
            "check",
            cwd=settings.HERE,
            env=env,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        out, err = await process.communicate()
        expected = WELL.replace("SQLite", "SQLite" if database_url.startswith("sqlite") else "PostgreSQL")
        if webhook:
            expected = expected.replace("none, the bot polls", "set to WEBHOOK_URL")
        assert (steady(out.decode()), err.decode(), process.returncode) == (expected, "", 0)
        assert len(await place.person("Ani").asks("/batal")) == 1
        assert api.violations == []


async def test_what_botfather_and_the_clock_have_wrong(run: Check, api: BotApi) -> None:
    api.world.inline_mode = api.world.privacy_mode = False
    api.clock.move(-90)
    code, out = await run()
    assert code == 1
    assert re.sub(r"\d\d s ahead", "NN s ahead", out) == (
        HEAD
        + """\
✓ token: accepted, the bot is @malang_bot
✗ inline mode: off; send /setinline to @BotFather, choose the bot, and write a short hint for typing
✗ groups: the bot reads everything; send /setprivacy to @BotFather and choose Enable
✓ webhook: none, the bot polls; 0 updates wait
✗ clock: NN s ahead of Telegram's; set the machine's clock (timedatectl set-ntp true)
Something is wrong: see the lines that begin with ✗.
"""
    )
    api.clock.move(3690)
    assert re.match(r"(3599|3600) s behind Telegram's", line(await run(), "clock"))


async def test_rights_in_linked_chats(run: Check, api: BotApi, sqlite_url: str) -> None:
    """Only of groups and channels that a satgas accepted, and of those the bot is thought to be in."""
    ani = api.person("Ani")
    there, gone = api.group("Warga Klojen", [ani]), api.group("Warga Sukun", [ani])
    gone.kicks_bot()
    engine = open_engine(sqlite_url)
    with engine.begin() as db:
        known = [
            (there.id, "accepted", True),
            (gone.id, "accepted", True),
            (-99, "refused", True),
            (-98, "accepted", False),
        ]
        for number, state, active in known:
            told = {"id": number, "state": state, "active": active, "title": "Warga" if number == there.id else "Sukun"}
            db.execute(insert(Chat).values(told | {"seen_at": Clock().now(), "kind": "group"}))
    engine.dispose()
    code, out = await run()
    assert code == 1
    assert sorted(one for one in out.splitlines() if " group " in one) == [
        '✓ group "Warga": the bot may write there',
        '✗ group "Sukun": the bot is not in it; add it again, or have satgas take it off their list',
    ]


@pytest.mark.parametrize(
    ("member", "words"),
    [
        ({"status": "administrator", "can_post_messages": True}, None),
        ({"status": "administrator", "can_post_messages": False}, "make it an administrator that may post"),
        ({"status": "member"}, "make it an administrator that may post"),
    ],
)
async def test_rights_in_a_linked_channel(
    run: Check, api: BotApi, sqlite_url: str, member: dict[str, object], words: str | None
) -> None:
    engine = open_engine(sqlite_url)
    with engine.begin() as db:
        told = {"id": -100123, "state": "accepted", "active": True, "title": "Kabar", "kind": "channel"}
        db.execute(insert(Chat).values(told | {"seen_at": Clock().now()}))
    engine.dispose()
    api.faults.status("getChatMember", 200, json.dumps({"ok": True, "result": member}))
    told_by = await run()
    if words is None:
        assert '✓ channel "Kabar": the bot may write there' in told_by[1]
    else:
        assert line(told_by, 'channel "Kabar"') == f"the bot may not write there; {words}"


async def test_fonts_that_are_missing(run: Check, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(style, "missing_typefaces", lambda: ["DejaVuSans.ttf"])
    words = "DejaVuSans.ttf of matplotlib is missing, pictures cannot be drawn; run make setup anew"
    assert line(await run(), "fonts") == words


async def test_a_webhook_that_is_not_ours(run: Check, api: BotApi) -> None:
    hook = {"WEBHOOK_URL": f"http://127.0.0.1:{free_port()}/hook", "WEBHOOK_SECRET": "s3cret"}
    assert line(await run(**hook), "webhook") == "not the one of WEBHOOK_URL; start the bot, which sets it"
    api.webhook.url = "https://elsewhere.example/secret-path"
    assert line(await run(), "webhook").startswith("set to elsewhere.example, but WEBHOOK_URL is empty; ")
    api.webhook.url = hook["WEBHOOK_URL"]
    api.world.queue.allow(["message", "callback_query", "edited_message", "my_chat_member"])
    assert line(await run(**hook), "webhook") == "inline_query, poll, poll_answer not asked for; start the bot anew"
    api.world.queue.allow([])
    assert (await run(**hook))[0] == 0
    api.person("Ani").says("/start")
    await api.until(lambda: api.webhook.last_error)
    why = "1 updates wait, because: Connection failed: ClientConnectorError; is the bot running, and its address open?"
    assert line(await run(**hook), "webhook") == why


async def test_a_token_that_is_not_accepted(run: Check, api: BotApi) -> None:
    api.faults.revoke_token()
    told = await run()
    words = "Telegram does not accept it (Unauthorized); ask @BotFather for the right one with /token"
    assert line(told, "token") == words
    unseen = (
        "– inline mode, groups, webhook, clock: could not be looked at; check again when Telegram accepts the token"
    )
    assert unseen in told[1]


async def test_no_way_to_telegram(run: Check, api: BotApi) -> None:
    gone = await run(TELEGRAM_API_URL=f"http://127.0.0.1:{free_port()}")
    hint = "check network, firewall and TELEGRAM_API_URL"
    assert line(gone, "token") == f"no answer from 127.0.0.1 (ClientConnectorError); {hint}"
    assert "– inline mode, groups, webhook, clock: could not be looked at" in gone[1]
    for body in ("<html>", "[]"):
        api.faults.status("getMe", 200, body)
        assert line(await run(), "token").endswith(hint)


async def test_without_a_token_what_cannot_be_looked_at_is_said(run: Check) -> None:
    assert await run(TELEGRAM_BOT_TOKEN="") == (
        0,
        HEAD
        + """\
– Telegram: TELEGRAM_BOT_TOKEN is not set, so the bot starts its sandbox; token, inline mode, groups, webhook and \
clock could not be looked at
Nothing is wrong, as far as it could be looked at.
""",
    )


async def test_a_wrong_setting_is_named(run: Check) -> None:
    assert await run(LISTEN="nowhere") == (
        1,
        """\
✗ settings: LISTEN: write host:port, as in 127.0.0.1:8080 (port 0 = any free one)
– the rest: not looked at until the settings are right
""",
    )


async def test_a_broken_city_pack(run: Check, tmp_path: Path) -> None:
    (tmp_path / "city.toml").write_text("name = ")
    assert "city.toml" in line(await run(CITY=str(tmp_path)), "city pack")


async def test_databases(run: Check, tmp_path: Path, sqlite_url: str) -> None:
    at = f"sqlite:///{tmp_path}/new/bot.db"
    assert "✓ database: SQLite, empty; the first start fills it\n" in (await run(DATABASE_URL=at))[1]
    assert not (tmp_path / "new").exists()
    broken = tmp_path / "broken.db"
    broken.write_text("no database at all, but long enough to be read as a page of one" * 99)
    hint = "check DATABASE_URL: address, name, password and rights"
    assert line(await run(DATABASE_URL=f"sqlite:///{broken}"), "database") == (
        f"SQLite, cannot be opened (DatabaseError); {hint}"
    )
    nobody = f"postgresql+psycopg://me:hunter2@127.0.0.1:{free_port()}/city"
    told = await run(DATABASE_URL=nobody)
    assert line(told, "database") == f"PostgreSQL, cannot be opened (OperationalError); {hint}"
    assert "hunter2" not in told[1]


@pytest.mark.parametrize(
    ("revision", "words"),
    [
        ("0001", "✓ database: SQLite, of an older version; the next start brings it up to date"),
        ("9999", "✗ database: SQLite, made by a newer version of the bot; update the bot"),
    ],
)
async def test_schemas(run: Check, sqlite_url: str, revision: str, words: str) -> None:
    engine = open_engine(sqlite_url)
    with engine.begin() as db:
        db.execute(text("UPDATE alembic_version SET version_num = :revision"), {"revision": revision})
    engine.dispose()
    assert words in (await run())[1].splitlines()


async def test_it_waits_for_no_writer(run: Check, sqlite_url: str) -> None:
    other = sqlite3.connect(sqlite_url.removeprefix("sqlite:///"), isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    assert await run() == (0, WELL)
    other.rollback()
    other.close()


async def test_a_disk_that_is_nearly_full(run: Check, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda folder: SimpleNamespace(free=100 * 1024**2))
    assert line(await run(), "disk") == "N GB free; make room, or the database stops"
