"""Timeline, sales and follow-ups of one customer under tabs, with the line for a note."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCursor
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from crm_desktop.core import clock, formats
from crm_desktop.core.i18n import N_, _, ngettext
from crm_desktop.services.contacts.contact_panel import TabCounts
from crm_desktop.services.follow_ups import follow_ups
from crm_desktop.services.sales import sale_list
from crm_desktop.services.timeline import quick_line
from crm_desktop.services.timeline.timeline import TimelineRow
from crm_desktop.ui import theme
from crm_desktop.ui.contacts.entry_menu import EntryMenu, group_name, kind_groups
from crm_desktop.ui.contacts.files_tab import FilesTab
from crm_desktop.ui.contacts.note_line import NoteLine
from crm_desktop.ui.contacts.timeline_list import TimelineItem, TimelineList
from crm_desktop.ui.contacts.timeline_words import follow_up_items, timeline_items
from crm_desktop.ui.page import OpenRecord, Shell
from crm_desktop.ui.widgets import menu
from crm_desktop.ui.widgets.buttons import Button, IconButton
from crm_desktop.ui.widgets.choices import Choice, Tabs
from crm_desktop.ui.widgets.layout import column, plain, row
from crm_desktop.ui.widgets.scroll import ScrollArea
from crm_desktop.ui.widgets.text import Label

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

_MOST = 200  # records read for a tab; the timeline reads fewer and says so
_STEP = 40
_LEAST_HIGH = 160


class HistoryTabs(QWidget):
    """``margin`` insets everything from the edges of the panel or card it stands in.

    Its owner reads the first ``limit`` entries of the timeline, and again when ``more_asked``.
    """

    more_asked = Signal()

    def __init__(self, shell: Shell, margin: int) -> None:
        super().__init__()
        self._shell = shell
        self._contact_id = 0
        self._counts: TabCounts | None = None
        self.limit = _STEP
        self._entries: Sequence[TimelineRow] = ()
        self.tabs = Tabs([])
        self.tabs.chosen.connect(self._show_tab)
        self.note = NoteLine()
        self.note.written.connect(self._keep_note)
        self.meant = Label("", "caption", "accentText", elide=True)
        self.meant.hide()
        self.note.meant.connect(self._say_meaning)
        self.lists = {key: TimelineList() for key in ("timeline", "sales", "follow_ups")}
        self.files = FilesTab(shell, margin)
        self.files.changed.connect(self.more_asked.emit)
        self.filter = IconButton(
            "funnel-simple", lambda: _("Show only some kinds"), on=self._choose_kinds
        )
        self.kinds: set[str] = set()
        self._entry = EntryMenu(shell, self)
        self.earlier = Button("", kind="link", small=True, on=self._read_on)
        self._stack = QStackedWidget()
        self._empty: dict[str, Label] = {}
        self._build(margin)
        theme.live(self, self._say)

    def _build(self, margin: int) -> None:
        for key, listed in self.lists.items():
            listed.opened.connect(self._open)
            empty = Label("", "body", "text3", wrap=True)
            empty.setAlignment(Qt.AlignmentFlag.AlignTop)
            self._empty[key] = empty
            inside: QVBoxLayout = column(empty, listed, margins=(margin, 4, margin, 8))
            if key == "timeline":
                inside.addWidget(self.earlier)
            inside.addStretch(1)
            self._stack.addWidget(ScrollArea(plain(inside)))
        self._stack.addWidget(ScrollArea(self.files))
        self._stack.setMinimumHeight(theme.m(_LEAST_HIGH))
        line = row((self.note, 1), self.filter, gap=4)
        self._note_row = plain(column(line, self.meant, gap=3, margins=(margin, 4, margin, 4)))
        tabs = plain(row((self.tabs, 1), margins=(margin, 0, margin, 0)))
        self.setLayout(column(tabs, self._note_row, (self._stack, 1), gap=2))

    def first_tab(self) -> None:
        """Back to the timeline, with an empty note."""
        self.limit = _STEP
        self.kinds = set()
        self.tabs.set_current("timeline")
        self.note.clear()

    def show_contact(
        self, contact_id: int, counts: TabCounts, entries: Sequence[TimelineRow]
    ) -> None:
        """Show these entries, and read what the current tab needs."""
        self._contact_id, self._counts, self._entries = contact_id, counts, entries
        self._say()

    def _say(self) -> None:
        # A language switch may come between closing one file and opening the next.
        if self._counts is None or not self._shell.workspace.is_open:
            return
        self.tabs.set_choices(
            [
                Choice("timeline", lambda: _("Timeline")),
                Choice("sales", lambda: _("Sales"), self._counts.sales or None),
                Choice("follow_ups", lambda: _("Follow-ups"), self._counts.follow_ups or None),
                Choice("files", lambda: _("Files"), self._counts.files or None),
            ]
        )
        self._show_tab(self.tabs.current())
        self._show_earlier()

    def show_tab(self, key: str) -> None:
        """Turn to a tab."""
        self.tabs.set_current(key)
        self._show_tab(key)

    def _show_tab(self, key: str) -> None:
        self._note_row.setVisible(key == "timeline")
        if key == "files":
            self._stack.setCurrentIndex(len(self.lists))
            self.files.show_record(self._contact_id)
            return
        self._stack.setCurrentIndex(list(self.lists).index(key))
        items, nothing = self._items(key)
        self.lists[key].show_items(items)
        self.lists[key].setVisible(bool(items))
        self._empty[key].say(nothing)
        self._empty[key].setVisible(not items)

    def _items(self, key: str) -> tuple[list[TimelineItem], str]:
        if not self._contact_id:
            return [], ""
        read = self._shell.workspace.read
        if key == "sales":
            return read(_sales, self._contact_id), _("No sales yet. Ctrl+R records one.")
        if key == "follow_ups":
            return read(_follow_ups, self._contact_id), _("Nothing planned. Ctrl+U plans it.")
        nothing = _("Nothing kept yet. Write what was said, and it stands here.")
        if self.kinds:
            nothing = _("Nothing of these kinds.")
        return timeline_items(self._entries), nothing

    def _choose_kinds(self) -> None:
        """Which kinds the timeline shows: all, or those ticked."""

        def toggle(key: str) -> None:
            self.kinds ^= kind_groups()[key]
            self.more_asked.emit()

        def everything() -> None:
            self.kinds = set()
            self.more_asked.emit()

        items: list[menu.MenuItem | None] = [
            menu.MenuItem(lambda: _("Everything"), everything, checked=not self.kinds), None,
        ]  # fmt: skip
        items += [
            menu.MenuItem(
                partial(group_name, key), partial(toggle, key), checked=bool(kinds & self.kinds)
            )
            for key, kinds in kind_groups().items()
        ]
        menu.popup_below(self.filter, items)

    def _show_earlier(self) -> None:
        left = self._counts.timeline - len(self._entries) if self._counts else 0
        if self.kinds:  # how many of these kinds there are is not counted
            left = 1 if len(self._entries) >= self.limit else 0
        self.earlier.setVisible(left > 0)
        words = ngettext("{n} earlier entry", "{n} earlier entries", left)
        self.earlier.say(words.format(n=formats.integer(left)))

    def _read_on(self) -> None:
        self.limit += 5 * _STEP
        self.more_asked.emit()

    # acting

    def write_note(self) -> None:
        """Show the timeline and put the cursor into the note."""
        self.show_tab("timeline")
        self.note.start()

    def _keep_note(self, kind: str, text: str) -> None:
        meant = self._shell.workspace.execute(
            N_("Add to the timeline"), quick_line.log, self._contact_id, text, kind
        )
        self.note.clear()
        said = _("Kept, with a follow-up") if meant.title else _("Kept on the timeline")
        self._shell.toast(said, "note", undo=True)

    def _say_meaning(self, words: str) -> None:
        self.meant.say(words)
        self.meant.setVisible(bool(words))

    def _open(self, key: str) -> None:
        table, number, *state = key.split(":")
        if table == "sale":
            self._shell.go("sales", OpenRecord(int(number)))
        elif table == "timeline_entry":
            self._entry.open(int(number))
        elif table == "follow_up":
            self._follow_up_menu(int(number), state == ["open"])

    def _follow_up_menu(self, follow_up_id: int, is_open: bool) -> None:
        def item(label: str, icon: str, name: str, service: Any, *args: Any) -> menu.MenuItem:
            return menu.MenuItem(
                label, lambda: self._change_follow_up(name, service, follow_up_id, *args), icon
            )

        if is_open:
            move = N_("Move a follow-up")
            items = [
                item(_("Done"), "check-circle", N_("Complete follow-up"), follow_ups.complete),
                item(_("Tomorrow"), "clock", move, follow_ups.postpone, 1),
                item(_("In a week"), "calendar-blank", move, follow_ups.postpone, 7),
            ]
        else:
            items = [
                item(_("Open again"), "clock", N_("Open a follow-up again"), follow_ups.reopen)
            ]
        menu.build(self, items).popup(QCursor.pos())

    def _change_follow_up(self, name: str, service: Any, *args: Any) -> None:
        self._shell.workspace.execute(name, service, *args)
        self._shell.toast(_("Follow-up changed"), undo=True)


def _sales(session: Session, contact_id: int) -> list[TimelineItem]:
    query = sale_list.SaleQuery(contact_id=contact_id)
    items = []
    for sale in sale_list.page(session, query, 0, _MOST):
        total = formats.money_whole(sale.total_minor, sale.currency)
        body = sale.goods
        if sale.open_minor > 0:
            owed = formats.money_whole(sale.open_minor, sale.currency)
            body = " · ".join(
                part for part in (body, _("{amount} open").format(amount=owed)) if part
            )
        tone = "red" if sale.days_late > 0 and sale.open_minor > 0 else "amber"
        day = formats.date_relative(sale.sold_on, clock.today())
        title = " · ".join(part for part in (sale.number, total) if part)
        items.append(TimelineItem(f"sale:{sale.id}", "receipt", tone, title, day, body))
    return items


def _follow_ups(session: Session, contact_id: int) -> list[TimelineItem]:
    found = []
    for when in ("open", "done"):
        query = follow_ups.FollowUpQuery(when, contact_id=contact_id)
        found += follow_ups.page(session, query, 0, _MOST // 2)
    return follow_up_items(found)
