"""The command that lists, makes and changes plans of commission."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from crm_desktop.cli.command import command
from crm_desktop.cli.days import read_day
from crm_desktop.cli.earning import Basis
from crm_desktop.cli.files import reading, writing
from crm_desktop.cli.numbers import read_amount, read_percent
from crm_desktop.cli.parameters import DataFile
from crm_desktop.cli.result import Done
from crm_desktop.core.errors import NotFound
from crm_desktop.core.i18n import N_, _

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from crm_desktop.services.commission.commission_plans import Band, Plan, PlanDraft, Rule

Many = list[str] | None


Kind = Annotated[
    Basis | None, typer.Option("--basis", metavar="WHAT", help=N_("sales, margin or received."))
]
Bands = Annotated[
    Many,
    typer.Option(
        "--band", metavar="FROM=PERCENT", help=N_("A rate from an amount on; the first from 0.")
    ),
]
Whole = Annotated[
    bool | None,
    typer.Option("--whole/--parts", help=N_("The band reached counts for the whole month.")),
]
Rates = Annotated[
    Many,
    typer.Option(
        "--rate",
        metavar="KIND:WHAT=PERCENT",
        help=N_("A rate of its own: product:, category: or level: and its name."),
    ),
]
People = Annotated[Many, typer.Option("--person", metavar="NAME", help=N_("Only for this person."))]
First = Annotated[str, typer.Option("--from", metavar="DATE", help=N_("First day; - for none."))]
Last = Annotated[str, typer.Option("--until", metavar="DATE", help=N_("Last day; - for none."))]
Remove = Annotated[bool, typer.Option("--remove", help=N_("Delete the plan."))]


def declare(app: typer.Typer) -> None:
    """Add the command of this module."""
    command(app, "commission-plan", N_("List the plans of commission, make or change one."))(plan)


def plan(
    file: DataFile,
    name: Annotated[str, typer.Argument(metavar="NAME", help=N_("The plan, made if new."))] = "",
    *,
    basis: Kind = None,
    band: Bands = None,
    whole: Whole = None,
    rate: Rates = None,
    person: People = None,
    first: First = "",
    last: Last = "",
    remove: Remove = False,
) -> Done:
    """What is not said stays as it is."""
    from crm_desktop.services.commission import commission_plans as service

    if name:
        changes: dict[str, Any] = {"basis": basis, "whole": whole}
        said = {key: value for key, value in changes.items() if value is not None}
        said.update(
            (key, _day(typed))
            for key, typed in (("valid_from", first), ("valid_until", last))
            if typed
        )
        with writing(file) as store:
            with store.read() as session:
                known = _known(session, name, must=remove)
                draft = known.draft if known else service.PlanDraft(name)
                draft = _lists(session, replace(draft, **said), band, rate, person)
            if remove and known is not None:
                store.write(service.REMOVE_ACTION, service.remove, known.id)
            else:
                one = known.id if known else None
                store.write(service.SAVE_ACTION, service.save, draft, one)
    return _listed(file)


def _listed(file: Path) -> Done:
    from crm_desktop.services.commission import commission_plans as service

    with reading(file) as store, store.read() as session:
        rows = service.plans(session)
        lines = [line for one in rows for line in _lines(session, one)]
    return Done(
        tuple(lines or [_("There is no commission plan yet.")]),
        {"plans": [{"id": one.id, **asdict(one.draft)} for one in rows]},
    )


def _known(session: Session, name: str, *, must: bool) -> Plan | None:
    from crm_desktop.services.commission import commission_plans as service

    try:
        return service.by_name(session, name)
    except NotFound:
        if must:
            raise
        return None


def _lists(session: Session, draft: PlanDraft, bands: Many, rates: Many, people: Many) -> PlanDraft:
    from crm_desktop.services.records import staff
    from crm_desktop.services.settings import settings

    currency = settings.get(session, settings.CURRENCY)
    if bands:
        draft = replace(draft, bands=tuple(_band(one, currency) for one in bands))
    if rates:
        draft = replace(draft, rules=tuple(_rule(session, one) for one in rates))
    if people:
        ids = tuple(staff.by_name(session, one) for one in people if one)
        draft = replace(draft, staff_ids=ids)
    return draft


def _band(typed: str, currency: str) -> Band:
    from crm_desktop.services.commission.commission_plans import Band

    start, _equals, percent = typed.rpartition("=")
    return Band(read_amount(start or "0", currency), read_percent(percent))


def _rule(session: Session, typed: str) -> Rule:
    from crm_desktop.cli.shelving import category_id
    from crm_desktop.services.commission.commission_plans import Rule
    from crm_desktop.services.products import products

    what, _equals, percent = typed.rpartition("=")
    kind, _colon, key = what.partition(":")
    if kind == "product":
        key = str(products.named(session, key))
    elif kind == "category":
        key = str(category_id(session, key))
    if kind not in ("product", "category", "level") or not key:
        raise typer.BadParameter(_("{text} is no rate like level:VIP=3.").format(text=typed))
    return Rule(kind, key, read_percent(percent))


def _day(typed: str) -> dt.date | None:
    return None if typed == "-" else read_day(typed)


def _lines(session: Session, one: Plan) -> list[str]:
    from crm_desktop.core import formats
    from crm_desktop.reports.commission import rate_words
    from crm_desktop.services.commission import commission_plans
    from crm_desktop.services.commission.commission_bases import BASES
    from crm_desktop.services.settings import settings

    currency = settings.get(session, settings.CURRENCY)
    draft = one.draft
    days = [formats.date_long(day) if day else "" for day in (draft.valid_from, draft.valid_until)]
    head = [draft.name, _(BASES[draft.basis]), "–".join(days) if any(days) else ""]
    lines = [" · ".join(part for part in head if part)]
    for rule in draft.rules:
        words = commission_plans.rule_words(session, rule)
        lines.append(f"  {words or rule.key}: {rate_words(rule.rate_bp)}")
    for band in draft.bands:
        start = formats.money_whole(band.from_minor, currency)
        words = _("from {amount}").format(amount=start)
        lines.append(f"  {words}: {rate_words(band.rate_bp)}")
    return lines
