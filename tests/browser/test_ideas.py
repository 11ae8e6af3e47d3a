"""An idea's card on the sandbox's page, on a phone: sent to a group, supported there, and by who is led from there."""

import re
from pathlib import Path

from playwright.async_api import Browser, expect

from models.database import open_engine
from sandbox import run
from tests.browser.test_answer import sandbox  # noqa: F401  a fixture
from tests.services.ideas.agora import Agora


async def test_on_a_phone_a_press_in_the_group_leads_to_one_tap(
    browser: Browser,
    sandbox: run.Sandbox,  # noqa: F811
    tmp_path: Path,
) -> None:
    engine = open_engine(f"sqlite:///{tmp_path / 'bot.db'}")
    with engine.begin() as db:
        Agora(db, met=800).idea(title="Kelas gim gratis", sector="games", kecamatan="klojen")
    engine.dispose()
    page = await browser.new_page(viewport={"width": 390, "height": 844}, has_touch=True, reduced_motion="reduce")
    await page.goto(sandbox.page_url)
    sari, bagus = (page.get_by_role("region", name=name) for name in ("Sari", "Bagus"))

    await sari.get_by_role("tab", name=re.compile("Komunitas")).click()
    await sari.get_by_role("combobox", name="Pesan").fill("@malang_bot IDE-2026-0001")
    await sari.get_by_role("listbox").get_by_role("option").filter(has_text="Kelas gim").tap()
    await expect(sari.get_by_role("log")).to_contain_text("👍 0 dukungan")

    await page.get_by_role("tab", name=re.compile("Bagus")).first.tap()
    await bagus.get_by_role("tab", name=re.compile("Komunitas")).click()
    await bagus.get_by_role("log").get_by_role("button", name="👍 Dukung (0)").tap()
    card = bagus.get_by_role("log").locator(".row.theirs").filter(has_text="Tekan 👍 sekali")
    await expect(card).to_be_visible()
    await bagus.get_by_role("log").get_by_role("button", name="👍 Dukung (0)").last.tap()
    await expect(bagus.get_by_role("log")).to_contain_text("👍 1 dukungan")
    assert await page.evaluate("document.documentElement.scrollWidth") == 390

    await bagus.get_by_role("tab", name=re.compile("Komunitas")).click()
    await expect(bagus.get_by_role("log").get_by_role("button", name="👍 Dukung (1)")).to_be_visible()
