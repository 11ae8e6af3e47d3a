"""A desk on a database of the test's own, where Sari is satgas by the settings."""

from collections.abc import Iterator

import pytest

from models.database import open_engine
from tests.support.counter import Counter
from tests.support.desk import Desk, Somebody
from tests.support.rooms import Rooms

SARI = 101


@pytest.fixture
def desk(sqlite_url: str) -> Iterator[Desk]:
    """The handlers over a fresh database."""
    engine = open_engine(sqlite_url)
    yield Desk(engine, satgas_ids=frozenset({SARI}))
    engine.dispose()


@pytest.fixture
def sari(desk: Desk) -> Somebody:
    """A satgas by the settings; ask for her first."""
    return desk.person("Sari", number=SARI)


@pytest.fixture
def ani(desk: Desk) -> Somebody:
    """A resident."""
    return desk.person("Ani", number=7)


@pytest.fixture
def budi(desk: Desk) -> Somebody:
    """Another resident, who reads English."""
    return desk.person("Budi", "en", number=8)


@pytest.fixture
def counter(desk: Desk) -> Counter:
    """What stands behind a ketua's chat."""
    return Counter(desk)


@pytest.fixture
def rini(counter: Counter) -> Somebody:
    """The ketua of Klojen."""
    return counter.ketua()


@pytest.fixture
def rooms(desk: Desk) -> Rooms:
    """Spaces and slots, as residents meet them."""
    return Rooms(desk)
