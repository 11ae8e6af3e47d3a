"""Sending: what the bot proposes for an idea's words, and the idea with its code and clocks."""

from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, time

from sqlalchemy import Connection, func, insert, select

from models import Idea as Ideas, IdeaYear as Years, upsert
from services import consents, sectors
from services.city import City
from services.consents import Purpose
from services.coworking.hours import Hours
from services.ideas import clocks, titles
from services.ideas.reading import IDEA, idea_from_row, lock_person, note
from services.ideas.values import BIGGEST, LONGEST, MOST_FILES, Attachment, Done, Outcome
from services.people import clean

A_DAY = 5
"""So many ideas a person may send on one day of the city."""


@dataclass(frozen=True, slots=True)
class Draft:
    """An idea as it is to be sent; `title` "": proposed from the words."""

    text: str
    title: str = ""
    sector: str | None = None
    kecamatan: str | None = None
    files: tuple[Attachment, ...] = ()
    named: bool = False


@dataclass(frozen=True, slots=True)
class Proposal:
    """What the words suggest; `named`: chosen last, agreed to still (None: ask), `agreed`: to sending, `left`: now."""

    title: str
    sector: str | None
    kecamatan: str | None
    named: bool | None
    agreed: bool
    left: int


def propose(db: Connection, *, person_id: int, text: str, hours: Hours, now: datetime) -> Proposal:
    """What an idea with these words would be, before it is sent."""
    last = select(Ideas.named).where(Ideas.author_id == person_id).order_by(Ideas.id.desc()).limit(1)
    named, held = db.execute(last).scalar(), consents.held(db, person_id=person_id)
    return Proposal(
        titles.propose(text),
        sectors.propose(text),
        sectors.kecamatan(text, hours.city),
        None if named and Purpose.IDEA_NAME not in held else named,
        Purpose.IDEA in held,
        max(0, A_DAY - _sent_today(db, person_id, hours, now)),
    )


def send(db: Connection, *, author_id: int, draft: Draft, language: str, hours: Hours, now: datetime) -> Done:
    """The idea with its code, waiting to be looked at; nothing where Done says what is missing."""
    lock_person(db, person_id=author_id)
    if why := refusal(draft.text, draft.files):
        return Done(why)
    held = consents.held(db, person_id=author_id)
    if Purpose.IDEA not in held:
        return Done(Outcome.NO_CONSENT)
    if _sent_today(db, author_id, hours, now) >= A_DAY:
        return Done(Outcome.TOO_MANY)
    if draft.named:
        consents.give(db, person_id=author_id, purpose=Purpose.IDEA_NAME, language=language, now=now)
    year = hours.day(now).year
    values = {
        **told(draft, hours.city),
        "year": year,
        "number": _next_number(db, year),
        "author_id": author_id,
        "sent_at": now,
        "changed_at": now,
        "review_by": clocks.review_by(db, hours=hours, now=now),
        "answer_by": clocks.answer_by(db, hours=hours, now=now),
    }
    idea = idea_from_row(db.execute(insert(Ideas).values(values).returning(*IDEA)).one())
    note(db, idea_id=idea.id, deed="sent", actor_id=author_id, now=now)
    return Done(Outcome.SENT, idea)


def refusal(text: str, files: Collection[Attachment]) -> Outcome | None:
    """Why this cannot be an idea."""
    if not titles.has_words(text):
        return Outcome.EMPTY
    if len(files) > MOST_FILES:
        return Outcome.TOO_MANY_FILES
    return Outcome.FILE_TOO_BIG if any(one.size > BIGGEST for one in files) else None


def told(draft: Draft, city: City) -> dict[str, object]:
    """The columns that the author decides; a sub-sector or kecamatan nobody knows is none."""
    text = clean(draft.text.strip(), LONGEST)
    return {
        "text": text,
        "title": titles.tidy(draft.title) or titles.propose(text),
        "sector": draft.sector if draft.sector and sectors.sector(draft.sector) else None,
        "kecamatan": draft.kecamatan if draft.kecamatan in {one.id for one in city.kecamatan} else None,
        "files": _files(draft.files),
        "named": draft.named,
    }


def _files(files: Sequence[Attachment]) -> list[dict[str, object]]:
    return [asdict(one) for one in files]


def _next_number(db: Connection, year: int) -> int:
    """One more than the year's last; its row is locked from here on, so that no number is given twice or left out."""
    first = upsert(db, Years).values(year=year, ideas=1)
    more = first.on_conflict_do_update(index_elements=[Years.year], set_={"ideas": Years.ideas + 1})
    number: int = db.execute(more.returning(Years.ideas)).scalar_one()
    return number


def _sent_today(db: Connection, person_id: int, hours: Hours, now: datetime) -> int:
    midnight = hours.at(hours.day(now), time())
    mine = select(func.count()).where(Ideas.author_id == person_id, Ideas.sent_at >= midnight)
    return db.execute(mine).scalar_one()
