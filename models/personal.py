"""What the register of personal columns is made of."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Personal:
    """`purpose`, `kept`: keys of texts; `export`: value | count; `erase`: delete | clear | keep; `of`: whose it is."""

    purpose: str
    kept: str
    export: str = "value"
    erase: str = "delete"
    of: str = ""
    """The column that says whose it is, where that is another one than PERSON_OF names."""


PLAIN = None
"""A column that says nothing about a person."""


def plain(*columns: str) -> dict[str, Personal | None]:
    """These columns say nothing about a person."""
    return dict.fromkeys(columns, PLAIN)
