"""milestones and their updates"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

WIDE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    _milestones()
    _updates()


def _milestones() -> None:
    op.create_table(
        "milestones",
        sa.Column("id", WIDE, nullable=False),
        sa.Column("key", sa.String(length=80)),
        sa.Column("point", sa.String(length=40), nullable=False),
        sa.Column("title", sa.JSON(), nullable=False),
        sa.Column("about", sa.JSON(), nullable=False),
        sa.Column("target", sa.String(length=12), server_default="", nullable=False),
        sa.Column("reached", sa.String(length=12), server_default="", nullable=False),
        sa.Column("status", sa.String(length=8), nullable=False),
        sa.Column("progress", sa.SmallInteger(), server_default="0", nullable=False),
        sa.Column("weight", sa.SmallInteger(), server_default="1", nullable=False),
        sa.Column("owner", sa.String(length=120), server_default="", nullable=False),
        sa.Column("source", sa.JSON()),
        sa.Column("kecamatan", sa.String(length=32)),
        sa.Column("publish_at", sa.DateTime()),
        sa.Column("public_at", sa.DateTime()),
        sa.Column("revision", sa.Integer(), server_default="0", nullable=False),
        sa.Column("place", sa.Integer(), server_default="0", nullable=False),
        sa.Column("origin", sa.String(length=8), server_default="pack", nullable=False),
        sa.Column("pack_print", sa.String(length=64), server_default="", nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("changed_at", sa.DateTime(), nullable=False),
        sa.Column("changed_by", WIDE),
        sa.CheckConstraint(
            "status IN ('planned', 'on_track', 'at_risk', 'delayed', 'done', 'dropped')",
            name=op.f("ck_milestones_status"),
        ),
        sa.CheckConstraint("progress BETWEEN 0 AND 100", name=op.f("ck_milestones_progress")),
        sa.CheckConstraint("status <> 'done' OR progress = 100", name=op.f("ck_milestones_done")),
        sa.CheckConstraint("status <> 'planned' OR progress = 0", name=op.f("ck_milestones_planned")),
        sa.CheckConstraint("weight BETWEEN 1 AND 100", name=op.f("ck_milestones_weight")),
        sa.CheckConstraint("origin IN ('pack', 'satgas')", name=op.f("ck_milestones_origin")),
        sa.ForeignKeyConstraint(
            ["changed_by"], ["people.id"], name=op.f("fk_milestones_changed_by"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_milestones")),
    )
    op.create_index("uq_milestones_key", "milestones", ["key"], unique=True)
    op.create_index("ix_milestones_point", "milestones", ["point", "id"])
    op.create_index(op.f("ix_milestones_changed_at"), "milestones", ["changed_at"])


def _updates() -> None:
    op.create_table(
        "milestone_updates",
        sa.Column("id", WIDE, nullable=False),
        sa.Column("milestone_id", WIDE, nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("by_id", WIDE),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("text", sa.Text(), server_default="", nullable=False),
        sa.Column("photos", sa.JSON(), nullable=False),
        sa.Column("dated", sa.String(length=12), server_default="", nullable=False),
        sa.Column("source", sa.JSON()),
        sa.Column("before", sa.JSON(), nullable=False),
        sa.Column("after", sa.JSON(), nullable=False),
        sa.Column("corrects_id", WIDE),
        sa.CheckConstraint("kind IN ('told', 'moved', 'public', 'correction')", name=op.f("ck_milestone_updates_kind")),
        sa.CheckConstraint(
            "(kind = 'correction') = (corrects_id IS NOT NULL)", name=op.f("ck_milestone_updates_corrects")
        ),
        sa.ForeignKeyConstraint(
            ["milestone_id"], ["milestones.id"], name=op.f("fk_milestone_updates_milestone_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["by_id"], ["people.id"], name=op.f("fk_milestone_updates_by_id"), ondelete="SET NULL"),
        sa.ForeignKeyConstraint(
            ["corrects_id"],
            ["milestone_updates.id"],
            name=op.f("fk_milestone_updates_corrects_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_milestone_updates")),
    )
    op.create_index("ix_milestone_updates_at", "milestone_updates", ["at"])
    op.create_index(op.f("ix_milestone_updates_corrects_id"), "milestone_updates", ["corrects_id"])
    op.create_index("ix_milestone_updates_milestone_id", "milestone_updates", ["milestone_id", "id"])
