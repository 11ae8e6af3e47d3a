"""An answer of satgas: status, what belongs to it, words; read as its author will, then public, or kept inside."""

from collections.abc import Mapping, Sequence
from typing import Any

from telegram.ext import MessageHandler, filters

from handlers import reviewing
from handlers.context import Button, Buttons, Context, Update
from handlers.listening import App, OpenForm, on_press, satgas_only
from handlers.reviewing import LOOK, NUMBER, Look, button, with_form
from notices import ideas as worded
from services.forms import OpenForm as Form
from services.ideas import deciding, merging, reading, similar
from services.ideas.values import (
    BY_HAND,
    LONGEST_ANSWER,
    LONGEST_DESK,
    LONGEST_MILESTONE,
    Answer,
    Done,
    Idea,
    Outcome,
    Status,
    Verdict,
)

FORM = reviewing.VERDICT_FORM
SIMILAR = 5
_STEPS = {Status.PLANNED: "milestone", Status.MERGED: "target", Status.PASSED_ON: "desk"}
"""What a status wants to know before its words."""
_ASK = {
    "status": "verdict.ask_status",
    "milestone": "verdict.ask_milestone",
    "target": "verdict.ask_target",
    "desk": "verdict.ask_desk",
    "text": "verdict.ask_text",
}
_MOST = {"milestone": LONGEST_MILESTONE, "target": 100, "desk": LONGEST_DESK, "text": LONGEST_ANSWER}
_satgas = with_form(FORM, satgas_only)


def add_to(app: App) -> None:
    """Listen to the way to an answer, and to its words."""
    on_press(app, f"v1:verdict:new:{NUMBER}:{NUMBER}:{LOOK}", begin)
    on_press(app, f"v1:verdict:as:({'|'.join(BY_HAND)})", _satgas(choose_status))
    on_press(app, f"v1:verdict:on:{NUMBER}", _satgas(choose_milestone))
    on_press(app, f"v1:verdict:into:{NUMBER}", _satgas(choose_target))
    on_press(app, "v1:verdict:(status|text|preview)", _satgas(go_back))
    on_press(app, "v1:verdict:(go|keep)", _satgas(decide))
    on_press(app, "v1:verdict:leave", _satgas(leave))
    sent = filters.ChatType.PRIVATE & filters.UpdateType.MESSAGE & ~filters.COMMAND & ~filters.StatusUpdate.ALL
    app.add_handler(MessageHandler(sent & OpenForm(FORM), _satgas(take)))


@satgas_only
async def begin(update: Update, context: Context) -> None:
    """What shall become of the idea? The decision stands on what was seen: its revision."""
    number, revision, look = context.pressed
    idea = _idea(context, int(number))
    if idea is None:
        context.toast("review.not_found", alert=True)
        return
    _ask(context, "status", {"id": idea.id, "revision": int(revision), "look": look}, idea)


async def choose_status(context: Context, form: Form) -> None:
    """The status; some want to know more before the words."""
    status = Status(context.pressed[0])
    kept = {name: form.data[name] for name in ("id", "revision", "look", "text") if name in form.data}
    _ask(context, _STEPS.get(status, "text"), {**kept, "status": status})


async def choose_milestone(context: Context, form: Form) -> None:
    """One of the milestones there are."""
    number = int(context.pressed[0])
    title = next((one.named("id") for one in reviewing.open_milestones(context) if one.id == number), "")
    if form.step == "milestone" and title:
        _ask(context, "text", {**form.data, "milestone": title, "milestone_id": number})
    else:
        context.toast("review.form_closed", alert=True)


async def choose_target(context: Context, form: Form) -> None:
    """One of the similar ideas."""
    if form.step == "target":
        _into(context, form, _any(context, int(context.pressed[0])))
    else:
        context.toast("review.form_closed", alert=True)


async def go_back(context: Context, form: Form) -> None:
    """Another status, other words; or the preview again, now about the idea as it is."""
    step, idea = context.pressed[0], _idea(context, form.data["id"])
    if step == "preview" and idea and "text" in form.data:
        _preview(context, {**form.data, "revision": idea.revision})
    elif step != "preview":
        _ask(context, step, form.data)


async def take(context: Context, form: Form) -> None:
    """What was typed; or it is said how it should be."""
    words, most = reviewing.typed(context), _MOST.get(form.step, 0)
    if form.step in ("status", "preview", "stale"):
        context.say("verdict.press_first", buttons=_choices(context, form.step, form.data))
    elif not words:
        context.say("review.words_only", buttons=_choices(context, form.step, form.data))
    elif len(words) > most:
        told: dict[str, Any] = {"most": most, "count": len(words)}
        context.say("review.too_long", buttons=_choices(context, form.step, form.data), **told)
    elif form.step == "target":
        _into(context, form, context.run(reading.by_code, code=words))
    elif form.step == "text":
        _preview(context, {**form.data, "text": words})
    else:
        _ask(context, "text", {**form.data, form.step: words})


async def decide(context: Context, form: Form) -> None:
    """Public now, or inside first; where somebody was quicker, their state is shown and mine is kept."""
    if form.step != "preview":
        context.toast("review.form_closed", alert=True)
        return
    number, look, verdict = form.data["id"], Look.of(form.data["look"]), _verdict(form.data)
    told: dict[str, Any] = {"idea_id": number, "revision": form.data["revision"], "verdict": verdict}
    done = context.run(deciding.decide, **told, **reviewing.who(context))
    if done.outcome is Outcome.STALE:
        _stale(context, form.data, done)
    elif done.outcome is not Outcome.DECIDED or done.answer is None:
        reviewing.refuse(context, done)
    elif context.pressed[0] == "keep":
        reviewing.close(context)
        reviewing.show_card(context, number, look, context.text("verdict.kept"))
    else:
        reviewing.close(context)
        reviewing.publish(context, done.answer.id, look)


async def leave(context: Context, form: Form) -> None:
    """Nothing was decided."""
    reviewing.close(context)
    reviewing.show_card(context, form.data["id"], Look.of(form.data["look"]))


def _ask(context: Context, step: str, data: Mapping[str, Any], idea: Idea | None = None) -> None:
    """The next question."""
    idea = idea or _idea(context, data["id"])
    if idea is None:
        context.toast("review.not_found", alert=True)
        return
    reviewing.keep(context, FORM, step, data)
    head = context.text("verdict.about", code=idea.code, title=idea.title)
    status = (
        [context.text("verdict.as", status=context.label(worded.STATUS[Status(data["status"])]))]
        if step != "status"
        else []
    )
    text = "\n".join([head, *status]) + "\n\n" + context.text(_ASK[step])
    context.change(text=text, buttons=_choices(context, step, data))


def _choices(context: Context, step: str, data: Mapping[str, Any]) -> Buttons:
    rows: list[Sequence[Button]] = []
    leave = button(context, "review.leave", "v1:verdict:leave")
    if step == "status":
        return [*([button(context, worded.STATUS[one], f"v1:verdict:as:{one}")] for one in BY_HAND), [leave]]
    if step == "preview":
        return _ready(context)
    if step == "stale":
        return [[button(context, "verdict.mine_still", "v1:verdict:preview"), leave]]
    if step == "milestone":
        there = reviewing.open_milestones(context)
        rows = [[Button(one.named(context.language)[:60], f"v1:verdict:on:{one.id}")] for one in there]
    if step == "target":
        near = _similar(context, data["id"])
        rows = [[Button(f"{one.code} {one.title}"[:60], f"v1:verdict:into:{one.id}")] for one in near]
    return [*rows, [button(context, "verdict.other_status", "v1:verdict:status"), leave]]


def _ready(context: Context) -> Buttons:
    return [
        [button(context, "verdict.go", "v1:verdict:go")],
        [button(context, "verdict.keep", "v1:verdict:keep")],
        [
            button(context, "verdict.other_words", "v1:verdict:text"),
            button(context, "verdict.other_status", "v1:verdict:status"),
        ],
        [button(context, "review.leave", "v1:verdict:leave")],
    ]


def _preview(context: Context, data: Mapping[str, Any]) -> None:
    """Exactly what the author and who supports it will read."""
    idea = _idea(context, data["id"])
    if idea is None:
        context.toast("review.not_found", alert=True)
        return
    reviewing.keep(context, FORM, "preview", data)
    texts, language = context.house.texts, context.language
    told = _verdict(data)
    said = Answer(
        0, idea.id, told.status, told.text, told.milestone_id, told.milestone, told.target_id, told.desk,
        context.person.name, context.now, context.now,
    )  # fmt: skip
    target = _any(context, told.target_id) if told.target_id else None
    into = {"code": target.code, "title": target.title} if target else None
    head = context.text("verdict.preview", code=idea.code, title=idea.title)
    parts = [head, worded.answer(texts, language, said, into=into)]
    parts += [context.text("verdict.unseen")] if not idea.public else []
    context.change(text="\n\n".join(parts), buttons=_choices(context, "preview", data))


def _stale(context: Context, data: Mapping[str, Any], done: Done) -> None:
    """Somebody was quicker: what they did, and what was about to be said is not lost."""
    idea = done.idea
    reviewing.keep(context, FORM, "stale", data)
    context.toast("review.stale", alert=True)
    if idea is None:
        return
    status = context.label(worded.STATUS[idea.status])
    parts = [context.text("verdict.stale", code=idea.code, title=idea.title, status=status)]
    story = context.run(reading.answers, idea_id=idea.id)
    for key, one in (("verdict.stale_pending", done.answer), ("verdict.stale_public", story[-1] if story else None)):
        if one:
            said = worded.answer(context.house.texts, context.language, one, whole=False)
            parts.append(f"{context.text(key, by=one.by)}\n{said}")
    parts.append(context.text("verdict.stale_mine", words=data["text"]))
    context.change(text="\n\n".join(parts), buttons=_choices(context, "stale", data))


def _into(context: Context, form: Form, target: Idea | None) -> None:
    idea = _idea(context, form.data["id"])
    why = merging.refusal(idea, target) if idea else Outcome.NOT_FOUND
    if idea and target and why is None:
        _ask(context, "text", {**form.data, "target_id": target.id, "milestone": "", "desk": ""}, idea)
    elif context.happened.callback_query:
        reviewing.refuse(context, Done(why or Outcome.NOT_FOUND))
    else:
        key = why or Outcome.NOT_FOUND
        context.say(reviewing.SAID.get(key, key), buttons=_choices(context, "target", form.data))


def _verdict(data: Mapping[str, Any]) -> Verdict:
    told = {name: data[name] for name in ("milestone_id", "milestone", "target_id", "desk") if data.get(name)}
    return Verdict(Status(data["status"]), data["text"], **told)


def _similar(context: Context, number: int) -> list[Idea]:
    idea = _idea(context, number)
    if idea is None:
        return []
    told: dict[str, Any] = {"library": context.house.ideas, "person_id": context.person.id, "most": SIMILAR}
    text = f"{idea.title}\n{idea.text}"
    return [one.idea for one in context.run(similar.similar, text=text, but=(number,), **told)]


def _idea(context: Context, number: int) -> Idea | None:
    return context.run(reading.reviewed_idea, idea_id=number, rights=context.rights)


def _any(context: Context, number: int) -> Idea | None:
    return context.run(reading.read_idea, idea_id=number)
