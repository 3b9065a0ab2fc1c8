"""The columns of the debtors, of sales nobody paid, and of a customer's account."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from crm_desktop.core import clock, formats
from crm_desktop.core.i18n import N_, _, ngettext
from crm_desktop.reports.statement import kind_name
from crm_desktop.services.payments import payment_habit
from crm_desktop.services.payments.accounts import Entry
from crm_desktop.services.payments.debtors import Debtor
from crm_desktop.services.payments.unpaid_sales import UnpaidSale
from crm_desktop.ui.sales.sale_columns import money_short
from crm_desktop.ui.widgets.table_model import Column

AGES = (
    N_("Not due"),
    N_("1–30 days"),
    N_("31–60 days"),
    N_("61–90 days"),
    N_("Over 90 days"),
)


class ListRows:
    """A ``RowSource`` over rows that are all known."""

    def __init__(self, rows: Sequence[Any]) -> None:
        self.rows = rows

    def count(self) -> int:
        """How many there are."""
        return len(self.rows)

    def fetch(self, offset: int, limit: int) -> Sequence[Any]:
        """A slice of them."""
        return self.rows[offset : offset + limit]


def who(row: Debtor | UnpaidSale) -> str:
    """Who owes it."""
    return row.name or _("Walk-in")


def late_words(days: int) -> str:
    """How late something is, empty when it is not."""
    if days <= 0:
        return ""
    return ngettext("{n} day late", "{n} days late", days).format(n=formats.integer(days))


def describe_debtor(row: Debtor) -> str:
    """A debtor as one spoken sentence."""
    parts = (
        who(row),
        _("owed {amount}").format(amount=money_short(row.owed_minor, row.currency)),
        late_words(row.days_late),
        payment_habit.habit_words(row.habit),
    )
    return ", ".join(part for part in parts if part)


def describe_unpaid(row: UnpaidSale) -> str:
    """A sale nobody paid as one spoken sentence."""
    parts = (who(row), row.number, money_short(row.open_minor, row.currency))
    return ", ".join(part for part in parts if part)


def describe_entry(row: Entry) -> str:
    """A line of an account as one spoken sentence."""
    parts = (formats.date_long(row.day), kind_name(row.kind), row.number, row.text)
    return ", ".join(part for part in parts if part)


def _money(row: Debtor, minor: int) -> str:
    return money_short(minor, row.currency) if minor else ""


def _age(number: int) -> Column:
    return Column(
        f"age{number}",
        AGES[number],
        lambda row: _money(row, row.ages[number]),
        width=96,
        least=80,
        align="right",
        sort=f"age{number}",
        descending=True,
        fg=lambda _row: "text2" if number == 0 else "amberText" if number < 3 else "redText",
        rank=(5, 4, 3, 3, 2)[number],
    )


def _limit(row: Debtor) -> str:
    if row.limit_minor is None:
        return ""
    return formats.money_whole(row.limit_minor, row.currency)


DEBTORS: Sequence[Column] = (
    Column(
        "name", N_("Customer"), who, width=170, least=120, stretch=2, role="strong", sort="name"
    ),
    Column(
        "owed",
        N_("Owed"),
        lambda row: money_short(row.owed_minor, row.currency),
        width=104,
        least=90,
        align="right",
        role="strong",
        sort="owed",
        descending=True,
    ),
    Column(
        "late",
        N_("Oldest"),
        lambda row: late_words(row.days_late) or formats.day_month(row.oldest_due_on),
        width=112,
        least=96,
        sort="late",
        descending=True,
        fg=lambda row: "redText" if row.days_late else "text2",
    ),
    *(_age(number) for number in range(len(AGES))),
    Column(
        "credit",
        N_("Credit"),
        lambda row: _money(row, row.credit_minor),
        width=90,
        least=76,
        align="right",
        sort="credit",
        descending=True,
        fg=lambda _row: "text2",
        rank=6,
    ),
    Column(
        "limit",
        N_("Limit"),
        _limit,
        width=90,
        least=76,
        align="right",
        sort="limit",
        descending=True,
        fg=lambda row: "redText" if row.over_minor else "text2",
        rank=4,
    ),
    Column(
        "habit",
        N_("Habit"),
        lambda row: payment_habit.habit_words(row.habit),
        width=140,
        least=110,
        sort="habit",
        descending=True,
        fg=lambda row: "redText" if row.habit and row.habit.days_late > 30 else "text2",
        rank=1,
    ),
)


def sort_key(key: str) -> Callable[[Debtor], Any]:
    """What debtors are sorted by under a column."""
    if key.startswith("age"):
        return lambda row: row.ages[int(key[3:])]
    keys: dict[str, Callable[[Debtor], Any]] = {
        "name": who,
        "late": lambda row: (row.days_late, -row.oldest_due_on.toordinal()),
        "credit": lambda row: row.credit_minor,
        "habit": lambda row: row.habit.days_late if row.habit else -1,
        "limit": lambda row: -1 if row.limit_minor is None else row.limit_minor,
    }
    return keys.get(key, lambda row: row.owed_minor)


UNPAID: Sequence[Column] = (
    Column(
        "date",
        N_("Date"),
        lambda row: formats.date_relative(row.sold_on, clock.today()),
        width=118,
        least=104,
    ),
    Column(
        "number", N_("Number"), lambda row: row.number, width=120, least=96,
        fg=lambda _row: "text2", rank=1,
    ),
    Column("name", N_("Customer"), who, width=170, least=120, stretch=2, role="strong"),
    Column(
        "days",
        N_("Waiting"),
        lambda row: ngettext("{n} day", "{n} days", row.days).format(n=formats.integer(row.days)),
        width=100,
        least=80,
        align="right",
    ),
    Column(
        "owed",
        N_("Owed"),
        lambda row: money_short(row.open_minor, row.currency),
        width=120,
        least=90,
        align="right",
        fg=lambda _row: "amberText",
    ),
)  # fmt: skip


def account_columns(currency: str) -> Sequence[Column]:
    """The columns of an account in this currency."""
    exact = partial(formats.amount_exact, currency=currency)

    def charged(row: Entry) -> str:
        return exact(row.charged_minor) if row.charged_minor else ""

    def paid(row: Entry) -> str:
        return exact(row.paid_minor) if row.paid_minor else ""

    return (
        Column(
            "date",
            N_("Date"),
            lambda row: formats.date_relative(row.day, clock.today()),
            width=118,
            least=104,
        ),
        Column("kind", N_("Entry"), lambda row: kind_name(row.kind), width=96, least=80),
        Column(
            "number", N_("Number"), lambda row: row.number, width=110, least=90,
            fg=lambda _row: "text2", rank=2,
        ),
        Column(
            "text", N_("Particulars"), lambda row: row.text, width=200, least=110, stretch=2,
            fg=lambda _row: "text2", rank=1,
        ),
        Column("charged", N_("Charged"), charged, width=110, least=90, align="right"),
        Column("paid", N_("Received"), paid, width=110, least=90, align="right"),
        Column(
            "balance", N_("Running balance"), lambda row: exact(row.balance_minor), width=130,
            least=96, align="right", role="strong",
            fg=lambda row: "amberText" if row.balance_minor > 0 else "text",
        ),
    )  # fmt: skip
