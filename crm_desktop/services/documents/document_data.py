"""What the fields of a template hold for one customer, deal or sale."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from crm_desktop.core import clock
from crm_desktop.core.errors import NotFound
from crm_desktop.core.i18n import _
from crm_desktop.db.models import (
    Deal,
    DealStage,
    Product,
    Quote,
    QuoteLine,
    Sale,
    SaleLine,
    Shop,
    Staff,
)
from crm_desktop.services.deals.deal_stages import deal_stage_name
from crm_desktop.services.documents import document_customer, document_values
from crm_desktop.services.documents.document_values import (
    FieldValue,
    Values,
    amount,
    amount_in_words,
    day,
    words,
)
from crm_desktop.services.records import contact_record, masking, staff
from crm_desktop.services.settings import settings


@dataclass(frozen=True, slots=True)
class Source:
    """What a document is made from; ``table`` is ``contact``, ``deal`` or ``sale``."""

    table: str
    id: int


@dataclass(frozen=True, slots=True)
class DocumentData:
    """``values`` by key of the field; ``lines`` the same for each of the goods.

    ``contact_id`` is ``None`` for a walk-in. ``about`` names what it is made from.
    """

    values: Mapping[str, FieldValue]
    lines: tuple[Mapping[str, FieldValue], ...]
    contact_id: int | None
    about: str
    masked: bool


def data(
    session: Session,
    source: Source,
    *,
    revealed: bool = False,
    wanted: Collection[str] | None = None,
) -> DocumentData:
    """Everything a template can ask of a record, in the language in force.

    Numbers and addresses are masked as the file is set, unless ``revealed``. Of the customer and
    of ourselves only the fields in ``wanted`` (``None``: all) are looked up, which matters for a
    thousand letters. Raises ``NotFound``.
    """
    show = masking.shown_by(session, revealed=revealed)
    found = _GATHERERS[source.table](session, source.id)
    values, about, shop_id = found.values, found.about, found.shop_id
    staff_id = staff.or_me(session, found.staff_id)
    if found.contact_id is not None:
        contact = contact_record.found(session, found.contact_id)
        values |= document_customer.values(session, contact, found.person_id, show, wanted)
        staff_id = staff_id if staff_id is not None else contact.owner_id
        shop_id = shop_id if shop_id is not None else contact.shop_id
        about = f"{contact.name} {about}".strip()
    values |= _ours(session, staff_id, shop_id, wanted)
    return DocumentData(values, tuple(found.lines), found.contact_id, about, show is masking.masked)


def contact_of(session: Session, source: Source) -> int | None:
    """The customer a record belongs to; ``None`` for a walk-in's. Raises ``NotFound``."""
    return _GATHERERS[source.table](session, source.id).contact_id


def sale_numbered(session: Session, number: str) -> int:
    """The id of the latest sale with this printed number, or else with this id.

    Raises ``NotFound``.
    """
    query = select(Sale.id).where(Sale.number == number.strip(), Sale.deleted_at.is_(None))
    found = session.scalar(query.order_by(Sale.id.desc()).limit(1))
    if found is not None:
        return found
    if number.isdecimal() and len(number) < 19:
        return int(number)
    raise NotFound(_("This sale does not exist any more."), _("Nothing was changed."))


@dataclass(frozen=True, slots=True)
class _Gathered:
    """What a record says itself, before what stands behind it."""

    values: Values
    lines: list[Values]
    about: str
    contact_id: int | None
    person_id: int | None = None
    staff_id: int | None = None
    shop_id: int | None = None


def _of_contact(_session: Session, contact_id: int) -> _Gathered:
    return _Gathered({}, [], "", contact_id)


def _of_sale(session: Session, sale_id: int) -> _Gathered:
    sale = session.get(Sale, sale_id)
    if sale is None or sale.deleted_at is not None:
        raise NotFound(_("This sale does not exist any more."), _("Nothing was changed."))
    values = _sale(session, sale)
    if sale.deal_id is not None and (deal := session.get(Deal, sale.deal_id)) is not None:
        values |= _deal(session, deal)
    lines = _lines(session, SaleLine, SaleLine.sale_id == sale.id, sale.currency)
    return _Gathered(
        values, lines, sale.number, sale.contact_id, sale.person_id, sale.staff_id, sale.shop_id
    )


def _of_deal(session: Session, deal_id: int) -> _Gathered:
    deal = session.get(Deal, deal_id)
    if deal is None or deal.deleted_at is not None:
        raise NotFound(_("This deal does not exist any more."), _("Nothing was changed."))
    quote = _latest_quote(session, deal.id)
    values = _deal(session, deal) | _quote(session, quote, deal)
    lines: list[Values] = []
    if quote is not None:
        lines = _lines(session, QuoteLine, QuoteLine.quote_id == quote.id, quote.currency)
    return _Gathered(
        values, lines, deal.title, deal.contact_id, deal.person_id, deal.owner_id, deal.shop_id
    )


_GATHERERS: Mapping[str, Callable[[Session, int], _Gathered]] = {
    "contact": _of_contact,
    "deal": _of_deal,
    "sale": _of_sale,
}


def _deal(session: Session, deal: Deal) -> Values:
    stage = session.get(DealStage, deal.stage_id) if deal.stage_id is not None else None
    return {
        "deal.title": words(deal.title),
        "deal.amount": amount(deal.amount_minor, deal.currency),
        "deal.amount_words": amount_in_words(deal.amount_minor, deal.currency),
        "deal.stage": words(deal_stage_name(stage.code, stage.name) if stage else ""),
        "deal.expected": day(deal.expected_on),
        "deal.owner": words(staff.name_of(session, deal.owner_id)),
        "deal.note": words(deal.note),
    }


def _latest_quote(session: Session, deal_id: int) -> Quote | None:
    query = (
        select(Quote)
        .where(Quote.deal_id == deal_id, Quote.deleted_at.is_(None), Quote.status != "rejected")
        .order_by(Quote.quoted_on.desc(), Quote.version.desc(), Quote.id.desc())
    )
    return session.scalars(query.limit(1)).first()


def _quote(session: Session, quote: Quote | None, deal: Deal) -> Values:
    """The figures of a deal's latest quote; those of the deal alone when there is none."""
    if quote is None:
        return {
            "order.currency": words(deal.currency),
            "order.total": amount(deal.amount_minor, deal.currency),
            "order.total_words": amount_in_words(deal.amount_minor, deal.currency),
            "order.staff": words(staff.name_of(session, deal.owner_id)),
        }
    return {
        **_totals(quote),
        "order.number": words(quote.number),
        "order.date": day(quote.quoted_on),
        "order.valid_until": day(quote.valid_until),
        "order.staff": words(staff.name_of(session, quote.staff_id)),
        "order.terms": words(quote.terms),
    }


def _sale(session: Session, sale: Sale) -> Values:
    still_open = sale.total_minor - sale.paid_minor if sale.status == "confirmed" else 0
    return {
        **_totals(sale),
        "order.number": words(sale.number),
        "order.date": day(sale.sold_on),
        "order.due": day(sale.due_on),
        "order.promised": day(sale.promised_on),
        "order.paid": amount(sale.paid_minor, sale.currency),
        "order.open": amount(still_open, sale.currency),
        "order.staff": words(staff.name_of(session, sale.staff_id)),
        "order.remark": words(sale.remark),
    }


def _totals(order: Sale | Quote) -> Values:
    return {
        "order.currency": words(order.currency),
        "order.subtotal": amount(order.subtotal_minor, order.currency),
        "order.discount": amount(order.discount_minor, order.currency),
        "order.tax": amount(order.tax_minor, order.currency),
        "order.total": amount(order.total_minor, order.currency),
        "order.total_words": amount_in_words(order.total_minor, order.currency),
    }


def _lines(session: Session, model: Any, where: Any, currency: str) -> list[Values]:
    query = (
        select(model, Product)
        .outerjoin(Product, Product.id == model.product_id)
        .where(where)
        .order_by(model.position, model.id)
    )
    return [
        _line(number, line, product, currency)
        for number, (line, product) in enumerate(session.execute(query), start=1)
    ]


def _line(
    number: int, line: SaleLine | QuoteLine, product: Product | None, currency: str
) -> Values:
    spec = getattr(line, "spec", "") or (product.spec if product else "")
    name = line.description or (product.name if product else "")
    options = getattr(line, "options", "")
    return {
        "line.number": document_values.whole(number),
        "line.name": words(f"{name} ({options})" if options else name),
        "line.spec": words(spec),
        "line.quantity": document_values.quantity(line.quantity_milli),
        "line.unit": words(line.unit),
        "line.price": amount(line.unit_price_minor, currency),
        "line.discount": document_values.share(line.discount_bp),
        "line.amount": amount(line.amount_minor, currency),
        "line.remark": words(getattr(line, "remark", "")),
    }


def _ours(
    session: Session, staff_id: int | None, shop_id: int | None, wanted: Collection[str] | None
) -> Values:
    member = session.get(Staff, staff_id) if staff_id is not None else None
    shop = session.get(Shop, shop_id) if shop_id is not None else None
    today = clock.today()

    def setting(declared: settings.Declared[str]) -> str:
        return settings.get(session, declared)

    def own(of_shop: str, declared: settings.Declared[str]) -> FieldValue:
        return words(of_shop or setting(declared))

    readers: dict[str, Callable[[], FieldValue]] = {
        "shop.name": lambda: words(setting(settings.SHOP_NAME) or (shop.name if shop else "")),
        "shop.address": lambda: own(shop.address if shop else "", settings.SHOP_ADDRESS),
        "shop.phone": lambda: own(shop.phone if shop else "", settings.SHOP_PHONE),
        "staff.name": lambda: own(member.name if member else "", settings.OWNER_NAME),
        "staff.phone": lambda: words(member.phone if member else ""),
        "staff.email": lambda: words(member.email if member else ""),
        "staff.role": lambda: words(member.role if member else ""),
        "today.date": lambda: day(today),
        "today.year": lambda: document_values.whole(today.year),
        "today.month": lambda: document_values.whole(today.month),
        "today.day": lambda: document_values.whole(today.day),
    }
    return {key: read() for key, read in readers.items() if wanted is None or key in wanted}
