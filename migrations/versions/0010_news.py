"""what news people want"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

WIDE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "news",
        sa.Column("person_id", WIDE, autoincrement=False, nullable=False),
        sa.Column("asked_at", sa.DateTime(), nullable=True),
        sa.Column("home", sa.String(length=32), nullable=True),
        sa.Column("kind", sa.String(length=32), nullable=True),
        sa.Column("every", sa.String(length=6), server_default="update", nullable=False),
        sa.Column("snoozed_until", sa.DateTime(), nullable=True),
        sa.Column("monthly_cap", sa.SmallInteger(), nullable=True),
        sa.Column("month", sa.Integer(), nullable=True),
        sa.Column("got", sa.SmallInteger(), server_default="0", nullable=False),
        sa.Column("told_until", sa.DateTime(), nullable=True),
        sa.CheckConstraint("every IN ('update', 'week')", name=op.f("ck_news_every")),
        sa.CheckConstraint("monthly_cap > 0", name=op.f("ck_news_monthly_cap")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_news_person_id")),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_news")),
    )
    op.create_index(op.f("ix_news_home"), "news", ["home"])
    op.create_table(
        "news_follows",
        sa.Column("person_id", WIDE, autoincrement=False, nullable=False),
        sa.Column("kecamatan", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_news_follows_person_id")),
        sa.PrimaryKeyConstraint("person_id", "kecamatan", name=op.f("pk_news_follows")),
    )
    op.create_index(op.f("ix_news_follows_kecamatan"), "news_follows", ["kecamatan"])
    op.create_table(
        "news_mutes",
        sa.Column("person_id", WIDE, autoincrement=False, nullable=False),
        sa.Column("topic", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_news_mutes_person_id")),
        sa.PrimaryKeyConstraint("person_id", "topic", name=op.f("pk_news_mutes")),
    )
    with op.batch_alter_table("chats") as chats:
        chats.add_column(sa.Column("kind", sa.String(length=8), server_default="group", nullable=False))
        chats.add_column(sa.Column("title", sa.String(length=256), server_default="", nullable=False))
        chats.add_column(sa.Column("state", sa.String(length=8), server_default="new", nullable=False))
        chats.add_column(sa.Column("asked_at", sa.DateTime(), nullable=True))
        chats.add_column(sa.Column("decided_by", WIDE, nullable=True))
        chats.add_column(sa.Column("decided_at", sa.DateTime(), nullable=True))
        chats.create_check_constraint(op.f("ck_chats_kind"), "kind IN ('group', 'channel')")
        chats.create_check_constraint(op.f("ck_chats_state"), "state IN ('new', 'asked', 'accepted', 'refused')")
        chats.create_foreign_key(op.f("fk_chats_decided_by"), "people", ["decided_by"], ["id"], ondelete="SET NULL")
