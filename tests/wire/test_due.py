"""What waits for its time: it comes when it is due, in order, and never when it is too late."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from sqlalchemy import Connection, func, select

from jobs import housekeeping
from models import Later, Outbox
from sandbox.people import Person
from sandbox.server import BotApi
from services import people
from tests.support.office import Office
from tests.wire.test_clock import TELLER
from wire import ledger, outbox
from wire.ledger import Mark
from wire.outbox import Draft

EVENING, MORNING = datetime(2026, 11, 24, 15, 0, tzinfo=UTC), datetime(2026, 11, 24, 23, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


def notice(text: str, due: datetime | None = MORNING, not_after: datetime | None = None) -> Draft:
    (draft,) = outbox.say(text, kind="notice", chat_id=7)
    return replace(draft, due_at=due, not_after=not_after)


def write(db: Connection, *drafts: Draft, now: datetime = EVENING) -> list[str]:
    """Write drafts; the texts of those that may go at once."""
    rows = outbox.write(db, [(draft, None) for draft in drafts], now=now)
    return [row.payload.split('"')[3] for row in rows]


def due(db: Connection, now: datetime) -> list[str]:
    return [draft.payload["text"] for draft in housekeeping.say_what_is_due(db, teller=TELLER, now=now)]


def test_what_is_due_comes_once_in_the_order_of_its_time(db: Connection) -> None:
    late, early = notice("late", MORNING + HOUR), notice("early")
    assert write(db, notice("now", None), late, early, notice("past", EVENING)) == ["now", "past"]
    assert due(db, EVENING) == []
    assert due(db, MORNING) == ["early"]
    assert due(db, MORNING + HOUR) == ["late"]
    assert due(db, MORNING + HOUR) == []


def test_what_comes_too_late_is_dropped(db: Connection) -> None:
    write(db, notice("dropped", not_after=MORNING + HOUR), notice("kept", not_after=MORNING + 3 * HOUR))
    found = housekeeping.say_what_is_due(db, teller=TELLER, now=MORNING + 2 * HOUR)
    assert [(one.payload["text"], one.not_after) for one in found] == [("kept", MORNING + 3 * HOUR)]
    assert db.execute(select(func.count()).select_from(Later)).scalar() == 0


def test_a_draft_is_the_same_when_its_time_has_come(db: Connection) -> None:
    draft = notice("<b>Pagi</b>")
    write(db, draft)
    assert list(housekeeping.say_what_is_due(db, teller=TELLER, now=MORNING)) == [draft]


def test_what_waited_is_written_down_as_of_its_time(db: Connection) -> None:
    write(db, notice("morning"), now=EVENING)
    found = housekeeping.say_what_is_due(db, teller=TELLER, now=MORNING + HOUR)
    write(db, *found, notice("now", None), now=MORNING + HOUR)
    assert db.execute(select(Outbox.created_at).order_by(Outbox.id)).scalars().all() == [MORNING, MORNING + HOUR]


def test_nothing_waits_for_somebody_who_blocked_the_bot(db: Connection) -> None:
    write(db, notice("a"))
    people.lose(db, telegram_id=7, reach="blocked")
    write(db, notice("b"))
    ledger.close_chat(db, chat_id=7, reach="blocked", last=Mark(1, "refused"), upto=9, now=EVENING)
    assert due(db, MORNING) == []


def test_by_night_a_notice_waits_and_a_reply_does_not() -> None:
    drafts = [notice("a", None)]
    assert TELLER.by_day(drafts, now=EVENING) == [notice("a")]
    assert TELLER.by_day(drafts, now=MORNING) == drafts


async def test_a_row_that_became_too_late_is_not_sent(post: Office, api: BotApi, ani: Person) -> None:
    (draft,) = outbox.say("terlambat", kind="notice", chat_id=ani.id)
    now = post.clock.now()
    await post.writes(replace(draft, not_after=now - HOUR), replace(draft, not_after=now + HOUR))
    await post.idle()
    assert ani.seen == ["terlambat"]
    assert await post.states() == ["refused", "sent"]
    assert await post.column(Outbox.error) == ["too late", None]
