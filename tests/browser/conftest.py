"""Patience: two cores may be shared by everything at once."""

from playwright.async_api import expect

expect.set_options(timeout=20_000)
