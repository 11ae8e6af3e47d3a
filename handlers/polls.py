"""Polls: a vote in any copy of an announced poll counts, may be changed and taken back; of channels totals come."""

from telegram.ext import PollAnswerHandler, PollHandler

from handlers.context import Context, Update
from handlers.listening import App
from services.announcements import polls

OPTIONS = frozenset(range(12))
"""What a poll may have at most."""


def add_to(app: App) -> None:
    """Listen to votes."""
    app.add_handler(PollAnswerHandler(voted))
    app.add_handler(PollHandler(counted))


async def voted(update: Update, context: Context) -> None:
    """Somebody we know chose; a stranger to whom a copy was forwarded is not counted."""
    answer = update.poll_answer
    if answer is None or answer.user is None or not context.person.known:
        return
    if (poll := _number(answer.poll_id)) is None or not set(answer.option_ids) <= OPTIONS:
        return
    chosen = answer.option_ids
    context.run(polls.voted, poll_id=poll, person_id=context.person.id, options=chosen, now=context.now)


async def counted(update: Update, context: Context) -> None:
    """The totals of a copy whose votes are anonymous."""
    poll = update.poll
    if poll is not None and poll.is_anonymous and (number := _number(poll.id)) is not None:
        context.run(polls.counted, poll_id=number, totals=[option.voter_count for option in poll.options])


def _number(poll_id: str) -> int | None:
    """A poll's number; None for what Telegram never sends and no database holds."""
    number = int(poll_id) if poll_id.isdecimal() and len(poll_id) < 20 else None
    return number if number is not None and number < 2**63 else None
