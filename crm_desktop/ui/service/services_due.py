"""Equipment whose service is late or comes soon, each done or planned where it stands."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt

from crm_desktop.core import clock, formats
from crm_desktop.core.changes import Changes
from crm_desktop.core.i18n import _, ngettext
from crm_desktop.services.assets import assets
from crm_desktop.services.assets.assets import DueRow
from crm_desktop.ui.assets.card import AssetCardDialog
from crm_desktop.ui.assets.entry_forms import ServiceForm
from crm_desktop.ui.follow_ups.edit_dialog import plan_follow_up
from crm_desktop.ui.page import OpenRecord, Shell
from crm_desktop.ui.service.due_list import DueList
from crm_desktop.ui.tabbed_page import TabPart
from crm_desktop.ui.widgets import menu
from crm_desktop.ui.widgets.cards import Card
from crm_desktop.ui.widgets.choices import Choice, SegControl
from crm_desktop.ui.widgets.empty_state import EmptyState
from crm_desktop.ui.widgets.layout import column, plain, row, show_if
from crm_desktop.ui.widgets.menu import MenuItem
from crm_desktop.ui.widgets.scroll import ScrollArea
from crm_desktop.ui.widgets.text import Label

_TELLING = ("asset", "product", "contact")
_MOST = 200
_RETIRED = "retired"
_SPANS = {"30": 30, "90": 90, "": None}


class ServicesDue(TabPart):
    """The latest first; a click opens the card of the equipment."""

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self.span = SegControl(
            [
                Choice("30", lambda: _("30 days")),
                Choice("90", lambda: _("90 days")),
                Choice("", lambda: _("All")),
                Choice(_RETIRED, lambda: _("Out of use")),
            ],
            "30",
        )
        self.span.chosen.connect(lambda _key: self.refresh(None))
        self.card = Card(self._title)
        self.list = DueList()
        self.list.opened.connect(self.open)
        self.list.act_asked.connect(self._act)
        self.list.menu_asked.connect(self._menu)
        self.more = Label("", "caption", "text3", wrap=True)
        more = column(self.more, margins=(20, 4, 20, 4))
        inside = column(self.list, more, None, gap=0, margins=(0, 4, 0, 8))
        self.card.body.addWidget(ScrollArea(plain(inside)), 1)
        self.nothing = EmptyState(
            "wrench",
            self._nothing,
            lambda: _("Add equipment on a customer's page, and give products a service interval."),
        )
        whole = column(row(self.span, None), (self.card, 1), (self.nothing, 1), gap=12)
        whole.setContentsMargins(0, 0, 0, 0)
        self.setLayout(row((plain(whole), 1), margins=(24, 16, 24, 24)))
        for widget in (self.card, self.nothing):
            show_if(widget, False)

    def refresh(self, changes: Changes | None) -> None:
        if changes is not None and not changes.touches(*_TELLING):
            return
        today, span = clock.today(), self.span.current()
        if span == _RETIRED:
            rows = self.shell.workspace.read(assets.retired, today, None, _MOST + 1)
        else:
            rows = self.shell.workspace.read(assets.due, today, _SPANS[span], _MOST + 1)
        self.card.title.say(self._title)
        self.nothing.title.say(self._nothing)
        self.list.set_rows(rows[:_MOST])
        self.card.count.say(formats.integer(len(rows)) if len(rows) <= _MOST else f"{_MOST}+")
        told = ngettext("The first {n} are shown.", "The first {n} are shown.", _MOST)
        self.more.say(told.format(n=_MOST) if len(rows) > _MOST else "")
        show_if(self.more, len(rows) > _MOST)
        self.card.setVisible(bool(rows))
        self.nothing.setVisible(not rows)

    def _title(self) -> str:
        return _("Out of use") if self.span.current() == _RETIRED else _("Services due")

    def _nothing(self) -> str:
        retired = self.span.current() == _RETIRED
        return _("No equipment is out of use.") if retired else _("No service is due.")

    def take_focus(self) -> None:
        target = self.list if self.list.rows else self.span
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    # acting

    def open(self, one: DueRow) -> None:
        """Show the card."""
        AssetCardDialog(self, self.shell, one.id).open()

    def _act(self, one: DueRow, act: str) -> None:
        {"done": self.done, "plan": self.plan}[act](one)

    def done(self, one: DueRow) -> None:
        """Note the service."""
        ServiceForm(self, self.shell, one.id, one.name).open()

    def plan(self, one: DueRow) -> None:
        """Plan a follow-up with the customer."""
        plan_follow_up(self, self.shell, one.contact_id)

    def _menu(self, one: DueRow, where: QPoint) -> None:
        items = [
            MenuItem(lambda: _("Open"), lambda: self.open(one), "arrow-square-out", "Enter"),
            MenuItem(lambda: _("Service done"), lambda: self.done(one), "wrench", "D"),
            MenuItem(lambda: _("Follow up"), lambda: self.plan(one), "calendar-plus", "F"),
            MenuItem(lambda: _("Open customer"), lambda: self._customer(one), "user"),
        ]
        menu.build(self, items).popup(where)

    def _customer(self, one: DueRow) -> None:
        self.shell.go("contacts", OpenRecord(one.contact_id))
