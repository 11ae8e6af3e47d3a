"""Polls: what people chose in their own copies is added up, for all and per kecamatan; anonymous votes as totals."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, select, update

from models import News, PollCopy, PollVote, upsert
from services.announcements.values import Announcement


@dataclass(frozen=True, slots=True)
class Votes:
    """`options`: votes for each; `by_kecamatan` of those whose home is known, "" else; `anonymous`: in channels."""

    options: tuple[int, ...]
    voters: int
    by_kecamatan: Mapping[str, tuple[int, ...]]
    anonymous: tuple[int, ...]

    @property
    def all(self) -> tuple[int, ...]:
        """Votes for each option, the anonymous ones too."""
        return tuple(map(sum, zip(self.options, self.anonymous, strict=True)))


def voted(db: Connection, *, poll_id: int, person_id: int, options: Sequence[int], now: datetime) -> bool:
    """Somebody chose these (none: took it back) in any copy; False when the poll is none of ours."""
    found = select(PollCopy.announcement_id).where(PollCopy.poll_id == poll_id)
    announcement_id = db.execute(found).scalar()
    if announcement_id is None:
        return False
    mine = {"announcement_id": announcement_id, "person_id": person_id}
    if not options:
        db.execute(delete(PollVote).filter_by(**mine))
        return True
    told = {"options": sum(1 << option for option in set(options)), "at": now}
    statement = upsert(db, PollVote).values(**mine, **told)
    key = [PollVote.announcement_id, PollVote.person_id]
    db.execute(statement.on_conflict_do_update(index_elements=key, set_=told))
    return True


def counted(db: Connection, *, poll_id: int, totals: Sequence[int]) -> bool:
    """Telegram's totals of an anonymous copy; False when the poll is none of ours."""
    change = update(PollCopy).where(PollCopy.poll_id == poll_id, PollCopy.chat_id.is_not(None))
    return db.execute(change.values(totals=list(totals)).returning(PollCopy.poll_id)).first() is not None


def tally(db: Connection, *, announcement: Announcement) -> Votes:
    """All votes of all copies."""
    many = len(announcement.content.poll.options) if announcement.content.poll else 0
    rows = db.execute(
        select(PollVote.options, News.home)
        .outerjoin(News, News.person_id == PollVote.person_id)
        .where(PollVote.announcement_id == announcement.id)
    ).all()
    homes: dict[str, list[int]] = {}
    for options, home in rows:
        there = homes.setdefault(home or "", [0] * many)
        for option in range(many):
            there[option] += options >> option & 1
    copies = select(PollCopy.totals).where(PollCopy.announcement_id == announcement.id, PollCopy.totals.is_not(None))
    anonymous = _added([totals for totals in db.execute(copies).scalars() if totals], many)
    by_home = {home: tuple(votes) for home, votes in sorted(homes.items())}
    return Votes(_added(list(homes.values()), many), len(rows), by_home, anonymous)


def _added(rows: list[list[int]], many: int) -> tuple[int, ...]:
    return tuple(sum(row[option] for row in rows if option < len(row)) for option in range(many))
