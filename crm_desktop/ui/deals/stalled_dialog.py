"""Asks what becomes of a stalled deal: push it, give it time, or give it up."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QStackedWidget, QWidget

from crm_desktop.core import clock
from crm_desktop.core.i18n import _
from crm_desktop.services.deals import deal_list, deal_stalls
from crm_desktop.services.deals.deal_list import DealRow
from crm_desktop.services.follow_ups.follow_ups import KINDS, FollowUpDraft
from crm_desktop.ui.contacts.follow_up_words import follow_up_kind
from crm_desktop.ui.deals import deal_words
from crm_desktop.ui.deals.lost_dialog import ReasonInput
from crm_desktop.ui.deals.moving import dropped_words
from crm_desktop.ui.page import Shell
from crm_desktop.ui.theme import Text
from crm_desktop.ui.widgets.choices import Choice, SegControl
from crm_desktop.ui.widgets.dialogs import Dialog
from crm_desktop.ui.widgets.form import ComboBox, Field, LineEdit
from crm_desktop.ui.widgets.layout import column, plain, row
from crm_desktop.ui.widgets.text import Label
from crm_desktop.ui.widgets.typed_edits import DateEdit

_DECISIONS: tuple[tuple[str, Callable[[], str], Callable[[], str]], ...] = (
    ("push", lambda: _("Push it"), lambda: _("Plan it")),
    ("extend", lambda: _("Give it time"), lambda: _("Give it time")),
    ("give_up", lambda: _("Give it up"), lambda: _("Let it rest")),
)
_MORE_DAYS = 14


class StalledDialog(Dialog):
    """Three choices with what each needs: a plan, a day, or a reason."""

    def __init__(self, host: QWidget, shell: Shell, deal: DealRow) -> None:
        self._shell, self._deal = shell, deal
        tomorrow = clock.today() + dt.timedelta(days=1)
        self.choice = SegControl([Choice(key, label) for key, label, _action in _DECISIONS])
        self.plan = LineEdit(lambda: _("e.g. visit with the boss"))
        self.plan_field = Field(lambda: _("What gets it moving"), self.plan)
        self.kind = ComboBox([(kind, partial(follow_up_kind, kind)) for kind in KINDS], "call")
        self.day = DateEdit(tomorrow)
        self.day_field = Field(lambda: _("Day"), self.day)
        self.until = DateEdit(clock.today() + dt.timedelta(days=_MORE_DAYS))
        self.until_field = Field(lambda: _("Until"), self.until)
        self.because = LineEdit(lambda: _("e.g. they are rebuilding"))
        self.reason = ReasonInput(shell.workspace.read(deal_list.reasons))
        self.parts = QStackedWidget()
        when = row((Field(lambda: _("How"), self.kind), 1), (self.day_field, 1), gap=12)
        for part in (
            column(self.plan_field, when, None, gap=12),
            column(self.until_field, Field(lambda: _("Why (may be empty)"), self.because), None,
                   gap=12),
            column(self.reason, None, gap=12),
        ):  # fmt: skip
            self.parts.addWidget(plain(part))
        facts = Label(lambda: _facts(deal), "body", "text2", wrap=True)
        super().__init__(
            host,
            lambda: _("What becomes of “{title}”?").format(title=deal_words.short_title(deal)),
            plain(column(facts, row(self.choice, None), self.parts, gap=14)),
            _DECISIONS[0][2],
            self._decide,
            width=500,
            enter=True,
        )
        self.choice.chosen.connect(self.show_part)

    def show_part(self, key: str) -> None:
        """Show what one decision needs."""
        keys = [decision[0] for decision in _DECISIONS]
        self.choice.set_current(key)
        self.parts.setCurrentIndex(keys.index(key))
        self.action.say(_DECISIONS[keys.index(key)][2])

    def _decide(self) -> bool:
        decide = {"push": self._push, "extend": self._extend, "give_up": self._give_up}
        said = decide[self.choice.current()]()
        if said is not None:
            self._shell.toast(said, "hourglass", undo=True)
        return said is not None

    def _push(self) -> str | None:
        day = _day(self.day, self.day_field)
        if not self.plan.value():
            self.plan_field.set_error(lambda: _("Write what is to be done."))
            self.plan.setFocus()
        if day is None or not self.plan.value():
            return None
        draft = FollowUpDraft(
            self.plan.value(), day, kind=self.kind.value(), contact_id=self._deal.contact_id
        )
        self._shell.workspace.execute(
            deal_stalls.PUSH_ACTION, deal_stalls.push, self._deal.id, draft
        )
        return _("Planned: {title}").format(title=draft.title)

    def _extend(self) -> str | None:
        day = _day(self.until, self.until_field)
        if day is None:
            return None
        self._shell.workspace.execute(
            deal_stalls.EXTEND_ACTION, deal_stalls.extend, self._deal.id, day, self.because.value()
        )
        return _("{title} has time until {day}").format(
            title=self._deal.title, day=deal_words.day_words(day)
        )

    def _give_up(self) -> str | None:
        reason = self.reason.value()
        if not reason:
            return None
        dropped = self._shell.workspace.execute(
            deal_stalls.GIVE_UP_ACTION, deal_stalls.give_up, self._deal.id, reason
        )
        said = _("{title} rests: {reason}").format(title=self._deal.title, reason=reason)
        return said + dropped_words(dropped)


def _facts(deal: DealRow) -> str:
    words = deal_words.stalled_words(deal) or deal_words.days_short(deal.days_in_stage)
    return f"{deal.stage} · {words}"


def _day(edit: DateEdit, field: Field) -> dt.date | None:
    """The day typed, from today on; ``None`` after saying what is wrong."""
    words: Text = lambda: _("Type a day from today on, e.g. 2026-06-30.")  # noqa: E731
    try:
        day = edit.date()
    except ValueError:
        day = None
    if day is None or day < clock.today():
        field.set_error(words)
        edit.setFocus()
        return None
    return day
