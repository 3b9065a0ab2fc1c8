"""A price list, a catalogue or a stock list as it will lie on paper, before it is saved."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QWidget

from crm_desktop.core import clock, i18n
from crm_desktop.core.i18n import _
from crm_desktop.core.jobs import Progress, no_progress
from crm_desktop.reports import job
from crm_desktop.reports.price_list import STYLES, PriceListOptions, build
from crm_desktop.services.products import product_prices
from crm_desktop.services.products.product_list import ProductQuery
from crm_desktop.ui.page import Shell
from crm_desktop.ui.reports.page_choice import PageChoice
from crm_desktop.ui.reports.paper_preview import Made, PaperPreview, finished
from crm_desktop.ui.widgets.form import CheckBox, ComboBox, Field, TextArea
from crm_desktop.ui.widgets.layout import clear, column, plain
from crm_desktop.ui.widgets.text import Label


class PriceListView(PaperPreview):
    """``show_products`` begins; ``left`` when somebody goes back to the list."""

    def __init__(self, shell: Shell) -> None:
        self._query = ProductQuery()
        self._ids: tuple[int, ...] | None = None
        super().__init__(shell)

    def options_widget(self) -> QWidget:
        self.style_box = ComboBox([(key, partial(_, name)) for key, name in STYLES.items()])
        self.language = ComboBox([("zh_CN", "中文"), ("en", "English")], i18n.language())
        self.levels: dict[str, CheckBox] = {}
        self._level_box = column(gap=6)
        self.quantities = CheckBox(lambda: _("Prices from a quantity on"), True)
        self.note = TextArea(lambda: _("e.g. valid until the end of July"), lines=3)
        self.style_box.activated.connect(lambda _index: self._style_chosen())
        self.language.activated.connect(self.settle)
        self.quantities.toggled.connect(self.settle)
        self.note.textChanged.connect(self.settle)
        self.page = PageChoice()
        self.page.changed.connect(self.settle)
        self._price_part = plain(
            column(
                Label(lambda: _("Prices of levels"), "caption", "text2"),
                self._level_box,
                6,
                self.quantities,
                gap=6,
            )
        )
        return plain(
            column(
                Field(lambda: _("Kind of list"), self.style_box),
                self.about,
                self._price_part,
                Field(lambda: _("Line at the end"), self.note),
                Field(lambda: _("Language"), self.language),
                self.page,
                None,
                gap=14,
                margins=(20, 4, 18, 16),
            )
        )

    # what is shown

    def show_products(self, query: ProductQuery, ids: Sequence[int] | None, style: str) -> None:
        """List what ``query`` finds, or these products."""
        self._query, self._ids = query, None if ids is None else tuple(ids)
        self.style_box.set_value(style)
        self._offer_levels()
        self._style_chosen()
        self.begin()

    def _offer_levels(self) -> None:
        ticked = {level for level, box in self.levels.items() if box.isChecked()}
        clear(self._level_box)
        self.levels = {}
        for level in self._shell.workspace.read(product_prices.levels):
            box = CheckBox(level, level in ticked)
            box.toggled.connect(self.settle)
            self._level_box.addWidget(box)
            self.levels[level] = box

    def _style_chosen(self) -> None:
        self._price_part.setVisible(self.style_box.value() != "stock")
        self.title.say(lambda: _(STYLES[self.style_box.value()]))
        self.settle()

    def refresh(self) -> None:
        """A product may have changed: make it again."""
        self.settle()

    def order(self) -> PriceListOptions:
        """What is chosen now."""
        return PriceListOptions(
            self.style_box.value(),
            self._query,
            self._ids,
            tuple(level for level, box in self.levels.items() if box.isChecked()),
            self.quantities.isChecked(),
            self.note.value(),
            self.language.value(),
            self.page.setup(),
        )

    @staticmethod
    def make_document(
        session: Any, order: PriceListOptions, *, progress: Progress = no_progress
    ) -> Made:
        """Render it. Raises ``UserError`` when there is nothing to list."""
        with i18n.using(order.language):
            return finished(
                order, job.document_bytes(build(session, order, progress), page=order.page)
            )

    @staticmethod
    def write_document(
        session: Any, order: PriceListOptions, path: Path, *, progress: Progress = no_progress
    ) -> Path:
        with i18n.using(order.language):
            return job.write_document(build(session, order, progress), path, page=order.page)

    def back_words(self) -> str:
        return _("Back to the products")

    def save_words(self) -> str:
        return _("Save the list")

    def file_name(self, order: PriceListOptions, suffix: str) -> str:
        return f"{_(STYLES[order.style])} {clock.today().isoformat()}.{suffix}"
