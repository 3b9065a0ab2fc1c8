"""On what paper: its size, upright or lying, and the margins."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from crm_desktop.core.i18n import N_, _
from crm_desktop.reports.paper import PAPERS, PageSetup
from crm_desktop.ui.widgets.form import ComboBox
from crm_desktop.ui.widgets.layout import column, row
from crm_desktop.ui.widgets.text import Label

_WAYS = (("", N_("Upright")), ("lying", N_("Lying")))
_MARGINS = (("8", N_("Narrow margins")), ("15", N_("Usual margins")), ("25", N_("Wide margins")))


class PageChoice(QWidget):
    """``changed`` after any choice; ``setup()`` is what is chosen. Papers that are signed or kept
    are offered on ``sheets`` alone, not on a roll; ``across`` puts the three side by side."""

    changed = Signal()

    def __init__(self, *, sheets: bool = False, across: bool = False) -> None:
        super().__init__()
        papers = [key for key in PAPERS if not (sheets and PageSetup(key).roll)]
        self.paper = ComboBox([(key, partial(_, PAPERS[key])) for key in papers])
        self.way = ComboBox([(key, partial(_, name)) for key, name in _WAYS])
        self.margin = ComboBox([(key, partial(_, name)) for key, name in _MARGINS], "15")
        boxes = (self.paper, self.way, self.margin)
        heading = Label(lambda: _("Paper"), "caption", "text2")
        self.setLayout(
            row(heading, *boxes, None, gap=8) if across else column(heading, *boxes, gap=4)
        )
        for box in boxes:
            box.activated.connect(lambda _index: self._choose())

    def setup(self) -> PageSetup:
        """What is chosen now."""
        return PageSetup(
            self.paper.value(), self.way.value() == "lying", float(self.margin.value())
        )

    def _choose(self) -> None:
        sheet = not self.setup().roll  # a roll has its own margins and is as long as it must be
        self.way.setEnabled(sheet)
        self.margin.setEnabled(sheet)
        self.changed.emit()
