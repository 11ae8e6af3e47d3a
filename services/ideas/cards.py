"""Cards in other chats: sent there by inline mode, known from their first press on, their counts kept right by rows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, delete, func, or_, select, update

from models import Idea as Ideas, IdeaCard as Cards, Outbox, upsert
from services.ideas import browsing
from services.ideas.browsing import Card
from services.ideas.news import tree
from services.ideas.reading import read_idea

TICK = timedelta(seconds=1)
"""How often the clock looks: so long a drafted edit may have lain unseen."""
APART = timedelta(seconds=3) + TICK
"""Two edits of one card are drafted so far apart; then they arrive at least 3 s apart."""
AT_ONCE = 8
"""So many cards are edited in one look; Telegram hears of them one after the other."""
KEPT = timedelta(days=90)
"""A card nobody pressed for so long is forgotten until it is pressed again."""
RECENT = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Stale:
    """A card that shows what is no longer so; `card` None: the idea may be shown no more."""

    inline_message_id: str
    language: str
    card: Card | None


def know(db: Connection, *, inline_message_id: str, idea_id: int, language: str, now: datetime) -> None:
    """This card was pressed: from now on its count is kept right. After the deed, which locks the idea first."""
    told: dict[str, Any] = {"language": language, "pressed_at": now, "dirty": True}
    new = upsert(db, Cards).values(inline_message_id=inline_message_id, idea_id=idea_id, **told)
    db.execute(new.on_conflict_do_update(index_elements=[Cards.inline_message_id], set_=told))


def touch(db: Connection, *, idea_id: int) -> None:
    """What the cards of this idea, and of those merged into it, show may be no longer so."""
    db.execute(update(Cards).where(Cards.idea_id.in_(tree(idea_id)), ~Cards.dirty).values(dirty=True))


def touch_changed(db: Connection, *, now: datetime) -> None:
    """By the clock: so are the cards of ideas that were answered, merged or held back since their last edit."""
    changed = select(Ideas.id).where(Ideas.changed_at > now - RECENT)
    since = changed.where(Ideas.id == Cards.idea_id, Ideas.changed_at >= Cards.edited_at).exists()
    db.execute(update(Cards).where(~Cards.dirty, Cards.idea_id.in_(changed), since).values(dirty=True))


def forget_old(db: Connection, *, now: datetime) -> None:
    """Cards that nobody presses any more."""
    db.execute(delete(Cards).where(Cards.pressed_at < now - KEPT))


def take_stale(db: Connection, *, now: datetime) -> Sequence[Stale]:
    """By the clock: what cards show now whose last edit is long enough ago; none while one is still on its way."""
    if _on_its_way(db, now):
        return ()
    ripe = or_(Cards.edited_at.is_(None), Cards.edited_at <= now - APART)
    first = select(Cards.inline_message_id).where(Cards.dirty, ripe).order_by(Cards.pressed_at).limit(AT_ONCE)
    chosen = Cards.inline_message_id.in_(first.with_for_update(skip_locked=True))
    columns = (Cards.inline_message_id, Cards.idea_id, Cards.language, Cards.shown)
    rows = db.execute(update(Cards).where(chosen, Cards.dirty).values(dirty=False).returning(*columns)).all()
    return [one for row in rows if (one := _stale(db, row, now))]


def _stale(db: Connection, row: Any, now: datetime) -> Stale | None:
    """None where the card shows it already."""
    idea = read_idea(db, idea_id=row.idea_id)
    card = browsing.card_of(db, idea=idea, person_id=0) if idea and idea.public else None
    mine, shown = Cards.inline_message_id == row.inline_message_id, _name(card)
    db.execute(update(Cards).where(mine).values(shown=shown, edited_at=now))
    return Stale(row.inline_message_id, row.language, card) if shown != row.shown else None


def _name(card: Card | None) -> str:
    """What a card shows, by a short name."""
    if card is None:
        return "gone"
    return ".".join(map(str, (card.idea.revision, card.counted.id, card.counted.revision, card.counted.supports)))


def _on_its_way(db: Connection, now: datetime) -> bool:
    """Whether an edit out of sight waits still (Telegram is slow, or away); its card's time begins anew."""
    waits: tuple[ColumnElement[bool], ...] = (Outbox.state == "waiting", Outbox.chat_id.is_(None))
    since = db.execute(select(func.min(Outbox.created_at)).where(*waits, Outbox.kind == "edit")).scalar()
    if since is None:
        return False
    db.execute(update(Cards).where(Cards.edited_at >= since, Cards.edited_at < now).values(edited_at=now))
    return True
