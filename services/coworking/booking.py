"""Booking: what is still missing before a seat can be asked for, and how what people type there is read."""

import re
from collections.abc import Collection
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

from services.consents import Purpose
from services.coworking.values import Details, Slot
from services.people import clean

FORM = "booking"
PURPOSE, NAME = 200, 120
"""Letters of a purpose and of a name."""
_NUMBERS = {
    "satu": 1, "siji": 1, "one": 1, "sendiri": 1, "dewe": 1, "dua": 2, "loro": 2, "berdua": 2, "two": 2, "tiga": 3,
    "telu": 3, "bertiga": 3, "three": 3, "empat": 4, "papat": 4, "berempat": 4, "four": 4, "lima": 5, "limo": 5,
    "berlima": 5, "five": 5, "enam": 6, "enem": 6, "berenam": 6, "six": 6, "tujuh": 7, "pitu": 7, "bertujuh": 7,
    "seven": 7, "delapan": 8, "wolu": 8, "eight": 8, "sembilan": 9, "songo": 9, "nine": 9, "sepuluh": 10,
    "sepuloh": 10, "ten": 10,
}  # fmt: skip
_FILLERS = re.compile(r"\b(?:orang|wong|people|persons?|kursi|seats?|untuk|buat|gae|for|saja|ae|aja)\b")
_PHONE = re.compile(r"\+?[0-9]{8,15}")


class Step(StrEnum):
    """What is asked for next."""

    PARTY = "party"
    PURPOSE = "purpose"
    NAME = "name"
    PHONE = "phone"
    CONSENT = "consent"
    SUMMARY = "summary"


@dataclass(frozen=True, slots=True)
class Booking:
    """A seat on its way; `way`: s a seat, w the line, pN at least N now and the rest in line, dCODE at this door."""

    slot_id: int
    party: int = 0
    way: str = "s"
    step: Step = Step.PARTY
    details: Details = field(default_factory=Details)

    @classmethod
    def from_dict(cls, told: Any) -> "Booking":
        """As a form keeps it."""
        details = Details(*(str(told.get(name, "")) for name in ("purpose", "name", "phone")))
        return cls(told["slot"], told["party"], told["way"], Step(told["step"]), details)

    def as_dict(self) -> dict[str, Any]:
        told = {"slot": self.slot_id, "party": self.party, "way": self.way, "step": self.step.value}
        known = self.details
        return {**told, "purpose": known.purpose, "name": known.contact_name, "phone": known.contact_phone}

    def at(self, step: Step) -> "Booking":
        return replace(self, step=step)

    def put(self, words: str) -> "Booking":
        """The words typed at its step become part of the details."""
        column = {Step.PURPOSE: "purpose", Step.NAME: "contact_name", Step.PHONE: "contact_phone"}[self.step]
        told: dict[str, str] = {column: words}
        return replace(self, details=replace(self.details, **told))


def next_step(booking: Booking, *, slot: Slot, agreed: Collection[str]) -> Step:
    """What this slot still needs to know of this booking."""
    known = booking.details
    if booking.party < 1:
        return Step.PARTY
    if slot.asks_purpose and not known.purpose:
        return Step.PURPOSE
    if slot.asks_contact and not known.contact_name:
        return Step.NAME
    if slot.asks_contact and not known.contact_phone:
        return Step.PHONE
    return Step.SUMMARY if Purpose.SEAT in agreed else Step.CONSENT


def read_party(words: str) -> int | None:
    """How many people the words mean; None: they say no number. Far too many stays far too many."""
    typed = " ".join(_FILLERS.sub(" ", words.casefold()).split())
    if typed in _NUMBERS:
        return _NUMBERS[typed]
    found = re.fullmatch(r"([-−–]?)\s?(\d{1,12}(?:[.,]\d{3})*)", typed, re.ASCII)
    if found is None:
        return None
    number = int(re.sub(r"[.,]", "", found[2]))
    return -number if found[1] else number


def read_line(words: str, most: int) -> str | None:
    """One line of words, at most so long; None where it is none."""
    line = " ".join(clean(words, 4096).split())
    return line if 0 < len(line) <= most else None


def read_phone(words: str) -> str | None:
    """A telephone number as people write it; None where it is none."""
    digits = re.sub(r"[\s().\-–]", "", words)
    return digits if _PHONE.fullmatch(digits) else None
