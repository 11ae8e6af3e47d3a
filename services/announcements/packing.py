"""Audiences and contents as JSON and back, and the print by which the same to the same is known."""

import json
from dataclasses import asdict
from hashlib import sha256
from typing import Any

from services.announcements.values import Audience, Content, File, Link, Poll, Term, Who


def pack_audience(audience: Audience) -> dict[str, Any]:
    return {
        "any": [[_pack_term(term) for term in every] for every in audience.any],
        "but": [_pack_term(term) for term in audience.but],
        "chats": list(audience.chats),
    }


def audience_of(packed: dict[str, Any]) -> Audience:
    return Audience(
        tuple(tuple(map(_term_of, every)) for every in packed.get("any", ())),
        tuple(map(_term_of, packed.get("but", ()))),
        tuple(packed.get("chats", ())),
    )


def pack_content(content: Content) -> dict[str, Any]:
    return {name: value for name, value in asdict(content).items() if value}


def content_of(packed: dict[str, Any]) -> Content:
    poll = packed.get("poll")
    return Content(
        packed.get("text", {}),
        tuple(File(**one) for one in packed.get("files", ())),
        tuple(Link(**one) for one in packed.get("links", ())),
        Poll(poll["question"], tuple(poll["options"]), poll["several"]) if poll else None,
    )


def print_of(content: dict[str, Any], audience: dict[str, Any]) -> str:
    """Two announcements with the same words, files and audience have the same print."""
    return sha256(json.dumps([content, audience], sort_keys=True).encode()).hexdigest()


def _pack_term(term: Term) -> dict[str, Any]:
    return {"who": str(term.who), "of": list(term.of)}


def _term_of(packed: dict[str, Any]) -> Term:
    return Term(Who(packed["who"]), tuple(packed["of"]))
