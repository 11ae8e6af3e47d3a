"""KPIs and readings"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

WIDE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
LIVE = sa.text("ended IS NULL")


def upgrade() -> None:
    _kpis()
    _imports()
    _readings()


def _kpis() -> None:
    op.create_table(
        "kpis",
        sa.Column("id", WIDE, nullable=False),
        sa.Column("name", sa.JSON(), nullable=False),
        sa.Column("about", sa.JSON(), nullable=False),
        sa.Column("unit", sa.String(length=24), server_default="", nullable=False),
        sa.Column("direction", sa.String(length=4), nullable=False),
        sa.Column("every", sa.String(length=9), nullable=False),
        sa.Column("baseline", sa.String(length=40)),
        sa.Column("baseline_on", sa.Date()),
        sa.Column("target", sa.String(length=40)),
        sa.Column("due", sa.Date()),
        sa.Column("owner_id", WIDE),
        sa.Column("point", sa.String(length=40), server_default="", nullable=False),
        sa.Column("source", sa.String(length=200), server_default="", nullable=False),
        sa.Column("retired_at", sa.DateTime()),
        sa.Column("revision", sa.Integer(), server_default="0", nullable=False),
        sa.Column("nudged_at", sa.DateTime()),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("changed_at", sa.DateTime(), nullable=False),
        sa.Column("changed_by", WIDE),
        sa.CheckConstraint("direction IN ('up', 'down')", name=op.f("ck_kpis_direction")),
        sa.CheckConstraint("every IN ('weekly', 'monthly', 'quarterly', 'yearly')", name=op.f("ck_kpis_every")),
        sa.CheckConstraint("(baseline IS NULL) = (baseline_on IS NULL)", name=op.f("ck_kpis_baseline")),
        sa.ForeignKeyConstraint(["owner_id"], ["people.id"], name=op.f("fk_kpis_owner_id"), ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["changed_by"], ["people.id"], name=op.f("fk_kpis_changed_by"), ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kpis")),
    )
    op.create_index("ix_kpis_changed_at", "kpis", ["changed_at"])


def _imports() -> None:
    op.create_table(
        "kpi_imports",
        sa.Column("id", WIDE, nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("by_id", WIDE),
        sa.Column("readings", sa.Integer(), nullable=False),
        sa.Column("undone_at", sa.DateTime()),
        sa.ForeignKeyConstraint(["by_id"], ["people.id"], name=op.f("fk_kpi_imports_by_id"), ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kpi_imports")),
    )


def _readings() -> None:
    op.create_table(
        "kpi_readings",
        sa.Column("id", WIDE, nullable=False),
        sa.Column("kpi_id", WIDE, nullable=False),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("value", sa.String(length=40), nullable=False),
        sa.Column("note", sa.String(length=200), server_default="", nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("by_id", WIDE),
        sa.Column("corrects_id", WIDE),
        sa.Column("import_id", WIDE),
        sa.Column("ended", sa.String(length=9)),
        sa.Column("ended_at", sa.DateTime()),
        sa.CheckConstraint("ended IN ('corrected', 'withdrawn')", name=op.f("ck_kpi_readings_ended")),
        sa.CheckConstraint("(ended IS NULL) = (ended_at IS NULL)", name=op.f("ck_kpi_readings_ended_at")),
        sa.ForeignKeyConstraint(["kpi_id"], ["kpis.id"], name=op.f("fk_kpi_readings_kpi_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["by_id"], ["people.id"], name=op.f("fk_kpi_readings_by_id"), ondelete="SET NULL"),
        sa.ForeignKeyConstraint(
            ["corrects_id"], ["kpi_readings.id"], name=op.f("fk_kpi_readings_corrects_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["import_id"], ["kpi_imports.id"], name=op.f("fk_kpi_readings_import_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kpi_readings")),
    )
    op.create_index(
        "uq_kpi_readings_kpi_id_as_of",
        "kpi_readings",
        ["kpi_id", "as_of"],
        unique=True,
        sqlite_where=LIVE,
        postgresql_where=LIVE,
    )
    op.create_index("ix_kpi_readings_kpi_id", "kpi_readings", ["kpi_id", "as_of", "id"])
    op.create_index("ix_kpi_readings_at", "kpi_readings", ["at"])
    op.create_index("ix_kpi_readings_import_id", "kpi_readings", ["import_id"])
