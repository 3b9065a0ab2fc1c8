"""Cross-tabs kept under a name, in the data file.

A period is kept by its name ("last month") and so follows the calendar; chosen days stay as
they are.
"""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

from sqlalchemy.orm import Session

from crm_desktop.core import text
from crm_desktop.core.errors import NotFound, UserError
from crm_desktop.core.i18n import N_, _
from crm_desktop.services.crosstab import crosstab, crosstab_fields, crosstab_periods
from crm_desktop.services.crosstab.crosstab import Question
from crm_desktop.services.figures.sales_figures import Period
from crm_desktop.services.settings import settings

SAVE_ACTION = N_("Save a cross-tab")
RENAME_ACTION = N_("Rename a cross-tab")
REMOVE_ACTION = N_("Delete a cross-tab")
KEPT = settings.Declared("crosstabs", "{}")


def saved(session: Session) -> tuple[str, ...]:
    """The names, in their order."""
    return tuple(sorted(_all(session)))


def load(session: Session, name: str, period: Period) -> Question:
    """The question kept as ``name``, asked about ``period``. Raises ``NotFound``."""
    kept = _all(session).get(name)
    if not isinstance(kept, dict):
        raise NotFound(_("There is no cross-tab “{name}”.").format(name=name), "")
    try:
        return Question(
            period,
            tuple(map(str, kept["rows"])),
            tuple(map(str, kept["columns"])),
            tuple(map(str, kept["measures"])),
            tuple((str(key), str(value)) for key, value in kept["filters"]),
            int(kept["top"]),
            str(kept["sort"]),
            bool(kept.get("reverse", False)),
            tuple(map(str, kept.get("by", ()))),
            str(kept.get("by_measure", "")),
        )
    except (KeyError, TypeError, ValueError):
        raise UserError(
            _("The cross-tab “{name}” cannot be read.").format(name=name),
            _("Nothing was changed."),
            _("Save it again under this name."),
        ) from None


def period_of(session: Session, name: str, today: dt.date) -> tuple[str, Period]:
    """The key in ``crosstab_periods`` of the period kept with ``name``, the usual one if none, and
    the days it means ``today``."""
    kept = _all(session).get(name)
    kept = kept if isinstance(kept, dict) else {}
    key = str(kept.get("period", ""))
    if key == crosstab_periods.OWN:
        try:
            return key, Period(*map(dt.date.fromisoformat, kept["days"]))
        except (KeyError, TypeError, ValueError):
            key = ""
    key = key if key in crosstab_periods.NAMES else crosstab_periods.USUAL
    return key, crosstab_periods.period(key, today)


def save(
    session: Session, name: str, question: Question, period: str = crosstab_periods.USUAL
) -> str:
    """Keep ``question`` as ``name``, in place of one so called; returns the name without blanks
    around it. Raises ``UserError``."""
    name = _cleaned(name)
    crosstab.check(question)
    for key in (*question.rows, *question.columns, *(key for key, _value in question.filters)):
        crosstab_fields.find(session, key)
    kept: dict[str, Any] = {
        "rows": question.rows,
        "columns": question.columns,
        "measures": question.measures,
        "filters": question.filters,
        "top": question.top,
        "sort": question.sort,
        "reverse": question.reverse,
        "by": question.by,
        "by_measure": question.by_measure,
        "period": period,
    }
    if period == crosstab_periods.OWN:
        asked = question.period
        kept["days"] = (asked.first.isoformat(), asked.last.isoformat())
    _put(session, {**_all(session), name: kept})
    return name


def rename(session: Session, old: str, new: str) -> str:
    """Call the one kept as ``old`` ``new``; returns that name. Raises ``UserError``."""
    kept, new = _all(session), _cleaned(new)
    if old not in kept:
        raise NotFound(_("There is no cross-tab “{name}”.").format(name=old), "")
    if new in kept and new != old:
        raise UserError(
            _("There is a cross-tab “{name}” already.").format(name=new),
            _("Nothing was changed."),
            _("Choose another name."),
        )
    _put(session, {new if name == old else name: held for name, held in kept.items()})
    return new


def remove(session: Session, name: str) -> None:
    """Forget the one kept as ``name``. Raises ``NotFound``."""
    kept = _all(session)
    if name not in kept:
        raise NotFound(_("There is no cross-tab “{name}”.").format(name=name), "")
    del kept[name]
    _put(session, kept)


def _cleaned(name: str) -> str:
    name = text.clean(name)
    if not name:
        raise UserError(_("A cross-tab needs a name."), _("Nothing was changed."))
    return name


def _all(session: Session) -> dict[str, Any]:
    try:
        kept = json.loads(settings.get(session, KEPT))
    except ValueError:
        return {}
    return kept if isinstance(kept, dict) else {}


def _put(session: Session, kept: dict[str, Any]) -> None:
    settings.put(session, KEPT, json.dumps(kept, ensure_ascii=False))
