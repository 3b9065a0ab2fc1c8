"""One rule that makes follow-ups: when, for whom, what; and what it would make as it stands."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QVBoxLayout, QWidget

from crm_desktop.core import formats
from crm_desktop.core.errors import UserError
from crm_desktop.core.i18n import _, ngettext, pgettext
from crm_desktop.services import choices, follow_ups, rule_numbers, rule_run
from crm_desktop.services.rule_run import Planned, Preview
from crm_desktop.services.rule_triggers import TRIGGERS
from crm_desktop.services.rule_words import fields_of
from crm_desktop.services.rules import RuleDraft, RuleRow, Template
from crm_desktop.ui.contacts import filter_options
from crm_desktop.ui.contacts.condition_tree import ConditionGroup
from crm_desktop.ui.contacts.follow_up_words import follow_up_kind
from crm_desktop.ui.page import Shell
from crm_desktop.ui.settings.rule_number_inputs import NumberInput
from crm_desktop.ui.widgets.dialogs import Dialog
from crm_desktop.ui.widgets.form import ComboBox, Field, LineEdit
from crm_desktop.ui.widgets.layout import clear, column, plain, row
from crm_desktop.ui.widgets.text import Label

_PAUSE_MS = 300
_SHOWN = 3


class FollowUpRuleDialog(Dialog):
    """``save(draft)`` may raise ``UserError``, which is said below the name or the title."""

    def __init__(
        self, host: QWidget, shell: Shell, rule: RuleRow | None, save: Callable[[RuleDraft], object]
    ) -> None:
        self._shell, self._rule, self._save = shell, rule, save
        read = shell.workspace.read
        self._dates = read(rule_numbers.date_fields)
        self._levels = read(rule_numbers.level_names)
        template = rule.template if rule else Template()
        self.numbers: list[NumberInput] = []
        self._declare(rule, template, read(choices.staff))
        self.conditions = ConditionGroup(
            read(filter_options.read).options, rule.filter if rule else None
        )
        self._places = QVBoxLayout()
        self._places.setContentsMargins(0, 0, 0, 0)
        self.found = Label("", "strong")
        self.sample = Label("", "caption", "text2", wrap=True)
        title = (lambda: _("Change rule")) if rule else (lambda: _("New rule"))
        super().__init__(
            host,
            title,
            plain(self._laid_out()),
            lambda: _("Save"),
            self._take,
            extra=self.found,
            width=840,
        )
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._pause.timeout.connect(self._preview)
        self._listen()
        self._show_trigger(rule.numbers if rule else None)

    def _declare(self, rule: RuleRow | None, template: Template, staff: list[Any]) -> None:
        """Every input, before it is laid out."""
        self.name = LineEdit(lambda: rule.name if rule else _("e.g. Lease ends in a month"),
                             rule.own_name if rule else "")  # fmt: skip
        self.trigger = ComboBox(
            [(one.code, partial(_, one.label)) for one in TRIGGERS.values()],
            rule.trigger.code if rule else "",
        )
        self.trigger.may_shrink(20)
        self.title_line = LineEdit(lambda: _(self._trigger().title), template.title)
        self.kind = ComboBox(
            [(kind, partial(follow_up_kind, kind)) for kind in follow_ups.KINDS], template.kind
        )
        self.due_days = LineEdit("", str(template.due_days))
        self.priority = ComboBox(
            [
                ("0", lambda: pgettext("priority", "Normal")),
                ("1", lambda: pgettext("priority", "Urgent")),
            ],
            "1" if template.priority else "0",
        )
        self.owner = ComboBox(
            [("", lambda: _("The customer's owner"))] + [(str(one.id), one.name) for one in staff],
            str(template.owner_id or ""),
        )
        self.most = LineEdit(lambda: _("all"), str(template.most or ""))
        self.name_field = Field(lambda: pgettext("of a thing", "Name"), self.name)
        self.title_field = Field(lambda: _("What is to be done"), self.title_line)
        self.due_field = Field(lambda: _("Due after days"), self.due_days)
        self.most_field = Field(lambda: _("At most a day"), self.most)

    def _laid_out(self) -> QVBoxLayout:
        return column(
            row((self.name_field, 1), (Field(lambda: _("When"), self.trigger), 1), gap=12),
            self._places,
            Label(lambda: _("For which customers"), "caption", "text2"),
            self.conditions,
            self.title_field,
            row(
                (Field(lambda: _("How"), self.kind), 1),
                (Field(lambda: _("Priority"), self.priority), 1),
                (Field(lambda: _("Who"), self.owner), 1),
                (self.due_field, 1),
                (self.most_field, 1),
                gap=12,
            ),
            self.sample,
            gap=12,
        )

    def _listen(self) -> None:
        self.trigger.activated.connect(lambda _index: self._show_trigger(None))
        self.conditions.changed.connect(self._pause.start)
        for line in (self.title_line, self.due_days, self.most, self.name):
            line.textChanged.connect(self._pause.start)

    def _trigger(self) -> Any:
        return TRIGGERS[self.trigger.value()]

    def _show_trigger(self, numbers: Any) -> None:
        """The inputs of the trigger chosen, with the numbers a new rule starts with."""
        trigger = self._trigger()
        if numbers is None:
            numbers = self._shell.workspace.read(rule_numbers.defaults, trigger)
            self.kind.set_value(trigger.kind)
        clear(self._places)
        self.numbers = [
            NumberInput(one, numbers.get(one.key, one.default), self._dates, self._levels)
            for one in trigger.numbers
        ]
        for one in self.numbers:
            self._places.addWidget(one)
            one.changed.connect(self._pause.start)
        fields = [f"{{{name}}} {words}" for name, words in fields_of(trigger)]
        listed = pgettext("list separator", ", ").join(fields)
        self.title_field.below.say(_("May hold {fields}").format(fields=listed))
        self.title_field.below.show()
        self.title_line.setPlaceholderText(_(trigger.title))
        self.most_field.setVisible(trigger.standing)
        self._preview()

    def draft(self) -> RuleDraft:
        """The rule as it stands. Raises ``UserError``, said beside what is wrong."""
        numbers = {one.number.key: one.read() for one in self.numbers}
        standing = self._trigger().standing
        filter_ = self.conditions.peek()
        if filter_ is None:
            raise UserError(_("A condition lacks its value."), "", "")
        owner = self.owner.value()
        return RuleDraft(
            self.trigger.value(),
            self.name.value(),
            numbers,
            filter_ if any(filter_.values()) else None,
            Template(
                title=self.title_line.value(),
                kind=self.kind.value(),
                due_days=_whole(self.due_field, self.due_days),
                priority=int(self.priority.value()),
                owner_id=int(owner) if owner else None,
                most=_whole(self.most_field, self.most) if standing else 0,
            ),
        )

    def _preview(self) -> None:
        if not self._shell.workspace.is_open:
            return
        try:
            draft = self.draft()
        except UserError:
            self._said("", ())
            return
        self._shell.workspace.ask(
            rule_run.preview,
            draft,
            rule_id=self._rule.id if self._rule else 0,
            owner=self,
            done=self._previewed,
            failed=lambda problem: self._said(str(problem), ()),
        )

    def _previewed(self, found: Preview) -> None:
        words = ngettext(
            "Would make {n} follow-up today", "Would make {n} follow-ups today", found.count
        )
        self._said(words.format(n=formats.integer(found.count)), found.sample)

    def _said(self, words: str, sample: tuple[Planned, ...]) -> None:
        self.found.say(words)
        lines = [
            " · ".join(filter(None, (one.contact_name, one.title, one.reason)))
            for one in sample[:_SHOWN]
        ]
        self.sample.say("\n".join(lines))

    def _take(self) -> bool:
        if self.conditions.read() is None:
            return False
        try:
            draft = self.draft()
        except UserError:
            return False  # said beside what is wrong
        try:
            self._save(draft)
        except UserError as problem:
            field = self.title_field if "{" in str(problem) else self.name_field
            field.set_error(str(problem))
            field.editor.setFocus()
            return False
        return True


def _whole(field: Field, line: LineEdit) -> int:
    """A whole number, 0 when empty."""
    typed = line.value()
    if typed and not (typed.isdecimal() and len(typed) < 5):
        field.set_error(lambda: _("A whole number"))
        raise UserError(_("A whole number"), "", "")
    field.set_error("")
    return int(typed or 0)
