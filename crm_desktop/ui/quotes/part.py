"""What the page of sales asks of each of its parts."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from crm_desktop.ui.page import Shell
from crm_desktop.ui.quotes.part_switch import PartSwitch
from crm_desktop.ui.quotes.quote_form import Begun
from crm_desktop.ui.widgets.record_table import RecordTable
from crm_desktop.ui.widgets.search_box import SearchBox


class Part(QWidget):
    """A list with one record beside it. ``parts`` leads to the other parts."""

    parts: PartSwitch
    table: RecordTable
    search: SearchBox

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self._shell = shell

    def refresh(self) -> None:
        """Read everything shown again."""
        raise NotImplementedError

    def show_record(self, record_id: int) -> None:
        """Show one beside the list."""
        raise NotImplementedError

    def go_back(self) -> bool:
        """Esc: one level back; False when there was nothing to leave."""
        raise NotImplementedError

    def regions(self) -> list[QWidget]:
        """Parts that F6 jumps between."""
        raise NotImplementedError

    def begin(self, begun: Begun | None = None) -> None:
        """Ctrl+N: a new record, where the part makes any."""

    def print_page(self) -> None:
        """Ctrl+P: what is on screen on paper."""

    def export_page(self) -> None:
        """Ctrl+E: what is on screen as a file."""
