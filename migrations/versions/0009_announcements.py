"""announcements and deliveries"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

WIDE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    _announcements()
    _deliveries()
    _corrections()
    _polls()


def _announcements() -> None:
    op.create_table(
        "announcements",
        sa.Column("id", WIDE, nullable=False),
        sa.Column("author_id", WIDE),
        sa.Column("scope", sa.String(length=160), server_default="", nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("topics", sa.JSON(), nullable=False),
        sa.Column("audience", sa.JSON(), nullable=False),
        sa.Column("print", sa.String(length=64), server_default="", nullable=False),
        sa.Column("milestone_id", WIDE),
        sa.Column("seen", sa.JSON()),
        sa.Column("urgent", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("digest", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("state", sa.String(length=9), server_default="draft", nullable=False),
        sa.Column("why", sa.String(length=24), server_default="", nullable=False),
        sa.Column("send_at", sa.DateTime()),
        sa.Column("not_after", sa.DateTime()),
        sa.Column("repeat", sa.String(length=8), server_default="", nullable=False),
        sa.Column("parent_id", WIDE),
        sa.Column("approved_by", WIDE),
        sa.Column("approved_at", sa.DateTime()),
        sa.Column("revision", sa.Integer(), server_default="0", nullable=False),
        sa.Column("ready", sa.JSON()),
        sa.Column("people", sa.Integer(), server_default="0", nullable=False),
        sa.Column("frozen_to", sa.BigInteger()),
        sa.Column("frozen_at", sa.DateTime()),
        sa.Column("marks_held", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("version", sa.SmallInteger(), server_default="0", nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("changed_at", sa.DateTime(), nullable=False),
        sa.Column("started_at", sa.DateTime()),
        sa.Column("ended_at", sa.DateTime()),
        sa.CheckConstraint(
            "kind IN ('text', 'photo', 'document', 'album', 'poll')", name=op.f("ck_announcements_kind")
        ),
        sa.CheckConstraint(
            "state IN ('draft', 'awaiting', 'scheduled', 'running', 'paused', 'stopped', 'done', 'cancelled',"
            " 'skipped')",
            name=op.f("ck_announcements_state"),
        ),
        sa.CheckConstraint("repeat IN ('', 'weekly', 'monthly')", name=op.f("ck_announcements_repeat")),
        sa.ForeignKeyConstraint(
            ["author_id"], ["people.id"], name=op.f("fk_announcements_author_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["approved_by"], ["people.id"], name=op.f("fk_announcements_approved_by"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["milestone_id"], ["milestones.id"], name=op.f("fk_announcements_milestone_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(["parent_id"], ["announcements.id"], name=op.f("fk_announcements_parent_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_announcements")),
    )
    live = sa.text("state IN ('scheduled', 'running', 'paused')")
    op.create_index(
        "ix_announcements_live", "announcements", ["state", "send_at"], sqlite_where=live, postgresql_where=live
    )
    op.create_index("ix_announcements_print", "announcements", ["print", "started_at"])
    op.create_index("ix_announcements_started_at", "announcements", ["started_at"])
    for column in ("author_id", "milestone_id", "parent_id"):
        op.create_index(op.f(f"ix_announcements_{column}"), "announcements", [column])


def _deliveries() -> None:
    op.create_table(
        "deliveries",
        sa.Column("announcement_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("person_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("state", sa.SmallInteger(), nullable=False),
        sa.Column("version", sa.SmallInteger(), nullable=False),
        sa.Column("message_id", sa.Integer()),
        sa.Column("more", sa.Text()),
        sa.PrimaryKeyConstraint("announcement_id", "person_id", name=op.f("pk_deliveries")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "delivery_counts",
        sa.Column("announcement_id", WIDE, autoincrement=False, nullable=False),
        sa.Column("state", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("words", sa.String(length=250), server_default="", nullable=False),
        sa.Column("people", sa.Integer(), server_default="0", nullable=False),
        sa.ForeignKeyConstraint(
            ["announcement_id"], ["announcements.id"], name=op.f("fk_delivery_counts_announcement_id")
        ),
        sa.PrimaryKeyConstraint("announcement_id", "state", name=op.f("pk_delivery_counts")),
    )
    op.create_table(
        "announcement_watches",
        sa.Column("announcement_id", WIDE, autoincrement=False, nullable=False),
        sa.Column("person_id", WIDE, autoincrement=False, nullable=False),
        sa.Column("message_id", sa.BigInteger(), nullable=False),
        sa.Column("shown", sa.String(length=160), server_default="", nullable=False),
        sa.Column("shown_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["announcement_id"], ["announcements.id"], name=op.f("fk_announcement_watches_announcement_id")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_announcement_watches_person_id")),
        sa.PrimaryKeyConstraint("announcement_id", "person_id", name=op.f("pk_announcement_watches")),
    )
    op.create_index(op.f("ix_announcement_watches_person_id"), "announcement_watches", ["person_id"])


def _corrections() -> None:
    op.create_table(
        "corrections",
        sa.Column("id", WIDE, nullable=False),
        sa.Column("announcement_id", WIDE, nullable=False),
        sa.Column("number", sa.SmallInteger(), nullable=False),
        sa.Column("deed", sa.String(length=6), nullable=False),
        sa.Column("ready", sa.JSON()),
        sa.Column("before", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(length=9), server_default="running", nullable=False),
        sa.Column("copies", sa.Integer(), server_default="0", nullable=False),
        sa.Column("changed", sa.Integer(), server_default="0", nullable=False),
        sa.Column("failed", sa.Integer(), server_default="0", nullable=False),
        sa.Column("made_by", WIDE),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("ended_at", sa.DateTime()),
        sa.CheckConstraint("deed IN ('edit', 'delete')", name=op.f("ck_corrections_deed")),
        sa.CheckConstraint("state IN ('running', 'done', 'cancelled')", name=op.f("ck_corrections_state")),
        sa.ForeignKeyConstraint(["announcement_id"], ["announcements.id"], name=op.f("fk_corrections_announcement_id")),
        sa.ForeignKeyConstraint(["made_by"], ["people.id"], name=op.f("fk_corrections_made_by"), ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_corrections")),
    )
    running = sa.text("state = 'running'")
    op.create_index("ix_corrections_running", "corrections", ["id"], sqlite_where=running, postgresql_where=running)
    op.create_index(op.f("ix_corrections_announcement_id"), "corrections", ["announcement_id"])


def _polls() -> None:
    op.create_table(
        "poll_copies",
        sa.Column("poll_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("announcement_id", WIDE, nullable=False),
        sa.Column("chat_id", sa.BigInteger()),
        sa.Column("totals", sa.JSON()),
        sa.ForeignKeyConstraint(["announcement_id"], ["announcements.id"], name=op.f("fk_poll_copies_announcement_id")),
        sa.PrimaryKeyConstraint("poll_id", name=op.f("pk_poll_copies")),
    )
    op.create_index(op.f("ix_poll_copies_announcement_id"), "poll_copies", ["announcement_id"])
    op.create_table(
        "poll_votes",
        sa.Column("announcement_id", WIDE, autoincrement=False, nullable=False),
        sa.Column("person_id", WIDE, autoincrement=False, nullable=False),
        sa.Column("options", sa.SmallInteger(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["announcement_id"], ["announcements.id"], name=op.f("fk_poll_votes_announcement_id")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_poll_votes_person_id")),
        sa.PrimaryKeyConstraint("announcement_id", "person_id", name=op.f("pk_poll_votes")),
    )
    op.create_index(op.f("ix_poll_votes_person_id"), "poll_votes", ["person_id"])
