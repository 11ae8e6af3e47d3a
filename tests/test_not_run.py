"""A test that cannot run is named at the end and turns CI red."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.support import postgres

PLUGIN = (
    "from tests.support.not_run import pytest_collection_modifyitems, pytest_sessionfinish, pytest_terminal_summary"
)
TESTS = (
    "import pytest\n\ndef test_runs(): pass\n\n@pytest.mark.skip(reason='the moon is out')\ndef test_cannot(): pass\n"
)


def run(folder: Path, tests: str, ci: str) -> subprocess.CompletedProcess[str]:
    """pytest over `tests`, in a process of its own."""
    root = Path(__file__).parent.parent
    (folder / "conftest.py").write_text(PLUGIN)
    (folder / "test_it.py").write_text(tests)
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--rootdir", str(folder), str(folder)]
    environment = {"CI": ci, "PYTHONPATH": str(root), "PATH": "/usr/bin:/bin"}
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True)


@pytest.mark.parametrize(("ci", "status"), [("true", 1), ("", 0)])
def test_a_skipped_test_is_named_and_red_in_ci(tmp_path: Path, ci: str, status: int) -> None:
    result = run(tmp_path, TESTS, ci)

    assert result.returncode == status
    assert "NOT RUN: 1, because the moon is out" in result.stdout
    assert "test_it.py::test_cannot" in result.stdout


def test_nothing_skipped_is_green_in_ci(tmp_path: Path) -> None:
    result = run(tmp_path, "def test_runs(): pass\n", "true")

    assert result.returncode == 0
    assert "NOT RUN" not in result.stdout


def test_no_programs_in_empty_folders(tmp_path: Path) -> None:
    assert postgres.find_programs([tmp_path]) is None
