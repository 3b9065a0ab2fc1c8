"""What the sample shop takes per month, by which the plan of its sales is drawn up.

Days are those of the story (demo_calendar.STORY_DAY); amounts are whole yuan.
"""

from __future__ import annotations

import calendar
import datetime as dt
from dataclasses import dataclass

TYPES = ("home", "catering", "office", "other", "clinic", "school")
TYPE_WEIGHTS = (60, 12, 10, 8, 5, 5)

MAY_BY_TYPE = {
    "catering": 34_210,
    "home": 31_480,
    "office": 19_600,
    "school": 14_250,
    "clinic": 12_300,
    "other": 6_800,
}


@dataclass(frozen=True, slots=True)
class Quota:
    """A stretch of days: its sales and how many first-time customers came."""

    first: dt.date
    last: dt.date
    amount: int
    orders: int
    new_customers: int
    new_amount: int
    walk_ins: int
    walk_in_amount: int


# Sales, orders and first-time customers, June 2024 to April 2026.
_MONTHS = (
    (70_000, 103, 22, 21_000), (74_000, 108, 20, 22_500), (71_000, 104, 19, 20_800),
    (78_000, 114, 20, 23_000), (84_000, 122, 22, 24_600), (90_000, 131, 24, 27_000),
    (92_000, 134, 25, 28_000), (80_000, 117, 21, 23_500), (66_000, 97, 16, 18_500),
    (88_000, 128, 24, 26_500), (93_000, 136, 20, 26_000), (99_000, 145, 21, 28_500),
    (82_000, 117, 20, 24_000), (88_000, 125, 22, 27_000), (79_000, 113, 18, 21_000),
    (91_000, 129, 21, 26_000), (97_000, 137, 25, 30_000), (104_000, 146, 29, 35_000),
    (99_000, 140, 31, 28_000), (86_000, 122, 24, 22_000), (72_000, 103, 17, 17_000),
    (101_000, 142, 33, 31_000), (109_800, 153, 18, 33_000),
)  # fmt: skip


def quotas() -> list[Quota]:
    """Every stretch, oldest first. May 2026 is two, to compare June so far with."""
    found = []
    for back, (amount, orders, new, new_amount) in enumerate(_MONTHS):
        year, month = divmod(2024 * 12 + 5 + back, 12)
        last = calendar.monthrange(year, month + 1)[1]
        found.append(
            Quota(
                dt.date(year, month + 1, 1), dt.date(year, month + 1, last),
                amount, orders, new, new_amount, 9, 1_150,
            )
        )  # fmt: skip
    found += [
        Quota(dt.date(2026, 5, 1), dt.date(2026, 5, 18), 70_750, 108, 18, 21_400, 6, 700),
        Quota(dt.date(2026, 5, 19), dt.date(2026, 5, 31), 47_890, 56, 5, 7_200, 4, 480),
        Quota(dt.date(2026, 6, 1), dt.date(2026, 6, 18), 79_240, 116, 23, 25_000, 6, 720),
    ]
    return found


RETENTION = {
    (2025, 12): (42, 35, 39, 32, 29, 35),
    (2026, 1): (38, 33, 29, 33, 29),
    (2026, 2): (35, 29, 35, 24),
    (2026, 3): (45, 39, 42),
    (2026, 4): (50, 43),
    (2026, 5): (48,),
}
"""Percent of the customers new in a month who bought again in each month after it."""
