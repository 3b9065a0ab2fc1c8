"""Stalled deals, and the three things to do about one: push it, give it up, give it time."""

from __future__ import annotations

import datetime as dt

from sqlalchemy.orm import Session

from crm_desktop.core import clock, text
from crm_desktop.core.errors import UserError
from crm_desktop.core.i18n import N_, _
from crm_desktop.db.models import DealStageChange
from crm_desktop.services.deals import deal_list, deal_record, deals
from crm_desktop.services.deals.deal_list import DealQuery, DealRow
from crm_desktop.services.follow_ups.follow_ups import FollowUpDraft

PUSH_ACTION = N_("Push a stalled deal")
GIVE_UP_ACTION = N_("Give a deal up")
EXTEND_ACTION = N_("Give a deal more time")


def stalled(session: Session, today: dt.date, limit: int = 200) -> list[DealRow]:
    """Open deals over the limit of their stage, the longest there first."""
    query = DealQuery(stalled=True, sort="days", descending=True, today=today)
    return deal_list.page(session, query, 0, limit)


def push(session: Session, deal_id: int, plan: FollowUpDraft) -> int:
    """Plan what gets the deal moving; until that day it does not count as stalled.

    Returns the follow-up's id. Raises ``UserError`` without a day from today on.
    """
    day = _coming(plan.due_on)
    made = deals.plan(session, deal_id, plan)
    _extend(session, deal_id, day, plan.title, "pushed")
    return made


def give_up(session: Session, deal_id: int, reason: str) -> int:
    """Make the deal dormant, with the reason; returns how many follow-ups went off the list."""
    return deals.rest(session, deal_id, reason)


def extend(session: Session, deal_id: int, until: dt.date, reason: str = "") -> None:
    """Give the deal time until a day, that day included. Raises ``UserError`` for a past one."""
    _extend(session, deal_id, _coming(until), reason, "extended")


def _extend(session: Session, deal_id: int, until: dt.date, reason: str, trigger: str) -> None:
    deal = deal_record.found(session, deal_id)
    if deal.state != "open":
        raise UserError(
            _("This deal is closed."), _("Nothing was changed."), _("Open it again first.")
        )
    deal.extended_until = until
    session.add(
        DealStageChange(
            deal_id=deal.id, from_stage_id=deal.stage_id, to_stage_id=deal.stage_id,
            changed_at=clock.now(), trigger=trigger, reason=text.clean(reason),
            staff_id=deal_record.mover(session, deal),
        )
    )  # fmt: skip
    session.flush()


def _coming(day: dt.date | None) -> dt.date:
    if day is None or day < clock.today():
        raise UserError(
            _("That needs a day from today on."), _("Nothing was changed."), _("Choose a day.")
        )
    return day
