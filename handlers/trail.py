"""/jejak, for satgas: who did what and when, newest first; by person, deed, object and period. Nothing is changed."""

from handlers.context import Button, Buttons, Context, Update
from handlers.listening import App, on_command, on_press, satgas_only
from notices.trailwords import TrailWords
from services import trail
from services.trail import PERIODS, Look

NUMBER = "([0-9]{1,10})"
DEED = "([a-z_]{0,16}(?:[.][a-z_]{1,24})?)"
PERIOD = f"({'|'.join(map(str, PERIODS))})"
LOOK = f"{NUMBER}:{DEED}:{PERIOD}"
MOST = 40
"""Buttons of a choice."""


def add_to(app: App) -> None:
    """Listen to /jejak and its buttons."""
    on_press(app, "v1:trail:show", show)
    on_press(app, f"v1:trail:in:{NUMBER}:{LOOK}", turn)
    on_press(app, f"v1:trail:of:{NUMBER}:{NUMBER}", turn_object)
    on_press(app, f"v1:trail:one:{NUMBER}", show_entry)
    on_press(app, f"v1:trail:who:{LOOK}", pick_who)
    on_press(app, f"v1:trail:what:{LOOK}", pick_what)
    on_press(app, f"v1:trail:when:{LOOK}", pick_when)
    on_command(app, "jejak", show)


@satgas_only
async def show(update: Update, context: Context) -> None:
    """The newest entries of all."""
    _show(context, Look(), 0)


@satgas_only
async def turn(update: Update, context: Context) -> None:
    """A page of what is looked for; new entries do not move it."""
    upto, who, deed, days = context.pressed
    _show(context, Look(int(who), deed, int(days)), int(upto))


@satgas_only
async def turn_object(update: Update, context: Context) -> None:
    """All about the thing that an entry is about."""
    like, upto = (int(one) for one in context.pressed)
    _show(context, Look(like=like), upto)


@satgas_only
async def show_entry(update: Update, context: Context) -> None:
    """One entry whole, and the ways from it."""
    entry = context.run(trail.entry, number=int(context.pressed[0]))
    if entry is None:
        context.toast("audit.gone", alert=True)
        return
    of_it = Button(context.label("audit.of_it"), f"v1:trail:of:{entry.id}:0")
    by_them = [Button(context.label("audit.by_them"), f"v1:trail:in:0:{entry.actor_id}::0")] if entry.actor_id else []
    alike = Button(context.label("audit.alike"), f"v1:trail:in:0:0:{entry.deed}:0")
    context.change(text=_words(context).whole(entry), buttons=[[of_it], by_them, [alike], [_back(context)]])


@satgas_only
async def pick_who(update: Update, context: Context) -> None:
    """Whose deeds?"""
    look = _look(context)
    found = context.run(trail.actors, look=Look(0, look.deed, look.days), now=context.now, most=MOST)
    chosen = [(0, context.label("audit.anybody"))]
    chosen += [(who, context.label("audit.counted", name=name, count=many)) for who, name, many in found]
    _ask(context, "audit.ask_who", look, [(name, Look(who, look.deed, look.days)) for who, name in chosen])


@satgas_only
async def pick_what(update: Update, context: Context) -> None:
    """About what? After a noun, which deed of it."""
    look, words = _look(context), _words(context)
    noun = look.deed.partition(".")[0]
    found = context.run(trail.deeds, look=Look(look.who, noun or trail.ANY, look.days), now=context.now)
    chosen = [("", context.label("audit.anything"))]
    if noun:
        chosen += [(noun, words.noun(noun)), *((deed, words.deed(deed)) for deed, _ in found)]
    else:
        nouns = sorted({deed.partition(".")[0] for deed, _ in found}, key=words.noun)
        chosen += [(one, words.noun(one)) for one in nouns]
    _ask(context, "audit.ask_what", look, [(name, Look(look.who, deed, look.days)) for deed, name in chosen[:MOST]])


@satgas_only
async def pick_when(update: Update, context: Context) -> None:
    """Since when?"""
    look = _look(context)
    chosen = [(context.label(f"audit.days.{days}"), Look(look.who, look.deed, days)) for days in PERIODS]
    _ask(context, "audit.ask_when", look, chosen)


def _show(context: Context, look: Look, upto: int) -> None:
    """A page; that it was looked at is an entry too."""
    page = context.run(trail.page, look=look, now=context.now, upto=upto)
    context.looked("trail.list", "trail", len(page.entries))
    name = next((one.actor for one in page.entries if look.who), "")
    text = _words(context).page(page, look, name)
    context.change(text=text, buttons=_doors(context, look, page))


def _doors(context: Context, look: Look, page: trail.Page) -> Buttons:
    ones = [Button(str(at), f"v1:trail:one:{one.id}") for at, one in enumerate(page.entries, start=1)]
    turns = [Button("‹", _to(look, page.newer))] if page.newer is not None else []
    turns += [Button("›", _to(look, page.older))] if page.older is not None else []
    rows: list[list[Button]] = [ones[:4], ones[4:], turns]
    if look.like:
        return [*rows, [_back(context)]]
    picks = [Button(context.label(f"audit.pick.{it}"), f"v1:trail:{it}:{_of(look)}") for it in ("who", "what", "when")]
    all_of_it = [_back(context)] if look != Look() else []
    return [*rows, picks, all_of_it, *context.way_back()]


def _ask(context: Context, key: str, now: Look, choices: list[tuple[str, Look]]) -> None:
    buttons = [Button(("✓ " if look == now else "") + name[:60], _to(look, 0)) for name, look in choices]
    if key == "audit.ask_what" and not now.deed:
        buttons[1:] = [Button(one.text, (one.data or "").replace("trail:in:0:", "trail:what:")) for one in buttons[1:]]
    pairs = [buttons[at : at + 2] for at in range(0, len(buttons), 2)]
    context.change(key, buttons=[*pairs, [Button(context.label("audit.back"), _to(now, 0))]])


def _look(context: Context) -> Look:
    who, deed, days = context.pressed
    return Look(int(who), deed, int(days))


def _of(look: Look) -> str:
    return f"{look.who}:{look.deed}:{look.days}"


def _to(look: Look, upto: int | None) -> str:
    return f"v1:trail:of:{look.like}:{upto or 0}" if look.like else f"v1:trail:in:{upto or 0}:{_of(look)}"


def _words(context: Context) -> TrailWords:
    return TrailWords(context.house.texts, context.language, context.house.city)


def _back(context: Context) -> Button:
    return Button(context.label("audit.back"), "v1:trail:show")
