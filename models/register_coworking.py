"""The register's part for coworking: seats, places in line, consents, what ketua do."""

from models.personal import Personal, plain

_deed = Personal("accountability", "accountability", export="count", erase="clear")
_held = Personal("seat", "seat", export="count", erase="keep")
_seat = Personal("seat", "seat", erase="clear")
_counted = Personal("seat", "seat", export="count", erase="clear")
_consent = Personal("consent", "consent", export="count", erase="keep")
_consenting = Personal("consent", "consent", export="count", erase="clear")
_asker = Personal("consent", "consent", export="count", erase="clear", of="asked_by")
_wish = Personal("wish", "wish", export="count")
_keeper = Personal("keeping", "while_role", export="count")

COWORKING: dict[str, dict[str, Personal | None]] = {
    "spaces": plain(
        "id", "key", "kecamatan", "name", "address", "latitude", "longitude", "picture", "facilities", "sub_sectors",
        "opening", "doubt", "source", "no_show_release", "example", "door_code", "pack_print", "created_at",
        "changed_at", "closed_at",
    )
    | {"changed_by": _deed},
    "patterns": plain(
        "id", "space_id", "weekday", "starts", "ends", "title", "capacity", "approval", "asks_purpose", "asks_contact",
        "origin", "made_at", "ended_at",
    )
    | {"made_by": _deed, "ended_by": _deed},
    "closures": plain("id", "space_id", "day", "reason", "made_at") | {"made_by": _deed},
    "slots": plain(
        "id", "space_id", "title", "starts_at", "ends_at", "day", "long", "capacity", "taken", "turns", "approval",
        "asks_purpose", "asks_contact", "waitlist_paused", "pattern_id", "pattern_day", "made_at", "closed_at",
        "closed_reason",
        "line_closed_at",
    )
    | {"made_by": _deed},
    "seats": plain("id", "slot_id", "since", "reminded_evening_at", "reminded_hour_at")
    | {
        "person_id": _counted,
        "guest": _counted,
        "party": _held,
        "state": _held,
        "code": _seat,
        "purpose": _seat,
        "contact_name": _seat,
        "contact_phone": _seat,
        "asked_by": _deed,
        "claimed_at": _held,
        "made_at": _held,
    },
    "waitlist": plain("id", "slot_id", "seat_id", "turn", "offer_from", "offer_until")
    | {
        "person_id": _counted,
        "party": _held,
        "state": _held,
        "purpose": _seat,
        "contact_name": _seat,
        "contact_phone": _seat,
        "joined_at": _held,
        "ended_at": _held,
    },
    "seat_events": plain("id", "at", "slot_id", "seat_id", "place_id", "deed", "party")
    | {"actor_id": _deed, "why": _deed},
    "check_ins": plain("seat_id", "day", "at") | {"actor_id": _deed},
    "wishes": {"person_id": _wish, "kecamatan": _wish, "made_at": _wish},
    "watches": plain("slot_id", "message_id", "shown") | {"person_id": _keeper},
    "digests": {"person_id": _keeper, "every": _keeper, "told_until": _keeper},
    "consents": plain("id", "version", "how")
    | {
        "person_id": _consenting,
        "seat_id": _consent,
        "purpose": _consent,
        "language": _consent,
        "channel": _consent,
        "asked_by": _deed,
        "asker": _asker,
        "given_at": _consent,
        "ended_at": _consent,
    },
}  # fmt: skip

COWORKING_PERSON_OF: dict[str, str] = {
    "seats": "person_id",
    "waitlist": "person_id",
    "seat_events": "actor_id",
    "wishes": "person_id",
    "watches": "person_id",
    "digests": "person_id",
    "consents": "person_id",
}
