"""Step 1: choose files or drop them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import (
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QGuiApplication,
    QKeySequence,
)
from PySide6.QtWidgets import QFileDialog, QFrame, QProgressBar, QVBoxLayout, QWidget

from crm_desktop.core import paths
from crm_desktop.core.errors import UserError
from crm_desktop.core.i18n import _
from crm_desktop.exchange import start_sheets
from crm_desktop.exchange.read import SUFFIXES
from crm_desktop.ui import theme
from crm_desktop.ui.navigation.file_drop import dropped_files
from crm_desktop.ui.widgets import menu
from crm_desktop.ui.widgets.buttons import Button
from crm_desktop.ui.widgets.empty_state import IconTile
from crm_desktop.ui.widgets.keys import bind_within
from crm_desktop.ui.widgets.layout import box, column, plain, row
from crm_desktop.ui.widgets.menu import MenuItem
from crm_desktop.ui.widgets.scroll import ScrollArea
from crm_desktop.ui.widgets.text import Icon, Label


class ChooseStep(QWidget):
    """``chosen`` carries the paths, ``pasted`` a text from the clipboard; ``stopped`` when reading
    is to be cancelled."""

    chosen = Signal(list)
    pasted = Signal(str)
    blank_asked = Signal(str)  # kind of start sheet
    stopped = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.folder = ""
        self.drop = _DropCard()
        self.drop.dropped.connect(self.chosen.emit)
        self.button = Button(lambda: _("Choose files…"), "upload-simple", "primary", on=self.choose)
        self.paste_button = Button(
            lambda: _("Paste cells"), "clipboard-text", keys="Ctrl+V", on=self.paste
        )
        bind_within(self, QKeySequence.StandardKey.Paste, self.paste)
        self.blank = Button(
            lambda: _("Blank sheets to fill in"), "caret-down", "link", on=self._show_blanks
        )
        self.reading = Label("", "body", "text2", elide=True)
        self.bar = QProgressBar(textVisible=False)
        self.bar.setRange(0, 0)
        self.stop = Button(lambda: _("Cancel"), small=True, on=self.stopped.emit)
        self.problem = Label("", "strong", "redText", wrap=True)
        self.problem_rest = Label("", "body", "text2", wrap=True)
        self._lay_out()
        self.show_idle()

    def _lay_out(self) -> None:
        kinds = Label(_suffix_words, "caption", "text3", wrap=True)
        self.drop.setLayout(
            column(
                row(None, IconTile("table", strong=True), None),
                4,
                _centred(Label(lambda: _("Drop your Excel file here"), "wizard", wrap=True)),
                _centred(Label(_about, "body", "text2", wrap=True)),
                6,
                row(None, self.button, self.paste_button, None, gap=8),
                _centred(kinds),
                row(None, self.blank, None),
                gap=8,
                margins=(32, 32, 32, 28),
            )
        )
        self.wait = plain(column(row((self.reading, 1), self.stop, gap=8), self.bar, gap=6))
        self.trouble = box(
            row(
                Icon("warning", 18, "redText"),
                (column(self.problem, self.problem_rest, gap=2), 1),
                gap=10,
                margins=(14, 12, 14, 12),
            ),
            hint="red",
        )
        facts = row(
            None,
            Icon("lock-simple", 15, "accentText"),
            Label(lambda: _("Your file is not changed"), "caption", "text2"),
            16,
            Icon("arrow-counter-clockwise", 15, "accentText"),
            Label(lambda: _("An import is one step to undo"), "caption", "text2"),
            None,
            gap=6,
        )
        middle = plain(column(None, self.drop, self.wait, self.trouble, 4, facts, None, gap=14))
        theme.live(middle, lambda: middle.setMaximumWidth(theme.m(620)))
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        content = plain(row(None, (middle, 10), None, margins=(24, 20, 24, 20)))
        whole.addWidget(ScrollArea(content))

    def choose(self) -> None:
        """Open the system's file dialog."""
        patterns = " ".join(f"*{suffix}" for suffix in SUFFIXES)
        shop = _("Data file of another shop")
        kinds = ";;".join(
            (
                f"{_('Spreadsheets')} ({patterns})",
                f"{shop} (*{paths.DATA_SUFFIX})",
                f"{_('All files')} (*)",
            )
        )
        start = self.folder or str(paths.documents())
        names, _filter = QFileDialog.getOpenFileNames(
            self, _("Choose the files to import"), start, kinds
        )
        if names:
            self.chosen.emit([Path(name) for name in names])

    def _show_blanks(self) -> None:
        items = [
            MenuItem(lambda name=one.name: _(name), partial(self.blank_asked.emit, kind))  # type: ignore[misc]
            for kind, one in start_sheets.SHEETS.items()
        ]
        menu.popup_below(self.blank, items)

    def paste(self) -> None:
        """Take what is on the clipboard: files, cells, cards or lines of text."""
        clip = QGuiApplication.clipboard().mimeData()
        found = [Path(url.toLocalFile()) for url in clip.urls() if url.isLocalFile()]
        if found:
            self.chosen.emit(found)
        else:
            self.pasted.emit(clip.text())

    def show_idle(self) -> None:
        """Nothing is being read."""
        self.wait.hide()
        self.trouble.hide()
        self.button.setEnabled(True)
        self.paste_button.setEnabled(True)

    def show_reading(self, names: Sequence[str]) -> None:
        """Files are being read."""
        self.trouble.hide()
        said = ", ".join(names)
        self.reading.say(lambda: _("Reading {name}…").format(name=said))
        self.bar.setRange(0, 0)
        self.wait.show()
        self.stop.setFocus(Qt.FocusReason.OtherFocusReason)
        self.button.setEnabled(False)
        self.paste_button.setEnabled(False)

    def show_progress(self, done: int, total: int, text: str) -> None:
        """How far reading has come."""
        if total > 1:
            self.bar.setRange(0, total)
            self.bar.setValue(done)
        if text:
            self.reading.say(text)

    def show_problem(self, problem: UserError) -> None:
        """Why the files cannot be imported."""
        self.show_idle()
        self.problem.say(problem.what)
        rest = " ".join(part for part in (problem.kept, problem.do) if part)
        self.problem_rest.say(rest)
        self.problem_rest.setVisible(bool(rest))
        self.trouble.show()
        self.button.setFocus(Qt.FocusReason.OtherFocusReason)


def _about() -> str:
    return _(
        "Customers, sales, products or follow-ups. Headings and columns are recognised; "
        "you see the result before anything is saved."
    )


def _suffix_words() -> str:
    names = "  ".join(suffix.lstrip(".") for suffix in (*SUFFIXES, paths.DATA_SUFFIX))
    return _("Reads {kinds}").format(kinds=names)


def _centred(label: Label) -> Label:
    label.setAlignment(Qt.AlignmentFlag.AlignCenter)
    return label


class _DropCard(QFrame):
    """Takes files; the whole window does too (the page hands them on)."""

    dropped = Signal(list)

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("card", "drop")
        self.setAcceptDrops(True)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if dropped_files(event):
            event.acceptProposedAction()
            self._show_over(True)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        super().dragLeaveEvent(event)
        self._show_over(False)

    def dropEvent(self, event: QDropEvent) -> None:
        found = dropped_files(event)
        self._show_over(False)
        if found:
            event.acceptProposedAction()
            self.dropped.emit(found)

    def _show_over(self, over: bool) -> None:
        self.setProperty("hint", over)
        self.style().unpolish(self)
        self.style().polish(self)
