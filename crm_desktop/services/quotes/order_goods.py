"""What of an order is left to send: what was ordered, less what went or came back unsent."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import Session, aliased

from crm_desktop.db.models import Delivery, DeliveryLine, Sale, SaleLine


def sent_milli(line: Any) -> ColumnElement[int]:
    """Thousandths of ``line`` (an alias of ``SaleLine``) that went."""
    return (
        select(func.coalesce(func.sum(DeliveryLine.quantity_milli), 0))
        .where(DeliveryLine.sale_line_id == line.id)
        .correlate(line)
        .scalar_subquery()
    )


def left_milli(line: Any) -> ColumnElement[int]:
    """Thousandths of ``line`` (an alias of ``SaleLine``) still to send.

    Goods taken back were delivered before, as far as so many had gone by that day: those are not
    sent again. What came back beyond them never went, and need not go any more.
    """
    came, came_of = aliased(SaleLine), aliased(Sale)
    until, until_of = aliased(SaleLine), aliased(Sale)
    back = _returns(select(func.sum(-until.quantity_milli)), until, until_of, line).where(
        until_of.sold_on <= came_of.sold_on
    )
    went = (
        select(func.coalesce(func.sum(DeliveryLine.quantity_milli), 0))
        .join(Delivery, Delivery.id == DeliveryLine.delivery_id)
        .where(DeliveryLine.sale_line_id == line.id, Delivery.shipped_on <= came_of.sold_on)
    )
    over = back.correlate(line, came_of).scalar_subquery() - (
        went.correlate(line, came_of).scalar_subquery()
    )
    unsent = _returns(select(func.max(over)), came, came_of, line).correlate(line)
    left: ColumnElement[int] = (
        line.quantity_milli
        - sent_milli(line)
        - func.max(func.coalesce(unsent.scalar_subquery(), 0), 0)
    )
    return left


def sent_and_left(session: Session, sale_ids: list[int]) -> dict[int, tuple[int, int]]:
    """By sale the thousandths of all its lines that went, and that are left to send."""
    line = aliased(SaleLine)
    query = (
        select(line.sale_id, func.sum(sent_milli(line)), func.sum(left_milli(line)))
        .where(line.sale_id.in_(sale_ids), line.quantity_milli > 0)
        .group_by(line.sale_id)
    )
    return {row[0]: (row[1], row[2]) for row in session.execute(query)}


def _returns(query: Select[Any], back: Any, of: Any, line: Any) -> Select[Any]:
    """``query`` over the lines ``back`` of the returns ``of`` that took goods of ``line`` back."""
    return (
        query.select_from(back)
        .join(of, of.id == back.sale_id)
        .where(back.return_of_line_id == line.id, of.status == "confirmed", of.deleted_at.is_(None))
    )
