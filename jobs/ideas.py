"""By the clock: what became of ideas is told, a message a person; what waits for satgas; cards in other chats."""

from collections.abc import Sequence
from datetime import datetime, time

from sqlalchemy import Connection

from notices import ideas as told, reviewwords
from notices.ideawords import IdeaWords
from notices.teller import Teller
from services import roles
from services.coworking.hours import Hours
from services.ideas import cards, news, nudging
from services.ideas.cards import Stale
from wire import outbox
from wire.outbox import Draft

FROM, UNTIL = time(8), time(17)
"""When satgas are told what waits, in the city's time."""


def tell_news(db: Connection, *, teller: Teller, now: datetime) -> Sequence[Draft]:
    """What is due; at night nothing."""
    digests = news.take(db, hours=Hours(teller.city, teller.timezone), now=now)
    return [draft for one in digests for draft in told.digest(teller, one, now=now)]


def nudge(db: Connection, *, teller: Teller, now: datetime) -> Sequence[Draft]:
    """Each satgas hears once a working day how many ideas wait, and how many too long."""
    hours = Hours(teller.city, teller.timezone)
    if not FROM <= now.astimezone(hours.zone).time() < UNTIL:
        return ()
    found = nudging.take_nudge(db, hours=hours, now=now)
    if found is None:
        return ()
    force = roles.task_force(db, satgas_ids=teller.satgas_ids)
    return [draft for satgas in force for draft in reviewwords.nudge(teller, satgas, found, now=now)]


def renew_cards(db: Connection, *, teller: Teller, now: datetime) -> Sequence[Draft]:
    """Cards whose count or standing is another one now are changed in their place, each at most every 3 seconds."""
    return [draft for one in cards.take_stale(db, now=now) for draft in _card(teller, one)]


def look_at_cards(db: Connection, *, teller: Teller, now: datetime) -> Sequence[Draft]:
    """Cards of ideas that were answered, merged or held back are changed too; old ones are forgotten."""
    cards.touch_changed(db, now=now)
    cards.forget_old(db, now=now)
    return ()


def _card(teller: Teller, one: Stale) -> list[Draft]:
    words = IdeaWords(teller.texts, one.language, teller.city)
    if one.card is None:
        return outbox.change_inline(words.gone(), inline_message_id=one.inline_message_id)
    buttons = words.elsewhere(one.card, teller.bot_username)
    return outbox.change_inline(
        words.card(one.card, brief=True), inline_message_id=one.inline_message_id, buttons=buttons
    )
