"""One line at the head of the timeline: what kind of contact it was, and what was said."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QLineEdit

from crm_desktop.core import clock, formats
from crm_desktop.core.i18n import _
from crm_desktop.services.timeline import quick_line
from crm_desktop.services.timeline.timeline import KINDS, kind_name
from crm_desktop.ui import icons, theme
from crm_desktop.ui.contacts.timeline_words import LOOKS
from crm_desktop.ui.widgets import menu, paint

_ICON_ROOM = 30


def meaning(typed: str, kind: str) -> str:
    """What a line will be kept as: ``Call → Follow-up Fri 19 Jun: call back``."""
    meant = quick_line.log_line(typed, clock.today(), kind)
    words = [kind_name(meant.kind)]
    if meant.direction:
        words.append(_("incoming") if meant.direction == "in" else _("outgoing"))
    if meant.minutes:
        words.append(_("{number} min").format(number=meant.minutes))
    if meant.happened_on:
        words.append(formats.date_relative(meant.happened_on, clock.today()))
    said = " · ".join(words)
    if meant.title and meant.due_on:
        day = formats.date_relative(meant.due_on, clock.today())
        when = " ".join(filter(None, (day, meant.due_time)))
        return _("{entry} → follow-up {when}: {title}").format(
            entry=said, when=when, title=meant.title
        )
    return said if len(words) > 1 or meant.kind != kind else ""


class NoteLine(QLineEdit):
    """``written`` carries kind and text on Enter; the text stays until it is cleared.

    The icon at its head (or Alt+Down) chooses the kind.
    """

    written = Signal(str, str)
    meant = Signal(str)  # what the line says so far, in words; empty for a plain note

    def __init__(self) -> None:
        super().__init__()
        self._kind = "note"
        self.textChanged.connect(self._tell)
        self.setProperty("search", True)
        theme.live(self, self._dress)

    def _dress(self) -> None:
        self.setFont(theme.font("body"))
        hint = _("What happened? e.g. call wants quote friday")
        if self._kind != "note":
            hint = _("{kind}: what was said?").format(kind=kind_name(self._kind))
        self.setPlaceholderText(hint)
        self.setAccessibleName(hint)
        self.setToolTip(_("Enter keeps it  Ctrl L"))

    def _tell(self, typed: str) -> None:
        self.meant.emit(meaning(typed, self._kind) if typed.strip() else "")

    def kind(self) -> str:
        """What kind of entry it will be."""
        return self._kind

    def set_kind(self, kind: str) -> None:
        """Choose the kind."""
        self._kind = kind
        self._dress()
        self._tell(self.text())
        self.update()

    def start(self) -> None:
        """Put the cursor into it."""
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _choose(self, kind: str) -> None:
        self.set_kind(kind)
        self.start()

    def submit(self) -> None:
        """Hand over what was typed, if anything."""
        text = self.text().strip()
        if text:
            self.written.emit(self._kind, text)

    def open_kinds(self) -> None:
        """The menu of kinds."""
        items = [
            menu.MenuItem(kind_name(kind), partial(self._choose, kind), LOOKS[kind][0])
            for kind in KINDS
        ]
        menu.build(self, items).popup(self.mapToGlobal(QPoint(0, self.height() + 2)))

    def _on_icon(self, event: QMouseEvent) -> bool:
        return event.position().x() < theme.m(_ICON_ROOM)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if self._on_icon(event):
            self.open_kinds()
        else:
            super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        over = self._on_icon(event)
        self.setCursor(Qt.CursorShape.PointingHandCursor if over else Qt.CursorShape.IBeamCursor)
        super().mouseMoveEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        alt = event.modifiers() & Qt.KeyboardModifier.AltModifier
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.submit()
        elif event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
        elif event.key() == Qt.Key.Key_Down and alt:
            self.open_kinds()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        paint.smooth(painter)
        middle = self.height() / 2
        icons.draw(painter, theme.m(10), middle, LOOKS[self._kind][0], 15, token="text3")
        if not self.text() and not self.hasFocus():
            paint.keycap(painter, self.width() - theme.m(8), middle, "Ctrl L", "right")
        painter.end()
