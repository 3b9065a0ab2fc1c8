"""Many orders in the grid, or one after the other as at a counter."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal

from crm_desktop.core.i18n import _
from crm_desktop.ui import theme
from crm_desktop.ui.page import Shell
from crm_desktop.ui.sales.entry_model import CUSTOMER, PRODUCT
from crm_desktop.ui.widgets.choices import Choice, SegControl

if TYPE_CHECKING:
    from crm_desktop.ui.sales.entry_view import EntryView

MANY, ONE = "many", "one"


class OrderMode(QObject):
    """``seg`` stands in the header. With one order the customer is asked once, and Enter after the
    payment saves. What was chosen last is remembered on this computer."""

    changed = Signal()

    def __init__(self, view: EntryView, shell: Shell) -> None:
        super().__init__(view)
        self._view, self._shell = view, shell
        self.seg = SegControl(
            [Choice(MANY, lambda: _("Many orders")), Choice(ONE, lambda: _("One order"))],
            small=True,
        )
        theme.live(
            self.seg,
            lambda: self.seg.setToolTip(_("One order: Enter after the payment saves it")),
        )
        self.seg.chosen.connect(self.choose)
        self._use(ONE if shell.preferences.one_order else MANY)
        view.model.edited.connect(self._follow)

    def choose(self, mode: str) -> None:
        """Take a mode; one order only while there is not more than one."""
        if mode == ONE and len(self._view.batch.orders()) > 1:
            self.seg.set_current(MANY)
            self._view.model.refused.emit(_("Save the other orders first, or put them aside."))
            return
        self._use(mode)
        grid = self._view.grid
        grid.setFocus(Qt.FocusReason.OtherFocusReason)
        here = grid.currentIndex()
        if mode == ONE and here.row() > 0 and here.column() == CUSTOMER:
            grid.go(here.row(), PRODUCT, edit=True)  # the order has its customer
        self._shell.preferences.one_order = mode == ONE
        self._shell.preferences.save()

    def turn(self) -> None:
        """To the other mode."""
        self.choose(MANY if self.seg.current() == ONE else ONE)

    def _use(self, mode: str) -> None:
        self.seg.set_current(mode)
        self._view.model.one_order = mode == ONE
        self.changed.emit()

    def _follow(self) -> None:
        """A draft or an order taken up can bring a second one: then there are many."""
        if self._view.model.one_order and len(self._view.batch.orders()) > 1:
            self._use(MANY)
        elif self._shell.preferences.one_order and not len(self._view.batch):
            self._use(ONE)
