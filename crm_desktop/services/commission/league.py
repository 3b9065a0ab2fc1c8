"""The staff of a month side by side: what they sold, what it brought, what they earn."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Set
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import Session

from crm_desktop.core import clock
from crm_desktop.core.money import divide_half_up
from crm_desktop.db.models import Sale, Staff
from crm_desktop.services.commission import commission, commission_bases, targets
from crm_desktop.services.commission.commission_bases import Credits
from crm_desktop.services.figures import sales_figures
from crm_desktop.services.figures.sales_figures import Period, month_of
from crm_desktop.services.settings import settings


@dataclass(frozen=True, slots=True)
class LeagueRow:
    """One person's month, amounts in minor units; ``before_minor`` is the month before, of a month
    that still runs its same days. ``staff_id`` is ``None`` and ``name`` empty for
    sales that nobody is named for. ``orders`` counts sales they have a part in, not returns;
    ``place`` is shared by equals. ``target_minor`` is their target of sales, 0 for none;
    ``commission_minor`` is ``None`` where no plan is about them."""

    place: int
    staff_id: int | None
    name: str
    sales_minor: int
    before_minor: int
    orders: int
    margin_minor: int
    received_minor: int
    returned_minor: int
    target_minor: int
    commission_minor: int | None

    @property
    def reached_bp(self) -> int | None:
        """How much of the target is reached, in basis points; ``None`` without one."""
        if not self.target_minor:
            return None
        return divide_half_up(self.sales_minor * 10_000, self.target_minor)


@dataclass(frozen=True, slots=True)
class League:
    """The month, most sales first. ``without_cost`` counts lines that margin leaves out,
    ``charged_minor`` is what the sales came to with tax on top, and ``shared`` says that several
    have a part in one sale."""

    month: dt.date
    currency: str
    rows: tuple[LeagueRow, ...]
    without_cost: int
    charged_minor: int = 0
    shared: bool = False

    @property
    def sales_minor(self) -> int:
        """What all sold together: no sale counts twice."""
        return sum(row.sales_minor for row in self.rows)


@dataclass(slots=True)
class _Sum:
    amount: int = 0
    returned: int = 0
    orders: set[int] = field(default_factory=set)


def league(session: Session, day: dt.date) -> League:
    """The league of the month of ``day``: who works here, and who left but had a part in it."""
    month = month_of(day)
    currency = settings.get(session, settings.CURRENCY)
    pools = commission_bases.Pools(session, month, currency)
    so_far = Period(month.first, min(month.last, max(month.first, clock.today())))
    earlier = sales_figures.same_days(so_far, 1)
    returns = _returns(session, month)
    sold = _sums(pools.of("sales"), returns)
    margin, received = _sums(pools.of("margin"), returns), _sums(pools.of("received"), returns)
    before = _sums(commission_bases.credited(session, earlier, "sales", currency), returns)
    without = pools.of("margin").without_cost
    made = commission.statements(session, day, pools)
    earned = {one.staff_id: one.commission_minor for one in made if one.rows}
    aims = _aims(session, day, pools)
    names = _names(session, {*sold, *margin, *received, *earned})
    named = [sold[one].amount for one in names if one is not None]
    rows = [
        LeagueRow(
            place=0 if one is None else 1 + sum(other > sold[one].amount for other in named),
            staff_id=one,
            name=name,
            sales_minor=sold[one].amount,
            before_minor=before[one].amount,
            orders=len(sold[one].orders),
            margin_minor=margin[one].amount,
            received_minor=received[one].amount,
            returned_minor=sold[one].returned,
            target_minor=0 if one is None else aims.get(one, 0),
            commission_minor=None if one is None else earned.get(one),
        )
        for one, name in names.items()
    ]
    rows.sort(key=lambda row: (row.staff_id is None, row.place, row.name, row.staff_id or 0))
    charged = sales_figures.sales_in(session, month, currency).amount_minor
    return League(month.first, currency, tuple(rows), without, charged, _shared(sold.values()))


def _aims(session: Session, day: dt.date, pools: commission_bases.Pools) -> dict[int, int]:
    """What each is to sell in the month."""
    return {
        one.staff_id: one.target_minor
        for one in targets.targets(session, day, pools)
        if one.measure == "sales" and one.staff_id is not None
    }


def _shared(sums: Collection[_Sum]) -> bool:
    """True when several have a part in one sale."""
    return sum(len(one.orders) for one in sums) > len(set().union(*(one.orders for one in sums)))


def _names(session: Session, had: Set[int | None]) -> dict[int | None, str]:
    """Who is listed; ``None`` when something is in nobody's name."""
    query = select(Staff.id, Staff.name, Staff.active).where(Staff.deleted_at.is_(None))
    names: dict[int | None, str] = {
        one: name for one, name, active in session.execute(query) if active or one in had
    }
    return {**names, None: ""} if None in had else names


def _returns(session: Session, month: Period) -> set[int]:
    query = select(Sale.id).where(
        Sale.kind == "return", Sale.sold_on.between(month.first, month.last)
    )
    return set(session.scalars(query))


def _sums(pool: Credits, returns: Set[int]) -> dict[int | None, _Sum]:
    """What each person is credited with."""
    found: dict[int | None, _Sum] = defaultdict(_Sum)
    for credit in pool.rows:
        one = found[credit.staff_id]
        one.amount += credit.amount_minor
        if credit.sale_id in returns:
            one.returned += credit.amount_minor
        else:
            one.orders.add(credit.sale_id)
    return found
