"""A board over each database."""

import pytest
from sqlalchemy import Connection

from tests.services.milestones.board import Board


@pytest.fixture
def board(db: Connection) -> Board:
    """The board, on SQLite and on PostgreSQL."""
    return Board(db)
