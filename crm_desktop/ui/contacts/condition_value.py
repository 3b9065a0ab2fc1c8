"""Inputs for the value of a filter condition, one kind per kind of field and relation."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from PySide6.QtWidgets import QWidget

from crm_desktop.core import formats, money
from crm_desktop.core.i18n import _, pgettext
from crm_desktop.ui.contacts import condition_words, moved_value, purchase_value, typed_values
from crm_desktop.ui.contacts.condition_words import DAY_OPS, DEFAULT_DUE_DAYS, Options
from crm_desktop.ui.widgets.form import ComboBox, LineEdit
from crm_desktop.ui.widgets.layout import row
from crm_desktop.ui.widgets.text import Label
from crm_desktop.ui.widgets.typed_edits import DateEdit


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
        kind = condition_words.kind_of(name, options)
        if op in DAY_OPS:
            made._days(value, 0 if op == "late_over" else DEFAULT_DUE_DAYS)
        elif kind == "bought":
            made._use(purchase_value.BoughtInput(value, options))
        elif kind == "spent_within":
            made._use(purchase_value.SpentInput(value, options))
        elif kind == "moved":
            made._use(moved_value.MovedInput(value, options))
        elif kind == "percent":
            made._percent(value)
        elif op == "month":
            made._month(value)
        elif kind in ("money", "number", "milli"):
            made._amounts(op, kind, value, options)
        elif kind == "date":
            made._dates(op, value)
        elif options.by_field.get(name) and op in ("is", "is_not", "has", "has_not"):
            made._choice(name, value, options)
        else:
            made._text(value)
        return made

    def _use(
        self,
        inputs: purchase_value.BoughtInput | purchase_value.SpentInput | moved_value.MovedInput,
    ) -> None:
        self.setLayout(row((inputs, 1)))
        self._read = inputs.read

    def _days(self, value: Any, usual: int) -> None:
        field = LineEdit("", str(value if value is not None else usual))
        self.setLayout(row((field, 1), Label(lambda: _("days"), "body", "text2")))
        self._read = lambda: typed_values.whole(field.value())

    def _percent(self, value: Any) -> None:
        """Beyond the usual interval: 50 is half as long again."""
        field = LineEdit("", str(int(value or 100) - 100))
        self.setLayout(row((field, 1), Label("%", "body", "text2")))
        self._read = lambda: typed_values.whole(field.value()) + 100

    def _month(self, value: Any) -> None:
        months = [(str(n), formats.month_name(dt.date(2000, n, 1))) for n in range(1, 13)]
        field = ComboBox(months, str(value or ""))
        self.setLayout(row((field, 1)))
        self._read = lambda: int(field.value())

    def _amounts(self, op: str, kind: str, value: Any, options: Options) -> None:
        parts = list(value) if isinstance(value, list | tuple) else [value, None]
        count = 2 if op == "between" else 1
        fields = [LineEdit("", _typed(kind, part, options)) for part in parts[:count]]
        self.setLayout(row(*((field, 1) for field in fields)))

        def one(field: LineEdit) -> int:
            match kind:
                case "money":
                    return typed_values.minor(field.value(), options.currency)
                case "milli":
                    return typed_values.milli(field.value())
                case _:
                    return typed_values.whole(field.value())

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
        listed = (
            pgettext("list separator", ", ").join(map(str, value))
            if isinstance(value, list | tuple)
            else value
        )
        field = LineEdit("", str(listed if listed is not None else ""))
        self.setLayout(row((field, 1)))

        def read() -> Any:
            typed = field.value()
            if not typed:
                raise ValueError(_("Type what to look for."))
            if isinstance(value, list | tuple):
                return [
                    part.strip() for part in typed.replace("，", ",").split(",") if part.strip()
                ]
            return typed

        self._read = read


def _date(value: Any) -> dt.date | None:
    try:
        return dt.date.fromisoformat(str(value))
    except ValueError:
        return None


def _typed(kind: str, value: Any, options: Options) -> str:
    """A number as it would be typed."""
    match kind:
        case _ if value is None:
            return ""
        case "money":
            return f"{money.to_major(int(value), options.currency).normalize():f}"
        case "milli":
            return f"{(Decimal(int(value)) / 1000).normalize():f}"
        case _:
            return str(value)
