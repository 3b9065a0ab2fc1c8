"""What open deals will bring, month by month; keeping a forecast, and comparing it to now.

Amounts are in the shop's currency; deals in others are left out and counted. An open deal whose
expected day has passed counts in the present month: nothing can come in the past any more.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from crm_desktop.core.errors import NotFound, UserError
from crm_desktop.core.i18n import N_, _
from crm_desktop.db.models import Deal, DealStage, ForecastSnapshot
from crm_desktop.services.deals.deal_list import weighted
from crm_desktop.services.settings import settings

KEEP_ACTION = N_("Keep the forecast")
SURE_BP = 8_000
"""From here on a deal counts as committed."""


@dataclass(frozen=True, slots=True)
class ForecastMonth:
    """A month, ``None`` for deals without an expected day.

    ``weighted_minor`` counts every open deal by how sure its stage is, ``committed_minor`` those
    at least ``SURE_BP`` sure in full, ``best_minor`` all of them in full; ``won_minor`` is won in
    that month already and in none of the others. ``late`` deals should have come before;
    ``deal_ids`` are the open ones.
    """

    month: dt.date | None
    count: int
    weighted_minor: int
    committed_minor: int
    best_minor: int
    won_minor: int
    late: int
    deal_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Forecast:
    """The months from this one on that have deals; this one always, undated deals last."""

    months: tuple[ForecastMonth, ...]
    currency: str
    left_out: int


@dataclass(frozen=True, slots=True)
class MonthChange:
    """A month in the kept forecast and now. ``now_minor`` is won since then plus still open."""

    month: dt.date
    then_minor: int
    won_minor: int
    open_minor: int

    @property
    def now_minor(self) -> int:
        """What the month counts for today."""
        return self.won_minor + self.open_minor


@dataclass(frozen=True, slots=True)
class DealChange:
    """What became of one deal. ``kind``: ``won``, ``lost``, ``dormant``, ``deleted``, ``new``,
    ``undated``, ``later``, ``earlier``, ``amount``, ``surer`` or ``less_sure``."""

    deal_id: int
    title: str
    kind: str
    then_minor: int
    now_minor: int
    then_month: dt.date | None
    now_month: dt.date | None


@dataclass(frozen=True, slots=True)
class Comparison:
    """A kept forecast beside today's: months, and the deals that make the difference."""

    taken_on: dt.date
    months: tuple[MonthChange, ...]
    deals: tuple[DealChange, ...]
    currency: str


def forecast(session: Session, today: dt.date) -> Forecast:
    """The forecast as of ``today``."""
    currency = settings.get(session, settings.CURRENCY)
    deals, left_out = _open_deals(session, today, currency)
    this_month = today.replace(day=1)
    found: dict[dt.date | None, list[_Expected]] = {this_month: []}
    for deal in deals:
        found.setdefault(deal.month, []).append(deal)
    won = _won_in(session, this_month, today, currency)
    order = sorted(found, key=lambda month: (month is None, month or today))
    months = tuple(
        ForecastMonth(
            month=month,
            count=len(found[month]),
            weighted_minor=sum(deal.weighted_minor for deal in found[month]),
            committed_minor=sum(
                deal.amount_minor for deal in found[month] if deal.probability_bp >= SURE_BP
            ),
            best_minor=sum(deal.amount_minor for deal in found[month]),
            won_minor=won if month == this_month else 0,
            late=sum(deal.late for deal in found[month]),
            deal_ids=tuple(deal.id for deal in found[month]),
        )
        for month in order
    )
    return Forecast(months, currency, left_out)


def keep(session: Session, today: dt.date) -> int:
    """Keep today's forecast to compare with later, in the place of one kept today already.

    Returns how many deals are in it. Raises ``UserError`` without any deal that has a day.
    """
    currency = settings.get(session, settings.CURRENCY)
    deals, _left_out = _open_deals(session, today, currency)
    dated = [deal for deal in deals if deal.month is not None]
    if not dated:
        raise UserError(
            _("No open deal has an expected day."),
            _("Nothing was changed."),
            _("Say for some deals when you expect them."),
        )
    session.execute(delete(ForecastSnapshot).where(ForecastSnapshot.taken_on == today))
    session.add_all(
        ForecastSnapshot(
            taken_on=today, month=deal.month, deal_id=deal.id, amount_minor=deal.amount_minor,
            currency=currency, probability_bp=deal.probability_bp,
        )
        for deal in dated
    )  # fmt: skip
    session.flush()
    return len(dated)


def kept_days(session: Session) -> list[dt.date]:
    """The days forecasts were kept on, the latest first."""
    query = select(ForecastSnapshot.taken_on).distinct()
    return list(session.scalars(query.order_by(ForecastSnapshot.taken_on.desc())))


def compare(session: Session, taken_on: dt.date, today: dt.date) -> Comparison:
    """The forecast kept on a day beside today's. Raises ``NotFound`` when none was."""
    currency = settings.get(session, settings.CURRENCY)
    then = {
        row.deal_id: row
        for row in session.scalars(
            select(ForecastSnapshot).where(
                ForecastSnapshot.taken_on == taken_on, ForecastSnapshot.currency == currency
            )
        )
    }
    if not then:
        raise NotFound(_("No forecast was kept on that day."), _("Nothing was changed."))
    deals, _left_out = _open_deals(session, today, currency)
    still_open = {deal.id: deal for deal in deals}
    ended = _ended(session, taken_on, currency)
    changes = [
        _change(deal_id, then.get(deal_id), still_open.get(deal_id), ended.get(deal_id))
        for deal_id in sorted({*then, *still_open, *ended})
    ]
    told = [one for one in changes if one is not None and one.kind]
    told.sort(key=lambda one: -abs(one.now_minor - one.then_minor))
    return Comparison(taken_on, _months(then, still_open, ended), tuple(told), currency)


@dataclass(frozen=True, slots=True)
class _Expected:
    """An open deal as it counts today."""

    id: int
    title: str
    month: dt.date | None
    late: bool
    amount_minor: int
    probability_bp: int

    @property
    def weighted_minor(self) -> int:
        return weighted(self.amount_minor, self.probability_bp)


@dataclass(frozen=True, slots=True)
class _Ended:
    """A deal that is open no more; ``won_minor`` is nothing unless it was won."""

    title: str
    kind: str
    month: dt.date | None
    won_minor: int


def _open_deals(session: Session, today: dt.date, currency: str) -> tuple[list[_Expected], int]:
    """The open deals in the shop's currency, and how many are in others."""
    query = (
        select(
            Deal.id, Deal.title, Deal.expected_on, Deal.amount_minor, Deal.currency,
            func.coalesce(DealStage.probability_bp, 0),
        )
        .outerjoin(DealStage, DealStage.id == Deal.stage_id)
        .where(Deal.state == "open", Deal.deleted_at.is_(None))
    )  # fmt: skip
    this_month = today.replace(day=1)
    found, left_out = [], 0
    for deal_id, title, day, amount, own, probability in session.execute(query):
        if own != currency:
            left_out += 1
            continue
        month = max(day.replace(day=1), this_month) if day else None
        late = day is not None and day < today
        found.append(_Expected(deal_id, title, month, late, amount, probability))
    return found, left_out


def _won_in(session: Session, first: dt.date, last: dt.date, currency: str) -> int:
    query = select(func.coalesce(func.sum(Deal.amount_minor), 0)).where(
        Deal.state == "won",
        Deal.deleted_at.is_(None),
        Deal.currency == currency,
        Deal.closed_on >= first,
        Deal.closed_on <= last,
    )
    return session.scalar(query) or 0


def _ended(session: Session, taken_on: dt.date, currency: str) -> dict[int, _Ended]:
    """What became of kept deals that are open no more, and deals made and won since."""
    since = (Deal.state == "won") & (Deal.closed_on > taken_on) & Deal.deleted_at.is_(None)
    kept = select(ForecastSnapshot.deal_id).where(ForecastSnapshot.taken_on == taken_on)
    query = select(Deal).where(Deal.currency == currency, since | Deal.id.in_(kept))
    found = {}
    for deal in session.scalars(query):
        if deal.state == "open" and deal.deleted_at is None:
            continue
        won = deal.state == "won" and deal.deleted_at is None
        month = deal.closed_on.replace(day=1) if won and deal.closed_on else None
        kind = "deleted" if deal.deleted_at is not None else deal.state
        found[deal.id] = _Ended(deal.title, kind, month, deal.amount_minor if won else 0)
    return found


def _change(
    deal_id: int, then: ForecastSnapshot | None, now: _Expected | None, ended: _Ended | None
) -> DealChange | None:
    then_month = then.month if then is not None else None
    then_minor = weighted(then.amount_minor, then.probability_bp) if then is not None else 0
    if ended is not None:
        return DealChange(
            deal_id, ended.title, ended.kind, then_minor, ended.won_minor, then_month, ended.month
        )
    if now is None or (then is None and now.month is None):
        return None
    now_minor = now.weighted_minor if now.month is not None else 0
    return DealChange(
        deal_id, now.title, _kind(then, now), then_minor, now_minor, then_month, now.month
    )


def _kind(then: ForecastSnapshot | None, now: _Expected) -> str:
    """The most telling difference of a deal still open; empty for none."""
    if then is None:
        return "new"
    if now.month is None:
        return "undated"
    if now.month != then.month:
        return "later" if now.month > then.month else "earlier"
    if now.amount_minor != then.amount_minor:
        return "amount"
    if now.probability_bp != then.probability_bp:
        return "surer" if now.probability_bp > then.probability_bp else "less_sure"
    return ""


def _months(
    then: Mapping[int, ForecastSnapshot],
    still_open: Mapping[int, _Expected],
    ended: Mapping[int, _Ended],
) -> tuple[MonthChange, ...]:
    sums: dict[dt.date, list[int]] = {}
    for row in then.values():
        sums.setdefault(row.month, [0, 0, 0])[0] += weighted(row.amount_minor, row.probability_bp)
    for one in ended.values():
        if one.month is not None:
            sums.setdefault(one.month, [0, 0, 0])[1] += one.won_minor
    for deal in still_open.values():
        if deal.month is not None:
            sums.setdefault(deal.month, [0, 0, 0])[2] += deal.weighted_minor
    return tuple(MonthChange(month, *sums[month]) for month in sorted(sums))
