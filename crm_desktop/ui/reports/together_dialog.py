"""Several reports as one PDF."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QWidget

from crm_desktop.core.i18n import _
from crm_desktop.reports import catalogue
from crm_desktop.reports.catalogue import ReportOptions
from crm_desktop.ui.page import Shell
from crm_desktop.ui.reports import report_files
from crm_desktop.ui.widgets.dialogs import Dialog
from crm_desktop.ui.widgets.form import CheckBox
from crm_desktop.ui.widgets.layout import column, plain, row
from crm_desktop.ui.widgets.text import Label


class TogetherDialog(Dialog):
    """Offers every report that can be made with ``options``; ``current`` is ticked."""

    def __init__(
        self,
        host: QWidget,
        shell: Shell,
        options: ReportOptions,
        current: str,
    ) -> None:
        self._host, self._shell, self._options = host, shell, options
        self.boxes = {
            kind.key: CheckBox(partial(_, kind.name), kind.key == current)
            for kind in catalogue.REPORTS
            if options.contact_id is not None or not kind.customer
        }
        super().__init__(
            host, lambda: _("Several reports in one PDF"), self._content(),
            lambda: _("Export PDF"), self._export, width=560,
        )  # fmt: skip
        self._can_export()
        for one in self.boxes.values():
            one.toggled.connect(self._can_export)

    def _content(self) -> QWidget:
        about = Label(
            lambda: _("For the month, day and language chosen beside the preview."),
            "body", "text2", wrap=True,
        )  # fmt: skip
        every = list(self.boxes.values())
        pairs = [every[start : start + 2] for start in range(0, len(every), 2)]
        rows = [row(*((one, 1) for one in pair), gap=8) for pair in pairs]
        return plain(column(about, 4, *rows, gap=8))

    def ticked(self) -> list[str]:
        """Keys of the chosen reports, in the order of the list."""
        return [key for key, one in self.boxes.items() if one.isChecked()]

    def _can_export(self) -> None:
        self.action.setEnabled(bool(self.ticked()))

    def _export(self) -> bool:
        return report_files.export_together(self._host, self._shell, self.ticked(), self._options)
