"""Who shares in a sale, and how an amount is divided so that the parts add up exactly."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from crm_desktop.core import text
from crm_desktop.core.errors import NotFound, UserError
from crm_desktop.core.i18n import N_, _
from crm_desktop.core.money import divide_half_up
from crm_desktop.db.models import CommissionShare, Sale
from crm_desktop.services.records import staff

SPLIT_ACTION = N_("Share a sale")
WHOLE_BP = 10_000

Shares = tuple[tuple[int | None, int], ...]
"""Who (``None``: nobody is named) with their part in basis points; together ``WHOLE_BP``."""


def divide(amount: int, parts: Sequence[int]) -> list[int]:
    """``amount`` in the ratio of ``parts``, in minor units; the results add up to ``amount``.

    Each border between two parts is rounded half up once, so no part is off by more than one
    unit. Parts that add up to nothing leave all to the first.
    """
    total = sum(parts)
    if total == 0:
        return [amount, *[0] * (len(parts) - 1)]
    found, reached, given = [], 0, 0
    for part in parts:
        reached += part
        border = divide_half_up(amount * reached, total)
        found.append(border - given)
        given = border
    return found


def of_sales(session: Session, sale_ids: Sequence[int]) -> dict[int, Shares]:
    """Who shares in each of these sales. The seller has what nobody else was given."""
    given: dict[int, list[tuple[int, int]]] = defaultdict(list)
    found: dict[int, Shares] = {}
    for start in range(0, len(sale_ids), 500):
        some = sale_ids[start : start + 500]
        query = (
            select(CommissionShare.sale_id, CommissionShare.staff_id, CommissionShare.share_bp)
            .where(CommissionShare.sale_id.in_(some))
            .order_by(CommissionShare.id)
        )
        for sale, person, share in session.execute(query):
            given[sale].append((person, share))
        sellers = select(Sale.id, Sale.staff_id).where(Sale.id.in_(some))
        for sale, seller in session.execute(sellers):
            others: list[tuple[int | None, int]] = list(given[sale])
            rest = WHOLE_BP - sum(share for _person, share in others)
            found[sale] = ((seller, rest), *others) if rest or not others else tuple(others)
    return found


def share(session: Session, sale_id: int, parts: Mapping[int, int]) -> None:
    """Give others a part of a sale, in basis points by member of staff; the seller keeps the rest.

    Nothing given takes the shares away. Raises ``NotFound``, and ``UserError`` for parts that are
    not above 0 or come to more than the whole.
    """
    sale = session.get(Sale, sale_id)
    if sale is None or sale.deleted_at is not None:
        raise NotFound(_("This sale does not exist any more."), _("Nothing was changed."))
    for person in parts:
        staff.member(session, person)
    if any(part <= 0 for part in parts.values()) or sum(parts.values()) > WHOLE_BP:
        raise UserError(
            _("The parts of a sale are above 0 % and together at most 100 %."),
            _("Nothing was changed."),
        )
    session.execute(delete(CommissionShare).where(CommissionShare.sale_id == sale_id))
    session.add_all(
        CommissionShare(sale_id=sale_id, staff_id=person, share_bp=part)
        for person, part in parts.items()
    )
    session.flush()


def by_number(session: Session, number: str) -> int:
    """The id of the sale with that number. Raises ``NotFound``."""
    query = select(Sale.id).where(Sale.number == number.strip(), Sale.deleted_at.is_(None))
    found = session.scalar(query.order_by(Sale.id.desc()))
    if found is None or not number.strip():
        raise NotFound(
            _("There is no sale with the number {number}.").format(number=text.clean(number)),
            _("Nothing was changed."),
        )
    return found
