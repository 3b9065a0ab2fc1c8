"""Who a row speaks of: told by number, phone, or name with address; never by a name alone.

A directory knows the contacts in the file that share a key with the import, and every contact the
import itself makes, so that doubles inside a file are found the same way as those against it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import InstrumentedAttribute, Session

from crm_desktop.core import names, text
from crm_desktop.db.models import Contact, ContactAddress, ContactPhone, ImportRow, Membership
from crm_desktop.services.contacts.contact_list import CONTACT_PERSON
from crm_desktop.services.imports.imports_data import MatchKey

_CHUNK = 900
_LEGAL = re.compile(r"(?:有限责任公司|股份有限公司|有限公司|公司|个体(?:工商)?户?|[市省])")
_MOBILE = re.compile(r"\+861[3-9]\d{9}")
SURNAME_TITLE = re.compile(
    r"(?:先生|女士|小姐|太太|老师|老板娘?|经理|总|师傅|姐|哥|叔|姨|嫂|工|董|主任|医生)$"
)


def in_chunks(
    session: Session, columns: Sequence[Any], key: InstrumentedAttribute[Any], values: Iterable[Any]
) -> list[tuple[Any, ...]]:
    """Rows of ``columns`` whose ``key`` is among ``values``, however many those are."""
    wanted = list(dict.fromkeys(values))
    found: list[tuple[Any, ...]] = []
    for start in range(0, len(wanted), _CHUNK):
        query = select(*columns).where(key.in_(wanted[start : start + _CHUNK]))
        found += [tuple(row) for row in session.execute(query)]
    return found


def variant_key(name: str) -> str:
    """Equal for ``好味电器（杭州）商行`` and ``杭州好味电器商行``: same words in another order."""
    return "".join(sorted(_LEGAL.sub("", text.key(name))))


def compatible(first: str, second: str) -> bool:
    """True when two names can be one customer's: equal, a form of, or a surname with a title."""
    one, other = text.key(first), text.key(second)
    if one == other or not one or not other:
        return True
    if one in other or other in one:
        return True
    companies = names.looks_like_company(first), names.looks_like_company(second)
    if all(companies):
        shared = set(_LEGAL.sub("", one)) & set(_LEGAL.sub("", other))
        return len(shared) * 10 >= 6 * len(set(_LEGAL.sub("", one)) | set(_LEGAL.sub("", other)))
    if any(companies):
        return True
    for a, b in ((one, other), (other, one)):
        surname = SURNAME_TITLE.sub("", a)
        if surname != a and b.startswith(surname):
            return True
    return False


_CITY_FIRST = re.compile(
    r"(?:[\u4e00-\u9fff]{2,7}?(?:省|自治区))?(?:[\u4e00-\u9fff]{2,7}?市)?(?=.{5})"
)


def address_key(address: str, city: str = "") -> str:
    """An address without province and city, for comparing; empty when there is too little."""
    plain = text.key(address)
    head = _CITY_FIRST.match(plain) if "市" in plain[:16] or "省" in plain[:8] else None
    rest = plain[head.end() :] if head else plain
    rest = rest.removeprefix(text.key(city)) if city else rest
    return rest if len(rest) >= 5 else ""


@dataclass(slots=True)
class Keys:
    """By what one row can be recognised."""

    name: str = ""
    customer_no: str = ""
    card_no: str = ""
    tax_no: str = ""
    phones: tuple[str, ...] = ()
    address: str = ""
    fingerprint: str = ""
    name_key: str = field(init=False)

    def __post_init__(self) -> None:
        self.name_key = text.key(self.name)


@dataclass(slots=True)
class Match:
    """A contact found, and a problem code worth telling (with its value), if any."""

    contact_id: int = 0
    problem: str = ""
    value: str = ""


@dataclass(slots=True)
class Directory:
    """Contacts by key. Ids of contacts the import makes are given out before they are written.

    ``match_by`` are the keys the user lets count, ``by_link`` the customers of an export of ours by
    their key in it.
    """

    match_by: frozenset[MatchKey] = frozenset(MatchKey)
    by_link: dict[str, int] = field(default_factory=dict)
    by_fingerprint: dict[str, int] = field(default_factory=dict)
    by_customer_no: dict[str, int] = field(default_factory=dict)
    by_card_no: dict[str, int] = field(default_factory=dict)
    by_tax_no: dict[str, int] = field(default_factory=dict)
    by_phone: dict[str, list[int]] = field(default_factory=dict)
    by_name_address: dict[tuple[str, str], int] = field(default_factory=dict)
    by_name: dict[str, list[int]] = field(default_factory=dict)
    by_variant: dict[str, list[int]] = field(default_factory=dict)
    name_of: dict[int, str] = field(default_factory=dict)
    phones_of: dict[int, set[str]] = field(default_factory=dict)

    def add(self, contact_id: int, keys: Keys, *, company: bool = False) -> None:
        """Make a contact findable; what an earlier one holds stays that one's."""
        if keys.name and contact_id not in self.name_of:
            self.name_of[contact_id] = keys.name
            self.by_name.setdefault(keys.name_key, []).append(contact_id)
            if company:
                self.by_variant.setdefault(variant_key(keys.name), []).append(contact_id)
        if keys.customer_no:
            self.by_customer_no.setdefault(keys.customer_no, contact_id)
        if keys.card_no:
            self.by_card_no.setdefault(keys.card_no, contact_id)
        if keys.tax_no:
            self.by_tax_no.setdefault(keys.tax_no, contact_id)
        if keys.phones:
            self.phones_of.setdefault(contact_id, set()).update(keys.phones)
            for key in keys.phones:
                owners = self.by_phone.setdefault(key, [])
                if contact_id not in owners:
                    owners.append(contact_id)
        if keys.address and keys.name:
            self.by_name_address.setdefault((keys.name_key, keys.address), contact_id)

    def find(self, keys: Keys) -> Match:
        """The contact a customer row speaks of; ``contact_id`` is 0 for nobody known."""
        by_number = self._by_number(keys)
        if by_number.contact_id or by_number.problem:
            return by_number
        by_phone = self._by_phone(keys)
        if by_phone.contact_id:
            return by_phone
        if keys.address and keys.name and MatchKey.NAME_ADDRESS in self.match_by:
            found = self.by_name_address.get((keys.name_key, keys.address), 0)
            if found:
                return Match(found)
        return by_phone

    def _by_number(self, keys: Keys) -> Match:
        if MatchKey.NUMBER not in self.match_by:
            return Match()
        for key, index in (
            (keys.customer_no, self.by_customer_no),
            (keys.card_no, self.by_card_no),
            (keys.tax_no, self.by_tax_no),
        ):
            found = index.get(key, 0) if key else 0
            if found and self._same(found, keys):
                return Match(found)
            if found:
                return Match(0, "number_taken", key)
        return Match()

    def _same(self, contact_id: int, keys: Keys) -> bool:
        """A number alone is not enough when both name and phone are somebody else's."""
        if compatible(self.name_of.get(contact_id, ""), keys.name):
            return True
        known = self.phones_of.get(contact_id, set())
        return not known or not keys.phones or not known.isdisjoint(keys.phones)

    def _by_phone(self, keys: Keys) -> Match:
        """A mobile is one customer's unless the names contradict; a landline needs the name."""
        shared = ""
        alone = MatchKey.PHONE in self.match_by
        named = alone or MatchKey.NAME_PHONE in self.match_by
        for key in keys.phones:
            for owner in self.by_phone.get(key, ()):
                name = self.name_of.get(owner, "")
                if named and text.key(name) == keys.name_key:
                    return Match(owner)
                if alone and _MOBILE.fullmatch(key) and compatible(name, keys.name):
                    return Match(owner)
                shared = key
        return Match(0, "shared_phone", shared.removeprefix("+86")) if shared else Match()

    def find_buyer(self, keys: Keys, *, company: bool) -> Match:
        """The customer of a sale: as ``find``, or the only one of that exact name."""
        found = self.find(keys)
        if found.contact_id:
            return found
        same = self.by_name.get(keys.name_key, [])
        free = [one for one in same if not self._other_phone(one, keys)]
        if len(free) == 1 and (len(same) == 1 or keys.phones):
            return Match(free[0])
        if len(free) > 1 or (same and not keys.phones):
            return Match(0, "several_customers", keys.name)
        if company and not same:
            near = self.by_variant.get(variant_key(keys.name), [])
            if len(near) == 1 and not self._other_phone(near[0], keys):
                return Match(near[0], "name_variant", keys.name)
        return Match()

    def _other_phone(self, contact_id: int, keys: Keys) -> bool:
        known = self.phones_of.get(contact_id, set())
        return bool(known and keys.phones and known.isdisjoint(keys.phones))


def load(
    session: Session,
    wanted: Sequence[Keys],
    *,
    sales: bool,
    match_by: frozenset[MatchKey] = frozenset(MatchKey),
) -> Directory:
    """A directory of the contacts in the file that share any key with ``wanted``.

    With ``sales`` contacts of the same name are included, whom a sale may mean.
    """
    directory = Directory(match_by)
    if session.scalar(select(Contact.id).limit(1)) is None:
        return directory  # nobody to find in a new file
    ids: set[int] = set()
    prints = [keys.fingerprint for keys in wanted if keys.fingerprint]
    rows = in_chunks(
        session, (ImportRow.fingerprint, ImportRow.record_id), ImportRow.fingerprint, prints
    )
    ids.update(record for _print, record in rows if record)
    for column, values in (
        (Contact.customer_no, [keys.customer_no for keys in wanted if keys.customer_no]),
        (Contact.tax_no, [keys.tax_no for keys in wanted if keys.tax_no]),
    ):
        ids.update(row[0] for row in in_chunks(session, (Contact.id,), column, values))
    cards = [keys.card_no for keys in wanted if keys.card_no]
    ids.update(
        r[0] for r in in_chunks(session, (Membership.contact_id,), Membership.card_no, cards)
    )
    phones = [key for keys in wanted for key in keys.phones]
    ids.update(
        r[0] for r in in_chunks(session, (ContactPhone.contact_id,), ContactPhone.key, phones)
    )
    named = [keys.name for keys in wanted if keys.name and (sales or keys.address)]
    ids.update(_same_sound(session, named))
    if sales:
        companies = Contact.kind == "company", Contact.deleted_at.is_(None)
        ids.update(session.scalars(select(Contact.id).where(*companies)))
    alive = _fill(session, directory, ids)
    directory.by_fingerprint = {
        fingerprint: record for fingerprint, record in rows if record in alive
    }
    return directory


def _same_sound(session: Session, wanted: Sequence[str]) -> set[int]:
    """Contacts whose pinyin is that of a wanted name: finds both scripts by one index."""
    unique = list(dict.fromkeys(wanted))
    sounds = [full for full, _short in names.pinyin_batch(unique) if full]
    return {row[0] for row in in_chunks(session, (Contact.id,), Contact.pinyin, sounds)}


def _fill(session: Session, directory: Directory, ids: set[int]) -> set[int]:
    """Put the contacts with these ids into the directory; returns those that are not deleted."""
    columns = (Contact.id, Contact.name, Contact.kind, Contact.customer_no, Contact.tax_no,
               Contact.party, Contact.deleted_at)  # fmt: skip
    people = {
        row[0]: row
        for row in in_chunks(session, columns, Contact.id, sorted(ids))
        if row[6] is None and row[5] != CONTACT_PERSON
    }
    phones: dict[int, list[str]] = {}
    numbers = (ContactPhone.contact_id, ContactPhone.key)
    for contact_id, key in in_chunks(session, numbers, ContactPhone.contact_id, people):
        if key:
            phones.setdefault(contact_id, []).append(key)
    held = (Membership.contact_id, Membership.card_no)
    cards = {row[0]: row[1] for row in in_chunks(session, held, Membership.contact_id, people)}
    addresses = {
        row[0]: address_key(row[1], row[2])
        for row in in_chunks(
            session,
            (ContactAddress.contact_id, ContactAddress.text, ContactAddress.city),
            ContactAddress.contact_id,
            people,
        )
    }
    for contact_id, name, kind, number, tax, _party, _deleted in people.values():
        keys = Keys(
            name, number, cards.get(contact_id, ""), tax, tuple(phones.get(contact_id, ())),
            addresses.get(contact_id, ""),
        )  # fmt: skip
        directory.add(contact_id, keys, company=kind == "company")
    return set(people)
