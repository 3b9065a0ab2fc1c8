"""The pages: built on the first visit, refreshed when they are seen."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QStackedWidget

from crm_desktop.core.changes import Changes
from crm_desktop.core.i18n import _
from crm_desktop.ui import theme
from crm_desktop.ui.navigation.destinations import Destination, by_name
from crm_desktop.ui.page import Page, Shell, bare_column
from crm_desktop.ui.widgets.empty_state import EmptyState


class AbsentPage(Page):
    """Stands in for a page that this build of the program does not contain."""

    def __init__(self, shell: Shell, place: Destination) -> None:
        super().__init__(shell)
        state = EmptyState(
            place.icon,
            lambda: _("{page} is not in this version yet").format(page=_(place.label)),
            lambda: _("Your data is kept; a later version shows it here."),
        )
        bare_column(self).addWidget(state)


class PageStack(QStackedWidget):
    """Shows one page at a time. Hidden pages only remember that something changed."""

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self._shell = shell
        self._pages: dict[str, Page] = {}
        self._stale: set[str] = set()
        self._guest: Page | None = None
        self.current_name = ""
        theme.live(self, self._retranslate)

    def show_guest(self, page: Page) -> None:
        """Show a page that the rail does not lead to, until another one is shown."""
        self._drop_guest()
        self._guest = page
        self.current_name = ""
        self.addWidget(page)
        self.setCurrentWidget(page)
        page.shown()

    def guest(self) -> Page | None:
        """The page shown by ``show_guest``, while it is there."""
        return self._guest

    def _drop_guest(self) -> None:
        if self._guest is not None:
            self.removeWidget(self._guest)
            self._guest.deleteLater()
            self._guest = None

    def page(self) -> Page | None:
        """The page on screen."""
        return self._pages.get(self.current_name)

    def show_page(self, name: str, target: Any = None) -> Page:
        """Build ``name`` if needed, refresh it if stale, show it and hand it ``target``."""
        page = self._pages.get(name) or self._build(name)
        self.current_name = name
        self.setCurrentWidget(page)
        self._drop_guest()
        if name in self._stale and self._shell.workspace.is_open:
            self._stale.discard(name)
            page.refresh(None)
        page.shown()
        if target is not None:
            page.open_target(target)
        return page

    def changed(self, changes: Changes) -> None:
        """Refresh the page on screen now, the others when they are shown next."""
        self._stale = set(self._pages) - {self.current_name}
        page = self.page()
        if page is not None:
            page.refresh(changes)

    def may_leave(self) -> bool:
        """Ask every page whether its file may be closed."""
        return all(page.leave() for page in self._pages.values())

    def reset(self) -> None:
        """Forget every page: another file is open, or none."""
        for page in self._pages.values():
            self.removeWidget(page)
            page.deleteLater()
        self._pages.clear()
        self._stale.clear()
        self.current_name = ""

    def _build(self, name: str) -> Page:
        place = by_name(name)
        try:
            page = place.load()(self._shell)
        except ModuleNotFoundError as missing:
            if missing.name not in (f"crm_desktop.ui.{name}", f"crm_desktop.ui.{name}.page"):
                raise
            page = AbsentPage(self._shell, place)
        self._pages[name] = page
        self._stale.add(name)
        self.addWidget(page)
        return page

    def _retranslate(self) -> None:
        for page in self._pages.values():
            page.retranslate()
