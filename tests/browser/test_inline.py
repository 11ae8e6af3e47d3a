"""Inline mode on the page, with the real bot: typed, scrolled, sent to the chat one is in."""

import re

from playwright.async_api import Browser, expect

from sandbox import run
from tests.browser.test_answer import sandbox  # noqa: F401  a fixture


async def test_on_a_phone_what_the_bot_knows_is_sent_to_a_group(browser: Browser, sandbox: run.Sandbox) -> None:  # noqa: F811
    page = await browser.new_page(viewport={"width": 390, "height": 844}, has_touch=True, reduced_motion="reduce")
    await page.goto(sandbox.page_url)
    sari = page.get_by_role("region", name="Sari")
    await sari.get_by_role("tab", name=re.compile("Komunitas")).click()
    field, found = sari.get_by_role("combobox", name="Pesan"), sari.get_by_role("listbox").get_by_role("option")

    await field.press_sequentially("@mal")
    await found.filter(has_text="@malang_bot").tap()
    await expect(found).to_have_count(4)

    await field.press_sequentially("cowork")
    await expect(found).to_have_count(10)
    assert await page.evaluate("document.documentElement.scrollWidth") == 390
    await found.last.scroll_into_view_if_needed()
    await expect(found).to_have_count(20)
    await found.nth(12).tap()

    sent = sari.get_by_role("log").locator(".row.mine").filter(has_text="lewat @malang_bot")
    await expect(sent).to_contain_text("Sumber: ")
    await expect(sent.locator(".ticks.seen")).to_be_visible()
    await expect(sent.get_by_role("button", name="Tanya bot ini")).to_be_visible()
    await expect(field).to_have_value("")


async def test_what_is_not_found_leads_to_the_private_chat(browser: Browser, sandbox: run.Sandbox) -> None:  # noqa: F811
    page = await browser.new_page(viewport={"width": 1280, "height": 800}, reduced_motion="reduce")
    await page.goto(sandbox.page_url)
    sari = page.get_by_role("region", name="Sari")
    await sari.get_by_role("tab", name=re.compile("Komunitas")).click()
    field = sari.get_by_role("combobox", name="Pesan")

    await field.fill("@malang_bot harga emas hari ini")
    await expect(sari.get_by_role("option")).to_have_text("Belum ketemu? Tanya di obrolan pribadi")
    await field.press("ArrowDown")
    await field.press("Enter")

    await expect(sari.get_by_role("log")).to_contain_text("Silakan ketik pertanyaanmu di sini.")
