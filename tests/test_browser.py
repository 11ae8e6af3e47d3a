"""The browser that tests look through is a real one."""

from playwright.async_api import Browser


async def test_a_page_is_drawn_and_runs_its_script(browser: Browser) -> None:
    page = await browser.new_page()
    await page.set_content("<p id=here></p><script>here.textContent = 6 * 7</script>")

    assert await page.inner_text("#here") == "42"
