"""Out of the calendar and into it: paper, PDF, calendars of other programs."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from crm_desktop.core.i18n import _
from crm_desktop.services.calendar import calendar_spans
from crm_desktop.services.calendar.calendar_sheet import CalendarOrder
from crm_desktop.ui.page import Command, Shell
from crm_desktop.ui.widgets.menu import MenuItem


class CalendarFiles:
    """``shown`` answers the view, and the days and kinds it shows."""

    def __init__(
        self, host: QWidget, shell: Shell, shown: Callable[[], tuple[str, CalendarOrder]]
    ) -> None:
        self._host, self._shell, self._shown = host, shell, shown

    def print_days(self) -> None:
        """The days on screen, on paper."""
        from crm_desktop.ui.calendar.paper import print_calendar

        print_calendar(self._host, self._shell, self._shown()[1])

    def save_pdf(self) -> None:
        """The same into a file."""
        from crm_desktop.ui.calendar.paper import save_pdf

        view, order = self._shown()
        title = calendar_spans.title(view, order.month or order.first)
        save_pdf(self._host, self._shell, order, title)

    def take_calendar(self) -> None:
        """Import one, after seeing what would come."""
        from crm_desktop.ui.calendar.ical_dialog import ask_calendar

        ask_calendar(self._host, self._shell)

    def write_calendar(self) -> None:
        """All follow-ups as a calendar file."""
        from crm_desktop.ui.calendar.ical_dialog import write_calendar

        write_calendar(self._host, self._shell)

    def items(self) -> list[MenuItem | None]:
        """Lines of the page's menu."""
        return [
            MenuItem(_("Print…"), self.print_days, "printer", "Ctrl+P"),
            MenuItem(_("Save as PDF…"), self.save_pdf, "file-pdf"),
            None,
            MenuItem(_("Import a calendar…"), self.take_calendar, "download-simple"),
            MenuItem(_("Export the calendar…"), self.write_calendar, "export", "Ctrl+E"),
        ]

    def commands(self) -> list[Command]:
        """The same for the palette."""
        return [
            Command("calendar.print", lambda: _("Print the calendar"), self.print_days,
                    "printer", "Ctrl P"),
            Command("calendar.pdf", lambda: _("Save the calendar as PDF"), self.save_pdf,
                    "file-pdf"),
            Command("calendar.import", lambda: _("Import a calendar"), self.take_calendar,
                    "download-simple"),
            Command("calendar.export", lambda: _("Export the calendar"), self.write_calendar,
                    "export", "Ctrl E"),
        ]  # fmt: skip
