"""Answering presses and inline queries."""

from typing import Any

from sandbox.errors import bad
from sandbox.spec import Params
from sandbox.state import World
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
    press.answered_at, press.text, press.alert = params.at, text, params.get("show_alert", False)
    _show(world, press.person_id, text, press.alert)
    return True


def _show(world: World, person_id: int, text: str, alert: bool) -> None:
    person = world.people.get(person_id)
    if person and text:
        person.toasts.append(text)
        if alert:
            person.alerts.append(text)
    world.changed("toast", person_id=person_id, text=text, alert=alert)


METHODS: dict[str, Any] = {"answercallbackquery": answer_callback_query}
