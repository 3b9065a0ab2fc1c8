"""Sticky notes on Today: written in a line, ticked off, changed, painted, pinned to a customer."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QPoint, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QResizeEvent, QTextLayout

from crm_desktop.core import clock, formats
from crm_desktop.core.i18n import N_, _
from crm_desktop.ui import theme
from crm_desktop.ui.page import OpenRecord, Shell
from crm_desktop.ui.widgets import paint
from crm_desktop.ui.widgets.cards import Card
from crm_desktop.ui.widgets.form import LineEdit
from crm_desktop.ui.widgets.layout import plain, row, rule
from crm_desktop.ui.widgets.menu import MenuItem, build, calendar_menu
from crm_desktop.ui.widgets.row_list import RowList
from crm_desktop.ui.widgets.text import Icon

# The page stands before the file is open, so it must not pull in the services and SQLAlchemy.
if TYPE_CHECKING:
    from crm_desktop.services.sticky_notes import StickyNoteRow

TONES = {"yellow": "amber", "green": "accent", "blue": "blue", "purple": "violet", "red": "red"}
_MOST_LINES, _LINE = 4, 19
_EDGE, _PAD, _TEXT_LEFT = 12, 10, 44  # of a note in the card, of its words in the note, in the list


class StickyNotesCard(Card):
    """Hidden without notes, until ``begin`` asks for one."""

    def __init__(self, shell: Shell) -> None:
        super().__init__(lambda: _("Sticky notes"))
        self._shell = shell
        self._begun = False
        self.list = StickyNoteList()
        self.line = _NoteLine()
        self.line.returnPressed.connect(self._entered)
        self.line.left.connect(self._leave)
        self.body.addWidget(self.list)
        self.body.addSpacing(theme.m(6))
        self.body.addWidget(rule())
        writing = row(Icon("plus", 17, "accentText"), (self.line, 1), gap=16,
                      margins=(21, 5, 20, 5))  # fmt: skip
        self.body.addWidget(plain(writing))
        self.list.done_asked.connect(self.finish)
        self.list.opened.connect(self.edit)
        self.list.customer_asked.connect(self.open_customer)
        self.list.day_asked.connect(self.pick_day)
        self.list.remove_asked.connect(self.remove)
        self.list.menu_asked.connect(self.menu)
        self.hide()

    def show_notes(self, notes: Sequence[StickyNoteRow]) -> None:
        """Show these instead."""
        self.list.set_rows(notes)
        self.list.setVisible(bool(notes))
        self.setVisible(bool(notes) or self._begun)

    def begin(self) -> None:
        """Ask for a new note."""
        self._begun = True
        self.show()
        self.line.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _leave(self) -> None:
        self._begun = False
        self.line.clear()
        self.setVisible(bool(self.list.rows))

    def _entered(self) -> None:
        from crm_desktop.services import sticky_notes

        if self.line.value():
            self._write(N_("Put up a note"), sticky_notes.add, self.line.value())
            self._shell.toast(_("Note put up"), "note-pencil", undo=True)
            self.line.clear()

    def finish(self, note: StickyNoteRow) -> None:
        """Tick off."""
        from crm_desktop.services import sticky_notes

        self._write(sticky_notes.DONE, sticky_notes.done, note.id)
        said = _("Done: {title}").format(title=note.text)
        if note.contact_name:
            said = _("Done, and kept with {name}: {title}").format(
                name=note.contact_name, title=note.text
            )
        self._shell.toast(said, undo=True)

    def remove(self, note: StickyNoteRow) -> None:
        """Take off without a trace."""
        from crm_desktop.services import sticky_notes

        self._write(sticky_notes.DELETE, sticky_notes.remove, note.id)
        self._shell.toast(_("Deleted: {title}").format(title=note.text), "trash", undo=True)

    def edit(self, note: StickyNoteRow) -> None:
        """Change words, colour and customer."""
        from crm_desktop.ui.today.sticky_note_dialog import StickyNoteDialog

        StickyNoteDialog(self, self._shell, note).open()

    def paint_note(self, note: StickyNoteRow, colour: str) -> None:
        """Give it another colour."""
        from crm_desktop.services import sticky_notes

        self._write(N_("Change a note"), sticky_notes.paint, note.id, colour)

    def pick_day(self, note: StickyNoteRow) -> None:
        """Ask for which day it becomes a follow-up."""
        number = next((i for i, one in enumerate(self.list.rows) if one.id == note.id), 0)
        corner = self.list.box(number).bottomLeft().toPoint()
        menu = calendar_menu(self.list, clock.today(), partial(self.plan, note))
        menu.popup(self.list.mapToGlobal(corner))

    def plan(self, note: StickyNoteRow, day: dt.date) -> None:
        """Make a follow-up of it."""
        from crm_desktop.services import sticky_notes

        self._write(sticky_notes.TO_FOLLOW_UP, sticky_notes.to_follow_up, note.id, day)
        when = formats.date_relative(day, clock.today())
        said = _("Planned for {day}: {title}").format(day=when, title=note.text)
        self._shell.toast(said, "calendar-plus", undo=True)

    def open_customer(self, note: StickyNoteRow) -> None:
        """Show whom it is pinned to."""
        if note.contact_id is not None:
            self._shell.go("contacts", OpenRecord(note.contact_id))

    def menu(self, note: StickyNoteRow, where: QPoint) -> None:
        """Everything that can be done with one."""
        from crm_desktop.services import sticky_notes

        pinned = note.contact_id is not None
        items: list[MenuItem | None] = [
            MenuItem(_("Done"), lambda: self.finish(note), "check-circle", "Space"),
            MenuItem(_("Edit…"), lambda: self.edit(note), "pencil-simple", "Enter"),
            MenuItem(_("Make a follow-up…"), lambda: self.pick_day(note), "calendar-plus", "F2"),
            MenuItem(_("Open customer"), lambda: self.open_customer(note), "user", "O", pinned),
            None,
        ]
        for colour in sticky_notes.COLOURS:
            label, chosen = sticky_notes.colour_name(colour), colour == note.colour
            items.append(MenuItem(label, partial(self.paint_note, note, colour), checked=chosen))
        items += [
            None,
            MenuItem(_("Delete"), lambda: self.remove(note), "trash", "Del", danger=True),
        ]
        build(self.list, items).popup(where)

    def _write(self, name: str, service: Any, /, *args: Any) -> None:
        self._shell.workspace.execute(name, service, *args)


class _NoteLine(LineEdit):
    """``left`` follows Esc."""

    left = Signal()

    def __init__(self) -> None:
        super().__init__(lambda: _("Write a note; a customer's name pins it to them"))
        self.setProperty("bare", True)
        theme.live(self, lambda: self.setAccessibleName(_("New sticky note")))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)


class StickyNoteList(RowList):
    """Each note on its colour, as many lines high as it needs, up to four."""

    done_asked = Signal(object)
    customer_asked = Signal(object)
    day_asked = Signal(object)
    remove_asked = Signal(object)

    def __init__(self) -> None:
        super().__init__(_LINE, self._note, _spoken, lines=False)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit()  # narrower notes are higher

    def row_height(self, number: int) -> int:
        note = self.rows[number]
        lines = len(self._lines_of(note)) + bool(_facts(note))
        return theme.m(lines * _LINE + 2 * _PAD + 6)

    def _lines_of(self, note: StickyNoteRow) -> list[str]:
        return wrapped(note.text, self.width() - theme.m(_TEXT_LEFT + _EDGE + _PAD), _MOST_LINES)

    def _note(self, painter: QPainter, box: QRectF, note: StickyNoteRow, hot: bool) -> None:
        ground, ink = paint.TONES[TONES[note.colour]]
        paper = box.adjusted(theme.m(_EDGE), theme.m(3), -theme.m(_EDGE), -theme.m(3))
        paint.rounded(painter, paper, theme.m(7), ground, ink if hot else None)
        paint.rounded(painter, self._circle(box), theme.m(8), "surface", ink, pen=1.5)
        left = theme.m(_TEXT_LEFT)
        line = QRectF(left, paper.y() + theme.m(_PAD - 3), paper.right() - theme.m(_PAD) - left,
                      theme.m(_LINE))  # fmt: skip
        for words in self._lines_of(note):
            paint.txt(painter, line, words)
            line.translate(0, theme.m(_LINE))
        paint.txt(painter, line, _facts(note), "caption", ink)

    @staticmethod
    def _circle(box: QRectF) -> QRectF:
        side = theme.m(16)
        return QRectF(theme.m(_EDGE + 8), box.y() + theme.m(_PAD + 2), side, side)

    def clicked(self, number: int, x: float) -> None:
        (self.done_asked if x < theme.m(_TEXT_LEFT - 4) else self.opened).emit(self.rows[number])

    def pressed(self, key: Qt.Key) -> bool:
        acts = {
            Qt.Key.Key_Space: self.done_asked,
            Qt.Key.Key_O: self.customer_asked,
            Qt.Key.Key_F2: self.day_asked,
            Qt.Key.Key_Delete: self.remove_asked,
        }
        if not self.selectable(self.current) or key not in acts:
            return False
        acts[key].emit(self.rows[self.current])
        return True


def wrapped(text: str, width: float, most: int) -> list[str]:
    """``text`` in lines as wide as ``width`` real pixels; the last of ``most`` ends in an ellipsis
    where more would follow."""
    metrics = theme.metrics("body")
    lines: list[str] = []
    for part in text.split("\n"):
        layout = QTextLayout(part, theme.font("body"))
        layout.beginLayout()
        while len(lines) <= most:
            line = layout.createLine()
            if not line.isValid():
                break
            line.setLineWidth(max(width, 1.0))
            line.setPosition(QPointF(0, 0))
            lines.append(part[line.textStart() : line.textStart() + line.textLength()].rstrip())
        layout.endLayout()
    if len(lines) > most:
        cut = f"{lines[most - 1]}…"
        lines = [
            *lines[: most - 1],
            metrics.elidedText(cut, Qt.TextElideMode.ElideRight, int(width)),
        ]
    return lines


def _facts(note: StickyNoteRow) -> str:
    return " · ".join(part for part in (note.contact_name, note.by) if part)


def _spoken(note: StickyNoteRow) -> str:
    return ", ".join(part for part in (note.text, note.contact_name, note.by) if part)
