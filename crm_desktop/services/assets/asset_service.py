"""What happens to a thing at a customer's: readings, faults, services; and what that means."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from crm_desktop.core import clock, formats, text
from crm_desktop.core.errors import NotFound, UserError
from crm_desktop.core.i18n import N_, _, pgettext
from crm_desktop.db.models import (
    Asset,
    AssetFault,
    AssetReading,
    AssetService,
    Contact,
    Product,
    Staff,
)
from crm_desktop.services.assets import service_due
from crm_desktop.services.assets.service_due import HOURS, NextService, ServiceFacts
from crm_desktop.services.records import staff

READ_ACTION = N_("Read a counter")
FAULT_ACTION = N_("Note a fault")
SERVE_ACTION = N_("Note a service")
FORGET_ACTION = N_("Delete from the history")

UNITS = (HOURS, "km", "l", "times")
KINDS = ("service", "repair", "part")
"""What can be done to a thing; a renewal is noted by ``assets.renew``."""

_LARGEST = 10**13
_ENTRIES: dict[str, Any] = {"reading": AssetReading, "fault": AssetFault, "service": AssetService}


@dataclass(frozen=True, slots=True)
class HistoryRow:
    """One thing that happened. ``source`` is ``reading``, ``fault`` or ``service``; ``kind`` the
    kind of service; ``until`` the end of a renewed warranty."""

    source: str
    id: int
    on: dt.date
    kind: str = ""
    unit: str = ""
    value_milli: int = 0
    part: str = ""
    until: dt.date | None = None
    words: str = ""
    staff: str = ""


def unit_name(unit: str) -> str:
    """What a counter counts, in the language in force."""
    return {
        HOURS: pgettext("counter", "hours"),
        "km": pgettext("counter", "km"),
        "l": pgettext("counter", "litres"),
        "times": pgettext("counter", "times"),
    }.get(unit, unit)


def kind_name(kind: str) -> str:
    """What was done, in the language in force."""
    return {
        "service": _("Serviced"),
        "repair": _("Repaired"),
        "part": _("Part changed"),
        "renewal": _("Warranty renewed"),
    }.get(kind, kind)


def said(row: HistoryRow) -> str:
    """What happened, without the day."""
    if row.source == "reading":
        value = formats.quantity(row.value_milli)
        return _("Counter: {value} {unit}").format(value=value, unit=unit_name(row.unit))
    if row.source == "fault":
        return _("Fault: {words}").format(words=row.words) if row.words else _("Fault")
    parts = [kind_name(row.kind), row.part, row.words]
    if row.until is not None:
        parts.insert(1, _("until {day}").format(day=formats.date_long(row.until)))
    return " · ".join(part for part in parts if part)


def read_counter(
    session: Session,
    asset_id: int,
    value_milli: int,
    unit: str = HOURS,
    on: dt.date | None = None,
    *,
    new_counter: bool = False,
) -> int:
    """Note what a counter shows, in thousandths of its unit; returns the reading's id.

    Raises ``UserError`` for a day to come, for less than before (unless ``new_counter``) and for
    more than was read later.
    """
    found(session, asset_id)
    day = _past(on)
    if not 0 <= value_milli <= _LARGEST or unit not in UNITS:
        raise UserError(_("That is nothing a counter can show."), _("Nothing was changed."))
    if not new_counter:
        _check_order(session, asset_id, unit, day, value_milli)
    reading = AssetReading(asset_id=asset_id, read_on=day, unit=unit, value_milli=value_milli)
    session.add(reading)
    session.flush()
    reckon(session, asset_id)
    return reading.id


def fault(session: Session, asset_id: int, words: str = "", on: dt.date | None = None) -> int:
    """Note that it broke down; returns the fault's id."""
    found(session, asset_id)
    entry = AssetFault(asset_id=asset_id, happened_on=_past(on), description=text.clean(words))
    session.add(entry)
    session.flush()
    reckon(session, asset_id)
    return entry.id


def serve(
    session: Session,
    asset_id: int,
    kind: str = "service",
    on: dt.date | None = None,
    *,
    part_id: int | None = None,
    note: str = "",
) -> int:
    """Note what was done to it; a service begins the time to the next one anew. Returns its id."""
    asset = found(session, asset_id)
    if kind not in KINDS:
        raise UserError(_("That is no kind of service."), _("Nothing was changed."))
    if part_id is not None:
        _check_part(session, part_id)
    entry = AssetService(
        asset_id=asset_id,
        done_on=_past(on),
        kind=kind,
        part_id=part_id,
        staff_id=staff.or_me(session, None),
        note=text.clean(note),
    )
    session.add(entry)
    if kind == "service":
        # A day set by hand was for this service.
        asset.next_service_on = None
    session.flush()
    reckon(session, asset_id)
    return entry.id


def renewal_note(until: dt.date, before: dt.date | None, words: str) -> str:
    """How a renewal is kept: the new end, the one before, and what was said."""
    return text.clean(f"{until.isoformat()}/{before.isoformat() if before else ''} {words}")


def forget(session: Session, source: str, entry_id: int) -> None:
    """Delete an entry made by mistake; without the last renewal the warranty ends as before it.

    Raises ``NotFound``.
    """
    entry = session.get(_ENTRIES[source], entry_id)
    if entry is None:
        raise NotFound(_("This entry does not exist any more."), _("Nothing was changed."))
    asset_id: int = entry.asset_id
    before = upcoming(session, asset_id)
    _shorten(found(session, asset_id), entry)
    session.delete(entry)
    if before is not None and before.rule != "typed":
        # The day it gave must not stay as if set by hand.
        found(session, asset_id).next_service_on = None
    session.flush()
    reckon(session, asset_id)


def history(session: Session, asset_id: int) -> list[HistoryRow]:
    """Everything that happened to a thing, the last first."""
    rows = [
        HistoryRow("reading", one.id, one.read_on, unit=one.unit, value_milli=one.value_milli)
        for one in session.scalars(select(AssetReading).where(AssetReading.asset_id == asset_id))
    ]
    rows += [
        HistoryRow("fault", one.id, one.happened_on, words=one.description)
        for one in session.scalars(select(AssetFault).where(AssetFault.asset_id == asset_id))
    ]
    services = (
        select(AssetService, Product.name, Staff.name)
        .outerjoin(Product, Product.id == AssetService.part_id)
        .outerjoin(Staff, Staff.id == AssetService.staff_id)
        .where(AssetService.asset_id == asset_id)
    )
    rows += [_service_row(*one) for one in session.execute(services)]
    return sorted(rows, key=lambda row: (row.on, row.source, row.id), reverse=True)


def upcoming(session: Session, asset_id: int) -> NextService | None:
    """When the next service is due and why; ``None`` when nothing says so."""
    return service_due.next_service(_facts(session, found(session, asset_id)))


def reckon(session: Session, asset_id: int) -> None:
    """Keep the day of the next service with the thing, where lists, rules and the calendar look."""
    asset = found(session, asset_id)
    due = service_due.next_service(_facts(session, asset))
    asset.next_service_on = due.on if due is not None else None
    session.flush()


def reckon_product(session: Session, product_id: int) -> None:
    """The product's intervals changed: the same for all that stand at customers'."""
    standing = select(Asset.id).where(
        Asset.product_id == product_id, Asset.retired_on.is_(None), Asset.deleted_at.is_(None)
    )
    for asset_id in session.scalars(standing).all():
        reckon(session, asset_id)


def found(session: Session, asset_id: int) -> Asset:
    """The row. Raises ``NotFound`` when it is gone, or its customer is."""
    asset = session.get(Asset, asset_id)
    owner = session.get(Contact, asset.contact_id) if asset and asset.contact_id else None
    if asset is None or asset.deleted_at is not None or (owner and owner.deleted_at is not None):
        raise NotFound(
            _("This equipment does not exist any more."),
            _("Nothing was changed."),
        )
    return asset


def _facts(session: Session, asset: Asset) -> ServiceFacts:
    product = session.get(Product, asset.product_id) if asset.product_id else None
    started = asset.installed_on or asset.sold_on
    served = session.scalar(
        select(AssetService.done_on)
        .where(AssetService.asset_id == asset.id, AssetService.kind == "service")
        .order_by(AssetService.done_on.desc())
        .limit(1)
    )
    readings = session.execute(
        select(AssetReading.read_on, AssetReading.value_milli)
        .where(AssetReading.asset_id == asset.id, AssetReading.unit == HOURS)
        .order_by(AssetReading.read_on, AssetReading.id)
    )
    faults = session.scalars(
        select(AssetFault.happened_on)
        .where(AssetFault.asset_id == asset.id)
        .order_by(AssetFault.happened_on)
    )
    return ServiceFacts(
        since=served or started,
        started=started,
        months=product.service_months if product is not None else None,
        hours=product.service_hours if product is not None else None,
        readings=[(day, value) for day, value in readings],
        faults=list(faults),
        typed=asset.next_service_on,
    )


def _check_part(session: Session, part_id: int) -> None:
    part = session.get(Product, part_id)
    if part is None or part.deleted_at is not None:
        raise NotFound(_("This product does not exist any more."), _("Nothing was changed."))


def _past(on: dt.date | None) -> dt.date:
    today = clock.today()
    if on is not None and on > today:
        raise UserError(
            _("{day} is still to come.").format(day=on),
            _("Nothing was changed."),
            _("Type the day it happened."),
        )
    return on or today


def _check_order(
    session: Session, asset_id: int, unit: str, day: dt.date, value_milli: int
) -> None:
    same = select(AssetReading).where(AssetReading.asset_id == asset_id, AssetReading.unit == unit)
    before = session.scalar(
        same.where(AssetReading.read_on <= day)
        .order_by(AssetReading.read_on.desc(), AssetReading.id.desc())
        .limit(1)
    )
    if before is not None and value_milli < before.value_milli:
        raise UserError(
            _("The counter showed {value} on {day}, which is more.").format(
                value=formats.quantity(before.value_milli), day=before.read_on
            ),
            _("Nothing was changed."),
            _("Correct the number, or say that it is a new counter."),
        )
    after = session.scalar(
        same.where(AssetReading.read_on > day)
        .order_by(AssetReading.read_on, AssetReading.id)
        .limit(1)
    )
    if after is not None and value_milli > after.value_milli:
        raise UserError(
            _("The counter showed {value} on {day}, which is less.").format(
                value=formats.quantity(after.value_milli), day=after.read_on
            ),
            _("Nothing was changed."),
            _("Correct the number or the day."),
        )


def _shorten(asset: Asset, entry: Any) -> None:
    """Give the warranty the end it had before a renewal, unless another end was set since.

    Renewals kept before the end they replaced was kept too leave it as it is.
    """
    if isinstance(entry, AssetService) and entry.kind == "renewal":
        until, before, _words = _renewal(entry.note)
        if before is not None and asset.warranty_until == until:
            asset.warranty_until = dt.date.fromisoformat(before) if before else None


def _renewal(note: str) -> tuple[dt.date, str | None, str]:
    """The new end, the one before (``None``: not kept, empty: there was none), and the words."""
    days, _space, words = note.partition(" ")
    until, slash, before = days.partition("/")
    return dt.date.fromisoformat(until), before if slash else None, words


def _service_row(one: AssetService, part: str | None, member: str | None) -> HistoryRow:
    words, until = one.note, None
    if one.kind == "renewal":
        until, _before, words = _renewal(one.note)
    return HistoryRow(
        "service", one.id, one.done_on, one.kind, part=part or "", until=until, words=words,
        staff=member or "",
    )  # fmt: skip
