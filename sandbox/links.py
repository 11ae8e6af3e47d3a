"""Which links Telegram lets stand behind a text or a button."""

import re
from typing import Any
from urllib.parse import parse_qs, urlsplit

_HOST = re.compile(r"^[\w-]+(\.[\w-]+)*\.[^\W\d][\w-]+$|^localhost$|^\d{1,3}(\.\d{1,3}){3}$")
_SCHEME = re.compile(r"^[a-zA-Z][a-zA-Z0-9+.-]*:")


def user_id(url: str) -> int | None:
    """The person behind tg://user?id=…"""
    parts = urlsplit(url)
    if parts.scheme != "tg" or parts.netloc != "user":
        return None
    value = parse_qs(parts.query).get("id", [""])[0]
    return int(value) if value.isdigit() and int(value) else None


def checked(url: str) -> str:
    """The link as Telegram keeps it, empty when it is none."""
    url = url.strip()
    if _SCHEME.match(url) and "://" in url[:12] and not url.lower().startswith(("http:", "https:", "tg:", "ton:")):
        return ""
    if url.lower().startswith(("tg:", "ton:")):
        return url
    with_scheme = url if "://" in url else f"http://{url}"
    try:
        host = urlsplit(with_scheme).hostname or ""
    except ValueError:
        return ""
    if not _HOST.match(host):
        return ""
    tail = "" if urlsplit(with_scheme).path else "/"
    return with_scheme + (tail if not urlsplit(with_scheme).query else "")


def entity(span: dict[str, Any], url: str) -> dict[str, Any] | None:
    """The span as a link or as a mention; None when the link is none."""
    if person := user_id(url):
        return {**span, "type": "text_mention", "user": {"id": person, "is_bot": False, "first_name": str(person)}}
    link = checked(url)
    return {**span, "type": "text_link", "url": link} if link else None


def start_payload(url: str, bot: str) -> str | None:
    """What stands behind ?start= of a link to this bot ("" for a bare link), None for other links."""
    parts = urlsplit(url if "://" in url else f"https://{url}")
    query = parse_qs(parts.query)
    if parts.scheme == "tg" and parts.netloc == "resolve" and query.get("domain", [""])[0].lower() == bot.lower():
        return query.get("start", [""])[0]
    if parts.hostname in ("t.me", "telegram.me") and parts.path.strip("/").lower() == bot.lower():
        return query.get("start", [""])[0]
    return None
