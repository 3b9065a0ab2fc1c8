"""Who gets post, and where: names and addresses as they go on labels, envelopes and letters."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import Session

from crm_desktop.core.i18n import _, pgettext
from crm_desktop.db.models import CompanyPerson, Contact, ContactAddress, ContactPhone
from crm_desktop.services.contacts import contact_list
from crm_desktop.services.contacts.contact_list import ContactQuery
from crm_desktop.services.figures.sales_figures import month_of
from crm_desktop.services.records import birthdays, masking
from crm_desktop.services.records.masking import Show

NO_ADDRESS, UNWILLING = "address", "unwilling"
_CHUNK = 500
_POSTCODE = re.compile(r"(?<![0-9A-Za-z])(\d{6})(?![0-9A-Za-z])")
_AROUND = " ,，;；、()（）-"


@dataclass(frozen=True, slots=True)
class Audience:
    """Whom to write to: ``contact_ids``, or whose birthday is kept in the month of ``birthdays``,
    or else all that ``query`` finds."""

    query: ContactQuery = field(default_factory=ContactQuery)
    contact_ids: tuple[int, ...] | None = None
    birthdays: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Recipient:
    """Where a letter goes. ``person`` is whom it is for at a company, empty for a person.

    ``postcode`` stands apart from ``address``, whose lines are as typed.
    """

    contact_id: int
    name: str
    person: str
    address: tuple[str, ...]
    postcode: str
    phone: str


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Somebody who gets no post: ``reason`` is ``address`` or ``unwilling``."""

    contact_id: int
    name: str
    phone: str
    reason: str


@dataclass(frozen=True, slots=True)
class MailingList:
    """Everybody asked for, in the order asked: who has an address, and who is left out."""

    recipients: tuple[Recipient, ...]
    left_out: tuple[LeftOut, ...]
    masked: bool


def reason_words(reason: str) -> str:
    """Why somebody is left out, in the language in force."""
    return {
        NO_ADDRESS: pgettext("mailing", "no address"),
        UNWILLING: _("wants no advertising"),
    }[reason]


def contact_ids(session: Session, audience: Audience) -> list[int]:
    """Their numbers: as given, in the order of the list, or by birthday; nobody twice."""
    if audience.contact_ids is not None:
        return list(dict.fromkeys(audience.contact_ids))
    if audience.birthdays is None:
        return contact_list.all_ids(session, audience.query)
    month = month_of(audience.birthdays)
    days = (month.last - month.first).days + 1
    rows = birthdays.coming(session, month.first, days, limit=birthdays.EVERYBODY)
    # A customer's child has no address of its own and is not ours to write to.
    return list(dict.fromkeys(row.contact_id for row in rows if not row.of))


def mailing_list(
    session: Session,
    audience: Audience,
    *,
    unwilling: bool = False,
    by_hand: bool = False,
    revealed: bool = False,
) -> MailingList:
    """Names and addresses of ``audience``.

    Whoever wants no advertising is left out unless ``unwilling``. With ``by_hand`` those without
    an address are among the recipients as well: a card can be handed over. Phones and addresses
    are masked as the file is set, unless ``revealed``.
    """
    show = masking.shown_by(session, revealed=revealed)
    wanted = contact_ids(session, audience)
    found: list[Recipient] = []
    left: list[LeftOut] = []
    for start in range(0, len(wanted), _CHUNK):
        for one, no_marketing in _rows(session, wanted[start : start + _CHUNK], show):
            willing = unwilling or not no_marketing
            if willing and (one.address or by_hand):
                found.append(one)
            if not willing or not one.address:
                reason = NO_ADDRESS if willing else UNWILLING
                left.append(LeftOut(one.contact_id, one.name, one.phone, reason))
    return MailingList(tuple(found), tuple(left), show is masking.masked)


def postcode_of(session: Session, contact_id: int) -> str:
    """The postcode of a customer's address; empty when it says none."""
    return _addresses(session, [contact_id]).get(contact_id, ((), ""))[1]


def _rows(session: Session, ids: Sequence[int], show: Show) -> Iterator[tuple[Recipient, bool]]:
    """Each customer that exists, and whether they want no advertising."""
    columns = (Contact.id, Contact.name, Contact.kind, Contact.no_marketing)
    query = select(*columns).where(Contact.id.in_(ids), Contact.deleted_at.is_(None))
    known = {row.id: row for row in session.execute(query)}
    addresses = _addresses(session, ids)
    phones = _phones(session, ids)
    people = _people(session, ids)
    for contact_id in ids:
        row = known.get(contact_id)
        if row is None:
            continue
        lines, postcode = addresses.get(contact_id, ((), ""))
        yield (
            Recipient(
                contact_id,
                row.name,
                people.get(contact_id, "") if row.kind == "company" else "",
                tuple(map(show, lines)),
                postcode,
                show(phones.get(contact_id, "")),
            ),
            row.no_marketing,
        )


def _addresses(session: Session, ids: Sequence[int]) -> dict[int, tuple[tuple[str, ...], str]]:
    """The first address of each that says anything: its lines and its postcode."""
    query = (
        select(ContactAddress)
        .where(ContactAddress.contact_id.in_(ids))
        .order_by(ContactAddress.position, ContactAddress.id)
    )
    found: dict[int, tuple[tuple[str, ...], str]] = {}
    for row in session.scalars(query):
        if row.contact_id not in found and row.text.strip():
            found[row.contact_id] = split_postcode(row.text, row.postcode)
    return found


def split_postcode(text: str, known: str = "") -> tuple[tuple[str, ...], str]:
    """The lines of an address without its postcode, and the postcode: ``known``, or six digits
    that stand alone at either end, as Chinese addresses have them."""
    whole = "\n".join(filter(None, (line.strip() for line in text.splitlines())))
    postcode = known.strip()
    if not postcode:
        ends = [m for m in _POSTCODE.finditer(whole) if m.start() == 0 or m.end() == len(whole)]
        postcode = ends[-1][1] if ends else ""
    if postcode and len(postcode) == 6 and postcode.isdecimal():
        # Six digits have boxes or a line of their own; other codes belong to the town beside them.
        rest = whole.removeprefix(postcode) if whole.startswith(postcode) else whole
        rest = rest.removesuffix(postcode).strip(_AROUND + "\n")
        whole = rest or whole
    return tuple(filter(None, (line.strip() for line in whole.splitlines()))), postcode


def _phones(session: Session, ids: Sequence[int]) -> dict[int, str]:
    query = (
        select(ContactPhone.contact_id, ContactPhone.number)
        .where(ContactPhone.contact_id.in_(ids))
        .order_by(ContactPhone.position, ContactPhone.id)
    )
    found: dict[int, str] = {}
    for contact_id, number in session.execute(query):
        found.setdefault(contact_id, number)
    return found


def _people(session: Session, ids: Sequence[int]) -> dict[int, str]:
    """Whom to address at each company: who decides, else the first."""
    query = (
        select(CompanyPerson.company_id, Contact.name)
        .join(Contact, Contact.id == CompanyPerson.person_id)
        .where(
            CompanyPerson.company_id.in_(ids),
            CompanyPerson.left_on.is_(None),
            Contact.deleted_at.is_(None),
        )
        .order_by(CompanyPerson.decides.desc(), CompanyPerson.position, CompanyPerson.id)
    )
    found: dict[int, str] = {}
    for company_id, name in session.execute(query):
        found.setdefault(company_id, name)
    return found
