"""What can be chosen for a report: month, parts, language."""

from __future__ import annotations

import datetime as dt

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout

from crm_desktop.core import clock, i18n
from crm_desktop.core.i18n import _
from crm_desktop.reports.catalogue import ReportKind, ReportOptions, SectionKind
from crm_desktop.ui.reports.month_picker import MonthPicker
from crm_desktop.ui.reports.section_list import Section, SectionList
from crm_desktop.ui.widgets.form import ComboBox
from crm_desktop.ui.widgets.layout import column, plain
from crm_desktop.ui.widgets.scroll import ScrollArea
from crm_desktop.ui.widgets.text import Label

WIDTH = 272


def last_full_month(today: dt.date) -> dt.date:
    """First day of the month before the present one: what a monthly report is made for."""
    return (today.replace(day=1) - dt.timedelta(days=1)).replace(day=1)


class ReportOptionsPanel(QFrame):
    """``changed`` after any choice of the user."""

    changed = Signal()

    def __init__(self, kind: ReportKind) -> None:
        super().__init__()
        self.setProperty("panel", "right")
        self.month = MonthPicker(last_full_month(clock.today()))
        self.sections = SectionList()
        languages = [("zh_CN", "中文"), ("en", "English")]
        self.language = ComboBox(languages, i18n.language())
        self._language_chosen = False
        self.contents = Label(lambda: _("Contents (drag to reorder)"), "caption", "text2")
        content = plain(
            column(
                Label(lambda: _("Period"), "caption", "text2"),
                self.month,
                14,
                self.contents,
                self.sections,
                14,
                Label(lambda: _("Language"), "caption", "text2"),
                self.language,
                None,
                gap=4,
                margins=(18, 14, 18, 16),
            )
        )
        whole = QVBoxLayout(self)
        whole.setContentsMargins(1, 0, 0, 0)
        whole.addWidget(ScrollArea(content))
        self.show_kind(kind)
        self.month.chosen.connect(lambda _month: self.changed.emit())
        self.sections.changed.connect(self.changed.emit)
        self.language.activated.connect(self._choose_language)

    def show_kind(self, kind: ReportKind) -> None:
        """Offer the parts of another report, all ticked."""
        self.sections.show_sections([_section(one) for one in kind.sections])
        self.contents.setVisible(bool(kind.sections))
        self.sections.setVisible(bool(kind.sections))

    def options(self) -> ReportOptions:
        """What is chosen now."""
        return ReportOptions(
            self.month.month(), self.language.value(), sections=self.sections.ticked()
        )

    def follow_language(self) -> None:
        """Reports follow the language of the window until another was chosen here."""
        if not self._language_chosen:
            self.language.set_value(i18n.language())

    def _choose_language(self) -> None:
        self._language_chosen = True
        self.changed.emit()


def _section(kind: SectionKind) -> Section:
    return Section(kind.key, lambda: _(kind.name))
