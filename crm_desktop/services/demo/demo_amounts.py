"""What each planned sale comes to, so that months and customer types come to their quotas."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Callable, Sequence
from typing import Protocol

from crm_desktop.services.demo.demo_quotas import Quota

SMALLEST = 20
Sold = tuple[dt.date, int, str, bool]
"""A sale of the story: day, amount, customer type, first purchase."""


class _Order(Protocol):
    day: dt.date
    member: int
    first: bool
    amount: int


def assign(
    rng: random.Random,
    orders: Sequence[_Order],
    types: Sequence[str],
    *,
    quotas: Sequence[Quota],
    taken: Sequence[Sold],
    may_by_type: dict[str, float],
) -> None:
    """Set every order's ``amount`` in whole yuan; the sums fit exactly wherever they can."""
    first_month = {
        order.member: (order.day.year, order.day.month) for order in orders if order.first
    }

    def is_new(order: _Order) -> bool:
        return first_month.get(order.member) == (order.day.year, order.day.month)

    may: list[tuple[Quota, list[_Order]]] = []
    for quota in quotas:
        here = [order for order in orders if quota.first <= order.day <= quota.last]
        walk_ins = [order for order in here if order.member < 0]
        _split(walk_ins, quota.walk_in_amount, _even)
        ours = [order for order in here if order.member >= 0]
        new = [order for order in ours if is_new(order)]
        again = [order for order in ours if not is_new(order)]
        sold = [sale for sale in taken if quota.first <= sale[0] <= quota.last]
        new_left = quota.new_amount - sum(amount for _d, amount, _t, first in sold if first)
        rest = quota.amount - quota.walk_in_amount - sum(amount for _d, amount, *_r in sold)
        new_left = max(min(new_left, rest - SMALLEST * len(again)), SMALLEST * len(new))
        _split(new, new_left if again else rest, lambda o: _weight(rng, first=o.first))
        _split(again, rest - new_left if new else rest, lambda _order: _weight(rng, first=False))
        if quota.first.month == 5 and quota.first.year == 2026:
            may.append((quota, ours))
    _fit_types(may, types, is_new, taken, may_by_type)


def _even(_order: _Order) -> float:
    return 1.0


def _weight(rng: random.Random, *, first: bool) -> float:
    return rng.uniform(0.45, 1.7) if first else rng.uniform(0.3, 2.2)


def _split(
    orders: Sequence[_Order],
    whole: int,
    weight: Callable[[_Order], float],
) -> None:
    """Divide ``whole`` yuan among ``orders`` by weight; nobody gets less than the smallest."""
    if not orders:
        return
    spare = max(0, whole - SMALLEST * len(orders))
    weights = [weight(order) for order in orders]
    total = sum(weights)
    for order, share in zip(orders, weights, strict=True):
        order.amount = SMALLEST + int(spare * share / total)
    left = whole - sum(order.amount for order in orders)
    for index in range(max(0, left)):
        orders[index % len(orders)].amount += 1


def _fit_types(
    may: Sequence[tuple[Quota, list[_Order]]],
    types: Sequence[str],
    is_new: Callable[[_Order], bool],
    taken: Sequence[Sold],
    wanted: dict[str, float],
) -> None:
    """Move money between types inside each half of May until the types come to their sums.

    It moves between returning customers first, then between new ones, then between any.
    """
    left = {key: round(amount) for key, amount in wanted.items()}
    left["other"] -= sum(quota.walk_in_amount for quota, _orders in may)
    for quota, orders in may:
        for day, amount, type_key, _first in taken:
            if quota.first <= day <= quota.last:
                left[type_key] -= amount
        for order in orders:
            left[types[order.member]] -= order.amount
    for chosen in ((False,), (True,), (False, True)):
        for _quota, orders in may:
            by_type: dict[str, list[_Order]] = {}
            for order in orders:
                if is_new(order) in chosen:
                    by_type.setdefault(types[order.member], []).append(order)
            _level(by_type, left)


def _level(by_type: dict[str, list[_Order]], left: dict[str, int]) -> None:
    for lacking in sorted(left, key=lambda key: -left[key]):
        for rich in sorted(left, key=lambda key: left[key]):
            if left[lacking] > 0 > left[rich]:
                amount = min(left[lacking], -left[rich])
                moved = _move(by_type.get(rich, []), by_type.get(lacking, []), amount)
                left[lacking] -= moved
                left[rich] += moved


def _move(givers: list[_Order], takers: list[_Order], amount: int) -> int:
    """Take up to ``amount`` from ``givers`` for ``takers``; returns how much was moved."""
    if not takers:
        return 0
    spare = sum(order.amount - SMALLEST for order in givers)
    amount = min(amount, spare)
    moved = 0
    for order in sorted(givers, key=lambda one: -one.amount):
        part = min(-(-amount * (order.amount - SMALLEST) // max(spare, 1)), amount - moved)
        part = min(part, order.amount - SMALLEST)
        order.amount -= part
        moved += part
    each, odd = divmod(moved, len(takers))
    for index, order in enumerate(takers):
        order.amount += each + (index < odd)
    return moved
