"""Equipment of a sale whose goods are gone: nobody calls about a machine that came back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from crm_desktop.db.models import Asset, Sale, SaleLine


def retire_gone(session: Session, line_ids: Iterable[int], day: dt.date) -> None:
    """Take equipment out of use whose sale line was cancelled or came back whole.

    Where a part came back nobody knows which piece that was: the shop says so on its card.
    """
    ids = list(line_ids)
    back = (
        select(func.coalesce(func.sum(-SaleLine.quantity_milli), 0))
        .join(Sale, Sale.id == SaleLine.sale_id)
        .where(Sale.status == "confirmed", Sale.deleted_at.is_(None))
    )
    standing = (
        select(Asset, SaleLine, Sale.status)
        .join(SaleLine, SaleLine.id == Asset.sale_line_id)
        .join(Sale, Sale.id == SaleLine.sale_id)
        .where(SaleLine.id.in_(ids), Asset.retired_on.is_(None), Asset.deleted_at.is_(None))
    )
    for asset, line, status in session.execute(standing).all():
        came = session.scalar(back.where(SaleLine.return_of_line_id == line.id)) or 0
        if status == "cancelled" or came >= line.quantity_milli:
            asset.retired_on = day
    session.flush()
