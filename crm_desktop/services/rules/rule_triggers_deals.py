"""The trigger over deals that stand still."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from sqlalchemy import String, cast, func, literal_column, or_, select

from crm_desktop.db.models import Deal, DealStage
from crm_desktop.services.deals.deal_stages import deal_stage_name
from crm_desktop.services.rules.rule_asking import LONGEST, Asked, Occasion, allowed


def by_deal(asked: Asked) -> Iterator[Occasion]:
    """Open deals longer in their stage than it allows, by ``over`` days, and not extended."""
    over = int(asked.numbers["over"])
    since = func.coalesce(Deal.stage_since, func.date(Deal.created_at))
    stages = select(DealStage.id, DealStage.code, DealStage.name, DealStage.allowed_days).where(
        DealStage.allowed_days.between(1, LONGEST), DealStage.deleted_at.is_(None)
    )
    for stage, code, name, allowed_days in asked.session.execute(stages).all():
        days = allowed_days or 0
        limit = (asked.day - dt.timedelta(days + over)).isoformat()
        query = (
            select(Deal, cast(since, String))
            .where(
                Deal.stage_id == stage,
                Deal.state == literal_column("'open'"),
                Deal.deleted_at.is_(None),
                cast(since, String) < limit,
                or_(Deal.extended_until.is_(None), Deal.extended_until < asked.day),
                allowed(asked, Deal.contact_id),
            )
            .order_by(Deal.id)
        )
        for deal, begun in asked.session.execute(query):
            last = dt.date.fromisoformat(begun)
            fires = last + dt.timedelta(days + over + 1)
            if deal.extended_until is not None:
                fires = max(fires, deal.extended_until + dt.timedelta(1))
            yield Occasion(
                deal.contact_id,
                f"{deal.id}:{stage}:{begun}:{deal.extended_until or ''}",
                fires,
                {
                    "what": deal.title,
                    "stage": deal_stage_name(code, name),
                    "last": last,
                    "days": days,
                },
                deal_id=deal.id,
                owner_id=deal.owner_id,
            )
