"""The commands about stored value: put money in with a bonus, see what is left."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from crm_desktop.cli.command import command
from crm_desktop.cli.days import read_day
from crm_desktop.cli.files import reading, writing
from crm_desktop.cli.numbers import read_amount
from crm_desktop.cli.parameters import DataFile
from crm_desktop.cli.paying import Currency, Customer, Method, Note, On
from crm_desktop.cli.result import Done
from crm_desktop.core.i18n import N_, _

if TYPE_CHECKING:
    from crm_desktop.services.payments.stored_value import Entry, Holding


def declare(app: typer.Typer) -> None:
    """Add the commands of this module."""
    command(app, "recharge", N_("Take money to be kept for a customer, with a bonus."))(recharge)
    command(app, "stored-value", N_("List who has money and bonus stored, or one account."))(
        stored_value
    )


def recharge(
    file: DataFile,
    customer: Customer,
    amount: Annotated[str, typer.Argument(metavar="AMOUNT", help=N_("Above zero, like 85.50."))],
    *,
    bonus: Annotated[
        str, typer.Option("--bonus", metavar="AMOUNT", help=N_("On top; else what is offered."))
    ] = "",
    method: Method = "",
    on: On = "",
    note: Note = "",
    currency: Currency = "",
) -> Done:
    """The money is a deposit; pay --credit and a sale paid with credit use both."""
    from crm_desktop.services.payments import stored_value as service
    from crm_desktop.services.settings import settings

    with writing(file) as store:
        with store.read() as session:
            code = currency.upper() or settings.get(session, settings.CURRENCY)
        store.write(
            service.RECHARGE_ACTION, service.recharge, customer, read_amount(amount, code),
            bonus_minor=read_amount(bonus, code) if bonus else None, method=method,
            paid_on=read_day(on) if on else None, note=note, currency=code,
        )  # fmt: skip
        with store.read() as session:
            has = service.holding(session, customer, code)
    return Done((_holding(has),), {**asdict(has), "total_minor": has.total_minor})


def stored_value(
    file: DataFile,
    customer: Annotated[
        int | None, typer.Argument(metavar="ID", help=N_("Only this customer, with every entry."))
    ] = None,
    *,
    currency: Currency = "",
) -> Done:
    """Who has most stands first; of one customer the last entry."""
    from crm_desktop.services.payments import stored_value as service
    from crm_desktop.services.records import contact_record

    with reading(file) as store, store.read() as session:
        if customer is None:
            found = service.holdings(session, currency.upper())
            said = tuple(_holding(one) for one in found) or (_("Nobody has anything stored."),)
            return Done(said, {"holdings": [asdict(one) for one in found]})
        contact_record.found(session, customer)
        has = service.holding(session, customer, currency.upper())
        entries = service.entries(session, customer, currency.upper())
    lines = (_holding(has), *(_entry(one, has.currency) for one in entries))
    return Done(lines, {**asdict(has), "entries": [asdict(one) for one in entries]})


def _holding(has: Holding) -> str:
    from crm_desktop.core import formats

    return _("{id}  {name}: {money} and a bonus of {bonus}").format(
        id=has.contact_id,
        name=has.name,
        money=formats.money_exact(has.money_minor, has.currency),
        bonus=formats.money_exact(has.bonus_minor, has.currency),
    )


def _entry(one: Entry, currency: str) -> str:
    from crm_desktop.core import formats

    kinds = {
        "recharge": _("put in"),
        "used": _("used"),
        "refund": _("given back"),
        "returned": _("goods came back"),
    }
    both = _("{money}, bonus {bonus}").format(
        money=formats.money_exact(one.money_minor, currency),
        bonus=formats.money_exact(one.bonus_minor, currency),
    )
    parts = (one.day.isoformat(), kinds[one.kind], both, one.number)
    return "  ".join(part for part in parts if part)
