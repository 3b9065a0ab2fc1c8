"""One stage of customers: its name and colour, and what it allows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from PySide6.QtWidgets import QWidget

from crm_desktop.core import formats
from crm_desktop.core.errors import UserError
from crm_desktop.core.i18n import N_, _, ngettext, pgettext
from crm_desktop.services.lifecycle import stage_policy
from crm_desktop.services.lifecycle.lifecycle import StageRow
from crm_desktop.services.lifecycle.stage_editing import COLOURS
from crm_desktop.ui.widgets.choices import Choice, SegControl
from crm_desktop.ui.widgets.dialogs import Dialog
from crm_desktop.ui.widgets.form import ComboBox, Field, LineEdit, Toggle
from crm_desktop.ui.widgets.layout import column, plain, row

_COLOURS = {
    "gray": N_("Gray"),
    "amber": N_("Amber"),
    "blue": N_("Blue"),
    "accent": N_("Green"),
    "violet": N_("Violet"),
    "red": N_("Red"),
}


class StageEditDialog(Dialog):
    """``save(changes)`` gets what ``stage_editing.edit`` takes; a ``UserError`` is said below."""

    def __init__(
        self, host: QWidget, stage: StageRow | None, save: Callable[[dict[str, Any]], object]
    ) -> None:
        self._save = save
        self.name = LineEdit("", stage.name if stage else "")
        self.colours = SegControl(
            [Choice(key, partial(_, _COLOURS[key])) for key in COLOURS],
            stage.colour if stage else "gray",
            small=True,
        )
        self.days = LineEdit(lambda: _("no limit"), _shown(stage.allowed_days if stage else None))
        self.price = LineEdit(
            lambda: _("no limit"), _percent(stage.lowest_price_bp if stage else None)
        )
        self.pay = LineEdit(
            lambda: _("as the shop’s"), _shown(stage.payment_days if stage else None)
        )
        self.season = LineEdit(lambda: _("e.g. 3-5, 11"), stage.focus_season if stage else "")
        self.closed = Toggle(lambda: _("Closed: no longer worked on"), bool(stage and stage.closed))
        self._fields()
        content = column(
            self.name_field,
            row(self.colours, None),
            row((self.days_field, 1), (self.pay_field, 1), gap=12),
            row((self.price_field, 1), (self.season_field, 1), gap=12),
            row(self.closed, None),
            gap=12,
        )
        title = (lambda: _("Change a stage")) if stage else (lambda: _("New stage"))
        super().__init__(
            host, title, plain(content), lambda: _("Save"), self._take, width=520, enter=True
        )

    def _fields(self) -> None:
        self.name_field = Field(lambda: pgettext("of a thing", "Name"), self.name)
        self.days_field = Field(
            lambda: _("Days allowed"), self.days, lambda: _("Who stays longer is an alarm.")
        )
        self.pay_field = Field(
            lambda: _("Days to pay"), self.pay, lambda: _("For sales on credit.")
        )
        self.price_field = Field(
            lambda: _("Lowest price, % of the list price"),
            self.price,
            lambda: _("A cheaper sale needs a reason."),
        )
        self.season_field = Field(
            lambda: _("Season, months"),
            self.season,
            lambda: _("When to look after them most."),
        )

    def _take(self) -> bool:
        changes: dict[str, Any] = {
            "name": self.name.value(),
            "colour": self.colours.current(),
            "closed": self.closed.isChecked(),
        }
        for key, field, line, read in (
            ("allowed_days", self.days_field, self.days, _number),
            ("payment_days", self.pay_field, self.pay, _number),
            ("lowest_price_bp", self.price_field, self.price, stage_policy.parse_percent),
            ("focus_season", self.season_field, self.season, stage_policy.parse_season),
        ):
            field.set_error("")
            try:
                changes[key] = read(line.value())
            except UserError as problem:
                field.set_error(problem.what)
                line.setFocus()
                return False
        try:
            self._save(changes)
        except UserError as problem:
            self.name_field.set_error(str(problem))
            self.name.setFocus()
            return False
        return True


class RemoveStageDialog(Dialog):
    """Asks where the customers of a stage go that is taken away; ``remove(into_id)`` does it."""

    def __init__(
        self,
        host: QWidget,
        stage: StageRow,
        others: Sequence[StageRow],
        count: int,
        remove: Callable[[int], object],
    ) -> None:
        self.into = ComboBox([(str(one.id), one.name) for one in others])
        super().__init__(
            host,
            lambda: _("Take away the stage “{name}”?").format(name=stage.name),
            plain(column(Field(partial(_moving, count), self.into))),
            lambda: _("Take away"),
            lambda: remove(int(self.into.value())),
            enter=True,
        )


def _moving(count: int) -> str:
    words = ngettext("{n} customer moves to", "{n} customers move to", count)
    return words.format(n=formats.integer(count))


def _shown(value: int | None) -> str:
    return "" if value is None else str(value)


def _percent(basis_points: int | None) -> str:
    return "" if basis_points is None else f"{basis_points / 100:g}"


def _number(typed: str) -> int | None:
    if not typed:
        return None
    if not typed.isdecimal():
        raise UserError(_("A whole number"), "", "")
    return int(typed)
