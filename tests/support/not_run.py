"""No silent skips: what a machine cannot run is listed at the end, and turns CI red."""

import os

import pytest

from tests.support import postgres
from tests.support.browser import chromium_path, driver_runs

NEEDS = {"postgres_url": "postgres", "postgres_cluster": "postgres", "chromium": "browser"}


def missing() -> dict[str, str]:
    """What this machine lacks, by the marker of the tests that need it."""
    lacking = {}
    if postgres.find_programs() is None:
        lacking["postgres"] = "PostgreSQL is not installed (Debian: apt-get install postgresql)"
    if chromium_path() is None:
        lacking["browser"] = "Chromium is not installed (Debian: apt-get install chromium)"
    elif not driver_runs():
        lacking["browser"] = "Playwright's driver does not start (Debian: apt-get install libatomic1)"
    return lacking


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A test is marked by what it asks for, and set aside when the machine has no such thing."""
    lacking = missing()
    for item in items:
        for fixture in getattr(item, "fixturenames", ()):
            if fixture in NEEDS:
                item.add_marker(NEEDS[fixture])
        for marker, reason in lacking.items():
            if item.get_closest_marker(marker):
                item.add_marker(pytest.mark.skip(reason=reason))


def not_run(config: pytest.Config) -> dict[str, list[str]]:
    """The skipped tests, by their reason."""
    reporter = config.pluginmanager.get_plugin("terminalreporter")
    reasons: dict[str, list[str]] = {}
    for report in reporter.stats.get("skipped", []) if reporter else []:
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
        reasons.setdefault(reason.removeprefix("Skipped: "), []).append(report.nodeid)
    return reasons


@pytest.hookimpl(tryfirst=True)
def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    """In CI a test that did not run is a failure."""
    if os.environ.get("CI") and exitstatus == pytest.ExitCode.OK and not_run(session.config):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Say what did not run and why, after everything else."""
    for reason, tests in not_run(config).items():
        terminalreporter.section(f"NOT RUN: {len(tests)}, because {reason}", red=True)
        for test in sorted(tests):
            terminalreporter.line(f"NOT RUN: {test}")
    if os.environ.get("CI") and not_run(config):
        terminalreporter.line("In CI every test must run: this run is red.", red=True)
