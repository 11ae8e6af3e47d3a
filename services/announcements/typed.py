"""What is typed for an announcement, read: words with their formatting, link buttons, a poll, a moment."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, time
from enum import StrEnum
from html import escape

from services import times
from services.announcements.checking import TAGS, is_link
from services.announcements.values import LONGEST_BUTTON, MOST_BUTTONS, MOST_OPTIONS, Link, Poll
from services.dates import WrongDate
from services.people import HOME
from services.times import WrongTime

_TAG = re.compile(rf"</?(?:{'|'.join(sorted(TAGS, key=len, reverse=True))})\b[^<>]*>")
_LANGUAGES = ("id", "en", "jv")


class Wrong(StrEnum):
    """Why what was typed cannot be taken; the value is also the text's key."""

    LINKS = "announce.links_unreadable"
    LINK = "announce.link_wrong"
    MANY = "announce.links_many"
    POLL = "announce.poll_unreadable"
    OTHERS = "announce.poll_others"


def as_html(plain: str, formatted: str) -> str:
    """Words as Telegram's HTML; tags typed by hand count where nothing was formatted otherwise."""
    by_hand = formatted == escape(plain, quote=False) or formatted == escape(plain)
    return plain.strip() if by_hand and _TAG.search(plain) else formatted.strip()


def read_links(typed: str) -> tuple[Link, ...] | Wrong:
    """A button a line: "Daftar | https://…", or with English and Javanese between: "Daftar | Sign up | https://…"."""
    lines = [line for line in typed.splitlines() if line.strip()]
    found = [_link(line) for line in lines]
    wrong = next((one for one in found if isinstance(one, Wrong)), None)
    if wrong or not found:
        return wrong or Wrong.LINKS
    links = tuple(one for one in found if isinstance(one, Link))
    return links if len(links) <= MOST_BUTTONS else Wrong.MANY


def as_lines(links: Sequence[Link]) -> str:
    """Link buttons as they are typed."""
    return "\n".join(" | ".join([*link.text.values(), link.url]) for link in links)


def read_poll(typed: str, *, language: str, before: Poll | None) -> Poll | Wrong:
    """The question on the first line, each option on its own; in another language as many as in Indonesian."""
    question, *options = [" ".join(line.split()) for line in typed.splitlines() if line.strip()] or [""]
    options = [re.sub(r"^(?:[-•*]|\d{1,2}[.)])\s+", "", option) for option in options]
    if not 2 <= len(options) <= MOST_OPTIONS:
        return Wrong.POLL
    if language == HOME or before is None:
        several = before.several if before else False
        return Poll({HOME: question}, tuple({HOME: option} for option in options), several)
    if len(options) != len(before.options):
        return Wrong.OTHERS
    both = zip(before.options, options, strict=True)
    named = tuple(_with(old, language, new) for old, new in both)
    return replace(before, question=_with(before.question, language, question), options=named)


def poll_lines(poll: Poll, language: str) -> str:
    """A poll as it is typed; "" where it does not speak the language."""
    if language not in poll.question:
        return ""
    return "\n".join([poll.question[language], *(option.get(language, "") for option in poll.options)])


def without(poll: Poll, language: str) -> Poll:
    """The poll without this language."""
    return replace(
        poll, question=_less(poll.question, language), options=tuple(_less(o, language) for o in poll.options)
    )


def read_moment(typed: str, *, today: date) -> tuple[date, time | None] | WrongDate | WrongTime:
    """A day from today on with its time: "besok 08.00", "Jumat jam 8 pagi"; a day alone has no time yet."""
    words = typed.split()
    for cut in range(len(words) - 1, 0, -1):
        day = times.parse_coming_day(" ".join(words[:cut]).rstrip(","), today=today)
        clock = times.parse_time(" ".join(words[cut:]))
        if isinstance(day, date) and isinstance(clock, time):
            return day, clock
    alone = times.parse_coming_day(typed, today=today)
    clock = times.parse_time(typed)
    if not isinstance(alone, date) and isinstance(clock, time):
        return today, clock
    return alone if isinstance(alone, WrongDate | WrongTime) else (alone, None)


def _link(line: str) -> Link | Wrong:
    *labels, url = [part.strip() for part in line.split("|")]
    if not labels or not all(labels) or len(labels) > len(_LANGUAGES):
        return Wrong.LINKS
    url = url if "://" in url else f"https://{url}"
    if not is_link(url):
        return Wrong.LINK
    if any(len(label) > LONGEST_BUTTON for label in labels):
        return Wrong.LINKS
    return Link(dict(zip(_LANGUAGES, labels, strict=False)), url)


def _with(words: Mapping[str, str], language: str, new: str) -> dict[str, str]:
    return {**words, language: new}


def _less(words: Mapping[str, str], language: str) -> dict[str, str]:
    return {one: text for one, text in words.items() if one != language}
