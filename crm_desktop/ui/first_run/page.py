"""First run: import your Excel, look around with sample data, or start empty."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import (
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QBoxLayout, QFileDialog, QFrame, QSizePolicy, QWidget

from crm_desktop.core import i18n
from crm_desktop.core.i18n import _
from crm_desktop.ui import theme
from crm_desktop.ui.navigation.file_menu import unused_path
from crm_desktop.ui.page import ImportFile, NewRecord, Page, Shell, bare_column
from crm_desktop.ui.theme import Text
from crm_desktop.ui.widgets import paint
from crm_desktop.ui.widgets.buttons import Button
from crm_desktop.ui.widgets.choices import Choice, SegControl
from crm_desktop.ui.widgets.empty_state import IconTile
from crm_desktop.ui.widgets.layout import Item, column, plain, row
from crm_desktop.ui.widgets.scroll import ScrollArea
from crm_desktop.ui.widgets.text import Icon, Keycap, Label

SOURCES = ("xlsx", "xlsm", "xls", "ods", "csv", "tsv", "txt", "vcf")
SAMPLE_CUSTOMERS = 120

NewFile = Callable[..., object]


class _Art(QWidget):
    """The program's mark among some faces."""

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName("CRM Desktop")
        theme.live(self, lambda: self.setFixedHeight(theme.m(92)))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint.smooth(painter)
        middle = self.width() / 2
        chinese = i18n.language() == "zh_CN"
        names = ("陈雅文", "悦禾", "李建国", "云栖")
        if not chinese:
            names = ("Grace Chen", "Harvest Kitchen", "Daniel Lee", "Cloudrest Inn")
        places = (
            (-150, 40, 40, False),
            (-84, 10, 50, True),
            (84, 10, 50, False),
            (150, 40, 40, True),
        )
        for name, (x, y, side, company) in zip(names, places, strict=True):
            painter.setOpacity(0.55 if abs(x) > 100 else 0.8)
            box = QRectF(
                middle + theme.m(x) - theme.m(side) / 2, theme.m(y), theme.m(side), theme.m(side)
            )
            paint.avatar(painter, box, name, name, company)
        painter.setOpacity(1)
        side = theme.m(72)
        paint.shop_mark(painter, QRectF(middle - side / 2, 0, side, side))
        painter.end()


class _Way(QFrame):
    """One of the three cards."""

    dropped = Signal(object)  # Path

    def __init__(
        self, icon: str, title: Text, text: Text, action: Item, *, hint: QWidget, takes_drop: bool
    ) -> None:
        super().__init__()
        self.setProperty("card", "drop" if takes_drop else True)
        self.setAcceptDrops(takes_drop)
        body = Label(text, "body", "text2", wrap=True)
        body.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        self.setLayout(
            column(
                row(IconTile(icon, strong=takes_drop), None),
                6,
                Label(title, "wizard", wrap=True),
                (body, 1),
                8,
                row(action, 6, (hint, 1)),
                gap=6,
                margins=(22, 22, 22, 20),
            )
        )
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        theme.live(self, self._fit)

    def _fit(self) -> None:
        self.setMinimumSize(theme.m(200), theme.m(248))
        self.setMaximumWidth(theme.m(296))

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if _dropped_file(event) is not None:
            event.acceptProposedAction()
            self.setProperty("hint", True)
            self.style().polish(self)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        super().dragLeaveEvent(event)
        self.setProperty("hint", False)
        self.style().polish(self)

    def dropEvent(self, event: QDropEvent) -> None:
        path = _dropped_file(event)
        self.setProperty("hint", False)
        self.style().polish(self)
        if path is not None:
            event.acceptProposedAction()
            self.dropped.emit(path)


def _dropped_file(event: QDropEvent) -> Path | None:
    paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
    wanted = [path for path in paths if path.suffix.lower().lstrip(".") in SOURCES]
    return wanted[0] if wanted else None


class FirstRunPage(Page):
    """Three equal ways to begin; each makes the data file in the user's documents folder."""

    name = "first_run"

    def __init__(
        self, shell: Shell, new_file: NewFile, open_file: Callable[[Path], object]
    ) -> None:
        super().__init__(shell)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self._new_file = new_file
        self._open_file = open_file
        self._cards = self._build_cards()
        languages = SegControl(
            [Choice("zh_CN", "中文"), Choice("en", "English")], i18n.language(), small=True
        )
        languages.setAccessibleName("中文 / English")
        languages.chosen.connect(shell.set_language)
        content = plain(
            column(
                row(None, languages, margins=(0, 18, 24, 0)),
                None,
                _Art(),
                12,
                self._centred(lambda: _("Welcome. Let’s bring your customers in"), "figure"),
                self._centred(
                    lambda: _("Pick one to start. You can switch later."), "lead", "text2"
                ),
                20,
                self._card_row(),
                18,
                self._promises(),
                self._centred(
                    lambda: _("Shop name, logo and numbering can wait until Settings"),
                    "caption",
                    "text3",
                ),
                self._recent(),
                None,
                None,
                gap=6,
            )
        )
        bare_column(self).addWidget(ScrollArea(content))

    @staticmethod
    def _centred(text: Text, role: str, fg: str = "text") -> QWidget:
        label = Label(text, role, fg, wrap=True)
        label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        return plain(row((label, 1), margins=(24, 0, 24, 0)))

    def _build_cards(self) -> list[_Way]:
        self.choose = Button(lambda: _("Choose a file…"), kind="primary", on=self.choose_file)
        self.sample = Button(lambda: _("Open the sample"), on=self.open_sample)
        self.empty = Button(lambda: _("New customer"), on=self.start_empty)
        bring = _Way(
            "table",
            lambda: _("Import your Excel"),
            lambda: _(
                "Customer lists or sales ledgers. Columns are recognised; you see the result "
                "before anything is saved."
            ),
            self.choose,
            hint=Label(lambda: _("or drop a file here"), "caption", "text3", wrap=True),
            takes_drop=True,
        )
        bring.dropped.connect(self.import_file)
        look = _Way(
            "sparkle",
            lambda: _("Look around with sample data"),
            lambda: _(
                "A water shop with 120 customers and their sales, in a file of its own. It never "
                "mixes with your data."
            ),
            self.sample,
            hint=Label(lambda: _("takes a few seconds"), "caption", "text3", wrap=True),
            takes_drop=False,
        )
        begin = _Way(
            "pencil-simple",
            lambda: _("Start from scratch"),
            lambda: _("Add your first customer. A name is enough; fill in the rest later."),
            self.empty,
            hint=plain(row(Keycap("Ctrl N"), None)),
            takes_drop=False,
        )
        return [bring, look, begin]

    def _card_row(self) -> QWidget:
        self._ways = row(
            None, *[(card, 100) for card in self._cards], None, gap=16, margins=(24, 0, 24, 0)
        )
        return plain(self._ways)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        # Three cards side by side need about 700; below that they stand under each other.
        narrow = self.width() / theme.scale() < 700
        way = QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight
        self._ways.setDirection(way)
        for card in self._cards:
            self._ways.setAlignment(
                card, Qt.AlignmentFlag.AlignHCenter if narrow else Qt.AlignmentFlag(0)
            )

    def _promises(self) -> QWidget:
        said: list[tuple[str, Text]] = [
            ("lock-simple", lambda: _("Data stays on this PC")),
            ("floppy-disk", lambda: _("Backed up every day")),
            ("export", lambda: _("Export to Excel any time")),
        ]
        items: list[Item] = [None]
        for icon, text in said:
            items += [Icon(icon, 16, "accentText"), Label(text, "body", "text2"), 18]
        return plain(row(*items[:-1], None, gap=8, margins=(24, 0, 24, 0)))

    def _recent(self) -> QWidget:
        recent = self.shell.preferences.recent_files()[:3]
        buttons: list[Item] = [
            Button(path.stem, "clock", "ghost", small=True, tip=str(path), on=self._opener(path))
            for path in recent
        ]
        return plain(row(None, *buttons, None, gap=8))

    def _opener(self, path: Path) -> Callable[[], object]:
        return lambda: self._open_file(path)

    def shown(self) -> None:
        # On the page, so that Tab reaches the first button but none is ringed before.
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    # the three ways

    def choose_file(self) -> None:
        """Ask for a workbook and import it into a new data file."""
        patterns = " ".join(f"*.{ending}" for ending in SOURCES)
        name, _kind = QFileDialog.getOpenFileName(
            self.window(),
            _("Import your Excel"),
            "",
            _("Spreadsheets and tables") + f" ({patterns})",
        )
        if name:
            self.import_file(Path(name))

    def import_file(self, source: Path) -> None:
        """Make a data file and show the import page with ``source``."""
        self._new_file(unused_path(), None, ("exchange", ImportFile(source)))

    def open_sample(self) -> None:
        """Make the sample file, filled in the background, and show Today."""
        self._new_file(unused_path(_("Sample shop")), fill_sample, ("today", None))

    def start_empty(self) -> None:
        """Make an empty file and open the form of the first customer."""
        self._new_file(unused_path(), None, ("contacts", NewRecord()))

    def new_record(self) -> None:
        self.start_empty()


def fill_sample(session: Any, progress: Any) -> None:
    """Fill a new file with the sample shop; runs in the writer worker."""
    from crm_desktop.services.demo import demo

    demo.fill(session, customers=SAMPLE_CUSTOMERS, language=i18n.language(), progress=progress)
