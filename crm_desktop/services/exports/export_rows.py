"""Every record as rows of a table, for files that leave the program."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from sqlalchemy import Select, case, func, select
from sqlalchemy.orm import Session

from crm_desktop.core import clock, formats
from crm_desktop.core.i18n import _, pgettext
from crm_desktop.db.models import (
    Contact,
    FollowUp,
    Product,
    Sale,
    SaleLine,
    Shop,
    Staff,
    StockMovement,
    TimelineEntry,
)
from crm_desktop.services.exports import export_customers, export_words
from crm_desktop.services.exports.export_table import Column, ExportTable
from crm_desktop.services.exports.export_walk import Value, count, major, quantity, walk
from crm_desktop.services.products import product_categories
from crm_desktop.services.records import masking
from crm_desktop.services.sales import sale_list
from crm_desktop.services.sales.sale_list import SaleQuery
from crm_desktop.services.settings import settings

KINDS = ("customers", "sales", "followups", "entries", "products")
"""What can be exported, in the order of the sheets of ``all``."""


def table(session: Session, kind: str) -> ExportTable:
    """The table of one of ``KINDS``; raises ``KeyError`` for anything else."""
    return _TABLES[kind](session)


def sales(session: Session, only: SaleQuery | None = None) -> ExportTable:
    """The lines of the sales that count, or of those among them that ``only`` finds."""
    found = None if only is None else sale_list.matching(only)
    return _sales(session, found)


def about(session: Session, tables: Sequence[ExportTable]) -> list[str]:
    """What the sheet ``About`` says: whose records, how many, and when they were written."""
    shop = settings.get(session, settings.SHOP_NAME)
    written = clock.now().astimezone()
    return [
        *([shop] if shop else []),
        _("Written by CRM Desktop on {day} at {time}.").format(
            day=formats.date_long(written.date()), time=formats.time_of_day(written)
        ),
        *(
            _("{title}: {count} rows, all of them").format(
                title=table.title, count=formats.integer(table.count)
            )
            for table in tables
        ),
    ]


def facts(session: Session, what: str, only: SaleQuery | None = None) -> list[str]:
    """Exactly what an export of ``what`` (one of ``KINDS``, or ``all``) writes, a sentence each.

    ``only`` are the sales shown, where not all of them are wanted.
    """
    said = []
    for kind in KINDS if what == "all" else (what,):
        one = sales(session, only) if only is not None else table(session, kind)
        names = pgettext("list separator", ", ").join(column.heading for column in one.columns)
        words = (
            _("{title}: {count} rows, all of them; columns: {names}")
            if only is None
            else _("{title}: {count} rows, those of the list; columns: {names}")
        )
        said.append(words.format(title=one.title, count=formats.integer(one.count), names=names))
    if masking.is_on(session):
        said.append(_("Phones, addresses and sensitive fields are masked."))
    return said


def record_counts(session: Session) -> dict[str, int]:
    """How many records of each kind a file holds; a sale counts once, however many lines."""
    models: dict[str, Any] = {
        "customers": Contact,
        "sales": Sale,
        "followups": FollowUp,
        "products": Product,
    }
    counts = {}
    for kind, model in models.items():
        query = select(func.count()).where(model.deleted_at.is_(None))
        if model is Contact:
            query = query.where(Contact.party != "contact_person")
        counts[kind] = session.scalar(query) or 0
    return counts


def _sales(session: Session, only: Select[int] | None = None) -> ExportTable:
    keys = export_customers.keys()
    query = (
        select(
            Sale.sold_on,
            Sale.number,
            Sale.kind,
            Contact.name.label("customer"),
            SaleLine.description,
            Product.name.label("product"),
            Product.code,
            SaleLine.spec,
            SaleLine.options,
            SaleLine.unit,
            SaleLine.quantity_milli,
            SaleLine.unit_price_minor,
            SaleLine.discount_minor,
            SaleLine.amount_minor,
            Sale.id.label("sale_id"),
            Sale.total_minor,
            Sale.discount_minor.label("order_discount"),
            Sale.paid_minor,
            Sale.currency,
            Staff.name.label("salesperson"),
            Shop.name.label("shop"),
            SaleLine.remark.label("line_remark"),
            Sale.remark,
            keys.c.key.label("customer_key"),
        )
        .select_from(Sale)
        .outerjoin(SaleLine, SaleLine.sale_id == Sale.id)
        .outerjoin(Contact, Contact.id == Sale.contact_id)
        .outerjoin(Product, Product.id == SaleLine.product_id)
        .outerjoin(Staff, Staff.id == Sale.staff_id)
        .outerjoin(Shop, Shop.id == Sale.shop_id)
        .outerjoin(keys, keys.c.contact_id == Sale.contact_id)
        .where(Sale.deleted_at.is_(None), Sale.status == "confirmed")
        .order_by(Sale.sold_on, Sale.id, SaleLine.position, SaleLine.id)
    )
    if only is not None:
        query = query.where(Sale.id.in_(only))
    return ExportTable(
        _("Sales"), _sale_columns(), count(session, query), _sale_rows(walk(session, query))
    )


def _sale_columns() -> tuple[Column, ...]:
    return (
        Column(pgettext("column", "Sale date"), "date"),
        Column(pgettext("column", "Order number")),
        Column(pgettext("column", "Order type")),
        Column(pgettext("column", "Customer")),
        Column(pgettext("column", "Product")),
        Column(pgettext("column", "Product code")),
        Column(pgettext("column", "Specification")),
        Column(pgettext("column", "Options")),
        Column(pgettext("column", "Unit")),
        Column(pgettext("column", "Quantity"), "number"),
        Column(pgettext("column", "Unit price"), "money"),
        Column(pgettext("column", "Discount amount"), "money"),
        Column(pgettext("column", "Amount"), "money"),
        Column(pgettext("column", "Off the whole order"), "money"),
        Column(pgettext("column", "Amount paid"), "money"),
        Column(pgettext("column", "Currency")),
        Column(pgettext("column", "Salesperson")),
        Column(pgettext("column", "Store")),
        Column(pgettext("column", "Remark")),
        Column(pgettext("column", "Customer key"), "number"),
        Column(pgettext("column", "Sale key"), "number"),
    )


def _sale_rows(found: Iterator[Any]) -> Iterator[tuple[Value, ...]]:
    kinds = export_words.order_types()
    walk_in = export_words.walk_ins()["walk_in"]
    last_sale = key = 0
    for r in found:
        first = r.sale_id != last_sale
        last_sale = r.sale_id
        key += first
        bare = r.quantity_milli is None  # an opening balance has no lines
        yield (
            r.sold_on,
            r.number,
            kinds[r.kind],
            r.customer or walk_in,
            r.product or r.description,
            r.code,
            r.spec,
            r.options,
            r.unit,
            None if bare else quantity(r.quantity_milli),
            major(r.unit_price_minor, r.currency),
            major(r.discount_minor, r.currency),
            major(r.total_minor if bare else r.amount_minor, r.currency),
            # These belong to the order: they stand once, so that the columns add up.
            major(r.order_discount, r.currency) if first and not bare else None,
            major(r.paid_minor, r.currency) if first else None,
            r.currency,
            r.salesperson,
            r.shop,
            r.line_remark or (r.remark if first else ""),
            r.customer_key,
            key,
        )


# entries, follow-ups and products


def _entries(session: Session) -> ExportTable:
    """What was said and done, as it was typed; sales and the like have tables of their own."""
    keys = export_customers.keys()
    query = (
        select(
            TimelineEntry.happened_on,
            Contact.name.label("customer"),
            TimelineEntry.kind,
            TimelineEntry.direction,
            TimelineEntry.body,
            Staff.name.label("staff"),
            keys.c.key.label("customer_key"),
        )
        .join(Contact, Contact.id == TimelineEntry.contact_id)
        .join(keys, keys.c.contact_id == TimelineEntry.contact_id)
        .outerjoin(Staff, Staff.id == TimelineEntry.staff_id)
        .where(TimelineEntry.deleted_at.is_(None), TimelineEntry.body != "")
        .order_by(TimelineEntry.happened_on, keys.c.key, TimelineEntry.id)
    )
    columns = (
        Column(pgettext("column", "Contact date"), "date"),
        Column(pgettext("column", "Customer")),
        Column(pgettext("column", "Way of contact")),
        Column(pgettext("column", "In or out")),
        Column(pgettext("column", "Contact notes")),
        Column(pgettext("column", "Salesperson")),
        Column(pgettext("column", "Customer key"), "number"),
    )
    kinds, directions = export_words.entries(), export_words.directions()
    rows = (
        (r.happened_on, r.customer, kinds.get(r.kind, r.kind), directions.get(r.direction, ""),
         r.body, r.staff, r.customer_key)
        for r in walk(session, query)
    )  # fmt: skip
    return ExportTable(_("Contact log"), columns, count(session, query), rows)


def _follow_ups(session: Session) -> ExportTable:
    keys = export_customers.keys()
    query = (
        select(
            FollowUp.due_on,
            FollowUp.due_time,
            Contact.name.label("customer"),
            FollowUp.kind,
            FollowUp.title,
            FollowUp.note,
            FollowUp.state,
            FollowUp.done_at,
            FollowUp.result,
            Staff.name.label("owner"),
            keys.c.key.label("customer_key"),
        )
        .outerjoin(Contact, Contact.id == FollowUp.contact_id)
        .outerjoin(keys, keys.c.contact_id == FollowUp.contact_id)
        .outerjoin(Staff, Staff.id == FollowUp.owner_id)
        .where(FollowUp.deleted_at.is_(None))
        .order_by(FollowUp.due_on, FollowUp.id)
    )
    ways, states = export_words.ways(), export_words.states()
    rows = (
        (
            r.due_on,
            r.due_time,
            r.customer,
            ways.get(r.kind, r.kind),
            r.title,
            r.note,
            states[r.state],
            r.done_at.astimezone().date() if r.done_at else None,
            r.result,
            r.owner,
            r.customer_key,
        )
        for r in walk(session, query)
    )
    return ExportTable(_("Follow-ups"), _follow_up_columns(), count(session, query), rows)


def _follow_up_columns() -> tuple[Column, ...]:
    return (
        Column(pgettext("column", "Next follow-up"), "date"),
        Column(pgettext("column", "Hour")),
        Column(pgettext("column", "Customer")),
        Column(pgettext("column", "Way")),
        Column(pgettext("column", "Follow-up")),
        Column(pgettext("column", "Remark")),
        Column(pgettext("column", "Progress")),
        Column(pgettext("column", "Finished on"), "date"),
        Column(pgettext("column", "Outcome")),
        Column(pgettext("column", "Salesperson")),
        Column(pgettext("column", "Customer key"), "number"),
    )


def _products(session: Session) -> ExportTable:
    stock = (
        select(StockMovement.product_id, func.sum(StockMovement.quantity_milli).label("have"))
        .group_by(StockMovement.product_id)
        .subquery()
    )
    query = (
        select(
            Product.name,
            Product.code,
            Product.barcode,
            Product.spec,
            Product.unit,
            Product.category_id,
            Product.price_minor,
            Product.cost_minor,
            case((Product.stock_counted, func.coalesce(stock.c.have, 0))).label("have"),
            Product.currency,
            Product.remark,
        )
        .outerjoin(stock, stock.c.product_id == Product.id)
        .where(Product.deleted_at.is_(None))
        .order_by(Product.id)
    )
    paths = {one.id: one.path for one in product_categories.tree(session)}
    rows = (
        (
            *r[:5], paths.get(r.category_id, ""), major(r.price_minor, r.currency),
            major(r.cost_minor, r.currency), None if r.have is None else quantity(r.have),
            *r[9:],
        )
        for r in walk(session, query)
    )  # fmt: skip
    return ExportTable(_("Products"), _product_columns(), count(session, query), rows)


def _product_columns() -> tuple[Column, ...]:
    return (
        Column(pgettext("column", "Product")),
        Column(pgettext("column", "Product code")),
        Column(pgettext("column", "Barcode")),
        Column(pgettext("column", "Specification")),
        Column(pgettext("column", "Unit")),
        Column(pgettext("column", "Category")),
        Column(pgettext("column", "Unit price"), "money"),
        Column(pgettext("column", "Cost"), "money"),
        Column(pgettext("column", "Stock"), "number"),
        Column(pgettext("column", "Currency")),
        Column(pgettext("column", "Remark")),
    )


_TABLES: dict[str, Callable[[Session], ExportTable]] = {
    "customers": export_customers.customers,
    "sales": _sales,
    "followups": _follow_ups,
    "entries": _entries,
    "products": _products,
}
