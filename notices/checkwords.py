"""What is said before an announcement goes out: who gets it, until when, at what cost, what stands in its way."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from notices import announcements as told
from notices.announcewords import AnnounceWords
from notices.teller import Teller
from services.announcements.choosing import Names
from services.announcements.values import ALONE, Announcement, Count, Finding, Kind
from services.people import Person
from wire import outbox
from wire.outbox import Button, Draft


@dataclass(frozen=True, slots=True)
class Check:
    """An announcement looked at before it goes out; `held`: the night does; `stars`: its cost."""

    announcement: Announcement
    names: Names
    count: Count
    silent: int
    begins: datetime
    held: bool
    ends: datetime
    stars: float
    findings: tuple[Finding, ...]

    @property
    def all(self) -> int:
        """People and chats that get it, the digest's too."""
        return self.count.people + self.count.weekly + self.count.chats

    @property
    def needs_second(self) -> bool:
        return self.announcement.urgent or self.count.people + self.count.weekly > ALONE


def check(words: AnnounceWords, one: Check) -> str:
    """The whole of it."""
    say = words.texts.say
    head = say(words.language, "announce.check", code=one.announcement.code)
    whom = words.audience.whole(one.announcement.audience, one.names)
    parts = [head, "\n".join([whom, *_counts(words, one)])]
    parts.append("\n".join([*_when(words, one), *_cost(words, one), *_languages(words, one)]))
    parts.append("\n".join(_found(words, one)))
    return "\n\n".join(part for part in parts if part)


def asks_second(
    teller: Teller, words: AnnounceWords, one: Check, person: Person, *, by: str, home: str, now: datetime
) -> list[Draft]:
    """A second satgas sees what readers will see, and what its author saw; at night only where it is urgent."""
    samples = told.preview(teller, one.announcement, to=person, language=person.speaks, kecamatan=home)
    text = teller.texts.say(person.speaks, "announce.asks_second", name=by, code=one.announcement.code)
    text = "\n\n".join([text, check(words, one)])
    where = {"chat_id": person.telegram_id, "person_id": person.id}
    buttons = second_buttons(teller, person.speaks, one.announcement)
    drafts = [replace(draft, kind="notice") for draft in samples]
    drafts += outbox.say(text, kind="notice", buttons=buttons, **where)
    return drafts if one.announcement.urgent else teller.by_day(drafts, now=now)


def decided(teller: Teller, one: Announcement, person: Person, key: str, *, by: str, now: datetime) -> list[Draft]:
    """Its author hears what the second satgas decided; at night only where it is urgent."""
    text = teller.texts.say(person.speaks, key, name=by, code=one.code)
    look = Button(teller.texts.plain(person.speaks, "announce.look"), f"v1:announce:card:{one.id}")
    where = {"chat_id": person.telegram_id, "person_id": person.id}
    drafts = outbox.say(text, kind="notice", buttons=[[look]], **where)
    return drafts if one.urgent else teller.by_day(drafts, now=now)


def second_buttons(teller: Teller, language: str, one: Announcement) -> list[list[Button]]:
    """Let it go out, or give it back."""
    plain, seen = teller.texts.plain, f"{one.id}:{one.revision}"
    yes = Button(plain(language, "announce.approve"), f"v1:announce:approve:{seen}")
    no = Button(plain(language, "announce.reject"), f"v1:announce:reject:{seen}")
    return [[yes, no], [Button(plain(language, "announce.sample"), f"v1:announce:sample:{one.id}")]]


def _counts(words: AnnounceWords, one: Check) -> list[str]:
    count, language, say = one.count, words.language, words.texts.say
    lines = [say(language, "announce.count", count=count.people)]
    if count.people:
        names = {place.id: place.name for place in words.audience.city.kecamatan}
        unsaid = words.texts.plain(language, "announce.unsaid")
        by = sorted(count.by_kecamatan.items(), key=lambda place: (not place[0], -place[1], place[0]))
        told = " · ".join(f"{names.get(place, unsaid)} {people}" for place, people in by)
        lines.append(say(language, "announce.by_kecamatan", places=told))
    others = {
        "announce.count_chats": count.chats,
        "announce.count_weekly": count.weekly,
        "announce.count_unreachable": count.unreachable,
        "announce.count_unwilling": count.unwilling,
        "announce.count_silent": one.silent,
    }
    return lines + [say(language, key, count=many) for key, many in others.items() if many]


def _when(words: AnnounceWords, one: Check) -> list[str]:
    texts, language = words.texts, words.language
    lines = words.timing(one.announcement)
    if one.held:
        lines.append(texts.say(language, "announce.after_night", when=texts.moment(language, one.begins)))
    return [*lines, texts.say(language, "announce.ends", when=texts.moment(language, one.ends))] if one.all else lines


def _cost(words: AnnounceWords, one: Check) -> list[str]:
    if not one.stars:
        return []
    stars = f"{one.stars:,.1f}".replace(",", " ").replace(".", "." if words.language == "en" else ",")
    return [words.texts.say(words.language, "announce.stars", stars=stars)]


def _languages(words: AnnounceWords, one: Check) -> list[str]:
    content = one.announcement.content
    spoken = words.languages(content)
    others: Sequence[str] = [language for language in ("id", "en", "jv") if language not in spoken]
    if not others or not spoken:
        return []
    return [words.texts.say(words.language, "announce.fallback", languages=words.named(others))]


def _found(words: AnnounceWords, one: Check) -> list[str]:
    say, language = words.texts.say, words.language
    lines = [words.finding(one.announcement.kind, found) for found in one.findings]
    if not lines:
        lines = [say(language, "announce.all_right")]
    if one.announcement.kind is Kind.POLL:
        lines.append(say(language, "announce.poll_open"))
    if one.needs_second:
        lines.append(say(language, "announce.second_urgent" if one.announcement.urgent else "announce.second_many"))
    return lines
