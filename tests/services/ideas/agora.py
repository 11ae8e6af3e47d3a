"""An agora to try the rules of ideas in: people who agreed, a satgas, a clock that is moved by hand."""

import inspect
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import Connection, func, select

from models import Idea as Ideas, Support as Supports
from services import consents, people
from services.citypack import read_city
from services.coworking.hours import Hours
from services.ideas import deciding, news, reading, reviewing, sending, supports
from services.ideas.sending import Draft
from services.ideas.values import Answer, Done, Idea, Status, Verdict
from services.people import Person
from services.roles import Rights

_Result = TypeVar("_Result")
ROOT = Path(__file__).parents[3]
NOW = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)
"""A Tuesday, 09.00 in Malang."""
SATGAS = Rights(satgas=True)
KLOJEN = Rights(kecamatan=("klojen",))
NOBODY = Rights()
WORDS = "Bikin kelas gim gratis untuk anak SMK di Klojen."


@cache
def hours() -> Hours:
    """Malang's, without holidays."""
    return Hours(replace(read_city(ROOT / "content" / "malang"), spaces=(), holidays=()), "Asia/Jakarta")


@dataclass
class Agora:
    """Deeds in one transaction; `now` stands still until it is moved."""

    db: Connection
    now: datetime = NOW
    met: int = 0
    _satgas: Person | None = None

    def later(self, **by: float) -> None:
        self.now += timedelta(**by)

    def person(self, name: str = "", *, agreed: bool = True) -> Person:
        """Somebody new, who agreed to sending ideas."""
        self.met += 1
        told = {"telegram_id": 100 + self.met, "name": name or f"Warga {self.met}", "username": None}
        known = people.meet(self.db, **told, telegram_language="id", now=self.now)  # type: ignore[arg-type]
        if agreed:
            self.agree(known, "idea")
        return known

    def agree(self, person: Person, purpose: str) -> None:
        consents.give(self.db, person_id=person.id, purpose=purpose, language="id", now=self.now)

    @property
    def satgas(self) -> Person:
        """Who reviews and decides."""
        self._satgas = self._satgas or self.person("Satgas", agreed=False)
        return self._satgas

    def do(self, deed: Callable[..., _Result], **told: Any) -> _Result:
        """Any deed, with the agora's database, clock and language."""
        given = {"hours": hours(), "now": self.now, "language": "id"}
        asked = inspect.signature(deed).parameters
        return deed(self.db, **{name: value for name, value in given.items() if name in asked}, **told)

    def keep(self, deed: Callable[..., _Result], rights: Rights = SATGAS, **told: Any) -> _Result:
        """A deed of satgas."""
        actor = {"actor_id": self.satgas.id} if "actor_id" in inspect.signature(deed).parameters else {}
        return self.do(deed, rights=rights, **actor, **told)

    def send(self, author: Person, text: str = WORDS, **told: Any) -> Done:
        return self.do(sending.send, author_id=author.id, draft=Draft(text, **told))

    def idea(self, author: Person | None = None, text: str = WORDS, *, shown: bool = True, **told: Any) -> Idea:
        """An idea that is surely sent, and shown unless told otherwise; nobody is to hear of that any more."""
        done = self.send(author or self.person(), text, **told)
        assert done.idea is not None, done.outcome
        if not shown:
            return done.idea
        idea = self.keep(reviewing.show, idea_id=done.idea.id, revision=0).idea
        news.unsay(self.db, idea_id=done.idea.id)
        assert idea is not None
        return idea

    def fresh(self, idea: Idea) -> Idea:
        """The idea as it is now."""
        found = reading.read_idea(self.db, idea_id=idea.id)
        assert found is not None
        return found

    def support(self, idea: Idea, person: Person | None = None) -> Done:
        return self.do(supports.support, idea_id=idea.id, person_id=(person or self.person()).id)

    def decide(self, idea: Idea, status: Status = Status.CONSIDERED, text: str = "Kami pelajari.", **told: Any) -> Done:
        """A decision on the idea as it is now."""
        verdict = Verdict(status, text, **told)
        return self.keep(deciding.decide, idea_id=idea.id, revision=self.fresh(idea).revision, verdict=verdict)

    def answer(
        self, idea: Idea, status: Status = Status.CONSIDERED, text: str = "Kami pelajari.", **told: Any
    ) -> Answer:
        """The same, published."""
        decided = self.decide(idea, status, text, **told)
        assert decided.answer is not None, decided.outcome
        (done,) = self.keep(deciding.publish, answer_ids=[decided.answer.id])
        assert done.answer is not None, done.outcome
        return done.answer

    def merge(self, idea: Idea, target: Idea) -> Answer:
        return self.answer(idea, Status.MERGED, "Mirip dengan ide ini.", target_id=target.id)

    def supporters(self, idea: Idea) -> set[str]:
        """Whose support counts there."""
        mine = (Supports.idea_id == idea.id, Supports.counts)
        numbers = self.db.execute(select(Supports.person_id).where(*mine)).scalars().all()
        assert len(numbers) == len(set(numbers)) == self.fresh(idea).supports
        found = (people.by_id(self.db, person_id=number) for number in numbers if number)
        return {one.name for one in found if one}

    def hear(self) -> dict[str, list[tuple[str, str]]]:
        """What each person is told now: name → (what, title of the idea)."""
        told = self.do(news.take)
        return {one.person.name: [(news.what.value, news.idea.title) for news in one.news] for one in told}


def miscounted(db: Connection) -> list[int]:
    """The ideas whose count is not that of their counting rows."""
    rows = select(func.count()).where(Supports.idea_id == Ideas.id, Supports.counts).scalar_subquery()
    return list(db.execute(select(Ideas.id).where(Ideas.supports != rows)).scalars())
