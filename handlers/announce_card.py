"""An announcement as who writes it sees it: what is decided, what can be done with it, how it goes."""

from collections.abc import Callable, Coroutine
from functools import wraps
from typing import Any, TypeAlias

from telegram import Message

from handlers.context import Button, Buttons, Context, Update
from handlers.listening import Deed, ketua_or_satgas_only
from notices import announcements as told
from notices.announcewords import AnnounceWords
from notices.milestones import MilestoneWords
from services import forms
from services.announcements import choosing, correcting, reading, results, writing
from services.announcements.values import UNDER_WAY, Announcement, Done, Kind, Outcome, State
from services.coworking.hours import Hours
from services.forms import OpenForm
from services.milestones import reading as milestones
from services.milestones.values import Milestone

NUMBER, REVISION = "([0-9]{1,18})", "([0-9]{1,9})"
WRITE, WHEN, IDEA, FIX = "announce", "announce_when", "announce_idea", "announce_fix"
FORMS = (WRITE, WHEN, IDEA, FIX)
"""What is typed for an announcement: its content, its times, an idea's code, a correction."""
WithForm: TypeAlias = Callable[[Context, OpenForm], Coroutine[Any, Any, None]]


def words(context: Context, language: str | None = None) -> AnnounceWords:
    """How announcements are told to who did this, or in another language."""
    house = context.house
    milestone = MilestoneWords(house.texts, language or context.language, house.city, house.timezone, context.now)
    return AnnounceWords(house.texts, milestone)


def who(context: Context) -> dict[str, Any]:
    """What a service asks of who does something."""
    return {"rights": context.rights, "actor_id": context.person.id, "now": context.now}


def hours(context: Context) -> Hours:
    return Hours(context.house.city, context.house.timezone)


def button(context: Context, key: str, press: str, **values: object) -> Button:
    return Button(context.label(key, **values), press)


def read(context: Context, number: int | str) -> Announcement | None:
    """The announcement; where there is none, or it is somebody else's, a word that says so."""
    one = context.run(reading.read, announcement_id=int(number))
    if one is None or not reading.may_see(one, rights=context.rights, actor_id=context.person.id):
        gone(context)
        return None
    return one


def gone(context: Context) -> None:
    if context.happened.callback_query:
        context.toast(Outcome.NOT_FOUND, alert=True)
    else:
        context.say(Outcome.NOT_FOUND, buttons=[[home(context)]])


def home(context: Context) -> Button:
    return button(context, "announce.home_back", "v1:announce:home")


def back_to(context: Context, number: int) -> Button:
    return button(context, "announce.back_to", f"v1:announce:card:{number}")


def milestone_of(context: Context, one: Announcement) -> Milestone | None:
    number = one.milestone_id
    return context.run(milestones.read_milestone, milestone_id=number) if number else None


def change(context: Context, number: int | str, revision: int | str, **new: Any) -> Done | None:
    """Another value of some of its parts; None where it is not theirs, which is said."""
    one = read(context, number)
    if one is None:
        return None
    draft = writing.Draft(**{**{name: getattr(one, name) for name in writing.Draft.__dataclass_fields__}, **new})
    return context.run(writing.edit, announcement_id=one.id, revision=int(revision), draft=draft, **who(context))


def show(context: Context, one: Announcement, news: str = "", *, beneath: bool = False, **values: object) -> None:
    """The card below a word of what was just done; what is under way shows how it goes, and goes on doing so."""
    if one.state in UNDER_WAY and not beneath and follow(context, one):
        return
    parts = [context.text(news, **values)] if news else []
    parts.append(_card(context, one))
    say = context.say if beneath else context.change
    say(text="\n\n".join(parts), buttons=_deeds(context, one))


def tell(context: Context, done: Done | None) -> None:
    """What came of a deed: the card with a word above."""
    if done is None:
        return
    if done.announcement is None:
        gone(context)
    elif done.announcement.state in UNDER_WAY:
        context.toast(done.outcome)
        show(context, done.announcement)
    else:
        show(context, done.announcement, done.outcome)


def follow(context: Context, one: Announcement) -> bool:
    """The pressed message shows how it goes, from now on by itself; False where none with words alone was pressed."""
    press = context.happened.callback_query
    message = press.message if press else None
    if not isinstance(message, Message) or message.effective_attachment:
        return False
    seen = {"announcement_id": one.id, "person_id": context.person.id, "message_id": message.message_id}
    context.run(results.watch, now=context.now, **seen)
    progress = context.run(results.progress, announcement=one, now=context.now)
    teller, language = context.house.teller, context.language
    text = told.progress_words(teller, language, progress)
    context.change(text=text, buttons=told.deeds(teller, language, progress))
    return True


def keep(context: Context, form: str, step: str, data: dict[str, Any]) -> None:
    """They are at this step of this form now."""
    told: dict[str, Any] = {"form": form, "step": step, "data": data}
    context.run(forms.open_form, person_id=context.person.id, now=context.now, **told)


def close(context: Context) -> bool:
    return context.run(forms.close, person_id=context.person.id, now=context.now)


def with_form(*names: str) -> Callable[[WithForm], Deed]:
    """The deed with their own open form of these names; where there is none any more, a kind word."""

    def guard(deed: WithForm) -> Deed:
        @ketua_or_satgas_only
        @wraps(deed)
        async def guarded(update: Update, context: Context) -> None:
            form = context.run(forms.read, telegram_id=context.person.telegram_id, now=context.now)
            if form and form.form in names:
                await deed(context, form)
            else:
                context.toast("announce.form_closed", alert=True)

        return guarded

    return guard


def leave(context: Context) -> Button:
    return button(context, "announce.leave", "v1:announce:leave")


def _card(context: Context, one: Announcement) -> str:
    worded, milestone = words(context), milestone_of(context, one)
    parts = [worded.card(one, context.run(choosing.names, audience=one.audience), milestone)]
    if one.state is State.STOPPED:
        parts.append(context.text("announce.stopped_ask", moved=worded.moved(one, milestone)))
    elif one.started_at is not None and not one.repeat:
        progress = context.run(results.progress, announcement=one, now=context.now)
        parts.append(told.progress_words(context.house.teller, context.language, progress))
    elif one.state is State.SKIPPED:
        parts.append(context.text(one.why))
    fixed = context.run(correcting.corrections, announcement_id=one.id)
    return "\n\n".join([*parts, *(["\n".join(map(worded.corrected, fixed))] if fixed else [])])


def _deeds(context: Context, one: Announcement) -> Buttons:
    back = [home(context)]
    if one.state is State.DRAFT:
        return [*_writing(context, one), back]
    if one.state is State.STOPPED:
        return [*_stopped(context, one), back]
    if one.state in (State.AWAITING, State.SCHEDULED):
        return [*_waiting(context, one), back]
    return [*_under_way(context, one), back]


def _writing(context: Context, one: Announcement) -> Buttons:
    def to(key: str, verb: str, *more: object) -> Button:
        return button(context, key, ":".join(map(str, ("v1:announce", verb, one.id, *more))))

    body = [to("announce.to_body", "body"), button(context, "announce.to_audience", f"v1:audience:show:{one.id}:o")]
    rest = [to("announce.to_when", "when"), to("announce.to_topics", "topics")]
    last = [to("announce.discard", "discard")]
    drawn = [to("announce.redraw", "redraw", one.revision)] if one.milestone_id else []
    return [[to("announce.to_check", "check")], body, rest, drawn, last]


def _stopped(context: Context, one: Announcement) -> Buttons:
    """What the stop asks: go on with the new facts, go on as it is, change it, or leave it."""
    redraw = button(context, "announce.redraw", f"v1:announce:redraw:{one.id}:{one.revision}")
    as_it_is = button(context, "announce.as_it_is", f"v1:announce:check:{one.id}")
    rewrite = button(context, "announce.rewrite", f"v1:announce:withdraw:{one.id}:{one.revision}")
    return [[redraw], [as_it_is], [rewrite, button(context, "announce.leave_it", f"v1:announce:discard:{one.id}")]]


def _waiting(context: Context, one: Announcement) -> Buttons:
    """It waits for a second satgas, or for its time."""
    rows: list[list[Button]] = []
    if one.state is State.AWAITING and one.author_id != context.person.id and context.rights.satgas:
        seen = f"{one.id}:{one.revision}"
        yes = button(context, "announce.approve", f"v1:announce:approve:{seen}")
        rows.append([yes, button(context, "announce.reject", f"v1:announce:reject:{seen}")])
    rows.append([button(context, "announce.to_details", f"v1:announce:check:{one.id}")])
    back = button(context, "announce.withdraw", f"v1:announce:withdraw:{one.id}:{one.revision}")
    return [*rows, [back, button(context, "announce.call_off", f"v1:announce:discard:{one.id}")]]


def _under_way(context: Context, one: Announcement) -> Buttons:
    """Once it began: how it went, who did not get it, what can be put right."""
    if one.started_at is None:
        return []
    number, result = one.id, context.run(results.result, announcement=one)
    votes = [[button(context, "announce.to_votes", f"v1:announce:votes:{number}")]] if one.kind is Kind.POLL else []
    missed = result.refused + result.unknown + result.blocked + result.unmarked + result.skipped
    who_missed = [button(context, "announce.to_missed", f"v1:announce:missed:{number}:0")] if missed else []
    again = result.refused or result.unknown or result.unmarked
    resend = [button(context, "announce.to_again", f"v1:announce:again:{number}")] if again else []
    fix = [button(context, "announce.to_correct", f"v1:announce:correct:{number}")] if result.sent else []
    return [*votes, who_missed, resend, fix, [button(context, "announce.renew", f"v1:announce:card:{number}")]]
