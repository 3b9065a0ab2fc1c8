"""What is asked: the period, the wells, and the fields to fill them with."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QPoint, QPointF, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from crm_desktop.core import clock
from crm_desktop.core.i18n import N_, _
from crm_desktop.services.crosstab import crosstab_editing, crosstab_periods
from crm_desktop.services.crosstab.crosstab import MEASURES, Question
from crm_desktop.services.figures.sales_figures import Period
from crm_desktop.ui import theme
from crm_desktop.ui.reports.crosstab_drag import FieldDrag
from crm_desktop.ui.reports.crosstab_wells import FieldList, Piece, Well
from crm_desktop.ui.widgets import menu
from crm_desktop.ui.widgets.buttons import IconButton
from crm_desktop.ui.widgets.form import ComboBox
from crm_desktop.ui.widgets.layout import column, row
from crm_desktop.ui.widgets.menu import MenuItem
from crm_desktop.ui.widgets.scroll import ScrollArea
from crm_desktop.ui.widgets.text import Label
from crm_desktop.ui.widgets.typed_edits import DateEdit

WIDTH = 272
TOPS = (0, 5, 10, 20, 50, 100)
_WELLS = {
    "rows": (N_("In the rows"), N_("Drag a field here")),
    "columns": (N_("In the columns"), N_("Drag a field here")),
    "measures": (N_("Measures"), N_("Drag a measure here")),
    "filters": (N_("Filters"), N_("Everything counts")),
}
_ADD = {
    "rows": N_("Add to the rows"),
    "columns": N_("Add to the columns"),
    "measures": N_("Add a measure"),
    "filters": N_("Add a filter"),
}


class CrosstabPanel(QFrame):
    """``changed`` with another question; ``filter_asked`` with the field whose values to choose."""

    changed = Signal(object)
    filter_asked = Signal(str)

    def __init__(self, question: Question) -> None:
        super().__init__()
        self.setProperty("panel", "right")
        self.question = question
        self.names: Mapping[str, str] = {}
        self._said: Mapping[str, str] = {}
        self.wells = {key: Well(key, _named(n), _named(h)) for key, (n, h) in _WELLS.items()}
        self.fields = FieldList()
        self._drag = FieldDrag(list(self.wells.values()), _fits, self._dropped)
        self._make_period()
        self.top = ComboBox([(str(n), _top_words(n)) for n in TOPS])
        for box in (self.top, self.period):
            box.may_shrink(10)
        self._lay_out()
        self._connect()

    def _make_period(self) -> None:
        period = self.question.period
        choices = [(key, _named(name)) for key, name in crosstab_periods.NAMES.items()]
        self.period = ComboBox(choices, crosstab_periods.USUAL)
        self.first, self.last = DateEdit(period.first), DateEdit(period.last)
        for field, name in ((self.first, N_("First day")), (self.last, N_("Last day"))):
            theme.live(field, partial(_call, field, name))
            field.hide()

    def _lay_out(self) -> None:
        content = QWidget()
        box = column(
            Label(lambda: _("Period"), "caption", "text2"),
            self.period,
            row(self.first, self.last, gap=6),
            gap=4,
            margins=(18, 14, 18, 12),
        )
        self.adds = {}
        for key, well in self.wells.items():
            add = IconButton("plus", _named(_ADD[key]), on=partial(self._offer, key))
            self.adds[key] = add
            name = Label(_named(_WELLS[key][0]), "caption", "text2", elide=True)
            box.addLayout(row((name, 1), add, gap=4))
            box.addWidget(well)
        box.addLayout(
            row(
                (Label(lambda: _("How many"), "caption", "text2", elide=True), 1),
                self.top,
                gap=4,
            )
        )
        box.addWidget(Label(lambda: _("Fields (drag them up)"), "caption", "text2", elide=True))
        self._scroll = ScrollArea(self.fields)
        theme.live(self, lambda: self._scroll.setMinimumHeight(theme.m(150)))
        box.addWidget(self._scroll, 1)
        content.setLayout(box)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(1, 0, 0, 0)
        whole.addWidget(ScrollArea(content))

    def _connect(self) -> None:
        self.period.activated.connect(self._choose_period)
        for field in (self.first, self.last):
            field.changed.connect(self._choose_days)
            field.editingFinished.connect(self._choose_days)
        self.top.activated.connect(self._choose_top)
        self.fields.asked.connect(self._ask_where)
        self.fields.lifted.connect(lambda piece, at: self._drag.lift(piece, None, at))
        for key, well in self.wells.items():
            well.removed.connect(partial(self._take, key))
            well.shifted.connect(partial(self._shift, key))
            well.asked.connect(partial(self._ask_chip, key))
            well.lifted.connect(partial(self._lift, well))
        for part in (self.fields, *self.wells.values()):
            part.carried.connect(self._drag.carry)
            part.dropped.connect(self._drag.release)

    # what is shown

    def show_question(
        self, question: Question, names: Mapping[str, str], said: Mapping[str, str]
    ) -> None:
        """Show what is asked. ``names`` are the fields there are, ``said`` what each filter lets
        through in words."""
        self.question, self.names, self._said = question, names, said
        for key in crosstab_editing.WELLS:
            held = crosstab_editing.held(question, key)
            self.wells[key].show_pieces([self._piece(one) for one in held])
        filters = dict.fromkeys(key for key, _value in question.filters)
        self.wells["filters"].show_pieces(
            [Piece(key, self._label(key), said.get(key, "")) for key in filters]
        )
        fields = [Piece(key, label) for key, label in names.items()]
        measures = [Piece(key, _(name)) for key, name in MEASURES.items()]
        used = {*question.rows, *question.columns, *question.measures, *filters}
        self.fields.show_fields(fields, measures, used)
        self.top.set_value(str(question.top))

    def show_period(self, key: str, period: Period) -> None:
        """Show which period is asked about, without telling anybody."""
        self.period.set_value(key)
        own = key == crosstab_periods.OWN
        for field, day in ((self.first, period.first), (self.last, period.last)):
            field.set_date(day)
            field.setVisible(own)

    def _label(self, key: str) -> str:
        return self.names.get(key) or _(MEASURES.get(key, key))

    def _piece(self, key: str) -> Piece:
        return Piece(key, self._label(key))

    # choices

    def _choose_period(self) -> None:
        key = self.period.value()
        period = self.question.period
        if key != crosstab_periods.OWN:
            period = crosstab_periods.period(key, clock.today())
        self.show_period(key, period)
        self._change(replace(self.question, period=period))

    def _choose_days(self) -> None:
        """A text that is no date, or days the wrong way round, leave the period as it was."""
        if self.period.value() != crosstab_periods.OWN:
            return
        try:
            first, last = self.first.date(), self.last.date()
        except ValueError:
            return
        wrong = first is None or last is None or first > last
        self.last.set_error(wrong)
        if first is not None and last is not None and not wrong:
            self._change(replace(self.question, period=Period(first, last)))

    def _choose_top(self) -> None:
        self._change(replace(self.question, top=int(self.top.value())))

    def _change(self, question: Question) -> None:
        if question != self.question:
            self.question = question
            self.changed.emit(question)

    # wells

    def put(self, well: str, key: str, place: int = -1) -> None:
        """Put a field into a well; into the filters, ask for its values."""
        if well == "filters":
            self.filter_asked.emit(key)
        else:
            self._change(crosstab_editing.put(self.question, well, key, place))

    def _take(self, well: str, key: str) -> None:
        if well == "filters":
            self._change(crosstab_editing.filtered(self.question, key, ()))
        else:
            self._change(crosstab_editing.take(self.question, well, key))

    def _shift(self, well: str, key: str, by: int) -> None:
        if well != "filters":
            self._change(crosstab_editing.moved(self.question, well, key, by))

    def _offer(self, well: str) -> None:
        """The menu of a well's plus: what may go there and does not stand there yet."""
        keys = list(MEASURES) if well == "measures" else list(self.names)
        held = {piece.key for piece in self.wells[well].pieces}
        items = [
            MenuItem(self._label(key), partial(self.put, well, key))
            for key in keys
            if key not in held
        ]
        menu.popup_below(self.adds[well], items)

    def _ask_where(self, key: str, below: QPoint) -> None:
        """The menu of a field in the list."""
        wells = ("measures",) if key in MEASURES else ("rows", "columns", "filters")
        items = [MenuItem(_named(_ADD[well]), partial(self.put, well, key)) for well in wells]
        menu.build(self.fields, items).popup(below)

    def _ask_chip(self, well: str, key: str, below: QPoint) -> None:
        """The menu of a chip; that of a filter is its values."""
        if well == "filters":
            self.filter_asked.emit(key)
            return
        items: list[MenuItem | None] = [
            MenuItem(lambda: _("Earlier"), partial(self._shift, well, key, -1), keys="Alt+Left"),
            MenuItem(lambda: _("Later"), partial(self._shift, well, key, 1), keys="Alt+Right"),
        ]
        if well != "measures":
            other = "columns" if well == "rows" else "rows"
            items.append(MenuItem(_named(_ADD[other]), partial(self.put, other, key)))
        items += [None, MenuItem(lambda: _("Take out"), partial(self._take, well, key), "x")]
        menu.build(self.wells[well], items).popup(below)

    # dragging

    def _lift(self, well: Well, piece: Piece, where: QPointF) -> None:
        self._drag.lift(piece, well, where)
        self.setFocus()

    def _dropped(self, piece: Piece, source: Well | None, target: Well | None, place: int) -> None:
        if target is None:
            if source is not None:
                self._take(source.key, piece.key)
        elif target.key != "filters":
            self.put(target.key, piece.key, place)
        elif source is not target:
            self.put("filters", piece.key)

    def cancel_drag(self) -> bool:
        """Give a drag up; False when there was none."""
        if self._drag.piece is None:
            return False
        self._drag.cancel()
        for part in (self.fields, *self.wells.values()):
            part.let_go()
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() != Qt.Key.Key_Escape or not self.cancel_drag():
            super().keyPressEvent(event)


def _fits(piece: Piece, well: Well) -> bool:
    return crosstab_editing.fits(piece.key, well.key)


def _named(msgid: str) -> Callable[[], str]:
    return lambda: _(msgid)


def _top_words(count: int) -> Callable[[], str]:
    return lambda: _("The first {n} rows").format(n=count) if count else _("All rows")


def _call(field: DateEdit, name: str) -> None:
    field.setAccessibleName(_(name))
