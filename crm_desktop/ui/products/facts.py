"""What the panel tells of a product: labels and values, those that are empty left out."""

from __future__ import annotations

from collections.abc import Sequence

from crm_desktop.core import clock, formats
from crm_desktop.core.i18n import _, ngettext
from crm_desktop.services.products import product_prices
from crm_desktop.services.products.product_record import ProductFigures, ProductRecord
from crm_desktop.ui.products.columns import with_unit

Facts = list[tuple[str, str]]


def price_facts(record: ProductRecord) -> Facts:
    """Cost with what is earned, lowest price, tax, and every price besides the list price."""
    draft, currency = record.edit.draft, record.currency

    def money(minor: int) -> str:
        return formats.money_exact(minor, currency)

    facts: Facts = []
    if draft.cost_minor is not None:
        words = money(draft.cost_minor)
        if draft.price_minor:
            share = round((draft.price_minor - draft.cost_minor) * 10_000 / draft.price_minor)
            words += " · " + _("margin {percent}").format(percent=formats.percent(share))
        facts.append((_("Cost"), words))
    if draft.floor_price_minor is not None:
        facts.append((_("Lowest price"), money(draft.floor_price_minor)))
    if draft.tax_bp is not None:
        facts.append((_("Tax"), formats.percent(draft.tax_bp, 2 if draft.tax_bp % 100 else 0)))
    for tier in record.edit.tiers:
        facts.append((product_prices.tier_words(tier, draft.unit), money(tier.price_minor)))
    for group, names in _options(record):
        facts.append((group, names))
    return facts


def _options(record: ProductRecord) -> Facts:
    """Choices by group, with what they cost more."""
    groups: dict[str, list[str]] = {}
    for one in record.edit.options:
        extra = ""
        if one.extra_minor:
            extra = f" +{formats.amount_exact(one.extra_minor, record.currency)}"
        groups.setdefault(one.group, []).append(one.name + extra)
    return [(group or _("Choices"), " / ".join(names)) for group, names in groups.items()]


def service_facts(record: ProductRecord) -> Facts:
    """What comes after the sale."""
    draft = record.edit.draft
    facts: Facts = []
    if draft.days_of_use is not None:
        words = ngettext("{n} day", "{n} days", draft.days_of_use)
        facts.append((_("Used up after"), words.format(n=draft.days_of_use)))
    if draft.warranty_months is not None:
        facts.append((_("Warranty"), _months(draft.warranty_months)))
    every = []
    if draft.service_months is not None:
        every.append(_months(draft.service_months))
    if draft.service_hours is not None:
        words = ngettext("{n} hour run", "{n} hours run", draft.service_hours)
        every.append(words.format(n=formats.integer(draft.service_hours)))
    if every:
        facts.append((_("Service every"), " / ".join(every)))
    for part in record.edit.parts:
        facts.append((_("After {time}").format(time=_months(part.after_months)), part.name))
    return facts


def sold_facts(figures: ProductFigures, record: ProductRecord) -> Facts:
    """How it sold in a year."""
    if figures.last_sold_on is None:
        return [(_("Sold in 12 months"), _("nothing"))]
    amount = formats.money_whole(figures.sold_minor, record.currency)
    sold = with_unit(figures.sold_milli, record.edit.draft.unit)
    facts = [(_("Sold in 12 months"), f"{sold} · {amount}")]
    if figures.buyers:
        words = ngettext("{n} customer", "{n} customers", figures.buyers)
        facts.append((_("Bought by"), words.format(n=formats.integer(figures.buyers))))
    day = formats.date_relative(figures.last_sold_on, clock.today())
    return [*facts, (_("Last sold"), day)]


def about(record: ProductRecord) -> str:
    """Code, specification and category in a line."""
    draft = record.edit.draft
    parts: Sequence[str] = (draft.code, draft.barcode, draft.spec, draft.category)
    return " · ".join(part for part in parts if part)


def _months(number: int) -> str:
    return ngettext("{n} month", "{n} months", number).format(n=number)
