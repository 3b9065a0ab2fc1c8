"""A line in which a product is found while typing: name, pinyin, code or bar code."""

from __future__ import annotations

from PySide6.QtCore import QStringListModel, Qt
from PySide6.QtWidgets import QCompleter

from crm_desktop.core.i18n import _
from crm_desktop.services.products import products
from crm_desktop.services.products.products import ProductRow
from crm_desktop.ui.page import Shell
from crm_desktop.ui.widgets.form import LineEdit

_OFFERED = 8


class ProductPicker(LineEdit):
    """``product_id`` is what was picked, 0 while the text is only a text.

    With ``wordy`` words may follow the name of what was picked, as in ``Tap, left-handed``.
    """

    def __init__(
        self, shell: Shell, product_id: int = 0, name: str = "", *, wordy: bool = False
    ) -> None:
        super().__init__(lambda: _("Name, pinyin or code"), name)
        self.setCursorPosition(0)
        self._shell = shell
        self._picked, self._wordy = name, wordy
        self._found: list[ProductRow] = []
        self.product_id = product_id
        self._words = QStringListModel(self)
        completer = QCompleter(self._words, self)
        completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.setCompleter(completer)
        self.textEdited.connect(self._search)
        completer.activated.connect(self._pick)

    def _search(self, typed: str) -> None:
        if not (self._wordy and self._picked and typed.startswith(self._picked)):
            self.product_id = 0
        self._found = []
        if typed.strip():
            self._found = self._shell.workspace.read(products.find, typed, _OFFERED)
        self._words.setStringList([said(one) for one in self._found])

    def _pick(self, words: str) -> None:
        one = next((one for one in self._found if said(one) == words), None)
        if one is not None:
            self.show_product(one.id, one.name)

    def show_product(self, product_id: int, name: str) -> None:
        """Show what was picked, from its beginning."""
        self.product_id, self._picked = product_id, name
        self.setText(name)
        self.setCursorPosition(0)

    def settle(self) -> int:
        """What is meant: the one picked, or the only one of that name or code; else 0."""
        if not self._shell.workspace.is_open:  # the window closes over what was being typed
            return self.product_id
        if self.value() and (not self.product_id or self.value() != self._picked):
            typed = self.value().casefold()
            same = [
                one
                for one in self._shell.workspace.read(products.find, self.value(), _OFFERED)
                if typed in (one.name.casefold(), one.code.casefold(), one.barcode.casefold())
            ]
            if len(same) == 1:
                self.product_id = same[0].id
        return self.product_id


def said(one: ProductRow) -> str:
    """A product as offered: name, specification and code."""
    return " · ".join(filter(None, (one.name, one.spec, one.code)))
