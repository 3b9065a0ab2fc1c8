"""Products both shops sell: by code, by bar code, or by name, specification and unit."""

from __future__ import annotations

from typing import Any

from crm_desktop.core import text
from crm_desktop.db.models import Base
from crm_desktop.services.shop_merge.shop_merge_join import Join, matching
from crm_desktop.services.shop_merge.shop_merge_tables import living

_COLUMNS = ("id", "code", "barcode", "name", "spec", "unit", "deleted_at")


def plan_products(join: Join) -> None:
    """Find out which products are there already."""
    part = join.part("product")
    codes: dict[str, tuple[int, str]] = {}
    barcodes: dict[str, int] = {}
    names: dict[tuple[str, ...], int] = {}
    for own_id, code, barcode, name, spec, unit, _deleted in join.own.read(
        "product", _COLUMNS, "deleted_at IS NULL"
    ):
        codes.setdefault(code, (own_id, text.key(name)))
        barcodes.setdefault(barcode, own_id)
        names.setdefault(_words(name, spec, unit), own_id)
    for row in join.other.read("product", _COLUMNS, living(Base.metadata.tables["product"])):
        join.tick(matching())
        if join.recall("product", row[0]):
            continue
        own_id = 0 if row[6] else _same(row, codes, barcodes, names)
        if own_id:
            part.known(row[0], own_id)
        else:
            part.make(row[0])


def _same(
    row: Any,
    codes: dict[str, tuple[int, str]],
    barcodes: dict[str, int],
    names: dict[tuple[str, ...], int],
) -> int:
    _id, code, barcode, name, spec, unit, _deleted = row
    own_id, own_name = codes.get(code, (0, "")) if code else (0, "")
    key = text.key(name)
    # Shops count their codes from 1 as well: names that have nothing in common are two products.
    if own_id and (key in own_name or own_name in key):
        return own_id
    if barcode and barcode in barcodes:
        return barcodes[barcode]
    return names.get(_words(name, spec, unit), 0)


def _words(name: str, spec: str, unit: str) -> tuple[str, ...]:
    return text.key(name), text.key(spec), text.key(unit)
