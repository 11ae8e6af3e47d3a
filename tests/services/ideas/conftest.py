"""An agora over each database."""

import pytest
from sqlalchemy import Connection

from tests.services.ideas.agora import Agora


@pytest.fixture
def agora(db: Connection) -> Agora:
    """The agora, on SQLite and on PostgreSQL."""
    return Agora(db)
