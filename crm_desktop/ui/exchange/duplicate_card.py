"""One customer who is there already: what a row would add, and what to do about it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from crm_desktop.core import formats
from crm_desktop.core.i18n import _, ngettext
from crm_desktop.services.imports.imports_data import Fate, ImportReport, OnDuplicate, RowFate
from crm_desktop.ui.exchange import wizard_words
from crm_desktop.ui.widgets.avatar import Avatar
from crm_desktop.ui.widgets.buttons import Button
from crm_desktop.ui.widgets.layout import box, clear, column, fixed_width, plain, row
from crm_desktop.ui.widgets.text import Label

_MOST_GAINS = 3
_CHOICES = (OnDuplicate.FILL, OnDuplicate.CREATE, OnDuplicate.SKIP)


class DuplicateCard(QWidget):
    """The first row still to decide, else the first that adds to somebody.

    ``review_asked`` opens all of them (carries the fate); ``decided`` settles this one.
    """

    review_asked = Signal(str)
    decided = Signal(object, str)  # places of rows, OnDuplicate

    def __init__(self) -> None:
        super().__init__()
        self.shown: RowFate | None = None
        self.title = Label("", "strong")
        self.review = Button(lambda: _("Review"), kind="link", small=True, on=self._review)
        self.name = Label("", "strong", elide=True)
        self.where = Label("", "caption", "text2", elide=True)
        self.gains = column(gap=4)
        self.buttons = {
            rule: Button(_words(rule), small=True, on=partial(self._decide, rule))
            for rule in _CHOICES
        }
        self.face = Avatar("", 0)
        card = box(
            column(
                row(self.face, (column(self.name, self.where, gap=1), 1), gap=10),
                self.gains,
                row(*self.buttons.values(), None, gap=6),
                gap=8,
                margins=(12, 10, 12, 10),
            ),
            card=True,
        )
        self.setLayout(column(row((self.title, 1), self.review), card, gap=8))
        self.hide()

    def show_report(self, report: ImportReport | None) -> None:
        """Show the first such row of a trial run, or nothing."""
        self.shown = _first(report) if report is not None else None
        self.setVisible(self.shown is not None)
        if report is None or self.shown is None:
            return
        count = sum(table.count(self.shown.fate) for table in report.fates)
        words = ngettext(
            "{n} row is about a known customer", "{n} rows are about known customers", count
        )
        self.title.say(words.format(n=formats.integer(count)))
        self.name.say(self.shown.who)
        self.where.say(_("Row {n}").format(n=formats.integer(self.shown.row)))
        self.face.show_contact(self.shown.who, self.shown.contact_id, company=False)
        clear(self.gains)
        for gain in self.shown.gains[:_MOST_GAINS]:
            label = Label(_(gain.field), "caption", "text3", elide=True)
            fixed_width(label, 84)
            words = f"{gain.before} → {gain.after}" if gain.before else gain.after
            line = row(label, (Label(words, "caption_strong", "accentText", elide=True), 1), gap=6)
            self.gains.addWidget(plain(line))

    def _review(self) -> None:
        if self.shown is not None:
            self.review_asked.emit(f"fate:{self.shown.fate}")

    def _decide(self, rule: OnDuplicate) -> None:
        one = self.shown
        if one is not None:
            self.decided.emit([(one.file, one.sheet, one.row)], rule.value)


def _first(report: ImportReport) -> RowFate | None:
    for fate in (Fate.ASK, Fate.UPDATE):
        for table in report.fates:
            places: Sequence[int] = table.places(fate)
            if places:
                return table.row(places[0])
    return None


def _words(rule: OnDuplicate) -> Callable[[], str]:
    return lambda: _(wizard_words.DECISIONS[rule])
