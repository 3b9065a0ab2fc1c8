"""What the fields of a template hold for a customer: the row, its parts, its figures."""

from __future__ import annotations

from collections.abc import Callable, Collection
from functools import cache

from sqlalchemy import select
from sqlalchemy.orm import Session

from crm_desktop.core import clock, lunar
from crm_desktop.core.i18n import _
from crm_desktop.db.models import CompanyPerson, Contact, ContactStats, LifecycleStage
from crm_desktop.services.contacts import contact_parts, tags
from crm_desktop.services.documents import document_values
from crm_desktop.services.documents.document_fields import OWN_PREFIX
from crm_desktop.services.documents.document_values import Values, amount, day, words
from crm_desktop.services.fields import custom_fields
from crm_desktop.services.lifecycle.lifecycle import stage_name
from crm_desktop.services.mailing import mailing
from crm_desktop.services.records import masking, staff
from crm_desktop.services.records.masking import Show
from crm_desktop.services.settings import settings

FIGURES = (  # looked up together
    "since", "payment_days", "spent", "owed", "last_sale", "days_since_sale", "last_contact",
)  # fmt: skip


def values(
    session: Session,
    contact: Contact,
    person_id: int | None,
    show: Show,
    wanted: Collection[str] | None,
) -> Values:
    """The fields in ``wanted``, or all; numbers and addresses as ``show`` shows them."""

    @cache
    def phones() -> list[str]:
        return [show(one) for one in contact_parts.phones_of(session, contact.id)]

    @cache
    def person() -> dict[str, str]:
        return _contact_person(session, contact, person_id, phones(), show)

    texts: dict[str, Callable[[], str]] = {
        **_plain(session, contact),
        "phone": lambda: next(iter(phones()), ""),
        "phones": lambda: ", ".join(phones()),
        "email": lambda: next(iter(contact_parts.emails_of(session, contact.id)), ""),
        "wechat": lambda: next(iter(contact_parts.wechat_of(session, contact.id)), ""),
        "address": lambda: show(next(iter(contact_parts.addresses_of(session, contact.id)), "")),
        "postcode": lambda: mailing.postcode_of(session, contact.id),
        "bank_account": lambda: show(contact.bank_account),
        "contact": lambda: person()["contact"],
        "addressee": lambda: person()["contact"] or contact.name,
        "contact_role": lambda: person()["contact_role"],
        "contact_phone": lambda: person()["contact_phone"],
    }
    found = {
        f"customer.{key}": words(read())
        for key, read in texts.items()
        if wanted is None or f"customer.{key}" in wanted
    }
    if wanted is None or any(f"customer.{key}" in wanted for key in FIGURES):
        figures = _figures(session, contact)
        found |= {f"customer.{key}": value for key, value in figures.items()}
    if wanted is None or any(key.startswith(OWN_PREFIX) for key in wanted):
        whole = show is not masking.masked
        for own in custom_fields.of_contact(session, contact.id, revealed=whole):
            found[OWN_PREFIX + own.key] = words(own.shown)
    return found


def _plain(session: Session, contact: Contact) -> dict[str, Callable[[], str]]:
    """The texts of the customer's own row, and of what it points to."""
    return {
        "name": lambda: contact.name,
        "short_name": lambda: contact.short_name,
        "number": lambda: contact.customer_no,
        "tax_no": lambda: contact.tax_no,
        "bank": lambda: contact.bank,
        "level": lambda: contact.level,
        "type": lambda: contact.customer_type,
        "industry": lambda: contact.industry,
        "source": lambda: contact.source,
        "birthday": lambda: _birthday(contact),
        "remark": lambda: contact.remark,
        "stage": lambda: _stage_words(session, contact),
        "owner": lambda: staff.name_of(session, contact.owner_id),
        "tags": lambda: ", ".join(tags.of_contact(session, contact.id)),
    }


def _stage_words(session: Session, contact: Contact) -> str:
    stage = session.get(LifecycleStage, contact.stage_id) if contact.stage_id else None
    return stage_name(stage.code, stage.name) if stage else ""


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
