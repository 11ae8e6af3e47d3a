"""files that Telegram has"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "sent_files",
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("file_id", sa.Text(), nullable=False),
        sa.Column("bot_id", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.CheckConstraint("kind IN ('photo', 'document')", name=op.f("ck_sent_files_kind")),
        sa.PrimaryKeyConstraint("hash", name=op.f("pk_sent_files")),
    )
    op.create_index("ix_sent_files_at", "sent_files", ["at"])
