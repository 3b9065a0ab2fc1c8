"""What the sample shop sells, and baskets that come to a given amount."""

from __future__ import annotations

import random
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Item:
    """A product; prices in whole yuan. ``days`` is how long a consumable lasts, ``left`` how many
    are in stock, ``low`` how many are too few."""

    code: str
    category: str
    unit: str
    price: int
    cost: int
    days: int = 0
    warranty: int = 0
    service: bool = False
    left: int = 0
    low: int = 0


ITEMS: dict[str, Item] = {
    item.code: item
    for item in (
        Item("JSJ600", "machines", "machine", 2_180, 1_240, warranty=24, left=5, low=2),
        Item("CSJ800", "machines", "machine", 6_300, 3_900, warranty=24, left=1, low=1),
        Item("ZYJ800", "machines", "machine", 5_600, 3_450, warranty=36, left=3, low=1),
        Item("QZQ40", "machines", "machine", 680, 310, warranty=36, left=7, low=2),
        Item("RSJ15", "machines", "machine", 2_860, 1_700, warranty=24, left=2, low=1),
        Item("LTJ1", "machines", "machine", 168, 72, warranty=12, left=12, low=3),
        Item("MYZ1", "machines", "machine", 2_680, 1_520, warranty=24, left=2, low=1),
        Item("FSTM75", "filters", "piece", 280, 118, days=365, left=24, low=5),
        Item("FSTM400", "filters", "piece", 560, 262, days=730, left=6, low=2),
        Item("PP10", "filters", "piece", 20, 7, days=184, left=96, low=30),
        Item("HXT10", "filters", "piece", 45, 16, days=184, left=8, low=10),
        Item("TZ800", "filters", "set", 2_780, 1_460, days=180, left=4, low=2),
        Item("SYLX", "filters", "set", 2_640, 1_380, days=180, left=2, low=1),
        Item("LTLX3", "filters", "set", 80, 31, left=15, low=5),
        Item("RSY10", "filters", "piece", 48, 22, left=40, low=10),
        Item("AZ01", "services", "time", 120, 0, service=True),
        Item("BY01", "services", "time", 160, 0, service=True),
        Item("SZ01", "services", "time", 60, 0, service=True),
        Item("YJ01", "services", "time", 480, 0, service=True),
    )
}

_MACHINES = {
    "home": ("JSJ600", "QZQ40", "MYZ1", "RSJ15", "LTJ1"),
    "catering": ("ZYJ800", "CSJ800", "JSJ600", "RSJ15", "QZQ40"),
    "office": ("ZYJ800", "JSJ600", "QZQ40"),
    "school": ("ZYJ800", "JSJ600", "QZQ40"),
    "clinic": ("CSJ800", "JSJ600", "QZQ40"),
    "other": ("ZYJ800", "JSJ600", "QZQ40", "LTJ1"),
}
LASTING = ("TZ800", "SYLX", "FSTM400", "FSTM75", "HXT10", "PP10")
_OTHERS = ("YJ01", "BY01", "AZ01", "LTLX3", "SZ01", "RSY10")
_SMALL_CHANGE = ("RSY10", "SZ01", "LTLX3", "AZ01")

Line = tuple[str, int]
"""Product code and quantity."""


def price_of(lines: list[Line]) -> int:
    """What ``lines`` come to in yuan."""
    return sum(ITEMS[code].price * quantity for code, quantity in lines)


def basket(
    amount: int, type_key: str, *, machine: bool, lasting: tuple[str, ...], rng: random.Random
) -> list[Line]:
    """Lines that come to ``amount`` yuan or a little more: the rest is the discount given.

    ``machine`` says that a machine is bought when the amount allows, ``lasting``
    names the consumables with a known life that may be among the lines.
    """
    lines: dict[str, int] = {}
    left = amount
    if machine:
        left = _add_machines(lines, left, _MACHINES[type_key], rng)
    pool = lasting + _OTHERS
    for code in rng.sample(pool, len(pool)):
        price = ITEMS[code].price
        if price <= left and rng.random() < 0.6:
            quantity = min(left // price, rng.choice((1, 1, 2, 2, 3, 4)))
            lines[code] = lines.get(code, 0) + quantity
            left -= price * quantity
    _fill_up(lines, left)
    return list(lines.items())


def _add_machines(
    lines: dict[str, int], left: int, machines: tuple[str, ...], rng: random.Random
) -> int:
    fitting = [code for code in machines if ITEMS[code].price <= left]
    if not fitting:
        return left
    code = rng.choice(fitting[:2])
    quantity = min(left // ITEMS[code].price, rng.choice((1, 1, 1, 2)))
    lines[code] = quantity
    left -= ITEMS[code].price * quantity
    if left >= ITEMS["AZ01"].price:
        lines["AZ01"] = 1
        left -= ITEMS["AZ01"].price
    return left


def _fill_up(lines: dict[str, int], left: int) -> None:
    """Spend what is left on larger things first, and round up with something small."""
    for code in ("YJ01", "BY01", "AZ01", "LTLX3"):
        price = ITEMS[code].price
        quantity = min(left // price, 6 if code == "YJ01" else 3)
        if quantity:
            lines[code] = lines.get(code, 0) + quantity
            left -= price * quantity
    if left > 0:
        lines["RSY10"] = lines.get("RSY10", 0) - (-left // ITEMS["RSY10"].price)
