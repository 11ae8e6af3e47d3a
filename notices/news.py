"""The words around news: the one question, what somebody chose, and the buttons that change it."""

from collections.abc import Iterable

from services.city import City
from services.news import WEEKLY
from services.newschoice import CAPS, PAUSES, Choice
from services.roadmap import named
from texts import Texts
from wire.outbox import Button

Rows = list[list[Button]]
NONE = "none"
"""In a button's data: I do not say, or no limit."""


class NewsWords:
    """What one person reads about their news, in their language."""

    def __init__(self, texts: Texts, language: str, city: City) -> None:
        self.texts, self.language, self.city = texts, language, city

    def question(self) -> str:
        """Would you like news?"""
        return self._say("news.ask", city=self.city.name)

    def asked(self) -> Rows:
        """The question as a button, where something else is told."""
        return [[self._button("news.asked", "v1:news:ask")]]

    def yes_or_no(self) -> Rows:
        """Nothing is chosen beforehand."""
        return [[self._button("news.yes", "v1:news:yes"), self._button("news.no", "v1:news:no")]]

    def homes(self, verb: str, skip: str, chosen: str | None = None) -> Rows:
        """The kecamatan to live in, and not to say."""
        data = {one.id: f"v1:news:{verb}:{one.id}" for one in self.city.kecamatan}
        rows = _pairs(self._choice(one.name, data[one.id], one.id == chosen) for one in self.city.kecamatan)
        return [*rows, [self._button(skip, f"v1:news:{verb}:{NONE}")]]

    def overview(self, choice: Choice) -> str:
        """Everything somebody chose, a line each."""
        if not choice.wants:
            return self._say("news.off", city=self.city.name)
        weekly = choice.every == WEEKLY
        lines = [self._say("news.title"), self._say("news.get_weekly" if weekly else "news.get_each")]
        lines += [self._topics(choice), self._places(choice), self._kind(choice), self._cap(choice)]
        if choice.snoozed_until:
            lines.append(self._say("news.rests", until=self.texts.moment(self.language, choice.snoozed_until)))
        return "\n".join(line for line in lines if line)

    def doors(self, choice: Choice, *, satgas: bool) -> Rows:
        """What can be changed, and what was sent."""
        chats = [[self._button("news.chats", "v1:chats:show")]] if satgas else []
        log = self._button("news.log", "v1:news:log:0")
        if not choice.wants:
            return [[self._button("news.yes", "v1:news:yes")], [log], *chats]
        return [
            [self._button("news.topics", "v1:news:topics"), self._button("news.places", "v1:news:places")],
            [self._button("news.pace", "v1:news:pace"), self._button("news.kinds", "v1:news:kinds")],
            [self._button("news.rest", "v1:news:rest"), log],
            *chats,
            [self._button("news.stop", "v1:news:stop")],
        ]

    def topics(self, choice: Choice) -> Rows:
        """Each topic, ticked where it is heard of."""
        return [
            [
                self._choice(
                    named(one.name, self.language),
                    f"v1:news:topic:{one.id}:{'on' if one.id in choice.mutes else 'off'}",
                    one.id not in choice.mutes,
                )
            ]
            for one in self.city.topics
        ]

    def places(self, choice: Choice) -> Rows:
        """Where one lives, and the other kecamatan, ticked where they are followed."""
        others = [one for one in self.city.kecamatan if one.id != choice.home]
        follows = _pairs(
            self._choice(
                one.name,
                f"v1:news:follow:{one.id}:{'off' if one.id in choice.follows else 'on'}",
                one.id in choice.follows,
            )
            for one in others
        )
        home = self.place(choice.home)
        move = self._plain("news.move_from", home=home) if home else self._plain("news.move")
        return [[Button(move, "v1:news:moving")], *follows]

    def kinds(self, choice: Choice) -> Rows:
        """What one may be."""
        rows = _pairs(
            self._choice(named(one.name, self.language), f"v1:news:kind:{one.id}", one.id == choice.kind)
            for one in self.city.stakeholders
        )
        return [*rows, [self._button("news.unsaid", f"v1:news:kind:{NONE}")]]

    def paces(self, choice: Choice) -> Rows:
        """Each or weekly; how many a month."""
        weekly = choice.every == WEEKLY
        often = [
            [self._choice(self._plain("news.each"), "v1:news:every:update", not weekly)],
            [self._choice(self._plain("news.weekly"), "v1:news:every:week", weekly)],
        ]
        caps = [
            self._choice(self._plain("news.most", count=cap), f"v1:news:cap:{cap}", choice.cap == cap) for cap in CAPS
        ]
        free = self._choice(self._plain("news.no_cap"), f"v1:news:cap:{NONE}", choice.cap is None)
        return [*often, caps, [free]]

    def rests(self, choice: Choice) -> Rows:
        """How long news may rest."""
        rows = [[self._button(_PAUSED[days], f"v1:news:snooze:{days}")] for days in PAUSES]
        wake = [[self._button("news.wake", "v1:news:snooze:0")]] if choice.snoozed_until else []
        return [*rows, *wake]

    def back(self, screen: str = "home") -> Rows:
        """Back to the overview, or to another screen."""
        return [[self._button("news.back", f"v1:news:{screen}")]]

    def adjust(self) -> Rows:
        """On to what can be chosen."""
        return [[self._button("news.adjust", "v1:news:home")]]

    def again(self) -> Rows:
        """Yes after all."""
        return [[self._button("news.again", "v1:news:yes")]]

    def place(self, kecamatan: str | None) -> str:
        """The name of a kecamatan; "" where none is meant."""
        return next((one.name for one in self.city.kecamatan if one.id == kecamatan), "")

    def _topics(self, choice: Choice) -> str:
        heard = [one for one in self.city.topics if one.id not in choice.mutes]
        if len(heard) == len(self.city.topics):
            return self._say("news.all_topics")
        if not heard:
            return self._say("news.no_topics")
        if len(heard) > len(self.city.topics) // 2:
            muted = [named(one.name, self.language) for one in self.city.topics if one.id in choice.mutes]
            return self._say("news.but_topics", topics=", ".join(muted))
        return self._say("news.some_topics", topics=", ".join(named(one.name, self.language) for one in heard))

    def _places(self, choice: Choice) -> str:
        home = self.place(choice.home)
        others = ", ".join(one.name for one in self.city.kecamatan if one.id in choice.follows - {choice.home})
        parts = [self._say("news.home", home=home)] if home else []
        parts += [self._say("news.follows", kecamatan=others)] if others else []
        return "\n".join(parts) or self._say("news.no_places")

    def _kind(self, choice: Choice) -> str:
        kind = next((one for one in self.city.stakeholders if one.id == choice.kind), None)
        return self._say("news.kind", kind=named(kind.name, self.language)) if kind else ""

    def _cap(self, choice: Choice) -> str:
        return self._say("news.cap", most=choice.cap, got=choice.got) if choice.cap else ""

    def _choice(self, label: str, data: str, chosen: bool) -> Button:
        return Button(self._plain("news.ticked", what=label) if chosen else label, data)

    def _button(self, key: str, data: str) -> Button:
        return Button(self._plain(key), data)

    def _say(self, key: str, **values: object) -> str:
        return self.texts.say(self.language, key, **values)

    def _plain(self, key: str, **values: object) -> str:
        return self.texts.plain(self.language, key, **values)


_PAUSED = {1: "news.rest_day", 7: "news.rest_week", 30: "news.rest_month"}


def _pairs(buttons: Iterable[Button]) -> Rows:
    every = list(buttons)
    return [every[at : at + 2] for at in range(0, len(every), 2)]
