"""What will become of every row of an import, for the preview: told before anything is written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from crm_desktop.core.i18n import N_
from crm_desktop.services.imports.imports_contacts import Book, State
from crm_desktop.services.imports.imports_data import (
    OWN,
    CleanTable,
    Fate,
    Gain,
    Severity,
    TableFates,
)
from crm_desktop.services.imports.imports_sales import Order

_VALUES = {
    "name": N_("Name"), "title": N_("Title"), "gender": N_("Gender"),
    "customer_no": N_("Customer number"), "level": N_("Level"), "customer_type": N_("Type"),
    "industry": N_("Industry"), "source": N_("Source"), "source_detail": N_("Introduced by"),
    "since": N_("Customer since"), "tax_no": N_("Tax number"), "bank": N_("Bank"),
    "bank_account": N_("Bank account"), "credit_limit_minor": N_("Credit limit"),
    "payment_days": N_("Days to pay"), "opening_sale_count": N_("Purchases so far"),
    "opening_spent_minor": N_("Spent so far"), "remark": N_("Remark"),
}  # fmt: skip
_PARTS = {
    "new_phones": N_("Phone"), "new_emails": N_("E-mail"), "new_handles": N_("WeChat"),
    "new_addresses": N_("Address"), "new_tags": N_("Tags"), "new_people": N_("Contact person"),
    "new_debts": N_("Owed so far"), "notes": N_("Follow-up notes"),
}  # fmt: skip


def blank(table: CleanTable) -> TableFates:
    """Fates of a table, all new until told otherwise."""
    return TableFates(table, bytearray(len(table)))


class Picture:
    """Compares a customer before and after each row; does nothing without ``fates``."""

    def __init__(self, fates: TableFates | None) -> None:
        self._fates = fates
        self._values: dict[str, Any] = {}
        self._parts: dict[str, int] = {}
        self._own: dict[str, str] = {}
        self._first: set[int] = set()

    def before(self, state: State) -> None:
        """Remember the customer as it is before the row."""
        if self._fates is not None and state.known:
            self._values = dict(state.values)
            self._parts = {name: len(getattr(state, name)) for name in _PARTS}
            self._own = dict(state.own or {})

    def after(self, state: State, index: int, contact_id: int) -> None:
        """Tell what the row brought."""
        fates = self._fates
        if fates is None:
            return
        if not state.known:
            fates.set(index, Fate.JOINED if contact_id in self._first else Fate.NEW)
            self._first.add(contact_id)
            return
        gains = tuple(self._gains(state))
        fates.known[index] = contact_id
        fates.set(index, Fate.UPDATE if gains else Fate.SAME)
        if gains:
            fates.gains[index] = gains

    def left_alone(self, index: int, contact_id: int, *, skipped: bool) -> None:
        """A customer who is there and stays as they are."""
        if self._fates is not None:
            self._fates.known[index] = contact_id
            self._fates.set(index, Fate.SKIP if skipped else Fate.SAME)

    def _gains(self, state: State) -> Iterator[Gain]:
        for column, label in _VALUES.items():
            old, new = self._values.get(column), state.values.get(column)
            if new and new != old:
                yield Gain(label, _shown(column, old), _shown(column, new))
        birth = ("birth_year", "birth_month", "birth_day")
        days = [[values.get(one) for one in birth] for values in (self._values, state.values)]
        if days[0] != days[1]:
            yield Gain(N_("Birthday"), *("-".join(str(p) for p in one if p) for one in days))
        for name, label in _PARTS.items():
            for part in getattr(state, name)[self._parts[name] :]:
                yield Gain(label, "", _part(name, part))
        for name, value in (state.own or {}).items():
            if value != self._own.get(name, ""):
                yield Gain(name.removeprefix(OWN), self._own.get(name, ""), value)


def _shown(column: str, value: Any) -> str:
    if value is None or value == "":
        return ""
    return f"{value / 100:.2f}" if column.endswith("_minor") else str(value)


def _part(name: str, part: Any) -> str:
    if name == "new_phones":
        return str(part.number_text)
    if name in ("new_handles", "notes"):
        return str(part[1])  # after its kind or day
    if name == "new_addresses":
        return str(part[0])
    return f"{part / 100:.2f}" if name == "new_debts" else str(part)


def of_lines(table: CleanTable, orders: Iterable[Order]) -> TableFates:
    """Of sale lines: those in ``orders`` are new, the others are in the data already."""
    found = blank(table)
    fresh = {line.row for order in orders for line in order.lines}
    for index, row in enumerate(table.rows):
        if row not in fresh:
            found.set(index, Fate.SAME)
    return found


def settle(book: Book, fates: Iterable[TableFates]) -> None:
    """Mark the rows that cannot be taken and those that wait for a decision."""
    for one in fates:
        table = one.table
        failed = {problem.row for problem in table.problems if problem.severity is Severity.ROW}
        for index, row in enumerate(table.rows):
            if row in failed:
                one.set(index, Fate.FAILED)
            elif book.undecided and (table.file, table.sheet, row) in book.undecided:
                one.set(index, Fate.ASK)
                one.known[index] = book.undecided[table.file, table.sheet, row]
