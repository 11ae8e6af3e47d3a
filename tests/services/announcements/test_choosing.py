"""Audiences put together by presses: each press is undone by the same press, and none means anything else."""

import pytest
from hypothesis import given, settings, strategies as st
from sqlalchemy import Connection

from services.announcements import choosing
from services.announcements.choosing import Side, chosen, toggled
from services.announcements.values import Audience, Term, Who, everyone
from services.roles import Rights
from tests.support.desk import small_city

VALUES = {
    Who.EVERYBODY: (None,),
    Who.KECAMATAN: ("klojen", "sukun"),
    Who.SPACE: (1, 2),
    Who.ROLE: ("ketua",),
}
PRESS = st.sampled_from([(side, who, value) for side in Side for who, values in VALUES.items() for value in values])


def pressed(*presses: tuple[Side, Who, str | int | None]) -> Audience:
    audience = Audience()
    for side, who, value in presses:
        audience = toggled(audience, side=side, who=who, value=value)
    return audience


def test_several_of_a_kind_are_one_condition_and_a_narrowing_holds_for_all() -> None:
    found = pressed(
        (Side.OR, Who.KECAMATAN, "klojen"), (Side.OR, Who.KECAMATAN, "sukun"), (Side.OR, Who.SPACE, 1),
        (Side.AND, Who.STAKEHOLDER, "campus"), (Side.EXCEPT, Who.ROLE, "ketua"),
    )  # fmt: skip
    campus = Term(Who.STAKEHOLDER, ("campus",))
    places, space = Term(Who.KECAMATAN, ("klojen", "sukun")), Term(Who.SPACE, (1,))
    assert found == Audience(((places, campus), (space, campus)), (Term(Who.ROLE, ("ketua",)),))


def test_everybody_stands_alone_and_gives_way() -> None:
    everybody, klojen = (Side.OR, Who.EVERYBODY, None), (Side.OR, Who.KECAMATAN, "klojen")
    assert pressed(klojen, everybody) == everyone(Term(Who.EVERYBODY))
    assert pressed(klojen, everybody, klojen) == everyone(Term(Who.KECAMATAN, ("klojen",)))
    assert pressed(everybody, everybody) == Audience()


def test_a_narrowing_alone_is_of_everybody() -> None:
    alone = pressed((Side.AND, Who.KECAMATAN, "klojen"))
    assert alone == everyone(Term(Who.KECAMATAN, ("klojen",)))
    left = pressed((Side.OR, Who.SPACE, 1), (Side.AND, Who.ROLE, "ketua"), (Side.OR, Who.SPACE, 1))
    assert left == Audience(((Term(Who.EVERYBODY), Term(Who.ROLE, ("ketua",))),))


@settings(max_examples=60, deadline=None)
@given(presses=st.lists(PRESS, max_size=12), last=PRESS)
def test_a_press_twice_changes_nobody_and_all_alternatives_are_narrowed_alike(
    presses: list[tuple[Side, Who, str | int | None]], last: tuple[Side, Who, str | int | None]
) -> None:
    once = pressed(*presses)
    assert len({every[1:] for every in once.any}) <= 1
    assert len({every[0].who for every in once.any}) == len(once.any)
    if last[1] is Who.EVERYBODY or (last[0] is not Side.EXCEPT and not once.any):
        return  # everybody takes the place of others, and of nobody nothing is narrowed
    if last[0] is Side.OR and once.any[0][0].who is Who.EVERYBODY:
        return  # and gives it up to them
    twice = pressed(*presses, last, last)
    assert as_sets(chosen(twice)) == as_sets(chosen(once))


def as_sets(parts: choosing.Chosen) -> list[set[tuple[Who, frozenset[str | int]]]]:
    return [{(term.who, frozenset(term.of)) for term in parts.terms(side)} for side in Side]


@pytest.mark.parametrize(
    ("who", "value"),
    [(Who.EVERYBODY, None), (Who.KECAMATAN, "klojen"), (Who.ROLE, "ketua"), (Who.SPACE, 9), (Who.SLOT, 9),
     (Who.IDEA, 9), (Who.MILESTONE, 9), (Who.VOTER, 1), (Who.TOPIC, "events")],
)  # fmt: skip
def test_a_ketua_names_nothing_beyond_their_spaces(db: Connection, who: Who, value: str | int | None) -> None:
    ketua = Rights(kecamatan=("klojen",))
    assert not choosing.may_aim(db, who=who, value=value, rights=ketua, city=small_city())


def test_satgas_name_what_there_is(db: Connection) -> None:
    def may(who: Who, value: str | int | None) -> bool:
        return choosing.may_aim(db, who=who, value=value, rights=Rights(satgas=True), city=small_city())

    assert may(Who.EVERYBODY, None) and may(Who.KECAMATAN, "klojen") and may(Who.ROLE, "ketua")
    assert not (may(Who.KECAMATAN, "atlantis") or may(Who.IDEA, 9) or may(Who.MILESTONE, 9) or may(Who.SPACE, 9))
