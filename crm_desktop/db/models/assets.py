"""Things customers own that we look after: serials, warranty, readings, faults, service."""

import datetime as dt
from typing import Any

from sqlalchemy import ForeignKeyConstraint, Index
from sqlalchemy.orm import Mapped

from crm_desktop.db.models.base import (
    Created,
    Milli,
    Record,
    Removable,
    Words,
    link,
    owner,
    partial_index,
)


class Asset(Record, Created, Removable):
    """A product standing at a customer's. ``plate`` and ``vin`` serve vehicles."""

    __tablename__ = "asset"

    contact_id: Mapped[int | None]
    product_id: Mapped[int | None] = link("product.id")
    sale_line_id: Mapped[int | None] = link("sale_line.id")
    name: Mapped[Words]
    serial: Mapped[Words]
    plate: Mapped[Words]
    vin: Mapped[Words]
    quantity_milli: Mapped[Milli]
    sold_on: Mapped[dt.date | None]
    installed_on: Mapped[dt.date | None]
    warranty_until: Mapped[dt.date | None]
    next_service_on: Mapped[dt.date | None]
    place: Mapped[Words]
    retired_on: Mapped[dt.date | None]
    note: Mapped[Words]

    @classmethod
    def extra_args(cls) -> tuple[Any, ...]:
        """Due dates and serials are looked up."""
        return (
            ForeignKeyConstraint(["contact_id"], ["contact.id"], ondelete="SET NULL"),
            Index("ix_asset_contact_id", "contact_id"),
            Index("ix_asset_warranty_until", "warranty_until"),
            Index("ix_asset_next_service_on", "next_service_on"),
            partial_index("ix_asset_serial", "serial", where="serial <> ''"),
        )


class AssetReading(Record):
    """A counter reading: hours, kilometres, litres."""

    __tablename__ = "asset_reading"

    asset_id: Mapped[int] = owner("asset.id")
    read_on: Mapped[dt.date]
    unit: Mapped[Words]
    value_milli: Mapped[Milli]


class AssetFault(Record):
    """Something broke."""

    __tablename__ = "asset_fault"

    asset_id: Mapped[int] = owner("asset.id")
    happened_on: Mapped[dt.date]
    description: Mapped[Words]
    ticket_id: Mapped[int | None] = link("ticket.id")


class AssetService(Record):
    """A service done or a part changed."""

    __tablename__ = "asset_service"

    asset_id: Mapped[int] = owner("asset.id")
    done_on: Mapped[dt.date]
    kind: Mapped[Words]
    part_id: Mapped[int | None] = link("product.id")
    staff_id: Mapped[int | None] = link("staff.id", index=False)
    note: Mapped[Words]
