"""Every trigger a rule may have: what it is called, what is set about it, what it says."""

from __future__ import annotations

from crm_desktop.core.i18n import N_
from crm_desktop.services.rules import (
    rule_triggers_dates,
    rule_triggers_deals,
    rule_triggers_goods,
    rule_triggers_people,
    rule_triggers_sales,
)
from crm_desktop.services.rules.rule_asking import Number, Trigger
from crm_desktop.services.rules.rule_festivals import FESTIVALS

_DAYS_HELP = N_("Several are separated by commas; −7 is seven days before, 0 the day itself.")

_YEARLY_HELP = N_("Like 12-25 or 25 Dec; 29 February is kept on the 28th of a common year.")


def _days(*default: int) -> Number:
    return Number("days", "days", N_("On which days"), list(default), _DAYS_HELP)


_OVER = Number("over", "count", N_("Days over"), 0, N_("0: as soon as the allowed days are over."))
_FIELD = Number("field", "date_field", N_("Date"), "since")
_ANY_DATE = Number("field", "any_date", N_("Date"), "since")
_WHO = Number(
    "who",
    "choice",
    N_("Whose"),
    "people",
    choices=(
        ("people", N_("Persons and their relatives")),
        ("relatives", N_("Relatives only")),
        ("companies", N_("Founding days of companies")),
    ),
)

_PEOPLE = (
    Trigger(
        "rhythm",
        N_("Contact rhythm by level"),
        (
            Number(
                "levels",
                "levels",
                N_("Days between contacts"),
                {rule_triggers_people.OTHER_LEVELS: 90},
                N_("An empty level is left alone."),
            ),
        ),
        rule_triggers_people.by_rhythm,
        N_("Keep in touch"),
        N_("Last contact {last}, due every {days} days"),
        ("last", "days", "level"),
        standing=True,
    ),
    Trigger(
        "birthday",
        N_("Birthday, solar or lunar"),
        (_days(0), _WHO),
        rule_triggers_people.by_birthday,
        N_("Birthday wishes for {who}"),
        N_("{who}: birthday on {day} {age}"),
        ("who", "day", "age"),
        kind="wechat",
    ),
    Trigger(
        "festival",
        N_("Festival"),
        (Number("festival", "choice", N_("Festival"), "spring", choices=FESTIVALS), _days(-3)),
        rule_triggers_people.by_festival,
        N_("{what}: send greetings"),
        N_("{what} is on {day}"),
        ("what", "day"),
        kind="wechat",
    ),
    Trigger(
        "yearly",
        N_("The same day of every year"),
        (Number("month_day", "month_day", N_("Month and day"), "01-01", _YEARLY_HELP), _days(0)),
        rule_triggers_people.by_yearly_day,
        N_("Yearly greeting"),
        N_("Every year on this day: {day}"),
        ("day",),
        kind="wechat",
    ),
    Trigger(
        "anniversary",
        N_("Anniversary of a date"),
        (_FIELD, _days(0)),
        rule_triggers_dates.by_anniversary,
        N_("Anniversary: {years} years"),
        N_("{field}: {years} years on {day}"),
        ("field", "day", "years"),
    ),
    Trigger(
        "date",
        N_("Any date"),
        (_ANY_DATE, _days(0)),
        rule_triggers_dates.by_date,
        N_("{field}: {what}"),
        N_("{field}: {day}"),
        ("field", "what", "day"),
    ),
    Trigger(
        "stage",
        N_("Too long in a customer stage"),
        (_OVER,),
        rule_triggers_people.by_stage,
        N_("Push on or give up: {what}"),
        N_("“{what}” since {last}, {days} days allowed"),
        ("what", "last", "days"),
        standing=True,
    ),
)

_SALES = (
    Trigger(
        "sale",
        N_("Care after a sale"),
        (
            _days(3, 30, 180),
            Number("unless_again", "yes_no", N_("Not if they bought again by then"), True),
        ),
        rule_triggers_sales.by_sale,
        N_("After-sale care: {what}"),
        N_("Bought on {day}, D+{days}"),
        ("what", "day", "days"),
    ),
    Trigger(
        "quote",
        N_("Quote running out"),
        (_days(-3),),
        rule_triggers_sales.by_quote,
        N_("Quote {number} ends {day}"),
        N_("Quote {number}, {amount}, is good until {day}"),
        ("number", "day", "amount"),
    ),
    Trigger(
        "payment",
        N_("Payment due"),
        (_days(0),),
        rule_triggers_sales.by_payment,
        N_("Collect {amount}"),
        N_("{number}: {amount} due on {day}"),
        ("number", "day", "amount"),
        kind="collect",
    ),
    Trigger(
        "unpaid",
        N_("Still unpaid after a sale"),
        (_days(2),),
        rule_triggers_sales.by_unpaid,
        N_("Unpaid: {amount}"),
        N_("{number} of {day}: {amount} not paid after {days} days"),
        ("number", "day", "amount", "days"),
        kind="collect",
    ),
    Trigger(
        "own_rhythm",
        N_("No purchase for longer than their own rhythm"),
        (Number("percent", "percent", N_("Per cent of their usual interval"), 150),),
        rule_triggers_sales.by_own_rhythm,
        N_("Win back"),
        N_("Usually buys every {days} days, last on {last}"),
        ("days", "last"),
        standing=True,
    ),
    Trigger(
        "spend",
        N_("Spend dropped"),
        (
            Number("percent", "percent", N_("Under this per cent of before"), 50),
            Number("months", "count", N_("Months compared"), 3),
        ),
        rule_triggers_sales.by_spend,
        N_("Ask why they buy less"),
        N_("{amount} in {months} months, {before} in the {months} before"),
        ("amount", "before", "months"),
    ),
)

_GOODS = (
    Trigger(
        "warranty",
        N_("Warranty ending"),
        (_days(-60, -30, -7),),
        rule_triggers_goods.by_warranty,
        N_("Warranty ending: {what}"),
        N_("The warranty of {what} ends on {day}"),
        ("what", "day"),
    ),
    Trigger(
        "service",
        N_("Service due"),
        (_days(-7),),
        rule_triggers_goods.by_service,
        N_("Service: {what}"),
        N_("The next service of {what} is on {day}"),
        ("what", "day"),
        kind="service",
    ),
    Trigger(
        "part",
        N_("Part or consumable due"),
        (_days(-7),),
        rule_triggers_goods.by_part,
        N_("Offer {what}"),
        N_("{what} for {for} is due on {day}, after {months} months"),
        ("what", "for", "day", "months"),
    ),
    Trigger(
        "supply",
        N_("Supplies running out"),
        (_days(-7),),
        rule_triggers_goods.by_supply,
        N_("Reorder {what}"),
        N_("{what} of {last} runs out on {day}"),
        ("what", "last", "day"),
    ),
)

_DEALS = (
    Trigger(
        "deal",
        N_("Deal standing still"),
        (_OVER,),
        rule_triggers_deals.by_deal,
        N_("Push on: {what}"),
        N_("“{stage}” since {last}, {days} days allowed"),
        ("what", "stage", "last", "days"),
        standing=True,
    ),
)

TRIGGERS: dict[str, Trigger] = {
    trigger.code: trigger for trigger in (*_PEOPLE, *_SALES, *_GOODS, *_DEALS)
}
"""Every trigger by its code, in the order they are offered."""
