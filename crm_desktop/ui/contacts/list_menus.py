"""Menus of the customer list: a row, more, order, rows and archive, saved views."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QPoint
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from crm_desktop.core.i18n import _
from crm_desktop.services.contacts.contact_list import ContactRow
from crm_desktop.services.contacts.contact_panel import ContactPanel
from crm_desktop.services.documents.document_data import Source
from crm_desktop.ui.contacts.actions import ContactActions
from crm_desktop.ui.contacts.columns_popover import ColumnChoice, ColumnsPopover
from crm_desktop.ui.contacts.list_filters import ListFilters
from crm_desktop.ui.contacts.list_side import ListSide
from crm_desktop.ui.contacts.list_state import ALL, ARCHIVE, SORTS
from crm_desktop.ui.contacts.revealing import phone_in_full
from crm_desktop.ui.contacts.selection import Selection
from crm_desktop.ui.contacts.stage_dialog import ask_stage
from crm_desktop.ui.contacts.view_menu import ViewMenu
from crm_desktop.ui.documents.make_dialog import make_document
from crm_desktop.ui.page import NewRecord, NewRecords, Shell
from crm_desktop.ui.reports.report_target import ReportOf
from crm_desktop.ui.sticky_notes.dialog import StickyNoteDialog
from crm_desktop.ui.widgets import menu
from crm_desktop.ui.widgets.column_layout import with_keys
from crm_desktop.ui.widgets.menu import MenuItem


class ListMenus:
    """``open_profile(id)`` leaves the list."""

    def __init__(
        self,
        shell: Shell,
        side: ListSide,
        *,
        actions: ContactActions,
        selection: Selection,
        open_profile: Callable[[int], object],
    ) -> None:
        self._shell = shell
        self._side = side
        self._actions = actions
        self._selection = selection
        self._open_profile = open_profile
        self._filters = ListFilters(shell, side, selection)
        self._views = ViewMenu(shell, side, self._filters.freeze)
        pane = side.pane
        pane.columns_asked.connect(self.table_options)
        pane.table.columns.menu_asked.connect(self.table_options)
        pane.menu_asked.connect(self.row)
        pane.ways_asked.connect(self.ways_to_add)
        pane.filters.sort_menu.connect(self.sort)
        pane.filters.saving.connect(self.save_view)
        pane.tabs.menu_asked.connect(self.view)
        pane.funnel_asked.connect(self.narrow_filters)
        side.save_view = self.save_view

    @property
    def filters(self) -> ListFilters:
        """Groups, ready questions and fixed lists."""
        return self._filters

    def row(self, row: ContactRow, place: QPoint) -> None:
        """The context menu of a row, or of the selection it belongs to."""
        if self._side.pane.table.bulk:
            bar = self._side.pane.bulk
            items: list[MenuItem | None] = [
                MenuItem(one.label, one.on, one.icon, danger=one.danger) for one in bar.offered()
            ]
        else:
            items = [
                MenuItem(
                    lambda: _("Open profile"), lambda: self._open_profile(row.id), "user", "Return"
                ),
                MenuItem(lambda: _("Copy phone"), lambda: self._copy(row.id, row.phone), "phone",
                         enabled=bool(row.phone)),
                MenuItem(lambda: _("Tag"), self._selection.tag_selected, "tag", "Ctrl+T"),
                self._deal_item(row.id),
                MenuItem(lambda: _("Make a document…"), lambda: self._make_document(row.id),
                         "file-text"),
                MenuItem(lambda: _("New sticky note"), lambda: self._stick(row.id, row.name),
                         "note-pencil"),
                self._stage_item(row.id, row.name),
                *self._paper_items(row.id, row.name),
                None,
                *self._keep_items([row.id], row.archived),
            ]  # fmt: skip
        menu.build(self._side, items).popup(place)

    def ways_to_add(self, button: QWidget) -> None:
        """The menu beside "New customer"."""
        go = self._shell.go
        items = [
            MenuItem(
                lambda: _("New customer"), lambda: go("contacts", NewRecord()), "plus", "Ctrl+N"
            ),
            MenuItem(
                lambda: _("Add many customers"),
                lambda: go("contacts", NewRecords()),
                "users",
                "Ctrl+Shift+N",
            ),
            MenuItem(lambda: _("Import Excel"), lambda: go("exchange"), "upload-simple"),
        ]
        menu.popup_below(button, items)

    def more(self, panel: ContactPanel, button: QWidget) -> None:
        """The menu behind "More" in the panel and the profile."""
        menu.popup_below(
            button,
            [
                MenuItem(
                    lambda: _("Copy phone"),
                    lambda: self._copy(panel.id, panel.phones[0]),
                    "phone",
                    enabled=bool(panel.phones),
                ),
                MenuItem(
                    lambda: _("Tag"),
                    lambda: self._selection.tag([panel.id], button),
                    "tag",
                    "Ctrl+T",
                ),
                self._deal_item(panel.id),
                MenuItem(
                    lambda: _("Make a document…"),
                    lambda: self._make_document(panel.id),
                    "file-text",
                ),
                MenuItem(
                    lambda: _("New sticky note"),
                    lambda: self._stick(panel.id, panel.name),
                    "note-pencil",
                ),
                self._stage_item(panel.id, panel.name),
                *self._paper_items(panel.id, panel.name),
                None,
                *self._keep_items([panel.id], panel.archived),
            ],
        )

    def _paper_items(self, contact_id: int, name: str) -> list[MenuItem]:
        """The papers about one customer, shown before they are printed."""

        def show(key: str) -> None:
            self._shell.go("reports", ReportOf(key, contact_id, name))

        return [
            MenuItem(lambda: _("Print the brief…"), lambda: show("customer-brief"), "printer"),
            MenuItem(lambda: _("Print the card…"), lambda: show("customer-card"), "printer"),
        ]

    def _stick(self, contact_id: int, name: str) -> None:
        StickyNoteDialog(self._side, self._shell, customer=(contact_id, name)).open()

    def _deal_item(self, contact_id: int) -> MenuItem:
        target = NewRecord(contact_id)
        return MenuItem(lambda: _("New deal"), lambda: self._shell.go("deals", target), "columns")

    def _make_document(self, contact_id: int) -> None:
        make_document(self._side, self._shell, Source("contact", contact_id))

    def _stage_item(self, contact_id: int, name: str) -> MenuItem:
        def ask() -> None:
            ask_stage(self._side.window(), self._shell, [contact_id], name)

        return MenuItem(lambda: _("Move to a stage…"), ask, "flag")

    def _keep_items(self, ids: list[int], archived: bool) -> list[MenuItem]:
        if not archived:
            return [
                MenuItem(
                    lambda: _("Archive"), lambda: self._actions.archive(ids), "archive", "Del"
                ),
                MenuItem(
                    lambda: _("Delete"), lambda: self._actions.delete(ids), "trash", danger=True
                ),
            ]
        some = [row for row in self._selection.named() if row.id in ids]
        return [
            MenuItem(lambda: _("Put back"), lambda: self._actions.unarchive(ids), "users"),
            MenuItem(
                lambda: _("Delete for good…"),
                lambda: self._actions.delete_for_good(ids, some),
                "x",
                danger=True,
            ),
        ]

    def _copy(self, contact_id: int, phone: str) -> None:
        full = phone_in_full(self._shell, contact_id, phone)
        QGuiApplication.clipboard().setText(full)
        self._shell.toast(_("Copied"))

    def sort(self) -> None:
        """The menu of orders."""
        state = self._side.state
        items = [
            MenuItem(
                _(name)[:1].upper() + _(name)[1:],
                partial(self._side.sort_by, key, down),
                checked=key == state.sorted_by(),
            )
            for key, name, down in SORTS
        ]
        menu.popup_below(self._side.pane.filters.sort, items)

    def table_options(self, place: QPoint) -> None:
        """Columns, row height and the archive."""
        preferences = self._shell.preferences
        items = [
            MenuItem(lambda: _("Labels, letters…"), self._selection.mail_all, "envelope"),
            MenuItem(lambda: _("Columns…"), self.columns, "columns"),
            MenuItem(
                lambda: _("Compact rows"), self._toggle_compact, checked=preferences.compact_rows
            ),
            MenuItem(
                lambda: _("Show the archive"),
                self.show_archive,
                checked=self._side.state.archived,
            ),
        ]
        menu.build(self._side, items).popup(place)

    def columns(self) -> ColumnsPopover:
        """The panel in which columns are chosen."""
        side, columns = self._side, self._side.pane.table.columns
        view = side.state.view
        choice = ColumnChoice(
            columns.declared, columns.keys(), None if view is None else bool(view.columns)
        )

        def whole() -> tuple[str, ...]:
            return columns.layout or tuple(columns.keys())

        popover = ColumnsPopover(
            side.pane.column_button,
            choice,
            lambda keys: side.layout_.keep(with_keys(whole(), keys)),
            lambda: side.layout_.keep(()),
            lambda on: side.layout_.own(whole() if on else ()),
        )
        popover.start()
        return popover

    def _toggle_compact(self) -> None:
        preferences = self._shell.preferences
        preferences.compact_rows = not preferences.compact_rows
        preferences.save()
        self._side.layout_.fit_rows_height()

    def show_archive(self) -> None:
        """List the archived customers, or leave the archive."""
        self._side.choose_view(ALL if self._side.state.archived else ARCHIVE)

    def narrow_filters(self) -> None:
        """In a narrow window: views, filter, order and export behind one button."""
        state = self._side.state
        items: list[MenuItem | None] = [
            MenuItem(
                choice.label,
                partial(self._side.choose_view, choice.key),
                checked=choice.key == state.view_key(),
            )
            for choice in state.tabs()
        ]
        items += [
            None,
            MenuItem(lambda: _("Add a filter…"), self._side.pane.filter_here, "funnel-simple"),
            MenuItem(lambda: _("Filter with and / or…"), self._filters.build, "funnel-simple"),
            MenuItem(
                lambda: _("Ready questions…"),
                lambda: self._filters.questions(self._side.pane.funnel),
                "lightbulb",
            ),
            MenuItem(lambda: _("Export"), self._selection.export_all, "export", "Ctrl+E"),
            MenuItem(lambda: _("Labels, letters…"), self._selection.mail_all, "envelope"),
            MenuItem(lambda: _("Show the archive"), self.show_archive, "archive"),
        ]
        menu.popup_below(self._side.pane.funnel, items)

    # views

    def save_view(self) -> None:
        """Keep the filters under a name, or in the view they came from."""
        state = self._side.state
        order = (state.sort, state.descending)
        view = state.view
        if view is None or view.frozen:
            self._save_as()
            return
        items = [
            MenuItem(
                _("Save in “{name}”").format(name=view.name),
                lambda: self._views.update(view, state.conditions, order),
            ),
            MenuItem(
                lambda: _("Save as a new view…"),
                self._save_as,
            ),
        ]
        menu.popup_below(self._side.pane.filters.save, items)

    def _save_as(self) -> None:
        state = self._side.state
        self._views.save_as(
            state.conditions,
            (state.sort, state.descending),
            lambda made: self._side.choose_view(str(made)),
            state.suggested,
        )

    def view(self, key: str, place: QPoint) -> None:
        """The menu of a saved view's tab."""
        view = self._side.state.view_of(key)
        if view is not None:
            self._views.open(view, place)
