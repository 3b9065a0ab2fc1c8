"""The form that plans a follow-up: what, how, when."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import Any

from PySide6.QtWidgets import QWidget

from crm_desktop.core import clock, formats
from crm_desktop.core.i18n import _
from crm_desktop.services.contacts import bulk_changes
from crm_desktop.services.follow_ups.follow_ups import KINDS, FollowUpDraft
from crm_desktop.ui.contacts.follow_up_words import follow_up_kind
from crm_desktop.ui.theme import Text
from crm_desktop.ui.widgets.buttons import Button
from crm_desktop.ui.widgets.dialogs import Dialog
from crm_desktop.ui.widgets.form import CheckBox, ComboBox, Field, LineEdit, TextArea
from crm_desktop.ui.widgets.layout import column, fixed_width, plain, row
from crm_desktop.ui.widgets.text import Label
from crm_desktop.ui.widgets.typed_edits import DateEdit

# Days from today behind the quick buttons.
_QUICK: tuple[tuple[int, Callable[[], str]], ...] = (
    (0, lambda: _("Today")),
    (1, lambda: _("Tomorrow")),
    (3, lambda: _("In 3 days")),
    (7, lambda: _("In a week")),
    (30, lambda: _("In 30 days")),
)


class FollowUpForm(QWidget):
    """Inputs of a follow-up; tomorrow unless told otherwise."""

    def __init__(self) -> None:
        super().__init__()
        self.title = LineEdit(lambda: _("e.g. ask about the quote"))
        self.kind = ComboBox([(kind, partial(follow_up_kind, kind)) for kind in KINDS], "call")
        self.day = DateEdit(clock.today() + dt.timedelta(days=1))
        self.time = LineEdit(lambda: _("any time"))
        self.note = TextArea(lines=2)
        self.title_field = Field(lambda: _("What is to be done"), self.title)
        self.day_field = Field(lambda: _("Day"), self.day)
        quick = [Button(words, small=True, on=partial(self._days, days)) for days, words in _QUICK]
        self.setLayout(
            column(
                self.title_field,
                row(
                    (Field(lambda: _("How"), self.kind), 1),
                    (self.day_field, 1),
                    (Field(lambda: _("Time"), self.time), 1),
                    gap=12,
                ),
                row(*quick, None, gap=6),
                Field(lambda: _("Note"), self.note),
                gap=12,
            )
        )

    def _days(self, days: int) -> None:
        self.day.set_date(clock.today() + dt.timedelta(days=days))

    def draft(self, contact_id: int | None) -> FollowUpDraft | None:
        """What was typed; ``None`` after saying what is missing."""
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
        return FollowUpDraft(
            title=self.title.value(),
            kind=self.kind.value(),
            due_on=day,
            due_time=self.time.value(),
            note=self.note.value(),
            contact_id=contact_id,
        )


class SpreadOver(QWidget):
    """How many a day, so that fifty calls do not fall on one morning."""

    def __init__(self, count: int) -> None:
        super().__init__()
        self._count = count
        self._day: DateEdit | None = None
        self.per_day = LineEdit(lambda: _("all"))
        self.workdays = CheckBox(lambda: _("Leave out weekends"), checked=True)
        self.last = Label("", "caption", "text3")
        fixed_width(self.per_day, 64)
        self.per_day.setAccessibleName(_("How many a day"))
        line = row(
            Label(lambda: _("How many a day"), "body", "text2"), self.per_day, self.workdays, None
        )
        self.setLayout(column(line, self.last, gap=4))
        self.per_day.textChanged.connect(self._say)
        self.workdays.toggled.connect(self._say)

    def follow(self, day: DateEdit) -> None:
        """Begin on this day."""
        self._day = day
        day.textChanged.connect(self._say)

    def days(self) -> dict[str, Any]:
        """What ``bulk_changes.plan`` is to be told."""
        typed = self.per_day.value()
        per_day = int(typed) if typed.isdigit() else 0
        return {"per_day": per_day, "workdays": bool(per_day) and self.workdays.isChecked()}

    def _say(self) -> None:
        days, first = self.days(), None
        if self._day is not None:
            with suppress(ValueError):
                first = self._day.date()
        if not days["per_day"] or first is None:
            self.last.say("")
            return
        last = bulk_changes.last_day(first, self._count, **days)
        words = _("The last on {day}").format(day=formats.date_long(last))
        self.last.say(words)


def ask_follow_up(
    host: QWidget,
    whom: Text,
    keep: Callable[[FollowUpDraft], object],
    contact_id: int | None = None,
    *,
    more: SpreadOver | None = None,
) -> Dialog:
    """Open the form; ``keep(draft)`` writes it, and a ``UserError`` there keeps it open.

    ``more`` asks over how many days they are spread."""
    form = FollowUpForm()
    if more is not None:
        more.follow(form.day)

    def save() -> bool:
        draft = form.draft(contact_id)
        if draft is None:
            return False
        keep(draft)
        return True

    name = whom if isinstance(whom, str) else whom()
    dialog = Dialog(
        host,
        lambda: _("Follow up: {name}").format(name=name),
        plain(column(form, more, gap=12) if more is not None else column(form)),
        lambda: _("Plan it"),
        save,
        width=520,
        enter=True,
    )
    dialog.open()
    return dialog
