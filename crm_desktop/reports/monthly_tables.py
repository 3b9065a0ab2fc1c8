"""The tables of the monthly report: extracts for the first page and the annex's full lists."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from crm_desktop.core import formats
from crm_desktop.core.i18n import _, ngettext, pgettext
from crm_desktop.reports import values
from crm_desktop.reports.document import (
    Block,
    Column,
    Kind,
    Note,
    Row,
    Section,
    Styled,
    Table,
    Tone,
    Value,
)
from crm_desktop.services.figures.sales_figures import TopCustomer
from crm_desktop.services.payments.receivables import OpenSale
from crm_desktop.services.summaries import monthly_words
from crm_desktop.services.summaries.field_figures import FieldFigures
from crm_desktop.services.summaries.lapsed import LapsedCustomer
from crm_desktop.services.summaries.monthly import MonthlyFigures

_STRONG_ROWS = 3  # the first customers of the month stand out
_VERY_LATE = 30  # days from which lateness is told in red
_LISTED = 200  # open sales on paper; Excel has them all the same


def top(figures: MonthlyFigures) -> Table:
    """The customers who bought most."""
    month_ago = figures.month_ago
    earlier = formats.month_name(month_ago.period.first) if month_ago else _("last month")
    columns = (
        Column("", share=0.26, tone=Tone.QUIET),
        Column(_("Customer"), share=2.3),
        Column(formats.month_name(figures.period.first), Kind.MONEY),
        Column(pgettext("report", "Lifetime"), Kind.MONEY, tone=Tone.QUIET),
        Column(_("vs {month}").format(month=earlier), Kind.CHANGE, tone=Tone.QUIET),
    )
    rows = tuple(_top_row(place, customer) for place, customer in enumerate(figures.top))
    return Table(columns, rows, sheet=_("Top customers"))


def _top_row(place: int, customer: TopCustomer) -> Row:
    strong = place < _STRONG_ROWS
    return Row(
        (
            str(place + 1),
            Styled(customer.name, strong=strong),
            Styled(customer.amount_minor, strong=strong),
            customer.lifetime_minor,
            _change(customer),
        )
    )


def _change(customer: TopCustomer) -> Value | Styled:
    if customer.is_new:
        return Styled(None, text=pgettext("report", "New"))
    change = values.change_bp(customer.amount_minor, customer.earlier_minor)
    if change is None:
        return None
    return Styled(change, tone=Tone.BAD if change < 0 else Tone.PLAIN)


def lapsed(
    figures: MonthlyFigures, customers: Sequence[LapsedCustomer], *, on_first_page: bool
) -> Table:
    """Customers past their usual interval, each with a suggestion."""
    columns = [
        Column(_("Customer"), share=2.1, strong=True),
        Column(pgettext("report", "Last sale"), Kind.DATE, tone=Tone.QUIET),
        Column(_("Usual gap"), Kind.DAYS, tone=Tone.QUIET),
        Column(_("Past by"), Kind.DAYS, strong=True),
    ]
    if not on_first_page:
        columns[3:3] = [
            Column(pgettext("report", "Purchases"), Kind.INTEGER, tone=Tone.QUIET),
            Column(pgettext("report", "Lifetime"), Kind.MONEY, tone=Tone.QUIET),
        ]
    return Table(
        tuple(columns),
        tuple(_lapsed_row(figures, customer, on_first_page) for customer in customers),
        sheet="" if on_first_page else _("Lapsed regulars"),
        detail_title=_("Suggestion"),
    )


def _lapsed_row(figures: MonthlyFigures, customer: LapsedCustomer, on_first_page: bool) -> Row:
    past = customer.days_past
    more: tuple[Value, ...] = (customer.purchases, customer.spent_minor)
    return Row(
        (
            customer.name,
            _day(customer.last_on, figures.period.last),
            customer.usual_days,
            *(() if on_first_page else more),
            Styled(past, tone=Tone.BAD if past > customer.usual_days else Tone.PLAIN),
        ),
        detail=_("Do: {what}").format(
            what=monthly_words.suggestion(
                customer.suggestion, figures.currency, figures.period.last
            )
        ),
    )


def open_sales(figures: MonthlyFigures, sales: Sequence[OpenSale], *, on_first_page: bool) -> Table:
    """Unpaid sales, latest first."""
    columns = [
        Column(_("Customer"), share=1.8),
        Column(pgettext("report", "Sale"), share=1.0, tone=Tone.QUIET),
        Column(pgettext("report", "Due"), share=1.15),
        Column(pgettext("report", "Owed"), Kind.MONEY, strong=True),
    ]
    if not on_first_page:
        columns[2:3] = [
            Column(_("Sold on"), Kind.DATE, tone=Tone.QUIET),
            Column(_("Due on"), Kind.DATE, tone=Tone.QUIET),
            Column(_("Days late"), Kind.DAYS),
        ]
    return Table(
        tuple(columns),
        tuple(_open_row(figures, sale, on_first_page) for sale in sales),
        sheet="" if on_first_page else _("Open sales"),
        header=not on_first_page,
    )


def _open_row(figures: MonthlyFigures, sale: OpenSale, on_first_page: bool) -> Row:
    late, today = sale.days_late, figures.period.last
    tone = Tone.BAD if late > _VERY_LATE else Tone.WARNING if late > 0 else Tone.QUIET
    if late > 0:
        words = ngettext("{days} day late", "{days} days late", late)
        due = words.format(days=formats.integer(late))
    else:
        due = _("due {day}").format(day=formats.day_month(sale.due_on))
    middle: tuple[Value | Styled, ...] = (Styled(due, tone=tone, strong=late > 0),)
    if not on_first_page:
        days = Styled(late, tone=tone, strong=True) if late > 0 else None
        middle = (_day(sale.sold_on, today), _day(sale.due_on, today), days)
    return Row((sale.name or pgettext("report", "Walk-in"), sale.number, *middle, sale.open_minor))


def _day(day: dt.date, today: dt.date) -> Styled:
    """A date with its year when that is not the report's."""
    return Styled(day, text="" if day.year == today.year else formats.date_long(day))


def annex(figures: MonthlyFigures) -> tuple[Block, ...]:
    """The full lists, and what every figure means."""
    blocks: list[Block] = []
    if figures.lapsed.count:
        blocks.append(_lapsed_list(figures))
    if figures.owed.open_sales:
        blocks.append(_open_list(figures))
    blocks += [_field_list(one) for one in figures.own_fields]
    if blocks or not figures.empty:
        blocks.append(Section(_("How these figures are worked out"), "", _definitions(figures)))
    return tuple(blocks)


def _lapsed_list(figures: MonthlyFigures) -> Section:
    shown = figures.lapsed.customers
    return Section(
        _("Annex: regulars who have lapsed"),
        values.listed(figures.lapsed.count, len(shown)),
        (lapsed(figures, shown, on_first_page=False),),
    )


def _field_list(field: FieldFigures) -> Section:
    """The month by the values of one field of the shop's own."""
    columns = (
        Column(field.label, share=2.4),
        Column(_("Customers"), Kind.INTEGER),
        Column(pgettext("report", "Bought"), Kind.INTEGER),
        Column(pgettext("report", "Sales"), Kind.MONEY),
    )
    rows = tuple(
        Row((one.value, one.customers, one.buyers, one.amount_minor)) for one in field.values
    )
    title = _("Annex: by {field}").format(field=field.label)
    return Section(title, "", (Table(columns, rows, sheet=field.label),))


def _open_list(figures: MonthlyFigures) -> Section:
    sales = figures.owed.open_sales
    return Section(
        _("Annex: open sales"),
        values.listed(len(sales), min(len(sales), _LISTED)),
        (open_sales(figures, sales[:_LISTED], on_first_page=False),),
    )


def _definitions(figures: MonthlyFigures) -> tuple[Note, ...]:
    texts = [
        _(
            "Sales: confirmed sales less returns. Walk-ins count in amounts and orders, "
            "not as customers. Average order: sales divided by orders."
        ),
        _("New customers: their first recorded purchase lies in the period."),
        _(
            "Repeat rate: of the customers who bought in the 12 months to the end of the "
            "period, the share who bought on two or more different days."
        ),
        _(
            "Lapsed: bought on at least 3 days, and silent for longer than the median gap "
            "between their purchases; after a year and three such gaps they count as lost."
        ),
        _(
            "Receivables: unpaid at the end of the period. Without a due day, a sale is due "
            "after the customer's or the shop's days to pay."
        ),
    ]
    if not figures.complete:
        texts.append(
            _("The month is not over: it is compared with the same days of earlier months.")
        )
    texts.extend(_remarks(figures))
    return tuple(Note(text) for text in texts)


def _remarks(figures: MonthlyFigures) -> list[str]:
    """What a reader has to know about these figures in particular."""
    found = []
    if figures.owed.returns_minor:
        amount = values.money_text(figures.owed.returns_minor, figures.currency)
        found.append(
            _("Returns of {amount} are not paid out yet; the total does not deduct them.").format(
                amount=amount
            )
        )
    if figures.other_currency_sales:
        count = figures.other_currency_sales
        text = ngettext(
            "{count} sale in another currency is in none of these figures.",
            "{count} sales in other currencies are in none of these figures.",
            count,
        )
        found.append(text.format(count=formats.integer(count)))
    return found
