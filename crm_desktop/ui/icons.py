"""Phosphor icons by name: ``pixmap("users", 16, "text2")``.

The glyphs come from the font file in the qtawesome package. Importing qtawesome itself registers
a dozen fonts and costs more than painting our whole window, so the one file is read directly,
outlines are taken from it as they are needed, and the rest of the package is never imported.
"""

from __future__ import annotations

import importlib.util
from functools import cache
from pathlib import Path

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QGuiApplication, QIcon, QPainter, QPainterPath, QPixmap, QRawFont

from crm_desktop.ui import theme

_EM = 64.0


@cache
def _folder() -> Path:
    spec = importlib.util.find_spec("qtawesome")
    if spec is None or not spec.submodule_search_locations:
        raise FileNotFoundError("qtawesome")
    return Path(spec.submodule_search_locations[0]) / "fonts"


@cache
def _charmap() -> str:
    # Searched as text: decoding all 4,470 names would take longer than a start may.
    return next(_folder().glob("phosphor-charmap-*.json")).read_text("ascii")


@cache
def _glyphs() -> QRawFont:
    file = next(path for path in _folder().glob("phosphor-*.ttf"))
    return QRawFont(str(file), _EM)


@cache
def _outline(name: str) -> QPainterPath:
    """The glyph in a 64 x 64 square; raises ``KeyError`` for a name Phosphor v1 does not have."""
    charmap, key = _charmap(), f'"{name}": "0x'
    at = charmap.find(key)
    if at < 0:
        raise KeyError(name)
    font = _glyphs()
    start = at + len(key)
    code = charmap[start : charmap.index('"', start)]
    index = font.glyphIndexesForString(chr(int(code, 16)))[0]
    path = font.pathForGlyph(index)
    path.translate(0, font.ascent())
    return path


def exists(name: str) -> bool:
    """True when Phosphor v1 has an icon of this name."""
    try:
        _outline(name)
    except KeyError:
        return False
    return True


def paint(painter: QPainter, rect: QRectF, name: str, token: str = "text2") -> None:
    """Fill the icon into ``rect`` (square) in the colour of ``token``."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(rect.topLeft())
    painter.scale(rect.width() / _EM, rect.height() / _EM)
    painter.fillPath(_outline(name), theme.color(token))
    painter.restore()


@cache
def _pixmap(name: str, side: int, color: str, ratio: float) -> QPixmap:
    outline = _outline(name)  # before a painter is at work: an error would free what it paints on
    made = QPixmap(QSize(round(side * ratio), round(side * ratio)))
    made.setDevicePixelRatio(ratio)
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.scale(side / _EM, side / _EM)
    painter.fillPath(outline, QColor(color))
    painter.end()
    return made


def pixmap(name: str, size: float = 16, token: str = "text2") -> QPixmap:
    """The icon at ``size`` design pixels in the colour of ``token``; cached."""
    app = QGuiApplication.instance()
    ratio = app.devicePixelRatio() if isinstance(app, QGuiApplication) else 1.0
    return _pixmap(name, theme.m(size), theme.hex_of(token), ratio)


def icon(name: str, size: float = 16, token: str = "text2") -> QIcon:
    """The same as a ``QIcon`` with a paler disabled form."""
    made = QIcon(pixmap(name, size, token))
    made.addPixmap(pixmap(name, size, "disabled"), QIcon.Mode.Disabled)
    return made


def draw(
    painter: QPainter, x: float, middle: float, name: str, size: float = 16, *, token: str = "text2"
) -> float:
    """Draw the cached icon with its left edge at ``x``, centred on ``middle``; its width."""
    side = theme.m(size)
    painter.drawPixmap(QPointF(round(x), round(middle - side / 2)), pixmap(name, size, token))
    return side
