"""How much two texts say the same, whatever their length: for ideas, and for what is related."""

from finder.asked import Asked
from finder.matches import Finder
from finder.texts import Floats, Texts, highest

COMPARED = 60
ASKED_SHARE = 0.7  # how much it counts that the question's words are found, against that the passage's are


def likenesses(asked: Asked, texts: Texts, near: Floats) -> list[tuple[int, float]]:
    """The places nearest to the question, and how much each says the same (0..1), most alike first."""
    finder = Finder(asked, len(texts.numbers))
    found = []
    for place in highest(near, COMPARED).tolist():
        body = texts.body(place)
        match = finder.match(body)
        there = match.share(match.whole)
        back = finder.covered(body, texts.postings.rarity)
        found.append((place, there**ASKED_SHARE * back ** (1 - ASKED_SHARE)))
    return sorted(found, key=lambda one: (-one[1], one[0]))
