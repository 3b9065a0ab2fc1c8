"""The monthly customer report: the month on one page, the full lists behind it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from crm_desktop.core import clock, formats
from crm_desktop.core.i18n import _, ngettext, pgettext
from crm_desktop.core.jobs import Progress, no_progress
from crm_desktop.reports import charts, letterhead, monthly_tables, values
from crm_desktop.reports.catalogue import ReportOptions
from crm_desktop.reports.document import (
    AgeBar,
    Block,
    Kind,
    Kpi,
    Kpis,
    Note,
    Numbered,
    RankedBars,
    Report,
    Section,
    Shop,
    SideBySide,
    StackedMonths,
    Summary,
)
from crm_desktop.services.settings import settings
from crm_desktop.services.summaries import monthly_words
from crm_desktop.services.summaries.monthly import MonthlyFigures, Snapshot, monthly_figures

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

_USUAL = ("summary", "figures", "months", "top", "lapsed", "owed", "next", "lists")
_TYPES = 6  # bars by customer type; smaller ones are added up
_OPEN_SALES = 5  # on the first page


def build(session: Session, options: ReportOptions, progress: Progress = no_progress) -> Report:
    """The document for the month in ``options``, in the language in force."""
    figures = monthly_figures(session, options.month, clock.today(), progress)
    prepared_by = options.prepared_by or settings.get(session, settings.OWNER_NAME)
    return document(figures, letterhead.shop(session), prepared_by, options)


def document(
    figures: MonthlyFigures, shop: Shop, prepared_by: str, options: ReportOptions
) -> Report:
    """``figures`` as a report from ``shop``."""
    wanted = options.sections or _USUAL
    annex = monthly_tables.annex(figures) if "lists" in wanted else ()
    pages = (_first_page(figures, wanted), annex)
    return Report(
        key="monthly",
        title=_("Monthly customer report"),
        period=formats.month_year(figures.period.first),
        shop=shop,
        footer=_footer(figures, prepared_by),
        language=options.language,
        currency=figures.currency,
        pages=tuple(page for page in pages if page),
    )


def _joined(*parts: str) -> str:
    return "·".join(part for part in parts if part)


def _footer(figures: MonthlyFigures, prepared_by: str) -> str:
    now = clock.now()
    parts = [
        _("Period {first} to {last}").format(
            first=formats.date_long(figures.period.first),
            last=formats.date_long(figures.period.last),
        ),
        _("printed {day} {time}").format(
            day=formats.date_long(now.astimezone().date()), time=formats.time_of_day(now)
        ),
    ]
    if prepared_by:
        parts.append(_("prepared by {name}").format(name=prepared_by))
    return "·".join(parts)


def _first_page(figures: MonthlyFigures, wanted: tuple[str, ...]) -> tuple[Block, ...]:
    if figures.empty:
        return _empty_page(figures)
    makers: dict[str, Callable[[MonthlyFigures], Block | None]] = {
        "summary": lambda f: Summary(monthly_words.summary(f)),
        "figures": _key_figures,
        "months": _charts,
        "top": _top,
        "lapsed": _lapsed,
        "owed": _owed,
        "next": _next,
    }
    blocks: list[Block] = []
    keys = [key for key in wanted if key in makers]
    while keys:
        key = keys.pop(0)
        block = makers[key](figures)
        beside = makers[keys[0]](figures) if key == "top" and keys[:1] == ["lapsed"] else None
        if block and beside:
            keys.pop(0)
            block = SideBySide((block,), (beside,), share=0.52, gap=22)
        if block:
            blocks.append(block)
    return tuple(blocks)


def _empty_page(figures: MonthlyFigures) -> tuple[Block, ...]:
    """A month without sales says so and what to do; what is owed is still true."""
    nothing, watch = monthly_words.summary(figures)
    advice = _("Record the month's sales or import them, then make this report again.")
    page = (Summary((nothing, advice, watch)), _lapsed(figures), _owed(figures))
    return tuple(block for block in page if block)


def _key_figures(figures: MonthlyFigures) -> Kpis:
    now, before, last_year = figures.now, figures.month_ago, figures.year_ago

    def kpi(label: str, kind: Kind, figure: Callable[[Snapshot], int | None], compare: str) -> Kpi:
        month_ago = figure(before) if before else None
        year_ago = figure(last_year) if last_year else None
        return Kpi(label, figure(now), kind, month_ago, year_ago, compare)

    return Kpis(
        (
            kpi(pgettext("report", "Sales"), Kind.MONEY, lambda s: s.sales.amount_minor, "percent"),
            kpi(_("Orders"), Kind.INTEGER, lambda s: s.sales.orders, "difference"),
            kpi(_("Average order"), Kind.MONEY, lambda s: s.sales.average_ticket_minor, "percent"),
            kpi(_("New customers"), Kind.INTEGER, lambda s: s.sales.new_customers, "difference"),
            kpi(_("Repeat rate"), Kind.PERCENT, lambda s: s.repurchase_bp, "points"),
        ),
        sheet=_("Key figures"),
    )


def _charts(figures: MonthlyFigures) -> Block:
    months = _months(figures)
    unit = charts.unit_of(months, figures.currency)
    left = Section(_("Sales by month"), unit.label, (months,))
    if not figures.types:
        return left
    right = Section(_("By customer type"), _month_and_currency(figures), (_types(figures),))
    return SideBySide((left,), (right,), share=0.615, gap=25)


def _months(figures: MonthlyFigures) -> StackedMonths:
    walk_ins = any(month.walk_in_minor for month in figures.months)
    return StackedMonths(
        months=tuple(month.month for month in figures.months),
        lower=tuple(month.returning_minor for month in figures.months),
        upper=tuple(month.new_minor + month.walk_in_minor for month in figures.months),
        marks=figures.last_year,
        lower_name=pgettext("report", "Returning"),
        upper_name=_("New, walk-in") if walk_ins else pgettext("report", "New"),
        marks_name=_("Last year"),
        sheet=_("12 months"),
    )


def _types(figures: MonthlyFigures) -> RankedBars:
    """The largest types; the smaller ones, and one the shop calls so, last as "Other"."""
    other = pgettext("report", "Other")
    found = [(_type_name(part.name, part.walk_in), part.amount_minor) for part in figures.types]
    named = [pair for pair in found if pair[0] != other]
    if len(named) < len(found) or len(found) > _TYPES:
        named = named[: _TYPES - 1]
    rest = sum(amount for _name, amount in found) - sum(amount for _name, amount in named)
    if len(named) < len(found):
        named.append((other, rest))
    return RankedBars(
        labels=tuple(name for name, _amount in named),
        amounts=tuple(amount for _name, amount in named),
        label_title=_("Customer type"),
        amount_title=pgettext("report", "Sales"),
        sheet=_("By customer type"),
    )


def _type_name(name: str, walk_in: bool) -> str:
    return pgettext("report", "Walk-in") if walk_in else name or _("No type")


def _month_and_currency(figures: MonthlyFigures) -> str:
    month = formats.month_name(figures.period.first)
    return f"{month}·{values.currency_word(figures.currency)}"


def _top(figures: MonthlyFigures) -> Block | None:
    if not figures.top:
        return None
    return Section(_("Top customers"), _month_and_currency(figures), (monthly_tables.top(figures),))


def _lapsed(figures: MonthlyFigures) -> Block | None:
    lapsed = figures.lapsed
    if not lapsed.count:
        return None
    shown = lapsed.customers[: monthly_words.SHOWN]
    more = lapsed.count - len(shown)
    remark = _("{count}, the {shown} biggest shown") if more else "{count}"
    notes: tuple[Block, ...] = ()
    if more:
        text = ngettext("{count} more in the annex", "{count} more in the annex", more)
        notes = (Note(text.format(count=formats.integer(more))),)
    return Section(
        _("Regulars who have lapsed"),
        remark.format(count=formats.integer(lapsed.count), shown=len(shown)),
        (monthly_tables.lapsed(figures, shown, on_first_page=True), *notes),
    )


def _owed(figures: MonthlyFigures) -> Block | None:
    owed = figures.owed
    if not owed.total_minor:
        return None
    remark = _("{amount} on {day}").format(
        amount=values.money_text(owed.total_minor, figures.currency),
        day=formats.day_month(owed.day),
    )
    shown = owed.open_sales[:_OPEN_SALES]
    bar = AgeBar(
        labels=values.ages(),
        amounts=owed.ages,
        label_title=pgettext("report", "Age"),
        amount_title=pgettext("report", "Owed"),
        sheet=_("Receivables by age"),
    )
    table = monthly_tables.open_sales(figures, shown, on_first_page=True)
    return Section(_("Receivables"), remark, (SideBySide((bar,), (table,), share=0.448, gap=30),))


def _next(figures: MonthlyFigures) -> Block | None:
    things = monthly_words.next_things(figures)
    if not things.sentences:
        return None
    return Section(things.title, "", (Numbered(things.sentences),))
