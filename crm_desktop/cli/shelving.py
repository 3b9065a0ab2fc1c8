"""The commands about products: listing, showing, taking away, and their categories."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any

import typer

from crm_desktop.cli.command import command
from crm_desktop.cli.files import reading, writing
from crm_desktop.cli.parameters import DataFile, Product
from crm_desktop.cli.result import Done
from crm_desktop.core.i18n import N_, _, ngettext

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from crm_desktop.services.products.product_record import ProductRecord
    from crm_desktop.services.products.products import ProductRow


def _option(name: str, metavar: str, help_text: str) -> Any:
    return typer.Option(name, metavar=metavar, help=help_text)


def declare(app: typer.Typer) -> None:
    """Add the commands of this module."""
    command(app, "products", N_("List the products with price and stock."))(list_products)
    command(app, "product", N_("Show all that is kept about a product."))(show_product)
    command(app, "product-remove", N_("Take products away; those sold are hidden."))(remove)
    command(app, "categories", N_("List the categories of products, or change one."))(categories)


def list_products(
    file: DataFile,
    *,
    view: Annotated[
        str,
        _option("--view", "VIEW", N_("sold (if not said), low, priceless, hidden or all.")),
    ] = "sold",
    find: Annotated[str, _option("--find", "WORDS", N_("Name, pinyin or code, or part."))] = "",
    category: Annotated[str, _option("--category", "PATH", N_("Only this one and below."))] = "",
    limit: Annotated[int, _option("--limit", "N", N_("How many to show; 50 if not said."))] = 50,
) -> Done:
    """List products by name."""
    from crm_desktop.services.products import product_list
    from crm_desktop.services.products.product_list import VIEWS, ProductQuery

    if view not in VIEWS:
        known = ", ".join(VIEWS)
        raise typer.BadParameter(_("{text} is none of {known}.").format(text=view, known=known))
    with reading(file) as store, store.read() as session:
        query = ProductQuery(view, find, category_id(session, category) if category else None)
        number = product_list.count(session, query)
        found = product_list.page(session, query, 0, limit)
    lines = [line(row) for row in found]
    if number > len(found):
        lines.append(_("{count} more").format(count=number - len(found)))
    return Done(
        tuple(lines) or (_("No products."),),
        {"count": number, "products": [asdict(row) for row in found]},
    )


def show_product(file: DataFile, product: Product) -> Done:
    """Everything about one."""
    from crm_desktop.services.products import product_record, products

    with reading(file) as store, store.read() as session:
        found = product_record.record(session, products.named(session, product))
        row = products.get(session, found.id)
    return Done((line(row), *_details(found)), asdict(found))


def remove(
    file: DataFile,
    product: Annotated[
        list[str], typer.Argument(metavar="PRODUCT", help=N_("Codes, names or numbers."))
    ],
) -> Done:
    """Take away; what was sold, quoted or stands at a customer's is hidden instead."""
    from crm_desktop.services.products import product_record, products

    with writing(file) as store:
        with store.read() as session:
            ids = [products.named(session, one) for one in product]
        done = store.write(product_record.REMOVE_ACTION, products.remove, ids).value
    return Done(tuple(removed_words(done.binned, done.hidden)), asdict(done))


def removed_words(binned: int, hidden: int) -> list[str]:
    """What became of them, a sentence each."""
    lines = []
    if binned:
        words = ngettext("{n} product deleted.", "{n} products deleted.", binned)
        lines.append(words.format(n=binned))
    if hidden:
        words = ngettext(
            "{n} product was sold before and is hidden instead.",
            "{n} products were sold before and are hidden instead.",
            hidden,
        )
        lines.append(words.format(n=hidden))
    return lines


def categories(
    file: DataFile,
    path: Annotated[str, typer.Argument(metavar="[PATH]", help=N_("The category to change."))] = "",
    *,
    rename: Annotated[str, _option("--rename", "NAME", N_("Give it this name."))] = "",
    under: Annotated[str, _option("--under", "PATH", N_("Put it there; “-” is the top."))] = "",
    remove: Annotated[
        bool, typer.Option("--remove", help=N_("Delete it; what is in it goes up."))
    ] = False,
) -> Done:
    """List the tree; or make, rename, move or delete one."""
    from crm_desktop.services.products import product_categories as tree

    if path:
        with writing(file) as store:
            if remove:
                with store.read() as session:
                    found = category_id(session, path)
                store.write(tree.REMOVE_ACTION, tree.remove, found)
            elif rename or under:
                with store.read() as session:
                    found = category_id(session, path)
                    place = None if under in ("", "-") else category_id(session, under)
                if rename:
                    store.write(tree.RENAME_ACTION, tree.rename, found, rename)
                if under:
                    store.write(tree.MOVE_ACTION, tree.move, found, place)
            else:
                store.write(tree.ADD_ACTION, tree.by_path, path)
    with reading(file) as store, store.read() as session:
        rows = tree.tree(session)
    lines = [f"{'  ' * row.depth}{row.name}  {row.products}" for row in rows]
    return Done(
        tuple(lines) or (_("No categories."),), {"categories": [asdict(row) for row in rows]}
    )


def category_id(session: Session, path: str) -> int:
    """The category of this path or name. Raises ``UserError`` for none."""
    from crm_desktop.core import text
    from crm_desktop.core.errors import NotFound
    from crm_desktop.services.products import product_categories

    wanted = text.fold(path.replace(">", "/"))
    for row in product_categories.tree(session):
        if wanted in (text.fold(row.path), text.fold(row.name)):
            return row.id
    raise NotFound(_("There is no category “{name}”.").format(name=path), "")


def line(row: ProductRow) -> str:
    """A product in a line."""
    from crm_desktop.core import formats

    money = formats.money_exact
    price = money(row.price_minor, row.currency) if row.price_minor is not None else _("no price")
    parts: list[str] = [row.name, row.spec, row.code or row.barcode, row.category, price]
    if row.stock_milli is not None:
        left = formats.quantity(row.stock_milli)
        words = _("low: {n} in stock") if row.low_stock else _("{n} in stock")
        parts.append(words.format(n=left))
    if not row.active:
        parts.append(_("hidden"))
    return f"{row.id}  " + " · ".join(part for part in parts if part)


def _details(found: ProductRecord) -> list[str]:
    from crm_desktop.core import formats
    from crm_desktop.services.products import product_prices

    draft, lines = found.edit.draft, []

    def money(minor: int) -> str:
        return formats.money_exact(minor, found.currency)

    amounts = {_("Cost"): draft.cost_minor, _("Lowest price"): draft.floor_price_minor}
    lines += [f"{label}: {money(minor)}" for label, minor in amounts.items() if minor is not None]
    for tier in found.edit.tiers:
        lines.append(f"{product_prices.tier_words(tier, draft.unit)}: {money(tier.price_minor)}")
    numbers = {
        _("Days of use"): draft.days_of_use,
        _("Months of warranty"): draft.warranty_months,
        _("Months between services"): draft.service_months,
        _("Hours between services"): draft.service_hours,
    }
    lines += [f"{label}: {number}" for label, number in numbers.items() if number is not None]
    for one in found.edit.options:
        name = f"{one.group}: {one.name}" if one.group else one.name
        lines.append(f"{name} +{money(one.extra_minor)}" if one.extra_minor else name)
    for part in found.edit.parts:
        words = ngettext(
            "{name} is due after {n} month", "{name} is due after {n} months", part.after_months
        )
        lines.append(words.format(name=part.name, n=part.after_months))
    return [*lines, draft.remark] if draft.remark else lines
