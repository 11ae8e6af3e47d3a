"""`python bot.py backup | restore | move`: the same rows afterwards, whatever the two databases are."""

import asyncio
import io
import sqlite3
import stat
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import Connection, create_engine, func, insert, select, text, update

import bot
from models import Article, Idea, Later, Outbox, Person, SetAside
from models.database import POLL_LOCK, Held, migrate
from tests.support.postgres import Cluster
from tests.support.town import town
from upkeep import copier
from wire.clock import Clock

Run = Callable[..., tuple[int, str, str]]
NOW = Clock().now()
ODD = "Ñ 🎮 \u202e\u200fẞ\n'; DROP TABLE people; -- =1+1 \\ \" e\u0301"


@pytest.fixture
async def lived_in(database_url: str) -> str:
    """A database in which people wrote, with rows that make copying hard."""
    async with town(database_url) as place:
        ani = place.person("Ani")
        await ani.asks("/start")
        await ani.asks("kapan mcc dibangun?")
        await place.look(_make_odd)
    return database_url


def _make_odd(db: Connection) -> None:
    """References to later rows, messages that wait, numbers beyond 32 bits, and every kind of letter."""
    db.execute(update(Person).values(name=ODD, telegram_id=2**52 + 1))
    idea = {"year": 2026, "named": True, "title": ODD, "text": ODD, "sector": None, "kecamatan": "klojen"}
    times = {"sent_at": NOW, "changed_at": NOW, "review_by": NOW, "answer_by": NOW}
    files = [{"kind": "photo", "file_id": "x", "size": 3, "caption": None}]
    for number in (1, 2):
        db.execute(insert(Idea).values(**idea, **times, id=number, number=number, files=files))
    db.execute(update(Idea).where(Idea.id == 1).values(target_id=2, status="merged"))
    said = {"kind": "reply", "chat_id": -1001234567890123, "method": "sendMessage", "payload": "{}", "created_at": NOW}
    db.execute(insert(Outbox).values(**said, id=900, state="sent"))
    db.execute(insert(Outbox).values(**said, id=901))
    db.execute(insert(Later).values(**said, due_at=NOW, id=70))
    db.execute(insert(SetAside).values(id=5, update_id=2**40, raw='{"text": "\\u0000\\ud83d"}', surprise="E", at=NOW))


@pytest.fixture
def settings_of(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    def choose(url: str) -> None:
        for name in ("TELEGRAM_BOT_TOKEN", "WEBHOOK_URL", "WEBHOOK_SECRET", "TELEGRAM_API_URL"):
            monkeypatch.setenv(name, "")
        monkeypatch.setenv("DATABASE_URL", url)

    return choose


@pytest.fixture
def run(settings_of: Callable[[str], None], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Words to `python bot.py` on a database, with what the operator types: exit code and what was written."""

    def run(url: str, *words: str, typed: str = "") -> tuple[int, str, str]:
        settings_of(url)
        monkeypatch.setattr(sys, "stdin", io.StringIO(typed))
        code = bot.main(list(words))
        told = capsys.readouterr()
        return code, told.out, told.err

    return run


def sums(url: str) -> copier.Sums:
    with copier.reading(url) as db:
        return copier.count(db)


def names(folder: Path) -> list[str]:
    return sorted(one.name for one in folder.iterdir() if one.name.startswith("copy"))


def states(url: str) -> list[str]:
    with copier.reading(url) as db:
        return list(db.execute(select(Outbox.state).where(Outbox.id >= 900).order_by(Outbox.id)).scalars())


def into(file: Path) -> str:
    return f"sqlite:///{file}"


async def test_a_backup_has_every_row_and_only_its_owner_may_read_it(lived_in: str, tmp_path: Path, run: Run) -> None:
    file = tmp_path / "copy.db"
    before = sums(lived_in)
    code, out, err = await asyncio.to_thread(run, lived_in, "backup", str(file))
    rows = sum(one.rows for one in before.values())
    assert (code, err) == (0, "")
    assert out.startswith(f"Kept in {file}: {rows} rows in {len(before)} tables, counts and checksums equal.")
    assert sums(into(file)) == sums(lived_in) == before
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert names(tmp_path) == ["copy.db"]
    with sqlite3.connect(file) as db:
        assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert db.execute("PRAGMA foreign_key_check").fetchall() == []


async def test_a_backup_of_a_running_bot_is_of_one_moment(
    database_url: str, tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While the copier reads, the bot goes on writing: people and their answers are all in, or all out."""
    async with town(database_url) as place:
        ani, budi, loop = place.person("Ani"), place.person("Budi"), asyncio.get_running_loop()
        await ani.asks("/start")
        seen, real = sums(database_url), copier.copy

        def slowly(source: Connection, target: Connection) -> copier.Sums:
            source.execute(select(Person.id)).all()
            asyncio.run_coroutine_threadsafe(budi.asks("/start"), loop).result()
            return real(source, target)

        monkeypatch.setattr(copier, "copy", slowly)
        code, _, err = await asyncio.to_thread(run, database_url, "backup", str(tmp_path / "copy.db"))
        assert (code, err) == (0, "")
        assert sums(into(tmp_path / "copy.db")) == seen != sums(database_url)
        assert len(budi.seen) == 1


async def test_a_restore_asks_whether_the_queue_may_still_go(lived_in: str, tmp_path: Path, run: Run) -> None:
    file = tmp_path / "copy.db"
    await asyncio.to_thread(run, lived_in, "backup", str(file))
    before = sums(lived_in)
    for typed, then in (("n\n", "cancelled"), ("", "cancelled"), ("y\n", "waiting")):
        _change(lived_in)
        code, out, err = await asyncio.to_thread(run, lived_in, "restore", str(file), typed=typed)
        assert (code, err) == (0, "")
        assert "When this copy was made, 2 messages and 0 announcements were still to be sent, the oldest since" in out
        assert states(lived_in) == ["sent", then]
        found, dropped = sums(lived_in), then == "cancelled"
        apart = {"outbox", "later"} if dropped else set()
        assert {name: found[name] for name in found.keys() - apart} == {
            name: before[name] for name in before.keys() - apart
        }
        assert (found["outbox"].rows, found["later"].rows) == (before["outbox"].rows, 0 if dropped else 1)
        assert ("What was queued then will not be sent." in out) == dropped


def _change(url: str) -> None:
    with copier.writing(url) as db:
        db.execute(update(Person).values(name="Somebody else"))
        db.execute(text("DELETE FROM ideas"))


async def test_after_a_restore_the_bot_goes_on_and_numbers_on(lived_in: str, tmp_path: Path, run: Run) -> None:
    file = tmp_path / "copy.db"
    await asyncio.to_thread(run, lived_in, "backup", str(file))
    await asyncio.to_thread(run, lived_in, "restore", str(file), typed="n\n")
    async with town(lived_in) as place:
        place.api.world.queue.next_id += 1000
        budi = place.person("Budi")
        assert len(await budi.asks("/start")) == 1
        highest = await place.look(lambda db: db.execute(select(func.max(Outbox.id))).scalar())
        assert highest > 901


def test_what_stood_there_is_kept_even_when_broken(sqlite_url: str, tmp_path: Path, run: Run) -> None:
    file, stood = tmp_path / "copy.db", Path(sqlite_url.removeprefix("sqlite:///"))
    assert run(sqlite_url, "backup", str(file))[0] == 0
    stood.write_bytes(b"not a database at all" * 99)
    code, out, err = run(sqlite_url, "restore", str(file))
    (kept,) = (one for one in tmp_path.glob("bot.db.before-*") if not one.name.endswith("-wal"))
    assert (code, err) == (0, "") and f"What stood there before is kept in {kept}." in out
    assert kept.read_bytes() == b"not a database at all" * 99
    assert sums(sqlite_url) == sums(into(file))


@pytest.mark.postgres
async def test_a_move_to_postgres_and_back_loses_nothing(
    lived_in: str, tmp_path: Path, run: Run, postgres_server: Cluster
) -> None:
    before = sums(lived_in)
    with postgres_server.database(template="template0") as there:
        code, out, err = await asyncio.to_thread(run, lived_in, "move", there)
        assert (code, err) == (0, "") and out.startswith("Moved: ") and "Now write DATABASE_URL=postgresql" in out
        assert sums(there) == before
        back = into(tmp_path / "back.db")
        assert (await asyncio.to_thread(run, there, "move", back))[0] == 0
        assert sums(back) == before == sums(lived_in)
        with copier.reading(there) as db:
            references = db.execute(text("SELECT count(*) FROM pg_constraint WHERE contype = 'f'")).scalar_one()
        assert references == sum(len(table.foreign_key_constraints) for table in copier.tables())
        with copier.writing(there) as db:
            person = {"telegram_id": 5, "name": "Baru", "created_at": NOW, "seen_at": NOW}
            highest = db.execute(select(func.max(Person.id))).scalar_one()
            assert db.execute(insert(Person).values(person).returning(Person.id)).scalar_one() > highest


def test_a_move_onto_something_is_refused(database_url: str, tmp_path: Path, run: Run) -> None:
    there = into(tmp_path / "there.db")
    migrate(there)
    with copier.writing(there) as db:
        db.execute(insert(Person).values(telegram_id=5, name="Ada", created_at=NOW, seen_at=NOW))
    full = sums(there)
    code, _, err = run(database_url, "move", there)
    assert (code, err) == (1, "That database is not empty; name an empty one, so that nothing in it is lost\n")
    code, _, err = run(database_url, "move", database_url)
    assert (code, err) == (1, "This is the database the bot uses already; name another one\n")
    assert sums(there) == full


@pytest.mark.parametrize("word", ["restore", "move"])
def test_not_while_a_bot_runs_on_it(database_url: str, tmp_path: Path, run: Run, word: str) -> None:
    file = tmp_path / "copy.db"
    assert run(database_url, "backup", str(file))[0] == 0
    lock = Held(database_url, POLL_LOCK)
    assert lock.take()
    try:
        code, _, err = run(database_url, word, str(file) if word == "restore" else into(tmp_path / "there.db"))
    finally:
        lock.let_go()
    assert (code, err) == (1, "A bot runs on this database; stop it first, start it again afterwards\n")


def test_a_copy_that_differs_changes_nothing(
    database_url: str, tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One row lost on the way is noticed, and neither a file nor a change is left behind."""
    with copier.writing(database_url) as db:
        db.execute(insert(Person).values(telegram_id=5, name="Ada", created_at=NOW, seen_at=NOW))
    real = copier._copy_table

    def forgetful(source: Connection, target: Connection, table: object) -> copier.Sum:
        total = real(source, target, table)  # type: ignore[arg-type]
        if table is Person.__table__:
            target.execute(text("DELETE FROM people"))
        return total

    monkeypatch.setattr(copier, "_copy_table", forgetful)
    code, out, err = run(database_url, "backup", str(tmp_path / "copy.db"))
    assert (code, out) == (1, "") and "people: 1 rows were read, 0 were written" in err
    assert list(tmp_path.glob("copy*")) == []


def test_a_backup_of_an_older_version_is_brought_up_to_date(sqlite_url: str, tmp_path: Path, run: Run) -> None:
    from alembic import command

    from models.database import _migrations

    old, config = tmp_path / "old.db", _migrations()
    engine = create_engine(into(old))
    with engine.begin() as db:
        config.attributes["connection"] = db
        command.upgrade(config, "0002")
        columns = "telegram_id, name, reach, created_at, seen_at"
        db.execute(text(f"INSERT INTO people ({columns}) VALUES (77, 'Lama', 'open', '2025-01-01', '2025-01-01')"))
    engine.dispose()
    kept = old.read_bytes()
    assert run(sqlite_url, "restore", str(old))[0] == 0
    with copier.reading(sqlite_url) as db:
        assert db.execute(select(Person.name)).scalars().all() == ["Lama"]
        assert db.execute(select(func.count()).select_from(Article)).scalar() == 0
    assert old.read_bytes() == kept


@pytest.fixture
def wrong_files(tmp_path: Path) -> dict[str, str]:
    (tmp_path / "text.db").write_text("halo")
    (tmp_path / "none.db").touch()
    newer = tmp_path / "newer.db"
    migrate(into(newer))
    with sqlite3.connect(newer) as db:
        db.execute("UPDATE alembic_version SET version_num = '9999'")
    return {
        "missing.db": "there is no such file",
        "text.db": "this is no backup of the bot",
        "none.db": "this is no backup of the bot",
        "newer.db": "made by a newer version of the bot; update the bot",
    }


def test_what_is_no_backup_is_refused_by_name(
    sqlite_url: str, tmp_path: Path, run: Run, wrong_files: dict[str, str]
) -> None:
    before = sums(sqlite_url)
    for name, why in wrong_files.items():
        assert run(sqlite_url, "restore", str(tmp_path / name)) == (1, "", f"{tmp_path / name}: {why}\n")
    assert sums(sqlite_url) == before


def test_where_a_backup_cannot_stand(sqlite_url: str, tmp_path: Path, run: Run) -> None:
    own = sqlite_url.removeprefix("sqlite:///")
    assert run(sqlite_url, "backup", own)[2] == f"{own}: this is the bot's own database; name another file\n"
    assert run(sqlite_url, "backup", str(tmp_path))[2] == f"{tmp_path}: this is a folder; name a file in it\n"
    gone = tmp_path / "nowhere"
    assert run(sqlite_url, "backup", str(gone / "x"))[2] == f"{gone}: there is no such folder; make it first\n"
    missing = into(tmp_path / "missing.db")
    assert run(missing, "backup", str(tmp_path / "x"))[2] == "DATABASE_URL: there is no database of the bot yet\n"
    assert not (tmp_path / "missing.db").exists() and not (tmp_path / "x").exists()


def test_wrong_words_are_told_the_right_ones(sqlite_url: str, run: Run) -> None:
    for words in (["backup"], ["restore", "a", "b"], ["dance"]):
        code, _, err = run(sqlite_url, *words)
        assert code == 2 and "check | backup FILE | restore FILE | move URL" in err
    code, _, err = run(sqlite_url, "move", "mysql://x")
    assert (code, err.startswith("DATABASE_URL: write sqlite")) == (1, True)
