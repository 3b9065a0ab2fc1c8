"""The commands about money owed: receive, give back, who owes what, balance and statement."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from crm_desktop.cli.command import command
from crm_desktop.cli.days import read_day
from crm_desktop.cli.files import reading, writing
from crm_desktop.cli.numbers import read_amount
from crm_desktop.cli.parameters import DataFile
from crm_desktop.cli.result import Done
from crm_desktop.core import clock
from crm_desktop.core.errors import Conflict
from crm_desktop.core.i18n import N_, _, ngettext

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from crm_desktop.db.store import Outcome, Store
    from crm_desktop.services.payments.debtors import Debtor, Debtors
    from crm_desktop.services.payments.unpaid_sales import Unpaid

Customer = Annotated[
    int, typer.Argument(metavar="ID", help=N_("Number of the customer, as search shows it."))
]
Currency = Annotated[
    str, typer.Option("--currency", metavar="CODE", help=N_("Such as USD; else the shop's."))
]
Sales = Annotated[
    list[int] | None,
    typer.Option(
        "--sale", metavar="ID", help=N_("Pay this sale; else the open ones, oldest due first.")
    ),
]
Method = Annotated[str, typer.Option("--method", metavar="WORDS", help=N_("How it was paid."))]
Note = Annotated[str, typer.Option("--note", metavar="WORDS", help=N_("A remark."))]
On = Annotated[str, typer.Option("--on", metavar="DATE", help=N_("The day; today if not said."))]
Deposit = Annotated[bool, typer.Option("--deposit", help=N_("Keep it for later sales."))]
Refund = Annotated[bool, typer.Option("--refund", help=N_("Give it back to the customer."))]
Credit = Annotated[bool, typer.Option("--credit", help=N_("Pay with the customer's credit."))]
Again = Annotated[
    bool, typer.Option("--again", help=N_("Enter it though one just like it is there."))
]
ACTION = N_("Record payment")


def declare(app: typer.Typer) -> None:
    """Add the commands of this module."""
    command(app, "pay", N_("Receive money from a customer, or give it back."))(pay)
    command(app, "receivables", N_("List who owes what since when; plan to collect it."))(
        receivables
    )
    command(app, "balance", N_("Say what a customer owes, on any day."))(balance)
    command(app, "statement", N_("Write a customer's statement of account."))(statement)


def pay(
    file: DataFile,
    customer: Customer,
    amount: Annotated[str, typer.Argument(metavar="AMOUNT", help=N_("Above zero, like 260.00."))],
    *,
    sale: Sales = None,
    method: Method = "",
    note: Note = "",
    on: On = "",
    currency: Currency = "",
    deposit: Deposit = False,
    refund: Refund = False,
    credit: Credit = False,
    again: Again = False,
) -> Done:
    """It pays the sales named, or the open ones; what is left over is the customer's credit."""
    if deposit + refund + credit > 1 or (sale and (deposit or refund)):
        raise typer.BadParameter(_("Say one of --deposit, --refund, --credit and --sale."))
    day = read_day(on) if on else clock.today()
    with writing(file) as store:
        code = currency or _own_currency(store)
        minor = read_amount(amount, code)
        if minor <= 0:
            raise typer.BadParameter(_("Type an amount above zero, e.g. 260.00."))
        serve = _service(sale, deposit=deposit, refund=refund, credit=credit)
        given = {"method": method, "paid_on": day, "currency": code}
        if not credit and not again:
            _check_twin(store, customer, -minor if refund else minor, given)
        said = store.write(ACTION, serve, customer, minor, note=note, **given)
        return _paid(store, customer, (minor, code), said)


def receivables(
    file: DataFile,
    *,
    on: On = "",
    currency: Currency = "",
    unpaid: Annotated[
        bool, typer.Option("--unpaid", help=N_("List sales not paid after some days instead."))
    ] = False,
    after: Annotated[
        int | None,
        typer.Option(
            "--after", min=0, metavar="DAYS", help=N_("With --unpaid: so many; else the shop's.")
        ),
    ] = None,
    collect: Annotated[
        str,
        typer.Option(
            "--collect", metavar="DATE", help=N_("Plan a follow-up with all who are late.")
        ),
    ] = "",
) -> Done:
    """The most first, with what is late by its age; --collect skips who has a plan already."""
    from crm_desktop.services.payments import debtors, unpaid_sales

    day = read_day(on) if on else clock.today()
    if collect:
        due = read_day(collect)
        with writing(file) as store:
            return _collect(store, day, due, currency)
    with reading(file) as store, store.read() as session:
        if unpaid:
            return _unpaid(unpaid_sales.unpaid(session, day, currency, after))
        found = debtors.debtors(session, day, currency)
    return Done(tuple(_owed_lines(found)), asdict(found))


def balance(file: DataFile, customer: Customer, *, on: On = "") -> Done:
    """Each currency by itself; below zero is the customer's credit."""
    from crm_desktop.services.payments import accounts

    day = read_day(on) if on else clock.today()
    with reading(file) as store, store.read() as session:
        found = accounts.balances(session, customer, day)
    lines = tuple(_balance_line(minor, code) for code, minor in found.items())
    return Done(lines, {"day": day, "balances": found})


def statement(
    file: DataFile,
    customer: Customer,
    *,
    first: Annotated[
        str, typer.Option("--from", metavar="DATE", help=N_("First day; else of last month."))
    ] = "",
    last: Annotated[
        str, typer.Option("--to", metavar="DATE", help=N_("Last day; today if not said."))
    ] = "",
    currency: Currency = "",
    out: Annotated[
        Path | None,
        typer.Option("--out", metavar="OUT", help=N_("Write it there, as .pdf, .xlsx or .csv.")),
    ] = None,
) -> Done:
    """Opening balance, every sale, return and payment, and the balance after each."""
    from crm_desktop.reports import statement as paper
    from crm_desktop.services.payments import accounts

    end = read_day(last) if last else clock.today()
    begin = read_day(first) if first else _month_before(end)
    order = paper.StatementOrder(customer, begin, end, currency)
    with reading(file) as store, store.read() as session:
        made = accounts.account(session, customer, first=begin, last=end, currency=currency)
        if out is not None:
            paper.write(session, order, out)
    from crm_desktop.core import formats

    def money(minor: int) -> str:
        return formats.money_exact(minor, made.currency)

    lines = [f"{begin}  {_('Opening balance')}  {money(made.opening_minor)}"]
    lines += [
        f"{entry.day}  {paper.kind_name(entry.kind)}  {entry.number}  "
        f"{money(entry.charged_minor - entry.paid_minor)}  {money(entry.balance_minor)}"
        for entry in made.entries
    ]
    lines.append(f"{end}  {_('Closing balance')}  {money(made.closing_minor)}")
    if out is not None:
        lines.append(_("The statement is in {out}.").format(out=out))
    return Done(tuple(lines), {**asdict(made), "closing_minor": made.closing_minor, "out": out})


def _use_credit(session: Session, contact_id: int, amount_minor: int, **given: Any) -> int:
    """Pay with credit; way, day and remark are those of the money it came from."""
    from crm_desktop.services.payments import stored_value

    return stored_value.use(
        session,
        contact_id,
        sale_ids=given["sale_ids"],
        amount_minor=amount_minor,
        currency=given["currency"],
    )


def _own_currency(store: Store) -> str:
    from crm_desktop.services.settings import settings

    with store.read() as session:
        return settings.get(session, settings.CURRENCY)


def _service(sale: list[int] | None, *, deposit: bool, refund: bool, credit: bool) -> Any:
    """What is done with the amount."""
    from crm_desktop.services.payments import customer_credit, payments

    if credit:
        return partial(_use_credit, sale_ids=sale)
    if deposit or refund:
        return customer_credit.refund if refund else customer_credit.deposit
    return partial(payments.pay, sale_ids=sale)


def _check_twin(store: Store, customer: int, minor: int, given: dict[str, Any]) -> None:
    """Refuse what may be the same money entered twice."""
    from crm_desktop.services.payments import payment_list

    with store.read() as session:
        found = payment_list.twin(session, customer, minor, **given)
    if found is not None:
        raise Conflict(
            _("Payment {id} is just like this one.").format(id=found),
            _("Nothing was changed."),
            _("Say --again if it is other money."),
        )


def _paid(store: Store, customer: int, amount: tuple[int, str], said: Outcome[Any]) -> Done:
    """What was entered, and what is owed after it."""
    from crm_desktop.core import formats
    from crm_desktop.services.payments import accounts, payments

    minor, code = amount
    with store.read() as session:
        owed = accounts.balance(session, customer, clock.today(), code)
        kept = payments.credit(session, customer, code)
    lines = (
        _("Entered: {amount}.").format(amount=formats.money_exact(minor, code)),
        _balance_line(owed, code),
    )
    data = {"amount_minor": minor, "currency": code, "balance_minor": owed,
            "credit_minor": kept, "action": said.action_id}  # fmt: skip
    return Done(lines, data)


def _balance_line(owed: int, currency: str) -> str:
    from crm_desktop.core import formats

    amount = formats.money_exact(abs(owed), currency)
    if owed < 0:
        return _("{amount} is kept for the customer.").format(amount=amount)
    return _("{amount} is owed.").format(amount=amount)


def _owed_lines(found: Debtors) -> list[str]:
    from crm_desktop.core import formats

    if not found.rows:
        return [_("Nobody owes anything.")]
    lines = [_debtor(row) for row in found.rows]
    total = formats.money_exact(found.total_minor, found.currency)
    late = formats.money_exact(found.late_minor, found.currency)
    lines.append(_("In all {total} is owed, {late} of it late.").format(total=total, late=late))
    return lines


def _debtor(row: Debtor) -> str:
    from crm_desktop.core import formats
    from crm_desktop.services.payments import payment_habit

    parts = [
        str(row.id or "-"),
        row.name or _("Walk-in"),
        formats.money_exact(row.owed_minor, row.currency),
        ngettext("{n} day late", "{n} days late", row.days_late).format(n=row.days_late)
        if row.days_late
        else "",
        payment_habit.habit_words(row.habit),
    ]
    return "  ".join(part for part in parts if part)


def _unpaid(found: Unpaid) -> Done:
    from crm_desktop.core import formats

    lines = [
        f"{sale.sold_on}  {sale.number}  {sale.name or _('Walk-in')}  "
        f"{formats.money_exact(sale.open_minor, found.currency)}"
        for sale in found.sales
    ]
    lines.append(
        _("{rescued} of {n} sales not paid in time were paid since.").format(
            rescued=found.rescued, n=found.hesitated
        )
    )
    return Done(tuple(lines), {**asdict(found), "rescued_bp": found.rescued_bp})


def _collect(store: Store, day: dt.date, due: dt.date, currency: str) -> Done:
    from crm_desktop.services.payments import debtors

    with store.read() as session:
        ids = [row.id for row in debtors.debtors(session, day, currency).rows if row.id]
    done = store.write(N_("Plan to collect"), debtors.plan_collecting, ids, due, day, currency)
    planned = done.value
    return Done(
        (debtors.planned_words(planned),),
        {"made": planned.made, "had": planned.had, "action": done.action_id},
    )


def _month_before(day: dt.date) -> dt.date:
    """The first day of the month before that of ``day``."""
    return (day.replace(day=1) - dt.timedelta(days=1)).replace(day=1)
