"""The bar below the wizard: how far the columns are matched, and the way on."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame

from crm_desktop.core import formats
from crm_desktop.core.i18n import _, ngettext, pgettext
from crm_desktop.ui.exchange import understanding
from crm_desktop.ui.exchange.understanding import Understood
from crm_desktop.ui.widgets.buttons import Button
from crm_desktop.ui.widgets.layout import row
from crm_desktop.ui.widgets.text import Label


class WizardFoot(QFrame):
    """``on_asked`` is the primary button, ``now_asked`` imports at once."""

    back_asked = Signal()
    now_asked = Signal()
    on_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("bar", "top")
        self.words = Label("", "body", "text2", elide=True)
        self.back = Button(lambda: _("Back"), on=self.back_asked.emit)
        self.now = Button("", on=self.now_asked.emit)
        self.on = Button("", kind="primary", on=self.on_asked.emit)
        self.setLayout(
            row((self.words, 1), self.back, self.now, self.on, gap=8, margins=(24, 11, 20, 11))
        )

    def show_understood(self, found: Understood, sheet: int, matching: bool) -> None:
        """``matching`` while the columns are on screen; problems come next if there are any."""
        records = formats.integer(found.records)
        ready = ngettext("Import {n} row", "Import {n} rows", found.records).format(n=records)
        troubles = sum(len(group.problems) for group in found.troubled())
        looks = matching and troubles > 0
        if looks:
            words = ngettext("Next: {n} problem", "Next: {n} problems", troubles)
            ready = words.format(n=formats.integer(troubles))
        self.on.say(ready)
        self.on.setEnabled(looks or found.records > 0)
        now = ngettext("Import {n} row now", "Import {n} rows now", found.records)
        self.now.say(now.format(n=records))
        self.now.setVisible(looks and found.records > 0)
        self.words.say(_matched(found, sheet))


def _matched(found: Understood, sheet: int) -> str:
    """How the columns of the sheet on screen are matched."""
    columns = found.prepared.sheets[sheet].columns
    asked = sum(1 for number, _position in found.asked if number == sheet)
    skipped = sum(1 for one in columns if one.field == understanding.IGNORE)
    matched = len(columns) - asked - skipped
    parts = [ngettext("{n} column matched", "{n} columns matched", matched).format(n=matched)]
    if asked:
        parts.append(
            ngettext("{n} needs your choice", "{n} need your choice", asked).format(n=asked)
        )
    if skipped:
        parts.append(ngettext("{n} left out", "{n} left out", skipped).format(n=skipped))
    return pgettext("list separator", ", ").join(parts)
