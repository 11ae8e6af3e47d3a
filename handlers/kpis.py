"""/kpi: see the KPIs with their numbers, source and date; open one with its chart, go through them in place."""

from handlers.context import Button, Buttons, Context, Update
from handlers.listening import App, on_command, on_press
from notices import kpichart
from notices.kpis import KpiWords
from services.kpis import reading
from services.kpis.values import Kpi
from wire.files import CAPTION_MOST
from wire.markup import split

LISTED = 6
"""So many stand on a page."""
TOLD = 40
"""So many numbers are told one by one, the newest."""
NUMBER = "([0-9]{1,18})"


def add_to(app: App) -> None:
    """Listen to /kpi and its buttons."""
    on_press(app, "v1:kpis:show(?::([0-9]{1,4}))?", show)
    on_press(app, f"v1:kpis:one:{NUMBER}", show_one)
    on_press(app, f"v1:kpis:told:{NUMBER}", show_told)
    on_command(app, "kpi", show)


async def show(update: Update, context: Context) -> None:
    """All of them, a page at a time; where none is set, that."""
    several = context.run(reading.live_kpis)
    page = min(int((context.pressed or (None,))[0] or 0), max(0, len(several) - 1) // LISTED)
    shown = several[page * LISTED : (page + 1) * LISTED]
    told = words(context)
    parts = [context.text("kpi.list", city=context.house.city.name)] if shown else [context.text("kpi.none")]
    text = "\n\n".join([*parts, *map(told.line, shown)])
    rows = [[Button(one.named(context.language), f"v1:kpis:one:{one.id}")] for one in shown]
    _tell(context, text, [*rows, _turns(page, -(-len(several) // LISTED)), *context.way_back()])


async def show_one(update: Update, context: Context) -> None:
    """One, with its chart; the next one takes its place."""
    one = context.run(reading.live_kpi, kpi_id=int(context.pressed[0]))
    if one is None:
        context.toast("kpi.not_shown", alert=True)
        return
    readings = context.run(reading.readings_of, kpi_id=one.id)
    text, told = words(context).page(one), words(context)
    buttons = _beside(context, one, bool(readings))
    if kpichart.drawable(one, readings) and len(split(text, CAPTION_MOST)) <= 1:
        values = kpichart.drawn(told, one, readings)
        context.show_picture("kpi", values, called="kpi.png", text=text, buttons=buttons)
    else:
        _tell(context, text, buttons)


async def show_told(update: Update, context: Context) -> None:
    """Its numbers before, with what was corrected."""
    one = context.run(reading.live_kpi, kpi_id=int(context.pressed[0]))
    if one is None:
        context.toast("kpi.not_shown", alert=True)
        return
    told = context.run(reading.told_of, kpi_id=one.id)
    back = Button(context.label("kpi.back_to", name=one.named(context.language)), f"v1:kpis:one:{one.id}")
    _tell(context, words(context).history(one, told[-TOLD:]), [[back], *context.way_back()])


def words(context: Context) -> KpiWords:
    """How KPIs are told to who asked."""
    house = context.house
    return KpiWords(house.texts, context.language, house.city, house.timezone, context.now)


def _beside(context: Context, one: Kpi, told: bool) -> Buttons:
    """The one before and the one after, and where all are."""
    numbers = [each.id for each in context.run(reading.live_kpis)]
    at = numbers.index(one.id)
    before = [Button("‹", f"v1:kpis:one:{numbers[at - 1]}")] if at else []
    after = [Button("›", f"v1:kpis:one:{numbers[at + 1]}")] if at + 1 < len(numbers) else []
    history = [Button(context.label("kpi.see_history"), f"v1:kpis:told:{one.id}")] if told else []
    every = [Button(context.label("kpi.all_back"), f"v1:kpis:show:{at // LISTED}")]
    return [[*before, *after], history, every, *context.way_back()]


def _tell(context: Context, text: str, buttons: Buttons) -> None:
    """In place of words; below a picture, anew, so that no picture stands above what it does not show."""
    press = context.happened.callback_query
    pictured = press is not None and bool(getattr(press.message, "photo", None))
    if pictured:
        context.say(text=text, buttons=buttons)
    else:
        context.change(text=text, buttons=buttons)


def _turns(page: int, count: int) -> list[Button]:
    back = [Button("‹", f"v1:kpis:show:{page - 1}")] if page else []
    return back + ([Button("›", f"v1:kpis:show:{page + 1}")] if page < count - 1 else [])
