"""Targets with a bar each, and the dialog that sets them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget

from crm_desktop.core import formats
from crm_desktop.core.i18n import _, pgettext
from crm_desktop.services.commission import targets
from crm_desktop.services.commission.commission_bases import BASES
from crm_desktop.services.commission.commission_plans import MOST_MINOR
from crm_desktop.services.commission.targets import TargetRow
from crm_desktop.services.settings import choices, settings
from crm_desktop.ui import theme
from crm_desktop.ui.page import Shell
from crm_desktop.ui.theme import Text
from crm_desktop.ui.widgets import paint
from crm_desktop.ui.widgets.buttons import Button
from crm_desktop.ui.widgets.dialogs import Dialog
from crm_desktop.ui.widgets.form import ComboBox, Field
from crm_desktop.ui.widgets.layout import column, plain, row
from crm_desktop.ui.widgets.row_list import INSET, RowList
from crm_desktop.ui.widgets.typed_edits import MoneyEdit

_HEIGHT = 48


class TargetList(RowList):
    """The shop first, then everybody who has one."""

    def __init__(self) -> None:
        super().__init__(_HEIGHT, self._paint, describe)

    def _paint(self, painter: QPainter, box: QRectF, one: TargetRow, _hot: bool) -> None:
        left, right = theme.m(INSET), box.right() - theme.m(INSET)
        head = QRectF(left, box.y() + theme.m(6), right - left, theme.m(22))
        percent = formats.percent(one.reached_bp)
        paint.txt(painter, head, percent, "strong", align="right")
        name = head.adjusted(0, 0, -paint.width(percent, "strong") - theme.m(10), 0)
        used = paint.txt(painter, name, one.name or _("The whole shop"), "strong")
        rest = name.adjusted(used + theme.m(12), 0, 0, 0)
        paint.txt(painter, rest, facts(one), "caption", "text3")
        track = QRectF(left, head.bottom() + theme.m(4), right - left, theme.m(4))
        paint.bar(painter, track, max(0, one.reached_bp) / 10_000)


def facts(one: TargetRow) -> str:
    """``Sales ¥14,070 of ¥50,000``."""
    return _("{measure} {reached} of {target}").format(
        measure=_(BASES[one.measure]),
        reached=formats.money_whole(one.reached_minor, one.currency),
        target=formats.money_whole(one.target_minor, one.currency),
    )


def describe(one: TargetRow) -> str:
    """A screen reader's sentence for a target."""
    parts = (one.name or _("The whole shop"), facts(one), formats.percent(one.reached_bp))
    return pgettext("list separator", ", ").join(parts)


class TargetsDialog(Dialog):
    """An amount for the shop and everybody, for one measure of one month; empty for none."""

    def __init__(self, host: QWidget, shell: Shell, month: dt.date) -> None:
        self._shell, self._month = shell, month
        currency = shell.workspace.read(settings.get, settings.CURRENCY)
        named: list[tuple[str, Text]] = [(key, partial(_, name)) for key, name in BASES.items()]
        self.measure = ComboBox(named, "sales")
        self.amounts: dict[int | None, MoneyEdit] = {None: MoneyEdit(None, currency)}
        fields = [Field(lambda: _("The whole shop"), self.amounts[None])]
        for one in shell.workspace.read(choices.staff):
            self.amounts[one.id] = MoneyEdit(None, currency)
            fields.append(Field(one.name, self.amounts[one.id]))
        self.fields = dict(zip(self.amounts, fields, strict=True))
        pairs = [*fields, *[QWidget()] * (len(fields) % 2)]
        lines = [
            row(*((field, 1) for field in pairs[start : start + 2]), gap=12)
            for start in range(0, len(pairs), 2)
        ]
        before = Button(lambda: _("As in the month before"), small=True, on=self.take_before)
        super().__init__(
            host,
            lambda: _("Targets of {month}").format(month=formats.month_year(month)),
            plain(column(Field(lambda: _("What is counted"), self.measure), *lines, gap=12)),
            lambda: _("Save"), self._keep, extra=before, enter=True, width=520,
        )  # fmt: skip
        self.measure.activated.connect(lambda _index: self._fill(month))
        self._fill(month)

    def take_before(self) -> None:
        """Offer what the month before had; nothing is kept yet."""
        self._fill((self._month - dt.timedelta(days=1)).replace(day=1))

    def _fill(self, month: dt.date) -> None:
        rows: Sequence[TargetRow] = self._shell.workspace.read(targets.targets, month)
        known = {
            one.staff_id: one.target_minor for one in rows if one.measure == self.measure.value()
        }
        for person, edit in self.amounts.items():
            edit.set_minor(known.get(person))

    def _keep(self) -> bool:
        wanted: dict[int | None, int] = {}
        for person, edit in self.amounts.items():
            try:
                wanted[person] = edit.minor() or 0
            except ValueError:
                wanted[person] = -1
            if not 0 <= wanted[person] < MOST_MINOR:
                self.fields[person].set_error(lambda: _("Type an amount, e.g. 60000."))
                edit.setFocus()
                return False
            self.fields[person].set_error("")
        self._shell.workspace.execute(
            targets.SET_ACTION, targets.set_many, self._month, wanted, self.measure.value()
        )
        self._shell.toast(_("Targets saved"), undo=True)
        return True
