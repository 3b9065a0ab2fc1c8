"""One product beside the list: picture, prices, what comes after the sale, its stock."""

from __future__ import annotations

import datetime as dt
from functools import partial
from typing import Any

from PySide6.QtCore import QPoint, Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout

from crm_desktop.core import clock, formats
from crm_desktop.core.errors import NotFound
from crm_desktop.core.i18n import _
from crm_desktop.services.products import product_pictures, product_record
from crm_desktop.services.products.product_record import ProductFigures, ProductRecord
from crm_desktop.ui import theme
from crm_desktop.ui.page import Shell
from crm_desktop.ui.products import facts
from crm_desktop.ui.products.columns import with_unit
from crm_desktop.ui.products.movements import MovementList
from crm_desktop.ui.products.picture import PictureBox
from crm_desktop.ui.widgets.buttons import Button, IconButton
from crm_desktop.ui.widgets.chips import Chip
from crm_desktop.ui.widgets.choices import Choice, Tabs
from crm_desktop.ui.widgets.layout import clear, column, fixed_width, plain, row
from crm_desktop.ui.widgets.scroll import ScrollArea
from crm_desktop.ui.widgets.text import Label

WIDTH = 396
_YEAR = dt.timedelta(days=365)


class ProductPanel(QFrame):
    """Signals carry the id of the product shown; ``stock_asked`` also in, out or count."""

    edit_asked = Signal(int)
    stock_asked = Signal(int, str)
    menu_asked = Signal(int, QPoint)
    closed = Signal()

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self.setProperty("panel", "right")
        self._shell = shell
        self.record: ProductRecord | None = None
        self._figures: ProductFigures | None = None
        self.picture = PictureBox(72)
        self.name = Label("", "wizard", wrap=True)
        self.facts_line = Label("", "caption", "text2", wrap=True)
        self.chip = Chip("", "gray")
        self.price = Label("", "figure")
        self.unit = Label("", "body", "text3")
        self.edit = Button(lambda: _("Edit"), "pencil-simple", "soft",
                           on=lambda: self._ask(self.edit_asked))  # fmt: skip
        self.more = IconButton("dots-three", lambda: _("More"), on=self._open_more)
        self.end = IconButton("x", lambda: _("Close"), on=self.closed.emit)
        self.tabs = Tabs([Choice("facts", lambda: _("Details")),
                          Choice("stock", lambda: _("Stock"))])  # fmt: skip
        self.facts = column(gap=4)
        self.remark = Label("", "body", "text2", wrap=True, selectable=True)
        self.movements = MovementList(shell)
        self._lay_out()
        self.tabs.chosen.connect(lambda _key: self._show_tab())
        theme.live(self, self._speak)

    def _lay_out(self) -> None:
        names = column(row((self.name, 1), self.end, gap=6), self.facts_line, gap=2)
        head = row(column(self.picture, None), (names, 1), gap=14)
        ways = (("in", _in), ("out", _out), ("count", _count))
        self.stock_buttons = [
            Button(words, small=True, on=partial(self._move, way)) for way, words in ways
        ]
        self.stock_now = Label("", "figure")
        self.stock_hint = Label("", "caption", "text3", wrap=True)
        self._facts_part = plain(column(self.facts, self.remark, None, gap=10))
        self._stock_part = plain(
            column(
                self.stock_now,
                self.stock_hint,
                row(*self.stock_buttons, None, gap=6),
                self.movements,
                None,
                gap=8,
            )
        )
        content = plain(
            column(
                head,
                row(self.price, self.unit, None, self.chip, gap=6),
                row(self.edit, self.more, None, gap=8),
                self.tabs,
                self._facts_part,
                self._stock_part,
                None,
                gap=10,
                margins=(20, 16, 16, 16),
            )
        )
        whole = QVBoxLayout(self)
        whole.setContentsMargins(1, 0, 0, 0)
        whole.addWidget(ScrollArea(content))

    # what it shows

    def show_product(self, product_id: int) -> None:
        """Show a product; closes when it is gone."""
        other = self.record is None or self.record.id != product_id
        try:
            record = self._shell.workspace.read(product_record.record, product_id)
        except NotFound:
            self.record = None
            self.closed.emit()
            return
        self.record = record
        if other:
            self._figures = None
        content: dict[int, bytes] = {}
        if record.picture_id is not None:
            content = self._shell.workspace.read(product_pictures.pictures, [product_id])
        self.picture.show_bytes(content.get(product_id, b""))
        self.movements.show_product(product_id)
        self._speak()
        since = clock.today() - _YEAR
        self._shell.workspace.ask(
            product_record.figures, product_id, since, owner=self,
            done=partial(self._take_figures, product_id), failed=self._no_figures,
        )  # fmt: skip

    def _take_figures(self, product_id: int, figures: ProductFigures) -> None:
        if self.record is not None and self.record.id == product_id:
            self._figures = figures
            self._fill_facts()

    def _no_figures(self, problem: BaseException) -> None:
        # Deleted while it was being read: the panel is about to close.
        if not isinstance(problem, NotFound):
            self._shell.show_problem(problem)

    def _speak(self) -> None:
        record = self.record
        if record is None:
            return
        draft = record.edit.draft
        self.name.say(draft.name)
        self.facts_line.say(facts.about(record))
        no_price = draft.price_minor is None
        self.price.say(
            _("no price")
            if no_price
            else formats.money_exact(draft.price_minor or 0, record.currency)
        )
        self.unit.say(f"/ {draft.unit}" if draft.unit and not no_price else "")
        self._speak_state(record)
        self._speak_stock(record)
        self.remark.say(draft.remark)
        self.remark.setVisible(bool(draft.remark))
        self._fill_facts()
        self._show_tab()

    def _speak_state(self, record: ProductRecord) -> None:
        self.chip.setVisible(not record.active or record.low_stock)
        if not record.active:
            self.chip.say(_("hidden"), "gray")
        elif (record.stock_milli or 0) < 0:
            self.chip.say(_("below zero"), "red")
        else:
            self.chip.say(_("low stock"), "amber")

    def _speak_stock(self, record: ProductRecord) -> None:
        unit = record.edit.draft.unit
        counted = record.stock_milli is not None
        self.stock_now.say(
            with_unit(record.stock_milli or 0, unit) if counted else _("not counted")
        )
        low = record.edit.draft.low_stock_milli
        if not counted:
            hint = _("The first movement begins to count it; sales take from it then.")
        elif (record.stock_milli or 0) < 0:
            hint = _("More was sold than came in. Count it to put that right.")
        elif low is not None:
            hint = _("Low at {quantity}").format(quantity=with_unit(low, unit))
        else:
            hint = ""
        self.stock_hint.say(hint)
        self.stock_hint.setVisible(bool(hint))

    def _fill_facts(self) -> None:
        clear(self.facts)
        record = self.record
        if record is None:
            return
        lines = facts.price_facts(record) + facts.service_facts(record)
        if self._figures is not None:
            lines += facts.sold_facts(self._figures, record)
        for label, value in lines:
            self.facts.addLayout(_fact(label, value))

    def _show_tab(self) -> None:
        stock = self.tabs.current() == "stock"
        self._facts_part.setVisible(not stock)
        self._stock_part.setVisible(stock)

    def show_tab(self, key: str) -> None:
        """Turn to ``facts`` or ``stock``."""
        self.tabs.set_current(key)
        self._show_tab()

    # what is asked of it

    def _ask(self, signal: Any) -> None:
        if self.record is not None:
            signal.emit(self.record.id)

    def _move(self, way: str) -> None:
        if self.record is not None:
            self.stock_asked.emit(self.record.id, way)

    def _open_more(self) -> None:
        if self.record is not None:
            corner = self.more.mapToGlobal(QPoint(0, self.more.height() + 2))
            self.menu_asked.emit(self.record.id, corner)


def _in() -> str:
    return _("Goods in…")


def _out() -> str:
    return _("Goods out…")


def _count() -> str:
    return _("Count…")


def _fact(label: str, value: str) -> Any:
    name = Label(label, "caption", "text3", wrap=True)
    fixed_width(name, 116)
    return row(name, (Label(value, "body", wrap=True, selectable=True), 1), gap=8)
