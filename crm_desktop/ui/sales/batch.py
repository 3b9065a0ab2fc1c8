"""The batch of orders being entered: plain data, no window.

A line whose buyer is ``None`` belongs to the order above it. Money is in minor units, quantities
in thousandths, discounts in basis points taken off.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from crm_desktop.core import money

TERMS = "terms"  # the method of an order that is paid later; others are words of the file
_UNDO_STEPS = 100


@dataclass(frozen=True, slots=True)
class Buyer:
    """Who an order is for. No id and a name: to be created; neither: a walk-in."""

    contact_id: int | None = None
    name: str = ""
    company: bool = False
    phone: str = ""

    @property
    def walk_in(self) -> bool:
        """True for a customer nobody knows."""
        return self.contact_id is None and not self.name


WALK_IN = Buyer()


@dataclass(frozen=True, slots=True)
class Line:
    """One line. ``received_minor`` (``None``: in full) and ``method`` count on the first of an
    order only. Without ``product_id`` the product of this name is to be created."""

    buyer: Buyer | None = None
    product_id: int | None = None
    product: str = ""
    unit: str = ""
    quantity_milli: int | None = None
    price_minor: int | None = None
    discount_bp: int = 0
    received_minor: int | None = None
    method: str = ""

    @property
    def complete(self) -> bool:
        """True when it can be sold as it stands."""
        return (
            bool(self.product) and self.quantity_milli is not None and self.price_minor is not None
        )

    @property
    def blank(self) -> bool:
        """True when nothing has been entered."""
        return self.buyer is None and not self.product and self.quantity_milli is None

    @property
    def gross_minor(self) -> int:
        """Quantity times price before the discount."""
        return money.line_amount(self.quantity_milli or 0, self.price_minor or 0)

    @property
    def due_minor(self) -> int:
        """Quantity times price less the discount."""
        return money.line_amount(self.quantity_milli or 0, self.price_minor or 0, self.discount_bp)


@dataclass(frozen=True, slots=True)
class Order:
    """Consecutive lines of one buyer; ``first`` is the number of its first line."""

    number: int
    first: int
    lines: tuple[Line, ...]

    @property
    def buyer(self) -> Buyer:
        """Who it is for."""
        return self.lines[0].buyer or WALK_IN

    @property
    def method(self) -> str:
        """How it is paid."""
        return self.lines[0].method

    @property
    def gross_minor(self) -> int:
        """Sum before discounts."""
        return sum(line.gross_minor for line in self.lines)

    @property
    def due_minor(self) -> int:
        """What is to be paid."""
        return sum(line.due_minor for line in self.lines)

    @property
    def received_minor(self) -> int:
        """What has been paid: the amount typed, else nothing on account, else all of it."""
        typed = self.lines[0].received_minor
        if typed is not None:
            return typed
        return 0 if self.method == TERMS else self.due_minor

    @property
    def owed_minor(self) -> int:
        """What stays open."""
        return self.due_minor - self.received_minor


class Batch:
    """The lines in order, each change undoable. An order always begins with a buyer."""

    def __init__(self) -> None:
        self._lines: list[Line] = []
        self._past: list[tuple[Line, ...]] = []
        self.method = TERMS  # of the order entered last: the next one starts with it

    def __len__(self) -> int:
        return len(self._lines)

    def __getitem__(self, number: int) -> Line:
        return self._lines[number]

    @property
    def lines(self) -> Sequence[Line]:
        """All lines."""
        return tuple(self._lines)

    def orders(self) -> list[Order]:
        """The orders the lines make up, numbered from 1."""
        starts = [i for i, line in enumerate(self._lines) if i == 0 or line.buyer is not None]
        ends = [*starts[1:], len(self._lines)][: len(starts)]
        return [
            Order(number, start, tuple(self._lines[start:end]))
            for number, (start, end) in enumerate(zip(starts, ends, strict=True), 1)
        ]

    def order_of(self, number: int) -> Order | None:
        """The order the line belongs to; ``None`` past the end."""
        if not 0 <= number < len(self._lines):
            return None
        return next(order for order in reversed(self.orders()) if order.first <= number)

    def change(self, number: int, **values: Any) -> None:
        """Change a line; one past the end adds it."""
        fresh = number >= len(self._lines)
        line = replace(Line() if fresh else self._lines[number], **values)
        lines = [*self._lines[:number], line, *self._lines[number + 1 :]]
        if number == 0 and line.buyer is None and not line.blank:
            lines[0] = replace(line, buyer=WALK_IN)
        if lines[number].buyer is not None and not lines[number].method:
            lines[number] = replace(lines[number], method=self.method)
        self._replace(lines)
        if values.get("method"):
            self.method = values["method"]

    def copy_above(self, number: int) -> bool:
        """Repeat product, quantity, price and discount of the line above."""
        if not 0 < number <= len(self._lines):
            return False
        above = self._lines[number - 1]
        self.change(
            number,
            product_id=above.product_id,
            product=above.product,
            unit=above.unit,
            quantity_milli=above.quantity_milli,
            price_minor=above.price_minor,
            discount_bp=above.discount_bp,
        )
        return True

    def remove(self, number: int) -> None:
        """Take a line out; the order's buyer and payment move to its next line."""
        if not 0 <= number < len(self._lines):
            return
        gone, rest = self._lines[number], self._lines[number + 1 :]
        if gone.buyer is not None and rest and rest[0].buyer is None:
            rest[0] = replace(
                rest[0],
                buyer=gone.buyer,
                received_minor=gone.received_minor,
                method=gone.method,
            )
        self._replace(self._lines[:number] + rest)

    def drop_blank(self) -> None:
        """Take out lines nothing was entered in."""
        kept = [line for line in self._lines if not line.blank]
        if len(kept) != len(self._lines):
            self._replace(kept)

    def undo(self) -> bool:
        """Back to before the last change; False when there was none."""
        if not self._past:
            return False
        self._lines = list(self._past.pop())
        return True

    def clear(self) -> None:
        """Begin anew, after the batch was saved."""
        self._lines = []
        self._past = []

    def first_gap(self) -> tuple[int, str] | None:
        """Line number and field of the first thing still missing."""
        for number, line in enumerate(self._lines):
            if line.blank:
                continue
            for field in ("product", "quantity_milli", "price_minor"):
                if getattr(line, field) in (None, ""):
                    return number, field
        return None

    def _replace(self, lines: list[Line]) -> None:
        self._past = [*self._past[-_UNDO_STEPS + 1 :], tuple(self._lines)]
        self._lines = lines
