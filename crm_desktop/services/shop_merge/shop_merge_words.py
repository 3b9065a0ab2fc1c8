"""What a merge did, in words and figures: the same for the window and the command line."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from crm_desktop.core import formats
from crm_desktop.core.i18n import N_, _
from crm_desktop.services.shop_merge.shop_merge import Came, MergeReport

_TOLD = {
    "contact": N_("Customers and contacts"),
    "product": N_("Products"),
    "sale": N_("Sales"),
    "payment": N_("Payments"),
    "timeline_entry": N_("Timeline entries"),
    "follow_up": N_("Follow-ups"),
    "deal": N_("Deals"),
    "attachment": N_("Files"),
}
"""Tables whose figures are told, in this order; the rest is told together."""

_WITHIN = frozenset(
    {"sale_line", "payment_allocation", "import_row", "custom_value", "contact_tag", "choice"}
)
"""Rows nobody counts on their own."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One line of the report. ``key`` names it for programs."""

    key: str
    label: str
    value: str


def figures(report: MergeReport) -> list[Figure]:
    """Everything worth saying, what is nothing left out."""
    found = list(_by_table(report))
    found += _amounts("sold", _("Sales in all"), report.sold)
    found += _amounts("received", _("Payments in all"), report.received)
    for key, label, count in (
        ("filled", _("Customers of yours filled in"), report.filled),
        ("numbers_twice", _("New customers whose number one of yours has"), report.numbers_twice),
        ("payments_left", _("Payments of sales paid here already, left out"), report.payments_left),
    ):
        if count:
            found.append(Figure(key, label, formats.integer(count)))
    return found


def _by_table(report: MergeReport) -> Iterator[Figure]:
    for table, label in _TOLD.items():
        came = report.of(table)
        if came.new or came.same:
            yield Figure(table, _(label), _told(came))
    rest = [one for name, one in report.tables.items() if name not in _TOLD and name not in _WITHIN]
    new = sum(one.new for one in rest)
    if new:
        yield Figure("rest", _("Other records"), _told(Came(new)))


def _told(came: Came) -> str:
    if not came.same:
        return _("{n} new").format(n=formats.integer(came.new))
    return _("{n} new, {m} there already").format(
        n=formats.integer(came.new), m=formats.integer(came.same)
    )


def _amounts(key: str, label: str, sums: Mapping[str, int]) -> Iterator[Figure]:
    for currency, minor in sums.items():
        if minor:
            yield Figure(key, label, formats.money_exact(minor, currency))
