"""The commands about things standing at customers': warranty, counters, faults, next service."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict, replace
from typing import TYPE_CHECKING, Annotated, Any

import typer

from crm_desktop.cli.command import command
from crm_desktop.cli.days import read_day
from crm_desktop.cli.files import reading, writing
from crm_desktop.cli.numbers import read_count, read_quantity
from crm_desktop.cli.parameters import DataFile
from crm_desktop.cli.result import Done
from crm_desktop.core.i18n import N_, _

if TYPE_CHECKING:
    from crm_desktop.db.store import Store
    from crm_desktop.services.assets.assets import AssetCard, DueRow

AssetId = Annotated[
    int, typer.Argument(metavar="ID", help=N_("Number of the equipment, as assets shows it."))
]


def _option(name: str, metavar: str, help_text: str) -> Any:
    return typer.Option(name, metavar=metavar, help=help_text)


On = Annotated[str, _option("--on", "DATE", N_("The day; today if not said."))]
Note = Annotated[str, _option("--note", "WORDS", N_("A remark."))]
SaleLine = Annotated[
    int, _option("--sale-line", "ID", N_("It was sold so; --sold lists the lines."))
]
Quantity = Annotated[
    str, _option("--quantity", "N", N_("How many; all that is left of the sale if not said."))
]
Sold = Annotated[bool, typer.Option("--sold", help=N_("List what was sold and can be added."))]
NextService = Annotated[
    str, _option("--next-service", "DATE", N_("When to look after it, if no rule says so."))
]


def declare(app: typer.Typer) -> None:
    """Add the commands of this module."""
    command(app, "assets", N_("List equipment at customers', what is due for a service first."))(
        assets
    )
    command(app, "asset", N_("Show one piece of equipment with its history; or retire it."))(asset)
    command(app, "asset-add", N_("Add equipment of a customer, by hand or from a sale."))(add)
    command(app, "asset-read", N_("Note what a counter shows."))(read)
    command(app, "asset-fault", N_("Note that equipment broke down."))(fault)
    command(app, "asset-service", N_("Note a service, a repair or a part changed."))(service)
    command(app, "asset-renew", N_("Extend a warranty."))(renew)


def assets(
    file: DataFile,
    *,
    customer: Annotated[int, _option("--customer", "ID", N_("Only this customer's."))] = 0,
    due: Annotated[
        str, _option("--due", "DAYS", N_("Only those late or due within so many days."))
    ] = "",
    retired: Annotated[
        bool, typer.Option("--retired", help=N_("Those out of use, the last first."))
    ] = False,
) -> Done:
    """List what is in use."""
    from crm_desktop.core import clock
    from crm_desktop.services.assets import assets as pieces

    days = read_count(due)
    with reading(file) as store, store.read() as session:
        if retired:
            rows = pieces.retired(session, clock.today(), customer or None)
        elif days is not None:
            rows = pieces.due(session, clock.today(), days)
            rows = [row for row in rows if customer in (0, row.contact_id)]
        else:
            rows = pieces.all_of(session, clock.today(), customer or None)
    lines = [_line(row) for row in rows] or [_("No equipment.")]
    return Done(tuple(lines), {"assets": [asdict(row) for row in rows]})


def asset(
    file: DataFile,
    asset: AssetId,
    *,
    retire: Annotated[bool, typer.Option("--retire", help=N_("It is out of use."))] = False,
    use: Annotated[bool, typer.Option("--use", help=N_("It is in use again."))] = False,
    remove: Annotated[
        bool, typer.Option("--remove", help=N_("It was entered by mistake: delete it."))
    ] = False,
) -> Done:
    """Everything about one."""
    from crm_desktop.services.assets import assets as pieces

    if retire + use + remove > 1:
        raise typer.BadParameter(_("Say one of --retire, --use and --remove."))
    if not retire and not use and not remove:
        with reading(file) as store:
            return _shown(store, asset)
    with writing(file) as store:
        if remove:
            store.write(pieces.REMOVE_ACTION, pieces.remove, asset)
            return Done((_("Equipment {id} deleted.").format(id=asset),), {"id": asset})
        if retire:
            store.write(pieces.RETIRE_ACTION, pieces.retire, asset)
        else:
            store.write(pieces.BACK_ACTION, pieces.bring_back, asset)
        return _shown(store, asset)


def add(
    file: DataFile,
    customer: Annotated[
        int, typer.Argument(metavar="CUSTOMER", help=N_("Number of the customer."))
    ],
    name: Annotated[str, typer.Argument(metavar="[NAME]", help=N_("What it is."))] = "",
    *,
    product: Annotated[str, _option("--product", "PRODUCT", N_("It is this product."))] = "",
    sale: SaleLine = 0,
    quantity: Quantity = "",
    sold: Sold = False,
    serial: Annotated[str, _option("--serial", "NUMBER", N_("Its serial number."))] = "",
    place: Annotated[str, _option("--place", "WORDS", N_("Where it stands."))] = "",
    installed: Annotated[str, _option("--installed", "DATE", N_("When it was installed."))] = "",
    warranty: Annotated[str, _option("--warranty", "DATE", N_("Until when under warranty."))] = "",
    next_service: NextService = "",
    note: Note = "",
) -> Done:
    """A product brings its months of warranty and its service interval."""
    from crm_desktop.services.assets import assets as pieces
    from crm_desktop.services.assets import sold_assets

    if sold:
        with reading(file) as store:
            return _sold(store, customer)
    many = read_quantity(quantity) if quantity else None
    draft = pieces.AssetDraft(
        name=name,
        serial=serial,
        place=place,
        installed_on=_day(installed),
        warranty_until=_day(warranty),
        next_service_on=_day(next_service),
        note=note,
    )
    with writing(file) as store:
        if sale:
            words = (serial, place, note)
            add_sold = sold_assets.add_sold
            made = store.write(pieces.ADD_ACTION, add_sold, sale, *words, quantity_milli=many)
        else:
            draft = replace(draft, product_id=_product(store, product), quantity_milli=many or 1000)
            made = store.write(pieces.ADD_ACTION, pieces.add, customer, draft)
        return _shown(store, made.value)


def read(
    file: DataFile,
    asset: AssetId,
    value: Annotated[str, typer.Argument(metavar="VALUE", help=N_("What the counter shows."))],
    *,
    unit: Annotated[str, _option("--unit", "UNIT", N_("h, km, l or times; h if not said."))] = "h",
    on: On = "",
    new_counter: Annotated[
        bool, typer.Option("--new-counter", help=N_("The counter was replaced and began at 0."))
    ] = False,
) -> Done:
    """Hours decide with the product's hours between services when the next one is due."""
    from crm_desktop.services.assets import asset_service

    milli = read_quantity(value)
    with writing(file) as store:
        store.write(
            asset_service.READ_ACTION, asset_service.read_counter, asset, milli, unit, _day(on),
            new_counter=new_counter,
        )  # fmt: skip
        return _shown(store, asset)


def fault(
    file: DataFile,
    asset: AssetId,
    words: Annotated[
        list[str] | None, typer.Argument(metavar="WORDS", help=N_("What happened."))
    ] = None,
    *,
    on: On = "",
) -> Done:
    """From two faults on the time between them counts."""
    from crm_desktop.services.assets import asset_service

    with writing(file) as store:
        said = " ".join(words or ())
        store.write(asset_service.FAULT_ACTION, asset_service.fault, asset, said, _day(on))
        return _shown(store, asset)


def service(
    file: DataFile,
    asset: AssetId,
    *,
    kind: Annotated[
        str, _option("--kind", "KIND", N_("service, repair or part; service if not said."))
    ] = "service",
    part: Annotated[str, _option("--part", "PRODUCT", N_("The part that was changed."))] = "",
    on: On = "",
    note: Note = "",
) -> Done:
    """A service begins the time to the next one anew."""
    from crm_desktop.services.assets import asset_service

    with writing(file) as store:
        store.write(
            asset_service.SERVE_ACTION, asset_service.serve, asset, kind, _day(on),
            part_id=_product(store, part), note=note,
        )  # fmt: skip
        return _shown(store, asset)


def renew(
    file: DataFile,
    asset: AssetId,
    *,
    months: Annotated[str, _option("--months", "N", N_("By so many months."))] = "",
    until: Annotated[str, _option("--until", "DATE", N_("Until this day."))] = "",
    note: Note = "",
) -> Done:
    """Months count from the end of the warranty, or from today if it is over."""
    from crm_desktop.services.assets import assets as pieces

    if bool(months) == bool(until):
        raise typer.BadParameter(_("Say one of --months and --until."))
    with writing(file) as store:
        store.write(
            pieces.RENEW_ACTION, pieces.renew, asset,
            months=read_count(months), until=_day(until), note=note,
        )  # fmt: skip
        return _shown(store, asset)


def _day(typed: str) -> dt.date | None:
    return read_day(typed) if typed else None


def _product(store: Store, typed: str) -> int | None:
    from crm_desktop.services.products import products

    if not typed:
        return None
    with store.read() as session:
        return products.named(session, typed)


def _sold(store: Store, customer: int) -> Done:
    from crm_desktop.core import formats
    from crm_desktop.services.assets import sold_assets

    with store.read() as session:
        rows = sold_assets.sold_lines(session, customer)
    lines = [
        f"{row.line_id}  {row.sold_on}  {row.name} ×{formats.quantity(row.quantity_milli)}"
        for row in rows
    ]
    return Done(
        tuple(lines) or (_("Nothing sold is left to add."),),
        {"lines": [asdict(row) for row in rows]},
    )


def _shown(store: Store, asset: int) -> Done:
    from crm_desktop.services.assets import asset_service
    from crm_desktop.services.assets import assets as pieces

    with store.read() as session:
        found = pieces.card(session, asset)
        history = asset_service.history(session, asset)
    lines = [f"{found.id}  {found.contact_name}  {found.name}", *_facts(found)]
    lines += [f"{one.on}  {asset_service.said(one)}" for one in history]
    return Done(tuple(lines), {**asdict(found), "history": [asdict(one) for one in history]})


def _facts(found: AssetCard) -> list[str]:
    from crm_desktop.services.assets import service_due

    draft, lines = found.draft, []
    named = {
        _("Serial number"): draft.serial,
        _("Place"): draft.place,
        _("Installed"): draft.installed_on,
        _("Warranty until"): draft.warranty_until,
        _("Out of use since"): found.retired_on,
        _("Note"): draft.note,
    }
    lines += [f"{label}: {value}" for label, value in named.items() if value]
    if found.next is not None:
        lines.append(
            _("Next service: {day}, {why}").format(
                day=found.next.on, why=service_due.reason(found.next)
            )
        )
    return lines


def _line(row: DueRow) -> str:
    due = _("service {day}").format(day=row.due_on) if row.due_on else ""
    end = _("warranty until {day}").format(day=row.warranty_until) if row.warranty_until else ""
    parts = (str(row.id), row.contact_name, row.name, row.serial, row.place, due, end)
    return "  ".join(part for part in parts if part)
