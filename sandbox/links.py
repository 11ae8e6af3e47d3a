"""Which links Telegram lets stand behind a text or a button."""

import re
from typing import Any
from urllib.parse import SplitResult, parse_qs, urlsplit

_HOST = re.compile(r"[\w-]+(\.[\w-]+)*\.[^\W\d][\w-]+|localhost|\d{1,3}(\.\d{1,3}){3}")
_TG = re.compile(r"tg:(?://)?(?P<what>[a-z_]+)/?(?:\?(?P<query>[^#]*))?(?:#.*)?", re.IGNORECASE)
_WEB = ("http", "https")
_OWN = ("tg:", "ton:", "tonsite:")


def tg(url: str, what: str) -> dict[str, str] | None:
    """The parameters of a tg: link of this kind; None for other links."""
    match = _TG.fullmatch(url.strip())
    if match is None or match["what"].lower() != what:
        return None
    return {key: values[0] for key, values in parse_qs(match["query"] or "").items()}


def user_id(url: str) -> int | None:
    """The person behind tg://user?id=…"""
    value = (tg(url, "user") or {}).get("id", "")
    return int(value) if value.isdigit() and int(value) else None


def checked(url: str) -> str:
    """The link as Telegram keeps it, empty when it is none."""
    if not url or any(sign.isspace() for sign in url):
        return ""
    if url.lower().startswith(_OWN):
        return url
    try:
        parts = urlsplit(url if "://" in url else f"http://{url}")
        port = parts.port
    except ValueError:
        return ""
    host = parts.hostname or ""
    if parts.scheme not in _WEB or not _HOST.fullmatch(host) or port == 0:
        return ""
    return _normal(parts, url)


def _normal(parts: SplitResult, url: str) -> str:
    """With scheme, and a slash after the host."""
    whole = url if "://" in url else f"http://{url}"
    begin = whole.index("://") + 3 + len(parts.netloc)
    rest = whole[begin:]
    return f"{parts.scheme}://{parts.netloc}{rest if rest.startswith('/') else '/' + rest}"


def entity(span: dict[str, Any], url: str) -> dict[str, Any] | None:
    """The span as a link or as a mention; None when the link is none."""
    if person := user_id(url):
        user = {"id": person, "is_bot": False, "first_name": str(person)}
        return {**span, "type": "text_mention", "user": user}
    link = checked(url)
    return {**span, "type": "text_link", "url": link} if link else None


def start_payload(url: str, bot: str) -> str | None:
    """What stands behind ?start= of a link to this bot ("" for a bare link), None for other links."""
    resolve = tg(url, "resolve")
    if resolve is not None and resolve.get("domain", "").lower() == bot.lower():
        return resolve.get("start", "")
    parts = urlsplit(url if "://" in url else f"https://{url}")
    if parts.hostname in ("t.me", "telegram.me") and parts.path.strip("/").lower() == bot.lower():
        return parse_qs(parts.query).get("start", [""])[0]
    return None
