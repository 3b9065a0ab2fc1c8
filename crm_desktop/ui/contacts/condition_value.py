"""Inputs for the value of a filter condition, one kind per kind of field and relation."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from PySide6.QtWidgets import QWidget

from crm_desktop.core import formats, money
from crm_desktop.core.i18n import _, pgettext
from crm_desktop.services.conditions import FIELDS
from crm_desktop.ui.contacts.condition_words import DEFAULT_DUE_DAYS, Options
from crm_desktop.ui.widgets.form import ComboBox, LineEdit
from crm_desktop.ui.widgets.layout import row
from crm_desktop.ui.widgets.text import Label
from crm_desktop.ui.widgets.typed_edits import DateEdit

_DAY_OPS = frozenset({"days_ago_over", "days_ago_within", "within_days", "due"})


class ValueInput(QWidget):
    """One or two inputs; ``read`` gives the condition's value or a ``ValueError`` sentence."""

    def __init__(self) -> None:
        super().__init__()
        self._read: Callable[[], Any] = lambda: None

    def read(self) -> Any:
        """The value as the condition keeps it."""
        return self._read()

    @classmethod
    def of(cls, name: str, op: str, value: Any, options: Options) -> ValueInput:
        """The inputs for a field and relation, filled with ``value`` where it fits."""
        made = cls()
        declared = FIELDS.get(name)
        kind = declared.kind if declared else "text"
        if op in _DAY_OPS:
            made._days(value)
        elif op == "month":
            made._month(value)
        elif kind in ("money", "number"):
            made._amounts(op, kind, value, options)
        elif kind == "date":
            made._dates(op, value)
        elif options.by_field.get(name) and op in ("is", "is_not"):
            made._choice(name, value, options)
        else:
            made._text(value)
        return made

    def _days(self, value: Any) -> None:
        field = LineEdit("", str(value if value is not None else DEFAULT_DUE_DAYS))
        self.setLayout(row((field, 1), Label(lambda: _("days"), "body", "text2")))
        self._read = lambda: _whole(field.value())

    def _month(self, value: Any) -> None:
        months = [(str(n), formats.month_name(dt.date(2000, n, 1))) for n in range(1, 13)]
        field = ComboBox(months, str(value or ""))
        self.setLayout(row((field, 1)))
        self._read = lambda: int(field.value())

    def _amounts(self, op: str, kind: str, value: Any, options: Options) -> None:
        parts = list(value) if isinstance(value, list | tuple) else [value, None]
        count = 2 if op == "between" else 1

        def shown(minor: Any) -> str:
            if minor is None:
                return ""
            if kind == "number":
                return str(minor)
            return f"{money.to_major(int(minor), options.currency).normalize():f}"

        fields = [LineEdit("", shown(part)) for part in parts[:count]]
        self.setLayout(row(*((field, 1) for field in fields)))

        def one(field: LineEdit) -> int:
            return (
                _minor(field.value(), options.currency)
                if kind == "money"
                else _whole(field.value())
            )

        self._read = lambda: one(fields[0]) if count == 1 else [one(field) for field in fields]

    def _dates(self, op: str, value: Any) -> None:
        parts = list(value) if isinstance(value, list | tuple) else [value, None]
        count = 2 if op == "between" else 1
        fields = [DateEdit(_date(part)) for part in parts[:count]]
        self.setLayout(row(*((field, 1) for field in fields)))

        def one(field: DateEdit) -> str:
            try:
                day = field.date()
            except ValueError:
                day = None
            if day is None:
                raise ValueError(_("Type a date, e.g. 2026-06-18."))
            return day.isoformat()

        self._read = lambda: one(fields[0]) if count == 1 else [one(field) for field in fields]

    def _choice(self, name: str, value: Any, options: Options) -> None:
        choices = list(options.by_field[name])
        if value is not None and str(value) not in dict(choices):
            choices = [(str(value), str(value)), *choices]
        field = ComboBox(choices, str(value if value is not None else ""))
        self.setLayout(row((field, 1)))
        self._read = field.value

    def _text(self, value: Any) -> None:
        given = dict(value) if isinstance(value, Mapping) else {}
        listed = (
            pgettext("list separator", ", ").join(map(str, value))
            if isinstance(value, list | tuple)
            else value
        )
        text = given.get("product") or given.get("category") or ("" if given else listed)
        field = LineEdit("", str(text if text is not None else ""))
        self.setLayout(row((field, 1)))

        def read() -> Any:
            typed = field.value()
            if not typed:
                raise ValueError(_("Type what to look for."))
            if isinstance(value, list | tuple):
                return [
                    part.strip() for part in typed.replace("，", ",").split(",") if part.strip()
                ]
            return {**given, "product": typed} if given else typed

        self._read = read


def _whole(text: str) -> int:
    if not text.isdigit():
        raise ValueError(_("Type a whole number."))
    return int(text)


def _minor(text: str, currency: str) -> int:
    try:
        return money.to_minor(Decimal(text.replace(",", "").lstrip("¥￥$€£ ")), currency)
    except InvalidOperation:
        raise ValueError(_("Type an amount, e.g. 20000.")) from None


def _date(value: Any) -> dt.date | None:
    try:
        return dt.date.fromisoformat(str(value))
    except ValueError:
        return None
