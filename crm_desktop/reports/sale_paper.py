"""A recorded sale on A4 paper: the delivery note that goes with the goods, or a sheet like an
invoice."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from crm_desktop.core import amount_words, formats, i18n
from crm_desktop.core.errors import NotFound
from crm_desktop.core.i18n import _, pgettext
from crm_desktop.reports import letterhead
from crm_desktop.reports.document import (
    Block,
    Column,
    Kind,
    Note,
    Report,
    Row,
    Signatures,
    Styled,
    Summary,
    Table,
)
from crm_desktop.services.quotes import orders
from crm_desktop.services.quotes.orders import OrderDetail
from crm_desktop.services.sales import sales
from crm_desktop.services.sales.sales import SaleDetail, SaleLineRow

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


def build(
    session: Session, sale_id: int, *, delivery: bool, delivery_id: int | None = None
) -> Report:
    """The paper in the language in force: a delivery note has no prices, but places to sign.

    With ``delivery_id`` it is that of one delivery of the order: what it carries, by whom and where
    to. Raises ``NotFound``.
    """
    sale, day = sales.detail(session, sale_id), ""
    told: tuple[str, ...] = ()
    if delivery_id is not None:
        sale, told, day = _part(orders.detail(session, sale_id), delivery_id)
    title = pgettext("paper", "Delivery note") if delivery else pgettext("paper", "Sale")
    name = sale.contact_name or _("Walk-in")
    blocks: list[Block] = [Summary((_("For {name}.").format(name=name),))]
    blocks.append(_goods(sale, title, delivery=delivery))
    blocks += [Note(one) for one in told]
    if not delivery:
        blocks.append(_sums(sale))
        if i18n.language() == "zh_CN" and sale.currency == "CNY":
            words = amount_words.capitals(sale.total_minor)
            blocks += [Note(_("In words: {words}").format(words=words))] if words else []
    if sale.remark:
        blocks.append(Note(sale.remark))
    signers = (_("Delivered by"), _("Received by")) if delivery else (_("Sold by"), _("Customer"))
    blocks.append(Signatures((*signers, _("Date"))))
    return Report(
        key="delivery_note" if delivery else "sale",
        title=title,
        period=" · ".join((sale.number, day or formats.date_long(sale.sold_on))),
        shop=letterhead.shop(session),
        footer=letterhead.printed(),
        language=i18n.language(),
        currency=sale.currency,
        pages=(tuple(blocks),),
    )


def _part(order: OrderDetail, delivery_id: int) -> tuple[SaleDetail, tuple[str, ...], str]:
    """The sale with what one delivery carries, what is told of that delivery, and its day."""
    for number, one in enumerate(order.deliveries, start=1):
        if one.id == delivery_id:
            lines = tuple(
                replace(line, quantity_milli=one.quantities[line.id])
                for line in order.sale.lines
                if line.id in one.quantities
            )
            which = _("Delivery {n} of this order").format(n=number)
            way = " · ".join(filter(None, (which, one.carrier, one.tracking_no)))
            told = tuple(filter(None, (way, one.address, one.note)))
            day = formats.date_long(one.shipped_on) if one.shipped_on else ""
            return replace(order.sale, lines=lines), told, day
    raise NotFound(_("This delivery does not exist any more."), _("Nothing was changed."))


def _goods(sale: SaleDetail, sheet: str, *, delivery: bool) -> Table:
    prices = (
        Column(_("Unit price"), Kind.MONEY_EXACT, share=1.2),
        Column(_("Discount"), Kind.INTEGER, share=1.0),
        Column(_("Amount"), Kind.MONEY_EXACT, share=1.2),
    )
    columns = (
        Column(pgettext("paper", "No."), Kind.INTEGER, share=0.4),
        Column(_("Product"), share=3.4, strong=True),
        Column(_("Specification"), share=1.2),
        Column(_("Quantity"), Kind.INTEGER, share=0.9),
        *(() if delivery else prices),
    )
    rows = []
    for number, line in enumerate(sale.lines, start=1):
        many = f"{formats.quantity(line.quantity_milli)} {line.unit}".strip()
        off = Styled(None, text=taken_off(line, sale.currency))
        priced = () if delivery else (line.unit_price_minor, off, line.amount_minor)
        quantity = Styled(None, text=many)
        rows.append(Row((number, line.name, line.spec, quantity, *priced)))
    return Table(columns, tuple(rows), sheet=sheet)


def taken_off(line: SaleLineRow, currency: str) -> str:
    """What was taken off a line, in words; a space when nothing was."""
    if line.gift:
        return _("gift")
    parts = []
    if line.discount_bp:
        parts.append(f"−{formats.percent(line.discount_bp, 2 if line.discount_bp % 100 else 0)}")
    if line.discount_minor:
        parts.append(f"−{formats.money_exact(line.discount_minor, currency)}")
    return " ".join(parts) or " "


def sums(sale: SaleDetail) -> list[tuple[str, int, bool]]:
    """Label, amount in minor units and whether it stands out, of all below the goods."""
    lines: list[tuple[str, int, bool]] = []
    if sale.discount_minor:
        lines.append((_("Subtotal"), sale.subtotal_minor, False))
        lines.append((_("Discount"), -sale.discount_minor, False))
    if sale.tax_minor:
        lines.append((_("Tax included") if sale.tax_included else _("Tax"), sale.tax_minor, False))
    lines.append((_("Total"), sale.total_minor, True))
    for payment in sale.payments:
        lines.append((payment.method or _("Received"), payment.amount_minor, False))
    if sale.open_minor:
        lines.append((_("Still owed"), sale.open_minor, True))
    return lines


def _sums(sale: SaleDetail) -> Table:
    columns = (Column("", Kind.INTEGER, share=4.0), Column("", Kind.MONEY_EXACT, share=1.2))
    rows = tuple(
        Row(
            (
                Styled(None, text=label, strong=strong),
                Styled(
                    minor,
                    text=formats.money_exact(minor, sale.currency) if strong else "",
                    strong=strong,
                ),
            )
        )
        for label, minor, strong in sums(sale)
    )
    return Table(columns, rows, header=False)
