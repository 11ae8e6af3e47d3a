"""Spaces near somebody: asked for one's place by a key, or told it unasked; it is used at once and never kept."""

from typing import Any

from telegram.ext import MessageHandler, filters

from handlers import seating
from handlers.context import Button, Context, Key, Update
from handlers.listening import App, on_press
from notices import spacewords as words
from services import forms
from services.coworking import spaces


def add_to(app: App) -> None:
    """Listen to the button that asks for a place, and to places that come in the private chat."""
    on_press(app, "v1:near:ask", ask)
    here = filters.ChatType.PRIVATE & filters.UpdateType.MESSAGE & filters.LOCATION
    app.add_handler(MessageHandler(here, found))


async def ask(update: Update, context: Context) -> None:
    """A key that shares where one is."""
    seating.leave(context)
    told: dict[str, Any] = {"form": seating.NEAR, "step": "place", "data": {forms.KEYS: True}}
    context.run(forms.open_form, person_id=context.person.id, now=context.now, **told)
    context.say("near.ask", keys=[[Key(context.label("near.share"), asks="location")]])


async def found(update: Update, context: Context) -> None:
    """The nearest spaces first."""
    place = update.message.location if update.message else None
    assert place is not None
    form = context.run(forms.read, telegram_id=context.person.telegram_id, now=context.now)
    if form and form.form == seating.NEAR:
        context.run(forms.close, person_id=context.person.id, now=context.now)
    context.say("near.not_kept", keys=())
    near = context.run(spaces.nearest, latitude=place.latitude, longitude=place.longitude)
    other = [Button(context.label("near.all"), "v1:ruang:show")]
    if not near:
        context.say("near.none", buttons=[other, *context.way_back()])
        return
    texts, language = context.house.texts, context.language
    rows = [
        [
            Button(
                context.label("near.space", name=space.name, distance=words.distance(texts, language, away)),
                f"v1:ruang:place:{space.id}",
            )
        ]
        for space, away in near
    ]
    example = any(space.example for space, _ in near)
    text = "\n\n".join([context.text("near.found"), *([context.text("seatword.example")] if example else [])])
    context.say(text=text, buttons=[*rows, other, *context.way_back()])
