"""Whom an announcement is for, in words: who counts, who of these, who does not, and which groups and channels."""

from collections.abc import Iterable, Mapping

from notices import seatwords
from services.announcements.choosing import Names, Side, chosen
from services.announcements.values import Audience, Term, Who
from services.city import City
from services.roadmap import named
from texts import Texts

_TERMS: Mapping[Who, str] = {
    Who.KECAMATAN: "audience.of_kecamatan",
    Who.TOPIC: "audience.of_topic",
    Who.STAKEHOLDER: "audience.of_stakeholder",
    Who.SPACE: "audience.of_space",
    Who.SLOT: "audience.of_slot",
    Who.IDEA: "audience.of_idea",
    Who.MILESTONE: "audience.of_milestone",
    Who.ROLE: "audience.of_role",
    Who.VOTER: "audience.of_voter",
}
KINDS: Mapping[Who, str] = {
    Who.EVERYBODY: "audience.everybody",
    Who.KECAMATAN: "audience.kecamatan",
    Who.TOPIC: "audience.topic",
    Who.STAKEHOLDER: "audience.stakeholder",
    Who.SPACE: "audience.space",
    Who.IDEA: "audience.idea",
    Who.MILESTONE: "audience.milestone",
    Who.ROLE: "audience.role",
}
"""What can be pressed, in this order."""
SIDES: Mapping[Side, str] = {Side.OR: "audience.or", Side.AND: "audience.and", Side.EXCEPT: "audience.except"}
_ROLES = {"ketua": "role.ketua", "satgas": "role.satgas"}


class AudienceWords:
    """How audiences are told in one language, of one city."""

    def __init__(self, texts: Texts, language: str, city: City) -> None:
        self.texts, self.language, self.city = texts, language, city

    def whole(self, audience: Audience, names: Names) -> str:
        """One line of people, one of groups and channels where there are any."""
        lines = [self._say("announce.for", who=self.people(audience, names))] if audience.any else []
        if audience.chats:
            titles = ", ".join(names.chats.get(one, "?") for one in audience.chats)
            lines.append(self._say("announce.for_chats", chats=titles))
        return "\n".join(lines or [self._say("announce.for_nobody")])

    def people(self, audience: Audience, names: Names) -> str:
        """Who gets it, as part of a sentence."""
        parts = chosen(audience)
        between = self._plain("audience.between")
        told = between.join(self._term(term, names) for term in parts.base)
        if parts.narrow:
            told = self._plain("audience.narrowed", who=told, narrow=self._all(parts.narrow, names))
        if parts.but:
            told = self._plain("audience.without", who=told, but=between.join(self._terms(parts.but, names)))
        return told

    def value(self, who: Who, value: str) -> str:
        """One word of a condition, as people read it."""
        kinds: dict[Who, Iterable[tuple[str, str]]] = {
            Who.KECAMATAN: ((one.id, one.name) for one in self.city.kecamatan),
            Who.TOPIC: ((one.id, named(one.name, self.language)) for one in self.city.topics),
            Who.STAKEHOLDER: ((one.id, named(one.name, self.language)) for one in self.city.stakeholders),
            Who.ROLE: ((one, self._plain(key)) for one, key in _ROLES.items()),
        }
        return dict(kinds.get(who, ())).get(value, value)

    def topics(self, topics: Iterable[str]) -> str:
        return ", ".join(self.value(Who.TOPIC, one) for one in topics)

    def _all(self, terms: Iterable[Term], names: Names) -> str:
        return self._plain("audience.and_between").join(self._terms(terms, names))

    def _terms(self, terms: Iterable[Term], names: Names) -> list[str]:
        return [self._term(term, names) for term in terms]

    def _term(self, term: Term, names: Names) -> str:
        if term.who is Who.EVERYBODY:
            return self._plain("audience.everybody_who")
        told = ", ".join(self._thing(term.who, one, names) for one in term.of)
        return self._plain(_TERMS[term.who], names=told)

    def _thing(self, who: Who, one: str | int, names: Names) -> str:
        if isinstance(one, str):
            return self.value(who, one)
        if who is Who.SPACE and one in names.spaces:
            return names.spaces[one].name
        if who is Who.SLOT and one in names.slots:
            return seatwords.brief(self.texts, self.language, names.slots[one])
        if who is Who.MILESTONE and one in names.milestones:
            return names.milestones[one].named(self.language)
        known = {Who.IDEA: names.ideas, Who.VOTER: names.announcements}.get(who, {})
        return known.get(one, "?")

    def _say(self, key: str, **values: object) -> str:
        return self.texts.say(self.language, key, **values)

    def _plain(self, key: str, **values: object) -> str:
        return self.texts.plain(self.language, key, **values)
