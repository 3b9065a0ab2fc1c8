"""How a filter condition is said on its chip: field, relation and value."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from crm_desktop.core import clock, formats, money
from crm_desktop.core.i18n import N_, _, ngettext, pgettext
from crm_desktop.services.conditions import FIELDS

# What a comparison is called in the editor and, where the value follows it, on the chip.
RELATIONS = {
    "is": N_("is"),
    "is_not": N_("is not"),
    "contains": N_("contains"),
    "any_of": N_("is one of"),
    "empty": N_("is empty"),
    "filled": N_("is filled in"),
    "at_least": N_("at least"),
    "at_most": N_("at most"),
    "between": N_("between"),
    "before": N_("before"),
    "after": N_("after"),
    "days_ago_over": N_("more days ago than"),
    "days_ago_within": N_("within the last days"),
    "this_month": N_("this month"),
    "month": N_("in month"),
    "within_days": N_("within the next days"),
    "due": N_("due within days"),
    "bought": N_("has bought"),
    "not_bought": N_("has not bought"),
}
WITHOUT_VALUE = frozenset({"empty", "filled", "this_month"})
_DAYS = frozenset({"days_ago_over", "days_ago_within", "within_days", "due"})
DEFAULT_DUE_DAYS = 30


@dataclass(frozen=True, slots=True)
class Options:
    """What can be chosen from: values with labels by field, and the currency of amounts."""

    by_field: Mapping[str, Sequence[tuple[str, str]]] = field(default_factory=dict)
    currency: str = "CNY"

    def label(self, name: str, value: Any) -> str:
        """The label of one value of a field."""
        return dict(self.by_field.get(name, ())).get(str(value), str(value))


def words(condition: Mapping[str, Any], options: Options) -> tuple[str, str, str]:
    """Field, relation and value of a condition in the language in force."""
    parts = condition.get("any") or condition.get("all")
    if parts is not None:
        text = ngettext("{n} condition", "{n} conditions", len(parts)).format(n=len(parts))
        return (_("Any of") if "any" in condition else _("All of")), "", text
    name, op = str(condition.get("field", "")), str(condition.get("op", "is"))
    label = field_label(name)
    if op in WITHOUT_VALUE:
        return label, "", _(RELATIONS[op])
    value = condition.get("value")
    if op in _DAYS:
        count = int(value or DEFAULT_DUE_DAYS)
        return label, "", _days(op, count)
    if op == "month":
        return label, "", formats.month_name(dt.date(2000, int(value or 1), 1))
    return label, _(RELATIONS.get(op, op)), _value(name, op, value, options)


def field_label(name: str) -> str:
    """What a field is called; a field the shop added goes by its own name."""
    declared = FIELDS.get(name)
    return _(declared.label) if declared else name.removeprefix("custom:")


def _days(op: str, count: int) -> str:
    match op:
        case "days_ago_over":
            text = ngettext("over {n} day ago", "over {n} days ago", count)
        case "days_ago_within":
            text = ngettext("in the last day", "in the last {n} days", count)
        case "within_days":
            text = ngettext("in the next day", "in the next {n} days", count)
        case _:
            text = ngettext("within {n} day", "within {n} days", count)
    return text.format(n=count)


def _value(name: str, op: str, value: Any, options: Options) -> str:
    if op == "between" and isinstance(value, Sequence) and len(value) == 2:
        low, high = (_single(name, part, options) for part in value)
        return f"{low} – {high}"
    if isinstance(value, list | tuple):
        return pgettext("list separator", ", ").join(_single(name, part, options) for part in value)
    return _single(name, value, options)


def _single(name: str, value: Any, options: Options) -> str:
    declared = FIELDS.get(name)
    kind = declared.kind if declared else "text"
    if kind == "money":
        exact = money.to_major(int(value), options.currency)
        whole = exact == exact.to_integral_value()
        show = formats.money_whole if whole else formats.money_exact
        return show(int(value), options.currency)
    if kind == "date":
        return formats.date_relative(dt.date.fromisoformat(str(value)), clock.today())
    if kind == "number":
        return formats.integer(int(value))
    if kind == "bought" and isinstance(value, Mapping):
        return str(value.get("product") or value.get("category") or "")
    return options.label(name, value)
