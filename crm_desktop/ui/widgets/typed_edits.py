"""Inputs for a date and for an amount of money, which may both be left empty."""

from __future__ import annotations

import datetime as dt

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QAction, QFocusEvent
from PySide6.QtWidgets import QLineEdit

from crm_desktop.core import clock, money
from crm_desktop.core.date_words import parse_date
from crm_desktop.core.i18n import _
from crm_desktop.exchange.amounts import typed_number
from crm_desktop.ui import icons, theme
from crm_desktop.ui.theme import Text
from crm_desktop.ui.widgets.form import LineEdit
from crm_desktop.ui.widgets.menu import calendar_menu


class DateEdit(LineEdit):
    """A date typed or picked from a calendar (button or Down); may be empty."""

    changed = Signal()

    def __init__(self, day: dt.date | None = None, placeholder: Text = "") -> None:
        super().__init__(placeholder)
        self._action = QAction(self)
        self._action.triggered.connect(self.pick)
        self.addAction(self._action, QLineEdit.ActionPosition.TrailingPosition)
        self.set_date(day)
        theme.live(self, self._dress_action)

    def _dress_action(self) -> None:
        self._action.setIcon(icons.icon("calendar-blank", 16, "text3"))
        self._action.setToolTip(_("Pick a date"))

    def date(self) -> dt.date | None:
        """The date, ``None`` when empty; raises ``ValueError`` for text that is no date."""
        return parse_date(self.text(), clock.today())

    def set_date(self, day: dt.date | None) -> None:
        """Show ``day``, or nothing."""
        self.setText(day.isoformat() if day else "")

    def pick(self) -> None:
        """Open the calendar below the field."""
        try:
            start = self.date() or clock.today()
        except ValueError:
            start = clock.today()
        menu = calendar_menu(self, start, self._picked)
        menu.popup(self.mapToGlobal(QPoint(0, self.height() + 2)))

    def _picked(self, day: dt.date) -> None:
        self.set_date(day)
        self.set_error(False)
        self.changed.emit()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        try:
            self.set_date(self.date())
            self.set_error(False)
        except ValueError:
            self.set_error(True)
        self.changed.emit()


_MOST_DIGITS = 11  # before the point, less one: more is a slip of the keyboard


class MoneyEdit(LineEdit):
    """An amount in major units; ``minor()`` gives integer minor units of ``currency``."""

    def __init__(self, minor: int | None = None, currency: str = "CNY") -> None:
        super().__init__("0.00")
        self._currency = currency
        self.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.set_minor(minor)

    def minor(self) -> int | None:
        """Minor units, ``None`` when empty; raises ``ValueError`` for text that is no amount."""
        text = self.text().strip()
        if not text:
            return None
        value = typed_number(text)
        if value is None or value.adjusted() > _MOST_DIGITS:
            raise ValueError(text)
        return money.to_minor(value, self._currency)

    def set_minor(self, minor: int | None) -> None:
        """Show an amount, or nothing."""
        self.setText("" if minor is None else str(money.to_major(minor, self._currency)))
