"""The command about stock: what is low, what moved, what was counted."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from crm_desktop.cli.command import command
from crm_desktop.cli.days import read_day
from crm_desktop.cli.files import reading, writing
from crm_desktop.cli.numbers import read_quantity
from crm_desktop.cli.parameters import DataFile
from crm_desktop.cli.result import Done
from crm_desktop.core.i18n import N_, _

if TYPE_CHECKING:
    from crm_desktop.db.store import Store
    from crm_desktop.services.products.stock import MovementDraft, MovementRow

_SHOWN = 20
AnyProduct = Annotated[
    str, typer.Argument(metavar="[PRODUCT]", help=N_("Its code, bar code, name or number."))
]


def declare(app: typer.Typer) -> None:
    """Add the commands of this module."""
    command(app, "stock", N_("List what is low in stock; or move or count one product."))(stock)


def stock(
    file: DataFile,
    product: AnyProduct = "",
    *,
    into: Annotated[
        str, typer.Option("--in", metavar="QUANTITY", help=N_("So much came in."))
    ] = "",
    out: Annotated[
        str, typer.Option("--out", metavar="QUANTITY", help=N_("So much went out."))
    ] = "",
    count: Annotated[
        str, typer.Option("--count", metavar="QUANTITY", help=N_("So much was counted."))
    ] = "",
    reason: Annotated[
        str,
        typer.Option(
            "--reason",
            metavar="REASON",
            help=N_("bought, found, used, damaged, sent back, or words of your own."),
        ),
    ] = "",
    note: Annotated[str, typer.Option("--note", metavar="WORDS", help=N_("A remark."))] = "",
    on: Annotated[
        str, typer.Option("--on", metavar="DATE", help=N_("The day; today if not said."))
    ] = "",
    stop: Annotated[bool, typer.Option("--stop", help=N_("Count its stock no more."))] = False,
) -> Done:
    """Without a product list what is low; with one its movements, after entering one."""
    if not product:
        return _low(file)
    said = [word for word in (into, out, count) if word]
    if len(said) + stop > 1:
        raise typer.BadParameter(_("Say one of --in, --out, --count and --stop."))
    if not said and not stop:
        with reading(file) as store:
            return _movements(store, product)
    with writing(file) as store:
        if stop:
            _stop(store, product)
        else:
            moved = read_quantity(said[0]) * (-1 if out else 1)
            words = reason or ("used" if out else "bought")
            draft = _draft(moved, words, on, note)
            _enter(store, product, draft, counted=bool(count))
        return _movements(store, product)


def _draft(moved: int, reason: str, on: str, note: str) -> MovementDraft:
    from crm_desktop.services.products.stock import MovementDraft

    return MovementDraft(moved, reason, read_day(on) if on else None, note)


def _stop(store: Store, product: str) -> None:
    from crm_desktop.services.products import products, stock

    with store.read() as session:
        found = products.named(session, product)
    store.write(stock.STOP_ACTION, stock.stop_counting, found)


def _enter(store: Store, product: str, draft: MovementDraft, *, counted: bool) -> None:
    from crm_desktop.services.products import products, stock

    with store.read() as session:
        found = products.named(session, product)
    if counted:
        quantity, day, note = draft.quantity_milli, draft.moved_on, draft.note
        store.write(stock.COUNT_ACTION, stock.count, found, quantity, day, note)
    else:
        store.write(stock.MOVE_ACTION, stock.move, found, draft)


def _low(file: DataFile) -> Done:
    from crm_desktop.cli.shelving import line
    from crm_desktop.services.products import product_list
    from crm_desktop.services.products.product_list import ProductQuery

    query = ProductQuery("low", sort="stock")
    with reading(file) as store, store.read() as session:
        rows = product_list.rows(session, product_list.ids(session, query))
    return Done(
        tuple(line(row) for row in rows) or (_("Nothing is low."),),
        {"products": [asdict(row) for row in rows]},
    )


def _movements(store: Store, product: str) -> Done:
    from crm_desktop.cli.shelving import line
    from crm_desktop.services.products import products
    from crm_desktop.services.products import stock as service

    with store.read() as session:
        row = products.get(session, products.named(session, product))
        found = service.movements(session, row.id, _SHOWN)
    lines = [line(row), *(_moved(one) for one in found)]
    return Done(tuple(lines), {**asdict(row), "movements": [asdict(one) for one in found]})


def _moved(one: MovementRow) -> str:
    from crm_desktop.core import formats

    sign = "+" if one.quantity_milli > 0 else ""
    parts = [
        one.moved_on.isoformat(),
        f"{sign}{formats.quantity(one.quantity_milli)}",
        f"= {formats.quantity(one.after_milli)}",
        one.reason_words,
        one.sale_number,
        one.contact_name,
        one.note,
    ]
    return "  ".join(part for part in parts if part)
