"""The bar that replaces the filters while several rows are selected."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from crm_desktop.core import formats
from crm_desktop.core.i18n import _, ngettext
from crm_desktop.ui import theme
from crm_desktop.ui.theme import Text
from crm_desktop.ui.widgets import menu, paint
from crm_desktop.ui.widgets.buttons import Button, IconButton
from crm_desktop.ui.widgets.layout import fixed_height, row
from crm_desktop.ui.widgets.text import Label

HEIGHT = 46  # of the filter row it replaces, so that nothing jumps


@dataclass(frozen=True, slots=True)
class BulkAction:
    """Something to do with all selected rows."""

    key: str
    icon: str
    label: Text
    on: Callable[[], object]
    danger: bool = False


class BulkBar(QWidget):
    """How many rows are selected and what can be done with them; ``cleared`` ends it.

    ``counted`` says how many there are of what is not customers.
    """

    cleared = Signal()

    def __init__(self, counted: Callable[[int], str] | None = None) -> None:
        super().__init__()
        self._count = 0
        self._counted = counted
        self._actions: Sequence[BulkAction] = ()
        self._buttons: list[Button] = []
        self._box = _Tick()
        self._box.pressed_.connect(self.cleared.emit)
        self.label = Label(self._words, "strong", "accentText")
        self.more = IconButton("dots-three", lambda: _("More"), on=self._open_more)
        self.end = Button(
            lambda: _("Esc clears the selection"), kind="link", small=True, on=self.cleared.emit
        )
        self._holder = row(gap=6)
        self.setLayout(
            row(
                self._box,
                self.label,
                8,
                self._holder,
                self.more,
                None,
                self.end,
                gap=8,
                margins=(32, 4, 36, 4),
            )
        )
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        fixed_height(self, HEIGHT)

    def set_actions(self, actions: Sequence[BulkAction]) -> None:
        """Offer these, most used first; those that do not fit fold into "…"."""
        for button in self._buttons:
            button.hide()
            button.deleteLater()
        self._actions = actions
        self._buttons = [
            Button(action.label, action.icon, small=True, on=action.on) for action in actions
        ]
        for button in self._buttons:
            self._holder.addWidget(button)
        self._fold()

    def show_count(self, count: int) -> None:
        """How many rows are selected."""
        self._count = count
        self.label.say(self._words)
        self._fold()

    def offered(self) -> list[BulkAction]:
        """What it offers."""
        return list(self._actions)

    def button(self, key: str) -> Button | None:
        """The button of an action."""
        keys = [action.key for action in self._actions]
        return self._buttons[keys.index(key)] if key in keys else None

    def _words(self) -> str:
        if self._counted is not None:
            return self._counted(self._count)
        text = ngettext("{n} selected", "{n} selected", self._count)
        return text.format(n=formats.integer(self._count))

    def _fold(self) -> None:
        gap = theme.m(6)
        room = self.width() - theme.m(32 + 36 + 8 * 6) - self._box.width()
        room -= self.label.sizeHint().width()
        end = self.end.sizeHint().width()
        total = sum(button.sizeHint().width() + gap for button in self._buttons)
        self.end.setVisible(total + end <= room)
        folds = total > room
        self.more.setVisible(folds)
        room -= theme.m(38) if folds else 0
        for button in self._buttons:
            room -= button.sizeHint().width() + gap
            button.setVisible(room >= 0)

    def _open_more(self) -> None:
        items = [
            menu.MenuItem(action.label, action.on, action.icon, danger=action.danger)
            for action, button in zip(self._actions, self._buttons, strict=True)
            if button.isHidden()
        ]
        menu.popup_below(self.more, items)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fold()

    def minimumSizeHint(self) -> QSize:
        return QSize(0, theme.m(HEIGHT))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        inner = QRectF(self.rect()).adjusted(theme.m(24), theme.m(3), -theme.m(24), -theme.m(3))
        paint.rounded(painter, inner, theme.m(6), "selected")
        painter.end()


class _Tick(QWidget):
    """The partly ticked box at its head; a click clears the selection."""

    pressed_ = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        theme.live(self, lambda: self.setFixedSize(theme.m(20), theme.m(28)))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint.smooth(painter)
        side = theme.m(16)
        paint.checkbox(painter, QRectF(1, (self.height() - side) / 2, side, side), None)
        painter.end()

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        self.pressed_.emit()
