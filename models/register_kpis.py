"""The register's part for KPIs: only who set, read or owns one is about a person."""

from models.personal import Personal, plain

_deed = Personal("accountability", "accountability", export="count", erase="clear")

KPIS: dict[str, dict[str, Personal | None]] = {
    "kpis": plain(
        "id", "name", "about", "unit", "direction", "every", "baseline", "baseline_on", "target", "due", "point",
        "source", "retired_at", "revision", "nudged_at", "created_at", "changed_at",
    )
    | {"owner_id": _deed, "changed_by": _deed},
    "kpi_imports": plain("id", "at", "readings", "undone_at") | {"by_id": _deed},
    "kpi_readings": plain(
        "id", "kpi_id", "as_of", "value", "note", "at", "corrects_id", "import_id", "ended", "ended_at",
    )
    | {"by_id": _deed},
}  # fmt: skip
