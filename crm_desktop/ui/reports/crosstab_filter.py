"""Which values of a field count: typed to find, ticked to let through."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget

from crm_desktop.core.i18n import _, ngettext
from crm_desktop.services.crosstab import crosstab_values
from crm_desktop.services.crosstab.crosstab_values import Choice
from crm_desktop.ui import theme
from crm_desktop.ui.page import Shell
from crm_desktop.ui.widgets import paint
from crm_desktop.ui.widgets.dialogs import Dialog
from crm_desktop.ui.widgets.layout import column, fixed_height, plain
from crm_desktop.ui.widgets.row_list import RowList
from crm_desktop.ui.widgets.scroll import ScrollArea
from crm_desktop.ui.widgets.search_box import SearchBox
from crm_desktop.ui.widgets.text import Label

_ROW = 32
_LIST = 300


class FilterDialog(Dialog):
    """``accept`` gets the values ticked; none lifts the filter."""

    def __init__(
        self,
        host: QWidget,
        shell: Shell,
        field: tuple[str, str],
        ticked: Sequence[Choice],
        accept: Callable[[tuple[str, ...]], object],
    ) -> None:
        self._shell = shell
        self._key, self._name = field
        self.ticked = {one.value: one for one in ticked}
        self._latest = 0
        self.list = RowList(_ROW, self._paint_row, self._describe, lines=False)
        self.search = SearchBox(lambda: _("Type to find"), drives=self.list)
        self.state = Label(self._state_words, "caption", "text3", wrap=True)
        area = ScrollArea(self.list)
        fixed_height(area, _LIST)
        super().__init__(
            host,
            lambda: _("Only these: {field}").format(field=self._name),
            plain(column(self.search, area, self.state, gap=8)),
            lambda: _("Filter"),
            lambda: accept(tuple(self.ticked)),
            enter=True,
        )
        self.search.searched.connect(self._find)
        self.search.entered.connect(self.submit)
        self.search.left.connect(self.done)
        self.list.opened.connect(self._toggle)
        self._find("")

    def _find(self, typed: str) -> None:
        self._latest += 1
        number = self._latest

        def found(choices: list[Choice]) -> None:
            if number == self._latest:
                self._show(choices, typed)

        self._shell.workspace.ask(crosstab_values.choices, self._key, typed, owner=self, done=found)

    def _show(self, choices: list[Choice], typed: str) -> None:
        """What is ticked stays in view above what was found, until something is typed."""
        first = [] if typed else list(self.ticked.values())
        held = {one.value for one in first}
        self.list.set_rows([*first, *(one for one in choices if one.value not in held)])
        self._say()

    def _say(self) -> None:
        self.state.say(self._state_words)

    def _state_words(self) -> str:
        if not self.list.rows:
            return _("Nothing is called so.")
        if not self.ticked:
            return _("Nothing ticked: everything counts.")
        count = len(self.ticked)
        return ngettext("{n} ticked", "{n} ticked", count).format(n=count)

    def _toggle(self, choice: Choice) -> None:
        if self.ticked.pop(choice.value, None) is None:
            self.ticked[choice.value] = choice
        self.list.update()
        self._say()

    def _paint_row(self, painter: QPainter, box: QRectF, choice: Choice, _hot: bool) -> None:
        side = theme.m(16)
        mark = QRectF(box.x() + theme.m(16), box.center().y() - side / 2, side, side)
        paint.checkbox(painter, mark, choice.value in self.ticked)
        text = QRectF(mark.right() + theme.m(10), box.y(), box.right() - mark.right(), box.height())
        paint.txt(painter, text.adjusted(0, 0, -theme.m(20), 0), choice.label)

    def _describe(self, choice: Choice) -> str:
        state = _("ticked") if choice.value in self.ticked else _("not ticked")
        return f"{choice.label}, {state}"
