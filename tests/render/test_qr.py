"""QR codes are read by a reader that is not ours, from pictures as phones get them."""

import string

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st

import render
from tests.support.pictures import Pixels, grey, qr_text

LINK = "https://t.me/malang_bot?start=kursi_7Q2MXA"


def picture(url: str) -> Pixels:
    return grey(render.make("qr", {"url": url}).content)


def test_it_is_read() -> None:
    assert qr_text(picture(LINK)) == LINK


@settings(max_examples=25, deadline=None)
@given(st.text(string.ascii_letters + string.digits + "_-", min_size=1, max_size=64))
def test_any_payload_is_read(payload: str) -> None:
    link = f"https://t.me/malang_bot?start={payload}"
    assert qr_text(picture(link)) == link


def test_it_fills_a_phone_and_is_quiet_around() -> None:
    pixels = picture(LINK)
    height, width = pixels.shape
    assert height == width and 720 <= width <= 800
    rows, columns = np.where(pixels < 128)
    module = np.diff(np.flatnonzero(np.diff((pixels[rows.min()] < 128).astype(int)))).min()
    edges = (rows.min(), columns.min(), height - 1 - rows.max(), width - 1 - columns.max())
    assert min(edges) >= 4 * module


def test_dark_is_dark_and_light_is_light() -> None:
    """Readers need contrast; a nice colour must not cost it."""
    shades = set(np.unique(picture(LINK)).tolist())
    assert max(shades) == 255
    assert all(shade < 90 or shade == 255 for shade in shades)


def test_it_is_read_small_blurred_and_scratched() -> None:
    pixels = picture(LINK)
    small = pixels[: len(pixels) // 3 * 3, : len(pixels) // 3 * 3].reshape(len(pixels) // 3, 3, -1, 3).mean((1, 3))
    assert qr_text(small.astype(np.uint8)) == LINK
    scratched = pixels.copy()
    middle = len(pixels) // 2
    scratched[middle - 40 : middle + 40, middle - 40 : middle + 40] = 255
    assert qr_text(scratched) == LINK


def test_the_reader_can_fail() -> None:
    pixels = picture(LINK)
    pixels[: len(pixels) // 2] = 255
    assert qr_text(pixels) is None


@pytest.mark.parametrize("url", ["", "kursi", "javascript:alert(1)", "https://t.me/" + "x" * 512])
def test_only_links_of_a_length_that_scans(url: str) -> None:
    with pytest.raises(ValueError, match="link"):
        render.make("qr", {"url": url})


def test_the_same_link_is_the_same_file() -> None:
    assert render.make("qr", {"url": LINK}) == render.make("qr", {"url": LINK})
    assert render.make("qr", {"url": LINK}).media == "image/png"
