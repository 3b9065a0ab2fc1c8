"""Step 4: what the import did, counted from the data file."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from crm_desktop.core import formats
from crm_desktop.core.i18n import _, ngettext
from crm_desktop.services.imports.imports_data import ImportReport
from crm_desktop.ui import theme
from crm_desktop.ui.exchange.outcome_panel import shares
from crm_desktop.ui.widgets.buttons import Button
from crm_desktop.ui.widgets.empty_state import IconTile
from crm_desktop.ui.widgets.layout import box, clear, column, plain, row, rule
from crm_desktop.ui.widgets.scroll import ScrollArea
from crm_desktop.ui.widgets.text import Label


class DoneStep(QWidget):
    """Asks for what may come next by signals."""

    see_asked = Signal(str)  # contacts or sales
    again_asked = Signal()
    undo_asked = Signal()
    errors_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.report: ImportReport | None = None
        self._repeats = 0
        self.tile = IconTile("check-circle", strong=True)
        self.title = Label("", "dialog", wrap=True)
        self.note = Label("", "body", "text2", wrap=True)
        self.lines = column(gap=0)
        self.see = Button("", "users", "primary", on=self._see)
        self.again = Button(
            lambda: _("Import another file"), "upload-simple", on=self.again_asked.emit
        )
        self.undo = Button(
            lambda: _("Undo the import"), "arrow-counter-clockwise", on=self.undo_asked.emit
        )
        self.errors = Button(
            lambda: _("Save the rows with problems…"), "table", on=self.errors_asked.emit
        )
        card = box(
            column(
                row(self.tile, (column(self.title, self.note, gap=4), 1), gap=14),
                6,
                rule(),
                self.lines,
                10,
                row(self.see, self.again, None, gap=8),
                row(self.errors, self.undo, None, gap=8),
                gap=8,
                margins=(28, 24, 28, 24),
            ),
            card=True,
        )
        middle = plain(column(None, card, None))
        theme.live(middle, lambda: middle.setMaximumWidth(theme.m(620)))
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        content = plain(row(None, (middle, 10), None, margins=(24, 16, 24, 16)))
        whole.addWidget(ScrollArea(content))

    def show_report(self, report: ImportReport, can_undo: bool, repeats: int = 0) -> None:
        """Say what was done; ``repeats`` as in ``shares``."""
        self._repeats = repeats
        self.report = report
        changed = bool(report.batch_ids)
        self.title.say(self._headline())
        self.note.say(
            _("The import is one step; you can undo it as a whole.")
            if changed
            else _("Every row is in your data already, so nothing was changed.")
        )
        clear(self.lines)
        for label, value in _figures(report, self._repeats):
            self.lines.addWidget(_figure_row(label, value))
        self.undo.setVisible(changed and can_undo)
        self.errors.setVisible(bool(report.problems))
        self.see.say(self._see_words)
        self.see.set_icon("receipt" if self._shows_sales() else "users")

    def show_undone(self) -> None:
        """The import was taken back."""
        self.title.say(lambda: _("The import was undone"))
        self.note.say(lambda: _("Your data is as it was before. Your file was not changed."))
        self.undo.hide()

    def _headline(self) -> str:
        report = self.report
        if report is None or not report.batch_ids:
            return _("Nothing new in this file")
        if report.contacts_new:
            words = ngettext("{n} customer imported", "{n} customers imported", report.contacts_new)
            return words.format(n=formats.integer(report.contacts_new))
        if report.sales_new:
            words = ngettext("{n} sale imported", "{n} sales imported", report.sales_new)
            return words.format(n=formats.integer(report.sales_new))
        return _("The import is done")

    def _shows_sales(self) -> bool:
        report = self.report
        return report is not None and report.sales_new > report.contacts_new

    def _see_words(self) -> str:
        return _("See the sales") if self._shows_sales() else _("See the customers")

    def _see(self) -> None:
        self.see_asked.emit("sales" if self._shows_sales() else "contacts")


def _figures(report: ImportReport, repeats: int) -> list[tuple[str, str]]:
    """Label and figure of everything worth saying."""
    rows = [(_("Rows read"), formats.integer(report.rows_read))]
    rows += [(part.label, formats.integer(part.count)) for part in shares(report, repeats)]
    if report.sale_lines_new:
        rows.append((_("Lines of these sales"), formats.integer(report.sale_lines_new)))
    if report.payments_new:
        rows.append((_("Payments"), formats.integer(report.payments_new)))
    for label, amounts in (
        (_("Sales in all"), report.totals),
        (_("Debts taken over"), report.debts),
        (_("Earlier spending taken over"), report.spent),
    ):
        for currency, minor in amounts.items():
            if minor:
                rows.append((label, formats.money_exact(minor, currency)))
    return rows


def _figure_row(label: str, value: str) -> QWidget:
    line = column(
        row((Label(label, "body", "text2", wrap=True), 1), Label(value, "strong"), gap=12),
        rule(),
        gap=7,
        margins=(0, 7, 0, 0),
    )
    return plain(line)
