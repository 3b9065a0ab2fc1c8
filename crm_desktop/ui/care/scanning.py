"""A part of the page that looks through all customers in the background."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

from crm_desktop.core.changes import Changes
from crm_desktop.ui.page import Shell
from crm_desktop.ui.tabbed_page import TabPart


class ScanningPart(TabPart):
    """Scans when shown and after each write that may tell; what was found while something was
    written is looked for once more, not shown."""

    scan: ClassVar[Callable[..., Any]]
    """The service that looks; takes a session and ``progress``."""
    telling: ClassVar[tuple[str, ...]]
    """Tables whose changes ask for a new scan."""

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self._scanning = self._again = False

    def scan_title(self) -> str:
        """What the progress says is done."""
        raise NotImplementedError

    def scanned(self, found: Any) -> None:
        """Show what ``scan`` found."""
        raise NotImplementedError

    def refresh(self, changes: Changes | None) -> None:
        if changes is not None and not changes.touches(*self.telling):
            return
        if self._scanning:
            self._again = True
            return
        self._scanning = True
        self.shell.workspace.ask(
            type(self).scan,
            owner=self,
            done=self._done,
            failed=self._failed,
            progress=True,
            title=self.scan_title,
        )

    def _failed(self, problem: BaseException) -> None:
        self._scanning = False
        self.shell.show_problem(problem)

    def _done(self, found: Any) -> None:
        self._scanning = False
        if self._again:
            self._again = False
            self.refresh(None)
        else:
            self.scanned(found)
