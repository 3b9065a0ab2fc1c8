"""Products and categories: what was sold in the month, and its part of the whole."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crm_desktop.core import clock, formats
from crm_desktop.core.i18n import _, ngettext
from crm_desktop.core.jobs import Progress, no_progress
from crm_desktop.reports import catalogue, letterhead
from crm_desktop.reports.document import (
    Block,
    Column,
    Kind,
    Note,
    RankedBars,
    Report,
    Row,
    Section,
    Summary,
    Table,
)
from crm_desktop.services.figures.sales_figures import month_of
from crm_desktop.services.summaries import goods_sold
from crm_desktop.services.summaries.goods_sold import CategoryPart, GoodsRow, GoodsSold

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from crm_desktop.reports.catalogue import ReportOptions

_BARS = 10


def build(session: Session, options: ReportOptions, _progress: Progress = no_progress) -> Report:
    """The document for the month in ``options``, up to today, in the language in force."""
    month = month_of(options.month)
    made = goods_sold.goods_sold(session, month.first, min(month.last, clock.today()))
    name = formats.month_year(month.first)
    kind = catalogue.find("products")
    return letterhead.report(session, options, kind, name, (_blocks(made, name),))


def _blocks(made: GoodsSold, month: str) -> tuple[Block, ...]:
    if not made.rows and made.total_minor:
        amount = formats.money_exact(made.total_minor, made.currency)
        none = _("The sales of {month}, {amount}, name no goods.").format(
            month=month, amount=amount
        )
        return (Summary((none, _("Enter or import sales with what was sold."))),)
    if not made.rows:
        none = _("No sales are recorded in {month}.").format(month=month)
        return (Summary((none, _("Record the month's sales or import them."))),)
    words = ngettext(
        "In {month} {n} product was sold for {amount}.",
        "In {month} {n} products were sold for {amount}.",
        len(made.rows),
    )
    amount = formats.money_exact(made.lines_minor, made.currency)
    said = words.format(month=month, n=formats.integer(len(made.rows)), amount=amount)
    top = [row for row in made.rows if row.amount_minor > 0][:_BARS]
    bars = RankedBars(
        tuple(row.name for row in top),
        tuple(row.amount_minor for row in top),
        _("Product"),
        _("Amount"),
        _("Best sellers"),
    )
    blocks: list[Block] = [Summary((said,))]
    if top:
        blocks.append(Section(_("Best sellers"), "", (bars,)))
    blocks.append(Section(_("Categories"), "", (_categories(made.categories),)))
    blocks.append(Section(_("Products"), formats.integer(len(made.rows)), (_goods(made.rows),)))
    if made.other_minor:
        words = _(
            "With discounts on whole sales, taxes on top and sales that name no goods, "
            "the sales come to {amount}."
        )
        amount = formats.money_exact(made.total_minor, made.currency)
        blocks.append(Note(words.format(amount=amount)))
    return tuple(blocks)


def _categories(parts: tuple[CategoryPart, ...]) -> Table:
    columns = (
        Column(_("Category"), share=3.0, strong=True),
        Column(_("Products"), Kind.INTEGER),
        Column(_("Amount"), Kind.MONEY_EXACT, share=1.3),
        Column(_("Share"), Kind.PERCENT),
    )
    rows = (
        Row((part.name or _("Without a category"), part.products, part.amount_minor, part.share_bp))
        for part in parts
    )
    return Table(columns, tuple(rows), sheet=_("Categories"))


def _goods(rows: tuple[GoodsRow, ...]) -> Table:
    columns = (
        Column(_("Product"), share=2.6, strong=True),
        Column(_("Category"), share=1.5),
        Column(_("Quantity"), Kind.QUANTITY, share=0.9),
        Column(_("Unit"), share=0.6),
        Column(_("Orders"), Kind.INTEGER, share=0.8),
        Column(_("Customers"), Kind.INTEGER, share=1.0),
        Column(_("Amount"), Kind.MONEY_EXACT, share=1.2),
        Column(_("Share"), Kind.PERCENT, share=0.7),
    )
    made = (
        Row(
            (
                row.name or _("Without a name"),
                row.category,
                row.quantity_milli,
                row.unit,
                row.orders,
                row.customers,
                row.amount_minor,
                row.share_bp,
            )
        )
        for row in rows
    )
    return Table(columns, tuple(made), sheet=_("Products"))
