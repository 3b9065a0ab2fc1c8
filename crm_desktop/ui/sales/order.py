"""An order as it is typed: its lines, who it is for, how it is paid. Plain data, no window.

A line whose buyer is ``None`` belongs to the order above it. Money is in minor units, quantities
in thousandths, discounts in basis points taken off.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from crm_desktop.core import money
from crm_desktop.services.payments import customer_credit
from crm_desktop.services.sales import sale_draft
from crm_desktop.services.sales.sale_draft import (
    NO_TAX,
    TAX_ON_TOP,
    LineDraft,
    PaymentDraft,
    SaleDraft,
    Totals,
)

TERMS = "terms"  # the method of an order that is paid later; others are words of the file


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
class Exchange:
    """Where to go for what is taken instead of goods that came back: whose order, 0 for a walk-in,
    and the credit they left to pay it with."""

    contact_id: int
    credit_minor: int


@dataclass(frozen=True, slots=True)
class Extra:
    """What goes for a whole order besides its lines; it stands on the first of them.

    ``discount_bp`` is a part of whatever the lines come to, ``discount_minor`` an amount besides.
    ``splits`` are further payments besides the received amount. ``tax`` is one of ``NO_TAX``,
    ``TAX_INCLUDED`` and ``TAX_ON_TOP``. ``due_on`` of ``None``: after the customer's days to pay.
    ``receipt`` is printed once it is saved; ``remind`` plans a follow-up with it.
    """

    discount_minor: int = 0
    tax: str = NO_TAX
    splits: tuple[PaymentDraft, ...] = ()
    due_on: dt.date | None = None
    remark: str = ""
    receipt: bool = False
    remind: bool = False
    discount_bp: int = 0


PLAIN = Extra()


@dataclass(frozen=True, slots=True)
class Line:
    """One line. ``received_minor`` (``None``: in full), ``method`` and ``extra`` count on the first
    of an order only. Without ``product_id`` the product of this name is to be created, with
    ``barcode`` if one was scanned. ``discount_bp`` is taken off before ``discount_minor``.
    ``priced``: the price came from the list and follows quantity and customer. ``options`` are
    those chosen of the product, ``extra_minor`` what they cost more a unit."""

    buyer: Buyer | None = None
    product_id: int | None = None
    product: str = ""
    unit: str = ""
    quantity_milli: int | None = None
    price_minor: int | None = None
    discount_bp: int = 0
    discount_minor: int = 0
    tax_bp: int = 0
    priced: bool = False
    barcode: str = ""
    options: str = ""
    extra_minor: int = 0
    received_minor: int | None = None
    method: str = ""
    extra: Extra = PLAIN

    @property
    def complete(self) -> bool:
        """True when it can be sold as it stands."""
        return (
            bool(self.product) and self.quantity_milli is not None and self.price_minor is not None
        )

    @property
    def called(self) -> str:
        """The product with the options chosen."""
        return f"{self.product} ({self.options})" if self.options else self.product

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
        return sale_draft.line_total(self.draft())

    def draft(self, product_id: int | None = None, taxed: bool = False) -> LineDraft:
        """The line as it is recorded, of ``product_id`` if its product had to be made."""
        return LineDraft(
            product_id=product_id or self.product_id,
            description=self.product,
            quantity_milli=self.quantity_milli or 0,
            unit_price_minor=self.price_minor or 0,
            discount_bp=self.discount_bp,
            discount_minor=self.discount_minor if self.complete else 0,
            unit=self.unit,
            tax_bp=self.tax_bp if taxed else 0,
            options=self.options,
        )


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
    def extra(self) -> Extra:
        """Its discount, tax, further payments, due date and remark."""
        return self.lines[0].extra

    @property
    def figures(self) -> Totals:
        """What it comes to, by the rules it is recorded with."""
        return _figures(self.lines)

    def draft(
        self, product_ids: Sequence[int | None], contact_id: int | None = None
    ) -> SaleDraft:  # fmt: skip
        """The sale that it is, its lines of these products; without a day."""
        extra = self.extra
        lines = zip(self.lines, product_ids, strict=True)
        return SaleDraft(
            lines=tuple(line.draft(made, bool(extra.tax)) for line, made in lines),
            contact_id=contact_id,
            due_on=extra.due_on,
            payments=self.payments(),
            discount_minor=_discount(self.lines),
            tax_included=extra.tax != TAX_ON_TOP,
            remark=extra.remark,
        )

    def payments(self) -> tuple[PaymentDraft, ...]:
        """What was handed over, the received amount first, if any."""
        first = self.first_minor
        method = "" if self.method == TERMS else self.method
        return ((PaymentDraft(first, method),) if first else ()) + self.splits

    @property
    def splits(self) -> tuple[PaymentDraft, ...]:
        """The further ways it is paid; of the customer's credit no more than is due."""
        left = self.due_minor - (self.lines[0].received_minor or 0)
        found = []
        for split in self.extra.splits:
            part = split
            if split.method == customer_credit.METHOD:
                part = replace(split, amount_minor=min(split.amount_minor, max(0, left)))
            left -= part.amount_minor
            if part.amount_minor:
                found.append(part)
        return tuple(found)

    @property
    def due_minor(self) -> int:
        """What is to be paid."""
        return _due(self.lines)

    @property
    def first_minor(self) -> int:
        """What was paid the first way: the amount typed, else nothing on account, else all that
        the other ways leave."""
        typed = self.lines[0].received_minor
        if typed is not None:
            return typed
        if self.method == TERMS:
            return 0
        return max(0, self.due_minor - sum(split.amount_minor for split in self.splits))

    @property
    def received_minor(self) -> int:
        """All that was handed over."""
        return sum(payment.amount_minor for payment in self.payments())

    @property
    def owed_minor(self) -> int:
        """What stays open."""
        return self.figures.open_minor


# Asked for every order of a batch at each key; only one of them has changed since.
@lru_cache(maxsize=4096)
def _figures(lines: tuple[Line, ...]) -> Totals:
    order = Order(0, 0, lines)
    return sale_draft.totals(order.draft([line.product_id for line in lines]))


@lru_cache(maxsize=4096)
def _due(lines: tuple[Line, ...]) -> int:
    extra = lines[0].extra
    drafts = tuple(line.draft(None, bool(extra.tax)) for line in lines)
    included = extra.tax != TAX_ON_TOP
    draft = SaleDraft(drafts, discount_minor=_discount(lines), tax_included=included)
    return sale_draft.totals(draft).total_minor


def _discount(lines: Sequence[Line]) -> int:
    """What goes off the whole order: its part follows the lines until it is recorded."""
    extra = lines[0].extra
    whole = sum(line.due_minor for line in lines) if extra.discount_bp else 0
    return extra.discount_minor + money.divide_half_up(whole * extra.discount_bp, 10_000)
