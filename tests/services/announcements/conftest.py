"""A city with readers of news."""

import pytest
from sqlalchemy import Connection

from tests.services.announcements.readers import City


@pytest.fixture
def city(db: Connection) -> City:
    return City(db)
