"""The sheet as it is typed, kept on this computer until it is saved."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer

from crm_desktop.core import drafts
from crm_desktop.core.i18n import _
from crm_desktop.services.sales.sale_grid import CUSTOMERS, SHOPS, Named
from crm_desktop.services.settings import settings
from crm_desktop.ui.page import Shell
from crm_desktop.ui.widgets.text import Label

if TYPE_CHECKING:
    from crm_desktop.ui.sales.sheet_view import SheetView

_PAUSE = 600  # milliseconds after the last change


class SheetDraft(QObject):
    """``kept`` says that it is."""

    def __init__(self, view: SheetView, shell: Shell) -> None:
        super().__init__(view)
        self._view, self._shell = view, shell
        self._path: Path | None = None  # once the file is known
        self.kept = Label("", "caption", "text3")
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_PAUSE)
        self._timer.timeout.connect(self.save)
        view.model.edited.connect(self._edited)

    def take_up(self) -> None:
        """Show what an earlier session left, once."""
        if self._path is not None:
            return
        uuid = str(self._shell.workspace.read(settings.get, settings.FILE_UUID))
        self._path = drafts.place(f"sheet-{uuid}")
        try:
            self._show(drafts.read(self._path))
        except (TypeError, ValueError, KeyError):
            return  # damaged: no draft

    def _show(self, plain: Any) -> None:
        rows = [Named(int(one[0]), str(one[1])) for one in plain["rows"]]
        columns = [Named(int(one[0]), str(one[1])) for one in plain["columns"]]
        cells = {(int(row), int(one)): str(typed) for row, one, typed in plain["cells"]}
        self._view.by.set_current(SHOPS if plain["by"] == SHOPS else CUSTOMERS)
        self._view.show_edges(rows, columns)
        self._view.method.set_value(str(plain["method"]))
        known = {(row.id, one.id) for row in rows for one in columns}
        self._view.model.change({cell: typed for cell, typed in cells.items() if cell in known})
        self._view.set_day(dt.date.fromisoformat(plain["day"]))
        self.kept.say(lambda: _("Draft taken up"))

    def _edited(self) -> None:
        self.kept.say("")
        if self._view.model.typed():
            self._timer.start()
        elif self._path is not None:
            self._timer.stop()
            drafts.drop(self._path)

    def save(self) -> None:
        """Write it; nothing typed leaves none."""
        model = self._view.model
        self._timer.stop()
        if self._path is None or not model.typed():
            return
        kept = drafts.write(
            self._path,
            {
                "by": self._view.by.current(),
                "day": self._view.day.isoformat(),
                "method": self._view.method.value(),
                "rows": [(one.id, one.name) for one in model.rows],
                "columns": [(one.id, one.name) for one in model.columns],
                "cells": [(*cell, typed) for cell, typed in model.typed().items()],
            },
        )
        if kept:
            self.kept.say(lambda: _("Draft saved"))
