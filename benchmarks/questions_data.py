"""Passages and questions from files of JSON lines, and passages multiplied."""

import json
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from finder import Passage

ANSWERABLE, REMOVED, ADVERSARIAL = "answerable", "unanswerable_removed", "unanswerable_adversarial"
VARIANTS = {"clean": "question", "perturbed": "question_perturbed"}


@dataclass(frozen=True, slots=True)
class Question:
    """A question in the variants it was given; `golds` answer it, `others` hold the answer too."""

    id: str
    type: str
    variants: dict[str, str]
    golds: frozenset[str]
    others: frozenset[str] = frozenset()

    @property
    def answerable(self) -> bool:
        """Whether one of the passages answers it."""
        return self.type == ANSWERABLE


def rows(path: Path) -> Iterator[dict[str, Any]]:
    """The objects of a file, one a line; empty lines are passed over."""
    with path.open(encoding="utf-8") as lines:
        yield from (json.loads(line) for line in lines if line.strip())


def passages(path: Path) -> list[Passage]:
    """The passages, as the finder takes them."""
    return [Passage(row["pid"], row.get("title", ""), row["text"]) for row in rows(path)]


def questions(path: Path) -> list[Question]:
    """The questions; one that has no type is answerable when it has passages that answer it."""
    return [_question(row) for row in rows(path)]


def _question(row: dict[str, Any]) -> Question:
    golds = frozenset(row.get("gold_passage_ids", row.get("gold_points", ())))
    kind = row.get("type") or (ANSWERABLE if row.get("answerable", bool(golds)) else REMOVED)
    variants = {variant: row[key] for variant, key in VARIANTS.items() if row.get(key)}
    return Question(row["id"], kind, variants, golds, frozenset(row.get("alt_passage_ids", ())))


def multiplied(given: Sequence[Passage], number: int, seed: int = 7) -> list[Passage]:
    """So many passages: those given, then copies of them with their words shuffled."""
    chance = random.Random(seed)
    made = list(given[:number])
    while given and len(made) < number:
        one = given[len(made) % len(given)]
        words = one.text.split()
        chance.shuffle(words)
        made.append(Passage(f"{one.id}~{len(made)}", one.title, " ".join(words)))
    return made
