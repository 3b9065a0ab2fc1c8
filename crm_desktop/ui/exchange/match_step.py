"""Step 2: what was understood of a sheet, and where each column goes."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from crm_desktop.core import formats
from crm_desktop.core.i18n import _, ngettext, pgettext
from crm_desktop.exchange import hidden_parts
from crm_desktop.exchange.prepared_sheet import WHY_LEFT_OUT, PreparedSheet
from crm_desktop.ui import theme
from crm_desktop.ui.exchange import wizard_words
from crm_desktop.ui.exchange.header_preview import HeaderPreview
from crm_desktop.ui.exchange.mapping_table import MappingTable
from crm_desktop.ui.exchange.outcome_panel import OutcomePanel
from crm_desktop.ui.exchange.sheet_rows import SheetRowsDialog
from crm_desktop.ui.exchange.understanding import Understood
from crm_desktop.ui.widgets import menu
from crm_desktop.ui.widgets.buttons import Button
from crm_desktop.ui.widgets.empty_state import EmptyState, IconTile
from crm_desktop.ui.widgets.form import CheckBox, ComboBox
from crm_desktop.ui.widgets.layout import box, column, plain, row
from crm_desktop.ui.widgets.menu import MenuItem
from crm_desktop.ui.widgets.text import Label

PANEL_FROM = 900
_PREVIEW_FROM = 520


class MatchStep(QWidget):
    """Signals carry the sheet's number first."""

    field_chosen = Signal(int, int, str)  # sheet, column position, field
    kind_chosen = Signal(int, str)
    include_chosen = Signal(int, bool)
    header_chosen = Signal(int, int)  # sheet, 0-based row
    rows_chosen = Signal(int, object)  # sheet, RowKind by 0-based row
    hidden_chosen = Signal(bool)
    afresh_asked = Signal(int)
    sheet_shown = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.found: Understood | None = None
        self.current = 0
        self.file = Label("", "card", elide=True)
        self.facts = Label("", "caption", "text2", elide=True)
        self.afresh = Button(
            lambda: _("Read afresh"),
            "clock-counter-clockwise",
            on=lambda: self.afresh_asked.emit(self.current),
        )
        self.kind = ComboBox([(kind, _saying(words)) for kind, words in wizard_words.KINDS.items()])
        self.sheets = Button(lambda: _("Sheets"), "caret-down", on=self._show_sheets)
        self.head_title = Label("", "strong")
        self.head_note = Label("", "caption", "text3", elide=True)
        self.head_link = Button("", kind="link", small=True, on=self._toggle_choosing)
        self.rows_link = Button(lambda: _("All rows"), kind="link", small=True, on=self._open_rows)
        self.hidden = CheckBox("")
        self.preview = HeaderPreview()
        self.table = MappingTable()
        self.left_out = EmptyState(
            "table", "", "", lambda: _("Import this sheet"), on=self._include_current
        )
        self.outcome = OutcomePanel()
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        head = row(
            IconTile("table", strong=True),
            (column(self.file, self.facts, gap=2), 1),
            self.afresh,
            self.kind,
            self.sheets,
            gap=10,
        )
        self.preview_card = box(
            column(
                row(self.head_title, (self.head_note, 1), self.rows_link, self.head_link, gap=8),
                self.preview,
                self.hidden,
                gap=6,
                margins=(20, 8, 16, 12),
            ),
            card=True,
        )
        main = plain(
            column(
                head,
                self.preview_card,
                (self.table, 1),
                (self.left_out, 1),
                gap=12,
                margins=(24, 14, 20, 14),
            )
        )
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(main, 1)
        whole.addWidget(self.outcome)
        theme.live(self, self._fit)

    def _connect(self) -> None:
        self.table.field_chosen.connect(
            lambda position, name: self.field_chosen.emit(self.current, position, name)
        )
        self.kind.activated.connect(
            lambda _i: self.kind_chosen.emit(self.current, self.kind.value())
        )
        self.preview.chosen.connect(self._header_picked)
        self.hidden.clicked.connect(lambda _on: self.hidden_chosen.emit(self.hidden.isChecked()))

    def sheet(self) -> PreparedSheet | None:
        """The sheet on screen."""
        return self.found.prepared.sheets[self.current] if self.found else None

    def show_understood(self, found: Understood, sheet: int | None = None) -> None:
        """Show what was understood; stays on the present sheet unless told which."""
        self.found = found
        if sheet is not None:
            self.current = sheet
        self._show_sheet()

    def _show_sheet(self) -> None:
        found, sheet = self.found, self.sheet()
        if found is None or sheet is None:
            return
        book = found.prepared.books[sheet.book]
        self.file.say(book.path.name)
        self.facts.say(self._facts(sheet))
        self.afresh.setVisible(sheet.recipe is not None)
        self.kind.set_value(sheet.kind)
        self.kind.setVisible(sheet.include)
        self.sheets.setVisible(len(found.prepared.sheets) > 1)
        self._show_header(sheet)
        self._show_hidden(sheet)
        self.preview.show_sheet(sheet)
        self.table.setVisible(sheet.include)
        self.left_out.setVisible(not sheet.include)
        if sheet.include:
            asked = [position for number, position in found.asked if number == self.current]
            own = found.prepared.options.own_fields
            self.table.show_sheet(sheet, found.checks[self.current], asked, own)
        else:
            why = WHY_LEFT_OUT.get(sheet.left_out, "")
            reason = _(why) if why else _("You left this sheet out.")
            self.left_out.say(
                "table",
                lambda: _("This sheet is not imported"),
                reason,
                lambda: _("Import this sheet"),
            )
        self._fit()

    @staticmethod
    def _facts(sheet: PreparedSheet) -> str:
        rows = len(sheet.layout.data_rows())
        parts = [
            _("Sheet “{name}”").format(name=sheet.name) if sheet.name else "",
            ngettext("{n} row", "{n} rows", rows).format(n=formats.integer(rows)),
            ngettext("{n} column", "{n} columns", len(sheet.columns)).format(n=len(sheet.columns)),
            _("read as last time: {name}").format(name=sheet.recipe.name)
            if sheet.recipe is not None
            else _("your file is not changed"),
        ]
        return " · ".join(part for part in parts if part)

    def _show_header(self, sheet: PreparedSheet) -> None:
        header = sheet.layout.header_rows
        if not header:
            self.head_title.say(lambda: _("No headings found"))
            self.head_note.say(lambda: _("Columns are recognised by what is in them"))
        else:
            number = " – ".join(str(one + 1) for one in dict.fromkeys((header[0], header[-1])))
            self.head_title.say(_("Headings are on row {n}").format(n=number))
            above = header[0]
            note = ngettext(
                "{n} title row above is skipped", "{n} title rows above are skipped", above
            )
            self.head_note.say(note.format(n=above) if above else "")
        self._say_link()

    def _show_hidden(self, sheet: PreparedSheet) -> None:
        rows, columns = hidden_parts.counted(sheet)
        parts = [
            ngettext("{n} hidden row", "{n} hidden rows", rows).format(n=formats.integer(rows)),
            ngettext("{n} hidden column", "{n} hidden columns", columns).format(n=columns),
        ]
        named = [words for words, count in zip(parts, (rows, columns), strict=True) if count]
        what = pgettext("list separator", ", ").join(named)
        self.hidden.say(_("Import what is hidden in the sheet: {what}").format(what=what))
        self.hidden.setVisible(bool(rows or columns) and sheet.include)
        if self.found is not None:
            self.hidden.setChecked(self.found.prepared.options.hidden)

    def _open_rows(self) -> None:
        sheet, number = self.sheet(), self.current
        if sheet is not None:
            SheetRowsDialog(
                self, sheet, lambda kinds: self.rows_chosen.emit(number, dict(kinds))
            ).open()

    def _say_link(self) -> None:
        if self.preview.choosing:
            self.head_link.say(lambda: _("Leave as it is"))
        else:
            self.head_link.say(lambda: _("Change row"))

    def _toggle_choosing(self) -> None:
        self.preview.choose(not self.preview.choosing)
        if self.preview.choosing:
            self.head_note.say(lambda: _("Click the row with the headings"))
            self._say_link()
        elif (sheet := self.sheet()) is not None:
            self._show_header(sheet)
        self._fit()

    def _header_picked(self, number: int) -> None:
        self.preview.choose(False)
        self.header_chosen.emit(self.current, number)

    # sheets

    def _show_sheets(self) -> None:
        found = self.found
        if found is None:
            return
        several = len(found.prepared.books) > 1
        items: list[MenuItem | None] = []
        for number, sheet in enumerate(found.prepared.sheets):
            name = sheet.name or found.prepared.books[sheet.book].path.stem
            if several and sheet.name:
                name = f"{found.prepared.books[sheet.book].path.stem} · {name}"
            rows = formats.integer(len(sheet.layout.data_rows()))
            label = f"{name}   {rows}" if sheet.include else f"{name}   —"
            items.append(
                MenuItem(
                    label,
                    lambda number=number: self._go_to(number),  # type: ignore[misc]
                    "check-circle" if sheet.include else "minus-circle",
                    checked=None,
                )
            )
        sheet = found.prepared.sheets[self.current]
        if sheet.include:
            leave = MenuItem(
                lambda: _("Leave this sheet out"),
                lambda: self.include_chosen.emit(self.current, False),
                "x",
            )
            items += [None, leave]
        menu.popup_below(self.sheets, items)

    def _go_to(self, number: int) -> None:
        self.current = number
        self.preview.choose(False)
        self._show_sheet()
        self.sheet_shown.emit(number)

    def _include_current(self) -> None:
        self.include_chosen.emit(self.current, True)

    # room

    def _fit(self) -> None:
        self.outcome.setVisible(self.width() >= theme.m(PANEL_FROM))
        low = self.height() < theme.m(_PREVIEW_FROM)
        choosing = self.preview.choosing
        self.preview.setVisible(not low or choosing)
        sheet = self.sheet()
        self.table.setVisible(sheet is not None and sheet.include and not (low and choosing))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()


def _saying(words: str) -> Callable[[], str]:
    return lambda: _(words)
