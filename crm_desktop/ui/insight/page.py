"""Insight: what the records say about customers, each figure one click from who is behind it."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from crm_desktop.core.i18n import _
from crm_desktop.ui.tabbed_page import TabbedPage
from crm_desktop.ui.widgets.layout import plain, row
from crm_desktop.ui.widgets.scroll import ScrollArea


class InsightPage(TabbedPage):
    """``go("insight", "lifecycle")`` opens a tab."""

    name = "insight"
    title = staticmethod(lambda: _("Insight"))
    parts = (
        ("lifecycle", lambda: _("Customer lifecycle"), "lifecycle.Lifecycle"),
        ("staff", lambda: _("Staff"), "staff.Staff"),
        ("expenses", lambda: _("Expenses"), "expenses.Expenses"),
    )

    def framed(self, part: QWidget) -> QWidget:
        return ScrollArea(plain(row((part, 1), margins=(24, 16, 24, 24))))

    def retranslate(self) -> None:
        if self.shell.workspace.is_open:
            self.refresh(None)
