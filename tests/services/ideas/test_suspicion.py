"""Suspicion: links, repeated words and the same text again are pointed at; an ordinary idea is not."""

import pytest

from services.ideas import reviewing, suspicion
from services.ideas.suspicion import Doubt
from tests.services.ideas.agora import Agora

PLAIN = "Bikin kelas gim gratis untuk anak SMK di Klojen, dua kali sepekan, contohnya seperti https://mcc.or.id itu."
LINKS = "Ayo main di https://a.example dan www.b.example, tanya @juragan_slot atau t.me/slotgacor"
REPEATS = "slot gacor maxwin hari ini " * 8


@pytest.mark.parametrize(
    ("text", "found"), [(PLAIN, ()), (LINKS, (Doubt.LINKS,)), (REPEATS, (Doubt.REPEATS,)), ("a@b.id " * 3, ())]
)
def test_words_alone(agora: Agora, text: str, found: tuple[Doubt, ...]) -> None:
    idea = agora.idea(text=text, shown=False)
    assert agora.do(suspicion.doubts, ideas=[idea]) == {idea.id: found}
    (queued,) = agora.keep(reviewing.queue).items
    assert queued.doubts == found


def test_the_same_text_again_is_doubtful_for_a_month(agora: Agora) -> None:
    first, second = agora.idea(text=PLAIN, shown=False), agora.idea(text=PLAIN, shown=False)
    agora.later(days=31)
    third = agora.idea(text=PLAIN, shown=False)
    assert agora.do(suspicion.doubts, ideas=[first, second, third]) == {
        first.id: (), second.id: (Doubt.SAME,), third.id: (),
    }  # fmt: skip
