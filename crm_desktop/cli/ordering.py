"""The commands about orders: what is promised, its milestones, and deliveries in parts."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from crm_desktop.cli.command import command
from crm_desktop.cli.days import read_day
from crm_desktop.cli.files import reading, writing
from crm_desktop.cli.numbers import read_quantity
from crm_desktop.cli.parameters import DataFile
from crm_desktop.cli.result import Done
from crm_desktop.core.i18n import N_, _, ngettext

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from crm_desktop.db.store import Store
    from crm_desktop.services.quotes.order_list import OrderRow
    from crm_desktop.services.quotes.orders import (
        DeliveryDraft,
        DeliveryRow,
        Milestone,
        OrderDetail,
    )

SaleNumber = Annotated[str, typer.Argument(metavar="NUMBER", help=N_("Number of the sale."))]
Lines = Annotated[
    list[str] | None,
    typer.Option(
        "--line",
        metavar="PRODUCT=QUANTITY",
        help=N_("Once for each line that goes; everything left if not said."),
    ),
]
Carrier = Annotated[str, typer.Option("--carrier", metavar="NAME", help=N_("Who brings it."))]
Tracking = Annotated[
    str, typer.Option("--tracking", metavar="NUMBER", help=N_("The carrier's number."))
]
Address = Annotated[str, typer.Option("--address", metavar="WORDS", help=N_("Where to."))]
On = Annotated[
    str, typer.Option("--on", metavar="DATE", help=N_("On this day; today if not said."))
]
Note = Annotated[str, typer.Option("--note", metavar="WORDS", help=N_("A remark."))]
Correct = Annotated[
    bool,
    typer.Option(
        "--correct", help=N_("Say what is said here of the last delivery; nothing more goes.")
    ),
]


def declare(app: typer.Typer) -> None:
    """Add the commands of this module."""
    command(app, "orders", N_("List the orders, or show one with its deliveries."))(list_orders)
    command(app, "order-edit", N_("Promise an order for a day; change its milestones."))(edit_order)
    command(app, "deliver", N_("Deliver an order, whole or in part."))(deliver)
    command(app, "order-received", N_("The customer has what was on the way."))(received)


def list_orders(
    file: DataFile,
    number: Annotated[
        str, typer.Argument(metavar="NUMBER", help=N_("Show this order with its deliveries."))
    ] = "",
    *,
    view: Annotated[
        str,
        typer.Option(
            "--view",
            metavar="VIEW",
            help=N_("open (if not said), late, week, transit, delivered or all."),
        ),
    ] = "open",
    find: Annotated[
        str, typer.Option("--find", metavar="WORDS", help=N_("Number or name of the customer."))
    ] = "",
    limit: Annotated[
        int,
        typer.Option("--limit", metavar="N", min=1, help=N_("How many to show; 50 if not said.")),
    ] = 50,
) -> Done:
    """The orders, those promised first on top; with a number that one."""
    from crm_desktop.services.quotes import order_list, orders
    from crm_desktop.services.quotes.order_list import VIEWS, OrderQuery

    wanted = "" if view == "all" else view
    if wanted not in VIEWS:
        known = ", ".join([*filter(None, VIEWS), "all"])
        raise typer.BadParameter(_("{text} is none of {known}.").format(text=view, known=known))
    with reading(file) as store, store.read() as session:
        if number:
            return _shown(session, orders.named(session, number))
        query = OrderQuery(wanted, find)
        count = order_list.count(session, query)
        rows = order_list.page(session, query, 0, limit)
    lines = [_line(row) for row in rows]
    if count > limit:
        lines.append(_("{count} more").format(count=count - limit))
    return Done(
        tuple(lines) or (_("No orders."),),
        {"count": count, "orders": [asdict(row) for row in rows]},
    )


def edit_order(
    file: DataFile,
    number: SaleNumber,
    *,
    promised: Annotated[
        str, typer.Option("--promised", metavar="DATE", help=N_("The promised day; “-” for none."))
    ] = "",
    step: Annotated[
        list[str] | None,
        typer.Option("--step", metavar="NAME=DATE", help=N_("A milestone; without a date if so.")),
    ] = None,
    done: Annotated[
        list[str] | None,
        typer.Option("--done", metavar="NAME", help=N_("This milestone is done today.")),
    ] = None,
    contract: Annotated[
        Path | None,
        typer.Option("--contract", metavar="PATH", help=N_("Keep this file with the order.")),
    ] = None,
) -> Done:
    """Change what is said; everything in one step of undo."""
    from crm_desktop.services.quotes import orders

    steps = [_step(one) for one in step or ()]
    content = (contract.name, contract.read_bytes()) if contract is not None else None

    def edit(session: Session, sale_id: int) -> None:
        if promised:
            orders.promise(session, sale_id, None if promised == "-" else read_day(promised))
        if steps or done:
            kept = orders.milestones(session, sale_id)
            orders.set_milestones(session, sale_id, _ticked((*kept, *steps), done or []))
        if content is not None:
            orders.keep_contract(session, sale_id, *content)

    with writing(file) as store:
        with store.read() as session:
            sale_id = orders.named(session, number)
        store.write(orders.STEPS_ACTION, edit, sale_id)
        with store.read() as session:
            return _shown(session, sale_id)


def deliver(
    file: DataFile,
    number: SaleNumber,
    *,
    line: Lines = None,
    carrier: Carrier = "",
    tracking: Tracking = "",
    address: Address = "",
    on: On = "",
    note: Note = "",
    correct: Correct = False,
) -> Done:
    """Send goods of an order; ``undo`` takes it back."""
    from crm_desktop.services.quotes import orders
    from crm_desktop.services.quotes.orders import DeliveryDraft

    with writing(file) as store:
        with store.read() as session:
            sale_id = orders.named(session, number)
            seen = orders.detail(session, sale_id)
        draft = DeliveryDraft(
            quantities=_quantities(store, seen, line) if line else None,
            shipped_on=read_day(on) if on else None,
            carrier=carrier,
            tracking_no=tracking,
            address=address,
            note=note,
        )
        if correct:
            last = _last(seen)
            store.write(orders.CORRECT_ACTION, orders.correct, last.id, _kept(last, draft))
        else:
            store.write(orders.DELIVER_ACTION, orders.deliver, sale_id, draft)
        with store.read() as session:
            return _shown(session, sale_id)


def received(
    file: DataFile,
    number: SaleNumber,
    *,
    on: On = "",
) -> Done:
    """Every delivery of the order that is on the way has arrived."""
    from crm_desktop.core import clock
    from crm_desktop.services.quotes import orders

    day = read_day(on) if on else clock.today()
    with writing(file) as store:
        with store.read() as session:
            sale_id = orders.named(session, number)
        count = store.write(orders.RECEIVED_ACTION, orders.receive_all, sale_id, day).value
    words = ngettext("{n} delivery was received.", "{n} deliveries were received.", count)
    return Done((words.format(n=count),), {"number": number, "received": count})


def _step(typed: str) -> Milestone:
    from crm_desktop.services.quotes.orders import Milestone

    name, _mark, day = typed.partition("=")
    return Milestone(name, read_day(day) if day else None)


def _ticked(steps: tuple[Milestone, ...], done: list[str]) -> tuple[Milestone, ...]:
    from crm_desktop.core import clock

    names = {step.name for step in steps}
    for name in done:
        if name not in names:
            raise typer.BadParameter(_("There is no milestone {name}.").format(name=name))
    today = clock.today()
    return tuple(
        replace(step, done_on=step.done_on or today) if step.name in done else step
        for step in steps
    )


def _last(order: OrderDetail) -> DeliveryRow:
    if not order.deliveries:
        raise typer.BadParameter(_("Nothing of this order was delivered."))
    return order.deliveries[-1]


def _kept(last: DeliveryRow, said: DeliveryDraft) -> DeliveryDraft:
    """What is said of a delivery in the place of what was."""
    return replace(
        said,
        quantities=None,
        shipped_on=said.shipped_on or last.shipped_on,
        carrier=said.carrier or last.carrier,
        tracking_no=said.tracking_no or last.tracking_no,
        address=said.address or last.address,
        note=said.note or last.note,
    )


def _quantities(store: Store, order: OrderDetail, typed: list[str]) -> dict[int, int]:
    """Thousandths by line, for ``PRODUCT=QUANTITY`` or just what goes whole: the words of a line,
    or code, bar code or name of its product."""
    found: dict[int, int] = {}
    for one in typed:
        name, _mark, quantity = one.rpartition("=")
        name = (name or quantity).strip()
        line = next((row for row in order.sale.lines if name in (row.description, row.name)), None)
        if line is None:
            product_id = _product(store, name)
            line = next((row for row in order.sale.lines if row.product_id == product_id), None)
        if line is None:
            raise typer.BadParameter(_("The order has no line {name}.").format(name=name))
        found[line.id] = read_quantity(quantity) if "=" in one else order.left.get(line.id, 0)
    return found


def _product(store: Store, name: str) -> int:
    """The product of this code or name, 0 for none."""
    from crm_desktop.core.errors import UserError
    from crm_desktop.services.products import products

    with store.read() as session:
        try:
            return products.named(session, name)
        except UserError:
            return 0


def _shown(session: Session, sale_id: int) -> Done:
    from crm_desktop.core import clock, formats
    from crm_desktop.services.quotes import orders

    order = orders.detail(session, sale_id)
    sale = order.sale
    said = [f"{sale.number} · {sale.contact_name or _('Walk-in')}{_promise(order.promised_on)}"]
    for line in sale.lines:
        said.append(f"  {line.name} · {order.sent_words(line)}")
    for step in order.milestones:
        mark = "✓" if step.done_on else "!" if step.late(clock.today()) else "·"
        said.append(f"  {mark} {step.name} {formats.date_long(step.due_on) if step.due_on else ''}")
    for one in order.deliveries:
        day = formats.date_long(one.shipped_on) if one.shipped_on else ""
        state = _("received") if one.received_on else _("on the way")
        parts = (day, one.carrier, one.tracking_no, state, one.address, one.note)
        said.append("  → " + " · ".join(part for part in parts if part))
    return Done(tuple(line.rstrip() for line in said), {"order": asdict(order)})


def _line(row: OrderRow) -> str:
    from crm_desktop.core import formats

    words = f"{row.number} · {row.contact_name or _('Walk-in')}{_promise(row.promised_on)}"
    if row.days_late:
        late = ngettext("{n} day late", "{n} days late", row.days_late)
        words += " · " + late.format(n=row.days_late)
    sent = _("{percent} sent").format(percent=formats.percent(row.sent_bp))
    return f"{words} · {sent} · {row.goods}"


def _promise(day: dt.date | None) -> str:
    from crm_desktop.core import formats

    return " · " + _("promised for {day}").format(day=formats.date_long(day)) if day else ""
