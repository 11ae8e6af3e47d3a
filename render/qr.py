"""QR codes: a link as a picture that any phone reads off another one."""

from io import BytesIO

from render.file import File, Values

QUIET = 4
"""Light modules around the code; readers need four."""
SIDE = 720
"""Pixels a side at least: legible on a phone, and large enough that Telegram's compression harms no module."""
INK, EYES = "#10243f", "#0b5c6e"
MOST = 512


def make(values: Values) -> File:
    """`url`: the link, at most 512 characters. A PNG that is still read with a seventh of it hidden."""
    import segno

    url = values["url"]
    if not url.startswith(("https://", "http://", "tg://")) or len(url) > MOST:
        raise ValueError("a QR code holds a link of at most 512 characters")
    code = segno.make_qr(url, error="m")
    modules = code.symbol_size(border=QUIET)[0]
    picture = BytesIO()
    scale = -(-SIDE // modules)
    code.save(picture, kind="png", scale=scale, border=QUIET, dark=INK, light="#ffffff", finder_dark=EYES)
    return File("qr.png", "image/png", picture.getvalue())
