"""The intake's side of the database: which updates were taken, and how often one was tried after an unclean stop."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import Connection, delete, select

from models import Attempt, SetAside, TakenUpdate, upsert


def remember(db: Connection, ids: list[int], now: datetime) -> set[int]:
    """Note these updates as taken; the ones that were not before."""
    values = [{"update_id": one, "at": now} for one in dict.fromkeys(ids)]
    statement = upsert(db, TakenUpdate).on_conflict_do_nothing().returning(TakenUpdate.update_id)
    return set(db.execute(statement, values).scalars())


def forget(db: Connection, ids: Iterable[int]) -> None:
    """These were not handled after all; they come with the next transaction."""
    db.execute(delete(TakenUpdate).where(TakenUpdate.update_id.in_(list(ids))))


def count_try(db: Connection, update_id: int) -> int:
    """Note that this update is about to be tried; the how-manieth time it is."""
    statement = upsert(db, Attempt).values(update_id=update_id, tries=1)
    counted = statement.on_conflict_do_update(
        index_elements=[Attempt.update_id], set_={"tries": Attempt.tries + 1}
    ).returning(Attempt.tries)
    tries: int = db.execute(counted).scalar_one()
    return tries


def forget_tries(db: Connection, update_id: int) -> None:
    """The update is done with."""
    db.execute(delete(Attempt).where(Attempt.update_id == update_id))


def purge(db: Connection, *, taken_before: datetime, aside_before: datetime) -> int:
    """Forget update ids and raw updates older than this; how many raw ones."""
    db.execute(delete(TakenUpdate).where(TakenUpdate.at < taken_before))
    db.execute(delete(Attempt).where(Attempt.update_id.in_(select(TakenUpdate.update_id))))
    return db.execute(delete(SetAside).where(SetAside.at < aside_before)).rowcount
