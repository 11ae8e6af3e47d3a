"""How well the finder answers: `python -m benchmarks.questions PASSAGES.jsonl QUESTIONS.jsonl OUT.jsonl [--scale N]`.

With `--fit PASSAGES.jsonl QUESTIONS.jsonl` it prints weights for finder/sureness.py instead.
"""

import argparse
import json
import math
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from benchmarks.questions_data import ADVERSARIAL, REMOVED, Broken, Question, multiplied, passages, questions
from benchmarks.questions_figures import Outcome, auroc, mean_reciprocal_rank, recall, right_at
from benchmarks.tally import quantile
from finder import Index, Passage, Verdict

RANKED = 10


def asked(index: Index, given: Iterable[Question]) -> Iterator[Outcome]:
    """Every variant of every question put to the index; the CPU time is that of the product's own call."""
    for question in given:
        for variant, text in question.variants.items():
            begun = time.process_time()
            finding = index.ask(text)
            spent = 1000 * (time.process_time() - begun)
            yield Outcome(question, variant, tuple(index.search(text, RANKED)), finding.verdict, spent)


def line(one: Outcome) -> str:
    """The outcome as a line of the file that is written."""
    row = {
        "id": one.question.id,
        "variant": one.variant,
        "ranking": [hit.id for hit in one.hits],
        "confidence": round(one.confidence, 6),
        "answers": one.answers,
        "cpu_ms": round(one.cpu_ms, 3),
    }
    return json.dumps(row, ensure_ascii=False)


def report(outcomes: Sequence[Outcome]) -> list[str]:
    """The figures of one variant, a line each."""
    answered = [one for one in outcomes if one.answers]
    right = sum(one.right for one in answered)
    answerable = max(1, sum(one.question.answerable for one in outcomes))
    spent = [one.cpu_ms for one in outcomes]
    figures = (
        ("Recall@1", recall(outcomes, 1)),
        ("Recall@3", recall(outcomes, 3)),
        ("MRR@10", mean_reciprocal_rank(outcomes)),
        ("Recall@1, other passages with the answer count too", recall(outcomes, 1, lenient=True)),
        ("AUROC of confidence, against unanswerable_removed", auroc(outcomes, REMOVED)),
        ("AUROC of confidence, against unanswerable_adversarial", auroc(outcomes, ADVERSARIAL)),
        ("answered right at 90 % precision, adversarial ones not asked", right_at(outcomes, 0.90, [REMOVED])),
        ("answered right at 95 % precision, adversarial ones not asked", right_at(outcomes, 0.95, [REMOVED])),
        ("answered right at 90 % precision, all asked", right_at(outcomes, 0.90)),
        ("answered right at 95 % precision, all asked", right_at(outcomes, 0.95)),
        ("the product's own threshold: answered right", right / answerable),
        ("the product's own threshold: precision, all asked", right / max(1, len(answered))),
        (
            "the product's own threshold: offers a choice",
            sum(o.verdict == Verdict.CHOICES for o in outcomes) / max(1, len(outcomes)),
        ),
    )
    times = f"  {'CPU a question, ms: p50 / p99':<66}{quantile(spent, 0.5):>8.2f} / {quantile(spent, 0.99):.2f}"
    told = ("none asked" if math.isnan(value) else f"{value:.4f}" for _, value in figures)
    return [*(f"  {what:<64}{value:>10}" for (what, _), value in zip(figures, told, strict=True)), times]


def memory() -> str:
    """What this process holds in memory, and what it held at most, in MB."""
    told = dict(row.split(":", 1) for row in Path("/proc/self/status").read_text().splitlines())
    now, most = (int(told[name].split()[0]) / 1024 for name in ("VmRSS", "VmHWM"))
    return f"{now:.0f} MB resident, {most:.0f} MB at most"


def main(words: Sequence[str] | None = None) -> None:
    """Read the command line, and do what it says; a file that cannot be read is one line, and 2."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.questions", description=__doc__)
    parser.add_argument("passages", type=Path)
    parser.add_argument("questions", type=Path)
    parser.add_argument("out", type=Path, nargs="?")
    parser.add_argument(
        "--scale", type=int, default=0, metavar="N", help="so many passages, multiplied from those given"
    )
    parser.add_argument("--fit", action="store_true", help="print weights for finder/sureness.py")
    args = parser.parse_args(words)
    if args.out is None and not args.fit:
        parser.error("OUT.jsonl is missing")
    try:
        given, asking = passages(args.passages), questions(args.questions)
        if args.fit:
            from benchmarks.questions_fit import fit

            print(fit(given, asking))
        else:
            measure(multiplied(given, args.scale), asking, args.out)
    except Broken as error:
        print(error, file=sys.stderr)
        sys.exit(2)


def measure(given: Sequence[Passage], asking: Sequence[Question], to: Path) -> None:
    """Build the index, put every question to it, write what it says, and print what that is worth."""
    try:
        out = to.open("w", encoding="utf-8")
    except OSError as error:
        raise Broken(f"{to}: {error.strerror}") from error
    print(f"before the index: {memory()}", flush=True)
    begun = time.monotonic()
    index = Index.build(given)
    print(f"index of {len(given)} passages: {time.monotonic() - begun:.1f} s; {memory()}", flush=True)
    outcomes = []
    with out:
        for one in asked(index, asking):
            outcomes.append(one)
            out.write(line(one) + "\n")
    for variant in dict.fromkeys(one.variant for one in outcomes):
        mine = [one for one in outcomes if one.variant == variant]
        print(f"{variant}: {len(mine)} questions", *report(mine), sep="\n")
    print(f"{time.monotonic() - begun:.0f} s in all; {memory()}")


if __name__ == "__main__":
    main()
