"""How people ask for live facts, read once from phrasings.toml; the same in every city."""

import tomllib
from functools import cache
from pathlib import Path


@cache
def _told() -> dict[str, tuple[str, ...]]:
    whole = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
    return {name: tuple(forms) for name, forms in whole["facts"].items()}


def phrasings(source: str, **values: object) -> tuple[str, ...]:
    """The wordings of this source, with the values put in; KeyError when one of theirs is not given."""
    return tuple(form.format(**values) for form in _told()[source])
