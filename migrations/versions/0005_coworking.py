"""spaces, slots, seats, waitlists, consents"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

WIDE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
SEAT_STATES = "state IN ('pending', 'confirmed', 'checked_in', 'no_show', 'cancelled', 'rejected')"
PLACE_STATES = "state IN ('waiting', 'offered', 'taken', 'passed', 'expired', 'left', 'closed')"
OFFER = "(state = 'waiting') = (offer_until IS NULL) OR state IN ('left', 'closed')"


def partial(name: str, table: str, columns: list[str], only: str, unique: bool = False) -> None:
    where = sa.text(only)
    op.create_index(name, table, columns, unique=unique, sqlite_where=where, postgresql_where=where)


def keys(table: str, *, forget: bool = False, **columns: str) -> list[sa.ForeignKeyConstraint]:
    gone = "SET NULL" if forget else None
    named = ((column, other, op.f(f"fk_{table}_{column}")) for column, other in columns.items())
    return [sa.ForeignKeyConstraint([one], [f"{other}.id"], name=name, ondelete=gone) for one, other, name in named]


def flags(*names: str, default: str = "false") -> list["sa.Column[bool]"]:
    return [sa.Column(name, sa.Boolean(), server_default=sa.text(default), nullable=False) for name in names]


def upgrade() -> None:
    _places()
    _slots()
    _seats()
    _around()


def _places() -> None:
    op.create_table(
        "spaces",
        sa.Column("id", WIDE, nullable=False),
        sa.Column("key", sa.String(length=80)),
        sa.Column("kecamatan", sa.String(length=32), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("address", sa.Text(), server_default="", nullable=False),
        sa.Column("latitude", sa.Double()),
        sa.Column("longitude", sa.Double()),
        sa.Column("picture", sa.Text()),
        sa.Column("facilities", sa.JSON(), nullable=False),
        sa.Column("sub_sectors", sa.JSON(), nullable=False),
        sa.Column("opening", sa.Text(), server_default="", nullable=False),
        sa.Column("doubt", sa.Text(), server_default="", nullable=False),
        sa.Column("source", sa.JSON()),
        *flags("no_show_release", default="true"),
        *flags("example"),
        sa.Column("door_code", sa.String(length=16), nullable=False),
        sa.Column("pack_print", sa.String(length=64), server_default="", nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("changed_at", sa.DateTime(), nullable=False),
        sa.Column("changed_by", WIDE),
        sa.Column("closed_at", sa.DateTime()),
        sa.CheckConstraint("(latitude IS NULL) = (longitude IS NULL)", name=op.f("ck_spaces_place")),
        *keys("spaces", forget=True, changed_by="people"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_spaces")),
        sa.UniqueConstraint("door_code", name=op.f("uq_spaces_door_code")),
        sa.UniqueConstraint("key", name=op.f("uq_spaces_key")),
    )
    op.create_index(op.f("ix_spaces_changed_at"), "spaces", ["changed_at"])
    op.create_index(op.f("ix_spaces_kecamatan"), "spaces", ["kecamatan"])
    op.create_table(
        "patterns",
        sa.Column("id", WIDE, nullable=False),
        sa.Column("space_id", WIDE, nullable=False),
        sa.Column("weekday", sa.SmallInteger(), nullable=False),
        sa.Column("starts", sa.Time(), nullable=False),
        sa.Column("ends", sa.Time(), nullable=False),
        sa.Column("title", sa.String(length=80), server_default="", nullable=False),
        sa.Column("capacity", sa.Integer(), nullable=False),
        *flags("approval", "asks_purpose", "asks_contact"),
        sa.Column("origin", sa.String(length=8), nullable=False),
        sa.Column("made_by", WIDE),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("ended_by", WIDE),
        sa.Column("ended_at", sa.DateTime()),
        sa.CheckConstraint("origin IN ('pack', 'ketua')", name=op.f("ck_patterns_origin")),
        sa.CheckConstraint("capacity > 0", name=op.f("ck_patterns_capacity")),
        sa.CheckConstraint("ends > starts", name=op.f("ck_patterns_times")),
        sa.CheckConstraint("weekday BETWEEN 0 AND 6", name=op.f("ck_patterns_weekday")),
        *keys("patterns", space_id="spaces"),
        *keys("patterns", forget=True, ended_by="people", made_by="people"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_patterns")),
    )
    op.create_index(op.f("ix_patterns_space_id"), "patterns", ["space_id"])
    partial(
        "uq_patterns_pack",
        "patterns",
        ["space_id", "weekday", "starts", "ends", "title"],
        "origin = 'pack'",
        unique=True,
    )
    op.create_table(
        "closures",
        sa.Column("id", WIDE, nullable=False),
        sa.Column("space_id", WIDE, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("reason", sa.Text(), server_default="", nullable=False),
        sa.Column("made_by", WIDE),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        *keys("closures", space_id="spaces"),
        *keys("closures", forget=True, made_by="people"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_closures")),
        sa.UniqueConstraint("space_id", "day", name=op.f("uq_closures_space_id_day")),
    )
    op.create_table(
        "wishes",
        sa.Column("person_id", WIDE, autoincrement=False, nullable=False),
        sa.Column("kecamatan", sa.String(length=32), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        *keys("wishes", person_id="people"),
        sa.PrimaryKeyConstraint("person_id", "kecamatan", name=op.f("pk_wishes")),
    )


def _slots() -> None:
    op.create_table(
        "slots",
        sa.Column("id", WIDE, nullable=False),
        sa.Column("space_id", WIDE, nullable=False),
        sa.Column("title", sa.String(length=80), server_default="", nullable=False),
        sa.Column("starts_at", sa.DateTime(), nullable=False),
        sa.Column("ends_at", sa.DateTime(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        *flags("long"),
        sa.Column("capacity", sa.Integer(), nullable=False),
        sa.Column("taken", sa.Integer(), server_default="0", nullable=False),
        sa.Column("turns", sa.Integer(), server_default="0", nullable=False),
        *flags("approval", "asks_purpose", "asks_contact", "waitlist_paused"),
        sa.Column("pattern_id", WIDE),
        sa.Column("pattern_day", sa.Date()),
        sa.Column("made_by", WIDE),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("closed_at", sa.DateTime()),
        sa.Column("closed_reason", sa.Text(), server_default="", nullable=False),
        sa.Column("line_closed_at", sa.DateTime()),
        sa.CheckConstraint("capacity > 0", name=op.f("ck_slots_capacity")),
        sa.CheckConstraint("ends_at > starts_at", name=op.f("ck_slots_times")),
        sa.CheckConstraint("taken >= 0", name=op.f("ck_slots_taken")),
        *keys("slots", pattern_id="patterns", space_id="spaces"),
        *keys("slots", forget=True, made_by="people"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_slots")),
        sa.UniqueConstraint("pattern_id", "pattern_day", name=op.f("uq_slots_pattern_id_pattern_day")),
    )
    op.create_index("ix_slots_ends_at", "slots", ["ends_at"])
    op.create_index("ix_slots_space_starts", "slots", ["space_id", "starts_at"])
    op.create_index("ix_slots_starts_at", "slots", ["starts_at"])


def _seats() -> None:
    op.create_table(
        "seats",
        sa.Column("id", WIDE, nullable=False),
        sa.Column("slot_id", WIDE, nullable=False),
        sa.Column("person_id", WIDE),
        sa.Column("guest", sa.String(length=120), server_default="", nullable=False),
        sa.Column("party", sa.SmallInteger(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("code", sa.String(length=8), nullable=False),
        sa.Column("purpose", sa.Text(), server_default="", nullable=False),
        sa.Column("contact_name", sa.String(length=120), server_default="", nullable=False),
        sa.Column("contact_phone", sa.String(length=32), server_default="", nullable=False),
        sa.Column("asked_by", WIDE),
        sa.Column("claimed_at", sa.DateTime()),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("since", sa.DateTime(), nullable=False),
        sa.Column("reminded_evening_at", sa.DateTime()),
        sa.Column("reminded_hour_at", sa.DateTime()),
        sa.CheckConstraint(SEAT_STATES, name=op.f("ck_seats_state")),
        sa.CheckConstraint("party > 0", name=op.f("ck_seats_party")),
        *keys("seats", person_id="people", slot_id="slots"),
        *keys("seats", forget=True, asked_by="people"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_seats")),
        sa.UniqueConstraint("code", name=op.f("uq_seats_code")),
    )
    op.create_index(op.f("ix_seats_made_at"), "seats", ["made_at"])
    op.create_index("ix_seats_person_id", "seats", ["person_id"])
    op.create_index("ix_seats_slot_state", "seats", ["slot_id", "state"])
    partial(
        "uq_seats_live",
        "seats",
        ["slot_id", "person_id"],
        "state IN ('pending', 'confirmed', 'checked_in')",
        unique=True,
    )
    op.create_table(
        "waitlist",
        sa.Column("id", WIDE, nullable=False),
        sa.Column("slot_id", WIDE, nullable=False),
        sa.Column("person_id", WIDE),
        sa.Column("seat_id", WIDE),
        sa.Column("party", sa.SmallInteger(), nullable=False),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("purpose", sa.Text(), server_default="", nullable=False),
        sa.Column("contact_name", sa.String(length=120), server_default="", nullable=False),
        sa.Column("contact_phone", sa.String(length=32), server_default="", nullable=False),
        sa.Column("joined_at", sa.DateTime(), nullable=False),
        sa.Column("offer_from", sa.DateTime()),
        sa.Column("offer_until", sa.DateTime()),
        sa.Column("ended_at", sa.DateTime()),
        sa.CheckConstraint(OFFER, name=op.f("ck_waitlist_offer")),
        sa.CheckConstraint(PLACE_STATES, name=op.f("ck_waitlist_state")),
        sa.CheckConstraint("party > 0", name=op.f("ck_waitlist_party")),
        *keys("waitlist", person_id="people", seat_id="seats", slot_id="slots"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_waitlist")),
    )
    partial("ix_waitlist_offer_until", "waitlist", ["offer_until"], "state = 'offered'")
    op.create_index("ix_waitlist_person_id", "waitlist", ["person_id"])
    op.create_index(op.f("ix_waitlist_seat_id"), "waitlist", ["seat_id"])
    op.create_index("ix_waitlist_slot_state", "waitlist", ["slot_id", "state"])
    partial("ix_waitlist_turn", "waitlist", ["slot_id", "party", "turn"], "state = 'waiting'")
    partial("uq_waitlist_live", "waitlist", ["slot_id", "person_id"], "state IN ('waiting', 'offered')", unique=True)
    op.create_table(
        "seat_events",
        sa.Column("id", WIDE, nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("slot_id", WIDE, nullable=False),
        sa.Column("seat_id", WIDE),
        sa.Column("place_id", WIDE),
        sa.Column("actor_id", WIDE),
        sa.Column("deed", sa.String(length=16), nullable=False),
        sa.Column("party", sa.SmallInteger(), nullable=False),
        sa.Column("why", sa.Text(), server_default="", nullable=False),
        *keys("seat_events", actor_id="people", place_id="waitlist", seat_id="seats", slot_id="slots"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_seat_events")),
    )
    op.create_index(op.f("ix_seat_events_place_id"), "seat_events", ["place_id"])
    op.create_index(op.f("ix_seat_events_seat_id"), "seat_events", ["seat_id"])
    op.create_index(op.f("ix_seat_events_slot_id"), "seat_events", ["slot_id"])
    op.create_table(
        "check_ins",
        sa.Column("seat_id", WIDE, autoincrement=False, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("actor_id", WIDE),
        *keys("check_ins", actor_id="people", seat_id="seats"),
        sa.PrimaryKeyConstraint("seat_id", "day", name=op.f("pk_check_ins")),
    )


def _around() -> None:
    op.create_table(
        "watches",
        sa.Column("person_id", WIDE, autoincrement=False, nullable=False),
        sa.Column("slot_id", WIDE, autoincrement=False, nullable=False),
        sa.Column("message_id", sa.BigInteger(), nullable=False),
        sa.Column("shown", sa.String(length=80), nullable=False),
        *keys("watches", person_id="people", slot_id="slots"),
        sa.PrimaryKeyConstraint("person_id", "slot_id", name=op.f("pk_watches")),
    )
    op.create_index(op.f("ix_watches_slot_id"), "watches", ["slot_id"])
    op.create_table(
        "digests",
        sa.Column("person_id", WIDE, autoincrement=False, nullable=False),
        sa.Column("every", sa.String(length=4), nullable=False),
        sa.Column("told_until", sa.DateTime(), nullable=False),
        sa.CheckConstraint("every IN ('off', 'hour', 'day', 'week')", name=op.f("ck_digests_every")),
        *keys("digests", person_id="people"),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_digests")),
    )
    op.create_table(
        "consents",
        sa.Column("id", WIDE, nullable=False),
        sa.Column("person_id", WIDE),
        sa.Column("seat_id", WIDE),
        sa.Column("purpose", sa.String(length=16), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("channel", sa.String(length=16), nullable=False),
        sa.Column("asked_by", WIDE),
        sa.Column("asker", sa.String(length=256), server_default="", nullable=False),
        sa.Column("given_at", sa.DateTime(), nullable=False),
        sa.Column("ended_at", sa.DateTime()),
        sa.Column("how", sa.String(length=9)),
        sa.CheckConstraint("how IN ('withdrawn', 'renewed')", name=op.f("ck_consents_how")),
        sa.CheckConstraint("(ended_at IS NULL) = (how IS NULL)", name=op.f("ck_consents_ended")),
        *keys("consents", person_id="people", seat_id="seats"),
        *keys("consents", forget=True, asked_by="people"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consents")),
    )
    op.create_index(op.f("ix_consents_seat_id"), "consents", ["seat_id"])
    partial("uq_consents_live", "consents", ["person_id", "purpose"], "ended_at IS NULL", unique=True)
