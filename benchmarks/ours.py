"""Our bot under load: the real house over the real wire, with or without Telegram's limits, as no setting starts it."""

import asyncio
import os
import sys
from types import ModuleType

import house
import settings
from benchmarks import feature
from services.citypack import read_city
from wire.limits import NoBudget, NoPermits


def built(told: settings.Settings, *, limited: bool, features: tuple[ModuleType, ...]) -> house.Running:
    """The bot; without limits it has as many messages in flight as connections."""
    city = read_city(told.city)
    if limited:
        return house.Running(told, city, features)
    return house.Running(told, city, features, permits=NoPermits(), budget=lambda _chat: NoBudget())


def main() -> int:
    """Run until SIGTERM."""
    told = settings.read({**os.environ, "LISTEN": "127.0.0.1:0", "LOG_LEVEL": "WARNING"})
    house.set_up_logs(told)
    limited = os.environ.get("BENCH_LIMITS") == "on"
    return asyncio.run(house.run(built(told, limited=limited, features=(feature,))))


if __name__ == "__main__":
    sys.exit(main())
