"""The recycle bin: what was deleted, how long it stays, and taking it out again."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session, aliased

from crm_desktop.core.i18n import N_, _
from crm_desktop.db.models import Contact, Deal, FollowUp, Product, Sale
from crm_desktop.services.contacts import contacts
from crm_desktop.services.products import product_checks
from crm_desktop.services.records.listed import CONTACT_PERSON
from crm_desktop.services.settings import settings

EMPTY_ACTION = N_("Empty the recycle bin")

KINDS: dict[str, tuple[type[Any], Any]] = {
    "contact": (Contact, Contact.name),
    "sale": (Sale, Sale.number),
    "deal": (Deal, Deal.title),
    "follow_up": (FollowUp, FollowUp.title),
    "product": (Product, Product.name),
}
"""What can lie in the bin: table, model and the column it is called by."""


@dataclass(frozen=True, slots=True)
class BinRow:
    """A deleted record. ``days_left`` is ``None`` for what stays for ever: sales are never
    removed for good, nor is a customer merged into another (``merged_into`` names that one)."""

    table: str
    id: int
    name: str
    kind: str
    deleted_at: dt.datetime
    days_left: int | None
    merged_into: str = ""


def rows(session: Session, today: dt.date, limit: int = 500) -> list[BinRow]:
    """What lies in the bin, deleted last first."""
    keep = settings.get(session, settings.BIN_DAYS)
    found = _contacts(session, today, keep, limit)
    for table, (model, name) in KINDS.items():
        if model is Contact:
            continue
        query = select(model.id, name, model.deleted_at).where(model.deleted_at.is_not(None))
        query = query.order_by(model.deleted_at.desc()).limit(limit)
        left = _days_left if model is FollowUp else _for_ever
        found += [
            BinRow(table, row[0], row[1], "", row[2], left(row[2], today, keep))
            for row in session.execute(query)
        ]
    found.sort(key=lambda row: row.deleted_at, reverse=True)
    return found[:limit]


def count(session: Session) -> int:
    """How many records lie in the bin."""
    return sum(
        session.scalar(select(func.count()).select_from(model).where(*_in_bin(model))) or 0
        for model, _name in KINDS.values()
    )


def restore(session: Session, records: Iterable[tuple[str, int]]) -> int:
    """Take ``(table, id)`` out of the bin; returns how many were in it.

    A customer number somebody else has got meanwhile, or a code another product has got, is written
    into the remark instead.
    """
    number = 0
    for table, ids in _by_table(records).items():
        model = KINDS[table][0]
        if model is Contact:
            _free_numbers(session, ids)
        elif model is Product:
            _free_codes(session, ids)
        for start in range(0, len(ids), 500):
            some = model.id.in_(ids[start : start + 500])
            result = session.execute(
                update(model).where(some, *_in_bin(model)).values(deleted_at=None)
            )
            number += result.rowcount  # type: ignore[attr-defined]
    return number


def delete_for_good(session: Session, records: Iterable[tuple[str, int]]) -> int:
    """Remove customers and follow-ups in the bin; sales and products stay there."""
    return _delete(session, _by_table(records))


def empty_old(session: Session, today: dt.date) -> int:
    """Remove for good what has lain in the bin for longer than the shop keeps it.

    Run it after the day's backup, as an action of its own; returns how many records went.
    """
    keep = settings.get(session, settings.BIN_DAYS)
    if not keep:
        return 0
    old = [(row.table, row.id) for row in rows(session, today, 100_000) if row.days_left == 0]
    return _delete(session, _by_table(old))


def _contacts(session: Session, today: dt.date, keep: int, limit: int) -> list[BinRow]:
    other = aliased(Contact)
    query = (
        select(Contact.id, Contact.name, Contact.kind, Contact.deleted_at, other.name)
        .outerjoin(other, other.id == Contact.merged_into_id)
        .where(*_in_bin(Contact))
        .order_by(Contact.deleted_at.desc())
        .limit(limit)
    )
    return [
        BinRow(
            "contact", one, name, kind, at,
            None if into else _days_left(at, today, keep), into or "",
        )
        for one, name, kind, at, into in session.execute(query)
        if at is not None
    ]  # fmt: skip


def _in_bin(model: type[Any]) -> list[Any]:
    deleted = [model.deleted_at.is_not(None)]
    return [*deleted, Contact.party != CONTACT_PERSON] if model is Contact else deleted


def _days_left(deleted_at: dt.datetime, today: dt.date, keep: int) -> int | None:
    """Days until a record may go for good; ``None`` when the shop keeps everything."""
    if not keep:
        return None
    return max(0, keep - (today - deleted_at.astimezone().date()).days)


def _for_ever(_deleted_at: dt.datetime, _today: dt.date, _keep: int) -> None:
    return None


def _by_table(records: Iterable[tuple[str, int]]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for table, one in records:
        found.setdefault(table, []).append(one)
    return found


def _delete(session: Session, records: dict[str, list[int]]) -> int:
    gone = _removable(session, records.get("contact", ()))
    number = contacts.delete_for_good(session, gone)
    for one in records.get("follow_up", ()):
        row = session.get(FollowUp, one)
        if row is not None and row.deleted_at is not None:
            session.delete(row)
            number += 1
    session.flush()
    return number


def _removable(session: Session, ids: Sequence[int]) -> list[int]:
    """Those of ``ids`` that lie in the bin and are not part of somebody else by a merge."""
    found: list[int] = []
    for start in range(0, len(ids), 500):
        query = select(Contact.id).where(
            Contact.id.in_(ids[start : start + 500]),
            Contact.deleted_at.is_not(None),
            Contact.merged_into_id.is_(None),
        )
        found += session.scalars(query)
    return found


def _free_numbers(session: Session, ids: Sequence[int]) -> None:
    """Give up customer numbers that others have got since; nothing else is unique."""
    for one in ids:
        contact = session.get(Contact, one)
        if contact is None or not contact.customer_no:
            continue
        taken = session.scalar(
            select(Contact.id)
            .where(
                Contact.customer_no == contact.customer_no,
                Contact.deleted_at.is_(None),
                Contact.id != one,
            )
            .limit(1)
        )
        if taken is not None:
            line = _("Customer number before it was deleted: {number}").format(
                number=contact.customer_no
            )
            contact.remark = "\n".join(filter(None, (contact.remark, line)))
            contact.customer_no = ""
    session.flush()


def _free_codes(session: Session, ids: Sequence[int]) -> None:
    """Give up codes and bar codes that other products have got since."""
    for one in ids:
        product = session.get(Product, one)
        if product is None:
            continue
        for name in ("code", "barcode"):
            number = getattr(product, name)
            if number and product_checks.owner_of(session, number, one) is not None:
                line = _("Code before it was deleted: {number}").format(number=number)
                product.remark = "\n".join(filter(None, (product.remark, line)))
                setattr(product, name, "")
    session.flush()
