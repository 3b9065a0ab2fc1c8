"""How things look on the calendar: icon, tone and the tinted bar with its solid edge."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from crm_desktop.services.calendar import calendar_words as words
from crm_desktop.services.calendar.calendar_rows import Dated
from crm_desktop.ui import icons, theme
from crm_desktop.ui.widgets import paint

# kind -> icon, solid token, tone of the ground
KINDS: dict[str, tuple[str, str, str]] = {
    "call": ("phone", "accent", "accent"),
    "visit": ("map-pin", "blue", "blue"),
    "payment": ("wallet", "red", "red"),
    "reorder": ("drop", "amber", "amber"),
    "birthday": ("gift", "violet", "violet"),
    "task": ("note", "line3", "gray"),
    "service": ("wrench", "amber", "amber"),
    "deal": ("columns", "blue", "blue"),
    "quote": ("file-text", "line3", "gray"),
    "warranty": ("shield-check", "amber", "amber"),
    "field": ("calendar-blank", "violet", "violet"),
    "holiday": ("sun-horizon", "line3", "gray"),
    "anniversary": ("user-plus", "violet", "violet"),
}
LATE = ("warning-circle", "red", "red")
BAR = 21
"""Height of a bar in design pixels."""


def look_of(one: Dated) -> tuple[str, str, str]:
    """Icon, solid token and tone of a thing; what is late looks late, whatever it is."""
    return LATE if one.state == "late" else KINDS[one.kind]


def line_of(one: Dated) -> str:
    """What a bar says: the time and who or what."""
    return f"{one.time} {words.said(one)}" if one.time else words.said(one)


def spoken(one: Dated) -> str:
    """The same for a screen reader, with the kind."""
    return f"{words.kind_name(one.kind)}: {words.when(one)}, {words.said(one)}"


def bar(painter: QPainter, box: QRectF, one: Dated, text: str = "", *, ring: bool = False) -> None:
    """A bar of one line; what is done is a tick and grey words."""
    text = text or line_of(one)
    middle = box.center().y()
    if one.state == "done":
        icons.draw(painter, box.x() + theme.m(5), middle, "check", 12, token="text3")
        inner = box.adjusted(theme.m(22), 0, -theme.m(4), 0)
        paint.txt(painter, inner, text, "caption", "text3")
    else:
        icon, solid, tone = look_of(one)
        ground, ink = paint.TONES[tone]
        paint.rounded(painter, box, theme.m(4), ground)
        edge = QRectF(box.x(), box.y(), theme.m(3), box.height())
        paint.rounded(painter, edge, theme.m(1.5), solid)
        icons.draw(painter, box.x() + theme.m(8), middle, icon, 12, token=ink)
        role = "caption_strong" if one.state == "late" else "caption"
        paint.txt(painter, box.adjusted(theme.m(24), 0, -theme.m(4), 0), text, role, ink)
    if ring:
        paint.rounded(painter, box, theme.m(4), None, "focus", pen=2)


def block(painter: QPainter, box: QRectF, one: Dated, *, ring: bool = False) -> None:
    """Something that takes a while: who, what and when, as far as there is room."""
    _icon, solid, tone = look_of(one) if one.state != "done" else ("", "line3", "gray")
    ground, ink = paint.TONES[tone]
    paint.rounded(painter, box, theme.m(5), ground)
    paint.rounded(painter, QRectF(box.x(), box.y(), theme.m(3), box.height()), theme.m(1.5), solid)
    inner = box.adjusted(theme.m(10), 0, -theme.m(4), 0)
    line = theme.m(17)
    if box.height() < 2 * line + theme.m(4):
        # The hours beside it tell the time: the name has the room first.
        text = f"{words.said(one)}  {one.time}"
        fits = paint.width(text, "caption_strong") <= inner.width()
        paint.txt(painter, inner, text if fits else words.said(one), "caption_strong", ink)
    else:
        lines = [words.said(one), words.when(one)]
        if one.name and words.detail(one) and box.height() >= 3 * line + theme.m(6):
            lines = [one.name, words.detail(one), words.when(one)]
        for number, text in enumerate(lines):
            at = QRectF(inner.x(), box.y() + theme.m(3) + number * line, inner.width(), line)
            paint.txt(painter, at, text, "caption" if number else "caption_strong", ink)
    if ring:
        paint.rounded(painter, box, theme.m(5), None, "focus", pen=2)


def target(painter: QPainter, box: QRectF, text: str = "") -> None:
    """Where what is dragged would fall: a dashed frame, with words when there is room."""
    paint.rounded(painter, box, theme.m(4), None, "accent", pen=1.3, dashed=True)
    if text:
        high = min(box.height(), float(theme.m(BAR)))
        inner = QRectF(box.x() + theme.m(8), box.y(), box.width() - theme.m(12), high)
        paint.txt(painter, inner, text, "caption", "accentText")
