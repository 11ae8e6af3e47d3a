"""The register's part for incidents: what was written about a breach, and who was told of it."""

from models.personal import Personal, plain

_told = Personal("incident", "incident", export="count")
_deed = Personal("accountability", "accountability", export="count", erase="clear")

INCIDENTS: dict[str, dict[str, Personal | None]] = {
    "incidents": plain(
        "id", "drill", "happened", "data", "done", "whom", "known_at", "told_at", "reported_at", "reminded",
        "closed_at", "note",
    )
    | {"opened_by": _deed, "closed_by": _deed},
    "incident_notices": plain("incident_id", "state", "handed_at") | {"person_id": _told},
}  # fmt: skip

INCIDENTS_PERSON_OF: dict[str, str] = {"incident_notices": "person_id"}
"""Which column of a table says whose row it is."""
