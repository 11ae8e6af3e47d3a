"""A milestone as satgas see it: what residents see, what only they see, and all that can be done with it."""

from collections.abc import Callable, Coroutine
from functools import wraps
from typing import Any, TypeAlias

from handlers.context import Button, Buttons, Context, Update
from handlers.listening import Deed, satgas_only
from notices.milestones import MilestoneWords
from services import forms, menu
from services.forms import OpenForm
from services.milestones import reading
from services.milestones.values import Done, Milestone, Outcome

NUMBER = "([0-9]{1,18})"
FORM, UPDATE = "milestone", "milestone_update"
"""What is typed for a milestone: one of its parts, or news of it."""
PROGRESS = (0, 10, 25, 50, 75, 90, 100)
WEIGHTS = (1, 2, 3, 5, 10)
PARTS = (("status", "progress"), ("title", "about"), ("target", "owner"), ("kecamatan", "weight"), ("source",))
WithForm: TypeAlias = Callable[[Context, OpenForm], Coroutine[Any, Any, None]]


def words(context: Context) -> MilestoneWords:
    """How milestones are told to who did this."""
    house = context.house
    return MilestoneWords(house.texts, context.language, house.city, house.timezone, context.now)


def who(context: Context) -> dict[str, Any]:
    """What a service asks of who changes something."""
    return {"rights": context.rights, "by": context.person, "now": context.now}


def button(context: Context, key: str, press: str, **values: object) -> Button:
    return Button(context.label(key, **values), press)


def read(context: Context, number: int) -> Milestone | None:
    """The milestone; where there is none, a word that says so."""
    one = context.run(reading.read_milestone, milestone_id=number)
    if one is None:
        gone(context)
    return one


def gone(context: Context) -> None:
    if context.happened.callback_query:
        context.toast(Outcome.GONE, alert=True)
    else:
        context.say(Outcome.GONE, buttons=[[home(context)]])


def home(context: Context) -> Button:
    return button(context, "milestone.home_back", "v1:milestone:home")


def back_to(context: Context, number: int) -> Button:
    return button(context, "milestone.back_to", f"v1:milestone:show:{number}")


def show(context: Context, one: Milestone, news: str = "", **values: object) -> None:
    """The card, below a word of what was just done."""
    updates = context.run(reading.updates_of, milestone_id=one.id)
    told = words(context)
    parts = [context.text(news, **values)] if news else []
    parts += [told.page(one, updates, 0), _kept(context, one)]
    context.change(text="\n\n".join(parts), buttons=_deeds(context, one))


def tell(context: Context, done: Done, **values: object) -> None:
    """What came of a deed: the card with a word above, or the word alone where there is no milestone any more."""
    if done.milestone is not None and done.outcome is not Outcome.DISCARDED:
        show(context, done.milestone, done.outcome, **values)
    elif done.outcome is Outcome.DISCARDED:
        context.change(done.outcome, buttons=[[home(context)]])
    else:
        gone(context)


def keep(context: Context, form: str, step: str, data: dict[str, Any]) -> None:
    """The satgas is at this step of this form now."""
    told: dict[str, Any] = {"form": form, "step": step, "data": data}
    context.run(forms.open_form, person_id=context.person.id, now=context.now, **told)


def close(context: Context) -> bool:
    """The form is left; False where it was left before."""
    return context.run(forms.close, person_id=context.person.id, now=context.now)


def with_form(name: str) -> Callable[[WithForm], Deed]:
    """The deed with the satgas's own open form of this name; where there is none any more, a kind word."""

    def guard(deed: WithForm) -> Deed:
        @satgas_only
        @wraps(deed)
        async def guarded(update: Update, context: Context) -> None:
            form = context.run(forms.read, telegram_id=context.person.telegram_id, now=context.now)
            if form and form.form == name:
                await deed(context, form)
            else:
                context.toast("milestone.form_closed", alert=True)

        return guarded

    return guard


def publishing(context: Context, one: Milestone) -> str:
    """Since when, or from when on, it is seen."""
    if one.publish_at is None:
        return context.text("milestone.is_draft")
    when = context.house.texts.moment(context.language, one.publish_at)
    return context.text("milestone.is_public" if one.is_public(context.now) else "milestone.is_scheduled", when=when)


def _kept(context: Context, one: Milestone) -> str:
    """What only satgas see."""
    key = "milestone.from_pack" if one.origin == "pack" else "milestone.from_satgas"
    told = {"weight": one.weight, "origin": context.label("milestone.from_changed" if one.changed else key)}
    languages = ", ".join(sorted(one.title))
    return "\n".join([publishing(context, one), context.text("milestone.kept", languages=languages, **told)])


def _deeds(context: Context, one: Milestone) -> Buttons:
    number = one.id
    parts = [[_part(context, number, part) for part in row] for row in PARTS]
    last = button(context, "milestone.point_back", f"v1:milestone:point:{one.point}")
    return [*_foremost(context, one), *parts, [last]]


def _foremost(context: Context, one: Milestone) -> Buttons:
    """What one comes for: to publish it, or to tell what is new."""
    number, seen = one.id, f"{one.id}:{one.revision}"
    if one.is_public(context.now):
        news = button(context, "milestone.tell", f"v1:milestone:tell:{number}")
        fix = button(context, "milestone.fix", f"v1:milestone:fixes:{number}")
        look = button(context, "milestone.look", f"v1:roadmap:milestone:{number}")
        return [[news, fix], [look], *_announcing(context, number)]
    now = button(context, "milestone.publish", f"v1:milestone:publish:{seen}")
    later = button(context, "milestone.schedule", f"v1:milestone:ask:publish_at:{number}")
    if one.publish_at is not None:
        return [[now, later], [button(context, "milestone.unschedule", f"v1:milestone:unschedule:{seen}")]]
    discard = [] if one.key else [button(context, "milestone.discard", f"v1:milestone:discard:{seen}")]
    return [[now, later], discard]


def _announcing(context: Context, number: int) -> Buttons:
    """The way to announce it, as soon as announcements work."""
    works = any(command.name == "pengumuman" for command in menu.commands(context.rights))
    return [[button(context, "milestone.announce", f"v1:announce:milestone:{number}")]] if works else []


def _part(context: Context, number: int, part: str) -> Button:
    return button(context, f"milestone.part.{part}", f"v1:milestone:ask:{part}:{number}")
