"""A ledger over each database."""

import pytest
from sqlalchemy import Connection

from tests.services.kpis.ledger import Ledger


@pytest.fixture
def ledger(db: Connection) -> Ledger:
    """The ledger, on SQLite and on PostgreSQL."""
    return Ledger(db)
