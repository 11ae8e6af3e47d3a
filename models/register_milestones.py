"""The register's part for milestones: only who changed or told something is about a person."""

from models.personal import Personal, plain

_deed = Personal("accountability", "accountability", export="count", erase="clear")

MILESTONES: dict[str, dict[str, Personal | None]] = {
    "milestones": plain(
        "id", "key", "point", "title", "about", "target", "reached", "status", "progress", "weight", "owner", "source",
        "kecamatan", "publish_at", "public_at", "revision", "place", "origin", "pack_print", "created_at", "changed_at",
    )
    | {"changed_by": _deed},
    "milestone_updates": plain(
        "id", "milestone_id", "at", "kind", "text", "photos", "dated", "source", "before", "after", "corrects_id",
    )
    | {"by_id": _deed},
}  # fmt: skip
