"""How many questions the city pack answers rightly: `python -m tests.content.measure [QUESTIONS.jsonl]`."""

import json
import sys
import time
import tomllib
from collections import Counter
from pathlib import Path
from typing import Any

from finder import Index, Passage
from services.citypack import City, read_city

ROOT = Path(__file__).resolve().parents[2]
QUESTIONS = Path(__file__).with_name("questions.toml")


def passages_of(city: City) -> list[Passage]:
    """The pack's articles as the finder sees them, without a database."""
    known = [Passage(f"{a.key}/{a.language}", a.title, a.body, a.asked_as, a.language) for a in city.articles]
    return known + [Passage(f"{u.key}/?", "", "", u.asked_as, known=False) for u in city.unknown]


def own_questions() -> list[dict[str, Any]]:
    """The questions of questions.toml; without `right` the honest answer is "not known"."""
    return list(tomllib.loads(QUESTIONS.read_text(encoding="utf-8"))["ask"])


def main() -> None:
    city = read_city(ROOT / "content" / "malang")
    index = Index.build(passages_of(city), city.words)
    tally: Counter[str] = Counter()
    spent = 0.0
    for question in own_questions():
        begun = time.process_time()
        hit = index.answers(question["q"])
        spent += time.process_time() - begun
        right = question.get("right", [])
        good = (hit.id.split("/")[0] in right) if hit and right else not (hit or right)
        kind = "answerable" if right else "not known"
        tally[kind] += 1
        tally[kind + " right"] += good
        if not good:
            best = index.search(question["q"], 3)
            print("x", question["q"], right, [(h.id, round(h.confidence, 2), round(h.score, 2)) for h in best])
    for kind in ("answerable", "not known"):
        print(f"{kind}: {tally[kind + ' right']} of {tally[kind]}")
    print(f"{1000 * spent / sum(tally[kind] for kind in ('answerable', 'not known')):.2f} ms CPU a question")
    if len(sys.argv) > 1:
        _read_over(city, index, Path(sys.argv[1]))


def _read_over(city: City, index: Index, path: Path) -> None:
    """The answers to somebody else's questions, to be judged by reading."""
    bodies = {f"{a.key}/{a.language}": f"{a.title}\n{a.body}" for a in city.articles}
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        hits = index.search(row["question"], 1)
        hit = index.answers(row["question"])
        body = bodies[hit.id].lower() if hit else ""
        keys = all(key in body for key in row["key_strings"])
        sign = ("+" if hit and keys else "x") if row["answerable"] else ("-" if hit is None else "?")
        print(sign, row["question"], [(h.id, round(h.confidence, 2)) for h in hits], row["key_strings"])


if __name__ == "__main__":
    main()
