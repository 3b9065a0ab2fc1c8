"""What rules and the follow-ups they make say, in the language in force."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from functools import lru_cache

from crm_desktop.core import formats, i18n
from crm_desktop.core.errors import UserError
from crm_desktop.core.i18n import N_, _, ngettext, pgettext
from crm_desktop.services.rules.rule_asking import Fact, Trigger

COMMON_FIELDS = ("name",)
"""Merge fields every title may use."""

_FIELD = re.compile(r"\{(\w+)\}")

_EXPLAINED: dict[str, str] = {
    "name": N_("the customer's name"),
    "who": N_("whose birthday it is"),
    "age": N_("the age they turn"),
    "field": N_("the name of the date"),
    "day": N_("the day it is about"),
    "last": N_("the day it was last"),
    "days": N_("how many days"),
    "level": N_("the customer's level"),
    "what": N_("what it is about"),
    "for": N_("the product the part belongs to"),
    "years": N_("how many years"),
    "months": N_("how many months"),
    "number": N_("the document's number"),
    "amount": N_("the amount"),
    "before": N_("the amount before"),
    "stage": N_("the stage"),
}


def fields_of(trigger: Trigger) -> list[tuple[str, str]]:
    """The merge fields of a trigger's title, each with what stands for it."""
    return [(name, _(_EXPLAINED[name])) for name in (*COMMON_FIELDS, *trigger.fields)]


def checked_title(trigger: Trigger, title: str) -> str:
    """``title`` itself. Raises ``UserError`` when it uses a merge field there is not."""
    known = {name for name, _words in fields_of(trigger)}
    for name in _FIELD.findall(title):
        if name not in known:
            fields = pgettext("list separator", ", ").join("{" + one + "}" for one in sorted(known))
            raise UserError(
                _("A title of this rule cannot use “{field}”.").format(field="{" + name + "}"),
                _("Nothing was changed."),
                _("It may use {fields}.").format(fields=fields),
            )
    return title


def filled(template: str, facts: Mapping[str, Fact]) -> str:
    """``template`` with its merge fields; what is not known is left out, with the mark or the
    space before it. Braces of the customers' own words are words."""
    values = tuple(facts.get(field, "") for field in _parts(template)[1::2])
    return _joined(template, values, i18n.language())


@lru_cache(maxsize=256)
def _parts(template: str) -> list[str]:
    """Words and names of fields by turns."""
    return _FIELD.split(template)


@lru_cache(maxsize=4096)
def _joined(template: str, values: tuple[Fact, ...], _language: str) -> str:
    """A greeting says the same of everybody: put together once."""
    parts = [*_parts(template)]
    parts[1::2] = map(shown, values)
    return " ".join("".join(parts).split()).strip(" :：·,，")


def shown(fact: Fact) -> str:
    """One value as words."""
    if isinstance(fact, dt.date):
        return _day(fact, i18n.language())
    if isinstance(fact, tuple):
        return formats.money_exact(*fact)
    return str(fact)


@lru_cache(maxsize=4096)
def _day(day: dt.date, _language: str) -> str:
    return formats.date_long(day)


def days_words(days: Sequence[int]) -> str:
    """``60, 30, 7 days before``, ``on the day``, ``3, 30, 180 days after``."""
    comma = pgettext("list separator", ", ")
    before, after = [-one for one in sorted(days) if one < 0], [one for one in days if one > 0]
    said = []
    if before:
        words = ngettext("{days} day before", "{days} days before", max(before))
        said.append(words.format(days=comma.join(map(str, before))))
    if 0 in days:
        said.append(_("on the day"))
    if after:
        words = ngettext("{days} day after", "{days} days after", max(after))
        said.append(words.format(days=comma.join(map(str, sorted(after)))))
    return comma.join(said)


def title_of(trigger: Trigger, own: str, facts: Mapping[str, Fact]) -> str:
    """What is to be done: by the rule's own words, or the trigger's."""
    return filled(own or _(trigger.title), facts) or _(trigger.label)


def reason_of(trigger: Trigger, facts: Mapping[str, Fact], rule: str = "") -> str:
    """Why a follow-up is made, and by which rule where that is to be said."""
    spoken = dict(facts)
    if isinstance(age := facts.get("age"), int):
        spoken["age"] = ngettext("({n} year)", "({n} years)", age).format(n=age)
    if "lunar" in facts:
        # It falls on another day every year: which one it is of.
        day = shown(facts["day"])
        spoken["day"] = _("{day}, lunar {lunar}").format(day=day, lunar=facts["lunar"])
    return " · ".join(filter(None, (filled(_(trigger.reason), spoken), rule)))


SHIPPED: dict[str, str] = {
    "contact_rhythm": N_("Contact rhythm by level"),
    "after_sale": N_("Care after a sale: 3, 30 and 180 days"),
    "birthdays": N_("Birthday wishes"),
    "founding_days": N_("Founding days of companies"),
    "spring_festival": N_("Spring Festival greetings"),
    "mid_autumn": N_("Mid-Autumn greetings"),
    "customer_years": N_("Years as a customer"),
    "quote_ending": N_("Quote ends in 3 days"),
    "payment_due": N_("Payment due"),
    "payment_late": N_("Payment 48 hours late"),
    "unpaid_order": N_("Order unpaid for 48 hours"),
    "warranty_ending": N_("Warranty: 60, 30 and 7 days before the end"),
    "service_due": N_("Service due in a week"),
    "part_due": N_("Part or consumable due"),
    "reorder": N_("Supplies running out"),
    "deal_stalled": N_("Deal standing still"),
    "stage_stalled": N_("Too long in a customer stage"),
    "win_back": N_("No purchase for longer than usual"),
    "spend_dropped": N_("Spend dropped by half"),
}
"""The rules a new file is born with: their codes and names."""


def rule_name(code: str, name: str) -> str:
    """The shop's own name of a rule, or the translated one it was shipped with."""
    return name or (_(SHIPPED[code]) if code in SHIPPED else code)
