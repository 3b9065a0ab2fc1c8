"""A price list, a catalogue or a stock list as it will lie on paper, before it is saved."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFileDialog, QFrame, QStackedWidget, QVBoxLayout, QWidget

from crm_desktop.core import clock, i18n, paths
from crm_desktop.core.errors import UserError
from crm_desktop.core.i18n import _, ngettext
from crm_desktop.core.jobs import Progress, no_progress
from crm_desktop.reports import job
from crm_desktop.reports.price_list import STYLES, PriceListOptions, build
from crm_desktop.services import product_prices
from crm_desktop.services.product_list import ProductQuery
from crm_desktop.ui import theme
from crm_desktop.ui.jobs import Job
from crm_desktop.ui.page import Shell, bare_column, bare_row
from crm_desktop.ui.reports import pdf_pages
from crm_desktop.ui.reports.paper_view import PaperView
from crm_desktop.ui.reports.pdf_pages import PdfFacts
from crm_desktop.ui.reports.printing import print_pdf
from crm_desktop.ui.widgets.buttons import Button, IconButton
from crm_desktop.ui.widgets.empty_state import EmptyState
from crm_desktop.ui.widgets.form import CheckBox, ComboBox, Field, TextArea
from crm_desktop.ui.widgets.layout import clear, column, plain, row
from crm_desktop.ui.widgets.scroll import ScrollArea
from crm_desktop.ui.widgets.text import Label

_OPTIONS_WIDTH = 248
_SHORT_BELOW = 760
_SETTLE_MS = 180


@dataclass(frozen=True, slots=True)
class Made:
    """A finished list and what it looks like."""

    options: PriceListOptions
    pdf: bytes
    facts: PdfFacts


def make(
    session: Any, options: PriceListOptions, language: str, *, progress: Progress = no_progress
) -> Made:
    """Render it. Raises ``UserError`` when there is nothing to list."""
    with i18n.using(language):
        pdf = job.document_bytes(build(session, options, progress))
    return Made(options, pdf, pdf_pages.facts(pdf))


def write(
    session: Any,
    options: PriceListOptions,
    language: str,
    path: Path,
    *,
    progress: Progress = no_progress,
) -> Path:
    """Write the file; its suffix decides the format."""
    with i18n.using(language):
        return job.write_document(build(session, options, progress), path)


class PriceListView(QWidget):
    """``show_products`` begins; ``left`` when somebody goes back to the list."""

    left = Signal()

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self._shell = shell
        self._query = ProductQuery()
        self._ids: tuple[int, ...] | None = None
        self._job: Job | None = None
        self.made: Made | None = None
        self.paper = PaperView(shell.jobs.run)
        self.problem = EmptyState("warning", "")
        self.style_box = ComboBox([(key, partial(_, name)) for key, name in STYLES.items()])
        self.language = ComboBox([("zh_CN", "中文"), ("en", "English")], i18n.language())
        self.levels: dict[str, CheckBox] = {}
        self._level_box = column(gap=6)
        self.quantities = CheckBox(lambda: _("Prices from a quantity on"), True)
        self.note = TextArea(lambda: _("e.g. valid until the end of July"), lines=3)
        self._settle = QTimer(self, singleShot=True, interval=_SETTLE_MS)
        self._settle.timeout.connect(self.make)
        self._lay_out()
        self._connect()
        theme.live(self, self._fit)

    def _lay_out(self) -> None:
        back = IconButton("arrow-left", lambda: _("Back to the products"), keys="Esc",
                          on=self.left.emit)  # fmt: skip
        self.about = Label("", "caption", "text2", elide=True)
        self.pdf = Button(_pdf_words, "file-pdf", keys="Ctrl E", on=lambda: self.export("pdf"))
        self.excel = Button(_excel_words, "table", on=lambda: self.export("xlsx"))
        self.print = Button(lambda: _("Print"), "printer", "primary", keys="Ctrl P",
                            on=self.print_it)  # fmt: skip
        self.title = Label("", "title", elide=True)
        self.header = plain(
            row(back, (self.title, 1), self.pdf, self.excel, self.print, gap=8,
                margins=(16, 14, 24, 10))
        )  # fmt: skip
        self.side = self._left_side()
        self.desk = QStackedWidget()
        self.desk.addWidget(self.paper)
        self.desk.addWidget(self.problem)
        below = QWidget()
        beside = bare_row(below)
        beside.addWidget(self.side)
        beside.addWidget(self.desk, 1)
        whole = bare_column(self)
        whole.addWidget(self.header)
        whole.addWidget(below, 1)

    def _left_side(self) -> QFrame:
        self._price_part = plain(
            column(
                Label(lambda: _("Prices of levels"), "caption", "text2"),
                self._level_box,
                6,
                self.quantities,
                gap=6,
            )
        )
        options = plain(
            column(
                Field(lambda: _("Kind of list"), self.style_box),
                self.about,
                self._price_part,
                Field(lambda: _("Line at the end"), self.note),
                Field(lambda: _("Language"), self.language),
                None,
                gap=14,
                margins=(20, 4, 18, 16),
            )
        )
        side = QFrame()
        side.setProperty("panel", "left")
        inner = QVBoxLayout(side)
        inner.setContentsMargins(0, 0, 1, 0)
        inner.addWidget(ScrollArea(options))
        return side

    def _connect(self) -> None:
        self.style_box.activated.connect(lambda _index: self._style_chosen())
        self.language.activated.connect(lambda _index: self._settle.start())
        self.quantities.toggled.connect(lambda _on: self._settle.start())
        self.note.textChanged.connect(self._settle.start)

    # what is shown

    def show_products(self, query: ProductQuery, ids: Sequence[int] | None, style: str) -> None:
        """List what ``query`` finds, or these products."""
        self._query, self._ids = query, None if ids is None else tuple(ids)
        self.style_box.set_value(style)
        self._offer_levels()
        self._style_chosen()
        self.paper.setFocus(Qt.FocusReason.OtherFocusReason)

    def _offer_levels(self) -> None:
        ticked = {level for level, box in self.levels.items() if box.isChecked()}
        clear(self._level_box)
        self.levels = {}
        for level in self._shell.workspace.read(product_prices.levels):
            box = CheckBox(level, level in ticked)
            box.toggled.connect(lambda _on: self._settle.start())
            self._level_box.addWidget(box)
            self.levels[level] = box

    def _style_chosen(self) -> None:
        self._price_part.setVisible(self.style_box.value() != "stock")
        self.title.say(lambda: _(STYLES[self.style_box.value()]))
        self.make()

    def refresh(self) -> None:
        """A product may have changed: make it again."""
        self._settle.start()

    def options(self) -> PriceListOptions:
        """What is chosen now."""
        return PriceListOptions(
            self.style_box.value(),
            self._query,
            self._ids,
            tuple(level for level, box in self.levels.items() if box.isChecked()),
            self.quantities.isChecked(),
            self.note.value(),
        )

    def make(self) -> None:
        """Make the preview; one being made is dropped."""
        self._settle.stop()
        if self._job is not None:
            self._job.cancel()
        self._job = self._shell.workspace.ask(
            make,
            self.options(),
            self.language.value(),
            owner=self,
            done=self._show,
            failed=self._fail,
            progress=True,
        )

    def _show(self, made: Made) -> None:
        self._job = None
        self.made = made
        self.desk.setCurrentWidget(self.paper)
        self.paper.show_pdf(made.pdf, made.facts)
        self._say()

    def _fail(self, problem: BaseException) -> None:
        self._job = None
        self.made = None
        if not isinstance(problem, UserError):
            self._shell.show_problem(problem)
            return
        self.problem.say("warning", problem.what, problem.do)
        self.desk.setCurrentWidget(self.problem)
        self._say()

    def _say(self) -> None:
        pages = self.made.facts.pages if self.made is not None else 0
        words = ngettext("A4, {n} page", "A4, {n} pages", pages).format(n=pages)
        self.about.say(words if self.made is not None else "")
        for button in (self.pdf, self.excel, self.print):
            button.setEnabled(self.made is not None)

    # out of the program

    def export(self, suffix: str) -> None:
        """Ask where, and write the list there; the suffix typed decides the format."""
        name = f"{_(STYLES[self.style_box.value()])} {clock.today().isoformat()}.{suffix}"
        kinds = {"pdf": _("PDF (*.pdf)"), "xlsx": _("Excel workbook (*.xlsx)")}
        chosen, _filter = QFileDialog.getSaveFileName(
            self, _("Save the list"), str(paths.documents() / name), kinds[suffix]
        )
        if not chosen:
            return
        path = Path(chosen)
        if not path.suffix:
            path = path.with_suffix(f".{suffix}")
        self._shell.workspace.ask(
            write,
            self.options(),
            self.language.value(),
            path,
            owner=self,
            done=self._written,
            progress=True,
            title=lambda: _("Writing {name}").format(name=path.name),
        )

    def _written(self, path: Path) -> None:
        said = _("{name} saved in {folder}").format(name=path.name, folder=path.parent.name)
        self._shell.toast(said, "file-pdf" if path.suffix == ".pdf" else "table")

    def print_it(self) -> None:
        """The system's print dialog, then the same PDF on paper."""
        if self.made is not None:
            name = _(STYLES[self.style_box.value()])
            print_pdf(self, self._shell, name, self.made.pdf, self.made.facts)

    # room

    def _fit(self) -> None:
        wide = self.width() >= theme.m(_SHORT_BELOW)
        self.side.setFixedWidth(theme.m(_OPTIONS_WIDTH if wide else 200))
        self.pdf.say(_pdf_words if wide else "PDF")
        self.excel.say(_excel_words if wide else "Excel")

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()


def _pdf_words() -> str:
    return _("Export PDF")


def _excel_words() -> str:
    return _("Export Excel")
