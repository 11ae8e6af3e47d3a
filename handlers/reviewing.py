"""What all deeds of a review share: where one looks from, the card of an idea, refusals, the form and its words."""

from collections.abc import Callable, Coroutine, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import wraps
from typing import Any, TypeAlias

from handlers.context import Button, Context, Update
from handlers.listening import Deed, ketua_or_satgas_only
from notices import reviewwords as worded
from services import forms, sectors
from services.coworking.hours import Hours
from services.forms import OpenForm
from services.ideas import deciding, reviewing
from services.ideas.news import UNDO
from services.ideas.reviewing import Dossier, Wanted
from services.ideas.values import Done, Idea, Outcome, Status, Visibility
from services.milestones import reading as milestones
from services.milestones.values import Milestone, Status as Reached
from services.people import clean

NUMBER = "([0-9]{1,18})"
WORDS_FORM, VERDICT_FORM = "review", "verdict"
"""The forms of who types about an idea: a reason, a note, a milestone; and an answer."""
LOOK = r"([a-z](?:\.[0-9]{1,2}){3})"
WithForm: TypeAlias = Callable[[Context, OpenForm], Coroutine[Any, Any, None]]
MILESTONES = 8
"""So many are offered as buttons; another one is typed."""
_LETTERS = dict(zip("oralpshe", Wanted, strict=True))
STATUSES = tuple(Status)
SAID = {
    Outcome.NOT_FOUND: "review.not_found",
    Outcome.GONE: "review.gone",
    Outcome.UNCHANGED: "review.unchanged",
}
"""Outcomes whose words here are others than to who sent the idea."""


@dataclass(frozen=True, slots=True)
class Look:
    """Which part of the queue somebody looks at; kecamatan, sub-sector and status by their places, 0: any."""

    wanted: Wanted = Wanted.OPEN
    kecamatan: int = 0
    sector: int = 0
    status: int = 0

    @classmethod
    def of(cls, written: str | None) -> "Look":
        """The look that a button names; what is not there is any."""
        letter, *places = (written or "o.0.0.0").split(".")
        return cls(_LETTERS.get(letter, Wanted.OPEN), *map(int, places))

    def __str__(self) -> str:
        letter = next(letter for letter, wanted in _LETTERS.items() if wanted is self.wanted)
        return f"{letter}.{self.kecamatan}.{self.sector}.{self.status}"

    def but(self, **other: Any) -> "Look":
        """The same, but for this."""
        return replace(self, **other)

    def filters(self, context: Context) -> dict[str, Any]:
        """What the queue is asked for."""
        city = context.house.city.kecamatan
        every = sectors.sectors()
        return {
            "wanted": self.wanted,
            "kecamatan": city[self.kecamatan - 1].id if 0 < self.kecamatan <= len(city) else None,
            "sector": every[self.sector - 1].id if 0 < self.sector <= len(every) else None,
            "status": STATUSES[self.status - 1] if 0 < self.status <= len(STATUSES) else None,
        }


def hours(context: Context) -> Hours:
    """The city's clock."""
    return Hours(context.house.city, context.house.timezone)


def who(context: Context) -> dict[str, Any]:
    """What a service asks of who does something to an idea."""
    return {"rights": context.rights, "actor_id": context.person.id, "now": context.now}


def button(context: Context, key: str, data: str, **values: object) -> Button:
    """A button with these words."""
    return Button(context.label(key, **values)[:60], data)


def to_queue(context: Context, look: Look) -> Button:
    """Back to the queue."""
    return button(context, "review.back", f"v1:review:list:{look}:0")


def to_card(context: Context, number: int, look: Look) -> Button:
    """Back to the idea's card."""
    return button(context, "review.to_card", f"v1:review:see:{number}:{look}")


def refuse(context: Context, done: Done) -> None:
    """Why nothing was done."""
    context.toast(SAID.get(done.outcome, done.outcome), alert=True)


def dossier(context: Context, number: int) -> Dossier | None:
    """The idea whole, if they review it."""
    told: dict[str, Any] = {"idea_id": number, "rights": context.rights, "person_id": context.person.id}
    return context.run(reviewing.look, hours=hours(context), now=context.now, **told)


def open_milestones(context: Context) -> list[Milestone]:
    """The milestones an idea may belong to, those still ahead first."""
    found = context.run(milestones.public_milestones, now=context.now)
    ahead = [one for one in found if one.status not in (Reached.DONE, Reached.DROPPED)]
    return [*ahead, *(one for one in found if one not in ahead)][:MILESTONES]


def show_card(context: Context, number: int, look: Look, news: str = "") -> None:
    """The idea and what can be done with it, below the sentence `news` (HTML)."""
    found = dossier(context, number)
    if found is None:
        if context.happened.callback_query:
            context.toast("review.not_found", alert=True)
        else:
            context.say("review.not_found", buttons=[[to_queue(context, look)]])
        return
    text = worded.card(context.house.texts, context.language, context.house.city, found)
    text = f"{news}\n\n{text}" if news else text
    context.change(text=text, buttons=_deeds(context, found, look))


def publish(context: Context, answer_id: int, look: Look) -> None:
    """What was decided is public now; a press within a minute undoes it."""
    (done,) = context.run(deciding.publish, answer_ids=[answer_id], **who(context))
    if done.outcome is Outcome.UNCHANGED:
        context.toast("verdict.no_longer", alert=True)
    elif done.outcome is not Outcome.PUBLISHED:
        refuse(context, done)
    if done.idea:
        news = context.text("verdict.published") if done.outcome is Outcome.PUBLISHED else ""
        show_card(context, done.idea.id, look, news)


def after(context: Context, done: Done, look: Look, news: str = "") -> None:
    """What became of a deed, and the idea as it is now: also where somebody else was quicker."""
    well = done.outcome in (Outcome.REVIEWED, Outcome.NOTED, Outcome.LINKED, Outcome.UNLINKED, Outcome.UNMERGED)
    key = SAID.get(done.outcome, done.outcome)
    if context.happened.callback_query:
        context.toast(key, alert=not well and done.outcome is not Outcome.UNCHANGED)
    if done.idea:
        show_card(context, done.idea.id, look, news or ("" if context.happened.callback_query else context.text(key)))
    elif not context.happened.callback_query:
        context.say(key, buttons=[[to_queue(context, look)]])


def _deeds(context: Context, found: Dossier, look: Look) -> list[Sequence[Button]]:
    idea, number = found.card.idea, found.card.idea.id
    rows = _deciding(context, found, look) if found.decides else []
    rows.append(
        [
            button(context, "review.add_note", f"v1:note:ask:{number}:{look}"),
            button(context, "review.see_story", f"v1:review:story:{number}:{look}"),
        ]
    )
    more = (
        [button(context, "review.see_files", f"v1:review:files:{number}", count=len(idea.files))] if idea.files else []
    )
    more += [button(context, "review.read_whole", f"v1:review:whole:{number}")] if worded.is_cut(idea) else []
    return [*rows, more, *_banning(context, found), [to_queue(context, look)]]


def _banning(context: Context, found: Dossier) -> list[Sequence[Button]]:
    author = found.card.idea.author_id
    if not found.decides or author is None or author == context.person.id:
        return []
    return [[button(context, "review.ban", f"v1:ban:author:{found.card.idea.id}")]]


def _deciding(context: Context, found: Dossier, look: Look) -> list[Sequence[Button]]:
    """What only satgas may."""
    idea = found.card.idea
    number, mark = idea.id, f"{idea.id}:{idea.revision}:{look}"
    rows: list[Sequence[Button]] = []
    last = found.card.story[-1] if found.card.story else None
    if last and last.published_at and context.now <= last.published_at + UNDO:
        rows.append([button(context, "review.undo", f"v1:verdict:undo:{last.id}:{look}")])
    if idea.status is Status.MERGED:
        rows.append([button(context, "review.part", f"v1:verdict:part:{number}:{look}")])
    if not idea.gone:
        rows += [_seeing(context, idea, mark), *_answering(context, found, mark, look)]
    return rows


def _seeing(context: Context, idea: Idea, mark: str) -> list[Button]:
    show = button(context, "review.show", f"v1:review:show:{mark}")
    hold = button(context, "review.hold", f"v1:hold:ask:{mark}")
    back = button(context, "review.put_back", f"v1:review:back:{mark}")
    return {
        Visibility.WAITING: [show, hold],
        Visibility.SHOWN: [hold, back],
        Visibility.HELD: [show, back],
    }[idea.visibility]


def _answering(context: Context, found: Dossier, mark: str, look: Look) -> list[Sequence[Button]]:
    decide = button(context, "review.decide_anew" if found.pending else "review.decide", f"v1:verdict:new:{mark}")
    link = button(context, "review.link", f"v1:ideamark:ask:{mark}")
    if found.pending is None:
        return [[decide, link]]
    number = found.pending.id
    publish = button(context, "review.publish", f"v1:verdict:publish:{number}:{look}")
    drop = button(context, "review.drop", f"v1:verdict:drop:{number}:{look}")
    return [[publish], [decide, drop], [link]]


# The form


def with_form(name: str, guard: Callable[[Deed], Deed] = ketua_or_satgas_only) -> Callable[[WithForm], Deed]:
    """The deed with one's own open form of this name; where there is none any more, a kind word."""

    def wrap(deed: WithForm) -> Deed:
        @guard
        @wraps(deed)
        async def guarded(update: Update, context: Context) -> None:
            form = open_form(context)
            if form and form.form == name:
                await deed(context, form)
            else:
                context.toast("review.form_closed", alert=True)

        return guarded

    return wrap


def open_form(context: Context) -> OpenForm | None:
    """The form they are in."""
    return context.run(forms.read, telegram_id=context.person.telegram_id, now=context.now)


def keep(context: Context, form: str, step: str, data: Mapping[str, Any]) -> None:
    """They are at this step of this form now."""
    told: dict[str, Any] = {"form": form, "step": step, "data": data}
    context.run(forms.open_form, person_id=context.person.id, now=context.now, **told)


def close(context: Context) -> bool:
    """The form is left; False where it was left before."""
    return context.run(forms.close, person_id=context.person.id, now=context.now)


def typed(context: Context) -> str:
    """The words of a message that was typed and not forwarded; '' for anything else."""
    message = context.happened.message
    if message is None or message.text is None or message.forward_origin:
        return ""
    return clean(message.text, 4096).strip()
