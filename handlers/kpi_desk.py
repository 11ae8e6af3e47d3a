"""/isi_kpi, for satgas: all KPIs; open one, retire it or take it up again; the numbers as a file."""

from decimal import Decimal
from typing import Any

from handlers import kpi_card as card
from handlers.context import Button, Context, Update
from handlers.kpi_card import NUMBER, button
from handlers.listening import App, on_command, on_press, satgas_only
from services import figures
from services.kpis import reading, sheets, writing

LISTED = 8
EXACT = 2**53
"""Whole numbers beyond are not exact in a spreadsheet."""


def add_to(app: App) -> None:
    """Listen to /isi_kpi and its buttons; what is typed is in kpi_form.py, kpi_number.py and kpi_sheet.py."""
    seen = f"{NUMBER}:([0-9]{{1,9}})"
    on_press(app, "v1:kpi:home(?::([0-9]{1,4}))?", home)
    on_press(app, f"v1:kpi:show:{NUMBER}", show)
    on_press(app, f"v1:kpi:retire:{seen}", ask_to_retire)
    on_press(app, f"v1:kpi:retired:{seen}", retire)
    on_press(app, f"v1:kpi:revive:{seen}", revive)
    on_press(app, "v1:kpi:(csv|xlsx)", export)
    on_command(app, "isi_kpi", home)


@satgas_only
async def home(update: Update, context: Context) -> None:
    """All of them, those that are retired last."""
    card.close(context)
    several = context.run(reading.all_kpis)
    page = min(int((context.pressed or (None,))[0] or 0), max(0, len(several) - 1) // LISTED)
    shown = several[page * LISTED : (page + 1) * LISTED]
    told = card.words(context)
    parts = [context.text("kpi.home"), *(told.line(one) for one in shown)]
    parts += [] if shown else [context.text("kpi.home_none")]
    rows = [[Button(one.named(context.language), f"v1:kpi:show:{one.id}")] for one in shown]
    back = [Button("‹", f"v1:kpi:home:{page - 1}")] if page else []
    turns = back + ([Button("›", f"v1:kpi:home:{page + 1}")] if (page + 1) * LISTED < len(several) else [])
    new = [button(context, "kpi.new", "v1:kpi:new")]
    files = [("kpi.sheet_in", "sheet"), ("kpi.sheet_csv", "csv"), ("kpi.sheet_xlsx", "xlsx")] if shown else []
    out = [button(context, key, f"v1:kpi:{press}") for key, press in files]
    context.change(text="\n\n".join(parts), buttons=[*rows, turns, new, out[:1], out[1:], *context.way_back()])


@satgas_only
async def show(update: Update, context: Context) -> None:
    """One, and all that can be done with it."""
    card.close(context)
    one = card.read(context, int(context.pressed[0]))
    if one is not None:
        card.show(context, one)


@satgas_only
async def ask_to_retire(update: Update, context: Context) -> None:
    """Really?"""
    one = card.read(context, int(context.pressed[0]))
    if one is not None:
        yes = button(context, "kpi.retire_yes", f"v1:kpi:retired:{':'.join(context.pressed)}")
        text = context.text("kpi.ask_retire", name=one.named(context.language))
        context.change(text=text, buttons=[[yes], [card.back_to(context, one.id)]])


@satgas_only
async def retire(update: Update, context: Context) -> None:
    """Residents do not see it any more."""
    card.tell(context, context.run(writing.retire, **_seen(context), **card.who(context)))


@satgas_only
async def revive(update: Update, context: Context) -> None:
    """They see it again."""
    card.tell(context, context.run(writing.revive, **_seen(context), **card.who(context)))


@satgas_only
async def export(update: Update, context: Context) -> None:
    """Every number that counts, as a file that can be sent back."""
    heads = ("kpi.column_name", "kpi.column_day", "kpi.column_value", "kpi.column_note")
    kinds = ("text", "date", "number", "text")
    rows = [
        [one.named("id"), day.isoformat(), _cell(value), note]
        for one, day, value, note in context.run(sheets.everything)
    ]
    exact = all(not isinstance(row[2], str) for row in rows)
    columns = [[context.label(key), kind] for key, kind in zip(heads, kinds, strict=True)]
    columns[2][1] = "number" if exact else "text"
    values: dict[str, Any] = {"columns": columns, "rows": rows, "sheet": "KPI"}
    context.send_file(context.pressed[0], values, "kpi.sheet_told", called=f"kpi.{context.pressed[0]}", count=len(rows))


def _cell(value: Decimal) -> int | float | str:
    """As a number where the spreadsheet keeps every digit of it, else as it is written."""
    if value == value.to_integral_value():
        return int(value) if abs(value) < EXACT else str(value).replace(".", ",")
    plain = figures.of_text(repr(float(value)))
    return float(value) if plain == value else str(value).replace(".", ",")


def _seen(context: Context) -> dict[str, Any]:
    return {"kpi_id": int(context.pressed[0]), "revision": int(context.pressed[1])}
