"""A customer's avatar as a widget."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from crm_desktop.ui import theme
from crm_desktop.ui.widgets import paint


class Avatar(QWidget):
    """A circle for a person, a rounded square for a company; ``key`` (the id) picks the colour."""

    def __init__(self, name: str, key: int | str, company: bool = False, size: int = 32) -> None:
        super().__init__()
        self._who = (name, key, company)
        theme.live(self, lambda: self.setFixedSize(theme.m(size), theme.m(size)))

    def show_contact(self, name: str, key: int | str, company: bool) -> None:
        """Show somebody else."""
        self._who = (name, key, company)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint.smooth(painter)
        paint.avatar(painter, QRectF(self.rect()), *self._who)
        painter.end()
