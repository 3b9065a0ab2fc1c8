"""The figures at the head of a profile."""

from __future__ import annotations

from crm_desktop.core import clock, formats
from crm_desktop.core.i18n import _, ngettext
from crm_desktop.services.contacts.contact_panel import ContactPanel
from crm_desktop.services.contacts.contact_profile import ContactProfile
from crm_desktop.ui.contacts.health_words import change_words
from crm_desktop.ui.widgets import paint
from crm_desktop.ui.widgets.kpi import Kpi

_UNKNOWN = ContactProfile(
    rank=None, orders_this_year=0, average_minor=None, shop_average_minor=None, usual_days=None,
    silent_days=None, months=(), deals=(), assets=(),
)  # fmt: skip


def kpis(panel: ContactPanel, profile: ContactProfile | None) -> list[Kpi]:
    """Spend, orders, average order, rhythm, balance, health; ``profile`` may still be read."""
    profile = profile or _UNKNOWN
    return [
        _spent(panel, profile),
        _orders(panel, profile),
        _average(panel, profile),
        _rhythm(profile),
        _owed(panel, profile),
        _health(panel),
    ]


def _spent(panel: ContactPanel, profile: ContactProfile) -> Kpi:
    note = _("number {n} of all").format(n=formats.integer(profile.rank)) if profile.rank else ""
    if profile.cost_minor:
        cost = formats.money_whole(profile.cost_minor, panel.currency)
        note = " · ".join(filter(None, (_("cost {amount}").format(amount=cost), note)))
    figure = formats.money_whole(panel.spent_minor, panel.currency)
    return Kpi("spent", _("Total spend"), figure, note)


def _orders(panel: ContactPanel, profile: ContactProfile) -> Kpi:
    note = _("{n} this year").format(n=formats.integer(profile.orders_this_year))
    figure = formats.integer(panel.sale_count)
    return Kpi("orders", _("Orders"), figure, note if profile.orders_this_year else "")


def _average(panel: ContactPanel, profile: ContactProfile) -> Kpi:
    label = _("Average order")
    if profile.average_minor is None:
        return Kpi("average", label, paint.EMPTY)
    figure = formats.money_whole(profile.average_minor, panel.currency)
    if profile.shop_average_minor is None:
        return Kpi("average", label, figure)
    shop = formats.money_whole(profile.shop_average_minor, panel.currency)
    return Kpi("average", label, figure, _("shop {amount}").format(amount=shop))


def _rhythm(profile: ContactProfile) -> Kpi:
    """How often they buy, and how long ago the last time was; late ones stand out."""
    label = _("Buys every")
    silent = profile.silent_days
    if silent is None:
        return Kpi("rhythm", label, paint.EMPTY, _("not yet"))
    days = ngettext("{n} day ago", "{n} days ago", silent).format(n=silent)
    note = _("last {when}").format(when=days if silent else _("Today"))
    usual = profile.usual_days
    if usual is None:
        return Kpi("rhythm", label, paint.EMPTY, note)
    figure = ngettext("{n} day", "{n} days", usual).format(n=usual)
    return Kpi("rhythm", label, figure, note, "amber" if silent > 2 * usual else "gray")


def _owed(panel: ContactPanel, profile: ContactProfile) -> Kpi:
    label = _("Balance")
    if panel.owed_minor <= 0:
        note = _("nothing open")
        if profile.stored_minor:
            amount = formats.money_whole(profile.stored_minor, panel.currency)
            note = _("{amount} stored").format(amount=amount)
        return Kpi("owed", label, paint.EMPTY, note)
    figure = formats.money_whole(panel.owed_minor, panel.currency)
    due = panel.owed_due_on
    if due is None:
        return Kpi("owed", label, figure, "", "amber")
    if due < clock.today():
        note = _("was due {day}").format(day=formats.day_month(due))
        return Kpi("owed", label, figure, note, "red", "warning-circle")
    return Kpi("owed", label, figure, _("due {day}").format(day=formats.day_month(due)), "amber")


def _health(panel: ContactPanel) -> Kpi:
    if not panel.sale_count:
        return Kpi("health", _("Health"), paint.EMPTY, _("No purchase yet"))
    words, tone = change_words(panel.health.change)
    score = panel.health.score
    return Kpi("health", _("Health"), str(score), words, tone, ring=score / 100)
