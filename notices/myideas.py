"""A person's own ideas in words: a line each, and a card that says how far one is and what comes next."""

from dataclasses import dataclass
from datetime import datetime

from notices.ideas import STATUS, answer
from notices.ideawords import cut
from notices.ideawriting import about, is_title
from services.city import City
from services.ideas.browsing import Card
from services.ideas.mine import Mine
from services.ideas.values import Idea, Status, Visibility
from services.questions import shortened
from texts import Texts

TEXT, ANSWER = 1500, 140
"""So much of an idea's words is on its card, and of an answer in a list."""


@dataclass(frozen=True, slots=True)
class Words:
    """Words in one language, for one city, as it is now."""

    texts: Texts
    language: str
    city: City
    now: datetime

    def say(self, key: str, **values: object) -> str:
        return self.texts.say(self.language, key, **values)

    def line(self, one: Mine) -> str:
        """An idea in a list: what it is called, how far it is, since when, what was said last."""
        told = {"code": one.idea.code, "title": one.idea.title, "status": self.state(one.idea)}
        when = self.texts.date(self.language, one.idea.sent_at)
        key = "myideas.line" if one.idea.public and not one.idea.gone else "myideas.line_unseen"
        lines = [self.say(key, count=one.idea.supports, when=when, **told)]
        if one.answer:
            when = self.texts.date(self.language, one.answer.published_at or one.answer.decided_at)
            lines.append(self.say("myideas.last_answer", words=shortened(one.answer.text, ANSWER), when=when))
        return "\n".join(lines)

    def state(self, idea: Idea) -> str:
        """How far it is, in a word."""
        if idea.status is Status.RECEIVED and idea.visibility is not Visibility.SHOWN:
            waits = idea.visibility is Visibility.WAITING
            return self.texts.plain(self.language, "myideas.waiting" if waits else "myideas.held")
        return self.texts.plain(self.language, STATUS[idea.status])

    def card(self, card: Card, note: str = "") -> str:
        """The author's own idea whole; `note` is the key of what is said first."""
        idea = card.idea
        body = [self.say("myideas.head", code=idea.code, title=idea.title)]
        if not is_title(idea.title, idea.text):
            body += ["", self.say("myideas.words", words=cut(idea.text, TEXT))]
        body += [self.say("myideas.files", count=len(idea.files))] if idea.files else []
        around = about(self.texts, self.language, self.city, idea.sector, idea.kecamatan)
        around.append(self.say("ide.sender", name=card.author) if card.author else self.say("ide.nameless"))
        said = [answer(self.texts, self.language, card.story[-1])] if card.story else []
        parts = ["\n".join(body), "\n".join(around), "\n".join(self._dates(card)), *said, *self._next(card)]
        return "\n\n".join(([self.say(note)] if note else []) + [part for part in parts if part])

    def story(self, card: Card) -> str:
        """Everything that was answered, the oldest first."""
        head = self.say("myideas.story", code=card.idea.code, title=card.idea.title)
        return "\n\n".join([head, *(answer(self.texts, self.language, one) for one in card.story)])

    def _dates(self, card: Card) -> list[str]:
        idea, moment = card.idea, self.texts.moment
        lines = [] if card.story else [self.say("myideas.status", status=self.state(idea))]
        lines += [self.say("myideas.supports", count=card.counted.supports)] if idea.public else []
        lines.append(self.say("myideas.sent", when=moment(self.language, idea.sent_at)))
        lines += [self.say("myideas.edited", when=moment(self.language, idea.edited_at))] if idea.edited_at else []
        return lines

    def _next(self, card: Card) -> list[str]:
        """What happens next and by when; where it is late already, that."""
        idea, date = card.idea, self.texts.date
        if idea.status is Status.WITHDRAWN:
            return [self.say("myideas.is_withdrawn")]
        if card.target:
            return [self.say("myideas.merged", code=card.target.code, title=card.target.title)]
        if idea.visibility is Visibility.HELD:
            return [self.say("myideas.held_for", reason=idea.held_for)]
        lines = []
        if idea.awaits_review:
            late = idea.review_by < self.now
            key = "myideas.review_late" if late else "myideas.review_by"
            lines.append(self.say(key, when=date(self.language, idea.review_by)))
        if idea.awaits_answer:
            late = idea.answer_by < self.now
            key = "myideas.answer_late" if late else "myideas.answer_by"
            lines.append(self.say(key, when=date(self.language, idea.answer_by)))
        return ["\n".join(lines)] if lines else []
