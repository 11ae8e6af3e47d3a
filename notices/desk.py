"""What the desk tells askers and satgas: a question passed on, its answer, why there is none, how far it is."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from notices import quoting
from notices.teller import Teller
from services import dates
from services.city import Source
from services.desk import Asker, Overdue, spoken
from services.people import Person
from services.questions import Mine, State, named, shortened
from services.reply import Reply
from texts import Texts
from wire import outbox
from wire.outbox import Button, Draft

Rows = list[list[Button]]
QUOTED = 300


def reply(teller: Teller, language: str, reply: Reply, *, words: str, now: datetime) -> str:
    """How the reply reads to who asked in these words, as Telegram's HTML."""
    texts = teller.texts
    told = {"number": named(reply.number), "words": shortened(words, QUOTED)}
    if reply.declines:
        reason = texts.plain(language, reply.reason) if texts.has(reply.reason) else reply.reason
        return texts.say(language, "desk.declines", reason=reason, **told)
    body = reply.draft.content.body
    parts = [texts.say(language, "desk.answers", body=body, **told)]
    parts += [texts.say(language, "answer.in_indonesian")] if language == "en" and spoken(body) != "en" else []
    sources = (quoting.source(texts, language, one) for one in _sources(teller, language, reply, now))
    return "\n\n".join([*parts, "\n".join(sources)])


def replied(teller: Teller, one: Reply, askers: Sequence[Asker], *, now: datetime) -> list[Draft]:
    """Drafts that tell each asker, in their language and not at night."""
    return [draft for asker in askers for draft in _tell(teller, asker.person, one, asker.words, now)]


def said_again(teller: Teller, one: Reply, askers: Sequence[Asker], *, said_at: datetime, now: datetime) -> list[Draft]:
    """The same once more to these, written down as of when it was said first (services/arrival.py)."""
    return [replace(draft, due_at=said_at) for draft in replied(teller, one, askers, now=now)]


def mine(texts: Texts, language: str, passed_on: Sequence[Mine]) -> tuple[str, Rows]:
    """A person's questions and how far each is, with the buttons that withdraw those that are open."""
    lines = [_mine(texts, language, one) for one in passed_on]
    open_ones = [named(one.number) for one in passed_on if one.state in (State.WAITING, State.HELD)]
    buttons = [
        Button(texts.plain(language, "desk.withdraw", number=name), f"v1:asked:withdraw:{int(name.split('-')[1])}")
        for name in open_ones
    ]
    head = texts.say(language, "desk.mine" if lines else "desk.none")
    return "\n\n".join([head, *lines]), [[button] for button in buttons]


def passed_on(teller: Teller, satgas: Person, number: int, words: str, *, now: datetime) -> list[Draft]:
    """A new question waits in the queue."""
    texts = teller.texts

    def buttons(language: str) -> Rows:
        return [[Button(texts.plain(language, "queue.open"), f"v1:queue:see:{number}")]]

    quoted = shortened(words, QUOTED)
    return teller.notice(satgas, "queue.new", now=now, buttons=buttons, number=named(number), words=quoted)


def overdue(teller: Teller, satgas: Person, lying: Overdue, *, now: datetime) -> list[Draft]:
    """Questions wait too long."""
    texts = teller.texts

    def buttons(language: str) -> Rows:
        return [[Button(texts.plain(language, "queue.open_all"), "v1:queue:show")]]

    since = texts.date(satgas.speaks, lying.since)
    return teller.notice(satgas, "queue.overdue", now=now, buttons=buttons, count=lying.count, since=since)


def _tell(teller: Teller, person: Person, one: Reply, words: str, now: datetime) -> list[Draft]:
    text = reply(teller, person.speaks, one, words=words, now=now)
    return teller.by_day(outbox.say(text, kind="notice", chat_id=person.telegram_id, person_id=person.id), now=now)


def _sources(teller: Teller, language: str, reply: Reply, now: datetime) -> Sequence[Source]:
    """Where it was read; the task force itself where no other source is kept."""
    if reply.keep:
        return reply.draft.content.sources
    name = teller.texts.plain(language, "desk.by_satgas", city=teller.city.name)
    return [Source(name, "", dates.today(now, teller.timezone).isoformat())]


def _mine(texts: Texts, language: str, one: Mine) -> str:
    state = texts.plain(language, one.state)
    told = {"number": named(one.number), "words": shortened(one.words, QUOTED), "state": state}
    return texts.say(language, "desk.line", since=texts.date(language, one.asked_at), **told)
