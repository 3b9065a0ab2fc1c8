"""Goods in and out: what is there, why it moved, what runs low.

The stock of a product is the sum of its movements. A sale may take it below nothing, for what was
sold was there; taking goods out by hand may not.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from crm_desktop.core import clock, formats, text
from crm_desktop.core.errors import NotFound, UserError
from crm_desktop.core.i18n import N_, _
from crm_desktop.db.models import Contact, Sale, SaleLine, Shop, Staff, StockMovement
from crm_desktop.services.products import product_checks, products
from crm_desktop.services.records import staff

MOVE_ACTION = N_("Stock movement")
COUNT_ACTION = N_("Count stock")
REMOVE_ACTION = N_("Delete stock movement")
STOP_ACTION = N_("Stop counting stock")

REASONS: dict[str, str] = {
    "bought": N_("Bought"),
    "found": N_("Found"),
    "sent back": N_("Sent back to the supplier"),
    "used": N_("Used ourselves"),
    "damaged": N_("Damaged or expired"),
    "count": N_("Counted"),
    "sale": N_("Sold"),
    "opening": N_("First stock"),
}
"""What the program calls reasons; a reason of one's own is kept as typed."""

REASONS_IN = ("bought", "found", "opening")
REASONS_OUT = ("used", "damaged", "sent back")


@dataclass(frozen=True, slots=True)
class MovementDraft:
    """Goods in (positive) or out, in thousandths. ``reason`` is one of ``REASONS`` or words."""

    quantity_milli: int
    reason: str
    moved_on: dt.date | None = None
    note: str = ""
    shop_id: int | None = None


@dataclass(frozen=True, slots=True)
class MovementRow:
    """A movement and ``after_milli``, the stock behind it. One of a sale belongs to that sale:
    ``sale_id`` is then set, and it goes only with the sale."""

    id: int
    moved_on: dt.date
    quantity_milli: int
    after_milli: int
    reason: str
    note: str
    sale_id: int | None
    sale_number: str
    contact_name: str
    shop: str
    staff: str

    @property
    def reason_words(self) -> str:
        """The reason in the language in force."""
        return _(REASONS[self.reason]) if self.reason in REASONS else self.reason


def move(session: Session, product_id: int, draft: MovementDraft) -> int:
    """Enter goods that came or went; returns the stock then. The product is counted from now on.

    Raises ``UserError`` for no or an impossible quantity, and for more than there is.
    """
    product = products.found(session, product_id)
    if not 0 < abs(draft.quantity_milli) <= product_checks.LARGEST_MILLI:
        raise UserError(
            _("{text} is no quantity that can come or go.").format(
                text=formats.quantity(draft.quantity_milli)
            ),
            _("Nothing was changed."),
        )
    _check_day(draft.moved_on)
    here = level(session, product_id)
    if draft.quantity_milli < 0 and here + draft.quantity_milli < 0:
        raise UserError(
            _("Only {quantity} of “{name}” are in stock.").format(
                quantity=formats.quantity(max(0, here)), name=product.name
            ),
            _("Nothing was changed."),
            _("If there are more, count the stock first."),
        )
    _add(session, product_id, draft)
    return here + draft.quantity_milli


def count(
    session: Session,
    product_id: int,
    counted_milli: int,
    moved_on: dt.date | None = None,
    note: str = "",
) -> int:
    """Set the stock to what was counted; returns the difference, which is kept as a movement even
    when it is nothing: somebody looked.

    Counted on an earlier day, it was so at the end of that day; what moved since counts on. Raises
    ``UserError`` for a number or a day that cannot be.
    """
    products.found(session, product_id)
    if not 0 <= counted_milli <= product_checks.LARGEST_MILLI:
        raise UserError(
            _("{text} is nothing that can be counted.").format(
                text=formats.quantity(counted_milli)
            ),
            _("Nothing was changed."),
        )
    _check_day(moved_on)
    difference = counted_milli - level(session, product_id, moved_on)
    _add(session, product_id, MovementDraft(difference, "count", moved_on, note))
    return difference


def stop_counting(session: Session, product_id: int) -> None:
    """Sales take nothing from its stock any more; the movements stay."""
    products.found(session, product_id).stock_counted = False
    session.flush()


def remove(session: Session, movement_id: int) -> None:
    """Delete a movement entered by hand. Raises ``UserError`` for one of a sale."""
    movement = session.get(StockMovement, movement_id)
    if movement is None:
        raise NotFound(_("This movement does not exist any more."), _("Nothing was changed."))
    if movement.sale_line_id is not None:
        raise UserError(
            _("This movement belongs to a sale."),
            _("Nothing was changed."),
            _("Cancel the sale to take it back."),
        )
    session.delete(movement)
    session.flush()


def level(session: Session, product_id: int, until: dt.date | None = None) -> int:
    """How much is there, or was at the end of a day, in thousandths; below 0 when more was sold
    than came in."""
    query = select(func.coalesce(func.sum(StockMovement.quantity_milli), 0)).where(
        StockMovement.product_id == product_id
    )
    if until is not None:
        query = query.where(StockMovement.moved_on <= until)
    return session.scalar(query) or 0


def after_count(
    session: Session, product_id: int, counted_milli: int, day: dt.date | None = None
) -> int:
    """What would be there once so much was counted on a day."""
    return counted_milli + level(session, product_id) - level(session, product_id, day)


def movements(session: Session, product_id: int, limit: int = 100) -> list[MovementRow]:
    """The latest movements of a product, the last first."""
    query = (
        select(StockMovement, Sale.id, Sale.number, Contact.name, Shop.name, Staff.name)
        .outerjoin(SaleLine, SaleLine.id == StockMovement.sale_line_id)
        .outerjoin(Sale, Sale.id == SaleLine.sale_id)
        .outerjoin(Contact, Contact.id == Sale.contact_id)
        .outerjoin(Shop, Shop.id == StockMovement.shop_id)
        .outerjoin(Staff, Staff.id == StockMovement.staff_id)
        .where(StockMovement.product_id == product_id)
        .order_by(StockMovement.moved_on.desc(), StockMovement.id.desc())
        .limit(limit)
    )
    here = level(session, product_id)
    rows = []
    for one, sale_id, number, contact, shop, member in session.execute(query):
        rows.append(
            MovementRow(
                id=one.id,
                moved_on=one.moved_on,
                quantity_milli=one.quantity_milli,
                after_milli=here,
                reason=one.reason,
                note=one.note,
                sale_id=sale_id,
                sale_number=number or "",
                contact_name=contact or "",
                shop=shop or "",
                staff=member or "",
            )
        )
        here -= one.quantity_milli
    return rows


def movement_count(session: Session, product_id: int) -> int:
    """How many movements a product has."""
    query = select(func.count()).where(StockMovement.product_id == product_id)
    return session.scalar(query) or 0


def _check_day(day: dt.date | None) -> None:
    if day is not None and day > clock.today():
        raise UserError(
            _("{day} is still to come.").format(day=day),
            _("Nothing was changed."),
            _("Type the day it happened."),
        )


def _add(session: Session, product_id: int, draft: MovementDraft) -> None:
    product = products.found(session, product_id)
    product.stock_counted = True
    session.add(
        StockMovement(
            product_id=product_id,
            shop_id=draft.shop_id,
            moved_on=draft.moved_on or clock.today(),
            quantity_milli=draft.quantity_milli,
            reason=text.clean(draft.reason),
            note=text.clean(draft.note),
            staff_id=staff.or_me(session, None),
        )
    )
    session.flush()
