"""A page of tabs over parts, each built when it is first seen."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from importlib import import_module
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QStackedWidget, QWidget

from crm_desktop.core.changes import Changes
from crm_desktop.ui.page import Page, PageHeader, Shell, bare_column
from crm_desktop.ui.widgets import menu
from crm_desktop.ui.widgets.choices import Choice, Tabs
from crm_desktop.ui.widgets.layout import plain, row

Parts = Sequence[tuple[str, Callable[[], str], str]]
"""Key, title and ``module.Class`` of each tab; the module stands beside the page's."""


class TabPart(QWidget):
    """One tab; it reads itself when shown and after every write that touches it."""

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self.shell = shell

    def refresh(self, changes: Changes | None) -> None:
        """Read again; everything for ``None``."""
        raise NotImplementedError

    def take_focus(self) -> None:
        """The tab was turned to: put the keyboard where it is used first."""
        self.setFocus(Qt.FocusReason.OtherFocusReason)


class TabbedPage(Page):
    """``go(name, key)`` opens the tab of that key. A subclass names its title and ``parts``."""

    title: Callable[[], str]
    parts: Parts

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self._parts: dict[str, Any] = {}
        self._frames: dict[str, QWidget] = {}
        self.tabs = Tabs([Choice(key, words) for key, words, _made in self.parts])
        self.tabs.chosen.connect(self.show_part)
        self.tabs.folded.connect(self._fold)
        self._stack = QStackedWidget()
        whole = bare_column(self)
        whole.addWidget(PageHeader(type(self).title))
        whole.addWidget(plain(row((self.tabs, 1), margins=(24, 0, 24, 0))))
        whole.addWidget(self._stack, 1)

    def part(self, key: str) -> Any:
        """One part, built if needed."""
        if key not in self._parts:
            module, made = next(made for one, _w, made in self.parts if one == key).split(".")
            beside = type(self).__module__.rpartition(".")[0]
            self._parts[key] = getattr(import_module(f"{beside}.{module}"), made)(self.shell)
            self._frames[key] = self.framed(self._parts[key])
            self._stack.addWidget(self._frames[key])
        return self._parts[key]

    def framed(self, part: QWidget) -> QWidget:
        """What goes into the page: the part itself, or something that scrolls it."""
        return part

    def read_part(self, part: Any, changes: Changes | None) -> None:
        """Let a part read itself again."""
        part.refresh(changes)

    def show_part(self, key: str) -> None:
        """Turn to a part and read it."""
        part = self.part(key)
        self.tabs.set_current(key)
        self._stack.setCurrentWidget(self._frames[key])
        self.read_part(part, None)

    def refresh(self, changes: Changes | None) -> None:
        current = self.tabs.current()
        if current not in self._parts:
            self.show_part(current)
        else:
            self.read_part(self._parts[current], changes)

    def shown(self) -> None:
        self.part(self.tabs.current()).take_focus()

    def open_target(self, target: Any) -> None:
        if target in [key for key, _words, _made in self.parts]:
            self.show_part(str(target))

    def regions(self) -> list[QWidget]:
        return [self.tabs, self.part(self.tabs.current())]

    def _fold(self, keys: list[str]) -> None:
        items = [
            menu.MenuItem(words, partial(self.show_part, key))
            for key, words, _made in self.parts
            if key in keys
        ]
        menu.popup_below(self.tabs, items)
