"""Every deed that is written in the audit trail anywhere has its words, and nothing ever changes an entry."""

import ast
import re
from collections.abc import Callable, Iterator
from functools import cached_property
from itertools import product
from pathlib import Path
from typing import Any, TypeGuard

from services.announcements.values import Outcome
from services.ideas.values import Visibility
from texts import Texts

ROOT = Path(__file__).parent.parent.parent
ROOMS = ("services", "handlers", "jobs", "notices", "upkeep")
TURNS = (Outcome.PAUSED, Outcome.RESUMED, Outcome.CANCELLED)
"""What an announcement's run turns to (services/announcements/running.py)."""
COMPUTED = {
    "visibility": {str(one) for one in Visibility},
    "what if what in ('write', 'retire', 'revive') else 'change'": {"write", "retire", "revive", "change"},
    "str(outcome).partition('.')[2]": {str(one).partition(".")[2] for one in TURNS},
}
"""What stands in no line as it is: expressions, and what they may be."""
Function = ast.FunctionDef | ast.AsyncFunctionDef


class Source:
    """A file, as far as names of deeds are made in it."""

    def __init__(self, path: Path) -> None:
        self.tree = ast.parse(path.read_text())
        self.functions = [one for one in ast.walk(self.tree) if isinstance(one, Function)]

    @cached_property
    def deeds(self) -> set[str]:
        """What is handed to audit.record, audit.look or context.looked."""
        found: set[str] = set()
        for function in self.functions:
            for call in _calls(function):
                deed = next((one.value for one in call.keywords if one.arg == "deed"), None)
                name = ast.unparse(call.func)
                if name in ("audit.record", "audit.look", "record") and deed:
                    found |= self.values(deed, function)
                elif name == "context.looked":
                    found |= self.values(call.args[0], function)
        return found

    def values(self, told: ast.expr, function: Function) -> set[str]:
        """Every text that this may be there."""
        if (known := COMPUTED.get(ast.unparse(told))) is not None:
            return known
        if isinstance(told, ast.Constant):
            return {str(told.value)} if told.value else set()
        if isinstance(told, ast.JoinedStr):
            return {"".join(parts) for parts in product(*(self.values(one, function) for one in told.values))}
        parts: dict[type[ast.expr], Callable[[], list[Any]]] = {
            ast.FormattedValue: lambda: [told.value],  # type: ignore[attr-defined]
            ast.IfExp: lambda: [told.body, told.orelse],  # type: ignore[attr-defined]
            ast.BoolOp: lambda: told.values,  # type: ignore[attr-defined]
            ast.Subscript: lambda: told.value.values,  # type: ignore[attr-defined]
            ast.Name: lambda: list(self._named(told.id, function)),  # type: ignore[attr-defined]
        }
        assert type(told) in parts, f"a deed whose name cannot be read: {ast.unparse(told)}"
        inner = parts[type(told)]()
        assert inner, f"a deed whose name comes from nowhere: {ast.unparse(told)}"
        return set[str]().union(*(self.values(one, self._home(one, function)) for one in inner))

    def _named(self, name: str, function: Function) -> Iterator[ast.expr]:
        """What a name was given: in the function, or by those who call it."""
        places = [one.arg for one in (*function.args.args, *function.args.kwonlyargs)]
        if name in places:
            yield from self._handed(name, places.index(name), function)
        for node in ast.walk(function):
            if isinstance(node, ast.Assign):
                targets = node.targets[0].elts if isinstance(node.targets[0], ast.Tuple) else node.targets
                given = node.value.elts if isinstance(node.value, ast.Tuple) else [node.value]
                yield from (value for at, value in zip(targets, given, strict=False) if ast.unparse(at) == name)
            if isinstance(node, ast.For) and name in ast.unparse(node.target).strip("()").split(", "):
                rows = [one.value for one in ast.walk(function) if _gives(one, ast.unparse(node.iter))]
                yield from (one for row in rows for one in ast.walk(row) if _is_deed(one))

    def _handed(self, name: str, place: int, function: Function) -> Iterator[ast.expr]:
        for caller in self.functions:
            for call in _calls(caller):
                if ast.unparse(call.func) == function.name:
                    named = [one.value for one in call.keywords if one.arg == name]
                    yield from named or call.args[place : place + 1]

    def _home(self, told: ast.expr, otherwise: Function) -> Function:
        """The function in which an expression stands."""
        return next((one for one in self.functions if any(node is told for node in ast.walk(one))), otherwise)


def _gives(node: ast.AST, name: str) -> TypeGuard[ast.Assign | ast.AugAssign]:
    targets = node.targets if isinstance(node, ast.Assign) else [node.target] if isinstance(node, ast.AugAssign) else []
    return any(ast.unparse(one) == name for one in targets)


def _is_deed(node: ast.AST) -> TypeGuard[ast.Constant]:
    return isinstance(node, ast.Constant) and isinstance(node.value, str) and "." in node.value


def _calls(function: Function) -> list[ast.Call]:
    return [one for one in ast.walk(function) if isinstance(one, ast.Call)]


def deeds() -> set[str]:
    sources = (Source(path) for room in ROOMS for path in sorted((ROOT / room).rglob("*.py")) if path.stem != "audit")
    return set[str]().union(*(source.deeds for source in sources))


def test_every_deed_has_its_words_and_its_noun() -> None:
    texts, found = Texts.load(), deeds()
    assert len(found) > 60
    assert {"seat.reject", "idea.held", "announcement.paused", "space.close", "article.retire"} <= found
    assert sorted(one for one in found if not texts.has(f"audit.deed.{one}")) == []
    assert (
        sorted(noun for noun in {one.partition(".")[0] for one in found} if not texts.has(f"audit.noun.{noun}")) == []
    )
    assert [one for one in found if not re.fullmatch(r"[a-z_]{1,24}\.[a-z_]{1,24}", one)] == []


def test_no_line_changes_an_entry() -> None:
    changes = re.compile(r"(?:update|upsert)\([^)]*AuditEntry|UPDATE audit_entries", re.IGNORECASE)
    code = [path for room in (*ROOMS, "models", "wire") for path in sorted((ROOT / room).rglob("*.py"))]
    assert len(code) > 100
    assert [str(path) for path in code if changes.search(path.read_text())] == []
