"""What is on the calendar, in words: for the window, paper and the command line alike."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from crm_desktop.core import formats
from crm_desktop.core.i18n import _, ngettext, pgettext
from crm_desktop.services.calendar.calendar import DayHead
from crm_desktop.services.calendar.calendar_rows import Dated


def kind_name(kind: str) -> str:
    """The name of a kind in the language in force."""
    return {
        "call": pgettext("calendar", "Calls"),
        "visit": pgettext("calendar", "Visits"),
        "payment": pgettext("calendar", "Payments"),
        "reorder": pgettext("calendar", "Reorders"),
        "birthday": pgettext("calendar", "Birthdays"),
        "task": pgettext("calendar", "Tasks"),
        "service": pgettext("calendar", "Service"),
        "deal": pgettext("calendar", "Deals"),
        "quote": pgettext("calendar", "Quotes"),
        "warranty": pgettext("calendar", "Warranties"),
        "field": pgettext("calendar", "Own dates"),
        "holiday": pgettext("calendar", "Shop days"),
        "anniversary": pgettext("calendar", "Customer since"),
    }[kind]


def said(one: Dated) -> str:
    """Who and what in one line: ``Anna Li, birthday``; the customer alone decides the order."""
    what = detail(one)
    if not one.name or not what:
        return one.name or what
    return pgettext("calendar", "{name}, {what}").format(name=one.name, what=what)


def detail(one: Dated) -> str:
    """The same without the customer."""
    words = _DETAIL.get(one.kind) if one.source != "follow_up" else None
    return words(one) if words else one.what


def when(one: Dated) -> str:
    """``10:00``, ``10:00–10:45`` when it is known how long it takes, or that it has no time."""
    if not one.time:
        return _("All day")
    if not one.minutes:
        return one.time
    begin = dt.datetime.combine(one.day, dt.time.fromisoformat(one.time))
    return f"{one.time}–{dt.timedelta(minutes=one.minutes) + begin:%H:%M}"


def called(head: DayHead, *, lunar: bool) -> str:
    """What a day is called: its festivals, or else the lunar day if wanted; and that the shop is
    closed."""
    named = " · ".join(head.festivals) or (head.lunar if lunar else "")
    if not head.closed:
        return named
    return _("{day} · closed").format(day=named) if named else pgettext("calendar", "closed")


def _birthday(one: Dated) -> str:
    parts = [pgettext("calendar", "birthday")]
    if one.years:
        parts.append(_("turns {n}").format(n=one.years))
    if one.what:
        parts.append(one.what)
    return " · ".join(parts)


def _payment(one: Dated) -> str:
    amount = formats.money_whole(one.amount_minor or 0, one.currency)
    words = pgettext("calendar", "{amount} due").format(amount=amount)
    return words if one.name or not one.what else f"{one.what} {words}"


def _service(one: Dated) -> str:
    if one.source == "ticket":
        return one.what
    return pgettext("calendar", "service {what}").format(what=one.what).strip()


def _holiday(one: Dated) -> str:
    if one.of_kind == "closed":
        return pgettext("calendar", "{name}, closed").format(name=one.what)
    return one.what


def _since(one: Dated) -> str:
    n = one.years or 0
    return ngettext("customer for {n} year", "customer for {n} years", n).format(n=n)


_DETAIL: dict[str, Callable[[Dated], str]] = {
    "birthday": _birthday,
    "payment": _payment,
    "service": _service,
    "holiday": _holiday,
    "anniversary": _since,
    "reorder": lambda one: pgettext("calendar", "{what} runs out").format(what=one.what),
    "warranty": lambda one: pgettext("calendar", "{what} warranty ends").format(what=one.what),
    "deal": lambda one: pgettext("calendar", "{what} expected").format(what=one.what),
    "quote": lambda one: pgettext("calendar", "quote {what} ends").format(what=one.what),
}
