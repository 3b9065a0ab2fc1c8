"""Beside the mapping: what the import will do, and what needs a look."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QProgressBar, QSizePolicy, QVBoxLayout, QWidget

from crm_desktop.core import formats
from crm_desktop.core.i18n import _, ngettext
from crm_desktop.exchange.answers import WORDS, Answer, offered
from crm_desktop.services.imports.imports_data import ImportReport, MatchKey, OnDuplicate
from crm_desktop.ui import theme
from crm_desktop.ui.exchange import wizard_words
from crm_desktop.ui.exchange.duplicate_card import DuplicateCard
from crm_desktop.ui.exchange.understanding import ProblemGroup, Understood
from crm_desktop.ui.widgets import menu, paint
from crm_desktop.ui.widgets.buttons import Button
from crm_desktop.ui.widgets.chips import Chip
from crm_desktop.ui.widgets.form import ComboBox
from crm_desktop.ui.widgets.layout import clear, column, fixed_width, plain, row, rule
from crm_desktop.ui.widgets.menu import MenuItem
from crm_desktop.ui.widgets.progress_panel import Pace
from crm_desktop.ui.widgets.scroll import ScrollArea
from crm_desktop.ui.widgets.text import Label

WIDTH = 348
_MOST_GROUPS = 5


@dataclass(frozen=True, slots=True)
class Share:
    """One part of the bar and its line below."""

    label: str
    count: int
    token: str


def shares(report: ImportReport, repeats: int = 0) -> list[Share]:
    """What an import does or did, in the words of the window; zeros are left out.

    ``repeats`` are rows about a customer another row of the same files is about.
    """
    parts = [
        Share(_("New customers"), report.contacts_new, "accent"),
        Share(_("Added to known customers"), report.contacts_updated, "blue"),
        Share(_("Known, nothing new"), report.contacts_unchanged, "line3"),
        Share(_("Skipped because known"), report.contacts_skipped, "line3"),
        Share(_("Same customer in several rows"), repeats, "violet"),
        Share(_("Sales"), report.sales_new, "h3"),
        Share(_("Lines imported before"), report.sale_lines_known, "line3"),
        Share(_("New products"), report.products_new, "violet"),
        Share(_("Rows that cannot be read"), report.rows_failed, "amber"),
    ]
    return [part for part in parts if part.count]


class OutcomePanel(QFrame):
    """``review_asked`` opens the rows, of one group if named; ``duplicates_chosen`` carries the
    rule for known customers, ``keys_chosen`` by what they are recognised."""

    review_asked = Signal(str)
    duplicates_chosen = Signal(str)
    keys_chosen = Signal(object)  # frozenset[MatchKey]
    answer_given = Signal(object, str)  # problems of one kind, Answer

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("panel", "right")
        self.rows = Label("", "body", "text2")
        self.bar = _ShareBar()
        self.legend = column(gap=4)
        self.checking = Label("", "caption", "text2")
        self.progress = QProgressBar(textVisible=False)
        self._pace = Pace()
        self.groups = column(gap=6)
        self.review = Button(
            lambda: _("See all"), kind="link", small=True, on=lambda: self.review_asked.emit("")
        )
        self.duplicate = DuplicateCard()
        self.duplicate.review_asked.connect(self.review_asked.emit)
        self.keys = Button("", "caret-down", small=True, on=self._show_keys)
        self._keys = frozenset(MatchKey)

        rules = [(rule.value, _rule_words(rule)) for rule in OnDuplicate]
        self.rule = ComboBox(rules)
        self.rule.activated.connect(lambda _i: self.duplicates_chosen.emit(self.rule.value()))
        self._lay_out()
        fixed_width(self, WIDTH)

    def _lay_out(self) -> None:
        outcome = column(
            row((Label(lambda: _("What will happen"), "card"), 1), self.rows),
            self.bar,
            self.legend,
            gap=10,
            margins=(20, 16, 20, 14),
        )
        self.check_part = self._checking_part()
        self.look_part = self._look_part()
        inside = column(self.duplicate, margins=(20, 10, 16, 6))
        self.duplicate_part = plain(column(rule(), inside, gap=0))
        content = plain(
            column(
                outcome,
                self.check_part,
                self.look_part,
                self.duplicate_part,
                self._known_part(),
                None,
                gap=6,
            )
        )
        whole = QVBoxLayout(self)
        whole.setContentsMargins(1, 0, 0, 0)
        whole.addWidget(ScrollArea(content))
        self.check_part.hide()

    def _checking_part(self) -> QWidget:
        head = row((Label(lambda: _("Checking"), "strong"), 1), self.checking)
        note = Label(_keep_working, "caption", "text3", wrap=True)
        inner = column(head, self.progress, note, gap=6, margins=(20, 8, 20, 6))
        return plain(column(rule(), inner, gap=0))

    def _look_part(self) -> QWidget:
        head = row((Label(lambda: _("Need a look"), "strong"), 1), self.review)
        inner = column(head, plain(self.groups), gap=4, margins=(20, 6, 16, 6))
        return plain(column(rule(), inner, gap=0))

    def _known_part(self) -> QWidget:
        inner = column(
            Label(lambda: _("When a customer is there already"), "strong", wrap=True),
            self.rule,
            Label(_known_words, "caption", "text3", wrap=True),
            row(self.keys, None),
            gap=6,
            margins=(20, 12, 20, 10),
        )
        return plain(column(rule(), inner, gap=0))

    def show_checking(self, done: int, total: int) -> None:
        """A check is running in the background."""
        self.check_part.show()
        self.progress.setRange(0, 1000 if total else 0)
        if total:
            self.progress.setValue(min(1000, done * 1000 // total))
        shown = ""
        if total:
            share = formats.percent(min(10_000, done * 10_000 // total))
            counted = f"{formats.integer(done)} / {formats.integer(total)}"
            shown = " · ".join(filter(None, (counted, self._pace.words(done, total, "") or share)))
        self.checking.say(shown)

    def show_understood(self, found: Understood, report: ImportReport | None) -> None:
        """Counts, problems and the rule; ``report`` is the trial run, once it is there."""
        self.check_part.hide()
        count = ngettext("{n} row", "{n} rows", found.rows)
        self.rows.say(count.format(n=formats.integer(found.rows)))
        parts = (
            shares(report, found.repeats(report)) if report is not None else _first_shares(found)
        )
        self.bar.show_shares(parts)
        clear(self.legend)
        for part in parts:
            self.legend.addWidget(_LegendLine(part))
        self._show_groups(found.troubled())
        self.duplicate.show_report(report)
        self.duplicate_part.setVisible(self.duplicate.shown is not None)
        options = found.prepared.options
        self.rule.set_value(options.on_duplicate.value)
        self._keys = options.match_by
        words = ngettext("Recognised by {n} key", "Recognised by {n} keys", len(self._keys))
        self.keys.say(words.format(n=len(self._keys)))

    def _show_keys(self) -> None:
        items = [
            MenuItem(_rule_label(words), self._toggler(key), checked=key in self._keys)
            for key, words in wizard_words.MATCH_KEYS.items()
        ]
        menu.popup_below(self.keys, items)

    def _toggler(self, key: MatchKey) -> Callable[[], object]:
        return lambda: self.keys_chosen.emit(self._keys ^ {key})

    def _show_groups(self, groups: Sequence[ProblemGroup]) -> None:
        clear(self.groups)
        self.look_part.setVisible(bool(groups))
        for group in groups[:_MOST_GROUPS]:
            count = Label(formats.integer(len(group.problems)), "strong", "amberText")
            fixed_width(count, 36)
            words = Label(group.problems[0].sentence(), "body", wrap=True)
            self.groups.addLayout(row(count, (words, 1), self._answer_button(group), gap=6))

    def _answer_button(self, group: ProblemGroup) -> QWidget:
        """What happens to these rows, and in its menu what else could."""
        answers = offered(group.code, group.severity)
        if len(answers) < 2:
            return Chip(wizard_words.fate(group.severity), wizard_words.fate_tone(group.severity))
        button = Button(_rule_label(WORDS[answers[0]]), "caret-down", small=True)
        items = [MenuItem(_rule_label(WORDS[one]), self._answerer(group, one)) for one in answers]
        button.clicked.connect(lambda: menu.popup_below(button, items))
        return button

    def _answerer(self, group: ProblemGroup, answer: Answer) -> Callable[[], object]:
        return lambda: self.answer_given.emit(list(group.problems), answer.value)


def _first_shares(found: Understood) -> list[Share]:
    """Before the trial run is done only this much is certain."""
    parts = [
        Share(_("Rows to import"), found.records, "accent"),
        Share(_("Rows that cannot be read"), found.failed_rows, "amber"),
    ]
    return [part for part in parts if part.count]


def _rule_words(rule: OnDuplicate) -> Callable[[], str]:
    return _rule_label(wizard_words.ON_DUPLICATE[rule])


def _rule_label(words: str) -> Callable[[], str]:
    return lambda: _(words)


def _known_words() -> str:
    return _("A name alone never makes two rows one customer.")


def _keep_working() -> str:
    return _("Keep working. Checks run in the background")


class _ShareBar(QWidget):
    """The parts of the whole side by side."""

    def __init__(self) -> None:
        super().__init__()
        self._shares: Sequence[Share] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.live(self, lambda: self.setFixedHeight(theme.m(10)))

    def show_shares(self, parts: Sequence[Share]) -> None:
        self._shares = parts
        self.setAccessibleName(", ".join(f"{part.label} {part.count}" for part in parts))
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        total = sum(part.count for part in self._shares)
        if not total:
            paint.rounded(painter, QRectF(self.rect()), self.height() / 2, "graySoft")
            painter.end()
            return
        least = theme.m(6)
        room = self.width() - least * len(self._shares)
        x = 0.0
        for part in self._shares:
            wide = least + room * part.count / total
            painter.fillRect(QRectF(x, 0, wide - 2, self.height()), theme.color(part.token))
            x += wide
        painter.end()


class _LegendLine(QWidget):
    """A dot, what it means, how many."""

    def __init__(self, part: Share) -> None:
        super().__init__()
        self._share = part
        self.setAccessibleName(f"{part.label} {part.count}")
        theme.live(self, lambda: self.setFixedHeight(theme.m(26)))

    def sizeHint(self) -> QSize:
        return QSize(theme.m(120), theme.m(26))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint.smooth(painter)
        part, box = self._share, QRectF(self.rect())
        paint.dot(painter, 0, box.center().y(), part.token, 9)
        used = paint.txt(painter, box, formats.integer(part.count), "card", "text", align="right")
        words = box.adjusted(theme.m(20), 0, -used - theme.m(8), 0)
        paint.txt(painter, words, part.label, "body", "text2")
        painter.end()
