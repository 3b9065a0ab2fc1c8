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
    from crm_desktop.services.stock import MovementRow

_SHOWN = 20


def declare(app: typer.Typer) -> None:
    """Add the commands of this module."""
    command(app, "stock", N_("List what is low in stock; or move or count one product."))(stock)


def stock(
    file: DataFile,
    product: Annotated[
        str, typer.Argument(metavar="[PRODUCT]", help=N_("Its code, bar code, name or number."))
    ] = "",
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
    from crm_desktop.services import products
    from crm_desktop.services import stock as service
    from crm_desktop.services.stock import MovementDraft

    if not product:
        return _low(file)
    if sum(map(bool, (into, out, count, stop))) > 1:
        raise typer.BadParameter(_("Say one of --in, --out, --count and --stop."))
    day = read_day(on) if on else None
    if not (into or out or count or stop):
        with reading(file) as store:
            return _movements(store, product)
    with writing(file) as store:
        with store.read() as session:
            found = products.named(session, product)
        if stop:
            store.write(service.STOP_ACTION, service.stop_counting, found)
        elif count:
            counted = read_quantity(count)
            store.write(service.COUNT_ACTION, service.count, found, counted, day, note)
        else:
            moved = read_quantity(into) if into else -read_quantity(out)
            draft = MovementDraft(moved, reason or ("bought" if into else "used"), day, note)
            store.write(service.MOVE_ACTION, service.move, found, draft)
        return _movements(store, product)


def _low(file: DataFile) -> Done:
    from crm_desktop.cli.shelving import line
    from crm_desktop.services import product_list
    from crm_desktop.services.product_list import ProductQuery

    query = ProductQuery("low", sort="stock")
    with reading(file) as store, store.read() as session:
        rows = product_list.rows(session, product_list.ids(session, query))
    return Done(
        tuple(line(row) for row in rows) or (_("Nothing is low."),),
        {"products": [asdict(row) for row in rows]},
    )


def _movements(store: Store, product: str) -> Done:
    from crm_desktop.cli.shelving import line
    from crm_desktop.services import products
    from crm_desktop.services import stock as service

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
