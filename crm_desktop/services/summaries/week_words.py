"""What a week was like, in sentences that are true, and three things to do."""

from __future__ import annotations

from dataclasses import dataclass

from crm_desktop.core import formats, money
from crm_desktop.core.i18n import _, ngettext
from crm_desktop.services.summaries.week import Week, WeekFigures

_MOST = 3


@dataclass(frozen=True, slots=True)
class ToDo:
    """A heading over sentences."""

    title: str
    sentences: tuple[str, ...]


def summary(week: Week) -> tuple[str, ...]:
    """Sales and what they compare with, money in and owed, customers come and falling."""
    now = week.now
    amount = formats.money_whole(now.sales.amount_minor, week.currency)
    orders = now.sales.orders
    words = ngettext("{n} order brought {amount}.", "{n} orders brought {amount}.", orders)
    said = [
        words.format(n=formats.integer(orders), amount=amount) if orders else _nothing(week),
        _compared(week),
        _money(week),
        _customers(week),
        _falling(week),
    ]
    return tuple(sentence for sentence in said if sentence)


def _nothing(week: Week) -> str:
    """A week without an order may have returns."""
    back = -week.now.sales.amount_minor
    if not back:
        return _("Nothing was sold.")
    amount = formats.money_exact(back, week.currency)
    return _("Nothing was sold; returns come to {amount}.").format(amount=amount)


def _compared(week: Week) -> str:
    now = week.now.sales.amount_minor
    parts = [
        _change(now, week.week_ago, _("the week before")),
        _change(now, week.year_ago, _("the same week a year ago")),
    ]
    told = _(" and ").join(part for part in parts if part)
    return _("That is {parts}.").format(parts=told) if told else ""


def _change(now: int, then: WeekFigures | None, when: str) -> str:
    if then is None or then.sales.amount_minor <= 0:
        return ""
    before = then.sales.amount_minor
    percent = money.divide_half_up((now - before) * 100, before)
    if not percent:
        return _("as much as in {when}").format(when=when)
    words = _("{n}% more than in {when}") if percent > 0 else _("{n}% less than in {when}")
    return words.format(n=formats.integer(abs(percent)), when=when)


def _money(week: Week) -> str:
    received = formats.money_whole(week.now.received_minor, week.currency)
    owed = formats.money_whole(week.owed.total_minor, week.currency)
    late = sum(sale.open_minor for sale in week.owed.late)
    if late:
        words = _("{received} came in, {owed} is owed to us, {late} of it past due.")
        return words.format(
            received=received, owed=owed, late=formats.money_whole(late, week.currency)
        )
    return _("{received} came in, {owed} is owed to us.").format(received=received, owed=owed)


def _customers(week: Week) -> str:
    new = len(week.new)
    if not new:
        return _("No customer is new.")
    words = ngettext("{n} customer is new.", "{n} customers are new.", new)
    return words.format(n=formats.integer(new))


def _falling(week: Week) -> str:
    return _("{name} fell most.").format(name=week.falling[0].name) if week.falling else ""


def to_do(week: Week) -> ToDo:
    """At most three things, money first; none for a shop in which nothing is open."""
    found = [*_collect(week), *_deals(week), *_ask(week), *_lapsed(week), *_thank(week)][:_MOST]
    titles = {1: _("One thing to do"), 2: _("Two things to do"), 3: _("Three things to do")}
    return ToDo(titles.get(len(found), ""), tuple(found))


def _collect(week: Week) -> list[str]:
    if not week.owed.late:
        return []
    worst = max(week.owed.late, key=lambda sale: (sale.open_minor, sale.days_late))
    words = ngettext(
        "Collect {amount} from {name}, {n} day late.",
        "Collect {amount} from {name}, {n} days late.",
        worst.days_late,
    )
    return [
        words.format(
            amount=formats.money_whole(worst.open_minor, week.currency),
            name=worst.name or _("walk-ins"),
            n=formats.integer(worst.days_late),
        )
    ]


def _deals(week: Week) -> list[str]:
    if not week.stalled:
        return []
    deal = max(week.stalled, key=lambda one: one.amount_minor)
    words = ngettext(
        "Push {title} ({amount}): it has stood at {stage} for {n} day.",
        "Push {title} ({amount}): it has stood at {stage} for {n} days.",
        deal.days_in_stage,
    )
    return [
        words.format(
            title=deal.title,
            amount=formats.money_whole(deal.amount_minor, deal.currency),
            stage=deal.stage,
            n=formats.integer(deal.days_in_stage),
        )
    ]


def _ask(week: Week) -> list[str]:
    if not week.falling:
        return []
    one = week.falling[0]
    words = _("Ask {name} why: {now} in 90 days after {before} in the 90 days before.")
    return [
        words.format(
            name=one.name,
            now=formats.money_whole(one.now_minor, week.currency),
            before=formats.money_whole(one.before_minor, week.currency),
        )
    ]


def _lapsed(week: Week) -> list[str]:
    if not week.lapsed.customers:
        return []
    one = week.lapsed.customers[0]
    words = _("Call {name}, who usually buys every {usual} days and last did on {day}.")
    day = formats.date_long(one.last_on)
    return [words.format(name=one.name, usual=formats.integer(one.usual_days), day=day)]


def _thank(week: Week) -> list[str]:
    if not week.new:
        return []
    return [_("Thank {name} for the first purchase.").format(name=week.new[0].name)]
