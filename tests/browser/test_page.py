"""The chat page as people use it: with a mouse, a thumb, and a keyboard alone."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from playwright.async_api import Browser, Locator, Page, expect

from sandbox import run
from tests.browser.echo import Echo

COMMANDS = [{"command": "start", "description": "Mulai"}, {"command": "tanya", "description": "Tanya apa saja"}]


@pytest.fixture
async def sandbox(tmp_path: Path) -> AsyncIterator[run.Sandbox]:
    """The sandbox with an echo bot."""
    sandbox = await run.start(data_dir=tmp_path, page_port=0)
    sandbox.api.world.menus.commands[("default",), ""] = COMMANDS
    bot = asyncio.create_task(Echo(sandbox.api_url, sandbox.token).run())
    yield sandbox
    bot.cancel()
    await asyncio.gather(bot, return_exceptions=True)
    await sandbox.stop()


@pytest.fixture
async def page(browser: Browser, sandbox: run.Sandbox) -> AsyncIterator[Page]:
    """The page on a wide screen; a script error or a refused resource fails the test."""
    async for opened in _open(browser, sandbox, width=1280, height=800):
        yield opened


@pytest.fixture
async def phone(browser: Browser, sandbox: run.Sandbox) -> AsyncIterator[Page]:
    """The page on a small phone."""
    async for opened in _open(browser, sandbox, width=360, height=640):
        yield opened


async def _open(browser: Browser, sandbox: run.Sandbox, width: int, height: int) -> AsyncIterator[Page]:
    context = await browser.new_context(viewport={"width": width, "height": height}, reduced_motion="reduce")
    page = await context.new_page()
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("console", lambda message: wrong.append(message.text) if message.type == "error" else None)
    await page.goto(sandbox.page_url)
    await expect(page.locator(".column").first).to_be_attached()
    yield page
    await context.close()
    assert wrong == []


def column(page: Page, name: str) -> Locator:
    return page.get_by_role("region", name=name)


def log(page: Page, name: str) -> Locator:
    return column(page, name).get_by_role("log")


async def start(page: Page, name: str) -> Locator:
    await column(page, name).get_by_role("button", name="Mulai", exact=True).click()
    await expect(log(page, name)).to_contain_text("Selamat datang")
    return column(page, name)


async def say(page: Page, name: str, text: str) -> None:
    field = column(page, name).get_by_role("combobox", name="Pesan")
    await field.fill(text)
    await field.press("Enter")


async def test_three_people_stand_side_by_side(page: Page) -> None:
    assert await page.locator(".column h2").all_inner_texts() == [
        "Sari Wulandari\nWarga",
        "Bagus Setiawan\nKetua",
        "Ratih Prameswari\nSatgas",
    ]


async def test_one_says_something_and_reads_the_answer(page: Page) -> None:
    await start(page, "Sari")

    await say(page, "Sari", "halo")

    await expect(log(page, "Sari")).to_contain_text("Gema: halo")
    await expect(log(page, "Sari").locator(".ticks.seen")).to_have_count(2)
    await expect(log(page, "Bagus")).not_to_contain_text("Gema")


async def test_markup_of_others_is_shown_and_never_run(page: Page) -> None:
    evil = "<img src=x onerror=alert(1)><b>&lt;</b>"
    await start(page, "Sari")

    await say(page, "Sari", evil)

    await expect(log(page, "Sari")).to_contain_text(f"Gema: {evil}")
    await expect(log(page, "Sari").locator("img")).to_have_count(0)


async def test_formatted_text(page: Page) -> None:
    await start(page, "Sari")

    await say(page, "Sari", "/kaya")

    here = log(page, "Sari")
    await expect(here.locator("strong")).to_have_text("tebal")
    await expect(here.locator("blockquote")).to_have_text("kutipan")
    await expect(here.get_by_role("link", name="tautan")).to_have_attribute("href", "https://example.org/")
    spoiler = here.locator(".spoiler")
    await spoiler.focus()
    await spoiler.press("Enter")
    await expect(spoiler).to_have_class("spoiler open")


async def test_buttons_bring_a_toast_a_box_and_an_edit(page: Page) -> None:
    sari = await start(page, "Sari")

    await sari.get_by_role("button", name="Sapa").click()
    await expect(sari.get_by_role("status")).to_have_text("Halo!")

    await sari.get_by_role("button", name="Penting").click()
    await expect(page.get_by_role("dialog")).to_contain_text("Kursi penuh")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("dialog")).to_have_count(0)

    await sari.get_by_role("button", name="Ubah").click()
    await expect(log(page, "Sari")).to_contain_text("Sudah berubah")
    await expect(log(page, "Sari")).to_contain_text("diedit")
    await expect(sari.get_by_role("button", name="Ubah")).to_be_focused()


async def test_a_deep_link_opens_as_the_one_who_follows_it_or_as_another(page: Page) -> None:
    sari = await start(page, "Sari")

    await sari.get_by_role("button", name="Undangan").click()
    await expect(log(page, "Sari")).to_contain_text("Undangan undang_42 diterima")

    await sari.get_by_role("button", name="Undangan").click(button="right")
    await page.get_by_role("menuitem", name="Buka sebagai Bagus Setiawan").click()
    await expect(log(page, "Bagus")).to_contain_text("Undangan undang_42 diterima")


async def test_the_reply_keyboard_sends_words_and_the_number(page: Page) -> None:
    sari = await start(page, "Sari")
    await say(page, "Sari", "/papan")

    await sari.get_by_role("button", name="Klojen").click()
    await expect(log(page, "Sari")).to_contain_text("Gema: Klojen")

    await sari.get_by_role("button", name="Bagikan nomor").click()
    await page.get_by_role("button", name="Bagikan", exact=True).click()
    await expect(log(page, "Sari")).to_contain_text("Diterima: contact")


async def test_a_place_and_a_picture_are_sent(page: Page) -> None:
    sari = await start(page, "Sari")

    await sari.get_by_role("button", name="Lampirkan").click()
    await page.get_by_role("menuitem", name="Lokasi").click()
    await page.get_by_role("button", name="Klojen").click()
    await expect(log(page, "Sari")).to_contain_text("Diterima: location")

    await sari.get_by_role("button", name="Lampirkan").click()
    async with page.expect_file_chooser() as chooser:
        await page.get_by_role("menuitem", name="Foto").click()
    await (await chooser.value).set_files(Path(__file__).with_name("dot.png"))
    await page.get_by_role("dialog").get_by_role("button", name="Kirim", exact=True).click()
    await expect(log(page, "Sari")).to_contain_text("Diterima: photo")
    await expect(log(page, "Sari").locator("img")).to_be_visible()


async def test_typing_is_shown(page: Page) -> None:
    await start(page, "Sari")

    await say(page, "Sari", "/lama")

    await expect(log(page, "Sari").locator(".typing")).to_be_visible()


async def test_the_menu_of_commands_stays_open_after_a_message(page: Page) -> None:
    sari = await start(page, "Sari")
    await say(page, "Sari", "halo")

    await sari.get_by_role("button", name="Menu perintah").click()
    await page.wait_for_timeout(300)

    await expect(sari.get_by_role("option", name="/tanya")).to_be_visible()


async def test_the_newest_message_stays_in_sight(page: Page) -> None:
    await start(page, "Sari")
    for number in range(8):
        await say(page, "Sari", f"pesan nomor {number}, cukup panjang untuk lebih dari satu baris di sini")
    newest = log(page, "Sari").get_by_text("Gema: pesan nomor 7")
    await expect(newest).to_be_in_viewport()

    await page.get_by_role("button", name="Alat uji").first.click()
    await page.wait_for_timeout(300)
    await expect(newest).to_be_in_viewport()

    await log(page, "Sari").evaluate("log => log.scrollTo(0, 0)")
    await expect(newest).not_to_be_in_viewport()
    await say(page, "Sari", "terakhir")
    await expect(log(page, "Sari").get_by_text("Gema: terakhir")).to_be_in_viewport()


async def test_a_group_is_seen_by_all_in_it(page: Page) -> None:
    for name in ("Sari", "Bagus"):
        await column(page, name).get_by_role("tab", name="Komunitas").click()

    await say(page, "Sari", "/tanya roadmap")

    for name in ("Sari", "Bagus"):
        await expect(log(page, name)).to_contain_text("Gema: /tanya roadmap")
    await expect(column(page, "Ratih").get_by_label("belum dibaca")).to_have_text("2")


async def test_somebody_new_joins_the_page(page: Page) -> None:
    await page.get_by_role("button", name="Tambah orang").click()
    await page.get_by_label("Nama", exact=True).fill("Dewi Lestari")
    await page.get_by_role("button", name="Tambah", exact=True).click()

    await start(page, "Dewi")


async def test_the_tools_block_move_the_clock_and_go_offline(page: Page, sandbox: run.Sandbox) -> None:
    await start(page, "Sari")
    await page.get_by_role("button", name="Alat uji", exact=True).click()
    tools = page.get_by_role("complementary", name="Alat uji")

    await tools.get_by_role("button", name="+1 jam").click()
    await expect(tools).to_contain_text("digeser +1 jam")
    assert sandbox.clock_offset() == 3600

    await tools.get_by_role("switch", name="Sari Wulandari").check()
    await expect(column(page, "Sari").get_by_role("button", name="Buka blokir bot")).to_be_visible()

    await tools.get_by_role("switch", name="Server Telegram mati").check()
    await expect(page.get_by_role("status").first).to_have_text("server Telegram mati")
    await tools.get_by_role("switch", name="Server Telegram mati").uncheck()
    await start(page, "Bagus")


async def test_a_phone_shows_one_person_and_never_scrolls_sideways(phone: Page) -> None:
    await start(phone, "Sari")
    await say(phone, "Sari", "/papan")
    await expect(log(phone, "Sari")).to_contain_text("Pilih kecamatan")
    assert await phone.evaluate("document.documentElement.scrollWidth") == 360

    await phone.get_by_role("tab", name="Ratih").click()

    await expect(column(phone, "Sari")).to_be_hidden()
    await start(phone, "Ratih")
    await phone.get_by_role("button", name="Alat uji", exact=True).click()
    await expect(phone.get_by_role("complementary", name="Alat uji")).to_be_visible()
    assert await phone.evaluate("document.documentElement.scrollWidth") == 360


async def test_the_keyboard_alone_is_enough(page: Page) -> None:
    await page.keyboard.press("Alt+Digit2")
    await page.keyboard.press("Enter")
    await expect(log(page, "Bagus")).to_contain_text("Selamat datang")

    await page.keyboard.press("Alt+Digit2")
    await page.keyboard.type("/")
    await expect(page.get_by_role("listbox")).to_be_visible()
    await page.keyboard.press("ArrowDown")
    await page.keyboard.press("ArrowDown")
    await page.keyboard.press("Enter")
    await expect(log(page, "Bagus")).to_contain_text("Gema: /tanya")

    await page.keyboard.press("ArrowUp")
    await page.keyboard.press("ControlOrMeta+A")
    await page.keyboard.type("lain")
    await page.keyboard.press("Enter")
    await expect(log(page, "Bagus")).to_contain_text("diedit")

    await page.keyboard.press("Shift+Tab")
    await page.keyboard.press("Shift+Tab")
    assert await page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"


async def test_screen_readers_hear_what_comes(page: Page) -> None:
    await start(page, "Sari")

    await expect(page.locator("[aria-live=polite]")).to_contain_text("Malang Kreatif ke Sari Wulandari: Selamat datang")


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_light_and_dark_follow_the_system_and_the_switch(page: Page, scheme: str) -> None:
    body = page.locator("body")
    colours = {"light": "rgb(223, 229, 225)", "dark": "rgb(11, 16, 15)"}
    await page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    await expect(body).to_have_css("background-color", colours[scheme])

    switch = page.get_by_role("button", name="Tampilan")
    await switch.click()
    await expect(body).to_have_css("background-color", colours["light"])
    await switch.click()
    await expect(body).to_have_css("background-color", colours["dark"])


async def test_a_vote_and_what_the_bot_finds_inline(page: Page) -> None:
    sari = await start(page, "Sari")
    await say(page, "Sari", "/polling")
    await sari.get_by_role("button", name="Sabtu").click()
    await expect(log(page, "Sari")).to_contain_text("1 suara")
    await expect(sari.get_by_role("button", name="Sabtu")).to_have_attribute("aria-pressed", "true")

    field = sari.get_by_role("combobox", name="Pesan")
    await field.press_sequentially("@malang_bot mcc")
    await page.get_by_role("option", name="Tentang mcc").click()
    await expect(log(page, "Sari")).to_contain_text("Isi tentang mcc")
