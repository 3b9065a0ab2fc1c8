"""The commands that make and change a product: one option a field, declared once for both."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from crm_desktop.cli.command import command
from crm_desktop.cli.files import writing
from crm_desktop.cli.numbers import read_amount, read_count, read_percent, read_quantity
from crm_desktop.cli.parameters import DataFile, Product
from crm_desktop.cli.result import Done
from crm_desktop.core.i18n import N_, _

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from crm_desktop.services.products.product_record import Option, Part


@dataclass(frozen=True, slots=True)
class _Field:
    """A field of ``ProductDraft`` as an option; ``kind`` says how it is read."""

    name: str
    option: str
    metavar: str
    help: str
    kind: str = "text"  # text, amount, percent, quantity, count


_FIELDS = (
    _Field("code", "--code", "CODE", N_("Its code; two products cannot share one.")),
    _Field("barcode", "--barcode", "CODE", N_("Its bar code.")),
    _Field("spec", "--spec", "WORDS", N_("Specification, like 75G.")),
    _Field("unit", "--unit", "UNIT", N_("What it is sold by: piece, kg, hour.")),
    _Field("category", "--category", "PATH", N_("Category; “Filters / RO” makes what is new.")),
    _Field("price_minor", "--price", "AMOUNT", N_("Price of one unit; 0 is given away."),
           "amount"),
    _Field("cost_minor", "--cost", "AMOUNT", N_("What one unit costs the shop."), "amount"),
    _Field("floor_price_minor", "--floor", "AMOUNT", N_("Below it a sale needs a reason."),
           "amount"),
    _Field("tax_bp", "--tax", "PERCENT", N_("Rate of the tax, like 13."), "percent"),
    _Field("days_of_use", "--days-of-use", "N", N_("Days until it is used up."), "count"),
    _Field("warranty_months", "--warranty", "N", N_("Months of warranty."), "count"),
    _Field("service_months", "--service-months", "N", N_("Months from service to service."),
           "count"),
    _Field("service_hours", "--service-hours", "N", N_("Hours run from service to service."),
           "count"),
    _Field("low_stock_milli", "--low", "QUANTITY", N_("Stock at which it is low."), "quantity"),
    _Field("remark", "--remark", "WORDS", N_("A remark.")),
)  # fmt: skip


def _text(option: str, metavar: str, help_text: str) -> Any:
    return Annotated[str | None, typer.Option(option, metavar=metavar, help=help_text)]


_SHARED: dict[str, Any] = {field.name: _text(field.option, field.metavar, field.help)
                           for field in _FIELDS} | {
    "option": Annotated[
        list[str] | None,
        typer.Option("--option", metavar="CHOICE",
                     help=N_("A choice, “Door: left = 50”; all of them, or “-”.")),
    ],
    "part": Annotated[
        list[str] | None,
        typer.Option("--part", metavar="PRODUCT=N",
                     help=N_("A part due after N months; all of them, or “-”.")),
    ],
    "picture": Annotated[
        Path | None,
        typer.Option("--picture", metavar="IMAGE",
                     help=N_("A PNG or JPEG file; “-” takes it away.")),
    ],
}  # fmt: skip


def declare(app: typer.Typer) -> None:
    """Add the commands of this module."""
    command(app, "product-new", N_("Make a product."))(_spread(new_product))
    change = N_("Change a product, hide it or offer it again.")
    command(app, "product-edit", change)(_spread(edit_product))


def new_product(
    file: DataFile,
    name: Annotated[str, typer.Argument(metavar="NAME", help=N_("Its name."))],
    *,
    service: Annotated[bool, typer.Option("--service", help=N_("It is work, no goods."))] = False,
    **given: Any,
) -> Done:
    """Make a product; ``undo`` takes it back."""
    from crm_desktop.services.products import product_record, products
    from crm_desktop.services.products.products import ProductDraft

    picture = _picture(given["picture"])
    with writing(file) as store:

        def make(session: Session) -> int:
            fields = _fields(session, given)
            made = products.create(session, ProductDraft(name, is_service=service, **fields))
            _set_rest(session, made, given, picture)
            return made

        return _told(store, store.write(product_record.CREATE_ACTION, make).value)


def edit_product(
    file: DataFile,
    product: Product,
    *,
    name: Annotated[
        str | None, typer.Option("--name", metavar="NAME", help=N_("Its name."))
    ] = None,
    hide: Annotated[bool, typer.Option("--hide", help=N_("Offer it no more."))] = False,
    show: Annotated[bool, typer.Option("--show", help=N_("Offer it again."))] = False,
    **given: Any,
) -> Done:
    """Change what is said, and nothing else; an empty word ("") empties a field."""
    from crm_desktop.services.products import product_record, products

    picture = _picture(given["picture"])
    with writing(file) as store:
        with store.read() as session:
            found = products.named(session, product)

        def change(session: Session) -> None:
            fields = _fields(session, given)
            if name is not None:
                fields["name"] = name
            if hide or show:
                fields["active"] = show
            products.edit(session, found, **fields)
            _set_rest(session, found, given, picture)

        store.write(product_record.EDIT_ACTION, change)
        return _told(store, found)


def _spread(function: Callable[..., Done]) -> Callable[..., Done]:
    """``function`` with the options of every field in the place of its ``**given``."""
    signature = inspect.signature(function, eval_str=True)
    own = [one for one in signature.parameters.values() if one.kind is not one.VAR_KEYWORD]
    shared = [
        inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=None, annotation=kind)
        for name, kind in _SHARED.items()
    ]
    function.__signature__ = signature.replace(  # type: ignore[attr-defined]
        parameters=[*own, *shared]
    )
    annotations = inspect.get_annotations(function, eval_str=True)
    function.__annotations__ = {
        name: kind for name, kind in annotations.items() if name != "given"
    } | _SHARED
    return function


def _fields(session: Session, given: dict[str, Any]) -> dict[str, Any]:
    """What was said, as the fields of a product; what was not is left out."""
    from crm_desktop.services.settings import settings

    currency = settings.get(session, settings.CURRENCY)
    made: dict[str, Any] = {}
    for field in _FIELDS:
        typed = given[field.name]
        if typed is None:
            continue
        if field.kind == "text":
            made[field.name] = typed
        elif not typed.strip():
            made[field.name] = None
        elif field.kind == "amount":
            made[field.name] = read_amount(typed, currency)
        else:
            reader = {"percent": read_percent, "quantity": read_quantity, "count": read_count}
            made[field.name] = reader[field.kind](typed)
    return made


def _set_rest(
    session: Session, product_id: int, given: dict[str, Any], picture: tuple[str, bytes] | None
) -> None:
    """Options, parts and the picture, as far as something was said about them."""
    from crm_desktop.services.products import product_record

    if given["option"] is not None:
        made = [_choice(session, one) for one in given["option"] if one != "-"]
        product_record.set_options(session, product_id, made)
    if given["part"] is not None:
        named = [_part(session, one) for one in given["part"] if one != "-"]
        product_record.set_parts(session, product_id, named)
    if picture is not None:
        product_record.set_picture(session, product_id, *picture)


def _choice(session: Session, typed: str) -> Option:
    """``Door: left = 50``; group and extra price may be left out."""
    from crm_desktop.services.products.product_record import Option
    from crm_desktop.services.settings import settings

    rest, _equals, extra = typed.partition("=")
    group, colon, name = rest.partition(":")
    currency = settings.get(session, settings.CURRENCY)
    minor = read_amount(extra, currency) if extra.strip() else 0
    return Option(group.strip() if colon else "", (name if colon else rest).strip(), minor)


def _part(session: Session, typed: str) -> Part:
    """``PP10=6``: the product, and the months."""
    from crm_desktop.services.products import products
    from crm_desktop.services.products.product_record import Part

    which, _equals, months = typed.rpartition("=")
    after = read_count(months) if which else None
    if after is None:
        raise typer.BadParameter(_("{text} is not like PRODUCT=6.").format(text=typed))
    return Part(products.named(session, which), after)


def _picture(path: Path | None) -> tuple[str, bytes] | None:
    """Name and bytes of the file; no bytes for “-”, which takes the picture away."""
    if path is None:
        return None
    return ("", b"") if str(path) == "-" else (path.name, path.read_bytes())


def _told(store: Any, product_id: int) -> Done:
    from dataclasses import asdict

    from crm_desktop.cli.shelving import line
    from crm_desktop.services.products import product_record, products

    with store.read() as session:
        row = products.get(session, product_id)
        found = product_record.record(session, product_id)
    return Done((line(row),), asdict(found))
