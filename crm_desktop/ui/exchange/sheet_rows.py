"""Every row of a sheet with what it was taken for, to be changed by hand."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtWidgets import QWidget

from crm_desktop.core import formats
from crm_desktop.core.i18n import N_, _, ngettext
from crm_desktop.exchange import values
from crm_desktop.exchange.prepared_sheet import PreparedSheet
from crm_desktop.exchange.understand import WHY, RowKind
from crm_desktop.ui import theme
from crm_desktop.ui.widgets.buttons import Button
from crm_desktop.ui.widgets.dialogs import Dialog
from crm_desktop.ui.widgets.form import ComboBox
from crm_desktop.ui.widgets.layout import column, plain, row
from crm_desktop.ui.widgets.record_table import RecordTable
from crm_desktop.ui.widgets.table_model import Column, TableModel
from crm_desktop.ui.widgets.text import Label

_WIDTH = 860
_HEIGHT = 380
_MOST_CELLS = 12
_FIXED = (RowKind.HEADER, RowKind.BLANK)
RowKinds = Mapping[int, RowKind]


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A row of the sheet: ``id`` is its 0-based number."""

    id: int
    kind: RowKind
    words: str


class _Source:
    """All rows of a sheet, or those that are no records; ``changed`` are kinds given by hand."""

    def __init__(self, sheet: PreparedSheet, changed: RowKinds, *, left_out: bool) -> None:
        self._sheet, self._changed = sheet, changed
        kinds = sheet.layout.kinds
        self._rows: Sequence[int] = range(len(kinds))
        if left_out:
            hidden = (RowKind.DATA, RowKind.BLANK)
            self._rows = [n for n, kind in enumerate(kinds) if changed.get(n, kind) not in hidden]

    def count(self) -> int:
        return len(self._rows)

    def fetch(self, offset: int, limit: int) -> Sequence[SheetRow]:
        return [self._row(number) for number in self._rows[offset : offset + limit]]

    def _row(self, number: int) -> SheetRow:
        kind = self._changed.get(number, self._sheet.layout.kinds[number])
        cells = [cell for cell in self._sheet.sheet.rows[number] if cell != ""]
        return SheetRow(number, kind, " · ".join(map(values.shown, cells[:_MOST_CELLS])))


def kind_words(kind: RowKind) -> str:
    """What a row was taken for."""
    return _("Record") if kind is RowKind.DATA else _(WHY[kind])


def _columns() -> tuple[Column, ...]:
    return (
        Column("row", N_("Row"), lambda one: formats.integer(one.id + 1), width=96,
               fg=lambda _one: "text2"),
        Column("kind", N_("Taken for"), lambda one: kind_words(one.kind), width=210,
               fg=lambda one: "text" if one.kind is RowKind.DATA else "amberText"),
        Column("words", N_("In the file"), lambda one: one.words, width=260, stretch=1,
               fg=lambda _one: "text2"),
    )  # fmt: skip


class SheetRowsDialog(Dialog):
    """``accept(kinds)`` gets the 0-based rows whose kind was changed."""

    def __init__(
        self, host: QWidget, sheet: PreparedSheet, accept: Callable[[RowKinds], object]
    ) -> None:
        self._sheet = sheet
        self.kinds: dict[int, RowKind] = {}
        self.which = ComboBox(
            [("left_out", lambda: _("Rows that are no records")), ("all", lambda: _("All rows"))]
        )
        self.model = TableModel(_columns(), lambda one: f"{one.id + 1} {kind_words(one.kind)}")
        self.table = RecordTable(self.model, row_height=34)
        self.take = Button(lambda: _("Import as records"), small=True, on=self._take)
        self.leave = Button(lambda: _("Leave out"), small=True, on=self._leave)
        self.scope = Label("", "caption", "text2", elide=True)
        head = row(self.which, (self.scope, 1), self.take, self.leave, gap=8)
        content = plain(column(head, self.table, gap=10))
        super().__init__(
            host,
            lambda: _("What each row was taken for"),
            content,
            lambda: _("Apply"),
            lambda: accept(self.kinds),
            width=_WIDTH,
        )
        theme.live(self.table, lambda: self.table.setFixedHeight(theme.m(_HEIGHT)))
        self.which.activated.connect(lambda _index: self._show())
        self.table.selection_changed.connect(self._say)
        self._show()

    def _show(self) -> None:
        left_out = self.which.value() == "left_out"
        self.table.show_source(_Source(self._sheet, self.kinds, left_out=left_out))
        self._say()

    def _meant(self) -> list[SheetRow]:
        """The selected rows, else the current one."""
        if self.table.bulk:
            return list(self.table.selected_rows())
        current = self.table.current_row()
        return [current] if current is not None else []

    def _say(self) -> None:
        count = len(self._meant()) if not self.table.bulk else self.table.selected_count()
        words = ngettext("{n} row selected", "{n} rows selected", count)
        self.scope.say(words.format(n=formats.integer(count)) if count else "")
        self.take.setEnabled(count > 0)
        self.leave.setEnabled(count > 0)

    def _take(self) -> None:
        self._give(RowKind.DATA)

    def _leave(self) -> None:
        self._give(RowKind.LEFT_OUT)

    def _give(self, kind: RowKind) -> None:
        for one in self._meant():
            if one.kind not in _FIXED:
                self.kinds[one.id] = kind
        self._show()
