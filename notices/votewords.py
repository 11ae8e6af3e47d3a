"""An announced poll's result in words: votes added up over all copies, and per kecamatan."""

from notices.announcewords import AnnounceWords
from services.announcements.polls import Votes
from services.announcements.values import Poll
from services.people import HOME

BLOCKS = 10


def votes(words: AnnounceWords, poll: Poll, told: Votes) -> str:
    """The question, each option with its share, then each kecamatan."""
    texts, language = words.texts, words.language
    question = poll.question.get(language) or poll.question[HOME]
    options = [option.get(language) or option[HOME] for option in poll.options]
    total = sum(told.all)
    lines = []
    for option, count in zip(options, told.all, strict=True):
        share = round(100 * count / total) if total else 0
        lines.append(texts.say(language, "announce.vote", option=option, bar=_bar(share), count=count, share=share))
    parts = [texts.say(language, "announce.votes", question=question, count=told.voters), "\n".join(lines)]
    by = _places(words, options, told) if told.voters else []
    if by:
        parts.append("\n".join([texts.say(language, "announce.votes_places"), *by]))
    if any(told.anonymous):
        parts.append(texts.say(language, "announce.votes_anonymous", count=sum(told.anonymous)))
    return "\n\n".join(parts)


def _places(words: AnnounceWords, options: list[str], told: Votes) -> list[str]:
    texts, language = words.texts, words.language
    names = {place.id: place.name for place in words.audience.city.kecamatan}
    unsaid = texts.plain(language, "announce.unsaid")
    lines = []
    for place, counts in sorted(told.by_kecamatan.items(), key=lambda one: (not one[0], one[0])):
        each = ", ".join(f"{option} {count}" for option, count in zip(options, counts, strict=True))
        lines.append(texts.say(language, "announce.votes_place", place=names.get(place, unsaid), votes=each))
    return lines


def _bar(share: int) -> str:
    full = share // BLOCKS
    return "▰" * full + "▱" * (BLOCKS - full)
