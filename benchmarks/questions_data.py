"""Passages and questions from files of JSON lines, and passages multiplied."""

import json
import random
from collections.abc import Iterable, Iterator, Sequence
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


class Broken(Exception):
    """A file that cannot be read as it should; says which line, and why."""


def rows(path: Path, *needed: str) -> Iterator[dict[str, Any]]:
    """The objects of a file, one a line, each with these words; empty lines are passed over."""
    try:
        with path.open(encoding="utf-8") as lines:
            for number, line in enumerate(lines, 1):
                if line.strip():
                    yield _row(line, needed, f"{path}, line {number}")
    except OSError as error:
        raise Broken(f"{path}: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise Broken(f"{path}: not UTF-8") from error


def _row(line: str, needed: Sequence[str], where: str) -> dict[str, Any]:
    try:
        row = json.loads(line)
    except ValueError as error:
        raise Broken(f"{where}: no JSON ({error})") from error
    if not isinstance(row, dict):
        raise Broken(f"{where}: no JSON object")
    for name in needed:
        if not isinstance(row.get(name), str) or not row[name]:
            raise Broken(f'{where}: "{name}" is missing, or no text')
    return row


def passages(path: Path) -> list[Passage]:
    """The passages, as the finder takes them."""
    return [Passage(row["pid"], row.get("title") or "", row["text"]) for row in rows(path, "pid", "text")]


def questions(path: Path) -> list[Question]:
    """The questions; one that has no type is answerable when it has passages that answer it."""
    return [_question(row) for row in rows(path, "id", "question")]


def _question(row: dict[str, Any]) -> Question:
    golds = frozenset(row.get("gold_passage_ids") or row.get("gold_points") or ())
    kind = row.get("type") or (ANSWERABLE if row.get("answerable", bool(golds)) else REMOVED)
    variants = {variant: row[key] for variant, key in VARIANTS.items() if row.get(key)}
    return Question(row["id"], kind, variants, golds, frozenset(row.get("alt_passage_ids") or ()))


def multiplied(given: Sequence[Passage], number: int, seed: int = 7) -> list[Passage]:
    """All passages given, then as long ones up to the number, of all their words shuffled together: none answers."""
    chance = random.Random(seed)
    made, titles, texts = list(given), list[str](), list[str]()
    while given and len(made) < number:
        one = given[len(made) % len(given)]
        if one is given[0]:
            titles = _shuffled((each.title for each in given), chance)
            texts = _shuffled((each.text for each in given), chance)
        title, text = (_taken(some, len(like.split())) for some, like in ((titles, one.title), (texts, one.text)))
        made.append(Passage(f"{one.id}~{len(made)}", title, text))
    return made


def _shuffled(texts: Iterable[str], chance: random.Random) -> list[str]:
    words = [word for text in texts for word in text.split()]
    chance.shuffle(words)
    return words


def _taken(words: list[str], number: int) -> str:
    return " ".join(words.pop() for _ in range(number))
