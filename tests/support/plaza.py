"""A plaza at the desk: ideas that others sent and satgas showed, and how they stand afterwards."""

from typing import Any

from sqlalchemy import select

from models.people import Person as People
from services import consents, people
from services.ideas import editing
from services.ideas.values import Idea
from services.people import Person
from tests.services.ideas.agora import Agora
from tests.support.desk import Desk, Somebody


class Plaza:
    """Ideas of a desk's city; deeds of others are done by the services themselves."""

    def __init__(self, desk: Desk) -> None:
        self.desk, self._met = desk, 800

    def idea(self, title: str, author: Person | None = None, *, supports: int = 0, **told: Any) -> Idea:
        """An idea that is shown, found in inline mode too, with so many supporters."""
        told = {"text": f"{title}, untuk semua warga.", **told}
        with self.desk.database() as db:
            agora = Agora(db, now=self.desk.now, met=self._met)
            made = agora.idea(author or agora.person(), title=title, **told)
            for _ in range(supports):
                agora.support(made)
            self._met = agora.met
            made = agora.fresh(made)
        self.desk.find_ideas()
        return made

    def answer(self, idea: Idea, *told: Any, **more: Any) -> None:
        """Satgas answer it, and publish that."""
        with self.desk.database() as db:
            agora = Agora(db, now=self.desk.now, met=self._met)
            agora.answer(idea, *told, **more)
            self._met = agora.met

    def merge(self, idea: Idea, target: Idea) -> None:
        with self.desk.database() as db:
            agora = Agora(db, now=self.desk.now, met=self._met)
            agora.merge(idea, target)
            self._met = agora.met

    def withdraw(self, idea: Idea, author: Person) -> None:
        """Its author takes it back."""
        with self.desk.database() as db:
            editing.withdraw(db, idea_id=idea.id, author_id=author.id, now=self.desk.now)

    def fresh(self, idea: Idea) -> Idea:
        """The idea as it is now; its count is that of its rows."""
        with self.desk.database() as db:
            agora = Agora(db, now=self.desk.now)
            agora.supporters(idea)
            return agora.fresh(idea)

    def known(self, somebody: Somebody, *purposes: str) -> Person:
        """Somebody as the bot knows them; they agreed to these purposes."""
        told: dict[str, Any] = {"telegram_id": somebody.number, "name": somebody.user["first_name"], "username": None}
        with self.desk.database() as db:
            speaks = somebody.user.get("language_code")
            person = people.meet(db, telegram_language=speaks, now=self.desk.now, **told)
            for purpose in purposes:
                consents.give(db, person_id=person.id, purpose=purpose, language="id", now=self.desk.now)
        return person

    def withdraw_consent(self, somebody: Somebody, purpose: str) -> None:
        person = self.known(somebody)
        with self.desk.database() as db:
            consents.withdraw(db, person_id=person.id, purpose=purpose, now=self.desk.now)

    def is_known(self, somebody: Somebody) -> bool:
        """Whether the bot keeps anything of them."""
        with self.desk.database() as db:
            found = select(People.id).where(People.telegram_id == somebody.number)
            return db.execute(found).first() is not None
