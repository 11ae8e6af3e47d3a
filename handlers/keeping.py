"""What all deeds of a ketua share: their hours, what is gone, who is told, the form they are in and its words."""

from collections.abc import Callable, Coroutine, Mapping, Sequence
from datetime import date
from functools import wraps
from typing import Any, TypeAlias, TypeVar

from telegram import Message

from handlers.context import Button, Buttons, Context, Update
from handlers.listening import Deed, ketua_or_satgas_only
from notices import coworking, keeping as worded, seatwords
from services import dates, forms
from services.city import Kecamatan
from services.coworking import digests, news, overview
from services.coworking.hours import Hours
from services.coworking.overview import Page
from services.coworking.values import Slot, Space, Told
from services.forms import OpenForm
from services.people import clean

NUMBER = "([0-9]{1,18})"
FIND = "signups_find"
"""The form of who looks for a sign-up."""
Item = TypeVar("Item")
WithForm: TypeAlias = Callable[[Context, OpenForm], Coroutine[Any, Any, None]]


def hours(context: Context) -> Hours:
    """The city's clock."""
    return Hours(context.house.city, context.house.timezone)


def may(context: Context) -> dict[str, Any]:
    """What a service asks of who wants to see what they look after."""
    return {"rights": context.rights, "now": context.now}


def who(context: Context) -> dict[str, Any]:
    """What a service asks of who does something to what they look after."""
    return {**may(context), "actor_id": context.person.id}


def tell(context: Context, told: Sequence[Told]) -> None:
    """Whoever is to be told is told, after the commit."""
    letters = context.run(news.letters, told=told, now=context.now)
    context.turn.drafts += coworking.tell(context.house.teller, letters, now=context.now)


def show(context: Context, text: str, buttons: Buttons) -> None:
    """Say it in place of what was pressed; a message that showed a live count shows it no more."""
    message_id = pressed_message(context)
    if message_id:
        context.run(digests.stop_watching, person_id=context.person.id, message_id=message_id)
    if context.happened.callback_query and not message_id:
        context.say(text=text, buttons=buttons)  # below a picture there is no room for it
    else:
        context.change(text=text, buttons=buttons)


def pressed_message(context: Context) -> int | None:
    """The number of the message with words alone whose button was pressed."""
    press = context.happened.callback_query
    message = press.message if press else None
    return message.message_id if isinstance(message, Message) and not message.effective_attachment else None


def gone(context: Context) -> None:
    """There is no such thing, or it is somebody else's: the same words."""
    if context.happened.callback_query:
        context.toast("keeping.gone", alert=True)
    else:
        context.say("keeping.gone", buttons=context.way_back())


def button(context: Context, key: str, data: str, **values: object) -> Button:
    """A button with these words."""
    return Button(context.label(key, **values), data)


def turns(page: int, pages: int, press: str, rest: str = "") -> list[Button]:
    """A page back, a page on."""
    back = [Button("‹", f"{press}:{page - 1}{rest}")] if page else []
    return back + ([Button("›", f"{press}:{page + 1}{rest}")] if page < pages - 1 else [])


def with_form(name: str) -> Callable[[WithForm], Deed]:
    """The deed with the ketua's own open form of this name; where there is none any more, a kind word."""

    def guard(deed: WithForm) -> Deed:
        @ketua_or_satgas_only
        @wraps(deed)
        async def guarded(update: Update, context: Context) -> None:
            form = context.run(forms.read, telegram_id=context.person.telegram_id, now=context.now)
            if form and form.form == name:
                await deed(context, form)
            else:
                context.toast("keeping.form_closed", alert=True)

        return guarded

    return guard


def keep(context: Context, form: str, step: str, data: Mapping[str, Any]) -> None:
    """The ketua is at this step of this form now."""
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


def leave(context: Context, name: str) -> None:
    """The form of this name is left, if it is the one the ketua is in."""
    form = context.run(forms.read, telegram_id=context.person.telegram_id, now=context.now)
    if form and form.form == name:
        close(context)


def pairs(buttons: Sequence[Button]) -> list[Sequence[Button]]:
    """Two in a row."""
    return [buttons[at : at + 2] for at in range(0, len(buttons), 2)]


def home(context: Context, page: int, kecamatan: str) -> None:
    """/pendaftar: the slots that come, with their counts."""
    told: dict[str, Any] = {"page": page, "kecamatan": kecamatan, "hours": hours(context)}
    found = context.run(overview.slots_ahead, **told, **may(context))
    texts, language = context.house.texts, context.language
    parts = [context.text("keeping.title" if found.count else "keeping.none")]
    parts += [worded.summary(texts, language, one) for one in found.items]
    parts += [context.text("keeping.page", page=found.page + 1, pages=found.pages)] if found.pages > 1 else []
    looks = [
        [Button(seatwords.brief(texts, language, one.slot), f"v1:signups:slot:{one.slot.id}")] for one in found.items
    ]
    pages = turns(found.page, found.pages, "v1:signups:show", f":{kecamatan}" if kecamatan else "")
    last = [
        button(context, "keeping.find", "v1:signup:find"),
        button(context, "keeping.digest_often", "v1:signups:digest"),
    ]
    show(context, "\n\n".join(parts), [*looks, pages, *_kecamatan(context, kecamatan), last, *context.way_back()])


def _kecamatan(context: Context, chosen: str) -> Buttons:
    """The kecamatan one looks after, where there are several."""
    there = kept_kecamatan(context)
    if len(there) < 2:
        return []
    told = [Button(("✓ " if one.id == chosen else "") + one.name, f"v1:signups:show:0:{one.id}") for one in there]
    told.insert(0, Button(("" if chosen else "✓ ") + context.label("keeping.all"), "v1:signups:show"))
    return pairs(told)


def kept_kecamatan(context: Context) -> list[Kecamatan]:
    """Where one may change something: everywhere as satgas."""
    rights = context.rights
    return [one for one in context.house.city.kecamatan if rights.satgas or one.id in rights.kecamatan]


def to_home(context: Context) -> Button:
    """Back to /pendaftar."""
    return button(context, "keeping.back", "v1:signups:show")


def to_slot(context: Context, number: int) -> Button:
    """Back to a slot's card."""
    return button(context, "keeping.to_slot", f"v1:signups:slot:{number}")


def to_space(context: Context, number: int) -> Button:
    """Back to a space's card."""
    return button(context, "keeping.to_space", f"v1:kept:show:{number}")


def page(items: Sequence[Item], number: int) -> Page[Item]:
    """A page there is of what was read whole."""
    pages = max(1, -(-len(items) // overview.PAGE))
    at = min(number, pages - 1)
    return Page(tuple(items[at * overview.PAGE : (at + 1) * overview.PAGE]), at, pages, len(items))


def show_space(context: Context, space: Space, news: str = "") -> None:
    """A space whole, and what can be done with it, below the sentence `news`."""
    number, texts = space.id, context.house.texts
    rows: list[Sequence[Button]] = [
        [
            button(context, "kept.to_slots", f"v1:kept:slots:{number}:0"),
            button(context, "kept.to_patterns", f"v1:kept:patterns:{number}"),
        ],
        [
            button(context, "kept.to_days", f"v1:kept:days:{number}"),
            button(context, "kept.to_door", f"v1:kept:door:{number}"),
        ],
        [button(context, "kept.to_data", f"v1:spaceform:show:{number}")],
    ]
    if space.closed:
        rows = [[button(context, "kept.reopen", f"v1:kept:reopen:{number}")], rows[-1]]
    back = button(context, "kept.back", "v1:kept:home")
    said = [context.text(news)] if news else []
    said.append(worded.space(texts, context.language, space, context.house.city))
    show(context, "\n\n".join(said), [*rows, [back]])


def show_opening(context: Context, slot: Slot, news: str = "") -> None:
    """A slot, and what of it can change, below the sentence `news`."""
    number, texts, language = slot.id, context.house.texts, context.language
    rows: list[Sequence[Button]] = []
    if slot.open_at(context.now):
        rows = _deeds(context, slot)
    elif slot.closed and context.now < slot.ends_at:
        rows = [[button(context, "keeping.reopen", f"v1:opening:reopen:{number}")]]
    back = [to_slot(context, number), button(context, "kept.to_slots_back", f"v1:kept:slots:{slot.space_id}:0")]
    said = [context.text(news)] if news else []
    show(context, "\n\n".join([*said, worded.opening(texts, language, slot)]), [*rows, back])


def _deeds(context: Context, slot: Slot) -> list[Sequence[Button]]:
    number = slot.id
    now_so = (slot.approval, slot.asks_purpose, slot.asks_contact)
    bits = sum(bit for on, bit in zip(now_so, (1, 2, 4), strict=True) if on)
    asks = [
        Button(("✓ " if on else "☐ ") + context.label(key), f"v1:opening:asks:{number}:{bits ^ bit}")
        for on, key, bit in zip(now_so, worded.ASKS, (1, 2, 4), strict=True)
    ]
    pause = ("opening.resume", "resume") if slot.waitlist_paused else ("opening.pause", "pause")
    return [
        [
            button(context, "opening.capacity", f"v1:opening:capacity:{number}"),
            button(context, "opening.title", f"v1:opening:title:{number}"),
        ],
        [button(context, "opening.move", f"v1:opening:move:{number}")],
        *([one] for one in asks),
        [button(context, pause[0], f"v1:opening:{pause[1]}:{number}")],
        [button(context, "opening.close", f"v1:why:slot:{number}")],
    ]


def near_days(context: Context, press: str) -> list[Button]:
    """Today, tomorrow."""
    return [button(context, "keeping.today", f"{press}:0"), button(context, "keeping.tomorrow", f"{press}:1")]


def today(context: Context) -> date:
    """The city's day."""
    return dates.today(context.now, context.house.timezone)
