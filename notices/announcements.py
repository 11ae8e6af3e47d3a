"""Announcements in calls: what every reader is sent, as a sample too; how it goes, and what satgas are asked."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from notices.teller import Teller
from services.announcements.results import BAR, Progress, Watching
from services.announcements.values import KECAMATAN, NAME, Announcement, Content, File, Kind, Result, State, Why
from services.milestones.values import Moved
from services.people import SPOKEN, Person
from wire import outbox
from wire.copies import Reader, Ready
from wire.outbox import Button, Draft

ADJUST = "v1:news:show"
HOME = "id"
HEADS = {
    State.SCHEDULED: "announcing.soon",
    State.RUNNING: "announcing.running",
    State.PAUSED: "announcing.paused",
    State.DONE: "announcing.done",
    State.CANCELLED: "announcing.cancelled",
    State.STOPPED: "announcing.stopped",
    State.SKIPPED: "announcing.skipped",
}
ENDS: dict[str, Callable[[Result], int]] = {
    "announcing.sent": lambda told: told.sent,
    "announcing.weekly": lambda told: told.weekly,
    "announcing.blocked": lambda told: told.blocked + told.unmarked,
    "announcing.unknown": lambda told: told.unknown,
    "announcing.unwanted": lambda told: told.unwanted,
    "announcing.unreachable": lambda told: told.unreachable,
}
DEEDS = {
    "pause": "announcing.pause",
    "resume": "announcing.resume",
    "cancel": "announcing.cancel",
    "end": "announcing.cancel",
}
"""A press on "cancel" pauses it and asks; the next one ends it."""
ASKED = {Why.BREAKER: "announceask.breaker", Why.MILESTONE: "announceask.moved", Why.LATE: "announceask.late"}
MOST_MOVED = 12
"""So many milestones a digest tells of; the rest is counted."""


def ready(
    teller: Teller, one: Announcement, *, chats: Mapping[int, str], content: Content | None = None
) -> dict[str, Any]:
    """The calls an announcement becomes: by language for people, by number for chats (each group or channel)."""
    told = content or one.content
    named = {"": teller.city.name} | {place.id: place.name for place in teller.city.kecamatan}
    return {
        "people": {language: _calls(teller, one.kind, told, language) for language in SPOKEN},
        "chats": {str(chat): _chat_calls(one.kind, told, kind) for chat, kind in chats.items()},
        "kecamatan": {HOME: named},
    }


def correction(
    teller: Teller, one: Announcement, *, content: Content | None, chats: Mapping[int, str]
) -> dict[str, Any]:
    """The calls that change every copy to say this, or delete it; a copy's own message id is put in when it goes."""
    if content is None:
        gone = [["deleteMessage", {}, 1]]
        return {"people": dict.fromkeys(SPOKEN, gone), "chats": {str(chat): gone for chat in chats}}
    made = ready(teller, one, chats=chats, content=content)
    for group in ("people", "chats"):
        made[group] = {key: [_as_edit(calls[-1])] for key, calls in made[group].items()}
    return made


def digest(teller: Teller, one: Announcement, moved: Sequence[Moved]) -> Content:
    """The words of its author, then what moved since the last one; that nothing did is said."""
    text = {language: _digest(teller, language, _in(one.content.text, language), moved) for language in SPOKEN}
    return Content(text, one.content.files, one.content.links)


def preview(teller: Teller, one: Announcement, *, to: Person, language: str, kecamatan: str = "") -> list[Draft]:
    """A sample for its author: exactly what a reader who speaks this language is sent."""
    made = Ready(ready(teller, one, chats={}))
    copy = made.copy(one.id, 0, Reader(to.id, to.telegram_id, to.name, language, kecamatan))
    drafts = []
    while copy is not None:
        drafts.append(Draft("reply", copy.method, copy.worded, to.telegram_id, to.id, items=copy.items))
        if not copy.goes_on(()):
            break
    return drafts


def progress(teller: Teller, watching: Watching) -> list[Draft]:
    """The message that shows how it goes, changed."""
    language = watching.language if watching.language in SPOKEN else HOME
    told, buttons = progress_words(teller, language, watching.progress), deeds(teller, language, watching.progress)
    return outbox.change(
        told, chat_id=watching.telegram_id, person_id=watching.person, buttons=buttons, message_id=watching.message_id
    )


def progress_words(teller: Teller, language: str, one: Progress) -> str:
    """Bar, counts, rate and end; at the end the whole result."""
    texts, told = teller.texts, one.result
    bar = "▰" * one.tenths + "▱" * (BAR - one.tenths)
    values: dict[str, Any] = {"code": one.announcement.code, "bar": bar, "people": told.people}
    lines = [texts.say(language, HEADS.get(one.announcement.state, "announcing.stopped"), done=told.done, **values)]
    if one.announcement.why not in (Why.NONE, Why.TRIPPED):
        lines.append(texts.say(language, str(one.announcement.why)))
    if one.ends_at is not None:
        rate = f"{one.rate:.0f}" if one.rate >= 1 else f"{one.rate:.1f}".replace(".", "." if language == "en" else ",")
        lines.append(texts.say(language, "announcing.rate", rate=rate, ends=texts.clock(language, one.ends_at)))
    return "\n".join([*lines, *result_lines(teller, language, one)])


def result_lines(teller: Teller, language: str, one: Progress) -> list[str]:
    """What became of everybody; lines with nobody are left out, the others add up."""
    texts, told = teller.texts, one.result
    lines = [texts.say(language, key, count=many) for key, count in ENDS.items() if (many := count(told))]
    for words, people in told.failed.items():
        lines.append(texts.say(language, "announcing.failed", count=people, words=words))
    if told.waiting and one.announcement.state not in (State.RUNNING, State.PAUSED):
        lines.append(texts.say(language, "announcing.not_begun", count=told.waiting))
    elif told.waiting:
        lines.append(texts.say(language, "announcing.waiting", count=told.waiting))
    return lines


def asked(teller: Teller, one: Announcement, people: Sequence[Person], why: Why, *, now: Any) -> list[Draft]:
    """Its author and satgas hear why it does not go on, and may decide."""

    def buttons(language: str) -> list[list[Button]]:
        return [[Button(teller.texts.plain(language, "announceask.see"), f"v1:announce:card:{one.id}")]]

    drafts: list[Draft] = []
    for person in people:
        told = teller.notice(
            person, ASKED[why], now=now, buttons=buttons, code=one.code, not_after=now + timedelta(days=2)
        )
        drafts += told
    return drafts


def began(teller: Teller, one: Announcement, author: Person, *, now: datetime) -> list[Draft]:
    """Its author hears that it goes out, where no message of theirs shows that already."""

    def buttons(language: str) -> list[list[Button]]:
        return [[Button(teller.texts.plain(language, "announceask.look"), f"v1:announce:card:{one.id}")]]

    return teller.notice(author, "announceask.began", now=now, buttons=buttons, code=one.code)


def _digest(teller: Teller, language: str, head: str, moved: Sequence[Moved]) -> str:
    texts = teller.texts
    lines = [head] if head else []
    for one in moved[:MOST_MOVED]:
        status = texts.plain(language, one.milestone.status.key)
        told = {"title": one.milestone.named(language), "status": status, "progress": one.milestone.progress}
        lines.append(texts.say(language, "announcedigest.moved", **told))
    if len(moved) > MOST_MOVED:
        lines.append(texts.say(language, "announcedigest.more", count=len(moved) - MOST_MOVED))
    return "\n\n".join(lines if moved else [*lines, texts.say(language, "announcedigest.nothing")])


def deeds(teller: Teller, language: str, one: Progress) -> list[list[Button]]:
    """What can be done under the message that shows how it goes, which stays that while it is under way."""
    texts, number = teller.texts, one.announcement.id
    able = {State.RUNNING: ("pause", "cancel"), State.PAUSED: ("resume", "end")}.get(one.announcement.state, ())
    row = [Button(texts.plain(language, DEEDS[deed]), f"v1:announce:{deed}:{number}") for deed in able]
    verb = "more" if row else "card"
    more = Button(texts.plain(language, "announcing.card"), f"v1:announce:{verb}:{number}")
    return [row, [more]] if row else [[more]]


def _calls(teller: Teller, kind: Kind, content: Content, language: str) -> list[list[Any]]:
    adjust = Button(teller.texts.plain(language, "news.adjust"), ADJUST)
    rows = [[Button(_in(link.text, language), url=link.url)] for link in content.links] + [[adjust]]
    return _worded(kind, content, language, outbox.keyboard(rows), anonymous=False)


def _chat_calls(kind: Kind, content: Content, chat: str) -> list[list[Any]]:
    """In a group or channel there are only links, and nobody's name; votes in a channel are anonymous."""
    rows = [[Button(_in(link.text, HOME), url=link.url)] for link in content.links]
    neutral = Content({HOME: _in(content.text, HOME).replace(NAME, "warga").replace(KECAMATAN, "kecamatanmu")})
    told = Content(neutral.text, content.files, content.links, content.poll)
    return _worded(kind, told, HOME, outbox.keyboard(rows) if rows else None, anonymous=chat == "channel")


def _worded(
    kind: Kind, content: Content, language: str, markup: dict[str, Any] | None, *, anonymous: bool
) -> list[list[Any]]:
    end = {"reply_markup": markup} if markup else {}
    text = _in(content.text, language)
    if kind is Kind.POLL:
        return [["sendPoll", _poll(content, language, anonymous) | end, 1]]
    if kind in (Kind.PHOTO, Kind.DOCUMENT):
        caption = {"caption": text, "parse_mode": "HTML"} if text else {}
        return [[f"send{kind.title()}", {str(kind): _file(content.files[0]), **caption, **end}, 1]]
    message = {"text": text, "parse_mode": "HTML", "link_preview_options": {"is_disabled": True}, **end}
    said: list[list[Any]] = [["sendMessage", message, 1]]
    if kind is Kind.ALBUM:
        media = [{"type": one.kind, "media": _file(one)} for one in content.files]
        said.insert(0, ["sendMediaGroup", {"media": media}, len(media)])
    return said


def _poll(content: Content, language: str, anonymous: bool) -> dict[str, Any]:
    assert content.poll is not None
    return {
        "question": _in(content.poll.question, language),
        "options": [{"text": _in(option, language)} for option in content.poll.options],
        "is_anonymous": anonymous,
        "allows_multiple_answers": content.poll.several,
    }


def _as_edit(call: list[Any]) -> list[Any]:
    """The call that makes a message say what this one says; what stands on the picture stays."""
    method, payload, _ = call
    kept = {key: value for key, value in payload.items() if key in ("text", "caption", "parse_mode", "reply_markup")}
    if method == "sendMessage":
        return ["editMessageText", kept | {"link_preview_options": payload["link_preview_options"]}, 1]
    return ["editMessageCaption", kept, 1]


def _file(one: File) -> Any:
    return dict(one.made) if one.made else one.file_id


def _in(words: Mapping[str, str], language: str) -> str:
    return words.get(language) or words.get(HOME, "")
