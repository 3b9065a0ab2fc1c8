"""A cross-tab as a document: one table, subtotals and the total in bold."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crm_desktop.core import formats, i18n, money
from crm_desktop.core.i18n import _, ngettext, pgettext
from crm_desktop.reports import letterhead
from crm_desktop.reports.document import (
    Block,
    Column,
    Kind,
    Note,
    Report,
    Row,
    Styled,
    Summary,
    Table,
)
from crm_desktop.reports.paper import MM, PageSetup
from crm_desktop.services.crosstab import crosstab, crosstab_totals
from crm_desktop.services.crosstab.crosstab import Crosstab, Line
from crm_desktop.services.crosstab.crosstab_totals import Key

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

KINDS = {
    "amount": Kind.MONEY_EXACT,
    "quantity": Kind.QUANTITY,
    "margin": Kind.MONEY_EXACT,
    "count": Kind.INTEGER,
    "customers": Kind.INTEGER,
    "average": Kind.MONEY_EXACT,
    "share": Kind.PERCENT,
    "growth": Kind.CHANGE,
}


_MOST_SAID = 8
_COLUMN = 25.0 * MM
"""Room that a column takes on paper, one of figures or of names."""


def build(
    session: Session, made: Crosstab, name: str = "", page: PageSetup | None = None
) -> Report:
    """The document of an answered cross-tab, in the language in force.

    On the paper of ``page`` columns that do not fit stand in a further table, the rows' names
    repeated; a roll has every column below the names.
    """
    period = made.question.period
    return Report(
        key="crosstab",
        title=name or _("Cross-tab"),
        period=formats.days_long(period.first, period.last),
        shop=letterhead.shop(session),
        footer=letterhead.printed(),
        language=i18n.language(),
        currency=made.currency,
        pages=_pages(made, page),
    )


def title(made: Crosstab, column: Key, measure: str) -> str:
    """The heading of one measure under one column; the empty column is the row's total."""
    name = _(crosstab.MEASURES[measure])
    if not made.columns:
        return name
    above = over(made, column)
    return above if len(made.question.measures) == 1 else f"{above} · {name}"


def over(made: Crosstab, column: Key) -> str:
    """The values a column stands for; the empty one is the row's total."""
    keys = zip(made.question.columns, column, strict=False)
    return " · ".join(made.shown(key, value) for key, value in keys) if column else _("Total")


def labels(made: Crosstab, line: Line) -> tuple[str, ...]:
    """What stands in the leading cells of a line: its values, then that it is a total."""
    keys = zip(made.question.rows, line.key, strict=False)
    names = [made.shown(key, value) for key, value in keys]
    if len(names) < len(made.rows):
        names.append(_("Subtotal") if names else _("Total"))
    return tuple(names + [""] * (len(made.rows) - len(names)))


def kind(made: Crosstab, measure: str) -> Kind:
    """How the figures of ``measure`` are written: amounts in whole units where none has a
    fraction."""
    found = KINDS[measure]
    unit = 10 ** money.exponent(made.currency)
    cells = (cell.value(measure) or 0 for line in made.lines for cell in line.cells.values())
    whole = found is Kind.MONEY_EXACT and all(value % unit == 0 for value in cells)
    return Kind.MONEY if whole else found


def remarks(made: Crosstab) -> tuple[str, ...]:
    """What a reader must know to read the figures rightly."""
    said = _filters(made)
    if made.left_out:
        words = ngettext(
            "{n} more row is not shown; the total counts it.",
            "{n} more rows are not shown; the total counts them.",
            made.left_out,
        )
        said.append(words.format(n=formats.integer(made.left_out)))
    if made.other_currencies:
        words = ngettext(
            "{n} sale in another currency is not among these.",
            "{n} sales in other currencies are not among these.",
            made.other_currencies,
        )
        said.append(words.format(n=formats.integer(made.other_currencies)))
    if made.question.by_lines:
        said.append(_("Amounts are those of the lines, before discounts on whole sales."))
    if "growth" in made.question.measures:
        before = crosstab_totals.year_before(made.question.period)
        days = formats.days_long(before.first, before.last)
        said.append(_("A year ago are the days {days}.").format(days=days))
    if "margin" in made.question.measures:
        said.append(_("The margin leaves out lines whose cost is not known."))
    if "tag" in (*made.question.rows, *made.question.columns):
        said.append(_("A customer with several tags stands under each, and once in the totals."))
    if "hour" in (*made.question.rows, *made.question.columns):
        said.append(_("The hour is when the sale was entered."))
    return tuple(said)


def _filters(made: Crosstab) -> list[str]:
    """Which sales were asked for, a sentence for each field."""
    chosen: dict[str, list[str]] = {}
    for key, value in made.question.filters:
        chosen.setdefault(key, []).append(made.shown(key, value))
    said = []
    for key, values in chosen.items():
        words = pgettext("list separator", ", ").join(values[:_MOST_SAID])
        if len(values) > _MOST_SAID:
            more = _("{n} more").format(n=formats.integer(len(values) - _MOST_SAID))
            words = pgettext("list separator", ", ").join((words, more))
        said.append(_("Only {field}: {values}.").format(field=made.labels[key], values=words))
    return said


def _pages(made: Crosstab, page: PageSetup | None) -> tuple[tuple[Block, ...], ...]:
    if len(made.lines) == 1:
        none = _("No sales are recorded that this asks for.")
        return ((Summary((none, _("Choose another period or fewer filters."))),),)
    across: tuple[Key, ...] = (*made.column_keys, ()) if made.columns else ((),)
    figures = [(key, one) for key in across for one in made.question.measures]
    size = _side_by_side(made, page) or len(figures)
    parts = [_table(made, figures[at : at + size]) for at in range(0, len(figures), size)]
    notes = tuple(Note(one) for one in remarks(made))
    return ((*parts, *notes),)


def _side_by_side(made: Crosstab, page: PageSetup | None) -> int:
    """How many columns of figures stand beside the names, 0 for all: the measures of a column
    together, where there is room for them."""
    if page is None or page.roll:
        return 0
    inner = page.size[0] - 2 * page.edge
    room, together = int(inner / _COLUMN) - len(made.rows), len(made.question.measures)
    return max(2, room - room % together if room >= together else room)


def _table(made: Crosstab, figures: list[tuple[Key, str]]) -> Table:
    columns = [Column(one.label, share=1.8) for one in made.rows]
    kinds = {one: kind(made, one) for one in made.question.measures}
    columns += [Column(title(made, key, one), kinds[one]) for key, one in figures]
    rows = []
    for line in made.lines:
        strong = len(line.key) < len(made.rows)
        values = (line.cells[key].value(one) if key in line.cells else None for key, one in figures)
        cells = (*labels(made, line), *values)
        rows.append(Row(tuple(Styled(one, strong=strong) for one in cells)))
    return Table(tuple(columns), tuple(rows), sheet=_("Cross-tab"))


def data(made: Crosstab) -> Table:
    """The innermost cells one below the other, without totals: what a pivot table is made from."""
    kinds = {one: kind(made, one) for one in made.question.measures}
    columns = [Column(one.label) for one in (*made.rows, *made.columns)]
    columns += [Column(_(crosstab.MEASURES[one]), kinds[one]) for one in kinds]
    across = made.column_keys if made.columns else ((),)
    rows = []
    for line in made.lines:
        if len(line.key) == len(made.rows):
            for key in across:
                if (cell := line.cells.get(key)) is not None:
                    beside = zip(made.question.columns, key, strict=True)
                    names = (made.shown(one, value) for one, value in beside)
                    figures = (cell.value(one) for one in kinds)
                    rows.append(Row((*labels(made, line), *names, *figures)))
    return Table(tuple(columns), tuple(rows), sheet=_("Data"))
