"""What can be chosen for a report: month, parts, language."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout

from crm_desktop.core import clock, formats, i18n
from crm_desktop.core.i18n import _
from crm_desktop.reports.catalogue import ReportKind, ReportOptions, SectionKind
from crm_desktop.services.summaries.week_days import week_of
from crm_desktop.ui.contacts.contact_picker import ContactPicker
from crm_desktop.ui.page import Shell
from crm_desktop.ui.reports.month_picker import MonthPicker
from crm_desktop.ui.reports.page_choice import PageChoice
from crm_desktop.ui.reports.schedule_note import ScheduleNote
from crm_desktop.ui.reports.section_list import Section, SectionList
from crm_desktop.ui.widgets.buttons import Button
from crm_desktop.ui.widgets.form import ComboBox
from crm_desktop.ui.widgets.layout import column, plain, row
from crm_desktop.ui.widgets.scroll import ScrollArea
from crm_desktop.ui.widgets.text import Label
from crm_desktop.ui.widgets.typed_edits import DateEdit

WIDTH = 272


def last_full_month(today: dt.date) -> dt.date:
    """First day of the month before the present one: what a monthly report is made for."""
    return (today.replace(day=1) - dt.timedelta(days=1)).replace(day=1)


class ReportOptionsPanel(QFrame):
    """``changed`` after any choice of the user."""

    changed = Signal()
    together_asked = Signal()

    def __init__(self, kind: ReportKind, shell: Shell) -> None:
        super().__init__()
        self.setProperty("panel", "right")
        self.month = MonthPicker(last_full_month(clock.today()))
        self._day = clock.today()
        self.day = DateEdit(self._day)
        self.heading = Label(lambda: _("Period"), "caption", "text2")
        self.whom = Label(lambda: _("Customer"), "caption", "text2")
        self.customer = ContactPicker(shell)
        self.customer.setAccessibleName(_("Customer"))
        self.customer_name = ""
        self.sections = SectionList()
        languages = [("zh_CN", "中文"), ("en", "English")]
        self.language = ComboBox(languages, i18n.language())
        self.page = PageChoice()
        self.together = Button(
            lambda: _("Several in one PDF…"), "file-pdf", small=True, on=self.together_asked.emit
        )
        self.schedule = ScheduleNote(shell)
        self._language_chosen = False
        self._contact_id: int | None = None
        self.contents = Label(lambda: _("Contents (drag to reorder)"), "caption", "text2")
        self._lay_out()
        self.show_kind(kind)
        self.customer.picked.connect(self._choose_customer)
        self.month.chosen.connect(lambda _month: self.changed.emit())
        self.day.changed.connect(self._choose_day)
        self.day.editingFinished.connect(self._choose_day)
        self.sections.changed.connect(self.changed.emit)
        self.language.activated.connect(self._choose_language)
        self.page.changed.connect(self.changed.emit)

    def _lay_out(self) -> None:
        content = plain(
            column(
                self.whom,
                self.customer,
                self.heading,
                self.month,
                self.day,
                14,
                self.contents,
                self.sections,
                14,
                Label(lambda: _("Language"), "caption", "text2"),
                self.language,
                14,
                self.page,
                None,
                row(self.together, None),
                self.schedule,
                gap=4,
                margins=(18, 14, 18, 16),
            )
        )
        whole = QVBoxLayout(self)
        whole.setContentsMargins(1, 0, 0, 0)
        whole.addWidget(ScrollArea(content))

    def show_kind(self, kind: ReportKind) -> None:
        """Offer the period and the parts of another report, all ticked."""
        self._of_day = kind.period in {"day", "week"}
        self._of_week = kind.period == "week"
        self._now = kind.period == "now"
        self._of_customer = kind.customer
        self.whom.setVisible(kind.customer)
        self.customer.setVisible(kind.customer)
        self.heading.setVisible(not self._now)
        self.month.setVisible(kind.period == "month")
        self.month.offer_ahead(kind.months_ahead)
        self.day.setVisible(self._of_day)
        self.sections.show_sections([_section(one) for one in kind.sections])
        self.contents.setVisible(bool(kind.sections))
        self.sections.setVisible(bool(kind.sections))

    def choose_customer(self, contact_id: int, name: str) -> None:
        """The customer a report of one is about."""
        self.customer.choose(contact_id, name)

    def lacks_customer(self) -> bool:
        """True while a report of one customer has nobody to be about."""
        return self._of_customer and not self._contact_id

    def options(self) -> ReportOptions:
        """What is chosen now."""
        return ReportOptions(
            self.month.month(),
            self.language.value(),
            sections=self.sections.ticked(),
            day=self._day if self._of_day else None,
            contact_id=self._contact_id if self._of_customer else None,
            page=self.page.setup(),
        )

    def options_of_all(self) -> ReportOptions:
        """What is chosen, also where the current report does not ask for it."""
        return replace(self.options(), day=self._day, contact_id=self._contact_id)

    def period(self) -> str:
        """The chosen customer and month or day in words; today for a report of the present."""
        words = [self.customer_name] if self._of_customer else []
        if not (self._of_customer and self._now):
            words.append(self._days_in_words())
        return " · ".join(word for word in words if word)

    def _days_in_words(self) -> str:
        if self._now:
            return formats.date_long(clock.today())
        if self._of_week:
            days = week_of(self._day)
            return formats.days_long(days.first, days.last)
        return (
            formats.date_long(self._day) if self._of_day else formats.month_year(self.month.month())
        )

    def period_code(self) -> str:
        """The same for the name of a file."""
        words = [_file_words(self.customer_name)] if self._of_customer else []
        if not (self._of_customer and self._now):
            words.append(self._days_code())
        return " ".join(words)

    def _days_code(self) -> str:
        if self._now:
            return clock.today().isoformat()
        if self._of_week:
            year, week, _weekday = self._day.isocalendar()
            return f"{year}-W{week:02}"
        return self._day.isoformat() if self._of_day else f"{self.month.month():%Y-%m}"

    def _choose_customer(self, contact_id: int) -> None:
        self._contact_id, self.customer_name = contact_id, self.customer.text()
        self.changed.emit()

    def follow_language(self) -> None:
        """Reports follow the language of the window until another was chosen here."""
        if not self._language_chosen:
            self.language.set_value(i18n.language())

    def _choose_day(self) -> None:
        """A text that is no date leaves the day as it was; the field shows that it is wrong."""
        try:
            day = self.day.date() or clock.today()
        except ValueError:
            return
        if day != self._day:
            self._day = day
            self.changed.emit()

    def _choose_language(self) -> None:
        self._language_chosen = True
        self.changed.emit()


def _section(kind: SectionKind) -> Section:
    return Section(kind.key, lambda: _(kind.name))


def _file_words(name: str) -> str:
    """What of ``name`` every file system takes."""
    plain = (one if one.isalnum() else " " for one in name)
    return " ".join("".join(plain).split())
