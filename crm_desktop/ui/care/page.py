"""Clean up: who is there twice, what is wrong in the data, what was deleted."""

from __future__ import annotations

from crm_desktop.core.i18n import _
from crm_desktop.ui.tabbed_page import TabbedPage


class CarePage(TabbedPage):
    """``go("care", "recycle_bin")`` opens a tab."""

    name = "care"
    title = staticmethod(lambda: _("Clean up"))
    parts = (
        ("duplicates", lambda: _("Duplicates"), "duplicates.Duplicates"),
        ("data_doctor", lambda: _("Data doctor"), "data_doctor.DataDoctor"),
        ("recycle_bin", lambda: _("Recycle bin"), "recycle_bin.RecycleBin"),
    )

    def shown(self) -> None:
        self.tabs.setFocus()
