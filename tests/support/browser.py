"""Chromium under Playwright, quiet: it looks for nothing beyond this machine."""

import os
import shutil
import subprocess
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from playwright._impl._driver import compute_driver_executable
from playwright.async_api import Browser, async_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
QUIET = (
    "--disable-gpu",
    "--disable-quic",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)


def chromium_path() -> str | None:
    """Debian's Chromium, or what other systems call theirs."""
    return next((path for name in NAMES if (path := shutil.which(name))), None)


def driver_runs() -> bool:
    """Whether Playwright's own program starts here: a small Debian lacks a library it needs."""
    program, _ = compute_driver_executable()
    try:
        return subprocess.run([program, "--version"], capture_output=True, check=False).returncode == 0
    except OSError:
        return False


@asynccontextmanager
async def open_browser(path: str) -> AsyncIterator[Browser]:
    """A headless Chromium with a profile of its own."""
    # Chromium's own sandbox refuses root, and tests run as root in containers.
    options = [*QUIET, "--no-sandbox"] if os.geteuid() == 0 else list(QUIET)
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=path, args=options)
        try:
            yield browser
        finally:
            await browser.close()
