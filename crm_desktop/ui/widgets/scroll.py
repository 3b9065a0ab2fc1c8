"""A scroll area without a frame, for anything that can exceed its height."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRectF, Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget


class ScrollArea(QScrollArea):
    """Scrolls ``content`` vertically; its ground is transparent and its width is ours."""

    def __init__(self, content: QWidget) -> None:
        super().__init__()
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidgetResizable(True)
        content.setProperty("scrolled", True)
        # One of our own, since asking Qt for its viewport makes PySide build every widget class
        # to find out what it is, which takes longer than the rest of a page.
        port = QWidget()
        port.setAutoFillBackground(False)
        self.setViewport(port)
        self.setWidget(content)
        content.setAutoFillBackground(False)


def bring_into_view(part: QWidget, box: QRectF | None = None, room: int = 0) -> None:
    """Scroll what ``part`` lies in until all of it is seen, or its ``box``, with ``room`` real
    pixels above and below."""
    box = QRectF(part.rect()) if box is None else box
    area = part.parentWidget()
    while area is not None and not isinstance(area, ScrollArea):
        area = area.parentWidget()
    content = area.widget() if area is not None else None
    if area is None or content is None:
        return
    middle = part.mapTo(content, QPoint(0, round(box.center().y()))).y()
    area.ensureVisible(0, middle, 0, round(box.height() / 2) + 1 + room)
