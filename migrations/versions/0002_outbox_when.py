"""when a row may go out, and until when"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

WIDE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.add_column("outbox", sa.Column("not_after", sa.DateTime(), nullable=True))
    op.create_table(
        "later",
        sa.Column("id", WIDE, nullable=False),
        sa.Column("due_at", sa.DateTime(), nullable=False),
        sa.Column("not_after", sa.DateTime(), nullable=True),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("method", sa.String(length=32), nullable=False),
        sa.Column("payload", sa.Text(), nullable=False),
        sa.Column("chat_id", sa.BigInteger(), nullable=True),
        sa.Column("person_id", WIDE, nullable=True),
        sa.Column("items", sa.SmallInteger(), server_default="1", nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_later_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_later")),
    )
    op.create_index(op.f("ix_later_due_at"), "later", ["due_at"])
    op.create_index(op.f("ix_later_person_id"), "later", ["person_id"])
