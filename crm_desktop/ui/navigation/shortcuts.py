"""Every keyboard shortcut of the window, declared once: bound here and listed by F1."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QGridLayout, QWidget

from crm_desktop.core.i18n import N_, _
from crm_desktop.ui import theme
from crm_desktop.ui.widgets.dialogs import Dialog
from crm_desktop.ui.widgets.overlay import Overlay
from crm_desktop.ui.widgets.text import Keycap, Label


@dataclass(frozen=True, slots=True)
class Key:
    """One shortcut: ``label`` is a msgid, ``run`` is None for keys a page handles itself."""

    keys: str
    label: str
    run: Callable[[], object] | None = None


# Handled by lists, forms and dialogs themselves; here for the sheet.
PAGE_KEYS: Sequence[Key] = (
    Key("↑ ↓", N_("Move in a list")),
    Key("Enter", N_("Open")),
    Key("Space", N_("Preview")),
    Key("Esc", N_("Back one level")),
    Key("Ctrl Space", N_("Select a row")),
    Key("Shift ↑ ↓", N_("Select several rows")),
    Key("Ctrl A", N_("Select all")),
    Key("Del", N_("Archive")),
    Key("Ctrl Enter", N_("Save a form")),
    Key("Ctrl ← →", N_("Move a deal to the stage beside")),
    Key("Ctrl Enter", N_("Deal won")),
    Key("Ctrl Del", N_("Deal lost")),
    Key("L D W M A", N_("List, day, week, month or agenda")),
    Key("T", N_("To today on the calendar")),
    Key("X", N_("Tick off on the calendar")),
    Key("Space → F2", N_("Today: done, tomorrow, another day")),
    Key("C W U E", N_("Today: call, write, urge, change")),
    Key("Ctrl ← → ↑ ↓", N_("Move what is picked on the calendar")),
    Key("Ctrl Shift ↑ ↓", N_("Make it shorter or longer")),
)


def overlay_open(window: QWidget) -> bool:
    """True while a dialog, the palette or a progress veil lies over the window."""
    return any(overlay.isVisible() for overlay in window.findChildren(Overlay))


def bind(window: QWidget, keys: Sequence[Key]) -> None:
    """Bind ``keys`` in the whole window; they do nothing while something lies over it."""
    for key in keys:
        if key.run is not None:
            _bind_one(window, key.keys, key.run)


def _bind_one(window: QWidget, keys: str, run: Callable[[], object]) -> None:
    def pressed() -> None:
        if not overlay_open(window):
            run()

    shortcut = QShortcut(QKeySequence(keys.replace(" ", "+")), window)
    shortcut.setContext(Qt.ShortcutContext.WindowShortcut)
    shortcut.activated.connect(pressed)


def show_sheet(window: QWidget, keys: Sequence[Key]) -> Dialog:
    """F1: all shortcuts in two columns."""
    grid = QGridLayout()
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(theme.m(12))
    grid.setVerticalSpacing(theme.m(7))
    listed = [*keys, *PAGE_KEYS]
    half = -(-len(listed) // 2)
    for number, key in enumerate(listed):
        side, line = divmod(number, half)
        grid.addWidget(Keycap(key.keys), line, side * 2)
        grid.addWidget(Label(_(key.label), "body", "text2"), line, side * 2 + 1)
    grid.setColumnStretch(1, 1)
    grid.setColumnStretch(3, 1)
    content = QWidget()
    content.setLayout(grid)
    dialog = Dialog(
        window,
        lambda: _("Keyboard shortcuts"),
        content,
        lambda: _("Close"),
        lambda: True,
        width=640,
        enter=True,
    )
    dialog.cancel.hide()
    dialog.open()
    dialog.action.setFocus()
    return dialog
