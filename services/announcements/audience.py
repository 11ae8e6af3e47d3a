"""The audience of an announcement as people: counted before, written down as rows at its start, a range at a time."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    and_,
    case,
    false,
    func,
    insert,
    literal,
    not_,
    or_,
    select,
    true,
)

from models import Chat, Consent, Delivery, News, Person, PollVote, Role, Seat, Slot
from models.announcements import DeliveryState
from services import news
from services.announcements.values import Audience, Count, Term, Who
from services.consents import VERSIONS, Purpose
from services.coworking.values import LIVE_SEATS
from services.ideas import milestones as ideas_of, news as ideas
from services.news import EACH
from services.roles import Ids

RANGE = 50_000
"""Of so many people's numbers the rows of an audience are written in one statement; a bigger city takes several."""


class Whom:
    """An audience with what it takes to know who is in it at this moment."""

    def __init__(
        self,
        audience: Audience,
        *,
        topics: Sequence[str] = (),
        urgent: bool = False,
        now: datetime,
        timezone: str,
        satgas_ids: Ids = (),
    ) -> None:
        self.audience, self.now, self.timezone = audience, now, timezone
        self._satgas_ids = tuple(satgas_ids)
        meant = or_(false(), *(and_(true(), *map(self._term, every)) for every in audience.any))
        # What somebody did not say (NULL) does not except them.
        but = [func.coalesce(self._term(term), false()) for term in audience.but]
        self.meant = and_(meant, not_(or_(false(), *but)), news.hears_of(topics))
        self.at_once = true() if urgent or audience.is_letter else News.every == EACH

    def receivers(self) -> Any:
        """Whoever it may go to now, as services/news.py selects them."""
        return news.receivers(now=self.now, timezone=self.timezone).where(self.meant)

    def agreed(self) -> Select[Any]:
        """The same, and those who said yes but cannot be reached or want none just now."""
        consent = and_(
            Consent.person_id == Person.id,
            Consent.purpose == Purpose.NEWS,
            Consent.ended_at.is_(None),
            Consent.version >= VERSIONS[Purpose.NEWS],
        )
        return select(Person.id).join(News, News.person_id == Person.id).join(Consent, consent).where(self.meant)

    def _term(self, term: Term) -> ColumnElement[bool]:
        words, numbers = [str(one) for one in term.of], [one for one in term.of if isinstance(one, int)]
        match term.who:
            case Who.EVERYBODY:
                return true()
            case Who.KECAMATAN:
                return news.looks_to(words)
            case Who.TOPIC:
                return news.hears_of(words)
            case Who.STAKEHOLDER:
                return News.kind.in_(words)
            case Who.ROLE:
                return or_(false(), *map(self._role, words))
            case _:
                return or_(false(), *(Person.id.in_(_numbered(term.who, number)) for number in numbers))

    def _role(self, role: str) -> ColumnElement[bool]:
        held = Person.id.in_(select(Role.person_id).where(Role.role == role, Role.ended_at.is_(None)))
        return or_(held, Person.telegram_id.in_(self._satgas_ids)) if role == "satgas" else held


def _numbered(who: Who, number: int) -> Select[Any]:
    """The people of one thing; of a space or a slot those with a seat, pending ones too."""
    if who is Who.IDEA:
        return ideas.followers(number)
    if who is Who.MILESTONE:
        return ideas_of.followers(number)
    if who is Who.VOTER:
        return select(PollVote.person_id).where(PollVote.announcement_id == number)
    seated = select(Seat.person_id).where(Seat.person_id.is_not(None), Seat.state.in_(LIVE_SEATS))
    if who is Who.SLOT:
        return seated.where(Seat.slot_id == number)
    return seated.where(Seat.slot_id.in_(select(Slot.id).where(Slot.space_id == number)))


def count(db: Connection, *, whom: Whom) -> Count:
    """Who would get it if it began now."""
    found = whom.receivers().add_columns(whom.at_once.label("at_once")).subquery()
    by = select(found.c.home, found.c.at_once, func.count()).group_by(found.c.home, found.c.at_once)
    rows = db.execute(by).all()
    by_home: dict[str, int] = {}
    for home, at_once, people in rows:
        if at_once:
            by_home[home or ""] = by_home.get(home or "", 0) + people
    weekly = sum(people for _, at_once, people in rows if not at_once)
    said_yes = db.execute(select(func.count()).select_from(whom.agreed().subquery())).scalar_one()
    there = whom.agreed().where(*news.reachable()).subquery()
    reached = db.execute(select(func.count()).select_from(there)).scalar_one()
    at_once_ = sum(by_home.values())
    chats = len(open_chats(db, chats=whom.audience.chats))
    return Count(at_once_, weekly, said_yes - reached, reached - at_once_ - weekly, chats, by_home)


def open_chats(db: Connection, *, chats: Sequence[int]) -> list[int]:
    """Of these groups and channels those that a satgas has accepted and the bot is in."""
    may = (Chat.id.in_(chats), Chat.active.is_(True), Chat.state == "accepted")
    return list(db.execute(select(Chat.id).where(*may).order_by(Chat.id)).scalars()) if chats else []


def write_range(db: Connection, *, announcement_id: int, whom: Whom, after: int) -> tuple[int, int]:
    """Deliveries of the people with numbers after this one, RANGE of them; how many now, how many in the digest."""
    state = case((whom.at_once, DeliveryState.WAITING.value), else_=DeliveryState.WEEKLY.value)
    people = whom.receivers().with_only_columns(
        literal(announcement_id), Person.id, state, literal(0), maintain_column_froms=True
    )
    ranged = people.where(Person.id > after, Person.id <= after + RANGE).order_by(Person.id)
    names = ["announcement_id", "person_id", "state", "version"]
    db.execute(insert(Delivery).from_select(names, ranged))
    row = (Delivery.announcement_id == announcement_id, Delivery.person_id.between(after + 1, after + RANGE))
    rows = db.execute(select(Delivery.state, func.count()).where(*row).group_by(Delivery.state))
    by_state = {row[0]: row[1] for row in rows}
    return sum(by_state.values()), by_state.get(DeliveryState.WEEKLY, 0)


def write_chats(db: Connection, *, announcement_id: int, chats: Sequence[int]) -> int:
    """Deliveries to groups and channels, which stand under their own numbers."""
    told = {"announcement_id": announcement_id, "state": DeliveryState.WAITING.value, "version": 0}
    rows = [{**told, "person_id": chat} for chat in open_chats(db, chats=chats)]
    if rows:
        db.execute(insert(Delivery), rows)
    return len(rows)


def last_person(db: Connection) -> int:
    """The highest number a person has."""
    return db.execute(select(func.coalesce(func.max(Person.id), 0))).scalar_one()
