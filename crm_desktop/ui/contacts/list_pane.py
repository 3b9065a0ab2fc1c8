"""The customer list: header, saved views, filters or bulk bar, table, summary line."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from crm_desktop.core import formats
from crm_desktop.core.i18n import _, ngettext
from crm_desktop.services.contacts.contact_list import ContactRow, ContactSummary
from crm_desktop.ui import theme
from crm_desktop.ui.contacts import columns
from crm_desktop.ui.contacts.bulk_bar import BulkBar
from crm_desktop.ui.contacts.contact_source import ContactSource
from crm_desktop.ui.contacts.filter_bar import FilterBar
from crm_desktop.ui.contacts.filter_options import Offered
from crm_desktop.ui.contacts.view_tabs import ViewTabs
from crm_desktop.ui.widgets.buttons import Button, IconButton
from crm_desktop.ui.widgets.empty_state import EmptyState
from crm_desktop.ui.widgets.layout import box, fixed_height, max_width, row
from crm_desktop.ui.widgets.record_table import RecordTable
from crm_desktop.ui.widgets.search_box import SearchBox
from crm_desktop.ui.widgets.table_model import Column, TableModel
from crm_desktop.ui.widgets.text import Label

ONE_PANE = 900  # scaled width of the window below which words give way to icons


class ListPane(QWidget):
    """Only shows and asks; the page decides what is listed and what is done."""

    new_asked = Signal()
    ways_asked = Signal(object)  # the button its menu hangs from
    export_asked = Signal()
    funnel_asked = Signal()
    columns_asked = Signal(QPoint)
    menu_asked = Signal(object, QPoint)  # row, place

    def __init__(
        self,
        offered: Callable[[], Offered],
        add_view: Callable[[], object],
    ) -> None:
        super().__init__()
        self._wide = True
        self._offered = offered
        self._summary: ContactSummary | None = None
        self.model = TableModel(self._columns(), columns.describe, self)
        self.table = RecordTable(self.model, columns.FACE)
        self.table.setAccessibleName(_("Customers"))
        self.table.columns.let_arrange()
        self.search = SearchBox(self._search_hint, self.table)
        self.search.setMinimumWidth(60)
        self.tabs = ViewTabs(add_view)
        self.filters = FilterBar(lambda: offered().options)
        self.bulk = BulkBar()
        self.empty = EmptyState("users", "", "", "", self.new_asked.emit)
        self._row_stack = QStackedWidget()
        self._row_stack.addWidget(self.filters)
        self._row_stack.addWidget(self.bulk)
        self._body = QStackedWidget()
        self._body.addWidget(self.table)
        self._body.addWidget(self.empty)
        self.left = Label("", "caption", "text2", elide=True)
        self.right = Label(self._hint, "caption", "text3")
        self._build()
        self._connect()

    def _build(self) -> None:
        self.title = Label(lambda: _("Customers"), "title", elide=True)
        self.funnel = IconButton(
            "funnel-simple", lambda: _("Views and filters"), on=self.funnel_asked.emit
        )
        self.column_button = IconButton(
            "columns", lambda: _("Columns, rows and archive"), on=self._ask_columns
        )
        self.export = IconButton(
            "export", lambda: _("Export"), keys="Ctrl E", on=self.export_asked.emit
        )
        self.new = Button(
            self._new_words, "plus", "primary", tip="", keys="Ctrl N", on=self.new_asked.emit
        )
        self.ways = IconButton(
            "caret-down",
            lambda: _("Other ways to add customers"),
            on=lambda: self.ways_asked.emit(self.ways),
        )
        max_width(self.search, 260)
        header = QWidget()
        header.setLayout(
            row(
                (self.title, 1),
                (self.search, 1),
                self.funnel,
                self.column_button,
                self.export,
                row(self.new, self.ways, gap=2),
                gap=8,
                margins=(24, 14, 12, 10),
            )
        )
        fixed_height(self._row_stack, 46)
        footer = box(row((self.left, 1), self.right, gap=16, margins=(24, 0, 24, 0)), bar="top")
        fixed_height(footer, 34)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        for part in (header, self.tabs, self._row_stack):
            whole.addWidget(part)
        whole.addWidget(self._body, 1)
        whole.addWidget(footer)
        self.header, self.footer = header, footer

    def _connect(self) -> None:
        self.table.typed.connect(self.search.take)
        self.table.selection_changed.connect(self._selection_moved)
        self.table.menu_asked.connect(self.menu_asked)
        self.bulk.cleared.connect(self.table.clear_bulk)
        self.search.left.connect(lambda: self.table.setFocus(Qt.FocusReason.OtherFocusReason))
        theme.live(self, self._fit)

    # words

    def _search_hint(self) -> str:
        if not self._wide:
            return _("Search")
        return _("Name, phone, pinyin, tag")

    def _new_words(self) -> str:
        return _("New customer") if self._wide else _("New")

    def _hint(self) -> str:
        if self.table.bulk:
            return _("Ctrl+Space select · Shift extend · Ctrl+A all")
        if not self._wide:
            return _("Enter open")
        return _("Type to search · Space preview · Enter open")

    def show_summary(self, summary: ContactSummary) -> None:
        """The line below the list."""
        self._summary = summary
        self.left.say(self._summary_words)

    def _summary_words(self) -> str:
        summary = self._summary
        if summary is None:
            return ""
        words = ngettext("{n} customer", "{n} customers", summary.count).format(
            n=formats.integer(summary.count)
        )
        if not summary.spent_minor or not self._wide:
            return words
        total = formats.money_whole(summary.spent_minor, summary.currency)
        average = formats.money_whole(summary.average_minor, summary.currency)
        return words + _(" · {total} total · {average} average").format(
            total=total, average=average
        )

    # content

    def _columns(self) -> list[Column]:
        offered = self._offered
        own = columns.columns(lambda: offered().tag_colours, lambda: offered().facts)
        return [*own, *columns.custom_columns(offered().custom)]

    def offer_columns(self) -> None:
        """The shop added or changed fields: offer them as columns."""
        self.table.columns.declare(self._columns())

    def show_source(self, source: ContactSource, keep_id: int | None) -> None:
        """Show another answer from its top, with ``keep_id`` current if it is there."""
        self.table.show_source(source)
        self._choose(source, keep_id)
        self._show_body(source.count())

    def renew_source(self, source: ContactSource, keep_id: int | None) -> None:
        """The same question answered again: scroll position and current row stay."""
        bulk = self.table.bulk
        place = self.table.verticalScrollBar().value()
        self.table.show_source(source)
        if not bulk:
            self._choose(source, keep_id)
        self.table.verticalScrollBar().setValue(place)
        self._show_body(source.count())

    def _choose(self, source: ContactSource, keep_id: int | None) -> None:
        number = source.number_of(keep_id) if keep_id else None
        if number is None and keep_id:
            number = self.model.loaded_number(keep_id)
        if number is not None:
            self.table.select_number(number)

    def _show_body(self, count: int) -> None:
        self._body.setCurrentWidget(self.table if count else self.empty)

    def selected_spans(self) -> list[tuple[int, int]]:
        """First and last row number of each selected block, from the top."""
        selection = self.table.selectionModel().selection()
        blocks = [selection.at(number) for number in range(selection.count())]
        return sorted((block.top(), block.bottom()) for block in blocks)

    def selected_rows(self, most: int) -> Sequence[ContactRow]:
        """The first ``most`` selected rows."""
        rows: list[ContactRow] = []
        for found in self.table.selected_rows():
            rows.append(found)
            if len(rows) >= most:
                break
        return rows

    def _selection_moved(self) -> None:
        bulk = self.table.bulk
        self._row_stack.setCurrentWidget(self.bulk if bulk else self.filters)
        if bulk:
            self.bulk.show_count(self.table.selected_count())
        self.right.say(self._hint)
        self.fit_rows()

    # room

    def filter_here(self) -> None:
        """Open the editor of a new condition where the filter button is."""
        anchor = self.filters.add if self.filters.add.isVisible() else self.funnel
        self.filters.add_condition(anchor)

    def _ask_columns(self) -> None:
        under = self.column_button.rect().bottomLeft()
        self.columns_asked.emit(self.column_button.mapToGlobal(under))

    def _is_wide(self) -> bool:
        return self.window().width() >= theme.m(ONE_PANE)

    def _fit(self) -> None:
        wide = self._wide = self._is_wide()
        self.tabs.setVisible(wide)
        self.funnel.setVisible(not wide)
        self.column_button.setVisible(wide)
        self.export.setVisible(wide)
        self.fit_rows()
        self.search.set_placeholder(self._search_hint)
        self.new.say(self._new_words)
        self.right.say(self._hint)
        self.left.say(self._summary_words)

    def fit_rows(self) -> None:
        """Show the row of chips where there is something in it."""
        wide = self._wide
        # In a narrow window the chips take their row only while there are some to see.
        self._row_stack.setVisible(wide or self.table.bulk or bool(self.filters.conditions()))

    def resizeEvent(self, event: Any) -> None:
        super().resizeEvent(event)
        if self._is_wide() != self._wide:
            self._fit()
