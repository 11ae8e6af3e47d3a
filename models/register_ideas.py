"""The register's part for ideas: the ideas themselves, supports, help offered, what satgas do, bans."""

from models.personal import Personal, plain

_deed = Personal("accountability", "accountability", export="count", erase="clear")
_idea = Personal("idea", "idea", erase="clear")
_counted = Personal("idea", "idea", export="count", erase="clear")
_support = Personal("support", "idea", export="count", erase="clear")
_when = Personal("support", "idea", export="count", erase="keep")
_help = Personal("helping", "helping")
_helper = Personal("helping", "helping", export="count")
_news = Personal("news", "until_sent", export="count")
_ban = Personal("ban", "accountability")
_banned = Personal("ban", "accountability", export="count")

IDEAS: dict[str, dict[str, Personal | None]] = {
    "idea_years": plain("year", "ideas"),
    "ideas": plain(
        "id", "year", "number", "sector", "kecamatan", "visibility", "held_for", "status", "target_id", "milestone_id",
        "milestone", "desk", "supports", "revision", "sent_at", "edited_at", "changed_at", "review_by", "reviewed_at",
        "answer_by", "answered_at",
    )
    | {"author_id": _counted, "named": _counted, "title": _idea, "text": _idea, "files": _counted},
    "supports": plain("id", "home_id", "idea_id", "counts") | {"person_id": _support, "at": _when},
    "idea_answers": plain(
        "id", "idea_id", "status", "text", "milestone_id", "milestone", "target_id", "desk", "before", "revision",
        "decided_at", "published_at", "undone_at",
    )
    | {"decided_by": _deed},
    "idea_notes": plain("id", "idea_id", "at") | {"author_id": _deed, "text": _deed},
    "idea_helps": plain("id", "idea_id", "state", "decided_at")
    | {"person_id": _helper, "skill": _help, "text": _help, "at": _helper},
    "idea_news": plain("id", "idea_id", "what", "answer_id", "told", "at") | {"person_id": _news},
    "idea_events": plain("id", "idea_id", "at", "deed", "why") | {"actor_id": _deed},
    "idea_cards": plain("inline_message_id", "idea_id", "language", "shown", "dirty", "edited_at", "pressed_at"),
    "bans": plain("id", "ended_at", "ended_for")
    | {"person_id": _banned, "reason": _ban, "made_at": _ban, "made_by": _deed, "ended_by": _deed},
}  # fmt: skip

IDEAS_PERSON_OF: dict[str, str] = {
    "ideas": "author_id",
    "supports": "person_id",
    "idea_notes": "author_id",
    "idea_helps": "person_id",
    "idea_news": "person_id",
    "idea_events": "actor_id",
    "bans": "person_id",
}
