"""What is done with decisions: published, one or all at one moment, dropped, undone within a minute; merges undone."""

from datetime import UTC, datetime, timedelta
from typing import Any

from handlers import reviewing
from handlers.context import Button, Context, Update
from handlers.listening import App, on_press, satgas_only
from handlers.reviewing import LOOK, NUMBER, Look, button
from notices import reviewwords as worded
from services.ideas import deciding, merging
from services.ideas.values import Answer, Idea, Outcome

LISTED = 10
_BEGINNING = datetime(2020, 1, 1, tzinfo=UTC)
_TICK = timedelta(microseconds=1)


def add_to(app: App) -> None:
    """Listen to the list of what waits, and to what is done with all of it."""
    on_press(app, "v1:verdicts:show", show)
    on_press(app, "v1:verdicts:ask", ask)
    on_press(app, f"v1:verdicts:go:{NUMBER}:{NUMBER}", publish)
    on_press(app, f"v1:verdicts:undo:{NUMBER}", undo)
    on_press(app, f"v1:verdict:(publish|drop|undo):{NUMBER}:{LOOK}", do)
    on_press(app, f"v1:verdict:part:{NUMBER}:{LOOK}", ask_to_part)
    on_press(app, f"v1:verdict:parted:{NUMBER}:{LOOK}", part)


@satgas_only
async def show(update: Update, context: Context) -> None:
    """What was decided inside and waits to be published, the oldest first."""
    _show(context)


@satgas_only
async def ask(update: Update, context: Context) -> None:
    """Are you sure? As many as are there now."""
    found = _pending(context)
    if not found:
        _show(context)
        return
    last = max(answer.id for _, answer in found)
    yes = button(context, "verdicts.yes", f"v1:verdicts:go:{last}:{len(found)}", count=len(found))
    no = button(context, "review.leave", "v1:verdicts:show")
    context.change("verdicts.ask", count=len(found), buttons=[[yes], [no]])


@satgas_only
async def publish(update: Update, context: Context) -> None:
    """All that was seen, at one moment; where it is not the same any more, the list is shown anew."""
    last, count = map(int, context.pressed)
    ids = [answer.id for _, answer in _pending(context) if answer.id <= last]
    if len(ids) != count:
        context.toast("verdicts.changed", alert=True)
        _show(context)
        return
    done = context.run(deciding.publish, answer_ids=ids, **reviewing.who(context))
    well = sum(one.outcome is Outcome.PUBLISHED for one in done)
    moment = (context.now - _BEGINNING) // _TICK
    rows = [[button(context, "verdicts.undo", f"v1:verdicts:undo:{moment}")]] if well else []
    parts = [context.text("verdicts.published", count=well)]
    parts += [
        context.text(
            "verdicts.not_published",
            code=one.idea.code,
            why=context.label(reviewing.SAID.get(one.outcome, one.outcome)),
        )
        for one in done
        if one.idea and one.outcome is not Outcome.PUBLISHED
    ]
    context.change(text="\n\n".join(parts), buttons=[*rows, [reviewing.to_queue(context, Look())]])


@satgas_only
async def undo(update: Update, context: Context) -> None:
    """None of them was published, as long as a minute has not passed."""
    told: dict[str, Any] = {"published_at": _BEGINNING + int(context.pressed[0]) * _TICK}
    done = context.run(deciding.undo_together, **told, **reviewing.who(context))
    well = sum(one.outcome is Outcome.UNDONE for one in done)
    if not well:
        context.toast("review.undo_over", alert=True)
        return
    context.change(
        "verdicts.undone", count=well, rest=len(done) - well, buttons=[[reviewing.to_queue(context, Look())]]
    )


@satgas_only
async def do(update: Update, context: Context) -> None:
    """Publish what was decided inside, drop it, or undo what was published a moment ago."""
    deed, number, look = context.pressed[0], int(context.pressed[1]), Look.of(context.pressed[2])
    if deed == "publish":
        reviewing.publish(context, number, look)
        return
    undo = deciding.drop if deed == "drop" else deciding.undo
    done = context.run(undo, answer_id=number, **reviewing.who(context))
    if done.outcome in (Outcome.UNCHANGED, Outcome.NOT_FOUND):
        context.toast("verdict.no_longer", alert=True)
    elif done.outcome is not Outcome.UNDONE:
        reviewing.refuse(context, done)
    if done.idea:
        key = "verdict.dropped" if deed == "drop" else "verdict.undone"
        news = context.text(key) if done.outcome is Outcome.UNDONE else ""
        reviewing.show_card(context, done.idea.id, look, news)


@satgas_only
async def ask_to_part(update: Update, context: Context) -> None:
    """Are you sure? Both sides hear of it."""
    number, look = int(context.pressed[0]), Look.of(context.pressed[1])
    yes = button(context, "verdict.part_yes", f"v1:verdict:parted:{number}:{look}")
    context.change("verdict.part_ask", buttons=[[yes], [reviewing.to_card(context, number, look)]])


@satgas_only
async def part(update: Update, context: Context) -> None:
    """The merged idea stands alone again, with its own supports."""
    number, look = int(context.pressed[0]), Look.of(context.pressed[1])
    done = context.run(merging.unmerge, idea_id=number, **reviewing.who(context))
    reviewing.after(context, done, look, context.text("verdict.parted") if done.outcome is Outcome.UNMERGED else "")


def _pending(context: Context) -> tuple[tuple[Idea, Answer], ...]:
    return context.run(deciding.pending, rights=context.rights)


def _show(context: Context) -> None:
    found = _pending(context)
    parts = [context.text("verdicts.title" if found else "verdicts.none", count=len(found))]
    parts += [worded.decided(context.house.texts, context.language, *one) for one in found[:LISTED]]
    parts += [context.text("verdicts.more", count=len(found) - LISTED)] if len(found) > LISTED else []
    looks = [Button(idea.code, f"v1:review:see:{idea.id}:{Look()}") for idea, _ in found[:LISTED]]
    rows = [looks[at : at + 2] for at in range(0, len(looks), 2)]
    go = [button(context, "verdicts.go", "v1:verdicts:ask", count=len(found))] if found else []
    context.change(text="\n\n".join(parts), buttons=[*rows, go, [reviewing.to_queue(context, Look())]])
