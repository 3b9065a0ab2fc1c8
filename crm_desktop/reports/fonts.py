"""The one type family of paper and charts, registered once and only when a report is made."""

from __future__ import annotations

import threading
import unicodedata
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from crm_desktop.core import paths

if TYPE_CHECKING:
    from matplotlib.font_manager import FontProperties

REGULAR = "NotoSansSC-Regular"
SEMIBOLD = "NotoSansSC-SemiBold"

# Height of Chinese characters and capitals above the baseline, in em, for centring text.
CAP_HEIGHT = 0.733
CJK_TOP = 0.86

_MISSING = "□"
_lock = threading.Lock()


def face(strong: bool = False) -> str:
    """The registered name of the regular or the semibold weight."""
    register()
    return SEMIBOLD if strong else REGULAR


def register() -> None:
    """Make both weights known to reportlab, which embeds the used glyphs as subsets."""
    with _lock:
        _register()


@cache
def _register() -> None:
    from reportlab import rl_config
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont

    # Streams as bytes: the text-safe encoding would make every file a quarter larger.
    rl_config.useA85 = 0
    for name in (REGULAR, SEMIBOLD):
        pdfmetrics.registerFont(TTFont(name, str(font_file(name))))


def font_file(name: str) -> Path:
    """The shipped TrueType file of a weight."""
    return paths.resource("fonts", "noto-sans-sc", f"{name}.ttf")


@cache
def for_matplotlib(strong: bool, size: float) -> FontProperties:
    """The same faces for matplotlib, on paper and on screen; ``size`` in points."""
    from matplotlib.font_manager import FontProperties

    name = SEMIBOLD if strong else REGULAR
    weight = "semibold" if strong else "normal"
    return FontProperties(fname=str(font_file(name)), size=size, weight=weight)


def width(text: str, size: float, strong: bool = False) -> float:
    """Width of printable ``text`` in points."""
    widths = _widths(strong)
    return sum(widths[ord(character)] for character in text) * size / 1000


@cache
def _widths(strong: bool) -> _Widths:
    from reportlab.pdfbase import pdfmetrics

    font: Any = pdfmetrics.getFont(face(strong))
    return _Widths(font.face.charWidths, font.face.defaultWidth)


class _Widths(dict[int, float]):
    """Advance widths in thousandths of an em by code point."""

    def __init__(self, known: dict[int, float], default: float) -> None:
        super().__init__(known)
        self._default = default

    def __missing__(self, code: int) -> float:
        return self._default


def printable(text: str) -> str:
    """``text`` as the font can print it, on one line.

    Line breaks and control characters become spaces, invisible joiners go, and every character
    without a glyph (emoji, rare characters) becomes a visible box instead of vanishing.
    """
    return text.translate(_substitutes())


@cache
def _substitutes() -> _Substitutes:
    from reportlab.pdfbase import pdfmetrics

    font: Any = pdfmetrics.getFont(face())
    return _Substitutes(font.face.charToGlyph)


class _Substitutes(dict[int, str]):
    """What to print for a code point, worked out when first met."""

    def __init__(self, glyphs: dict[int, int]) -> None:
        super().__init__()
        self._glyphs = glyphs

    def __missing__(self, code: int) -> str:
        character = chr(code)
        category = unicodedata.category(character)
        if category in ("Cc", "Zl", "Zp"):
            shown = " "
        elif category == "Cf" or 0xFE00 <= code <= 0xFE0F:
            shown = ""
        else:
            shown = character if code in self._glyphs else _MISSING
        self[code] = shown
        return shown
