"""The switch between the list of follow-ups and the views of the calendar."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from crm_desktop.core.i18n import _, pgettext
from crm_desktop.services.calendar.calendar_spans import VIEWS, view_name
from crm_desktop.ui import theme
from crm_desktop.ui.widgets.buttons import Button
from crm_desktop.ui.widgets.choices import Choice, SegControl
from crm_desktop.ui.widgets.layout import row
from crm_desktop.ui.widgets.menu import MenuItem, popup_below

LIST = "list"
CHOICES = (LIST, *VIEWS)
KEYS: dict[str, str] = {LIST: "L", "day": "D", "week": "W", "month": "M", "agenda": "A"}
"""Views and the keys that show them; bare letters, so only where no letter searches."""

WIDE_FROM = 1000  # scaled width of the window from which all choices stand side by side


def name_of(view: str) -> str:
    """The name of a choice in the language in force."""
    return pgettext("follow-ups view", "List") if view == LIST else view_name(view)


class ViewSwitch(QWidget):
    """All choices side by side, or the current one with a menu where there is little room."""

    chosen = Signal(str)

    def __init__(self, current: str) -> None:
        super().__init__()
        self.seg = SegControl([Choice(key, partial(name_of, key)) for key in CHOICES], current)
        self.seg.setAccessibleName(_("View"))
        self.folded = Button("", "caret-down", on=self._offer)
        self.seg.chosen.connect(self.choose)
        self.setLayout(row(self.seg, self.folded, gap=0))
        theme.live(self, self._fit)

    def set_current(self, view: str) -> None:
        """Show a view as the current one without telling anybody."""
        self.seg.set_current(view)
        self.folded.say(partial(name_of, view))

    def fit(self, room: float) -> None:
        """Fold in a window that is ``room`` design pixels wide."""
        wide = room >= WIDE_FROM
        self.seg.setVisible(wide)
        self.folded.setVisible(not wide)

    def _fit(self) -> None:
        self.folded.say(partial(name_of, self.seg.current()))
        if self.parentWidget() is not None:
            self.fit(self.window().width() / theme.scale())

    def _offer(self) -> None:
        popup_below(
            self.folded,
            [
                MenuItem(name_of(key), partial(self.choose, key), keys=KEYS[key],
                         checked=key == self.seg.current())
                for key in CHOICES
            ],
        )  # fmt: skip

    def choose(self, view: str) -> None:
        self.set_current(view)
        self.chosen.emit(view)
