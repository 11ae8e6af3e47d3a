"""A hall over each database."""

import pytest
from sqlalchemy import Connection

from tests.services.coworking.hall import Hall


@pytest.fixture
def hall(db: Connection) -> Hall:
    """The hall, on SQLite and on PostgreSQL."""
    return Hall(db)
