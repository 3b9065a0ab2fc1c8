"""The form of a follow-up: what, whom, when; the rest folded away until it is wanted."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from crm_desktop.core import clock, recurrence
from crm_desktop.core.i18n import N_, _
from crm_desktop.services.deals import deals
from crm_desktop.services.follow_ups import follow_up_editing, follow_up_steps, follow_ups
from crm_desktop.services.follow_ups.follow_up_editing import FollowUpRecord
from crm_desktop.services.follow_ups.follow_ups import FollowUpDraft
from crm_desktop.services.timeline import quick_line
from crm_desktop.ui.contacts.contact_picker import ContactPicker
from crm_desktop.ui.contacts.follow_up_words import follow_up_kind
from crm_desktop.ui.page import Shell, ShowRule
from crm_desktop.ui.widgets.buttons import Button
from crm_desktop.ui.widgets.dialogs import Dialog
from crm_desktop.ui.widgets.form import CheckBox, ComboBox, Field, LineEdit, TextArea
from crm_desktop.ui.widgets.layout import column, plain, row, show_if
from crm_desktop.ui.widgets.text import Label
from crm_desktop.ui.widgets.typed_edits import DateEdit

_OTHER = "*"
_REPEATS: tuple[tuple[str, int], ...] = (
    ("day", 1), ("workday", 1), ("week", 1), ("week", 2), ("month", 1), ("month", 3),
    ("month", 6), ("year", 1),
)  # fmt: skip
_QUICK: tuple[tuple[int, Callable[[], str]], ...] = (
    (0, lambda: _("Today")),
    (1, lambda: _("Tomorrow")),
    (3, lambda: _("In 3 days")),
    (7, lambda: _("In a week")),
    (30, lambda: _("In 30 days")),
)


class FollowUpForm(QWidget):
    """Inputs of a follow-up. ``changes`` is what was typed, by the names of ``FollowUpDraft``;
    ``left`` when the window goes elsewhere."""

    left = Signal()

    def __init__(self, shell: Shell, record: FollowUpRecord) -> None:
        super().__init__()
        self._shell, self.record = shell, record
        self.title = LineEdit(lambda: _("e.g. ask about the quote"), record.title)
        self.title_field = Field(lambda: _("What is to be done"), self.title)
        self.contact = ContactPicker(shell)
        self.contact_field = Field(lambda: _("Customer"), self.contact)
        if record.contact_id:
            self.contact.choose(record.contact_id, record.contact_name)
        self.person = ComboBox()
        self.person_field = Field(lambda: _("Person there"), self.person)
        self._offer_people(record.people, record.person_id)
        kinds = [(kind, partial(follow_up_kind, kind)) for kind in record.kinds]
        self.kind = ComboBox([*kinds, (_OTHER, lambda: _("Another way…"))], record.kind)
        self.own_kind = LineEdit(lambda: _("e.g. Trade fair"))
        self.own_kind.hide()
        first = clock.today() + dt.timedelta(days=1)
        day = record.due_on if record.id else record.due_on or first
        self.day = DateEdit(day, lambda: _("no day"))
        self.day_field = Field(lambda: _("Day"), self.day)
        self.time = LineEdit(lambda: _("any time"), record.due_time)
        self.time_field = Field(lambda: _("Time"), self.time)
        self.note = TextArea(lines=2, text=record.note)
        # Who wonders where it comes from finds the rule that makes such follow-ups.
        self.why = Label(record.reason, "caption", "text2", wrap=True)
        self.rule = Button(lambda: _("The rule"), kind="link", small=True, on=self._show_rule)
        show_if(self.why, bool(record.reason))
        show_if(self.rule, record.rule_id is not None)
        self.more = _More(record)
        self.fold = Button(lambda: _("More"), "caret-down", "link", on=self._unfold)
        self._lay_out()
        folded = not self.more.is_used()
        show_if(self.more, not folded)
        show_if(self.fold, folded)
        self.contact.picked.connect(self._contact_picked)
        self.kind.activated.connect(self._kind_chosen)

    def _lay_out(self) -> None:
        quick = [Button(words, small=True, on=partial(self._days, days)) for days, words in _QUICK]
        self.setLayout(
            column(
                self.title_field,
                row((self.why, 1), self.rule, gap=12),
                row((self.contact_field, 1), (self.person_field, 1), gap=12),
                row(
                    (Field(lambda: _("How"), plain(column(self.kind, self.own_kind, gap=6))), 1),
                    (self.day_field, 1),
                    (self.time_field, 1),
                    gap=12,
                ),
                row(*quick, None, gap=6),
                Field(lambda: _("Note"), self.note),
                row(self.fold, None),
                self.more,
                gap=12,
            )
        )

    def _show_rule(self) -> None:
        self.left.emit()
        assert self.record.rule_id is not None
        self._shell.go("settings", ShowRule(self.record.rule_id))

    def _days(self, days: int) -> None:
        self.day.set_date(clock.today() + dt.timedelta(days=days))

    def _unfold(self) -> None:
        self.more.show()
        self.fold.hide()
        self.more.minutes.setFocus()

    def _kind_chosen(self) -> None:
        own = self.kind.value() == _OTHER
        self.own_kind.setVisible(own)
        if own:
            self.own_kind.setFocus()

    def _contact_picked(self, contact_id: int) -> None:
        people = self._shell.workspace.read(follow_up_editing.people, contact_id)
        self._offer_people(people, None)

    def _offer_people(self, people: Any, person_id: int | None) -> None:
        choices = [(str(one), name) for one, name in people]
        self.person.set_choices([("", lambda: _("nobody in particular")), *choices],
                                str(person_id or ""))  # fmt: skip
        show_if(self.person_field, bool(choices))

    def changes(self) -> dict[str, Any] | None:
        """Fields by name; ``None`` after saying what is missing."""
        for field in (self.title_field, self.day_field, self.contact_field):
            field.set_error()
        if not self.title.value():
            self.title_field.set_error(_("Write what is to be done."))
            self.title.setFocus()
            return None
        try:
            day = self.day.date()
        except ValueError:
            self.day_field.set_error(_("Type a date, e.g. 2026-06-18."))
            self.day.setFocus()
            return None
        if self.contact.value() and not self.contact.contact_id:
            self.contact_field.set_error(_("Choose a customer from the list below."))
            self.contact.setFocus()
            return None
        more = self.more.changes(day)
        if more is None:
            return None
        kind = self.kind.value()
        return {
            "title": self.title.value(),
            "kind": self.own_kind.value() if kind == _OTHER else kind,
            "due_on": day,
            "due_time": self.time.value(),
            "note": self.note.value(),
            "contact_id": self.contact.contact_id or None,
            "person_id": int(self.person.value() or 0) or None,
            **more,
        }


class _More(QWidget):
    """Length, importance, who, how often, checklist."""

    def __init__(self, record: FollowUpRecord) -> None:
        super().__init__()
        self._record = record
        self.minutes = LineEdit(lambda: _("minutes"), str(record.minutes or ""))
        self.minutes_field = Field(lambda: _("Takes"), self.minutes)
        self.priority = ComboBox(
            [("0", lambda: _("Normal")), ("1", lambda: _("Important"))],
            "1" if record.priority else "0",
        )
        owners = [(str(one), name) for one, name in record.owners]
        self.owner = ComboBox([("", lambda: _("nobody yet")), *owners], str(record.owner_id or ""))
        self.repeat = ComboBox()
        self._offer_repeats()
        self.ticks = [CheckBox(step.text, step.done) for step in record.steps]
        self.steps = TextArea(
            lambda: _("one line each"), "\n".join(step.text for step in record.steps), lines=3
        )
        self.setLayout(
            column(
                row(
                    (self.minutes_field, 1),
                    (Field(lambda: _("Importance"), self.priority), 1),
                    (Field(lambda: _("Done by"), self.owner), 1),
                    gap=12,
                ),
                Field(lambda: _("Repeats"), self.repeat),
                *self.ticks,
                Field(lambda: _("Checklist"), self.steps),
                gap=12,
            )
        )

    def _offer_repeats(self) -> None:
        present = self._record.recurrence
        start = dt.date(2026, 1, 1)
        choices: list[tuple[str, Any]] = [("", lambda: _("does not repeat"))]
        known = {"": ""}
        for unit, interval in _REPEATS:
            rule = recurrence.make(unit, start, interval)
            choices.append((f"{unit} {interval}", partial(recurrence.words, rule)))
            if self._record.due_on is not None:
                known[recurrence.make(unit, self._record.due_on, interval)] = f"{unit} {interval}"
        if present not in known:
            choices.append((present, partial(recurrence.words, present)))
        self.repeat.set_choices(choices, known.get(present, present))

    def is_used(self) -> bool:
        """Whether any of it says something, so that it must not be folded away."""
        record = self._record
        return bool(record.minutes or record.priority or record.recurrence or record.steps)

    def changes(self, day: dt.date | None) -> dict[str, Any] | None:
        """Fields by name; ``None`` after saying what is wrong."""
        self.minutes_field.set_error()
        try:
            minutes = quick_line.minutes_of(self.minutes.value())
        except ValueError:
            self.minutes_field.set_error(_("Type minutes, e.g. 45, or 1.5 h."))
            self.minutes.setFocus()
            return None
        return {
            "minutes": minutes,
            "priority": int(self.priority.value() or 0),
            "owner_id": int(self.owner.value() or 0) or None,
            "recurrence": self._rule(day),
            "steps": tuple(self.steps.value().splitlines()),
        }

    def _rule(self, day: dt.date | None) -> str:
        chosen = self.repeat.value()
        unit, _space, interval = chosen.partition(" ")
        if unit in recurrence.UNITS:
            return recurrence.make(unit, day or clock.today(), int(interval))
        return chosen

    def ticked(self) -> list[tuple[int, bool]]:
        """Lines of the checklist whose tick changed."""
        pairs = zip(self._record.steps, self.ticks, strict=True)
        return [(step.id, box.isChecked()) for step, box in pairs if step.done != box.isChecked()]


def plan_follow_up(
    host: QWidget,
    shell: Shell,
    contact_id: int | None = None,
    *,
    day: dt.date | None = None,
    time: str = "",
    deal_id: int | None = None,
) -> Dialog:
    """Ask for a new follow-up, for a customer or for nobody in particular, or for the next step of
    a deal; ``day`` (tomorrow if not said) and ``time`` (``HH:MM``) stand in it."""
    blank = shell.workspace.read(follow_up_editing.blank, contact_id, deal_id)
    form = FollowUpForm(shell, replace(blank, due_on=day, due_time=time))

    def save() -> bool:
        changes = form.changes()
        if changes is None:
            return False
        draft = FollowUpDraft(**changes)
        if deal_id is None:
            shell.workspace.execute(N_("Plan follow-up"), follow_ups.create, draft)
        else:
            shell.workspace.execute(deals.PLAN_ACTION, deals.plan, deal_id, draft)
        said = _("Planned: {title}").format(title=draft.title)
        shell.toast(said, "calendar-plus", undo=True)
        return True

    return _opened(host, form, _("New follow-up"), _("Plan it"), save)


def edit_follow_up(host: QWidget, shell: Shell, follow_up_id: int) -> Dialog:
    """Change one."""
    form = FollowUpForm(shell, shell.workspace.read(follow_up_editing.record, follow_up_id))

    def save() -> bool:
        changes = form.changes()
        if changes is None:
            return False
        shell.workspace.execute(
            N_("Change follow-up"), _change, follow_up_id, changes, form.more.ticked()
        )
        shell.toast(_("Changed: {title}").format(title=changes["title"]), undo=True)
        return True

    return _opened(host, form, _("Change follow-up"), _("Save"), save)


def _change(
    session: Any, follow_up_id: int, changes: dict[str, Any], ticked: list[tuple[int, bool]]
) -> None:
    for step_id, done in ticked:
        follow_up_steps.tick(session, step_id, done)
    follow_ups.edit(session, follow_up_id, **changes)


def _opened(
    host: QWidget, form: FollowUpForm, title: str, action: str, save: Callable[[], bool]
) -> Dialog:
    dialog = Dialog(host, title, plain(column(form)), action, save, width=560, enter=True)
    form.left.connect(dialog.done)
    dialog.open()
    return dialog
