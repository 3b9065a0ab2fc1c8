"""Templates of documents, and the fields they may hold: looked up here, copied with a click."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import QRectF
from PySide6.QtGui import QGuiApplication, QPainter
from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from crm_desktop.core import paths, text
from crm_desktop.core.changes import Changes
from crm_desktop.core.errors import UserError
from crm_desktop.core.i18n import N_, _, ngettext
from crm_desktop.exchange import documents
from crm_desktop.services.documents import document_fields, document_templates
from crm_desktop.services.documents.document_fields import FieldRow
from crm_desktop.services.documents.document_templates import Template
from crm_desktop.ui import theme
from crm_desktop.ui.contacts.files_tab import size_words
from crm_desktop.ui.documents.make_dialog import format_name
from crm_desktop.ui.page import Shell
from crm_desktop.ui.widgets import paint
from crm_desktop.ui.widgets.buttons import Button, IconButton
from crm_desktop.ui.widgets.cards import Card
from crm_desktop.ui.widgets.layout import clear, column, plain, row, show_if
from crm_desktop.ui.widgets.row_list import INSET, RowList
from crm_desktop.ui.widgets.search_box import SearchBox
from crm_desktop.ui.widgets.text import Label


class DocumentSettings(QWidget):
    """Own templates can be added and taken away; of each one a copy can be saved to work on."""

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self._shell = shell
        self.templates: list[Template] = []
        self.lines: list[QWidget] = []
        self.add = Button(
            lambda: _("Add a template…"), "plus", "primary", small=True, on=self.choose
        )
        self._place: QVBoxLayout = column(gap=0)
        card = Card(lambda: _("Templates"))
        explained = Label(
            lambda: _(
                "Save a copy of one, change it in Word or Excel, and add it: it is kept in the "
                "data file, so backups hold it. One of the same name takes the place of ours."
            ),
            "caption",
            "text3",
            wrap=True,
        )
        card.body.addLayout(
            column(explained, self._place, row(self.add, None), gap=10, margins=(20, 0, 20, 16))
        )
        self.fields = FieldsCard(shell)
        self.setLayout(column(card, self.fields, None, gap=16))

    def refresh(self, changes: Changes | None) -> None:
        """Read templates and fields again."""
        if changes is None or changes.touches("custom_field"):
            self.fields.refresh()
        if changes is not None and not changes.touches("attachment"):
            return
        self.templates = self._shell.workspace.read(document_templates.templates)
        clear(self._place)
        self.lines = list(map(self._line, self.templates))
        for line in self.lines:
            self._place.addWidget(line)

    def _line(self, one: Template) -> QWidget:
        words = column(
            Label(partial(document_templates.title, one), "strong", wrap=True),
            Label(partial(_facts, one), "caption", "text3", wrap=True),
            gap=1,
        )
        copy = IconButton("export", lambda: _("Save a copy…"), on=partial(self.save_copy, one))
        line = row((plain(words), 1), copy, gap=2, margins=(0, 6, 0, 6))
        if one.id is not None:
            off = IconButton("x", lambda: _("Take away"), on=partial(self.remove, one))
            line.addWidget(off)
        return plain(line)

    def choose(self) -> None:
        """Ask which files to add."""
        kinds = f"{_('Word or Excel')} (*.docx *.xlsx)"
        chosen, _kind = QFileDialog.getOpenFileNames(
            self.window(), _("Add a template"), str(paths.documents()), kinds
        )
        self.take([Path(one) for one in chosen])

    def take(self, chosen: list[Path]) -> None:
        """Add files; the others are added when one may not be a template, and why is said after."""
        added, refused = 0, []
        for path in chosen:
            try:
                self._shell.workspace.execute(N_("Add a template"), documents.add_template, path)
                added += 1
            except UserError as problem:
                refused.append(problem)
        if added:
            said = ngettext("{n} template added", "{n} templates added", added)
            self._shell.toast(said.format(n=added), "file-text", undo=True)
        if len(refused) == 1:
            self._shell.show_problem(refused[0])
        elif refused:
            why = "\n".join(one.what for one in refused)
            self._shell.show_problem(UserError(why, refused[0].kept))

    def remove(self, one: Template) -> None:
        """Take an own template away."""
        self._shell.workspace.execute(N_("Remove a template"), document_templates.remove, one.name)
        said = _("Template “{name}” taken away").format(name=one.title)
        self._shell.toast(said, "x", undo=True)

    def save_copy(self, one: Template) -> None:
        """Ask where to put a copy to work on."""
        name = f"{document_templates.title(one)}.{one.format}"
        chosen, _kind = QFileDialog.getSaveFileName(
            self.window(),
            _("Save a copy"),
            str(paths.documents() / name),
            f"{format_name(one.format)} (*.{one.format})",
        )
        if not chosen:
            return
        path = Path(chosen)
        if path.suffix.lower() != f".{one.format}":
            path = path.with_name(f"{path.name}.{one.format}")
        self._shell.workspace.read(documents.save_copy, one, path)
        self._shell.toast(_("Saved as {name}").format(name=path.name), "export")


class FieldsCard(Card):
    """Every field with an example; a click copies it as it is typed into a template."""

    def __init__(self, shell: Shell) -> None:
        super().__init__(lambda: _("Fields for templates"))
        self._shell = shell
        self._all: list[FieldRow] = []
        self.list = _FieldList()
        self.list.opened.connect(self.copy)
        self.none = Label(lambda: _("No field is called so."), "body", "text3")
        self.search = SearchBox(lambda: _("Find a field"), self.list)
        self.search.searched.connect(self._show)
        explained = Label(
            lambda: _(
                "Click one to copy it, then paste it into the template. A table row with fields "
                "of goods comes once for each of them."
            ),
            "caption",
            "text3",
            wrap=True,
        )
        self.body.addLayout(
            column(explained, self.search, self.none, gap=10, margins=(20, 0, 20, 6))
        )
        self.body.addWidget(self.list)
        self.body.addSpacing(theme.m(12))
        theme.live(self, self.refresh_words)

    def refresh(self) -> None:
        """Read the fields again."""
        self._all = self._shell.workspace.read(document_fields.fields)
        self._show(self.search.text())

    def refresh_words(self) -> None:
        """After a switch of the language: labels and examples are other words."""
        if self._all and self._shell.workspace.is_open:
            self.refresh()

    def _show(self, typed: str) -> None:
        words = text.fold(typed).split()
        found = [
            one
            for one in self._all
            if all(word in text.fold(f"{one.label} {one.key} {one.example}") for word in words)
        ]
        rows: list[FieldRow | str] = []
        for one in found:
            if not rows or (isinstance(rows[-1], FieldRow) and rows[-1].group != one.group):
                rows.append(document_fields.group_name(one.group))
            rows.append(one)
        self.list.set_rows(rows)
        show_if(self.none, not rows)

    def copy(self, field: FieldRow) -> None:
        """Put a field on the clipboard in braces."""
        words = f"{{{{{field.label}}}}}"
        QGuiApplication.clipboard().setText(words)
        self._shell.toast(_("{field} copied").format(field=words), "clipboard-text")


class _FieldList(RowList):
    """Fields under the headings of their groups."""

    _HEADING = 34

    def __init__(self) -> None:
        super().__init__(40, _paint, _said, lines=False)

    def row_height(self, number: int) -> int:
        return theme.m(self._HEADING if isinstance(self.rows[number], str) else 40)

    def selectable(self, number: int) -> bool:
        return super().selectable(number) and not isinstance(self.rows[number], str)


def _paint(painter: QPainter, box: QRectF, one: FieldRow | str, _hot: bool) -> None:
    inside = box.adjusted(theme.m(INSET), 0, -theme.m(INSET), 0)
    if isinstance(one, str):
        paint.txt(painter, inside.adjusted(0, theme.m(10), 0, 0), one, "caption", "text3")
        return
    half = inside.width() * 0.4
    upper = QRectF(inside.x(), inside.y() + theme.m(2), half, theme.m(20))
    lower = QRectF(inside.x(), inside.y() + theme.m(20), half, theme.m(17))
    paint.txt(painter, upper, one.label, "body", "text")
    paint.txt(painter, lower, f"{{{{{one.key}}}}}", "caption", "text3")
    rest = QRectF(inside.x() + half, inside.y(), inside.width() - half, inside.height())
    paint.txt(painter, rest, one.example, "body", "text2", align="right")


def _said(one: FieldRow | str) -> str:
    return one if isinstance(one, str) else f"{one.label} {one.key} {one.example}"


def _facts(one: Template) -> str:
    parts = [format_name(one.format)]
    parts.append(_("comes with the program") if one.id is None else size_words(one.size))
    return " · ".join(parts)
