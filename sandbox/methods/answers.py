"""Answering presses and inline queries."""

import re
from typing import Any

from sandbox import links
from sandbox.errors import bad
from sandbox.spec import Params
from sandbox.state import Press, World
from sandbox.utf16 import units

TOO_OLD = "query is too old and response timeout expired or query ID is invalid"


def answer_callback_query(world: World, params: Params) -> bool:
    """The answer of a press: at most once, in time."""
    press = world.presses.get(params.get("callback_query_id", ""))
    if press is None:
        raise bad(TOO_OLD)
    if press.answered_at is not None:
        world.violations.append(f"press {press.id} answered twice")
        raise bad(TOO_OLD)
    if world.clock.now() > press.clock_at + world.answer_window:
        raise bad(TOO_OLD)
    text = params.get("text", "")
    if units(text) > 200:
        raise bad("MESSAGE_TOO_LONG")
    press.url = _link(world, params.get("url", ""))
    press.answered_at, press.text, press.alert = params.at, text, params.get("show_alert", False)
    _show(world, press)
    return True


def _link(world: World, url: str) -> str:
    """A link into the private chat with the bot is all that may be opened for a button that is no game's."""
    payload = links.start_payload(url, world.bot["username"]) if url else None
    if url and not re.fullmatch(r"[A-Za-z0-9_-]{1,64}", payload or ""):
        raise bad("URL_INVALID")
    return url


def _show(world: World, press: Press) -> None:
    """The words, and the link: it leads to the private chat, where the start button is still to be pressed."""
    person = world.people.get(press.person_id)
    if person and press.text:
        person.toasts.append(press.text)
        if press.alert:
            person.alerts.append(press.text)
    if person and press.url:
        person.opened.append(press.url)
    told = {"text": press.text, "alert": press.alert, "url": press.url}
    world.changed("toast", person_id=press.person_id, **told)


METHODS: dict[str, Any] = {"answercallbackquery": answer_callback_query}
