"""Where the timeline of a customer comes from: one reader per table, newest first."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from crm_desktop.core import formats
from crm_desktop.core.i18n import _, pgettext
from crm_desktop.db.models import (
    CompanyPerson,
    Contact,
    Deal,
    DealStage,
    DealStageChange,
    ImportBatch,
    LifecycleChange,
    LifecycleStage,
    Payment,
    Sale,
    Ticket,
    TimelineEntry,
)
from crm_desktop.services.deals.deal_stages import deal_stage_name
from crm_desktop.services.figures.sale_goods import goods_of
from crm_desktop.services.lifecycle.lifecycle import stage_name
from crm_desktop.services.timeline import call_outcomes


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


Reader = Callable[[Session, int, int], list[TimelineRow]]


@dataclass(frozen=True, slots=True)
class Source:
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
        "document": pgettext("timeline", "Document"),
        "follow_up": pgettext("timeline", "Follow-up done"),
        "import": pgettext("timeline", "Imported"),
        "merge": pgettext("timeline", "Merged"),
        "handover": pgettext("timeline", "Handed over"),
    }
    return names.get(kind, kind)


def _entry_title(entry: TimelineEntry) -> str:
    parts = [kind_name(entry.kind)]
    if entry.direction == "in":
        parts.append(pgettext("timeline", "from them"))
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
            "\n".join(part for part in (call_outcomes.words(entry.result), entry.body) if part),
            pinned=entry.pinned,
        )
        for entry in session.scalars(query)
    ]


def _read_sales(session: Session, contact_id: int, limit: int) -> list[TimelineRow]:
    mine: ColumnElement[bool] = Sale.contact_id == contact_id
    # Looking for the person behind a company's sale reads all sales: only for such a person.
    works = select(CompanyPerson.id).where(CompanyPerson.person_id == contact_id).limit(1)
    if session.scalar(works) is not None:
        mine = or_(mine, Sale.person_id == contact_id)
    query = (
        select(Sale)
        .where(
            mine,
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
            _stage_words(change).format(stage=stage_name(code or "", name or "")),
            change.reason,
        )
        for change, code, name in session.execute(query)
    ]


def _stage_words(change: LifecycleChange) -> str:
    stays = change.from_stage_id is not None and change.from_stage_id == change.to_stage_id
    return _("Longer in {stage}") if stays else _("Now {stage}")


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


SOURCES = (
    Source(
        frozenset({*KINDS, "service", "referral", "follow_up", "handover", "document"}),
        _read_entries,
    ),
    Source(frozenset({"sale"}), _read_sales),
    Source(frozenset({"payment"}), _read_payments),
    Source(frozenset({"stage"}), _read_stages),
    Source(frozenset({"deal"}), _read_deals),
    Source(frozenset({"ticket"}), _read_tickets),
    Source(frozenset({"import"}), _read_import),
)
