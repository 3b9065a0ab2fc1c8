"""Findings of one kind with what stands there and what the fix would write, each to be ticked."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter

from crm_desktop.core.i18n import _
from crm_desktop.services.care.doctor_checks import Finding
from crm_desktop.ui import icons, theme
from crm_desktop.ui.widgets import paint
from crm_desktop.ui.widgets.row_list import INSET, RowList

_HEIGHT = 40
_LISTED = 200


class FindingList(RowList):
    """``ticked`` after a finding was taken out of the fix or put back; Space does it too."""

    ticked = Signal()

    def __init__(self) -> None:
        super().__init__(_HEIGHT, self._paint, self._words)
        self._off: set[tuple[int, int]] = set()
        self._fixable = False

    def show_findings(self, findings: Sequence[Finding], *, fixable: bool) -> None:
        """Show the first of these, all in the fix."""
        self._off, self._fixable = set(), fixable
        self.set_rows(findings[:_LISTED])

    def left_out(self) -> frozenset[tuple[int, int]]:
        """Contact and part of those taken out of the fix."""
        return frozenset(self._off)

    def proposed(self) -> int:
        """How many of those shown would be fixed."""
        return sum(1 for one in self.rows if one.after is not None and _key(one) not in self._off)

    def toggle(self, number: int) -> None:
        """Take a finding out of the fix, or back into it."""
        if self.selectable(number) and self.rows[number].after is not None:
            self._off ^= {_key(self.rows[number])}
            self.update()
            self.ticked.emit()

    def pressed(self, key: Qt.Key) -> bool:
        if key == Qt.Key.Key_Space and self._fixable:
            self.toggle(self.current)
            return True
        return super().pressed(key)

    def clicked(self, number: int, x: float) -> None:
        """A click on the tick takes it out of the fix, elsewhere it opens the customer."""
        if self._fixable and x < theme.m(INSET + 26):
            self.toggle(number)
        else:
            super().clicked(number, x)

    def _words(self, one: Finding) -> str:
        return f"{one.name}: {one.before} → {_after(one)}" if one.before else one.name

    def _paint(self, painter: QPainter, box: QRectF, one: Finding, _hot: bool) -> None:
        left, right = box.x() + theme.m(INSET), box.right() - theme.m(INSET)
        if self._fixable:
            side = theme.m(16)
            tick = QRectF(left, box.center().y() - side / 2, side, side)
            if one.after is not None:
                paint.checkbox(painter, tick, _key(one) not in self._off)
            left += theme.m(28)
        third = (right - left) / 3
        name = QRectF(left, box.y(), third - theme.m(10), box.height())
        paint.txt(painter, name, one.name, "strong")
        before = QRectF(left + third, box.y(), third - theme.m(24), box.height())
        paint.txt(painter, before, one.before, "body", "text2")
        if one.after is None:
            return
        middle = left + 2 * third - theme.m(18)
        icons.draw(painter, middle, box.center().y(), "arrow-right", 13, token="text3")
        after = QRectF(left + 2 * third + theme.m(4), box.y(), third - theme.m(4), box.height())
        paint.txt(painter, after, _after(one), "body", "accentText")


def _key(one: Finding) -> tuple[int, int]:
    return one.contact_id, one.part_id


def _after(one: Finding) -> str:
    if one.after is None:
        return ""
    return one.after or _("taken off")
