"""By the clock: what became of ideas is told, a message a person; cards of ideas in other chats show what is so."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection

from notices import ideas as told
from notices.ideawords import IdeaWords
from notices.teller import Teller
from services.coworking.hours import Hours
from services.ideas import cards, news
from services.ideas.cards import Stale
from wire import outbox
from wire.outbox import Draft


def tell_news(db: Connection, *, teller: Teller, now: datetime) -> Sequence[Draft]:
    """What is due; at night nothing."""
    digests = news.take(db, hours=Hours(teller.city, teller.timezone), now=now)
    return [draft for one in digests for draft in told.digest(teller, one, now=now)]


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
