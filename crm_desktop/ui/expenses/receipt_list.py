"""The receipts of an expense in its form: looked at, taken away, one more added."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from crm_desktop.core.errors import UserError
from crm_desktop.core.i18n import _
from crm_desktop.services import expenses
from crm_desktop.services.records.attachments import FileRow
from crm_desktop.ui.file_viewer import FileViewer
from crm_desktop.ui.widgets.buttons import Button, IconButton
from crm_desktop.ui.widgets.layout import clear, column, plain, row
from crm_desktop.ui.widgets.text import Label


class ReceiptList(QWidget):
    """``kept`` are those in the file. ``gone`` are to be taken away and ``new`` is to be added
    when the form is saved; ``refused`` says why a file cannot be one."""

    refused = Signal(str)

    def __init__(self, viewer: FileViewer, kept: Sequence[FileRow]) -> None:
        super().__init__()
        self._viewer = viewer
        self.kept = list(kept)
        self.gone: list[int] = []
        self.new: tuple[str, bytes] | None = None
        hint = Label(lambda: _("A photo or a PDF, kept in the data file"), "caption", "text2",
                     elide=True)  # fmt: skip
        choose = Button(lambda: _("Receipt…"), "paperclip", small=True, on=self.choose)
        self._lines = column(gap=2)
        self.setLayout(column(self._lines, row(choose, (hint, 1), gap=10), gap=6))
        self._show()

    def choose(self) -> None:
        """Ask which file the receipt is."""
        chosen, _kind = QFileDialog.getOpenFileName(
            self.window(),
            _("Choose the receipt"),
            "",
            _("Receipts (*.jpg *.jpeg *.png *.pdf)"),
        )
        if chosen:
            self.take(Path(chosen))

    def take(self, path: Path) -> None:
        """Take a file as the receipt; whether it is one is seen when it is saved."""
        self.refused.emit("")
        try:
            self.new = (path.name, expenses.read_receipt(path))
        except UserError as problem:
            self.refused.emit(str(problem))
            return
        self._show()

    def look(self, one: FileRow) -> None:
        """Open one of them."""
        self._viewer.show(self, one)

    def remove(self, one: FileRow) -> None:
        """Take one away with the next save."""
        self.kept.remove(one)
        self.gone.append(one.id)
        self._show()

    def drop_new(self) -> None:
        """Add none after all."""
        self.new = None
        self.refused.emit("")
        self._show()

    def _show(self) -> None:
        clear(self._lines)
        for one in self.kept:
            look = Button(lambda: _("Look at it"), kind="link", small=True,
                          on=partial(self.look, one))  # fmt: skip
            self._add_line(one.name, partial(self.remove, one), look)
        if self.new is not None:
            self._add_line(self.new[0], self.drop_new)

    def _add_line(self, name: str, take_away: Callable[[], object], *more: QWidget) -> None:
        away = IconButton("x", lambda: _("Take away"), on=take_away)
        named = Label(name, elide=True)
        self._lines.addWidget(plain(row((named, 1), *more, away, gap=8)))
