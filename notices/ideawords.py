"""Ideas as everybody reads them: a line in a list, a card, the card in another chat; and where in a list one is."""

from dataclasses import dataclass

from notices.ideas import STATUS, answer
from services import sectors
from services.city import City
from services.ideas.browsing import Card, Filter, Item, Order
from services.ideas.values import Answer, Idea, Status
from texts import Texts
from wire.markup import units
from wire.outbox import Button

Rows = list[list[Button]]
ANY, EVERY = "-", Filter()
WHOLE, WHOLE_ANSWER = 2000, 700
"""UTF-16 units of its words, and of the last answer to it, that stand on a card; with the rest it is one message."""
BRIEF, BRIEF_ANSWER = 600, 300
"""The same in another chat, where others talk."""


@dataclass(frozen=True, slots=True)
class Trail:
    """The list somebody looks at: its order (None: found by words, or no list at all), and which ideas it holds."""

    order: Order | None = None
    which: Filter = EVERY
    found: bool = False

    PATTERN = "(new|top|found|none):([0-9]{1,2}|-):([a-z]{1,16}|-)"
    """What `of` reads, as the parts of a button's data."""

    @classmethod
    def of(cls, parts: tuple[str, ...], city: City) -> "Trail":
        """The trail that a button names; what is not in this city is left out."""
        order, place, sector = parts
        number = int(place) if place != ANY else 0
        kecamatan = city.kecamatan[number - 1].id if 0 < number <= len(city.kecamatan) else None
        which = Filter(kecamatan, sector if sectors.sector(sector) else None)
        return cls(Order(order) if order in ("new", "top") else None, which, order == "found")

    def data(self, verb: str, city: City, *more: object) -> str:
        """A button's data: this deed, with this list behind it."""
        ids = [one.id for one in city.kecamatan]
        place = str(ids.index(self.which.kecamatan) + 1) if self.which.kecamatan in ids else ANY
        order = self.order or ("found" if self.found else "none")
        return ":".join(map(str, ("v1:ideas", verb, order, place, self.which.sector or ANY, *more)))


@dataclass(frozen=True, slots=True)
class IdeaWords:
    """Words in one language, for one city."""

    texts: Texts
    language: str
    city: City

    def say(self, key: str, **values: object) -> str:
        return self.texts.say(self.language, key, **values)

    def label(self, key: str, **values: object) -> str:
        return self.texts.plain(self.language, key, **values)

    def line(self, item: Item, number: int) -> str:
        """An idea in a list."""
        idea, key = item.idea, "ideacard.line_supported" if item.supported else "ideacard.line"
        return self.say(key, number=number, title=idea.title, count=idea.supports, about=self._about(idea))

    def card(self, card: Card, *, brief: bool = False) -> str:
        """An idea with all that is said of it; `brief` in another chat."""
        most, most_answer = (BRIEF, BRIEF_ANSWER) if brief else (WHOLE, WHOLE_ANSWER)
        idea = card.idea
        head = self.say("ideacard.head", title=idea.title, code=idea.code)
        by = self.say("ideacard.by", name=card.author) if card.author else self.say("ideacard.nameless")
        when = self.texts.date(self.language, idea.sent_at)
        return "\n\n".join(
            [
                "\n".join([head, *self._place(idea)]),
                self.say("ideacard.words", words=cut(idea.text, most)),
                self.say("ideacard.sent", by=by, when=when),
                "\n".join([self._standing(card), *self._became(card)]),
                *self._last(card.story, most_answer),
            ]
        )

    def gone(self) -> str:
        """In place of a card whose idea may be shown no more."""
        return self.say("ideacard.gone")

    def elsewhere(self, card: Card, bot_username: str) -> Rows:
        """Below a card in another chat: whoever presses supports it, or takes that back."""
        support = self.label("ideacard.support", count=card.counted.supports)
        url = f"https://t.me/{bot_username}?start={payload(card.idea)}"
        press = Button(support, f"v1:ideas:press:{card.idea.id}:{self.language}")
        return [[press], [Button(self.label("ideacard.open"), url=url)]]

    def _place(self, idea: Idea) -> list[str]:
        about = self._where(idea)
        return [self.say("ideacard.about", about=about)] if about else []

    def _where(self, idea: Idea) -> str:
        """Its sub-sector and kecamatan."""
        place = next((one.name for one in self.city.kecamatan if one.id == idea.kecamatan), "")
        return " · ".join(part for part in (sectors.name(idea.sector, self.language), place) if part)

    def _about(self, idea: Idea) -> str:
        status = "" if idea.status is Status.RECEIVED else self.label(STATUS[idea.status])
        return "".join(f" · {part}" for part in (self._where(idea), status) if part)

    def _standing(self, card: Card) -> str:
        key = "ideacard.waits" if card.idea.status is Status.RECEIVED else "ideacard.standing"
        return self.say(key, count=card.counted.supports, status=self.label(STATUS[card.idea.status]))

    def _became(self, card: Card) -> list[str]:
        target, milestone = card.target, card.idea.milestone
        merged = [self.say("ideacard.merged", code=target.code, title=target.title)] if target else []
        return [*merged, *([self.say("ideacard.milestone", milestone=milestone)] if milestone else [])]

    def _last(self, story: tuple[Answer, ...], most: int) -> list[str]:
        if not story:
            return []
        last = story[-1]
        when = self.texts.date(self.language, last.published_at or last.decided_at)
        return [self.say("ideacard.answer", words=cut(last.text, most), when=when)]

    def story(self, card: Card) -> str:
        """Everything: its words in full, and each answer."""
        parts = [self.say("ideacard.head", title=card.idea.title, code=card.idea.code)]
        parts.append(self.say("ideacard.words", words=card.idea.text))
        return "\n\n".join([*parts, *(answer(self.texts, self.language, one) for one in card.story)])


def payload(idea: Idea) -> str:
    """What a link to an idea carries; it lasts as long as the idea's code."""
    return idea.code.lower()


def is_cut(card: Card) -> bool:
    """Whether its card leaves out something of its words or answers."""
    answers = card.story
    return units(card.idea.text) > WHOLE or len(answers) > 1 or any(units(one.text) > WHOLE_ANSWER for one in answers)


def cut(words: str, most: int) -> str:
    """The words, their lines kept, cut where they are longer than so many UTF-16 units."""
    if units(words) <= most:
        return words
    head, used = 0, 1
    for character in words:
        used += units(character)
        if used > most:
            break
        head += 1
    return words[:head].rstrip() + "…"
