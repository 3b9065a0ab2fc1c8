"""Dialogs: a question with its facts, and forms that need a window of their own."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from crm_desktop.core.i18n import _
from crm_desktop.ui import theme
from crm_desktop.ui.theme import Text
from crm_desktop.ui.widgets.buttons import Button
from crm_desktop.ui.widgets.form import Field, LineEdit
from crm_desktop.ui.widgets.keys import bind_within
from crm_desktop.ui.widgets.layout import plain, row
from crm_desktop.ui.widgets.overlay import Overlay
from crm_desktop.ui.widgets.scroll import ScrollArea
from crm_desktop.ui.widgets.text import Label

_BELOW = 28  # room for the sentence below an input


class Dialog(Overlay):
    """A floating form: title, ``content`` (scrolls if it must), action bar.

    ``accept`` is called by the primary button and Ctrl+Enter (plain Enter too when
    ``enter=True``); return False (or raise ``UserError``) to keep the dialog open. Cancel, Esc
    and the veil close it; the veil not once something was put in, since a click beside a form is
    soon done. The dialog deletes itself when it closes.
    """

    def __init__(
        self,
        host: QWidget,
        title: Text,
        content: QWidget,
        action: Text,
        accept: Callable[[], object],
        *,
        kind: str = "primary",
        extra: QWidget | None = None,
        width: int = 460,
        enter: bool = False,
    ) -> None:
        super().__init__(host.window(), width)
        self._accept = accept
        self._enter = enter
        self._untouched: list[object] = []
        self.title = Label(title, "dialog", wrap=True)
        self.content = content
        self.action = Button(action, kind=kind, on=self.submit)
        self.cancel = Button(lambda: _("Cancel"), on=self.done)
        bar = row(gap=8)
        if extra is not None:
            bar.addWidget(extra)
        bar.addStretch(1)
        bar.addWidget(self.cancel)
        bar.addWidget(self.action)
        self._bar = plain(bar)
        self.body.addWidget(self.title)
        self._scroll = ScrollArea(content)
        content.installEventFilter(self)
        self.body.addWidget(self._scroll, 1)
        self.body.addWidget(self._bar)
        self.setAccessibleName(self.title.text())
        self.dismissed.connect(self.done)
        bind_within(self, "Ctrl+Return", self.submit)
        qapp = QApplication.instance()
        if isinstance(qapp, QApplication):
            qapp.focusChanged.connect(self._focus_moved)
        theme.live(self, self._space)

    def _focus_moved(self) -> None:
        """Bring what has the keyboard on screen, once what was added to it has its place."""
        if self.isVisible():
            QTimer.singleShot(0, self, self._reveal)

    def _reveal(self) -> None:
        focus = self.window().focusWidget()
        if focus is not None and self._scroll.isAncestorOf(focus):
            self._scroll.ensureWidgetVisible(focus, 0, theme.m(_BELOW))

    def reveal(self, said: QWidget) -> None:
        """Show what is said about the contents and bring it on screen: in a low window it may
        stand below what is seen, and pressing the action would seem to do nothing."""
        said.show()
        self._grow()
        QTimer.singleShot(0, self, partial(self._scroll.ensureWidgetVisible, said, 0, theme.m(8)))

    def _space(self) -> None:
        edge = theme.m(28)
        self.body.setContentsMargins(edge, theme.m(24), edge, theme.m(24))
        self.body.setSpacing(theme.m(14))
        self._grow()

    def _grow(self) -> None:
        wide = theme.m(self._width) - 2 * theme.m(28)
        layout = self.content.layout()
        tall = layout.totalHeightForWidth(wide) if layout and layout.hasHeightForWidth() else 0
        tall = max(tall, self.content.sizeHint().height())
        self._scroll.setMinimumHeight(min(tall, theme.m(120)))
        self._scroll.setMaximumHeight(max(tall, 1))
        self._tall = tall
        self.place()

    def place(self) -> None:
        super().place()
        if not hasattr(self, "_tall"):
            return
        margins = self.body.contentsMargins()
        wide = self.panel.width() - margins.left() - margins.right()
        fixed = margins.top() + margins.bottom() + 2 * self.body.spacing()
        title = self.title.heightForWidth(wide)
        fixed += max(title, self.title.sizeHint().height()) + self._bar.sizeHint().height()
        high = min(fixed + self._tall, self.height() - 2 * theme.m(24))
        top = max(theme.m(24), round((self.height() - high) * 0.42))
        self.panel.setGeometry(self.panel.x(), top, self.panel.width(), high)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest and hasattr(self, "_tall"):
            self._grow()
        return super().event(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        # What scrolls keeps from the layouts around it that it wants another height now.
        if event.type() == QEvent.Type.LayoutRequest and watched is self.content:
            self._grow()
        return super().eventFilter(watched, event)

    def open(self) -> None:
        """Show it with the cursor in its first input."""
        self._grow()
        super().open()
        first = next(
            (
                child
                for child in self.content.findChildren(QWidget)
                if child.focusPolicy() == Qt.FocusPolicy.StrongFocus and child.isVisible()
            ),
            None,
        )
        (first or self.cancel).setFocus(Qt.FocusReason.TabFocusReason)
        self._untouched = self._put_in()

    def _put_in(self) -> list[object]:
        """What stands in the inputs."""
        found: list[object] = []
        for one in self.content.findChildren(QWidget):
            if isinstance(one, QLineEdit):
                found.append(one.text())
            elif isinstance(one, QPlainTextEdit):
                found.append(one.toPlainText())
            elif isinstance(one, QComboBox):
                found.append(one.currentText())
            elif isinstance(one, QAbstractButton) and one.isCheckable():
                found.append(one.isChecked())
        return found

    def submit(self) -> None:
        """Press the action, unless it is disabled."""
        if self.action.isEnabled() and self._accept() is not False:
            self.done()

    def done(self) -> None:
        """Close and delete."""
        self.close_overlay()
        self.deleteLater()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if self._put_in() == self._untouched:
            super().mousePressEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._enter and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.submit()
        else:
            super().keyPressEvent(event)


def confirm(
    host: QWidget,
    title: Text,
    facts: Text,
    action: Text,
    accept: Callable[[], object],
    *,
    kind: str = "danger",
    type_to_confirm: str = "",
    safer: Text = "",
    on_safer: Callable[[], object] | None = None,
    content: QWidget | None = None,
) -> Dialog:
    """Ask before something that cannot be undone.

    ``title`` is the question, ``facts`` what is lost and kept. ``type_to_confirm`` ("delete 3")
    must be typed to enable the action; ``safer`` is the way out at bottom left.
    """
    column = QVBoxLayout()
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(theme.m(12))
    column.addWidget(Label(facts, "body", "text2", wrap=True))
    if content is not None:
        column.addWidget(content)
    typed = LineEdit()
    if type_to_confirm:
        asked = lambda: _("Type “{words}” to continue").format(words=type_to_confirm)  # noqa: E731
        column.addWidget(Field(asked, typed))
    way_out = Button(safer, kind="soft") if theme.text_of(safer) else None
    dialog = Dialog(host, title, plain(column), action, accept, kind=kind, extra=way_out)
    if way_out is not None:
        way_out.clicked.connect(dialog.done)
        if on_safer is not None:
            way_out.clicked.connect(lambda _checked=False: on_safer())
    if type_to_confirm:
        dialog.action.setEnabled(False)
        typed.textChanged.connect(
            lambda text: dialog.action.setEnabled(text.strip() == type_to_confirm)
        )
    dialog.open()
    return dialog


def ask_text(
    host: QWidget,
    title: Text,
    label: Text,
    accept: Callable[[str], object],
    *,
    start: str = "",
    action: Text = "",
) -> Dialog:
    """Ask for one line; ``accept`` gets what was typed, which is never empty."""
    field = LineEdit("", start)
    named = Field(label, field)

    def take() -> bool:
        if not field.value():
            named.set_error(lambda: _("Type a name."))
            field.setFocus()
            return False
        accept(field.value())
        return True

    dialog = Dialog(host, title, named, action or (lambda: _("Save")), take, enter=True)
    dialog.open()
    field.selectAll()
    return dialog
