"""Makes spec.json from the public machine-readable Bot API.

Usage: python sandbox/make_spec.py api.json > sandbox/spec.json
Source: github.com/PaulSonOfLars/telegram-bot-api-spec, MIT License, Copyright (c) 2020 Paul Larsen.
"""

import json
import sys
from pathlib import Path
from typing import Any

NOTICE = "Made from github.com/PaulSonOfLars/telegram-bot-api-spec; MIT License, Copyright (c) 2020 Paul Larsen"


def compact(api: dict[str, Any]) -> dict[str, Any]:
    """Methods with their parameters, and the object types a parameter can hold."""
    methods = {name: _parameters(method) for name, method in sorted(api["methods"].items())}
    wanted = {kind for params in methods.values() for kinds, _ in params.values() for kind in kinds}
    updates = [f["name"] for f in api["types"]["Update"]["fields"] if f["name"] != "update_id"]
    return {
        "notice": NOTICE,
        "version": api["version"],
        "methods": methods,
        "types": _reachable(wanted, api["types"]),
        "updates": updates,
    }


def _parameters(method: dict[str, Any]) -> dict[str, tuple[list[str], int]]:
    return {f["name"]: (f["types"], int(f["required"])) for f in method.get("fields", [])}


def _reachable(wanted: set[str], types: dict[str, Any]) -> dict[str, dict[str, str]]:
    """Field name → type name, for every type reached; a union of subtypes holds the fields of all."""
    found: dict[str, dict[str, str]] = {}
    queue = sorted(wanted)
    while queue:
        name = queue.pop().removeprefix("Array of ").removeprefix("Array of ")
        if name in found or name not in types or name == "InputFile":
            continue
        found[name] = {f["name"]: f["types"][0] for part in _parts(name, types) for f in types[part].get("fields", [])}
        queue += found[name].values()
    return dict(sorted(found.items()))


def _parts(name: str, types: dict[str, Any]) -> list[str]:
    subtypes = types[name].get("subtypes", [])
    return [part for sub in subtypes for part in _parts(sub, types)] or [name]


if __name__ == "__main__":
    source = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    json.dump(compact(source), sys.stdout, separators=(",", ":"), ensure_ascii=False)
    sys.stdout.write("\n")
