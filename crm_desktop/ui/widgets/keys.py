"""Keys of a part of the window: they act while the keyboard is within it, and nowhere else."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget


def bind_within(
    part: QWidget, keys: str | QKeySequence.StandardKey, run: Callable[[], object]
) -> None:
    """Call ``run`` when ``keys`` are pressed in ``part`` or a child of it.

    PySide's one-line ``QShortcut(keys, part, run, context=...)`` drops the context: the key then
    acts in the whole window, through every dialog that lies over the part.
    """
    shortcut = QShortcut(QKeySequence(keys), part)
    shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
    shortcut.activated.connect(run)


def is_undo(event: QEvent) -> bool:
    """True for Ctrl+Z pressed, and for its announcement (``ShortcutOverride``)."""
    return isinstance(event, QKeyEvent) and event.matches(QKeySequence.StandardKey.Undo)
