"""A week's digest in words: which milestones moved and how, what was announced, or that nothing changed."""

from datetime import datetime

from notices.milestones import MilestoneWords
from notices.newslog import cut, first_words, words_of
from notices.teller import Teller
from services.announcements.values import Announcement
from services.milestones.values import Moved
from services.newsdigest import Digest
from wire import outbox
from wire.outbox import Button, Draft

MOST = 8
"""So many milestones and so many announcements are told one by one."""
FIRST = 400


def digest(teller: Teller, told: Digest, *, now: datetime) -> list[Draft]:
    """One reader's digest, with the way to change what one gets."""
    language, texts = told.person.speaks, teller.texts
    head = texts.say(language, "news.digest", since=texts.date(language, told.since), until=texts.date(language, now))
    parts = [head, *_moved(teller, told, now), *_announced(teller, told)]
    if len(parts) == 1:
        parts.append(texts.say(language, "news.digest_nothing"))
    return outbox.say(
        "\n\n".join(parts),
        kind="announcement",
        chat_id=told.person.telegram_id,
        person_id=told.person.id,
        buttons=_buttons(teller, told),
    )


def _moved(teller: Teller, told: Digest, now: datetime) -> list[str]:
    if not told.moved:
        return []
    language, texts = told.person.speaks, teller.texts
    words = MilestoneWords(texts, language, teller.city, teller.timezone, now)
    lines = [_line(words, one) for one in told.moved[:MOST]]
    more = len(told.moved) - len(lines)
    lines += [texts.say(language, "news.digest_more", count=more)] if more else []
    return ["\n".join([texts.say(language, "news.digest_moved"), *lines])]


def _line(words: MilestoneWords, one: Moved) -> str:
    lines = [words.line(one.milestone)]
    if one.new:
        lines.append(words.texts.say(words.language, "news.digest_new"))
    elif one.after:
        changes = words.changes(one.before, one.after)
        lines.append(words.texts.say(words.language, "news.digest_changes", changes=changes))
    texts = [cut(update.text, FIRST) for update in one.texts[-1:]]
    lines += [words.texts.say(words.language, "news.digest_told", text=text) for text in texts]
    return "\n".join(lines)


def _announced(teller: Teller, told: Digest) -> list[str]:
    if not told.announced:
        return []
    language, texts = told.person.speaks, teller.texts
    lines = [_entry(teller, language, one) for one in told.announced[-MOST:]]
    more = len(told.announced) - len(lines)
    lines += [texts.say(language, "news.digest_more_sent", count=more)] if more else []
    return ["\n\n".join([texts.say(language, "news.digest_announced"), *lines])]


def _entry(teller: Teller, language: str, one: Announcement) -> str:
    texts, poll = teller.texts, one.content.poll
    words = words_of(texts, language, one.content.text or (poll.question if poll else {}))
    first = first_words(words, FIRST) or texts.plain(language, "news.log_wordless")
    when = texts.date(language, one.started_at) if one.started_at else ""
    return texts.say(language, "news.digest_entry", code=one.code, when=when, words=first)


def _buttons(teller: Teller, told: Digest) -> list[list[Button]]:
    """Each announcement whole, where everybody may read it; then one's choices."""
    whole = [Button(one.code, f"v1:news:read:{one.id}") for one in told.announced[-MOST:] if not one.scope]
    rows = [whole[at : at + 3] for at in range(0, len(whole), 3)]
    return [*rows, [Button(teller.texts.plain(told.person.speaks, "news.adjust"), "v1:news:show")]]
