"""Moves nobody makes by hand: imported sales, and customers who have been idle for months.

Looked at once a day, at the start or when the day changes. Each customer's time is up once: who
was moved and put back, or whose move was undone, is not moved again before they were active again.
"""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, and_, func, or_, select
from sqlalchemy.orm import Session

from crm_desktop.core import clock
from crm_desktop.core.i18n import N_, _, ngettext
from crm_desktop.core.jobs import Progress, no_progress
from crm_desktop.db.models import Contact, ContactStats, LifecycleChange, Sale
from crm_desktop.services.lifecycle import lifecycle
from crm_desktop.services.lifecycle.lifecycle import StageRow
from crm_desktop.services.records.listed import CONTACT_PERSON, hidden_ids
from crm_desktop.services.settings import settings

ACTION = N_("Move customers to their stage")
CHANGE_ACTION = N_("Change the rules of the stages")
_STEP = 2_000


@dataclass(frozen=True, slots=True)
class AutomaticMoves:
    """How many customers moved: by a first sale, by a second one, and for being idle."""

    first_sale: int = 0
    second_sale: int = 0
    idle: int = 0
    idle_stage: str = ""

    @property
    def total(self) -> int:
        """All of them."""
        return self.first_sale + self.second_sale + self.idle

    def words(self) -> str:
        """``34 customers moved · 30 to Lost after months without word``; empty for none."""
        if not self.total:
            return ""
        many = ngettext(
            "{n} customer moved to another stage",
            "{n} customers moved to another stage",
            self.total,
        )
        said = many.format(n=self.total)
        if not self.idle:
            return said
        why = _("{n} to {stage}: idle for too long").format(n=self.idle, stage=self.idle_stage)
        return f"{said} · {why}"


@dataclass(frozen=True, slots=True)
class Rules:
    """The rules in force; a stage is empty where nobody is moved. ``idle`` are idle for the
    months already, ``due`` of them will move at the next look."""

    first_sale_stage: str
    second_sale_stage: str
    idle_months: int
    idle_stage: str
    idle: int
    due: int

    def words(self) -> list[str]:
        """A line for each rule."""
        nowhere, first, second = _("nowhere"), _("First sale"), _("Second sale")
        months = ngettext("Idle for {n} month", "Idle for {n} months", self.idle_months)
        lines = [
            f"{first} → {self.first_sale_stage or nowhere}",
            f"{second} → {self.second_sale_stage or nowhere}",
            f"{months.format(n=self.idle_months)} → {self.idle_stage or nowhere}",
        ]
        if self.idle:
            words = ngettext("{n} customer is idle", "{n} customers are idle", self.idle)
            lines.append(words.format(n=self.idle))
        return lines


@dataclass(frozen=True, slots=True)
class Chosen:
    """What the rules are set to, each stage by its number; ``lifecycle.NO_STAGE`` is nowhere."""

    first_sale: int
    second_sale: int
    idle_months: int
    idle: int


def chosen(session: Session) -> Chosen:
    """The rules as they can be set."""
    first = lifecycle.earned_by(session, "first_purchase")
    second = lifecycle.earned_by(session, "repeat")
    idle = _idle_stage(session)
    return Chosen(
        first.id if first else lifecycle.NO_STAGE,
        second.id if second else lifecycle.NO_STAGE,
        settings.get(session, settings.IDLE_MONTHS),
        idle.id if idle else lifecycle.NO_STAGE,
    )


def rules(session: Session, today: dt.date) -> Rules:
    """What moves customers by itself, and how many are idle today."""
    first = lifecycle.earned_by(session, "first_purchase")
    second = lifecycle.earned_by(session, "repeat")
    stage = idle_stage(session)
    return Rules(
        first.name if first else "",
        second.name if second else "",
        settings.get(session, settings.IDLE_MONTHS),
        stage.name if stage else "",
        len(idle_ids(session, today, all_idle=True)),
        len(idle_ids(session, today)),
    )


def run(
    session: Session, today: dt.date, progress: Progress = no_progress, *, all_idle: bool = False
) -> AutomaticMoves:
    """Move everybody whose time it is; ``all_idle`` also those idle before the rule was on.

    Returns how many moved. Call ``looked`` afterwards, so that nobody's time comes twice.
    """
    # The later stage first: whom one import gave two sales moves once.
    second = _by_sales(session, "repeat", 2)
    first = _by_sales(session, "first_purchase", 1)
    stage = idle_stage(session)
    idle = idle_ids(session, today, all_idle=all_idle) if stage is not None else []
    months = settings.get(session, settings.IDLE_MONTHS)
    reason = ngettext("Idle for {n} month", "Idle for {n} months", months).format(n=months)
    number = 0
    for start in range(0, len(idle), _STEP):
        progress(start, len(idle))
        assert stage is not None
        some = idle[start : start + _STEP]
        number += lifecycle.move(session, some, stage.id, reason=reason, trigger="idle")
    return AutomaticMoves(first, second, number, stage.name if stage else "")


def due(session: Session, today: dt.date) -> bool:
    """True when nobody has looked yet today; a clock set back waits for the day it had."""
    last = _last_look(session)
    return last is None or last < today


def looked(session: Session, today: dt.date) -> None:
    """Note that customers idle up to this day have been dealt with."""
    settings.put(session, settings.IDLE_LOOKED_ON, today.isoformat())


def set_idle_rule(session: Session, months: int, stage_id: int) -> None:
    """Set after how many months customers move, 0 for never, and to which stage (0: Lost).

    Those who are idle already stay until they are moved on purpose (``run(all_idle=True)``).
    """
    settings.put(session, settings.IDLE_MONTHS, months)
    settings.put(session, settings.IDLE_STAGE, stage_id)
    looked(session, clock.today())


def idle_stage(session: Session) -> StageRow | None:
    """Where idle customers go; ``None`` while the rule is off."""
    return _idle_stage(session) if settings.get(session, settings.IDLE_MONTHS) else None


def _idle_stage(session: Session) -> StageRow | None:
    kept = settings.get(session, settings.IDLE_STAGE)
    if kept == lifecycle.NO_STAGE:
        return None
    rows = lifecycle.stages(session)
    found = next((one for one in rows if one.id == kept), None)
    return found or next((one for one in rows if one.code == "lost"), None)


def idle_ids(session: Session, today: dt.date, *, all_idle: bool = False) -> list[int]:
    """Customers of open stages without a sale, a word or a move for the months of the rule.

    Only those whose months ended after the last look, unless ``all_idle``; without a last look
    nobody's did: an old file does not move hundreds on its first day.
    """
    months = settings.get(session, settings.IDLE_MONTHS)
    stage = idle_stage(session)
    if stage is None:
        return []
    found = list(session.scalars(_idle_since(session, months_before(today, months), stage)))
    if all_idle:
        return found
    last = _last_look(session)
    if last is None:
        return []
    before = set(session.scalars(_idle_since(session, months_before(last, months), stage)))
    return [one for one in found if one not in before]


def _last_look(session: Session) -> dt.date | None:
    kept = settings.get(session, settings.IDLE_LOOKED_ON)
    try:
        return dt.date.fromisoformat(kept)
    except ValueError:
        return None


def _idle_since(session: Session, day: dt.date, stage: StageRow) -> Select[Any]:
    """Ids of those whose last sale, contact and move all lie before a day."""
    instant = clock.start_of(day)
    moved = select(LifecycleChange.contact_id).where(LifecycleChange.changed_at >= instant)
    workable = [one.id for one in lifecycle.stages(session) if not one.closed]
    workable = [one for one in workable if one != stage.id]
    return (
        select(Contact.id)
        .join(ContactStats, ContactStats.contact_id == Contact.id)
        .where(
            Contact.stage_id.in_(workable),
            Contact.created_at < instant,
            _none_since(ContactStats.last_sale_on, day),
            _none_since(ContactStats.last_contact_on, day),
            Contact.id.not_in(moved),
            Contact.id.not_in(hidden_ids()),
        )
        .order_by(Contact.id)
    )


def _none_since(column: Any, day: dt.date) -> Any:
    return or_(column.is_(None), column < day)


def _by_sales(session: Session, code: str, least: int) -> int:
    """Move those whose imported sales earned them a stage further on.

    Sales typed in move at once (``lifecycle.after_sale``). A sale counts when it was imported
    after the stage was set, and not together with the customer: the sheet then named the stage.
    """
    earned = lifecycle.earned_by(session, code)
    if earned is None:
        return 0
    earlier = [
        one.id
        for one in lifecycle.stages(session)
        if one.closed or (one.position < earned.position and one.id != earned.id)
    ]
    who = session.scalars(_outgrown(earlier, least)).all()
    return lifecycle.move(session, who, earned.id, trigger="sale")


def _outgrown(stages: Sequence[int], least: int) -> Select[Any]:
    set_at = (
        select(func.max(LifecycleChange.changed_at))
        .where(LifecycleChange.contact_id == Contact.id)
        .correlate(Contact)
        .scalar_subquery()
    )
    imported = (
        select(Sale.id)
        .where(
            Sale.contact_id == Contact.id,
            Sale.kind == "sale",
            Sale.status == "confirmed",
            Sale.deleted_at.is_(None),
            Sale.import_batch_id.is_not(None),
            Sale.import_batch_id.is_distinct_from(Contact.import_batch_id),
            Sale.created_at > func.coalesce(set_at, Contact.created_at),
        )
        .correlate(Contact)
        .exists()
    )
    return (
        select(Contact.id)
        .join(ContactStats, ContactStats.contact_id == Contact.id)
        .where(
            or_(Contact.stage_id.is_(None), Contact.stage_id.in_(stages)),
            and_(
                ContactStats.sale_count >= least,
                Contact.party != CONTACT_PERSON,
                Contact.deleted_at.is_(None),
            ),
            imported,
        )
        .order_by(Contact.id)
    )


def months_before(day: dt.date, months: int) -> dt.date:
    """The same day so many months earlier, the last of a shorter month."""
    whole = day.year * 12 + day.month - 1 - months
    year, month = divmod(whole, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return dt.date(year, month + 1, min(day.day, last))
