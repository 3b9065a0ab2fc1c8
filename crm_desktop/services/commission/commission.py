"""What each member of staff earns in a month, row by row, exactly as the plans say.

A row is one plan's rate on one amount; its commission is rounded half up once, and a statement is
the sum of its rows. A month in which more came back than was sold earns less than nothing, at the
rate of the lowest band.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from crm_desktop.core.money import divide_half_up
from crm_desktop.db.models import Contact, Sale, Staff
from crm_desktop.services.commission import commission_bases, commission_plans
from crm_desktop.services.commission.commission_bases import Credit
from crm_desktop.services.commission.commission_plans import Band, Plan, Rule
from crm_desktop.services.figures.sales_figures import month_of
from crm_desktop.services.products import product_categories as categories
from crm_desktop.services.records import staff
from crm_desktop.services.sales import month_lock
from crm_desktop.services.settings import settings


@dataclass(frozen=True, slots=True)
class StatementRow:
    """One rate of one plan. ``label`` names the product, category or level it is for, empty for
    the bands; ``from_minor`` is where its band begins."""

    plan: str
    basis: str
    label: str
    from_minor: int
    base_minor: int
    rate_bp: int
    commission_minor: int


@dataclass(frozen=True, slots=True)
class StatementSale:
    """A sale behind a statement: the person's part by the plan's basis, negative for a return."""

    sale_id: int
    number: str
    day: dt.date
    customer: str
    plan: str
    amount_minor: int
    returned: bool


@dataclass(frozen=True, slots=True)
class Statement:
    """A person's month. ``without_cost`` counts lines of the whole shop that a plan on margin had
    to leave out; ``locked`` says the month can change no more."""

    staff_id: int
    name: str
    month: dt.date
    currency: str
    rows: tuple[StatementRow, ...]
    sales: tuple[StatementSale, ...]
    without_cost: int
    locked: bool

    @property
    def commission_minor(self) -> int:
        """What is earned."""
        return sum(row.commission_minor for row in self.rows)

    @property
    def returned_minor(self) -> int:
        """What returns took off the bases; 0 or below."""
        return sum(one.amount_minor for one in self.sales if one.returned)


def statements(
    session: Session, day: dt.date, known: commission_bases.Pools | None = None
) -> list[Statement]:
    """Everybody's month of ``day``: those who work here, and who left with something to get.

    ``known`` is what was read of that month already.
    """
    month = month_of(day)
    currency = settings.get(session, settings.CURRENCY)
    plans = [plan for plan in commission_plans.plans(session) if plan.in_force(month)]
    read = known or commission_bases.Pools(session, month, currency)
    pools = {basis: read.of(basis) for basis in sorted({plan.draft.basis for plan in plans})}
    mine: _Mine = defaultdict(list)
    for basis, pool in pools.items():
        for credit in pool.rows:
            if credit.staff_id is not None:
                mine[credit.staff_id, basis].append(credit)
    without = pools["margin"].without_cost if "margin" in pools else 0
    locked = month_lock.is_locked(session, day)
    reckoner = _Reckoner(session, plans)
    found = []
    for person, name, active in _people(session):
        rows, sales = reckoner.of_person(person, mine)
        if active or rows:
            listed = _sales(session, sales)
            found.append(
                Statement(person, name, month.first, currency, rows, listed, without, locked)
            )
    return found


def statement(session: Session, staff_id: int, day: dt.date) -> Statement:
    """One person's month, empty when they had nothing to do with it. Raises ``NotFound``."""
    for one in statements(session, day):
        if one.staff_id == staff_id:
            return one
    name = staff.member(session, staff_id).name
    currency = settings.get(session, settings.CURRENCY)
    month = day.replace(day=1)
    locked = month_lock.is_locked(session, day)
    return Statement(staff_id, name, month, currency, (), (), 0, locked)


def banded(base_minor: int, bands: Sequence[Band], *, whole: bool) -> list[tuple[Band, int]]:
    """How much of a month's base counts at which band's rate; the amounts add up to the base.

    A border belongs to the band it begins. Below nothing all counts at the lowest rate.
    """
    if base_minor <= 0:
        return [(bands[0], base_minor)] if base_minor else []
    reached = [band for band in bands if band.from_minor <= base_minor]
    if whole:
        return [(reached[-1], base_minor)]
    tops = [band.from_minor for band in reached[1:]] + [base_minor]
    parts = [(band, top - band.from_minor) for band, top in zip(reached, tops, strict=True)]
    return [(band, part) for band, part in parts if part]


def _people(session: Session) -> Sequence[tuple[int, str, bool]]:
    query = (
        select(Staff.id, Staff.name, Staff.active)
        .where(Staff.deleted_at.is_(None))
        .order_by(Staff.active.desc(), Staff.name, Staff.id)
    )
    return [(person, name, active) for person, name, active in session.execute(query)]


_Mine = dict[tuple[int, str], list[Credit]]
"""What is credited to whom, by basis."""


class _Reckoner:
    """Applies plans; reads once what their rules are about."""

    def __init__(self, session: Session, plans: Sequence[Plan]) -> None:
        self._plans = plans
        rules = {rule for plan in plans for rule in plan.draft.rules}
        self._names = {rule: commission_plans.rule_words(session, rule) for rule in rules}
        self._below = {
            rule: set(categories.ids_below(session, int(rule.key)))
            for rule in rules
            if rule.kind == "category"
        }

    def of_person(
        self, person: int, mine: _Mine
    ) -> tuple[tuple[StatementRow, ...], list[tuple[Plan, Credit]]]:
        """A person's rows of all their plans, and the parts of sales behind them."""
        rows: list[StatementRow] = []
        sales: list[tuple[Plan, Credit]] = []
        for plan in self._plans:
            parts = [
                part
                for part in mine.get((person, plan.draft.basis), [])
                if plan.counts_on(part.day)
            ]
            if plan.is_for(person) and parts:
                rows += self._rows(plan, parts)
                sales += [(plan, part) for part in parts]
        return tuple(rows), sales

    def _rows(self, plan: Plan, parts: Sequence[Credit]) -> list[StatementRow]:
        """A person's rows of one plan: the rules first, then the bands with the rest."""
        draft = plan.draft
        sums: dict[Rule | None, int] = defaultdict(int)
        for part in parts:
            fits = next((rule for rule in draft.rules if self._fits(rule, part)), None)
            sums[fits] += part.amount_minor
        found = [
            StatementRow(
                draft.name, draft.basis, self._names[rule], 0, sums[rule], rule.rate_bp,
                commission(sums[rule], rule.rate_bp),
            )
            for rule in draft.rules
            if sums.get(rule)
        ]  # fmt: skip
        for band, base in banded(sums.get(None, 0), draft.bands, whole=draft.whole):
            earned = commission(base, band.rate_bp)
            found.append(
                StatementRow(
                    draft.name, draft.basis, "", band.from_minor, base, band.rate_bp, earned
                )
            )
        return found

    def _fits(self, rule: Rule, part: Credit) -> bool:
        if rule.kind == "product":
            return part.product_id == int(rule.key)
        if rule.kind == "category":
            return part.category_id in self._below[rule]
        return part.level == rule.key


def commission(base_minor: int, rate_bp: int) -> int:
    """A rate of an amount, rounded half up once, in minor units."""
    return divide_half_up(base_minor * rate_bp, 10_000)


def _sales(session: Session, parts: Sequence[tuple[Plan, Credit]]) -> tuple[StatementSale, ...]:
    """The sales behind a statement, each once per plan and day, by day."""
    sums: dict[tuple[dt.date, int, str], int] = defaultdict(int)
    for plan, part in parts:
        sums[part.day, part.sale_id, plan.draft.name] += part.amount_minor
    ids = sorted({sale for _day, sale, _plan in sums})
    facts: dict[int, tuple[str, str, bool]] = {}
    for start in range(0, len(ids), 500):
        query = (
            select(Sale.id, Sale.number, Contact.name, Sale.kind == "return")
            .outerjoin(Contact, Contact.id == Sale.contact_id)
            .where(Sale.id.in_(ids[start : start + 500]))
        )
        for one, number, name, returned in session.execute(query):
            facts[one] = (number, name or "", returned)
    found = []
    for (day, sale, called), amount in sorted(sums.items()):
        number, name, returned = facts[sale]
        found.append(StatementSale(sale, number, day, name, called, amount, returned))
    return tuple(found)
