"""Everything the environment may change, read once; a wrong value stops the start with one line that names it."""

import os
import re
import socket
import sqlite3
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass
from errno import EADDRINUSE
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from dotenv import dotenv_values

HERE = Path(__file__).resolve().parent
TELEGRAM = "https://api.telegram.org"
LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")
WEBHOOK_PORTS = (443, 80, 88, 8443)
SERVER_PATIENCE = 1.2
"""Seconds a PostgreSQL has to answer at a start."""


class WrongSetting(Exception):
    """One line for the operator: which setting, what is wrong, what to write instead."""

    def __init__(self, name: str, why: str) -> None:
        super().__init__(f"{name}: {why}")


@dataclass(frozen=True)
class Settings:
    """The settings of PRODUCT, checked. `token` empty means: run the sandbox."""

    token: str
    api_url: str
    database_url: str
    satgas_ids: frozenset[int]
    timezone: str
    send_rate: int
    webhook_url: str
    webhook_secret: str
    listen_host: str
    listen_port: int
    log_level: str
    city: Path

    def __repr__(self) -> str:
        return "Settings(…)"


def read(environ: Mapping[str, str] | None = None, *, env_file: Path = HERE / ".env") -> Settings:
    """The settings from the environment and `.env` (the environment wins); WrongSetting names the first wrong one."""
    environ = os.environ if environ is None else environ
    told = {**_file(env_file), **environ}

    def value(name: str, default: str = "") -> str:
        return told.get(name, "").strip() or default

    host, port = _listen(value("LISTEN", "127.0.0.1:8080"))
    api_url = _api_url(value("TELEGRAM_API_URL", TELEGRAM))
    webhook_url, webhook_secret = value("WEBHOOK_URL"), value("WEBHOOK_SECRET")
    _check_webhook(webhook_url, webhook_secret, api_url)
    return Settings(
        token=_token(value("TELEGRAM_BOT_TOKEN")),
        api_url=api_url,
        database_url=database_url(value("DATABASE_URL", "sqlite:///data/bot.db")),
        satgas_ids=_ids(value("SATGAS_IDS")),
        timezone=_timezone(value("TIMEZONE", "Asia/Jakarta")),
        send_rate=_send_rate(value("SEND_RATE", "30")),
        webhook_url=webhook_url,
        webhook_secret=webhook_secret,
        listen_host=host,
        listen_port=port,
        log_level=_level(value("LOG_LEVEL", "INFO")),
        city=_city(value("CITY", "content/malang")),
    )


def _file(path: Path) -> dict[str, str]:
    """What `.env` says; nothing when there is none."""
    try:
        return {name: value or "" for name, value in dotenv_values(path).items()}
    except (UnicodeDecodeError, OSError):
        raise WrongSetting(path.name, "this file cannot be read; save it as plain text in UTF-8") from None


def database_url(value: str) -> str:
    """The URL with a relative SQLite path made to start at the project's folder."""
    if value.startswith("postgresql+psycopg://") and urlsplit(value).path.strip("/"):
        return value
    if not value.startswith("sqlite:///") or value == "sqlite:///":
        raise WrongSetting("DATABASE_URL", "write sqlite:///data/bot.db or postgresql+psycopg://user@host/name")
    path = HERE / value.removeprefix("sqlite:///")
    if path.is_dir():
        raise WrongSetting("DATABASE_URL", "this is a folder; name a file in it, as in sqlite:///data/bot.db")
    return f"sqlite:///{path}"


def _token(value: str) -> str:
    if value and not re.fullmatch(r"\d{1,20}:[A-Za-z0-9_-]{3,64}", value):
        raise WrongSetting("TELEGRAM_BOT_TOKEN", "this is no token; BotFather gives one that looks like 123456:ABC-…")
    return value


def _api_url(value: str) -> str:
    parts = urlsplit(value)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise WrongSetting("TELEGRAM_API_URL", f"write the root of a Bot API server, as in {TELEGRAM}")
    _port("TELEGRAM_API_URL", value)
    return value.rstrip("/")


def _port(name: str, url: str) -> int | None:
    try:
        return urlsplit(url).port
    except ValueError:
        raise WrongSetting(name, "the port must be a number up to 65535") from None


def _ids(value: str) -> frozenset[int]:
    parts = [part.strip() for part in value.split(",") if part.strip()]
    if not all(part.isascii() and part.isdigit() and 0 < int(part) < 2**52 for part in parts):
        raise WrongSetting("SATGAS_IDS", "write Telegram user ids (numbers) with commas between, as in 111111,222222")
    return frozenset(int(part) for part in parts)


def _timezone(value: str) -> str:
    try:
        ZoneInfo(value)
    except (KeyError, ValueError, OSError):
        raise WrongSetting("TIMEZONE", "no such time zone; write for example Asia/Jakarta") from None
    return value


def _send_rate(value: str) -> int:
    if not (value.isascii() and value.isdigit() and 1 <= int(value) <= 1000):
        raise WrongSetting(
            "SEND_RATE", "write messages a second, a whole number from 1 to 1000 (Telegram's free limit is 30)"
        )
    return int(value)


def _check_webhook(url: str, secret: str, api_url: str) -> None:
    if bool(url) != bool(secret):
        missing = "WEBHOOK_SECRET" if url else "WEBHOOK_URL"
        raise WrongSetting(missing, "set both WEBHOOK_URL and WEBHOOK_SECRET for a webhook, or neither for polling")
    if not url:
        return
    parts = urlsplit(url)
    port = _port("WEBHOOK_URL", url)
    real = api_url == TELEGRAM
    if parts.scheme not in (("https",) if real else ("https", "http")) or not parts.hostname:
        raise WrongSetting("WEBHOOK_URL", "write the public https address that leads to this bot")
    if real and (port or 443) not in WEBHOOK_PORTS:
        raise WrongSetting("WEBHOOK_URL", "Telegram calls only the ports 443, 80, 88 and 8443")
    if not re.fullmatch(r"[A-Za-z0-9_-]{1,256}", secret):
        raise WrongSetting("WEBHOOK_SECRET", "use 1 to 256 of the characters A–Z a–z 0–9 _ -")


def _listen(value: str) -> tuple[str, int]:
    host, _, port = value.rpartition(":")
    if not host or not (port.isascii() and port.isdigit() and int(port) <= 65535):
        raise WrongSetting("LISTEN", "write host:port, as in 127.0.0.1:8080 (port 0 = any free one)")
    return host.strip("[]"), int(port)


def _level(value: str) -> str:
    if value.upper() not in LEVELS:
        raise WrongSetting("LOG_LEVEL", "write one of " + ", ".join(LEVELS))
    return value.upper()


def _city(value: str) -> Path:
    path = HERE / value
    if not (path / "city.toml").is_file():
        raise WrongSetting(
            "CITY", f"there is no city.toml in {value}; write the folder of a city pack, as in content/malang"
        )
    return path


def try_places(told: Settings) -> None:
    """Look at once whether LISTEN and DATABASE_URL can be had, before anything heavy is loaded; WrongSetting if not."""
    family = socket.AF_INET6 if ":" in told.listen_host else socket.AF_INET
    try:
        with socket.socket(family) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((told.listen_host, told.listen_port))
    except OSError as error:
        hint = "is a bot running already? Stop it, or choose" if error.errno == EADDRINUSE else "choose"
        raise WrongSetting("LISTEN", f"{error.strerror}; {hint} another address or port") from None
    if told.database_url.startswith("sqlite"):
        _try_file(Path(told.database_url.removeprefix("sqlite:///")))
    else:
        _try_server(told.database_url)


def _try_file(path: Path) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        database = sqlite3.connect(path, timeout=0.0)
        try:
            database.execute("SELECT count(*) FROM sqlite_master")
        finally:
            database.close()
    except sqlite3.OperationalError as error:
        if "locked" not in str(error):
            raise WrongSetting("DATABASE_URL", "this file cannot be opened; check the folder and its rights") from None
    except (OSError, sqlite3.DatabaseError):
        raise WrongSetting("DATABASE_URL", "this file is no SQLite database, or may not be opened") from None


def _try_server(url: str) -> None:
    """In a thread that is not waited for long: a name or a server that hangs would hold the start up."""
    import psycopg  # noqa: F401  so that its loading is not counted as the server's

    heard: list[bool] = []
    threading.Thread(target=lambda: heard.append(_answers(url)), daemon=True).start()
    end = time.monotonic() + SERVER_PATIENCE
    while not heard and time.monotonic() < end:
        time.sleep(0.01)
    if not any(heard):
        raise WrongSetting("DATABASE_URL", "no PostgreSQL answers there with this name and password")


def _answers(url: str) -> bool:
    import psycopg

    try:
        psycopg.connect(url.replace("postgresql+psycopg", "postgresql", 1), connect_timeout=2).close()
    except psycopg.Error:
        return False
    return True
