"""A file as it is handed on: a name, a media type, bytes."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

Values = Mapping[str, Any]
"""What a maker is given: what JSON can hold, and nothing else."""


@dataclass(frozen=True, slots=True)
class File:
    """`name` is what it is called when nobody says otherwise; `media` its MIME type."""

    name: str
    media: str
    content: bytes
