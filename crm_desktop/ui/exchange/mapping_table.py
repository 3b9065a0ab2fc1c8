"""Which column goes where: one row per source column, with the field to choose."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QComboBox, QFrame, QSizePolicy, QVBoxLayout, QWidget

from crm_desktop.core import formats
from crm_desktop.core.i18n import _
from crm_desktop.exchange import headings
from crm_desktop.exchange.headings import CUSTOMERS
from crm_desktop.exchange.mapping import EXTRA, Column
from crm_desktop.exchange.prepared_sheet import PreparedSheet
from crm_desktop.exchange.sheets import letter
from crm_desktop.services.imports.imports_data import OWN
from crm_desktop.ui import icons, theme
from crm_desktop.ui.exchange import wizard_words
from crm_desktop.ui.exchange.understanding import IGNORE, ColumnCheck
from crm_desktop.ui.widgets import paint
from crm_desktop.ui.widgets.form import ComboBox
from crm_desktop.ui.widgets.layout import clear
from crm_desktop.ui.widgets.scroll import ScrollArea

ROW = 41
HEAD = 32
_SAMPLES_FROM = 620
_MATCH_FROM = 500


class FieldCombo(ComboBox):
    """All fields of a kind, filled in only when they are looked at: forty rows open at once.

    ``own`` are the labels of the shop's own fields, ``fresh`` the one a heading could become.
    """

    def __init__(
        self, kind: str, current: str, asked: bool, *, own: Sequence[str] = (), fresh: str = ""
    ) -> None:
        self._kind, self._own, self._fresh = kind, own, fresh
        self._filled = False
        shown = "" if asked else current
        super().__init__([(shown, self._label(shown))], shown)
        theme.live(self, self._dress_icons)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(4)
        self.setMaxVisibleItems(16)

    def fill(self) -> None:
        """Offer everything there is."""
        if self._filled:
            return
        self._filled = True
        here = self.value()
        named = [name for name in headings.FIELDS_OF.get(self._kind, ()) if name != IGNORE]
        labels = [*([self._fresh] if self._fresh else []), *self._own]
        own = [OWN + label for label in labels] if self._kind == CUSTOMERS else []
        keys = [*([""] if not here else []), EXTRA, IGNORE, *own, *named]
        self.set_choices([(key, self._label(key)) for key in dict.fromkeys(keys)], here)
        self._dress_icons()

    def _label(self, name: str) -> Callable[[], str]:
        label = name.removeprefix(OWN)
        if name.startswith(OWN) and label not in self._own:
            return lambda: _("New field “{name}”").format(name=label)
        return lambda: wizard_words.field_label(name) if name else _("Choose a field…")

    def _dress_icons(self) -> None:
        self.setIconSize(QSize(theme.m(15), theme.m(15)))
        for number in range(self.count()):
            key = str(self.itemData(number) or "")
            token = "accentText" if key not in ("", IGNORE, EXTRA) else "text3"
            name = wizard_words.field_icon(key) if key else "question"
            self.setItemIcon(number, icons.icon(name, 15, token))

    def showPopup(self) -> None:
        self.fill()
        super().showPopup()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() not in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab, Qt.Key.Key_Escape):
            self.fill()
        super().keyPressEvent(event)


class MappingRow(QWidget):
    """Letter, heading, samples, field, confidence, check. ``chosen`` carries the field."""

    chosen = Signal(int, str)  # position, field

    def __init__(
        self,
        sheet: PreparedSheet,
        column: Column,
        check: ColumnCheck,
        asked: bool,
        own: Sequence[str] = (),
    ) -> None:
        super().__init__()
        self.column, self.check, self.asked = column, check, asked
        # A heading nobody knows may become a field of the shop's own, in one click.
        fresh = column.heading if column.heading not in own else ""
        self.combo = FieldCombo(sheet.kind, column.field, asked, own=own, fresh=fresh)
        self.combo.setParent(self)
        self.combo.activated.connect(self._picked)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.live(self, self._fit)

    def _picked(self) -> None:
        name = self.combo.value()
        if name and (self.asked or name != self.column.field):
            self.chosen.emit(self.column.position, name)

    def _fit(self) -> None:
        self.setFixedHeight(theme.m(ROW))
        heading = self.column.heading or letter(self.column.position)
        self.combo.setAccessibleName(_("Field for “{heading}”").format(heading=heading))
        words = wizard_words.check_words(self.column, self.check, self.asked)[2]
        self.combo.setAccessibleDescription(words)
        self._place()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    def _place(self) -> None:
        box = columns_of(self.width())["field"]
        high = theme.m(32)
        self.combo.setGeometry(
            round(box.x()), (self.height() - high) // 2, round(box.width()), high
        )

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint.smooth(painter)
        if self.asked:
            painter.fillRect(self.rect(), theme.color("amberSoft"))
        places, off = columns_of(self.width()), self.column.field == IGNORE
        middle, bottom = self.height() / 2, self.height() - 1
        paint.hairline(painter, theme.m(20), self.width(), bottom, "row")
        badge = QRectF(theme.m(20), middle - theme.m(11), theme.m(24), theme.m(22))
        paint.rounded(painter, badge, theme.m(5), "graySoft")
        mark = letter(self.column.position)
        paint.txt(painter, badge, mark, "caption_strong", "text3", align="center")
        heading = QRectF(theme.m(54), 0, places["heading"].right() - theme.m(54), self.height())
        name = self.column.heading or _("(no heading)")
        role, ink = ("body", "text3") if off else ("strong", "text")
        paint.txt(painter, heading, name, role, ink)
        self._paint_samples(painter, places["samples"], off)
        token = "line3" if off else "text3"
        icons.draw(
            painter, places["field"].x() - theme.m(24), middle, "arrow-right", 14, token=token
        )
        self._paint_match(painter, places["match"], off)
        icon, token, words = wizard_words.check_words(self.column, self.check, self.asked)
        box = places["check"]
        icons.draw(painter, box.x(), middle, icon, 15, token=token)
        ink = "text2" if token == "accentText" else token
        paint.txt(painter, box.adjusted(theme.m(21), 0, 0, 0), words, "caption", ink)
        painter.end()

    def _paint_samples(self, painter: QPainter, box: QRectF, off: bool) -> None:
        if box.width() <= 0:
            return
        odd = self.check.odd[:1] if not off else ()
        samples = [one for one in self.column.samples if one not in odd][: 3 - len(odd)]
        text = "  ·  ".join(one.replace("\n", " ") for one in samples)
        ink = "text3" if off else "text2"
        if not odd:
            paint.txt(painter, box, text, "caption", ink)
            return
        wide = min(paint.width(odd[0], "caption_strong") + theme.m(8), box.width() * 0.5)
        text = f"{text}  ·  " if text else ""
        used = paint.txt(painter, box.adjusted(0, 0, -wide, 0), text, "caption", ink)
        chip = QRectF(box.x() + used, box.center().y() - theme.m(10), wide, theme.m(20))
        ground = "surface" if self.asked else "amberSoft"
        paint.rounded(painter, chip, theme.m(4), ground)
        inner = chip.adjusted(theme.m(4), 0, 0, 0)
        paint.txt(painter, inner, odd[0], "caption_strong", "amberText")

    def _paint_match(self, painter: QPainter, box: QRectF, off: bool) -> None:
        if box.width() <= 0:
            return
        if self.asked:
            paint.txt(painter, box, _("Not sure"), "caption_strong", "amberText")
        elif off or not self.column.confidence:
            paint.txt(painter, box, paint.EMPTY, "caption", "text3")
        else:
            part = min(1.0, self.column.confidence)
            bar = QRectF(box.x(), box.center().y() - theme.m(2.5), theme.m(40), theme.m(5))
            paint.bar(painter, bar, part, "accent" if part >= 0.9 else "amber")
            text = box.adjusted(theme.m(46), 0, 0, 0)
            words = formats.percent(round(part * 100) * 100)
            paint.txt(painter, text, words, "caption", "text2")


class _Head(QWidget):
    """Captions over the rows."""

    def __init__(self) -> None:
        super().__init__()
        theme.live(self, lambda: self.setFixedHeight(theme.m(HEAD)))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint.smooth(painter)
        places = columns_of(self.width())
        captions = {
            "heading": _("Your sheet"),
            "samples": _("Sample values"),
            "field": _("Goes into"),
            "match": _("Match"),
            "check": _("Check"),
        }
        for key, words in captions.items():
            box = QRectF(places[key].x(), 0, places[key].width(), self.height())
            if box.width() > 0:
                paint.txt(painter, box, words, "caption", "text3")
        paint.hairline(painter, 0, self.width(), self.height() - 1, "line2")
        painter.end()


class MappingTable(QFrame):
    """``field_chosen`` tells the column position and the field chosen for it."""

    field_chosen = Signal(int, str)

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("card", True)
        self.rows: list[MappingRow] = []
        self._body = QWidget()
        self._column = QVBoxLayout(self._body)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self.area = ScrollArea(self._body)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(1, 1, 1, 4)
        whole.setSpacing(0)
        whole.addWidget(_Head())
        whole.addWidget(self.area, 1)

    def show_sheet(
        self,
        sheet: PreparedSheet,
        checks: Mapping[int, ColumnCheck],
        asked: Sequence[int],
        own: Sequence[str] = (),
    ) -> None:
        """Show the columns of a sheet; ``asked`` are the positions the user must decide, ``own``
        the labels of the shop's own fields."""
        focus = self._focused()
        scrolled = self.area.verticalScrollBar().value()
        clear(self._column)
        self.rows = []
        for column in sheet.columns:
            check = checks.get(column.position, ColumnCheck())
            row = MappingRow(sheet, column, check, column.position in asked, own)
            row.chosen.connect(self.field_chosen.emit)
            self.rows.append(row)
            self._column.addWidget(row)
            if column.position == focus:
                row.combo.setFocus(Qt.FocusReason.OtherFocusReason)
        self._column.addStretch(1)
        self.area.verticalScrollBar().setValue(scrolled)

    def _focused(self) -> int:
        found = (row.column.position for row in self.rows if row.combo.hasFocus())
        return next(found, -1)

    def sizeHint(self) -> QSize:
        return QSize(theme.m(600), theme.m(HEAD) + len(self.rows) * theme.m(ROW) + 6)


def columns_of(width: int) -> dict[str, QRectF]:
    """Where each part of a row lies; what does not fit has no width."""
    check = theme.m(170 if width >= theme.m(760) else 140)
    match = theme.m(96) if width >= theme.m(_MATCH_FROM) else 0
    field = theme.m(184 if width >= theme.m(700) else 150)
    rest = width - check - match - field - theme.m(20 + 34 + 20)
    wants_samples = width >= theme.m(_SAMPLES_FROM)
    heading = min(theme.m(180), round(rest * 0.42)) if wants_samples else rest
    x = theme.m(20)
    places = {"heading": QRectF(x, 0, heading, 0)}
    x += heading + theme.m(8)
    samples = rest - heading - theme.m(8) if wants_samples else 0
    high = theme.m(ROW)
    places["samples"] = QRectF(x, 0, samples, high)
    x = x + samples + theme.m(26 if wants_samples else 18)
    places["field"] = QRectF(x, 0, field, high)
    x += field + theme.m(12)
    places["match"] = QRectF(x, 0, match - theme.m(8) if match else 0, high)
    x += match
    places["check"] = QRectF(x, 0, max(0, width - x - theme.m(8)), high)
    return places
