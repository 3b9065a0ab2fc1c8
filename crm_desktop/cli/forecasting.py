"""Commands that reckon with deals: the forecast, wins and losses, stages."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from crm_desktop.cli.command import command
from crm_desktop.cli.days import read_day
from crm_desktop.cli.files import reading, writing
from crm_desktop.cli.numbers import read_amount
from crm_desktop.cli.parameters import DataFile
from crm_desktop.cli.result import Done
from crm_desktop.core import clock
from crm_desktop.core.i18n import N_, _, ngettext

if TYPE_CHECKING:
    from crm_desktop.services.deals.deal_figures import PersonFigure, StageFigure, Tally
    from crm_desktop.services.deals.forecast import Comparison, Forecast

First = Annotated[
    str,
    typer.Option("--from", metavar="DATE", help=N_("First day; a year back if not said.")),
]
Last = Annotated[str, typer.Option("--to", metavar="DATE", help=N_("Last day; today if not said."))]


def declare(app: typer.Typer) -> None:
    """Add the commands of this module."""
    command(app, "forecast", N_("What open deals will bring by month, also against a kept one."))(
        show_forecast
    )
    command(app, "win-loss", N_("Why deals are won and lost, and to whom."))(win_loss)
    command(app, "deal-stages", N_("Conversion and median days by stage and person."))(stages)


def show_forecast(
    file: DataFile,
    keep: Annotated[
        bool,
        typer.Option("--keep", help=N_("Keep it to compare with later."), show_default=False),
    ] = False,
    against: Annotated[
        str,
        typer.Option("--against", metavar="DATE", help=N_("Compare with the one kept that day.")),
    ] = "",
    target: Annotated[
        str,
        typer.Option("--target", metavar="AMOUNT",
                     help=N_("Set what deals are to bring each month; 0 for none.")),
    ] = "",
) -> Done:  # fmt: skip
    """The weighted forecast; ``--keep`` and ``--target`` write into the file."""
    from crm_desktop.core import formats
    from crm_desktop.services.deals import forecast
    from crm_desktop.services.settings import settings

    today = clock.today()
    kept_on = read_day(against) if against else None
    if target:
        _set_target(file, target)
    if keep:
        with writing(file) as store:
            store.write(forecast.KEEP_ACTION, forecast.keep, today)
    with reading(file) as store, store.read() as session:
        seen = forecast.forecast(session, today)
        days = forecast.kept_days(session)
        wanted = settings.get(session, settings.DEAL_TARGET)
        change = forecast.compare(session, kept_on, today) if kept_on is not None else None
    lines = _forecast_lines(seen)
    if keep:
        lines.append(_("Kept as of {day}").format(day=today))
    data = {**asdict(seen), "kept": days, "target_minor": wanted}
    if wanted:
        amount = formats.money_whole(wanted, seen.currency)
        lines.append(_("Target of each month: {amount}").format(amount=amount))
    if change is not None:
        lines += _change_lines(change)
        data["comparison"] = asdict(change)
    return Done(tuple(lines), data)


def _set_target(file: Path, typed: str) -> None:
    from crm_desktop.services.deals import deal_board
    from crm_desktop.services.settings import settings

    with writing(file) as store:
        with store.read() as session:
            currency = settings.get(session, settings.CURRENCY)
        minor = read_amount(typed, currency)
        store.write(deal_board.TARGET_ACTION, deal_board.set_target, minor)


def win_loss(file: DataFile, first: First = "", last: Last = "") -> Done:
    """Deals that ended in a period, the lost and dormant included."""
    from crm_desktop.services.deals import deal_figures

    start, end = _period(first, last)
    with reading(file) as store, store.read() as session:
        seen = deal_figures.win_loss(session, start, end)
    lines = [_tally(seen.total, seen.currency, _("All"))]
    for heading, tallies in (
        (_("Reasons"), seen.reasons),
        (_("Competitors"), seen.competitors),
        (_("Sources"), seen.sources),
        (_("Stages they were lost in"), seen.stages),
    ):
        if tallies:
            lines.append(heading)
            lines += ["  " + _tally(one, seen.currency, _("Not said")) for one in tallies]
    return Done(tuple(lines), {"from": start, "to": end, **asdict(seen)})


def stages(
    file: DataFile,
    first: First = "",
    last: Last = "",
    person: Annotated[
        str, typer.Option("--person", metavar="NAME", help=N_("Only the deals of this person."))
    ] = "",
) -> Done:
    """How deals fare from stage to stage, and by person."""
    from crm_desktop.services.deals import deal_figures
    from crm_desktop.services.records import staff

    start, end = _period(first, last)
    with reading(file) as store, store.read() as session:
        whose = staff.by_name(session, person) if person else 0
        by_stage = deal_figures.stage_figures(session, start, end, whose)
        people = deal_figures.person_figures(session, start, end)
    if person:
        people = [one for one in people if one.staff_id == whose]
    lines = [_stage(one) for one in by_stage] + [_person(one) for one in people]
    return Done(
        tuple(lines),
        {
            "from": start,
            "to": end,
            "stages": [asdict(one) for one in by_stage],
            "people": [asdict(one) for one in people],
        },
    )


def _period(first: str, last: str) -> tuple[dt.date, dt.date]:
    end = read_day(last) if last else clock.today()
    start = read_day(first) if first else end - dt.timedelta(min(365, (end - dt.date.min).days))
    if start > end:
        raise typer.BadParameter(_("--from is after --to."))
    return start, end


def _forecast_lines(seen: Forecast) -> list[str]:
    from crm_desktop.core import formats

    lines = []
    for one in seen.months:
        name = formats.month_year(one.month) if one.month else _("No day")
        words = _("{month} ({count}): weighted {weighted}, committed {committed}, best {best}")
        line = words.format(
            month=name,
            count=one.count,
            weighted=formats.money_whole(one.weighted_minor, seen.currency),
            committed=formats.money_whole(one.committed_minor, seen.currency),
            best=formats.money_whole(one.best_minor, seen.currency),
        )
        if one.won_minor:
            won = formats.money_whole(one.won_minor, seen.currency)
            line += " · " + _("won {amount}").format(amount=won)
        lines.append(line)
    if seen.left_out:
        words = ngettext(
            "{n} deal in another currency is left out.",
            "{n} deals in other currencies are left out.",
            seen.left_out,
        )
        lines.append(words.format(n=seen.left_out))
    return lines


def _change_lines(change: Comparison) -> list[str]:
    from crm_desktop.core import formats

    def amount(minor: int) -> str:
        return formats.money_whole(minor, change.currency)

    lines = [
        _("{month}: {then} kept on {day}, now {now}").format(
            month=formats.month_year(one.month),
            then=amount(one.then_minor),
            day=change.taken_on,
            now=amount(one.now_minor),
        )
        for one in change.months
    ]
    return lines + [
        f"  {one.deal_id}  {one.title} · {one.kind} · {amount(one.then_minor)} → "
        f"{amount(one.now_minor)}"
        for one in change.deals
    ]


def _tally(one: Tally, currency: str, unnamed: str) -> str:
    from crm_desktop.core import formats

    rate = "" if one.win_rate_bp is None else f" ({formats.percent(one.win_rate_bp)})"
    words = _("{name}: won {won} for {won_amount}{rate}, lost {lost} for {lost_amount}")
    line = words.format(
        name=one.name or unnamed,
        won=one.won,
        won_amount=formats.money_whole(one.won_minor, currency),
        rate=rate,
        lost=one.lost,
        lost_amount=formats.money_whole(one.lost_minor, currency),
    )
    if one.dormant:
        line += ", " + _("dormant {n}").format(n=one.dormant)
    return line


def _stage(one: StageFigure) -> str:
    from crm_desktop.core import formats

    rate = "—" if one.conversion_bp is None else formats.percent(one.conversion_bp)
    days = "—" if one.median_days is None else one.median_days
    words = _("{stage}: {entered} came, {there} there now, {rate} went on, median {days} days")
    return words.format(stage=one.stage, entered=one.entered, there=one.there, rate=rate, days=days)


def _person(one: PersonFigure) -> str:
    from crm_desktop.core import formats

    rate = "—" if one.win_rate_bp is None else formats.percent(one.win_rate_bp)
    days = "—" if one.median_days is None else one.median_days
    words = _("{name}: {open} open, {won} won, {lost} lost ({rate}), median {days} days to win")
    return words.format(
        name=one.name or _("No owner"),
        open=one.open,
        won=one.won,
        lost=one.lost,
        rate=rate,
        days=days,
    )
