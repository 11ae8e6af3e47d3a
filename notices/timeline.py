"""The roadmap as a picture: what render/timeline.py is to draw, in one language."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from notices.milestones import MilestoneWords
from services.city import Point
from services.milestones.targets import first_day
from services.milestones.values import Milestone, Status, rolled_up
from services.people import HOME

MOST = 7
"""So many milestones of a point are drawn; the last done and the next to come."""
_STATES = {
    Status.PLANNED: "ahead",
    Status.ON_TRACK: "going",
    Status.AT_RISK: "warn",
    Status.DELAYED: "late",
    Status.DONE: "done",
    Status.DROPPED: "gone",
}


def drawn(words: MilestoneWords, milestones: Mapping[str, Sequence[Milestone]]) -> dict[str, Any]:
    """The values of the picture; the same rows on the same day make the same."""
    texts, language, city = words.texts, words.language, words.city
    days = [_known_since(words, one) for several in milestones.values() for one in several]
    when = texts.date(language, max(days, default=words.today))
    return {
        "title": texts.plain(language, "timeline.title", city=city.name),
        "subtitle": texts.plain(language, "timeline.subtitle"),
        "points": [_point(words, number, point, milestones[point.id]) for number, point in enumerate(city.points, 1)],
        "foot": texts.plain(language, "timeline.foot", when=when),
    }


def _known_since(words: MilestoneWords, one: Milestone) -> date:
    """When it was written: what satgas say, on the day they changed it; what was read, on the day of its source."""
    read = first_day(one.source.dated.lstrip("±")) if one.source and one.origin == "pack" else None
    return read or words.day(one.changed_at)


def _point(words: MilestoneWords, number: int, point: Point, several: Sequence[Milestone]) -> dict[str, Any]:
    texts, language = words.texts, words.language
    percent = rolled_up(several, now=words.now)
    title = point.title.get(language) or point.title[HOME]
    shown = _chosen(several)
    counted = [one for one in several if one.status is not Status.DROPPED]
    done = sum(one.status is Status.DONE for one in counted)
    note = texts.plain(language, "timeline.done", done=done, count=len(counted)) if counted else ""
    left = len(several) - len(shown)
    note += f" · {texts.plain(language, 'timeline.left', count=left)}" if left else ""
    return {
        "title": texts.plain(language, "roadmap.button", number=number, title=title),
        "percent": percent,
        "shown": "–" if percent is None else f"{percent}%",
        "note": note or texts.plain(language, "timeline.none"),
        "steps": [_step(words, one) for one in shown],
    }


def _chosen(several: Sequence[Milestone]) -> Sequence[Milestone]:
    """The first that are still to come, before them the last that are over; in time order."""
    ahead = [one for one in several if one.status not in (Status.DONE, Status.DROPPED)][: MOST - 1]
    over = [one for one in several if one.status in (Status.DONE, Status.DROPPED)]
    kept = {one.id for one in (*over[len(over) - (MOST - len(ahead)) :], *ahead)} if len(several) > MOST else None
    return [one for one in several if kept is None or one.id in kept]


def _step(words: MilestoneWords, one: Milestone) -> list[str]:
    late = one.is_late(words.today)
    state = "late" if late and one.status is not Status.DONE else _STATES[one.status]
    notes = [] if one.status is Status.DONE else [words.status(one.status)]
    notes += [f"{one.progress}%"] if one.progress and one.status not in (Status.DONE, Status.DROPPED) else []
    notes += [words.texts.plain(words.language, "timeline.late")] if late else []
    note = " · ".join(notes)
    when = one.reached if one.status is Status.DONE else one.target
    return [words.short(when), one.named(words.language), state, note[:1].upper() + note[1:]]
