"""`python bot.py backup FILE | restore FILE | move URL`: a copy while the bot runs, the way back, and elsewhere."""

import os
import shutil
import sqlite3
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection, delete, func, make_url, select, update
from sqlalchemy.exc import SQLAlchemyError

import settings
from models import Announcement, Later, Outbox
from models.database import POLL_LOCK, SENDER_LOCK, Held, Schema, is_sqlite, migrate, schema
from upkeep import copier
from upkeep.copier import Sums
from wire.clock import Clock

QUEUED = ("waiting", "sending")


class CannotCopy(Exception):
    """One line for the operator: what is in the way, and what to do."""


@dataclass(frozen=True, slots=True)
class Queued:
    """What still waited to be sent: how many messages and announcements, and since when the oldest message does."""

    messages: int
    announcements: int
    oldest: datetime | None


Asked = Callable[[Queued], bool]


def backup(file: str) -> int:
    """Write everything to a SQLite file, which appears under its name only when it is whole; exit code."""
    return _told(lambda: _backup(_url(), Path(file).absolute()))


def restore(file: str) -> int:
    """Everything is again as in this backup; asks whether what was queued then may still be sent; exit code."""
    return _told(lambda: _restore(Path(file).absolute(), _url(), _ask))


def move(url: str) -> int:
    """Everything goes to another, empty database; exit code."""
    return _told(lambda: _move(_url(), settings.database_url(url)))


def _told(work: Callable[[], str]) -> int:
    try:
        sys.stdout.write(f"{work()}\n")
    except (CannotCopy, settings.WrongSetting) as why:
        sys.stderr.write(f"{why}\n")
    except copier.Differs as why:
        sys.stderr.write(f"The copy would not be the same, so nothing was changed. {why}\n")
    except (OSError, SQLAlchemyError, sqlite3.Error) as error:
        kind = type(getattr(error, "orig", None) or error).__name__
        sys.stderr.write(f"Nothing was changed: the database or the file could not be used ({kind}).\n")
    else:
        return 0
    return 1


def _url() -> str:
    return settings.read().database_url


def _file(url: str) -> Path:
    return Path(make_url(url).database or "")


def _in(file: Path) -> str:
    return f"sqlite:///{file}"


# The three words


def _backup(url: str, file: Path) -> str:
    _must_be_ready(url, "DATABASE_URL")
    if is_sqlite(url) and file.resolve() == _file(url).resolve():
        raise CannotCopy(f"{file}: this is the bot's own database; name another file")
    with _new(file) as part:
        sums = _copied(url, _in(part))
        os.replace(part, file)
    return f"Kept in {file}: {_figures(sums)}. It holds personal data: keep it where only you can read it."


def _restore(file: Path, url: str, ask: Asked) -> str:
    with ExitStack() as stack:
        source = stack.enter_context(_backup_of_today(file))
        stack.enter_context(_alone(url))
        with copier.reading(source) as db:
            queued = _queued(db)
        drop = bool(queued.messages or queued.announcements) and not ask(queued)
        if is_sqlite(url):
            target = _file(url)
            with _new(target) as part:
                sums = _copied(source, _in(part), then=_drop_queue if drop else None)
                kept = _aside(target)
                os.replace(part, target)
        else:
            migrate(url)
            sums, kept = _copied(source, url, then=_drop_queue if drop else None), None
    lines = [f"Restored from {file}: {_figures(sums)}."]
    if drop:
        lines.append("What was queued then will not be sent.")
    if kept:
        lines.append(f"What stood there before is kept in {kept}.")
    return " ".join(lines)


def _move(url: str, target: str) -> str:
    _must_be_ready(url, "DATABASE_URL")
    if _same(url, target):
        raise CannotCopy("This is the database the bot uses already; name another one")
    with _alone(url), _alone(target):
        if schema(target) is Schema.NEWER:
            raise CannotCopy("That database was made by a newer version of the bot; update the bot")
        migrate(target)
        with copier.reading(target) as db:
            if not copier.empty(db):
                raise CannotCopy("That database is not empty; name an empty one, so that nothing in it is lost")
        sums = _copied(url, target)
    shown = make_url(target).render_as_string(hide_password=True)
    return (
        f"Moved: {_figures(sums)}. Now write DATABASE_URL={shown} (with its password, if it has one) and start the bot."
    )


# What they share


def _copied(source: str, target: str, *, then: Callable[[Connection], None] | None = None) -> Sums:
    migrate(target)
    with copier.reading(source) as read, copier.writing(target) as written:
        sums = copier.copy(read, written)
        if then:
            then(written)
    if is_sqlite(target):
        with closing(sqlite3.connect(_file(target))) as db:
            db.execute("PRAGMA journal_mode=DELETE")
    return sums


def _figures(sums: Sums) -> str:
    rows = sum(one.rows for one in sums.values())
    return f"{rows} rows in {len(sums)} tables, counts and checksums equal"


def _must_be_ready(url: str, name: str) -> None:
    stands = schema(url)
    if stands is Schema.NONE:
        raise CannotCopy(f"{name}: there is no database of the bot yet")
    if stands is Schema.OLDER:
        raise CannotCopy(f"{name}: of an older version; copy it with that version, or start the bot once to update it")
    if stands is Schema.NEWER:
        raise CannotCopy(f"{name}: made by a newer version of the bot; update the bot")


def _same(url: str, other: str) -> bool:
    one, two = make_url(url), make_url(other)
    if is_sqlite(url) and is_sqlite(other):
        return _file(url).resolve() == _file(other).resolve()
    return (one.drivername, one.host, one.port, one.database) == (two.drivername, two.host, two.port, two.database)


@contextmanager
def _alone(url: str) -> Iterator[None]:
    """No bot runs on this database, nor can one start."""
    locks = [Held(url, key) for key in ((POLL_LOCK,) if is_sqlite(url) else (POLL_LOCK, SENDER_LOCK))]
    try:
        if not all(lock.take() for lock in locks):
            raise CannotCopy("A bot runs on this database; stop it first, start it again afterwards")
        yield
    finally:
        for lock in locks:
            lock.let_go()


@contextmanager
def _new(file: Path) -> Iterator[Path]:
    """A file beside `file`, for its owner only, to be moved there when it is whole; else nothing of it remains."""
    if file.is_dir():
        raise CannotCopy(f"{file}: this is a folder; name a file in it")
    if not file.parent.is_dir():
        raise CannotCopy(f"{file.parent}: there is no such folder; make it first")
    part = file.with_name(f"{file.name}.{os.getpid()}.part")
    os.close(os.open(part, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    try:
        yield part
    finally:
        for left in (part, *(part.with_name(f"{part.name}-{end}") for end in ("wal", "shm", "journal"))):
            left.unlink(missing_ok=True)


@contextmanager
def _backup_of_today(file: Path) -> Iterator[str]:
    """The backup in today's schema: one of an older version is brought up to date in a copy of it."""
    if not file.is_file():
        raise CannotCopy(f"{file}: there is no such file")
    try:
        stands = schema(_in(file))
    except SQLAlchemyError:
        raise CannotCopy(f"{file}: this is no backup of the bot") from None
    if stands is Schema.NONE:
        raise CannotCopy(f"{file}: this is no backup of the bot")
    if stands is Schema.NEWER:
        raise CannotCopy(f"{file}: made by a newer version of the bot; update the bot")
    if stands is Schema.READY:
        yield _in(file)
        return
    with _new(file.with_name(f"{file.name}.newer")) as part:
        shutil.copyfile(file, part)
        migrate(_in(part))
        yield _in(part)


def _aside(target: Path) -> Path | None:
    """The database that stood there stays under another name, whole, also when it is broken."""
    if not target.exists():
        return None
    kept = target.with_name(f"{target.name}.before-{Clock().now():%Y%m%d-%H%M%S}")
    with suppress(sqlite3.Error), closing(sqlite3.connect(target)) as db:
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    for end in ("", "-wal"):
        if (part := target.with_name(target.name + end)).exists():
            shutil.copy2(part, kept.with_name(kept.name + end))
    for end in ("-wal", "-shm"):
        target.with_name(target.name + end).unlink(missing_ok=True)
    return kept


# What was queued


def _queued(db: Connection) -> Queued:
    waiting = select(func.count(), func.min(Outbox.created_at)).where(Outbox.state.in_(QUEUED))
    now = db.execute(waiting).one()
    later = db.execute(select(func.count(), func.min(Later.created_at))).one()
    running = db.execute(select(func.count()).where(Announcement.state == "running")).scalar_one()
    times: list[datetime | None] = [now[1], later[1]]
    return Queued(now[0] + later[0], running, min((at for at in times if at is not None), default=None))


def _drop_queue(db: Connection) -> None:
    """Nothing of what waited is sent; announcements that were under way wait for a person."""
    stop = {"state": "cancelled", "payload": "", "done_at": Clock().now()}
    db.execute(update(Outbox).where(Outbox.state.in_(QUEUED)).values(**stop))
    db.execute(delete(Later))
    db.execute(update(Announcement).where(Announcement.state == "running").values(state="paused"))


def _ask(queued: Queued) -> bool:
    since = f", the oldest since {queued.oldest:%Y-%m-%d %H:%M} UTC" if queued.oldest else ""
    sys.stdout.write(
        f"When this copy was made, {queued.messages} messages and {queued.announcements} announcements were still to "
        f"be sent{since}. People may have got them since. Send them now? [y/N] "
    )
    sys.stdout.flush()
    return sys.stdin.readline().strip().lower() in ("y", "yes", "ya")
