"""The one timeline per customer: entries, sales, payments, stage moves and tickets, merged."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection
from dataclasses import dataclass

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from crm_desktop.core import clock, formats, text
from crm_desktop.core.errors import NotFound, UserError
from crm_desktop.core.i18n import _, pgettext
from crm_desktop.db.models import (
    Contact,
    Deal,
    DealStage,
    DealStageChange,
    ImportBatch,
    LifecycleChange,
    LifecycleStage,
    Payment,
    Product,
    Sale,
    SaleLine,
    Ticket,
    TimelineEntry,
)
from crm_desktop.services import contacts
from crm_desktop.services.lifecycle import stage_name


@dataclass(frozen=True, slots=True)
class TimelineRow:
    """Something that happened. ``table`` and ``id`` name the record to open or remove.

    ``kind`` is that of an entry (``call``, ``visit``, ``wechat``, ``note``, ``follow_up`` ...) or
    ``sale``, ``payment``, ``stage``, ``deal``, ``ticket``, ``import``.
    """

    table: str
    id: int
    kind: str
    happened_on: dt.date
    happened_at: dt.datetime | None
    title: str
    body: str = ""
    amount_minor: int | None = None
    currency: str = ""
    pinned: bool = False


KINDS = ("call", "visit", "wechat", "email", "meeting", "counter", "note")
"""What an entry written by hand may be."""


def entries(
    session: Session, contact_id: int, limit: int = 50, kinds: Collection[str] = ()
) -> list[TimelineRow]:
    """The latest ``limit`` things of one contact, newest first; ``kinds`` left empty means all."""
    found: list[TimelineRow] = []
    for source in _SOURCES:
        if not kinds or not source.kinds.isdisjoint(kinds):
            found += source.read(session, contact_id, limit)
    if kinds:
        found = [row for row in found if row.kind in kinds]
    found.sort(key=_newest_first, reverse=True)
    return found[:limit]


def count(session: Session, contact_id: int) -> int:
    """How many things the whole timeline holds."""
    mine = (
        (TimelineEntry, TimelineEntry.deleted_at.is_(None)),
        (Sale, Sale.deleted_at.is_(None)),
        (Payment, Payment.deleted_at.is_(None)),
        (LifecycleChange, LifecycleChange.id > 0),
        (Ticket, Ticket.deleted_at.is_(None)),
    )
    number = 0
    for model, where in mine:
        query = select(func.count()).where(model.contact_id == contact_id, where)
        number += session.scalar(query) or 0
    return number


def add_note(
    session: Session,
    contact_id: int,
    kind: str,
    body: str,
    *,
    title: str = "",
    happened_at: dt.datetime | None = None,
    happened_on: dt.date | None = None,
    direction: str = "",
    minutes: int | None = None,
    result: str = "",
    person_id: int | None = None,
    pinned: bool = False,
) -> int:
    """Keep what happened; now, unless told when. Returns the entry's id.

    Raises ``UserError`` when there is nothing to keep.
    """
    contacts.found(session, contact_id)
    body, title = text.clean(body), text.clean(title)
    if not (body or title or minutes):
        raise UserError(
            _("There is nothing to keep yet."), "", _("Write a few words about what happened.")
        )
    if happened_at is None and happened_on is None:
        happened_at = clock.now()
    day = happened_on or (happened_at.astimezone().date() if happened_at else clock.today())
    entry = TimelineEntry(
        contact_id=contact_id,
        kind=kind,
        body=body,
        title=title,
        happened_on=day,
        happened_at=happened_at,
        direction=direction,
        minutes=minutes,
        result=result,
        person_id=person_id,
        pinned=pinned,
    )
    session.add(entry)
    session.flush()
    return entry.id


def edit_note(session: Session, entry_id: int, body: str) -> None:
    """Change the words of an entry."""
    _found(session, entry_id).body = text.clean(body)
    session.flush()


def remove_note(session: Session, entry_id: int) -> None:
    """Take an entry off the timeline."""
    _found(session, entry_id).deleted_at = clock.now()
    session.flush()


def pin(session: Session, entry_id: int, pinned: bool = True) -> None:
    """Keep an entry at the top of the customer's page."""
    _found(session, entry_id).pinned = pinned
    session.flush()


def _found(session: Session, entry_id: int) -> TimelineEntry:
    entry = session.get(TimelineEntry, entry_id)
    if entry is None or entry.deleted_at is not None:
        raise NotFound(_("This entry does not exist any more."), _("Nothing was changed."))
    return entry


def _newest_first(row: TimelineRow) -> tuple[dt.date, float, int]:
    at = row.happened_at.timestamp() if row.happened_at else 0.0
    return row.happened_on, at, row.id


Reader = Callable[[Session, int, int], list[TimelineRow]]


@dataclass(frozen=True, slots=True)
class _Source:
    kinds: frozenset[str]
    read: Reader


def kind_name(kind: str) -> str:
    """What an entry of this kind is called."""
    names = {
        "call": pgettext("timeline", "Call"),
        "visit": pgettext("timeline", "Visit"),
        "wechat": pgettext("timeline", "WeChat"),
        "email": pgettext("timeline", "E-mail"),
        "meeting": pgettext("timeline", "Meeting"),
        "counter": pgettext("timeline", "In the shop"),
        "note": pgettext("timeline", "Note"),
        "service": pgettext("timeline", "Service visit"),
        "referral": pgettext("timeline", "Referral"),
        "follow_up": pgettext("timeline", "Follow-up done"),
        "import": pgettext("timeline", "Imported"),
    }
    return names.get(kind, kind)


def _entry_title(entry: TimelineEntry) -> str:
    parts = [kind_name(entry.kind)]
    if entry.title:
        parts.append(entry.title)
    if entry.minutes:
        parts.append(_("{number} min").format(number=entry.minutes))
    return " · ".join(parts)


def _read_entries(session: Session, contact_id: int, limit: int) -> list[TimelineRow]:
    query = (
        select(TimelineEntry)
        .where(TimelineEntry.contact_id == contact_id, TimelineEntry.deleted_at.is_(None))
        .order_by(TimelineEntry.happened_on.desc(), TimelineEntry.id.desc())
        .limit(limit)
    )
    return [
        TimelineRow(
            "timeline_entry",
            entry.id,
            entry.kind,
            entry.happened_on,
            entry.happened_at,
            _entry_title(entry),
            "\n".join(part for part in (entry.body, entry.result) if part),
            pinned=entry.pinned,
        )
        for entry in session.scalars(query)
    ]


def _read_sales(session: Session, contact_id: int, limit: int) -> list[TimelineRow]:
    query = (
        select(Sale)
        .where(
            or_(Sale.contact_id == contact_id, Sale.person_id == contact_id),
            Sale.deleted_at.is_(None),
            Sale.status.in_(("confirmed", "cancelled")),
        )
        .order_by(Sale.sold_on.desc(), Sale.id.desc())
        .limit(limit)
    )
    sales = list(session.scalars(query))
    goods = goods_of(session, [sale.id for sale in sales])
    return [
        TimelineRow(
            "sale",
            sale.id,
            "sale",
            sale.sold_on,
            None,
            _sale_title(sale),
            _sale_body(sale, goods.get(sale.id, "")),
            sale.total_minor,
            sale.currency,
        )
        for sale in sales
    ]


def _sale_title(sale: Sale) -> str:
    words = {
        "sale": _("Sale {number} · {amount}"),
        "return": _("Return {number} · {amount}"),
        "opening": _("Owed from before · {amount}"),
    }[sale.kind]
    amount = formats.money_whole(sale.total_minor, sale.currency)
    title = words.format(number=sale.number, amount=amount).replace("  ", " ")
    return _("{title} (cancelled)").format(title=title) if sale.status == "cancelled" else title


def _sale_body(sale: Sale, goods: str) -> str:
    owed = sale.total_minor - sale.paid_minor
    if sale.status == "cancelled" or owed <= 0:
        return goods
    amount = formats.money_whole(owed, sale.currency)
    if sale.due_on:
        words = _("{amount} open, due {day}").format(
            amount=amount, day=formats.day_month(sale.due_on)
        )
    else:
        words = _("{amount} open").format(amount=amount)
    return " · ".join(part for part in (goods, words) if part)


def goods_of(session: Session, sale_ids: Collection[int], most: int = 3) -> dict[int, str]:
    """What each sale was about, in a line: ``RO membrane ×4, PP filter ×12``."""
    query = (
        select(
            SaleLine.sale_id,
            func.coalesce(func.nullif(SaleLine.description, ""), Product.name, ""),
            SaleLine.quantity_milli,
        )
        .outerjoin(Product, Product.id == SaleLine.product_id)
        .where(SaleLine.sale_id.in_(sale_ids))
        .order_by(SaleLine.sale_id, SaleLine.position, SaleLine.id)
    )
    lines: dict[int, list[str]] = {}
    for sale_id, name, quantity in session.execute(query):
        many = "" if quantity == 1000 else f" ×{formats.quantity(quantity)}"
        lines.setdefault(sale_id, []).append(f"{name}{many}")
    return {
        sale_id: pgettext("list separator", ", ").join(names[:most])
        + (f" +{len(names) - most}" if len(names) > most else "")
        for sale_id, names in lines.items()
    }


def _read_payments(session: Session, contact_id: int, limit: int) -> list[TimelineRow]:
    query = (
        select(Payment)
        .where(Payment.contact_id == contact_id, Payment.deleted_at.is_(None))
        .order_by(Payment.paid_on.desc(), Payment.id.desc())
        .limit(limit)
    )
    return [
        TimelineRow(
            "payment",
            payment.id,
            "payment",
            payment.paid_on,
            None,
            (_("Refund {amount}") if payment.amount_minor < 0 else _("Payment {amount}")).format(
                amount=formats.money_whole(abs(payment.amount_minor), payment.currency)
            ),
            " · ".join(part for part in (payment.method, payment.note) if part),
            payment.amount_minor,
            payment.currency,
        )
        for payment in session.scalars(query)
    ]


def _read_stages(session: Session, contact_id: int, limit: int) -> list[TimelineRow]:
    query = (
        select(LifecycleChange, LifecycleStage.code, LifecycleStage.name)
        .outerjoin(LifecycleStage, LifecycleStage.id == LifecycleChange.to_stage_id)
        .where(LifecycleChange.contact_id == contact_id)
        .order_by(LifecycleChange.changed_at.desc())
        .limit(limit)
    )
    return [
        TimelineRow(
            "lifecycle_change",
            change.id,
            "stage",
            change.changed_at.astimezone().date(),
            change.changed_at,
            _("Now {stage}").format(stage=stage_name(code or "", name or "")),
            change.reason,
        )
        for change, code, name in session.execute(query)
    ]


def _read_deals(session: Session, contact_id: int, limit: int) -> list[TimelineRow]:
    query = (
        select(DealStageChange, Deal, DealStage.code, DealStage.name)
        .join(Deal, Deal.id == DealStageChange.deal_id)
        .outerjoin(DealStage, DealStage.id == DealStageChange.to_stage_id)
        .where(Deal.contact_id == contact_id, Deal.deleted_at.is_(None))
        .order_by(DealStageChange.changed_at.desc())
        .limit(limit)
    )
    return [
        TimelineRow(
            "deal",
            deal.id,
            "deal",
            change.changed_at.astimezone().date(),
            change.changed_at,
            _("Deal moved to {stage}").format(stage=deal_stage_name(code or "", name or "")),
            f"{deal.title} · {formats.money_whole(deal.amount_minor, deal.currency)}",
            deal.amount_minor,
            deal.currency,
        )
        for change, deal, code, name in session.execute(query)
    ]


def deal_stage_name(code: str, name: str) -> str:
    """The shop's own name of a deal stage, or its translated default."""
    defaults = {
        "enquiry": pgettext("deal stage", "Enquiry"),
        "need": pgettext("deal stage", "Need confirmed"),
        "survey": pgettext("deal stage", "Site survey"),
        "quote": pgettext("deal stage", "Quoted"),
        "negotiation": pgettext("deal stage", "Negotiation"),
        "won": pgettext("deal stage", "Won"),
        "lost": pgettext("deal stage", "Lost"),
    }
    return name or defaults.get(code, code)


def _read_tickets(session: Session, contact_id: int, limit: int) -> list[TimelineRow]:
    query = (
        select(Ticket)
        .where(Ticket.contact_id == contact_id, Ticket.deleted_at.is_(None))
        .order_by(Ticket.received_at.desc())
        .limit(limit)
    )
    return [
        TimelineRow(
            "ticket",
            ticket.id,
            "ticket",
            ticket.received_at.astimezone().date(),
            ticket.received_at,
            _("Service: {subject}").format(subject=ticket.subject),
            ticket.result or ticket.body,
        )
        for ticket in session.scalars(query)
    ]


def _read_import(session: Session, contact_id: int, limit: int) -> list[TimelineRow]:  # noqa: ARG001
    query = (
        select(ImportBatch)
        .join(Contact, Contact.import_batch_id == ImportBatch.id)
        .where(Contact.id == contact_id)
    )
    return [
        TimelineRow(
            "import_batch",
            batch.id,
            "import",
            batch.created_at.astimezone().date(),
            batch.created_at,
            _("Imported from {file}").format(file=batch.file_name),
        )
        for batch in session.scalars(query)
    ]


_SOURCES = (
    _Source(frozenset({*KINDS, "service", "referral", "follow_up"}), _read_entries),
    _Source(frozenset({"sale"}), _read_sales),
    _Source(frozenset({"payment"}), _read_payments),
    _Source(frozenset({"stage"}), _read_stages),
    _Source(frozenset({"deal"}), _read_deals),
    _Source(frozenset({"ticket"}), _read_tickets),
    _Source(frozenset({"import"}), _read_import),
)
