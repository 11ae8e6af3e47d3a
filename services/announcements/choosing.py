"""An audience chosen by presses: who gets it (or), who of these (and), who does not (except), which chats beside."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from sqlalchemy import Connection

from services import chats
from services.announcements.reading import read
from services.announcements.values import Audience, Term, Who
from services.city import City
from services.coworking import reading as coworking, slots, spaces
from services.coworking.values import Slot, Space
from services.ideas import reading as ideas
from services.milestones import reading as milestones
from services.milestones.values import Milestone
from services.roles import Rights

Value = str | int


class Side(StrEnum):
    """What one more condition does to an audience."""

    OR = "o"
    AND = "a"
    EXCEPT = "x"


@dataclass(frozen=True, slots=True)
class Chosen:
    """Whoever fulfils one of `base` and all of `narrow` but none of `but`; of each kind of condition there is one."""

    base: tuple[Term, ...]
    narrow: tuple[Term, ...]
    but: tuple[Term, ...]

    def terms(self, side: Side) -> tuple[Term, ...]:
        return {Side.OR: self.base, Side.AND: self.narrow, Side.EXCEPT: self.but}[side]


@dataclass(frozen=True, slots=True)
class Names:
    """The things an audience names, by number; `announcements` by their code."""

    spaces: Mapping[int, Space]
    slots: Mapping[int, Slot]
    ideas: Mapping[int, str]
    milestones: Mapping[int, Milestone]
    announcements: Mapping[int, str]
    chats: Mapping[int, str]


def chosen(audience: Audience) -> Chosen:
    """An audience in its parts."""
    base = tuple(every[0] for every in audience.any if every)
    return Chosen(base, audience.any[0][1:] if audience.any else (), audience.but)


def toggled(audience: Audience, *, side: Side, who: Who, value: Value | None = None) -> Audience:
    """One more condition on that side, or one less where it stood there already; everybody stands alone."""
    was = chosen(audience)
    base, narrow, but = was.base, was.narrow, was.but
    if side is Side.EXCEPT:
        but = _toggled(but, who, value)
    elif side is Side.AND and base:
        narrow = _toggled(narrow, who, value)
    else:
        alone = who is Who.EVERYBODY
        base = _toggled(tuple(term for term in base if (term.who is Who.EVERYBODY) is alone), who, value)
    if narrow and not base:
        base = (Term(Who.EVERYBODY),)
    return Audience(tuple((term, *narrow) for term in base), but, audience.chats)


def toggled_chat(audience: Audience, *, chat_id: int) -> Audience:
    """This group or channel too, or no longer."""
    there = chat_id in audience.chats
    kept = tuple(one for one in audience.chats if one != chat_id)
    return replace(audience, chats=kept if there else (*kept, chat_id))


def may_aim(db: Connection, *, who: Who, value: Value | None, rights: Rights, city: City) -> bool:
    """Whether somebody with these rights may name this: a ketua spaces and slots they keep, satgas what there is."""
    number = value if isinstance(value, int) else 0
    if who is Who.SPACE:
        return spaces.kept_space(db, space_id=number, rights=rights) is not None
    if who is Who.SLOT:
        return slots.kept_slot(db, slot_id=number, rights=rights) is not None
    if not rights.satgas:
        return False
    if who is Who.IDEA:
        return ideas.read_idea(db, idea_id=number) is not None
    if who is Who.MILESTONE:
        return milestones.read_milestone(db, milestone_id=number) is not None
    return value in words(city).get(who, ()) or who is Who.EVERYBODY


def words(city: City) -> Mapping[Who, tuple[str, ...]]:
    """The conditions that are words, each with those a city has."""
    return {
        Who.KECAMATAN: tuple(one.id for one in city.kecamatan),
        Who.TOPIC: tuple(one.id for one in city.topics),
        Who.STAKEHOLDER: tuple(one.id for one in city.stakeholders),
        Who.ROLE: ("ketua", "satgas"),
    }


def names(db: Connection, *, audience: Audience) -> Names:
    """What stands behind the numbers of an audience; what is gone is left out."""
    terms = [*chosen(audience).base, *chosen(audience).narrow, *audience.but]

    def numbers(who: Who) -> list[int]:
        return [one for term in terms if term.who is who for one in term.of if isinstance(one, int)]

    rooms = {one: spaces.read_space(db, space_id=one) for one in numbers(Who.SPACE)}
    openings = {one: coworking.read_slot(db, slot_id=one) for one in numbers(Who.SLOT)}
    told = {one: ideas.read_idea(db, idea_id=one) for one in numbers(Who.IDEA)}
    points = {one: milestones.read_milestone(db, milestone_id=one) for one in numbers(Who.MILESTONE)}
    polls = {one: read(db, announcement_id=one) for one in numbers(Who.VOTER)}
    places = {one: chats.find(db, chat_id=one) for one in audience.chats}
    return Names(
        {number: one for number, one in rooms.items() if one},
        {number: one for number, one in openings.items() if one},
        {number: one.code for number, one in told.items() if one},
        {number: one for number, one in points.items() if one},
        {number: one.code for number, one in polls.items() if one},
        {number: one.title for number, one in places.items() if one},
    )


def _toggled(terms: tuple[Term, ...], who: Who, value: Value | None) -> tuple[Term, ...]:
    old = next((term for term in terms if term.who is who), None)
    if old is None or value is None:
        return (*terms, Term(who, () if value is None else (value,))) if old is None else _less(terms, old)
    kept = tuple(one for one in old.of if one != value)
    of = kept if value in old.of else (*old.of, value)
    return tuple(Term(who, of) if term is old else term for term in terms) if of else _less(terms, old)


def _less(terms: tuple[Term, ...], old: Term) -> tuple[Term, ...]:
    return tuple(term for term in terms if term is not old)
