"""The screens of a booking: what is asked, the consents, the last look, what can be done when a slot is full."""

from collections.abc import Collection

from notices import seatwords as words
from services.city import City
from services.consents import Purpose
from services.coworking.booking import Booking, Step
from services.coworking.values import Slot
from texts import Texts
from wire.keys import Key
from wire.outbox import Button

Rows = list[list[Button]]
EIGHT = 8
"""Parties up to here have a button; bigger ones are typed."""
_ASK = {
    Step.PARTY: "book.ask_party",
    Step.PURPOSE: "book.ask_purpose",
    Step.NAME: "book.ask_name",
    Step.PHONE: "book.ask_phone",
}
_DO = {"s": "book.do", "w": "book.do_wait", "p": "book.do_split", "d": "book.do_here"}


class Screen:
    """One step of a booking, as its person sees it."""

    def __init__(self, texts: Texts, language: str, city: City, slot: Slot | None, booking: Booking) -> None:
        assert slot is not None
        self.texts, self.language, self.city, self.slot, self.booking = texts, language, city, slot, booking

    def question(self) -> str:
        """What is to be pressed or typed at this step."""
        asked = self._say(_ASK[self.booking.step], most=min(EIGHT, self.slot.capacity))
        if self.booking.step is not Step.PARTY:
            return asked
        room = self._say("book.room", room=words.room(self.texts, self.language, self.slot))
        approval = [self._say("book.needs_approval")] if self.slot.approval else []
        return "\n\n".join([f"{self._slot()}\n{room}", *approval, asked])

    def choices(self, name: str) -> Rows:
        """What can be pressed instead of typing."""
        if self.booking.step is Step.NAME:
            use = self._button("book.use_name", f"v1:book:name:{self.slot.id}", name=name)
            return [[use], self.pass_row()]
        if self.booking.step is not Step.PARTY:
            return [self.pass_row()]
        sizes = [
            Button(str(party), f"v1:book:go:{self.slot.id}:{party}:{self.booking.way}")
            for party in range(1, min(EIGHT, self.slot.capacity) + 1)
        ]
        return [*(sizes[at : at + 4] for at in range(0, len(sizes), 4)), self.pass_row()]

    def keys(self) -> list[list[Key]]:
        """The key that shares one's number."""
        return [[Key(self._plain("book.share_phone"), asks="contact")]]

    def consent(self, held: Collection[str]) -> str:
        """What is agreed to, each purpose with its own button; what stands already is ticked."""
        seat = "book.consent_seat_given" if Purpose.SEAT in held else "book.consent_seat"
        keeper = "book.consent_keeper_given" if Purpose.KEEPER in held else "book.consent_keeper"
        parts = [self._slot(), self._say("book.consent"), self._say(seat), self._say(keeper)]
        return "\n\n".join([*parts, self._say("book.consent_end")])

    def consents(self, held: Collection[str]) -> Rows:
        """A button a purpose; the second may be left out."""
        asked = {Purpose.SEAT: "book.agree_seat", Purpose.KEEPER: "book.agree_keeper"}
        rows = [
            [self._button(key, f"v1:book:agree:{self._carried()}:{purpose.value}")]
            for purpose, key in asked.items()
            if purpose not in held
        ]
        on = [[self._button("book.without", f"v1:book:go:{self._carried()}")]] if Purpose.SEAT in held else []
        return [*rows, *on, self.pass_row()]

    def summary(self, *, shared: bool) -> str:
        """All of it for a last look."""
        told = self.booking.details
        parts = [self._slot(), self._say(self._way("book.summary"), **self._numbers())]
        parts += (
            [self._say("book.with_purpose", purpose=told.purpose)] if told.purpose and self.slot.asks_purpose else []
        )
        if self.slot.asks_contact:
            parts.append(self._say("book.with_contact", name=told.contact_name, phone=told.contact_phone))
        parts.append(self._say("book.shared" if shared else "book.not_shared"))
        parts += [self._say("book.needs_approval")] if self.slot.approval else []
        return "\n\n".join([*parts, self._say("book.right")])

    def last_look(self) -> Rows:
        """Do it, change the number, or leave it."""
        deed = self._button(_DO[self.booking.way[0]], f"v1:book:do:{self._carried()}", **self._numbers())
        if self.booking.way.startswith("d"):
            return [[deed], self.pass_row()]
        change = self._button("book.change_party", f"v1:book:slot:{self.slot.id}")
        return [[deed], [change, *self.pass_row()]]

    def which_one(self) -> Rows:
        """Keep this one or the others."""
        this = self._button("book.this_one", f"v1:book:instead:{self._carried()}")
        return [[this], [self._button("book.the_others", f"v1:book:leave:{self.slot.id}")]]

    def does_not_fit(self, elsewhere: bool) -> str:
        """How many fit, and what can be done."""
        parts = [self._slot(), self._say("book.partly" if self.slot.free else "book.full", **self._numbers())]
        parts += [self._say("book.line_paused")] if self.slot.waitlist_paused else []
        parts += [self._say("book.elsewhere" if elsewhere else "book.nowhere")]
        return "\n\n".join(parts)

    def line(self) -> Rows:
        """Take what fits and wait for the rest, or wait for all; the line may be paused."""
        start, free, numbers = f"v1:book:go:{self.slot.id}", self.slot.free, self._numbers()
        part = [[self._button("book.only_some", f"{start}:{free}:s", **numbers)]] if free else []
        if self.slot.waitlist_paused:
            return part
        split = [[self._button("book.some_and_wait", f"{start}:{self.booking.party}:p{free}", **numbers)]]
        wait = [self._button("book.wait_for_all", f"{start}:{self.booking.party}:w", **numbers)]
        return [*(split if free else []), wait, *part]

    def pass_row(self) -> list[Button]:
        return [self._button("book.leave", f"v1:book:leave:{self.slot.id}")]

    def _numbers(self) -> dict[str, object]:
        free = int(self.booking.way[1:]) if self.booking.way.startswith("p") else self.slot.free
        return {"party": self.booking.party, "free": free, "rest": self.booking.party - free}

    def _way(self, key: str) -> str:
        ways = {"w": "book.summary_wait", "p": "book.summary_split"}
        return ways.get(self.booking.way[0], key)

    def _carried(self) -> str:
        return f"{self.slot.id}:{self.booking.party}:{self.booking.way}"

    def _slot(self) -> str:
        return words.slot(self.texts, self.language, self.slot, self.city)

    def _say(self, key: str, **told: object) -> str:
        return self.texts.say(self.language, key, **told)

    def _plain(self, key: str, **told: object) -> str:
        return self.texts.plain(self.language, key, **told)

    def _button(self, key: str, press: str, **told: object) -> Button:
        return Button(self._plain(key, **told), press)
