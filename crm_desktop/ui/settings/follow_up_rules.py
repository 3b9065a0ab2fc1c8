"""The rules that make follow-ups: switched, changed, tried, run."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QWidget

from crm_desktop.core import clock, formats
from crm_desktop.core.changes import Changes
from crm_desktop.core.i18n import _, ngettext, pgettext
from crm_desktop.services.rules import rule_run, rule_triggers_dates, rule_words, rules
from crm_desktop.services.rules.rule_asking import Number
from crm_desktop.services.rules.rule_run import RunResult
from crm_desktop.services.rules.rule_triggers_people import OTHER_LEVELS
from crm_desktop.services.rules.rules import RuleDraft, RuleRow
from crm_desktop.ui import theme
from crm_desktop.ui.page import Shell
from crm_desktop.ui.settings.follow_up_rule_dialog import FollowUpRuleDialog
from crm_desktop.ui.widgets.buttons import Button, IconButton
from crm_desktop.ui.widgets.cards import Card
from crm_desktop.ui.widgets.form import Toggle
from crm_desktop.ui.widgets.layout import clear, column, fixed_width, plain, row, show_if
from crm_desktop.ui.widgets.scroll import ScrollArea
from crm_desktop.ui.widgets.text import Label


class FollowUpRules(QWidget):
    """One line for each rule, with how many it would make today; every change can be undone."""

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self._shell = shell
        self.rules: list[RuleRow] = []
        self.lines: dict[int, QWidget] = {}
        self.switches: dict[int, Toggle] = {}
        self.edits: dict[int, IconButton] = {}
        self.counts: dict[int, Label] = {}
        self._dates: dict[str, str] = {}
        self.add = Button(lambda: _("Add a rule"), "plus", "primary", small=True, on=self.new)
        self.now = Button(lambda: _("Make them now"), "arrow-clockwise", small=True, on=self._run)
        self.ready = Button(lambda: _("Add the ready rules"), small=True, on=self._complete)
        self.resting = Label("", "caption", "redText", wrap=True)
        self._place = column(gap=0)
        card = Card(lambda: _("Follow-up rules"))
        card.body.addLayout(
            column(
                Label(_explained, "caption", "text3", wrap=True),
                row(self.add, self.now, self.ready, None, gap=8),
                self.resting,
                self._place,
                gap=10,
                margins=(20, 0, 20, 16),
            )
        )
        self.setLayout(column(card, None, gap=16))

    def refresh(self, changes: Changes | None) -> None:
        """Read the rules again, then count what they would make."""
        if changes is not None and not changes.touches("follow_up_rule"):
            self._count()  # whom they are about hangs on nearly everything
            return
        self.rules = self._shell.workspace.read(rules.rules)
        self._dates = dict(self._shell.workspace.read(rule_triggers_dates.all_dates))
        clear(self._place)
        self.switches, self.counts, self.edits = {}, {}, {}
        self.lines = {one.id: self._line(one) for one in self.rules}
        for line in self.lines.values():
            self._place.addWidget(line)
        show_if(self.ready, self._shell.workspace.read(rules.lacking))
        show_if(self.now, bool(self.rules))
        late = [one for one in self.rules
                if one.active and one.last_run_on and one.last_run_on > clock.today()]  # fmt: skip
        self.resting.say(partial(_resting, len(late)) if late else "")
        show_if(self.resting, bool(late))
        self._count()

    def _count(self) -> None:
        if self.rules:
            self._shell.workspace.ask(
                rule_run.outlook,
                only=[one.id for one in self.rules],
                owner=self,
                done=self._counted,
            )

    def _counted(self, ahead: RunResult) -> None:
        for one in ahead.rules:
            if one.rule_id in self.counts:
                said = self.counts[one.rule_id]
                said.say(_("cannot run") if one.problem else partial(_today, one.made))
                said.setToolTip(theme.tip(one.problem))

    def _line(self, one: RuleRow) -> QWidget:
        switch = Toggle("", one.active)
        fixed_width(switch, 40)
        switch.setAccessibleName(one.name)
        switch.clicked.connect(lambda on: self._switch(one, on))
        self.switches[one.id] = switch
        words = column(
            Label(one.name, "strong" if one.active else "body", wrap=True),
            Label(partial(_what, one, self._dates), "caption", "text3", wrap=True),
            gap=1,
        )
        self.counts[one.id] = Label("", "caption", "text2" if one.active else "text3")
        edit = IconButton("pencil-simple", lambda: _("Edit"), on=partial(self.edit, one))
        self.edits[one.id] = edit
        off = IconButton("x", lambda: _("Take away"), on=partial(self._remove, one))
        return plain(
            row(switch, (plain(words), 1), self.counts[one.id], edit, off, gap=8,
                margins=(0, 6, 0, 6))
        )  # fmt: skip

    def new(self) -> FollowUpRuleDialog:
        """Ask for a new rule."""
        return self._ask(None, self._add)

    def edit(self, one: RuleRow) -> FollowUpRuleDialog:
        """Ask what to change about a rule."""
        return self._ask(one, partial(self._change, one))

    def _ask(self, one: RuleRow | None, save: Any) -> FollowUpRuleDialog:
        dialog = FollowUpRuleDialog(self, self._shell, one, save)
        dialog.open()
        return dialog

    def reveal(self, rule_id: int) -> None:
        """Bring a rule into view, the cursor on its pencil; one taken away is let be."""
        # Its line has its place when the events of now are through.
        QTimer.singleShot(0, self, lambda: self._reveal(rule_id))

    def _reveal(self, rule_id: int) -> None:
        if rule_id not in self.lines:
            return
        self.edits[rule_id].setFocus(Qt.FocusReason.TabFocusReason)
        around = self.parentWidget()
        while around is not None and not isinstance(around, ScrollArea):
            around = around.parentWidget()
        if around is not None:
            around.ensureWidgetVisible(self.lines[rule_id])

    def _add(self, draft: RuleDraft) -> None:
        rule_id = self._shell.workspace.execute(rules.ADD_ACTION, rules.create, draft)
        self._shell.toast(_("Rule added and switched on"), undo=True)
        self.reveal(rule_id)

    def _change(self, one: RuleRow, draft: RuleDraft) -> None:
        self._write(rules.CHANGE_ACTION, rules.edit, one.id, draft)
        self._shell.toast(_("Rule changed"), undo=True)

    def _switch(self, one: RuleRow, on: bool) -> None:
        name = rules.SWITCH_ON_ACTION if on else rules.SWITCH_OFF_ACTION
        self._write(name, rules.switch, one.id, on)

    def _remove(self, one: RuleRow) -> None:
        self._write(rules.REMOVE_ACTION, rules.remove, one.id)
        said = _("Rule “{name}” taken away; what it made stays").format(name=one.name)
        self._shell.toast(said, "x", undo=True)

    def _complete(self) -> None:
        self._write(rules.COMPLETE_ACTION, rules.complete)
        self._shell.toast(_("The ready rules are here, switched off"), undo=True)

    def _run(self) -> None:
        self._shell.rule_runner.run(asked_for=True)

    def _write(self, name: str, service: Any, /, *args: Any) -> None:
        self._shell.workspace.execute(name, service, *args)


def _explained() -> str:
    return _(
        "Switched on, a rule makes its follow-ups every day by itself, each one once. Days on "
        "which the computer was off are caught up."
    )


def _resting(count: int) -> str:
    return ngettext(
        "{n} rule has run up to a later day: the clock was set back. It rests until then; "
        "switched off and on again it begins anew.",
        "{n} rules have run up to a later day: the clock was set back. They rest until "
        "then; switched off and on again they begin anew.",
        count,
    ).format(n=count)


def _today(count: int) -> str:
    if not count:
        return _("nothing today")
    return ngettext("{n} today", "{n} today", count).format(n=formats.integer(count))


def _what(one: RuleRow, dates: Mapping[str, str]) -> str:
    """``Warranty ending · 60, 30, 7 days before · 2 conditions · ran last on 18 June 2026``."""
    parts = [_(one.trigger.label)] if _(one.trigger.label) != one.name else []
    parts += [_number(number, one.numbers.get(number.key), dates) for number in one.trigger.numbers]
    if one.filter:
        count = sum(len(part) for part in one.filter.values() if isinstance(part, list))
        parts.append(ngettext("{n} condition", "{n} conditions", count).format(n=count))
    if one.active and one.last_run_on:
        day = formats.date_long(one.last_run_on)
        parts.append(_("ran last on {day}").format(day=day))
    return " · ".join(filter(None, parts))


def _number(number: Number, value: Any, dates: Mapping[str, str]) -> str:
    if not value and number.kind != "days":
        return ""
    match number.kind:
        case "levels":
            others = _("All others")
            days = [f"{others if level == OTHER_LEVELS else level} {days}"
                    for level, days in value.items()]  # fmt: skip
            listed = pgettext("list separator", ", ").join(days)
            said = f"{_(number.label)}: {listed}"
        case "choice":
            said = _(dict(number.choices).get(value, ""))
        case "yes_no":
            said = _(number.label)
        case "days":
            said = rule_words.days_words(value)
        case "percent":
            said = f"{_(number.label)}: {formats.percent(int(value) * 100)}"
        case "date_field" | "any_date":
            said = dates.get(value, "")
        case _:
            said = f"{_(number.label)}: {value}"
    return said
