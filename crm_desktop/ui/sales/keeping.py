"""Nothing typed is lost: the batch is kept as a draft while it is typed, and an order can be put
aside while the next customer is served."""

from __future__ import annotations

import datetime as dt
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Qt, QTimer

from crm_desktop.core import drafts, formats
from crm_desktop.core.i18n import _, ngettext
from crm_desktop.services.sales import sale_holds
from crm_desktop.services.sales.sale_holds import Held
from crm_desktop.services.settings import settings
from crm_desktop.ui.page import Shell
from crm_desktop.ui.sales import batch_text
from crm_desktop.ui.sales.entry_model import CUSTOMER, PRODUCT, buyer_name
from crm_desktop.ui.widgets import menu
from crm_desktop.ui.widgets.buttons import Button
from crm_desktop.ui.widgets.keys import bind_within
from crm_desktop.ui.widgets.menu import MenuItem
from crm_desktop.ui.widgets.text import Label

if TYPE_CHECKING:
    from crm_desktop.ui.sales.entry_view import EntryView

_PAUSE = 600  # milliseconds after the last change


class Keeping(QObject):
    """``kept`` and ``aside`` stand in the header of the view."""

    def __init__(self, view: EntryView, shell: Shell) -> None:
        super().__init__(view)
        self._view, self._shell = view, shell
        self._path: Path | None = None  # of the draft, once the file is known
        self.kept = Label("", "caption", "text3")
        self.aside = Button("", "clock", keys="F8", on=self.hold_or_show)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_PAUSE)
        self._timer.timeout.connect(self.save)
        view.model.edited.connect(self._edited)
        bind_within(view, "F8", self.hold_or_show)

    def begin(self) -> None:
        """Take up the draft an earlier session left, once."""
        if self._path is None:
            uuid = str(self._shell.workspace.read(settings.get, settings.FILE_UUID))
            self._path = drafts.place(uuid)
            if not len(self._view.batch):
                self._take_up(drafts.read(self._path))
        self.say()

    def _take_up(self, kept: Any) -> None:
        """The lines of a draft, and the day they were typed for."""
        plain = kept if isinstance(kept, dict) else {}
        lines = batch_text.from_plain(plain.get("lines"))
        if not lines:
            return
        with suppress(TypeError, ValueError):
            self._view.set_day(dt.date.fromisoformat(plain["day"]))
        batch = self._view.batch
        self._view.model.apply(lambda: batch.append(lines))
        self.kept.say(lambda: _("Draft taken up"))

    def say(self) -> None:
        """How many orders are put aside."""
        count = len(self._held())
        words = ngettext("{n} put aside", "{n} put aside", count).format(n=count)
        self.aside.say(words if count else _("Put aside"))
        self.aside.setVisible(count > 0 or len(self._view.batch) > 0)

    def _held(self) -> list[Held]:
        found: list[Held] = self._shell.workspace.read(sale_holds.held)
        return found

    def hold_or_show(self) -> None:
        """F8: put the current order aside; with some aside already, choose that or one of them."""
        self._view.grid.setFocus(Qt.FocusReason.OtherFocusReason)  # takes over what is being typed
        order, rows = self._view.current_order(), self._held()
        typed = order is not None and not order.lines[0].blank
        if not rows:
            if typed:
                self.hold()
            return
        items: list[MenuItem | None] = [
            MenuItem(partial(_words, row), partial(self.resume, row.id), "receipt") for row in rows
        ]
        if order is not None and typed:
            words = _("Put the order of {who} aside").format(who=buyer_name(order.buyer))
            items = [MenuItem(words, self.hold, "clock"), None, *items]
        menu.popup_below(self.aside, items)

    def hold(self) -> None:
        """Put the order of the current line aside."""
        order = self._view.current_order()
        if order is None:
            return
        # Not a step of undo: taking it back would lose the order, which is in the batch no more.
        self._shell.workspace.record(
            sale_holds.HOLD_ACTION,
            sale_holds.hold,
            buyer_name(order.buyer),
            order.due_minor,
            batch_text.to_plain(order.lines),
        )
        batch = self._view.batch
        self._view.model.apply(lambda: batch.take_out(order))
        self._view.grid.go(len(batch), CUSTOMER)
        self.say()
        said = _("Order of {who} put aside; F8 brings it back")
        self._shell.toast(said.format(who=buyer_name(order.buyer)), "clock")

    def resume(self, held_id: int) -> None:
        """Take an order up again at the end of the batch."""
        found: Held = self._shell.workspace.record(
            sale_holds.RESUME_ACTION, sale_holds.resume, held_id
        )
        batch = self._view.batch
        at = len(batch)
        self._view.model.apply(lambda: batch.append(batch_text.from_plain(found.lines)))
        self._view.grid.setFocus(Qt.FocusReason.OtherFocusReason)
        self._view.grid.go(at, PRODUCT)
        self.say()

    # the draft

    def _edited(self) -> None:
        self.kept.say("")
        if len(self._view.batch):
            self._timer.start()
        else:
            self._timer.stop()
            self.save()

    def save(self) -> None:
        """Write the draft whole or not at all; an empty batch leaves none."""
        path, lines = self._path, self._view.batch.lines
        if path is None:
            return
        if not lines:
            drafts.drop(path)
            return
        plain = {"day": self._view.day.isoformat(), "lines": batch_text.to_plain(lines)}
        if drafts.write(path, plain):
            self.kept.say(lambda: _("Draft saved"))


def _words(row: Held) -> str:
    amount = formats.money_exact(row.total_minor)
    return f"{row.name} · {amount} · {formats.time_of_day(row.held_at)}"
