"""Quotes: written as a draft, sent, and from then on changed only by a new version."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import delete
from sqlalchemy.orm import Session

from crm_desktop.core import clock, text
from crm_desktop.core.errors import Conflict, UserError
from crm_desktop.core.i18n import N_, _
from crm_desktop.db.models import Product, Quote, QuoteLine
from crm_desktop.services.deals import deal_record
from crm_desktop.services.quotes.quote_draft import QuoteDraft, as_sale, totals
from crm_desktop.services.quotes.quote_record import found, sale_of, versions
from crm_desktop.services.records import contact_record, staff
from crm_desktop.services.sales import numbering, price_floor, sale_draft
from crm_desktop.services.settings import settings

CREATE_ACTION = N_("New quote")
EDIT_ACTION = N_("Change a quote")
VERSION_ACTION = N_("New version of a quote")
SENT_ACTION = N_("Mark a quote as sent")
REJECTED_ACTION = N_("Quote rejected")
REMOVE_ACTION = N_("Delete a quote")

MOST_DAYS = 3_650


def create(session: Session, draft: QuoteDraft) -> int:
    """Write a new quote as a draft; returns its id.

    Raises ``UserError`` for one without lines, an impossible amount or day, and ``BelowFloor`` for
    a price that is too low without a reason and who agreed.
    """
    quoted_on = draft.quoted_on or clock.today()
    if draft.person_id is not None:
        contact_record.found(session, draft.person_id)
    _check(session, draft, quoted_on)
    number = numbering.take(session, "quote", quoted_on)
    quote = _begun(session, number, 1, quoted_on)
    _write(session, quote, draft, quoted_on)
    return quote.id


def edit(session: Session, quote_id: int, draft: QuoteDraft) -> None:
    """Write a draft anew. Raises ``Conflict`` for one that was sent: make a new version."""
    quote = found(session, quote_id)
    if quote.status != "draft" or sale_of(session, quote) is not None:
        raise Conflict(
            _("Quote {number} was sent already.").format(number=quote.number),
            _("Nothing was changed."),
            _("Make a new version; the customer has the old one."),
        )
    if quote.version > 1:
        _check_customer(quote, draft)
    quoted_on = draft.quoted_on or quote.quoted_on
    _check(session, draft, quoted_on)
    _write(session, quote, draft, quoted_on)


def new_version(session: Session, quote_id: int, draft: QuoteDraft) -> int:
    """Replace a quote by a next version, a draft again; returns its id. The old one ends.

    Raises ``Conflict`` for a quote that became a sale, and for a version that was replaced.
    """
    old = found(session, quote_id)
    if sale_of(session, old) is not None:
        raise Conflict(
            _("Quote {number} became a sale.").format(number=old.number),
            _("Nothing was changed."),
            _("Write a new quote."),
        )
    if versions(session, old)[0].id != old.id:
        raise Conflict(
            _("There is a later version of quote {number}.").format(number=old.number),
            _("Nothing was changed."),
            _("Go on from that one."),
        )
    _check_customer(old, draft)
    quoted_on = draft.quoted_on or clock.today()
    _check(session, draft, quoted_on)
    if old.status in ("draft", "sent", "accepted"):
        old.status = "expired"
    quote = _begun(session, old.number, old.version + 1, quoted_on)
    _write(session, quote, draft, quoted_on)
    return quote.id


def mark_sent(session: Session, quote_id: int) -> None:
    """The customer has it: from now on it is changed only by a new version."""
    _move(session, quote_id, "sent", ("draft", "expired", "rejected"))


def reject(session: Session, quote_id: int) -> None:
    """The customer said no."""
    _move(session, quote_id, "rejected", ("draft", "sent", "expired"))


def remove(session: Session, quote_id: int) -> None:
    """Take a quote away with all its versions; undo brings it back.

    Raises ``Conflict`` when it became a sale.
    """
    quote = found(session, quote_id)
    if sale_of(session, quote) is not None:
        raise Conflict(
            _("Quote {number} became a sale.").format(number=quote.number),
            _("Nothing was changed."),
        )
    for row in versions(session, quote):
        found(session, row.id).deleted_at = clock.now()
    session.flush()


def _move(session: Session, quote_id: int, status: str, allowed: tuple[str, ...]) -> None:
    quote = found(session, quote_id)
    if quote.status not in allowed or versions(session, quote)[0].id != quote.id:
        raise Conflict(
            _("Quote {number} cannot be marked so as it stands.").format(number=quote.number),
            _("Nothing was changed."),
        )
    quote.status = status
    session.flush()


def _check(session: Session, draft: QuoteDraft, quoted_on: dt.date) -> None:
    contact_record.found(session, draft.contact_id)
    if draft.deal_id is not None:
        deal_record.found(session, draft.deal_id)
    if any(line.quantity_milli <= 0 for line in draft.lines):
        raise UserError(
            _("A quote offers goods: every quantity must be above zero."), _("Nothing was saved.")
        )
    figures = totals(draft)
    sale_draft.check(as_sale(draft), figures)
    until = draft.valid_until
    if until is not None and not 0 <= (until - quoted_on).days <= MOST_DAYS:
        raise UserError(
            _("A quote cannot end before the day it is written."),
            _("Nothing was saved."),
            _("Choose a later day."),
        )
    price_floor.check(session, as_sale(draft), draft.approver_id, quoted_on, _("The quote"))


def _check_customer(quote: Quote, draft: QuoteDraft) -> None:
    if draft.contact_id != quote.contact_id:
        raise UserError(
            _("All versions of a quote are for the same customer."),
            _("Nothing was saved."),
            _("Write a new quote."),
        )


def _begun(session: Session, number: str, version: int, quoted_on: dt.date) -> Quote:
    currency = settings.get(session, settings.CURRENCY)
    quote = Quote(number=number, version=version, quoted_on=quoted_on, currency=currency)
    session.add(quote)
    session.flush()
    return quote


def _write(session: Session, quote: Quote, draft: QuoteDraft, quoted_on: dt.date) -> None:
    figures = totals(draft)
    days = dt.timedelta(days=settings.get(session, settings.QUOTE_DAYS))
    below = price_floor.problem(session, as_sale(draft), quoted_on, "") is not None
    quote.contact_id = draft.contact_id
    quote.person_id = draft.person_id
    quote.deal_id = draft.deal_id
    quote.status = "draft"
    quote.quoted_on = quoted_on
    quote.valid_until = draft.valid_until or quoted_on + days
    quote.tax_included = draft.tax_included
    quote.subtotal_minor = figures.subtotal_minor
    quote.discount_minor = figures.discount_minor
    quote.tax_minor = figures.tax_minor
    quote.total_minor = figures.total_minor
    quote.below_floor_reason = text.clean(draft.below_floor_reason) if below else ""
    quote.approver_id = draft.approver_id if below else None
    quote.staff_id = staff.or_me(session, draft.staff_id)
    quote.terms = text.clean(draft.terms)
    session.flush()
    session.execute(delete(QuoteLine).where(QuoteLine.quote_id == quote.id))
    for position, (line, amount) in enumerate(zip(draft.lines, figures.lines, strict=True)):
        product = session.get(Product, line.product_id) if line.product_id is not None else None
        session.add(
            QuoteLine(
                quote_id=quote.id,
                position=position,
                product_id=line.product_id,
                description=text.clean(line.description) or (product.name if product else ""),
                unit=line.unit or (product.unit if product else ""),
                quantity_milli=line.quantity_milli,
                unit_price_minor=line.unit_price_minor,
                discount_bp=line.discount_bp,
                discount_minor=line.discount_minor,
                tax_bp=line.tax_bp,
                amount_minor=amount,
                options=text.clean(line.options),
            )
        )
    session.flush()
