"""How the city pack answers residents' questions: `python -m tests.content.measure [--held | QUESTIONS.jsonl]`."""

import json
import sys
import time
import tomllib
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from finder import Index, Passage, Verdict
from services.citypack import City, read_city

ROOT = Path(__file__).resolve().parents[2]
HERE = Path(__file__).parent
KINDS = ("roadmap", "other", "refuse")
HALVES = ("tune", "held")
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


def passages_of(city: City) -> list[Passage]:
    """The pack's articles as the finder sees them, without a database."""
    known = [
        Passage(f"{a.key}/{a.language}", a.title, a.body, a.asked_as, a.language, group=a.key) for a in city.articles
    ]
    return known + [Passage(f"{u.key}/?", "", "", u.asked_as, known=False) for u in city.unknown]


def questions() -> list[Question]:
    """Those of residents.toml in their two halves, and the older ones of questions.toml, which were all tuned on."""
    fresh = tomllib.loads((HERE / "residents.toml").read_text(encoding="utf-8"))
    older = tomllib.loads((HERE / "questions.toml").read_text(encoding="utf-8"))["ask"]
    rows = [(kind, row) for kind in KINDS for row in fresh[kind]] + [("older", row | {"half": "tune"}) for row in older]
    return [
        Question(r["q"], r["style"], kind, r["half"], tuple(r.get("facts", ())), tuple(r.get("right", ())))
        for kind, r in rows
    ]


class Desk:
    """A city pack that can be asked."""

    def __init__(self, city: City) -> None:
        self._texts = {(a.key, a.language): f"{a.title}\n{a.body}\n{a.doubt}" for a in city.articles}
        self._sources = {(a.key, a.language): " ".join(s.name for s in a.sources) for a in city.articles}
        self.index = Index.build(passages_of(city), city.words)

    def told(self, key: str, question: str) -> str:
        """What stands in the article, in the asker's language where it has one, and its sources; in lower case."""
        for language in (self.index.language(question), "id"):
            if (key, language) in self._texts:
                return f"{self._texts[key, language]}\n{self._sources[key, language]}".lower()
        return ""

    def holds(self, key: str, question: Question) -> bool:
        """Whether this article answers the question."""
        if question.right:
            return key in question.right
        text = self.told(key, question.q)
        return all(any(one in text for one in fact.split("|")) for fact in question.facts)

    def outcome(self, question: Question) -> tuple[str, list[tuple[str, float]]]:
        """Right, choices (with the right one among them), wrong, or refused though it is told; and what was found."""
        found = self.index.ask(question.q)
        keys = [(hit.id.split("/")[0], round(hit.confidence, 2)) for hit in found.hits]
        return self._judged(question, found.verdict, [key for key, _ in keys]), keys

    def _judged(self, question: Question, verdict: Verdict, keys: list[str]) -> str:
        if not question.answerable:
            kinds = {Verdict.UNKNOWN: "right", Verdict.CHOICES: "choices"}
            return kinds.get(verdict, "wrong")
        if verdict in (Verdict.UNKNOWN, Verdict.EMPTY):
            return "refused"
        if not any(self.holds(key, question) for key in keys):
            return "wrong"
        return "right" if verdict is Verdict.ANSWER else "choices"


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
        outcome, found = desk.outcome(one)
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
        print(*desk.outcome(asked), row["style"], row["question"], row["key_strings"])


def main() -> None:
    if sys.argv[1:] and sys.argv[1] != "--held":
        _read_over(Path(sys.argv[1]))
    else:
        _print_report("held" if sys.argv[1:] else "tune")


if __name__ == "__main__":
    main()
