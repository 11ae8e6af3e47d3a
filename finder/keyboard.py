"""How unlikely it is that one word was typed where another was meant."""

from functools import cache

_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_VOWELS = frozenset("aeiou")
_CONFUSED = frozenset(
    pair for one in ("fv", "fp", "vp", "zs", "qk", "kc", "yi", "jy", "xs") for pair in (one, one[::-1])
)
DOUBLED, VOWEL, CONSONANT, HIT_BESIDE, SOUNDS_ALIKE, TURNED, OTHER = 0.3, 0.4, 0.8, 0.6, 0.5, 0.5, 1.0
BARE = 0.6  # of what a letter left out costs, where the vowels are left out on purpose
FIRST = 0.3  # more, where it is the first letter


@cache
def _beside() -> frozenset[str]:
    """Pairs of keys that lie side by side."""
    places = {key: (row, column + row / 2) for row, keys in enumerate(_ROWS) for column, key in enumerate(keys)}
    return frozenset(
        one + other
        for one, (row, column) in places.items()
        for other, (below, place) in places.items()
        if one != other and abs(row - below) <= 1 and abs(column - place) <= 1
    )


@cache
def _left_out(letter: str, before: str) -> float:
    if letter == before:
        return DOUBLED
    return VOWEL if letter in _VOWELS else CONSONANT


@cache
def _put_in(letter: str, before: str, after: str) -> float:
    if letter in (before, after):
        return DOUBLED
    return HIT_BESIDE if letter + before in _beside() or letter + after in _beside() else CONSONANT


@cache
def _mistaken(typed: str, meant: str) -> float:
    pair = typed + meant
    if pair in _CONFUSED:
        return SOUNDS_ALIKE
    return HIT_BESIDE if pair in _beside() or (typed in _VOWELS and meant in _VOWELS) else OTHER


def cost(typed: str, meant: str, *, bare: bool = False) -> float:
    """0: the same word; vowels are left out (all of them: `bare`), letters doubled or hit beside more easily."""
    left_out = [_left_out(letter, meant[at - 1 : at]) * (BARE if bare else 1) for at, letter in enumerate(meant)]
    older: list[float] = []
    above = [0.0]
    for price in left_out:
        above.append(above[-1] + price)
    for i, letter in enumerate(typed):
        extra = _put_in(letter, typed[i - 1 : i], typed[i + 1 : i + 2])
        row = [above[0] + extra + (FIRST if i == 0 else 0)]
        for j, other in enumerate(meant):
            same = above[j] if letter == other else above[j] + _mistaken(letter, other) + (FIRST if i == j == 0 else 0)
            best = min(same, above[j + 1] + extra, row[j] + left_out[j])
            if i and j and letter == meant[j - 1] != other == typed[i - 1]:
                best = min(best, older[j - 1] + TURNED)
            row.append(best)
        older, above = above, row
    return above[-1]
