"""Customers who may be there twice: pairs with the reasons that speak for them.

A name alone is never more than a reason to look. Records are brought together by keys (numbers,
accounts, names without legal form), so that the time grows with the records and not with the
pairs.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import IntEnum, StrEnum
from itertools import combinations
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from crm_desktop.core import names, phones, text
from crm_desktop.core.jobs import Progress, no_progress
from crm_desktop.db.models import (
    Contact,
    ContactAddress,
    ContactEmail,
    ContactHandle,
    ContactPhone,
    DuplicateVerdict,
)
from crm_desktop.services.imports.imports_match import address_key, in_chunks, variant_key
from crm_desktop.services.records import masking
from crm_desktop.services.records.listed import CONTACT_PERSON


class Reason(StrEnum):
    """Why two records may be one customer."""

    PHONE = "phone"
    EMAIL = "email"
    HANDLE = "handle"
    TAX_NO = "tax_no"
    CUSTOMER_NO = "customer_no"
    NAME = "name"
    NAME_VARIANT = "name_variant"
    SOUND = "sound"
    ADDRESS = "address"
    BIRTHDAY = "birthday"


class Confidence(IntEnum):
    """How sure it is: only ``SURE`` pairs may be merged without a look at each."""

    POSSIBLE = 1
    LIKELY = 2
    SURE = 3


_STRONG = frozenset((Reason.PHONE, Reason.EMAIL, Reason.HANDLE, Reason.TAX_NO, Reason.CUSTOMER_NO))
_NAMES = frozenset((Reason.NAME, Reason.NAME_VARIANT, Reason.SOUND))
_SAME_NAME = frozenset((Reason.NAME, Reason.NAME_VARIANT))
_CROWD = 5
"""A key more records share tells little: a front desk's number, a common name."""

_LATIN_FORMS = frozenset(
    {
        "co", "ltd", "limited", "inc", "incorporated", "llc", "llp", "corp", "corporation",
        "company", "gmbh", "plc", "pte", "pty", "sa", "srl", "bv", "the",
    }
)  # fmt: skip
_WORDS = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Person:
    """One record of a pair, as shown."""

    id: int
    name: str
    kind: str
    phone: str
    address: str


@dataclass(frozen=True, slots=True)
class DuplicatePair:
    """Two records that may be one; ``first`` is the older one, proposed to stay."""

    first: Person
    second: Person
    reasons: tuple[Reason, ...]
    confidence: Confidence


@dataclass(slots=True)
class _Record:
    id: int
    name: str
    kind: str
    pinyin: str
    customer_no: str
    tax_no: str
    birthday: tuple[int, int] | None
    phones: list[tuple[str, str]] = field(default_factory=list)  # key, as typed
    emails: list[str] = field(default_factory=list)
    handles: list[str] = field(default_factory=list)
    addresses: list[tuple[str, str]] = field(default_factory=list)  # key, as typed

    def shown(self, show: masking.Show) -> Person:
        phone = show(self.phones[0][1]) if self.phones else ""
        address = show(self.addresses[0][1]) if self.addresses else ""
        return Person(self.id, self.name, self.kind, phone, address)


def name_variant(name: str) -> str:
    """Equal for ``Acme Co., Ltd`` and ``ACME``, ``好味商行有限公司`` and ``好味商行``."""
    folded = text.fold(name)
    if not folded.isascii():
        return variant_key(name)
    words = _WORDS.findall(folded)
    return "".join([word for word in words if word not in _LATIN_FORMS] or words)


def scan(session: Session, progress: Progress = no_progress) -> list[DuplicatePair]:
    """Every pair worth a look, the surest first. Raises ``Cancelled`` when stopped."""
    progress(0, 3)
    records = _load(session)
    progress(1, 3)
    reasons = _reasons(records)
    progress(2, 3)
    for verdict in session.execute(select(DuplicateVerdict.first_id, DuplicateVerdict.second_id)):
        reasons.pop((verdict[0], verdict[1]), None)
    pairs = []
    show = masking.shown_by(session)
    for (first, second), why in reasons.items():
        confidence = _confidence(why, records[first], records[second])
        if confidence:
            pairs.append(
                DuplicatePair(
                    records[first].shown(show),
                    records[second].shown(show),
                    tuple(reason for reason in Reason if reason in why),
                    confidence,
                )
            )
    pairs.sort(key=lambda pair: (-pair.confidence, -len(pair.reasons), pair.first.id))
    progress(3, 3)
    return pairs


@dataclass(frozen=True, slots=True)
class Typed:
    """A customer being typed, by what it may be recognised; texts as typed."""

    name: str
    phones: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    wechat: tuple[str, ...] = ()


def likely(
    session: Session, name: str, typed_phones: Sequence[str] = (), area: str = ""
) -> list[DuplicatePair]:
    """The records a new customer of this name and these phones may be; at once, by index.

    ``first`` of each pair is the record there is, ``second`` (id 0) the one being typed.
    """
    return likely_each(session, [Typed(name, tuple(typed_phones))], area)[0]


def likely_each(
    session: Session, typed: Sequence[Typed], area: str = ""
) -> list[list[DuplicatePair]]:
    """``likely`` for many at once, by e-mail and WeChat as well: a list for each, surest first."""
    drafts = [_draft(one, area) for one in typed]
    records = _load(session, _alike(session, drafts))
    by_key: dict[tuple[str, str], list[int]] = {}
    for record in records.values():
        for key in _typed_keys(record):
            by_key.setdefault(key, []).append(record.id)
    return [_likely(draft, records, by_key, masking.shown_by(session)) for draft in drafts]


def _draft(typed: Typed, area: str) -> _Record:
    name = text.clean(typed.name)
    draft = _Record(0, name, "", names.pinyin_of(name)[0], "", "", None)
    numbers = [one for cell in typed.phones for one in phones.parse_phones(cell, area) if one.key]
    draft.phones = [(one.key, one.number_text) for one in numbers]
    draft.emails = [one.casefold() for one in map(text.clean, typed.emails) if one]
    draft.handles = [f"wechat:{text.fold(one)}" for one in typed.wechat if text.clean(one)]
    return draft


def _typed_keys(record: _Record) -> set[tuple[str, str]]:
    """What a record being typed and one there is must share to be compared."""
    found = {("phone", key) for key, _typed in record.phones if key}
    found |= {("email", key) for key in record.emails}
    found |= {("handle", key) for key in record.handles}
    return found | ({("sound", record.pinyin)} if record.pinyin else set())


def _alike(session: Session, drafts: Sequence[_Record]) -> set[int]:
    """Ids of the records that share a number, an account or the sound of the name."""
    handle: Any = func.lower(ContactHandle.value)
    wechat = [key.removeprefix("wechat:") for draft in drafts for key in draft.handles]
    ids: set[int] = set()
    for owner, column, wanted in (
        (ContactPhone.contact_id, ContactPhone.key, [k for d in drafts for k, _typed in d.phones]),
        (ContactEmail.contact_id, ContactEmail.key, [key for d in drafts for key in d.emails]),
        (ContactHandle.contact_id, handle, wechat),
    ):
        ids.update(row[0] for row in in_chunks(session, (owner,), column, filter(None, wanted)))
    namesakes: dict[str, list[int]] = {name_variant(draft.name): [] for draft in drafts}
    sounds = [draft.pinyin for draft in drafts if draft.pinyin]
    for owner, name in in_chunks(session, (Contact.id, Contact.name), Contact.pinyin, sounds):
        found = namesakes.get(name_variant(name), [])
        if len(found) < _CROWD:  # enough to warn of a common name
            found.append(owner)
    return ids.union(*namesakes.values())


def _likely(
    draft: _Record,
    records: dict[int, _Record],
    by_key: dict[tuple[str, str], list[int]],
    show: masking.Show,
) -> list[DuplicatePair]:
    ids = dict.fromkeys(one for key in _typed_keys(draft) for one in by_key.get(key, ()))
    found = []
    for record in (records[one] for one in ids):
        why = set(_between(record, draft))
        if why & _STRONG or why & _SAME_NAME:
            order = tuple(reason for reason in Reason if reason in why)
            sure = _confidence(why, record, draft) or Confidence.POSSIBLE
            found.append(DuplicatePair(record.shown(show), draft.shown(show), order, sure))
    return sorted(found, key=lambda pair: (-pair.confidence, pair.first.id))


def keep_apart(session: Session, first: int, second: int) -> None:
    """Remember that these two are not the same customer; they are not proposed again."""
    low, high = sorted((first, second))
    session.add(DuplicateVerdict(first_id=low, second_id=high, verdict="different"))
    session.flush()


def _load(session: Session, ids: Iterable[int] | None = None) -> dict[int, _Record]:
    """The records that lists show, all or some, with what they are recognised by."""
    some = None if ids is None else sorted(ids)
    query = select(
        Contact.id, Contact.name, Contact.kind, Contact.pinyin, Contact.customer_no,
        Contact.tax_no, Contact.birth_month, Contact.birth_day,
    ).where(Contact.deleted_at.is_(None), Contact.party != CONTACT_PERSON)  # fmt: skip
    if some is not None:
        query = query.where(Contact.id.in_(some))
    records = {
        row[0]: _Record(*row[:6], (row[6], row[7]) if row[6] and row[7] else None)
        for row in session.execute(query.order_by(Contact.id))
    }
    for owner, key, number in _parts(session, ContactPhone, some, "key", "number"):
        if owner in records:
            records[owner].phones.append((key, number))
    for owner, key in _parts(session, ContactEmail, some, "key"):
        if owner in records and "@" in key:
            records[owner].emails.append(key)
    for owner, kind, value in _parts(session, ContactHandle, some, "kind", "value"):
        if owner in records:
            records[owner].handles.append(f"{kind}:{text.fold(value)}")
    for owner, words, city in _parts(session, ContactAddress, some, "text", "city"):
        if owner in records:
            records[owner].addresses.append((address_key(words, city), words))
    return records


def _parts(
    session: Session, model: type[Any], some: Sequence[int] | None, *columns: str
) -> Iterator[tuple[Any, ...]]:
    owner = model.contact_id
    query = select(owner, *(getattr(model, name) for name in columns)).order_by(model.id)
    if some is not None:
        query = query.where(owner.in_(some))
    for row in session.execute(query):
        yield tuple(row)


Pairs = dict[tuple[int, int], set[Reason]]


def _reasons(records: dict[int, _Record]) -> Pairs:
    """Pairs that share a telling key, with all that speaks for them."""
    groups: dict[tuple[str, str], list[int]] = {}
    for record in records.values():
        for key in _keys(record):
            groups.setdefault(key, []).append(record.id)
    pairs: Pairs = {}
    for ids in groups.values():
        if 1 < len(ids) <= _CROWD:
            for first, second in combinations(ids, 2):
                if first != second:
                    pairs.setdefault((min(first, second), max(first, second)), set())
    for (first, second), why in pairs.items():
        why.update(_between(records[first], records[second]))
    return pairs


def _keys(record: _Record) -> set[tuple[str, str]]:
    """What brings a record together with others worth comparing.

    Names only together with something else: most Chinese names are borne by many.
    """
    variant = name_variant(record.name)
    found = {("phone", key) for key, _typed in record.phones if key}
    # Two of a name on one crowded number are still brought together.
    found |= {("phone+name", f"{key} {variant}") for key, _typed in record.phones if key}
    found |= {("email", key) for key in record.emails}
    found |= {("handle", key) for key in record.handles}
    found |= {("name+address", f"{variant} {key}") for key, _typed in record.addresses if key}
    found |= {("sound+address", f"{record.pinyin} {key}") for key, _t in record.addresses if key}
    if record.tax_no:
        found.add(("tax_no", record.tax_no))
    if record.customer_no:
        found.add(("customer_no", record.customer_no))
    if record.birthday and record.pinyin:
        found.add(("sound+birthday", f"{record.pinyin} {record.birthday}"))
    if record.kind == "company" and len(variant) >= 4:
        found.add(("company", variant))
    return found


def _between(one: _Record, other: _Record) -> Iterator[Reason]:
    """All that speaks for two records being one."""
    for reason, keys in _SHARED_KEYS.items():
        if not {key for key in keys(one) if key}.isdisjoint(keys(other)):
            yield reason
    if text.key(one.name) == text.key(other.name):
        yield Reason.NAME
    elif name_variant(one.name) == name_variant(other.name):
        yield Reason.NAME_VARIANT
    elif one.pinyin and one.pinyin == other.pinyin:
        yield Reason.SOUND


_SHARED_KEYS: dict[Reason, Callable[[_Record], Sequence[object]]] = {
    Reason.PHONE: lambda record: [key for key, _typed in record.phones],
    Reason.EMAIL: lambda record: record.emails,
    Reason.HANDLE: lambda record: record.handles,
    Reason.TAX_NO: lambda record: (record.tax_no,),
    Reason.CUSTOMER_NO: lambda record: (record.customer_no,),
    Reason.ADDRESS: lambda record: [key for key, _typed in record.addresses],
    Reason.BIRTHDAY: lambda record: (record.birthday,),
}
"""Reasons that hold when the two share a key."""


def _confidence(why: set[Reason], one: _Record, other: _Record) -> Confidence | None:
    """What the reasons come to; ``None`` for a pair not worth a look."""
    if why & _STRONG and why & _SAME_NAME:
        return Confidence.SURE
    if why & _STRONG or (why & _NAMES and why & {Reason.ADDRESS, Reason.BIRTHDAY}):
        return Confidence.LIKELY
    if why & _SAME_NAME and "company" in (one.kind, other.kind):
        return Confidence.POSSIBLE
    return None
