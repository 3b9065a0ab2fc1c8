"""One quote as it is kept: its versions, its lines, and the sale that came of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from crm_desktop.core.errors import NotFound
from crm_desktop.core.i18n import _
from crm_desktop.db.models import Contact, Deal, Quote, QuoteLine, Sale, Staff
from crm_desktop.services.quotes.quote_draft import QuoteDraft, tax_of
from crm_desktop.services.sales.sale_draft import NO_TAX, LineDraft


@dataclass(frozen=True, slots=True)
class VersionRow:
    """One version of a quote, for its history."""

    id: int
    version: int
    status: str
    quoted_on: dt.date
    total_minor: int
    currency: str


@dataclass(frozen=True, slots=True)
class QuoteDetail:
    """One version with its lines; ``draft`` is what it would be typed as.

    ``amounts`` are those of the lines, in minor units. ``sale_id`` is the confirmed sale that came
    of any version; ``latest`` is False for one that was replaced.
    """

    id: int
    number: str
    version: int
    status: str
    draft: QuoteDraft
    contact_name: str
    contact_kind: str
    person_name: str
    deal_title: str
    staff: str
    approver: str
    currency: str
    subtotal_minor: int
    tax_minor: int
    total_minor: int
    amounts: tuple[int, ...]
    versions: tuple[VersionRow, ...]
    sale_id: int | None

    @property
    def latest(self) -> bool:
        """True for the version that counts."""
        return self.version == self.versions[0].version

    @property
    def can_accept(self) -> bool:
        """True while the customer may still say yes to it."""
        return self.latest and self.sale_id is None and self.status != "rejected"

    def ended(self, today: dt.date) -> bool:
        """True when it is good no more, and nothing came of it."""
        until = self.draft.valid_until
        return self.sale_id is None and until is not None and until < today


def versions(session: Session, quote: Quote) -> tuple[VersionRow, ...]:
    """All versions of a quote, the latest first.

    They share number and customer: in files of two shops joined into one a number comes twice.
    """
    query = (
        select(Quote)
        .where(
            Quote.number == quote.number,
            Quote.contact_id == quote.contact_id,
            Quote.deleted_at.is_(None),
        )
        .order_by(Quote.version.desc(), Quote.id.desc())
    )
    return tuple(
        VersionRow(one.id, one.version, one.status, one.quoted_on, one.total_minor, one.currency)
        for one in session.scalars(query)
    )


def named(session: Session, words: str) -> int:
    """The id of the quote of this number, its latest version; ``BJ-0001/2`` names one version.

    Raises ``NotFound``.
    """
    number, _mark, version = words.strip().partition("/")
    latest = session.scalar(
        select(Quote)
        .where(Quote.number == number, Quote.deleted_at.is_(None))
        .order_by(Quote.id.desc())
        .limit(1)
    )
    for row in versions(session, latest) if latest is not None else ():
        if not version or version == str(row.version):
            return row.id
    raise NotFound(
        _("There is no quote {number}.").format(number=words.strip()), _("Nothing was changed.")
    )


def last_tax(session: Session) -> str:
    """How the quote written last is taxed, one of ``sale_draft.TAXES``: the next begins so."""
    last = session.scalar(
        select(Quote.id).where(Quote.deleted_at.is_(None)).order_by(Quote.id.desc()).limit(1)
    )
    return NO_TAX if last is None else tax_of(detail(session, last).draft)


def detail(session: Session, quote_id: int) -> QuoteDetail:
    """One version of a quote. Raises ``NotFound``."""
    quote = found(session, quote_id)
    contact = session.get(Contact, quote.contact_id) if quote.contact_id is not None else None
    person = session.get(Contact, quote.person_id) if quote.person_id is not None else None
    deal = session.get(Deal, quote.deal_id) if quote.deal_id is not None else None
    rows = session.scalars(
        select(QuoteLine)
        .where(QuoteLine.quote_id == quote.id)
        .order_by(QuoteLine.position, QuoteLine.id)
    ).all()
    return QuoteDetail(
        id=quote.id,
        number=quote.number,
        version=quote.version,
        status=quote.status,
        draft=_draft(quote, rows),
        contact_name=contact.name if contact else "",
        contact_kind=contact.kind if contact else "",
        person_name=person.name if person else "",
        deal_title=deal.title if deal else "",
        staff=_staff(session, quote.staff_id),
        approver=_staff(session, quote.approver_id),
        currency=quote.currency,
        subtotal_minor=quote.subtotal_minor,
        tax_minor=quote.tax_minor,
        total_minor=quote.total_minor,
        amounts=tuple(row.amount_minor for row in rows),
        versions=versions(session, quote),
        sale_id=sale_of(session, quote),
    )


def found(session: Session, quote_id: int) -> Quote:
    """The record itself. Raises ``NotFound``."""
    quote = session.get(Quote, quote_id)
    if quote is None or quote.deleted_at is not None:
        raise NotFound(_("This quote does not exist any more."), _("Nothing was changed."))
    return quote


def _draft(quote: Quote, rows: Sequence[QuoteLine]) -> QuoteDraft:
    lines = tuple(
        LineDraft(
            product_id=row.product_id,
            description=row.description,
            quantity_milli=row.quantity_milli,
            unit_price_minor=row.unit_price_minor,
            discount_bp=row.discount_bp,
            discount_minor=row.discount_minor,
            unit=row.unit,
            tax_bp=row.tax_bp,
            options=row.options,
        )
        for row in rows
    )
    return QuoteDraft(
        contact_id=quote.contact_id or 0,
        lines=lines,
        quoted_on=quote.quoted_on,
        valid_until=quote.valid_until,
        person_id=quote.person_id,
        deal_id=quote.deal_id,
        discount_minor=quote.discount_minor,
        tax_included=quote.tax_included,
        terms=quote.terms,
        staff_id=quote.staff_id,
        below_floor_reason=quote.below_floor_reason,
        approver_id=quote.approver_id,
    )


def sale_of(session: Session, quote: Quote) -> int | None:
    """The confirmed sale that came of a quote."""
    return session.scalar(
        select(Sale.id)
        .join(Quote, Quote.id == Sale.quote_id)
        .where(
            Quote.number == quote.number,
            Quote.contact_id == quote.contact_id,
            Sale.status == "confirmed",
            Sale.deleted_at.is_(None),
        )
    )


def _staff(session: Session, staff_id: int | None) -> str:
    person = session.get(Staff, staff_id) if staff_id is not None else None
    return person.name if person is not None else ""
