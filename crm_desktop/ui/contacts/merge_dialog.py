"""Merging two customers chosen in the list."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from crm_desktop.core.i18n import _
from crm_desktop.services.care import merge
from crm_desktop.ui.care.comparison import ComparisonGrid
from crm_desktop.ui.page import OpenRecord, Shell
from crm_desktop.ui.widgets.dialogs import Dialog
from crm_desktop.ui.widgets.layout import column, plain

_WIDTH = 720


def ask_merge(host: QWidget, shell: Shell, first: int, second: int) -> Dialog:
    """Show both side by side; the older one is proposed to stay."""
    order = sorted((first, second))
    grid = ComparisonGrid()

    def show() -> None:
        grid.show_pair(shell.workspace.read(merge.compare, *order))

    def swap() -> None:
        order.reverse()
        show()

    def save() -> bool:
        done = shell.workspace.execute(merge.MERGE_ACTION, merge.merge, *order, grid.chosen())
        shell.toast(_("{name} is one customer now").format(name=done.name), undo=True)
        return True

    show()
    dialog = Dialog(
        host,
        lambda: _("Make these two one customer?"),
        plain(column(grid)),
        lambda: _("Merge"),
        save,
        width=_WIDTH,
    )
    grid.swapped.connect(swap)
    grid.opened.connect(dialog.done)
    grid.opened.connect(lambda one: shell.go("contacts", OpenRecord(one)))
    dialog.open()
    return dialog
