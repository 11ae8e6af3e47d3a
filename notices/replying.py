"""While a satgas writes a reply: what is asked for next, and what can be pressed there."""

from services import articletyped as typed
from services.articledraft import PREVIEW
from services.questions import named
from services.reply import REASON, Reply
from texts import Texts
from wire.outbox import Button

Rows = list[list[Button]]
LIMITS = {"title": typed.TITLE, "body": typed.BODY, "name": typed.NAME, "whole": typed.WHOLE}
REASONS = {
    "not_ours": "queue.reason.not_ours",
    "unclear": "queue.reason.unclear",
    "improper": "queue.reason.improper",
}
"""The usual reasons not to answer, by the word in the button."""
_ASK = {
    "body": "queue.ask_body",
    "title": "queue.ask_title",
    "name": "queue.ask_name",
    "link": "queue.ask_link",
    "dated": "queue.ask_dated",
    REASON: "queue.ask_reason",
}
_WHY = {
    "not_ours": "queue.why_not_ours",
    "unclear": "queue.why_unclear",
    "improper": "queue.why_improper",
}


def question(texts: Texts, language: str, reply: Reply) -> str:
    """What is to be typed at the reply's step."""
    return texts.say(language, _ASK[reply.step], number=named(reply.number), **LIMITS)


def choices(texts: Texts, language: str, reply: Reply, *, title: str = "") -> Rows:
    """The buttons of its step or of its preview; `title`: what the title may be without typing."""
    press = _Press(texts, language, reply)
    cancel = press.button("queue.cancel", "drop")
    if reply.step != PREVIEW:
        return [*_at_step(press, title), [cancel]]
    if reply.declines:
        return [[press.as_shown("queue.shut", "send")], [press.edit("queue.edit_reason", REASON), cancel]]
    body = press.edit("queue.edit_body", "body")
    if not reply.keep:
        keep_too = press.as_shown("queue.keep_too", "keep")
        return [[press.as_shown("queue.send", "send")], [keep_too], [body, cancel]]
    keep = press.as_shown("queue.keep", "send")
    title_and_source = [press.edit("queue.edit_title", "title"), press.edit("queue.edit_source", "source")]
    return [[keep], [body], title_and_source, [press.as_shown("queue.do_not_keep", "only"), cancel]]


def back(texts: Texts, language: str) -> Rows:
    """The row that leads to the queue."""
    return [[Button(texts.plain(language, "queue.back"), "v1:queue:show")]]


class _Press:
    """Makes the buttons of one reply."""

    def __init__(self, texts: Texts, language: str, reply: Reply) -> None:
        self.texts, self.language, self.reply = texts, language, reply

    def button(self, key: str, deed: str, more: str = "") -> Button:
        return Button(self.texts.plain(self.language, key), f"v1:queue:{deed}:{self.reply.number}{more}")

    def as_shown(self, key: str, deed: str) -> Button:
        """Counts only for the reply as it was shown."""
        return self.button(key, deed, f":{self.reply.revision}")

    def edit(self, key: str, part: str) -> Button:
        return self.button(key, "edit", f":{part}")


def _at_step(press: _Press, title: str) -> Rows:
    step = press.reply.step
    if step == REASON:
        return [[press.button(key, "why", f":{name}")] for name, key in _WHY.items()]
    rows = [[press.as_shown("queue.do_not_keep", "only")]] if press.reply.keep else []
    if step == "title" and title:
        return [[press.button("queue.as_asked", "asked")], *rows]
    if step == "link":
        return [[press.button("queue.no_link", "skip")], *rows]
    return [[press.button("queue.today", "today")], *rows] if step == "dated" else rows
