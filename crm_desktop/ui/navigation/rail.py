"""The navigation rail: shop, search, pages, my views, import, settings, backup."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QSpacerItem, QVBoxLayout, QWidget

from crm_desktop.core.i18n import _
from crm_desktop.ui import theme
from crm_desktop.ui.navigation.destinations import DESTINATIONS, pages
from crm_desktop.ui.navigation.rail_items import (
    BackupLine,
    PageButton,
    RailButton,
    SearchButton,
    ShopButton,
    ViewButton,
)
from crm_desktop.ui.widgets import paint

WIDE = 208
NARROW = 60


@dataclass(frozen=True, slots=True)
class ViewEntry:
    """A saved view in the rail. ``color`` is a token; ``target`` goes to the customers page."""

    name: str
    color: str
    count: int
    target: object


class Rail(QWidget):
    """Full or narrow; items that find no room fold into "…". It only asks, the window acts."""

    page_asked = Signal(str)
    view_asked = Signal(object)  # ViewEntry.target
    search_asked = Signal()
    files_asked = Signal(QWidget)  # the button to open the menu under
    backup_asked = Signal()
    reminders_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("rail")
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        self.narrow = False
        self._folded: list[str] = []
        self.shop = ShopButton(lambda: _("My shop"))
        self.shop.clicked.connect(lambda: self.files_asked.emit(self.shop))
        self.search = SearchButton(lambda: _("Search or run"), "Ctrl K")
        self.search.clicked.connect(self.search_asked)
        self.buttons = {place.name: self._page_button(place.name) for place in DESTINATIONS}
        self.more = PageButton("dots-three", lambda: _("More"))
        self.more.clicked.connect(self._open_more)
        self.bell = PageButton("bell", lambda: _("Reminders"), "Ctrl Shift R")
        self.bell.clicked.connect(lambda _checked=False: self.reminders_asked.emit())
        self.bell.hide()
        self.backup = BackupLine(lambda: _("Stays on this PC"))
        self.backup.clicked.connect(self.backup_asked)
        self._views = QWidget()
        self._view_column = QVBoxLayout(self._views)
        self._view_column.setContentsMargins(0, 0, 0, 0)
        self._below_shop, self._below_search = QSpacerItem(0, 0), QSpacerItem(0, 0)
        self._column = self._build()
        theme.live(self, self.fit)

    def _page_button(self, name: str) -> PageButton:
        place = next(place for place in DESTINATIONS if place.name == name)
        number = [page.name for page in pages()].index(name) + 1 if not place.foot else 0
        keys = f"Ctrl {number}" if number else "Ctrl ," if name == "settings" else ""
        button = PageButton(place.icon, lambda: _(place.label), keys)
        button.clicked.connect(lambda _checked=False: self.page_asked.emit(name))
        return button

    def _build(self) -> QVBoxLayout:
        column = QVBoxLayout(self)
        column.addWidget(self.shop)
        column.addSpacerItem(self._below_shop)
        column.addWidget(self.search)
        column.addSpacerItem(self._below_search)
        for place in pages():
            column.addWidget(self.buttons[place.name])
        column.addWidget(self.more)
        column.addWidget(self._views)
        column.addStretch(1)
        column.addWidget(self.bell)
        for place in DESTINATIONS:
            if place.foot:
                column.addWidget(self.buttons[place.name])
        column.addWidget(self.backup)
        return column

    # what it shows

    def set_shop(self, name: str) -> None:
        """The shop's name; empty for "My shop"."""
        self.shop.say(name or (lambda: _("My shop")))

    def set_current(self, name: str) -> None:
        """Mark the page that is shown."""
        for other, button in self.buttons.items():
            button.setChecked(other == name)
        self.more.setChecked(name in self._folded)

    def set_count(self, name: str, count: int, alert: bool = False) -> None:
        """The number behind a page; ``alert`` for late or due today."""
        self.buttons[name].set_count(count, alert)

    def set_reminders(self, wanted: bool, count: int) -> None:
        """The bell, if reminders are wanted, and how many wait."""
        self.bell.set_count(count)
        if self.bell.isHidden() == wanted:
            self.bell.setVisible(wanted)
            self.fit()

    def set_active(self, active: bool) -> None:
        """Pages can be used only once a data file is open."""
        for button in self.buttons.values():
            button.setEnabled(active or button is self.buttons["exchange"])
        self.search.setEnabled(active)
        self._views.setVisible(active and not self.narrow)

    def set_views(self, views: Sequence[ViewEntry]) -> None:
        """The user's saved views."""
        from crm_desktop.ui.widgets.layout import clear, plain, row
        from crm_desktop.ui.widgets.text import Label

        clear(self._view_column)
        if views:
            head = Label(lambda: _("My views"), "caption", "text3")
            self._view_column.addWidget(plain(row(head, margins=(9, 14, 0, 4))))
        for view in views:
            button = ViewButton(view.name, view.color, view.count)
            button.clicked.connect(
                lambda _checked=False, target=view.target: self.view_asked.emit(target)
            )
            self._view_column.addWidget(button)
        self._views.setVisible(bool(views) and not self.narrow)
        self.fit()

    def set_narrow(self, narrow: bool) -> None:
        """Icons only, or icons and words."""
        if narrow != self.narrow:
            self.narrow = narrow
            for button in self._all():
                button.set_narrow(narrow)
            self._views.setVisible(not narrow and self._view_column.count() > 0)
            self.fit()

    def _all(self) -> list[RailButton]:
        return [
            self.shop, self.search, *self.buttons.values(), self.more, self.bell, self.backup
        ]  # fmt: skip

    # room

    def fit(self) -> None:
        """Set width and gaps, then fold what finds no room."""
        edge = theme.m(12)
        self.setFixedWidth(theme.m(NARROW if self.narrow else WIDE))
        self._column.setContentsMargins(edge, theme.m(10), edge, theme.m(6))
        self._column.setSpacing(theme.m(6 if self.narrow else 2))
        self._view_column.setSpacing(theme.m(1))
        self._below_shop.changeSize(0, theme.m(4 if self.narrow else 6))
        self._below_search.changeSize(0, theme.m(4 if self.narrow else 8))
        self._column.invalidate()
        self._fold()
        self.update()

    def _fold(self) -> None:
        step = theme.m(40 if self.narrow else 34)
        head = theme.m(10) + 2 * theme.m(44)
        foot = [self.buttons[place.name] for place in DESTINATIONS if place.foot]
        order = [self.buttons[place.name] for place in pages()] + foot
        bell = 0 if self.bell.isHidden() else step
        room = max(0, self.height() - head - theme.m(6) - bell)
        fitting = int(room // step)
        backup = fitting > len(order)
        self.backup.setVisible(backup)
        shown = order if fitting >= len(order) else order[: max(1, fitting - 1)]
        for button in order:
            button.setVisible(button in shown)
        self.more.setVisible(len(shown) < len(order))
        self._folded = [name for name, button in self.buttons.items() if button not in shown]
        left = room - step * (len(order) + 1)
        views = not self.narrow and self._view_column.count() > 0 and self.search.isEnabled()
        self._views.setVisible(views and left >= self._views.sizeHint().height())

    def _open_more(self) -> None:
        from crm_desktop.ui.widgets.menu import MenuItem, popup_below

        places = [place for place in DESTINATIONS if place.name in self._folded]
        popup_below(
            self.more,
            [
                MenuItem(
                    _(place.label),
                    partial(self.page_asked.emit, place.name),
                    place.icon,
                    enabled=self.buttons[place.name].isEnabled(),
                )
                for place in places
            ],
        )

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fold()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.color("window"))
        edge = "line" if theme.is_dark() else "line2"
        painter.fillRect(self.width() - 1, 0, 1, self.height(), theme.color(edge))
        if self.narrow:
            current = next((b for b in self.buttons.values() if b.isChecked()), None)
            if current is not None and current.isVisible():
                high = theme.m(16)
                y = current.geometry().center().y() - high / 2
                paint.rounded(painter, QRectF(0, y, theme.m(3), high), theme.m(1), "accent")
        elif self.backup.isVisible():
            edge_x = theme.m(12)
            y = self.backup.y() - 1
            paint.hairline(painter, edge_x, self.width() - edge_x, y, "line2")
        painter.end()

    def focus_current(self) -> None:
        """Put the focus on the current page's button (F6)."""
        current = next((b for b in self.buttons.values() if b.isChecked()), self.shop)
        current.setFocus(Qt.FocusReason.TabFocusReason)
