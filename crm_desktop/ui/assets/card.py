"""The card of one piece of equipment: facts, next service and why, history, and its acts."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QPoint, QRectF
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QFrame, QWidget

from crm_desktop.core import clock, formats
from crm_desktop.core.changes import Changes
from crm_desktop.core.errors import NotFound
from crm_desktop.core.i18n import _
from crm_desktop.services.assets import asset_service, assets, service_due
from crm_desktop.services.assets.asset_service import HistoryRow
from crm_desktop.services.assets.assets import AssetCard
from crm_desktop.ui import theme
from crm_desktop.ui.assets.asset_form import AssetForm
from crm_desktop.ui.assets.entry_forms import FaultForm, ReadingForm, RenewForm, ServiceForm
from crm_desktop.ui.page import OpenRecord, Shell
from crm_desktop.ui.widgets import menu, paint
from crm_desktop.ui.widgets.buttons import Button, IconButton
from crm_desktop.ui.widgets.dialogs import Dialog
from crm_desktop.ui.widgets.layout import column, plain, row
from crm_desktop.ui.widgets.menu import MenuItem
from crm_desktop.ui.widgets.row_list import RowList
from crm_desktop.ui.widgets.text import Label

_TELLING = ("asset", "asset_reading", "asset_fault", "asset_service", "product", "contact")


class AssetCardDialog(Dialog):
    """Stays open while things are entered; goes when the equipment is gone."""

    def __init__(self, host: QWidget, shell: Shell, asset_id: int) -> None:
        self._shell, self._asset_id = shell, asset_id
        self.shown: AssetCard = shell.workspace.read(assets.card, asset_id)
        self._entries: list[HistoryRow] = shell.workspace.read(asset_service.history, asset_id)
        self.facts = Label("", "body", "text2", wrap=True, selectable=True)
        self.due = Label("", "strong", wrap=True)
        self.why = Label("", "caption", "text2", wrap=True)
        self.history = RowList(34, _paint_entry, _describe, lines=False)
        self.history.opened.connect(lambda one: self._entry_menu(one, self._below(self.history)))
        self.history.menu_asked.connect(self._entry_menu)
        self.none = Label(lambda: _("Nothing has happened yet."), "body", "text3")
        more = IconButton("dots-three", lambda: _("More"), on=self._more)
        self.more = more
        super().__init__(
            host,
            lambda: self.shown.name,
            self._content(),
            lambda: _("Close"),
            lambda: True,
            extra=more,
            width=560,
        )
        self.cancel.hide()
        shell.workspace.changed.connect(self._changed)
        theme.live(self, self._say)

    def _content(self) -> QWidget:
        well = QFrame()
        well.setProperty("well", True)
        well.setLayout(column(self.due, self.why, gap=2, margins=(14, 10, 14, 10)))
        acts = row(
            Button(lambda: _("Service done"), "wrench", small=True, on=self.serve),
            Button(lambda: _("Counter reading"), "gauge", small=True, on=self.read),
            Button(lambda: _("Fault"), "warning", small=True, on=self.fault),
            Button(lambda: _("Renew warranty"), "shield-check", small=True, on=self.renew),
            None,
            gap=8,
        )
        history = column(
            Label(lambda: _("History"), "card"),
            self.none,
            self.history,
            gap=4,
            margins=(0, 4, 0, 0),
        )
        return plain(column(self.facts, well, acts, history, gap=12))

    def _changed(self, changes: Changes) -> None:
        if not changes.touches(*_TELLING):
            return
        try:
            self.shown = self._shell.workspace.read(assets.card, self._asset_id)
        except NotFound:
            self.done()
            return
        self._entries = self._shell.workspace.read(asset_service.history, self._asset_id)
        self._say()

    def done(self) -> None:
        """Close, and hear of changes no more."""
        self._shell.workspace.changed.disconnect(self._changed)
        super().done()

    def _say(self) -> None:
        one = self.shown
        self.title.say(one.name)
        self.facts.say(facts(one))
        if one.retired_on is not None:
            day = formats.date_long(one.retired_on)
            self.due.say(_("Out of use since {day}").format(day=day))
            self.why.say("")
        elif one.next is None:
            self.due.say(_("No service is due"))
            self.why.say(_("Give the product a service interval, or set a day."))
        else:
            day, why = formats.date_long(one.next.on), service_due.reason(one.next)
            late = one.next.on < clock.today()
            words = _("Service was due on {day}") if late else _("Next service on {day}")
            self.due.say(words.format(day=day))
            self.why.say(why)
        red = one.next is not None and one.next.on < clock.today()
        self.due.set_fg("redText" if red else "text")
        self.history.set_rows(self._entries)
        self.history.setVisible(bool(self._entries))
        self.none.setVisible(not self._entries)

    # acting

    def serve(self) -> None:
        """Note a service."""
        ServiceForm(self.window(), self._shell, self._asset_id, self.shown.name).open()

    def read(self) -> None:
        """Note what a counter shows."""
        ReadingForm(self.window(), self._shell, self._asset_id, self.shown.name).open()

    def fault(self) -> None:
        """Note that it broke down."""
        FaultForm(self.window(), self._shell, self._asset_id, self.shown.name).open()

    def renew(self) -> None:
        """Extend the warranty."""
        until = self.shown.draft.warranty_until
        RenewForm(self.window(), self._shell, self._asset_id, self.shown.name, until).open()

    def edit(self) -> None:
        """Change what is said about it."""
        AssetForm(self.window(), self._shell, self.shown.contact_id or 0, self.shown).open()

    def retire(self) -> None:
        """Take it out of use, or back."""
        workspace = self._shell.workspace
        if self.shown.retired_on is None:
            workspace.execute(assets.RETIRE_ACTION, assets.retire, self._asset_id)
            self._shell.toast(_("Out of use: {name}").format(name=self.shown.name), undo=True)
        else:
            workspace.execute(assets.BACK_ACTION, assets.bring_back, self._asset_id)
            self._shell.toast(_("In use again: {name}").format(name=self.shown.name), undo=True)

    def remove(self) -> None:
        """Delete what was entered by mistake; the card goes with it."""
        name = self.shown.name
        self._shell.workspace.execute(assets.REMOVE_ACTION, assets.remove, self._asset_id)
        self._shell.toast(_("Deleted: {name}").format(name=name), "trash", undo=True)

    def open_customer(self) -> None:
        """Go to whom it stands at."""
        if self.shown.contact_id:
            self.done()
            self._shell.go("contacts", OpenRecord(self.shown.contact_id))

    def _more(self) -> None:
        used = self.shown.retired_on is None
        retire = (lambda: _("Out of use")) if used else (lambda: _("In use again"))
        items: list[MenuItem | None] = [
            MenuItem(lambda: _("Edit…"), self.edit, "pencil-simple"),
            MenuItem(lambda: _("Open customer"), self.open_customer, "user"),
            MenuItem(retire, self.retire, "archive"),
            None,
            MenuItem(lambda: _("Delete"), self.remove, "trash", danger=True),
        ]
        menu.popup_below(self.more, items)

    def _entry_menu(self, one: HistoryRow, where: QPoint) -> None:
        forget: Callable[[], object] = partial(self.forget, one)
        item = MenuItem(lambda: _("Delete"), forget, "trash", danger=True)
        menu.build(self, [item]).popup(where)

    def forget(self, one: HistoryRow) -> None:
        """Delete an entry made by mistake."""
        self._shell.workspace.execute(
            asset_service.FORGET_ACTION, asset_service.forget, one.source, one.id
        )
        self._shell.toast(_("Entry deleted"), "trash", undo=True)

    def _below(self, listed: RowList) -> QPoint:
        return listed.mapToGlobal(listed.box(listed.current).bottomLeft().toPoint())


def facts(one: AssetCard) -> str:
    """What is known besides the name: customer, serial, place, days."""
    draft, parts = one.draft, [one.contact_name]
    if draft.quantity_milli not in (0, 1000):
        parts.append(f"×{formats.quantity(draft.quantity_milli)}")
    parts += [draft.serial, draft.plate, draft.vin, draft.place]
    if draft.installed_on is not None:
        day = formats.date_long(draft.installed_on)
        parts.append(_("installed {day}").format(day=day))
    if draft.warranty_until is not None:
        over = draft.warranty_until < clock.today()
        words = _("warranty ended {day}") if over else _("warranty until {day}")
        parts.append(words.format(day=formats.date_long(draft.warranty_until)))
    parts.append(draft.note)
    return " · ".join(part for part in parts if part)


def _describe(one: HistoryRow) -> str:
    return f"{formats.date_relative(one.on, clock.today())}, {asset_service.said(one)}"


def _paint_entry(painter: QPainter, box: QRectF, one: HistoryRow, _hot: bool) -> None:
    day = formats.date_relative(one.on, clock.today())
    inner = box.adjusted(theme.m(12), 0, -theme.m(12), 0)
    used = paint.txt(painter, inner, day, "caption", "text3", align="right")
    inner.setRight(inner.right() - used - theme.m(10))
    ink = "redText" if one.source == "fault" else "text"
    words = asset_service.said(one)
    paint.txt(painter, inner, f"{words} · {one.staff}" if one.staff else words, "body", ink)
