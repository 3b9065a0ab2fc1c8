"""Making, renaming, moving and deleting categories; putting products into one."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QWidget

from crm_desktop.core.i18n import _, ngettext, pgettext
from crm_desktop.services.products import product_categories as tree
from crm_desktop.services.products.product_categories import CategoryRow
from crm_desktop.ui.page import Shell
from crm_desktop.ui.products.category_list import Place
from crm_desktop.ui.widgets import menu
from crm_desktop.ui.widgets.dialogs import Dialog, ask_text
from crm_desktop.ui.widgets.form import ComboBox, Field
from crm_desktop.ui.widgets.menu import MenuItem


class CategoryActions:
    """What can be done with a category; each is one step of undo."""

    def __init__(self, host: QWidget, shell: Shell) -> None:
        self._host, self._shell = host, shell

    def rows(self) -> list[CategoryRow]:
        """The tree as it is."""
        rows: list[CategoryRow] = self._shell.workspace.read(tree.tree)
        return rows

    def add(self, parent_id: int | None = None) -> Dialog:
        """Ask for a new one, at the top or under another."""

        def made(name: str) -> None:
            self._shell.workspace.execute(tree.ADD_ACTION, tree.add, name, parent_id)
            self._shell.toast(_("Category “{name}” made").format(name=name), "tag", undo=True)

        title, label = (lambda: _("New category")), (lambda: pgettext("of a thing", "Name"))
        return ask_text(self._host, title, label, made)

    def rename(self, place: Place) -> Dialog:
        """Ask for another name."""

        def named(name: str) -> None:
            self._shell.workspace.execute(tree.RENAME_ACTION, tree.rename, place.id, name)
            self._shell.toast(_("Saved"), undo=True)

        title, label = (lambda: _("Rename category")), (lambda: pgettext("of a thing", "Name"))
        return ask_text(self._host, title, label, named, start=place.name)

    def move(self, place: Place) -> Dialog:
        """Ask under which other it goes."""
        below = set(self._shell.workspace.read(tree.ids_below, place.id))
        rows = [one for one in self.rows() if one.id not in below]
        where = ComboBox(
            [("", lambda: _("At the top")), *((str(one.id), one.path) for one in rows)]
        )

        def moved() -> None:
            parent = int(where.value()) if where.value() else None
            self._shell.workspace.execute(tree.MOVE_ACTION, tree.move, place.id, parent)
            self._shell.toast(_("Saved"), undo=True)

        dialog = Dialog(
            self._host,
            lambda: _("Move “{name}”").format(name=place.name),
            Field(lambda: _("Where to"), where),
            lambda: _("Move"),
            moved,
            enter=True,
        )
        dialog.open()
        return dialog

    def shift(self, place: Place, by: int) -> None:
        """One place up or down among its neighbours."""
        self._shell.workspace.execute(tree.MOVE_ACTION, tree.shift, place.id, by)

    def remove(self, place: Place) -> None:
        """Delete; what is in it goes up."""
        self._shell.workspace.execute(tree.REMOVE_ACTION, tree.remove, place.id)
        said = _("Category “{name}” deleted; its products moved up").format(name=place.name)
        self._shell.toast(said, "trash", undo=True)

    def show_menu(self, place: Place, where: QPoint) -> None:
        """The context menu of a line of the tree."""
        items: list[MenuItem | None] = [
            MenuItem(lambda: _("New category"), partial(self.add, None), "plus")
        ]
        if place.id:
            items = [
                MenuItem(lambda: _("New category in it"), partial(self.add, place.id), "plus"),
                MenuItem(lambda: _("Rename…"), partial(self.rename, place), "pencil-simple"),
                MenuItem(lambda: _("Move…"), partial(self.move, place), "arrow-right"),
                MenuItem(lambda: _("Up"), partial(self.shift, place, -1), "caret-up"),
                MenuItem(lambda: _("Down"), partial(self.shift, place, 1), "caret-down"),
                None,
                MenuItem(lambda: _("Delete"), partial(self.remove, place), "trash", danger=True),
            ]
        menu.build(self._host, items).popup(where)

    def put_menu(self, product_ids: Sequence[int], anchor: QPoint) -> None:
        """A menu of categories; choosing one puts the products into it."""
        choices: list[tuple[int | None, str]] = [(one.id, one.path) for one in self.rows()]
        items: list[MenuItem | None] = [
            MenuItem(path, partial(self.put, product_ids, one, path)) for one, path in choices
        ]
        items += [None] if items else []
        items.append(
            MenuItem(
                lambda: _("Without category"),
                partial(self.put, product_ids, None, _("Without category")),
            )
        )
        menu.build(self._host, items).popup(anchor)

    def put(self, product_ids: Sequence[int], category_id: int | None, name: str) -> None:
        """Put products into a category."""
        count = self._shell.workspace.execute(
            tree.PUT_ACTION, tree.put, list(product_ids), category_id
        )
        words = ngettext("{n} product moved to {name}", "{n} products moved to {name}", count)
        self._shell.toast(words.format(n=count, name=name), "tag", undo=True)
