"""One-key steps for what Today shows beside the follow-ups: each makes one, and says why."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from crm_desktop.core import formats
from crm_desktop.core.i18n import _
from crm_desktop.db.models import FollowUp
from crm_desktop.services.follow_ups import follow_ups
from crm_desktop.services.follow_ups.follow_ups import FollowUpDraft
from crm_desktop.services.sales import sales
from crm_desktop.services.timeline import timeline


def planned(session: Session, contact_ids: Iterable[int]) -> dict[int, dt.date]:
    """The next day on which something is planned with each of these customers, if any."""
    query = (
        select(FollowUp.contact_id, func.min(FollowUp.due_on))
        .where(
            FollowUp.contact_id.in_(sorted(set(contact_ids))),
            FollowUp.state == "open",
            FollowUp.due_on.is_not(None),
            FollowUp.deleted_at.is_(None),
        )
        .group_by(FollowUp.contact_id)
    )
    return {whom: day for whom, day in session.execute(query) if whom is not None and day}


def collect(session: Session, sale_id: int, owed: str, today: dt.date) -> int:
    """Plan to ask for what is owed on a sale; ``owed`` is the amount as it is to be read.

    Raises ``NotFound`` for a sale that is gone.
    """
    sale = sales.detail(session, sale_id)
    return follow_ups.create(
        session,
        FollowUpDraft(
            _("Collect {amount}").format(amount=owed),
            today,
            contact_id=sale.contact_id,
            kind="collect",
            reason=_("Owed on {number}").format(number=sale.number),
            sale_id=sale_id,
        ),
    )


def reorder(session: Session, contact_id: int, what: str, due_on: dt.date, today: dt.date) -> int:
    """Plan to offer what is about to run out."""
    return follow_ups.create(
        session,
        FollowUpDraft(
            _("Offer new {goods}").format(goods=what),
            today,
            contact_id=contact_id,
            kind="call",
            reason=_("Lasts until {day}").format(day=formats.day_month(due_on)),
        ),
    )


def renew(session: Session, contact_id: int, what: str, until: dt.date, today: dt.date) -> int:
    """Plan to speak of a warranty or plan that ends."""
    return follow_ups.create(
        session,
        FollowUpDraft(
            _("Offer a service plan for {goods}").format(goods=what),
            today,
            contact_id=contact_id,
            kind="call",
            reason=_("Warranty ends on {day}").format(day=formats.day_month(until)),
        ),
    )


def greet(session: Session, contact_id: int, whose: str, day: dt.date) -> int:
    """Plan to wish a happy birthday on ``day``; ``whose`` is the customer or a relation."""
    return follow_ups.create(
        session,
        FollowUpDraft(
            _("Wish {name} a happy birthday").format(name=whose),
            day,
            contact_id=contact_id,
            kind="wechat",
            reason=_("Birthday on {day}").format(day=formats.day_month(day)),
        ),
    )


def greeted(session: Session, contact_id: int, whose: str) -> int:
    """Keep that birthday wishes were sent just now; returns the timeline entry's id."""
    words = _("Wished {name} a happy birthday").format(name=whose)
    return timeline.add_note(session, contact_id, "wechat", words, direction="out")
