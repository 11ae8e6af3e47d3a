"""ideas, supports, answers, news; bans"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

WIDE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
STATUSES = (
    "status IN ('received', 'considered', 'planned', 'in_progress', 'done', 'declined', 'merged', 'withdrawn', "
    "'passed_on')"
)


def partial(name: str, table: str, columns: list[str], only: str, unique: bool = False) -> None:
    where = sa.text(only)
    op.create_index(name, table, columns, unique=unique, sqlite_where=where, postgresql_where=where)


def keys(table: str, *, forget: bool = False, **columns: str) -> list[sa.ForeignKeyConstraint]:
    gone = "SET NULL" if forget else None
    named = ((column, other, op.f(f"fk_{table}_{column}")) for column, other in columns.items())
    return [sa.ForeignKeyConstraint([one], [f"{other}.id"], name=name, ondelete=gone) for one, other, name in named]


def upgrade() -> None:
    _ideas()
    _answers()
    _around()
    _bans()


def _ideas() -> None:
    op.create_table(
        "idea_years",
        sa.Column("year", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("ideas", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("year", name=op.f("pk_idea_years")),
    )
    op.create_table(
        "ideas",
        sa.Column("id", WIDE, nullable=False),
        sa.Column("year", sa.SmallInteger(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("author_id", WIDE),
        sa.Column("named", sa.Boolean(), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("files", sa.JSON(), nullable=False),
        sa.Column("sector", sa.String(length=32)),
        sa.Column("kecamatan", sa.String(length=32)),
        sa.Column("visibility", sa.String(length=8), server_default="waiting", nullable=False),
        sa.Column("held_for", sa.Text(), server_default="", nullable=False),
        sa.Column("status", sa.String(length=12), server_default="received", nullable=False),
        sa.Column("target_id", WIDE),
        sa.Column("milestone_id", sa.Integer()),
        sa.Column("milestone", sa.String(length=160), server_default="", nullable=False),
        sa.Column("desk", sa.String(length=120), server_default="", nullable=False),
        sa.Column("supports", sa.Integer(), server_default="0", nullable=False),
        sa.Column("revision", sa.Integer(), server_default="0", nullable=False),
        sa.Column("sent_at", sa.DateTime(), nullable=False),
        sa.Column("edited_at", sa.DateTime()),
        sa.Column("changed_at", sa.DateTime(), nullable=False),
        sa.Column("review_by", sa.DateTime(), nullable=False),
        sa.Column("reviewed_at", sa.DateTime()),
        sa.Column("answer_by", sa.DateTime(), nullable=False),
        sa.Column("answered_at", sa.DateTime()),
        sa.CheckConstraint("status <> 'merged' OR target_id IS NOT NULL", name=op.f("ck_ideas_target")),
        sa.CheckConstraint(STATUSES, name=op.f("ck_ideas_status")),
        sa.CheckConstraint("target_id IS NULL OR status IN ('merged', 'withdrawn')", name=op.f("ck_ideas_merged")),
        sa.CheckConstraint("visibility IN ('waiting', 'shown', 'held')", name=op.f("ck_ideas_visibility")),
        sa.CheckConstraint("supports >= 0", name=op.f("ck_ideas_supports")),
        *keys("ideas", target_id="ideas"),
        *keys("ideas", forget=True, author_id="people"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ideas")),
    )
    op.create_index("ix_ideas_author", "ideas", ["author_id", "sent_at"])
    op.create_index(op.f("ix_ideas_changed_at"), "ideas", ["changed_at"])
    op.create_index(op.f("ix_ideas_kecamatan"), "ideas", ["kecamatan"])
    op.create_index(op.f("ix_ideas_milestone_id"), "ideas", ["milestone_id"])
    op.create_index(op.f("ix_ideas_sent_at"), "ideas", ["sent_at"])
    op.create_index("ix_ideas_shown", "ideas", ["visibility", "id"])
    op.create_index("ix_ideas_supported", "ideas", ["visibility", "supports", "id"])
    op.create_index(op.f("ix_ideas_target_id"), "ideas", ["target_id"])
    op.create_index(
        "ix_ideas_unanswered",
        "ideas",
        ["id"],
        unique=False,
        sqlite_where=sa.text("answered_at IS NULL"),
        postgresql_where=sa.text("answered_at IS NULL"),
    )
    op.create_index("uq_ideas_code", "ideas", ["year", "number"], unique=True)
    op.create_table(
        "supports",
        sa.Column("id", WIDE, nullable=False),
        sa.Column("home_id", WIDE, nullable=False),
        sa.Column("idea_id", WIDE, nullable=False),
        sa.Column("person_id", WIDE),
        sa.Column("counts", sa.Boolean(), server_default=sa.text("true"), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        *keys("supports", home_id="ideas", idea_id="ideas"),
        *keys("supports", forget=True, person_id="people"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_supports")),
    )
    op.create_index("ix_supports_idea_id", "supports", ["idea_id"])
    op.create_index("ix_supports_person_id", "supports", ["person_id"])
    partial("uq_supports_counted", "supports", ["idea_id", "person_id"], "counts", unique=True)
    op.create_index("uq_supports_home", "supports", ["home_id", "person_id"], unique=True)


def _answers() -> None:
    op.create_table(
        "idea_answers",
        sa.Column("id", WIDE, nullable=False),
        sa.Column("idea_id", WIDE, nullable=False),
        sa.Column("status", sa.String(length=12), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("milestone_id", sa.Integer()),
        sa.Column("milestone", sa.String(length=160), server_default="", nullable=False),
        sa.Column("target_id", WIDE),
        sa.Column("desk", sa.String(length=120), server_default="", nullable=False),
        sa.Column("before", sa.JSON(), nullable=False),
        sa.Column("revision", sa.Integer()),
        sa.Column("decided_by", WIDE),
        sa.Column("decided_at", sa.DateTime(), nullable=False),
        sa.Column("published_at", sa.DateTime()),
        sa.Column("undone_at", sa.DateTime()),
        sa.CheckConstraint(STATUSES, name=op.f("ck_idea_answers_status")),
        *keys("idea_answers", idea_id="ideas", target_id="ideas"),
        *keys("idea_answers", forget=True, decided_by="people"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_idea_answers")),
    )
    op.create_index(op.f("ix_idea_answers_idea_id"), "idea_answers", ["idea_id"])
    op.create_index(op.f("ix_idea_answers_target_id"), "idea_answers", ["target_id"])
    partial(
        "uq_idea_answers_pending",
        "idea_answers",
        ["idea_id"],
        "published_at IS NULL AND undone_at IS NULL",
        unique=True,
    )
    op.create_table(
        "idea_notes",
        sa.Column("id", WIDE, nullable=False),
        sa.Column("idea_id", WIDE, nullable=False),
        sa.Column("author_id", WIDE),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        *keys("idea_notes", idea_id="ideas"),
        *keys("idea_notes", forget=True, author_id="people"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_idea_notes")),
    )
    op.create_index(op.f("ix_idea_notes_idea_id"), "idea_notes", ["idea_id"])


def _around() -> None:
    op.create_table(
        "idea_events",
        sa.Column("id", WIDE, nullable=False),
        sa.Column("idea_id", WIDE, nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("actor_id", WIDE),
        sa.Column("deed", sa.String(length=16), nullable=False),
        sa.Column("why", sa.Text(), server_default="", nullable=False),
        *keys("idea_events", idea_id="ideas"),
        *keys("idea_events", forget=True, actor_id="people"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_idea_events")),
    )
    op.create_index(op.f("ix_idea_events_idea_id"), "idea_events", ["idea_id"])
    op.create_table(
        "idea_helps",
        sa.Column("id", WIDE, nullable=False),
        sa.Column("idea_id", WIDE, nullable=False),
        sa.Column("person_id", WIDE, nullable=False),
        sa.Column("skill", sa.String(length=32), nullable=False),
        sa.Column("text", sa.Text(), server_default="", nullable=False),
        sa.Column("state", sa.String(length=9), server_default="offered", nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("decided_at", sa.DateTime()),
        sa.CheckConstraint(
            "state IN ('offered', 'accepted', 'declined', 'withdrawn')", name=op.f("ck_idea_helps_state")
        ),
        *keys("idea_helps", idea_id="ideas", person_id="people"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_idea_helps")),
    )
    op.create_index(op.f("ix_idea_helps_person_id"), "idea_helps", ["person_id"])
    op.create_index("uq_idea_helps", "idea_helps", ["idea_id", "person_id"], unique=True)
    op.create_table(
        "idea_news",
        sa.Column("id", WIDE, nullable=False),
        sa.Column("person_id", WIDE, nullable=False),
        sa.Column("idea_id", WIDE, nullable=False),
        sa.Column("what", sa.String(length=16), nullable=False),
        sa.Column("answer_id", WIDE),
        sa.Column("told", sa.JSON(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        *keys("idea_news", answer_id="idea_answers", idea_id="ideas", person_id="people"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_idea_news")),
    )
    op.create_index(op.f("ix_idea_news_answer_id"), "idea_news", ["answer_id"])
    op.create_index("ix_idea_news_at", "idea_news", ["at", "person_id"])
    op.create_index(op.f("ix_idea_news_idea_id"), "idea_news", ["idea_id"])
    op.create_index(op.f("ix_idea_news_person_id"), "idea_news", ["person_id"])


def _bans() -> None:
    op.create_table(
        "bans",
        sa.Column("id", WIDE, nullable=False),
        sa.Column("person_id", WIDE, nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("made_by", WIDE),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("ended_by", WIDE),
        sa.Column("ended_at", sa.DateTime()),
        sa.Column("ended_for", sa.Text(), server_default="", nullable=False),
        *keys("bans", person_id="people"),
        *keys("bans", forget=True, ended_by="people", made_by="people"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bans")),
    )
    op.create_index("ix_bans_person_id", "bans", ["person_id"])
    partial("uq_bans_live", "bans", ["person_id"], "ended_at IS NULL", unique=True)
    op.add_column("people", sa.Column("banned_at", sa.DateTime()))
