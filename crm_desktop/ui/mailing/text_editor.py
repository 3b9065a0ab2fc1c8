"""The text of letters or cards: chosen, written, fields put in, kept under a name."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from crm_desktop.core.i18n import _, pgettext
from crm_desktop.services.documents import document_fields
from crm_desktop.services.mailing import mail_texts
from crm_desktop.services.mailing.mail_texts import MailText
from crm_desktop.ui.page import Shell
from crm_desktop.ui.widgets import menu
from crm_desktop.ui.widgets.buttons import Button, IconButton
from crm_desktop.ui.widgets.dialogs import ask_text
from crm_desktop.ui.widgets.form import ComboBox, Field, TextArea
from crm_desktop.ui.widgets.layout import column, row
from crm_desktop.ui.widgets.menu import MenuItem

_NOT_FILLED = ("deal", "order", "line")  # groups that a customer alone does not fill


class TextEditor(QWidget):
    """``changed`` after any choice or key; ``body()`` is what is written."""

    changed = Signal()

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self._shell = shell
        self._kind = "letters"
        self._texts: list[MailText] = []
        self.choice = ComboBox()
        self.text = TextArea(lambda: _("What to write"), lines=9)
        self.fields = Button(lambda: _("Field…"), "plus", small=True, on=self._offer_fields)
        self.keep = Button(lambda: _("Keep…"), small=True, on=self._ask_name)
        self.drop = IconButton("trash", lambda: _("Delete this text"), on=self._remove)
        self.setLayout(
            column(
                Field(lambda: _("Text"), self.choice),
                self.text,
                row(self.fields, self.keep, None, self.drop, gap=6),
                gap=8,
            )
        )
        self.choice.activated.connect(lambda _index: self._choose())
        self.text.textChanged.connect(self.changed.emit)

    def show_kind(self, kind: str) -> None:
        """Offer the texts for ``letters`` or ``cards``, the first of them chosen."""
        self._kind = kind
        self._offer()

    def body(self) -> str:
        """The text as written."""
        return self.text.toPlainText()

    def _offer(self, name: str = "") -> None:
        self._texts = self._shell.workspace.read(mail_texts.texts, self._kind)
        place = next((n for n, one in enumerate(self._texts) if one.own and one.name == name), 0)
        choices = [(str(number), one.name) for number, one in enumerate(self._texts)]
        self.choice.set_choices(choices, str(place))
        self._choose()

    def _choose(self) -> None:
        one = self._chosen()
        self.drop.setVisible(one.own)
        self.text.setPlainText(one.body)

    def _chosen(self) -> MailText:
        return self._texts[int(self.choice.value() or 0)]

    # fields

    def _offer_fields(self) -> None:
        """One submenu would hide them: the customer's and ours stand one below the other."""
        rows = self._shell.workspace.read(document_fields.fields)
        items: list[MenuItem | None] = []
        group = ""
        for one in rows:
            if one.group in _NOT_FILLED:
                continue
            if group not in ("", one.group):
                items.append(None)
            group = one.group
            items.append(MenuItem(one.label, partial(self.put_field, one.label)))
        menu.popup_below(self.fields, items)

    def put_field(self, label: str) -> None:
        """Put a field where the cursor is."""
        self.text.insertPlainText(f"{{{{{label}}}}}")
        self.text.setFocus()

    # keeping

    def _ask_name(self) -> None:
        one = self._chosen()
        start = one.name if one.own else ""
        ask_text(
            self.window(),
            lambda: _("Keep this text"),
            lambda: pgettext("of a thing", "Name"),
            self.save,
            start=start,
        )

    def save(self, name: str) -> None:
        """Keep what is written as ``name``."""
        workspace = self._shell.workspace
        kept = workspace.execute(
            mail_texts.SAVE_ACTION, mail_texts.save, self._kind, name, self.body()
        )
        self._offer(kept)
        self._shell.toast(_("“{name}” is kept").format(name=kept), "file-text", undo=True)

    def _remove(self) -> None:
        name = self._chosen().name
        self._shell.workspace.execute(mail_texts.REMOVE_ACTION, mail_texts.remove, name)
        self._offer()
        self._shell.toast(_("“{name}” was deleted").format(name=name), "trash", undo=True)
