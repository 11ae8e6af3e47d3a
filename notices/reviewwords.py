"""Ideas as who reviews them reads them: a line with its clocks, a card with everything, its story."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from notices.ideas import STATUS, answer
from notices.ideawords import cut
from notices.teller import Teller
from services import sectors
from services.city import City
from services.ideas.nudging import Nudge
from services.ideas.reviewing import Dossier, Event, Note, Queued, Wanted
from services.ideas.values import Answer, Idea, Status, Visibility
from services.people import Person
from texts import Texts
from wire.outbox import Button, Draft

WORDS, NOTE, NOTES, WHY, EVENTS = 1200, 150, 3, 100, 12
"""UTF-16 units of its words and of a note that stand on a card, how many notes; of a reason in its story, how many."""
KINDS = {
    Wanted.OPEN: "review.kind_open",
    Wanted.REVIEW: "review.kind_review",
    Wanted.ANSWER: "review.kind_answer",
    Wanted.LATE: "review.kind_late",
    Wanted.PENDING: "review.kind_pending",
    Wanted.SHOWN: "review.kind_shown",
    Wanted.HELD: "review.kind_held",
    Wanted.ALL: "review.kind_all",
}
SEEN = {
    Visibility.WAITING: "review.seen_waiting",
    Visibility.SHOWN: "review.seen_shown",
    Visibility.HELD: "review.seen_held",
}
_DEEDS = {
    "sent": "review.event_sent",
    "edited": "review.event_edited",
    "withdrawn": "review.event_withdrawn",
    "waiting": "review.event_waiting",
    "shown": "review.event_shown",
    "held": "review.event_held",
    "decided": "review.event_decided",
    "dropped": "review.event_dropped",
    "answered": "review.event_answered",
    "undone": "review.event_undone",
    "joined": "review.event_joined",
    "unmerged": "review.event_unmerged",
    "linked": "review.event_linked",
    "unlinked": "review.event_unlinked",
}


def nudge(teller: Teller, satgas: Person, one: Nudge, *, now: datetime) -> list[Draft]:
    """What waits for satgas this morning."""
    texts = teller.texts

    def buttons(language: str) -> list[list[Button]]:
        return [[Button(texts.plain(language, "door.tinjau"), "v1:review:list")]]

    key = "review.nudge_late" if one.late else "review.nudge"
    told: dict[str, Any] = {"unread": one.unread, "unanswered": one.unanswered, "late": one.late}
    return teller.notice(satgas, key, now=now, buttons=buttons, **told)


def place(idea: Idea, language: str, city: City) -> str:
    """Its kecamatan and sub-sector, as plain words."""
    where = next((one.name for one in city.kecamatan if one.id == idea.kecamatan), "")
    return " · ".join(part for part in (where, sectors.name(idea.sector, language)) if part)


def line(texts: Texts, language: str, city: City, one: Queued) -> str:
    """An idea in the queue, with what its clocks say."""
    key = "review.line_late" if one.late else "review.line"
    said = [texts.say(language, key, code=one.idea.code, title=one.idea.title)]
    about = place(one.idea, language, city)
    supports = texts.plain(language, "review.supports", count=one.idea.supports)
    said.append(texts.say(language, "review.about", about=" · ".join(part for part in (about, supports) if part)))
    clocks = [
        texts.say(language, key, left=_left(texts, language, days))
        for key, days in (("review.read_left", one.review_left), ("review.answer_left", one.answer_left))
        if days is not None
    ]
    said += [" · ".join(clocks)] if clocks else []
    said += [texts.say(language, "review.is_decided")] if one.pending else []
    return "\n".join([*said, *_doubts(texts, language, one)])


def card(texts: Texts, language: str, city: City, dossier: Dossier) -> str:
    """One idea with all that is known of it, short enough for one message."""
    idea = dossier.card.idea
    by = dossier.card.author or texts.plain(language, "review.nameless")
    told = {"code": idea.code, "title": idea.title, "by": by, "when": texts.moment(language, idea.sent_at)}
    about = place(idea, language, city) or texts.plain(language, "review.no_place")
    parts = [
        texts.say(language, "review.head", about=about, count=idea.supports, **told),
        texts.say(language, "review.words", words=cut(idea.text, WORDS)),
        "\n".join(_standing(texts, language, dossier)),
        *_answers(texts, language, dossier),
        *_notes(texts, language, dossier.notes),
    ]
    return "\n\n".join(parts)


def is_cut(idea: Idea) -> bool:
    """Whether a card leaves out something of its words."""
    return cut(idea.text, WORDS) != idea.text


def story(texts: Texts, language: str, idea: Idea, events: Sequence[Event]) -> str:
    """Who did what to it and when, the last ones."""
    lines = [_event(texts, language, one) for one in events[-EVENTS:]]
    return "\n".join([texts.say(language, "review.story", code=idea.code, title=idea.title), "", *lines])


def decided(texts: Texts, language: str, idea: Idea, verdict: Answer) -> str:
    """A decision that waits to be published, in a list."""
    head = texts.say(language, "review.decided_line", code=idea.code, title=idea.title, by=verdict.by)
    told = {"status": texts.plain(language, STATUS[verdict.status]), "words": cut(verdict.text, NOTE)}
    return f"{head}\n{texts.say(language, 'review.decided_words', **told)}"


def _standing(texts: Texts, language: str, dossier: Dossier) -> list[str]:
    idea, one, target = dossier.card.idea, dossier.queued, dossier.card.target
    said = [texts.say(language, "review.seen", seen=texts.plain(language, SEEN[idea.visibility]))]
    said += [texts.say(language, "review.held_for", reason=cut(idea.held_for, NOTE))] if idea.held_for else []
    said.append(texts.say(language, "review.status", status=texts.plain(language, STATUS[idea.status])))
    said += [texts.say(language, "review.merged", code=target.code, title=target.title)] if target else []
    said += [texts.say(language, "review.milestone", milestone=idea.milestone)] if idea.milestone else []
    said += [texts.say(language, "review.desk", desk=idea.desk)] if idea.desk else []
    if one.review_left is not None:
        said.append(_due(texts, language, "review.read_by", idea.review_by, one.review_left))
    if one.answer_left is not None:
        said.append(_due(texts, language, "review.answer_by", idea.answer_by, one.answer_left))
    said += [texts.say(language, "review.files", count=len(idea.files))] if idea.files else []
    return said + _doubts(texts, language, one)


def _due(texts: Texts, language: str, key: str, due: datetime, days: int) -> str:
    return texts.say(language, key, when=texts.date(language, due), left=_left(texts, language, days))


def _left(texts: Texts, language: str, days: int) -> str:
    if days < 0:
        return texts.plain(language, "review.late", days=-days)
    return texts.plain(language, "review.left", days=days) if days else texts.plain(language, "review.today")


def _doubts(texts: Texts, language: str, one: Queued) -> list[str]:
    return [texts.say(language, "review.doubt", doubt=texts.plain(language, doubt)) for doubt in one.doubts]


def _answers(texts: Texts, language: str, dossier: Dossier) -> list[str]:
    found = []
    if dossier.card.story:
        said = answer(texts, language, dossier.card.story[-1], whole=False)
        found.append(f"{texts.say(language, 'review.last_answer')}\n{said}")
    if dossier.pending:
        head = texts.say(language, "review.pending", by=dossier.pending.by)
        found.append(f"{head}\n{answer(texts, language, dossier.pending, whole=False)}")
    return found


def _notes(texts: Texts, language: str, notes: Sequence[Note]) -> list[str]:
    if not notes:
        return []
    lines = [
        texts.say(language, "review.note", by=one.by, when=texts.date(language, one.at), words=cut(one.text, NOTE))
        for one in notes[-NOTES:]
    ]
    return ["\n".join([texts.say(language, "review.notes", count=len(notes)), *lines])]


def _event(texts: Texts, language: str, one: Event) -> str:
    word = texts.plain(language, _DEEDS[one.deed])
    known = one.why in set(Status)
    why = texts.plain(language, STATUS[Status(one.why)]) if known else one.why
    who = f" ({one.by})" if one.by else ""
    told = {"when": texts.moment(language, one.at), "deed": word + who}
    key = "review.event_why" if why else "review.event"
    return texts.say(language, key, why=cut(why, WHY), **told)
