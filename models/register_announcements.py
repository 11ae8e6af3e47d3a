"""The register's part for announcements: who wrote and approved them, who they went to, who voted."""

from models.personal import Personal, plain

_deed = Personal("accountability", "accountability", export="count", erase="clear")
_got = Personal("announced", "announced", export="count", erase="keep")
_copy = Personal("announced", "announced", export="count", erase="clear")
_vote = Personal("vote", "vote", export="count", erase="keep")
_watch = Personal("keeping", "while_role", export="count")

ANNOUNCEMENTS: dict[str, dict[str, Personal | None]] = {
    "announcements": plain(
        "id", "scope", "kind", "content", "topics", "audience", "print", "milestone_id", "seen", "urgent", "digest",
        "state", "why", "send_at", "not_after", "repeat", "parent_id", "approved_at", "revision", "ready", "people",
        "frozen_to", "frozen_at", "marks_held", "version", "created_at", "changed_at", "started_at", "ended_at",
    )
    | {"author_id": _deed, "approved_by": _deed},
    "deliveries": plain("announcement_id", "version")
    | {"person_id": _got, "state": _got, "message_id": _copy, "more": _copy},
    "delivery_counts": plain("announcement_id", "state", "words", "people"),
    "corrections": plain(
        "id", "announcement_id", "number", "deed", "ready", "before", "state", "copies", "changed", "failed", "made_at",
        "ended_at",
    )
    | {"made_by": _deed},
    "poll_copies": plain("poll_id", "announcement_id", "chat_id", "totals"),
    "poll_votes": plain("announcement_id") | {"person_id": _vote, "options": _vote, "at": _vote},
    "announcement_watches": plain("announcement_id", "shown", "shown_at")
    | {"person_id": _watch, "message_id": _watch},
}  # fmt: skip

ANNOUNCEMENTS_PERSON_OF: dict[str, str] = {
    "deliveries": "person_id",
    "poll_votes": "person_id",
    "announcement_watches": "person_id",
}
