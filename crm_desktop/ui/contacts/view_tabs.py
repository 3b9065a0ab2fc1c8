"""The saved views of a list as underlined tabs with live counts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QPoint, QSize, Signal
from PySide6.QtGui import QContextMenuEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from crm_desktop.core.i18n import _
from crm_desktop.ui import theme
from crm_desktop.ui.widgets import menu, paint
from crm_desktop.ui.widgets.buttons import Button
from crm_desktop.ui.widgets.choices import Choice, Tabs
from crm_desktop.ui.widgets.layout import row


class _WholeTabs(Tabs):
    """Tabs that ask for a pixel more than they measure, so that rounding folds none of them."""

    def sizeHint(self) -> QSize:
        hint = super().sizeHint()
        return QSize(hint.width() + 2, hint.height())


class ViewTabs(QWidget):
    """``chosen`` carries the key of a view; ``menu_asked`` its key and where to open a menu."""

    chosen = Signal(str)
    menu_asked = Signal(str, QPoint)

    def __init__(self, add: Callable[[], object]) -> None:
        super().__init__()
        self.tabs = _WholeTabs([])
        self.tabs.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.tabs.chosen.connect(self.chosen.emit)
        self.tabs.folded.connect(self._fold_menu)
        self.add = Button(lambda: _("New view"), "plus", "ghost", small=True, on=add)
        self.add.setToolTip("")
        self._views: list[Choice] = []
        self.setLayout(row(self.tabs, 8, self.add, None, gap=0, margins=(24, 0, 16, 0)))
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def show_views(self, views: Sequence[Choice], current: str) -> None:
        """Show these views and mark one."""
        self._views = list(views)
        self.tabs.set_choices(views)
        self.tabs.set_current(current)

    def _fold_menu(self, keys: list[str]) -> None:
        items = [
            menu.MenuItem(_labelled(choice), partial(self._pick, choice.key))
            for choice in self._views
            if choice.key in keys
        ]
        popup = menu.build(self, items)
        popup.popup(self.tabs.mapToGlobal(self.tabs.rect().bottomRight() - QPoint(theme.m(160), 0)))

    def _pick(self, key: str) -> None:
        self.tabs.set_current(key)
        self.chosen.emit(key)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        x = self.tabs.mapFrom(self, event.pos()).x()
        for choice, (left, wide) in zip(self._views, self.tabs.spans(), strict=True):
            if left <= x <= left + wide:
                self.menu_asked.emit(choice.key, event.globalPos())
                return

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint.hairline(painter, 0, self.width(), self.height() - 1)
        painter.end()


def _labelled(choice: Choice) -> str:
    label = theme.text_of(choice.label)
    return label if choice.count is None else f"{label}  {choice.count:,}"
