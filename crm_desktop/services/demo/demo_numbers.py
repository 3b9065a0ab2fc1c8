"""Sale numbers of the sample shop: account sales and counter receipts, each without gaps."""

from __future__ import annotations

from collections.abc import Sequence

Numbered = tuple[bool, int]
"""Whether a company bought, and the number the story fixes, or 0."""


def number_sales(
    sales: Sequence[Numbered], first_receipt: int, *, accounts: bool
) -> tuple[list[str], int]:
    """A number for every sale in order, and the next receipt number.

    Between two numbers fixed by the story just as many sales get account numbers (``XS-``),
    companies first; all others are counter receipts (``LS-``).
    """
    chosen = _account_numbers(sales) if accounts else {}
    numbers = []
    receipt = first_receipt
    for index in range(len(sales)):
        if index in chosen:
            numbers.append(f"XS-{chosen[index]:04}")
        else:
            numbers.append(f"LS-{receipt:05}")
            receipt += 1
    return numbers, receipt


def _account_numbers(sales: Sequence[Numbered]) -> dict[int, int]:
    chosen: dict[int, int] = {}
    start, number = 0, 1
    fixed = [(index, sale[1]) for index, sale in enumerate(sales) if sale[1]]
    for index, wanted in fixed:
        between = list(range(start, index))
        between.sort(key=lambda at: (not sales[at][0], -at))
        for at in sorted(between[: wanted - number]):
            chosen[at] = number
            number += 1
        number = wanted
        chosen[index] = number
        start, number = index + 1, number + 1
    for at in range(start, len(sales)):
        if sales[at][0]:
            chosen[at] = number
            number += 1
    return chosen
