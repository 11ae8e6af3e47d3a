"""Reads passages: what they say, how they are asked, and which words were used."""

from collections import Counter
from collections.abc import Iterator, Sequence

from finder.kinds import head
from finder.passages import Passage
from finder.sentences import sentences
from finder.texts import Read
from finder.wordings import Row
from finder.words import Reader, surfaces

ENDLESS = 10**6  # characters; a passage is read whole


class Reading:
    """Passages being read, one after the other; `rows` and `counts` fill on the way."""

    def __init__(self, passages: Sequence[Passage], reader: Reader) -> None:
        self._passages, self._reader = passages, reader
        self.rows: list[Row] = []
        self.counts: Counter[str] = Counter()

    def __iter__(self) -> Iterator[Read]:
        for place, one in enumerate(self._passages):
            title = self._terms(one.title)
            asked = [self._terms(wording) for wording in one.phrasings]
            for number, terms in enumerate((title, *asked)):
                if terms:
                    self.rows.append(Row(place, tuple(dict.fromkeys(terms)), title=number == 0))
            spoken = [term for terms in (*asked, self._terms(" ".join(one.tags))) for term in terms]
            told = [self._terms(sentence) for sentence in sentences(one.text)]
            yield Read(title, told, spoken, len(self._reader.stems(surfaces(head(one.title or one.text)))))

    def _terms(self, text: str) -> list[str]:
        typed = surfaces(text, ENDLESS)
        self.counts.update(typed)
        return self._reader.stems(typed)
