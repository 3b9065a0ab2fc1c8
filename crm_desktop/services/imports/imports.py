"""Importing clean tables: matched, written in one transaction, and truthfully reported.

The caller runs ``apply`` through ``Store.write``: one action, one undo step. Nothing is guessed
here; what could not be told is in the report.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from crm_desktop.core import garbage
from crm_desktop.core.i18n import _
from crm_desktop.core.jobs import Progress, no_progress
from crm_desktop.db import bulk
from crm_desktop.db.models import Contact, ImportBatch, Payment, Product, Sale, SaleLine
from crm_desktop.services.contacts.contact_list import CONTACT_PERSON
from crm_desktop.services.imports import (
    imports_contacts,
    imports_fates,
    imports_match,
    imports_merge,
    imports_notes,
    imports_own,
    imports_products,
    imports_sales,
    imports_tasks,
    imports_write,
    imports_write_sales,
)
from crm_desktop.services.imports.imports_contacts import Book, Rows
from crm_desktop.services.imports.imports_data import (
    CleanTable,
    ImportOptions,
    ImportReport,
    Problem,
    Severity,
    SourceFile,
    TableFates,
)
from crm_desktop.services.imports.imports_products import Shelf
from crm_desktop.services.imports.imports_sales import Ledger, Order


@dataclass(slots=True)
class Planned:
    """An import worked out against the file, not yet written."""

    book: Book
    shelf: Shelf
    ledger: Ledger
    batches: list[int]
    rows_read: int = 0
    rows_failed: int = 0
    skipped: int = 0
    problems: list[Problem] = field(default_factory=list)
    fates: list[TableFates] = field(default_factory=list)
    tasks: list[imports_tasks.Planned] = field(default_factory=list)

    def sales_of(self) -> dict[int, int]:
        """How many sales each contact gets."""
        counts: dict[int, int] = {}
        for order in self.ledger.orders:
            if order.total() > 0 and not order.existing and not order.opening:
                counts[order.contact_id] = counts.get(order.contact_id, 0) + 1
        return counts


def plan(
    session: Session,
    tables: Sequence[CleanTable],
    sources: Sequence[SourceFile],
    options: ImportOptions,
    progress: Progress = no_progress,
    *,
    explain: bool = False,
) -> Planned:
    """Match every row against the file and the rows before it; reads only. May be cancelled.

    With ``explain`` the fate of every row is told.
    """
    batch_of = _batch_ids(session, sources)
    rows = _customer_rows(tables, batch_of, explain=explain)
    sales, followed = _of(tables, "sales"), _of(tables, "follow_ups")
    buyers = [imports_sales.buyer_keys(table) for table in (*sales, *followed)]
    wanted = [key for one in rows for key in one.keys]
    wanted += [key for keys in buyers for key in keys.values()]
    directory = imports_match.load(
        session, wanted, sales=bool(sales or followed), match_by=options.match_by
    )
    first = bulk.next_id(session, Contact)
    book = Book(directory, first, first, progress=progress)
    planned = Planned(book, imports_products.load(session), Ledger(), list(batch_of.values()))
    planned.fates = [one.fates for one in rows if one.fates is not None]
    _plan_customers(session, book, rows, options)
    planned.shelf.complete = _whole_export(tables)
    for table in _of(tables, "products"):
        fates = _explained(planned, table) if explain else None
        imports_products.take_list(
            planned.shelf, table, batch_of[table.file], _failed(table), fates
        )
    for table, keys in zip(sales, buyers[: len(sales)], strict=True):
        orders = _plan_sales(session, planned, table, keys, batch_of[table.file])
        if explain:
            planned.fates.append(imports_fates.of_lines(table, orders))
    for table, keys in zip(followed, buyers[len(sales) :], strict=True):
        fates = _explained(planned, table) if explain else None
        by_row = [keys[row] for row in table.rows]
        log = Rows(table, by_row, batch_of[table.file], _failed(table), fates=fates)
        _plan_log(session, planned, log)
    _count(planned, tables)
    imports_fates.settle(book, planned.fates)
    return planned


def _whole_export(tables: Sequence[CleanTable]) -> bool:
    """True for customers and sales of one export of ours: its products are all there are."""
    customers = any("serial" in table.columns for table in _of(tables, "customers"))
    return customers and any(any(table.columns["order_link"]) for table in _of(tables, "sales"))


def _customer_rows(
    tables: Sequence[CleanTable], batch_of: Mapping[str, int], *, explain: bool
) -> list[Rows]:
    return [
        Rows(
            table,
            imports_contacts.keys_of(table),
            batch_of[table.file],
            _failed(table),
            fates=imports_fates.blank(table) if explain else None,
        )
        for table in _of(tables, "customers")
    ]


def _plan_customers(
    session: Session, book: Book, rows: Sequence[Rows], options: ImportOptions
) -> None:
    for one in rows:
        imports_contacts.assign(book, one, options)
    targets = [target for one in rows for target in one.targets]
    imports_contacts.load_states(session, book, targets)
    if any({"log", "next_contact"} & set(one.table.columns) for one in rows):
        imports_notes.load_known(session, book, targets)
    own = {name for one in rows for name in imports_own.columns_of(one.table.columns)}
    imports_own.load(session, book.states, own)
    for one in rows:
        imports_merge.merge(book, one, options)


def _plan_log(session: Session, planned: Planned, log: Rows) -> None:
    """A log of what happened, or a list of what is to be done."""
    if "tasks" in log.table.columns:
        imports_notes.find(planned.book, log)
        planned.tasks += imports_tasks.plan(session, log)
    else:
        imports_notes.write_log(session, planned.book, log)


def _explained(planned: Planned, table: CleanTable) -> TableFates:
    planned.fates.append(imports_fates.blank(table))
    return planned.fates[-1]


def _of(tables: Sequence[CleanTable], kind: str) -> list[CleanTable]:
    return [table for table in tables if table.kind == kind]


def _failed(table: CleanTable) -> set[int]:
    """Rows that cannot be imported."""
    return {one.row for one in table.problems if one.severity is Severity.ROW}


def _batch_ids(session: Session, sources: Sequence[SourceFile]) -> dict[str, int]:
    """The ids the batches of the source files will have, by file name."""
    first = bulk.next_id(session, ImportBatch)
    return {source.name: first + number for number, source in enumerate(sources)}


def _plan_sales(
    session: Session,
    planned: Planned,
    table: CleanTable,
    keys: dict[int, imports_match.Keys],
    batch: int,
) -> list[Order]:
    """Match the lines of a table; returns the orders that are new or go on."""
    ledger, book = planned.ledger, planned.book
    found = imports_sales.orders_of(table, batch, planned.shelf, _failed(table))
    orders = imports_sales.drop_known(session, found, ledger)
    going_on = [order for order in orders if order.existing]
    fresh = [order for order in orders if not order.existing]
    imports_sales.give_to_buyers(book, table, fresh, keys)
    fresh = imports_sales.drop_known_unnumbered(session, fresh, ledger, book.first_new)
    taken = [*going_on, *fresh]
    ledger.orders += taken
    ledger.lines_new += sum(len(order.lines) for order in taken)
    return taken


def _count(planned: Planned, tables: Sequence[CleanTable]) -> None:
    planned.rows_read = sum(map(len, tables))
    planned.rows_failed = sum(len(_failed(table)) for table in tables)
    planned.problems = [problem for table in tables for problem in table.problems]
    planned.problems += planned.book.problems
    planned.rows_failed += len(planned.book.undecided)


def apply(
    session: Session,
    tables: Sequence[CleanTable],
    sources: Sequence[SourceFile],
    options: ImportOptions,
    progress: Progress = no_progress,
) -> ImportReport:
    """Import ``tables`` and report what the file holds of it afterwards.

    Run through ``Store.write``. Raises ``Cancelled`` when stopped; nothing is kept then.
    """
    with garbage.paused():
        return _applied(session, tables, sources, options, progress)


def _applied(
    session: Session,
    tables: Sequence[CleanTable],
    sources: Sequence[SourceFile],
    options: ImportOptions,
    progress: Progress,
) -> ImportReport:
    planned = plan(session, tables, sources, options, progress)
    if not _anything(planned):
        return _report(session, planned, ())
    progress(0, 0, _("Writing"))
    _write_batches(session, planned, sources)
    currency = options.currency
    imports_write.write_contacts(session, planned.book, currency, planned.sales_of())
    imports_own.write(session, planned.book.states)
    progress(0, 0, _("Writing"))
    imports_products.write(session, planned.shelf)
    imports_write_sales.write_orders(session, planned.ledger.orders)
    imports_write_sales.write_debts(session, planned.book, currency, planned.batches)
    imports_tasks.write(session, planned.tasks)
    imports_write.link_introducers(session, planned.batches)
    imports_write.write_rows(session, planned.book)
    progress(0, 0, _("Counting"))
    return _report(session, planned, planned.batches)


def foresee(
    session: Session,
    tables: Sequence[CleanTable],
    sources: Sequence[SourceFile],
    options: ImportOptions,
    progress: Progress = no_progress,
) -> ImportReport:
    """The report ``apply`` would give; reads only, so a read session will do."""
    planned = plan(session, tables, sources, options, progress, explain=True)
    book, orders = planned.book, planned.ledger.orders
    fresh = [book.states[one] for one in range(book.first_new, book.next_id)]
    new_orders = [order for order in orders if not order.existing and not order.opening]
    currency = options.currency
    spent = sum(state.values.get("opening_spent_minor") or 0 for state in fresh)
    debts = sum(sum(state.new_debts) for state in book.states.values())
    totals: dict[str, int] = {}
    for order in new_orders:
        if not order.cancelled:
            totals[order.currency] = totals.get(order.currency, 0) + order.total()
    return replace(
        _report(session, planned, ()),
        contacts_new=len(fresh),
        products_new=len(planned.shelf.new),
        sales_new=len(new_orders),
        sale_lines_new=planned.ledger.lines_new,
        payments_new=sum(len(order.payments()) for order in orders),
        totals=totals,
        debts={currency: debts} if debts else {},
        spent={currency: spent} if spent else {},
        dry_run=True,
        fates=tuple(planned.fates),
    )


def _anything(planned: Planned) -> bool:
    """False when every row is in the file already: the same file again leaves no trace."""
    book = planned.book
    return bool(
        book.next_id > book.first_new
        or planned.shelf.new
        or planned.ledger.orders
        or planned.tasks
        or any(state.known and state.gained() for state in book.states.values())
    )


def _write_batches(session: Session, planned: Planned, sources: Sequence[SourceFile]) -> None:
    counts = json.dumps({"rows": planned.rows_read, "failed": planned.rows_failed})
    session.add_all(
        ImportBatch(
            id=batch, file_name=source.name, sha256=source.sha256, counts=counts,
            mapping=source.mapping,
        )
        for batch, source in zip(planned.batches, sources, strict=True)
    )  # fmt: skip
    session.flush()


def _report(session: Session, planned: Planned, batches: Sequence[int]) -> ImportReport:
    """Counts taken from the file after the write, not from what was meant to be written."""
    book = planned.book
    spoken = {fate[4] for fate in book.row_fates if 0 < fate[4] < book.first_new}
    updated = {one for one, state in book.states.items() if state.known and state.gained()}
    skipped = book.skipped - updated
    ours = Contact.import_batch_id.in_(batches)
    return ImportReport(
        rows_read=planned.rows_read,
        contacts_new=_number(session, Contact, ours, Contact.party != CONTACT_PERSON),
        contacts_updated=len(updated),
        contacts_unchanged=len(spoken - updated - skipped),
        contacts_skipped=len(skipped),
        products_new=_number(session, Product, Product.import_batch_id.in_(batches)),
        sales_new=_number(session, Sale, Sale.import_batch_id.in_(batches), Sale.kind != "opening"),
        sale_lines_new=_lines(session, planned.ledger.orders, batches),
        sale_lines_known=planned.ledger.lines_known,
        payments_new=_number(session, Payment, Payment.import_batch_id.in_(batches)),
        rows_failed=planned.rows_failed,
        totals=_sums(session, batches, opening=False),
        debts=_sums(session, batches, opening=True),
        spent=_spent(session, batches),
        problems=tuple(planned.problems),
        batch_ids=tuple(batches),
    )


def _number(session: Session, model: type[object], *conditions: object) -> int:
    query = select(func.count()).select_from(model).where(*conditions)  # type: ignore[arg-type]
    return session.scalar(query) or 0


def _lines(session: Session, orders: Sequence[Order], batches: Sequence[int]) -> int:
    """Lines of the batch's sales, and those added to sales that were there."""
    query = (
        select(func.count())
        .select_from(SaleLine)
        .join(Sale, Sale.id == SaleLine.sale_id)
        .where(Sale.import_batch_id.in_(batches))
    )
    first = session.scalar(select(func.min(Sale.id)).where(Sale.import_batch_id.in_(batches)))
    more = sum(len(order.lines) for order in orders if first is None or order.existing < first)
    return (session.scalar(query) or 0) + (more if batches else 0)


def _sums(session: Session, batches: Sequence[int], *, opening: bool) -> dict[str, int]:
    kind = Sale.kind == "opening" if opening else Sale.kind != "opening"
    query = (
        select(Sale.currency, func.sum(Sale.total_minor))
        .where(Sale.import_batch_id.in_(batches), Sale.status == "confirmed", kind)
        .group_by(Sale.currency)
    )
    return {row[0]: row[1] for row in session.execute(query)}


def _spent(session: Session, batches: Sequence[int]) -> dict[str, int]:
    query = (
        select(Contact.currency, func.sum(Contact.opening_spent_minor))
        .where(Contact.import_batch_id.in_(batches), Contact.opening_spent_minor != 0)
        .group_by(Contact.currency)
    )
    return {row[0]: row[1] for row in session.execute(query)}
