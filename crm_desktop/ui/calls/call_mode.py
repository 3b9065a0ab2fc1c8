"""Calling through a list: one customer at a time, keys 1 to 9 for how it ended."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QGridLayout, QWidget

from crm_desktop.core import clock, formats
from crm_desktop.core.errors import NotFound
from crm_desktop.core.i18n import N_, _, ngettext
from crm_desktop.services import call_list, masking
from crm_desktop.services.call_list import CallCard
from crm_desktop.services.call_outcomes import OUTCOMES
from crm_desktop.ui import theme
from crm_desktop.ui.calls.call_parts import outcome_button, tally
from crm_desktop.ui.contacts import timeline_words
from crm_desktop.ui.contacts.timeline_list import TimelineList
from crm_desktop.ui.page import OpenRecord, Shell
from crm_desktop.ui.widgets.avatar import Avatar
from crm_desktop.ui.widgets.buttons import Button, IconButton
from crm_desktop.ui.widgets.form import LineEdit, TextArea
from crm_desktop.ui.widgets.layout import column, plain, row, rule
from crm_desktop.ui.widgets.overlay import Overlay
from crm_desktop.ui.widgets.scroll import ScrollArea
from crm_desktop.ui.widgets.text import Label


class CallMode(Overlay):
    """Goes through ``contact_ids``; ``follow_ups_of`` names the follow-up that leads to a call.

    1 to 9 (with Alt while writing) end a call and go on, Right and Left turn over without a word,
    F2 writes, Esc ends.
    """

    def __init__(
        self,
        host: QWidget,
        shell: Shell,
        contact_ids: Sequence[int],
        follow_ups_of: dict[int, int] | None = None,
    ) -> None:
        super().__init__(host.window(), width=880)
        self._shell = shell
        self.ids = list(contact_ids)
        self._follow_ups = follow_ups_of or {}
        self.at = 0
        self.card: CallCard | None = None
        self.results: dict[int, str] = {}
        self.place_label = Label("", "caption", "text3")
        self.bar = Label("", "caption", "accentText")
        self.name = Label("", "figure", elide=True)
        self.facts = Label("", "body", "text2", wrap=True)
        self.phone = Button("", "phone", "primary", on=self.copy_phone)
        self.suggestion = Label("", "body", "accentText", wrap=True)
        self.history = TimelineList()
        self.script = TextArea(lambda: _("What you say. Written once, shown for every call."),
                               shell.workspace.read(call_list.script), lines=5)  # fmt: skip
        self.note = LineEdit(lambda: _("What was said; a number key ends the call"))
        self.outcomes = [
            outcome_button(number, one, partial(self.end_call, one.key))
            for number, one in enumerate(OUTCOMES, start=1)
        ]
        self._face = Avatar("", 0, size=44)
        self._lay_out()
        self.dismissed.connect(self.end)

    def _lay_out(self) -> None:
        close = IconButton("x", lambda: _("End"), on=self.end)
        back = IconButton("caret-left", lambda: _("Previous"), on=partial(self.turn, -1))
        on = IconButton("caret-right", lambda: _("Skip"), on=partial(self.turn, 1))
        opened = IconButton("arrow-square-out", lambda: _("Open customer"), on=self.open_customer)
        top = row(self.place_label, (self.bar, 1), back, on, opened, close, gap=6)
        who = row(self._face, (column(self.name, self.facts, gap=2), 1), self.phone, gap=14)
        grid = QGridLayout()
        grid.setSpacing(theme.m(6))
        grid.setContentsMargins(0, 0, 0, 0)
        for number, button in enumerate(self.outcomes):
            grid.addWidget(button, number // 3, number % 3)
            grid.setColumnStretch(number % 3, 1)
        keys = QWidget()
        keys.setLayout(grid)
        left = plain(
            column(
                Label(lambda: _("Before this"), "caption", "text3"),
                (ScrollArea(self.history), 1),
                gap=6,
            )
        )
        script = Label(lambda: _("Script"), "caption", "text3")
        right = plain(column(script, self.script, self.note, keys, None, gap=8))
        self.body.setContentsMargins(theme.m(28), theme.m(20), theme.m(28), theme.m(22))
        self.body.addLayout(
            column(
                top,
                who,
                self.suggestion,
                rule(),
                (plain(row((left, 1), (ScrollArea(right), 1), gap=24)), 1),
                gap=12,
            )
        )

    # going through

    def start(self) -> bool:
        """Show the first; False when there is nobody to call."""
        if not self.ids:
            return False
        self.open()
        self._show()
        return True

    def _show(self) -> None:
        contact_id = self.ids[self.at]
        try:
            card: CallCard = self._shell.workspace.read(call_list.card, contact_id, clock.today())
        except NotFound:  # deleted meanwhile
            self.ids.pop(self.at)
            if not self.ids:
                self.end()
            else:
                self.at = min(self.at, len(self.ids) - 1)
                self._show()
            return
        self.card = card
        self._say(card)
        self.note.clear()
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def _say(self, card: CallCard) -> None:
        place = _("{at} of {n}").format(
            at=formats.integer(self.at + 1), n=formats.integer(len(self.ids))
        )
        self.place_label.say(place)
        self.bar.say(tally(self.results))
        self._face.show_contact(card.name, card.contact_id, card.kind == "company")
        self.name.say(card.name)
        due = " · ".join(one.title for one in card.due)
        parts = (card.level, card.remark, due, _("asked not to be called") * card.no_marketing)
        self.facts.say(" · ".join(part for part in parts if part))
        phone = card.reach.phone
        shown = masking.masked(phone) if card.reach.masked and phone else phone
        self.phone.say(shown or _("No number"))
        self.phone.setEnabled(bool(phone))
        hint = card.suggestion
        self.suggestion.say(f"{hint.title} ({hint.reason})" if hint is not None else "")
        self.suggestion.setVisible(hint is not None)
        self.history.show_items(timeline_words.timeline_items(card.history))
        self.setAccessibleName(f"{place}, {card.name}, {shown}")
        for button, one in zip(self.outcomes, OUTCOMES, strict=True):
            button.setChecked(self.results.get(card.contact_id) == one.key)

    def turn(self, by: int) -> None:
        """Another customer without a word; past the last it ends."""
        if self.at + by >= len(self.ids):
            self.end()
        elif self.at + by >= 0:
            self.at += by
            self._show()

    # one call

    def copy_phone(self) -> None:
        """Put the number on the clipboard, to be dialled; noted where numbers are masked."""
        if self.card is None or not self.card.reach.phone:
            return
        if self.card.reach.masked:
            workspace = self._shell.workspace
            workspace.record(masking.REVEAL_ACTION, masking.reveal, self.card.contact_id)
            self.phone.say(self.card.reach.phone)
        QGuiApplication.clipboard().setText(self.card.reach.phone)
        self._shell.toast(_("{number} copied").format(number=self.card.reach.phone), "phone")

    def end_call(self, outcome: str) -> None:
        """Keep how it ended and go on; one undo takes it back."""
        if self.card is None:
            return
        contact_id = self.card.contact_id
        self._shell.workspace.execute(
            N_("Call"), call_list.record, contact_id, outcome, self.note.value(),
            self._follow_up_of(self.card),
        )  # fmt: skip
        self.results[contact_id] = outcome
        self.turn(1)

    def _follow_up_of(self, card: CallCard) -> int | None:
        if card.contact_id in self._follow_ups:
            return self._follow_ups[card.contact_id]
        today = clock.today()
        calls = (one for one in card.due if one.kind == "call")
        return next((one.id for one in calls if one.due_on and one.due_on <= today), None)

    def open_customer(self) -> None:
        """Leave the list for the whole page of this customer."""
        if self.card is not None:
            contact_id = self.card.contact_id
            self.end()
            self._shell.go("contacts", OpenRecord(contact_id))

    def end(self) -> None:
        """Keep the script, say what came of it, close."""
        workspace = self._shell.workspace
        if self.isHidden() or not workspace.is_open:
            return
        if self.script.value() != workspace.read(call_list.script):
            workspace.execute(N_("Change the call script"), call_list.set_script,
                              self.script.value())  # fmt: skip
        if self.results:
            words = ngettext("{n} call: {results}", "{n} calls: {results}", len(self.results))
            said = words.format(n=len(self.results), results=tally(self.results))
            self._shell.toast(said, "phone-outgoing")
        self.close_overlay()
        self.deleteLater()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        number = key - Qt.Key.Key_1
        if 0 <= number < len(OUTCOMES):
            self.end_call(OUTCOMES[number].key)
        elif key in (Qt.Key.Key_Right, Qt.Key.Key_Left):
            self.turn(1 if key == Qt.Key.Key_Right else -1)
        elif key == Qt.Key.Key_F2:
            self.note.setFocus(Qt.FocusReason.ShortcutFocusReason)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.note.hasFocus():
            self.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            super().keyPressEvent(event)


def call_through(
    host: QWidget, shell: Shell, contact_ids: Sequence[int], of: dict[int, int] | None = None
) -> CallMode | None:
    """Begin with those of ``contact_ids`` who may be called; ``None`` when there is nobody."""
    ids: Any = shell.workspace.read(call_list.callable_ones, list(contact_ids))
    if not ids:
        shell.toast(_("There is nobody to call."), "phone")
        return None
    mode = CallMode(host, shell, ids, of)
    mode.start()
    return mode
