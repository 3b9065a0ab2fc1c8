"""The one type family of paper and charts, registered once and only when a report is made."""

from __future__ import annotations

import copy
import threading
import unicodedata
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from crm_desktop.core import i18n, paths

if TYPE_CHECKING:
    from matplotlib.font_manager import FontProperties

REGULAR = "NotoSansSC-Regular"
SEMIBOLD = "NotoSansSC-SemiBold"

# Height of Chinese characters and capitals above the baseline, in em, for centring text.
CAP_HEIGHT = 0.733
CJK_TOP = 0.86

# In Latin text quotation marks and the ellipsis are as wide as they look; the font keeps those
# shapes apart from the Chinese ones (its feature "pwid"), and reportlab knows no features.
_LATIN_GLYPHS = {0x2018: 30416, 0x2019: 30417, 0x201C: 30419, 0x201D: 30420, 0x2026: 30450}

_MISSING = "□"
_lock = threading.Lock()


def face(strong: bool = False) -> str:
    """The registered name of the regular or the semibold weight, for the language in force."""
    register()
    name = SEMIBOLD if strong else REGULAR
    return name if _chinese() else _latin_name(name)


def register() -> None:
    """Make both weights known to reportlab, which embeds the used glyphs as subsets."""
    with _lock:
        _register()


def _chinese() -> bool:
    return i18n.language() == "zh_CN"


def _latin_name(name: str) -> str:
    return f"{name}-Latin"


@cache
def _register() -> None:
    from reportlab import rl_config
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont

    # Streams as bytes: the text-safe encoding would make every file a quarter larger.
    rl_config.useA85 = 0
    for name in (REGULAR, SEMIBOLD):
        font = TTFont(name, str(font_file(name)))
        pdfmetrics.registerFont(font)
        pdfmetrics.registerFont(_latin(font))


def _latin(font: Any) -> Any:
    """``font`` with the quotation marks of Latin text; shares all the rest with it."""
    latin = copy.copy(font)
    latin.fontName, latin.state = _latin_name(font.fontName), type(font.state)()
    latin.face = copy.copy(font.face)
    name = font.face.name  # reportlab takes one font for each name of a face
    latin.face.name = type(name)(name + b"-Latin")
    latin.face.charToGlyph = font.face.charToGlyph | _LATIN_GLYPHS
    latin.face.charWidths = font.face.charWidths | {
        code: font.face.hmetrics[glyph][0] for code, glyph in _LATIN_GLYPHS.items()
    }
    return latin


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
    """Width of printable ``text`` in points, in the language in force."""
    widths = _widths(strong, _chinese())
    return sum(map(widths.__getitem__, text)) * size / 1000


@cache
def _widths(strong: bool, _chinese: bool) -> _Widths:
    from reportlab.pdfbase import pdfmetrics

    font: Any = pdfmetrics.getFont(face(strong))
    return _Widths(font.face.charWidths, font.face.defaultWidth)


class _Widths(dict[str, float]):
    """Advance widths of characters in thousandths of an em."""

    def __init__(self, known: dict[int, float], default: float) -> None:
        super().__init__()
        self._known, self._default = known, default

    def __missing__(self, character: str) -> float:
        wide = self[character] = self._known.get(ord(character), self._default)
        return wide


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
