"""Whose deals, and which of them: the two menus beside the search."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from PySide6.QtCore import QObject, Signal

from crm_desktop.core.i18n import _
from crm_desktop.services.deals.deal_list import DealQuery
from crm_desktop.services.settings import choices
from crm_desktop.services.settings.choices import StaffRow
from crm_desktop.ui.page import Shell
from crm_desktop.ui.widgets import menu
from crm_desktop.ui.widgets.buttons import Button, IconButton
from crm_desktop.ui.widgets.layout import show_if
from crm_desktop.ui.widgets.menu import MenuItem


class DealFilter(QObject):
    """Holds the query of the page; ``changed`` after every choice."""

    changed = Signal()

    def __init__(self, shell: Shell, parent: QObject) -> None:
        super().__init__(parent)
        self._shell = shell
        self._people: list[StaffRow] = []
        self._shown = self._folded = False
        self.query = DealQuery()
        self.whose = Button(self._whose_words, "user", on=self.open_whose)
        self.which = IconButton("funnel-simple", self._which_words, on=self.open_which)

    def refresh(self, shown: bool) -> None:
        """Read who works here; alone there is nobody to choose."""
        self._people = list(self._shell.workspace.read(choices.staff))
        self._shown = shown
        self._fit()
        self._say()

    def fold(self, folded: bool) -> None:
        """Where there is little room, whose deals stands in the menu of conditions."""
        if folded != self._folded:
            self._folded = folded
            self._fit()

    def _fit(self) -> None:
        show_if(self.whose, self._shown and not self._folded and len(self._people) > 1)

    def set_text(self, text: str) -> None:
        """Only deals with these words in title or customer."""
        self._set(text=text)

    def toggle_stalled(self) -> None:
        """Only the stalled ones, or all again."""
        self._set(stalled=not self.query.stalled)

    def leave_figure(self) -> None:
        """No figure or stage any more; tells nobody, whoever asks reads next."""
        self.query = replace(self.query, ids=None, stage_id=None)

    def stalled_only(self) -> None:
        """Only the stalled ones."""
        self._set(stalled=True, stepless=False)

    def clear(self) -> None:
        """No condition any more; whose deals stays chosen."""
        self._set(stalled=False, stepless=False, ids=None, stage_id=None)

    def behind(self, ids: tuple[int, ...] | None) -> None:
        """Only the deals behind a figure, whoever's they are."""
        self._set(ids=ids, owner_id=None, stage_id=None, stalled=False, stepless=False)

    def in_stage(self, stage_id: int) -> None:
        """Only the deals of a stage."""
        self._set(stage_id=stage_id, ids=None)

    def is_on(self) -> bool:
        """True while a condition leaves deals out."""
        query = self.query
        narrow = query.ids is not None or query.stage_id is not None
        return bool(query.text or query.stalled or query.stepless or narrow)

    def open_whose(self) -> None:
        """The menu of people."""
        menu.popup_below(self.whose, self.whose_items())

    def whose_items(self) -> list[MenuItem | None]:
        """Everybody, oneself first, then the others."""
        me = self._shell.workspace.me
        items: list[MenuItem | None] = [self._owner_item(None, _("All deals"))]
        if me is not None:
            items.append(self._owner_item(me, _("My deals")))
        others = [one for one in self._people if one.id != me]
        return [*items, None, *(self._owner_item(one.id, one.name) for one in others)]

    def open_which(self) -> None:
        """The menu of conditions."""
        menu.popup_below(self.which, self.which_items())

    def which_items(self) -> list[MenuItem | None]:
        """Each condition is on or off."""
        query = self.query
        items: list[MenuItem | None] = [
            MenuItem(lambda: _("Stalled"), lambda: self._set(stalled=not query.stalled),
                     checked=query.stalled),
            MenuItem(lambda: _("No next step"), lambda: self._set(stepless=not query.stepless),
                     checked=query.stepless),
        ]  # fmt: skip
        if query.stalled or query.stepless:
            items += [None, MenuItem(lambda: _("Clear the filter"), self.clear, "x")]
        if self._folded and len(self._people) > 1:
            items += [None, *self.whose_items()]
        return items

    def _owner_item(self, owner: int | None, name: str) -> MenuItem:
        chosen = self.query.owner_id == owner
        return MenuItem(name, partial(self._set, owner_id=owner), checked=chosen)

    def _set(self, **values: object) -> None:
        self.query = replace(self.query, **values)  # type: ignore[arg-type]
        self._say()
        self.changed.emit()

    def _say(self) -> None:
        self.whose.say(self._whose_words)
        on = self.query.stalled or self.query.stepless
        self.which.set_icon("funnel-simple-fill" if on else "funnel-simple")

    def _whose_words(self) -> str:
        owner = self.query.owner_id
        if owner is None:
            return _("All deals")
        if owner == self._shell.workspace.me:
            return _("My deals")
        return next((one.name for one in self._people if one.id == owner), _("All deals"))

    def _which_words(self) -> str:
        on = [
            words
            for words, is_on in (
                (_("Stalled"), self.query.stalled),
                (_("No next step"), self.query.stepless),
            )
            if is_on
        ]
        return _("Filter: {what}").format(what=" · ".join(on)) if on else _("Filter")
