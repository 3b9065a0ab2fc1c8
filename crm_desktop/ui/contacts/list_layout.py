"""Which columns the customer list shows: those of the view, else those chosen for all lists."""

from __future__ import annotations

from crm_desktop.core.i18n import N_
from crm_desktop.services.contacts import views
from crm_desktop.services.contacts.contact_rows import CUSTOM, PARTS
from crm_desktop.ui.contacts.list_pane import ListPane
from crm_desktop.ui.contacts.list_state import ListState
from crm_desktop.ui.page import Shell


class ListLayout:
    """Shows and remembers columns and the height of rows."""

    def __init__(self, shell: Shell, state: ListState, pane: ListPane) -> None:
        self._shell, self._state, self._pane = shell, state, pane

    def parts(self) -> list[str]:
        """What must be read for the columns that are shown, beyond what every row has."""
        shown = self._pane.table.columns.keys()
        return [part for part in shown if part in PARTS or part.startswith(CUSTOM)]

    def show(self) -> None:
        """Show the columns of the view, else those chosen for all lists."""
        layout = self._state.layout() or tuple(self._shell.preferences.contact_columns)
        before = set(self.parts())
        self._pane.table.columns.show(layout)
        if not before.issuperset(self.parts()):
            self._pane.model.forget_rows()
            self._pane.table.viewport().update()

    def keep(self, layout: tuple[str, ...]) -> None:
        """Remember other columns, in the view where it has its own."""
        view = self._state.view
        if view is not None and view.columns:
            self.own(layout)
            return
        self._shell.preferences.contact_columns = list(layout)
        self._shell.preferences.save()
        self.show()

    def own(self, layout: tuple[str, ...]) -> None:
        """Give the view columns of its own, or none."""
        view = self._state.view
        if view is not None:
            self._shell.workspace.execute(N_("Change columns"), views.edit, view.id, columns=layout)

    def fit_rows_height(self) -> None:
        """Comfortable or compact rows, as the user prefers."""
        self._pane.table.set_row_height(34 if self._shell.preferences.compact_rows else 44)
