"""Acting on the selected customers: tag, plan, level, export, archive, delete."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QWidget

from crm_desktop.core import formats
from crm_desktop.core.i18n import _, ngettext
from crm_desktop.services.contacts import contact_list
from crm_desktop.services.contacts.contact_list import ContactQuery, ContactRow
from crm_desktop.services.follow_ups.follow_ups import FollowUpDraft
from crm_desktop.services.mailing.mailing import Audience
from crm_desktop.ui.contacts import list_export
from crm_desktop.ui.contacts.actions import ContactActions
from crm_desktop.ui.contacts.bulk_bar import BulkAction
from crm_desktop.ui.contacts.bulk_change import BulkChangeDialog
from crm_desktop.ui.contacts.follow_up_form import SpreadOver, ask_follow_up
from crm_desktop.ui.contacts.list_side import ListSide
from crm_desktop.ui.contacts.stage_dialog import ask_stage
from crm_desktop.ui.contacts.tag_popover import TagPopover
from crm_desktop.ui.handover.dialog import ask_handover
from crm_desktop.ui.mailing.mail_to import MailTo
from crm_desktop.ui.page import Command, Shell
from crm_desktop.ui.widgets import menu
from crm_desktop.ui.widgets.menu import MenuItem

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

_NAMED = 6  # customers named in the question before they are deleted


class Selection(QObject):
    """The selected rows of the list, else the current one, and what can be done with them.

    ``list_asked`` carries a button and the ids to be put on a fixed list.
    """

    list_asked = Signal(QWidget, object)

    def __init__(self, shell: Shell, side: ListSide, actions: ContactActions) -> None:
        super().__init__(side)
        self._shell = shell
        self._side = side
        self._actions = actions
        side.pane.export_asked.connect(self.export_all)
        side.pane.table.archive_asked.connect(self.archive_selected)
        side.listed.connect(self.dress_bulk)
        self.dress_bulk()

    def named(self) -> Sequence[ContactRow]:
        """The first of the selected rows, to be named in a question."""
        return self._side.pane.selected_rows(_NAMED)

    def with_selected(self, act: Callable[[list[int]], object]) -> None:
        """Call ``act`` with the ids of all selected rows; for very many they are read first."""
        side, table = self._side, self._side.pane.table
        if not table.bulk:
            row = side.current_row()
            if row is not None:
                act([row.id])
            return
        source = side.source
        spans = side.pane.selected_spans()
        if source is None or not spans:
            return
        parts = [source.ids_at(first, last) for first, last in spans]
        known = [part for part in parts if part is not None]
        if len(known) == len(parts):
            act([one for part in known for one in part])
        else:
            self._shell.workspace.ask(_ids_in, source.query, spans, owner=side, done=act)

    def archive_selected(self) -> None:
        """Del: archive the selected or the current customer."""
        if self._side.state.archived:
            self.delete_selected()
        else:
            self.with_selected(self._actions.archive)

    def delete_selected(self) -> None:
        """Ask, then delete archived customers for good."""
        some = self.named()
        self.with_selected(lambda ids: self._actions.delete_for_good(ids, some))

    def bin_selected(self) -> None:
        """Put the selected customers into the recycle bin."""
        self.with_selected(self._actions.delete)

    def merge_selected(self) -> None:
        """Make the two selected customers one."""

        def ask(ids: list[int]) -> None:
            if len(ids) == 2:
                self._actions.merge(ids)
            else:
                self._shell.toast(_("Select two customers to merge them."), "git-merge")

        self.with_selected(ask)

    def tag_selected(self) -> None:
        """Ctrl+T: tags of the selected customers."""
        button = self._side.pane.bulk.button("tag")
        anchor = (
            button if button is not None and button.isVisible() else self._side.pane.filters.add
        )
        if not anchor.isVisible():
            anchor = self._side.pane.new
        self.with_selected(lambda ids: self.tag(ids, anchor))

    def tag(self, ids: Sequence[int], anchor: QWidget) -> None:
        """Put a tag on these customers or take one off."""
        if ids:
            TagPopover(
                anchor,
                self._side.offered.tags,
                lambda name: self._actions.add_tag(ids, name),
                lambda name: self._actions.remove_tag(ids, name),
            ).start()

    # bulk bar

    def dress_bulk(self) -> None:
        """Offer what fits the list: in the archive, putting back and deleting."""
        with_ids = self.with_selected
        export = BulkAction("export", "export", lambda: _("Export"), self.export_selected)
        if self._side.state.archived:
            actions = [
                BulkAction(
                    "unarchive",
                    "users",
                    lambda: _("Put back"),
                    lambda: with_ids(self._actions.unarchive),
                ),
                export,
                BulkAction(
                    "delete", "x", lambda: _("Delete for good…"), self.delete_selected, danger=True
                ),
            ]
        else:
            actions = [
                BulkAction("tag", "tag", lambda: _("Tag"), self.tag_selected),
                BulkAction(
                    "follow_up", "calendar-plus", lambda: _("Plan follow-up"), self.plan_selected
                ),
                BulkAction(
                    "calls", "phone-outgoing", lambda: _("Call through"), self.call_selected
                ),
                BulkAction("level", "crown-simple", lambda: _("Change level"), self.levels),
                BulkAction("stage", "flag", lambda: _("Stage…"), self.move_selected),
                BulkAction("change", "pencil-simple", lambda: _("Change"), self.change_selected),
                BulkAction(
                    "handover", "arrow-right", lambda: _("Hand over…"), self.hand_over_selected
                ),
                BulkAction("mail", "envelope", lambda: _("Labels, letters…"), self.mail_selected),
                BulkAction("list", "push-pin", lambda: _("List"), self._ask_list),
                export,
                BulkAction("merge", "git-merge", lambda: _("Merge"), self.merge_selected),
                BulkAction("archive", "archive", lambda: _("Archive"), self.archive_selected),
                BulkAction("delete", "trash", lambda: _("Delete"), self.bin_selected, danger=True),
            ]
        self._side.pane.bulk.set_actions(actions)

    def _ask_list(self) -> None:
        bar = self._side.pane.bulk
        button = bar.button("list")
        anchor = button if button is not None and button.isVisible() else bar.more
        self.with_selected(lambda ids: self.list_asked.emit(anchor, ids))

    def plan_selected(self) -> None:
        """One follow-up for each selected customer."""

        def ask(ids: list[int]) -> None:
            words = ngettext("{n} customer", "{n} customers", len(ids))
            spread = SpreadOver(len(ids)) if len(ids) > 1 else None

            def plan(draft: FollowUpDraft) -> None:
                days = spread.days() if spread is not None else {}
                self._actions.plan(ids, draft, **days)

            ask_follow_up(self._side, words.format(n=formats.integer(len(ids))), plan, more=spread)

        self.with_selected(ask)

    def call_selected(self) -> None:
        """Call the selected customers one after the other."""
        self.with_selected(self._call_through)

    def call_view(self) -> None:
        """The same with everybody in the view, unless some are selected."""
        source = self._side.source
        if self._side.pane.table.bulk or source is None:
            self.call_selected()
        else:
            self._shell.workspace.ask(
                contact_list.all_ids, source.query, owner=self._side, done=self._call_through
            )

    def _call_through(self, ids: list[int]) -> None:
        from crm_desktop.ui.calls.call_mode import call_through

        call_through(self._side, self._shell, ids)

    def change_selected(self) -> None:
        """Give the selected customers a fact alike."""

        def ask(ids: list[int]) -> None:
            side = self._side
            BulkChangeDialog(
                side, side.offered, len(ids), lambda *what: self._actions.change(ids, *what)
            ).open()

        self.with_selected(ask)

    def move_selected(self) -> None:
        """Move the selected customers to a stage, with the reason."""
        row = self._side.current_row()
        alone = row is not None and not self._side.pane.table.bulk
        name = row.name if alone else ""
        self.with_selected(lambda ids: ask_stage(self._side, self._shell, ids, name))

    def hand_over_selected(self) -> None:
        """Give the selected customers to somebody else, with what is open."""
        self.with_selected(lambda ids: ask_handover(self._side, self._shell, None, ids))

    def levels(self) -> None:
        """The menu of levels for the selected customers."""
        bar = self._side.pane.bulk
        anchor = bar.button("level") or bar

        def give(level: str) -> None:
            self.with_selected(lambda ids: self._actions.set_level(ids, level))

        known = self._side.offered.facts.levels
        items = [MenuItem(name, partial(give, value)) for value, name in known]
        items.append(MenuItem(lambda: _("No level"), lambda: give("")))
        menu.popup_below(anchor if anchor.isVisible() else bar, items)

    # post

    def mail_selected(self) -> None:
        """Labels, envelopes, letters and cards for the selected customers."""
        self.with_selected(self._mail_to)

    def mail_all(self) -> None:
        """The same for everybody the list shows."""
        if self._side.pane.table.bulk:
            self.mail_selected()
        else:
            state = self._side.state
            audience = Audience(state.query())
            self._shell.go("reports", MailTo(audience, state.view_words(), "contacts"))

    def mail_command(self) -> Command:
        """What the palette offers for the list."""
        words = lambda: _("Labels, letters, cards for the list")  # noqa: E731
        return Command("contacts.mail", words, self.mail_all, "envelope")

    def _mail_to(self, ids: list[int]) -> None:
        words = ngettext("{n} chosen customer", "{n} chosen customers", len(ids))
        name = words.format(n=formats.integer(len(ids)))
        self._shell.go("reports", MailTo(Audience(contact_ids=tuple(ids)), name, "contacts"))

    # export

    def export_selected(self) -> None:
        """Write the selected customers into a file."""
        self.with_selected(self._export)

    def export_all(self) -> None:
        """Write everything the list shows into a file."""
        if self._side.pane.table.bulk:
            self.export_selected()
        else:
            self._export(None)

    def _export(self, ids: list[int] | None) -> None:
        side = self._side
        list_export.export(
            self._shell,
            side,
            side.state.query(),
            ids,
            name=side.state.view_words(),
            done=self._exported,
        )

    def _exported(self, path: Path, count: int) -> None:
        words = ngettext("{n} customer in {file}", "{n} customers in {file}", count)
        self._shell.toast(words.format(n=formats.integer(count), file=path.name), "export")
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(path.parent)))


def _ids_in(session: Session, query: ContactQuery, spans: Sequence[tuple[int, int]]) -> list[int]:
    """Ids of row numbers, from the order of a query."""
    order = contact_list.all_ids(session, query)
    return [one for first, last in spans for one in order[first : last + 1]]
