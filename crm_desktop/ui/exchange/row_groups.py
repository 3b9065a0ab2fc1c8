"""The list beside the rows of an import: by what becomes of them, then by what is wrong."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from crm_desktop.core import formats
from crm_desktop.core.i18n import _
from crm_desktop.services.imports.imports_data import Fate, ImportReport
from crm_desktop.ui import theme
from crm_desktop.ui.exchange import wizard_words
from crm_desktop.ui.exchange.understanding import ProblemGroup, Understood
from crm_desktop.ui.widgets import paint

_TALL = 58
_FLAT = 34


@dataclass(frozen=True, slots=True)
class RowGroup:
    """Rows of one ``fate`` or with one kind of ``problem``; ``key`` stays when counts change."""

    key: str
    title: str
    count: int
    fate: Fate | None = None
    problem: ProblemGroup | None = None


def groups_of(found: Understood, report: ImportReport | None) -> list[RowGroup]:
    """Every group with rows in it; problems first that cost something, then the fates."""
    groups = [
        RowGroup(
            f"{one.code}:{one.heading}", one.problems[0].sentence(), len(one.problems), problem=one
        )
        for one in found.groups
    ]
    for fate in Fate:
        count = sum(table.count(fate) for table in report.fates) if report is not None else 0
        if count:
            groups.append(RowGroup(f"fate:{fate}", wizard_words.row_fate(fate), count, fate=fate))
    return groups


class GroupList(QWidget):
    """Groups with their counts; ``chosen`` carries the number of the current one."""

    chosen = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self._groups: Sequence[RowGroup] = ()
        self._current = 0
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.live(self, self._fit)

    def shown(self) -> Sequence[RowGroup]:
        """The groups on screen."""
        return self._groups

    def current(self) -> RowGroup | None:
        """The group whose rows are shown."""
        return self._groups[self._current] if self._groups else None

    def show_groups(self, groups: Sequence[RowGroup]) -> None:
        """Replace all groups; the current one stays, or the next in its place."""
        here = self.current()
        self._groups = groups
        keys = [group.key for group in groups]
        if here is not None and here.key in keys:
            self._current = keys.index(here.key)
        else:
            self._current = max(0, min(self._current, len(groups) - 1))
        self._fit()

    def go_to(self, key: str) -> None:
        """Make one group current."""
        keys = [group.key for group in self._groups]
        if key in keys:
            self._choose(keys.index(key))

    def restart(self) -> None:
        """Forget which group was looked at, for another file."""
        self._groups, self._current = (), 0

    def _fit(self) -> None:
        self.setAccessibleName(_("Rows"))
        here = self.current()
        self.setAccessibleDescription(here.title if here is not None else "")
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        high = sum(map(_height, self._groups)) + (theme.m(13) if self._splits() else 0)
        return QSize(theme.m(220), max(theme.m(_FLAT), high))

    def _splits(self) -> bool:
        """True when both problems and fates are listed, with a rule between."""
        return len({group.fate is None for group in self._groups}) > 1

    def _box(self, number: int) -> QRectF:
        top = sum(map(_height, self._groups[:number]))
        if self._splits() and self._groups[number].fate is not None:
            top += theme.m(13)
        high = _height(self._groups[number])
        return QRectF(theme.m(8), top, self.width() - theme.m(16), high - theme.m(4))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint.smooth(painter)
        for number, group in enumerate(self._groups):
            box = self._box(number)
            self._paint_group(painter, box, group, number == self._current)
        if self._splits():
            first = next(n for n, group in enumerate(self._groups) if group.fate is not None)
            y = self._box(first).y() - theme.m(8)
            painter.fillRect(QRectF(0, y, self.width(), 1), theme.color("line"))
        painter.end()

    def _paint_group(self, painter: QPainter, box: QRectF, group: RowGroup, here: bool) -> None:
        if here:
            paint.rounded(painter, box, theme.m(7), "selected")
            if self.hasFocus():
                paint.rounded(painter, box, theme.m(7), None, "focus", pen=2)
        inner = box.adjusted(theme.m(10), theme.m(4), -theme.m(10), -theme.m(4))
        upper = QRectF(inner.x(), inner.y(), inner.width(), theme.m(22))
        count = formats.integer(group.count)
        used = paint.txt(painter, upper, count, "strong", "text", align="right")
        words = upper.adjusted(0, 0, -used - theme.m(8), 0)
        if group.fate is not None:
            tone = wizard_words.ROW_FATE_DOTS[group.fate]
            paint.dot(painter, inner.x(), upper.center().y(), tone, 8)
            words = words.adjusted(theme.m(16), 0, 0, 0)
        paint.txt(painter, words, group.title, "strong" if here else "body")
        if group.problem is not None:
            self._paint_meaning(painter, inner, upper, group.problem)

    @staticmethod
    def _paint_meaning(
        painter: QPainter, inner: QRectF, upper: QRectF, problem: ProblemGroup
    ) -> None:
        middle = upper.bottom() + theme.m(12)
        tone = wizard_words.fate_tone(problem.severity)
        wide = paint.chip(painter, inner.x(), middle, wizard_words.fate(problem.severity), tone)
        if problem.heading:
            left = inner.x() + wide + theme.m(8)
            rest = QRectF(left, upper.bottom() + 1, inner.right() - left, theme.m(22))
            paint.txt(painter, rest, problem.heading, "caption", "text3")

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        for number in range(len(self._groups)):
            if self._box(number).contains(event.position()):
                self._choose(number)

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


def _height(group: RowGroup) -> int:
    return theme.m(_FLAT if group.fate is not None else _TALL)
