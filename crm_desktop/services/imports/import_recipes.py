"""How sheets were read last time, so that next month's list needs no choices again."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from crm_desktop.core import clock
from crm_desktop.core.errors import NotFound, UserError
from crm_desktop.core.i18n import _
from crm_desktop.db.models import ImportRecipe

_MOST = 500


@dataclass(frozen=True, slots=True)
class Recipe:
    """One layout: ``fields`` and ``orders`` (of dates) by heading as compared.

    ``include`` is false for a sheet the user left out. ``used_on`` is the local day it last served.
    """

    id: int
    name: str
    kind: str
    fields: Mapping[str, str]
    orders: Mapping[str, str] = field(default_factory=dict)
    include: bool = True
    used_on: dt.date | None = None


def recipes(session: Session) -> tuple[Recipe, ...]:
    """All of them, the one used last first."""
    rows = session.scalars(
        select(ImportRecipe)
        .where(ImportRecipe.deleted_at.is_(None))
        .order_by(ImportRecipe.used_on.desc(), ImportRecipe.id.desc())
        .limit(_MOST)
    )
    return tuple(one for row in rows if (one := _read(row)) is not None)


def _read(row: ImportRecipe) -> Recipe | None:
    """``None`` for what another version wrote and this one does not understand."""
    try:
        said: dict[str, Any] = json.loads(row.mapping)
        fields = {str(key): str(name) for key, name in said["fields"].items()}
        orders = {str(key): str(name) for key, name in said.get("orders", {}).items()}
        kind, include = str(said["kind"]), bool(said.get("include", True))
    except (ValueError, KeyError, AttributeError, TypeError):
        return None
    return Recipe(row.id, row.name, kind, fields, orders, include, row.used_on)


def remember(session: Session, found: Sequence[Recipe]) -> None:
    """Keep how sheets were read; the same headings and kind replace what was kept of them."""
    known = {(frozenset(one.fields), one.kind): one.id for one in recipes(session)}
    for one in found:
        row = None
        if number := known.get((frozenset(one.fields), one.kind)):
            row = session.get(ImportRecipe, number)
        if row is None:
            row = ImportRecipe(name=one.name, headings="\n".join(sorted(one.fields)))
            session.add(row)
        words = {
            "kind": one.kind, "fields": dict(one.fields), "orders": dict(one.orders),
            "include": one.include,
        }  # fmt: skip
        row.mapping = json.dumps(words, ensure_ascii=False, sort_keys=True)
        row.used_on = clock.today()
    session.flush()


def rename(session: Session, recipe_id: int, name: str) -> None:
    """Give it another name. Raises ``NotFound``, or ``UserError`` for an empty name."""
    if not name.strip():
        raise UserError(_("A name is missing."), _("Nothing was changed."))
    _found(session, recipe_id).name = name.strip()


def forget(session: Session, recipe_id: int) -> None:
    """Read such sheets afresh from now on. Raises ``NotFound``."""
    _found(session, recipe_id).deleted_at = clock.now()


def _found(session: Session, recipe_id: int) -> ImportRecipe:
    row = session.get(ImportRecipe, recipe_id)
    if row is None or row.deleted_at is not None:
        raise NotFound(_("This recipe does not exist any more."), _("Nothing was changed."))
    return row
