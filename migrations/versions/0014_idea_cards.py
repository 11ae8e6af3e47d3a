"""cards of ideas in other chats"""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

WIDE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "idea_cards",
        sa.Column("inline_message_id", sa.String(length=128), nullable=False),
        sa.Column("idea_id", WIDE, nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("shown", sa.String(length=80), server_default="", nullable=False),
        sa.Column("dirty", sa.Boolean(), server_default=sa.text("true"), nullable=False),
        sa.Column("edited_at", sa.DateTime(), nullable=True),
        sa.Column("pressed_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["idea_id"], ["ideas.id"], name=op.f("fk_idea_cards_idea_id_ideas")),
        sa.PrimaryKeyConstraint("inline_message_id", name=op.f("pk_idea_cards")),
    )
    where = sa.text("dirty")
    op.create_index("ix_idea_cards_dirty", "idea_cards", ["edited_at"], sqlite_where=where, postgresql_where=where)
    op.create_index(op.f("ix_idea_cards_idea_id"), "idea_cards", ["idea_id"])
    op.create_index(op.f("ix_idea_cards_pressed_at"), "idea_cards", ["pressed_at"])
