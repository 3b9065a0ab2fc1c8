"""A cross-tab as the texts and widths the grid paints, worked out once for each answer."""

from __future__ import annotations

from dataclasses import dataclass

from crm_desktop.core.i18n import _
from crm_desktop.reports import crosstab as paper
from crm_desktop.reports import values
from crm_desktop.services.crosstab.crosstab import MEASURES, Crosstab, Line
from crm_desktop.services.crosstab.crosstab_totals import Key
from crm_desktop.ui import theme
from crm_desktop.ui.widgets import paint

_LEAST, _MOST = 72, 230  # design pixels of a column
_PAD = 24
_LOOKED_AT = 300  # lines whose texts decide about widths


@dataclass(frozen=True, slots=True)
class Figure:
    """One column of figures: a measure under a column's values, empty for the row's total."""

    column: Key
    measure: str


class GridTexts:
    """What stands where. ``lines`` are all but the total, ``total`` stands below them; ``leading``
    and ``widths`` are real pixels of the columns of names and of figures."""

    def __init__(self, made: Crosstab) -> None:
        self.made = made
        self.lines, self.total = made.lines[:-1], made.lines[-1]
        across: tuple[Key, ...] = (*made.column_keys, ()) if made.columns else ((),)
        self.figures = tuple(
            Figure(column, one) for column in across for one in made.question.measures
        )
        self.leading: tuple[int, ...] = ()
        self.widths: tuple[int, ...] = ()
        self._shown: dict[tuple[int, int], str] = {}
        self._kinds = {one: paper.kind(made, one) for one in made.question.measures}
        self.measure()

    def measure(self) -> None:
        """Work out the widths in the present font."""
        some = range(min(len(self.lines), _LOOKED_AT))
        labels = [*(self.labels(number) for number in some), self.labels(-1)]
        leads = []
        for place, dimension in enumerate(self.made.rows):
            texts = [dimension.label, *(label[place] for label in labels)]
            leads.append(_wide(texts, "strong"))
        self.leading = tuple(leads)
        self.widths = tuple(
            _wide([*self.heads(at), *(self.text(n, at) for n in (*some, -1))], "strong")
            for at in range(len(self.figures))
        )

    @property
    def two_heads(self) -> bool:
        """Whether each column has several measures, so that headings stand on two lines."""
        return bool(self.made.columns) and len(self.made.question.measures) > 1

    def heads(self, at: int) -> tuple[str, ...]:
        """The heading of a column of figures, on one line or two."""
        figure = self.figures[at]
        over = paper.over(self.made, figure.column)
        measure = _(MEASURES[figure.measure])
        if not self.made.columns:
            return (measure,)
        return (over, measure) if self.two_heads else (over,)

    def line(self, number: int) -> Line:
        """A line by number; behind the last, and -1, is the total."""
        return self.lines[number] if 0 <= number < len(self.lines) else self.total

    def labels(self, number: int) -> tuple[str, ...]:
        """What stands at the left of a line."""
        return paper.labels(self.made, self.line(number))

    def is_strong(self, number: int) -> bool:
        """Whether a line is a subtotal or the total."""
        return len(self.line(number).key) < len(self.made.rows)

    def text(self, number: int, at: int) -> str:
        """The figure of a line in a column."""
        held = self._shown.get((number, at))
        if held is None:
            figure = self.figures[at]
            cell = self.line(number).cells.get(figure.column)
            value = cell.value(figure.measure) if cell else None
            held = values.shown(value, self._kinds[figure.measure], self.made.currency)
            self._shown[number, at] = held
        return held

    def spoken(self, number: int, at: int) -> str:
        """A cell as a sentence for a screen reader."""
        labels = [label for label in self.labels(number) if label]
        return ", ".join((*labels, *self.heads(at), self.text(number, at)))


def _wide(texts: list[str], role: str) -> int:
    longest = sorted(set(texts), key=len)[-12:]  # measuring costs more than counting letters
    wide = max(paint.width(text, role) for text in longest) + theme.m(_PAD)
    return round(min(max(wide, theme.m(_LEAST)), theme.m(_MOST)))
