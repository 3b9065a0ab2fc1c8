"""What a person or the whole shop is to reach in a month, and how far they are."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from crm_desktop.core.errors import UserError
from crm_desktop.core.i18n import N_, _
from crm_desktop.core.money import divide_half_up
from crm_desktop.db.models import Staff, Target
from crm_desktop.services.commission import commission_bases
from crm_desktop.services.commission.commission_bases import BASES
from crm_desktop.services.commission.commission_plans import MOST_MINOR
from crm_desktop.services.figures.sales_figures import month_before, month_of
from crm_desktop.services.records import staff
from crm_desktop.services.settings import settings

SET_ACTION = N_("Set a target")
COPY_ACTION = N_("Take over last month's targets")


@dataclass(frozen=True, slots=True)
class TargetRow:
    """A target of a month; ``staff_id`` is ``None`` and ``name`` empty for the whole shop.

    ``reached_minor`` is what was done up to now, in the month alone.
    """

    month: dt.date
    staff_id: int | None
    name: str
    measure: str
    target_minor: int
    reached_minor: int
    currency: str

    @property
    def reached_bp(self) -> int:
        """How much of it is reached, in basis points; may be over 10,000 or below 0."""
        return divide_half_up(self.reached_minor * 10_000, self.target_minor)


def targets(
    session: Session, day: dt.date, known: commission_bases.Pools | None = None
) -> list[TargetRow]:
    """The targets of the month of ``day`` with their progress: the shop's first, then by name.

    ``known`` is what was read of that month already.
    """
    month = month_of(day)
    currency = settings.get(session, settings.CURRENCY)
    query = (
        select(Target.staff_id, Staff.name, Target.measure, Target.amount_minor)
        .outerjoin(Staff, Staff.id == Target.staff_id)
        .where(
            Target.month == month.first,
            Target.shop_id.is_(None),
            Target.currency == currency,
            Target.measure.in_(BASES),
            Target.amount_minor > 0,
        )
        .order_by(Target.staff_id.is_not(None), Staff.name, Target.staff_id, Target.id)
    )
    rows = session.execute(query).all()
    reached: dict[tuple[str, int | None], int] = defaultdict(int)
    pools = known or commission_bases.Pools(session, month, currency)
    for measure in sorted({row[2] for row in rows}):
        pool = pools.of(measure)
        reached[measure, None] = pool.total_minor
        for credit in pool.rows:
            if credit.staff_id is not None:
                reached[measure, credit.staff_id] += credit.amount_minor
    return [
        TargetRow(
            month.first, person, name or "", measure, amount, reached[measure, person], currency
        )
        for person, name, measure, amount in rows
    ]


def set_target(
    session: Session, day: dt.date, staff_id: int | None, amount_minor: int, measure: str = "sales"
) -> None:
    """Say what a person, or for ``None`` the whole shop, is to reach in the month of ``day``; 0
    lifts the target. Raises ``UserError`` for an impossible amount, ``NotFound``."""
    if not 0 <= amount_minor < MOST_MINOR or measure not in BASES:
        raise UserError(_("A target is an amount above 0."), _("Nothing was changed."))
    if staff_id is not None:
        staff.member(session, staff_id)
    month = day.replace(day=1)
    currency = settings.get(session, settings.CURRENCY)
    whose = Target.staff_id.is_(None) if staff_id is None else Target.staff_id == staff_id
    same = (Target.month == month, Target.measure == measure, Target.currency == currency)
    found = session.scalar(select(Target).where(*same, whose, Target.shop_id.is_(None)))
    if not amount_minor:
        if found is not None:
            session.delete(found)
    elif found is not None:
        found.amount_minor = amount_minor
    else:
        session.add(
            Target(
                month=month, measure=measure, staff_id=staff_id, amount_minor=amount_minor,
                currency=currency,
            )
        )  # fmt: skip
    session.flush()


def take_over(session: Session, day: dt.date) -> int:
    """Give the month of ``day`` the targets of the month before that it has none for yet; returns
    how many. Who left gets none."""
    here = {(one.staff_id, one.measure) for one in targets(session, day)}
    active = set(session.scalars(select(Staff.id).where(Staff.active, Staff.deleted_at.is_(None))))
    taken = 0
    for one in targets(session, month_before(day, 1)):
        known = one.staff_id is None or one.staff_id in active
        if known and (one.staff_id, one.measure) not in here:
            set_target(session, day, one.staff_id, one.target_minor, one.measure)
            taken += 1
    return taken


def set_many(
    session: Session, day: dt.date, amounts: Mapping[int | None, int], measure: str = "sales"
) -> None:
    """``set_target`` for several, ``None`` being the whole shop."""
    for person, amount in amounts.items():
        set_target(session, day, person, amount, measure)
