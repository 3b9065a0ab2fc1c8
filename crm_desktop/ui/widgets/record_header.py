"""The header of a record table: quiet captions, a bold sorted one with its arrow."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import QHeaderView

from crm_desktop.core.i18n import _
from crm_desktop.ui import icons, theme
from crm_desktop.ui.widgets import paint
from crm_desktop.ui.widgets.record_delegate import GAP, RecordDelegate
from crm_desktop.ui.widgets.table_model import TableModel


class RecordHeader(QHeaderView):
    """Paints captions over the columns; a click on one sorts (the table listens)."""

    all_toggled = Signal()
    arranged = Signal()  # after a column was dragged to another place
    widened = Signal(int)  # logical index of a column dragged to another width
    menu_asked = Signal(QPoint)

    def __init__(self, delegate: RecordDelegate, checkable: bool) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self._delegate = delegate
        self._checkable = checkable
        self.check_state: bool | None = False
        self.setSectionsClickable(True)
        self.setHighlightSections(False)
        self.setMinimumSectionSize(theme.m(24))
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._pressed: list[int] = []
        self._order: list[int] = []

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), theme.m(34))

    def check_rect(self) -> QRectF:
        """Where the "select all" box lies."""
        return self._delegate.check_box(QRectF(0, 0, self.width(), self.height()))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if self._checkable and self.check_rect().contains(event.position()):
            self.all_toggled.emit()
            return
        self._pressed = [self.sectionSize(i) for i in range(self.count())]
        self._order = self.order()
        super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        before, self._pressed = self._pressed, []
        if self.order() != self._order:
            self.arranged.emit()
            return
        sizes = [self.sectionSize(i) for i in range(self.count())]
        for section, (had, has) in enumerate(zip(before, sizes, strict=False)):
            if had != has:
                self.widened.emit(section)
                return

    def order(self) -> list[int]:
        """Logical indexes from the left."""
        return [self.logicalIndex(i) for i in range(self.count())]

    def in_declared_order(self) -> None:
        """Forget where columns were dragged to."""
        for i in range(self.count()):
            self.moveSection(self.visualIndex(i), i)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        self.menu_asked.emit(event.globalPos())

    @property
    def checkable(self) -> bool:
        """True when rows can be ticked."""
        return self._checkable

    def paintSection(self, painter: QPainter, rect: QRect, logicalIndex: int) -> None:  # noqa: N803
        table = self.parentWidget()
        model = self.model()
        if not isinstance(model, TableModel):
            return
        painter.save()
        paint.smooth(painter)
        box = QRectF(rect)
        painter.fillRect(box, theme.color("surface"))
        paint.hairline(painter, box.x(), box.right() + 1, box.bottom() - 1, "line2")
        column = model.columns[logicalIndex]
        first = getattr(table, "first_column", lambda: 0)() == logicalIndex
        left = self._delegate.text_left() if first else theme.m(GAP)
        inner = box.adjusted(left, 0, -theme.m(GAP), 0)
        if first and self._checkable:
            paint.checkbox(painter, self.check_rect(), self.check_state)
        here = bool(column.sort) and column.sort == model.sorted_key
        role, ink = ("caption_strong", "text") if here else ("caption", "text3")
        arrow = theme.m(18) if here else 0
        if here and column.align == "right":
            inner.adjust(0, 0, -arrow, 0)
        used = paint.txt(painter, inner, _(column.title), role, ink, align=column.align)
        if here:
            x = inner.right() if column.align == "right" else inner.x() + used
            name = "arrow-down" if model.sorted_descending else "arrow-up"
            icons.draw(painter, x + theme.m(4), box.center().y(), name, 13, token="text2")
        painter.restore()
