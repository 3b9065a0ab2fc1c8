"""What sales were about, in a line each."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from crm_desktop.core import formats
from crm_desktop.core.i18n import pgettext
from crm_desktop.db.models import Product, SaleLine


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
