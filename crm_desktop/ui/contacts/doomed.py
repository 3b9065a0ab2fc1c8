"""Faces and names of the customers about to be deleted."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from crm_desktop.core import formats
from crm_desktop.core.i18n import _, pgettext
from crm_desktop.services.contacts.contact_list import ContactRow
from crm_desktop.ui import theme
from crm_desktop.ui.widgets import paint

_ACROSS = 3
_MOST = 6


class DoomedNames(QWidget):
    """Up to six of them, three in a line, then "and n more"."""

    def __init__(self, rows: Sequence[ContactRow], count: int) -> None:
        super().__init__()
        self._rows = list(rows)[:_MOST]
        self._more = count - len(self._rows)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(
            pgettext("list separator", ", ").join(row.name for row in self._rows)
        )
        theme.live(self, lambda: self.setFixedHeight(theme.m(30) * self._lines()))

    def _lines(self) -> int:
        return -(-(len(self._rows) + bool(self._more)) // _ACROSS)

    def sizeHint(self) -> QSize:
        return QSize(theme.m(300), theme.m(30) * self._lines())

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint.smooth(painter)
        wide, high, side = self.width() / _ACROSS, theme.m(30), theme.m(22)
        for number, row in enumerate(self._rows):
            x, y = number % _ACROSS * wide, number // _ACROSS * high
            face = QRectF(x, y + (high - side) / 2, side, side)
            paint.avatar(painter, face, row.name, row.id, row.kind == "company")
            name = QRectF(x + side + theme.m(8), y, wide - side - theme.m(14), high)
            paint.txt(painter, name, row.name)
        if self._more:
            number = len(self._rows)
            x, y = number % _ACROSS * wide, number // _ACROSS * high
            words = _("and {n} more").format(n=formats.integer(self._more))
            paint.txt(painter, QRectF(x, y, wide, high), words, "body", "text3")
        painter.end()
