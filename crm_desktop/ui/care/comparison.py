"""Two records side by side: choose fact by fact which one stays."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QGridLayout, QRadioButton, QSizePolicy, QWidget

from crm_desktop.core import formats
from crm_desktop.core.i18n import _, ngettext
from crm_desktop.services.care.merge import Comparison, FieldPair, MergeSide
from crm_desktop.ui import theme
from crm_desktop.ui.widgets.avatar import Avatar
from crm_desktop.ui.widgets.buttons import Button, IconButton
from crm_desktop.ui.widgets.layout import clear, column, plain, row
from crm_desktop.ui.widgets.text import Label

_COUNTED = (
    ("sale", lambda n: ngettext("{n} sale", "{n} sales", n)),
    ("follow_up", lambda n: ngettext("{n} follow-up", "{n} follow-ups", n)),
    ("timeline_entry", lambda n: ngettext("{n} note", "{n} notes", n)),
    ("deal", lambda n: ngettext("{n} deal", "{n} deals", n)),
)


class ComparisonGrid(QWidget):
    """``swapped`` asks for the other one to stay; ``opened`` (id) for a profile."""

    swapped = Signal()
    opened = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self._groups: dict[str, QButtonGroup] = {}
        self._column = column(gap=12)
        self.setLayout(self._column)

    def show_pair(self, found: Comparison) -> None:
        """Show a comparison; every fact begins with the record that stays."""
        clear(self._column)
        self._groups = {}
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.m(16))
        grid.setVerticalSpacing(theme.m(8))
        grid.setColumnStretch(1, 1)
        grid.setColumnStretch(2, 1)
        grid.setColumnMinimumWidth(0, theme.m(96))
        grid.addWidget(self._head(found.keep, _("stays")), 0, 1)
        grid.addWidget(self._head(found.other, _("becomes part of it")), 0, 2)
        line = 1
        for pair in found.fields:
            self._add_fact(grid, line, pair)
            line += 1
        for label, mine, theirs in _parts(found):
            self._add_line(grid, line, label, mine, theirs)
            line += 1
        self._column.addLayout(grid)
        swap = Button(lambda: _("Keep the other one"), kind="link", small=True)
        swap.clicked.connect(self.swapped.emit)
        self._column.addLayout(row(swap, None))

    def chosen(self) -> tuple[str, ...]:
        """Fields for which the other record's value was chosen."""
        return tuple(name for name, group in self._groups.items() if group.checkedId() == 1)

    def choose(self, field: str, other: bool = True) -> None:
        """Choose one side of a fact."""
        self._groups[field].button(int(other)).setChecked(True)

    def _head(self, side: MergeSide, role: str) -> QWidget:
        name = Label(side.name, "strong", elide=True)
        look = IconButton(
            "arrow-square-out", lambda: _("Open"), on=partial(self.opened.emit, side.id)
        )
        words = column(name, Label(role, "caption", "text3", elide=True), gap=0)
        face = Avatar(side.name, side.id, side.kind == "company", 36)
        return plain(row(face, (words, 1), look, gap=10))

    def _add_fact(self, grid: QGridLayout, line: int, pair: FieldPair) -> None:
        grid.addWidget(_label(_(pair.label)), line, 0)
        if not pair.differs:
            grid.addWidget(_value(pair.keep), line, 1)
            grid.addWidget(_value(pair.other), line, 2)
            return
        group = QButtonGroup(self)
        for number, words in enumerate((pair.keep, pair.other)):
            button = QRadioButton(theme.as_typed(words))
            button.setAccessibleName(f"{_(pair.label)} {words}")
            button.setToolTip("")
            button.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
            button.setFont(theme.font("body"))
            group.addButton(button, number)
            grid.addWidget(button, line, 1 + number)
        group.button(0).setChecked(True)
        self._groups[pair.field] = group

    def _add_line(self, grid: QGridLayout, line: int, label: str, mine: str, theirs: str) -> None:
        grid.addWidget(_label(label), line, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(_value(mine), line, 1)
        grid.addWidget(_value(theirs), line, 2)


def _label(words: str) -> Label:
    return Label(words, "caption", "text3")


def _value(words: str) -> Label:
    return Label(words or "—", "body", "text2" if words else "text3", wrap=True, selectable=True)


def _parts(found: Comparison) -> list[tuple[str, str, str]]:
    """What both keep in any case, and what hangs on each."""
    rows = [
        (_("Phone"), found.keep.phones, found.other.phones),
        (_("E-mail"), found.keep.emails, found.other.emails),
        (_("WeChat"), found.keep.handles, found.other.handles),
        (_("Address"), found.keep.addresses, found.other.addresses),
    ]
    lines = [
        (label, "\n".join(mine), "\n".join(theirs))
        for label, mine, theirs in rows
        if mine or theirs
    ]
    lines.append((_("Comes along"), _hanging(found.keep), _hanging(found.other)))
    return lines


def _hanging(side: MergeSide) -> str:
    parts = [
        words(side.hanging[table]).format(n=formats.integer(side.hanging[table]))
        for table, words in _COUNTED
        if side.hanging.get(table)
    ]
    return " · ".join(parts)
