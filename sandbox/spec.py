"""What the Bot API accepts: methods, parameters and their types, read from spec.json."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from sandbox.errors import Broken, Refused, bad

Reader = Callable[[str, Any], Any]
KEYBOARDS = ["InlineKeyboardMarkup", "ReplyKeyboardMarkup", "ReplyKeyboardRemove", "ForceReply"]
UNPARSED = {"reply_markup": "reply keyboard markup", "reply_parameters": "reply parameters", "media": "media"}


@dataclass(slots=True)
class Upload:
    """A file that came with a request."""

    name: str
    mime: str
    data: bytes


class Params(dict[str, Any]):
    """Typed parameters of one call, with the files that came along and its arrival on the monotonic clock."""

    __slots__ = ("at", "files")
    files: Mapping[str, Upload]
    at: float


@dataclass(slots=True)
class Method:
    """One method: its name as Telegram spells it, and a reader for each parameter."""

    name: str
    readers: dict[str, Reader] = field(default_factory=dict)


class Spec:
    """The table of methods; looked up without regard to case."""

    def __init__(self, table: dict[str, Any]) -> None:
        self.version: str = table["version"]
        self.update_kinds: list[str] = table["updates"]
        self.types: dict[str, dict[str, str]] = table["types"]
        self._methods = {name.lower(): self._method(name, params) for name, params in table["methods"].items()}

    @staticmethod
    @cache
    def load() -> "Spec":
        """The table that lies beside this file, read once."""
        return Spec(json.loads(Path(__file__).with_name("spec.json").read_text(encoding="utf-8")))

    def find(self, name: str) -> Method:
        """The method of that name; 404 in Telegram's words when there is none."""
        method = self._methods.get(name.lower())
        if method is None:
            raise Refused(404, "Not Found: method not found")
        return method

    def read(self, method: Method, raw: Mapping[str, Any], files: Mapping[str, Upload]) -> Params:
        """Typed parameters; empty ones count as missing; unknown ones and wrong types are refused."""
        params = Params()
        params.files = files
        params.at = 0.0
        readers = method.readers
        for name, value in raw.items():
            reader = readers.get(name)
            if reader is None:
                raise Broken(400, f'Bad Request: unknown parameter "{name}" in {method.name}')
            if value != "" and value is not None:
                params[name] = reader(name, value)
        return self._with_files(method, params)

    def _with_files(self, method: Method, params: Params) -> Params:
        for name, upload in params.files.items():
            if name in method.readers:
                params[name] = upload
        return params

    def _method(self, name: str, params: dict[str, Any]) -> Method:
        readers = {param: self._reader(kinds) for param, (kinds, _) in params.items()}
        if "reply_markup" in readers:
            readers["reply_markup"] = self._object_reader(KEYBOARDS)
        return Method(name, readers)

    def _reader(self, kinds: list[str]) -> Reader:
        simple = _READERS.get(tuple(kinds))
        return simple or self._object_reader(kinds)

    def _object_reader(self, kinds: list[str]) -> Reader:
        names = [kind.removeprefix("Array of ").removeprefix("Array of ") for kind in kinds]
        shape = {key: kind for name in names for key, kind in self.types.get(name, {}).items()}

        def read(name: str, value: Any) -> Any:
            parsed = _json(name, value)
            self._check(parsed, shape, name)
            return parsed

        return read

    def _check(self, value: Any, shape: dict[str, str], path: str) -> None:
        """Refuses fields that the Bot API does not have at that place, and values of another type; drops nulls."""
        if isinstance(value, list):
            for item in value:
                self._check(item, shape, path)
        elif isinstance(value, dict) and shape:
            for key in [key for key, inner in value.items() if inner is None]:
                del value[key]
            for key, inner in value.items():
                value[key] = self._field(key, inner, shape, path)

    def _field(self, key: str, value: Any, shape: dict[str, str], path: str) -> Any:
        kind = shape.get(key)
        if kind is None:
            raise Broken(400, f'Bad Request: unknown field "{path}.{key}"')
        allowed, name = _JSON_TYPES.get(kind) or ((list, "Array") if kind.startswith("Array of ") else (dict, "Object"))
        if not isinstance(value, allowed) or (isinstance(value, bool) and allowed is not bool):
            raise bad(f'Field "{key}" must be of type {name}')
        if isinstance(value, dict | list):
            inner = kind.removeprefix("Array of ").removeprefix("Array of ")
            self._check(value, self.types.get(inner, {}), f"{path}.{key}")
        return str(value) if kind == "String" else value


def _json(name: str, value: Any) -> Any:
    if not isinstance(value, str):
        return value
    try:
        return json.loads(value)
    except ValueError:
        raise bad(f"can't parse {UNPARSED.get(name, name)} JSON object") from None


def _integer(name: str, value: Any) -> int:
    try:
        return int(value)
    except (TypeError, ValueError):
        raise Broken(400, f'Bad Request: parameter "{name}" is no Integer') from None


def _number(name: str, value: Any) -> float:
    try:
        return float(value)
    except (TypeError, ValueError):
        raise Broken(400, f'Bad Request: parameter "{name}" is no Float') from None


def _boolean(name: str, value: Any) -> bool:
    word = str(value).lower()
    if word not in ("true", "false", "1", "0", "yes", "no"):
        raise Broken(400, f'Bad Request: parameter "{name}" is no Boolean')
    return word in ("true", "1", "yes")


def _string(name: str, value: Any) -> str:
    if isinstance(value, dict | list):
        raise Broken(400, f'Bad Request: parameter "{name}" is no String')
    return str(value)


def _chat(name: str, value: Any) -> int | str:
    try:
        return int(value)
    except (TypeError, ValueError):
        return _string(name, value)


def _file(name: str, value: Any) -> Any:
    return value if isinstance(value, Upload) else _string(name, value)


_JSON_TYPES: dict[str, tuple[Any, str]] = {
    "String": ((str, int, float), "String"),
    "InputFile": (str, "String"),
    "Integer": ((int, str), "Number"),
    "Float": ((int, float), "Number"),
    "Boolean": (bool, "Boolean"),
}
_READERS: dict[tuple[str, ...], Reader] = {
    ("Integer",): _integer,
    ("Float",): _number,
    ("Boolean",): _boolean,
    ("String",): _string,
    ("Integer", "String"): _chat,
    ("InputFile",): _file,
    ("InputFile", "String"): _file,
}
