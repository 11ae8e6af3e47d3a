"""questions passed on"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

WIDE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
OPEN = sa.text("closed_at IS NULL")


def upgrade() -> None:
    op.create_table(
        "questions",
        sa.Column("id", WIDE, nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("opened_at", sa.DateTime(), nullable=False),
        sa.Column("held_by", WIDE, nullable=True),
        sa.Column("closed_at", sa.DateTime(), nullable=True),
        sa.Column("closed_by", WIDE, nullable=True),
        sa.Column("outcome", sa.String(length=8), nullable=True),
        sa.Column("answer", sa.Text(), server_default="", nullable=False),
        sa.Column("source", sa.JSON(), nullable=True),
        sa.Column("article_id", WIDE, nullable=True),
        sa.Column("told", sa.Integer(), server_default="0", nullable=False),
        sa.Column("missed", sa.Integer(), server_default="0", nullable=False),
        sa.CheckConstraint("outcome IN ('answered', 'declined')", name=op.f("ck_questions_outcome")),
        sa.CheckConstraint("(closed_at IS NULL) = (outcome IS NULL)", name=op.f("ck_questions_closed")),
        sa.ForeignKeyConstraint(["article_id"], ["articles.id"], name=op.f("fk_questions_article_id")),
        sa.ForeignKeyConstraint(["closed_by"], ["people.id"], name=op.f("fk_questions_closed_by")),
        sa.ForeignKeyConstraint(["held_by"], ["people.id"], name=op.f("fk_questions_held_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_questions")),
    )
    op.create_index(op.f("ix_questions_closed_at"), "questions", ["closed_at"])
    op.create_index("uq_questions_open", "questions", ["key"], unique=True, sqlite_where=OPEN, postgresql_where=OPEN)
    op.create_table(
        "asked",
        sa.Column("id", WIDE, nullable=False),
        sa.Column("person_id", WIDE, nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("passage", sa.String(length=80), nullable=True),
        sa.Column("helpful", sa.Boolean(), nullable=True),
        sa.Column("asked_at", sa.DateTime(), nullable=False),
        sa.Column("question_id", WIDE, nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_asked_person_id")),
        sa.ForeignKeyConstraint(["question_id"], ["questions.id"], name=op.f("fk_asked_question_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_asked")),
    )
    op.create_index(op.f("ix_asked_asked_at"), "asked", ["asked_at"])
    op.create_index(op.f("ix_asked_person_id"), "asked", ["person_id"])
    op.create_index(op.f("ix_asked_question_id"), "asked", ["question_id"])
