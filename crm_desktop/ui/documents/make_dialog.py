"""Make a document: which template, which language, where to; it is opened afterwards."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QWidget

from crm_desktop.core import i18n, paths
from crm_desktop.core.i18n import N_, _, pgettext
from crm_desktop.exchange import documents as making
from crm_desktop.exchange.documents import Made
from crm_desktop.services.documents import document_data, document_templates, documents
from crm_desktop.services.documents.document_data import DocumentData, Source
from crm_desktop.services.documents.document_templates import Template
from crm_desktop.services.records import masking
from crm_desktop.ui.page import Shell
from crm_desktop.ui.widgets.choices import Choice, SegControl
from crm_desktop.ui.widgets.dialogs import Dialog
from crm_desktop.ui.widgets.form import CheckBox, ComboBox, Field
from crm_desktop.ui.widgets.layout import column, plain, show_if
from crm_desktop.ui.widgets.text import Label

_MOST_NAMED = 4


def make_document(host: QWidget, shell: Shell, source: Source) -> DocumentDialog:
    """Ask how, and make a document of a customer, a deal or a sale.

    ``source.table`` is ``contact``, ``deal`` or ``sale``. Raises ``NotFound``.
    """
    dialog = DocumentDialog(host, shell, source)
    dialog.open()
    return dialog


class DocumentDialog(Dialog):
    """The file is asked for with the system's dialog; the work is done in the background."""

    def __init__(self, host: QWidget, shell: Shell, source: Source) -> None:
        self._host, self._shell, self._source = host, shell, source
        self._data: DocumentData = shell.workspace.read(document_data.data, source)
        self.templates: dict[str, Template] = {
            _key(one): one for one in shell.workspace.read(document_templates.templates)
        }
        self.template = ComboBox(
            [(key, partial(_said, one)) for key, one in self.templates.items()], _first(source)
        )
        self.language = SegControl(
            [Choice("zh_CN", "中文"), Choice("en", "English")], i18n.language()
        )
        self.opened = CheckBox(lambda: _("Open it afterwards"), True)
        self.keep = CheckBox(lambda: _("Keep it with the customer's files"))
        self.whole = CheckBox(lambda: _("Write masked numbers in full; the change history says so"))
        show_if(self.keep, self._data.contact_id is not None)
        show_if(self.whole, self._data.masked)
        super().__init__(
            host,
            lambda: _("Make a document"),
            self._content(),
            lambda: _("Choose where to…"),
            self._accept_choice,
            enter=True,
        )

    def _content(self) -> QWidget:
        of = Label(self._data.about or _("Walk-in"), "body", "text2", wrap=True)
        note = Label(
            lambda: _("Own templates and the list of fields are in Settings, Documents."),
            "caption",
            "text3",
            wrap=True,
        )
        return plain(
            column(
                of,
                Field(lambda: _("Template"), self.template),
                Field(lambda: _("Language"), self.language),
                self.opened,
                self.keep,
                self.whole,
                note,
                gap=12,
            )
        )

    def _accept_choice(self) -> bool:
        template = self.templates[self.template.value()]
        language = self.language.current()
        if template.id is None:
            template = replace(template, language=language)
        path = self._ask_path(template, language)
        if path is None:
            return False
        shell, revealed = self._shell, self.whole.isVisible() and self.whole.isChecked()
        if revealed:
            shell.workspace.record(masking.REVEAL_ACTION, masking.reveal, self._data.contact_id)
        shell.workspace.ask(
            making.make,
            template,
            self._source,
            path,
            language=language,
            revealed=revealed,
            owner=self._host,
            done=partial(
                _made, shell, self._source, self.keep.isChecked(), self.opened.isChecked()
            ),
            title=lambda: _("Writing {name}").format(name=path.name),
        )
        return True

    def _ask_path(self, template: Template, language: str) -> Path | None:
        with i18n.using(language):
            title = document_templates.title(template)
        name = documents.suggested_name(title, self._data.about, template.format)
        chosen, _kind = QFileDialog.getSaveFileName(
            self._host.window(),
            _("Make a document"),
            str(paths.documents() / name),
            f"{format_name(template.format)} (*.{template.format})",
        )
        if not chosen:
            return None
        path = Path(chosen)
        right = path.suffix.lower() == f".{template.format}"
        return path if right else path.with_name(f"{path.name}.{template.format}")


def format_name(kind: str) -> str:
    """What a kind of template is called."""
    return {"docx": _("Word document"), "xlsx": _("Excel workbook")}[kind]


def _made(shell: Shell, source: Source, keep: bool, opened: bool, made: Made) -> None:
    """Note it, say it, open it."""
    if made.contact_id is not None:
        shell.workspace.execute(
            N_("Make a document"),
            documents.note,
            made.contact_id,
            source,
            made.template,
            made.path.name,
            content=made.path.read_bytes() if keep else None,
        )
    if made.unknown:
        said = _("{name} saved; nobody knows {fields}").format(
            name=made.path.name, fields=_some(made.unknown)
        )
        shell.toast(said, "warning")
    elif made.blank:
        said = _("{name} saved; left blank: {fields}").format(
            name=made.path.name, fields=_some(made.blank)
        )
        shell.toast(said, "file-text")
    else:
        shell.toast(_("{name} saved").format(name=made.path.name), "file-text")
    if opened:
        open_made(made.path)


def open_made(path: Path) -> None:
    """Open a document in the program the system has for it."""
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))


def _some(names: tuple[str, ...]) -> str:
    more = "…" if len(names) > _MOST_NAMED else ""
    return pgettext("list separator", ", ").join(names[:_MOST_NAMED]) + more


def _key(template: Template) -> str:
    return f"own {template.id}" if template.id is not None else template.key


def _first(source: Source) -> str:
    """What is most often wanted of a record."""
    return {"contact": "letter", "deal": "quote", "sale": "contract"}[source.table]


def _said(template: Template) -> str:
    return f"{document_templates.title(template)} · {format_name(template.format)}"
