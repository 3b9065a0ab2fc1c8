"""Two records of one customer made into one; nothing is dropped, and it can be taken apart again.

Everything that hangs on the record that goes moves to the one that stays. The one that goes keeps
its own facts and lies in the recycle bin, saying into whom it went. Facts that lose are written
into a note on the timeline.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from crm_desktop.core import clock, formats, text
from crm_desktop.core.errors import Conflict, UserError
from crm_desktop.core.i18n import N_, _
from crm_desktop.core.names import pinyin_of
from crm_desktop.db.models import (
    Action,
    Change,
    Contact,
    ContactAddress,
    ContactEmail,
    ContactHandle,
    ContactPhone,
    CustomField,
    CustomValue,
    Shop,
    Staff,
    Territory,
)
from crm_desktop.services.contacts import contact_references
from crm_desktop.services.lifecycle import lifecycle
from crm_desktop.services.records import contact_record, masking
from crm_desktop.services.timeline import timeline

FIELDS: dict[str, str] = {
    "name": N_("Name"),
    "kind": N_("Kind"),
    "party": N_("Party"),
    "short_name": N_("Short name"),
    "title": N_("Title"),
    "gender": N_("Gender"),
    "birthday": N_("Birthday"),
    "customer_no": N_("Customer number"),
    "level": N_("Level"),
    "stage_id": N_("Stage"),
    "customer_type": N_("Type"),
    "industry": N_("Industry"),
    "source": N_("Source"),
    "source_detail": N_("Referrer"),
    "owner_id": N_("Owner"),
    "tax_no": N_("Tax number"),
    "bank": N_("Bank"),
    "bank_account": N_("Bank account"),
    "credit_limit_minor": N_("Credit limit"),
    "payment_days": N_("Days to pay"),
    "shop_id": N_("Branch"),
    "territory_id": N_("Territory"),
    "parent_id": N_("Group"),
    "referred_by_id": N_("Referred by"),
    "via_dealer_id": N_("Dealer"),
    "need": N_("Need"),
    "money": N_("Money"),
    "authority": N_("Authority"),
    "timing": N_("Timing"),
}
"""What is one or the other, with its msgid; what can be both (phones, tags) simply comes along."""

_BIRTH = ("birth_year", "birth_month", "birth_day", "birth_lunar", "birth_leap")
MERGE_ACTION = N_("Merge customers")


@dataclass(frozen=True, slots=True)
class FieldPair:
    """One fact of both records as shown; ``differs`` when somebody has to choose."""

    field: str
    label: str
    keep: str
    other: str

    @property
    def differs(self) -> bool:
        """True when both say something, and not the same."""
        return bool(self.keep and self.other and self.keep != self.other)


@dataclass(frozen=True, slots=True)
class MergeSide:
    """One of the two records: what it is called and what hangs on it, by table."""

    id: int
    name: str
    kind: str
    created_at: dt.datetime | None
    phones: tuple[str, ...]
    emails: tuple[str, ...]
    handles: tuple[str, ...]
    addresses: tuple[str, ...]
    hanging: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two records side by side."""

    keep: MergeSide
    other: MergeSide
    fields: tuple[FieldPair, ...]


@dataclass(frozen=True, slots=True)
class Merged:
    """What came of it: the record that stays and how many rows moved to it, by table."""

    id: int
    name: str
    moved: Mapping[str, int]


def compare(session: Session, keep_id: int, other_id: int) -> Comparison:
    """Both records side by side. Raises ``NotFound``, ``UserError`` for one and the same."""
    keep, other = _both(session, keep_id, other_id)
    pairs = [
        FieldPair(name, label, _shown(session, keep, name), _shown(session, other, name))
        for name, label in FIELDS.items()
    ]
    return Comparison(
        _side(session, keep),
        _side(session, other),
        tuple(pair for pair in pairs if pair.keep or pair.other),
    )


def merge(session: Session, keep_id: int, other_id: int, chosen: Sequence[str] = ()) -> Merged:
    """Make ``other`` part of ``keep``; of the fields in ``chosen`` the other's value is taken.

    A field ``keep`` leaves empty is filled from the other in any case. Run it through
    ``Store.write``: one action. Raises ``NotFound``, ``UserError`` for one and the same.
    """
    keep, other = _both(session, keep_id, other_id)
    lost = _take_fields(session, keep, other, frozenset(chosen))
    _add_up(keep, other)
    keep.pinyin, keep.initials = pinyin_of(keep.name)
    known = _known_parts(session, keep_id)
    session.flush()
    _leave_known_parts(session, other_id, known)
    moved = contact_references.move(session, other_id, keep_id)
    other.merged_into_id = keep_id
    other.deleted_at = clock.now()
    lost += _custom_left(session, other_id)
    said = _("“{name}” became part of this customer.").format(name=other.name)
    timeline.add_note(session, keep_id, "merge", "\n".join([said, *lost]))
    session.expire_all()
    return Merged(keep_id, contact_record.found(session, keep_id).name, moved)


def merge_many(session: Session, pairs: Sequence[tuple[int, int]]) -> int:
    """Merge many ``(keep, other)`` in one action; returns how many. Chains are followed."""
    into: dict[int, int] = {}
    done = 0
    for keep_id, other_id in pairs:
        keep, other = _end(into, keep_id), _end(into, other_id)
        if keep != other:
            merge(session, keep, other)
            into[other] = keep
            done += 1
    return done


def _end(into: Mapping[int, int], contact_id: int) -> int:
    while contact_id in into:
        contact_id = into[contact_id]
    return contact_id


def action_of(session: Session, other_id: int) -> int:
    """The action by which a contact was merged away: undo it to take the two apart again.

    Raises ``Conflict`` when it is not merged into anybody.
    """
    contact = session.get(Contact, other_id)
    found = None
    if contact is not None and contact.merged_into_id is not None:
        found = session.scalar(
            select(Action.id)
            .join(Change, Change.action_id == Action.id)
            .where(
                Change.table_name == "contact",
                Change.row_id == other_id,
                Change.operation == "U",
                Change.before.contains('"merged_into_id"'),
                Action.undone.is_(False),
            )
            .order_by(Action.id.desc())
            .limit(1)
        )
    if found is None:
        raise Conflict(_("This customer is not merged with another."), _("Nothing was changed."))
    return found


def _both(session: Session, keep_id: int, other_id: int) -> tuple[Contact, Contact]:
    if keep_id == other_id:
        raise UserError(
            _("A customer cannot be merged with itself."),
            _("Nothing was changed."),
            _("Choose two customers."),
        )
    return contact_record.found(session, keep_id), contact_record.found(session, other_id)


def _take_fields(
    session: Session, keep: Contact, other: Contact, chosen: frozenset[str]
) -> list[str]:
    """Fill and replace facts of ``keep``; lines for the facts that lose."""
    lost = []
    for name, label in FIELDS.items():
        mine, theirs = _shown(session, keep, name), _shown(session, other, name)
        if not theirs or mine == theirs:
            continue
        take = not mine or name in chosen
        loser = mine if take else theirs
        if take:
            for column in _BIRTH if name == "birthday" else (name,):
                setattr(keep, column, getattr(other, column))
        if loser:
            lost.append(_("{heading}: {value}").format(heading=_(label), value=loser))
    return lost


def _add_up(keep: Contact, other: Contact) -> None:
    """Figures add up, remarks join, the stricter wish and the longer acquaintance hold."""
    keep.opening_spent_minor += other.opening_spent_minor
    keep.opening_sale_count += other.opening_sale_count
    keep.low_touch = keep.low_touch and other.low_touch
    keep.no_marketing = keep.no_marketing or other.no_marketing
    days = [day for day in (keep.since, other.since) if day]
    keep.since = min(days) if days else None
    remarks = dict.fromkeys(filter(None, (keep.remark, other.remark)))
    keep.remark = "\n".join(remarks)
    if other.archived_at is None:
        keep.archived_at = None


_PART_KEYS: tuple[tuple[type[Any], Any], ...] = (
    (ContactPhone, lambda row: row.key or text.key(row.number)),
    (ContactEmail, lambda row: row.key),
    (ContactHandle, lambda row: (row.kind, text.key(row.value))),
    (ContactAddress, lambda row: text.key(row.text)),
)


def _known_parts(session: Session, contact_id: int) -> list[set[Any]]:
    return [
        {key(row) for row in session.scalars(select(model).where(model.contact_id == contact_id))}
        for model, key in _PART_KEYS
    ]


def _leave_known_parts(session: Session, contact_id: int, known: Sequence[set[Any]]) -> None:
    """Take away the parts that would be there twice; the log and undo still know them."""
    for (model, key), there in zip(_PART_KEYS, known, strict=True):
        position = len(there)
        for row in session.scalars(select(model).where(model.contact_id == contact_id)):
            if key(row) in there:
                session.delete(row)
            else:
                row.position = position
                position += 1
    session.flush()


def _shown(session: Session, contact: Contact, name: str) -> str:
    """One fact in words; empty when nothing is known."""
    if name == "birthday":
        return _birthday(contact)
    value = getattr(contact, name)
    if value is None or value == "":
        return ""
    if name == "stage_id":
        return next((one.name for one in lifecycle.stages(session) if one.id == value), "")
    if name == "credit_limit_minor":
        return formats.money_exact(value, contact.currency)
    if name in _NAMED:
        named = _NAMED[name]
        return session.scalar(select(named.name).where(named.id == value)) or ""
    return _(_WORDS.get(value, str(value)))


_NAMED: dict[str, Any] = {
    "owner_id": Staff,
    "shop_id": Shop,
    "territory_id": Territory,
    "parent_id": Contact,
    "referred_by_id": Contact,
    "via_dealer_id": Contact,
}
"""Facts that name another record."""

_WORDS = {
    "person": N_("Person"),
    "company": N_("Company"),
    "customer": N_("Customer"),
    "dealer": N_("Dealer"),
    "supplier": N_("Supplier"),
    "media": N_("Media"),
    "government": N_("Government"),
    "partner": N_("Partner"),
}
"""What codes in the file are called."""


def _custom_left(session: Session, contact_id: int) -> list[str]:
    """Own fields whose value stayed behind, since the other record had one."""
    query = (
        select(CustomField.label, CustomValue.text)
        .join(CustomValue, CustomValue.field_id == CustomField.id)
        .where(CustomField.entity == "contact", CustomValue.record_id == contact_id)
    )
    return [
        _("{heading}: {value}").format(heading=label, value=value)
        for label, value in session.execute(query)
        if value
    ]


def _birthday(contact: Contact) -> str:
    if not contact.birth_month or not contact.birth_day:
        return ""
    parts = (contact.birth_year, contact.birth_month, contact.birth_day)
    words = "-".join(str(part) for part in parts if part)
    return f"{words} {_('lunar')}" if contact.birth_lunar else words


def _side(session: Session, contact: Contact) -> MergeSide:
    def texts(model: type[Any], column: Any) -> tuple[str, ...]:
        query = select(column).where(model.contact_id == contact.id).order_by(model.id)
        return tuple(session.scalars(query))

    show = masking.shown_by(session)
    return MergeSide(
        contact.id,
        contact.name,
        contact.kind,
        contact.created_at,
        tuple(map(show, texts(ContactPhone, ContactPhone.number))),
        texts(ContactEmail, ContactEmail.address),
        texts(ContactHandle, ContactHandle.value),
        tuple(map(show, texts(ContactAddress, ContactAddress.text))),
        contact_references.hanging(session, contact.id),
    )
