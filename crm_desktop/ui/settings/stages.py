"""The stages of customers in the settings: what each allows, and what moves customers by itself."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from crm_desktop.core import clock, formats
from crm_desktop.core.changes import Changes
from crm_desktop.core.errors import UserError
from crm_desktop.core.i18n import N_, _, ngettext
from crm_desktop.services.lifecycle import automatic_moves, lifecycle, stage_editing, stage_policy
from crm_desktop.services.lifecycle.automatic_moves import Chosen, Rules
from crm_desktop.services.lifecycle.lifecycle import StageRow
from crm_desktop.services.summaries import stage_figures
from crm_desktop.ui import theme
from crm_desktop.ui.contacts.columns import DOTS
from crm_desktop.ui.daily_moves import StageMover
from crm_desktop.ui.page import Shell
from crm_desktop.ui.settings.setting_row import SettingRow
from crm_desktop.ui.settings.stage_dialog import RemoveStageDialog, StageEditDialog
from crm_desktop.ui.theme import Text
from crm_desktop.ui.widgets import paint
from crm_desktop.ui.widgets.buttons import Button, IconButton
from crm_desktop.ui.widgets.cards import Card
from crm_desktop.ui.widgets.form import ComboBox, LineEdit
from crm_desktop.ui.widgets.layout import clear, column, plain, row
from crm_desktop.ui.widgets.text import Label


class StageSettings(QWidget):
    """One line for each stage, and the rules of sales and idle months; all can be undone."""

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self._shell = shell
        self.stages: list[StageRow] = []
        self.lines: dict[int, QWidget] = {}
        self.add = Button(lambda: _("Add a stage"), "plus", "primary", small=True, on=self.new)
        self._place = column(gap=0)
        card = Card(lambda: _("Stages of customers"))
        card.body.addLayout(
            column(self._place, row(self.add, None), gap=10, margins=(20, 0, 20, 16))
        )
        self.moves = StageMoves(shell)
        self.setLayout(column(card, self.moves, None, gap=16))

    def refresh(self, changes: Changes | None) -> None:
        """Read the stages and the rules again."""
        if changes is None or changes.touches("lifecycle_stage"):
            self.stages = self._shell.workspace.read(lifecycle.stages)
            clear(self._place)
            self.lines = {one.id: self._line(one) for one in self.stages}
            for line in self.lines.values():
                self._place.addWidget(line)
        if changes is None or changes.touches("lifecycle_stage", "setting", "contact"):
            self.moves.refresh(self.stages)

    def _line(self, one: StageRow) -> QWidget:
        words = plain(
            column(
                Label(one.name, "strong", wrap=True),
                Label(partial(_facts, one), "caption", "text3", wrap=True),
                gap=1,
            )
        )
        up = IconButton("caret-up", lambda: _("Earlier"), on=partial(self._step, one, -1))
        down = IconButton("caret-down", lambda: _("Later"), on=partial(self._step, one, 1))
        up.setEnabled(one.id != self.stages[0].id)
        down.setEnabled(one.id != self.stages[-1].id)
        edit = IconButton("pencil-simple", lambda: _("Edit"), on=partial(self.edit, one))
        off = IconButton("x", lambda: _("Take away"), on=partial(self.remove, one))
        line = row(Dot(one.colour), (words, 1), up, down, edit, off, gap=8, margins=(0, 6, 0, 6))
        return plain(line)

    def new(self) -> StageEditDialog:
        """Ask for a new stage."""
        return self._ask(None, self._add)

    def edit(self, one: StageRow) -> StageEditDialog:
        """Ask what to change about a stage."""
        return self._ask(one, partial(self._change, one))

    def _ask(self, one: StageRow | None, save: Any) -> StageEditDialog:
        dialog = StageEditDialog(self, one, save)
        dialog.open()
        return dialog

    def remove(self, one: StageRow) -> RemoveStageDialog:
        """Ask where the customers of a stage go, then take it away."""
        others = [other for other in self.stages if other.id != one.id]
        counts = self._shell.workspace.read(stage_figures.counts, clock.today())
        count = next(row.count for row in counts if row.stage.id == one.id)
        dialog = RemoveStageDialog(self, one, others, count, partial(self._remove, one))
        dialog.open()
        return dialog

    def _add(self, changes: dict[str, Any]) -> None:
        name = changes.pop("name")
        self._write(N_("Add a stage"), stage_editing.add, name, **changes)
        self._shell.toast(_("{name} added").format(name=name), undo=True)

    def _change(self, one: StageRow, changes: dict[str, Any]) -> None:
        # A shipped name that was left alone goes on following the language.
        if changes["name"] == one.name:
            del changes["name"]
        self._write(N_("Change a stage"), stage_editing.edit, one.id, **changes)
        self._shell.toast(_("{name} changed").format(name=one.name), undo=True)

    def _step(self, one: StageRow, by: int) -> None:
        self._write(N_("Order the stages"), stage_editing.step, one.id, by)

    def _remove(self, one: StageRow, into_id: int) -> None:
        def told(count: int) -> None:
            words = ngettext("{name} taken away, {n} customer moved",
                             "{name} taken away, {n} customers moved", count)  # fmt: skip
            said = words.format(name=one.name, n=formats.integer(count))
            self._shell.toast(said, "x", undo=True)

        action = N_("Take a stage away")
        self._shell.workspace.execute_job(
            action, stage_editing.remove, one.id, into_id,
            owner=self, done=told, title=lambda: _(action),
        )  # fmt: skip

    def _write(self, name: str, service: Any, /, *args: Any, **kwargs: Any) -> None:
        self._shell.workspace.execute(name, service, *args, **kwargs)


class StageMoves(Card):
    """What moves customers by itself; a change is written at once."""

    def __init__(self, shell: Shell) -> None:
        super().__init__(lambda: _("Moves by themselves"))
        self._shell = shell
        self._asked = Chosen(0, 0, 0, 0)
        self.mover = StageMover(shell, self)
        self.first, self.second, self.idle = ComboBox(), ComboBox(), ComboBox()
        self.months = LineEdit(lambda: _("0: never"))
        self.now = Button(lambda: _("Move them now"), small=True, on=self._run)
        self.rows = {
            "first": SettingRow(lambda: _("A first sale leads to"), "", self.first, first=True),
            "second": SettingRow(lambda: _("A second sale leads to"), "", self.second),
            "months": SettingRow(
                lambda: _("Idle for so many months"),
                lambda: _("Without a sale, a contact or a move. Looked at once a day."),
                self.months,
            ),
            "idle": SettingRow(lambda: _("The idle go to"), "", self.idle),
            "now": SettingRow(lambda: _("Idle already"), "", self.now, wide=False),
        }
        for one in self.rows.values():
            self.body.addWidget(one)
        self.body.addSpacing(theme.m(8))
        self.first.activated.connect(lambda _at: self._sale("first_purchase", self.first))
        self.second.activated.connect(lambda _at: self._sale("repeat", self.second))
        self.idle.activated.connect(lambda _at: self._idle())
        self.months.editingFinished.connect(self._idle)

    def refresh(self, stages: Sequence[StageRow]) -> None:
        """Show what is in force, then count who is idle."""
        workspace = self._shell.workspace
        self._asked = asked = workspace.read(automatic_moves.chosen)
        named: list[tuple[str, Text]] = [(str(one.id), one.name) for one in stages]
        nowhere: tuple[str, Text] = (str(lifecycle.NO_STAGE), lambda: _("Nowhere"))
        self.first.set_choices([*named, nowhere], str(asked.first_sale))
        self.second.set_choices([*named, nowhere], str(asked.second_sale))
        self.idle.set_choices([*named, nowhere], str(asked.idle))
        if not self.months.hasFocus():
            self.months.setText(str(asked.idle_months))
        workspace.ask(automatic_moves.rules, clock.today(), owner=self, done=self._counted)

    def _counted(self, rules: Rules) -> None:
        words = ngettext("{n} customer is idle", "{n} customers are idle", rules.idle)
        self.rows["now"].say_help(words.format(n=formats.integer(rules.idle)))
        self.now.setEnabled(rules.idle > 0)

    def _sale(self, code: str, chosen: ComboBox) -> None:
        stage_id = int(chosen.value())
        self._shell.workspace.execute(
            automatic_moves.CHANGE_ACTION, lifecycle.set_sale_rule, code, stage_id
        )
        self._shell.toast(_("Rule changed"), undo=True)

    def _idle(self) -> None:
        typed, row_ = self.months.value(), self.rows["months"]
        if not typed.isdecimal():
            row_.set_error(lambda: _("A whole number"))
            return
        months, stage_id = int(typed), int(self.idle.value())
        if (months, stage_id) == (self._asked.idle_months, self._asked.idle):
            row_.set_error("")
            return
        try:
            self._shell.workspace.execute(
                automatic_moves.CHANGE_ACTION, automatic_moves.set_idle_rule, months, stage_id
            )
        except UserError as problem:
            row_.set_error(str(problem))
            return
        row_.set_error("")
        self._shell.toast(_("Rule changed"), undo=True)

    def _run(self) -> None:
        self.mover.run(all_idle=True)


class Dot(QWidget):
    """The dot of a stage's colour."""

    def __init__(self, colour: str) -> None:
        super().__init__()
        self._colour = colour
        theme.live(self, lambda: self.setFixedSize(self.sizeHint()))

    def sizeHint(self) -> QSize:
        return QSize(theme.m(10), theme.m(16))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        middle = QRectF(self.rect()).center().y()
        paint.dot(painter, 0, middle, DOTS.get(self._colour, "line3"))
        painter.end()


def _facts(one: StageRow) -> str:
    return " · ".join(stage_policy.facts(one)) or _("no limits")
