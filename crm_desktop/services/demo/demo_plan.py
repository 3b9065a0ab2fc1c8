"""A plan of one block of sample customers: who buys when and for how much.

Pure: everything follows from the random generator, the quotas (demo_quotas.py) and, for the
block that tells the story, what its people bought (demo_story.py).
"""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import dataclass, field

from crm_desktop.services.demo import demo_amounts, demo_quotas
from crm_desktop.services.demo.demo_quotas import Quota
from crm_desktop.services.demo.demo_rhythm import ever_past_usual, month_by_month, steady
from crm_desktop.services.demo.demo_story import PEOPLE, on

BLOCK = 1_284
"""Customers of a whole block, the story's own included."""

_MAY_END = dt.date(2026, 5, 31)
_FIRST = dt.date(2024, 6, 1)
_OLD = 390


@dataclass(slots=True)
class Member:
    """A customer of the plan. ``opening_*`` happened before the shop kept this file."""

    type: str
    days: list[dt.date] = field(default_factory=list)
    new: bool = False
    fixed: bool = False
    opening_amount: int = 0
    opening_orders: int = 0

    @property
    def orders(self) -> int:
        """How often they bought in all."""
        return len(self.days) + self.opening_orders


@dataclass(slots=True)
class Order:
    """A sale of the plan; ``member`` is -1 for a walk-in."""

    day: dt.date
    member: int
    first: bool = False
    amount: int = 0


@dataclass(frozen=True, slots=True)
class Plan:
    """Members who bought, and their sales by day."""

    members: list[Member]
    orders: list[Order]


@dataclass(frozen=True, slots=True)
class Taken:
    """What the story's people take of the block: customers by how far they came, and sales."""

    leads: int = 0
    once: int = 0
    returning: int = 0
    loyal: int = 0
    spent: int = 0
    high: int = 0
    sales: tuple[tuple[dt.date, int, str, bool], ...] = ()


def taken_by_story() -> Taken:
    """What the people of the story take of their block."""
    sales = tuple(
        (on(bought.day), bought.amount, person.type, not person.earlier_orders and not index)
        for person in PEOPLE
        for index, bought in enumerate(person.sales)
    )
    stages = [person.stage for person in PEOPLE]
    return Taken(
        leads=stages.count("prospect"),
        once=stages.count("first_purchase"),
        returning=stages.count("repeat"),
        loyal=stages.count("loyal"),
        spent=sum(person.total for person in PEOPLE),
        high=sum(person.total >= HIGH for person in PEOPLE),
        sales=sales,
    )


def draw(rng: random.Random, share: float, taken: Taken, room: int) -> Plan:
    """The plan of ``share`` of a block (at most 1) beside what the story has ``taken``.

    At most ``room`` customers are planned.
    """
    quotas = [_scaled(quota, share) for quota in demo_quotas.quotas()]
    members = _newcomers(rng, quotas, taken)
    members += _old_customers(rng, max(0, round(_OLD * share)))
    del members[max(0, room) :]
    _meet_orders(rng, members, quotas, taken)
    orders = [
        Order(day, index, first=member.new and day == member.days[0])
        for index, member in enumerate(members)
        for day in member.days
    ]
    orders += _walk_ins(rng, quotas)
    orders.sort(key=lambda order: (order.day, order.member))
    types = [member.type for member in members]
    by_type = {key: share * value for key, value in demo_quotas.MAY_BY_TYPE.items()}
    demo_amounts.assign(rng, orders, types, quotas=quotas, taken=taken.sales, may_by_type=by_type)
    _open_accounts(rng, members, orders, share, taken)
    return Plan(members, orders)


def _scaled(quota: Quota, share: float) -> Quota:
    return Quota(
        quota.first,
        quota.last,
        round(quota.amount * share),
        round(quota.orders * share),
        round(quota.new_customers * share),
        round(quota.new_amount * share),
        round(quota.walk_ins * share),
        round(quota.walk_in_amount * share),
    )


def _type(rng: random.Random) -> str:
    return rng.choices(demo_quotas.TYPES, demo_quotas.TYPE_WEIGHTS)[0]


def _day(rng: random.Random, first: dt.date, last: dt.date) -> dt.date:
    return first + dt.timedelta(days=rng.randint(0, (last - first).days))


def _newcomers(rng: random.Random, quotas: list[Quota], taken: Taken) -> list[Member]:
    """First-time customers of every stretch, with those who come again."""
    members: list[Member] = []
    cohorts: dict[tuple[int, int], list[Member]] = {}
    for quota in quotas:
        here = sum(new and quota.first <= day <= quota.last for day, _a, _t, new in taken.sales)
        for _ in range(max(0, quota.new_customers - here)):
            member = Member(_type(rng), [_day(rng, quota.first, quota.last)], new=True)
            members.append(member)
            cohorts.setdefault((quota.first.year, quota.first.month), []).append(member)
    for month, cohort in cohorts.items():
        if month in demo_quotas.RETENTION:
            month_by_month(rng, cohort, month, demo_quotas.RETENTION[month])
        elif month < (2025, 12):
            early = month < (2025, 6)
            for member in cohort:
                if rng.random() < (0.1 if early else 0.38):
                    _come_again(rng, member, early=early)
    return members


def _come_again(rng: random.Random, member: Member, *, early: bool) -> None:
    """A regular rhythm, or just a second visit."""
    first = member.days[0]
    if not early and rng.random() < 0.35:
        member.days.append(_day(rng, first + dt.timedelta(days=20), _MAY_END))
        return
    gap = rng.randint(70, 130) if early else rng.randint(45, 95)
    days = steady(rng, first, gap)
    if days:
        member.days = days


def _old_customers(rng: random.Random, number: int) -> list[Member]:
    """Customers from before the file began: overdue, steady, seldom, and gone quiet."""
    overdue = round(OVERDUE * number / _OLD)
    members = [_overdue(rng) for _ in range(overdue)]
    for index in range(number - overdue):
        member = Member(_type(rng), opening_orders=1)
        kind = index / max(number, 1)
        if kind < 0.13:
            first = _FIRST + dt.timedelta(days=rng.randint(0, 60))
            member.days = steady(rng, first, rng.randint(48, 95)) or [first]
        elif kind < 0.62:
            member.days = [_day(rng, dt.date(2025, 6, 19), dt.date(2026, 6, 14))]
            if rng.random() < 0.85:
                member.days.insert(0, _day(rng, _FIRST, dt.date(2025, 5, 20)))
        else:
            visits = rng.choice((1, 2, 2))
            member.days = sorted(_day(rng, _FIRST, dt.date(2025, 6, 8)) for _ in range(visits))
        members.append(member)
    return members


OVERDUE = 9
"""Regulars past their usual interval beside the five the story names."""


def _overdue(rng: random.Random) -> Member:
    """A regular who should have come again by the end of May, but less late than the story's."""
    gap = rng.randint(42, 75)
    last = _MAY_END - dt.timedelta(days=gap + rng.randint(4, 18))
    days = [last - dt.timedelta(days=gap * step) for step in range(rng.randint(3, 6))]
    return Member(_type(rng), sorted(days), fixed=True, opening_orders=1)


def _meet_orders(
    rng: random.Random, members: list[Member], quotas: list[Quota], taken: Taken
) -> None:
    """Bring the number of orders of every stretch to its quota, keeping everybody's rhythm."""
    regulars = [member for member in members if len(member.days) >= 6 and not member.fixed]
    seldom = [member for member in members if not member.new and len(member.days) < 3]
    for quota in quotas:
        planned = sum(quota.first <= day <= quota.last for m in members for day in m.days)
        planned += sum(quota.first <= day <= quota.last for day, *_rest in taken.sales)
        missing = quota.orders - quota.walk_ins - planned
        for _ in range(abs(missing) * 25):
            if missing == 0:
                break
            missing += _shift(rng, quota, regulars, seldom, grow=missing > 0)


def _shift(
    rng: random.Random, quota: Quota, regulars: list[Member], seldom: list[Member], *, grow: bool
) -> int:
    """One order more or fewer in the stretch; returns by how much the lack changed."""
    if not grow:
        return _drop_one(rng, quota, regulars) or _drop_one(rng, quota, seldom)
    if quota.last < dt.date(2025, 6, 1) and seldom and rng.random() < 0.6:
        member = rng.choice(seldom)
        if len(member.days) >= 2:
            return 0
    elif regulars:
        member = rng.choice(regulars)
    else:
        return 0
    day = _day(rng, quota.first, quota.last)
    if day < member.days[0]:
        return 0
    return -1 if _try(member, sorted({*member.days, day})) else 0


def _drop_one(rng: random.Random, quota: Quota, candidates: list[Member]) -> int:
    """Leave out one order of the stretch that is nobody's first; 1 when one was found."""
    able = [m for m in candidates if any(quota.first <= day <= quota.last for day in m.days[1:])]
    if not able:
        return 0
    member = rng.choice(able)
    inside = [day for day in member.days[1:] if quota.first <= day <= quota.last]
    return 1 if _try(member, [day for day in member.days if day != inside[0]]) else 0


def _try(member: Member, days: list[dt.date]) -> bool:
    """Take ``days`` over unless nothing changes or the member would count as overdue."""
    if len(days) == len(member.days) or ever_past_usual(days):
        return False
    member.days = days
    return True


def _walk_ins(rng: random.Random, quotas: list[Quota]) -> list[Order]:
    return [
        Order(_day(rng, quota.first, quota.last), -1)
        for quota in quotas
        for _ in range(quota.walk_ins)
    ]


TOTAL = 4_862_310
"""What all customers of a block ever spent, in yuan."""

HIGH = 20_000
"""From here on a customer counts as one of high value."""


def _open_accounts(
    rng: random.Random, members: list[Member], orders: list[Order], share: float, taken: Taken
) -> None:
    """Figures from before the file, so that totals and the number of great customers fit."""
    spent = [0] * len(members)
    for order in orders:
        if order.member >= 0:
            spent[order.member] += order.amount
    for index, member in enumerate(members):
        if member.fixed and not member.new:
            # Less than the story's own overdue regulars, who are told of first.
            member.opening_orders = rng.randint(1, 3)
            member.opening_amount = max(20, rng.randint(2_500, 6_500) - spent[index])
    old = [index for index, member in enumerate(members) if not member.new and not member.fixed]
    old.sort(key=lambda index: -len(members[index].days))
    _open_orders(rng, members, old, round(133 * share) - taken.loyal)
    great = max(0, round(86 * share) - taken.high)
    for index in old[:great]:
        members[index].opening_amount = max(0, rng.randint(20_300, 27_000) - spent[index])
    left = round(TOTAL * share) - taken.spent - sum(spent)
    left -= sum(member.opening_amount for member in members)
    rest = old[great:]
    _share_out(rng, [members[index] for index in rest], [spent[i] for i in rest], max(left, 0))


def _open_orders(rng: random.Random, members: list[Member], old: list[int], loyal: int) -> None:
    """Orders from before the file: as many of the ``old`` as are lacking become loyal."""
    known = [member for member in members if member.new or member.fixed]
    lacking = loyal - sum(member.orders >= 5 for member in known)
    for rank, index in enumerate(old):
        member = members[index]
        if rank < lacking:
            member.opening_orders = max(1, 5 - len(member.days)) + rng.randint(0, 9)
        else:
            member.opening_orders = max(1, min(rng.randint(1, 3), 4 - len(member.days)))


def _share_out(rng: random.Random, members: list[Member], spent: list[int], left: int) -> None:
    """Give ``left`` yuan to ``members`` at random, none reaching ``HIGH``."""
    if not members:
        return
    weights = [rng.uniform(0.4, 1.6) for _ in members]
    whole = sum(weights)
    given = 0
    for member, weight, own in zip(members, weights, spent, strict=True):
        member.opening_amount = max(20, min(round(left * weight / whole), HIGH - 500 - own))
        given += member.opening_amount
    for member, own in zip(members, spent, strict=True):
        more = min(left - given, HIGH - 300 - own - member.opening_amount)
        change = max(more, 20 - member.opening_amount)
        member.opening_amount += change
        given += change
        if given == left:
            break
