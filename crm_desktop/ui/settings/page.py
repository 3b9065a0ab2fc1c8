"""Settings: the shop, this computer, the data file, what was changed, about."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtWidgets import QStackedWidget, QWidget

from crm_desktop.core.changes import Changes
from crm_desktop.core.i18n import _, pgettext
from crm_desktop.ui.page import Page, PageHeader, Shell, ShowRule, bare_column
from crm_desktop.ui.settings.about import About
from crm_desktop.ui.settings.change_history import ChangeHistory
from crm_desktop.ui.settings.custom_fields import CustomFields
from crm_desktop.ui.settings.data_file import DataFile
from crm_desktop.ui.settings.documents import DocumentSettings
from crm_desktop.ui.settings.file_settings import FileSettings
from crm_desktop.ui.settings.follow_up_rules import FollowUpRules
from crm_desktop.ui.settings.import_recipes import ImportRecipes
from crm_desktop.ui.settings.lead_grading import LeadGrading
from crm_desktop.ui.settings.program_settings import ProgramSettings
from crm_desktop.ui.settings.reminder_settings import ReminderSettings
from crm_desktop.ui.settings.staff import StaffSettings
from crm_desktop.ui.settings.stages import StageSettings
from crm_desktop.ui.settings.territories import TerritorySettings
from crm_desktop.ui.widgets import menu
from crm_desktop.ui.widgets.choices import Choice, Tabs
from crm_desktop.ui.widgets.layout import column, max_width, plain, row
from crm_desktop.ui.widgets.scroll import ScrollArea

_WIDEST = 760

PARTS: tuple[tuple[str, Callable[[], str], Callable[[Shell], QWidget]], ...] = (
    ("shop", lambda: pgettext("settings", "Shop"), FileSettings),
    ("fields", lambda: _("Fields"), CustomFields),
    ("staff", lambda: _("Staff"), StaffSettings),
    ("stages", lambda: _("Stages"), StageSettings),
    ("grading", lambda: _("Lead grade"), LeadGrading),
    ("territories", lambda: _("Territories"), TerritorySettings),
    ("rules", lambda: _("Follow-up rules"), FollowUpRules),
    ("imports", lambda: _("Imports"), ImportRecipes),
    ("documents", lambda: _("Documents"), DocumentSettings),
    ("program", lambda: _("Look and language"), ProgramSettings),
    ("reminders", lambda: _("Reminders"), ReminderSettings),
    ("file", lambda: _("Data file"), DataFile),
    ("history", lambda: _("Change history"), ChangeHistory),
    ("about", lambda: pgettext("settings", "About"), About),
)


class SettingsPage(Page):
    """Tabs over parts; a part is built when it is first seen. ``go("settings", "file")`` opens
    one of ``PARTS``, ``go("settings", ShowRule(3))`` a rule."""

    name = "settings"

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self._parts: dict[str, QWidget] = {}
        self._scrolls: dict[str, QWidget] = {}
        self.tabs = Tabs([Choice(key, words) for key, words, _make in PARTS])
        self.tabs.chosen.connect(self.show_part)
        self.tabs.folded.connect(self._fold)
        self._stack = QStackedWidget()
        whole = bare_column(self)
        whole.addWidget(PageHeader(lambda: _("Settings")))
        whole.addWidget(plain(row((self.tabs, 1), margins=(24, 0, 24, 0))))
        whole.addWidget(self._stack, 1)

    def part(self, key: str) -> QWidget:
        """One part, built if needed."""
        if key not in self._parts:
            part = next(make for name, _words, make in PARTS if name == key)(self.shell)
            max_width(part, _WIDEST)
            self._parts[key] = part
            inside = row((part, 100), None, margins=(24, 20, 24, 24))
            area = ScrollArea(plain(column(plain(inside), None)))
            self._scrolls[key] = area
            self._stack.addWidget(area)
        return self._parts[key]

    def show_part(self, key: str) -> None:
        """Turn to a part."""
        part = self.part(key)
        self.tabs.set_current(key)
        self._stack.setCurrentWidget(self._scrolls[key])
        _read(part, None)

    def refresh(self, changes: Changes | None) -> None:
        current = self.tabs.current()
        if current not in self._parts:
            self.show_part(current)
        else:
            _read(self._parts[current], changes)

    def shown(self) -> None:
        self.tabs.setFocus()

    def open_target(self, target: Any) -> None:
        if target in [key for key, _words, _make in PARTS]:
            self.show_part(str(target))
        elif isinstance(target, ShowRule):
            self.show_part("rules")
            rules = self.part("rules")
            assert isinstance(rules, FollowUpRules)
            rules.reveal(target.id)

    def regions(self) -> list[QWidget]:
        return [self.tabs, self._parts[self.tabs.current()]]

    def _fold(self, keys: list[str]) -> None:
        items = [
            menu.MenuItem(words, partial(self.show_part, key))
            for key, words, _make in PARTS
            if key in keys
        ]
        menu.popup_below(self.tabs, items)


def _read(part: QWidget, changes: Changes | None) -> None:
    if isinstance(
        part,
        StaffSettings
        | StageSettings
        | TerritorySettings
        | LeadGrading
        | FileSettings
        | CustomFields
        | FollowUpRules
        | DocumentSettings
        | ImportRecipes
        | DataFile
        | ChangeHistory,
    ):
        part.refresh(changes)
    elif isinstance(part, ProgramSettings | ReminderSettings):
        part.refresh()
