"""Pages of PDFs beside kept pictures of them, compared as an eye would: by tiles, blurred.

``KEEP_PAGES=1 pytest tests/reports`` keeps what is made now; look at the pictures before you
commit them.
"""

from __future__ import annotations

import os
from pathlib import Path

from PIL import Image, ImageChops, ImageFilter, ImageStat

from tests.reports import samples

KEPT = Path(__file__).parent / "pages"
_SCALE = 0.6  # pixels per point: lines of text can be told apart, not read
_TILE = 24
_MOST_IN_A_TILE = 14.0  # of 255, after blurring; a line that is missing makes 30 and more
_MOST_OVERALL = 1.0


def picture(pdf: bytes, number: int = 0) -> Image.Image:
    """A page in grey."""
    with samples.opened(pdf) as document:
        page = document[number]
        try:
            return page.render(scale=_SCALE).to_pil().convert("L")
        finally:
            page.close()


def difference(made: Image.Image, kept: Image.Image) -> str:
    """What an eye would notice, as a sentence; empty for nothing."""
    if made.size != kept.size:
        return f"{made.size} instead of {kept.size}"
    soft = [one.filter(ImageFilter.GaussianBlur(1.5)) for one in (made, kept)]
    apart = ImageChops.difference(*soft)
    overall = ImageStat.Stat(apart).mean[0]
    if overall > _MOST_OVERALL:
        return f"{overall:.2f} overall"
    for top in range(0, made.height, _TILE):
        for left in range(0, made.width, _TILE):
            tile = apart.crop((left, top, left + _TILE, top + _TILE))
            if ImageStat.Stat(tile).mean[0] > _MOST_IN_A_TILE:
                return f"{ImageStat.Stat(tile).mean[0]:.1f} at {left}, {top}"
    return ""


def unlike(pdf: bytes, name: str, number: int = 0) -> str:
    """How a page differs from the kept picture of ``name``; empty when it does not."""
    path, made = KEPT / f"{name}.png", picture(pdf, number)
    if os.environ.get("KEEP_PAGES"):
        KEPT.mkdir(exist_ok=True)
        made.quantize(16).save(path, optimize=True)
    with Image.open(path) as kept:
        return difference(made, kept.convert("L"))
