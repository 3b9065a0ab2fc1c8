"""The keys of the whole window."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from crm_desktop.core.i18n import N_
from crm_desktop.ui.navigation.destinations import pages
from crm_desktop.ui.navigation.shortcuts import Key
from crm_desktop.ui.page import NewRecords
from crm_desktop.ui.widgets.row_list import RowList
from crm_desktop.ui.widgets.scroll import bring_into_view

if TYPE_CHECKING:
    from crm_desktop.ui.main_window import MainWindow


def declare(window: MainWindow) -> list[Key]:
    """All shortcuts the window binds, in the order of the F1 sheet."""

    def on_page(method: str) -> Callable[[], object]:
        def run() -> None:
            if page := window.stack.page():
                getattr(page, method)()

        return run

    numbered = [
        Key(f"Ctrl {number}", place.label, partial(window.go, place.name))
        for number, place in enumerate(pages(), 1)
    ]
    return [
        Key("Ctrl K", N_("Search or run"), window.open_palette),
        *numbered,
        Key("Ctrl ,", N_("Settings"), partial(window.go, "settings")),
        Key("Ctrl B", N_("Fold the side bar"), window.toggle_rail),
        Key("Ctrl F", N_("Search this page"), on_page("focus_search")),
        Key("Ctrl N", N_("New"), on_page("new_record")),
        Key("Ctrl Shift N", N_("Many new customers"), partial(window.go, "contacts", NewRecords())),
        Key("Ctrl Shift R", N_("Reminders"), window.bell.open),
        Key("Ctrl P", N_("Print"), on_page("print_page")),
        Key("Ctrl E", N_("Export"), on_page("export_page")),
        Key("Ctrl Z", N_("Undo"), window.undo),
        Key("Ctrl Y", N_("Redo"), window.redo),
        Key("F6", N_("Next part of the window"), partial(next_region, window, 1)),
        Key("Shift F6", N_("Part before"), partial(next_region, window, -1)),
        Key("F1", N_("Keyboard shortcuts"), window.show_shortcuts),
    ]


def next_region(window: MainWindow, step: int) -> None:
    """Move the focus to the next part: rail, then the regions of the page."""
    page = window.stack.page()
    # A card without rows is not there: the keyboard would get stuck before it.
    shown = [part for part in (page.regions() if page else []) if part.isVisible()]
    regions: list[QWidget] = [window.rail, *shown]
    focus = window.focusWidget()
    here = next(
        (
            i
            for i, region in enumerate(regions)
            if focus is region or (focus is not None and region.isAncestorOf(focus))
        ),
        -1,
    )
    target = regions[(here + step) % len(regions)]
    if target is window.rail:
        window.rail.focus_current()
    elif target.focusPolicy() != Qt.FocusPolicy.NoFocus:
        target.setFocus(Qt.FocusReason.TabFocusReason)
        if not isinstance(target, RowList):  # which scrolls to its row
            bring_into_view(target)
    else:
        inside = [
            child
            for child in target.findChildren(QWidget)
            if child.isVisible() and child.focusPolicy() & Qt.FocusPolicy.TabFocus
        ]
        if inside:
            inside[0].setFocus(Qt.FocusReason.TabFocusReason)
