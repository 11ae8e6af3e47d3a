"""The books of an announcement alone: CPU and bytes that a delivery costs, claimed and recorded, among a million."""

import sqlite3
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.readers import seed
from benchmarks.rounds import Figure, at_most
from models.announcements import DeliveryState
from models.database import open_engine
from services.announcements.claiming import Claiming
from wire import deliveries
from wire.deliveries import Claim, Claims, Turn
from wire.ends import End
from wire.runs import FIRST

CROWD, RECORDED = 1_000_000, 100_000
BATCH = 28
"""As many as are claimed together at SEND_RATE=1000."""


def figures() -> list[Figure]:
    """CPU seconds of the database's side per 1,000, and bytes a delivery when all are sent."""
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        url = seed(Path(folder), CROWD)
        path = Path(url.removeprefix("sqlite:///"))
        before = path.stat().st_size
        _freeze(path)
        spent = _send(url)
        _send_the_rest(path)
        grown = (path.stat().st_size - before) / CROWD
    return [
        at_most(f"bookkeeping: CPU-s per 1,000, {BATCH} at a time, among {CROWD:,}", spent, 0.01, "{:.4f}"),
        at_most("file growth, bytes a delivery", grown, 40, "{:.1f}"),
    ]


def _freeze(path: Path) -> None:
    base = sqlite3.connect(path)
    base.execute("INSERT INTO deliveries (announcement_id, person_id, state, version) SELECT 1, id, 0, 0 FROM people")
    base.execute("UPDATE announcements SET state = 'running'")
    base.commit()
    base.close()


def _send(url: str) -> float:
    engine, now = open_engine(url), datetime.now(UTC)
    claims, ends, after = Claims(Claiming("Asia/Jakarta")), list[End](), FIRST
    with engine.connect() as db:
        done, began = 0, time.process_time()
        while done < RECORDED:
            claim = Claim(1, after, BATCH)
            with db.begin():
                readers = deliveries.turn(db, turn=Turn(ends=ends, claim=claim), claims=claims, now=now)
            after, done = claim.after, done + len(readers)
            ends = [End(1, one.number, DeliveryState.SENT, 100_000 + one.number) for one in readers]
        spent = time.process_time() - began
    engine.dispose()
    return spent / done * 1000


def _send_the_rest(path: Path) -> None:
    base = sqlite3.connect(path)
    base.execute("UPDATE deliveries SET state = 2, message_id = 100000 + person_id WHERE state < 2")
    base.commit()
    base.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    base.close()
