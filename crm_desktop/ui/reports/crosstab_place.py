"""Where the cross-tab stands on the page of reports: its lines in the list, its view in the
place of the paper. The view is made when it is first asked for."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QHBoxLayout, QWidget

from crm_desktop.core.i18n import _
from crm_desktop.services.crosstab import crosstab_saved
from crm_desktop.ui.page import Shell
from crm_desktop.ui.reports.crosstab_view import CrosstabView
from crm_desktop.ui.reports.report_list import Entry, ReportList
from crm_desktop.ui.widgets.form import ComboBox

KEY = "crosstab"
_SAVED = "crosstab:"


class CrosstabPlace:
    """``kinds`` are the lines of all other reports; ``papers`` what gives way to the view."""

    def __init__(
        self, shell: Shell, kinds: Sequence[Entry], list_: ReportList, combo: ComboBox
    ) -> None:
        self._shell = shell
        self._kinds = tuple(kinds)
        self._list = list_
        self._combos = [combo]
        self._layout: QHBoxLayout | None = None
        self._papers: tuple[QWidget, ...] = ()
        self._choose: Callable[[str], object] = lambda _key: None
        self._names: tuple[str, ...] = ()
        self.view: CrosstabView | None = None
        self.on = False

    def settle(
        self, layout: QHBoxLayout, papers: Sequence[QWidget], choose: Callable[[str], object]
    ) -> None:
        """Where the view goes when it is made, and who is told of another choice."""
        self._layout, self._papers, self._choose = layout, tuple(papers), choose

    def read_names(self) -> None:
        """Show the saved ones of the open file in the list."""
        read = self._shell.workspace.read
        self._names = read(crosstab_saved.saved) if self._shell.workspace.is_open else ()
        entries = (*self._kinds, *_entries(self._names))
        self._list.show_entries(entries)
        for combo in self._combos:
            here = self._list.current()
            combo.set_choices([(one.key, one.name) for one in entries], here)

    def show(self, key: str) -> bool:
        """Show the cross-tab if ``key`` is one; otherwise make room for the papers."""
        asked = key == KEY or key.startswith(_SAVED)
        if asked:
            name = key.removeprefix(_SAVED) if key != KEY else ""
            view = self._view()
            self._mark(key)
            view.show_saved(name)
        self.on = asked
        if self.view is not None:
            self.view.setVisible(asked)
        return asked

    def shown(self) -> CrosstabView | None:
        """The view, while it is shown."""
        return self.view if self.on else None

    def refresh(self) -> bool:
        """Read again, in the language in force; False when a paper is shown."""
        before = self._names
        self.read_names()
        if self.view is not None:
            self.view.follow(_followed(self.view.name, before, self._names))
        if self.on and self.view is not None and self._shell.workspace.is_open:
            self.view.refresh()
        return self.on

    def fit(self, *, narrow: bool) -> None:
        """Hide what the view has taken the place of; the list's choices stand in the bar when
        there is no room for the list."""
        if self.on and self.view is not None:
            for one in self._papers:
                one.hide()
            self.view.kinds.setVisible(narrow)
            self.view.bar.title.setVisible(not narrow)

    def _view(self) -> CrosstabView:
        if self.view is None:
            kinds = ComboBox()
            self._combos.append(kinds)
            self.view = CrosstabView(self._shell, kinds)
            kinds.activated.connect(lambda _index: self._choose(kinds.value()))
            self.view.named.connect(self._named)
            assert self._layout is not None
            self._layout.addWidget(self.view, 1)
            self.read_names()
        return self.view

    def _mark(self, key: str) -> None:
        self._list.set_current(key)
        for combo in self._combos:
            combo.set_value(key)

    def _named(self, name: str) -> None:
        if self.on:
            self._list.set_current(_SAVED + name if name else KEY)
        self.read_names()


def _followed(name: str, before: Sequence[str], now: Sequence[str]) -> str:
    """What the one called ``name`` is called after an undo: renamed, or gone."""
    if name in now or name not in before:
        return name
    come = [one for one in now if one not in before]
    return come[0] if len(come) == 1 else ""


def _entries(names: Sequence[str]) -> list[Entry]:
    group = lambda: _("Your own questions")  # noqa: E731
    first = Entry(
        KEY, lambda: _("Cross-tab"), lambda: _("Sales by anything, in rows and columns"), group
    )
    about = lambda: _("Saved cross-tab")  # noqa: E731
    return [first, *(Entry(_SAVED + name, name, about, group) for name in names)]
