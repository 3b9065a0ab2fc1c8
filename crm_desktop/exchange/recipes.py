"""Recognising a sheet that was read before by its headings, in whatever order they stand."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from crm_desktop.exchange import headings
from crm_desktop.exchange.mapping import Column
from crm_desktop.exchange.prepared_sheet import LeftOut, PreparedSheet
from crm_desktop.services.imports.import_recipes import Recipe

_SHARE = 0.8
_LEAST = 2


def key(column: Column) -> str:
    """A heading as recipes compare it, with the one merged above it."""
    return headings.normal(column.parent) + "/" + headings.normal(column.heading)


def best(recipes: Iterable[Recipe], columns: Sequence[Column], kind: str = "") -> Recipe | None:
    """The recipe whose headings are nearly all here; of equal ones the one used last.

    With ``kind`` only those for records of that kind.
    """
    here = {key(one) for one in columns if one.heading}
    found, most = None, 0.0
    for recipe in recipes:
        there = set(recipe.fields)
        if kind and recipe.kind != kind:
            continue
        common = len(here & there)
        share = 2 * common / (len(here) + len(there)) if common else 0.0
        if common >= max(_LEAST, _SHARE * len(there)) and share > most:
            found, most = recipe, share
    return found


def applied(recipe: Recipe, columns: Sequence[Column]) -> list[Column]:
    """The columns where they went last time; new ones stay where they are understood to belong."""
    return [
        replace(
            one,
            field=recipe.fields[key(one)],
            confidence=1.0,
            order=recipe.orders.get(key(one), ""),
        )
        if key(one) in recipe.fields
        else one
        for one in columns
    ]


def of(one: PreparedSheet, name: str) -> Recipe:
    """How a sheet was read, to be kept under ``name``."""
    named = [column for column in one.columns if column.heading]
    return Recipe(
        0,
        name,
        one.kind,
        {key(column): column.field for column in named},
        {key(column): column.order for column in named if column.order},
        one.include,
    )


def worth_keeping(one: PreparedSheet) -> bool:
    """True for a sheet that was imported, or that the user himself left out."""
    named = sum(1 for column in one.columns if column.heading)
    left_by_hand = not one.include and one.left_out in (LeftOut.NO, LeftOut.LAST_TIME)
    return named >= _LEAST and bool(one.layout.data_rows()) and (one.include or left_by_hand)
