"""What the panels of a sale, a quote and an order share: whose it is, and a column that scrolls."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout

from crm_desktop.core.i18n import _
from crm_desktop.ui.widgets.avatar import Avatar
from crm_desktop.ui.widgets.buttons import IconButton
from crm_desktop.ui.widgets.chips import Chip
from crm_desktop.ui.widgets.layout import column, plain, row, show_if
from crm_desktop.ui.widgets.scroll import ScrollArea
from crm_desktop.ui.widgets.text import Label

WIDTH = 396


class RecordPanel(QFrame):
    """``closed`` asks to hide the panel; ``open_customer`` is called for the page of its owner."""

    closed = Signal()

    def __init__(self, open_customer: Callable[[], object]) -> None:
        super().__init__()
        self.setProperty("panel", "right")
        self.face = Avatar("?", 0, size=48)
        self.name = Label("", "wizard", elide=True)
        self.facts = Label("", "caption", "text2", elide=True)
        self.chip = Chip("", "gray")
        self.end = IconButton("x", lambda: _("Close"), on=self.closed.emit)
        self.customer = IconButton(
            "arrow-square-out", lambda: _("Open the customer"), on=open_customer
        )

    def lay_out(self, *parts: Any) -> None:
        """Put ``parts``, as for ``column``, below the head."""
        head = row(
            self.face,
            (column(row((self.name, 1), self.chip, gap=8), self.facts, gap=2), 1),
            self.customer,
            self.end,
            gap=10,
        )
        content = plain(column(head, *parts, None, gap=8, margins=(20, 16, 16, 16)))
        whole = QVBoxLayout(self)
        whole.setContentsMargins(1, 0, 0, 0)
        whole.addWidget(ScrollArea(content))

    def say_head(
        self,
        name: str,
        contact: tuple[int | None, str],
        facts: Iterable[str],
        chip: tuple[str, str],
    ) -> None:
        """Whose it is: ``name``, then id and kind of that contact (no id: a walk-in), short facts,
        and the state with its tone."""
        contact_id, kind = contact
        name = name or _("Walk-in")
        self.face.show_contact(name, contact_id or 0, kind == "company")
        self.name.say(name)
        self.facts.say(" · ".join(fact for fact in facts if fact))
        self.chip.say(*chip)
        show_if(self.customer, contact_id is not None)
