"""Many prices at once: how, what each would be, then all in one step of undo."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

from PySide6.QtWidgets import QWidget

from crm_desktop.core import formats
from crm_desktop.core.errors import UserError
from crm_desktop.core.i18n import N_, _, ngettext
from crm_desktop.exchange import entered
from crm_desktop.services.products import price_changes
from crm_desktop.services.products.price_changes import (
    PROBLEMS,
    PriceChange,
    PriceLine,
    PricePreview,
)
from crm_desktop.ui.page import Shell
from crm_desktop.ui.products.product_form import read_percent
from crm_desktop.ui.theme import Text
from crm_desktop.ui.widgets.dialogs import Dialog
from crm_desktop.ui.widgets.form import CheckBox, ComboBox, Field, LineEdit
from crm_desktop.ui.widgets.layout import column, fixed_height, plain, row
from crm_desktop.ui.widgets.record_table import RecordTable
from crm_desktop.ui.widgets.table_model import Column, TableModel
from crm_desktop.ui.widgets.text import Label

_FIELDS: Sequence[tuple[str, str]] = (
    ("price", N_("Selling price")),
    ("cost", N_("Cost")),
    ("floor", N_("Lowest price")),
)
_WAYS: Sequence[tuple[str, str]] = (
    ("percent+", N_("up by per cent")),
    ("percent-", N_("down by per cent")),
    ("amount+", N_("up by an amount")),
    ("amount-", N_("down by an amount")),
    ("set", N_("to one amount")),
    ("markup", N_("cost plus per cent")),
)
_STEPS = (1, 10, 50, 100, 500, 1_000, 10_000)


def _money(minor: int | None, currency: str) -> str:
    return "" if minor is None else formats.money_exact(minor, currency)


def outcome_words(line: PriceLine) -> str:
    """Why it stays, or how much it changes, with a warning below cost."""
    if line.problem:
        return _(PROBLEMS[line.problem])
    parts = []
    if line.before_minor and line.after_minor is not None:
        change = (line.after_minor - line.before_minor) * 10_000
        share = round(change / line.before_minor)
        parts.append(f"{'+' if share > 0 else ''}{formats.percent(share, 1)}")
    if line.below_cost:
        parts.append(_("below cost"))
    return " · ".join(parts)


def _ink(line: PriceLine) -> str:
    return "text3" if line.problem else "redText" if line.below_cost else "text2"


_COLUMNS: Sequence[Column] = (
    Column("name", N_("Product"), lambda one: one.name, width=170, least=100, stretch=2),
    Column("before", N_("Now"), lambda one: _money(one.before_minor, one.currency), width=112,
           least=108, align="right", fg=lambda _one: "text2"),
    Column("after", N_("Then"),
           lambda one: "" if one.problem else _money(one.after_minor, one.currency),
           width=116, least=112, align="right", role="strong"),
    Column("outcome", N_("Difference"), outcome_words, width=130, least=100, stretch=1, fg=_ink),
)  # fmt: skip


class PriceLines:
    """A ``RowSource`` over a preview."""

    def __init__(self, lines: Sequence[PriceLine]) -> None:
        self._lines = lines

    def count(self) -> int:
        """How many products there are."""
        return len(self._lines)

    def fetch(self, offset: int, limit: int) -> Sequence[PriceLine]:
        """A slice of them."""
        return self._lines[offset : offset + limit]


class PriceChangeDialog(Dialog):
    """The products are those of ``product_ids``; nothing is changed before the button."""

    def __init__(
        self, host: QWidget, shell: Shell, product_ids: Sequence[int], currency: str
    ) -> None:
        self._host, self._shell = host, shell
        self._ids, self._currency = tuple(product_ids), currency
        self._asked = 0
        self.change: PriceChange | None = None
        self.field = ComboBox([(key, partial(_, label)) for key, label in _FIELDS])
        self.way = ComboBox([(key, partial(_, label)) for key, label in _WAYS])
        self.typed = LineEdit(lambda: _("e.g. 5"))
        steps: list[tuple[str, Text]] = [
            (str(step), formats.amount_exact(step, currency)) for step in _STEPS
        ]
        self.step = ComboBox(steps)
        self.levels = CheckBox(lambda: _("Prices for levels and quantities too"), True)
        self.model = TableModel(_COLUMNS)
        self.table = RecordTable(self.model, checkable=False, row_height=34)
        self.told = Label("", "body", "text2", wrap=True)
        self.value_field = Field(lambda: _("By how much"), self.typed)
        super().__init__(
            host, self._title, plain(self._content()), lambda: _("Change prices"), self._run,
            width=640,
        )  # fmt: skip
        self.action.setEnabled(False)
        for box in (self.field, self.way, self.step):
            box.activated.connect(lambda _index: self._ask())
        self.levels.toggled.connect(lambda _on: self._ask())
        self.typed.textChanged.connect(lambda _text: self._ask())
        self._ask()

    def _title(self) -> str:
        words = ngettext(
            "Change the price of {n} product", "Change the prices of {n} products", len(self._ids)
        )
        return words.format(n=formats.integer(len(self._ids)))

    def _content(self) -> Any:
        for box in (self.field, self.way, self.step):
            box.may_shrink(8)
        fixed_height(self.table, 260)
        return column(
            row(
                (Field(lambda: _("Which price"), self.field), 2),
                (Field(lambda: _("How"), self.way), 3),
                (self.value_field, 2),
                (Field(lambda: _("Round to"), self.step), 2),
                gap=10,
            ),
            self.levels,
            self.table,
            self.told,
            gap=12,
        )

    def open(self) -> None:
        super().open()
        self.typed.setFocus()

    # what is asked

    def read(self) -> PriceChange | None:
        """The change as typed, ``None`` while nothing is; raises ``UserError``."""
        typed = self.typed.value()
        if not typed:
            return None
        way, down = self.way.value().rstrip("+-"), self.way.value().endswith("-")
        if way in ("percent", "markup"):
            value = read_percent(typed)
        else:
            value = entered.amount(typed, self._currency)
        if value is None or value < 0:
            raise UserError(_("“{text}” is no number above zero.").format(text=typed))
        along = self.field.value() == "price" and way in ("percent", "amount")
        return PriceChange(
            self._ids,
            way,
            -value if down else value,
            self.field.value(),
            int(self.step.value()),
            with_levels=along and self.levels.isChecked(),
        )

    def _ask(self) -> None:
        self._asked += 1
        self.action.setEnabled(False)
        self.value_field.set_error()
        way = self.way.value().rstrip("+-")
        self.levels.setEnabled(self.field.value() == "price" and way in ("percent", "amount"))
        try:
            self.change = self.read()
        except UserError as problem:
            self.change = None
            self.value_field.set_error(str(problem))
        if self.change is None:
            self.table.show_source(PriceLines(()))
            self.told.say(lambda: _("Type how much; every new price is shown before."))
            return
        self._shell.workspace.ask(
            price_changes.preview,
            self.change,
            owner=self,
            done=partial(self._show, self._asked),
            failed=partial(self._refuse, self._asked),
        )

    def _show(self, asked: int, seen: PricePreview) -> None:
        if asked != self._asked:
            return
        # What needs a look stands first.
        lines = sorted(seen.lines, key=lambda one: (not one.below_cost, not one.problem))
        self.table.show_source(PriceLines(lines))
        self.told.say(_summary(seen))
        self.action.setEnabled(bool(seen.changing))

    def _refuse(self, asked: int, problem: BaseException) -> None:
        if not isinstance(problem, UserError):
            raise problem
        if asked == self._asked:
            self.value_field.set_error(problem.what)
            self.table.show_source(PriceLines(()))

    def _run(self) -> bool:
        if self.change is None:
            return False
        self._shell.workspace.execute_job(
            price_changes.ACTION,
            price_changes.run,
            self.change,
            owner=self._host,
            done=partial(_tell, self._shell),
            title=lambda: _("Changing prices"),
        )
        return True


def _summary(seen: PricePreview) -> str:
    changing = len(seen.changing)
    words = ngettext("{n} price changes", "{n} prices change", changing)
    parts = [words.format(n=formats.integer(changing))]
    if (stays := len(seen.lines) - changing) > 0:
        words = ngettext("{n} stays as it is", "{n} stay as they are", stays)
        parts.append(words.format(n=formats.integer(stays)))
    if below := sum(one.below_cost for one in seen.changing):
        words = ngettext("{n} goes below its cost", "{n} go below their cost", below)
        parts.append(words.format(n=formats.integer(below)))
    return " · ".join(parts)


def _tell(shell: Shell, count: int) -> None:
    words = ngettext("{n} price changed", "{n} prices changed", count)
    shell.toast(words.format(n=formats.integer(count)), "tag", undo=True)
