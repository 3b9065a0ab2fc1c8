"""The parts of a report: ticked or not, in an order that can be changed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QListWidget,
    QListWidgetItem,
    QSizePolicy,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)

from crm_desktop.core.i18n import _
from crm_desktop.ui import icons, theme
from crm_desktop.ui.widgets import paint

_ROW = 30
_KEY = Qt.ItemDataRole.UserRole


@dataclass(frozen=True, slots=True)
class Section:
    """One part: ``label`` is asked for each time it is shown."""

    key: str
    label: Callable[[], str]
    on: bool = True


class SectionList(QListWidget):
    """Space or a click ticks; dragging or Alt+Up and Alt+Down move. ``changed`` after either.

    One part always stays ticked.
    """

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._labels: dict[str, Callable[[], str]] = {}
        self._pressed = -1
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setItemDelegate(_SectionDelegate(self))
        self.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.setDefaultDropAction(Qt.DropAction.MoveAction)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.model().rowsMoved.connect(lambda *_move: self.changed.emit())
        theme.live(self, self._fit)

    def show_sections(self, sections: Sequence[Section]) -> None:
        """Replace all parts."""
        self._labels = {section.key: section.label for section in sections}
        self.clear()
        for section in sections:
            item = QListWidgetItem(section.label())
            item.setData(_KEY, section.key)
            item.setFlags(
                Qt.ItemFlag.ItemIsEnabled
                | Qt.ItemFlag.ItemIsSelectable
                | Qt.ItemFlag.ItemIsDragEnabled
                | Qt.ItemFlag.ItemIsUserCheckable
            )
            item.setCheckState(Qt.CheckState.Checked if section.on else Qt.CheckState.Unchecked)
            self.addItem(item)
        self.setCurrentRow(0)
        self._fit()

    def ticked(self) -> tuple[str, ...]:
        """Keys of the ticked parts in their order."""
        items = (self.item(number) for number in range(self.count()))
        return tuple(
            str(item.data(_KEY)) for item in items if item.checkState() == Qt.CheckState.Checked
        )

    def _fit(self) -> None:
        self.setAccessibleName(_("Contents"))
        for number in range(self.count()):
            item = self.item(number)
            item.setText(self._labels[str(item.data(_KEY))]())
        self.setFixedHeight(max(1, self.count()) * theme.m(_ROW))
        self.doItemsLayout()

    def _toggle(self, item: QListWidgetItem | None) -> None:
        if item is None:
            return
        ticked = item.checkState() == Qt.CheckState.Checked
        if ticked and len(self.ticked()) == 1:
            return  # a report without any part is none
        item.setCheckState(Qt.CheckState.Unchecked if ticked else Qt.CheckState.Checked)
        self.changed.emit()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        item: QListWidgetItem | None = self.itemAt(event.position().toPoint())
        self._pressed = -1 if item is None else self.row(item)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        # Not the view's own way: it would tick on a press in the box only.
        item = self.itemAt(event.position().toPoint())
        if item is not None and self.row(item) == self._pressed:
            self._toggle(item)
        self._pressed = -1
        self.setState(QAbstractItemView.State.NoState)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()))
        if step and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self._move(step)
        elif event.key() == Qt.Key.Key_Space:
            self._toggle(self.currentItem())
        else:
            super().keyPressEvent(event)

    def _move(self, step: int) -> None:
        here = self.currentRow()
        if 0 <= here + step < self.count():
            item = self.takeItem(here)
            self.insertItem(here + step, item)
            self.setCurrentRow(here + step)
            self.changed.emit()


class _SectionDelegate(QStyledItemDelegate):
    def sizeHint(
        self, _option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        return QSize(theme.m(120), theme.m(_ROW))

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        painter.save()
        paint.smooth(painter)
        row = QRectF(option.rect)
        if option.state & QStyle.StateFlag.State_MouseOver:
            paint.rounded(painter, row, theme.m(5), "hover")
        ticked = index.data(Qt.ItemDataRole.CheckStateRole) in (2, Qt.CheckState.Checked)
        side = theme.m(16)
        box = QRectF(row.x() + 2, row.center().y() - side / 2, side, side)
        paint.checkbox(painter, box, ticked)
        text = row.adjusted(theme.m(26), 0, -theme.m(20), 0)
        paint.txt(painter, text, str(index.data() or ""), "body", "text" if ticked else "text2")
        grip = row.right() - theme.m(16)
        icons.draw(painter, grip, row.center().y(), "dots-six-vertical", 15, token="line3")
        view = self.parent()
        if isinstance(view, SectionList) and view.hasFocus() and index == view.currentIndex():
            paint.rounded(painter, row, theme.m(5), None, "focus", pen=2)
        painter.restore()
