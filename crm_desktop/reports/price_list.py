"""What is sold on paper: a price list, a catalogue with pictures, or what is to be bought."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from crm_desktop.core import clock, formats, i18n
from crm_desktop.core.errors import UserError
from crm_desktop.core.i18n import N_, _, ngettext, pgettext
from crm_desktop.core.jobs import Progress, no_progress
from crm_desktop.reports import letterhead
from crm_desktop.reports.document import (
    Block,
    Card,
    Cards,
    Column,
    Kind,
    Note,
    Report,
    Row,
    Section,
    Styled,
    Summary,
    Table,
    Tone,
    Value,
)
from crm_desktop.reports.paper import PageSetup
from crm_desktop.services.products import (
    product_categories,
    product_list,
    product_pictures,
    product_prices,
)
from crm_desktop.services.products.product_list import ProductQuery
from crm_desktop.services.products.product_prices import Tier
from crm_desktop.services.products.products import ProductRow
from crm_desktop.services.settings import settings

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

STYLES: dict[str, str] = {
    "list": N_("Price list"),
    "catalogue": N_("Catalogue"),
    "stock": N_("Stock list"),
}
"""What can be made, and its title."""

_PICTURE_SIDE = 420  # pixels; 3 cm on paper at 300 dots per inch
_BATCH = 60


@dataclass(frozen=True, slots=True)
class PriceListOptions:
    """What a list holds.

    ``product_ids`` or else all that ``query`` finds, in its order within each category. ``levels``
    are columns of their own; ``quantities`` tells prices from a quantity on below a product.
    ``note`` stands at the end. ``language`` is that of the reader, ``page``
    the paper of a PDF.
    """

    style: str = "list"
    query: ProductQuery = field(default_factory=ProductQuery)
    product_ids: tuple[int, ...] | None = None
    levels: tuple[str, ...] = ()
    quantities: bool = True
    note: str = ""
    language: str = field(default_factory=i18n.language)
    page: PageSetup = field(default_factory=PageSetup)


@dataclass(frozen=True, slots=True)
class _Group:
    """The products of one category under its path."""

    title: str
    rows: tuple[ProductRow, ...]


def build(session: Session, options: PriceListOptions, progress: Progress = no_progress) -> Report:
    """The document, in the language in force. Raises ``UserError`` when there is no product."""
    groups = _groups(session, options)
    count = sum(len(group.rows) for group in groups)
    if not count:
        raise UserError(_("There is no product to list."), "", _("Choose other products."))
    tiers = product_prices.of_many(session, [row.id for group in groups for row in group.rows])
    day = formats.date_long(clock.today())
    currency = settings.get(session, settings.CURRENCY)
    words = ngettext("{n} product, prices of {day}.", "{n} products, prices of {day}.", count)
    if options.style == "stock":
        words = ngettext("{n} product on {day}.", "{n} products on {day}.", count)
    blocks: list[Block] = [Summary((words.format(n=formats.integer(count), day=day),))]
    done = 0
    for group in groups:
        inner = _block(session, group, options, tiers)
        if len(groups) == 1 and not group.title:
            blocks.append(inner)
        else:
            blocks.append(Section(group.title, formats.integer(len(group.rows)), (inner,)))
        done += len(group.rows)
        progress(done, count)
    if options.note.strip():
        blocks.append(Note(options.note.strip()))
    return Report(
        key=f"products_{options.style}",
        title=_(STYLES[options.style]),
        period=day,
        shop=letterhead.shop(session),
        footer=letterhead.printed(),
        language=i18n.language(),
        currency=currency,
        pages=(tuple(blocks),),
    )


def _groups(session: Session, options: PriceListOptions) -> list[_Group]:
    """The products by category in the order of the tree, those in none last."""
    ids = (
        list(options.product_ids)
        if options.product_ids is not None
        else product_list.ids(session, options.query)
    )
    rows = product_list.rows(session, ids)
    if options.style == "stock":
        rows = [row for row in rows if not row.is_service]  # nobody counts work
    tree = product_categories.tree(session)
    by_category: dict[int | None, list[ProductRow]] = {}
    known = {one.id for one in tree}
    for row in rows:
        key = row.category_id if row.category_id in known else None
        by_category.setdefault(key, []).append(row)
    groups = [_Group(one.path, tuple(by_category[one.id])) for one in tree if one.id in by_category]
    if None in by_category:
        groups.append(_Group(_("Others") if groups else "", tuple(by_category[None])))
    return groups


def _block(
    session: Session, group: _Group, options: PriceListOptions, tiers: dict[int, list[Tier]]
) -> Block:
    # A workbook has one sheet a category; the title keeps them apart.
    sheet = group.title or _(STYLES[options.style])
    if options.style == "stock":
        return _stock_table(group.rows, sheet)
    currency = settings.get(session, settings.CURRENCY)
    table = _price_table(group.rows, sheet, options, tiers, currency)
    if options.style == "list":
        return table
    pictures = dict(_pictures(session, [row.id for row in group.rows if row.picture_id]))
    cards = [
        _card(row, tiers.get(row.id, []), options, pictures.get(row.id, b"")) for row in group.rows
    ]
    return Cards(tuple(cards), table)


def _price_table(
    rows: Sequence[ProductRow],
    sheet: str,
    options: PriceListOptions,
    tiers: dict[int, list[Tier]],
    currency: str,
) -> Table:
    columns = (
        Column(_("Code"), share=1.0),
        Column(_("Product"), share=2.6, strong=True),
        Column(_("Specification"), share=1.4),
        Column(_("Unit"), share=0.6),
        Column(_("Price"), Kind.MONEY_EXACT, share=1.0),
        *(Column(level, Kind.MONEY_EXACT, share=1.0) for level in options.levels),
    )
    made = tuple(_price_row(row, tiers.get(row.id, []), options, currency) for row in rows)
    title = _("From a quantity on") if options.quantities else ""
    return Table(columns, made, sheet=sheet, detail_title=title)


def _price_row(
    row: ProductRow, tiers: Sequence[Tier], options: PriceListOptions, currency: str
) -> Row:
    """``currency`` is that of the list; a price in another says which."""

    def shown(minor: int | None) -> Value | Styled:
        if minor is None or row.currency == currency:
            return minor
        return Styled(None, text=formats.money_exact(minor, row.currency))

    of_level = {one.level: one.price_minor for one in tiers if not one.from_quantity_milli}
    asked = shown(row.price_minor)
    if row.price_minor is None:
        asked = Styled(None, text=_("on request"), tone=Tone.QUIET)
    levels = [shown(of_level.get(level, row.price_minor)) for level in options.levels]
    detail = "; ".join(_quantity_prices(row, tiers, options)) if options.quantities else ""
    return Row((row.code, row.name, row.spec, row.unit, asked, *levels), detail=detail)


def _quantity_prices(
    row: ProductRow, tiers: Sequence[Tier], options: PriceListOptions
) -> Iterator[str]:
    """Prices from a quantity on, for everybody and for the levels that are listed."""
    for one in tiers:
        if one.from_quantity_milli and one.level in ("", *options.levels):
            price = formats.money_exact(one.price_minor, row.currency)
            yield f"{product_prices.tier_words(one, row.unit)}: {price}"


def _card(
    row: ProductRow, tiers: Sequence[Tier], options: PriceListOptions, picture: bytes
) -> Card:
    first = " · ".join(part for part in (row.code, row.spec) if part)
    of_level = {one.level: one.price_minor for one in tiers if not one.from_quantity_milli}
    lines = [first] if first else []
    lines += [
        f"{level}: {formats.money_exact(of_level[level], row.currency)}"
        for level in options.levels
        if level in of_level
    ]
    if options.quantities:
        lines += _quantity_prices(row, tiers, options)
    if row.price_minor is None:
        figure = _("on request")
    else:
        figure = formats.money_exact(row.price_minor, row.currency)
        figure += f" / {row.unit}" if row.unit else ""
    return Card(row.name, tuple(lines), figure, picture)


def _pictures(session: Session, ids: Sequence[int]) -> Iterator[tuple[int, bytes]]:
    """Pictures in the size they have on paper; one that cannot be read is left out."""
    for start in range(0, len(ids), _BATCH):
        found = product_pictures.pictures(session, ids[start : start + _BATCH])
        for product_id, content in found.items():
            try:
                yield product_id, product_pictures.shrink("", content, _PICTURE_SIDE)
            except UserError:
                continue


def _stock_table(rows: Sequence[ProductRow], sheet: str) -> Table:
    columns = (
        Column(_("Code"), share=1.0),
        Column(_("Product"), share=2.6, strong=True),
        Column(_("Specification"), share=1.4),
        Column(_("Unit"), share=0.6),
        Column(pgettext("report", "In stock"), Kind.INTEGER, share=0.9),
        Column(_("Low at"), Kind.INTEGER, share=0.9),
        Column(_("Missing"), Kind.INTEGER, share=0.9),
        Column(_("Counted"), share=0.9),
    )
    return Table(columns, tuple(_stock_row(row) for row in rows), sheet=sheet)


def _stock_row(row: ProductRow) -> Row:
    have, low = row.stock_milli, row.low_stock_milli
    missing = max(0, low - have) if have is not None and low is not None else None
    tone = Tone.BAD if (have or 0) < 0 else Tone.WARNING if row.low_stock else Tone.PLAIN
    here = Styled(_whole(have), tone=tone, strong=row.low_stock)
    lacking: Value | Styled = _whole(missing) if missing else Styled(None, text=" ")
    # The last column is empty: it is written in by hand on the round through the store.
    return Row((row.code, row.name, row.spec, row.unit, here, _whole(low), lacking, ""))


def _whole(milli: int | None) -> Value:
    """A number where there is no fraction, so that Excel can add; else as it is written."""
    if milli is None:
        return None
    return formats.quantity(milli) if milli % 1000 else milli // 1000
