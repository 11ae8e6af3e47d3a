"""How the city pack answers residents' questions: `python -m tests.content.measure [--held | QUESTIONS.jsonl]`."""

import json
import sys
import time
import tomllib
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import Any

from sqlalchemy import create_engine

from finder import Verdict
from models import Base
from services import asking, knowledge
from services.asking import Answer, Choices, NotKnown, Outcome, Shelf
from services.city import City
from services.citypack import read_city
from services.facts import Fact
from services.knowledge import Article
from services.milestones import packs as milestones

ROOT = Path(__file__).resolve().parents[2]
HERE = Path(__file__).parent
KINDS = ("roadmap", "other", "refuse")
HALVES = ("tune", "held")
NOW = datetime(2026, 11, 24, 5, 0, tzinfo=UTC)
OUTCOMES = ("right", "choices", "wrong", "refused")


@dataclass(frozen=True, slots=True)
class Question:
    """A resident's question; without `facts` and `right` the honest answer is "not known"."""

    q: str
    style: str
    kind: str
    half: str
    facts: tuple[str, ...] = ()  # all must stand in what is told; "a|b": either
    right: tuple[str, ...] = ()  # the keys of the articles any of which answers

    @property
    def answerable(self) -> bool:
        """Whether the pack has the answer."""
        return bool(self.facts or self.right)


def questions() -> list[Question]:
    """Those of residents and neighbours in their two halves, and the older ones of questions.toml, all tuned on."""
    residents, neighbours, older = (_read(name) for name in ("residents", "neighbours", "questions"))
    rows = [(kind, row) for kind in KINDS for row in (*residents[kind], *neighbours[kind])]
    rows += [("older", row | {"half": "tune"}) for row in older["ask"]]
    return [
        Question(r["q"], r["style"], kind, r["half"], tuple(r.get("facts", ())), tuple(r.get("right", ())))
        for kind, r in rows
    ]


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((HERE / f"{name}.toml").read_text(encoding="utf-8"))


class Desk:
    """A bot with this city pack that can be asked, as `services.asking` answers."""

    def __init__(self, city: City) -> None:
        self._db = create_engine("sqlite://").connect()
        Base.metadata.create_all(self._db)
        knowledge.fill_from_pack(self._db, pack=city, now=NOW)
        milestones.fill_from_pack(self._db, pack=city, now=NOW)
        self._shelf = Shelf(knowledge.open_library(self._db, city=city, now=NOW), city, NOW)
        self._keys = {one.passage: one.key for one in knowledge.articles(self._db)}
        self._keys |= {f"point:{one.id}": one.article for one in city.points}

    def ask(self, question: str) -> Outcome:
        """What an asker whose language is Indonesian hears."""
        return asking.ask(self._db, shelf=self._shelf, question=question, language="id")

    def finds(self, question: str) -> tuple[Verdict, list[str]]:
        """What the finder alone makes of it: its verdict, and the keys of what it found."""
        finding = self._shelf.library.index.ask(question)
        return finding.verdict, [self.key(hit.id) for hit in finding.hits]

    def key(self, passage: str) -> str:
        """The key of the article, or of the one that tells more of a live fact."""
        return self._keys.get(passage, passage)

    def found(self, outcome: Outcome) -> list[Article | Fact]:
        """What is told, or what may be chosen."""
        if isinstance(outcome, Answer):
            return [outcome.told]
        if not isinstance(outcome, Choices):
            return []
        told = (self._shelf.tell(self._db, one.passage, outcome.language) for one in outcome.options)
        return [one for one in told if one is not None]

    def judged(self, question: Question) -> tuple[str, list[str]]:
        """Right, choices (with the right one among them), wrong, or refused though it is told; and what was found."""
        outcome = self.ask(question.q)
        told = self.found(outcome)
        return self._judged(question, outcome, told), [self.key(one.passage) for one in told]

    def _judged(self, question: Question, outcome: Outcome, told: list[Article | Fact]) -> str:
        named = "choices" if isinstance(outcome, Choices) else "right"
        if not question.answerable:
            return "right" if isinstance(outcome, NotKnown) else named if named == "choices" else "wrong"
        if not told:
            return "refused"
        return named if any(self._holds(one, question) for one in told) else "wrong"

    def _holds(self, told: Article | Fact, question: Question) -> bool:
        """Whether this is the answer, and says where it was read."""
        if question.right:
            return self.key(told.passage) in question.right and _says_whence(told)
        said = _said(told)
        return bool(told.sources) and all(any(one in said for one in fact.split("|")) for fact in question.facts)


def _says_whence(told: Article | Fact) -> bool:
    """Whether it names its source, or is of the bot's own rows and says of when."""
    return bool(told.sources) or (isinstance(told, Fact) and told.as_of is not None)


def _said(told: Article | Fact) -> str:
    """All that is said, in lower case."""
    if isinstance(told, Article):
        parts = [told.title, told.body, told.doubt]
    else:
        parts = [told.title, *(str(value) for line in told.lines for value in line.values.values())]
    return "\n".join([*parts, *(source.name for source in told.sources)]).lower()


@dataclass(frozen=True)
class Report:
    """What became of questions: one `Counter` of outcomes for each (kind, half, style)."""

    tally: Mapping[tuple[str, str, str], Counter[str]]

    @cached_property
    def kinds(self) -> Mapping[str, Counter[str]]:
        """The outcomes of a kind ("roadmap"), and of a kind's half ("roadmap held"), all styles together."""
        sums: dict[str, Counter[str]] = {}
        for (kind, half, _), counts in self.tally.items():
            for name in (kind, f"{kind} {half}"):
                sums.setdefault(name, Counter()).update(counts)
        return sums


def measured(desk: Desk, asked: Iterable[Question], show: str = "") -> Report:
    """Every question asked; those of the half to show that went wrong are printed."""
    tally: dict[tuple[str, str, str], Counter[str]] = {}
    for one in asked:
        outcome, found = desk.judged(one)
        tally.setdefault((one.kind, one.half, one.style), Counter())[outcome] += 1
        if one.half == show and outcome != "right":
            print(f"{outcome:8}{one.style:11}{one.q} {list(one.facts or one.right)} {found}")
    return Report(tally)


def _line(name: str, counts: Counter[str]) -> str:
    return f"{name:26}" + "".join(f"{counts[outcome]:9}" for outcome in OUTCOMES) + f"{counts.total():9}"


def _print_report(show: str) -> None:
    desk = Desk(read_city(ROOT / "content" / "malang"))
    asked = questions()
    begun = time.process_time()
    report = measured(desk, asked, show)
    spent = time.process_time() - begun
    print(" " * 26 + "".join(f"{name:>9}" for name in (*OUTCOMES, "of")))
    for (kind, half, style), counts in sorted(report.tally.items()):
        print(_line(f"{kind} {half} {style}", counts))
    for name, counts in sorted(report.kinds.items()):
        print(_line(f"{name}: all", counts))
    print(f"{1000 * spent / len(asked):.2f} ms CPU a question")


def _read_over(path: Path) -> None:
    """The answers to somebody else's questions, to be judged by reading."""
    desk = Desk(read_city(ROOT / "content" / "malang"))
    for line in path.read_text(encoding="utf-8").splitlines():
        row: dict[str, Any] = json.loads(line)
        asked = Question(row["question"], row["style"], "", "", tuple(row["key_strings"]))
        print(*desk.judged(asked), row["style"], row["question"], row["key_strings"])


def main() -> None:
    if sys.argv[1:] and sys.argv[1] != "--held":
        _read_over(Path(sys.argv[1]))
    else:
        _print_report("held" if sys.argv[1:] else "tune")


if __name__ == "__main__":
    main()
