"""Files of one record: dropped in or chosen, looked at, saved elsewhere, taken away."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QCursor, QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QFileDialog, QWidget

from crm_desktop.core import clock, formats
from crm_desktop.core.errors import UserError
from crm_desktop.core.i18n import N_, _, ngettext
from crm_desktop.services.records import attachments
from crm_desktop.services.records.attachments import FileRow
from crm_desktop.ui.contacts.timeline_list import TimelineItem, TimelineList
from crm_desktop.ui.file_viewer import FileViewer
from crm_desktop.ui.page import Shell
from crm_desktop.ui.widgets import menu
from crm_desktop.ui.widgets.buttons import Button
from crm_desktop.ui.widgets.dialogs import Dialog, ask_text
from crm_desktop.ui.widgets.layout import column, row
from crm_desktop.ui.widgets.text import Label


class FilesTab(QWidget):
    """``changed`` after files were added or taken away. Files can be dropped anywhere on it;
    ``table`` says what kind of record they are of."""

    changed = Signal()

    def __init__(self, shell: Shell, margin: int, table: str = "contact") -> None:
        super().__init__()
        self._shell = shell
        self._table = table
        self._record_id = 0
        self.files: list[FileRow] = []
        self.viewer = FileViewer(shell)
        self.add = Button(lambda: _("Add files…"), "paperclip", small=True, on=self.choose)
        self.hint = Label(
            lambda: _("Or drop them here. They are kept in the data file, so backups hold them."),
            "caption",
            "text3",
            wrap=True,
        )
        self.list = TimelineList()
        self.list.opened.connect(self._menu)
        head = row(self.add, (self.hint, 1), gap=12)
        self.setLayout(column(head, self.list, None, gap=10, margins=(margin, 4, margin, 8)))
        self.setAcceptDrops(True)

    def show_record(self, record_id: int) -> None:
        """Read and list the files of a record."""
        self._record_id = record_id
        self.files = self._shell.workspace.read(attachments.of_record, self._table, record_id)
        self.list.show_items([_item(one) for one in self.files])

    # adding

    def choose(self) -> None:
        """Ask which files to add."""
        paths, _filter = QFileDialog.getOpenFileNames(self, _("Add files"))
        self.take(list(map(Path, paths)))

    def take(self, paths: Sequence[Path]) -> None:
        """Add files; one that cannot be read or kept is said, the others are added."""
        added = 0
        for path in paths:
            try:
                content = _bytes_of(path)
                self._shell.workspace.execute(
                    N_("Add a file"),
                    attachments.add,
                    self._table,
                    self._record_id,
                    path.name,
                    content,
                )
                added += 1
            except UserError as problem:
                self._shell.toast(str(problem), "warning")
        if added:
            words = ngettext("{n} file added", "{n} files added", added)
            self._shell.toast(words.format(n=added), "paperclip", undo=True)
            self.changed.emit()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        urls = event.mimeData().urls()
        paths = [Path(url.toLocalFile()) for url in urls if url.isLocalFile()]
        event.acceptProposedAction()
        self.take([path for path in paths if path.is_file()])

    # one file

    def _menu(self, key: str) -> None:
        one = next(one for one in self.files if str(one.id) == key)
        items: list[menu.MenuItem | None] = []
        if one.is_picture:
            look = partial(self.viewer.look_at, self, one)
            items.append(menu.MenuItem(lambda: _("Look at it"), look, "magnifying-glass"))
        items += [
            menu.MenuItem(lambda: _("Open"), partial(self.viewer.open, one), "arrow-square-out"),
            menu.MenuItem(lambda: _("Save as…"), partial(self.save_as, one), "export"),
            menu.MenuItem(lambda: _("Rename…"), partial(self.rename, one), "pencil-simple"),
            None,
            menu.MenuItem(lambda: _("Take away"), partial(self.remove, one), "trash", danger=True),
        ]
        menu.build(self, items).popup(QCursor.pos())

    def save_as(self, one: FileRow) -> None:
        """Ask where to put a copy."""
        chosen, _filter = QFileDialog.getSaveFileName(self, _("Save as"), one.name)
        if chosen:
            self.save_to(one, Path(chosen))

    def save_to(self, one: FileRow, path: Path) -> None:
        """Put a copy at ``path``; what was there stays until the copy is whole."""
        with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as part:
            part.write(self.viewer.content(one))
        shutil.move(part.name, path)
        self._shell.toast(_("Saved as {name}").format(name=path.name), "export")

    def rename(self, one: FileRow) -> Dialog:
        """Ask for another name."""

        def keep(name: str) -> None:
            self._write(N_("Rename a file"), attachments.rename, one.id, name)

        title, label = (lambda: _("Rename file")), (lambda: _("File name"))
        return ask_text(self, title, label, keep, start=one.name)

    def remove(self, one: FileRow) -> None:
        """Take a file away."""
        self._write(N_("Take a file away"), attachments.remove, one.id)

    def _write(self, name: str, service: object, *args: object) -> None:
        self._shell.workspace.execute(name, service, *args)  # type: ignore[arg-type]
        self._shell.toast(_("Saved"), undo=True)
        self.changed.emit()


def _bytes_of(path: Path) -> bytes:
    try:
        if path.stat().st_size > attachments.MOST_BYTES:
            # Said by the service, without reading it all first.
            return bytes(attachments.MOST_BYTES + 1)
        return path.read_bytes()
    except OSError as problem:
        raise UserError(
            _("“{name}” could not be read.").format(name=path.name),
            _("It was not added."),
            _("Close it in other programs and try again."),
        ) from problem


def _item(one: FileRow) -> TimelineItem:
    icon = "image" if one.is_picture else "file-text"
    day = formats.date_relative(one.added_at.astimezone().date(), clock.today())
    return TimelineItem(str(one.id), icon, "blue", one.name, day, size_words(one.size))


def size_words(size: int) -> str:
    """``12 kB``, ``3.4 MB``."""
    if size < 1_000_000:
        return _("{n} kB").format(n=max(1, round(size / 1000)))
    return _("{n} MB").format(n=f"{size / 1_000_000:.1f}")
