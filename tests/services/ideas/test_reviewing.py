"""Reviewing: the queue oldest first with the clock of each, and what is kept of who looked."""

import pytest
from sqlalchemy import select

from models import AuditEntry
from services.ideas import editing, exporting, reviewing
from services.ideas.reviewing import Wanted
from services.ideas.values import Idea, Outcome, Status, Visibility
from services.roles import Rights
from tests.services.ideas.agora import KLOJEN, NOBODY, SATGAS, Agora


def ids(agora: Agora, wanted: Wanted = Wanted.OPEN, rights: Rights = SATGAS, **told: str) -> list[int]:
    return [one.idea.id for one in agora.keep(reviewing.queue, rights, wanted=wanted, **told).items]


@pytest.fixture
def ideas(agora: Agora) -> dict[str, Idea]:
    """One of each kind, a day apart."""
    found = {}
    for name in ("waits", "shown", "answered", "decided", "held", "withdrawn"):
        found[name] = agora.idea(shown=name != "waits", kecamatan="klojen", sector="games")
        agora.later(hours=1)
    agora.answer(found["answered"])
    agora.answer(found["decided"])
    agora.decide(found["decided"], Status.DONE)
    held = agora.fresh(found["held"])
    agora.keep(reviewing.hold, idea_id=held.id, revision=held.revision, reason="Nama orang")
    author = found["withdrawn"].author_id
    agora.do(editing.withdraw, idea_id=found["withdrawn"].id, author_id=author)
    return found


@pytest.mark.parametrize(
    ("wanted", "names"),
    [
        (Wanted.OPEN, ["waits", "shown", "decided"]),
        (Wanted.REVIEW, ["waits"]),
        (Wanted.ANSWER, ["waits", "shown"]),
        (Wanted.PENDING, ["decided"]),
        (Wanted.HELD, ["held"]),
        (Wanted.ALL, ["waits", "shown", "answered", "decided", "held"]),
        (Wanted.LATE, []),
    ],
)
def test_what_waits_for_what(agora: Agora, ideas: dict[str, Idea], wanted: Wanted, names: list[str]) -> None:
    assert ids(agora, wanted) == [ideas[name].id for name in names]
    assert agora.keep(reviewing.queue).counts[wanted] == len(names)


def test_clocks_count_working_days(agora: Agora) -> None:
    agora.idea(shown=False)
    left = []
    for _ in range(16):
        (queued,) = agora.keep(reviewing.queue).items
        left.append((queued.review_left, queued.answer_left))
        agora.later(days=1)
    # Tuesday … Friday, the weekend, and so on; due on Friday, and on the second Tuesday.
    assert left[:7] == [(3, 10), (2, 9), (1, 8), (0, 7), (-1, 7), (-1, 7), (-1, 6)]
    assert left[13:] == [(-6, 1), (-7, 0), (-8, -1)]


def test_what_is_too_late(agora: Agora) -> None:
    waits, shown = agora.idea(shown=False), agora.idea()
    agora.later(days=4)
    assert ids(agora, Wanted.LATE) == [waits.id]
    agora.later(days=11)
    assert ids(agora, Wanted.LATE) == [waits.id, shown.id]


def test_filters_and_pages(agora: Agora) -> None:
    found = [
        agora.idea(kecamatan=where, sector=what).id for where in ("klojen", "sukun") for what in ("games", "music")
    ]
    assert ids(agora, kecamatan="klojen") == found[:2]
    assert ids(agora, sector="music") == [found[1], found[3]]
    first = agora.keep(reviewing.queue, size=3)
    assert ([one.idea.id for one in first.items], first.further) == (found[:3], found[2])
    rest = agora.keep(reviewing.queue, size=3, after_id=first.further)
    assert ([one.idea.id for one in rest.items], rest.further) == (found[3:], None)
    assert ids(agora, rights=KLOJEN) == found[:2]
    assert agora.keep(reviewing.queue, KLOJEN).counts[Wanted.OPEN] == 2
    assert ids(agora, rights=NOBODY) == []


def test_showing_and_holding_back_is_undone_by_putting_back(agora: Agora) -> None:
    idea = agora.idea(shown=False)
    shown = agora.keep(reviewing.show, idea_id=idea.id, revision=idea.revision)
    assert (shown.outcome, shown.idea and shown.idea.visibility) == (Outcome.REVIEWED, Visibility.SHOWN)
    stale = agora.keep(reviewing.hold, idea_id=idea.id, revision=idea.revision, reason="x")
    assert (stale.outcome, stale.idea) == (Outcome.STALE, shown.idea)
    assert shown.idea is not None
    again = agora.keep(reviewing.show, idea_id=idea.id, revision=shown.idea.revision)
    assert again.outcome is Outcome.UNCHANGED
    back = agora.keep(reviewing.put_back, idea_id=idea.id, revision=shown.idea.revision).idea
    assert back is not None
    assert (back.visibility, back.reviewed_at, back.awaits_review) == (Visibility.WAITING, None, True)
    empty = agora.keep(reviewing.hold, idea_id=idea.id, revision=back.revision, reason=" ")
    assert empty.outcome is Outcome.NEEDS_REASON
    deeds = agora.db.execute(select(AuditEntry.deed).order_by(AuditEntry.id)).scalars().all()
    assert deeds == ["idea.shown", "idea.waiting"]


def test_a_dossier_tells_what_happened_without_its_authors_name(agora: Agora) -> None:
    idea = agora.idea(agora.person("Ani"))
    agora.decide(idea, text="Nanti.")
    agora.keep(reviewing.add_note, idea_id=idea.id, text="Tanya dinas dulu.", author_id=agora.satgas.id)
    dossier = agora.keep(reviewing.look, idea_id=idea.id, person_id=agora.satgas.id)
    assert dossier is not None
    assert [(one.deed, one.by) for one in dossier.events] == [("sent", ""), ("shown", "Satgas"), ("decided", "Satgas")]
    assert dossier.pending is not None
    assert (dossier.pending.text, dossier.card.author, dossier.decides) == ("Nanti.", "", True)
    hidden = agora.keep(reviewing.look, KLOJEN, idea_id=agora.idea(kecamatan="klojen").id, person_id=0)
    assert hidden is not None
    assert hidden.pending is None


def test_an_export_holds_what_may_be_told_and_is_noted(agora: Agora) -> None:
    named = agora.idea(agora.person("Ani"), named=True, kecamatan="klojen", title="=1+1")
    agora.answer(named, Status.DONE, "Sudah.")
    agora.idea(agora.person("Budi"), kecamatan="sukun", shown=False)
    rows = agora.keep(exporting.export_ideas)
    assert rows is not None
    assert [(row.author, row.idea.title, row.answer and row.answer.text) for row in rows] == [
        ("Ani", "=1+1", "Sudah."),
        ("", "Bikin kelas gim gratis untuk anak SMK di Klojen", None),
    ]
    assert [row.idea.id for row in agora.keep(exporting.export_ideas, KLOJEN) or ()] == [named.id]
    assert [row.author for row in agora.keep(exporting.export_ideas, SATGAS, kecamatan="sukun") or ()] == [""]
    assert agora.keep(exporting.export_ideas, NOBODY) is None
    entries = agora.db.execute(select(AuditEntry.deed).where(AuditEntry.deed == "ideas.export")).all()
    assert len(entries) == 3


def test_the_queue_is_filtered_by_status_and_visibility(agora: Agora, ideas: dict[str, Idea]) -> None:
    def found(**told: str) -> list[int]:
        return ids(agora, **{"wanted": Wanted.ALL, **told})  # type: ignore[arg-type]

    assert found(status=Status.CONSIDERED) == [ideas["answered"].id, ideas["decided"].id]
    assert found(status=Status.WITHDRAWN) == [ideas["withdrawn"].id]
    assert found(wanted=Wanted.SHOWN) == [ideas[one].id for one in ("shown", "answered", "decided")]
    assert found(wanted=Wanted.SHOWN, status=Status.RECEIVED) == [ideas["shown"].id]
