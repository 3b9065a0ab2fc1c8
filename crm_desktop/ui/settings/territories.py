"""Territories in the settings: their rules, who would move, and moving them in one step."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtWidgets import QWidget

from crm_desktop.core import clock, formats
from crm_desktop.core.changes import Changes
from crm_desktop.core.i18n import N_, _, ngettext, pgettext
from crm_desktop.services.contacts import territories, territory_assignment
from crm_desktop.services.contacts.cookbook import Question
from crm_desktop.services.contacts.territories import TerritoryRow
from crm_desktop.services.contacts.territory_assignment import Assignment, Move
from crm_desktop.ui.contacts import condition_words, filter_options
from crm_desktop.ui.contacts.condition_words import Options
from crm_desktop.ui.page import Shell
from crm_desktop.ui.settings.territory_dialog import TerritoryDialog
from crm_desktop.ui.widgets.buttons import Button, IconButton
from crm_desktop.ui.widgets.cards import Card
from crm_desktop.ui.widgets.form import Toggle
from crm_desktop.ui.widgets.layout import clear, column, plain, row
from crm_desktop.ui.widgets.text import Label

_MOVES = 8  # told one by one


class TerritorySettings(QWidget):
    """One line for each, in the order in which the rules are tried; below, what assigning does."""

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self._shell = shell
        self._options = Options()
        self.rows: list[TerritoryRow] = []
        self.lines: dict[int, QWidget] = {}
        self.add = Button(lambda: _("Add a territory"), "plus", "primary", small=True, on=self.new)
        self.none = Label(_explained, "caption", "text3", wrap=True)
        self._place = column(gap=0)
        card = Card(lambda: _("Territories"))
        card.body.addLayout(
            column(self.none, self._place, row(self.add, None), gap=10, margins=(20, 0, 20, 16))
        )
        self.assigning = Assigning(shell)
        self.setLayout(column(card, self.assigning, None, gap=16))

    def refresh(self, changes: Changes | None) -> None:
        """Read them again, then what assigning would do."""
        if changes is not None and not changes.touches("territory", "contact", "staff", "sale"):
            return
        self._options = self._shell.workspace.read(filter_options.read).options
        self.rows = self._shell.workspace.read(territories.territories)
        clear(self._place)
        self.lines = {one.id: self._line(one) for one in self.rows}
        for line in self.lines.values():
            self._place.addWidget(line)
        self.assigning.setVisible(bool(self.rows))
        if self.rows:
            self.assigning.look(self.rows)

    def _line(self, one: TerritoryRow) -> QWidget:
        words = plain(
            column(
                Label(one.name, "strong", wrap=True),
                Label(partial(_facts, one, self._options), "caption", "text3", wrap=True),
                gap=1,
            )
        )
        up = IconButton("caret-up", lambda: _("Earlier"), on=partial(self._step, one, -1))
        down = IconButton("caret-down", lambda: _("Later"), on=partial(self._step, one, 1))
        up.setEnabled(one.id != self.rows[0].id)
        down.setEnabled(one.id != self.rows[-1].id)
        who = IconButton("users", lambda: _("List its customers"), on=partial(self._list, one))
        edit = IconButton("pencil-simple", lambda: _("Edit"), on=partial(self.edit, one))
        off = IconButton("x", lambda: _("Take away"), on=partial(self._remove, one))
        return plain(
            row((words, 1), who, up, down, edit, off, gap=8, margins=(0, 6, 0, 6))
        )  # fmt: skip

    def new(self) -> TerritoryDialog:
        """Ask for a new territory."""
        return self._ask(None, self._add)

    def edit(self, one: TerritoryRow) -> TerritoryDialog:
        """Ask what to change about one."""
        return self._ask(one, partial(self._change, one))

    def _ask(self, one: TerritoryRow | None, save: Any) -> TerritoryDialog:
        dialog = TerritoryDialog(self, self._shell, self._options, one, save)
        dialog.open()
        return dialog

    def _add(self, changes: dict[str, Any]) -> None:
        self._shell.workspace.execute(N_("Add a territory"), territories.add, **changes)
        self._shell.toast(_("{name} added").format(name=changes["name"]), undo=True)

    def _change(self, one: TerritoryRow, changes: dict[str, Any]) -> None:
        action = N_("Change a territory")
        self._shell.workspace.execute(action, territories.edit, one.id, **changes)
        self._shell.toast(_("{name} changed").format(name=one.name), undo=True)

    def _step(self, one: TerritoryRow, by: int) -> None:
        self._shell.workspace.execute(N_("Order the territories"), territories.step, one.id, by)

    def _list(self, one: TerritoryRow) -> None:
        part = {"field": "territory", "op": "is", "value": one.name}
        self._shell.go("contacts", Question("", one.name, "", (part,), sort="last_contact"))

    def _remove(self, one: TerritoryRow) -> None:
        action = N_("Take a territory away")
        count = self._shell.workspace.execute(action, territories.remove, one.id)
        words = ngettext("{name} taken away, {n} customer is without one",
                         "{name} taken away, {n} customers are without one", count)  # fmt: skip
        self._shell.toast(words.format(name=one.name, n=formats.integer(count)), "x", undo=True)


class Assigning(Card):
    """Says what would move as the switches stand, and moves it: one step of undo."""

    def __init__(self, shell: Shell) -> None:
        super().__init__(lambda: _("Assign customers"))
        self._shell = shell
        self._asked = 0
        self._names: dict[int | None, str] = {}
        self.over_hand = Toggle(lambda: _("Also those put somewhere by hand"))
        self.owners = Toggle(lambda: _("Customers without an owner get the territory’s"))
        self.told: Assignment | None = None
        self.said: list[Label] = []
        self._place = column(gap=4)
        self.act = Button(lambda: _("Assign"), "check-circle", small=True, on=self._assign)
        self.body.addLayout(
            column(
                Label(lambda: _("Each customer gets the first territory whose rule they meet."),
                      "caption", "text3", wrap=True),
                row(self.over_hand, None),
                row(self.owners, None),
                self._place,
                row(self.act, None),
                gap=10,
                margins=(20, 0, 20, 16),
            )
        )  # fmt: skip
        for switch in (self.over_hand, self.owners):
            switch.clicked.connect(lambda _on: self._ask())

    def look(self, rows: list[TerritoryRow]) -> None:
        """Count again what would move between these."""
        self._names = {one.id: one.name for one in rows}
        self._ask()

    def _ask(self) -> None:
        self._asked += 1
        self.act.setEnabled(False)
        self._shell.workspace.ask(
            territory_assignment.preview,
            clock.today(),
            over_hand=self.over_hand.isChecked(),
            owners=self.owners.isChecked(),
            owner=self,
            done=partial(self._show, self._asked),
        )

    def _show(self, asked: int, told: Assignment) -> None:
        if asked != self._asked:
            return
        self.told = told
        clear(self._place)
        lines = [self._move(one) for one in told.moves[:_MOVES]]
        lines += territory_assignment.words(told, really=False)
        self.said = [Label(one, "body", "text2", wrap=True) for one in lines]
        for label in self.said:
            self._place.addWidget(label)
        self.act.setEnabled(bool(told.count or told.owners))

    def _move(self, one: Move) -> str:
        nowhere = pgettext("territory", "none")
        before, after = (self._names.get(each, nowhere) for each in (one.from_id, one.to_id))
        return f"{formats.integer(one.count)}  {before} → {after}"

    def _assign(self) -> None:
        self._shell.workspace.execute_job(
            territory_assignment.ACTION,
            territory_assignment.assign,
            clock.today(),
            over_hand=self.over_hand.isChecked(),
            owners=self.owners.isChecked(),
            owner=self,
            done=self._tell,
            title=lambda: _(territory_assignment.ACTION),
        )

    def _tell(self, told: Assignment) -> None:
        said = territory_assignment.words(told, really=True)
        self._shell.toast(" · ".join(said), "check-circle", undo=True)


def _explained() -> str:
    return _(
        "Areas customers are handed out by. The rules are tried from above; "
        "who meets none has no territory."
    )


def _facts(one: TerritoryRow, options: Options) -> str:
    """``12 customers · Lin · City is Hangzhou``."""
    count = ngettext("{n} customer", "{n} customers", one.count)
    parts = [count.format(n=formats.integer(one.count)), one.staff]
    if one.rule:
        sep = pgettext("list separator", ", ")
        inner = one.rule.get("all") or [one.rule]
        said = (" ".join(filter(None, condition_words.words(part, options))) for part in inner)
        parts.append(sep.join(said))
    else:
        parts.append(_("by hand only"))
    return " · ".join(filter(None, parts))
