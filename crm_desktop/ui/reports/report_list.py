"""The reports there are, by group; one is current."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QShowEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from crm_desktop.core.i18n import _
from crm_desktop.reports.catalogue import ReportKind
from crm_desktop.ui import theme
from crm_desktop.ui.theme import Text
from crm_desktop.ui.widgets import paint
from crm_desktop.ui.widgets.scroll import bring_into_view

_GROUP, _ITEM, _GAP = 32, 48, 8


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the list."""

    key: str
    name: Text
    about: Text
    group: Text


def entry(kind: ReportKind) -> Entry:
    """A report as a line."""
    name, about, group = kind.name, kind.about, kind.group
    return Entry(kind.key, lambda: _(name), lambda: _(about), lambda: _(group))


class ReportList(QWidget):
    """Up and Down, or a click; ``chosen`` carries the report's key."""

    chosen = Signal(str)

    def __init__(self, kinds: Sequence[Entry]) -> None:
        super().__init__()
        self._kinds = tuple(kinds)
        self._current = kinds[0].key
        self._hover = ""
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.live(self, self._fit)

    def show_entries(self, entries: Sequence[Entry]) -> None:
        """Replace all lines; the current key stays."""
        self._kinds = tuple(entries)
        self._fit()

    def current(self) -> str:
        """Key of the current report."""
        return self._current

    def set_current(self, key: str) -> None:
        """Make one current without telling anybody, and bring it into view."""
        self._current = key
        self._fit()
        self._seek()

    def _seek(self) -> None:
        for kind, box in self._boxes()[1]:
            if kind.key == self._current:
                bring_into_view(self, box)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._seek()

    def _fit(self) -> None:
        self.setAccessibleName(_("Reports"))
        names = (theme.text_of(one.name) for one in self._kinds if one.key == self._current)
        self.setAccessibleDescription(next(names, ""))
        self.updateGeometry()
        self.update()

    def _boxes(self) -> tuple[list[tuple[str, QRectF]], list[tuple[Entry, QRectF]]]:
        """Group captions and reports with their places."""
        captions: list[tuple[str, QRectF]] = []
        items: list[tuple[Entry, QRectF]] = []
        y, group = 0, ""
        for kind in self._kinds:
            named = theme.text_of(kind.group)
            if named != group:
                y += theme.m(_GAP) if group else 0
                group = named
                captions.append((group, QRectF(theme.m(20), y, self.width(), theme.m(_GROUP))))
                y += theme.m(_GROUP)
            wide = self.width() - theme.m(20)
            items.append((kind, QRectF(theme.m(10), y, wide, theme.m(_ITEM - 2))))
            y += theme.m(_ITEM)
        return captions, items

    def sizeHint(self) -> QSize:
        _captions, items = self._boxes()
        return QSize(theme.m(200), round(items[-1][1].bottom()) + theme.m(8))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint.smooth(painter)
        captions, items = self._boxes()
        for group, box in captions:
            paint.txt(painter, box, group, "caption", "text3")
        for kind, box in items:
            self._paint_item(painter, kind, box)
        painter.end()

    def _paint_item(self, painter: QPainter, kind: Entry, box: QRectF) -> None:
        here = kind.key == self._current
        if here or kind.key == self._hover:
            paint.rounded(painter, box, theme.m(7), "selected" if here else "hover")
        if here:
            mark = QRectF(box.x(), box.y() + theme.m(12), theme.m(3), box.height() - theme.m(24))
            paint.rounded(painter, mark, 1.5, "accent")
        if here and self.hasFocus():
            paint.rounded(painter, box, theme.m(7), None, "focus", pen=2)
        left, room = box.x() + theme.m(14), box.width() - theme.m(24)
        name = QRectF(left, box.y() + theme.m(4), room, theme.m(20))
        about = QRectF(left, box.y() + theme.m(23), room, theme.m(18))
        paint.txt(painter, name, theme.text_of(kind.name), "strong" if here else "body")
        paint.txt(painter, about, theme.text_of(kind.about), "caption", "text3")

    def _at(self, event: QMouseEvent) -> str:
        _captions, items = self._boxes()
        return next((kind.key for kind, box in items if box.contains(event.position())), "")

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent):
            _captions, items = self._boxes()
            here = (kind for kind, box in items if box.contains(event.pos()))
            lines = [f"{theme.text_of(one.name)}\n{theme.text_of(one.about)}" for one in here]
            QToolTip.showText(event.globalPos(), theme.tip("".join(lines)), self)
            return True
        return super().event(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        at = self._at(event)
        if at != self._hover:
            self._hover = at
            self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._choose(self._at(event))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
            return
        keys = [kind.key for kind in self._kinds]
        place = keys.index(self._current) + step if self._current in keys else 0
        if 0 <= place < len(keys):
            self._choose(keys[place])

    def _choose(self, key: str) -> None:
        if key and key != self._current:
            self.set_current(key)
            self.chosen.emit(key)
