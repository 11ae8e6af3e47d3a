"""The house rules that a machine can keep."""

import ast
import re
import statistics
from collections.abc import Iterator
from pathlib import Path

import pytest

import settings

ROOT = Path(__file__).parent.parent
ELSEWHERE = {"data", "node_modules", "__pycache__"}
NAMES = {
    "TELEGRAM_BOT_TOKEN", "TELEGRAM_API_URL", "DATABASE_URL", "SATGAS_IDS", "TIMEZONE", "SEND_RATE",
    "WEBHOOK_URL", "WEBHOOK_SECRET", "LISTEN", "LOG_LEVEL", "CITY",
}  # fmt: skip
BINARY = {".png", ".jpg", ".ico", ".woff2", ".ogg", ".pdf"}
MACHINE = re.compile(r"(?<![\w.}$*-])/(?:work|root|home|opt)/\w")
REGISTRY = re.compile(
    r"pypi\.org|pythonhosted\.org|npmjs\.(?:org|com)|deb\.debian\.org|--(?:extra-)?index-url|--find-links"
)
TOKEN = re.compile(r"\b\d{8,10}:[A-Za-z0-9_-]{35}\b")
LINK = re.compile(r"\]\((?!https?:|#|mailto:)([^)#\s]+)")

Function = ast.FunctionDef | ast.AsyncFunctionDef


def files(folder: Path = ROOT) -> Iterator[Path]:
    """Every file of the project, not what was installed, made or kept."""
    for path in sorted(folder.iterdir()):
        if path.name in ELSEWHERE or (path.name.startswith(".") and path.is_dir() and path.name != ".ci"):
            continue
        if path.is_dir():
            yield from files(path)
        elif path.name != ".env" and path.suffix not in BINARY:
            yield path


def python(*folders: str) -> list[Path]:
    """The Python files of some rooms, or of all but migrations."""
    rooms = [ROOT / folder for folder in folders] or [ROOT]
    found = (path for room in rooms for path in files(room) if path.suffix == ".py")
    return [path for path in found if "migrations" not in path.parts]


def packages() -> list[str]:
    """Our packages: the folders at the top that have an __init__.py."""
    return sorted(path.parent.name for path in ROOT.glob("*/__init__.py"))


def name(path: Path) -> str:
    """How a file is called in a complaint."""
    return str(path.relative_to(ROOT))


def functions(path: Path) -> Iterator[tuple[str, int]]:
    """The functions of a file with their lengths in lines."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, Function):
            yield f"{name(path)}:{node.lineno} {node.name}", (node.end_lineno or node.lineno) - node.lineno + 1


def found_in_files(pattern: re.Pattern[str]) -> list[str]:
    """Where a pattern stands in a text of the project."""
    lines = ((path, number, line) for path in files() for number, line in enumerate(path.read_text().splitlines(), 1))
    return [f"{name(path)}:{number}: {line.strip()[:100]}" for path, number, line in lines if pattern.search(line)]


def test_no_file_is_two_files() -> None:
    code = (path for path in files() if path.suffix in {".py", ".js", ".css", ".html", ".sh"})
    long = {name(path): len(path.read_text().splitlines()) for path in code}
    assert {path: lines for path, lines in long.items() if lines >= (600 if path.startswith("tests/") else 300)} == {}


def test_no_function_is_longer_than_40_lines() -> None:
    # A dialogue compared whole is one story, however long.
    most = {path: 80 if path.is_relative_to(ROOT / "tests") else 40 for path in python()}
    assert [f"{where}: {lines}" for path in most for where, lines in functions(path) if lines > most[path]] == []


def test_half_of_the_functions_are_under_10_lines() -> None:
    assert statistics.median(lines for path in python() for _, lines in functions(path)) < 10


@pytest.mark.parametrize("package", packages())
def test_a_package_promises_one_sentence(package: str) -> None:
    promise = ast.get_docstring(ast.parse((ROOT / package / "__init__.py").read_text()))
    assert promise, f"{package}/__init__.py has no docstring"
    assert len(promise.splitlines()) == 1
    assert promise.endswith(".")


def test_every_module_opens_with_its_promise() -> None:
    assert [
        name(path) for path in python() if path.read_text() and not ast.get_docstring(ast.parse(path.read_text()))
    ] == []


def test_a_docstring_is_one_line() -> None:
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
    nodes = (
        (path, node) for path in python() for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, kinds)
    )
    assert [f"{name(path)} {node.name}" for path, node in nodes if "\n" in (ast.get_docstring(node) or "")] == []


def test_handlers_never_call_telegram() -> None:
    deeds = r"(?:reply|send|edit)_(?:text|html|photo|document|message)\("
    calls = re.compile(rf"context\.bot\b|(?<!context)\.{deeds}|get_bot\(")
    assert [name(path) for path in python("handlers") if calls.search(path.read_text())] == []


@pytest.mark.parametrize("world", ["bot", "sandbox"])
def test_the_wall_clock_is_read_in_one_place(world: str) -> None:
    reads = re.compile(r"\b(?:datetime\.(?:now|utcnow|today)|date\.today|time\.time(?:_ns)?)\(")
    others = {"tests", "benchmarks", "migrations"}
    code = (path for path in python() if not others & set(path.relative_to(ROOT).parts[:1]))
    mine = [path for path in code if (path.relative_to(ROOT).parts[0] == "sandbox") == (world == "sandbox")]
    assert len([name(path) for path in mine if reads.search(path.read_text())]) <= 1


def test_no_path_of_a_machine() -> None:
    assert found_in_files(MACHINE) == []


def test_no_address_of_a_registry() -> None:
    assert [line for line in found_in_files(REGISTRY) if not line.startswith(("Makefile", "tests/test_house.py"))] == []


def test_no_token() -> None:
    assert found_in_files(TOKEN) == []


@pytest.mark.parametrize("path", sorted(ROOT.glob("requirements*.txt")), ids=lambda path: path.name)
def test_requirements_are_pinned_with_several_hashes(path: Path) -> None:
    pins = re.split(r"\n(?=\S)", path.read_text().strip())
    assert [pin.split()[0] for pin in pins if "==" not in pin or pin.count("--hash=sha256:") < 2] == []


def test_env_example_lists_exactly_the_settings() -> None:
    told = re.findall(r"^([A-Z_]+)=", (ROOT / ".env.example").read_text(), re.MULTILINE)
    calls = (node for node in ast.walk(ast.parse((ROOT / "settings.py").read_text())) if isinstance(node, ast.Call))
    named = (call.args[0] for call in calls if isinstance(call.func, ast.Name) and call.func.id == "value")
    assert sorted(told) == sorted(NAMES)
    assert {node.value for node in named if isinstance(node, ast.Constant)} == NAMES


def test_env_example_changes_nothing() -> None:
    example = settings.read({}, env_file=ROOT / ".env.example")
    assert example == settings.read({}, env_file=ROOT / "no-such-file")


def test_documents_point_to_files_that_are_there() -> None:
    links = ((path, link) for path in files() if path.suffix == ".md" for link in LINK.findall(path.read_text()))
    assert [f"{name(path)}: {link}" for path, link in links if not (path.parent / link).exists()] == []


def test_import_contracts_know_every_package() -> None:
    import tomllib

    listed = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["root_packages"]
    assert set(packages()) - {"tests", "benchmarks", "content", "migrations"} == set(listed)
