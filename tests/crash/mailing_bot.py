"""The bot as a process that kills itself at a named point of its announcements; or one that repeats what is unknown."""

import asyncio
import os
import signal
import sys
from collections.abc import Callable
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, update

import house
import settings
from models import Delivery
from models.announcements import DeliveryState
from services.citypack import read_city
from wire import deliveries
from wire.copies import Copy
from wire.mailing import Mailing


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


class Countdown:
    """Dies at the n-th time it is reached."""

    def __init__(self, times: int) -> None:
        self.left = times

    def reached(self, it_is: object = True) -> None:
        self.left -= bool(it_is)
        if it_is and self.left <= 0:
            die()


def before_claim(count: Countdown) -> None:
    take = deliveries.Claims.take

    def dies(self: deliveries.Claims, *args: Any) -> Any:
        count.reached()
        return take(self, *args)

    deliveries.Claims.take = dies  # type: ignore[assignment, method-assign]


def after_claim(count: Countdown) -> None:
    send = Mailing._send

    def dies(self: Mailing, *args: Any) -> None:
        count.reached()
        send(self, *args)

    Mailing._send = dies  # type: ignore[assignment, method-assign]


def after_accepted(count: Countdown) -> None:
    heard = Copy.heard

    def dies(self: Copy, answer: Any) -> None:
        count.reached(answer.ok)
        heard(self, answer)

    Copy.heard = dies  # type: ignore[method-assign]


def before_record(count: Countdown) -> None:
    turn = deliveries.turn

    def dies(db: Connection, **told: Any) -> Any:
        count.reached(told["turn"].ends)
        return turn(db, **told)

    deliveries.turn = dies


def repeats(_count: Countdown) -> None:
    """The negative control: what was claimed when it died is sent again."""

    def forgets(db: Connection, *, now: datetime) -> int:
        claimed = update(Delivery).where(Delivery.state == DeliveryState.SENDING.value)
        return db.execute(claimed.values(state=DeliveryState.WAITING.value)).rowcount

    deliveries.orphaned = forgets


POINTS: dict[str, Callable[[Countdown], None]] = {
    "before_claim": before_claim,
    "after_claim": after_claim,
    "after_accepted": after_accepted,
    "before_record": before_record,
    "repeats": repeats,
}


def main(words: list[str]) -> int:
    """Words: point=times, as many as wanted."""
    for word in words:
        point, _, times = word.partition("=")
        POINTS[point](Countdown(int(times or 1)))
    told = settings.read()
    house.set_up_logs(told)
    return asyncio.run(house.run(house.Running(told, read_city(told.city), ())))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
