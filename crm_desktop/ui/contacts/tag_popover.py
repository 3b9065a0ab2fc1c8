"""Choosing a tag to put on customers: type a new one or pick a known one."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QStringListModel, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QListView, QWidget

from crm_desktop.core.i18n import _
from crm_desktop.ui import theme
from crm_desktop.ui.contacts.popover import Popover
from crm_desktop.ui.widgets.buttons import Button
from crm_desktop.ui.widgets.form import LineEdit
from crm_desktop.ui.widgets.layout import row

_SHOWN = 7


class TagPopover(Popover):
    """Enter puts the typed or chosen tag on; "Take off" takes it off."""

    def __init__(
        self,
        anchor: QWidget,
        tags: Sequence[str],
        add: Callable[[str], object],
        remove: Callable[[str], object],
    ) -> None:
        super().__init__(anchor, 260)
        self._tags = list(tags)
        self._add, self._remove = add, remove
        self.field = LineEdit(lambda: _("Type a tag or choose one"))
        self.field.textChanged.connect(self._narrow)
        self.field.setAccessibleName(_("Tag"))
        self._model = QStringListModel(self._tags)
        self.list = QListView()
        self.list.setModel(self._model)
        self.list.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setProperty("clear", True)
        self.list.clicked.connect(lambda index: self._done(self._add, index.data()))
        take_off = Button(
            lambda: _("Take off"), kind="ghost", small=True,
            on=lambda: self._done(self._remove, self.name()),
        )  # fmt: skip
        put_on = Button(
            lambda: _("Put on"), kind="primary", small=True,
            on=lambda: self._done(self._add, self.name()),
        )  # fmt: skip
        self.body.addWidget(self.field)
        self.body.addWidget(self.list)
        self.body.addLayout(row(take_off, None, put_on))
        theme.live(self, self._fit)

    def start(self) -> None:
        """Show it with the cursor in the field."""
        self.open()
        self.field.setFocus(Qt.FocusReason.PopupFocusReason)

    def _fit(self) -> None:
        self.list.setFont(theme.font("body"))
        lines = max(1, min(_SHOWN, len(self._tags)))
        self.list.setFixedHeight(lines * theme.m(24) + 4)
        self.list.setVisible(bool(self._tags))
        self.place()

    def name(self) -> str:
        """The tag chosen in the list, else the one typed."""
        index = self.list.currentIndex()
        return str(index.data()) if index.isValid() else self.field.value()

    def _narrow(self, typed: str) -> None:
        wanted = typed.strip().casefold()
        self._model.setStringList([tag for tag in self._tags if wanted in tag.casefold()])

    def _done(self, act: Callable[[str], object], name: str) -> None:
        if name:
            self.done()
            act(name)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._done(self._add, self.name())
        elif key in (Qt.Key.Key_Down, Qt.Key.Key_Up) and self._model.rowCount():
            step = 1 if key == Qt.Key.Key_Down else -1
            number = max(0, min(self._model.rowCount() - 1, self.list.currentIndex().row() + step))
            self.list.setCurrentIndex(self._model.index(number))
        else:
            super().keyPressEvent(event)
            return
        event.accept()
