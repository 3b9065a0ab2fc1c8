"""The customer says yes: a quote becomes a sale, and wins its deal if that is wanted."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from crm_desktop.core import clock, formats
from crm_desktop.core.errors import Conflict, UserError
from crm_desktop.core.i18n import N_, _
from crm_desktop.db.models import Deal, Quote, Sale
from crm_desktop.services.deals import deals
from crm_desktop.services.deals.deals import Why
from crm_desktop.services.quotes import quote_record
from crm_desktop.services.quotes.quote_draft import as_sale
from crm_desktop.services.sales import price_floor, sales
from crm_desktop.services.sales.sale_draft import PaymentDraft

ACCEPT_ACTION = N_("Accept a quote")


@dataclass(frozen=True, slots=True)
class Acceptance:
    """How a quote is accepted.

    ``deposit_minor`` was received at once by ``method``; the rest is on credit. ``promised_on`` is
    when the goods shall be there. ``although_ended`` lets through a quote that is good no more.
    ``win`` ends the quote's open deal as won, for ``reason`` where exit steps are not ticked.
    """

    sold_on: dt.date | None = None
    promised_on: dt.date | None = None
    deposit_minor: int = 0
    method: str = ""
    although_ended: bool = False
    win: Why | None = None


def accept(session: Session, quote_id: int, how: Acceptance = Acceptance()) -> int:
    """Record the sale of a quote; returns the sale's id.

    Prices are those quoted, also where the lowest price rose since. Raises ``Conflict`` for a quote
    that was replaced, rejected or became a sale already, ``UserError`` for one that is good no
    more, a promise in the past or a deposit above the total.
    """
    quote = quote_record.found(session, quote_id)
    seen = quote_record.detail(session, quote_id)
    sold_on = how.sold_on or clock.today()
    _check(seen, how, sold_on)
    draft = replace(as_sale(seen.draft), sold_on=sold_on, currency=seen.currency)
    if how.deposit_minor:
        draft = replace(draft, payments=(PaymentDraft(how.deposit_minor, how.method),))
    below = price_floor.problem(session, draft, sold_on, "") is not None
    if below and not draft.below_floor_reason:  # the floor rose since: what was offered stands
        reason = _("as offered in quote {number}").format(number=quote.number)
        draft = replace(draft, below_floor_reason=reason)
    made = sales.record(session, draft, agreed_before=True)
    _tie(session, made, quote, how)
    if how.win is not None and has_open_deal(session, quote):
        assert quote.deal_id is not None
        deals.won(session, quote.deal_id, how.win)
    return made


def has_open_deal(session: Session, quote: Quote) -> bool:
    """True when a quote's deal can still be won."""
    deal = session.get(Deal, quote.deal_id) if quote.deal_id is not None else None
    return deal is not None and deal.deleted_at is None and deal.state == "open"


def open_deal(session: Session, quote_id: int) -> int | None:
    """The deal a quote's acceptance could win."""
    quote = quote_record.found(session, quote_id)
    return quote.deal_id if has_open_deal(session, quote) else None


def _check(seen: quote_record.QuoteDetail, how: Acceptance, sold_on: dt.date) -> None:
    kept = _("Nothing was saved.")
    if seen.sale_id is not None:
        raise Conflict(_("Quote {number} became a sale.").format(number=seen.number), kept)
    if not seen.latest:
        raise Conflict(
            _("There is a later version of quote {number}.").format(number=seen.number),
            kept,
            _("Accept that one."),
        )
    if seen.status == "rejected":
        raise Conflict(
            _("Quote {number} was rejected.").format(number=seen.number),
            kept,
            _("Make a new version."),
        )
    if seen.ended(sold_on) and not how.although_ended:
        assert seen.draft.valid_until is not None
        day = formats.date_long(seen.draft.valid_until)
        raise UserError(
            _("Quote {number} was good until {day}.").format(number=seen.number, day=day),
            kept,
            _("Make a new version, or accept it although it ended."),
        )
    if how.promised_on is not None and how.promised_on < sold_on:
        raise UserError(_("The promised day is before the sale."), kept, _("Choose a later day."))
    if not 0 <= how.deposit_minor <= seen.total_minor:
        raise UserError(_("The deposit is larger than the quote."), kept, _("Correct the deposit."))


def _tie(session: Session, sale_id: int, quote: Quote, how: Acceptance) -> None:
    sale = session.get_one(Sale, sale_id)
    sale.quote_id = quote.id
    sale.deal_id = quote.deal_id
    sale.person_id = quote.person_id
    sale.promised_on = how.promised_on
    quote.status = "accepted"
    session.flush()
