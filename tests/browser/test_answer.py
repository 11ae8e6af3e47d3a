"""The main job, end to end: the page, the Bot API, and the real bot between them."""

import re
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.async_api import Browser, Page, expect

import bot
import house
import settings
from sandbox import run
from services.citypack import read_city
from wire.clock import Clock


@pytest.fixture
async def sandbox(tmp_path: Path) -> AsyncIterator[run.Sandbox]:
    """The sandbox with the bot as `make run` starts them, on data of the test's own."""
    sandbox = await run.start(data_dir=tmp_path, page_port=0)
    told = replace(
        settings.read({}, env_file=tmp_path / "none"),
        token=sandbox.token,
        api_url=sandbox.api_url,
        database_url=f"sqlite:///{tmp_path / 'bot.db'}",
        satgas_ids=sandbox.satgas_ids,
        listen_port=0,
    )
    running = house.Running(told, read_city(told.city), bot.features(), clock=Clock(sandbox.clock_offset))
    await running.start()
    yield sandbox
    await running.stop()
    await sandbox.stop()


@pytest.fixture
async def page(browser: Browser, sandbox: run.Sandbox) -> Page:
    """The page, open."""
    page = await browser.new_page(viewport={"width": 1280, "height": 800}, reduced_motion="reduce")
    await page.goto(sandbox.page_url)
    return page


async def test_a_resident_asks_and_reads_the_answer_with_its_source(page: Page) -> None:
    sari = page.get_by_role("region", name="Sari")
    await sari.get_by_role("button", name="Mulai", exact=True).click()

    await sari.get_by_role("combobox", name="Pesan").fill("apa aja isi roadmap malang?")
    await sari.get_by_role("combobox", name="Pesan").press("Enter")

    answer = sari.get_by_role("log").locator(".row.theirs").filter(has_text="Sumber: ")
    await expect(answer).to_be_visible()
    for point in ("development", "Task Force", r"Malang Creative Center|MCC", r"(5|lima) kecamatan"):
        await expect(answer).to_contain_text(re.compile(point))
    await expect(answer.get_by_role("link", name="Indiekraf")).to_have_attribute(
        "href", re.compile(r"^https://indiekraf\.com/")
    )


async def test_on_a_phone_an_answer_fits_and_leads_on(browser: Browser, sandbox: run.Sandbox) -> None:
    page = await browser.new_page(viewport={"width": 390, "height": 844}, reduced_motion="reduce")
    await page.goto(sandbox.page_url)
    sari = page.get_by_role("region", name="Sari")
    await sari.get_by_role("button", name="Mulai", exact=True).click()
    await sari.get_by_role("combobox", name="Pesan").fill("mcc dimana ya")
    await sari.get_by_role("combobox", name="Pesan").press("Enter")

    answers = sari.get_by_role("log").locator(".row.theirs").filter(has_text="Sumber: ")
    await expect(answers.locator("strong").nth(1)).to_contain_text("Jl. A. Yani")
    await expect(sari.get_by_role("button", name="👍 Membantu")).to_be_in_viewport()
    assert await page.evaluate("document.documentElement.scrollWidth") == 390

    await sari.locator(".inline-keys").last.get_by_role("button").first.click()
    await expect(answers).to_have_count(2)


async def test_a_satgas_invites_a_ketua_who_opens_the_link(page: Page, sandbox: run.Sandbox) -> None:
    ratih, bagus = page.get_by_role("region", name="Ratih"), page.get_by_role("region", name="Bagus")
    await ratih.get_by_role("button", name="Mulai", exact=True).click()
    await ratih.get_by_role("button", name="Tim").click()
    for button in ("Undang ketua", "Klojen"):
        await ratih.get_by_role("button", name=button).last.click()
    await expect(ratih.get_by_role("button", name="✓ Klojen")).to_be_visible()
    for button in ("Lanjut", "Lewati"):
        await ratih.get_by_role("button", name=button).last.click()
    link = ratih.get_by_role("log").get_by_text("t.me/malang_bot?start=")
    await link.hover()

    await ratih.get_by_role("button", name="Buka tautan sebagai orang lain").click()
    await page.get_by_role("menuitem", name="Buka sebagai Bagus").click()

    await expect(bagus.get_by_role("log")).to_contain_text("Klojen")
