"""What the fields of a template hold for one customer, deal or sale."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from crm_desktop.core import clock, lunar
from crm_desktop.core.errors import NotFound
from crm_desktop.core.i18n import _
from crm_desktop.db.models import (
    CompanyPerson,
    Contact,
    ContactStats,
    Deal,
    DealStage,
    LifecycleStage,
    Product,
    Quote,
    QuoteLine,
    Sale,
    SaleLine,
    Shop,
    Staff,
)
from crm_desktop.services import (
    contact_parts,
    contact_record,
    custom_fields,
    document_values,
    mailing,
    masking,
    settings,
    staff,
    tags,
)
from crm_desktop.services.deal_stages import deal_stage_name
from crm_desktop.services.document_fields import OWN_PREFIX
from crm_desktop.services.document_values import FieldValue, amount, amount_in_words, day, words
from crm_desktop.services.lifecycle import stage_name
from crm_desktop.services.masking import Show

Values = dict[str, FieldValue]


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


def data(session: Session, source: Source, *, revealed: bool = False) -> DocumentData:
    """Everything a template can ask of a record, in the language in force.

    Numbers and addresses are masked as the file is set, unless ``revealed``. Raises ``NotFound``.
    """
    show = masking.shown_by(session, revealed=revealed)
    found = _GATHERERS[source.table](session, source.id)
    values, about, shop_id = found.values, found.about, found.shop_id
    staff_id = staff.or_me(session, found.staff_id)
    if found.contact_id is not None:
        contact = contact_record.found(session, found.contact_id)
        values |= _customer(session, contact, found.person_id, show)
        staff_id = staff_id if staff_id is not None else contact.owner_id
        shop_id = shop_id if shop_id is not None else contact.shop_id
        about = f"{contact.name} {about}".strip()
    values |= _ours(session, staff_id, shop_id)
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


def _customer(session: Session, contact: Contact, person_id: int | None, show: Show) -> Values:
    phones = [show(one) for one in contact_parts.phones_of(session, contact.id)]
    addresses = contact_parts.addresses_of(session, contact.id)
    stage = session.get(LifecycleStage, contact.stage_id) if contact.stage_id else None
    texts = {
        "name": contact.name,
        "short_name": contact.short_name,
        "number": contact.customer_no,
        "phone": phones[0] if phones else "",
        "phones": ", ".join(phones),
        "email": next(iter(contact_parts.emails_of(session, contact.id)), ""),
        "wechat": next(iter(contact_parts.wechat_of(session, contact.id)), ""),
        "address": show(addresses[0]) if addresses else "",
        "postcode": mailing.postcode_of(session, contact.id),
        "tax_no": contact.tax_no,
        "bank": contact.bank,
        "bank_account": show(contact.bank_account),
        "level": contact.level,
        "type": contact.customer_type,
        "industry": contact.industry,
        "source": contact.source,
        "stage": stage_name(stage.code, stage.name) if stage else "",
        "owner": _staff_name(session, contact.owner_id),
        "tags": ", ".join(tags.of_contact(session, contact.id)),
        "birthday": _birthday(contact),
        "remark": contact.remark,
        **_contact_person(session, contact, person_id, phones, show),
    }
    found = {f"customer.{key}": words(value) for key, value in texts.items()}
    found |= {f"customer.{key}": value for key, value in _figures(session, contact).items()}
    for own in custom_fields.of_contact(session, contact.id, revealed=show is not masking.masked):
        found[OWN_PREFIX + own.key] = words(own.shown)
    return found


def _figures(session: Session, contact: Contact) -> Values:
    stats = session.get(ContactStats, contact.id)
    # The figures are kept in the currency of the file.
    currency = settings.get(session, settings.CURRENCY)
    last = stats.last_sale_on if stats else None
    return {
        "since": day(contact.since),
        "payment_days": document_values.whole(contact.payment_days),
        "spent": amount(stats.spent_minor if stats else 0, currency),
        "owed": amount(stats.owed_minor if stats else 0, currency),
        "last_sale": day(last),
        "days_since_sale": document_values.whole((clock.today() - last).days if last else None),
        "last_contact": day(stats.last_contact_on if stats else None),
    }


def _contact_person(
    session: Session, contact: Contact, person_id: int | None, phones: list[str], show: Show
) -> dict[str, str]:
    """Whom to address: the person named, the one who decides, or the customer themselves."""
    query = (
        select(Contact, CompanyPerson.role)
        .join(CompanyPerson, CompanyPerson.person_id == Contact.id)
        .where(
            CompanyPerson.company_id == contact.id,
            CompanyPerson.left_on.is_(None),
            Contact.deleted_at.is_(None),
        )
        .order_by(
            (CompanyPerson.person_id == person_id).desc(),
            CompanyPerson.decides.desc(),
            CompanyPerson.position,
            CompanyPerson.id,
        )
        .limit(1)
    )
    row = session.execute(query).first()
    if row is not None:
        person, role = row
        phones = [show(one) for one in contact_parts.phones_of(session, person.id)] or phones
        name = person.name
    else:
        name, role = (contact.name if contact.kind == "person" else ""), contact.title
    return {
        "contact": name,
        "addressee": name or contact.name,
        "contact_role": role,
        "contact_phone": phones[0] if phones else "",
    }


def _birthday(contact: Contact) -> str:
    if not (contact.birth_month and contact.birth_day):
        return ""
    if contact.birth_lunar:
        key = lunar.LunarKey(contact.birth_month, contact.birth_day, contact.birth_leap)
        return _("lunar {day}").format(day=lunar.words(key))
    year = f"{contact.birth_year}-" if contact.birth_year else ""
    return f"{year}{contact.birth_month}-{contact.birth_day}"


def _deal(session: Session, deal: Deal) -> Values:
    stage = session.get(DealStage, deal.stage_id) if deal.stage_id is not None else None
    return {
        "deal.title": words(deal.title),
        "deal.amount": amount(deal.amount_minor, deal.currency),
        "deal.amount_words": amount_in_words(deal.amount_minor, deal.currency),
        "deal.stage": words(deal_stage_name(stage.code, stage.name) if stage else ""),
        "deal.expected": day(deal.expected_on),
        "deal.owner": words(_staff_name(session, deal.owner_id)),
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
            "order.staff": words(_staff_name(session, deal.owner_id)),
        }
    return {
        **_totals(quote),
        "order.number": words(quote.number),
        "order.date": day(quote.quoted_on),
        "order.valid_until": day(quote.valid_until),
        "order.staff": words(_staff_name(session, quote.staff_id)),
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
        "order.staff": words(_staff_name(session, sale.staff_id)),
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


def _ours(session: Session, staff_id: int | None, shop_id: int | None) -> Values:
    member = session.get(Staff, staff_id) if staff_id is not None else None
    shop = session.get(Shop, shop_id) if shop_id is not None else None
    today = clock.today()
    return {
        "shop.name": words(
            settings.get(session, settings.SHOP_NAME) or (shop.name if shop else "")
        ),
        "shop.address": words(
            (shop.address if shop else "") or settings.get(session, settings.SHOP_ADDRESS)
        ),
        "shop.phone": words(
            (shop.phone if shop else "") or settings.get(session, settings.SHOP_PHONE)
        ),
        "staff.name": words(member.name if member else settings.get(session, settings.OWNER_NAME)),
        "staff.phone": words(member.phone if member else ""),
        "staff.email": words(member.email if member else ""),
        "staff.role": words(member.role if member else ""),
        "today.date": day(today),
        "today.year": document_values.whole(today.year),
        "today.month": document_values.whole(today.month),
        "today.day": document_values.whole(today.day),
    }  # fmt: skip


def _staff_name(session: Session, staff_id: int | None) -> str:
    member = session.get(Staff, staff_id) if staff_id is not None else None
    return member.name if member else ""
