"""Who owes what by age, and the sales nobody paid: a view of the sales page."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QPoint, Signal
from PySide6.QtWidgets import QFrame, QStackedWidget, QWidget

from crm_desktop.core import clock, formats
from crm_desktop.core.i18n import N_, _, ngettext
from crm_desktop.core.names import pinyin_of
from crm_desktop.services.payments import debtors, unpaid_sales
from crm_desktop.services.payments.debtors import Debtor, Debtors, Planned
from crm_desktop.services.payments.unpaid_sales import Unpaid
from crm_desktop.ui.page import OpenRecord, Shell, bare_column
from crm_desktop.ui.receivables import columns
from crm_desktop.ui.receivables.columns import ListRows
from crm_desktop.ui.widgets import menu
from crm_desktop.ui.widgets.buttons import Button, IconButton
from crm_desktop.ui.widgets.choices import Choice, Tabs
from crm_desktop.ui.widgets.dialogs import Dialog
from crm_desktop.ui.widgets.empty_state import EmptyState
from crm_desktop.ui.widgets.form import Field
from crm_desktop.ui.widgets.layout import column, fixed_width, plain, row
from crm_desktop.ui.widgets.menu import MenuItem
from crm_desktop.ui.widgets.record_table import RecordTable
from crm_desktop.ui.widgets.search_box import SearchBox
from crm_desktop.ui.widgets.table_model import TableModel
from crm_desktop.ui.widgets.text import Label
from crm_desktop.ui.widgets.typed_edits import DateEdit

_VIEWS: Sequence[tuple[str, str]] = (
    ("all", N_("By customer")),
    ("late", N_("Overdue")),
    ("over", N_("Above the limit")),
    ("unpaid", ""),  # its words tell the shop's setting
)


class DebtorList(QWidget):
    """``left`` goes back to the sales; ``account_asked``, ``pay_asked`` and ``statement_asked``
    carry a ``Debtor``."""

    left = Signal()
    account_asked = Signal(object)
    pay_asked = Signal(object)
    statement_asked = Signal(object)

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self._shell = shell
        self.found: Debtors | None = None
        self.unpaid: Unpaid | None = None
        self._sort = ("owed", True)
        self._typed = ""
        self.model = TableModel(columns.DEBTORS, self._describe)
        self.table = RecordTable(self.model)
        self.search = SearchBox(lambda: _("Customer"), self.table)
        self.tabs = Tabs(
            [Choice(key, partial(self._view_words, key, label)) for key, label in _VIEWS], "all"
        )
        self.footer = Label("", "body", "text2", elide=True)
        self.empty = EmptyState("check-circle", lambda: _("Nobody here owes anything"))
        self.stack = QStackedWidget()
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        back = IconButton("arrow-left", lambda: _("Back to the sales"), keys="Esc",
                          on=self.left.emit)  # fmt: skip
        self.collect = Button(lambda: _("Plan to collect"), "calendar-plus", "primary",
                              on=self.ask_to_collect)  # fmt: skip
        fixed_width(self.search, 220)
        title = Label(lambda: _("Receivables"), "title", elide=True)
        self.header = plain(
            row(back, (title, 1), self.search, self.collect, gap=8, margins=(16, 14, 24, 10))
        )
        self.stack.addWidget(self.table)
        self.stack.addWidget(self.empty)
        foot = QFrame()
        foot.setProperty("bar", "top")
        foot.setLayout(row((self.footer, 1), margins=(24, 8, 24, 8)))
        whole = bare_column(self)
        whole.addWidget(self.header)
        whole.addLayout(column(self.tabs, margins=(24, 0, 24, 0)))
        whole.addWidget(self.stack, 1)
        whole.addWidget(foot)

    def _connect(self) -> None:
        self.tabs.chosen.connect(self.show_view)
        self.tabs.folded.connect(self._show_folded)
        self.search.searched.connect(self._search)
        self.search.entered.connect(self._open_current)
        self.search.left.connect(self.table.setFocus)
        self.table.typed.connect(self.search.take)
        self.table.sort_asked.connect(self._sort_by)
        self.table.opened.connect(self._open)
        self.table.previewed.connect(self._open)
        self.table.menu_asked.connect(self._show_menu)
        self.table.left.connect(self.left)

    # what is listed

    def refresh(self) -> None:
        """Read both lists again in the background."""
        today, workspace = clock.today(), self._shell.workspace
        workspace.ask(debtors.debtors, today, owner=self, done=self._take_debtors)
        workspace.ask(unpaid_sales.unpaid, today, owner=self, done=self._take_unpaid)

    def _take_debtors(self, found: Debtors) -> None:
        self.found = found
        if self.tabs.current() != "unpaid":
            self._show()

    def _view_words(self, key: str, label: str) -> str:
        if key != "unpaid":
            return _(label)
        days = self.unpaid.after if self.unpaid is not None else 2
        words = ngettext("Unpaid after {n} day", "Unpaid after {n} days", days)
        return words.format(n=formats.integer(days))

    def _take_unpaid(self, found: Unpaid) -> None:
        self.unpaid = found
        self.tabs.fit()
        self.tabs.update()
        if self.tabs.current() == "unpaid":
            self._show()

    def show_view(self, view: str) -> None:
        """Turn to a tab."""
        self.tabs.set_current(view)
        wanted = columns.UNPAID if view == "unpaid" else columns.DEBTORS
        self.table.columns.declare(wanted)
        self._show()

    def _show(self) -> None:
        rows = self._rows()
        present = self.table.current_row()
        self.table.show_sort(*self._sort)
        self.table.show_source(ListRows(rows), present.id if present is not None else None)
        self.stack.setCurrentWidget(self.table if rows else self.empty)
        self.collect.setEnabled(bool(self._late_ids()))
        self.footer.say(self._sum)

    def _rows(self) -> list[Any]:
        """What stands in the tab and matches what is typed, in its order."""
        view = self.tabs.current()
        if view == "unpaid":
            return _matching(self.unpaid.sales if self.unpaid is not None else (), self._typed)
        rows: Sequence[Debtor] = self.found.rows if self.found is not None else ()
        if view == "late":
            rows = [one for one in rows if one.late_minor]
        elif view == "over":
            rows = [one for one in rows if one.over_minor]
        key, descending = self._sort
        return sorted(_matching(rows, self._typed), key=columns.sort_key(key), reverse=descending)

    def _sum(self) -> str:
        if self.tabs.current() == "unpaid":
            return _unpaid_words(self.unpaid) if self.unpaid is not None else ""
        if self.found is None:
            return ""
        rows = self._rows()
        currency = self.found.currency
        parts = [ngettext("{n} customer", "{n} customers", len(rows)).format(n=len(rows))]
        owed, late = sum(one.owed_minor for one in rows), sum(one.late_minor for one in rows)
        parts.append(_("owed {amount}").format(amount=formats.money_whole(owed, currency)))
        if late:
            parts.append(_("late {amount}").format(amount=formats.money_whole(late, currency)))
        return " · ".join(parts)

    def _search(self, typed: str) -> None:
        self._typed = typed.casefold()
        self._show()

    def _sort_by(self, key: str, descending: bool) -> None:
        self._sort = (key, descending)
        self._show()

    def _describe(self, one: object) -> str:
        if isinstance(one, Debtor):
            return columns.describe_debtor(one)
        return columns.describe_unpaid(one)  # type: ignore[arg-type]

    def _show_folded(self, keys: list[str]) -> None:
        items = [
            MenuItem(partial(self._view_words, key, label), partial(self.show_view, key))
            for key, label in _VIEWS
            if key in keys
        ]
        menu.popup_below(self.tabs, items)

    # what is done

    def _open_current(self) -> None:
        row = self.table.current_row() or self.table.row(0)
        if row is not None:
            self._open(row)

    def _open(self, one: Any) -> None:
        if not isinstance(one, Debtor):
            self._shell.go("sales", OpenRecord(one.id))
        elif one.id:
            self.account_asked.emit(one)
        else:
            self._shell.go("sales", "unpaid")

    def _show_menu(self, one: Any, where: QPoint) -> None:
        if not isinstance(one, Debtor) or not one.id:
            menu.build(
                self, [MenuItem(lambda: _("Show"), partial(self._open, one), "receipt")]
            ).popup(where)
            return
        contact = OpenRecord(one.id)
        items: list[MenuItem | None] = [
            MenuItem(lambda: _("Open the account"), partial(self._open, one), "receipt", "Enter"),
            MenuItem(lambda: _("Record payment"), partial(self.pay_asked.emit, one), "wallet"),
            MenuItem(
                lambda: _("Statement of account"),
                partial(self.statement_asked.emit, one),
                "file-pdf",
            ),
            MenuItem(lambda: _("Plan to collect"), self.ask_to_collect, "calendar-plus"),
            MenuItem(
                lambda: _("Open the customer"),
                partial(self._shell.go, "contacts", contact),
                "users",
            ),
        ]
        menu.build(self, items).popup(where)

    def _late_ids(self) -> list[int]:
        """The late customers selected, or else all that are shown."""
        rows = self.table.selected_rows() if self.table.bulk else self._rows()
        return [one.id for one in rows if isinstance(one, Debtor) and one.id and one.late_minor]

    def ask_to_collect(self) -> None:
        """A follow-up for each late customer selected or shown, on a day that is asked for."""
        ids = self._late_ids()
        if ids:
            CollectDialog(self, self._shell, ids).open()


class CollectDialog(Dialog):
    """Asks for the day; all follow-ups are one step to undo."""

    def __init__(self, host: QWidget, shell: Shell, contact_ids: Sequence[int]) -> None:
        self._shell, self._ids = shell, contact_ids
        self.day = DateEdit(clock.today())
        self.field = Field(lambda: _("Date"), self.day)
        about = ngettext(
            "{n} late customer gets a follow-up; who has one already gets no second.",
            "{n} late customers get a follow-up each; who has one already gets no second.",
            len(contact_ids),
        ).format(n=formats.integer(len(contact_ids)))
        super().__init__(
            host,
            lambda: _("Plan to collect"),
            plain(column(Label(about, "body", "text2", wrap=True), self.field, gap=12)),
            lambda: _("Plan"),
            self._plan,
            enter=True,
        )

    def _plan(self) -> bool:
        try:
            day = self.day.date()
        except ValueError:
            day = None
        if day is None:
            self.field.set_error(lambda: _("Type a date such as 2026-06-18."))
            self._grow()
            return False
        done: Planned = self._shell.workspace.execute(
            N_("Plan to collect"), debtors.plan_collecting, self._ids, day, clock.today()
        )
        self._shell.toast(debtors.planned_words(done), "calendar-plus", undo=bool(done.made))
        return True


def _matching(rows: Sequence[Any], typed: str) -> list[Any]:
    """Those whose name, pinyin or initials hold what is typed."""
    if not typed:
        return list(rows)
    return [
        one
        for one in rows
        if any(typed in words for words in (columns.who(one).casefold(), *pinyin_of(one.name)))
    ]


def _unpaid_words(found: Unpaid) -> str:
    count = ngettext("{n} sale", "{n} sales", len(found.sales))
    parts = [
        count.format(n=formats.integer(len(found.sales))),
        _("owed {amount}").format(amount=formats.money_whole(found.open_minor, found.currency)),
    ]
    if found.rescued_bp is not None:
        words = _("rescued {rate}: {rescued} of {n} in 90 days")
        parts.append(
            words.format(
                rate=formats.percent(found.rescued_bp), rescued=found.rescued, n=found.hesitated
            )
        )
    return " · ".join(parts)
