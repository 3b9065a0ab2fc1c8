"""Which kinds the calendar shows: a legend whose boxes switch them on and off."""

from __future__ import annotations

from collections.abc import Collection
from functools import partial

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from crm_desktop.core.i18n import _
from crm_desktop.services.calendar import calendar_words as words
from crm_desktop.services.calendar.calendar import KINDS
from crm_desktop.ui import icons, theme
from crm_desktop.ui.calendar import looks
from crm_desktop.ui.widgets import paint
from crm_desktop.ui.widgets.buttons import Button
from crm_desktop.ui.widgets.focus_ring import FocusRing
from crm_desktop.ui.widgets.menu import MenuItem, popup_below

_BOX, _GAP, _HIGH = 15, 12, 28


class KindBox(FocusRing, QAbstractButton):
    """A box in the colour of its kind, and the kind's name."""

    def __init__(self, kind: str) -> None:
        super().__init__()
        self.kind = kind
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def fit(self) -> None:
        """Take the name in the language in force and the room it needs."""
        self.setText(words.kind_name(self.kind))
        wide = theme.m(_BOX + 7) + round(paint.width(self.text(), "caption")) + theme.m(4)
        self.setFixedSize(wide, theme.m(_HIGH))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint.smooth(painter)
        side = theme.m(_BOX)
        box = QRectF(1, (self.height() - side) / 2, side, side)
        if self.isChecked():
            paint.rounded(painter, box, theme.m(4), looks.KINDS[self.kind][1])
            icons.paint(painter, box.adjusted(2, 2, -2, -2), "check-bold", "surface")
        else:
            paint.rounded(painter, box, theme.m(4), "surface", "line3")
        text = QRectF(box.right() + theme.m(6), 0, self.width(), self.height())
        paint.txt(painter, text, self.text(), "caption", "text2")
        if self.rings():
            paint.rounded(painter, QRectF(self.rect()), theme.m(5), None, "focus", pen=2)
        painter.end()


class Legend(QWidget):
    """As many boxes as there is room for; a button with all of them behind the rest."""

    changed = Signal()

    def __init__(self, hidden: Collection[str]) -> None:
        super().__init__()
        self.boxes = [KindBox(kind) for kind in KINDS]
        self.more = Button("", "funnel-simple", "ghost", small=True, on=self.offer)
        for box in self.boxes:
            box.setParent(self)
            box.setChecked(box.kind not in hidden)
            box.clicked.connect(self._clicked)
        self.more.setParent(self)
        self._least = 0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.live(self, self._measure)

    def shown(self) -> list[str]:
        """The kinds that are switched on."""
        return [box.kind for box in self.boxes if box.isChecked()]

    def hidden(self) -> list[str]:
        """The kinds that are switched off."""
        return [box.kind for box in self.boxes if not box.isChecked()]

    def width_of(self, count: int) -> int:
        """The width of the first boxes and the button."""
        boxes = sum(box.width() + theme.m(_GAP) for box in self.boxes[:count])
        return boxes + self.more.sizeHint().width()

    def sizeHint(self) -> QSize:
        return QSize(self._least, theme.m(_HIGH))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def _clicked(self) -> None:
        self._place()
        self.changed.emit()

    def _measure(self) -> None:
        for box in self.boxes:
            box.fit()
        self._say(len(self.boxes))
        self._least = self.more.sizeHint().width()  # the layout must not follow its "+n"
        self.updateGeometry()
        self._place()

    def _place(self) -> None:
        """Boxes from the left while there is room for the button behind them."""
        gap, x, shown = theme.m(_GAP), 0, 0
        self._say(len(self.boxes))
        room = self.width() - (0 if self._fits() else self.more.sizeHint().width())
        for box in self.boxes:
            if x + box.width() > room:
                break
            x += box.width() + gap
            shown += 1
        for number, box in enumerate(self.boxes):
            box.setVisible(number < shown)
        x = 0
        for box in self.boxes[:shown]:
            box.move(x, (self.height() - box.height()) // 2)
            x += box.width() + gap
        self._say(len(self.boxes) - shown)
        self.more.setVisible(shown < len(self.boxes))
        size = self.more.sizeHint()
        self.more.setGeometry(x, (self.height() - size.height()) // 2, size.width(), size.height())

    def _fits(self) -> bool:
        """True when no button is needed."""
        return self.width() >= self.width_of(len(self.boxes)) - self.more.sizeHint().width()

    def _say(self, more: int) -> None:
        self.more.say(f"+{more}" if more < len(self.boxes) else "")
        self.more.setToolTip(_("What the calendar shows"))
        self.more.setAccessibleName(_("What the calendar shows"))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    def offer(self) -> None:
        """All kinds in a menu."""
        popup_below(
            self.more,
            [
                MenuItem(words.kind_name(box.kind), partial(self._toggle, box),
                         looks.KINDS[box.kind][0], checked=box.isChecked())
                for box in self.boxes
            ],
        )  # fmt: skip

    def _toggle(self, box: KindBox) -> None:
        box.setChecked(not box.isChecked())
        self._clicked()
