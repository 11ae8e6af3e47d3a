"""Helping: two are introduced only when both said yes; until then neither knows who the other is."""

from datetime import timedelta

import pytest

from services import bans, consents
from services.ideas import editing, helping
from services.ideas.helping import Done, Helping
from services.ideas.values import Idea
from services.people import Person
from tests.services.ideas.agora import Agora


@pytest.fixture
def ani(agora: Agora) -> Person:
    """The author."""
    return agora.person("Ani")


@pytest.fixture
def budi(agora: Agora) -> Person:
    """Who can make games, and lets himself be introduced."""
    person = agora.person("Budi")
    agora.agree(person, "introduce")
    return person


@pytest.fixture
def idea(agora: Agora, ani: Person) -> Idea:
    return agora.idea(ani, sector="culinary")


def offer(agora: Agora, idea: Idea, person: Person, skill: str = "games") -> Done:
    told = {"idea_id": idea.id, "person_id": person.id, "skill": skill}
    return agora.do(helping.offer_help, **told, text="Bisa bikin gim resep.")


def accept(agora: Agora, made: Done, person: Person) -> Done:
    assert made.offer is not None
    return agora.do(helping.accept_help, offer_id=made.offer.id, person_id=person.id)


def test_two_who_both_agree_are_introduced(agora: Agora, ani: Person, budi: Person, idea: Idea) -> None:
    made = offer(agora, idea, budi)
    assert made.outcome is Helping.OFFERED
    assert (made.author and made.author.name, made.helper) == ("Ani", None)
    (waiting,) = helping.offers_for(agora.db, idea_id=idea.id, author_id=ani.id)
    assert (waiting.skill, waiting.text, waiting.state) == ("games", "Bisa bikin gim resep.", "offered")

    assert accept(agora, made, ani).outcome is Helping.NO_CONSENT
    agora.agree(ani, "introduce")
    done = accept(agora, made, ani)
    assert done.outcome is Helping.INTRODUCED
    assert (done.author and done.author.name, done.helper and done.helper.name) == ("Ani", "Budi")
    assert accept(agora, made, ani).outcome is Helping.OVER
    assert [one.name for one in helping.helpers(agora.db, idea_id=idea.id, author_id=ani.id)] == ["Budi"]
    assert helping.helpers(agora.db, idea_id=idea.id, author_id=budi.id) == ()


def test_nobody_is_introduced_who_took_their_word_back(agora: Agora, ani: Person, budi: Person, idea: Idea) -> None:
    made = offer(agora, idea, budi)
    agora.agree(ani, "introduce")
    consents.withdraw(agora.db, person_id=budi.id, purpose="introduce", now=agora.now)
    done = accept(agora, made, ani)
    assert (done.outcome, done.author, done.helper) == (Helping.OVER, None, None)
    assert helping.offers_for(agora.db, idea_id=idea.id, author_id=ani.id) == ()


def test_only_the_author_answers_and_only_the_helper_takes_back(
    agora: Agora, ani: Person, budi: Person, idea: Idea
) -> None:
    made = offer(agora, idea, budi)
    assert made.offer is not None
    for person in (budi, agora.person("Citra")):
        assert accept(agora, made, person).outcome is Helping.NOT_FOUND
        told = {"offer_id": made.offer.id, "person_id": person.id}
        assert agora.do(helping.decline_help, **told).outcome is Helping.NOT_FOUND
    assert agora.do(helping.withdraw_help, offer_id=made.offer.id, person_id=ani.id).outcome is Helping.NOT_FOUND
    assert helping.offers_for(agora.db, idea_id=idea.id, author_id=budi.id) == ()


def test_the_author_may_say_no(agora: Agora, ani: Person, budi: Person, idea: Idea) -> None:
    made = offer(agora, idea, budi)
    assert made.offer is not None
    done = agora.do(helping.decline_help, offer_id=made.offer.id, person_id=ani.id)
    assert (done.outcome, done.author, done.helper and done.helper.name) == (Helping.DECLINED, None, "Budi")
    assert accept(agora, made, ani).outcome is Helping.OVER
    assert offer(agora, idea, budi).outcome is Helping.ALREADY


def test_taken_back_it_can_be_offered_again(agora: Agora, ani: Person, budi: Person, idea: Idea) -> None:
    made = offer(agora, idea, budi)
    assert made.offer is not None
    assert helping.my_offer(agora.db, idea_id=idea.id, person_id=budi.id) == made.offer
    told = {"offer_id": made.offer.id, "person_id": budi.id}
    outcomes = [agora.do(helping.withdraw_help, **told).outcome for _ in range(2)]
    assert outcomes == [Helping.WITHDRAWN, Helping.OVER]
    assert helping.my_offer(agora.db, idea_id=idea.id, person_id=budi.id) is None
    assert offer(agora, idea, budi, "apps").outcome is Helping.OFFERED


def test_what_cannot_be_offered(agora: Agora, ani: Person, budi: Person, idea: Idea) -> None:
    assert offer(agora, idea, ani).outcome is Helping.OWN
    assert offer(agora, idea, budi, "sulap").outcome is Helping.NEEDS_SKILL
    assert offer(agora, idea, agora.person("Citra")).outcome is Helping.NO_CONSENT
    hidden = offer(agora, agora.idea(shown=False), budi)
    assert (hidden.outcome, hidden.idea) == (Helping.NOT_FOUND, None)
    agora.do(editing.withdraw, idea_id=idea.id, author_id=ani.id)
    assert offer(agora, idea, budi).outcome is Helping.NOT_FOUND


def test_not_more_than_ten_within_a_day(agora: Agora, budi: Person) -> None:
    outcomes = [offer(agora, agora.idea(), budi).outcome for _ in range(11)]
    assert outcomes == [Helping.OFFERED] * 10 + [Helping.TOO_MANY]
    agora.now += timedelta(days=1)
    assert offer(agora, agora.idea(), budi).outcome is Helping.OFFERED


def test_nobody_is_introduced_to_who_is_banned(agora: Agora, ani: Person, budi: Person, idea: Idea) -> None:
    made = offer(agora, idea, budi)
    told = {"person_id": budi.id, "reason": "Mengganggu.", "actor_id": agora.satgas.id}
    done = agora.do(bans.ban, satgas_ids=frozenset({agora.satgas.telegram_id}), **told)
    assert done.outcome is bans.Outcome.BANNED
    agora.agree(ani, "introduce")
    assert helping.offers_for(agora.db, idea_id=idea.id, author_id=ani.id) == ()
    assert accept(agora, made, ani).outcome is Helping.OVER
