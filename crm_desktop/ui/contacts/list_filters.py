"""Beyond single chips: groups of conditions, ready questions, and lists that stay as they are."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from PySide6.QtWidgets import QWidget

from crm_desktop.core import clock, formats
from crm_desktop.core.i18n import N_, _, ngettext, pgettext
from crm_desktop.services.contacts import cookbook, views
from crm_desktop.services.contacts.cookbook import Question
from crm_desktop.ui.contacts.condition_dialog import ConditionDialog
from crm_desktop.ui.contacts.cookbook_popover import CookbookPopover
from crm_desktop.ui.contacts.list_side import ListSide
from crm_desktop.ui.contacts.selection import Selection
from crm_desktop.ui.page import Command, Shell
from crm_desktop.ui.widgets import menu
from crm_desktop.ui.widgets.dialogs import ask_text
from crm_desktop.ui.widgets.menu import MenuItem


class ListFilters:
    """Asks, and hands what was chosen to the list."""

    def __init__(self, shell: Shell, side: ListSide, selection: Selection) -> None:
        self._shell = shell
        self._side = side
        self._selection = selection
        side.pane.filters.tree_asked.connect(self.build)
        side.begin_view = lambda: self.questions(side.pane.tabs.add)
        selection.list_asked.connect(self.list_menu)

    def build(self) -> ConditionDialog:
        """The window of groups, begun with the filters that are on."""
        side = self._side
        dialog = ConditionDialog(
            side, self._shell, side.offered.options, side.state.conditions, side.set_conditions
        )
        dialog.open()
        return dialog

    def questions(self, anchor: QWidget) -> CookbookPopover:
        """The ready questions with how many each finds today."""
        popover = CookbookPopover(anchor, self.ask, self.build)
        popover.start()
        self._shell.workspace.ask(
            cookbook.counts, clock.today(), owner=popover, done=popover.show_counts
        )
        return popover

    def ask(self, question: Question) -> None:
        """List whom a ready question finds."""
        self._side.show_question(question)

    def commands(self) -> list[Command]:
        """Every ready question, and freezing, for the palette."""
        asked = [
            Command(
                f"contacts.question.{one.code}",
                partial(_, one.name),
                partial(self.ask, one),
                "funnel-simple",
            )
            for one in cookbook.QUESTIONS
        ]
        build = Command(
            "contacts.build", lambda: _("Filter with and / or…"), self.build, "funnel-simple"
        )
        freeze = Command(
            "contacts.freeze", lambda: _("Keep this list as it is…"), self.freeze, "push-pin"
        )
        return [build, freeze, *asked]

    # fixed lists

    def freeze(self) -> None:
        """Keep whom the list shows now under a name, whatever changes later."""
        state = self._side.state
        query = state.query()

        def keep(name: str) -> None:
            self._write(N_("Keep a fixed list"), views.freeze, query, name, done=self._kept)

        ask_text(
            self._side,
            lambda: _("Keep this list as it is now"),
            lambda: pgettext("of a thing", "Name"),
            keep,
            start=state.suggested or state.view_words(),
            action=lambda: _("Keep list"),
        )

    def list_menu(self, anchor: QWidget, ids: Sequence[int]) -> None:
        """Fixed lists to put the selected customers on, or to take them off the one shown."""
        state = self._side.state
        items: list[MenuItem | None] = [
            MenuItem(view.name, partial(self._add, view, ids))
            for view in state.views
            if view.frozen and view is not state.view
        ]
        items.append(MenuItem(lambda: _("New fixed list…"), lambda: self._new(ids), "plus"))
        if state.view is not None and state.view.frozen:
            view = state.view
            off = _("Take off “{name}”").format(name=view.name)
            items += [None, MenuItem(off, partial(self._take_off, view, ids), "x")]
        menu.popup_below(anchor, items)

    def _new(self, ids: Sequence[int]) -> None:
        def keep(name: str) -> None:
            self._write(N_("Keep a fixed list"), views.keep_list, ids, name, done=self._kept)

        ask_text(
            self._side,
            lambda: _("New fixed list"),
            lambda: pgettext("of a thing", "Name"),
            keep,
            action=lambda: _("Keep list"),
        )

    def _kept(self, view_id: int) -> None:
        self._side.choose_view(str(view_id))
        self._shell.toast(_("List kept"), "push-pin", undo=True)

    def _add(self, view: views.ViewRow, ids: Sequence[int]) -> None:
        def said(count: int) -> None:
            words = ngettext("{n} customer put on “{name}”", "{n} customers put on “{name}”", count)
            text = words.format(n=formats.integer(count), name=view.name)
            self._shell.toast(text, "push-pin", undo=count > 0)

        self._write(N_("Put on a fixed list"), views.add_members, view.id, ids, done=said)

    def _take_off(self, view: views.ViewRow, ids: Sequence[int]) -> None:
        def said(count: int) -> None:
            words = ngettext(
                "{n} customer taken off “{name}”", "{n} customers taken off “{name}”", count
            )
            text = words.format(n=formats.integer(count), name=view.name)
            self._shell.toast(text, "x", undo=True)

        self._write(N_("Take off a fixed list"), views.remove_members, view.id, ids, done=said)

    def _write(
        self, name: str, service: Callable[..., Any], *args: Any, done: Callable[[Any], object]
    ) -> None:
        self._shell.workspace.execute_job(
            name, service, *args, owner=self._side, done=done, progress=False, title=lambda: _(name)
        )
