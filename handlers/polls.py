"""Polls: a vote in any copy of an announced poll counts, may be changed and taken back; of channels totals come."""

from telegram.ext import PollAnswerHandler, PollHandler

from handlers.context import Context, Update
from handlers.listening import App
from services.announcements import polls


def add_to(app: App) -> None:
    """Listen to votes."""
    app.add_handler(PollAnswerHandler(voted))
    app.add_handler(PollHandler(counted))


async def voted(update: Update, context: Context) -> None:
    """Somebody we know chose; a stranger to whom a copy was forwarded is not counted."""
    answer = update.poll_answer
    if answer is None or answer.user is None or not answer.poll_id.isdecimal() or not context.person.known:
        return
    poll, chosen = int(answer.poll_id), answer.option_ids
    context.run(polls.voted, poll_id=poll, person_id=context.person.id, options=chosen, now=context.now)


async def counted(update: Update, context: Context) -> None:
    """The totals of a copy whose votes are anonymous."""
    poll = update.poll
    if poll is not None and poll.is_anonymous and poll.id.isdecimal():
        context.run(polls.counted, poll_id=int(poll.id), totals=[option.voter_count for option in poll.options])
