"""The profile: everything about one customer on one page."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QVBoxLayout, QWidget

from crm_desktop.core import clock, formats
from crm_desktop.core.errors import NotFound
from crm_desktop.core.i18n import _
from crm_desktop.services.care import completeness
from crm_desktop.services.contacts import contact_panel, contact_profile
from crm_desktop.services.contacts.contact_panel import ContactPanel
from crm_desktop.services.contacts.contact_profile import ContactProfile
from crm_desktop.services.timeline import timeline
from crm_desktop.services.timeline.timeline import TimelineRow
from crm_desktop.services.today import sticky_notes
from crm_desktop.ui import theme
from crm_desktop.ui.contacts import contact_facts
from crm_desktop.ui.contacts.contact_facts import FactChoices
from crm_desktop.ui.contacts.contact_source import Reader
from crm_desktop.ui.contacts.fact_row import FactList
from crm_desktop.ui.contacts.health_words import explain
from crm_desktop.ui.contacts.history_tabs import HistoryTabs
from crm_desktop.ui.contacts.panel import save_fact
from crm_desktop.ui.contacts.people_list import PeopleList, ask_person
from crm_desktop.ui.contacts.profile_extras import ProfileExtras
from crm_desktop.ui.contacts.profile_head import ProfileHead
from crm_desktop.ui.contacts.profile_kpis import kpis
from crm_desktop.ui.contacts.profile_side import ProfileSide
from crm_desktop.ui.contacts.quick_contact import QuickContact
from crm_desktop.ui.contacts.revealing import Revealing
from crm_desktop.ui.page import OpenRecord, Shell
from crm_desktop.ui.sticky_notes.acting import StickyNoteActing
from crm_desktop.ui.widgets.cards import Card
from crm_desktop.ui.widgets.kpi import KpiStrip
from crm_desktop.ui.widgets.layout import column, plain, row
from crm_desktop.ui.widgets.scroll import ScrollArea
from crm_desktop.ui.widgets.text import Label

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

_THREE_FROM = 1080  # design pixels from which the third column has room
_TWO_FROM = 700


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
        self._profile: ContactProfile | None = None
        self._profile_of = 0
        self._reader = Reader(shell.workspace, self)
        self._missing = ""
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
        self._revealing = Revealing(shell)
        self.facts = FactList(self._save, 82)
        self.facts.reveal_asked.connect(self._reveal)
        self.people = PeopleList(shell)
        self.remark = Label("", "body", "amberText", wrap=True)
        self.history = HistoryTabs(shell, margin=20)
        self.history.more_asked.connect(self.reload)
        self.extras = ProfileExtras(shell)
        self.side = ProfileSide()
        self.side.deals.opened.connect(lambda deal: shell.go("deals", OpenRecord(deal.id)))
        self.side.assets.opened.connect(lambda one: self.extras.open_asset(one.id))
        self.side.assets_card.link.clicked.connect(self.extras.add_asset)
        self.note_acts = StickyNoteActing(shell, self.side.notes)
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
        self._columns = row(self._details, (centre, 1), self.side, gap=14)
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
        card = self._card = Card(lambda: _("Details"), link=" ", on_link=self._edit_missing)
        inside: QVBoxLayout = column(gap=0)
        inside.addLayout(column(self.facts, margins=(20, 2, 20, 6)))
        self._people_head = Card(
            lambda: _("People"), link=lambda: _("Add"), on_link=self._add_person
        )
        self._people_head.setProperty("card", False)
        self._people_head.body.addLayout(column(self.people, margins=(20, 0, 20, 8)))
        inside.addWidget(self._people_head)
        inside.addWidget(self.extras)
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
    ) -> bool:
        """Show a customer of the view named, at ``place`` (number, count) in its order; False when
        they are gone."""
        if contact_id != self._contact_id:
            self._contact_id = contact_id
            self.facts.stop_editing()
            self.history.first_tab()
        self._view, self._place = view, place
        self.reload()
        return self._panel is not None

    def reload(self) -> None:
        """Read the customer again; back to the list when they are gone."""
        if not self._contact_id:
            return
        history = self.history
        asked = (self._contact_id, history.limit, history.kinds)
        found = self._shell.workspace.read(_read, *asked, self._revealing.of(self._contact_id))
        if found is None:
            self._contact_id, self._panel = 0, None
            self.left.emit()
            return
        self._panel, entries = found
        if self._profile_of != self._contact_id:
            self._profile = None
        self._say()
        self.history.show_contact(self._contact_id, self._panel.counts, entries)
        self.extras.show_contact(self._panel)
        notes = self._shell.workspace.read(sticky_notes.of_contact, self._contact_id)
        self.side.show_notes(notes)
        # Rank and the shop's average look at all sales: in a large file not while one waits.
        shown = self._contact_id
        self._reader.answer(
            lambda profile: self._take_profile(shown, profile),
            contact_profile.profile,
            shown,
            clock.today(),
        )

    def _take_profile(self, contact_id: int, profile: ContactProfile) -> None:
        if contact_id != self._contact_id or self._panel is None:
            return
        self._profile, self._profile_of = profile, contact_id
        self.kpis.show_kpis(kpis(self._panel, profile))
        self.side.show_profile(profile, self._panel.currency)

    def _say(self) -> None:
        panel = self._panel
        if panel is None:
            return
        self.head.show_contact(panel, self._view(), self._place)
        self.kpis.show_kpis(kpis(panel, self._profile))
        self.facts.show_facts(contact_facts.profile_facts(panel, self._choices()))
        self.people.show_people(panel.people)
        self._people_head.setVisible(panel.kind == "company")
        self.remark.say(panel.remark)
        self._pinned.setVisible(bool(panel.remark))
        found = panel.suggestion
        self.side.advice.say(found.title if found else "", found.reason if found else "")
        self._say_completeness(panel)

    def _say_completeness(self, panel: ContactPanel) -> None:
        """How complete it is, and a click to the missing fact that would help most."""
        complete = completeness.of(panel)
        self._card.count.say(formats.percent(complete.percent * 100))
        self._missing = complete.missing[0] if complete.missing else ""
        self._card.link.setVisible(bool(self._missing))
        if self._missing:
            name = completeness.fact_name(self._missing)
            self._card.link.say(lambda: _("Add: {fact}").format(fact=name))

    def _edit_missing(self) -> None:
        row = self.facts.row(self._missing)
        if self._missing == "people":
            self._add_person()
        elif row is not None:
            self._facts_area.ensureWidgetVisible(row)
            row.edit()

    def take_focus(self) -> None:
        """Put the keyboard where reading begins."""
        self.head.back.setFocus(Qt.FocusReason.OtherFocusReason)

    def regions(self) -> list[QWidget]:
        """Parts that F6 jumps between."""
        return [self.head, self.facts, self.history]

    # changes

    def _save(self, key: str, typed: str) -> None:
        save_fact(self._shell, self._contact_id, key, typed)

    def _reveal(self) -> None:
        self._revealing.reveal(self._contact_id)
        self.reload()

    def edit_fact(self) -> None:
        """F2: edit the fact in focus, or the name."""
        focused = next((one for one in self.facts.rows() if one.hasFocus()), None)
        (focused or self.facts.rows()[0]).edit()

    def _add_person(self) -> None:
        ask_person(self, self._shell, self._contact_id)

    def _open_kpi(self, key: str) -> None:
        if key == "health":
            explain(self)
        elif key in ("spent", "orders", "average", "rhythm", "owed"):
            self.history.show_tab("sales")

    # room

    def _fit(self) -> None:
        room = self.width() / theme.scale()
        self.side.setVisible(room >= _THREE_FROM)
        # What is acted on at the side must be within reach without it.
        self.extras.equipment.setVisible(room < _THREE_FROM)
        stacked = 0 < room < _TWO_FROM
        way = QBoxLayout.Direction.TopToBottom if stacked else QBoxLayout.Direction.LeftToRight
        if self._columns.direction() != way:
            self._columns.setDirection(way)
        self._details.setMinimumWidth(0 if stacked else theme.m(300))
        self._details.setMaximumWidth(16_777_215 if stacked else theme.m(300))
        self.side.setFixedWidth(theme.m(300))
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
    session: Session, contact_id: int, limit: int, kinds: Collection[str], revealed: bool
) -> tuple[ContactPanel, list[TimelineRow]] | None:
    try:
        panel = contact_panel.panel(session, contact_id, clock.today(), revealed=revealed)
    except NotFound:
        return None
    return panel, timeline.entries(session, contact_id, limit, kinds)
