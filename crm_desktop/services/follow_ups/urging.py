"""Urging: somebody wants a follow-up done now; whoever is to do it sees it on Today first.

Where the shop has managers (somebody here is led by somebody), only they may urge, and nobody urges
the one who leads them; where nobody leads anybody, everybody may.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from crm_desktop.core import text
from crm_desktop.core.errors import Conflict
from crm_desktop.core.i18n import N_, _
from crm_desktop.db.models import FollowUp, Staff, Urge
from crm_desktop.services.follow_ups import follow_up_list
from crm_desktop.services.follow_ups.follow_up_list import FollowUpQuery, FollowUpRow
from crm_desktop.services.records import staff

ACTION = N_("Urge a follow-up")
_BATCH = 500


@dataclass(frozen=True, slots=True)
class UrgeRow:
    """One urging. ``by`` is empty when nobody had said who sat there."""

    id: int
    by: str
    message: str
    at: dt.datetime


@dataclass(frozen=True, slots=True)
class Urger:
    """Who urges: ``why_not`` says why they may not, where others are the managers; ``above`` are
    those who lead them."""

    id: int | None
    why_not: str
    above: frozenset[int]


def urge(
    session: Session, follow_up_ids: Sequence[int], message: str = "", from_id: int | None = None
) -> int:
    """Urge whoever is to do these follow-ups, in a few words; returns how many were urged.

    It comes from ``from_id``, else from who sits here. Finished ones, those that nobody is to do
    and those of whom the urger may not urge are left out; raises ``Conflict``, saying why, when
    none remains.
    """
    who, words = urger(session, from_id), text.clean(message)
    why, count = _("This follow-up does not exist any more."), 0
    for start in range(0, len(follow_up_ids), _BATCH):
        some = follow_up_ids[start : start + _BATCH]
        living = FollowUp.deleted_at.is_(None)
        for one in session.scalars(select(FollowUp).where(FollowUp.id.in_(some), living)):
            reason = _why_not(one.state, one.owner_id, who)
            if reason:
                why = reason
                continue
            session.add(Urge(follow_up_id=one.id, from_staff_id=who.id, message=words))
            count += 1
    if not count:
        raise Conflict(why, _("Nobody was urged."))
    session.flush()
    return count


def urges(session: Session, follow_up_id: int) -> list[UrgeRow]:
    """How often it was urged and with what words, the latest first."""
    query = (
        select(Urge, Staff.name)
        .outerjoin(Staff, Staff.id == Urge.from_staff_id)
        .where(Urge.follow_up_id == follow_up_id)
        .order_by(Urge.id.desc())
    )
    return [
        UrgeRow(one.id, name or "", one.message, one.created_at)
        for one, name in session.execute(query)
    ]


def urged(session: Session, today: dt.date, limit: int = 50) -> list[FollowUpRow]:
    """Open follow-ups that were urged, the latest urged first, whenever they are due: those of who
    sits here, or everybody's when nobody said."""
    query = FollowUpQuery("urged", owner_id=staff.me(session), today=today)
    return follow_up_list.page(session, query, 0, limit)


def urger(session: Session, from_id: int | None = None) -> Urger:
    """What ``from_id``, else who sits here, may urge."""
    me = staff.or_me(session, from_id)
    leads = staff.leads(session)
    why_not = ""
    if leads and me is None:
        why_not = _("Only managers urge here: say in Settings, Staff, who sits at this computer.")
    elif leads and me not in leads.values():
        why_not = _("Only managers urge here: whoever leads somebody in Settings, Staff.")
    return Urger(me, why_not, frozenset(staff.above(leads, me)))


def can_be(row: FollowUpRow, who: Urger) -> bool:
    """Whether ``urge`` would take this one from them."""
    return not _why_not(row.state, row.owner_id, who)


def why_not(rows: Sequence[FollowUpRow], who: Urger) -> str:
    """Why ``urge`` would take none of these; empty when it would take one."""
    reasons = [_why_not(row.state, row.owner_id, who) for row in rows]
    return reasons[-1] if reasons and all(reasons) else ""


def badge(row: FollowUpRow) -> str:
    """The small mark of one that was urged: "Urged", with a count from two on; else empty."""
    if row.state != "open" or not row.urges:
        return ""
    return _("Urged") if row.urges == 1 else _("Urged ×{n}").format(n=row.urges)


def last_words(row: FollowUpRow) -> str:
    """Who urged last, and with what words; empty when neither is known."""
    if row.state != "open" or not row.urges:
        return ""
    if row.urged_by and row.urged_words:
        return _("{name}: {words}").format(name=row.urged_by, words=row.urged_words)
    if row.urged_by:
        return _("urged by {name}").format(name=row.urged_by)
    return row.urged_words


def _why_not(state: str, owner_id: int | None, who: Urger) -> str:
    if state != "open":
        return _("This follow-up was finished already.")
    if owner_id is None:
        return _("Nobody is to do this follow-up: choose who does it first.")
    if owner_id == who.id:
        return _("Nobody urges themselves: this follow-up is their own.")
    if who.why_not:
        return who.why_not
    if owner_id in who.above:
        return _("Nobody urges their own manager.")
    return ""
