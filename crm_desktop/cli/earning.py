"""Commands about what staff earn: targets, commission, plans, shares, the league, locked months."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from crm_desktop.cli.command import command
from crm_desktop.cli.days import read_month
from crm_desktop.cli.files import reading, writing
from crm_desktop.cli.numbers import read_amount, read_percent
from crm_desktop.cli.parameters import DataFile
from crm_desktop.cli.reporting import LandscapeOption, MarginOption, PaperOption
from crm_desktop.cli.result import Done
from crm_desktop.core import clock
from crm_desktop.core.i18n import N_, _

if TYPE_CHECKING:
    from crm_desktop.services.commission.commission import Statement
    from crm_desktop.services.commission.league import LeagueRow
    from crm_desktop.services.commission.targets import TargetRow

Basis = Literal["sales", "margin", "received"]
Month = Annotated[
    str, typer.Option("--month", metavar="MONTH", help=N_("As 2026-05; this month if not said."))
]
Person = Annotated[
    str, typer.Option("--person", metavar="NAME", help=N_("Of this person; else the whole shop."))
]


def declare(app: typer.Typer) -> None:
    """Add the commands of this module."""
    command(app, "targets", N_("What is to be reached in a month, and how far it is."))(targets)
    command(app, "commission", N_("What each person earns in a month; statements as PDF."))(
        commission
    )
    command(app, "league", N_("The staff of a month side by side."))(league)
    command(app, "share-sale", N_("Give others a part of a sale."))(share_sale)
    command(app, "lock-month", N_("Lock a month, unlock it, or list the locked ones."))(lock_month)


def month_or_this(typed: str) -> dt.date:
    """The first day of the month typed, or of this one."""
    return read_month(typed) if typed else clock.today().replace(day=1)


def targets(
    file: DataFile,
    *,
    month: Month = "",
    person: Person = "",
    measure: Annotated[
        Basis, typer.Option("--measure", metavar="WHAT", help=N_("sales, margin or received."))
    ] = "sales",
    to: Annotated[
        str, typer.Option("--set", metavar="AMOUNT", help=N_("Set the target; 0 lifts it."))
    ] = "",
    take_over: Annotated[
        bool, typer.Option("--take-over", help=N_("Take over the targets of the month before."))
    ] = False,
) -> Done:
    """List the targets of a month, after setting one."""
    from crm_desktop.services.commission import targets as service
    from crm_desktop.services.records import staff
    from crm_desktop.services.settings import settings

    day = month_or_this(month)
    if to or take_over:
        with writing(file) as store:
            with store.read() as session:
                whose = staff.by_name(session, person) if person else None
                currency = settings.get(session, settings.CURRENCY)
            if take_over:
                store.write(service.COPY_ACTION, service.take_over, day)
            if to:
                amount = read_amount(to, currency)
                store.write(service.SET_ACTION, service.set_target, day, whose, amount, measure)
    with reading(file) as store, store.read() as session:
        rows = service.targets(session, day)
    lines = [_target(one) for one in rows] or [_("No target is set for this month.")]
    listed = [{**asdict(one), "reached_bp": one.reached_bp} for one in rows]
    return Done(tuple(lines), {"month": day, "targets": listed})


def _target(one: TargetRow) -> str:
    from crm_desktop.core import formats
    from crm_desktop.services.commission.commission_bases import BASES

    return _("{name}: {measure} {reached} of {target}, {percent}").format(
        name=one.name or _("The whole shop"),
        measure=_(BASES[one.measure]),
        reached=formats.money_whole(one.reached_minor, one.currency),
        target=formats.money_whole(one.target_minor, one.currency),
        percent=formats.percent(one.reached_bp),
    )


def commission(
    file: DataFile,
    person: Annotated[
        str, typer.Argument(metavar="NAME", help=N_("Whose; everybody if not said."))
    ] = "",
    *,
    month: Month = "",
    out: Annotated[
        Path | None,
        typer.Option(
            "--out", metavar="OUT", help=N_("Write the statement, as .pdf, .xlsx or .csv.")
        ),
    ] = None,
    paper: PaperOption = "a4",
    landscape: LandscapeOption = False,
    margin: MarginOption = 15.0,
) -> Done:
    """Say what is earned, and write the statements if that is wanted."""
    from crm_desktop.reports import commission as report
    from crm_desktop.reports import job
    from crm_desktop.reports.paper import PageSetup
    from crm_desktop.services.commission import commission as service
    from crm_desktop.services.records import staff

    day = month_or_this(month)
    with reading(file) as store, store.read() as session:
        whose = staff.by_name(session, person) if person else None
        made = (
            service.statements(session, day)
            if whose is None
            else [service.statement(session, whose, day)]
        )
        if out is not None:
            page = PageSetup(paper, landscape, margin)
            job.write_document(report.build(session, day, whose), out, page=page)
    lines = [line for one in made for line in _statement(one)] or [_("Nobody yet.")]
    if out is not None:
        lines.append(_("The commission statement is in {out}.").format(out=out))
    listed = [{**asdict(one), "commission_minor": one.commission_minor} for one in made]
    return Done(tuple(lines), {"month": day, "statements": listed})


def _statement(one: Statement) -> list[str]:
    from crm_desktop.core import formats
    from crm_desktop.reports.commission import rate_words, row_words

    lines = [f"{one.name}: {formats.money_exact(one.commission_minor, one.currency)}"]
    for row in one.rows:
        words = (
            row.plan,
            row_words(row, one.currency),
            f"{formats.money_exact(row.base_minor, one.currency)} × {rate_words(row.rate_bp)}"
            f" = {formats.money_exact(row.commission_minor, one.currency)}",
        )
        lines.append("  " + " · ".join(words))
    return lines


def league(file: DataFile, *, month: Month = "") -> Done:
    """Most sales first."""
    from crm_desktop.services.commission import league as service

    day = month_or_this(month)
    with reading(file) as store, store.read() as session:
        made = service.league(session, day)
    lines = [_place(one, made.currency) for one in made.rows] or [_("Nobody yet.")]
    rows = [{**asdict(one), "reached_bp": one.reached_bp} for one in made.rows]
    return Done(tuple(lines), {**asdict(made), "rows": rows})


def _place(one: LeagueRow, currency: str) -> str:
    from crm_desktop.core import formats

    def money(minor: int) -> str:
        return formats.money_whole(minor, currency)

    parts = [
        f"{one.place} {one.name}" if one.staff_id is not None else _("Nobody named"),
        _("sold {amount}").format(amount=money(one.sales_minor)),
        _("margin {amount}").format(amount=money(one.margin_minor)),
        _("received {amount}").format(amount=money(one.received_minor)),
    ]
    if one.reached_bp is not None:
        percent = formats.percent(one.reached_bp)
        parts.append(_("{percent} of the target").format(percent=percent))
    if one.commission_minor:
        amount = formats.money_exact(one.commission_minor, currency)
        parts.append(_("earns {amount}").format(amount=amount))
    return " · ".join(parts)


def share_sale(
    file: DataFile,
    number: Annotated[str, typer.Argument(metavar="NUMBER", help=N_("The number of the sale."))],
    parts: Annotated[
        list[str] | None,
        typer.Argument(metavar="NAME=PERCENT", help=N_("Who gets how much; nobody takes it back.")),
    ] = None,
) -> Done:
    """The seller keeps what nobody else is given."""
    from crm_desktop.services.commission import commission_shares as service
    from crm_desktop.services.records import staff

    with writing(file) as store:
        with store.read() as session:
            sale = service.by_number(session, number)
            shares = {}
            for part in parts or ():
                name, _equals, percent = part.rpartition("=")
                shares[staff.by_name(session, name)] = read_percent(percent)
        store.write(service.SPLIT_ACTION, service.share, sale, shares)
        with store.read() as session:
            found = service.of_sales(session, [sale])[sale]
            names = {one.id: one.name for one in staff.members(session)}
    rows = [
        {"staff_id": person, "name": names.get(person or 0, ""), "share_bp": part}
        for person, part in found
    ]
    lines = [_share(names.get(person or 0, ""), part) for person, part in found]
    return Done(tuple(lines), {"sale": sale, "shares": rows})


def _share(name: str, part: int) -> str:
    from crm_desktop.reports.commission import rate_words

    return f"{name or _('Nobody named')}: {rate_words(part)}"


def lock_month(
    file: DataFile,
    month: Annotated[
        str,
        typer.Argument(metavar="MONTH", help=N_("As 2026-05; lists the locked ones if not said.")),
    ] = "",
    *,
    unlock: Annotated[bool, typer.Option("--unlock", help=N_("Let it change again."))] = False,
) -> Done:
    """Lock or unlock, then list the locked months."""
    from crm_desktop.core import formats
    from crm_desktop.services.sales import month_lock as service

    if unlock and not month:
        raise typer.BadParameter(_("Say which month to unlock."))
    if month:
        day = read_month(month)
        with writing(file) as store:
            if unlock:
                store.write(service.UNLOCK_ACTION, service.unlock, day)
            else:
                store.write(service.LOCK_ACTION, service.lock, day)
    with reading(file) as store, store.read() as session:
        rows = service.locked(session)
    lines = [
        _("{month} is locked.").format(month=formats.month_year(one.month)) for one in rows
    ] or [_("No month is locked.")]
    return Done(tuple(lines), {"locked": [asdict(one) for one in rows]})
