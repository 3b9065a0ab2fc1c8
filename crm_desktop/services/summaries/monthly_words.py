"""What the month's figures say in sentences, each of them true, and what to do about it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from crm_desktop.core import formats, i18n, money
from crm_desktop.core.i18n import _, ngettext, pgettext
from crm_desktop.services.figures import sales_figures
from crm_desktop.services.figures.supplies import SupplyOutlook
from crm_desktop.services.summaries.lapsed import Move, Suggestion
from crm_desktop.services.summaries.monthly import MonthlyFigures

SHOWN = 5
"""Lapsed customers on the first page, which the to-do points to."""


def summary(figures: MonthlyFigures) -> tuple[str, ...]:
    """The month in up to three sentences: sales, who bought, what to watch."""
    if figures.empty:
        month = formats.month_name(figures.period.first)
        return (_("No sales are recorded in {month}.").format(month=month), _watch(figures))
    return tuple(part for part in (_sales(figures), _buyers(figures), _watch(figures)) if part)


def _sales(figures: MonthlyFigures) -> str:
    period, amount = figures.period, figures.now.sales.amount_minor
    words = {
        "month": formats.month_name(period.first),
        "day": formats.day_month(period.last),
        "amount": formats.money_whole(amount, figures.currency),
    }
    if figures.complete:
        start = _("{month} sales were {amount}").format(**words)
    else:
        start = _("{month} sales up to {day} were {amount}").format(**words)
    return start + _compared(figures) + _ranked(figures) + pgettext("report", ".")


def _compared(figures: MonthlyFigures) -> str:
    """``, up 8% on April``; empty when there is nothing to compare with."""
    if figures.month_ago is None or figures.month_ago.sales.amount_minor <= 0:
        return ""
    before = figures.month_ago.sales.amount_minor
    change = money.divide_half_up((figures.now.sales.amount_minor - before) * 100, before)
    month = formats.month_name(figures.month_ago.period.first)
    if not figures.complete:
        month = _("the same days of {month}").format(month=month)
    if change > 0:
        text = _(", up {change}% on {month}")
    elif change < 0:
        text = _(", down {change}% on {month}")
    else:
        text = _(", level with {month}")
    return text.format(change=formats.integer(abs(change)), month=month)


def _ranked(figures: MonthlyFigures) -> str:
    """Best or weakest of twelve whole months that all have sales; empty otherwise."""
    *others, this = (month.total_minor for month in figures.months)
    if not figures.complete or min(*others, this) <= 0:
        return ""
    if this > max(others):
        return _(" and the best month in a year")
    if this < min(others):
        return _(" and the weakest month in a year")
    return ""


def _buyers(figures: MonthlyFigures) -> str:
    month, count = figures.months[-1], figures.now.sales.new_customers
    new = (
        ngettext("{count} customer was new", "{count} customers were new", count).format(
            count=formats.integer(count)
        )
        if count
        else _("no customer was new")
    )
    if month.total_minor <= 0 or min(month.returning_minor, month.walk_in_minor) < 0:
        return _("In {month}, {new}.").format(
            month=formats.month_name(figures.period.first), new=new
        )
    shares = {
        "returning": _share(month.returning_minor, month.total_minor),
        "walk_ins": _share(month.walk_in_minor, month.total_minor),
        "new": new,
    }
    if month.walk_in_minor:
        text = _("Returning customers brought {returning}, walk-ins {walk_ins}; {new}.")
    else:
        text = _("Returning customers brought {returning}; {new}.")
    return text.format(**shares)


def _share(part: int, whole: int) -> str:
    return formats.percent(money.divide_half_up(part * 10_000, whole))


def _watch(figures: MonthlyFigures) -> str:
    lapsed, late = figures.lapsed.count, len(figures.owed.late)
    away = ngettext(
        "{count} regular is past the usual buying interval",
        "{count} regulars are past their usual buying interval",
        lapsed,
    ).format(count=formats.integer(lapsed))
    unpaid = ngettext("{count} payment is late", "{count} payments are late", late).format(
        count=formats.integer(late)
    )
    if lapsed and late:
        return _("Watch: {away}, and {unpaid}.").format(away=away, unpaid=unpaid)
    if lapsed or late:
        return _("Watch: {what}.").format(what=away if lapsed else unpaid)
    return _("No regular is overdue and no payment is late.")


@dataclass(frozen=True, slots=True)
class NextThings:
    """A heading that counts them, and up to three things to do first."""

    title: str
    sentences: tuple[str, ...]


def next_things(figures: MonthlyFigures) -> NextThings:
    """What to do first in the month after: at most three things, none when nothing calls."""
    first = sales_figures.next_month(figures.period.first)
    month = formats.month_name(first)
    candidates = (
        _contact_lapsed(figures),
        _collect(figures),
        _remind(figures, month),
        _call_new(figures),
        _payments_due(figures, first),
    )
    sentences = tuple(text for text in candidates if text)[:3]
    titles = {
        1: _("One thing for {month}"),
        2: _("Two things for {month}"),
        3: _("Three things for {month}"),
    }
    title = titles[len(sentences)].format(month=month) if sentences else ""
    return NextThings(title, sentences)


def _contact_lapsed(figures: MonthlyFigures) -> str:
    count = figures.lapsed.count
    if not count:
        return ""
    shown = figures.lapsed.customers[:SHOWN]
    spent = sum(customer.spent_minor for customer in shown)
    words = {
        "count": formats.integer(count),
        "shown": len(shown),
        "amount": formats.money_whole(spent, figures.currency),
    }
    if count > len(shown):
        text = _(
            "Contact the {count} lapsed regulars, starting with the {shown} above "
            "({amount} lifetime spend)."
        )
    else:
        text = ngettext(
            "Contact the lapsed regular above ({amount} lifetime spend).",
            "Contact the {count} lapsed regulars above ({amount} lifetime spend).",
            count,
        )
    return text.format(**words)


def _collect(figures: MonthlyFigures) -> str:
    """Whom to collect from: the two who owe most of what is late."""
    owed: dict[int | None, int] = {}
    names: dict[int | None, str] = {}
    for sale in figures.owed.late:
        owed[sale.contact_id] = owed.get(sale.contact_id, 0) + sale.open_minor
        names[sale.contact_id] = sale.name or _("walk-ins")
    if not owed:
        return ""
    first, *others = sorted(owed, key=lambda contact: -owed[contact])
    words = {
        "amount": formats.money_whole(owed[first], figures.currency),
        "name": names[first],
        "more": formats.integer(len(others) - 1),
    }
    if not others:
        return _("Collect {amount} from {name}.").format(**words)
    words["second_amount"] = formats.money_whole(owed[others[0]], figures.currency)
    words["second"] = names[others[0]]
    if len(others) == 1:
        text = _("Collect {amount} from {name} and {second_amount} from {second}.")
    else:
        text = ngettext(
            "Collect {amount} from {name} and {second_amount} from {second}; "
            "{more} more customer is late.",
            "Collect {amount} from {name} and {second_amount} from {second}; "
            "{more} more customers are late.",
            len(others) - 1,
        )
    return text.format(**words)


def _remind(figures: MonthlyFigures, month: str) -> str:
    supplies = figures.supplies
    if not supplies.customers:
        return ""
    text = ngettext(
        "{count} customer runs out of supplies in {month} (about {amount}). "
        "Stock {goods} before sending the reminder.",
        "{count} customers run out of supplies in {month} (about {amount}). "
        "Stock {goods} before sending reminders.",
        supplies.customers,
    )
    return text.format(
        count=formats.integer(supplies.customers),
        month=month,
        amount=formats.money_whole(supplies.amount_minor, figures.currency),
        goods=_goods(supplies),
    )


def _goods(supplies: SupplyOutlook) -> str:
    """``26 支 RO 膜``, ``8 支活性炭滤芯``: Chinese takes no space before Chinese."""
    quantity = f"{formats.quantity(supplies.quantity_milli)} {supplies.unit}".strip()
    chinese = i18n.language() == "zh_CN" and not supplies.product[:1].isascii()
    return f"{quantity}{'' if chinese and supplies.unit else ' '}{supplies.product}"


def _call_new(figures: MonthlyFigures) -> str:
    count = figures.now.sales.new_customers
    if not count:
        return ""
    text = ngettext(
        "Call the {count} new customer of {month}: the second purchase decides.",
        "Call the {count} new customers of {month}: the second purchase decides.",
        count,
    )
    month = formats.month_name(figures.period.first)
    return text.format(count=formats.integer(count), month=month)


def _payments_due(figures: MonthlyFigures, first: dt.date) -> str:
    coming = sales_figures.month_of(first)
    due = [s for s in figures.owed.open_sales if coming.first <= s.due_on <= coming.last]
    if not due:
        return ""
    amount = formats.money_whole(sum(sale.open_minor for sale in due), figures.currency)
    text = ngettext(
        "{count} payment of {amount} falls due in {month}.",
        "{count} payments of {amount} in all fall due in {month}.",
        len(due),
    )
    month = formats.month_name(first)
    return text.format(count=formats.integer(len(due)), amount=amount, month=month)


def suggestion(given: Suggestion, currency: str, today: dt.date) -> str:
    """What to do about a lapsed customer, with the reason, seen from ``today``."""
    words = {
        "product": given.product,
        "days": formats.integer(given.days),
        "amount": formats.money_whole(given.amount_minor, currency),
        "day": _day(given.bought_on, today) if given.bought_on else "",
    }
    if given.move is Move.SETTLE:
        text = _("settle {amount} first, {days} days late")
    elif given.move is Move.REPLACE:
        text = _("{product} is due: bought {day}, lasts {days} days")
    elif given.move is Move.CALL:
        text = _("call and ask how they are doing; last bought: {product}")
        text = text if given.product else _("call and ask how they are doing")
    else:
        text = _("send a message; last bought: {product}")
        text = text if given.product else _("send a message and say hello")
    return text.format(**words)


def _day(day: dt.date, today: dt.date) -> str:
    return formats.day_month(day) if day.year == today.year else formats.date_long(day)
