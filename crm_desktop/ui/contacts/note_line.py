"""One line at the head of the timeline: what kind of contact it was, and what was said."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from crm_desktop.core.i18n import _
from crm_desktop.services.timeline import KINDS, kind_name
from crm_desktop.ui import theme
from crm_desktop.ui.contacts.timeline_words import LOOKS
from crm_desktop.ui.widgets import menu, paint
from crm_desktop.ui.widgets.buttons import IconButton
from crm_desktop.ui.widgets.layout import row


class NoteLine(QWidget):
    """``written`` carries kind and text on Enter; the text is kept until ``clear`` is called."""

    written = Signal(str, str)

    def __init__(self) -> None:
        super().__init__()
        self._kind = "note"
        self.kind_button = IconButton("note", self._kind_tip, on=self._open_kinds)
        self.field = _NoteField(self)
        self.setLayout(row(self.kind_button, (self.field, 1), gap=4))

    def _kind_tip(self) -> str:
        return _("Kind: {kind}").format(kind=kind_name(self._kind))

    def kind(self) -> str:
        """What kind of entry it will be."""
        return self._kind

    def set_kind(self, kind: str) -> None:
        """Choose the kind and put the cursor into the line."""
        self._kind = kind
        self.kind_button.set_icon(LOOKS[kind][0])
        self.field.dress()
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def clear(self) -> None:
        """Empty it after the entry was kept."""
        self.field.clear()

    def submit(self) -> None:
        """Hand over what was typed, if anything."""
        text = self.field.text().strip()
        if text:
            self.written.emit(self._kind, text)

    def _open_kinds(self) -> None:
        items = [
            menu.MenuItem(
                kind_name(kind),
                partial(self.set_kind, kind),
                LOOKS[kind][0],
                checked=None,
            )
            for kind in KINDS
        ]
        menu.popup_below(self.kind_button, items)


class _NoteField(QLineEdit):
    def __init__(self, line: NoteLine) -> None:
        super().__init__()
        self._line = line
        self.setProperty("note", True)
        theme.live(self, self.dress)

    def dress(self) -> None:
        """Font and the question inside the empty field."""
        self.setFont(theme.font("body"))
        hint = _("Add a note…")
        if self._line.kind() != "note":
            hint = _("{kind}: what was said?").format(kind=kind_name(self._line.kind()))
        self.setPlaceholderText(hint)
        self.setAccessibleName(hint)
        self.setToolTip(_("Enter keeps it  Ctrl L"))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._line.submit()
        elif event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self.text() and not self.hasFocus():
            painter = QPainter(self)
            paint.smooth(painter)
            right = self.width() - theme.m(8)
            paint.keycap(painter, right, QRectF(self.rect()).center().y(), "Ctrl L", "right")
            painter.end()
