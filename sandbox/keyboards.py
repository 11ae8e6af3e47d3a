"""Keyboards under messages: what Telegram takes, and its words for what it does not."""

from typing import Any

from sandbox import links
from sandbox.errors import bad
from sandbox.state import Raw

MAX_DATA_BYTES = 64
MAX_BUTTONS = 100
KINDS = ("inline_keyboard", "keyboard", "remove_keyboard", "force_reply")
ACTIONS = (
    "url", "callback_data", "web_app", "login_url", "switch_inline_query", "switch_inline_query_current_chat",
    "switch_inline_query_chosen_chat", "copy_text", "callback_game", "pay",
)  # fmt: skip
MAY_BE_EMPTY = ("switch_inline_query", "switch_inline_query_current_chat")


def read(markup: Any, private: bool) -> tuple[str, Raw | None]:
    """The kind of markup ("" for none) and its cleaned value."""
    if markup is None:
        return "", None
    if not isinstance(markup, dict):
        raise bad("object expected as reply markup")
    for kind in KINDS:
        if markup.get(kind):
            return kind, _cleaned(kind, markup, private)
    return "", None


def inline(markup: Any) -> Raw | None:
    """The inline keyboard of an edit; any other kind is refused."""
    kind, value = read(markup, True)
    if kind not in ("", "inline_keyboard"):
        raise bad("inline keyboard expected")
    return value


def _cleaned(kind: str, markup: Raw, private: bool) -> Raw | None:
    if kind == "inline_keyboard":
        return _inline(markup)
    if kind == "keyboard":
        return _reply(markup, private)
    if len(markup.get("input_field_placeholder", "")) > 64:
        raise bad("input_field_placeholder is too long")
    return markup


def _rows(markup: Raw, name: str, of: str = "") -> list[list[Any]]:
    rows = markup[name]
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        raise bad(f'Field "{name}"{of} must be an Array of Arrays')
    return rows


def _inline(markup: Raw) -> Raw | None:
    rows = []
    count = 0
    for row in _rows(markup, "inline_keyboard", " of the InlineKeyboardMarkup"):
        kept = [button for button in row if _inline_button(button)]
        count += len(kept)
        if kept:
            rows.append(kept)
    if count > MAX_BUTTONS:
        raise bad("reply markup is too long")
    return {"inline_keyboard": rows} if rows else None


def _inline_button(button: Any) -> bool:
    """Checks one button; False when Telegram would drop it silently."""
    if not isinstance(button, dict):
        raise bad("can't parse inline keyboard button: InlineKeyboardButton must be an Object")
    if "text" not in button:
        raise bad("can't parse inline keyboard button: Can't find field \"text\"")
    actions = [name for name in ACTIONS if button.get(name) or (name in MAY_BE_EMPTY and name in button)]
    if not actions:
        raise bad("can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard")
    if "callback_data" in actions and len(str(button["callback_data"]).encode()) > MAX_DATA_BYTES:
        raise bad("BUTTON_DATA_INVALID")
    if "url" in actions and not links.checked(button["url"]):
        raise bad(f"inline keyboard button URL '{button['url']}' is invalid: Wrong HTTP URL")
    if "copy_text" in actions and not 1 <= len(button["copy_text"].get("text", "")) <= 256:
        raise bad("BUTTON_COPY_TEXT_INVALID")
    return bool(str(button["text"]).strip())


def _reply(markup: Raw, private: bool) -> Raw:
    for row in _rows(markup, "keyboard"):
        for button in row:
            _reply_button(button, private)
    if len(markup.get("input_field_placeholder", "")) > 64:
        raise bad("input_field_placeholder is too long")
    return markup


def _reply_button(button: Any, private: bool) -> None:
    if not isinstance(button, dict | str):
        raise bad("can't parse keyboard button: KeyboardButton must be a String or an Object")
    if isinstance(button, str) or private:
        return
    if button.get("request_contact"):
        raise bad("phone number can be requested in private chats only")
    if button.get("request_location"):
        raise bad("location can be requested in private chats only")
