"""The server's own time zone changes nothing: every dialogue is the same wherever the machine believes to stand."""

import os
import subprocess
import sys

import pytest

from settings import HERE

ZONES = ("UTC", "America/New_York", "Asia/Kathmandu", "Pacific/Kiritimati")
DIALOGUES = (
    "tests/jobs",
    "tests/services/test_dates.py",
    "tests/services/test_times.py",
    *(
        f"tests/handlers/test_{noun}.py"
        for noun in ("booking", "seats", "signups", "milestones", "ideas", "news", "announce")
    ),
)


@pytest.mark.long
@pytest.mark.timeout(1500)
@pytest.mark.parametrize("zone", ZONES)
def test_dialogues_are_the_same_in_every_zone(zone: str) -> None:
    """On SQLite; what differs between databases is no matter of time zones."""
    told = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-m", "not long and not postgres", *DIALOGUES],
        cwd=HERE,
        env={**os.environ, "TZ": zone},
        capture_output=True,
        text=True,
        check=False,
    )
    assert told.returncode == 0, told.stdout[-4000:]
    assert " passed" in told.stdout
