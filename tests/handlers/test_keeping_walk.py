"""A ketua who presses and sends whatever there is: always one answer, never a surprise, never another kecamatan."""

from typing import Any

from hypothesis import HealthCheck, given, settings, strategies as st
from sqlalchemy import func, select

from models import Slot as Slots, Space as Spaces
from tests.support.counter import Counter
from tests.support.desk import Desk, Somebody

DAYS = ["besok", "31 Februari", "1 Januari 2027", "31 Desember 2027", "09.00–12.00", "jam 25"]
NUMBERS = ["3", "0", "-1", "10.000", "0812 3456 7890"]
OTHERS = ["Bu Tini", "Kelas <kopi>", "x" * 1200, "{0}", "/batal", "/slot", "/pendaftar", "/pendaftar an"]
WORDS = st.sampled_from([*DAYS, *NUMBERS, *OTHERS])
SENT: st.SearchStrategy[dict[str, Any]] = st.sampled_from(
    [
        {"location": {"latitude": -7.97, "longitude": 112.63}},
        {"photo": [{"file_id": "a", "file_unique_id": "b", "width": 1, "height": 1}]},
        {"contact": {"phone_number": "+62 812-3456-7890", "first_name": "X"}},
        {"voice": {"file_id": "a", "file_unique_id": "b", "duration": 1}},
    ]
)
STEPS = st.lists(st.one_of(st.integers(0, 999), st.integers(0, 999), WORDS, SENT), min_size=10, max_size=40)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS, first=st.sampled_from(["/slot", "/pendaftar"]))
def test_whatever_a_ketua_does_is_answered(
    desk: Desk, counter: Counter, rini: Somebody, steps: list[Any], first: str
) -> None:
    untouched = ready(desk, counter)
    rini.says(first)
    for step in steps:
        if isinstance(step, int):
            press(rini, step)
        else:
            before = len(rini.seen)
            rini.says(step) if isinstance(step, str) else rini.sends(**step)
            assert len(rini.seen) > before
    with desk.database() as db:
        told = db.execute(select(Spaces.name, Spaces.address, Spaces.closed_at).where(Spaces.id == untouched)).one()
        slots = db.execute(select(func.count()).where(Slots.space_id == untouched)).scalar_one()
        oversold = db.execute(select(func.count()).where(Slots.taken < 0)).scalar_one()
    assert (tuple(told), slots, oversold) == (("Di luar", "", None), 1, 0)


def ready(desk: Desk, counter: Counter) -> int:
    """A space with people in Klojen, once, and one in Sukun that stays as it is."""
    with desk.database() as db:
        there = db.execute(select(Spaces.id).where(Spaces.name == "Di luar")).scalar()
    if there:
        return there
    slot = counter.slot(counter.space(), title="Kelas")
    counter.seat(slot, desk.person("Ani", number=7), 3)
    counter.wait(slot, desk.person("Budi", number=8), 2)
    outside = counter.space("sukun", "Di luar")
    counter.slot(outside)
    return outside.id


def press(rini: Somebody, which: int) -> None:
    """Any of the buttons of the newest messages."""
    there = [
        (message, button["callback_data"])
        for message in rini.desk.chats[rini.number][-3:]
        for row in message.get("reply_markup", {}).get("inline_keyboard", [])
        for button in row
        if "callback_data" in button
    ]
    if there:
        message, data = there[which % len(there)]
        rini.press(data, message)
