"""Service: what stands at customers' and wants looking after."""

from __future__ import annotations

from typing import Any

from crm_desktop.core.i18n import _
from crm_desktop.ui.assets.card import AssetCardDialog
from crm_desktop.ui.page import OpenRecord
from crm_desktop.ui.tabbed_page import TabbedPage


class ServicePage(TabbedPage):
    """``go("service", "services_due")`` opens a tab, ``OpenRecord(id)`` the card of a piece of
    equipment."""

    name = "service"
    title = staticmethod(lambda: _("Service"))
    parts = (("services_due", lambda: _("Services due"), "services_due.ServicesDue"),)

    def retranslate(self) -> None:
        if self.shell.workspace.is_open:
            self.refresh(None)

    def open_target(self, target: Any) -> None:
        if isinstance(target, OpenRecord):
            self.show_part("services_due")
            AssetCardDialog(self, self.shell, target.id).open()
        else:
            super().open_target(target)
