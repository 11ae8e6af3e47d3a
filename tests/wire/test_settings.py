"""Settings: a wrong one stops the start in one line that names it; the environment wins over .env."""

import asyncio
import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

import settings
from sandbox.server import BotApi
from tests.support.town import free_port, until

TOKEN = "123456:TEST-sandbox"
NOWHERE = Path("no-such-file")

WRONG = [
    ("TELEGRAM_BOT_TOKEN", "hello"),
    ("TELEGRAM_BOT_TOKEN", "123456:"),
    ("TELEGRAM_BOT_TOKEN", "123456:ab cd"),
    ("TELEGRAM_BOT_TOKEN", "bot123456:abcdef"),
    ("TELEGRAM_API_URL", "api.telegram.org"),
    ("TELEGRAM_API_URL", "ftp://host"),
    ("TELEGRAM_API_URL", "http://"),
    ("TELEGRAM_API_URL", "http://host:99999"),
    ("TELEGRAM_API_URL", "http://host:port"),
    ("DATABASE_URL", "bot.db"),
    ("DATABASE_URL", "sqlite://"),
    ("DATABASE_URL", "sqlite:///"),
    ("DATABASE_URL", "sqlite:///wire"),
    ("DATABASE_URL", "postgres://host/name"),
    ("DATABASE_URL", "postgresql+psycopg://host"),
    ("DATABASE_URL", "postgresql+psycopg://host/"),
    ("DATABASE_URL", "mysql://host/name"),
    ("SATGAS_IDS", "ratih"),
    ("SATGAS_IDS", "1;2"),
    ("SATGAS_IDS", "-5"),
    ("SATGAS_IDS", "0"),
    ("SATGAS_IDS", "1.5"),
    ("SATGAS_IDS", "٣"),
    ("SATGAS_IDS", "9" * 30),
    ("TIMEZONE", "Malang"),
    ("TIMEZONE", "../etc/passwd"),
    ("TIMEZONE", "GMT+7"),
    ("SEND_RATE", "0"),
    ("SEND_RATE", "-1"),
    ("SEND_RATE", "1001"),
    ("SEND_RATE", "30.5"),
    ("SEND_RATE", "fast"),
    ("SEND_RATE", "³"),
    ("LISTEN", "8080"),
    ("LISTEN", "127.0.0.1:"),
    ("LISTEN", "127.0.0.1:65536"),
    ("LISTEN", "127.0.0.1:-1"),
    ("LISTEN", ":8080"),
    ("LOG_LEVEL", "LOUD"),
    ("LOG_LEVEL", "10"),
    ("CITY", "content/surabaya"),
    ("CITY", "README.md"),
]
HOOK, SECRET = "https://bot.example/telegram", "abc_DEF-123"
WRONG_WEBHOOKS = [
    ("WEBHOOK_SECRET", {"WEBHOOK_URL": HOOK}),
    ("WEBHOOK_URL", {"WEBHOOK_SECRET": SECRET}),
    ("WEBHOOK_URL", {"WEBHOOK_URL": "http://bot.example/x", "WEBHOOK_SECRET": SECRET}),
    ("WEBHOOK_URL", {"WEBHOOK_URL": "bot.example", "WEBHOOK_SECRET": SECRET}),
    ("WEBHOOK_URL", {"WEBHOOK_URL": "https://bot.example:8080/x", "WEBHOOK_SECRET": SECRET}),
    ("WEBHOOK_URL", {"WEBHOOK_URL": "https://bot.example:x/", "WEBHOOK_SECRET": SECRET}),
    ("WEBHOOK_SECRET", {"WEBHOOK_URL": HOOK, "WEBHOOK_SECRET": "two words"}),
    ("WEBHOOK_SECRET", {"WEBHOOK_URL": HOOK, "WEBHOOK_SECRET": "é"}),
    ("WEBHOOK_SECRET", {"WEBHOOK_URL": HOOK, "WEBHOOK_SECRET": "x" * 257}),
]


def refusal(environ: dict[str, str]) -> str:
    """What is said about these settings."""
    with pytest.raises(settings.WrongSetting) as caught:
        settings.read(environ, env_file=NOWHERE)
    return str(caught.value)


@pytest.mark.parametrize(("name", "value"), WRONG)
def test_a_wrong_value_is_named_in_one_line(name: str, value: str) -> None:
    line = refusal({name: value})
    assert line.startswith(f"{name}: ") and "\n" not in line


@pytest.mark.parametrize(("name", "environ"), WRONG_WEBHOOKS)
def test_half_a_webhook_is_named(name: str, environ: dict[str, str]) -> None:
    assert refusal(environ).startswith(f"{name}: ")


def test_a_refusal_does_not_repeat_what_is_secret() -> None:
    assert "hunter2" not in refusal({"TELEGRAM_BOT_TOKEN": "123456:hunter2 "[:-1] + "!"})
    assert "hunter2" not in refusal({"DATABASE_URL": "postgres://me:hunter2@host/name"})
    assert "hunter2" not in refusal({"WEBHOOK_URL": HOOK, "WEBHOOK_SECRET": "hunter2!"})


def test_defaults() -> None:
    told = settings.read({}, env_file=NOWHERE)
    assert told == settings.Settings(
        token="",
        api_url="https://api.telegram.org",
        database_url=f"sqlite:///{settings.HERE}/data/bot.db",
        satgas_ids=frozenset(),
        timezone="Asia/Jakarta",
        send_rate=30,
        webhook_url="",
        webhook_secret="",
        listen_host="127.0.0.1",
        listen_port=8080,
        log_level="INFO",
        city=settings.HERE / "content/malang",
    )
    empty = dict.fromkeys(("SEND_RATE", "LISTEN", "CITY", "TIMEZONE", "SATGAS_IDS", "LOG_LEVEL", "DATABASE_URL"), "")
    assert settings.read(empty, env_file=NOWHERE) == told
    assert settings.read(dict.fromkeys(empty, "  "), env_file=NOWHERE) == told


def test_right_values() -> None:
    told = settings.read(
        {
            "TELEGRAM_BOT_TOKEN": f" {TOKEN} ",
            "TELEGRAM_API_URL": "http://127.0.0.1:8081/",
            "DATABASE_URL": "postgresql+psycopg://me:secret@host:5433/city",
            "SATGAS_IDS": " 1, 22 ,,333,",
            "TIMEZONE": "Asia/Makassar",
            "SEND_RATE": "1000",
            "WEBHOOK_URL": "http://127.0.0.1:9000/x",
            "WEBHOOK_SECRET": "x" * 256,
            "LISTEN": "[::1]:0",
            "LOG_LEVEL": "debug",
            "CITY": str(settings.HERE / "content/malang"),
        },
        env_file=NOWHERE,
    )
    assert (told.token, told.api_url) == (TOKEN, "http://127.0.0.1:8081")
    assert told.database_url == "postgresql+psycopg://me:secret@host:5433/city"
    assert (told.satgas_ids, told.timezone, told.send_rate) == (frozenset({1, 22, 333}), "Asia/Makassar", 1000)
    assert (told.listen_host, told.listen_port, told.log_level) == ("::1", 0, "DEBUG")
    assert told.webhook_url == "http://127.0.0.1:9000/x"
    assert "secret" not in repr(told) and TOKEN not in repr(told)


@pytest.mark.parametrize("port", ["", ":443", ":80", ":88", ":8443"])
def test_ports_that_telegram_calls(port: str) -> None:
    url = f"https://bot.example{port}/x"
    assert settings.read({"WEBHOOK_URL": url, "WEBHOOK_SECRET": SECRET}, env_file=NOWHERE).webhook_url == url


def test_relative_paths_start_at_the_projects_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    told = settings.read({"DATABASE_URL": "sqlite:///data/x.db", "CITY": "content/malang"}, env_file=NOWHERE)
    assert told.database_url == f"sqlite:///{settings.HERE}/data/x.db"
    assert told.city == settings.HERE / "content/malang"
    far = settings.read({"DATABASE_URL": f"sqlite:///{tmp_path}/x.db"}, env_file=NOWHERE)
    assert far.database_url == f"sqlite:///{tmp_path}/x.db"


@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_the_environment_wins_over_the_file(tmp_path: Path, mark: str) -> None:
    file = tmp_path / ".env"
    file.write_text(f"{mark}TIMEZONE=Asia/Makassar\nSEND_RATE='20' # comment\nexport LOG_LEVEL=ERROR\nCITY\n", "utf-8")
    told = settings.read({"SEND_RATE": "10"}, env_file=file)
    assert (told.timezone, told.send_rate, told.log_level) == ("Asia/Makassar", 10, "ERROR")
    assert settings.read({"TIMEZONE": ""}, env_file=file).timezone == "Asia/Jakarta"


def test_a_file_that_is_no_text(tmp_path: Path) -> None:
    file = tmp_path / ".env"
    file.write_text("TIMEZONE=Asia/Makassar\n", "utf-16")
    with pytest.raises(settings.WrongSetting, match=r"^\.env: "):
        settings.read({}, env_file=file)


# As the operator meets it: `python bot.py`


@dataclass
class Ended:
    code: int
    said: str
    out: str


async def run(**environ: str) -> Ended:
    """`python bot.py` with these settings, to its end."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("TELEGRAM", "DATABASE"))}
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "bot.py",
        cwd=settings.HERE,
        env=kept | {"LISTEN": "127.0.0.1:0", "TELEGRAM_BOT_TOKEN": TOKEN} | environ,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    async with asyncio.timeout(60):
        out, error = await process.communicate()
    assert process.returncode is not None
    return Ended(process.returncode, error.decode(), out.decode())


def stops_naming(ended: Ended, name: str) -> None:
    assert (ended.code, ended.out) == (2, ""), ended.said
    assert ended.said.startswith(f"{name}: ") and ended.said.count("\n") == 1, ended.said


ONE_EACH = [*{name: (name, value) for name, value in WRONG}.values(), ("WEBHOOK_URL", HOOK), ("WEBHOOK_SECRET", "x")]


async def test_a_wrong_value_ends_the_process_with_2(tmp_path: Path) -> None:
    other = {"WEBHOOK_URL": "WEBHOOK_SECRET", "WEBHOOK_SECRET": "WEBHOOK_URL"}
    database = f"sqlite:///{tmp_path}/bot.db"
    for name, value in ONE_EACH:
        stops_naming(await run(**{"DATABASE_URL": database, name: value}), other.get(name, name))
    assert not (tmp_path / "bot.db").exists()


async def test_a_city_pack_with_a_mistake(tmp_path: Path) -> None:
    (tmp_path / "city.toml").write_text('name = "Malang"\nkecamatan = 5\n')
    stops_naming(await run(CITY=str(tmp_path), DATABASE_URL=f"sqlite:///{tmp_path}/bot.db"), "CITY")


async def test_a_database_that_cannot_be_had(tmp_path: Path) -> None:
    (tmp_path / "no.db").write_text("this is no database, and long enough to be sure of it. " * 20)
    for url in (f"sqlite:///{tmp_path}/no.db", f"postgresql+psycopg://bot@127.0.0.1:{free_port()}/city"):
        stops_naming(await run(DATABASE_URL=url), "DATABASE_URL")


async def test_a_port_that_is_taken(tmp_path: Path) -> None:
    server = await asyncio.start_server(lambda reader, writer: None, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    ended = await run(LISTEN=f"127.0.0.1:{port}", DATABASE_URL=f"sqlite:///{tmp_path}/bot.db")
    server.close()
    stops_naming(ended, "LISTEN")


@asynccontextmanager
async def telegram() -> AsyncIterator[BotApi]:
    api = BotApi()
    await api.start()
    yield api
    await api.stop()


async def test_what_telegram_refuses_is_named_too(tmp_path: Path) -> None:
    async with telegram() as api:
        known = {"TELEGRAM_API_URL": api.url, "DATABASE_URL": f"sqlite:///{tmp_path}/bot.db", "LOG_LEVEL": "CRITICAL"}
        stops_naming(await run(**known, TELEGRAM_BOT_TOKEN="123456:another"), "TELEGRAM_BOT_TOKEN")
        api.webhook.https_only = True
        hook = {"WEBHOOK_URL": "http://127.0.0.1:1/x", "WEBHOOK_SECRET": SECRET}
        stops_naming(await run(**known, **hook), "WEBHOOK_URL")
        await until(lambda: not api.webhook.url)


async def test_a_word_it_does_not_know() -> None:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "bot.py", "--help", cwd=settings.HERE, stderr=asyncio.subprocess.PIPE
    )
    _, error = await process.communicate()
    assert process.returncode == 2 and error.decode().startswith("--help: ")
