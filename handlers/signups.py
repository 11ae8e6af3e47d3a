"""/pendaftar, for ketua: slots with their counts, who signed up and who waits, the file, the digest."""

import re
from typing import Any

from handlers import keeping
from handlers.context import Button, Context, Update
from handlers.keeping import NUMBER
from handlers.listening import App, ketua_or_satgas_only, on_press
from notices import keeping as worded
from services.coworking import digests, exporting, overview, signups
from services.coworking.digests import Every
from services.coworking.exporting import Export
from services.coworking.signups import Counts, SignUp

PAGE = "([0-9]{1,4})"
_EVERY = {
    Every.OFF: "keeping.every_off",
    Every.HOUR: "keeping.every_hour",
    Every.DAY: "keeping.every_day",
    Every.WEEK: "keeping.every_week",
}


def add_to(app: App) -> None:
    """Listen to the buttons of /pendaftar; the command itself is in signup.py, since it may name a seat."""
    on_press(app, f"v1:signups:show(?::{PAGE}(?::([a-z0-9-]{{1,32}}))?)?", show)
    on_press(app, f"v1:signups:slot:{NUMBER}", show_slot)
    on_press(app, f"v1:signups:list:{NUMBER}:{PAGE}", show_names)
    on_press(app, f"v1:signups:line:{NUMBER}:{PAGE}", show_line)
    on_press(app, f"v1:signups:(xlsx|csv):{NUMBER}", export)
    on_press(app, "v1:signups:digest", show_digest)
    on_press(app, "v1:signups:every:(off|hour|day|week)", set_digest)


@ketua_or_satgas_only
async def show(update: Update, context: Context) -> None:
    """The slots that come, a page at a time, of one kecamatan or of all."""
    page, kecamatan = context.pressed
    keeping.leave(context, keeping.FIND)
    keeping.home(context, int(page or 0), kecamatan or "")


@ketua_or_satgas_only
async def show_slot(update: Update, context: Context) -> None:
    """How a slot stands; from now on this message says so by itself."""
    counts = _counts(context, int(context.pressed[0]))
    if counts is None:
        keeping.gone(context)
        return
    keeping.show(context, *worded.card(context.house.texts, context.language, counts))
    message_id = keeping.pressed_message(context)
    if message_id:
        context.run(digests.watch_slot, person_id=context.person.id, message_id=message_id, counts=counts)


@ketua_or_satgas_only
async def show_names(update: Update, context: Context) -> None:
    """Who signed up, a page at a time, a button each."""
    number, page = map(int, context.pressed)
    told: dict[str, Any] = {"slot_id": number, "page": page, "hours": keeping.hours(context)}
    found = context.run(overview.look_at_seats, **told, **keeping.who(context))
    counts = _counts(context, number)
    if found is None or counts is None:
        keeping.gone(context)
        return
    texts, language = context.house.texts, context.language
    key = "keeping.names_title" if found.count else "keeping.names_none"
    parts = [worded.head(texts, language, counts.slot), context.text(key, count=found.count)]
    lines = "\n".join(worded.line(texts, language, one) for one in found.items)
    looks = [Button(worded.label(one), f"v1:signup:see:{one.seat.id}") for one in found.items]
    pages = keeping.turns(found.page, found.pages, f"v1:signups:list:{number}")
    buttons = [*keeping.pairs(looks), pages, [keeping.to_slot(context, number)]]
    keeping.show(context, "\n\n".join(part for part in (*parts, lines) if part), buttons)


@ketua_or_satgas_only
async def show_line(update: Update, context: Context) -> None:
    """Who waits, in turn, a page at a time."""
    number, page = map(int, context.pressed)
    told: dict[str, Any] = {"slot_id": number, "page": page, "hours": keeping.hours(context)}
    found = context.run(overview.look_at_line, **told, **keeping.who(context))
    counts = _counts(context, number)
    if found is None or counts is None:
        keeping.gone(context)
        return
    texts, language = context.house.texts, context.language
    key = "keeping.line_title" if found.count else "keeping.line_none"
    parts = [worded.head(texts, language, counts.slot), context.text(key, count=found.count)]
    ranked = enumerate(found.items, start=found.page * overview.PAGE + 1)
    lines = "\n".join(worded.waiting(texts, language, one, rank) for rank, one in ranked)
    pages = keeping.turns(found.page, found.pages, f"v1:signups:line:{number}")
    text = "\n\n".join(part for part in (*parts, lines) if part)
    keeping.show(context, text, [pages, [keeping.to_slot(context, number)]])


@ketua_or_satgas_only
async def export(update: Update, context: Context) -> None:
    """Who signed up, as a file."""
    maker, number = context.pressed[0], int(context.pressed[1])
    told: dict[str, Any] = {"slot_id": number, "hours": keeping.hours(context)}
    found = context.run(exporting.export_sign_ups, **told, **keeping.who(context))
    if found is None:
        keeping.gone(context)
        return
    space = re.sub(r"\W+", "-", found.slot.space).strip("-").lower()
    called = f"pendaftar-{space}-{found.slot.day.isoformat()}.{maker}"
    context.send_file(maker, _table(context, found), "keeping.file", called=called, count=len(found.rows))


@ketua_or_satgas_only
async def show_digest(update: Update, context: Context) -> None:
    """How often new sign-ups are told."""
    now_so = context.run(digests.digest_of, person_id=context.person.id, rights=context.rights)
    rows = [
        [Button(("✓ " if one is now_so else "") + context.label(key), f"v1:signups:every:{one}")]
        for one, key in _EVERY.items()
    ]
    keeping.show(context, context.text("keeping.digest_ask"), [*rows, [keeping.to_home(context)]])


@ketua_or_satgas_only
async def set_digest(update: Update, context: Context) -> None:
    """From now on this often."""
    context.run(digests.set_digest, person_id=context.person.id, every=Every(context.pressed[0]), now=context.now)
    context.toast("keeping.digest_set")
    await show_digest(update, context)


def _counts(context: Context, number: int) -> Counts | None:
    return context.run(signups.counts, slot_id=number, hours=keeping.hours(context), **keeping.may(context))


def _table(context: Context, found: Export) -> dict[str, Any]:
    """Only the columns that this slot needs."""
    asks = {"phone": found.slot.asks_contact, "purpose": found.slot.asks_purpose}
    columns = [(key, kind) for name, key, kind in _COLUMNS if asks.get(name, True)]
    names = [name for name, _, _ in _COLUMNS if asks.get(name, True)]
    rows = [[_values(context, place, one)[name] for name in names] for place, one in enumerate(found.rows, start=1)]
    return {
        "columns": [[context.label(key), kind] for key, kind in columns],
        "rows": rows,
        "sheet": context.label("door.pendaftar"),
        "timezone": context.house.timezone,
    }


_COLUMNS = (
    ("place", "keeping.column_place", "number"),
    ("code", "keeping.column_code", "text"),
    ("name", "keeping.column_name", "text"),
    ("party", "keeping.column_party", "number"),
    ("state", "keeping.column_state", "text"),
    ("phone", "keeping.column_phone", "text"),
    ("purpose", "keeping.column_purpose", "text"),
    ("made", "keeping.column_made", "time"),
)


def _values(context: Context, place: int, one: SignUp) -> dict[str, Any]:
    told = {"place": place, "code": one.seat.code, "name": one.name, "party": one.seat.party, "phone": one.phone}
    state = worded.state(context.house.texts, context.language, one)
    return {**told, "state": state, "purpose": one.seat.purpose, "made": one.seat.made_at.isoformat()}
