"""Satisfaction: the marks of a month, who gave the low ones and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crm_desktop.core import clock, formats, money
from crm_desktop.core.i18n import _, ngettext, pgettext
from crm_desktop.core.jobs import Progress, no_progress
from crm_desktop.reports import catalogue, letterhead
from crm_desktop.reports.document import (
    Block,
    Column,
    Kind,
    Note,
    Report,
    Row,
    Section,
    SideBySide,
    Styled,
    Summary,
    Table,
    Tone,
)
from crm_desktop.services.figures import satisfaction
from crm_desktop.services.figures.sales_figures import month_of
from crm_desktop.services.figures.satisfaction import Satisfaction

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from crm_desktop.reports.catalogue import ReportOptions


def build(session: Session, options: ReportOptions, _progress: Progress = no_progress) -> Report:
    """The document for the month in ``options``, up to today, in the language in force."""
    month = month_of(options.month)
    last = max(month.first, min(month.last, clock.today()))
    made = satisfaction.satisfaction(session, month.first, last)
    name = formats.month_year(month.first)
    kind = catalogue.find("satisfaction")
    return letterhead.report(session, options, kind, name, (_blocks(made, name),))


def _blocks(made: Satisfaction, month: str) -> tuple[Block, ...]:
    if not (made.received or made.solved or made.marks or made.questions):
        none = _("Nobody asked for service and nobody gave marks in {month}.").format(month=month)
        return (Summary((none,)),)
    blocks: list[Block] = [Summary(_sentences(made, month))]
    if made.marks:
        left = Section(_("Marks"), "", (_marks(made),))
        right = Section(_("By who looked after it"), "", (_people(made),))
        blocks.append(SideBySide((left,), (right,)))
    if made.low:
        blocks.append(Section(_("Low marks"), formats.integer(len(made.low)), (_low(made),)))
    if made.questions:
        blocks.append(Section(_("Questionnaires"), "", (_questions(made),)))
    blocks.append(Note(_("Marks go from 5, very content, to 1.")))
    return tuple(blocks)


def _mark(hundredths: int | None) -> str:
    """``4.3``: an average mark."""
    if hundredths is None:
        return "—"
    whole, rest = divmod(money.divide_half_up(hundredths, 10), 10)
    return f"{whole}.{rest}"


def _average(hundredths: int | None) -> Styled:
    """An average mark: to one digit on paper, whole in a sheet."""
    return Styled(None if hundredths is None else hundredths * 10, text=_mark(hundredths))


def _sentences(made: Satisfaction, month: str) -> tuple[str, ...]:
    words = ngettext(
        "{n} request came in {month}, {solved} solved, {open} open today.",
        "{n} requests came in {month}, {solved} solved, {open} open today.",
        made.received,
    )
    said = [
        words.format(
            n=formats.integer(made.received),
            month=month,
            solved=formats.integer(made.solved),
            open=formats.integer(made.open),
        )
    ]
    if made.average is not None:
        number = made.marks.total()
        words = ngettext(
            "{n} mark was given, {average} on average.",
            "{n} marks were given, {average} on average.",
            number,
        )
        said.append(words.format(n=formats.integer(number), average=_mark(made.average)))
        best = made.marks[satisfaction.MARKS[0]]
        share = formats.percent(money.divide_half_up(best * 10_000, number))
        words = ngettext(
            "{n} was a 5, the best: {share}.", "{n} were a 5, the best: {share}.", best
        )
        said.append(words.format(n=formats.integer(best), share=share))
        if made.before is not None:
            words = _("In as many days before, the average was {average}.")
            said.append(words.format(average=_mark(made.before)))
    if made.answer_hours is not None:
        words = ngettext(
            "Half of all were answered within {n} hour.",
            "Half of all were answered within {n} hours.",
            made.answer_hours,
        )
        said.append(words.format(n=formats.integer(made.answer_hours)))
    return tuple(said)


def _marks(made: Satisfaction) -> Table:
    number = made.marks.total()
    columns = (
        Column(pgettext("satisfaction", "Mark"), share=1.0, strong=True),
        Column(pgettext("satisfaction", "Times"), Kind.INTEGER),
        Column(_("Share"), Kind.PERCENT),
    )
    rows = tuple(
        Row((str(mark), made.marks[mark], money.divide_half_up(made.marks[mark] * 10_000, number)))
        for mark in satisfaction.MARKS
    )
    return Table(columns, rows, sheet=_("Marks"))


def _people(made: Satisfaction) -> Table:
    columns = (
        Column(_("Name"), share=1.6, strong=True),
        Column(_("Marks"), Kind.INTEGER),
        Column(_("Average"), Kind.QUANTITY),
    )
    rows = tuple(
        Row((name or _("Nobody named"), number, _average(average)))
        for name, number, average in made.by_person
    )
    return Table(columns, rows, sheet=_("By who looked after it"))


def _low(made: Satisfaction) -> Table:
    columns = (
        Column(_("Date"), Kind.DATE, share=0.9),
        Column(_("Customer"), share=1.6, strong=True),
        Column(pgettext("satisfaction", "About"), share=1.8),
        Column(pgettext("satisfaction", "Mark"), Kind.INTEGER, share=0.5),
        Column(pgettext("timeline", "Said"), share=2.2, tone=Tone.QUIET),
        Column(_("Owner"), share=1.0),
    )
    rows = tuple(
        Row(
            (
                letterhead.short_day(one.on),
                one.name,
                one.subject,
                Styled(one.mark, tone=Tone.BAD),
                one.said,
                one.person,
            )
        )
        for one in made.low
    )
    return Table(columns, rows, sheet=_("Low marks"))


def _questions(made: Satisfaction) -> Table:
    columns = (
        Column(pgettext("satisfaction", "Question"), share=4.0, strong=True),
        Column(_("Answers"), Kind.INTEGER),
        Column(_("Average"), Kind.QUANTITY),
    )
    rows = tuple(Row((one.question, one.answers, _average(one.average))) for one in made.questions)
    return Table(columns, rows, sheet=_("Questionnaires"))
