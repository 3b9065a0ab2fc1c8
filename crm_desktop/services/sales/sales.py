"""Sales: recording them with exact totals, taking them back, and showing one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from crm_desktop.core import clock, text
from crm_desktop.core.errors import BelowFloor, Conflict, NotFound
from crm_desktop.core.i18n import _
from crm_desktop.db.models import (
    Contact,
    Payment,
    PaymentAllocation,
    Product,
    Sale,
    SaleLine,
    Staff,
    StockMovement,
)
from crm_desktop.services.lifecycle import lifecycle, stage_policy
from crm_desktop.services.payments import customer_credit, payments, stored_value
from crm_desktop.services.records import contact_record, staff
from crm_desktop.services.sales import (
    numbering,
    price_floor,
    sale_draft,
    sale_reminder,
    sold_equipment,
)
from crm_desktop.services.sales.sale_draft import (
    LineDraft,
    PaymentDraft,
    SaleDraft,
    Totals,
    line_total,
    totals,
)
from crm_desktop.services.settings import settings

__all__ = [
    "LineDraft",
    "PaymentDraft",
    "SaleDetail",
    "SaleDraft",
    "SaleLineRow",
    "SalePaymentRow",
    "Totals",
    "cancel",
    "detail",
    "line_total",
    "record",
    "record_agreed",
    "record_many",
    "totals",
]


@dataclass(frozen=True, slots=True)
class SaleLineRow:
    """A line of a recorded sale."""

    id: int
    product_id: int | None
    description: str
    spec: str
    unit: str
    quantity_milli: int
    unit_price_minor: int
    discount_bp: int
    discount_minor: int
    amount_minor: int
    gift: bool
    options: str = ""

    @property
    def name(self) -> str:
        """What it is called, with the options chosen."""
        return f"{self.description} ({self.options})" if self.options else self.description

    @property
    def whole_name(self) -> str:
        """The same with the specification, unless the name says it already."""
        if not self.spec or self.spec.casefold() in self.name.casefold():
            return self.name
        return f"{self.name} {self.spec}".strip()


@dataclass(frozen=True, slots=True)
class SalePaymentRow:
    """The part of a payment that paid a sale."""

    payment_id: int
    paid_on: dt.date
    method: str
    amount_minor: int


@dataclass(frozen=True, slots=True)
class SaleDetail:
    """One sale with its lines and payments. ``contact_id`` is ``None`` for a walk-in."""

    id: int
    number: str
    kind: str
    status: str
    contact_id: int | None
    contact_name: str
    contact_kind: str
    sold_on: dt.date
    due_on: dt.date | None
    currency: str
    tax_included: bool
    subtotal_minor: int
    discount_minor: int
    tax_minor: int
    total_minor: int
    paid_minor: int
    staff: str
    remark: str
    lines: tuple[SaleLineRow, ...]
    payments: tuple[SalePaymentRow, ...]
    below_floor_reason: str = ""
    approver: str = ""

    @property
    def open_minor(self) -> int:
        """What is still owed on it."""
        return self.total_minor - self.paid_minor if self.status == "confirmed" else 0


def record(session: Session, draft: SaleDraft, *, agreed_before: bool = False) -> int:
    """Record a sale with its lines and payments; returns its id.

    Raises ``UserError`` for a sale without lines, an impossible amount, or a walk-in on credit;
    ``BelowFloor`` for less than the lowest price without a reason and who agreed, unless the prices
    were ``agreed_before``.
    """
    sold_on = draft.sold_on or clock.today()
    figures = totals(draft)
    sale_draft.check(draft, figures)
    contact = (
        contact_record.found(session, draft.contact_id) if draft.contact_id is not None else None
    )
    if not agreed_before:
        price_floor.check(session, draft, draft.approver_id, sold_on, _("The sale"))
    seller = staff.or_me(session, draft.staff_id)
    branch = draft.shop_id if draft.shop_id is not None else staff.branch_of(session, seller)
    sale = Sale(
        number=draft.number or numbering.take(session, "sale", sold_on),
        kind="return" if sale_draft.is_return(draft) else "sale",
        contact_id=draft.contact_id,
        sold_on=sold_on,
        due_on=_due_on(session, draft, figures, contact, sold_on),
        staff_id=seller,
        shop_id=branch,
        channel=draft.channel,
        currency=draft.currency or settings.get(session, settings.CURRENCY),
        tax_included=draft.tax_included,
        subtotal_minor=figures.subtotal_minor,
        discount_minor=figures.discount_minor,
        tax_minor=figures.tax_minor,
        total_minor=figures.total_minor,
        remark=draft.remark,
        below_floor_reason=text.clean(draft.below_floor_reason),
        approver_id=draft.approver_id,
    )
    session.add(sale)
    session.flush()
    _add_lines(session, sale, draft, figures)
    _receive(session, sale, draft, figures)
    if contact is not None and sale.kind == "sale":
        lifecycle.after_sale(session, contact.id)
    return sale.id


def record_agreed(
    session: Session, draft: SaleDraft, reason: str, approver_id: int | None = None
) -> int:
    """Record a sale; where it is below the lowest price, for ``reason`` and with who agreed.

    Elsewhere neither is kept. Raises as ``record``.
    """
    try:
        return record(session, draft)
    except BelowFloor:
        if not reason.strip():
            raise
    said = replace(draft, below_floor_reason=reason, approver_id=approver_id)
    return record(session, said)


def record_many(session: Session, drafts: Sequence[SaleDraft]) -> list[int]:
    """Record a page of sales in one go; all or none."""
    return [record(session, draft) for draft in drafts]


def detail(session: Session, sale_id: int) -> SaleDetail:
    """One sale. Raises ``NotFound``."""
    sale = _found(session, sale_id)
    contact = session.get(Contact, sale.contact_id) if sale.contact_id is not None else None
    return SaleDetail(
        id=sale.id,
        number=sale.number,
        kind=sale.kind,
        status=sale.status,
        contact_id=sale.contact_id,
        contact_name=contact.name if contact else "",
        contact_kind=contact.kind if contact else "",
        sold_on=sale.sold_on,
        due_on=sale.due_on,
        currency=sale.currency,
        tax_included=sale.tax_included,
        subtotal_minor=sale.subtotal_minor,
        discount_minor=sale.discount_minor,
        tax_minor=sale.tax_minor,
        total_minor=sale.total_minor,
        paid_minor=sale.paid_minor,
        staff=_staff_name(session, sale.staff_id),
        remark=sale.remark,
        lines=_line_rows(session, sale_id),
        payments=_payment_rows(session, sale_id),
        below_floor_reason=sale.below_floor_reason,
        approver=_staff_name(session, sale.approver_id),
    )


def cancel(session: Session, sale_id: int) -> None:
    """Take a sale back: it keeps its number and counts no more; money paid becomes credit, what was
    still to be done about it is cancelled, and its equipment is out of use.

    Raises ``Conflict`` for a sale whose goods came back, and for a return paid out in money.
    """
    sale = _found(session, sale_id)
    if sale.status == "cancelled":
        raise Conflict(_("This sale was cancelled already."), _("Nothing was changed."))
    came_back = select(Sale.number).where(
        Sale.return_of_id == sale_id, Sale.status == "confirmed", Sale.deleted_at.is_(None)
    )
    if (number := session.scalar(came_back.limit(1))) is not None:
        raise Conflict(
            _("Goods of this sale came back with {number}.").format(number=number),
            _("Nothing was changed."),
            _("Cancel that return first."),
        )
    payments.release(session, sale_id)
    sale_reminder.drop(session, sale_id)
    sale.status = "cancelled"
    lines = session.scalars(select(SaleLine.id).where(SaleLine.sale_id == sale_id)).all()
    sold_equipment.retire_gone(session, lines, clock.today())
    for movement in session.scalars(
        select(StockMovement).where(StockMovement.sale_line_id.in_(lines))
    ):
        session.delete(movement)
    session.flush()


def _due_on(
    session: Session, draft: SaleDraft, figures: Totals, contact: Contact | None, sold_on: dt.date
) -> dt.date | None:
    if figures.open_minor <= 0:
        return draft.due_on
    days = contact.payment_days if contact else None
    if days is None and contact is not None:
        days = stage_policy.of_contact(session, contact.id, sold_on).payment_days
    if days is None:
        days = settings.get(session, settings.PAYMENT_DAYS)
    return draft.due_on or sold_on + dt.timedelta(days=days)


def _add_lines(session: Session, sale: Sale, draft: SaleDraft, figures: Totals) -> None:
    goods = _goods(session, draft)
    made: list[tuple[SaleLine, Product | None]] = []
    for position, (line, amount) in enumerate(zip(draft.lines, figures.lines, strict=True)):
        product = goods.get(line.product_id or 0)
        row = SaleLine(
            sale_id=sale.id,
            position=position,
            product_id=line.product_id,
            description=text.clean(line.description) or (product.name if product else ""),
            spec=line.spec or (product.spec if product else ""),
            unit=line.unit or (product.unit if product else ""),
            quantity_milli=line.quantity_milli,
            unit_price_minor=line.unit_price_minor,
            discount_bp=line.discount_bp,
            discount_minor=line.discount_minor,
            tax_bp=line.tax_bp,
            amount_minor=amount,
            cost_minor=product.cost_minor if product else None,
            gift=line.gift,
            options=text.clean(line.options),
            remark=line.remark,
        )
        session.add(row)
        made.append((row, product))
    session.flush()
    session.add_all(
        StockMovement(
            product_id=product.id,
            moved_on=sale.sold_on,
            quantity_milli=-row.quantity_milli,
            reason="sale",
            sale_line_id=row.id,
            shop_id=sale.shop_id,
        )
        for row, product in made
        if product is not None and product.stock_counted
    )
    session.flush()


def _goods(session: Session, draft: SaleDraft) -> dict[int, Product]:
    """The products of a draft; raises ``Conflict`` for one sold from the recycle bin."""
    ids = {line.product_id for line in draft.lines}
    goods = {one.id: one for one in session.scalars(select(Product).where(Product.id.in_(ids)))}
    for line in draft.lines:
        product = goods.get(line.product_id or 0)
        if product is not None and product.deleted_at is not None and line.quantity_milli > 0:
            raise Conflict(
                _("“{name}” was deleted.").format(name=product.name),
                _("Nothing was saved."),
                _("Bring it back from the recycle bin, or choose another product."),
            )
    return goods


def _receive(session: Session, sale: Sale, draft: SaleDraft, figures: Totals) -> None:
    """Enter the money received, without the change that went back, or the money given back."""
    for payment in sale_draft.kept(draft, figures):
        amount = payment.amount_minor
        if payment.method == customer_credit.METHOD and sale.contact_id is not None and amount > 0:
            stored_value.use(
                session, sale.contact_id, sale_ids=[sale.id], amount_minor=amount,
                paid_on=sale.sold_on, currency=sale.currency,
            )  # fmt: skip
            continue
        payments.pay(
            session,
            sale.contact_id,
            amount,
            method=payment.method,
            paid_on=sale.sold_on,
            sale_ids=[sale.id],
            currency=sale.currency,
        )


def _line_rows(session: Session, sale_id: int) -> tuple[SaleLineRow, ...]:
    query = (
        select(SaleLine, Product.name)
        .outerjoin(Product, Product.id == SaleLine.product_id)
        .where(SaleLine.sale_id == sale_id)
        .order_by(SaleLine.position, SaleLine.id)
    )
    return tuple(
        SaleLineRow(
            id=line.id,
            product_id=line.product_id,
            description=line.description or product or "",
            spec=line.spec,
            unit=line.unit,
            quantity_milli=line.quantity_milli,
            unit_price_minor=line.unit_price_minor,
            discount_bp=line.discount_bp,
            discount_minor=line.discount_minor,
            amount_minor=line.amount_minor,
            gift=line.gift,
            options=line.options,
        )
        for line, product in session.execute(query)
    )


def _payment_rows(session: Session, sale_id: int) -> tuple[SalePaymentRow, ...]:
    query = (
        select(Payment.id, Payment.paid_on, Payment.method, PaymentAllocation.amount_minor)
        .join(PaymentAllocation, PaymentAllocation.payment_id == Payment.id)
        .where(PaymentAllocation.sale_id == sale_id, Payment.deleted_at.is_(None))
        .order_by(Payment.paid_on, Payment.id)
    )
    return tuple(SalePaymentRow(*row) for row in session.execute(query))


def _staff_name(session: Session, staff_id: int | None) -> str:
    found = session.get(Staff, staff_id) if staff_id is not None else None
    return found.name if found is not None else ""


def _found(session: Session, sale_id: int) -> Sale:
    sale = session.get(Sale, sale_id)
    if sale is None or sale.deleted_at is not None:
        raise NotFound(_("This sale does not exist any more."), _("Nothing was changed."))
    return sale
