"""Step 3: what could not be read, by kind, with every row it concerns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from crm_desktop.core import formats
from crm_desktop.core.i18n import N_, _, ngettext
from crm_desktop.services.imports_data import Problem, Severity
from crm_desktop.ui import theme
from crm_desktop.ui.exchange import wizard_words
from crm_desktop.ui.exchange.understanding import ProblemGroup, Understood
from crm_desktop.ui.widgets import paint
from crm_desktop.ui.widgets.layout import box, column, plain, row
from crm_desktop.ui.widgets.record_table import RecordTable
from crm_desktop.ui.widgets.scroll import ScrollArea
from crm_desktop.ui.widgets.table_model import Column, TableModel
from crm_desktop.ui.widgets.text import Label

BESIDE_FROM = 820
_ROW = 58


@dataclass(frozen=True, slots=True)
class _ProblemRow:
    """A problem with a number, as the table wants it."""

    id: int
    problem: Problem


class _Source:
    """The problems of one group."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self._problems = problems

    def count(self) -> int:
        return len(self._problems)

    def fetch(self, offset: int, limit: int) -> Sequence[_ProblemRow]:
        found = self._problems[offset : offset + limit]
        return [_ProblemRow(offset + number, one) for number, one in enumerate(found)]


def _columns() -> tuple[Column, ...]:
    return (
        Column(
            "row",
            N_("Row"),
            lambda row: formats.integer(row.problem.row),
            width=64,
            align="right",
            fg=lambda _row: "text2",
        ),
        Column("value", N_("In the file"), lambda row: row.problem.value, width=150, stretch=1),
        Column(
            "why",
            N_("Why"),
            lambda row: row.problem.sentence(),
            width=260,
            least=150,
            stretch=3,
            fg=lambda _row: "text2",
        ),
        Column(
            "sheet",
            N_("Sheet"),
            lambda row: row.problem.sheet or row.problem.file,
            width=120,
            stretch=1,
            fg=lambda _row: "text3",
            rank=1,
        ),
    )


class ProblemsStep(QWidget):
    """Nothing must be done here: what happens to each row is said, and the file is not changed."""

    def __init__(self) -> None:
        super().__init__()
        self.groups = GroupList()
        self.model = TableModel(_columns(), lambda row: row.problem.sentence())
        self.table = RecordTable(self.model, checkable=False, row_height=36)
        self.summary = Label("", "wizard", wrap=True)
        self.explained = Label(_explained, "body", "text2", wrap=True)
        card = box(column((self.table, 1), margins=(1, 1, 1, 4)), card=True)
        self._side = box(column((ScrollArea(self.groups), 1), margins=(1, 6, 1, 6)), card=True)
        self.setLayout(
            column(
                self.summary,
                self.explained,
                4,
                (plain(row((self._side, 2), (card, 5), gap=14)), 1),
                gap=6,
                margins=(24, 18, 20, 16),
            )
        )
        self.groups.chosen.connect(self._show_group)
        theme.live(self, self._fit)

    def show_understood(self, found: Understood) -> None:
        """Show the problems of the included sheets."""
        rows = found.failed_rows
        kept = sum(
            len(group.problems) for group in found.groups if group.severity is Severity.LEFT_OUT
        )
        parts = []
        if rows:
            words = ngettext("{n} row cannot be imported", "{n} rows cannot be imported", rows)
            parts.append(words.format(n=formats.integer(rows)))
        if kept:
            words = ngettext("{n} value is kept as a note", "{n} values are kept as notes", kept)
            parts.append(words.format(n=formats.integer(kept)))
        self.summary.say(" · ".join(parts) or _("Everything can be imported"))
        self.groups.show_groups(found.groups)
        self._show_group(0)

    def _show_group(self, number: int) -> None:
        groups = self.groups.shown()
        problems = groups[number].problems if groups else ()
        self.table.show_source(_Source(problems))

    def _fit(self) -> None:
        wide = self.width() >= theme.m(BESIDE_FROM)
        self._side.setMinimumWidth(theme.m(300 if wide else 230))
        self._side.setVisible(wide or len(self.groups.shown()) > 1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()


def _explained() -> str:
    return _(
        "Rows left out stay in your file. Values kept as notes go into the remark of their "
        "customer or sale, so nothing is lost."
    )


class GroupList(QWidget):
    """Problem groups with their counts; ``chosen`` carries the number of the current one."""

    chosen = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self._groups: Sequence[ProblemGroup] = ()
        self._current = 0
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.live(self, self._fit)

    def shown(self) -> Sequence[ProblemGroup]:
        """The groups on screen."""
        return self._groups

    def show_groups(self, groups: Sequence[ProblemGroup]) -> None:
        """Replace all groups; the first becomes current."""
        self._groups = groups
        self._current = 0
        self._fit()

    def _fit(self) -> None:
        self.setAccessibleName(_("Problems"))
        if self._groups:
            self.setAccessibleDescription(self._groups[self._current].problems[0].sentence())
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(theme.m(220), max(1, len(self._groups)) * theme.m(_ROW))

    def _box(self, number: int) -> QRectF:
        high = theme.m(_ROW)
        return QRectF(theme.m(8), number * high, self.width() - theme.m(16), high - theme.m(4))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint.smooth(painter)
        for number, group in enumerate(self._groups):
            self._paint_group(painter, self._box(number), group, number == self._current)
        painter.end()

    def _paint_group(self, painter: QPainter, box: QRectF, group: ProblemGroup, here: bool) -> None:
        if here:
            paint.rounded(painter, box, theme.m(7), "selected")
            if self.hasFocus():
                paint.rounded(painter, box, theme.m(7), None, "focus", pen=2)
        inner = box.adjusted(theme.m(10), theme.m(4), -theme.m(10), -theme.m(4))
        upper = QRectF(inner.x(), inner.y(), inner.width(), theme.m(22))
        count = formats.integer(len(group.problems))
        used = paint.txt(painter, upper, count, "strong", "text", align="right")
        words = upper.adjusted(0, 0, -used - theme.m(8), 0)
        paint.txt(painter, words, group.problems[0].sentence(), "strong" if here else "body")
        middle = upper.bottom() + theme.m(12)
        tone = wizard_words.fate_tone(group.severity)
        wide = paint.chip(painter, inner.x(), middle, wizard_words.fate(group.severity), tone)
        if group.heading:
            left = inner.x() + wide + theme.m(8)
            rest = QRectF(left, upper.bottom() + 1, inner.right() - left, theme.m(22))
            paint.txt(painter, rest, group.heading, "caption", "text3")

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._choose(int(event.position().y() // theme.m(_ROW)))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
        else:
            self._choose(self._current + step)

    def _choose(self, number: int) -> None:
        if 0 <= number < len(self._groups) and number != self._current:
            self._current = number
            self._fit()
            self.chosen.emit(number)
