"""Numbers of KPIs as a file that satgas send: what it would change first, taken and undone at once."""

from typing import Any

from telegram.ext import MessageHandler, filters

from handlers import kpi_card as card
from handlers.context import Buttons, Context, Update
from handlers.kpi_card import NUMBER, SHEET, button, with_form
from handlers.listening import App, OpenForm, on_file, on_press, satgas_only
from notices.figures import figure
from services import forms
from services.forms import OpenForm as Form
from services.kpis import reading, sheets
from services.kpis.sheets import BYTES, ROWS, Applied, Change, Dry, Trouble
from services.kpis.values import NOTE

SHOWN = 12
"""So many differences, and so many rows that cannot be taken, are told one by one."""
_PROBLEMS = {"too_big": sheets.Wrong.TOO_BIG, "gone": "kpi.sheet_gone", "lost": "kpi.sheet_lost"}
LIMITS: dict[str, Any] = {"kilobytes": BYTES // 1024, "rows": ROWS}


def add_to(app: App) -> None:
    """Listen to the buttons of files, to files, and to what arrives of them."""
    on_press(app, "v1:kpi:sheet", ask)
    on_press(app, "v1:kpi:apply", with_form(SHEET)(apply))
    on_press(app, f"v1:kpi:undo:{NUMBER}", undo)
    on_press(app, "v1:kpi:nosheet", with_form(SHEET)(leave))
    sent = filters.ChatType.PRIVATE & filters.UpdateType.MESSAGE & ~filters.COMMAND & ~filters.StatusUpdate.ALL
    app.add_handler(MessageHandler(sent & OpenForm(SHEET), with_form(SHEET)(take)))
    on_file(app, SHEET, arrive)


@satgas_only
async def ask(update: Update, context: Context) -> None:
    """How such a file looks, and that it may be sent."""
    card.keep(context, SHEET, "file", {})
    context.change("kpi.sheet_ask", buttons=_leaving(context), **LIMITS)


async def take(context: Context, form: Form) -> None:
    """The file is fetched; anything else is kindly refused."""
    if not context.fetch(SHEET, most=BYTES):
        context.say("kpi.sheet_only", buttons=_leaving(context), **LIMITS)


@satgas_only
async def arrive(update: Update, context: Context) -> None:
    """What the file would change, row by row; nothing is changed yet."""
    brought = context.brought
    form = context.run(forms.read, telegram_id=context.person.telegram_id, now=context.now)
    if form is None or form.form != SHEET:
        return
    problem = _PROBLEMS.get(brought.problem)
    told: dict[str, Any] = {"content": brought.content, "now": context.now, "timezone": context.house.timezone}
    found = problem or context.run(sheets.dry_run, **told)
    if not isinstance(found, Dry):
        context.say(text=context.text(found, **LIMITS), buttons=_leaving(context))
        return
    ready = bool(found.changes) and not found.troubles
    data = {"changes": [one.as_dict() for one in found.changes]} if ready else {}
    card.keep(context, SHEET, "confirm" if ready else "file", data)
    yes = [[button(context, "kpi.sheet_yes", "v1:kpi:apply")]] if ready else []
    context.say(text=_dry(context, found), buttons=[*yes, *_leaving(context)])


async def apply(context: Context, form: Form) -> None:
    """All of it is taken, with one way back."""
    if form.step != "confirm":
        context.toast("kpi.form_closed", alert=True)
        return
    card.close(context)
    changes: list[dict[str, Any]] = form.data["changes"]
    outcome, number = context.run(sheets.apply, changes=changes, **card.who(context))
    back = [[button(context, "kpi.sheet_undo", f"v1:kpi:undo:{number}")]] if outcome is Applied.DONE else []
    context.change(text=context.text(outcome, count=len(changes)), buttons=[*back, [card.home(context)]])


@satgas_only
async def undo(update: Update, context: Context) -> None:
    """All of it is taken back, but what somebody put right since."""
    outcome, back, stay = context.run(sheets.undo, import_id=int(context.pressed[0]), **card.who(context))
    parts = [context.text(outcome, count=back)]
    parts += [context.text("kpi.sheet_stay", count=stay)] if stay else []
    context.change(text=" ".join(parts), buttons=[[card.home(context)]])


async def leave(context: Context, form: Form) -> None:
    """Nothing is changed."""
    card.close(context)
    context.change("cancel.done", buttons=[[card.home(context)]])


def _dry(context: Context, found: Dry) -> str:
    counts = {"new": len(found.new), "corrections": len(found.corrections), "same": found.same}
    parts = [context.text("kpi.sheet_dry", **counts)]
    if found.troubles:
        lines = [_trouble(context, one) for one in found.troubles[:SHOWN]]
        parts += ["\n".join([context.text("kpi.sheet_troubles"), *lines, *_more(context, found.troubles)])]
    elif found.changes:
        changes = found.corrections + found.new
        parts += ["\n".join([*(_change(context, one) for one in changes[:SHOWN]), *_more(context, changes)])]
    else:
        parts.append(context.text("kpi.sheet_nothing"))
    return "\n\n".join(parts)


def _more(context: Context, several: tuple[Any, ...]) -> list[str]:
    left = len(several) - SHOWN
    return [context.text("kpi.sheet_more", count=left)] if left > 0 else []


def _trouble(context: Context, one: Trouble) -> str:
    why = context.text(one.why, note=NOTE)
    return context.text("kpi.row", row=one.row, told=one.told or "–") + why


def _change(context: Context, one: Change) -> str:
    kpi = context.run(reading.read_kpi, kpi_id=one.kpi_id)
    assert kpi is not None, "it was found just now"
    texts, language = context.house.texts, context.language
    told = {"name": kpi.named(language), "when": texts.date(language, one.as_of)}
    now = figure(language, one.value, kpi.unit)
    if one.before is None:
        return context.text("kpi.row_new", now=now, **told)
    return context.text("kpi.row_correction", now=now, before=figure(language, one.before, kpi.unit), **told)


def _leaving(context: Context) -> Buttons:
    return [[button(context, "milestone.leave", "v1:kpi:nosheet")]]
