"""What the page of one customer shows beyond the panel: rhythm, rank, months, deals, equipment."""

from __future__ import annotations

import datetime as dt
import statistics
from dataclasses import dataclass
from itertools import pairwise

from sqlalchemy import String, cast, func, literal_column, select
from sqlalchemy.orm import Session

from crm_desktop.core import money
from crm_desktop.db.models import Asset, ContactStats, Deal, DealStage, Product, Sale
from crm_desktop.services import expenses
from crm_desktop.services.deals.deal_stages import deal_stage_name
from crm_desktop.services.figures import sales_figures
from crm_desktop.services.figures.sales_figures import Period, counted, month_before
from crm_desktop.services.payments import stored_value
from crm_desktop.services.records import contact_record

MONTHS = 12


@dataclass(frozen=True, slots=True)
class OpenDealRow:
    """A deal under way; ``step`` of ``steps`` stages on the way to the end."""

    id: int
    title: str
    amount_minor: int
    currency: str
    stage: str
    step: int
    steps: int
    days_in_stage: int | None
    expected_on: dt.date | None


@dataclass(frozen=True, slots=True)
class AssetRow:
    """A thing at the customer's; ``days_left`` until its next service, negative when late."""

    id: int
    name: str
    place: str
    serial: str
    warranty_until: dt.date | None
    next_service_on: dt.date | None
    days_left: int | None


@dataclass(frozen=True, slots=True)
class ContactProfile:
    """Money in minor units of the customer's currency.

    ``rank`` is the place by total spend, 1 the highest; ``None`` who never spent.
    ``usual_days`` is the median interval between days of purchase, ``None`` before the second.
    ``shop_average_minor`` is the average order of the whole shop in the last twelve months.
    ``cost_minor`` is what was ever spent on them, ``stored_minor`` their credit and bonus.
    ``months`` are the first days of the last twelve months with what was bought in each.
    """

    rank: int | None
    orders_this_year: int
    average_minor: int | None
    shop_average_minor: int | None
    usual_days: int | None
    silent_days: int | None
    months: tuple[tuple[dt.date, int], ...]
    deals: tuple[OpenDealRow, ...]
    assets: tuple[AssetRow, ...]
    cost_minor: int = 0
    stored_minor: int = 0


def profile(session: Session, contact_id: int, today: dt.date) -> ContactProfile:
    """One customer's page as of ``today``. Raises ``NotFound``."""
    currency = contact_record.found(session, contact_id).currency
    spent = session.scalar(
        select(ContactStats.spent_minor).where(ContactStats.contact_id == contact_id)
    )
    days, amounts = _purchases(session, contact_id, today, currency)
    orders = len(amounts)
    year = Period(month_before(today, MONTHS - 1), today)
    return ContactProfile(
        rank=_rank(session, spent or 0),
        orders_this_year=sum(1 for day in days if day.year == today.year),
        average_minor=money.divide_half_up(sum(amounts), orders) if orders else None,
        shop_average_minor=sales_figures.sales_in(session, year, currency).average_ticket_minor,
        usual_days=_usual_days(days),
        silent_days=(today - days[-1]).days if days else None,
        months=_months(session, contact_id, today, currency),
        deals=_deals(session, contact_id, today),
        assets=_assets(session, contact_id, today),
        cost_minor=expenses.cost_of(session, contact_id).get(currency, 0),
        stored_minor=stored_value.holding(session, contact_id, currency).total_minor,
    )


def _rank(session: Session, spent_minor: int) -> int | None:
    if spent_minor <= 0:
        return None
    richer = select(func.count()).where(ContactStats.spent_minor > spent_minor)
    return (session.scalar(richer) or 0) + 1


def _purchases(
    session: Session, contact_id: int, today: dt.date, currency: str
) -> tuple[list[dt.date], list[int]]:
    """Days and amounts of all purchases up to ``today``, in order."""
    query = (
        select(Sale.sold_on, Sale.total_minor)
        .where(
            Sale.contact_id == contact_id,
            Sale.kind == "sale",
            Sale.sold_on <= today,
            counted(currency),
        )
        .order_by(Sale.sold_on)
    )
    found = session.execute(query).all()
    return [day for day, _amount in found], [amount for _day, amount in found]


def _usual_days(days: list[dt.date]) -> int | None:
    """Median interval between different days of purchase, halves rounded up."""
    different = sorted(set(days))
    gaps = [(later - earlier).days for earlier, later in pairwise(different)]
    return int(statistics.median(gaps) + 0.5) if gaps else None


def _months(
    session: Session, contact_id: int, today: dt.date, currency: str
) -> tuple[tuple[dt.date, int], ...]:
    firsts = [month_before(today, back) for back in range(MONTHS - 1, -1, -1)]
    month = func.substr(cast(Sale.sold_on, String), 1, 7)
    query = (
        select(month, func.sum(Sale.total_minor))
        .where(
            Sale.contact_id == contact_id,
            Sale.sold_on.between(firsts[0], today),
            counted(currency),
        )
        .group_by(month)
    )
    found: dict[str, int] = dict(session.execute(query).all())
    return tuple((first, found.get(f"{first:%Y-%m}", 0)) for first in firsts)


def _deals(session: Session, contact_id: int, today: dt.date) -> tuple[OpenDealRow, ...]:
    stages = session.scalars(
        select(DealStage)
        .where(DealStage.outcome == "", DealStage.deleted_at.is_(None))
        .order_by(DealStage.position, DealStage.id)
    ).all()
    places = {stage.id: at for at, stage in enumerate(stages, 1)}
    names = {stage.id: deal_stage_name(stage.code, stage.name) for stage in stages}
    query = (
        select(Deal)
        .where(
            Deal.contact_id == contact_id,
            Deal.state == literal_column("'open'"),
            Deal.deleted_at.is_(None),
        )
        .order_by(Deal.amount_minor.desc(), Deal.id)
    )
    return tuple(
        OpenDealRow(
            id=deal.id,
            title=deal.title,
            amount_minor=deal.amount_minor,
            currency=deal.currency,
            stage=names.get(deal.stage_id or 0, ""),
            step=places.get(deal.stage_id or 0, 0),
            steps=len(stages),
            days_in_stage=(today - deal.stage_since).days if deal.stage_since else None,
            expected_on=deal.expected_on,
        )
        for deal in session.scalars(query)
    )


def _assets(session: Session, contact_id: int, today: dt.date) -> tuple[AssetRow, ...]:
    query = (
        select(Asset, Product.name)
        .outerjoin(Product, Product.id == Asset.product_id)
        .where(
            Asset.contact_id == contact_id, Asset.retired_on.is_(None), Asset.deleted_at.is_(None)
        )
        .order_by(Asset.next_service_on.is_(None), Asset.next_service_on, Asset.id)
    )
    return tuple(
        AssetRow(
            id=asset.id,
            name=asset.name or product or "",
            place=asset.place,
            serial=asset.serial,
            warranty_until=asset.warranty_until,
            next_service_on=asset.next_service_on,
            days_left=(asset.next_service_on - today).days if asset.next_service_on else None,
        )
        for asset, product in session.execute(query)
    )
