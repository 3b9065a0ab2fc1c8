"""One rule that makes follow-ups: when, for whom, what; and what it would make as it stands."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QVBoxLayout, QWidget

from crm_desktop.core.errors import UserError
from crm_desktop.core.i18n import _, pgettext
from crm_desktop.services.follow_ups import follow_up_kinds
from crm_desktop.services.rules import rule_numbers, rule_run
from crm_desktop.services.rules.rule_asking import Number
from crm_desktop.services.rules.rule_run import Preview
from crm_desktop.services.rules.rule_triggers import TRIGGERS
from crm_desktop.services.rules.rule_words import fields_of
from crm_desktop.services.rules.rules import RuleDraft, RuleRow, Template
from crm_desktop.services.settings import choices
from crm_desktop.ui import theme
from crm_desktop.ui.contacts import filter_options
from crm_desktop.ui.contacts.condition_tree import ConditionGroup
from crm_desktop.ui.contacts.follow_up_words import follow_up_kind
from crm_desktop.ui.page import Shell
from crm_desktop.ui.settings.rule_number_inputs import NumberInput
from crm_desktop.ui.settings.rule_preview import RulePreview
from crm_desktop.ui.widgets.buttons import Button
from crm_desktop.ui.widgets.dialogs import Dialog
from crm_desktop.ui.widgets.form import ComboBox, Field, LineEdit
from crm_desktop.ui.widgets.layout import clear, column, plain, row
from crm_desktop.ui.widgets.scroll import ScrollArea
from crm_desktop.ui.widgets.text import Label

_PAUSE_MS = 300
_BESIDE_FROM = 820  # width at 100 % from which those it is about stand at the right
_WHOM = 300
_BELOW = 240
_ANY = 16_777_215  # Qt's "no limit"


class FollowUpRuleDialog(Dialog):
    """``save(draft)`` may raise ``UserError``, which is said below the name or the title."""

    def __init__(
        self, host: QWidget, shell: Shell, rule: RuleRow | None, save: Callable[[RuleDraft], object]
    ) -> None:
        self._shell, self._rule, self._save = shell, rule, save
        read = shell.workspace.read
        self._levels = read(rule_numbers.level_names)
        template = rule.template if rule else Template()
        self.numbers: list[NumberInput] = []
        self._declare(rule, template, read(choices.staff), read(follow_up_kinds.kinds))
        self.conditions = ConditionGroup(
            read(filter_options.read).options, rule.filter if rule else None
        )
        self._places = QVBoxLayout()
        self._places.setContentsMargins(0, 0, 0, 0)
        self.found = Button("", kind="link", on=self._reveal)
        self.preview = RulePreview()
        self._whom = ScrollArea(self.preview)
        self._sides = _Sides(plain(self._laid_out()), self._whom, self.found)
        title = (lambda: _("Change rule")) if rule else (lambda: _("New rule"))
        super().__init__(
            host,
            title,
            self._sides,
            lambda: _("Save"),
            self._take,
            extra=self.found,
            width=1120,
        )
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._pause.timeout.connect(self._preview)
        self._listen()
        self._show_trigger(rule.numbers if rule else None)

    def _declare(
        self, rule: RuleRow | None, template: Template, staff: list[Any], kinds: list[str]
    ) -> None:
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
            [(kind, partial(follow_up_kind, kind)) for kind in kinds], template.kind
        )
        self.due_days = LineEdit("", str(template.due_days))
        self.priority = ComboBox(
            [
                ("0", lambda: _("Normal")),
                ("1", lambda: _("Important")),
            ],
            "1" if template.priority else "0",
        )
        self.owner = ComboBox(
            [("", lambda: _("The customer's owner"))] + [(str(one.id), one.name) for one in staff],
            str(template.owner_id or ""),
        )
        for choice in (self.kind, self.priority, self.owner):
            choice.may_shrink(8)
        self.most = LineEdit(lambda: _("all"), str(template.most or ""))
        self.name_field = Field(lambda: pgettext("of a thing", "Name"), self.name)
        self.title_field = Field(lambda: _("What is to be done"), self.title_line, self._may_hold)
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
                (Field(lambda: _("Importance"), self.priority), 1),
                (Field(lambda: _("Who"), self.owner), 2),
                (self.due_field, 1),
                (self.most_field, 1),
                gap=12,
            ),
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
            NumberInput(one, numbers.get(one.key, one.default), self._dates(one), self._levels)
            for one in trigger.numbers
        ]
        for one in self.numbers:
            self._places.addWidget(one)
            one.changed.connect(self._pause.start)
        self.title_field.set_error("")
        self.title_line.setPlaceholderText(_(trigger.title))
        self.most_field.setVisible(trigger.standing)
        self._preview()

    def _may_hold(self) -> str:
        fields = [f"{{{name}}} {words}" for name, words in fields_of(self._trigger())]
        listed = pgettext("list separator", ", ").join(fields)
        return _("May hold {fields}").format(fields=listed)

    def _dates(self, number: Number) -> list[tuple[str, str]]:
        if number.kind not in rule_numbers.DATE_KINDS:
            return []
        return self._shell.workspace.read(rule_numbers.dates, number)

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
            self._said(None)
            return
        self._shell.workspace.ask(
            rule_run.preview,
            draft,
            rule_id=self._rule.id if self._rule else 0,
            owner=self,
            done=self._said,
            failed=lambda problem: self._said(None, str(problem)),
        )

    def _said(self, found: Preview | None, problem: str = "") -> None:
        if found is None:
            self.preview.say(problem)
        else:
            self.preview.show_preview(found)
        self.found.say("" if problem else self.preview.found.text())

    def _reveal(self) -> None:
        """Bring into view whom the sentence is about, where they stand below."""
        self._scroll.ensureWidgetVisible(self._whom)

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


class _Sides(QWidget):
    """The form with whom it is about beside it, or below where the window is narrow; a link then
    leads there."""

    def __init__(self, form: QWidget, whom: QWidget, link: QWidget) -> None:
        super().__init__()
        self._whom, self._link = whom, link
        self._line = row((form, 1), whom, gap=28)
        self.setLayout(self._line)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        beside = self.width() >= theme.m(_BESIDE_FROM)
        way = QBoxLayout.Direction
        self._line.setDirection(way.LeftToRight if beside else way.TopToBottom)
        self._whom.setMinimumSize(theme.m(_WHOM) if beside else 0, 0 if beside else theme.m(_BELOW))
        self._whom.setMaximumWidth(theme.m(_WHOM) if beside else _ANY)
        self._link.setVisible(not beside)


def _whole(field: Field, line: LineEdit) -> int:
    """A whole number, 0 when empty."""
    typed = line.value()
    if typed and not (typed.isdecimal() and len(typed) < 5):
        field.set_error(lambda: _("A whole number"))
        raise UserError(_("A whole number"), "", "")
    field.set_error("")
    return int(typed or 0)
