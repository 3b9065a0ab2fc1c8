"""How a filter condition is said on its chip: field, relation and value."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from crm_desktop.core import clock, formats, money
from crm_desktop.core.i18n import N_, _, ngettext, pgettext
from crm_desktop.services.conditions.conditions import CUSTOM_OPS, FIELDS

# What a comparison is called in the editor and, where the value follows it, on the chip.
RELATIONS = {
    "is": N_("is"),
    "is_not": N_("is not"),
    "contains": N_("contains"),
    "any_of": N_("is one of"),
    "has": N_("includes"),
    "has_not": N_("does not include"),
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
    "late_over": N_("late by more days than"),
    "past": N_("past by per cent"),
    "bought": N_("has bought"),
    "not_bought": N_("has not bought"),
    "moved": N_("from stage to stage"),
}
WITHOUT_VALUE = frozenset({"empty", "filled", "this_month"})
DAY_OPS = frozenset({"days_ago_over", "days_ago_within", "within_days", "due", "late_over"})
# Of work that is open there is some or none; it is not filled in.
_OF_OPEN_WORK = {"filled": N_("there is one"), "empty": N_("there is none"), "is": N_("at")}
_OPEN_WORK = frozenset({"open", "deal_stage"})
_SEASON = {"filled": N_("is now"), "empty": N_("is not now")}
_SAID_WHOLE = 2  # a group of more conditions is only counted on its chip
_SPANS = frozenset({"bought", "spent_within"})
DEFAULT_DUE_DAYS = 30


@dataclass(frozen=True, slots=True)
class CustomShown:
    """A field the shop added: what it is called, and its type."""

    label: str
    type: str


@dataclass(frozen=True, slots=True)
class Options:
    """What can be chosen from: values with labels by field, and the currency of amounts."""

    by_field: Mapping[str, Sequence[tuple[str, str]]] = field(default_factory=dict)
    currency: str = "CNY"
    categories: tuple[str, ...] = ()
    products: tuple[str, ...] = ()
    custom: Mapping[str, CustomShown] = field(default_factory=dict)

    def label(self, name: str, value: Any) -> str:
        """The label of one value of a field."""
        return dict(self.by_field.get(name, ())).get(str(value), str(value))


def words(condition: Mapping[str, Any], options: Options) -> tuple[str, str, str]:
    """Field, relation and value of a condition in the language in force."""
    parts = condition.get("any") or condition.get("all")
    if parts is not None:
        return (_("Any of") if "any" in condition else _("All of")), "", _group(parts, options)
    name, op = str(condition.get("field", "")), str(condition.get("op", "is"))
    label = field_label(name, options)
    if op in WITHOUT_VALUE:
        return label, "", relation_label(name, op)
    value = condition.get("value")
    if op in DAY_OPS:
        count = int(value or DEFAULT_DUE_DAYS)
        return label, "", _days(op, count)
    if op in _SAID:
        return label, "", _SAID[op](value, options)
    return label, relation_label(name, op), _value(name, op, value, options)


def _move(value: Any, options: Options) -> str:
    """``Lead → New · May 2026``, ``any → Lost``."""
    wanted = value if isinstance(value, Mapping) else {}
    stages = (
        options.label("stage", wanted[key]) if wanted.get(key) else pgettext("stage", "any")
        for key in ("from", "to")
    )
    said = " → ".join(stages)
    month = str(wanted.get("month") or "")
    try:
        return f"{said} · {formats.month_year(dt.date.fromisoformat(f'{month}-01'))}"
    except ValueError:
        return f"{said} · {month}" if month else said


def _past(value: Any, _options: Options) -> str:
    return _("past by {percent}%").format(percent=int(value or 100) - 100)


def _month(value: Any, _options: Options) -> str:
    return formats.month_name(dt.date(2000, int(value or 1), 1))


# Relations whose value says them too.
_SAID: dict[str, Callable[[Any, Options], str]] = {"past": _past, "month": _month, "moved": _move}


def _group(parts: Sequence[Mapping[str, Any]], options: Options) -> str:
    """The parts of a small group in words, of a large one how many there are."""
    simple = not any("any" in part or "all" in part for part in parts)
    if simple and 0 < len(parts) <= _SAID_WHOLE:
        said = (" ".join(word for word in words(part, options) if word) for part in parts)
        return pgettext("list separator", ", ").join(said)
    return ngettext("{n} condition", "{n} conditions", len(parts)).format(n=len(parts))


def relation_label(name: str, op: str) -> str:
    """What a relation of a field is called in the language in force."""
    declared = FIELDS.get(name)
    if declared is not None and declared.kind in _OPEN_WORK and op in _OF_OPEN_WORK:
        return _(_OF_OPEN_WORK[op])
    if declared is not None and declared.kind == "season":
        return _(_SEASON.get(op, op))
    return _(RELATIONS.get(op, op))


def field_label(name: str, options: Options) -> str:
    """What a field is called; a field the shop added goes by its own name."""
    declared = FIELDS.get(name)
    if declared is not None:
        return _(declared.label)
    key = name.removeprefix("custom:")
    return options.custom[key].label if key in options.custom else key


def kind_of(name: str, options: Options) -> str:
    """What is compared, which tells how a value is typed and shown."""
    declared = FIELDS.get(name)
    if declared is not None:
        return declared.kind
    added = options.custom.get(name.removeprefix("custom:"))
    return _CUSTOM_KINDS.get(added.type, "text") if added is not None else "text"


def ops_of(name: str, options: Options) -> frozenset[str]:
    """The relations a field knows."""
    declared = FIELDS.get(name)
    if declared is not None:
        return declared.ops
    added = options.custom.get(name.removeprefix("custom:"))
    return CUSTOM_OPS.get(added.type if added else "text", CUSTOM_OPS["text"])


_CUSTOM_KINDS = {"number": "milli", "money": "milli", "date": "date", "choice": "choice"}


def _days(op: str, count: int) -> str:
    match op:
        case "days_ago_over":
            text = ngettext("over {n} day ago", "over {n} days ago", count)
        case "days_ago_within":
            text = ngettext("in the last day", "in the last {n} days", count)
        case "within_days":
            text = ngettext("in the next day", "in the next {n} days", count)
        case "late_over":
            text = ngettext("over {n} day late", "over {n} days late", count)
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
    kind = kind_of(name, options)
    if kind == "milli":
        return formats.quantity(int(value))
    if kind == "money":
        exact = money.to_major(int(value), options.currency)
        whole = exact == exact.to_integral_value()
        show = formats.money_whole if whole else formats.money_exact
        return show(int(value), options.currency)
    if kind == "date":
        return formats.date_relative(dt.date.fromisoformat(str(value)), clock.today())
    if kind == "number":
        return formats.integer(int(value))
    if kind in _SPANS and isinstance(value, Mapping):
        return _span(value, options)
    return options.label(name, value)


def _span(value: Mapping[str, Any], options: Options) -> str:
    """``Filters · twice · in the last 180 days``, ``¥2,000 · in the last 90 days``."""
    parts = [str(value.get("product") or value.get("category") or "")]
    if "amount" in value:
        parts = [formats.money_whole(int(value["amount"]), options.currency)]
    times = int(value.get("times") or 1)
    if times > 1:
        parts.append(ngettext("at least {n} time", "at least {n} times", times).format(n=times))
    if value.get("days"):
        parts.append(_days("days_ago_within", int(value["days"])))
    if not any(parts):
        return _("anything")
    return " · ".join(part for part in parts if part)
