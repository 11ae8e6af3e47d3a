"""`python bot.py check`: whether everything is as the bot needs it, line by line, and what to do where it is not."""

import asyncio
import os
import shutil
import sys
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError

import settings
from models import Chat
from models.database import Schema, is_sqlite, schema
from services.citypack import CityPackError, read_city
from settings import Settings
from upkeep import copier, telegram
from upkeep.telegram import Linked

DISK_LEAST = 500 * 1024**2
"""Bytes free below which it is time to make room."""
DATABASE_PATIENCE = 8.0


@dataclass(frozen=True, slots=True)
class Line:
    """One thing looked at. `well`: None when it could not be looked at."""

    what: str
    well: bool | None
    words: str

    def __str__(self) -> str:
        mark = {True: "✓", False: "✗", None: "–"}[self.well]
        return f"{mark} {self.what}: {self.words}"


def check() -> int:
    """Write the lines to standard output as they come; 0 when nothing is wrong, else 1."""
    try:
        told = settings.read()
    except settings.WrongSetting as wrong:
        _write(Line("settings", False, str(wrong)))
        _write(Line("the rest", None, "not looked at until the settings are right"))
        return 1
    marks = asyncio.run(_tell(told))
    sys.stdout.write(f"{_end(marks)}\n")
    return 1 if False in marks else 0


def _write(line: Line) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


async def _tell(told: Settings) -> set[bool | None]:
    marks = set()
    async for line in _lines(told):
        _write(line)
        marks.add(line.well)
    return marks


def _end(marks: set[bool | None]) -> str:
    if False in marks:
        return "Something is wrong: see the lines that begin with ✗."
    return "Nothing is wrong, as far as it could be looked at." if None in marks else "All is well."


async def _lines(told: Settings) -> AsyncIterator[Line]:
    yield Line("settings", True, "readable")
    yield _city(told)
    yield await _database(told)
    yield _disk(told)
    yield _fonts()
    if not told.token:
        unseen = "token, inline mode, groups, webhook and clock could not be looked at"
        yield Line("Telegram", None, f"TELEGRAM_BOT_TOKEN is not set, so the bot starts its sandbox; {unseen}")
        return
    for what, well, words in await telegram.look(told, await asyncio.to_thread(_linked, told)):
        yield Line(what, well, words)


def _city(told: Settings) -> Line:
    try:
        city = read_city(told.city)
    except CityPackError as wrong:
        return Line("city pack", False, f"{wrong}")
    return Line("city pack", True, f"{city.name}, {len(city.articles)} articles")


async def _database(told: Settings) -> Line:
    kind = "SQLite" if is_sqlite(told.database_url) else "PostgreSQL"
    try:
        stands = await asyncio.wait_for(asyncio.to_thread(schema, told.database_url), DATABASE_PATIENCE)
    except Exception as error:
        hint = "check DATABASE_URL: address, name, password and rights"
        return Line("database", False, f"{kind}, cannot be opened ({type(error).__name__}); {hint}")
    if stands is Schema.NONE and is_sqlite(told.database_url) and not _writable(_file(told)):
        return Line("database", False, f"{kind}, its folder cannot be written to; change the folder's rights")
    return Line("database", stands is not Schema.NEWER, f"{kind}, {_SCHEMA[stands]}")


def _linked(told: Settings) -> list[Linked]:
    """Groups and channels that announcements go to; none where the database cannot say."""
    try:
        if schema(told.database_url) is not Schema.READY:
            return []
        with copier.reading(told.database_url) as db:
            wanted = select(Chat.id, Chat.title, Chat.kind).where(Chat.active, Chat.state == "accepted")
            return [Linked(*one) for one in db.execute(wanted.order_by(Chat.id))]
    except SQLAlchemyError:
        return []


def _fonts() -> Line:
    from render.style import missing_typefaces

    missing = ", ".join(missing_typefaces())
    if missing:
        return Line(
            "fonts", False, f"{missing} of matplotlib is missing, pictures cannot be drawn; run make setup anew"
        )
    return Line("fonts", True, "there for pictures")


_SCHEMA = {
    Schema.NONE: "empty; the first start fills it",
    Schema.OLDER: "of an older version; the next start brings it up to date",
    Schema.READY: "up to date",
    Schema.NEWER: "made by a newer version of the bot; update the bot",
}


def _file(told: Settings) -> Path:
    return Path(told.database_url.removeprefix("sqlite:///"))


def _writable(file: Path) -> bool:
    return os.access(_there(file.parent), os.W_OK)


def _there(folder: Path) -> Path:
    """The folder, or the nearest above it that exists."""
    return next(one for one in (folder, *folder.parents) if one.exists())


def _disk(told: Settings) -> Line:
    folder = _there(_file(told).parent if is_sqlite(told.database_url) else settings.HERE)
    free = shutil.disk_usage(folder).free
    words = f"{free / 1024**3:.1f} GB free"
    return Line(
        "disk", free >= DISK_LEAST, words if free >= DISK_LEAST else f"{words}; make room, or the database stops"
    )
