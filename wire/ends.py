"""What became of copies, written down: states and message ids, counts by end, people who cannot be reached any more."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    Connection,
    Integer,
    SmallInteger,
    Text,
    and_,
    bindparam,
    delete,
    func,
    select,
    update,
)

from models import Correction, Delivery, DeliveryCount, Later, Outbox, Person, PollCopy, upsert
from models.announcements import DeliveryState as State
from wire.prepared import Prepared

Counts = Counter[tuple[int, int]]
"""How many came to which end, by announcement and state."""
Words = dict[tuple[int, int], str]


@dataclass(slots=True)
class End:
    """What became of a copy. `reach`: mark the person so, and cancel what waits up to `upto`; `words`: Telegram's."""

    announcement: int
    reader: int
    state: int
    message_id: int | None = None
    more: str | None = None
    version: int = 0
    words: str = ""
    reach: str = ""
    chat_id: int | None = None
    poll: int | None = None
    upto: int = 0


@dataclass(frozen=True, slots=True)
class Fixed:
    """What became of the correction of a copy: it is there, or it could not be."""

    correction: int
    announcement: int
    reader: int
    number: int
    done: bool


def write(
    db: Connection,
    ends: Iterable[End],
    counts: Counts,
    words: Words,
    now: datetime,
) -> None:
    rows, closed, polls = [], [], []
    for end in ends:
        state = end.state if end.state != State.FAILED else _refusal(db, end, words)
        counts[end.announcement, state] += 1
        rows.append(
            {
                "announcement": end.announcement,
                "reader": end.reader,
                "end": state,
                "id": end.message_id,
                "ids": end.more,
                "edition": end.version,
            }
        )
        if end.reach:
            closed.append(end)
        if end.poll is not None:
            chat = end.chat_id if end.reader < 0 else None
            polls.append({"poll_id": end.poll, "announcement_id": end.announcement, "chat_id": chat})
    _END.change_all(db, rows)
    if closed:
        _close(db, closed, now)
    if polls:
        db.execute(upsert(db, PollCopy).on_conflict_do_nothing(), polls)


def _refusal(db: Connection, end: End, words: Words) -> int:
    """The number that stands for this refusal: of the announcement's that has the same words, else the next one."""
    told = {state: said for (one, state), said in words.items() if one == end.announcement}
    if end.words not in told.values():
        rows = (DeliveryCount.announcement_id == end.announcement, DeliveryCount.state >= State.FAILED)
        told |= {row.state: row.words for row in db.execute(select(DeliveryCount).where(*rows))}
    state = next((state for state, said in told.items() if said == end.words), max(told, default=State.FAILED - 1) + 1)
    words[end.announcement, state] = end.words
    return state


def _close(db: Connection, closed: Sequence[End], now: datetime) -> None:
    """Nothing can be sent to these: mark them, and cancel what waits for them."""
    for reach in {end.reach for end in closed}:
        people = [end.reader for end in closed if end.reach == reach and end.reader > 0]
        if people:
            db.execute(update(Person).where(Person.id.in_(people)).values(reach=reach))
    chats = [end.chat_id for end in closed]
    upto = max(end.upto for end in closed)
    waiting = (Outbox.chat_id.in_(chats), Outbox.state == "waiting", Outbox.id <= upto)
    db.execute(update(Outbox).where(*waiting).values(state="cancelled", payload="", done_at=now))
    db.execute(delete(Later).where(Later.chat_id.in_(chats)))


def write_fixed(db: Connection, fixed: Sequence[Fixed]) -> None:
    rows = [
        {"announcement": one.announcement, "reader": one.reader, "edition": one.number if one.done else -one.number}
        for one in fixed
    ]
    _FIXED.change_all(db, rows)
    for (correction, done), copies in Counter((one.correction, one.done) for one in fixed).items():
        column = Correction.changed if done else Correction.failed
        db.execute(update(Correction).where(Correction.id == correction).values({column: column + copies}))


def wait_again(db: Connection, back: Sequence[tuple[int, int]]) -> None:
    """These were claimed and surely did not go out."""
    db.execute(_BACK, [{"announcement": one, "reader": reader} for one, reader in back])


def give_back(db: Connection, *, announcement: int, but: Sequence[int]) -> None:
    """All that is claimed waits again, except these: a commit whose answer was lost may have claimed unheard."""
    rows = (Delivery.announcement_id == announcement, Delivery.state == State.SENDING.value)
    db.execute(update(Delivery).where(*rows, Delivery.person_id.not_in(but)).values(state=State.WAITING.value))


def count(db: Connection, counts: Mapping[tuple[int, int], int], words: Mapping[tuple[int, int], str]) -> None:
    """So many more came to these ends."""
    if db.dialect.name not in _MORE:
        _MORE[db.dialect.name] = Prepared(_more(db))
    rows = [
        {"announcement_id": one, "state": int(state), "words": words.get((one, state), "")[:250], "people": people}
        for (one, state), people in counts.items()
    ]
    if rows:
        _MORE[db.dialect.name].change_all(db, rows)


def _more(db: Connection) -> Any:
    names = {"announcement_id": Integer, "state": SmallInteger, "words": Text, "people": Integer}
    told: dict[str, Any] = {name: bindparam(name, type_=kind) for name, kind in names.items()}
    statement = upsert(db, DeliveryCount).values(told)
    more = DeliveryCount.people + statement.excluded.people
    key = [DeliveryCount.announcement_id, DeliveryCount.state]
    return statement.on_conflict_do_update(index_elements=key, set_={"people": more})


_MORE: dict[str, Prepared] = {}


def recount(db: Connection, *, announcement: int) -> None:
    """Count its ends anew: a commit whose answer was lost may have counted them already."""
    mine = DeliveryCount.announcement_id == announcement
    db.execute(update(DeliveryCount).where(mine).values(people=0))
    open_ones = (State.WAITING.value, State.SENDING.value)
    rows = select(Delivery.state, func.count()).where(
        Delivery.announcement_id == announcement, Delivery.state.not_in(open_ones)
    )
    found = db.execute(rows.group_by(Delivery.state)).all()
    count(db, {(announcement, state): people for state, people in found}, {})


_TABLE = Delivery.__table__
_ROW = and_(
    _TABLE.c.announcement_id == bindparam("announcement", type_=Integer),
    _TABLE.c.person_id == bindparam("reader", type_=BigInteger),
)
_END = Prepared(
    update(_TABLE)  # type: ignore[arg-type]
    .where(_ROW)
    .values(
        state=bindparam("end", type_=SmallInteger),
        message_id=bindparam("id", type_=Integer),
        more=bindparam("ids", type_=Text),
        version=bindparam("edition", type_=SmallInteger),
    )
)
_FIXED = Prepared(update(_TABLE).where(_ROW).values(version=bindparam("edition", type_=SmallInteger)))  # type: ignore[arg-type]
_BACK = (
    update(_TABLE)  # type: ignore[arg-type]
    .where(_ROW, _TABLE.c.state == State.SENDING.value)
    .values(state=State.WAITING.value)
)
