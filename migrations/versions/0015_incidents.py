"""incidents; what the audit trail says is not changed"""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

WIDE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
SQLITE = """
CREATE TRIGGER audit_entries_stay BEFORE UPDATE ON audit_entries
BEGIN SELECT RAISE(ABORT, 'an entry of the audit trail is not changed'); END
"""
POSTGRES = """
CREATE FUNCTION audit_entries_stay() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'an entry of the audit trail is not changed'; END $$
"""
FIRE = """
CREATE TRIGGER audit_entries_stay BEFORE UPDATE ON audit_entries
FOR EACH ROW EXECUTE FUNCTION audit_entries_stay()
"""


def upgrade() -> None:
    op.create_table(
        "incidents",
        sa.Column("id", WIDE, nullable=False),
        sa.Column("drill", sa.Boolean(), nullable=False),
        sa.Column("happened", sa.Text(), nullable=False),
        sa.Column("data", sa.Text(), nullable=False),
        sa.Column("done", sa.Text(), nullable=False),
        sa.Column("whom", sa.String(length=64), server_default="", nullable=False),
        sa.Column("known_at", sa.DateTime(), nullable=False),
        sa.Column("opened_by", WIDE, nullable=True),
        sa.Column("told_at", sa.DateTime(), nullable=True),
        sa.Column("reported_at", sa.DateTime(), nullable=True),
        sa.Column("reminded", sa.SmallInteger(), server_default="0", nullable=False),
        sa.Column("closed_at", sa.DateTime(), nullable=True),
        sa.Column("closed_by", WIDE, nullable=True),
        sa.Column("note", sa.Text(), server_default="", nullable=False),
        _person("incidents", "opened_by", "SET NULL"),
        _person("incidents", "closed_by", "SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_incidents")),
    )
    op.create_table(
        "incident_notices",
        sa.Column("incident_id", WIDE, nullable=False),
        sa.Column("person_id", WIDE, nullable=False),
        sa.Column("state", sa.String(length=12), server_default="waiting", nullable=False),
        sa.Column("handed_at", sa.DateTime(), nullable=True),
        sa.CheckConstraint(
            "state IN ('waiting', 'handed', 'sent', 'refused', 'unknown', 'unreachable')",
            name=op.f("ck_incident_notices_state"),
        ),
        sa.ForeignKeyConstraint(
            ["incident_id"],
            ["incidents.id"],
            name=op.f("fk_incident_notices_incident_id_incidents"),
            ondelete="CASCADE",
        ),
        _person("incident_notices", "person_id", "CASCADE"),
        sa.PrimaryKeyConstraint("incident_id", "person_id", name=op.f("pk_incident_notices")),
    )
    op.create_index(op.f("ix_incident_notices_person_id"), "incident_notices", ["person_id"])
    where = sa.text("state IN ('waiting', 'handed')")
    op.create_index(
        "ix_incident_notices_open", "incident_notices", ["incident_id"], sqlite_where=where, postgresql_where=where
    )
    _what_is_written_stays()


def _person(table: str, column: str, ondelete: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}_people")
    return sa.ForeignKeyConstraint([column], ["people.id"], name=name, ondelete=ondelete)


def _what_is_written_stays() -> None:
    for statement in [SQLITE] if op.get_bind().dialect.name == "sqlite" else [POSTGRES, FIRE]:
        op.execute(sa.text(statement))
