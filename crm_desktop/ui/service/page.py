"""Service: what stands at customers' and wants looking after."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from importlib import import_module
from typing import Any

from PySide6.QtWidgets import QStackedWidget, QWidget

from crm_desktop.core.changes import Changes
from crm_desktop.core.i18n import _
from crm_desktop.ui.assets.card import AssetCardDialog
from crm_desktop.ui.page import OpenRecord, Page, PageHeader, Shell, bare_column
from crm_desktop.ui.service.part import ServicePart
from crm_desktop.ui.widgets import menu
from crm_desktop.ui.widgets.choices import Choice, Tabs
from crm_desktop.ui.widgets.layout import plain, row

PARTS: tuple[tuple[str, Callable[[], str], str], ...] = (
    ("services_due", lambda: _("Services due"), "ServicesDue"),
)
"""Key (its module beside this one), title and class of each tab."""


class ServicePage(Page):
    """Tabs over parts; a part is built when first seen. ``go("service", "services_due")`` opens
    one, ``OpenRecord(id)`` the card of a piece of equipment."""

    name = "service"

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self._parts: dict[str, ServicePart] = {}
        self.tabs = Tabs([Choice(key, words) for key, words, _class in PARTS])
        self.tabs.chosen.connect(self.show_part)
        self.tabs.folded.connect(self._fold)
        self._stack = QStackedWidget()
        whole = bare_column(self)
        whole.addWidget(PageHeader(lambda: _("Service")))
        whole.addWidget(plain(row((self.tabs, 1), margins=(24, 0, 24, 0))))
        whole.addWidget(self._stack, 1)

    def part(self, key: str) -> ServicePart:
        """One part, built if needed."""
        if key not in self._parts:
            name = next(made for one, _words, made in PARTS if one == key)
            made: type[ServicePart] = getattr(import_module(f"crm_desktop.ui.service.{key}"), name)
            self._parts[key] = made(self.shell)
            self._stack.addWidget(self._parts[key])
        return self._parts[key]

    def show_part(self, key: str) -> None:
        """Turn to a part and read it."""
        part = self.part(key)
        self.tabs.set_current(key)
        self._stack.setCurrentWidget(part)
        part.refresh(None)

    def refresh(self, changes: Changes | None) -> None:
        current = self.tabs.current()
        if current not in self._parts:
            self.show_part(current)
        else:
            self._parts[current].refresh(changes)

    def shown(self) -> None:
        self.part(self.tabs.current()).take_focus()

    def retranslate(self) -> None:
        if self.shell.workspace.is_open:
            self.refresh(None)

    def open_target(self, target: Any) -> None:
        if target in [key for key, _words, _class in PARTS]:
            self.show_part(str(target))
        elif isinstance(target, OpenRecord):
            self.show_part("services_due")
            AssetCardDialog(self, self.shell, target.id).open()

    def regions(self) -> list[QWidget]:
        return [self.tabs, self.part(self.tabs.current())]

    def _fold(self, keys: list[str]) -> None:
        items = [
            menu.MenuItem(words, partial(self.show_part, key))
            for key, words, _class in PARTS
            if key in keys
        ]
        menu.popup_below(self.tabs, items)
