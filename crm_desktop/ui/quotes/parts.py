"""The parts of the page of sales besides the sales themselves, each built when first wanted."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QStackedWidget, QWidget

from crm_desktop.core.changes import Changes
from crm_desktop.ui.page import Shell
from crm_desktop.ui.quotes.quote_form import Begun

if TYPE_CHECKING:
    from crm_desktop.ui.quotes.part import Part

_TABLES = (
    "quote", "quote_line", "sale", "sale_line", "contact", "staff", "deal", "delivery",
    "delivery_line", "order_milestone", "attachment", "setting",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class ShowPart:
    """A target for ``go("sales", ...)``: a part, in it the record ``id``; ``begun`` opens a new
    one that begins so."""

    part: str
    id: int = 0
    begun: Begun | None = None


class SalesParts:
    """Quotes and orders in the stack of the page; ``go(part)`` is asked for another part."""

    def __init__(self, shell: Shell, stack: QStackedWidget, go: Callable[[str], object]) -> None:
        self._shell = shell
        self._stack = stack
        self._go = go
        self._parts: dict[str, Part] = {}

    def current(self) -> Part | None:
        """The part on screen, if it is one of these."""
        shown = self._stack.currentWidget()
        return next((one for one in self._parts.values() if one is shown), None)

    def show(self, target: ShowPart) -> None:
        """Show a part as it is now, and in it what the target names; nothing for ``sales``."""
        if target.part == "sales":
            return
        part = self._part(target.part)
        self._stack.setCurrentWidget(part)
        part.refresh()
        if target.begun is not None:
            part.begin(target.begun)
        elif target.id:
            part.show_record(target.id)
        else:
            part.table.setFocus()

    def _part(self, name: str) -> Part:
        if name not in self._parts:
            part = self._made(name)
            part.parts.chosen.connect(self._go)
            self._parts[name] = part
            self._stack.addWidget(part)
        return self._parts[name]

    def _made(self, name: str) -> Part:
        if name == "quotes":
            from crm_desktop.ui.quotes.quote_view import QuoteView

            return QuoteView(self._shell)
        from crm_desktop.ui.quotes.order_view import OrderView

        return OrderView(self._shell)

    def refresh(self, changes: Changes | None) -> None:
        """Read the part on screen again; the others are read when they are shown."""
        part = self.current()
        if part is not None and (changes is None or changes.touches(*_TABLES)):
            part.refresh()

    def regions(self) -> list[QWidget]:
        """Parts of the part on screen."""
        part = self.current()
        return part.regions() if part is not None else []
