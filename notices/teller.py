"""The teller: words a notice in its reader's language, and lets it wait for the morning when it is night."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from services import quiet
from services.city import City
from services.people import Person
from texts import Texts
from wire import outbox
from wire.outbox import Buttons, Draft


@dataclass(frozen=True)
class Teller:
    """What wording needs and only reads."""

    texts: Texts
    city: City
    timezone: str
    bot_username: str
    satgas_ids: frozenset[int] = frozenset()

    def notice(
        self,
        person: Person,
        key: str,
        *,
        now: datetime,
        buttons: Callable[[str], Buttons] | None = None,
        not_after: datetime | None = None,
        **values: object,
    ) -> list[Draft]:
        """Drafts that tell a person something they did not do themselves; `buttons` is given their language."""
        drafts = outbox.say(
            self.texts.say(person.speaks, key, **values),
            kind="notice",
            chat_id=person.telegram_id,
            person_id=person.id,
            buttons=buttons(person.speaks) if buttons else (),
        )
        return self.by_day(drafts, now=now, not_after=not_after)

    def by_day(self, drafts: list[Draft], *, now: datetime, not_after: datetime | None = None) -> list[Draft]:
        """The same drafts, not before the morning when it is night, and not at all after `not_after`."""
        due = quiet.morning(self.city, now=now, timezone=self.timezone)
        return [replace(draft, due_at=due, not_after=not_after) for draft in drafts]
