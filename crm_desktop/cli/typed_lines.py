"""A line of a sale or a quote as it is typed behind ``--line``."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

import typer

from crm_desktop.cli.numbers import read_amount, read_quantity
from crm_desktop.core.errors import UserError
from crm_desktop.core.i18n import N_, _

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from crm_desktop.services.products.product_options import Chosen

Lines = Annotated[
    list[str] | None,
    typer.Option(
        "--line",
        metavar="PRODUCT[OPTION,…]=QUANTITY@PRICE-OFF",
        help=N_("Once for each line; all but the product may be left out."),
    ),
]
TAXES = {"none": "", "included": "included", "top": "top"}
"""How tax is said here, and as one of ``sale_draft.TAXES``."""


@dataclass(frozen=True, slots=True)
class TypedLine:
    """What a line says. ``price_minor`` is ``None`` where nothing is said: what the customer pays
    counts then. ``called`` is the product as typed."""

    called: str
    product_id: int
    chosen: Chosen
    quantity_milli: int
    price_minor: int | None
    discount_bp: int
    discount_minor: int

    def price(self, offered_minor: int | None) -> int:
        """What one unit costs. Raises ``UserError`` where neither the line nor the offer says."""
        minor = offered_minor if self.price_minor is None else self.price_minor
        if minor is None:
            words = _("{name} has no price.").format(name=self.called)
            raise UserError(words, _("Nothing was saved."))
        return minor


def read_line(session: Session, typed: str, currency: str) -> TypedLine:
    """``PP10=12@18-10%``: twelve at 18.00 each, a tenth off, as ``-9折``; ``-5`` is an amount off;
    ``TAP[red]`` is one with an option.

    Raises ``UserError`` for an unknown product or option, and a quantity that is not above zero.
    """
    from crm_desktop.exchange import entered
    from crm_desktop.services.products import product_options, products

    name, mark, rest = typed.rpartition("=")
    many, _at, price = (rest if mark else "1").partition("@")
    price, _minus, off = price.partition("-")
    called, options = _with_options(name if mark else typed)
    product_id = products.named(session, called)
    quantity = read_quantity(many)
    if quantity <= 0:
        words = _("{place}: a quantity must be above zero.").format(place=called)
        raise UserError(words, _("Nothing was changed."))
    off_bp, off_minor = entered.order_discount(off, currency) if off.strip() else (0, 0)
    return TypedLine(
        called,
        product_id,
        product_options.named(session, product_id, options),
        quantity,
        read_amount(price, currency) if price.strip() else None,
        off_bp,
        off_minor,
    )


def check_tax(tax: str) -> None:
    """Raise ``BadParameter`` for what is none of ``TAXES``; nothing said is none too."""
    if tax and tax not in TAXES:
        known = ", ".join(TAXES)
        raise typer.BadParameter(_("{text} is none of {known}.").format(text=tax, known=known))


def _with_options(typed: str) -> tuple[str, list[str]]:
    name, bracket, options = typed.strip().partition("[")
    if not bracket or not options.endswith("]"):
        return typed.strip(), []
    return name.strip(), options[:-1].replace("，", ",").split(",")
