"""What a page is, and what the window gives to it.

Write ``class CustomersPage(Page)`` in ``ui/contacts/page.py`` and name it in
``ui/navigation/destinations.py``; the window imports and builds it on the first visit.

A page
* is built once with its ``Shell`` and shows nothing before the first ``refresh``;
* reads with ``shell.workspace.read(fn, ...)`` (quick) or ``.ask(fn, ..., owner=self, done=...)``;
* writes with ``shell.workspace.execute(_("Archive customers"), fn, ...)`` and says so with
  ``shell.toast(text, undo=True)``; it never patches its own list afterwards, because
* every write, its own or another's, comes back as ``refresh(changes)``: at once if the page is
  visible, else once when it is shown next. ``changes is None`` means "read everything";
* takes its texts as ``lambda: _("...")`` (kit widgets speak them again after a language switch)
  or sets them inside ``theme.live(self, fn)``; ``retranslate`` is for what is left;
* lets ``UserError`` and bugs escape from its slots: the window shows them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, Protocol

from PySide6.QtCore import QEvent
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from crm_desktop.core.changes import Changes
from crm_desktop.core.preferences import Preferences
from crm_desktop.ui import theme
from crm_desktop.ui.jobs import Jobs
from crm_desktop.ui.theme import Text
from crm_desktop.ui.widgets.header_search import HeaderSearch
from crm_desktop.ui.widgets.layout import Item, row, show_if
from crm_desktop.ui.widgets.text import Label
from crm_desktop.ui.workspace import Workspace

if TYPE_CHECKING:
    from crm_desktop.ui.reminders.watch import Reminders
    from crm_desktop.ui.reports.scheduled_reports import ScheduledReports
    from crm_desktop.ui.rule_runner import RuleRunner


@dataclass(frozen=True, slots=True)
class Command:
    """An action the palette (Ctrl+K) offers while its page is current, or always."""

    key: str
    label: Text
    run: Callable[[], object]
    icon: str = "arrow-right"
    keys: str = ""


@dataclass(frozen=True, slots=True)
class OpenRecord:
    """A target for ``go``: show this record (``go("contacts", OpenRecord(12))``)."""

    id: int


@dataclass(frozen=True, slots=True)
class NewRecord:
    """A target for ``go``: begin a new record, for a customer when ``contact_id`` is set."""

    contact_id: int = 0


@dataclass(frozen=True, slots=True)
class NewRecords:
    """A target for ``go("contacts", ...)``: begin many new records at once."""


@dataclass(frozen=True, slots=True)
class ShowView:
    """A target for ``go("contacts", ...)``: show a saved view."""

    id: int


@dataclass(frozen=True, slots=True)
class ShowRule:
    """A target for ``go("settings", ...)``: show this rule that makes follow-ups."""

    id: int


@dataclass(frozen=True, slots=True)
class ImportFile:
    """A target for ``go("exchange", ...)``: import these files."""

    paths: tuple[Path, ...]

    def __init__(self, *paths: Path) -> None:
        object.__setattr__(self, "paths", paths)


class Shell(Protocol):
    """What pages may ask of the window that holds them."""

    @property
    def workspace(self) -> Workspace: ...

    @property
    def jobs(self) -> Jobs: ...

    @property
    def preferences(self) -> Preferences: ...

    @property
    def reminders(self) -> Reminders: ...

    @property
    def report_maker(self) -> ScheduledReports: ...

    @property
    def rule_runner(self) -> RuleRunner: ...

    def go(self, page: str, target: Any = None) -> None:
        """Show the page of this name; ``target`` reaches its ``open_target``."""

    def toast(self, text: str, icon: str = "check-circle", undo: bool = False) -> None:
        """Say what happened for 8 seconds; ``undo`` offers to take the last action back."""

    def show_problem(self, problem: BaseException) -> None:
        """Say a ``UserError``, or show the report of a bug."""

    def open_file(self, path: Path) -> None:
        """Open a data file instead of the present one."""

    def new_file(self, path: Path) -> None:
        """Make an empty data file and open it."""

    def set_language(self, code: str) -> None:
        """Switch the language of the running program and remember it."""

    def set_look(
        self,
        mode: str | None = None,
        scale: float | None = None,
        contrast: bool | None = None,
    ) -> None:
        """Switch theme, text size or contrast and remember it."""


class Page(QFrame):
    """Base of every page; see the head of this module.

    ``flat`` pages are all surface (lists); others have the canvas behind their cards.
    ``narrow_rail`` pages always use the collapsed rail (import, sales entry).
    """

    name: ClassVar[str] = ""
    flat: ClassVar[bool] = False
    narrow_rail: ClassVar[bool] = False

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self.shell = shell
        self.setObjectName("page")
        self.setProperty("flat", self.flat)

    def refresh(self, changes: Changes | None) -> None:
        """Read again what ``changes`` touched; everything for ``None``."""

    def shown(self) -> None:
        """The page has become visible (after ``refresh`` if it was stale); set the focus here."""

    def retranslate(self) -> None:
        """Language, theme or text size has changed: redo what is not ``theme.live``."""

    def open_target(self, target: Any) -> None:
        """Show what ``shell.go(name, target)`` asked for: one of the targets above."""

    def focus_search(self) -> None:
        """Ctrl+F: put the cursor into the page's search field."""

    def new_record(self) -> None:
        """Ctrl+N: a new record of the page's kind."""

    def print_page(self) -> None:
        """Ctrl+P: print what is on screen."""

    def export_page(self) -> None:
        """Ctrl+E: export what is on screen."""

    def go_back(self) -> bool:
        """Esc: one level back; False when there was nothing to leave."""
        return False

    def commands(self) -> list[Command]:
        """Actions of this page for the palette."""
        return []

    def regions(self) -> list[QWidget]:
        """Parts that F6 jumps between, in order (header, filters, table, panel)."""
        return [self]

    def leave(self) -> bool:
        """Asked before the file is closed; False keeps it open (something is unsaved)."""
        return True


class PageHeader(QWidget):
    """Title left, then a seg control, quiet actions and one primary right.

    Where there is little room a ``HeaderSearch`` among them gives way first, then the title.
    """

    def __init__(self, title: Text, *items: Item, sub: Text = "") -> None:
        super().__init__()
        self.title = Label(title, "title", elide=True)
        self.sub = Label(sub, "body", "text3")
        show_if(self.sub, bool(theme.text_of(sub)))
        self._row = row((self.title, 1), self.sub, *items, gap=8, margins=(24, 14, 24, 10))
        self.setLayout(self._row)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._search = next((one for one in items if isinstance(one, HeaderSearch)), None)
        if self._search is not None:
            self._search.used.connect(self._fit_search)

    def _fit_search(self) -> None:
        if self._search is None:
            return
        margins = self._row.contentsMargins()
        room = self.width() - margins.left() - margins.right()
        for number in range(self._row.count()):
            part = self._row.itemAt(number)
            if part and not part.isEmpty() and part.widget() not in {self.title, self._search}:
                room -= part.sizeHint().width() + self._row.spacing()
        title = self.title.sizeHint().width() + self._row.spacing()
        self.title.setVisible(self._search.fit(room, title))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_search()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:  # something beside it came or went
            self._fit_search()
        return super().event(event)


def bare_column(parent: QWidget) -> QVBoxLayout:
    """A column without margins and gaps set on ``parent``: the frame of most pages."""
    layout = QVBoxLayout(parent)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(0)
    return layout


def bare_row(parent: QWidget) -> QHBoxLayout:
    """A row without margins and gaps set on ``parent``."""
    layout = QHBoxLayout(parent)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(0)
    return layout
