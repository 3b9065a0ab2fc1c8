"""The Today page: what happened, what is due, and whom to call next, in one reading."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from crm_desktop.db.models import Contact, Sale
from crm_desktop.services.assets import warranties
from crm_desktop.services.deals import deal_stalls
from crm_desktop.services.deals.deal_list import DealRow
from crm_desktop.services.figures import replenishment
from crm_desktop.services.figures.sale_goods import goods_of
from crm_desktop.services.follow_ups import follow_ups, urging
from crm_desktop.services.follow_ups.follow_ups import FollowUpQuery, FollowUpRow
from crm_desktop.services.payments import receivables
from crm_desktop.services.records import birthdays
from crm_desktop.services.settings import settings
from crm_desktop.services.summaries import kpis
from crm_desktop.services.today import care_steps, shop_watch, since_yesterday, sticky_notes
from crm_desktop.services.today.since_yesterday import DayActivity

_LISTED = 50

ROWS, FIGURES, TRENDS = range(3)
"""How far Today is read."""

FIGURED = (
    "asset", "contact", "deal", "deal_stage", "delivery", "delivery_line", "payment",
    "payment_allocation", "product", "quote", "sale", "sale_line", "sale_return", "setting",
    "stock_movement",
)  # fmt: skip
"""The tables that what takes longest is reckoned from."""


@dataclass(frozen=True, slots=True)
class OwedRow:
    """A sale to collect. ``what`` is its remark, or else its goods; ``days_late`` is 0 or less
    until it is due."""

    sale_id: int
    number: str
    contact_id: int | None
    name: str
    kind: str
    what: str
    due_on: dt.date
    days_late: int
    open_minor: int


@dataclass(frozen=True, slots=True)
class TodayRow:
    """Everything on Today. Lists are capped, counts are not.

    ``urged`` ones may stand in ``overdue`` and ``due`` too. ``planned`` tells of the customers
    of the other lists for when something is planned with them already; ``days`` are yesterday
    and today. ``badge`` is what is overdue or due today: the red number beside Today in the
    navigation.

    ``waiting`` is of the shop itself: late orders, services, quotes about to end, low stock.

    ``depth`` says how far it is read: before ``FIGURES`` there are no figures, no ``reorder`` and
    nothing ``waiting``,
    before ``TRENDS`` the figures lack their twelve months and ``days`` may be ``None``.
    """

    depth: int
    day: dt.date
    owner_name: str
    shop_name: str
    currency: str
    kpis: kpis.Kpis
    urged: tuple[FollowUpRow, ...]
    overdue_count: int
    overdue: tuple[FollowUpRow, ...]
    due_count: int
    due: tuple[FollowUpRow, ...]
    done: tuple[FollowUpRow, ...]
    owed_minor: int
    owed_count: int
    owed: tuple[OwedRow, ...]
    reorder_count: int
    reorder: tuple[replenishment.ReplenishmentRow, ...]
    birthdays: tuple[birthdays.BirthdayRow, ...]
    warranties: tuple[warranties.WarrantyRow, ...]
    notes: tuple[sticky_notes.StickyNoteRow, ...]
    stalled: tuple[DealRow, ...]
    planned: Mapping[int, dt.date]
    days: tuple[DayActivity, DayActivity] | None
    badge: int
    waiting: tuple[shop_watch.WatchRow, ...] = ()


def today(
    session: Session, day: dt.date, depth: int = TRENDS, known: TodayRow | None = None
) -> TodayRow:
    """Today as of ``day``, as far as ``depth``.

    A large file answers ``ROWS`` many times faster than the rest: paint them first, and ask
    ``further`` for what is left. ``known`` was read before and nothing in ``FIGURED`` has changed
    since: what takes longest is taken from it.
    """
    row = _rows(session, day, known if known and known.day == day else None)
    while row.depth < depth:
        row = further(session, row)
    return row


def _rows(session: Session, day: dt.date, known: TodayRow | None) -> TodayRow:
    currency = settings.get(session, settings.CURRENCY)
    late = follow_ups.count(session, FollowUpQuery("overdue", today=day))
    due = follow_ups.count(session, FollowUpQuery("today", today=day))
    owed = receivables.receivables(session, day, currency)
    owed_rows = _owed_rows(session, owed.open_sales[:_LISTED])
    reorder = known.reorder if known else ()
    born = birthdays.coming(session, day)
    ending = warranties.ending(session, day)
    return TodayRow(
        depth=min(known.depth, FIGURES) if known else ROWS,
        day=day,
        owner_name=settings.get(session, settings.OWNER_NAME),
        shop_name=settings.get(session, settings.SHOP_NAME),
        currency=currency,
        kpis=known.kpis if known else kpis.NOT_READ,
        urged=tuple(urging.urged(session, day, _LISTED)),
        overdue_count=late,
        overdue=tuple(follow_ups.overdue(session, day, _LISTED)),
        due_count=due,
        due=tuple(follow_ups.due_today(session, day, _LISTED)),
        done=tuple(follow_ups.done_today(session, day, _LISTED)),
        owed_minor=owed.total_minor,
        owed_count=len(owed.open_sales),
        owed=owed_rows,
        reorder_count=known.reorder_count if known else 0,
        reorder=reorder,
        birthdays=tuple(born),
        warranties=tuple(ending),
        stalled=tuple(deal_stalls.stalled(session, day, _LISTED)),
        planned=_planned(session, owed_rows, reorder, born, ending),
        days=known.days if known else None,
        notes=tuple(sticky_notes.notes(session)),
        badge=late + due,
        waiting=known.waiting if known else (),
    )


def further(session: Session, row: TodayRow) -> TodayRow:
    """The same one step deeper: the figures and who runs out, then the trends and the days."""
    day = row.day
    owed = receivables.receivables(session, day, row.currency)
    if row.depth == ROWS:
        ahead = replenishment.days_ahead(session)
        reorder = replenishment.due(session, day, ahead, None)
        listed = tuple(reorder[:_LISTED])
        return replace(
            row,
            depth=FIGURES,
            kpis=kpis.kpis(session, day, row.currency, owed, trends=False),
            reorder_count=len(reorder),
            reorder=listed,
            planned={**row.planned, **_planned(session, listed)},
            waiting=tuple(shop_watch.waiting(session, day)),
        )
    whole = bool(row.kpis.sales.points)  # as it is where the figures were known
    return replace(
        row,
        depth=TRENDS,
        kpis=row.kpis if whole else kpis.kpis(session, day, row.currency, owed, trends=True),
        days=since_yesterday.since_yesterday(session, day, row.currency),
    )


def _planned(session: Session, *lists: Sequence[Any]) -> dict[int, dt.date]:
    """For when something is planned with the customers of these lists."""
    return care_steps.planned(session, {row.contact_id for rows in lists for row in rows} - {None})


def badge(session: Session, day: dt.date) -> int:
    """How many follow-ups are overdue or due on ``day``."""
    return follow_ups.count(session, FollowUpQuery("overdue", today=day)) + follow_ups.count(
        session, FollowUpQuery("today", today=day)
    )


def _owed_rows(session: Session, sales: Sequence[receivables.OpenSale]) -> tuple[OwedRow, ...]:
    ids = [sale.sale_id for sale in sales]
    goods = goods_of(session, ids)
    query = (
        select(Sale.id, Sale.remark, Contact.kind)
        .outerjoin(Contact, Contact.id == Sale.contact_id)
        .where(Sale.id.in_(ids))
    )
    words = {sale_id: (remark, kind or "") for sale_id, remark, kind in session.execute(query)}
    return tuple(
        OwedRow(
            sale_id=sale.sale_id,
            number=sale.number,
            contact_id=sale.contact_id,
            name=sale.name,
            kind=words[sale.sale_id][1],
            what=words[sale.sale_id][0] or goods.get(sale.sale_id, ""),
            due_on=sale.due_on,
            days_late=sale.days_late,
            open_minor=sale.open_minor,
        )
        for sale in sales
    )
