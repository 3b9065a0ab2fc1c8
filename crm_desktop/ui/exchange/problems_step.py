"""Step 3: what becomes of every row, and putting right what could not be read."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from crm_desktop.core import formats
from crm_desktop.core.i18n import _, ngettext
from crm_desktop.exchange.answers import WORDS, Answer, offered
from crm_desktop.services.imports.imports_data import (
    Fate,
    ImportReport,
    OnDuplicate,
    Problem,
    Severity,
)
from crm_desktop.ui import theme
from crm_desktop.ui.exchange import import_rows, wizard_words
from crm_desktop.ui.exchange.import_rows import FateSource, ImportRow, ProblemSource
from crm_desktop.ui.exchange.row_groups import GroupList, RowGroup, groups_of
from crm_desktop.ui.exchange.understanding import Understood
from crm_desktop.ui.widgets import menu, paint
from crm_desktop.ui.widgets.buttons import Button
from crm_desktop.ui.widgets.layout import box, clear, column, plain, row
from crm_desktop.ui.widgets.menu import MenuItem
from crm_desktop.ui.widgets.record_table import RecordTable
from crm_desktop.ui.widgets.scroll import ScrollArea
from crm_desktop.ui.widgets.table_model import TableModel
from crm_desktop.ui.widgets.text import Label

BESIDE_FROM = 820
_EXPLAINED_FROM = 420
Act = Callable[[], object]
_DECIDED = (Fate.UPDATE, Fate.ASK, Fate.SKIP)
_DECISIONS = (OnDuplicate.FILL, OnDuplicate.OVERWRITE, OnDuplicate.CREATE, OnDuplicate.SKIP)


class ProblemsStep(QWidget):
    """Nothing must be done here; whatever is done concerns the selected rows, else all shown."""

    answer_given = Signal(object, str)  # problems of one kind, Answer
    decided = Signal(object, str)  # places of rows, OnDuplicate
    put_right = Signal(object, str)  # Problem, what was typed
    taken_back = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._found: Understood | None = None
        self._report: ImportReport | None = None
        self._acts: list[tuple[Callable[[], str], Act]] = []
        self.groups = GroupList()
        self.model = TableModel(import_rows.columns(), import_rows.spoken)
        self.table = RecordTable(self.model, row_height=36)
        self.summary = Label("", "wizard", wrap=True)
        self.explained = Label(_explained, "body", "text2", wrap=True)
        self.back = Button(
            lambda: _("Take back my answers"), kind="link", small=True, on=self.taken_back.emit
        )
        self.scope = Label("", "strong", elide=True)
        self.choices = row(gap=6)
        self.acts = plain(row((self.scope, 1), self.choices, gap=10, margins=(16, 8, 12, 8)))
        card = box(column(self.acts, (self.table, 1), margins=(1, 1, 1, 4)), card=True)
        self._side = box(column((ScrollArea(self.groups), 1), margins=(1, 6, 1, 6)), card=True)
        self.setLayout(
            column(
                row((self.summary, 1), self.back, gap=8),
                self.explained,
                4,
                (plain(row((self._side, 2), (card, 5), gap=14)), 1),
                gap=6,
                margins=(24, 18, 20, 16),
            )
        )
        self.groups.chosen.connect(lambda _number: self._show_group())
        self.table.selection_changed.connect(self._say_scope)
        self.table.edited.connect(self._edited)
        theme.live(self, self._fit)

    def show_understood(self, found: Understood, report: ImportReport | None) -> None:
        """Show the rows of the included sheets; ``report`` is the trial run, once it is there."""
        self._found, self._report = found, report
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
        self.back.setVisible(found.answered())
        self.groups.show_groups(groups_of(found, report))
        self._show_group()

    def _show_group(self) -> None:
        group = self.groups.current()
        if group is None:
            self.table.show_source(ProblemSource(()))
        elif group.problem is not None:
            self.table.show_source(ProblemSource(group.problem.problems))
        elif group.fate is not None and self._report is not None:
            why = self._reasons() if group.fate is Fate.FAILED else {}
            self.table.show_source(FateSource(self._report.fates, group.fate, why))
        self._show_choices(group)
        self._say_scope()

    def _reasons(self) -> dict[tuple[str, str, int], str]:
        """Why rows are left out, by file, sheet and row."""
        problems = self._report.problems if self._report is not None else ()
        return {
            (one.file, one.sheet, one.row): one.sentence()
            for one in problems
            if one.severity is Severity.ROW
        }

    def _show_choices(self, group: RowGroup | None) -> None:
        self._acts = self._acts_of(group)
        self.acts.setVisible(bool(self._acts))
        self._lay_out_choices()

    def _lay_out_choices(self) -> None:
        """Buttons side by side, or one with a menu where there is no room for them."""
        clear(self.choices)
        room = self.width() * 5 / 7 - theme.m(200)
        wide = sum(paint.width(words(), "caption") + theme.m(30) for words, _act in self._acts)
        if wide <= room or len(self._acts) == 1:
            for words, act in self._acts:
                self.choices.addWidget(Button(words, small=True, on=act))
        else:
            more = Button(lambda: _("What to do"), "caret-down", small=True)
            items = [MenuItem(words, act) for words, act in self._acts]
            more.clicked.connect(lambda: menu.popup_below(more, items))
            self.choices.addWidget(more)

    def _acts_of(self, group: RowGroup | None) -> list[tuple[Callable[[], str], Act]]:
        """What can be done with the rows of a group."""
        if group is None:
            return []
        if group.fate in _DECIDED:
            rules = wizard_words.ON_DUPLICATE
            return [(_saying(rules[one]), self._decider(one)) for one in _DECISIONS]
        problem = group.problem
        if problem is None:
            return []
        settled = self._found is not None and (problem.code, problem.heading) in self._found.settled
        return [
            (_saying(WORDS[one]), self._answerer(one))
            for one in offered(problem.code, problem.severity)
            if not (settled and one is Answer.AS_READ)
        ]

    def _decider(self, rule: OnDuplicate) -> Act:
        return lambda: self.decided.emit([one.place for one in self._meant()], rule.value)

    def _answerer(self, answer: Answer) -> Act:
        def give() -> None:
            problems: list[Problem] = [one.problem for one in self._meant() if one.problem]
            self.answer_given.emit(problems, answer.value)

        return give

    def _meant(self) -> Sequence[ImportRow]:
        """The selected rows, else all that are shown."""
        if self.table.bulk:
            return list(self.table.selected_rows())
        source = self.model.source()
        return source.fetch(0, source.count()) if source is not None else ()

    def _say_scope(self) -> None:
        count = self.table.selected_count() if self.table.bulk else self.model.rowCount()
        if self.table.bulk:
            words = ngettext("The {n} selected row", "The {n} selected rows", count)
        else:
            words = ngettext("This row", "All {n} rows", count)
        self.scope.say(words.format(n=formats.integer(count)))

    def _edited(self, shown: ImportRow, _key: str, typed: str) -> None:
        if shown.problem is not None:
            self.put_right.emit(shown.problem, typed)

    def _fit(self) -> None:
        wide = self.width() >= theme.m(BESIDE_FROM)
        self._side.setMinimumWidth(theme.m(300 if wide else 230))
        self._side.setVisible(wide or len(self.groups.shown()) > 1)
        self.explained.setVisible(self.height() >= theme.m(_EXPLAINED_FROM))
        self._lay_out_choices()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()


def _saying(words: str) -> Callable[[], str]:
    return lambda: _(words)


def _explained() -> str:
    return _(
        "Rows left out stay in your file. Values kept as notes go into the remark of their "
        "customer or sale, so nothing is lost. F2 or a double click puts a value right."
    )
