"""`python -m benchmarks.questions`: what it writes, and what it prints, beside figures worked out by hand."""

import json
import re
import subprocess
import sys
from collections.abc import Sequence
from itertools import product
from pathlib import Path
from typing import Any

import pytest

from benchmarks import questions
from benchmarks.processes import ROOT
from benchmarks.questions_data import ADVERSARIAL, ANSWERABLE, REMOVED, Question, multiplied
from finder import Finding, Hit, Index, Passage, Verdict

PASSAGES: tuple[dict[str, Any], ...] = (
    {"pid": "kite", "text": "Layangan Garuda adalah layangan bambu yang dibuat oleh Pak Slamet pada 1987."},
    {
        "pid": "boat",
        "text": "Perahu Cakalang adalah perahu kayu sepanjang 12 meter. Perahu ini tenggelam karena badai.",
    },
    {"pid": "soup", "title": "Soto lamtoro", "text": "Kuahnya dari kunyit dan lengkuas. Harganya Rp9.000."},
    {"pid": "drum", "text": "Bedug Sarinah terletak di Desa Wonosari. Bedug ini ditabuh setiap Jumat."},
)
CROWD = tuple(
    {"pid": f"shop{number}", "text": f"Kios {first}{last} menjual {last}{first} di Gang {first}. Buka pukul {number}."}
    for number, (first, last) in enumerate(
        product(("ram", "bel", "gus", "tik", "wir"), ("unda", "aksi", "oko", "ilem"))
    )
)
QUESTIONS: tuple[dict[str, Any], ...] = (
    {
        "id": "q1",
        "type": "answerable",
        "question": "Siapa pembuat Layangan Garuda?",
        "question_perturbed": "cpa yg bwt layangn garuda",
        "gold_passage_ids": ["kite"],
    },
    {
        "id": "q2",
        "type": "answerable",
        "question": "Mengapa Perahu Cakalang tenggelam?",
        "gold_passage_ids": ["soup"],
        "alt_passage_ids": ["boat"],
    },
    {
        "id": "q3",
        "type": "unanswerable_removed",
        "question": "Berapa tinggi menara radio Kalimas?",
        "gold_passage_ids": [],
    },
    {
        "id": "q4",
        "type": "unanswerable_adversarial",
        "question": "Kapan Bedug Sarinah dicuri?",
        "question_perturbed": "kpn bedug sarinah dicuri",
    },
)


def laid(path: Path, rows: Sequence[dict[str, Any]]) -> Path:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def command(*words: object) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-m", "benchmarks.questions", *map(str, words)],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip


def figures(printed: str, variant: str) -> dict[str, str]:
    """Of one variant, what stands behind each name."""
    _, _, mine = printed.partition(f"\n{variant}: ")
    lines = re.findall(r"^  (\S.*?)  +(\S.*)$", re.split(r"\n(?! )", mine.partition("\n")[2])[0], re.MULTILINE)
    return dict(lines)


def test_a_line_for_every_question_and_variant_with_just_what_is_asked_for(tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    ran = command(laid(tmp_path / "p.jsonl", PASSAGES), laid(tmp_path / "q.jsonl", QUESTIONS), out)
    assert (ran.returncode, ran.stderr) == (0, "")
    rows = [json.loads(line) for line in out.read_text("utf-8").splitlines()]
    assert [(row["id"], row["variant"]) for row in rows] == [
        ("q1", "clean"), ("q1", "perturbed"), ("q2", "clean"), ("q3", "clean"), ("q4", "clean"), ("q4", "perturbed"),
    ]  # fmt: skip
    for row in rows:
        assert list(row) == ["id", "variant", "ranking", "confidence", "answers", "cpu_ms"]
        assert len(set(row["ranking"])) == len(row["ranking"]) <= 10
        assert set(row["ranking"]) <= {one["pid"] for one in PASSAGES}
        assert 0 <= row["confidence"] <= 1
        assert isinstance(row["answers"], bool)
        assert row["cpu_ms"] >= 0
    assert [(row["ranking"][:1], row["answers"]) for row in rows[:4]] == [
        (["kite"], True), (["kite"], True), (["boat"], True), ([], False),
    ]  # fmt: skip
    assert "clean: 4 questions" in ran.stdout
    assert "perturbed: 2 questions" in ran.stdout
    assert re.search(r"^index of 4 passages: .* s; \d+ MB resident, \d+ MB at most$", ran.stdout, re.MULTILINE)


def hits(*scored: tuple[str, float, float]) -> tuple[Hit, ...]:
    return tuple(Hit(*one) for one in scored)


SCRIPT = {
    "right": (Verdict.ANSWER, hits(("a", 3, 0.9), ("b", 2, 0.1))),
    "second": (Verdict.ANSWER, hits(("b", 3, 0.7), ("a", 2, 0.1))),
    "tied": (Verdict.UNKNOWN, hits(("a", 3, 0.5), ("b", 3, 0.5))),
    "fourth": (Verdict.CHOICES, hits(("b", 4, 0.6), ("c", 3, 0.2), ("d", 2, 0.1), ("a", 1, 0.1))),
    "nothing": (Verdict.UNKNOWN, ()),
    "gone": (Verdict.UNKNOWN, hits(("c", 1, 0.5))),
    "away": (Verdict.UNKNOWN, ()),
    "near": (Verdict.ANSWER, hits(("d", 4, 0.8))),
}


class Scripted:
    """An index whose answers are known beforehand."""

    @classmethod
    def build(cls, _: object) -> "Scripted":
        return cls()

    def ask(self, text: str) -> Finding:
        return Finding(SCRIPT[text][0])

    def search(self, text: str, limit: int) -> list[Hit]:
        return list(SCRIPT[text][1][:limit])


def test_the_figures_printed_are_those_worked_out_by_hand(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Ranks of the five answerable: 1, 2, 2 (a tie with a wrong one), 4, none."""
    types = {"gone": REMOVED, "away": REMOVED, "near": ADVERSARIAL}
    asked = [
        {"id": text, "question": text, "type": types.get(text, ANSWERABLE), "gold_passage_ids": ["a"]}
        for text in SCRIPT
    ]
    asked[1]["alt_passage_ids"] = ["b"]
    monkeypatch.setattr(questions, "Index", Scripted)
    q = laid(tmp_path / "q.jsonl", asked)
    questions.main([str(laid(tmp_path / "p.jsonl", PASSAGES)), str(q), str(tmp_path / "out.jsonl")])
    told = figures(capsys.readouterr().out, "clean")
    times = told.pop("CPU a question, ms: p50 / p99")
    assert re.fullmatch(r"\d+\.\d\d / \d+\.\d\d", times)
    assert told == {
        "Recall@1": "0.2000",  # 1 of 5
        "Recall@3": "0.6000",  # 3 of 5
        "MRR@10": "0.4500",  # (1 + 1/2 + 1/2 + 1/4 + 0) / 5
        "Recall@1, other passages with the answer count too": "0.4000",
        "AUROC of confidence, against unanswerable_removed": "0.8000",  # 0.9 0.7 0.5 0.6 0 by 0.5 0: (3.5 + 4.5) / 10
        "AUROC of confidence, against unanswerable_adversarial": "0.2000",  # only 0.9 is above 0.8
        "answered right at 90 % precision, adversarial ones not asked": "0.2000",
        "answered right at 95 % precision, adversarial ones not asked": "0.2000",
        "answered right at 90 % precision, all asked": "0.2000",
        "answered right at 95 % precision, all asked": "0.2000",
        "the product's own threshold: answered right": "0.2000",
        "the product's own threshold: precision, all asked": "0.3333",  # right, second, near
        "the product's own threshold: offers a choice": "0.1250",  # 1 of 8
    }


def test_a_figure_that_nothing_was_asked_for_says_so(tmp_path: Path) -> None:
    asked = laid(tmp_path / "q.jsonl", QUESTIONS[:1])
    ran = command(laid(tmp_path / "p.jsonl", PASSAGES), asked, tmp_path / "out.jsonl")
    told = figures(ran.stdout, "clean")
    assert told["Recall@1"] == "1.0000"
    assert told["AUROC of confidence, against unanswerable_removed"] == "none asked"


def test_questions_on_an_article_by_points_are_read_too(tmp_path: Path) -> None:
    rows = ({"id": "m1", "question": "Siapa pembuat Layangan Garuda?", "answerable": True, "gold_points": ["kite"]},)
    asked = laid(tmp_path / "q.jsonl", (*rows, {"id": "m2", "question": "Apa warna hujan?", "answerable": False}))
    out = tmp_path / "out.jsonl"
    assert figures(command(laid(tmp_path / "p.jsonl", PASSAGES), asked, out).stdout, "clean")["Recall@1"] == "1.0000"


def test_multiplied_passages_are_as_many_as_wanted_and_none_is_another_right_one() -> None:
    given = [Passage(row["pid"], row.get("title", ""), row["text"]) for row in (*PASSAGES, *CROWD)]
    many = multiplied(given, 240)
    assert len({one.id for one in many}) == len(many) == 240
    assert many[:24] == given
    assert [len(one.text.split()) for one in many[24:48]] == [len(one.text.split()) for one in given]
    assert words(many[24:48]) == words(given)
    assert not {one.text for one in many[24:]} & {one.text for one in given}
    assert many == multiplied(given, 240)
    assert Index.build(many).search("Siapa pembuat Layangan Garuda?")[0].id == "kite"


def words(passages: Sequence[Passage]) -> list[str]:
    return sorted(word for one in passages for word in f"{one.title} {one.text}".split())


@pytest.mark.parametrize(("scale", "passages"), [(240, 240), (2, 24)])
def test_scale_multiplies_and_leaves_out_none_that_were_given(tmp_path: Path, scale: int, passages: int) -> None:
    p, q = laid(tmp_path / "p.jsonl", (*PASSAGES, *CROWD)), laid(tmp_path / "q.jsonl", QUESTIONS)
    ran = command(p, q, tmp_path / "out.jsonl", "--scale", scale)
    assert f"index of {passages} passages" in ran.stdout
    assert figures(ran.stdout, "perturbed")["Recall@1"] == "1.0000"
    rows = [json.loads(line) for line in (tmp_path / "out.jsonl").read_text("utf-8").splitlines()]
    assert len(rows) == 6
    assert max(len(row["ranking"]) for row in rows) <= 10


@pytest.mark.parametrize(
    ("broken", "said"),
    [
        (b'{"pid": "a", "text": "b"}\n\n{"pid": \n', "line 3: no JSON"),
        (b'["a"]\n', "line 1: no JSON object"),
        (b'{"pid": "a"}\n', 'line 1: "text" is missing'),
        (b'{"pid": 7, "text": "b"}\n', 'line 1: "pid" is missing, or no text'),
        (b'{"pid": "\xff"}\n', "not UTF-8"),
    ],
)
def test_a_broken_line_is_named_in_one_line(tmp_path: Path, broken: bytes, said: str) -> None:
    p, q, out = tmp_path / "p.jsonl", laid(tmp_path / "q.jsonl", QUESTIONS), tmp_path / "out.jsonl"
    p.write_bytes(broken)
    ran = command(p, q, out)
    assert (ran.returncode, ran.stdout, len(ran.stderr.splitlines())) == (2, "", 1)
    assert str(p) in ran.stderr
    assert said in ran.stderr
    assert not out.exists()


def test_a_file_that_is_not_there_is_named_in_one_line(tmp_path: Path) -> None:
    p, q = laid(tmp_path / "p.jsonl", PASSAGES), laid(tmp_path / "q.jsonl", QUESTIONS)
    missing = tmp_path / "nowhere" / "x.jsonl"
    for words in ((missing, q, tmp_path / "o"), (p, missing, tmp_path / "o"), (p, q, missing), ("--fit", missing, q)):
        ran = command(*words)
        assert (ran.returncode, ran.stdout) == (2, "")
        assert ran.stderr == f"{missing}: No such file or directory\n"


def test_fitting_prints_weights_for_every_mark_under_figures_of_questions_left_out(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Made-up things, each asked for by name, and as many that do not exist."""
    from benchmarks.questions_fit import fit
    from finder.marks import NAMES
    from finder.sureness import SIGNS

    names = [
        f"{first}{last}" for first in ("rem", "bol", "gus", "tak", "wir") for last in ("unda", "aksi", "oko", "ilem")
    ]
    given = [
        Passage(name, "", f"Kebun {name} adalah kebun teh. Kebun {name} dibuka tahun {1900 + n}.")
        for n, name in enumerate(names)
    ]
    asking = [Question(name, ANSWERABLE, {"clean": f"kapan kebun {name} dibuka"}, frozenset({name})) for name in names]
    asking += [
        Question(f"no {name}", REMOVED, {"clean": f"kapan pabrik {name} ditutup"}, frozenset()) for name in names
    ]
    printed = fit(given, asking)
    assert printed.startswith("# clean, left out in turn: Recall@1 1.0000, ")
    assert re.findall(r'^ {4}"(\w+)": -?\d+\.\d{3},$', printed, re.MULTILINE) == [*NAMES, *SIGNS]
    assert re.search(r"^OFFSET = -?\d+\.\d{3}$", printed, re.MULTILINE)
