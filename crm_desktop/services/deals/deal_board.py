"""The board of deals: a column per stage, and the sums above it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from crm_desktop.core import clock
from crm_desktop.core.errors import UserError
from crm_desktop.core.i18n import N_, _
from crm_desktop.db.models import Deal, DealStage
from crm_desktop.services.deals import deal_limits, deal_list, deal_stages, deals
from crm_desktop.services.deals.deal_limits import Limit
from crm_desktop.services.deals.deal_list import DealQuery, DealRow
from crm_desktop.services.deals.deal_stages import StageRow
from crm_desktop.services.settings import settings

TARGET_ACTION = N_("Set the target of a month")
CARDS = 100
"""The most cards of a column; the list shows the rest."""


@dataclass(frozen=True, slots=True)
class Column:
    """A stage with its deals. Sums are in the shop's currency and over all ``count`` deals."""

    stage: StageRow
    count: int
    sum_minor: int
    weighted_minor: int
    cards: tuple[DealRow, ...]


@dataclass(frozen=True, slots=True)
class Board:
    """Open deals by stage, and at the end what was won this month.

    Sums leave out deals in other currencies: ``other_currency`` says how many those are.
    ``target_minor`` is what the whole shop is to win this month: 0 without one, and for a board
    of some deals alone.
    """

    columns: tuple[Column, ...]
    count: int
    sum_minor: int
    weighted_minor: int
    stalled: int
    stalled_minor: int
    other_currency: int
    currency: str
    target_minor: int

    @property
    def won_minor(self) -> int:
        """What was won this month."""
        return sum(one.sum_minor for one in self.columns if one.stage.outcome == "won")

    @property
    def last_open(self) -> Column:
        """The stage before the end."""
        return [one for one in self.columns if not one.stage.outcome][-1]


def set_target(session: Session, minor: int) -> None:
    """Keep what deals are to bring each month, 0 for no target. Raises ``UserError``."""
    if not 0 <= minor < deals.MOST_MINOR:
        raise UserError(
            _("A target cannot be that much, or less than nothing."),
            _("Nothing was changed."),
            _("Correct the amount."),
        )
    settings.put(session, settings.DEAL_TARGET, minor)


def board(session: Session, query: DealQuery | None = None) -> Board:
    """The board as of ``query.today``; the query's state, stage and order do not count."""
    asked = replace(query or DealQuery(), state="open", stage_id=None, sort="next",
                    descending=False)  # fmt: skip
    today = asked.today or clock.today()
    currency = settings.get(session, settings.CURRENCY)
    rows = deal_stages.stages(session)
    running = [row for row in rows if not row.outcome]
    sums = _sums(session, asked, [row.id for row in running], currency)
    limits = deal_limits.limits(session)
    columns = [_column(session, row, asked, sums, running, limits=limits) for row in running]
    columns += [
        _won(session, row, asked, today, currency, limits=limits)
        for row in rows
        if row.outcome == "won"
    ]
    stalled, stalled_minor = _stalled(session, asked, today, currency, limits)
    return Board(
        tuple(columns),
        count=sum(one.count for one in sums.values()),
        sum_minor=sum(one.sum_minor for one in sums.values()),
        weighted_minor=sum(one.weighted_minor for one in sums.values()),
        stalled=stalled,
        stalled_minor=stalled_minor,
        other_currency=sum(one.other_currency for one in sums.values()),
        currency=currency,
        target_minor=0 if _is_narrow(asked) else settings.get(session, settings.DEAL_TARGET),
    )


def _is_narrow(query: DealQuery) -> bool:
    """True for a query that leaves some deals out."""
    of_one = query.owner_id is not None or query.contact_id is not None
    some = query.stalled or query.stepless or query.ids is not None
    return of_one or some or bool(query.text.strip())


@dataclass(frozen=True, slots=True)
class _Sums:
    count: int = 0
    sum_minor: int = 0
    weighted_minor: int = 0
    other_currency: int = 0


def _home(stage_ids: list[int]) -> Any:
    """The column of a deal: its stage, or the first one when its stage is gone."""
    return case((Deal.stage_id.in_(stage_ids), Deal.stage_id), else_=stage_ids[0])


def _sums(
    session: Session, query: DealQuery, stage_ids: list[int], currency: str
) -> dict[int, _Sums]:
    home = _home(stage_ids)
    ours = Deal.currency == currency
    # As ``deal_list.weighted`` reckons it: amounts are never negative.
    counted = (Deal.amount_minor * func.coalesce(DealStage.probability_bp, 0) + 5_000) // 10_000
    found = (
        select(
            home,
            func.count(),
            func.sum(case((ours, Deal.amount_minor), else_=0)),
            func.sum(case((ours, counted), else_=0)),
            func.sum(case((ours, 0), else_=1)),
        )
        .outerjoin(DealStage, DealStage.id == Deal.stage_id)
        .where(*deal_list.clauses(session, query))
        .group_by(home)
    )
    return {row[0]: _Sums(row[1], row[2], int(row[3]), row[4]) for row in session.execute(found)}


def _column(
    session: Session,
    stage: StageRow,
    query: DealQuery,
    sums: Mapping[int, _Sums],
    running: list[StageRow],
    *,
    limits: Mapping[int, Limit],
) -> Column:
    total = sums.get(stage.id, _Sums())
    cards = deal_list.page(session, replace(query, stage_id=stage.id), 0, CARDS, limits)
    if stage is running[0] and len(cards) < min(total.count, CARDS):
        cards += _strays(session, query, [row.id for row in running], limits)
    return Column(stage, total.count, total.sum_minor, total.weighted_minor, tuple(cards[:CARDS]))


def _strays(
    session: Session, query: DealQuery, stage_ids: list[int], limits: Mapping[int, Limit]
) -> list[DealRow]:
    """Open deals whose stage is gone; they stand in the first column."""
    lost = Deal.stage_id.is_(None) | Deal.stage_id.not_in(stage_ids)
    found = select(Deal.id).where(*deal_list.clauses(session, query), lost).limit(CARDS)
    return deal_list.rows(session, list(session.scalars(found)), query.today, limits)


def _won(
    session: Session,
    stage: StageRow,
    query: DealQuery,
    today: dt.date,
    currency: str,
    *,
    limits: Mapping[int, Limit],
) -> Column:
    asked = replace(query, state="won", stalled=False, stepless=False)
    where = [*deal_list.clauses(session, asked), Deal.closed_on >= today.replace(day=1),
             Deal.closed_on <= today]  # fmt: skip
    number, total = session.execute(
        select(
            func.count(), func.sum(case((Deal.currency == currency, Deal.amount_minor), else_=0))
        ).where(*where)
    ).one()
    ids = select(Deal.id).where(*where).order_by(Deal.closed_on.desc(), Deal.id.desc())
    cards = deal_list.rows(session, list(session.scalars(ids.limit(CARDS))), today, limits)
    return Column(stage, number, total or 0, total or 0, tuple(cards))


def _stalled(
    session: Session,
    query: DealQuery,
    today: dt.date,
    currency: str,
    limits: Mapping[int, Limit],
) -> tuple[int, int]:
    clause = deal_limits.stalled_clause(limits, today)
    number, amount = session.execute(
        select(
            func.count(), func.sum(case((Deal.currency == currency, Deal.amount_minor), else_=0))
        ).where(*deal_list.clauses(session, query), clause)
    ).one()
    return number, amount or 0
