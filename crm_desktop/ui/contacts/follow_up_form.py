"""The form that plans a follow-up: what, how, when."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QWidget

from crm_desktop.core import clock
from crm_desktop.core.i18n import _
from crm_desktop.services.follow_ups import KINDS, FollowUpDraft
from crm_desktop.ui.contacts.follow_up_words import follow_up_kind
from crm_desktop.ui.theme import Text
from crm_desktop.ui.widgets.buttons import Button
from crm_desktop.ui.widgets.dialogs import Dialog
from crm_desktop.ui.widgets.form import ComboBox, Field, LineEdit, TextArea
from crm_desktop.ui.widgets.layout import column, plain, row
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


def ask_follow_up(
    host: QWidget,
    whom: Text,
    keep: Callable[[FollowUpDraft], object],
    contact_id: int | None = None,
) -> Dialog:
    """Open the form; ``keep(draft)`` writes it, and a ``UserError`` there keeps it open."""
    form = FollowUpForm()

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
        plain(column(form)),
        lambda: _("Plan it"),
        save,
        width=520,
        enter=True,
    )
    dialog.open()
    return dialog
