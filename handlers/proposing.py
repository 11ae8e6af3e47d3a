"""What all that leads to an idea on its way shares: the form it stands in, and the one message it is shown in."""

import re
from collections.abc import Callable, Coroutine
from dataclasses import replace
from functools import wraps
from typing import Any, TypeAlias

from telegram import Message

from handlers.context import Button, Context, Update
from handlers.listening import Deed
from notices.ideawriting import LIMITS, Look, Screen
from services import forms
from services.coworking.hours import Hours
from services.ideas import complaints, reading, sending, similar, writing as written
from services.ideas.sending import Proposal
from services.ideas.values import Attachment, Idea, Visibility
from services.ideas.writing import FORM, Came, Step, Writing, Wrong

COMMAND = re.compile(r"\A/ide(?:@\w+)?(?:\s+|\Z)", re.IGNORECASE)
LEFT_OUT = {
    "voice": "ide.voice",
    "audio": "ide.voice",
    "video_note": "ide.video",
    "video": "ide.video",
    "animation": "ide.video",
    "sticker": "ide.sticker",
}
"""What an idea cannot bring, and what is said of it."""
WithWriting: TypeAlias = Callable[[Context, Writing], Coroutine[Any, Any, None]]


def with_writing(deed: WithWriting) -> Deed:
    """The deed with the person's own idea on its way; where there is none any more, a kind word."""

    @wraps(deed)
    async def guarded(update: Update, context: Context) -> None:
        writing = mine(context)
        if writing:
            await deed(context, writing)
        else:
            context.toast("ide.form_closed", alert=True)

    return guarded


def mine(context: Context) -> Writing | None:
    """The idea the person is in the middle of."""
    form = context.run(forms.read, telegram_id=context.person.telegram_id, now=context.now)
    return Writing.from_dict(form.step, form.data) if form and form.form == FORM else None


def keep(context: Context, writing: Writing) -> None:
    """The person is at this step of it now."""
    told: dict[str, Any] = {"form": FORM, "step": writing.step, "data": writing.as_dict()}
    context.run(forms.open_form, person_id=context.person.id, now=context.now, **told)


def close(context: Context) -> bool:
    """The form is left; False where it was left before."""
    return context.run(forms.close, person_id=context.person.id, now=context.now)


def hours(context: Context) -> Hours:
    """The city's clock."""
    return Hours(context.house.city, context.house.timezone)


def screen(context: Context) -> Screen:
    """What words it."""
    return Screen(context.house.texts, context.language, context.house.city)


def begin(context: Context, message: Message | None) -> None:
    """A new idea: what the message brings; else what is waiting, or the question for it."""
    if not proposal(context).left:
        context.change("idea.too_many", buttons=[[own_ideas(context)], *context.way_back()], **LIMITS)
        return
    waiting = mine(context)
    if message and (words(message) or came(message, "").file):
        take(context, Writing(), message)
    elif waiting and waiting.is_new and waiting.parts:
        show(context, waiting, "ide.still_here")
    else:
        ask(context, Writing(), "ide.ask")


def proposal(context: Context) -> Proposal:
    """What the person agreed to and chose last, and how many ideas they may send today."""
    told: dict[str, Any] = {"person_id": context.person.id, "text": "", "hours": hours(context)}
    return context.run(sending.propose, now=context.now, **told)


def show(context: Context, writing: Writing, note: str = "") -> None:
    """The idea as it will be, below the sentence `note`; what was shown of it before is old from now on."""
    shown = replace(writing, step=Step.LOOK, revision=context.happened.update_id)
    keep(context, shown)
    view, look = screen(context), _look(context, shown)
    context.change(text=view.preview(look, note), buttons=view.under(look))


def ask(context: Context, writing: Writing, key: str) -> None:
    """Words are waited for."""
    keep(context, writing)
    context.change(key, buttons=screen(context).choices(writing), city=context.house.city.name, **LIMITS)


def refuse(context: Context, writing: Writing, key: str) -> None:
    """It could not be taken; the form stays where it was."""
    context.say(key, buttons=screen(context).choices(writing), **LIMITS)


def words(message: Message) -> str:
    """What was written, without the command before it; "" where there are no words."""
    return COMMAND.sub("", message.text or message.caption or "", count=1)


def came(message: Message, words: str) -> Came:
    """What a message brings; moving pictures are no files here."""
    file, album = None, message.media_group_id or ""
    if message.photo:
        best = message.photo[-1]
        file = Attachment("photo", best.file_id, best.file_unique_id, "", best.file_size or 0, album)
    elif message.document and not message.animation:
        one = message.document
        name = (one.file_name or "")[:120]
        file = Attachment("document", one.file_id, one.file_unique_id, name, one.file_size or 0, album)
    return Came(message.message_id, words, file, album)


def take(context: Context, writing: Writing, message: Message) -> None:
    """What a message brings is added to the idea, or it is said why it cannot be."""
    left_out = next((key for kind, key in LEFT_OUT.items() if getattr(message, kind)), None)
    one = came(message, words(message))
    if not (one.words or one.file):
        refuse(context, writing, left_out or "ide.other")
        return
    if writing.parts and not one.file and written.is_nod(one.words):
        show(context, writing, "ide.not_added")
        return
    if written.is_rest(writing, one):
        _take_rest(context, writing, message)
        return
    taken, wrong = written.take(writing, one)
    if wrong in (Wrong.TOO_LONG, Wrong.EMPTY):
        refuse(context, writing, wrong)
        if not mine(context):
            keep(context, writing)
    elif taken.parts:
        show(context, taken, wrong or left_out or _added(writing, one))
    elif wrong:
        keep(context, taken)
        refuse(context, taken, wrong)
    else:
        ask(context, taken, "ide.ask_words")


def _take_rest(context: Context, writing: Writing, message: Message) -> None:
    """The other pictures of an album, silently; only what is left out is spoken of."""
    taken, wrong = written.take(writing, came(message, ""))
    keep(context, replace(taken, step=writing.step))
    if wrong and not writing.album.startswith(written.FULL):
        refuse(context, writing, wrong)


def _added(writing: Writing, one: Came) -> str:
    """What happened to what there was before."""
    if not writing.parts:
        return ""
    return "ide.replaced" if writing.fresh and one.words else "ide.added"


def take_title(context: Context, writing: Writing, message: Message) -> None:
    """The title that was typed."""
    taken = written.take_title(writing, message.text) if message.text else "ide.title_words_only"
    if isinstance(taken, Writing):
        show(context, taken)
    else:
        refuse(context, writing, taken)


def own_ideas(context: Context) -> Button:
    """The way to /ideku."""
    return Button(context.label("myideas.back"), "v1:myideas:show")


def own(context: Context, writing: Writing) -> Idea | None:
    """The sent idea that is being changed."""
    return context.run(reading.own_idea, idea_id=writing.idea_id, person_id=context.person.id)


def _look(context: Context, writing: Writing) -> Look:
    house, person = context.house, context.person
    draft = written.draft(writing, house.city)
    told: dict[str, Any] = {"person_id": person.id, "text": draft.text}
    suggested = proposal(context)
    idea = None if writing.is_new else own(context, writing)
    but = (idea.id,) if idea else ()
    found = context.run(similar.similar, library=house.ideas, but=but, **told) if writing.is_new else ()
    doors: dict[str, Any] = {"words": draft.text, "library": house.library, "city": house.city}
    return Look(
        writing,
        draft,
        person.name,
        suggested.named if writing.named is None else writing.named,
        suggested.agreed,
        found,
        context.run(complaints.complaint, language=context.language, **doors) if writing.is_new else None,
        person.id,
        idea is not None and idea.visibility is Visibility.SHOWN,
    )
