"""What Telegram says about the bot: the token, inline mode, groups, the webhook, and what time it is."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urlsplit

import aiohttp

from settings import Settings
from wire.clock import Clock
from wire.intake import KINDS

PATIENCE = 10.0
LINKED_MOST = 50
CLOCK_MOST = 10.0
"""Seconds the clock may differ from Telegram's; the header says whole seconds, and an answer takes its time."""
Seen = tuple[str, bool | None, str]
"""What was looked at, whether it is well (None: not to be seen), and in words."""


@dataclass(frozen=True, slots=True)
class Linked:
    """A group or channel that announcements go to."""

    chat_id: int
    title: str
    kind: str


async def look(told: Settings, linked: Sequence[Linked] = ()) -> list[Seen]:
    """Ask Telegram about the bot of this token and its rights in linked chats; no words hold the token."""
    timeout = aiohttp.ClientTimeout(total=PATIENCE)
    try:
        async with aiohttp.ClientSession(timeout=timeout) as session:
            me, said, now = await _ask(session, told, "getMe")
            if not me.get("ok"):
                return [("token", False, _refused(me)), _unseen("Telegram accepts the token")]
            hook, _, _ = await _ask(session, told, "getWebhookInfo")
            places = [await _rights(session, told, me["result"]["id"], one) for one in linked[:LINKED_MOST]]
    except (aiohttp.ClientError, TimeoutError, OSError, ValueError) as error:
        host = urlsplit(told.api_url).hostname
        words = f"no answer from {host} ({type(error).__name__}); check network, firewall and TELEGRAM_API_URL"
        return [("token", False, words), _unseen(f"{host} answers")]
    return [*_bot(me["result"]), *places, _webhook(told, hook.get("result") or {}), _clock(said, now)]


async def _rights(session: aiohttp.ClientSession, told: Settings, bot_id: int, place: Linked) -> Seen:
    what = f'{place.kind} "{place.title}"'
    answer, _, _ = await _ask(session, told, "getChatMember", chat_id=place.chat_id, user_id=bot_id)
    member = answer.get("result") if answer.get("ok") else None
    if not isinstance(member, dict) or member.get("status") in ("left", "kicked"):
        return what, False, "the bot is not in it; add it again, or have satgas take it off their list"
    may = member.get("status") == "administrator" if place.kind == "channel" else member.get("status") != "restricted"
    may = may and member.get("can_post_messages" if place.kind == "channel" else "can_send_messages", True)
    if not may:
        need = "make it an administrator that may post" if place.kind == "channel" else "allow it to send messages"
        return what, False, f"the bot may not write there; {need}"
    return what, True, "the bot may write there"


async def _ask(
    session: aiohttp.ClientSession, told: Settings, method: str, **asked: int
) -> tuple[dict[str, Any], str, datetime]:
    """The answer, the time it says it was given at, and our time then."""
    where = f"{told.api_url}/bot{told.token}/{method}"
    async with session.post(where, json=asked, allow_redirects=False) as response:
        answer = await response.json(content_type=None)
        if not isinstance(answer, dict):
            raise ValueError("no answer of a Bot API")
        return answer, response.headers.get("Date", ""), Clock().now()


def _refused(answer: dict[str, Any]) -> str:
    why = str(answer.get("description", "no reason given"))
    return f"Telegram does not accept it ({why}); ask @BotFather for the right one with /token"


def _unseen(until: str) -> Seen:
    return "inline mode, groups, webhook, clock", None, f"could not be looked at; check again when {until}"


def _bot(me: dict[str, Any]) -> Iterator[Seen]:
    yield "token", True, f"accepted, the bot is @{me.get('username')}"
    if me.get("supports_inline_queries"):
        yield "inline mode", True, "on"
    else:
        yield (
            "inline mode",
            False,
            "off; send /setinline to @BotFather, choose the bot, and write a short hint for typing",
        )
    if not me.get("can_join_groups", True):
        yield "groups", False, "the bot may not be added; send /setjoingroups to @BotFather and choose Enable"
    elif me.get("can_read_all_group_messages"):
        yield "groups", False, "the bot reads everything; send /setprivacy to @BotFather and choose Enable"
    else:
        yield "groups", True, "the bot sees only what is meant for it"


def _webhook(told: Settings, hook: dict[str, Any]) -> Seen:
    url, waiting = hook.get("url", ""), f"{hook.get('pending_update_count', 0)} updates wait"
    if not told.webhook_url:
        if not url:
            return "webhook", True, f"none, the bot polls; {waiting}"
        other = "the next start removes it; when it comes back, another bot uses this token"
        return "webhook", False, f"set to {urlsplit(url).hostname}, but WEBHOOK_URL is empty; {other}"
    if url != told.webhook_url:
        return "webhook", False, "not the one of WEBHOOK_URL; start the bot, which sets it"
    missing = set(KINDS) - set(hook.get("allowed_updates") or KINDS)
    if missing:
        return "webhook", False, f"{', '.join(sorted(missing))} not asked for; start the bot anew"
    if hook.get("pending_update_count") and hook.get("last_error_message"):
        words = f"{waiting}, because: {hook['last_error_message']}; is the bot running, and its address open?"
        return "webhook", False, words
    return "webhook", True, f"set to WEBHOOK_URL; {waiting}"


def _clock(said: str, now: datetime) -> Seen:
    try:
        apart = (now - parsedate_to_datetime(said)).total_seconds()
    except (TypeError, ValueError):
        return "clock", None, "could not be looked at, the answer has no time"
    if abs(apart) <= CLOCK_MOST:
        return "clock", True, "as Telegram's"
    way = "ahead of" if apart > 0 else "behind"
    return "clock", False, f"{abs(apart):.0f} s {way} Telegram's; set the machine's clock (timedatectl set-ntp true)"
