"""What people are told of ideas: what became of those they sent or support, and who wants to help."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from notices.teller import Teller
from services import sectors
from services.ideas.helping import Offer
from services.ideas.news import Digest
from services.ideas.values import Answer, Idea, News, Status, What
from services.people import Person
from services.questions import shortened
from texts import Texts
from wire import outbox
from wire.outbox import Button, Draft

Rows = list[list[Button]]
STATUS = {
    Status.RECEIVED: "ideastatus.received",
    Status.CONSIDERED: "ideastatus.considered",
    Status.PLANNED: "ideastatus.planned",
    Status.IN_PROGRESS: "ideastatus.in_progress",
    Status.DONE: "ideastatus.done",
    Status.DECLINED: "ideastatus.declined",
    Status.MERGED: "ideastatus.merged",
    Status.WITHDRAWN: "ideastatus.withdrawn",
    Status.PASSED_ON: "ideastatus.passed_on",
}
"""What each status is called."""
_OTHERS = {
    What.SHOWN: "ideanews.shown",
    What.HELD: "ideanews.held",
    What.JOINED: "ideanews.joined",
    What.UNMERGED: "ideanews.unmerged",
    What.WITHDRAWN: "ideanews.withdrawn",
}
MOST = 8
"""So many changes stand in one message; the rest is counted."""
QUOTED = 300


def digest(teller: Teller, one: Digest, *, now: datetime) -> list[Draft]:
    """All that a person is to be told, in one message."""
    texts, language = teller.texts, one.person.speaks
    parts = [news(texts, language, each, whole=len(one.news) == 1) for each in one.news[:MOST]]
    if len(one.news) > 1:
        parts.insert(0, texts.say(language, "ideanews.head", count=len(one.news)))
    if len(one.news) > MOST:
        parts.append(texts.say(language, "ideanews.more", count=len(one.news) - MOST))
    drafts = outbox.say(
        "\n\n".join(parts),
        kind="notice",
        chat_id=one.person.telegram_id,
        person_id=one.person.id,
        buttons=_onward(texts, language, one.news),
    )
    return teller.by_day(drafts, now=now)


def news(texts: Texts, language: str, one: News, *, whole: bool) -> str:
    """One change of an idea, as Telegram's HTML; `whole`: its words not shortened."""
    key = "ideanews.own" if one.own else "ideanews.supported"
    head = texts.say(language, key, code=one.idea.code, title=one.idea.title)
    return f"{head}\n{_change(texts, language, one, whole)}"


def answer(
    texts: Texts, language: str, said: Answer, *, whole: bool = True, into: Mapping[str, Any] | None = None
) -> str:
    """Status, words, who and when, together; `into`: code and title of what it was merged into."""
    words = said.text if whole else shortened(said.text, QUOTED)
    told = [texts.say(language, "ideanews.status", status=texts.plain(language, STATUS[said.status]))]
    told += [texts.say(language, "ideanews.milestone_of", milestone=said.milestone)] if said.milestone else []
    told += [texts.say(language, "ideanews.desk", desk=said.desk)] if said.desk else []
    if into:
        told.append(texts.say(language, "ideanews.into", code=into["code"], title=into["title"]))
    when = texts.date(language, said.published_at or said.decided_at)
    return "\n".join([*told, texts.say(language, "ideanews.words", words=words, when=when)])


def help_offered(teller: Teller, author: Person, idea: Idea, offer: Offer, *, now: datetime) -> list[Draft]:
    """Somebody with a skill wants to help; by whom is said only when both said yes."""
    texts = teller.texts

    def buttons(language: str) -> Rows:
        yes, no = texts.plain(language, "ideahelp.accept"), texts.plain(language, "ideahelp.decline")
        return [[Button(yes, f"v1:helping:accept:{offer.id}")], [Button(no, f"v1:helping:decline:{offer.id}")]]

    key = "ideahelp.offered_saying" if offer.text else "ideahelp.offered"
    told: dict[str, Any] = {"code": idea.code, "title": idea.title, "skill": sectors.name(offer.skill, author.speaks)}
    return teller.notice(author, key, now=now, buttons=buttons, words=offer.text, **told)


def introduced(teller: Teller, one: Person, other: Person, idea: Idea, *, now: datetime) -> list[Draft]:
    """Each of two is told of the other so; call it twice."""
    told: dict[str, Any] = {"name": other.name, "link": link_to(other), "code": idea.code, "title": idea.title}
    return teller.notice(one, "ideahelp.introduced", now=now, **told)


def link_to(person: Person) -> str:
    """What opens a chat with this person."""
    return f"https://t.me/{person.username}" if person.username else f"tg://user?id={person.telegram_id}"


def help_declined(teller: Teller, helper: Person, idea: Idea, *, now: datetime) -> list[Draft]:
    """The author does not need the help now."""
    return teller.notice(helper, "ideahelp.declined", now=now, code=idea.code, title=idea.title)


def _change(texts: Texts, language: str, one: News, whole: bool) -> str:
    if one.what is What.JOINED or one.answer is None:
        return _without_words(texts, language, one)
    into = one.told if one.answer.status is Status.MERGED and one.told else None
    return answer(texts, language, one.answer, whole=whole, into=into)


def _without_words(texts: Texts, language: str, one: News) -> str:
    if one.what is What.MILESTONE:
        status = str(one.told.get("status", ""))
        word = texts.plain(language, status) if texts.has(status) else status
        return texts.say(language, "ideanews.moved", milestone=one.told.get("milestone", ""), status=word)
    told = {name: one.told.get(name, "") for name in ("code", "title", "reason")}
    return texts.say(language, _OTHERS[one.what], **told)


def _onward(texts: Texts, language: str, told: Sequence[News]) -> Rows:
    """The way to the one idea, or to all of theirs."""
    ideas = {one.idea.id for one in told}
    if len(ideas) == 1:
        return [[Button(texts.plain(language, "ideanews.see"), f"v1:idea:card:{ideas.pop()}")]]
    return [[Button(texts.plain(language, "ideanews.see_all"), "v1:myideas:show")]]
