"""Settings: the shop, this computer, the data file, what was changed, about."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QWidget

from crm_desktop.core.i18n import _, pgettext
from crm_desktop.ui.page import ShowRule
from crm_desktop.ui.tabbed_page import TabbedPage
from crm_desktop.ui.widgets.layout import column, max_width, plain, row
from crm_desktop.ui.widgets.scroll import ScrollArea

_WIDEST = 760


class SettingsPage(TabbedPage):
    """``go("settings", "file")`` opens a tab, ``go("settings", ShowRule(3))`` a rule."""

    name = "settings"
    title = staticmethod(lambda: _("Settings"))
    parts = (
        ("shop", lambda: pgettext("settings", "Shop"), "file_settings.FileSettings"),
        ("fields", lambda: _("Fields"), "custom_fields.CustomFields"),
        ("staff", lambda: _("Staff"), "staff.StaffSettings"),
        ("stages", lambda: _("Stages"), "stages.StageSettings"),
        ("grading", lambda: _("Lead grade"), "lead_grading.LeadGrading"),
        ("territories", lambda: _("Territories"), "territories.TerritorySettings"),
        ("rules", lambda: _("Follow-up rules"), "follow_up_rules.FollowUpRules"),
        ("imports", lambda: _("Imports"), "import_recipes.ImportRecipes"),
        ("documents", lambda: _("Documents"), "documents.DocumentSettings"),
        ("program", lambda: _("Look and language"), "program_settings.ProgramSettings"),
        ("reminders", lambda: _("Reminders"), "reminder_settings.ReminderSettings"),
        ("file", lambda: _("Data file"), "data_file.DataFile"),
        ("history", lambda: _("Change history"), "change_history.ChangeHistory"),
        ("about", lambda: pgettext("settings", "About"), "about.About"),
    )

    def framed(self, part: QWidget) -> QWidget:
        max_width(part, _WIDEST)
        inside = row((part, 100), None, margins=(24, 20, 24, 24))
        return ScrollArea(plain(column(plain(inside), None)))

    def shown(self) -> None:
        self.tabs.setFocus()

    def open_target(self, target: Any) -> None:
        if isinstance(target, ShowRule):
            self.show_part("rules")
            self.part("rules").reveal(target.id)
        else:
            super().open_target(target)
