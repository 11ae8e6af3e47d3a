"""Files that the bot sends, on the sandbox's page on a phone: the picture is seen and read, the document comes down."""

from collections.abc import AsyncIterator
from pathlib import Path

import numpy as np
import pytest
from playwright.async_api import Browser, Page, expect

import render
from sandbox import run
from tests.support.pictures import qr_text
from wire.transport import Transport

LINK = "https://t.me/malang_bot?start=kursi_7Q2MXA"
EVENT = {
    "uid": "kursi-7Q2MXA@malang_bot",
    "title": "Kelas animasi",
    "start": "2026-11-25T09:00:00+07:00",
    "end": "2026-11-25T12:00:00+07:00",
    "made": "2026-11-24T03:00:00+00:00",
}
SHOWN = """image => {
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = [image.clientWidth, image.clientHeight];
    const pen = canvas.getContext("2d");
    pen.drawImage(image, 0, 0, canvas.width, canvas.height);
    const dots = pen.getImageData(0, 0, canvas.width, canvas.height).data;
    return [canvas.width, Array.from({length: dots.length / 4}, (_, n) => dots[4 * n])];
}"""
"""What of a picture reaches the eye: its pixels (the red of them) at the size it is shown."""


@pytest.fixture
async def sandbox(tmp_path: Path) -> AsyncIterator[run.Sandbox]:
    sandbox = await run.start(data_dir=tmp_path, page_port=0)
    yield sandbox
    await sandbox.stop()


@pytest.fixture
async def phone(browser: Browser, sandbox: run.Sandbox) -> AsyncIterator[Page]:
    """Sari's chat on a small phone, after the bot sent her seat."""
    sari = next(iter(sandbox.api.world.people.values()))
    sari.says("/start")
    transport = Transport(sandbox.api_url, sandbox.token)
    await transport.initialize()
    for method, kind, file, name in (
        ("sendPhoto", "photo", render.make("qr", {"url": LINK}), "qr.png"),
        ("sendDocument", "document", render.make("event", EVENT), "Kelas “animasi”.ics"),
    ):
        fields = {"chat_id": sari.id, kind: "attach://file"}
        assert (await transport.upload(method, fields, {"file": (name, file.content, file.media)})).ok
    await transport.shutdown()
    context = await browser.new_context(viewport={"width": 360, "height": 740}, reduced_motion="reduce")
    page = await context.new_page()
    await page.goto(sandbox.page_url)
    yield page
    await context.close()


async def test_a_qr_is_read_off_the_phone(phone: Page) -> None:
    picture = phone.locator(".photo img")
    await expect(picture).to_be_visible()
    await expect(picture).to_have_js_property("naturalWidth", 740)
    width, dots = await picture.evaluate(SHOWN)
    assert 200 <= width <= 340
    assert qr_text(np.array(dots, np.uint8).reshape(-1, width)) == LINK


async def test_a_calendar_file_comes_down_as_it_was(phone: Page) -> None:
    link = phone.get_by_role("link", name="Kelas “animasi”.ics")
    await expect(link).to_contain_text("B · unduh")
    async with phone.expect_download() as coming:
        await link.click()
    download = await coming.value
    assert download.suggested_filename == "Kelas “animasi”.ics"
    assert (await download.path()).read_bytes() == render.make("event", EVENT).content
