"""Export: what, in which form, and where to."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from crm_desktop.core import clock, formats, paths
from crm_desktop.core.i18n import _, ngettext
from crm_desktop.services.exports import export_rows
from crm_desktop.services.sales.sale_list import SaleQuery
from crm_desktop.ui.exchange import export_job
from crm_desktop.ui.exchange.export_job import ALL, ENCODINGS, FORMATS, WHATS
from crm_desktop.ui.page import Shell
from crm_desktop.ui.widgets.dialogs import Dialog
from crm_desktop.ui.widgets.form import ComboBox, Field
from crm_desktop.ui.widgets.layout import column, plain
from crm_desktop.ui.widgets.text import Label


class ExportDialog(Dialog):
    """``what`` is one of ``WHATS``; the file is asked for with the system's dialog. ``only`` are
    the sales of a list, which are then all there is to choose."""

    def __init__(
        self, host: QWidget, shell: Shell, what: str = ALL, only: SaleQuery | None = None
    ) -> None:
        self._only = only
        self._shell = shell
        self._host = host
        self.what = ComboBox([(key, _saying(words)) for key, words in WHATS.items()], what)
        self.what.setEnabled(only is None)
        self.form = ComboBox()
        self.encoding = ComboBox([(key, _saying(words)) for key, words in ENCODINGS.items()])
        self.encoding_field = Field(lambda: _("Characters"), self.encoding)
        self.facts = Label("", "caption", "text2", wrap=True)
        note = Label(
            lambda: _("A copy is written; your data stays as it is."), "caption", "text3", wrap=True
        )
        content = plain(
            column(
                Field(lambda: _("What"), self.what),
                Field(lambda: _("As"), self.form),
                self.encoding_field,
                self.facts,
                note,
                gap=12,
            )
        )
        super().__init__(
            host,
            lambda: _("Export"),
            content,
            lambda: _("Choose where to…"),
            self._accept_choice,
            enter=True,
        )
        self.what.activated.connect(lambda _i: self._offer_forms())
        self.form.activated.connect(lambda _i: self._show_encoding())
        self._offer_forms()

    def _offer_forms(self) -> None:
        what = self.what.value()
        forms = [
            (suffix, _saying(words)) for suffix, (words, whats) in FORMATS.items() if what in whats
        ]
        self.form.set_choices(forms, self.form.value())
        self._show_encoding()
        self.facts.say("\n".join(self._shell.workspace.read(export_rows.facts, what, self._only)))

    def _show_encoding(self) -> None:
        self.encoding_field.setVisible(self.form.value() == "csv")

    def _accept_choice(self) -> bool:
        what, form = self.what.value(), self.form.value()
        path = self._folder() if form == "folder" else self._file(what, form)
        if path is None:
            return False
        shell = self._shell
        file = shell.workspace.path
        shell.workspace.ask(
            export_job.write,
            what,
            path,
            form,
            self.encoding.value(),
            stem=file.stem if file is not None else "",
            only=self._only,
            owner=self._host,
            done=lambda written: _say_written(shell, *written),
            progress=True,
            title=lambda: _("Writing {name}").format(name=path.name),
        )
        return True

    def _folder(self) -> Path | None:
        chosen = QFileDialog.getExistingDirectory(
            self._host.window(), _("Export"), str(paths.documents())
        )
        return Path(chosen) if chosen else None

    def _file(self, what: str, form: str) -> Path | None:
        suffix = export_job.suffix_of(form)
        name = f"{_(WHATS[what])} {clock.today().isoformat()}.{suffix}"
        chosen, _kind = QFileDialog.getSaveFileName(
            self._host.window(),
            _("Export"),
            str(paths.documents() / name),
            f"{_(FORMATS[form][0])} (*.{suffix})",
        )
        if not chosen:
            return None
        path = Path(chosen)
        return (
            path if path.suffix.lower() == f".{suffix}" else path.with_name(f"{path.name}.{suffix}")
        )


def _say_written(shell: Shell, path: Path, count: int) -> None:
    said = ngettext("{n} row saved in {name}", "{n} rows saved in {name}", count)
    shell.toast(said.format(n=formats.integer(count), name=path.name), "export")


def _saying(words: str) -> Callable[[], str]:
    return lambda: _(words)
