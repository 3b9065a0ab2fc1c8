"""One deal: its facts, the checklist of its stage, the next step, and what happened so far."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

from PySide6.QtWidgets import QWidget

from crm_desktop.core import clock
from crm_desktop.core.i18n import _
from crm_desktop.services.contacts import contacts
from crm_desktop.services.deals import deal_history, deal_list, deal_stages, deal_steps, deals
from crm_desktop.services.deals.deal_list import DealRow
from crm_desktop.services.deals.deal_stages import StageRow
from crm_desktop.services.deals.deal_steps import ExitStep
from crm_desktop.services.deals.deals import DealDraft
from crm_desktop.services.follow_ups.follow_ups import FollowUpDraft
from crm_desktop.services.settings import choices, settings
from crm_desktop.ui.contacts.contact_picker import ContactPicker
from crm_desktop.ui.deals import deal_words
from crm_desktop.ui.deals.history_words import move_words
from crm_desktop.ui.page import Shell
from crm_desktop.ui.widgets import menu
from crm_desktop.ui.widgets.buttons import IconButton
from crm_desktop.ui.widgets.dialogs import Dialog
from crm_desktop.ui.widgets.form import CheckBox, ComboBox, Field, LineEdit, TextArea
from crm_desktop.ui.widgets.layout import column, plain, row, show_if
from crm_desktop.ui.widgets.menu import MenuItem
from crm_desktop.ui.widgets.text import Label
from crm_desktop.ui.widgets.typed_edits import DateEdit, MoneyEdit

_HISTORY = 6


class DealForm(QWidget):
    """The facts of a deal as inputs, filled in from ``deal``."""

    def __init__(self, shell: Shell, deal: DealRow | None, stages: list[StageRow]) -> None:
        super().__init__()
        self._shell = shell
        read = shell.workspace.read
        currency = deal.currency if deal else read(settings.get, settings.CURRENCY)
        self.title = LineEdit(lambda: _("e.g. whole-house filter and softener"))
        self.customer = ContactPicker(shell)
        self.amount = MoneyEdit(None, currency)
        self.expected = DateEdit(deal.expected_on if deal else None)
        self.stage = ComboBox([(str(one.id), one.name) for one in stages])
        staff = [(str(one.id), one.name) for one in read(choices.staff)]
        self.owner = ComboBox([("", "—"), *staff], str(self._owner(deal) or ""))
        sources = [one.value for one in read(choices.choices, "source")]
        if deal and deal.source and deal.source not in sources:
            sources.append(deal.source)
        self.source = ComboBox([("", "—"), *((one, one) for one in sources)])
        self.note = TextArea(lines=2)
        if deal is not None:
            self._fill(deal)
        self._lay_out(deal is None)

    def _owner(self, deal: DealRow | None) -> int | None:
        return deal.owner_id if deal else self._shell.workspace.me

    def _fill(self, deal: DealRow) -> None:
        self.title.setText(deal.title)
        self.amount.set_minor(deal.amount_minor)
        self.source.set_value(deal.source)
        self.note.setPlainText(deal.note)
        if deal.contact_id is not None:
            self.customer.choose(deal.contact_id, deal.contact_name)

    def _lay_out(self, fresh: bool) -> None:
        self.title_field = Field(lambda: _("What it is about"), self.title)
        self.customer_field = Field(lambda: _("Customer"), self.customer)
        self.amount_field = Field(lambda: _("Amount"), self.amount)
        self.expected_field = Field(lambda: _("Expected on"), self.expected)
        stage = [(Field(lambda: _("Stage"), self.stage), 1)] if fresh else []
        owner = (Field(lambda: _("Owner"), self.owner), 1)
        source = (Field(lambda: _("Source"), self.source), 1)
        self.setLayout(
            column(
                self.title_field,
                row((self.customer_field, 2), (self.amount_field, 1), gap=12),
                row((self.expected_field, 1), *stage, owner, source, gap=12),
                Field(lambda: _("Note"), self.note),
                gap=12,
            )
        )

    def values(self) -> dict[str, Any] | None:
        """What was typed, by the fields of ``DealDraft``; ``None`` after saying what is wrong."""
        for field in (self.title_field, self.customer_field, self.amount_field,
                      self.expected_field):  # fmt: skip
            field.set_error()
        try:
            day = self.expected.date()
        except ValueError:
            self.expected_field.set_error(lambda: _("Type a date, e.g. 2026-06-18."))
            return None
        try:
            amount = self.amount.minor() or 0
        except ValueError:
            amount = -1
        if not 0 <= amount < deals.MOST_MINOR:
            self.amount_field.set_error(lambda: _("Type an amount, e.g. 21800."))
            return None
        if not self.title.value():
            self.title_field.set_error(lambda: _("Say what the deal is about."))
            self.title.setFocus()
            return None
        if self.customer.value() and not self.customer.contact_id:
            self.customer_field.set_error(lambda: _("Choose a customer from the list below."))
            self.customer.setFocus()
            return None
        return {
            "title": self.title.value(),
            "contact_id": self.customer.contact_id or None,
            "amount_minor": amount,
            "expected_on": day,
            "owner_id": int(self.owner.value() or 0) or None,
            "source": self.source.value(),
            "note": self.note.value(),
        }


class DealDialog(Dialog):
    """A new deal, or the one of ``deal_id`` with its checklist and history; ``acts`` are offered
    in a menu."""

    def __init__(
        self,
        host: QWidget,
        shell: Shell,
        *,
        deal_id: int = 0,
        stage_id: int | None = None,
        contact_id: int = 0,
        acts: Callable[[DealRow], list[MenuItem | None]] | None = None,
    ) -> None:
        self._shell, self._acts = shell, acts
        self._ticks: list[tuple[ExitStep, CheckBox]] = []
        self.more = IconButton("dots-three", lambda: _("More"), on=self._offer)
        read = shell.workspace.read
        self.deal: DealRow | None = read(deal_list.get, deal_id) if deal_id else None
        self.form = DealForm(shell, self.deal, read(deal_stages.open_stages))
        self.form.stage.set_value(str(stage_id or ""))
        if contact_id:
            self.form.customer.choose(contact_id, read(contacts.card, contact_id).draft.name)
        self.step = LineEdit(lambda: _("e.g. send the quote"))
        self.step_on = DateEdit(clock.today() + dt.timedelta(days=1))
        self.step_field = Field(lambda: _("Next step"), self.step)
        self.step_day = Field(lambda: _("Day"), self.step_on)
        fresh = self.deal is None
        parts: list[Any] = [self.form]
        if fresh or (self.deal and self.deal.state == "open" and self.deal.next is None):
            parts.append(row((self.step_field, 2), (self.step_day, 1), gap=12))
        elif self.deal is not None:
            parts.append(Label(_now(self.deal), "body", "text2", wrap=True))
        if self.deal is not None:
            parts += self._checklist(self.deal) + self._history(self.deal)
        title = (lambda: _("New deal")) if fresh else (lambda: _("Deal"))
        super().__init__(
            host,
            title,
            plain(column(*parts, gap=14)),
            (lambda: _("Add the deal")) if fresh else (lambda: _("Save")),
            self._keep,
            extra=self.more,
            width=600,
        )
        show_if(self.more, self.deal is not None and acts is not None)

    def _offer(self) -> None:
        """What else can be done with it; what was typed is kept first."""
        if self.deal is None or self._acts is None:
            return

        def act(item: MenuItem) -> None:
            if self._keep():
                self.done()
                item.on()

        items = self._acts(self.deal)
        menu.popup_below(self.more, [one and replace(one, on=partial(act, one)) for one in items])

    def _checklist(self, deal: DealRow) -> list[Any]:
        steps = self._shell.workspace.read(deal_steps.steps, deal.id)
        if not steps or deal.state != "open":
            return []
        boxes = [CheckBox(step.text, step.done) for step in steps]
        self._ticks = [(step, box) for step, box in zip(steps, boxes, strict=True)]
        head = lambda: _("Before it leaves {stage}").format(stage=deal.stage)  # noqa: E731
        return [column(Label(head, "caption", "text2"), *boxes, gap=2)]

    def _history(self, deal: DealRow) -> list[Any]:
        moves = self._shell.workspace.read(deal_history.history, deal.id)[:_HISTORY]
        lines = [Label(partial(move_words, move), "caption", "text3", wrap=True) for move in moves]
        if not lines:
            return []
        return [column(Label(lambda: _("What happened"), "caption", "text2"), *lines, gap=4)]

    def _keep(self) -> bool:
        values = self.form.values()
        if values is None:
            return False
        step = None
        if self.step.value():
            try:
                step = FollowUpDraft(self.step.value(), self.step_on.date())
            except ValueError:
                self.step_day.set_error(lambda: _("Type a date, e.g. 2026-06-18."))
                return False
        if self.deal is None:
            self._add(values, step)
        else:
            self._change(self.deal, values, step)
        return True

    def _add(self, values: dict[str, Any], step: FollowUpDraft | None) -> None:
        draft = DealDraft(**values, stage_id=int(self.form.stage.value() or 0) or None)
        self._shell.workspace.execute(deals.CREATE_ACTION, deals.create, draft, step)
        self._shell.toast(_("{title} added").format(title=draft.title), "plus", undo=True)

    def _change(self, deal: DealRow, values: dict[str, Any], step: FollowUpDraft | None) -> None:
        changed = {key: value for key, value in values.items() if getattr(deal, key) != value}
        ticks = {
            step.text: box.isChecked() for step, box in self._ticks if step.done != box.isChecked()
        }
        if not changed and not ticks and step is None:
            return
        self._shell.workspace.execute(
            deals.EDIT_ACTION, deals.revise, deal.id, changed, step, ticks
        )
        self._shell.toast(_("{title} saved").format(title=values["title"]), undo=True)


def _now(deal: DealRow) -> str:
    said = deal_words.next_words(deal)[0]
    if deal.next is not None and deal.next.title not in said:
        said = f"{said} · {deal.next.title}"
    return " · ".join(filter(None, (deal.stage, said, deal_words.stalled_words(deal))))
