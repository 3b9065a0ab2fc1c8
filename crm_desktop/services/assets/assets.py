"""Things standing at customers' that we look after: what they are, until when under warranty."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from crm_desktop.core import clock, formats, text
from crm_desktop.core.errors import UserError
from crm_desktop.core.i18n import N_, _
from crm_desktop.db.models import Asset, AssetService, Contact, Product
from crm_desktop.services.assets import asset_service
from crm_desktop.services.assets.service_due import NextService, months_after
from crm_desktop.services.products import products
from crm_desktop.services.records import contact_record

ADD_ACTION = N_("Add equipment")
EDIT_ACTION = N_("Change equipment")
RENEW_ACTION = N_("Renew a warranty")
RETIRE_ACTION = N_("Retire equipment")
REMOVE_ACTION = N_("Delete equipment")
BACK_ACTION = N_("Equipment is in use again")

MOST_MONTHS = 600
MOST_MILLI = 1_000_000_000


@dataclass(frozen=True, slots=True)
class AssetDraft:
    """A thing as it is entered. ``next_service_on`` holds only while no rule gives a day."""

    name: str = ""
    product_id: int | None = None
    serial: str = ""
    place: str = ""
    quantity_milli: int = 1000
    installed_on: dt.date | None = None
    warranty_until: dt.date | None = None
    next_service_on: dt.date | None = None
    note: str = ""
    plate: str = ""
    vin: str = ""


@dataclass(frozen=True, slots=True)
class AssetCard:
    """Everything about one thing but its history. ``next`` says when it is due and why."""

    id: int
    contact_id: int | None
    contact_name: str
    name: str
    draft: AssetDraft
    product_name: str
    sold_on: dt.date | None
    retired_on: dt.date | None
    next: NextService | None


@dataclass(frozen=True, slots=True)
class DueRow:
    """A thing and when it is due. ``contact_kind`` is ``company`` or ``person``."""

    id: int
    contact_id: int
    contact_name: str
    contact_kind: str
    name: str
    serial: str
    place: str
    due_on: dt.date | None
    days_left: int | None
    warranty_until: dt.date | None


def add(session: Session, contact_id: int, draft: AssetDraft) -> int:
    """Enter a thing by hand; returns its id. With a product and no warranty end the product's
    months of warranty count from the installation. Raises ``UserError`` for one without a name."""
    contact_record.found(session, contact_id)
    asset = Asset(contact_id=contact_id)
    _fill(session, asset, draft)
    if asset.warranty_until is None:
        asset.warranty_until = warranty_end(session, draft.product_id, draft.installed_on)
    session.add(asset)
    session.flush()
    asset_service.reckon(session, asset.id)
    return asset.id


def edit(session: Session, asset_id: int, draft: AssetDraft) -> None:
    """Replace what is said about a thing; its history stays."""
    asset = asset_service.found(session, asset_id)
    _fill(session, asset, draft)
    session.flush()
    asset_service.reckon(session, asset_id)


def renew(
    session: Session,
    asset_id: int,
    *,
    months: int | None = None,
    until: dt.date | None = None,
    note: str = "",
) -> dt.date:
    """Extend the warranty, by months from its end (from today if that is over) or to a day;
    returns the new end, and keeps the renewal in the history.

    Raises ``UserError`` for a day that is past, or not later than the end it has.
    """
    asset, today = asset_service.found(session, asset_id), clock.today()
    if until is None:
        if months is None or not 1 <= months <= MOST_MONTHS:
            raise UserError(
                _("That is no number of months a warranty can be renewed by."),
                _("Nothing was changed."),
                _("Type a whole number, like 12."),
            )
        until = months_after(max(asset.warranty_until or today, today), months)
    if until < today:
        raise UserError(
            _("{day} is past.").format(day=formats.date_long(until)),
            _("Nothing was changed."),
            _("Choose a later day."),
        )
    if asset.warranty_until is not None and until <= asset.warranty_until:
        raise UserError(
            _("The warranty runs until {day} already.").format(day=asset.warranty_until),
            _("Nothing was changed."),
            _("Choose a later day."),
        )
    words = asset_service.renewal_note(until, asset.warranty_until, note)
    asset.warranty_until = until
    session.add(AssetService(asset_id=asset_id, done_on=today, kind="renewal", note=words))
    session.flush()
    return until


def retire(session: Session, asset_id: int, on: dt.date | None = None) -> None:
    """It is out of use: it keeps its history and asks for no service any more."""
    asset_service.found(session, asset_id).retired_on = on or clock.today()
    session.flush()


def bring_back(session: Session, asset_id: int) -> None:
    """It is in use again."""
    asset_service.found(session, asset_id).retired_on = None
    session.flush()
    asset_service.reckon(session, asset_id)


def remove(session: Session, asset_id: int) -> None:
    """Delete what was entered by mistake; undo brings it back with its history."""
    asset_service.found(session, asset_id).deleted_at = clock.now()
    session.flush()


def card(session: Session, asset_id: int) -> AssetCard:
    """One thing. Raises ``NotFound``."""
    asset = asset_service.found(session, asset_id)
    contact = session.get(Contact, asset.contact_id) if asset.contact_id else None
    product = session.get(Product, asset.product_id) if asset.product_id else None
    named = product.name if product is not None else ""
    following = asset_service.upcoming(session, asset_id)
    typed = following is not None and following.rule == "typed"
    return AssetCard(
        id=asset.id,
        contact_id=asset.contact_id,
        contact_name=contact.name if contact is not None else "",
        name=asset.name or named,
        draft=AssetDraft(
            name=asset.name,
            product_id=asset.product_id,
            serial=asset.serial,
            place=asset.place,
            quantity_milli=asset.quantity_milli,
            installed_on=asset.installed_on,
            warranty_until=asset.warranty_until,
            next_service_on=asset.next_service_on if typed else None,
            note=asset.note,
            plate=asset.plate,
            vin=asset.vin,
        ),
        product_name=named,
        sold_on=asset.sold_on,
        retired_on=asset.retired_on,
        next=None if asset.retired_on else following,
    )


def due(
    session: Session, today: dt.date, days: int | None = 30, limit: int | None = 500
) -> list[DueRow]:
    """Things whose service is late or due within ``days`` days, the latest first; all that have a
    day for ``None``."""
    query = _rows().where(Asset.next_service_on.is_not(None))
    if days is not None:
        query = query.where(Asset.next_service_on <= today + dt.timedelta(days=days))
    query = query.order_by(Asset.next_service_on, Asset.id).limit(limit)
    return [_due_row(today, *found) for found in session.execute(query)]


def all_of(
    session: Session, today: dt.date, contact_id: int | None = None, limit: int | None = 500
) -> list[DueRow]:
    """Things in use, of one customer or of all, those due first."""
    query = _rows()
    if contact_id is not None:
        query = query.where(Asset.contact_id == contact_id)
    order = (Asset.next_service_on.is_(None), Asset.next_service_on, Asset.id)
    found = session.execute(query.order_by(*order).limit(limit))
    return [_due_row(today, *one) for one in found]


def retired(
    session: Session, today: dt.date, contact_id: int | None = None, limit: int | None = 500
) -> list[DueRow]:
    """Things out of use, of one customer or of all, the last first; none of them is due."""
    query = _rows(in_use=False)
    if contact_id is not None:
        query = query.where(Asset.contact_id == contact_id)
    found = session.execute(query.order_by(Asset.retired_on.desc(), Asset.id.desc()).limit(limit))
    rows = [_due_row(today, *one) for one in found]
    return [replace(one, due_on=None, days_left=None) for one in rows]


def warranty_end(session: Session, product_id: int | None, since: dt.date | None) -> dt.date | None:
    """Until when a product bought or installed that day is under warranty; ``None`` for no end."""
    product = session.get(Product, product_id) if product_id else None
    if product is None or not product.warranty_months or since is None:
        return None
    return months_after(since, product.warranty_months)


def _fill(session: Session, asset: Asset, draft: AssetDraft) -> None:
    name = text.clean(draft.name)
    if draft.product_id is not None:
        product = products.found(session, draft.product_id)
        name = name or product.name
    if not name:
        raise UserError(_("Say what it is: a name or a product."), _("Nothing was saved."))
    if not 0 < draft.quantity_milli <= MOST_MILLI:
        raise UserError(_("That is no quantity."), _("Nothing was saved."), _("Type e.g. 1 or 6."))
    asset.name, asset.product_id = name, draft.product_id
    asset.quantity_milli = draft.quantity_milli
    asset.installed_on, asset.warranty_until = draft.installed_on, draft.warranty_until
    asset.next_service_on = draft.next_service_on
    for field in ("serial", "place", "note", "plate", "vin"):
        setattr(asset, field, text.clean(getattr(draft, field)))


def _rows(*, in_use: bool = True) -> Select[*tuple[Any, ...]]:
    called = func.coalesce(func.nullif(Asset.name, ""), Product.name, "")
    return (
        select(Asset, called, Contact.name, Contact.kind)
        .join(Contact, Contact.id == Asset.contact_id)
        .outerjoin(Product, Product.id == Asset.product_id)
        .where(
            Asset.retired_on.is_(None) if in_use else Asset.retired_on.is_not(None),
            Asset.deleted_at.is_(None),
            Contact.deleted_at.is_(None),
            Contact.archived_at.is_(None),
        )
    )


def _due_row(today: dt.date, asset: Asset, called: str, contact: str, kind: str) -> DueRow:
    due_on = asset.next_service_on
    return DueRow(
        id=asset.id,
        contact_id=asset.contact_id or 0,
        contact_name=contact,
        contact_kind=kind,
        name=called,
        serial=asset.serial,
        place=asset.place,
        due_on=due_on,
        days_left=(due_on - today).days if due_on else None,
        warranty_until=asset.warranty_until,
    )
