"""How deals fare: from stage to stage, by person, and why they are won or lost."""

from __future__ import annotations

import datetime as dt
import statistics
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from crm_desktop.core import money
from crm_desktop.db.models import Competitor, Contact, Deal, DealStage, DealStageChange, Staff
from crm_desktop.services.deals import deal_stages, deal_stays
from crm_desktop.services.deals.deal_stages import StageRow
from crm_desktop.services.deals.deal_stays import Stay
from crm_desktop.services.settings import settings


@dataclass(frozen=True, slots=True)
class StageFigure:
    """The deals that came to a stage: how many are there still, went on, or ended there.

    ``conversion_bp`` is went on or won, of those that left; ``median_days`` of the finished
    stays. Both are ``None`` without any. ``deal_ids`` are those that came.
    """

    stage_id: int
    stage: str
    entered: int
    there: int
    went_on: int
    conversion_bp: int | None
    median_days: int | None
    deal_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class PersonFigure:
    """The deals of one owner (``None``: nobody's). ``won`` to ``dormant`` ended in the period,
    ``open`` are open now; ``median_days`` from the beginning to the win."""

    staff_id: int | None
    name: str
    open: int
    won: int
    lost: int
    dormant: int
    won_minor: int
    win_rate_bp: int | None
    median_days: int | None


@dataclass(frozen=True, slots=True)
class Tally:
    """What ended under one name. The win rate is of those won and lost; dormant ones are told
    apart, since they may still come."""

    name: str
    won: int
    won_minor: int
    lost: int
    lost_minor: int
    dormant: int
    dormant_minor: int
    deal_ids: tuple[int, ...]

    @property
    def win_rate_bp(self) -> int | None:
        """Won of those decided, in basis points."""
        decided = self.won + self.lost
        return money.divide_half_up(self.won * 10_000, decided) if decided else None


@dataclass(frozen=True, slots=True)
class WinLoss:
    """Deals that ended in a period. ``reasons`` and ``stages`` (where they were lost) are of the
    lost and dormant; an empty name is not said. Sums are in the shop's currency alone."""

    total: Tally
    reasons: tuple[Tally, ...]
    competitors: tuple[Tally, ...]
    sources: tuple[Tally, ...]
    stages: tuple[Tally, ...]
    currency: str


def stage_figures(
    session: Session, first: dt.date, last: dt.date, staff_id: int | None = 0
) -> list[StageFigure]:
    """Per open stage, of the deals that came to it in the period; of one owner if said,
    ``None`` for those of nobody."""
    order = deal_stages.stages(session)
    running = [row for row in order if not row.outcome]
    won = {row.id for row in order if row.outcome == "won"}
    here = [
        stay
        for stay in deal_stays.stays(session)
        if first <= stay.came_on <= last and staff_id in (0, stay.owner_id)
    ]
    return [
        _figure(
            row,
            [stay for stay in here if stay.stage_id == row.id],
            won | {later.id for later in running[at + 1 :]},
        )
        for at, row in enumerate(running)
    ]


def _figure(row: StageRow, here: Sequence[Stay], onward: set[int]) -> StageFigure:
    days = [stay.days for stay in here if stay.days is not None]
    went_on = sum(stay.next_stage_id in onward for stay in here)
    return StageFigure(
        stage_id=row.id,
        stage=row.name,
        entered=len(here),
        there=len(here) - len(days),
        went_on=went_on,
        conversion_bp=money.divide_half_up(went_on * 10_000, len(days)) if days else None,
        median_days=_median(days),
        deal_ids=tuple(sorted({stay.deal_id for stay in here})),
    )


def person_figures(session: Session, first: dt.date, last: dt.date) -> list[PersonFigure]:
    """Per owner, who won most first; owners without a deal are left out."""
    currency = settings.get(session, settings.CURRENCY)
    names = {row.id: row.name for row in session.execute(select(Staff.id, Staff.name))}
    counted = (
        select(Deal.owner_id, func.count())
        .where(Deal.state == "open", Deal.deleted_at.is_(None))
        .group_by(Deal.owner_id)
    )
    open_counts = {row[0]: row[1] for row in session.execute(counted)}
    ended: dict[int | None, list[_Ended]] = {}
    for one in _ended(session, first, last):
        ended.setdefault(one.owner_id, []).append(one)
    found = [
        _person(owner, names.get(owner or 0, ""), open_counts.get(owner, 0),
                ended.get(owner, []), currency)
        for owner in {*ended, *open_counts}
    ]  # fmt: skip
    return sorted(found, key=lambda one: (-one.won_minor, -one.won, -one.open, one.name))


def _person(
    owner: int | None, name: str, open_count: int, ended: Sequence[_Ended], currency: str
) -> PersonFigure:
    tally = _tally(name, ended, currency)
    return PersonFigure(
        staff_id=owner,
        name=name,
        open=open_count,
        won=tally.won,
        lost=tally.lost,
        dormant=tally.dormant,
        won_minor=tally.won_minor,
        win_rate_bp=tally.win_rate_bp,
        median_days=_median([one.days for one in ended if one.state == "won"]),
    )


def win_loss(session: Session, first: dt.date, last: dt.date) -> WinLoss:
    """The deals that ended from ``first`` to ``last``, the lost and dormant included."""
    currency = settings.get(session, settings.CURRENCY)
    ended = _ended(session, first, last)
    not_won = [one for one in ended if one.state != "won"]
    return WinLoss(
        total=_tally("", ended, currency),
        reasons=_tallies(((one.reason, one) for one in not_won), currency),
        competitors=_tallies(
            ((one.competitor, one) for one in not_won if one.competitor), currency
        ),
        sources=_tallies(((one.source, one) for one in ended), currency),
        stages=_tallies(((one.stage, one) for one in not_won), currency),
        currency=currency,
    )


@dataclass(slots=True)
class _Ended:
    """A deal that ended, with what it is counted by."""

    id: int
    state: str
    amount_minor: int
    currency: str
    owner_id: int | None
    days: int
    reason: str
    competitor: str
    source: str
    stage: str = field(default="")


def _ended(session: Session, first: dt.date, last: dt.date) -> list[_Ended]:
    query = (
        select(
            Deal.id, Deal.state, Deal.amount_minor, Deal.currency, Deal.owner_id, Deal.closed_on,
            Deal.created_at, Deal.lost_reason, Deal.source, Competitor.name, Contact.source,
        )
        .outerjoin(Competitor, Competitor.id == Deal.competitor_id)
        .outerjoin(Contact, Contact.id == Deal.contact_id)
        .where(
            Deal.state != "open",
            Deal.deleted_at.is_(None),
            Deal.closed_on >= first,
            Deal.closed_on <= last,
        )
        .order_by(Deal.id)
    )  # fmt: skip
    found = [
        _Ended(
            id=deal_id,
            state=state,
            amount_minor=amount,
            currency=currency,
            owner_id=owner,
            days=max(0, (closed - made.astimezone().date()).days) if closed else 0,
            reason=reason,
            competitor=competitor or "",
            source=own or source or "",
        )
        for deal_id, state, amount, currency, owner, closed, made, reason, own, competitor, source
        in session.execute(query)
    ]  # fmt: skip
    left = _stages_left(session, first, last)
    for one in found:
        one.stage = left.get(one.id, "")
    return found


def _stages_left(session: Session, first: dt.date, last: dt.date) -> dict[int, str]:
    """The stage each deal that ended in the period was in last before it ended."""
    query = (
        select(DealStageChange.deal_id, DealStage.code, DealStage.name)
        .join(DealStage, DealStage.id == DealStageChange.to_stage_id)
        .join(Deal, Deal.id == DealStageChange.deal_id)
        .where(DealStage.outcome == "", Deal.closed_on >= first, Deal.closed_on <= last)
        .order_by(DealStageChange.changed_at, DealStageChange.id)
    )
    return {
        deal: deal_stages.deal_stage_name(code, name) for deal, code, name in session.execute(query)
    }


def _tallies(named: Iterable[tuple[str, _Ended]], currency: str) -> tuple[Tally, ...]:
    groups: dict[str, list[_Ended]] = {}
    for name, one in named:
        groups.setdefault(name, []).append(one)
    found = [_tally(name, ended, currency) for name, ended in groups.items()]
    found.sort(key=lambda one: (-(one.won + one.lost + one.dormant), one.name))
    return tuple(found)


def _tally(name: str, ended: Sequence[_Ended], currency: str) -> Tally:
    counts = dict.fromkeys(("won", "lost", "dormant"), 0)
    sums = dict.fromkeys(counts, 0)
    for one in ended:
        counts[one.state] += 1
        sums[one.state] += one.amount_minor if one.currency == currency else 0
    return Tally(
        name, counts["won"], sums["won"], counts["lost"], sums["lost"], counts["dormant"],
        sums["dormant"], tuple(one.id for one in ended),
    )  # fmt: skip


def _median(days: Sequence[int]) -> int | None:
    return round(statistics.median(days)) if days else None
