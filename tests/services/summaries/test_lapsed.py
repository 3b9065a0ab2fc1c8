"""What is suggested for a lapsed customer: the first reason that holds."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy.orm import Session

from crm_desktop.db.models import Contact, Product, Sale, SaleLine
from crm_desktop.db.store import Store
from crm_desktop.services.summaries.lapsed import Move, Suggestion
from crm_desktop.services.summaries.monthly import monthly_figures

END = dt.date(2026, 5, 31)


def regular(
    session: Session,
    back: tuple[int, ...],
    *,
    product: str = "Filter",
    days_of_use: int | None = None,
    is_service: bool = False,
    unpaid: bool = False,
) -> None:
    """One customer who bought ``product`` so many days before the end of May."""
    contact = Contact(name="Regular")
    bought = Product(name=product, days_of_use=days_of_use, is_service=is_service)
    session.add_all([contact, bought])
    session.flush()
    for place, days in enumerate(back, start=1):
        sale = Sale(
            contact_id=contact.id,
            sold_on=END - dt.timedelta(days),
            due_on=END - dt.timedelta(days),
            subtotal_minor=100_00,
            total_minor=100_00,
            paid_minor=0 if unpaid and place == len(back) else 100_00,
        )
        session.add(sale)
        session.flush()
        session.add(
            SaleLine(
                sale_id=sale.id, product_id=bought.id, quantity_milli=1000, amount_minor=100_00
            )
        )


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (
            {"back": (100, 70, 40), "days_of_use": 30, "unpaid": True},
            Suggestion(Move.SETTLE, amount_minor=100_00, days=40),
        ),
        (
            {"back": (100, 70, 40), "days_of_use": 40},
            Suggestion(Move.REPLACE, "Filter", END - dt.timedelta(40), 40),
        ),
        ({"back": (100, 70, 40), "days_of_use": 41}, Suggestion(Move.MESSAGE, "Filter")),
        ({"back": (120, 90, 60)}, Suggestion(Move.CALL, "Filter")),
        ({"back": (119, 89, 59)}, Suggestion(Move.MESSAGE, "Filter")),
        ({"back": (100, 70, 40), "is_service": True}, Suggestion(Move.MESSAGE, "")),
    ],
)
def test_the_first_reason_that_holds(
    store: Store, given: dict[str, object], expected: Suggestion
) -> None:
    store.set_up(regular, **given)  # type: ignore[arg-type]
    with store.read() as session:
        lapsed = monthly_figures(session, END, END).lapsed
    assert lapsed.count == 1
    assert lapsed.customers[0].suggestion == expected
