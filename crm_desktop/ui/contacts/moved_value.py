"""Inputs of the condition on moves between stages: from which, to which, in which month."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtWidgets import QWidget

from crm_desktop.core.errors import UserError
from crm_desktop.core.i18n import _, pgettext
from crm_desktop.services.conditions import condition_stages
from crm_desktop.ui.contacts.condition_words import Options
from crm_desktop.ui.theme import Text
from crm_desktop.ui.widgets.form import ComboBox, LineEdit
from crm_desktop.ui.widgets.layout import column, row
from crm_desktop.ui.widgets.text import Label


class MovedInput(QWidget):
    """Two stages, either of them any, and a month, empty for any time."""

    def __init__(self, value: Any, options: Options) -> None:
        super().__init__()
        given = value if isinstance(value, Mapping) else {}
        any_stage: tuple[str, Text] = ("", lambda: pgettext("stage", "any"))
        known = [any_stage, *options.by_field.get("stage", ())]
        self.left = ComboBox(known, str(given.get("from") or ""))
        self.entered = ComboBox(known, str(given.get("to") or ""))
        self.month = LineEdit(lambda: _("any time, or 2026-05"), str(given.get("month") or ""))
        self.left.setAccessibleName(_("From stage"))
        self.entered.setAccessibleName(_("To stage"))
        self.month.setAccessibleName(_("Month"))
        for chosen in (self.left, self.entered):
            chosen.may_shrink(5)
        stages = row((self.left, 1), Label("→", "body", "text2"), (self.entered, 1), gap=6)
        self.setLayout(column(stages, self.month, gap=6))

    def read(self) -> dict[str, str]:
        """The condition's value; raises ``ValueError`` with a sentence."""
        typed = {"from": self.left.value(), "to": self.entered.value(), "month": self.month.value()}
        if typed["month"]:
            try:
                condition_stages.month_of(typed["month"])
            except UserError as problem:
                raise ValueError(problem.what) from None
        return {key: part for key, part in typed.items() if part}
