"""Every report there is, each declared once: the command line and the window list these.

A new report is one module with a ``build`` function and one entry here.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from importlib import import_module
from typing import TYPE_CHECKING

from crm_desktop.core import clock, i18n
from crm_desktop.core.errors import NotFound, UserError
from crm_desktop.core.i18n import N_, _
from crm_desktop.core.jobs import Progress
from crm_desktop.reports.document import Report
from crm_desktop.reports.paper import PageSetup
from crm_desktop.services.summaries.week_days import week_of

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

# Figures look years back and ahead; what lies outside is a slip of the keyboard.
_FIRST_YEAR, _LAST_YEAR = 1900, 9000

Build = Callable[["Session", "ReportOptions", Progress], Report]


@dataclass(frozen=True, slots=True)
class ReportOptions:
    """What a reader chooses. ``month`` is any day of the month reported on, ``day`` the day of a
    report of one day or any day of a week, today if there is none.

    ``sections`` are section keys in the order wanted; empty means all, in their usual order.
    ``contact_id`` is whom a report of one customer is about, ``page`` the paper of a PDF.
    """

    month: dt.date
    language: str = field(default_factory=i18n.language)
    prepared_by: str = ""
    sections: tuple[str, ...] = ()
    day: dt.date | None = None
    contact_id: int | None = None
    page: PageSetup = field(default_factory=PageSetup)


@dataclass(frozen=True, slots=True)
class SectionKind:
    """A part of a report that can be left out; ``name`` is a msgid."""

    key: str
    name: str


@dataclass(frozen=True, slots=True)
class ReportKind:
    """A report: ``name``, ``about`` and ``group`` are msgids, ``period`` what is chosen,
    ``module`` the one of this package that builds it.

    ``customer`` when it is about one customer; ``months_ahead`` is how many months after the
    present one it can tell something of. ``charts`` when it may have any: drawing them takes a
    library whose import is slow.
    """

    key: str
    name: str
    about: str
    group: str
    period: str  # month | week | day | now
    module: str
    sections: tuple[SectionKind, ...] = ()
    customer: bool = False
    months_ahead: int = 0
    charts: bool = False

    def build(self, session: Session, options: ReportOptions, progress: Progress) -> Report:
        """The report's document, in the language in force.

        Raises ``UserError`` for days of which nothing can be told.
        """
        self._check(options)
        module = import_module(f"crm_desktop.reports.{self.module}")
        built: Report = module.build(session, options, progress)
        return built

    def _check(self, options: ReportOptions) -> None:
        today = clock.today()
        day = options.month if self.period == "month" else options.day or today
        if self.period != "now" and not _FIRST_YEAR <= day.year <= _LAST_YEAR:
            raise UserError(
                _("There is no report for the year {year}.").format(year=day.year),
                "",
                _("Choose a year from {first} to {last}.").format(
                    first=_FIRST_YEAR, last=_LAST_YEAR
                ),
            )
        if self.period == "now" or self.months_ahead:
            return
        from crm_desktop.core import formats

        if self.period == "month" and day.replace(day=1) > today:
            raise UserError(
                _("{month} has not begun yet.").format(month=formats.month_year(day)),
                "",
                _("Choose this month or one before it."),
            )
        if day > (today if self.period == "day" else week_of(today).last):
            raise UserError(
                _("{day} has not come yet.").format(day=formats.date_long(day)),
                "",
                _("Choose today or a day before it."),
            )


_CUSTOMERS, _ONE, _MONEY = N_("Customers"), N_("One customer"), N_("Sales and money")
REPORTS: tuple[ReportKind, ...] = (
    ReportKind(
        "monthly", N_("Monthly customer report"),
        N_("Sales, customers and receivables of a month on one page"),
        _CUSTOMERS, "month", "monthly",
        sections=(
            SectionKind("summary", N_("Summary in a sentence")),
            SectionKind("figures", N_("Key figures")),
            SectionKind("months", N_("12-month trend")),
            SectionKind("top", N_("Top customers")),
            SectionKind("lapsed", N_("Regulars who have lapsed")),
            SectionKind("owed", N_("Receivables")),
            SectionKind("next", N_("What to do next month")),
            SectionKind("lists", N_("Annex with the full lists")),
        ),
        charts=True,
    ),
    ReportKind(
        "weekly", N_("Weekly report"),
        N_("The week on one page"),
        _CUSTOMERS, "week", "week",
    ),
    ReportKind(
        "customers", N_("Customer list"),
        N_("Everybody by name, with phone and figures"),
        _CUSTOMERS, "now", "customer_list",
    ),
    ReportKind(
        "birthdays", N_("Birthday list"),
        N_("Whose birthday is kept in the month"),
        _CUSTOMERS, "month", "birthday_list",
        months_ahead=12,
    ),
    ReportKind(
        "movement", N_("New, lost and won-back customers"),
        N_("Who came, who stayed away, who came back"),
        _CUSTOMERS, "month", "movement",
    ),
    ReportKind(
        "rfm", N_("Best, new and silent customers"),
        N_("By time, number and money"),
        _CUSTOMERS, "now", "rfm",
    ),
    ReportKind(
        "lifecycle", N_("Stages of customers"),
        N_("Who stands where, who moved"),
        _CUSTOMERS, "now", "lifecycle",
    ),
    ReportKind(
        "satisfaction", N_("Satisfaction"),
        N_("Marks, and the low ones"),
        _CUSTOMERS, "month", "satisfaction",
    ),
    ReportKind(
        "events", N_("Event attendance"),
        N_("Who came and bought"),
        _CUSTOMERS, "month", "attendance",
    ),
    ReportKind(
        "calls", N_("Follow-up sheet"),
        N_("What is due on a day, to print"),
        _CUSTOMERS, "day", "follow_up_sheet",
        months_ahead=12,
    ),
    ReportKind(
        "customer-brief", N_("Customer brief"),
        N_("One page before a visit"),
        _ONE, "now", "customer_brief",
        customer=True,
    ),
    ReportKind(
        "customer-card", N_("Customer card"),
        N_("Everything on file"),
        _ONE, "now", "customer_card",
        customer=True,
    ),
    ReportKind(
        "statement", N_("Statement of account"),
        N_("The account of a month"),
        _ONE, "month", "customer_statement",
        customer=True,
    ),
    ReportKind(
        "cash-up", N_("Daily cash-up"),
        N_("What a day sold and took in, by method"),
        _MONEY, "day", "cash_up",
    ),
    ReportKind(
        "products", N_("Products and categories"),
        N_("What was sold, to how many"),
        _MONEY, "month", "goods_sold",
        charts=True,
    ),
    ReportKind(
        "receivables", N_("Receivables by age"),
        N_("Who owes how much since when"),
        _MONEY, "month", "ageing",
        charts=True,
    ),
    ReportKind(
        "staff", N_("Staff performance"),
        N_("What each one sold, brought in and earns"),
        _MONEY, "month", "staff_month",
    ),
)  # fmt: skip


def find(key: str) -> ReportKind:
    """The report called ``key``; raises ``NotFound``."""
    for kind in REPORTS:
        if kind.key == key:
            return kind
    raise NotFound(
        _("There is no report “{key}”.").format(key=key),
        "",
        _("Choose one of: {keys}.").format(keys=", ".join(kind.key for kind in REPORTS)),
    )


def customer_of(options: ReportOptions) -> int:
    """Whom a report of one customer is about. Raises ``UserError`` when nobody is chosen."""
    if options.contact_id is None:
        raise UserError(
            _("No customer is chosen yet."), "", _("Choose whom the report is to be about.")
        )
    return options.contact_id
