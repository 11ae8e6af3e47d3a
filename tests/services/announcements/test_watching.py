"""Messages that show how an announcement goes: what rests long does not keep the others from being shown."""

from sqlalchemy import Connection, update

from models import Announcement as Rows
from services.announcements import results
from tests.services.announcements.readers import City


def watched(city: City, state: str, many: int) -> None:
    for _ in range(many):
        one = city.drafted()
        results.watch(city.db, announcement_id=one.id, person_id=city.ani, message_id=one.id, now=city.now)
        city.db.execute(update(Rows).where(Rows.id == one.id).values(state=state))


def shown(city: City) -> int:
    city.later(seconds=5)
    return len(results.stale_watches(city.db, now=city.now))


def test_what_is_over_is_shown_once_and_leaves_room(db: Connection) -> None:
    city = City(db)
    watched(city, "done", 20)
    assert (shown(city), shown(city)) == (20, 0)
    watched(city, "running", 1)
    assert (shown(city), shown(city)) == (1, 0)
    db.execute(update(Rows).where(Rows.state == "running").values(state="paused", why="announce.by_person"))
    assert (shown(city), shown(city)) == (1, 0)
