"""What the register of personal columns is made of."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Personal:
    """A personal column. `purpose`, `kept`: keys of texts; `export`: value | count; `erase`: delete | clear."""

    purpose: str
    kept: str
    export: str = "value"
    erase: str = "delete"


PLAIN = None
"""A column that says nothing about a person."""


def plain(*columns: str) -> dict[str, Personal | None]:
    """These columns say nothing about a person."""
    return dict.fromkeys(columns, PLAIN)
