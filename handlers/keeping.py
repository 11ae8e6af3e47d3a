"""What all deeds of a ketua share: their hours, what is gone, who is told, the form they are in and its words."""

from collections.abc import Callable, Coroutine, Mapping, Sequence
from functools import wraps
from typing import Any, TypeAlias

from telegram import Message

from handlers.context import Button, Buttons, Context, Update
from handlers.listening import Deed, ketua_or_satgas_only
from notices import coworking, keeping as worded, seatwords
from services import forms
from services.city import Kecamatan
from services.coworking import digests, news, overview
from services.coworking.hours import Hours
from services.coworking.values import Slot, Told
from services.forms import OpenForm

NUMBER = "([0-9]{1,18})"
FIND = "signups_find"
"""The form of who looks for a sign-up."""
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
    return message.text.strip()


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
    looks = [[Button(_called(context, one.slot), f"v1:signups:slot:{one.slot.id}")] for one in found.items]
    pages = turns(found.page, found.pages, "v1:signups:show", f":{kecamatan}" if kecamatan else "")
    last = [button(context, "keeping.find", "v1:signup:find")]
    last += [button(context, "keeping.digest_often", "v1:signups:digest")] if context.rights.ketua else []
    show(context, "\n\n".join(parts), [*looks, pages, *_kecamatan(context, kecamatan), last, *context.way_back()])


def _called(context: Context, slot: Slot) -> str:
    return f"{seatwords.on_day(context.house.texts, context.language, slot)} · {seatwords.called(slot)}"[:60]


def _kecamatan(context: Context, chosen: str) -> Buttons:
    """The kecamatan one looks after, where there are several."""
    there = kept_kecamatan(context)
    if len(there) < 2:
        return []
    told = [Button(("✓ " if one.id == chosen else "") + one.name, f"v1:signups:show:0:{one.id}") for one in there]
    told.insert(0, Button(("" if chosen else "✓ ") + context.label("keeping.all"), "v1:signups:show"))
    return [told[at : at + 3] for at in range(0, len(told), 3)]


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
