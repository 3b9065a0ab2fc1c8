"""What a quote may cost at least, and who may say yes to less."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import select
from sqlalchemy.orm import Session

from crm_desktop.core import formats, money
from crm_desktop.core.errors import BelowFloor, UserError
from crm_desktop.core.i18n import _
from crm_desktop.db.models import Product, Staff
from crm_desktop.services import product_prices, sale_draft, settings
from crm_desktop.services.sale_draft import SaleDraft


def problem(session: Session, draft: SaleDraft, day: dt.date) -> BelowFloor | None:
    """Why an offer is too cheap on a day, or ``None``.

    The floor of a line is the higher of its product's lowest price and that of the customer's
    stage. Each line is compared, and all together, so that an amount off the whole does not get
    around it; what has no floor may bear it. Products priced in another currency are let be.
    """
    currency = settings.get(session, settings.CURRENCY)
    least_of_all, asked_of_all = 0, -draft.discount_minor
    for line in draft.lines:
        amount = sale_draft.line_total(line)
        asked_of_all += amount
        product = session.get(Product, line.product_id) if line.product_id is not None else None
        floor = None
        if product is not None and product.currency == currency:
            floor = product_prices.price_for(
                session, product.id, draft.contact_id, line.quantity_milli, day
            ).floor_minor
        if product is None or floor is None:
            continue
        least = money.line_amount(line.quantity_milli, floor)
        if amount < least:
            return _too_cheap(line.description or product.name, least, currency)
        least_of_all += least
    if asked_of_all < least_of_all:
        return _too_cheap(_("The quote"), least_of_all, currency)
    return None


def check(session: Session, draft: SaleDraft, approver_id: int | None, day: dt.date) -> None:
    """Raise ``BelowFloor`` for an offer that is too cheap, unless it says why and who agreed.

    Who agreed must be named wherever the shop has staff. Raises ``UserError`` for somebody who
    does not work here.
    """
    agreed = session.get(Staff, approver_id) if approver_id is not None else None
    if approver_id is not None and (agreed is None or not agreed.active or agreed.deleted_at):
        raise UserError(_("Who agreed does not work here."), _("Nothing was saved."))
    asked_for = agreed is not None or not approvers(session)
    if draft.below_floor_reason.strip() and asked_for:
        return
    found = problem(session, draft, day)
    if found is not None:
        raise found


def approvers(session: Session) -> list[tuple[int, str]]:
    """Who may agree: everybody who works here, id and name, by name."""
    query = (
        select(Staff.id, Staff.name)
        .where(Staff.deleted_at.is_(None), Staff.active.is_(True))
        .order_by(Staff.name, Staff.id)
    )
    return [(row[0], row[1]) for row in session.execute(query)]


def _too_cheap(what: str, least_minor: int, currency: str) -> BelowFloor:
    sentence = _("{what} is below the lowest price: it must come to {amount} at least.")
    return BelowFloor(
        sentence.format(what=what, amount=formats.money_exact(least_minor, currency)),
        _("Nothing was saved."),
        _("Raise the price, or write down why and who agreed."),
    )
