"""An announcement in the words of who writes it: its card, a line of a list, what stands in its way, its milestone."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from notices.audiencewords import AudienceWords
from notices.milestones import ICONS, MilestoneWords
from notices.newslog import first_words
from services.announcements.choosing import Names
from services.announcements.correcting import Corrected
from services.announcements.values import LONGEST, LONGEST_CAPTION, Announcement, Content, Finding, Kind, State
from services.milestones.values import Milestone, Status
from services.people import HOME
from texts import Texts

FIRST, IN_LIST = 400, 40
STATES: Mapping[State, str] = {
    State.DRAFT: "announce.is_draft",
    State.AWAITING: "announce.is_awaiting",
    State.SCHEDULED: "announce.is_scheduled",
    State.RUNNING: "announce.is_running",
    State.PAUSED: "announce.is_paused",
    State.STOPPED: "announce.is_stopped",
    State.DONE: "announce.is_done",
    State.CANCELLED: "announce.is_cancelled",
    State.SKIPPED: "announce.is_skipped",
}
KINDS: Mapping[Kind, str] = {
    Kind.TEXT: "announce.kind_text",
    Kind.PHOTO: "announce.kind_photo",
    Kind.DOCUMENT: "announce.kind_document",
    Kind.ALBUM: "announce.kind_album",
    Kind.POLL: "announce.kind_poll",
}
REPEATS = {"": "announce.once", "weekly": "announce.weekly", "monthly": "announce.every_month"}
LANGUAGES = {"id": "language.name.id", "en": "language.name.en", "jv": "language.name.jv"}


class AnnounceWords:
    """How announcements are told to who writes them."""

    def __init__(self, texts: Texts, milestones: MilestoneWords) -> None:
        self.texts, self.language, self._milestones = texts, milestones.language, milestones
        self.audience = AudienceWords(texts, milestones.language, milestones.city)

    def line(self, one: Announcement) -> str:
        """One of a list."""
        told = {"code": one.code, "state": self._plain(STATES[one.state]), "when": self._dated(one)}
        key = "announce.line_ketua" if one.scope else "announce.line"
        return self._say(key, words=self.first(one.content, FIRST // 4), where=self._scope(one), **told)

    def label(self, one: Announcement) -> str:
        """The same on a button."""
        return f"{one.code}: {self.first(one.content, IN_LIST)}"

    def first(self, content: Content, most: int) -> str:
        """The beginning of what is said."""
        words = content.poll.question if content.poll else content.text
        found = words.get(self.language) or words.get(HOME, "")
        return first_words(found, most) or self._plain("announce.wordless")

    def card(self, one: Announcement, names: Names, milestone: Milestone | None) -> str:
        """All that is decided so far."""
        head = self._say("announce.card", code=one.code, state=self._plain(STATES[one.state]))
        lines = [self._say("announce.by_ketua", where=self._scope(one))] if one.scope else []
        lines.append(self.audience.whole(one.audience, names))
        if one.topics:
            lines.append(self._say("announce.about", topics=self.audience.topics(one.topics)))
        if milestone:
            lines.append(self._say("announce.tied", title=milestone.named(self.language)))
        lines += self.timing(one)
        return "\n\n".join([head, self._content(one), "\n".join(lines)])

    def timing(self, one: Announcement) -> list[str]:
        """When, how often, until when, urgent or not."""
        moment = self.texts.moment
        when = moment(self.language, one.send_at) if one.send_at else self._plain("announce.at_once")
        times = self._plain(REPEATS[one.repeat])
        lines = [self._say("announce.when_repeating" if one.repeat else "announce.when_line", when=when, times=times)]
        lines += [self._say("announce.is_digest")] if one.digest else []
        if one.not_after:
            lines.append(self._say("announce.not_after_line", when=moment(self.language, one.not_after)))
        return lines + ([self._say("announce.is_urgent")] if one.urgent else [])

    def finding(self, kind: Kind, one: Finding) -> str:
        """What Telegram would not take, and what to do."""
        most = LONGEST_CAPTION if kind in (Kind.PHOTO, Kind.DOCUMENT) else LONGEST
        language = self._plain(LANGUAGES[one.language]) if one.language else ""
        return self._say(one.problem, language=language, units=one.units, most=most)

    def corrected(self, one: Corrected) -> str:
        """How far a correction is."""
        told = {"number": one.number, "when": self.texts.moment(self.language, one.made_at), "copies": one.copies}
        key = "announce.correction_deleted" if one.deletes else "announce.correction_edited"
        line = self._say(key, changed=one.changed, **told)
        line += self._say("announce.correction_failed", count=one.failed) if one.failed else ""
        return line + (self._say("announce.correction_runs") if one.running else "")

    def moved(self, one: Announcement, milestone: Milestone | None) -> str:
        """What became of its milestone since it was approved."""
        if milestone is None or not one.seen:
            return self._say("announce.milestone_gone")
        before = self._plain(Status(one.seen["status"]).key), str(one.seen["target"] or "–")
        after = self._plain(milestone.status.key), milestone.target or "–"
        lines = []
        if before[0] != after[0]:
            lines.append(self._say("announce.moved_status", before=before[0], after=after[0]))
        if before[1] != after[1]:
            lines.append(self._say("announce.moved_target", before=self._date(before[1]), after=self._date(after[1])))
        return "\n".join(lines or [self._say("announce.moved_date")])

    def languages(self, content: Content) -> Sequence[str]:
        """The languages it speaks."""
        words = content.poll.question if content.poll else content.text
        return [one for one in LANGUAGES if words.get(one)]

    def named(self, languages: Sequence[str]) -> str:
        return ", ".join(self._plain(LANGUAGES[one]) for one in languages)

    def _content(self, one: Announcement) -> str:
        kind = self._plain(KINDS[one.kind], count=len(one.content.files))
        spoken = self.named(self.languages(one.content)) or "–"
        lines = [self._say("announce.content", kind=kind, languages=spoken)]
        lines.append(self._say("announce.quote", words=self.first(one.content, FIRST)))
        if one.content.poll:
            options = (option.get(self.language) or option[HOME] for option in one.content.poll.options)
            lines += [self._say("announce.option", option=option) for option in options]
            lines += [self._say("announce.several")] if one.content.poll.several else []
        labels = [f"[{link.text.get(self.language) or link.text[HOME]}]" for link in one.content.links]
        return "\n".join(lines + ([self._say("announce.links_line", links=" ".join(labels))] if labels else []))

    def _scope(self, one: Announcement) -> str:
        names = {place.id: place.name for place in self.audience.city.kecamatan}
        return ", ".join(names.get(place, place) for place in one.scope)

    def _dated(self, one: Announcement) -> str:
        when: datetime = one.started_at or one.send_at or one.created_at
        return self.texts.moment(self.language, when)

    def _date(self, written: str) -> str:
        return written if written == "–" else self.texts.dated(self.language, written)

    def _say(self, key: str, **values: object) -> str:
        return self.texts.say(self.language, key, **values)

    def _plain(self, key: str, **values: object) -> str:
        return self.texts.plain(self.language, key, **values)


def of_milestone(texts: Texts, words: MilestoneWords, one: Milestone, told: str) -> str:
    """A milestone as an announcement begins: what it is, how it stands, what was told of it last."""
    told_so = {"title": one.named(words.language), "icon": ICONS[one.status], "state": words.state(one)}
    parts = [texts.say(words.language, "announce.drawn", **told_so)]
    parts += [texts.say(words.language, "announce.drawn_about", about=one.told(words.language))] if one.about else []
    return "\n\n".join([*parts, *([texts.say(words.language, "announce.drawn_news", news=told)] if told else [])])
