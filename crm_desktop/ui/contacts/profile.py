"""The profile: everything about one customer on one page."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QVBoxLayout, QWidget

from crm_desktop.core import clock, formats
from crm_desktop.core.errors import NotFound
from crm_desktop.core.i18n import _
from crm_desktop.services import contact_panel, sale_list, timeline
from crm_desktop.services.contact_panel import ContactPanel
from crm_desktop.services.timeline import TimelineRow
from crm_desktop.ui import theme
from crm_desktop.ui.contacts import contact_facts
from crm_desktop.ui.contacts.advice import Advice
from crm_desktop.ui.contacts.contact_facts import FactChoices
from crm_desktop.ui.contacts.fact_row import FactList
from crm_desktop.ui.contacts.health_words import explain
from crm_desktop.ui.contacts.history_tabs import HistoryTabs
from crm_desktop.ui.contacts.panel import save_fact
from crm_desktop.ui.contacts.people_list import PeopleList, ask_person
from crm_desktop.ui.contacts.profile_head import ProfileHead
from crm_desktop.ui.contacts.profile_kpis import kpis
from crm_desktop.ui.contacts.quick_contact import QuickContact
from crm_desktop.ui.contacts.spend_bars import SpendBars
from crm_desktop.ui.page import Shell
from crm_desktop.ui.widgets.cards import Card
from crm_desktop.ui.widgets.kpi import KpiStrip
from crm_desktop.ui.widgets.layout import column, plain, row
from crm_desktop.ui.widgets.scroll import ScrollArea
from crm_desktop.ui.widgets.text import Label

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

_THREE_FROM = 1080  # design pixels from which the third column has room
_TWO_FROM = 700
Months = list[tuple[dt.date, int]]


class ProfileView(QFrame):
    """``left`` goes back to the list, ``stepped`` to the customer before or after."""

    left = Signal()
    stepped = Signal(int)
    more_asked = Signal(QWidget)

    def __init__(self, shell: Shell, choices: Callable[[], FactChoices]) -> None:
        super().__init__()
        self._shell = shell
        self._choices = choices
        self._contact_id = 0
        self._panel: ContactPanel | None = None
        self._place: tuple[int, int] | None = None
        self._view: Callable[[], str] = str
        self.setObjectName("page")
        self.quick = QuickContact(shell, self)
        self.head = ProfileHead(
            self.left.emit,
            self.stepped.emit,
            {
                "call": self._on(self.quick.call),
                "wechat": self._on(self.quick.wechat),
                "follow_up": self._on(self.quick.follow_up),
                "sale": self._on(self.quick.sale),
                "more": lambda: self.more_asked.emit(self.head.more),
            },
        )
        self.kpis = KpiStrip()
        self.kpis.opened.connect(self._open_kpi)
        self.facts = FactList(self._save, 82)
        self.people = PeopleList(shell)
        self.remark = Label("", "body", "amberText", wrap=True)
        self.history = HistoryTabs(shell, margin=20)
        self.history.more_asked.connect(self.reload)
        self.bars = SpendBars()
        self.total = Label("", "caption", "accentText")
        self.advice = Advice()
        self._build()

    def _on(self, act: Callable[[ContactPanel], object]) -> Callable[[], object]:
        return lambda: act(self._panel) if self._panel is not None else None

    def _build(self) -> None:
        self._details = self._facts_card()
        centre = Card()
        centre.body.addSpacing(6)
        centre.body.addWidget(self.history, 1)
        least_height(centre, 320)
        least_height(self._details, 320)
        self._spend = Card(lambda: _("Spend, 12 months"))
        bars = column(row(None, self.total), self.bars, margins=(18, 0, 18, 10), gap=2)
        self._spend.body.addLayout(bars)
        self._side = plain(column(self._spend, self.advice, None, gap=14))
        self._columns = row(self._details, (centre, 1), self._side, gap=14)
        body = column(
            self.head,
            plain(row((self.kpis, 1), margins=(28, 4, 28, 0))),
            (plain(_inset(self._columns)), 1),
            gap=14,
        )
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(ScrollArea(plain(body)))
        theme.live(self, self._say)
        theme.live(self, self._fit)

    def _facts_card(self) -> Card:
        card = Card(lambda: _("Details"))
        inside: QVBoxLayout = column(gap=0)
        inside.addLayout(column(self.facts, margins=(20, 2, 20, 6)))
        self._people_head = Card(
            lambda: _("People"), link=lambda: _("Add"), on_link=self._add_person
        )
        self._people_head.setProperty("card", False)
        self._people_head.body.addLayout(column(self.people, margins=(20, 0, 20, 8)))
        inside.addWidget(self._people_head)
        pinned = QFrame()
        pinned.setProperty("hint", "amber")
        pinned.setLayout(column(self.remark, margins=(14, 8, 14, 8)))
        self._pinned = pinned
        inside.addLayout(column(pinned, margins=(20, 4, 20, 14)))
        inside.addStretch(1)
        self._facts_inside = plain(inside)
        self._facts_area = ScrollArea(self._facts_inside)
        card.body.addWidget(self._facts_area, 1)
        return card

    # what it shows

    @property
    def contact_id(self) -> int:
        """Whom it shows; 0 for nobody."""
        return self._contact_id

    @property
    def shown_contact(self) -> ContactPanel | None:
        """What it knows of them."""
        return self._panel

    def show_contact(
        self, contact_id: int, view: Callable[[], str], place: tuple[int, int] | None
    ) -> None:
        """Show a customer of the view named, at ``place`` (number, count) in its order."""
        if contact_id != self._contact_id:
            self._contact_id = contact_id
            self.facts.stop_editing()
            self.history.first_tab()
        self._view, self._place = view, place
        self.reload()

    def reload(self) -> None:
        """Read the customer again; back to the list when they are gone."""
        if not self._contact_id:
            return
        found = self._shell.workspace.read(_read, self._contact_id, self.history.limit)
        if found is None:
            self._contact_id, self._panel = 0, None
            self.left.emit()
            return
        self._panel, entries, months = found
        self._say()
        self.history.show_contact(self._contact_id, self._panel.counts, entries)
        self.bars.show_months(months, self._panel.currency)
        total = sum(amount for _month, amount in months)
        self.total.say(formats.money_whole(total, self._panel.currency))

    def _say(self) -> None:
        panel = self._panel
        if panel is None:
            return
        self.head.show_contact(panel, self._view(), self._place)
        self.kpis.show_kpis(kpis(panel))
        self.facts.show_facts(contact_facts.profile_facts(panel, self._choices()))
        self.people.show_people(panel.people)
        self._people_head.setVisible(panel.kind == "company")
        self.remark.say(panel.remark)
        self._pinned.setVisible(bool(panel.remark))
        found = panel.suggestion
        self.advice.say(found.title if found else "", found.reason if found else "")

    def take_focus(self) -> None:
        """Put the keyboard where reading begins."""
        self.head.back.setFocus(Qt.FocusReason.OtherFocusReason)

    def regions(self) -> list[QWidget]:
        """Parts that F6 jumps between."""
        return [self.head, self.facts, self.history]

    # changes

    def _save(self, key: str, typed: str) -> None:
        save_fact(self._shell, self._contact_id, key, typed)

    def edit_fact(self) -> None:
        """F2: edit the fact in focus, or the name."""
        focused = next((one for one in self.facts.rows() if one.hasFocus()), None)
        (focused or self.facts.rows()[0]).edit()

    def _add_person(self) -> None:
        ask_person(self, self._shell, self._contact_id)

    def _open_kpi(self, key: str) -> None:
        if key == "health":
            explain(self)
        elif key in ("spent", "orders", "average", "last", "owed"):
            self.history.show_tab("sales")

    # room

    def _fit(self) -> None:
        room = self.width() / theme.scale()
        self._side.setVisible(room >= _THREE_FROM)
        stacked = 0 < room < _TWO_FROM
        way = QBoxLayout.Direction.TopToBottom if stacked else QBoxLayout.Direction.LeftToRight
        if self._columns.direction() != way:
            self._columns.setDirection(way)
        self._details.setMinimumWidth(0 if stacked else theme.m(300))
        self._details.setMaximumWidth(16_777_215 if stacked else theme.m(300))
        self._side.setFixedWidth(theme.m(300))
        # Beside each other the columns scroll on their own, below each other the page does.
        whole = self._facts_inside.sizeHint().height() if stacked else 0
        self._facts_area.setMinimumHeight(whole)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_PageUp: -1, Qt.Key.Key_PageDown: 1}.get(Qt.Key(event.key()))
        if step:
            self.stepped.emit(step)
        else:
            super().keyPressEvent(event)


def least_height(widget: QWidget, pixels: int) -> None:
    """A least height in design pixels that follows the text size."""
    theme.live(widget, lambda: widget.setMinimumHeight(theme.m(pixels)))


def _inset(columns: QBoxLayout) -> QVBoxLayout:
    whole = column(margins=(28, 0, 28, 22))
    whole.addLayout(columns, 1)
    return whole


def _read(
    session: Session, contact_id: int, limit: int
) -> tuple[ContactPanel, list[TimelineRow], Months] | None:
    try:
        panel = contact_panel.panel(session, contact_id, clock.today())
    except NotFound:
        return None
    entries = timeline.entries(session, contact_id, limit)
    return panel, entries, _months(session, contact_id, panel.currency)


def _months(session: Session, contact_id: int, currency: str) -> Months:
    """What was bought in each of the last twelve months, this one included."""
    today = clock.today()
    firsts = []
    for back in range(11, -1, -1):
        year, month = divmod(today.year * 12 + today.month - 1 - back, 12)
        firsts.append(dt.date(year, month + 1, 1))
    sums = dict.fromkeys(firsts, 0)
    query = sale_list.SaleQuery(first=firsts[0], last=today, contact_id=contact_id)
    for sale in sale_list.page(session, query, 0, 2_000):
        if sale.currency == currency and sale.status == "confirmed":
            sums[sale.sold_on.replace(day=1)] += sale.total_minor
    return list(sums.items())
