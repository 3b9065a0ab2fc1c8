"""Plans of commission: from what, at which rates, for whom, and how long."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from crm_desktop.core import clock, text
from crm_desktop.core.errors import NotFound, UserError
from crm_desktop.core.i18n import N_, _
from crm_desktop.db.models import CommissionPlan, Product, ProductCategory
from crm_desktop.services.commission.commission_bases import BASES
from crm_desktop.services.figures.sales_figures import Period

SAVE_ACTION = N_("Save a commission plan")
REMOVE_ACTION = N_("Delete a commission plan")

MOST_BP = 10_000
MOST_MINOR = 10**14


@dataclass(frozen=True, slots=True)
class Band:
    """From this much of a person's month on (minor units), this rate (basis points)."""

    from_minor: int
    rate_bp: int


@dataclass(frozen=True, slots=True)
class Rule:
    """A rate of its own. ``kind``: ``product`` or ``category`` (``key`` is the id), or ``level``
    (``key`` is the customer level). The first that fits counts, in this order of kinds."""

    kind: str
    key: str
    rate_bp: int


@dataclass(frozen=True, slots=True)
class PlanDraft:
    """A plan as typed. ``bands`` begin at 0; with ``whole`` the rate of the band reached counts
    for all of the month, else each band's rate for what lies in it. ``staff_ids`` empty means
    everybody; days are both included, ``None`` is open."""

    name: str
    basis: str = "sales"
    bands: tuple[Band, ...] = (Band(0, 0),)
    whole: bool = False
    rules: tuple[Rule, ...] = ()
    staff_ids: tuple[int, ...] = ()
    valid_from: dt.date | None = None
    valid_until: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """A plan in the file."""

    id: int
    draft: PlanDraft

    def is_for(self, staff_id: int) -> bool:
        """Whether it is a person's."""
        return not self.draft.staff_ids or staff_id in self.draft.staff_ids

    def in_force(self, month: Period) -> bool:
        """Whether it counts in a month: on any day of it."""
        first, last = self.draft.valid_from, self.draft.valid_until
        return (first is None or first <= month.last) and (last is None or last >= month.first)

    def counts_on(self, day: dt.date) -> bool:
        """Whether what happened on a day counts: a plan that ends in the middle of a month leaves
        the rest of it to the one that follows."""
        return self.in_force(Period(day, day))


_ORDER = ("product", "category", "level")


def plans(session: Session) -> list[Plan]:
    """All plans, by name."""
    query = select(CommissionPlan).where(CommissionPlan.deleted_at.is_(None))
    found = [Plan(one.id, _read(one)) for one in session.scalars(query)]
    return sorted(found, key=lambda one: (text.fold(one.draft.name), one.id))


def save(session: Session, draft: PlanDraft, plan_id: int | None = None) -> int:
    """Keep a plan, a new one without ``plan_id``; returns the id.

    Raises ``NotFound``, and ``UserError`` for a plan without a name or with impossible rates. What
    a locked month is reckoned by cannot be changed: end the plan and begin another.
    """
    draft = _checked(session, draft, plan_id)
    if plan_id is None:
        plan = CommissionPlan()
        session.add(plan)
    else:
        plan = _found(session, plan_id)
    plan.name, plan.basis = draft.name, draft.basis
    plan.valid_from, plan.valid_until = draft.valid_from, draft.valid_until
    plan.rules = json.dumps(
        {
            "bands": [[band.from_minor, band.rate_bp] for band in draft.bands],
            "whole": draft.whole,
            "rates": [[rule.kind, rule.key, rule.rate_bp] for rule in draft.rules],
            "staff": list(draft.staff_ids),
        },
        ensure_ascii=False,
    )
    session.flush()
    return plan.id


def remove(session: Session, plan_id: int) -> None:
    """Take a plan away. Raises ``NotFound``."""
    _found(session, plan_id).deleted_at = clock.now()
    session.flush()


def by_name(session: Session, typed: str) -> Plan:
    """The plan so called, or numbered. Raises ``NotFound``."""
    wanted = text.fold(typed)
    for one in plans(session):
        if wanted in (text.fold(one.draft.name), str(one.id)):
            return one
    raise NotFound(
        _("There is no commission plan called “{name}”.").format(name=text.clean(typed)),
        _("Nothing was changed."),
    )


def rule_words(session: Session, rule: Rule) -> str:
    """What a rule is about: the product, the category or the level; empty when it is gone."""
    if rule.kind == "level":
        return rule.key
    if rule.kind == "product":
        return session.scalar(select(Product.name).where(Product.id == int(rule.key))) or ""
    query = select(ProductCategory.name).where(ProductCategory.id == int(rule.key))
    return session.scalar(query) or ""


def _checked(session: Session, draft: PlanDraft, plan_id: int | None) -> PlanDraft:
    """The draft as it is kept. Raises ``UserError``."""
    name = text.clean(draft.name)
    nothing = _("Nothing was changed.")
    if not name or draft.basis not in BASES:
        raise UserError(_("A commission plan needs a name and a basis."), nothing)
    if any(one.id != plan_id and text.fold(one.draft.name) == text.fold(name)
           for one in plans(session)):  # fmt: skip
        raise UserError(_("There is a plan called “{name}” already.").format(name=name), nothing)
    bands = tuple(sorted(draft.bands, key=lambda band: band.from_minor))
    borders = [band.from_minor for band in bands]
    if not borders or borders[0] != 0 or len(set(borders)) < len(borders):
        raise UserError(_("Bands begin at 0 and each border stands once."), nothing)
    rates = [*(band.rate_bp for band in bands), *(rule.rate_bp for rule in draft.rules)]
    if borders[-1] >= MOST_MINOR or not all(0 <= rate <= MOST_BP for rate in rates):
        raise UserError(_("A rate is from 0 to 100 %."), nothing)
    if len({(rule.kind, rule.key) for rule in draft.rules}) < len(draft.rules):
        raise UserError(_("Something has two rates in this plan."), nothing)
    if draft.valid_from and draft.valid_until and draft.valid_until < draft.valid_from:
        raise UserError(_("The plan ends before it begins."), nothing)
    rules = tuple(sorted(draft.rules, key=lambda rule: _ORDER.index(rule.kind)))
    return PlanDraft(
        name, draft.basis, bands, draft.whole, rules, tuple(sorted(set(draft.staff_ids))),
        draft.valid_from, draft.valid_until,
    )  # fmt: skip


def _read(plan: CommissionPlan) -> PlanDraft:
    """A plan from the file; what another hand wrote wrongly into its rules counts as nothing."""
    try:
        said = json.loads(plan.rules or "{}")
        bands = tuple(Band(int(start), int(rate)) for start, rate in said["bands"])
        rules = tuple(_rule(one) for one in said.get("rates", ()))
        staff = tuple(int(one) for one in said.get("staff", ()))
        whole = bool(said.get("whole"))
    except (KeyError, TypeError, ValueError):
        bands, rules, staff, whole = (Band(0, 0),), (), (), False
    basis = plan.basis if plan.basis in BASES else "sales"
    return PlanDraft(
        plan.name, basis, bands, whole, rules, staff, plan.valid_from, plan.valid_until
    )


def _rule(one: Sequence[Any]) -> Rule:
    kind, key, rate = one
    if kind not in _ORDER or (kind != "level" and not str(key).isdecimal()):
        raise ValueError(kind)
    return Rule(kind, str(key), int(rate))


def _found(session: Session, plan_id: int) -> CommissionPlan:
    plan = session.get(CommissionPlan, plan_id)
    if plan is None or plan.deleted_at is not None:
        raise NotFound(
            _("This commission plan does not exist any more."), _("Nothing was changed.")
        )
    return plan
