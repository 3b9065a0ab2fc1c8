"""Proof that a file is consistent: stored figures against the records they come from."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import ColumnElement, FromClause, Select, and_, case, func, or_, select
from sqlalchemy.orm import Session

from crm_desktop.core.i18n import N_, _
from crm_desktop.db.contact_stats import NO_TALK
from crm_desktop.db.models import Base, Contact, ContactStats, FollowUp, Sale, TimelineEntry
from crm_desktop.services import check_money, check_values
from crm_desktop.services.check_finding import MOST, Check, Finding


def check(session: Session) -> list[Finding]:
    """Everything that does not agree; empty for a sound file.

    Values that are not what their column holds are told alone: nothing can be reckoned with them.
    """
    wrong = list(check_values.CHECK.run(session))
    return wrong or [finding for one in CHECKS for finding in one.run(session)]


def _figures(session: Session) -> Iterator[Finding]:
    """What ``contact_stats`` says against the records, in one statement."""
    sales = _sales_by_contact().subquery()
    talks = (
        select(TimelineEntry.contact_id, func.max(TimelineEntry.happened_on).label("last_on"))
        .where(TimelineEntry.deleted_at.is_(None), TimelineEntry.kind != NO_TALK)
        .group_by(TimelineEntry.contact_id)
        .subquery()
    )
    due = (
        select(FollowUp.contact_id, func.min(FollowUp.due_on).label("due_on"))
        .where(FollowUp.state == "open", FollowUp.deleted_at.is_(None))
        .group_by(FollowUp.contact_id)
        .subquery()
    )
    same = and_(sales.c.contact_id == Contact.id, sales.c.currency == Contact.currency)
    query = (
        select(Contact.id, Contact.name)
        .outerjoin(ContactStats, ContactStats.contact_id == Contact.id)
        .outerjoin(sales, same)
        .outerjoin(talks, talks.c.contact_id == Contact.id)
        .outerjoin(due, due.c.contact_id == Contact.id)
        .where(or_(ContactStats.contact_id.is_(None), *_differences(sales, talks, due)))
        .limit(MOST)
    )
    for contact_id, name in session.execute(query):
        yield Finding(
            "figures",
            "contact",
            contact_id,
            _("The figures of {name} do not match the records.").format(name=name),
        )


def _differences(
    sales: FromClause, talks: FromClause, due: FromClause
) -> Iterator[ColumnElement[bool]]:
    """Where a column of the figures is not what the records come to."""
    last_contact = case(
        (talks.c.last_on.is_(None), sales.c.last_on),
        (sales.c.last_on.is_(None), talks.c.last_on),
        (talks.c.last_on > sales.c.last_on, talks.c.last_on),
        else_=sales.c.last_on,
    )
    spent = func.coalesce(sales.c.spent, 0) + Contact.opening_spent_minor
    number = func.coalesce(sales.c.number, 0) + Contact.opening_sale_count
    yield ContactStats.spent_minor.is_distinct_from(spent)
    yield ContactStats.sale_count.is_distinct_from(number)
    yield ContactStats.owed_minor.is_distinct_from(func.coalesce(sales.c.owed, 0))
    yield ContactStats.first_sale_on.is_distinct_from(sales.c.first_on)
    yield ContactStats.last_sale_on.is_distinct_from(sales.c.last_on)
    yield ContactStats.last_contact_on.is_distinct_from(last_contact)
    yield ContactStats.next_due_on.is_distinct_from(due.c.due_on)


def _sales_by_contact() -> Select[*tuple[Any, ...]]:
    bought = Sale.kind == "sale"
    return (
        select(
            Sale.contact_id,
            Sale.currency,
            func.min(case((bought, Sale.sold_on))).label("first_on"),
            func.max(case((bought, Sale.sold_on))).label("last_on"),
            func.sum(case((bought, 1), else_=0)).label("number"),
            func.sum(case((Sale.kind != "opening", Sale.total_minor), else_=0)).label("spent"),
            func.sum(Sale.total_minor - Sale.paid_minor).label("owed"),
        )
        .where(Sale.status == "confirmed", Sale.deleted_at.is_(None), Sale.contact_id.is_not(None))
        .group_by(Sale.contact_id, Sale.currency)
    )


def _references(session: Session) -> Iterator[Finding]:
    for table in Base.metadata.sorted_tables:
        for key in table.foreign_keys:
            parent = key.column.table.alias("parent")
            child, column = table.alias("child"), key.parent.name
            query = (
                select(child.c[next(iter(table.primary_key)).name])
                .outerjoin(parent, parent.c[key.column.name] == child.c[column])
                .where(child.c[column].is_not(None), parent.c[key.column.name].is_(None))
                .limit(MOST)
            )
            for row_id in session.scalars(query):
                yield Finding(
                    "references",
                    table.name,
                    row_id,
                    _("{table} {id} refers to a record that does not exist ({column}).").format(
                        table=table.name, id=row_id, column=column
                    ),
                )


CHECKS = (
    *check_money.CHECKS,
    Check("figures", N_("The figures of every customer match the records"), _figures),
    Check("references", N_("Every reference leads to a record"), _references),
)
