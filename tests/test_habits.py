"""What make says when the machine lacks something: one plain line that names it and the way out."""

import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
OLD = 'case "$*" in *version_info*) exit 1;; --version) echo "Python 3.9.2";; esac'
WITHOUT_VENV = 'case "$*" in *ensurepip*) exit 1;; esac'


def setup(folder: Path, python: str) -> subprocess.CompletedProcess[str]:
    """`make setup` in an empty folder with another Python."""
    shutil.copy(ROOT / "Makefile", folder)
    (folder / "requirements.txt").touch()
    (folder / "requirements-dev.txt").touch()
    environment = {"PATH": "/usr/local/bin:/usr/bin:/bin"}
    command = ["make", "--no-print-directory", "setup", f"PYTHON={python}"]
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True)


@pytest.mark.parametrize(
    ("script", "words"),
    [
        (OLD, ["Python 3.9.2 is too old", "3.11"]),
        (WITHOUT_VENV, ["python3-venv is missing", "apt-get install python3-venv"]),
        (None, ["Python is missing", "apt-get install python3"]),
    ],
    ids=["too old", "without venv", "no Python"],
)
def test_setup_says_what_the_machine_lacks(tmp_path: Path, script: str | None, words: list[str]) -> None:
    python = tmp_path / "python-of-this-machine"
    if script:
        python.write_text(f"#!/bin/sh\n{script}\n")
        python.chmod(0o755)

    result = setup(tmp_path, str(python))

    assert result.returncode != 0
    assert len(result.stdout.splitlines()) == 1
    assert [word for word in words if word not in result.stdout] == []
    assert not (tmp_path / ".venv").exists()


def test_every_word_of_make_is_in_its_help() -> None:
    makefile = (ROOT / "Makefile").read_text()
    phony = makefile.split(".PHONY:", 1)[1].splitlines()[0].split()
    spoken = subprocess.run(["make", "-s", "help"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert [word for word in phony if word != "test-needs" and f"make {word} " not in spoken] == []
