"""A message as a person reads it: plain text, one line for each row of buttons."""

from typing import Any

MEDIA = ("photo", "video", "animation", "audio", "voice", "sticker")


def shown(message: dict[str, Any]) -> str:
    """Text with its markup gone; "(photo) …" and the like for media; "[A] [B]" for a row of inline buttons."""
    lines = [_content(message)]
    for row in message.get("reply_markup", {}).get("inline_keyboard", ()):
        lines.append(" ".join(f"[{button['text']}]" for button in row))
    return "\n".join(line for line in lines if line)


def _content(message: dict[str, Any]) -> str:
    if "text" in message:
        return str(message["text"])
    label = _label(message)
    caption = message.get("caption", "")
    return f"({label}) {caption}".strip() if label else caption


def _label(message: dict[str, Any]) -> str:
    for kind in MEDIA:
        if kind in message:
            return kind
    if "pinned_message" in message:
        return "pinned"
    for kind in ("document", "venue", "location", "contact", "poll"):
        if kind in message:
            return _detailed(kind, message[kind])
    return "message"


def _detailed(kind: str, value: dict[str, Any]) -> str:
    if kind == "document":
        return f"document {value.get('file_name', '')}".strip()
    if kind == "venue":
        return f"venue {value['title']}, {value['address']}"
    if kind == "contact":
        return f"contact {value['first_name']} {value['phone_number']}"
    if kind == "poll":
        return f"poll {value['question']}: {' / '.join(option['text'] for option in value['options'])}"
    return f"location {value['latitude']}, {value['longitude']}"
