"""A KPI as satgas see it: what residents see, what only they see, and all that can be done with it."""

from collections.abc import Callable, Coroutine
from functools import wraps
from typing import Any, TypeAlias

from handlers.context import Button, Buttons, Context, Update
from handlers.listening import Deed, satgas_only
from notices.kpis import KpiWords
from services import forms
from services.forms import OpenForm
from services.kpis import reading
from services.kpis.values import Done, Kpi, Outcome

NUMBER = "([0-9]{1,18})"
FORM, NUMBERS, SHEET = "kpi", "kpi_number", "kpi_sheet"
"""What is typed or sent: a KPI's parts, a number of it, a file of numbers."""
PARTS = {
    "name": "kpi.part_name",
    "about": "kpi.part_about",
    "unit": "kpi.part_unit",
    "direction": "kpi.part_direction",
    "every": "kpi.part_every",
    "target": "kpi.part_target",
    "due": "kpi.part_due",
    "baseline": "kpi.part_baseline",
    "owner_id": "kpi.part_owner",
    "point": "kpi.part_point",
    "source": "kpi.part_source",
}
"""What of a KPI can be set by itself, and what its button says."""
WithForm: TypeAlias = Callable[[Context, OpenForm], Coroutine[Any, Any, None]]


def words(context: Context) -> KpiWords:
    """How KPIs are told to who did this."""
    house = context.house
    return KpiWords(house.texts, context.language, house.city, house.timezone, context.now)


def who(context: Context) -> dict[str, Any]:
    """What a service asks of who changes something."""
    return {"rights": context.rights, "by": context.person, "now": context.now}


def button(context: Context, key: str, press: str, **values: object) -> Button:
    return Button(context.label(key, **values), press)


def read(context: Context, number: int) -> Kpi | None:
    """The KPI; where there is none, a word that says so."""
    one = context.run(reading.read_kpi, kpi_id=number)
    if one is None:
        gone(context)
    return one


def gone(context: Context) -> None:
    if context.happened.callback_query:
        context.toast(Outcome.GONE, alert=True)
    else:
        context.say(Outcome.GONE, buttons=[[home(context)]])


def home(context: Context) -> Button:
    return button(context, "kpi.home_back", "v1:kpi:home")


def back_to(context: Context, number: int) -> Button:
    return button(context, "kpi.card_back", f"v1:kpi:show:{number}")


def show(context: Context, one: Kpi, news: str = "") -> None:
    """The card, below a word of what was just done."""
    told = words(context)
    parts = [context.text(news)] if news else []
    context.change(text="\n\n".join([*parts, told.page(one), told.kept(one)]), buttons=_deeds(context, one))


def tell(context: Context, done: Done) -> None:
    """What came of a deed: the card with a word above, or the word alone where there is no KPI."""
    if done.kpi is not None:
        show(context, done.kpi, done.outcome)
    else:
        context.change(done.outcome, buttons=[[home(context)]])


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
                context.toast("kpi.form_closed", alert=True)

        return guarded

    return guard


def _deeds(context: Context, one: Kpi) -> Buttons:
    seen = f"{one.id}:{one.revision}"
    if one.retired_at:
        return [[button(context, "kpi.revive", f"v1:kpi:revive:{seen}")], [home(context)]]
    first = [
        button(context, "kpi.enter", f"v1:kpi:enter:{one.id}"),
        button(context, "kpi.fix", f"v1:kpi:fixes:{one.id}"),
    ]
    look = button(context, "kpi.look", f"v1:kpis:one:{one.id}")
    parts = [button(context, key, f"v1:kpi:ask:{part}:{one.id}") for part, key in PARTS.items()]
    rows = [parts[at : at + 2] for at in range(0, len(parts), 2)]
    return [first, [look], *rows, [button(context, "kpi.retire", f"v1:kpi:retire:{seen}")], [home(context)]]
