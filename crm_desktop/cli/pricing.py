"""The commands about prices: those of one product, and changes to many."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from crm_desktop.cli.command import command
from crm_desktop.cli.days import read_day
from crm_desktop.cli.files import reading, writing
from crm_desktop.cli.numbers import read_amount, read_percent, read_quantity
from crm_desktop.cli.parameters import DataFile, Product
from crm_desktop.cli.result import Done
from crm_desktop.core.i18n import N_, _, ngettext

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from crm_desktop.db.store import Store
    from crm_desktop.services.products.price_changes import PriceChange, PriceLine, PricePreview


Words = Annotated[
    str, typer.Option("--find", metavar="WORDS", help=N_("Only those found by these words."))
]
CategoryPath = Annotated[
    str, typer.Option("--category", metavar="PATH", help=N_("Only this one and below."))
]


def declare(app: typer.Typer) -> None:
    """Add the commands of this module."""
    command(app, "product-price", N_("Show or set the prices of a product."))(product_price)
    command(app, "price-change", N_("Change the prices of many products at once."))(price_change)


def product_price(
    file: DataFile,
    product: Product,
    *,
    amount: Annotated[
        str, typer.Option("--set", metavar="AMOUNT", help=N_("The price to set; “-” deletes it."))
    ] = "",
    level: Annotated[
        str, typer.Option("--level", metavar="LEVEL", help=N_("For customers of this level."))
    ] = "",
    start: Annotated[
        str, typer.Option("--from", metavar="QUANTITY", help=N_("From this quantity on."))
    ] = "",
    customer: Annotated[
        int | None, typer.Option("--customer", metavar="N", help=N_("What this customer pays."))
    ] = None,
    quantity: Annotated[
        str, typer.Option("--quantity", metavar="QUANTITY", help=N_("When buying so much."))
    ] = "1",
    on: Annotated[
        str, typer.Option("--on", metavar="DATE", help=N_("On this day; today if not said."))
    ] = "",
) -> Done:
    """Without options every price; ``--set`` for a level or quantity; ``--customer`` asks."""
    from crm_desktop.services.products import product_prices, products

    if amount:
        begin = read_quantity(start) if start else 0
        with writing(file) as store:
            with store.read() as session:
                found = products.named(session, product)
            store.write(product_prices.SET_ACTION, _set_price, found, amount, level, begin)
            return _prices(store, product, customer, quantity, on)
    with reading(file) as store:
        return _prices(store, product, customer, quantity, on)


def _prices(store: Store, product: str, customer: int | None, quantity: str, on: str) -> Done:
    from crm_desktop.cli.shelving import line
    from crm_desktop.core import formats
    from crm_desktop.services.products import product_prices, products

    with store.read() as session:
        row = products.get(session, products.named(session, product))
        tiers = product_prices.tiers(session, row.id)
        many, day = read_quantity(quantity), read_day(on) if on else None
        answer = product_prices.price_for(session, row.id, customer, many, day)

    def money(minor: int | None) -> str:
        return _("no price") if minor is None else formats.money_exact(minor, row.currency)

    lines = [line(row)]
    lines += [
        f"{product_prices.tier_words(one, row.unit)}: {money(one.price_minor)}" for one in tiers
    ]
    lines.append(_("To pay for one: {price}").format(price=money(answer.price_minor)))
    if answer.floor_minor is not None:
        lines.append(_("Lowest price: {price}").format(price=money(answer.floor_minor)))
    return Done(tuple(lines), {**asdict(answer), "tiers": [asdict(one) for one in tiers]})


def _set_price(
    session: Session, product_id: int, amount: str, level: str, start_milli: int
) -> None:
    """The list price, or that of a level and quantity; ``-`` takes it away."""
    from crm_desktop.services.products import product_prices, products
    from crm_desktop.services.products.product_prices import Tier

    currency = products.get(session, product_id).currency
    minor = None if amount == "-" else read_amount(amount, currency)
    if not level and not start_milli:
        products.edit(session, product_id, price_minor=minor)
        return
    kept = [
        one
        for one in product_prices.tiers(session, product_id)
        if (one.level, one.from_quantity_milli) != (level, start_milli)
    ]
    fresh = [] if minor is None else [Tier(level, start_milli, minor)]
    product_prices.set_tiers(session, product_id, [*kept, *fresh])


def price_change(
    file: DataFile,
    *,
    percent: Annotated[
        str, typer.Option("--percent", metavar="PERCENT", help=N_("Up by 5, or down by -7.5."))
    ] = "",
    amount: Annotated[
        str, typer.Option("--amount", metavar="AMOUNT", help=N_("Up by 2, or down by -0.50."))
    ] = "",
    fixed: Annotated[
        str, typer.Option("--set", metavar="AMOUNT", help=N_("The same for all."))
    ] = "",
    markup: Annotated[
        str, typer.Option("--markup", metavar="PERCENT", help=N_("The cost and so much more."))
    ] = "",
    of: Annotated[
        str, typer.Option("--of", metavar="FIELD", help=N_("price (if not said), cost or floor."))
    ] = "price",
    find: Words = "",
    category: CategoryPath = "",
    rounding: Annotated[
        str, typer.Option("--round", metavar="AMOUNT", help=N_("Round to multiples, like 0.5."))
    ] = "",
    levels: Annotated[
        bool, typer.Option("--levels", help=N_("Prices for levels and quantities too."))
    ] = False,
    preview: Annotated[
        bool, typer.Option("--preview", help=N_("Only say what would change."))
    ] = False,
) -> Done:
    """Change every product on sale that is found, in one step of undo."""
    from crm_desktop.services.products import price_changes

    ways = {"percent": percent, "amount": amount, "set": fixed, "markup": markup}
    with reading(file) if preview else writing(file) as store:
        with store.read() as session:
            ids = _found(session, find, category)
            change = _change(session, ways, of, rounding, levels=levels, ids=ids)
            seen = price_changes.preview(session, change)
        if not preview and seen.changing:
            store.write(price_changes.ACTION, price_changes.run, change)
    return _changed(seen, change, done=not preview)


def _found(session: Session, words: str, category: str) -> tuple[int, ...]:
    from crm_desktop.cli.shelving import category_id
    from crm_desktop.services.products import product_list
    from crm_desktop.services.products.product_list import ProductQuery

    place = category_id(session, category) if category else None
    return tuple(product_list.ids(session, ProductQuery("sold", words, place)))


def _change(
    session: Session,
    ways: dict[str, str],
    of: str,
    rounding: str,
    *,
    levels: bool,
    ids: tuple[int, ...],
) -> PriceChange:
    from crm_desktop.services.products.price_changes import FIELDS, PriceChange
    from crm_desktop.services.settings import settings

    said = [way for way, typed in ways.items() if typed]
    if len(said) != 1:
        raise typer.BadParameter(_("Say one of --percent, --amount, --set and --markup."))
    if of not in FIELDS:
        known = ", ".join(FIELDS)
        raise typer.BadParameter(_("{text} is none of {known}.").format(text=of, known=known))
    currency = settings.get(session, settings.CURRENCY)
    way, typed = said[0], ways[said[0]]
    percents = way in ("percent", "markup")
    value = read_percent(typed) if percents else read_amount(typed, currency)
    step = read_amount(rounding, currency) if rounding else 1
    return PriceChange(ids, way, value, of, max(1, step), with_levels=levels)


def _changed(seen: PricePreview, change: PriceChange, *, done: bool) -> Done:
    lines = [_price_line(one) for one in seen.lines]
    words = (
        ngettext("{n} price changed.", "{n} prices changed.", len(seen.changing))
        if done
        else ngettext("{n} price would change.", "{n} prices would change.", len(seen.changing))
    )
    lines.append(words.format(n=len(seen.changing)))
    data = {"preview": not done, "changed": len(seen.changing), "field": change.field}
    return Done(tuple(lines), {**data, "lines": [asdict(one) for one in seen.lines]})


def _price_line(one: PriceLine) -> str:
    from crm_desktop.core import formats
    from crm_desktop.services.products.price_changes import PROBLEMS

    def money(minor: int | None) -> str:
        return "—" if minor is None else formats.money_exact(minor, one.currency)

    words = f"{one.id}  {one.name} · {money(one.before_minor)}"
    if one.problem:
        return f"{words} · {_(PROBLEMS[one.problem])}"
    warning = " · " + _("below cost") if one.below_cost else ""
    return f"{words} → {money(one.after_minor)}{warning}"
