"""The bot with a feature that makes trouble on demand, as a process."""

import asyncio
import sys

import house
import settings
from services.citypack import read_city
from tests.support.trouble import features


def main() -> int:
    told = settings.read()
    house.set_up_logs(told)
    return asyncio.run(house.run(house.Running(told, read_city(told.city), features())))


if __name__ == "__main__":
    sys.exit(main())
