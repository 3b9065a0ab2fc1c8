"""Painting by role and token: the words delegates and small painted widgets are written in.

All lengths taken here are real pixels; callers scale the design's lengths with ``theme.m``.
"""

from __future__ import annotations

import math
import zlib
from collections.abc import Sequence
from functools import lru_cache

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QIcon, QPainter, QPainterPath, QPen, QPixmap

from crm_desktop.ui import icons, theme

ALIGN = {
    "left": Qt.AlignmentFlag.AlignLeft,
    "right": Qt.AlignmentFlag.AlignRight,
    "center": Qt.AlignmentFlag.AlignHCenter,
}
# tone of a chip -> (ground, ink)
TONES = {
    "gray": ("graySoft", "text2"),
    "accent": ("accentSoft", "accentText"),
    "amber": ("amberSoft", "amberText"),
    "red": ("redSoft", "redText"),
    "blue": ("blueSoft", "blueText"),
    "violet": ("violetSoft", "violetText"),
}
EMPTY = "—"


def smooth(painter: QPainter) -> None:
    """Antialias shapes and text."""
    painter.setRenderHints(
        QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing, True
    )


def width(text: str, role: str = "body") -> float:
    """Width of ``text`` in the font of ``role``."""
    return theme.metrics(role).horizontalAdvance(text)


@lru_cache(maxsize=4096)
def _elided(text: str, room: int, role: str, generation: int) -> tuple[str, float]:
    del generation  # part of the key only: font and size change while running
    measure = theme.metrics(role)
    shown = measure.elidedText(text, Qt.TextElideMode.ElideRight, room + 1)
    return shown, measure.horizontalAdvance(shown)


def txt(
    painter: QPainter,
    rect: QRectF,
    text: str,
    role: str = "body",
    fg: str = "text",
    *,
    align: str = "left",
) -> float:
    """Draw one line, elided to ``rect`` and vertically centred; returns the width drawn."""
    shown, drawn = _elided(text, int(rect.width()), role, theme.look.generation)
    painter.setFont(theme.font(role))
    painter.setPen(theme.color(fg))
    flags = Qt.AlignmentFlag.AlignVCenter | ALIGN[align] | Qt.TextFlag.TextSingleLine
    painter.drawText(rect, int(flags), shown)
    return drawn


def rounded(
    painter: QPainter,
    rect: QRectF,
    radius: float,
    fill: str | QColor | None = None,
    stroke: str | None = None,
    *,
    pen: float = 1.0,
    dashed: bool = False,
) -> None:
    """A rounded rectangle; the stroke lies inside ``rect``."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if stroke:
        rect = rect.adjusted(pen / 2, pen / 2, -pen / 2, -pen / 2)
        line = QPen(theme.color(stroke), pen)
        if dashed:
            line.setStyle(Qt.PenStyle.DashLine)
        painter.setPen(line)
    else:
        painter.setPen(Qt.PenStyle.NoPen)
    if fill is None:
        painter.setBrush(Qt.BrushStyle.NoBrush)
    else:
        painter.setBrush(theme.color(fill) if isinstance(fill, str) else fill)
    painter.drawRoundedRect(rect, radius, radius)
    painter.restore()


def hairline(painter: QPainter, left: float, right: float, y: float, token: str = "line") -> None:
    """A horizontal 1 px line."""
    painter.fillRect(QRectF(left, y, right - left, 1), theme.color(token))


def dot(painter: QPainter, x: float, middle: float, token: str, size: float = 8) -> float:
    """A filled circle with its left edge at ``x``; returns its diameter in real pixels."""
    side = theme.m(size)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.color(token))
    painter.drawEllipse(QRectF(x, middle - side / 2, side, side))
    painter.restore()
    return side


def chip_width(text: str, icon: str = "", role: str = "caption") -> int:
    """Width ``chip`` needs for ``text``."""
    return math.ceil(width(text, role) + 2 * theme.m(7) + (theme.m(17) if icon else 0))


def chip(
    painter: QPainter,
    x: float,
    middle: float,
    text: str,
    tone: str = "gray",
    *,
    icon: str = "",
    role: str = "caption",
    align: str = "left",
    room: float = 0,
) -> int:
    """A badge beginning at ``x`` (or ending there, ``align="right"``); returns its width.

    ``room`` > 0 limits the width; the text is then elided.
    """
    ground, ink = TONES[tone]
    wide = chip_width(text, icon, role)
    if room:
        wide = min(wide, int(room))
    high = theme.m(20)
    box = QRectF(round(x - wide if align == "right" else x), round(middle - high / 2), wide, high)
    rounded(painter, box, theme.m(5), ground)
    left = box.x() + theme.m(7)
    if icon:
        icons.draw(painter, left - 1, box.center().y(), icon, 13, token=ink)
        left += theme.m(17)
    inner = QRectF(left, box.y(), box.right() - theme.m(5) - left, high)
    txt(painter, inner, text, role, ink)
    return wide


def keycap(painter: QPainter, x: float, middle: float, text: str, align: str = "left") -> int:
    """A key such as ``Ctrl K``; returns its width."""
    wide = max(theme.m(18), math.ceil(width(text, "small") + theme.m(10)))
    high = theme.m(18)
    box = QRectF(round(x - wide if align == "right" else x), round(middle - high / 2), wide, high)
    rounded(painter, box, theme.m(4), "raised", "line2")
    txt(painter, box, text, "small", "text3", align="center")
    return wide


def bar(painter: QPainter, rect: QRectF, part: float, token: str = "accent") -> None:
    """A progress or comparison bar filled to ``part`` (0 to 1)."""
    rounded(painter, rect, rect.height() / 2, "graySoft")
    if part > 0:
        wide = max(rect.height(), rect.width() * min(part, 1.0))
        filled = QRectF(rect.x(), rect.y(), wide, rect.height())
        rounded(painter, filled, rect.height() / 2, token)


def ring(
    painter: QPainter,
    rect: QRectF,
    part: float,
    token: str = "accent",
    *,
    track: str = "graySoft",
    pen: float = 5,
) -> None:
    """A ring filled clockwise from the top to ``part`` (0 to 1)."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    box = rect.adjusted(pen / 2, pen / 2, -pen / 2, -pen / 2)
    painter.setPen(QPen(theme.color(track), pen))
    painter.drawEllipse(box)
    painter.setPen(QPen(theme.color(token), pen, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
    painter.drawArc(box, 90 * 16, -round(360 * 16 * max(0.0, min(part, 1.0))))
    painter.restore()


def sparkline(
    painter: QPainter, rect: QRectF, values: Sequence[float], token: str = "accent"
) -> None:
    """A trend line with a soft ground and a dot at its end; needs two values or more."""
    if len(values) < 2:
        return
    low, high = min(values), max(values)
    span = (high - low) or 1
    step = rect.width() / (len(values) - 1)
    points = [
        QPointF(rect.x() + i * step, rect.bottom() - (value - low) / span * rect.height())
        for i, value in enumerate(values)
    ]
    line = QPainterPath(points[0])
    for point in points[1:]:
        line.lineTo(point)
    ground = QPainterPath(line)
    floor = rect.bottom() + theme.m(4)
    ground.lineTo(rect.right(), floor)
    ground.lineTo(rect.x(), floor)
    ground.closeSubpath()
    from PySide6.QtGui import QLinearGradient

    fade = QLinearGradient(0, rect.y(), 0, floor)
    fade.setColorAt(0, theme.color(token, 0.16))
    fade.setColorAt(1, theme.color(token, 0.0))
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.fillPath(ground, fade)
    pen = QPen(theme.color(token), 1.6 * theme.scale())
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.strokePath(line, pen)
    painter.setPen(QPen(theme.color("surface"), 1.5))
    painter.setBrush(theme.color(token))
    painter.drawEllipse(points[-1], theme.m(3), theme.m(3))
    painter.restore()


def shadow(painter: QPainter, rect: QRectF, radius: float, blur: int = 24, drop: int = 8) -> None:
    """A soft shadow for things that float; the caller leaves ``blur`` pixels of room."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    box = rect.translated(0, drop)
    strength = theme.look.tokens.shadow_alpha
    tint = QColor(theme.color("shadow"))
    for i in range(blur, 0, -1):
        tint.setAlphaF(min(1.0, strength * 2 / blur * (1 - i / blur)))
        painter.setBrush(tint)
        painter.drawRoundedRect(box.adjusted(-i, -i, i, i), radius + i, radius + i)
    painter.restore()


def initials(name: str, side: float, company: bool) -> str:
    """What an avatar of ``side`` design pixels shows of ``name``."""
    name = name.strip() or "?"
    if ord(name[0]) < 0x2E80:
        words = name.split()
        letters = words[0][0] + (words[1][0] if len(words) > 1 else "")
        return (letters if side >= 26 else letters[0]).upper()
    if side < 40:
        return name[0]
    return name[-2:] if not company and len(name) > 2 else name[:2]


def avatar(
    painter: QPainter, rect: QRectF, name: str, key: int | str, company: bool = False
) -> None:
    """A person's circle or a company's rounded square; ``key`` (the id) picks the colours."""
    pairs = theme.look.tokens.avatars
    ground, ink = pairs[zlib.crc32(f"avatar {key}".encode()) % len(pairs)]
    radius = rect.width() * 0.24 if company else rect.width() / 2
    rounded(painter, rect, radius, QColor(ground))
    shown = initials(name, rect.width() / theme.scale(), company)
    part = 0.42 if len(shown) == 1 else 0.36 if ord(shown[0]) < 0x2E80 else 0.33
    font = QFont(theme.font("strong"))
    font.setPixelSize(max(1, round(rect.width() * part)))
    painter.setFont(font)
    painter.setPen(QColor(ink))
    painter.drawText(rect, int(Qt.AlignmentFlag.AlignCenter), shown)


def checkbox(painter: QPainter, rect: QRectF, state: bool | None) -> None:
    """A check box: empty, checked, or partly checked for ``None``."""
    if state is False:
        rounded(painter, rect, theme.m(4), "surface", "line3")
        return
    rounded(painter, rect, theme.m(4), "accent")
    inner = rect.adjusted(2, 2, -2, -2)
    icons.paint(painter, inner, "minus-bold" if state is None else "check-bold", "onAccent")


def program_icon() -> QIcon:
    """The mark for the title bar and the task bar, in the sizes systems ask for."""
    icon = QIcon()
    for side in (16, 24, 32, 48, 64, 128, 256):
        image = QPixmap(side, side)
        image.fill(QColor(0, 0, 0, 0))
        painter = QPainter(image)
        shop_mark(painter, QRectF(0, 0, side, side))
        painter.end()
        icon.addPixmap(image)
    return icon


def shop_mark(painter: QPainter, rect: QRectF) -> None:
    """The program's mark: a drop on a rounded square."""
    rounded(painter, rect, rect.width() * 0.26, "accent")
    unit = rect.width() / 28
    middle = rect.center().x()
    top = rect.y()
    drop = QPainterPath(QPointF(middle, top + 5.5 * unit))
    drop.cubicTo(
        QPointF(middle + 3.5 * unit, top + 10 * unit),
        QPointF(middle + 6.2 * unit, top + 12.6 * unit),
        QPointF(middle + 6.2 * unit, top + 16.2 * unit),
    )
    drop.arcTo(QRectF(middle - 6.2 * unit, top + 10 * unit, 12.4 * unit, 12.4 * unit), 0, -180)
    drop.cubicTo(
        QPointF(middle - 6.2 * unit, top + 12.6 * unit),
        QPointF(middle - 3.5 * unit, top + 10 * unit),
        QPointF(middle, top + 5.5 * unit),
    )
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.fillPath(drop, theme.color("onAccent"))
    pen = QPen(theme.color("accent"), 1.7 * unit)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    painter.setPen(pen)
    curve = QRectF(middle - 3.2 * unit, top + 13.2 * unit, 6.4 * unit, 6.4 * unit)
    painter.drawArc(curve, 200 * 16, 85 * 16)
    painter.restore()
