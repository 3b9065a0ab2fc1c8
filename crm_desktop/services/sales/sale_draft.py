"""A sale while it is typed: what its lines, discounts, tax and payments come to, exactly."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from crm_desktop.core import formats, money
from crm_desktop.core.errors import UserError
from crm_desktop.core.i18n import N_, _
from crm_desktop.services.payments.customer_credit import METHOD as CREDIT

NO_TAX, TAX_INCLUDED, TAX_ON_TOP = "", "included", "top"
TAXES: dict[str, str] = {
    NO_TAX: N_("No tax"),
    TAX_INCLUDED: N_("Included in the prices"),
    TAX_ON_TOP: N_("On top of the prices"),
}
"""How a sale or a quote is taxed, and how that is called."""


@dataclass(frozen=True, slots=True)
class LineDraft:
    """A line as typed. ``discount_bp`` is the part taken off (1000 = 10 % off = 9折), applied
    before ``discount_minor``, an amount off the whole line. A gift costs nothing. ``options`` are
    those chosen of the product, in words; their extra is in the price."""

    product_id: int | None = None
    description: str = ""
    quantity_milli: int = 1000
    unit_price_minor: int = 0
    discount_bp: int = 0
    discount_minor: int = 0
    unit: str = ""
    spec: str = ""
    tax_bp: int = 0
    gift: bool = False
    remark: str = ""
    options: str = ""

    @property
    def name(self) -> str:
        """What it is called, with the options chosen."""
        return f"{self.description} ({self.options})" if self.options else self.description


@dataclass(frozen=True, slots=True)
class PaymentDraft:
    """Money received with a sale."""

    amount_minor: int
    method: str = ""


@dataclass(frozen=True, slots=True)
class SaleDraft:
    """A sale as typed. No ``contact_id`` means a walk-in, who pays in full.

    Lines of negative quantities alone are goods coming back: a return, whose payments are
    negative too. What ``payments`` leave open is on credit until ``due_on``, by default the
    customer's days to pay, or else the shop's, after the sale. ``number`` is taken from the
    series when empty, ``currency`` is the shop's, ``shop_id`` where the seller works.
    ``below_floor_reason`` says why a sale may be below the lowest price, and
    ``approver_id`` who agreed.
    """

    lines: tuple[LineDraft, ...]
    contact_id: int | None = None
    sold_on: dt.date | None = None
    due_on: dt.date | None = None
    payments: tuple[PaymentDraft, ...] = ()
    discount_minor: int = 0
    tax_included: bool = True
    remark: str = ""
    staff_id: int | None = None
    shop_id: int | None = None
    number: str = ""
    channel: str = ""
    below_floor_reason: str = ""
    approver_id: int | None = None
    currency: str = ""


@dataclass(frozen=True, slots=True)
class Totals:
    """What a draft comes to, in minor units; ``change_minor`` goes back over the counter."""

    lines: tuple[int, ...]
    subtotal_minor: int
    discount_minor: int
    tax_minor: int
    total_minor: int
    paid_minor: int
    change_minor: int
    open_minor: int


def line_total(line: LineDraft) -> int:
    """Amount of a line in minor units: rounded half up once, then less the amount off."""
    if line.gift:
        return 0
    amount = money.line_amount(line.quantity_milli, line.unit_price_minor, line.discount_bp)
    return amount - line.discount_minor


def totals(draft: SaleDraft) -> Totals:
    """What a draft comes to, for the form while typing; the same figures are recorded.

    Tax is worked out per line and rounded half up there: contained in the amount when
    ``tax_included``, on top of it otherwise; a discount on the sale lowers it by the same part.
    Money beyond the total of a sale is change.
    """
    lines = tuple(line_total(line) for line in draft.lines)
    tax = sum(
        _tax(amount, line.tax_bp, included=draft.tax_included)
        for amount, line in zip(lines, draft.lines, strict=True)
    )
    subtotal = sum(lines)
    if draft.discount_minor and subtotal:
        tax = money.divide_half_up(tax * (subtotal - draft.discount_minor), subtotal)
    total = subtotal - draft.discount_minor + (0 if draft.tax_included else tax)
    given = sum(payment.amount_minor for payment in draft.payments)
    change = max(0, given - total) if total >= 0 else 0
    return Totals(
        lines, subtotal, draft.discount_minor, tax, total, given - change, change,
        total - (given - change),
    )  # fmt: skip


def kept(draft: SaleDraft, figures: Totals) -> tuple[PaymentDraft, ...]:
    """The payments without the change, which goes back out of the cash, or without any out of
    what came first: nobody gets change of what was transferred."""
    back, left = figures.change_minor, [one.amount_minor for one in draft.payments]
    by_cash = sorted(range(len(left)), key=lambda at: not _is_cash(draft.payments[at].method))
    for at in by_cash:
        part = min(back, max(0, left[at]))
        left[at] -= part
        back -= part
    whole = zip(draft.payments, left, strict=True)
    return tuple(PaymentDraft(amount, one.method) for one, amount in whole if amount)


def is_return(draft: SaleDraft) -> bool:
    """True when every line takes goods back."""
    return all(line.quantity_milli < 0 for line in draft.lines)


def check(draft: SaleDraft, figures: Totals) -> None:
    """Raise ``UserError`` for what cannot be sold: no lines, a slip in an amount, a discount
    above the sale, a walk-in on credit."""
    if not draft.lines:
        raise UserError(_("A sale needs at least one line."), _("Nothing was saved."))
    if any(abs(amount) > money.LARGEST_MINOR for amount in figures.lines):
        raise UserError(
            _("An amount is too large to be meant."),
            _("Nothing was saved."),
            _("Check quantity and price."),
        )
    if figures.total_minor < 0 and not is_return(draft):
        raise UserError(
            _("The discount is larger than the sale."),
            _("Nothing was saved."),
            _("Correct the discount, or record a return."),
        )
    if draft.contact_id is None and any(one.method == CREDIT for one in draft.payments):
        raise UserError(
            _("A walk-in has no credit."),
            _("Nothing was saved."),
            _("Choose the customer, or another way to pay."),
        )
    if draft.contact_id is None and figures.open_minor != 0:
        raise UserError(
            _("A walk-in sale has {amount} left to pay.").format(
                amount=formats.money_exact(figures.open_minor)
            ),
            _("Nothing was saved."),
            _("Choose a customer to sell on credit, or enter the full payment."),
        )


def _is_cash(method: str) -> bool:
    """By its name: the ways to pay are words of the file."""
    return any(word in method.casefold() for word in ("cash", "现金", "現金"))


def _tax(amount: int, tax_bp: int, *, included: bool) -> int:
    return money.divide_half_up(amount * tax_bp, 10_000 + tax_bp if included else 10_000)
