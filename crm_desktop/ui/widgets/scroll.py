"""A scroll area without a frame, for anything that can exceed its height."""

from __future__ import annotations

from PySide6.QtCore import Qt
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
