"""A short list on the profile with its title and "Add": people they belong to, tastes, gifts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtWidgets import QWidget

from crm_desktop.core.i18n import _
from crm_desktop.ui.theme import Text
from crm_desktop.ui.widgets.buttons import Button, IconButton
from crm_desktop.ui.widgets.layout import clear, column, plain, row
from crm_desktop.ui.widgets.text import Label


@dataclass(frozen=True, slots=True)
class BlockLine:
    """One line: what it is, facts in small, and what can be done: (icon, tip, act)."""

    title: str
    caption: str = ""
    tone: str = "text3"
    acts: tuple[tuple[str, Text, Callable[[], object]], ...] = ()
    open: Callable[[], object] | None = None


class ProfileBlock(QWidget):
    """Only the head is shown while there is nothing to list."""

    def __init__(self, title: Text, on_add: Callable[[], object]) -> None:
        super().__init__()
        self.add = Button(lambda: _("Add"), kind="link", small=True, on=on_add)
        self.lines: list[QWidget] = []
        self._place = column(gap=6)
        head = row(Label(title, "card"), None, self.add, gap=8)
        self.setLayout(column(head, self._place, gap=4, margins=(20, 6, 16, 8)))

    def show_lines(self, lines: Sequence[BlockLine]) -> None:
        """Replace the lines."""
        clear(self._place)
        self.lines = [self._line(line) for line in lines]
        for widget in self.lines:
            self._place.addWidget(widget)

    def _line(self, line: BlockLine) -> QWidget:
        if line.open is None:
            title: QWidget = Label(line.title, "body", wrap=True)
        else:
            title = Button(line.title, kind="link", small=True, on=line.open)
        words = column(row(title, None), gap=0)
        if line.caption:
            words.addWidget(Label(line.caption, "caption", line.tone, wrap=True))
        acts = [IconButton(icon, tip, on=act) for icon, tip, act in line.acts]
        return plain(row((plain(words), 1), *acts, gap=2))
