"""Which columns of a table are shown, in which order and how wide: kept as short texts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from crm_desktop.ui.widgets.table_model import Column

Layout = tuple[str, ...]
"""Columns from the left: ``phone``, or ``phone:140`` when it was given a width in design pixels.

An empty one is the layout the table was declared with.
"""

LEAST = 48  # narrower nothing can be read, nor be taken hold of again


def arranged(columns: Sequence[Column], layout: Layout) -> tuple[Column, ...]:
    """The columns shown under a layout. The first declared always leads; unknown ones are left
    out, since a layout may come from another version."""
    if not layout:
        return tuple(column for column in columns if not column.hidden)
    known = {column.key: column for column in columns}
    widths = dict(map(_parted, layout))
    keys = [columns[0].key, *(key for key in widths if key != columns[0].key)]
    return tuple(_chosen(known[key], widths.get(key, 0)) for key in keys if key in known)


def _parted(entry: str) -> tuple[str, int]:
    key, _colon, width = entry.rpartition(":")
    # The key of a field the shop added has a colon of its own.
    return (key, int(width)) if width.isdigit() else (entry, 0)


def _chosen(column: Column, width: int) -> Column:
    """A column somebody asked for does not give way to others."""
    if not width:
        return replace(column, rank=0)
    return replace(column, rank=0, width=width, least=width, stretch=0)


def keys_of(columns: Iterable[Column]) -> list[str]:
    """The keys of columns, in their order."""
    return [column.key for column in columns]


def with_keys(layout: Layout, keys: Sequence[str]) -> Layout:
    """These columns in this order; those that had a width keep it."""
    widths = dict(map(_parted, layout))
    return tuple(_entry(key, widths.get(key, 0)) for key in keys)


def with_width(layout: Layout, key: str, width: int) -> Layout:
    """One column of the layout made so wide."""
    parts = [_parted(entry) for entry in layout]
    return tuple(_entry(one, max(LEAST, width) if one == key else had) for one, had in parts)


def _entry(key: str, width: int) -> str:
    return f"{key}:{width}" if width else key
