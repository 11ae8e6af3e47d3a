"""Answering a question of the queue, for satgas: hold it, type, see how it will look, send it or keep it too."""

from collections.abc import Callable, Coroutine
from datetime import date
from functools import partial, wraps
from typing import Any, TypeAlias

from telegram.ext import MessageHandler, filters

from handlers.context import Button, Buttons, Context, Update
from handlers.listening import App, Deed, OpenForm, on_press, satgas_only
from notices import desk as told, replying
from services import articletyped as typed, dates, desk, forms, quiet, reply as replies
from services.articledraft import PREVIEW
from services.desk import Closed, Hold
from services.questions import FORM, named
from services.reply import REASON, Reply

NUMBER, REVISION = "([0-9]{1,18})", "([0-9]{1,9})"

WithReply: TypeAlias = Callable[[Context, Reply], Coroutine[Any, Any, None]]


def add_to(app: App) -> None:
    """Listen to the buttons of answering, and to what is typed meanwhile."""
    on_press(app, f"v1:queue:take:{NUMBER}", take)
    on_press(app, f"v1:queue:close:{NUMBER}", close)
    on_press(app, f"v1:queue:why:{NUMBER}:(not_ours|unclear|improper)", with_reply(why))
    on_press(app, f"v1:queue:edit:{NUMBER}:(body|title|source|reason)", with_reply(edit))
    on_press(app, f"v1:queue:skip:{NUMBER}", with_reply(skip))
    on_press(app, f"v1:queue:today:{NUMBER}", with_reply(today))
    on_press(app, f"v1:queue:asked:{NUMBER}", with_reply(as_asked))
    on_press(app, f"v1:queue:keep:{NUMBER}:{REVISION}", with_reply(keep))
    on_press(app, f"v1:queue:only:{NUMBER}:{REVISION}", with_reply(send_only))
    on_press(app, f"v1:queue:send:{NUMBER}:{REVISION}", with_reply(send))
    on_press(app, f"v1:queue:drop:{NUMBER}", with_reply(drop))
    new = filters.ChatType.PRIVATE & filters.UpdateType.MESSAGE & ~filters.COMMAND & OpenForm(FORM)
    app.add_handler(MessageHandler(new & filters.TEXT, words))
    app.add_handler(MessageHandler(new & ~filters.TEXT & ~filters.StatusUpdate.ALL, no_words))


def with_reply(deed: WithReply) -> Deed:
    """The deed with the satgas' own reply to this question, as it was shown; else a kind word."""

    @satgas_only
    @wraps(deed)
    async def guarded(update: Update, context: Context) -> None:
        reply = _mine(context)
        number, *rest = context.pressed
        revision = rest[0] if rest and rest[0].isdigit() else None
        if reply is None or reply.number != int(number):
            context.toast("queue.no_longer", alert=True)
        elif revision and reply.revision != int(revision):
            context.toast("queue.older", alert=True)
        else:
            await deed(context, reply)

    return guarded


@satgas_only
async def take(update: Update, context: Context) -> None:
    """Hold the question and write its answer."""
    _begin(context, declines=False)


@satgas_only
async def close(update: Update, context: Context) -> None:
    """Hold the question and say why it gets no answer."""
    _begin(context, declines=True)


@satgas_only
async def words(update: Update, context: Context) -> None:
    """What was typed at the form's step."""
    reply = _mine(context)
    if reply is None:
        context.say("queue.no_longer", buttons=_back(context))
        return
    if reply.step == PREVIEW:
        context.say("queue.use_buttons", buttons=_choices(context, reply))
        return
    taken = replies.take(reply, context.words, today=_today(context))
    if isinstance(taken, Reply):
        _go_on(context, taken)
    else:
        key = "queue.wrong_reason" if reply.declines else taken
        wrong = context.text(key, **replying.LIMITS)
        context.say(text=wrong, buttons=_choices(context, reply))


@satgas_only
async def no_words(update: Update, context: Context) -> None:
    """A picture, a sticker: the form stays."""
    reply = _mine(context)
    context.say("queue.no_words", buttons=_choices(context, reply) if reply else _back(context))


async def why(context: Context, reply: Reply) -> None:
    """One of the usual reasons."""
    _go_on(context, replies.decline(reply, replying.REASONS[context.pressed[1]]))


async def edit(context: Context, reply: Reply) -> None:
    """Write a part anew."""
    part = context.pressed[1]
    _go_on(context, replies.decline(reply, "") if part == REASON else replies.anew(reply, part))


async def skip(context: Context, reply: Reply) -> None:
    """The source has no link."""
    _put(context, reply, "link", "")


async def today(context: Context, reply: Reply) -> None:
    """The source is of today."""
    _put(context, reply, "dated", _today(context).isoformat())


async def as_asked(context: Context, reply: Reply) -> None:
    """The question is the title."""
    _put(context, reply, "title", _title(context, reply))


async def keep(context: Context, reply: Reply) -> None:
    """It is to be an article too."""
    _go_on(context, replies.to_keep(reply, True))


async def send_only(context: Context, reply: Reply) -> None:
    """It is not to be an article after all."""
    _go_on(context, replies.to_keep(reply, False))


async def send(context: Context, reply: Reply) -> None:
    """As it was shown; everybody who asked hears of it once."""
    if not reply.is_whole:
        context.toast("queue.older", alert=True)
        return
    closed = _close(context, reply)
    if closed.hold is not Hold.MINE:
        _refuse(context, closed.hold, reply.number)
        return
    context.turn.drafts += told.replied(context.house.teller, reply, closed.askers, now=context.now)
    arrived = Button(context.label("queue.see_arrival"), f"v1:queue:see:{reply.number}")
    context.change(text=_sent(context, reply, closed), buttons=[[arrived], *_back(context)])


async def drop(context: Context, reply: Reply) -> None:
    """Somebody else may take it."""
    context.run(forms.close, person_id=context.person.id, now=context.now)
    context.change("queue.dropped", number=named(reply.number), buttons=_back(context))


def _begin(context: Context, *, declines: bool) -> None:
    """Where a reply to it began already, go on with it."""
    number, mine = int(context.pressed[0]), _mine(context)
    begun = mine if mine and mine.number == number else replies.begin(number)
    _go_on(context, replies.turn(begun, declines=declines))


def _mine(context: Context) -> Reply | None:
    form = context.run(forms.read, telegram_id=context.person.telegram_id, now=context.now)
    return Reply.from_dict(form.data) if form and form.form == FORM else None


def _put(context: Context, reply: Reply, step: str, value: str) -> None:
    further = replies.put(reply, step, value)
    if further and (value or step == "link"):
        _go_on(context, further)
    else:
        context.toast("queue.older", alert=True)


def _go_on(context: Context, reply: Reply) -> None:
    """The question is held for another hour; its next step is asked for, or the preview shown."""
    take = partial(desk.hold, number=reply.number, person=context.person, now=context.now)
    held, holder = context.run(partial(take, step=reply.step, data=reply.as_dict()))
    if held is not Hold.MINE:
        _refuse(context, held, reply.number, holder.name if holder else "")
    elif reply.step == PREVIEW:
        context.change(text=_preview(context, reply), buttons=_choices(context, reply))
    else:
        asked = replying.question(context.house.texts, context.language, reply)
        context.change(text=asked, buttons=_choices(context, reply))


def _refuse(context: Context, hold: Hold, number: int, name: str = "") -> None:
    if context.happened.callback_query:
        context.toast(hold, alert=True, number=named(number), name=name)
    else:
        context.say(hold, number=named(number), name=name, buttons=_back(context))


def _preview(context: Context, reply: Reply) -> str:
    entry = context.run(desk.look, number=reply.number, now=context.now)
    words = entry.wordings[0] if entry and entry.wordings else ""
    parts = [context.text("queue.preview")]
    parts.append(told.reply(context.house.teller, context.language, reply, words=words, now=context.now))
    parts += [context.text("queue.will_keep", title=reply.draft.content.title)] if reply.keep else []
    if entry:
        reached = entry.askers - entry.unreachable
        parts.append(context.text("queue.reaches", count=reached, missed=entry.unreachable))
    return "\n\n".join(parts)


def _close(context: Context, reply: Reply) -> Closed:
    who: dict[str, Any] = {"number": reply.number, "person": context.person, "now": context.now}
    if reply.declines:
        return context.run(desk.decline, **who, reason=reply.reason)
    return context.run(desk.answer, **who, content=reply.draft.content, keep=reply.keep)


def _sent(context: Context, reply: Reply, closed: Closed) -> str:
    key = "queue.declined" if reply.declines else "queue.sent"
    counts = {"count": len(closed.askers), "missed": closed.missed}
    parts = [context.text(key, number=named(reply.number), **counts)]
    parts += [context.text("queue.kept", title=reply.draft.content.title)] if closed.article_id else []
    morning = quiet.morning(context.house.city, now=context.now, timezone=context.house.timezone)
    if morning and closed.askers:
        when = context.house.texts.moment(context.language, morning)
        parts.append(context.text("queue.at_dawn", when=when))
    return "\n\n".join(parts)


def _choices(context: Context, reply: Reply) -> Buttons:
    return replying.choices(context.house.texts, context.language, reply, title=_title(context, reply))


def _title(context: Context, reply: Reply) -> str:
    """The question as a title; "" where it is none."""
    entry = context.run(desk.look, number=reply.number, now=context.now)
    title = typed.title(entry.wordings[0]) if entry and entry.wordings else typed.Wrong.TITLE
    return "" if isinstance(title, typed.Wrong) else title[:1].upper() + title[1:]


def _back(context: Context) -> Buttons:
    return replying.back(context.house.texts, context.language)


def _today(context: Context) -> date:
    return dates.today(context.now, context.house.timezone)
