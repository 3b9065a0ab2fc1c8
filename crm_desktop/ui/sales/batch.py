"""The batch of orders being entered: plain data, no window."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from crm_desktop.services.sales.sale_draft import NO_TAX
from crm_desktop.ui.sales.order import TERMS, WALK_IN, Line, Order

_UNDO_STEPS = 100


class Batch:
    """The lines in order, each change undoable. An order always begins with a buyer."""

    def __init__(self) -> None:
        self._lines: list[Line] = []
        self._past: list[tuple[Line, ...]] = []
        self._noted = False  # within one step: what stood before is in the past already
        self._within = False
        self.method = TERMS  # of the order entered last: the next one starts with it
        self.tax = NO_TAX  # likewise
        self.receipt = False  # likewise
        self.remind = False  # likewise

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
        lines, first, after = self._lines, number, number + 1
        while first and lines[first].buyer is None:
            first -= 1
        while after < len(lines) and lines[after].buyer is None:
            after += 1
        before = sum(1 for line in lines[1:first] if line.buyer is not None)
        return Order(before + (2 if first else 1), first, tuple(lines[first:after]))

    @contextmanager
    def one_step(self) -> Iterator[None]:
        """All changes made within are undone together."""
        self._within, self._noted = True, False
        try:
            yield
        finally:
            self._within = False

    def change(self, number: int, **values: Any) -> None:
        """Change a line; one past the end adds it."""
        fresh = number >= len(self._lines)
        line = replace(Line() if fresh else self._lines[number], **values)
        lines = [*self._lines[:number], line, *self._lines[number + 1 :]]
        if number == 0 and line.buyer is None and not line.blank:
            lines[0] = replace(line, buyer=WALK_IN)
        if lines[number].buyer is not None and not lines[number].method:
            extra = lines[number].extra
            extra = replace(extra, tax=self.tax, receipt=self.receipt, remind=self.remind)
            lines[number] = replace(lines[number], method=self.method, extra=extra)
        self._replace(lines)
        if values.get("method"):
            self.method = values["method"]
        if "extra" in values:
            extra = values["extra"]
            self.tax, self.receipt, self.remind = extra.tax, extra.receipt, extra.remind

    def amend(self, number: int, **values: Any) -> None:
        """Change a line as part of the change before: undone together with it."""
        self._lines[number] = replace(self._lines[number], **values)

    def add_after(self, number: int, line: Line) -> int:
        """Put a line into the order that line ``number`` belongs to, at its end; returns where."""
        order = self.order_of(min(number, len(self._lines) - 1))
        at = order.first + len(order.lines) if order is not None else 0
        if order is None:
            self.change(0, **{name: getattr(line, name) for name in Line.__dataclass_fields__})
        else:
            self._replace([*self._lines[:at], line, *self._lines[at:]])
        return at

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
            discount_minor=above.discount_minor,
            tax_bp=above.tax_bp,
            priced=above.priced,
            barcode=above.barcode,
            options=above.options,
            extra_minor=above.extra_minor,
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
                extra=gone.extra,
            )
        self._replace(self._lines[:number] + rest)

    def take_out(self, order: Order) -> None:
        """Take a whole order out for good: it is kept elsewhere, and must not be here twice."""
        self._lines = self._lines[: order.first] + self._lines[order.first + len(order.lines) :]
        self._past = []

    def append(self, lines: Sequence[Line]) -> None:
        """Put whole orders at the end, for good: they are kept nowhere else."""
        self._lines = [*self._lines, *lines]
        self._past = []

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
        if not (self._within and self._noted):
            self._past = [*self._past[-_UNDO_STEPS + 1 :], tuple(self._lines)]
        self._noted, self._lines = True, lines
