"""The switch between the parts of the page of sales: sales, quotes, orders."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from crm_desktop.core.i18n import _, pgettext
from crm_desktop.ui import theme
from crm_desktop.ui.widgets.buttons import Button
from crm_desktop.ui.widgets.choices import Choice, SegControl
from crm_desktop.ui.widgets.layout import row
from crm_desktop.ui.widgets.menu import MenuItem, popup_below

PARTS = ("sales", "quotes", "orders")

WIDE_FROM = 900  # scaled width of the part from which all stand side by side


def name_of(part: str) -> str:
    """The name of a part in the language in force."""
    return {
        "sales": _("Sales"),
        "quotes": pgettext("part of sales", "Quotes"),
        "orders": pgettext("part of sales", "Orders"),
    }[part]


class PartSwitch(QWidget):
    """All parts side by side, or the current one with a menu where there is little room."""

    chosen = Signal(str)

    def __init__(self, current: str) -> None:
        super().__init__()
        self._current = current
        self.seg = SegControl([Choice(key, partial(name_of, key)) for key in PARTS], current)
        self.folded = Button(partial(name_of, current), "caret-down", on=self._offer)
        self.seg.chosen.connect(self._choose)
        self.setLayout(row(self.seg, self.folded, gap=0))
        theme.live(self, lambda: self.seg.setAccessibleName(_("What is shown")))

    def fit(self, width: float) -> None:
        """Fold in a part that is ``width`` pixels wide."""
        wide = width >= theme.m(WIDE_FROM)
        self.seg.setVisible(wide)
        self.folded.setVisible(not wide)

    def _offer(self) -> None:
        items = [MenuItem(partial(name_of, key), partial(self._choose, key)) for key in PARTS]
        popup_below(self.folded, items)

    def _choose(self, part: str) -> None:
        self.seg.set_current(self._current)  # each part has a switch of its own
        if part != self._current:
            self.chosen.emit(part)
