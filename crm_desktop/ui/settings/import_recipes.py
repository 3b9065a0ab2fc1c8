"""How lists were read when they were imported: renamed, or forgotten to be read afresh."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QVBoxLayout, QWidget

from crm_desktop.core import formats
from crm_desktop.core.changes import Changes
from crm_desktop.core.i18n import N_, _, ngettext, pgettext
from crm_desktop.services.imports import import_recipes
from crm_desktop.services.imports.import_recipes import Recipe
from crm_desktop.ui.exchange import wizard_words
from crm_desktop.ui.page import Shell
from crm_desktop.ui.widgets.buttons import IconButton
from crm_desktop.ui.widgets.cards import Card
from crm_desktop.ui.widgets.dialogs import Dialog, ask_text
from crm_desktop.ui.widgets.layout import clear, column, plain, row, show_if
from crm_desktop.ui.widgets.text import Label


class ImportRecipes(QWidget):
    """One line for each layout that was imported; every change can be undone."""

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self._shell = shell
        self.recipes: tuple[Recipe, ...] = ()
        self.lines: list[QWidget] = []
        self.none = Label(_nothing, "body", "text3", wrap=True)
        self._place: QVBoxLayout = column(gap=0)
        card = Card(lambda: _("How lists were read"))
        explained = Label(_explained, "caption", "text3", wrap=True)
        card.body.addLayout(
            column(explained, self.none, self._place, gap=10, margins=(20, 0, 20, 16))
        )
        self.setLayout(column(card, None, gap=16))

    def refresh(self, changes: Changes | None) -> None:
        """Read the recipes again."""
        if changes is not None and not changes.touches("import_recipe"):
            return
        self.recipes = self._shell.workspace.read(import_recipes.recipes)
        clear(self._place)
        self.lines = list(map(self._line, self.recipes))
        for line in self.lines:
            self._place.addWidget(line)
        show_if(self.none, not self.recipes)

    def _line(self, one: Recipe) -> QWidget:
        words = column(
            Label(one.name, "strong", wrap=True),
            Label(partial(_facts, one), "caption", "text3", wrap=True),
            gap=1,
        )
        edit = IconButton("pencil-simple", lambda: _("Rename"), on=partial(self.rename, one))
        off = IconButton("x", lambda: _("Forget"), on=partial(self.forget, one))
        return plain(row((plain(words), 1), edit, off, gap=2, margins=(0, 6, 0, 6)))

    def rename(self, one: Recipe) -> Dialog:
        """Ask for another name."""
        return ask_text(
            self,
            lambda: _("Rename"),
            lambda: pgettext("of a thing", "Name"),
            lambda typed: self._shell.workspace.execute(
                N_("Rename a list's reading"), import_recipes.rename, one.id, typed
            ),
            start=one.name,
        )

    def forget(self, one: Recipe) -> None:
        """Read such lists afresh from now on."""
        self._shell.workspace.execute(
            N_("Forget how a list was read"), import_recipes.forget, one.id
        )
        self._shell.toast(_("Such lists are read afresh"), "x", undo=True)


def _facts(one: Recipe) -> str:
    number = len(one.fields)
    words = ngettext("{n} column", "{n} columns", number).format(n=number)
    kind = _(wizard_words.KINDS[one.kind]) if one.kind in wizard_words.KINDS else ""
    used = _("last on {day}").format(day=formats.date_long(one.used_on)) if one.used_on else ""
    out = "" if one.include else _("left out")
    return " · ".join(filter(None, (kind, words, used, out)))


def _explained() -> str:
    return _(
        "A list with these headings is read as it was the last time. Forget one to be asked again."
    )


def _nothing() -> str:
    return _("Nothing was imported yet.")
