"""Calling through a list: one customer at a time, keys 1 to 9 for how it ended."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QWidget

from crm_desktop.core import clock, formats
from crm_desktop.core.errors import NotFound
from crm_desktop.core.i18n import N_, _, ngettext
from crm_desktop.services import call_list
from crm_desktop.services.call_list import CallCard
from crm_desktop.services.records import masking
from crm_desktop.ui import theme
from crm_desktop.ui.calls.call_parts import (
    HINTS,
    TIGHT_BELOW,
    CallMiddle,
    Outcomes,
    outcome_of,
    tally,
)
from crm_desktop.ui.contacts import timeline_words
from crm_desktop.ui.contacts.timeline_list import TimelineList
from crm_desktop.ui.page import OpenRecord, Shell
from crm_desktop.ui.widgets.avatar import Avatar
from crm_desktop.ui.widgets.buttons import Button, IconButton
from crm_desktop.ui.widgets.form import LineEdit, TextArea
from crm_desktop.ui.widgets.key_hints import KeyHints
from crm_desktop.ui.widgets.keys import is_undo
from crm_desktop.ui.widgets.layout import column, row, rule
from crm_desktop.ui.widgets.overlay import Overlay
from crm_desktop.ui.widgets.scroll import ScrollArea
from crm_desktop.ui.widgets.text import Label


class CallMode(Overlay):
    """Goes through ``contact_ids``; ``follow_ups_of`` names the follow-up that leads to a call.

    1 to 9 (with Alt while writing) end a call and go on, Right and Left turn over without a word,
    F2 writes, Ctrl+Z takes back the last call, Esc ends. Pressed for somebody again, another number
    stands instead of the first.
    """

    def __init__(
        self,
        host: QWidget,
        shell: Shell,
        contact_ids: Sequence[int],
        follow_ups_of: dict[int, int] | None = None,
    ) -> None:
        super().__init__(host.window(), width=1000)
        self._shell = shell
        self.ids = list(contact_ids)
        self._follow_ups = follow_ups_of or {}
        self.at = 0
        self.card: CallCard | None = None
        self.results: dict[int, str] = {}
        self._notes: dict[int, str] = {}  # what was written, by customer
        self._made: dict[int, int] = {}  # the action of each call, the latest last
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
        self.outcomes = Outcomes(self.end_call)
        for input_ in (self.script, self.note):
            input_.installEventFilter(self)
        self._face = Avatar("", 0, size=44)
        self._lay_out()
        self.dismissed.connect(self.end)
        shell.workspace.closing.connect(self.end)

    def _lay_out(self) -> None:
        close = IconButton("x", lambda: _("End"), on=self.end)
        back = IconButton("caret-left", lambda: _("Previous"), on=partial(self.turn, -1))
        on = IconButton("caret-right", lambda: _("Skip"), on=partial(self.turn, 1))
        opened = IconButton("arrow-square-out", lambda: _("Open customer"), on=self.open_customer)
        top = row(self.place_label, (self.bar, 1), back, on, opened, close, gap=6)
        who = row(self._face, (column(self.name, self.facts, gap=2), 1), self.phone, gap=14)
        self._middle = CallMiddle(self.history, self.script, self.note, self.outcomes)
        self._hints = KeyHints(HINTS)
        middle = ScrollArea(self._middle)
        self.body.addLayout(
            column(top, who, self.suggestion, rule(), (middle, 1), self._hints, gap=12)
        )

    def place(self) -> None:
        """Centre the panel; where there is little room its middle scrolls as one."""
        if hasattr(self, "_middle"):
            tight = self._host.height() < theme.m(TIGHT_BELOW)
            self._middle.set_tight(tight)
            self._hints.setVisible(not tight)
            side, edge = (18, 14) if tight else (28, 20)
            self.body.setContentsMargins(theme.m(side), theme.m(edge), theme.m(side), theme.m(edge))
        super().place()

    # going through

    def start(self) -> bool:
        """Show the first who was not called today; False when there is nobody to call."""
        if not self.ids:
            return False
        self.results = self._shell.workspace.read(call_list.called, self.ids, clock.today())
        left = (at for at, one in enumerate(self.ids) if one not in self.results)
        self.at = next(left, 0)
        self.open()
        self._show()
        return True

    def _show(self) -> None:
        contact_id = self.ids[self.at]
        try:
            card: CallCard = self._shell.workspace.read(call_list.card, contact_id, clock.today())
        except NotFound:  # deleted meanwhile
            self._leave_out()
            return
        self.card = card
        self._say(card)
        self.note.setText(self._notes.get(card.contact_id, ""))
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def _leave_out(self) -> None:
        """Go on without the present customer, who is there no more."""
        self.ids.pop(self.at)
        if not self.ids:
            self.end()
        else:
            self.at = min(self.at, len(self.ids) - 1)
            self._show()

    def _say(self, card: CallCard) -> None:
        place = _("{at} of {n}").format(
            at=formats.integer(self.at + 1), n=formats.integer(len(self.ids))
        )
        self.place_label.say(place)
        self.bar.say(tally(self.results))
        self._face.show_contact(card.name, card.contact_id, card.kind == "company")
        self.name.say(card.name)
        due = " · ".join(one.title for one in card.due)
        whose = card.reach.person and _("number of {name}").format(name=card.reach.person)
        parts = (
            whose,
            card.level,
            card.remark,
            due,
            _("asked not to be called") * card.no_marketing,
        )
        self.facts.say(" · ".join(part for part in parts if part))
        phone = card.reach.phone
        shown = masking.masked(phone) if card.reach.masked and phone else phone
        self.phone.say(shown or _("No number"))
        self.phone.setEnabled(bool(phone))
        hint = card.suggestion
        self.suggestion.say(f"{hint.title} ({hint.reason})" if hint is not None else "")
        self.suggestion.setVisible(hint is not None)
        self._middle.show_history(timeline_words.timeline_items(card.history))
        self.setAccessibleName(f"{place}, {card.name}, {shown}")
        self.outcomes.mark(self.results.get(card.contact_id, ""))

    def turn(self, by: int) -> None:
        """Another customer without a word; past the last it ends."""
        self._keep_note()
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
        """Keep how it ended, instead of what was kept before, and go on."""
        if self.card is None:
            return
        contact_id, workspace = self.card.contact_id, self._shell.workspace
        try:
            if contact_id in self._made:
                self._take_back(contact_id)
                # What led to the call is open again.
                self.card = workspace.read(call_list.card, contact_id, clock.today())
            workspace.execute(
                N_("Call"), call_list.record, contact_id, outcome, self.note.value(),
                self._follow_up_of(self.card),
            )  # fmt: skip
        except NotFound:  # deleted while the phone rang
            self._leave_out()
            return
        self._made[contact_id] = workspace.last_action
        self.results[contact_id] = outcome
        self.turn(1)

    def take_back(self) -> None:
        """Ctrl+Z: the last call was not so; ask again how it ended."""
        if not self._made:
            return
        contact_id = next(reversed(self._made))
        self._keep_note()
        self._take_back(contact_id)
        if contact_id in self.ids:
            self.at = self.ids.index(contact_id)
        self._show()
        self.bar.say(_("Taken back. How did it end?"))

    def _take_back(self, contact_id: int) -> None:
        self._shell.workspace.undo(self._made[contact_id])
        del self._made[contact_id], self.results[contact_id]

    def _keep_note(self) -> None:
        if self.card is not None:
            self._notes[self.card.contact_id] = self.note.value()

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
        """Keep the script and what was written without an outcome, say what came of it, close."""
        workspace = self._shell.workspace
        if self.isHidden() or not workspace.is_open:
            return
        self._keep_note()
        left = {one: words for one, words in self._notes.items() if one not in self.results}
        if any(left.values()):
            workspace.execute(N_("Notes of calls"), call_list.keep_notes, left)
        if self.script.value() != workspace.read(call_list.script):
            workspace.execute(N_("Change the call script"), call_list.set_script,
                              self.script.value())  # fmt: skip
        if self.results:
            words = ngettext("{n} call: {results}", "{n} calls: {results}", len(self.results))
            said = words.format(n=len(self.results), results=tally(self.results))
            self._shell.toast(said, "phone-outgoing")
        self.close_overlay()
        self.deleteLater()

    def event(self, event: QEvent) -> bool:
        """Take Ctrl+Z before the window, whose keys rest while something lies over it."""
        if event.type() == QEvent.Type.ShortcutOverride and is_undo(event):
            event.accept()
            return True
        return super().event(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """While writing: Alt and a number end the call, Esc goes back to the numbers."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            outcome = outcome_of(event)
            if outcome and event.modifiers() & Qt.KeyboardModifier.AltModifier:
                self.end_call(outcome)
                return True
            if event.key() == Qt.Key.Key_Escape:
                self.setFocus(Qt.FocusReason.OtherFocusReason)
                return True
            if is_undo(event) and not self._is_typing_to_take_back():
                self.take_back()
                return True
        return super().eventFilter(watched, event)

    def _is_typing_to_take_back(self) -> bool:
        if self.note.hasFocus():
            return self.note.isUndoAvailable()
        return self.script.document().isUndoAvailable()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        outcome = outcome_of(event)
        if outcome:
            self.end_call(outcome)
        elif is_undo(event):
            self.take_back()
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
