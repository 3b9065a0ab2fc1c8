"""Customers: the list with its panel, the profile of one customer, and many typed at once."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QStackedWidget, QWidget

from crm_desktop.core.changes import Changes
from crm_desktop.core.i18n import _
from crm_desktop.services.contacts.contact_panel import ContactPanel
from crm_desktop.services.contacts.cookbook import Question
from crm_desktop.ui.contacts.actions import ContactActions
from crm_desktop.ui.contacts.cell_saving import save_cell
from crm_desktop.ui.contacts.list_menus import ListMenus
from crm_desktop.ui.contacts.list_side import ListSide
from crm_desktop.ui.contacts.new_customer import ask_new_customer
from crm_desktop.ui.contacts.profile import ProfileView
from crm_desktop.ui.contacts.selection import Selection
from crm_desktop.ui.contacts.stage_dialog import ask_stage
from crm_desktop.ui.page import (
    Command,
    NewRecord,
    NewRecords,
    OpenRecord,
    Page,
    Shell,
    ShowView,
    bare_column,
)
from crm_desktop.ui.widgets.keys import bind_within

if TYPE_CHECKING:
    from crm_desktop.ui.contacts.fast_entry import FastEntryView


class ContactsPage(Page):
    """Glue between list, panel and profile, and what the keys do."""

    name = "contacts"
    flat = True

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self.side = ListSide(shell)
        actions = ContactActions(shell, self)
        self._profile: ProfileView | None = None
        self._many: FastEntryView | None = None
        self.selection = Selection(shell, self.side, actions)
        self.menus = ListMenus(
            shell,
            self.side,
            actions=actions,
            selection=self.selection,
            open_profile=self.open_profile,
        )
        self._stack = QStackedWidget()
        self._stack.addWidget(self.side)
        bare_column(self).addWidget(self._stack)
        self._connect()
        self._bind()

    def _connect(self) -> None:
        pane, panel = self.side.pane, self.side.panel
        pane.table.opened.connect(lambda row: self.open_profile(row.id))
        pane.table.edited.connect(lambda row, *typed: save_cell(self.shell, row.id, *typed))
        pane.search.entered.connect(self._open_current)
        pane.new_asked.connect(self.new_record)
        panel.open_asked.connect(self._open_current)
        panel.more_asked.connect(self._more)

    def _bind(self) -> None:
        for keys, act in (
            ("Ctrl+R", lambda: self._quick("sale")),
            ("Ctrl+U", lambda: self._quick("follow_up")),
            ("Ctrl+L", self._write_note),
            ("Ctrl+T", self._tag),
            ("F2", self._edit_fact),
        ):
            bind_within(self, keys, self._on_customer(act))

    def _on_customer(self, act: Callable[[], object]) -> Callable[[], object]:
        """What a key does with the current customer: nothing while many are being typed."""
        return lambda: None if self.entering() else act()

    # the window asks

    def refresh(self, changes: Changes | None) -> None:
        self.side.refresh(changes)
        if self._in_profile():
            self.profile.reload()
        if self._many is not None:
            self._many.look_up()

    def shown(self) -> None:
        if self.entering():
            self.many.begin()
        elif self._in_profile():
            self.profile.take_focus()
        else:
            self.side.pane.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def open_target(self, target: Any) -> None:
        if not isinstance(target, NewRecords):
            self._leave_many()
        match target:
            case NewRecords():
                self.narrow_rail = True  # type: ignore[misc] # of this page, while they are typed
                self._stack.setCurrentWidget(self.many)
                self.many.begin()
            case OpenRecord():
                self.side.reveal(target.id)
                self.open_profile(target.id)
            case ShowView():
                self._leave_profile()
                self.side.choose_view(str(target.id))
            case Question():
                self._leave_profile()
                self.side.show_question(target)
            case NewRecord():
                self.new_record()

    def focus_search(self) -> None:
        if self.entering():
            return
        self._leave_profile()
        self.side.pane.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.side.pane.search.selectAll()

    def new_record(self) -> None:
        if self.entering():
            self.many.begin_row()
            return
        levels = [value for value, _label in self.side.offered.facts.levels]
        ask_new_customer(self, self.shell, levels, self._made)

    def _made(self, contact_id: int, name: str) -> None:
        self._leave_profile()
        self.side.reveal(contact_id)
        self.shell.toast(_("{name} is now a customer").format(name=name), "users", undo=True)

    def export_page(self) -> None:
        self.selection.export_all()

    def go_back(self) -> bool:
        if self.entering():
            self._close_many()
            return True
        if self._in_profile():
            self._leave_profile()
            return True
        side = self.side
        if side.pane.table.bulk:
            side.pane.table.clear_bulk()
            return True
        if side.panel.isVisible() and not side.is_wide():
            side.close_panel()
            return True
        if side.state.text:
            side.pane.search.clear()
            return True
        return False

    def commands(self) -> list[Command]:
        return [
            Command("contacts.new", lambda: _("New customer"), self.new_record, "plus", "Ctrl N"),
            Command(
                "contacts.export",
                lambda: _("Export customers"),
                self.export_page,
                "export",
                "Ctrl E",
            ),
            Command(
                "contacts.archive",
                lambda: _("Show the archive"),
                self.menus.show_archive,
                "archive",
            ),
            Command(
                "contacts.calls",
                lambda: _("Call through this view"),
                self.selection.call_view,
                "phone-outgoing",
            ),
            Command("contacts.stage", lambda: _("Move to a stage…"), self._move_to_stage, "flag"),
            *self.menus.filters.commands(),
            self.selection.mail_command(),
        ]

    def regions(self) -> list[QWidget]:
        if self.entering():
            return [self.many.grid]
        if self._in_profile():
            return self.profile.regions()
        pane = self.side.pane
        found: list[QWidget] = [pane.search, pane.tabs.tabs, pane.filters, pane.table]
        if self.side.panel.isVisible():
            found.append(self.side.panel)
        return [region for region in found if region.isVisible()]

    def leave(self) -> bool:
        """Rows that were typed and not saved hold the file open until that is decided."""
        if self._many is None or not self._many.unsaved():
            return True
        self.shell.go(self.name, NewRecords())
        return self._many.may_leave()

    # many at once

    @property
    def many(self) -> FastEntryView:
        """The grid many customers are typed into, built when it is first wanted."""
        if self._many is None:
            from crm_desktop.ui.contacts.fast_entry import FastEntryView

            self._many = FastEntryView(self.shell)
            self._many.left.connect(self._close_many)
            self._stack.addWidget(self._many)
        return self._many

    def entering(self) -> bool:
        """True while that grid is on screen."""
        return self._many is not None and self._stack.currentWidget() is self._many

    def _leave_many(self) -> None:
        """Back to the list; what was typed stays in the grid."""
        if self.entering():
            self.narrow_rail = False  # type: ignore[misc]
            self._stack.setCurrentWidget(self.side)
            self.side.fit_panel()

    def _close_many(self) -> None:
        self._leave_many()
        self.shell.go(self.name)  # by way of the window, which unfolds its rail

    # the profile

    @property
    def profile(self) -> ProfileView:
        """The profile, built when it is first opened."""
        if self._profile is None:
            made = self._profile = ProfileView(self.shell, lambda: self.side.offered.facts)
            made.left.connect(self._leave_profile)
            made.stepped.connect(self._step)
            made.more_asked.connect(self._more)
            self._stack.addWidget(made)
        return self._profile

    def _in_profile(self) -> bool:
        return self._stack.currentWidget() is self._profile

    def _open_current(self) -> None:
        row = self.side.current_row()
        if row is not None:
            self.open_profile(row.id)

    def open_profile(self, contact_id: int) -> None:
        """Show everything about one customer."""
        source = self.side.source
        number = source.number_of(contact_id) if source else None
        place = (number, source.count()) if source and number is not None else None
        if not self.profile.show_contact(contact_id, self.side.state.view_words, place):
            # A reminder, a calendar entry or a note may outlive whom it is about.
            said = _("This customer was deleted: the recycle bin, or Ctrl+Z, brings them back.")
            self.shell.toast(said, "info")
            return
        self._stack.setCurrentWidget(self.profile)
        self.profile.take_focus()

    def _step(self, step: int) -> None:
        table = self.side.pane.table
        number = table.currentIndex().row() + step
        row = table.row(number)
        if row is not None:
            table.select_number(number)
            self.open_profile(row.id)

    def _leave_profile(self) -> None:
        if self._in_profile():
            self._stack.setCurrentWidget(self.side)
            self.side.fit_panel()
            self.side.pane.table.setFocus(Qt.FocusReason.OtherFocusReason)

    # keys on the current customer

    def _current(self) -> ContactPanel | None:
        if self._in_profile():
            return self.profile.shown_contact
        row, panel = self.side.current_row(), self.side.panel
        if row is not None and panel.contact_id != row.id:
            panel.show_contact(row.id)
        return panel.shown_contact if row is not None else None

    def _quick(self, what: str) -> None:
        panel = self._current()
        if panel is None:
            return
        if what == "sale":
            self.side.panel.quick.sale(panel)
        else:
            self.side.panel.quick.follow_up(panel)

    def _write_note(self) -> None:
        if self._in_profile():
            self.profile.history.write_note()
        elif self.side.current_row() is not None:
            if not self.side.panel.isVisible():
                self.side.toggle_panel()
            self.side.panel.history.write_note()

    def _edit_fact(self) -> None:
        if self._in_profile():
            self.profile.edit_fact()
        elif self.side.pane.table.hasFocus():
            self.side.pane.table.editing.start_current()
        elif self.side.panel.isVisible():
            self.side.panel.edit_fact()

    def _tag(self) -> None:
        if self._in_profile():
            self.selection.tag([self.profile.contact_id], self.profile)
        else:
            self.selection.tag_selected()

    def _move_to_stage(self) -> None:
        panel = self._current() if self._in_profile() else None
        if panel is not None:
            ask_stage(self, self.shell, [panel.id], panel.name)
        else:
            self.selection.move_selected()

    def _more(self, button: QWidget) -> None:
        panel = self._current()
        if panel is not None:
            self.menus.more(panel, button)
