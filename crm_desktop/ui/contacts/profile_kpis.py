"""The figures at the head of a profile."""

from __future__ import annotations

from crm_desktop.core import clock, formats, money
from crm_desktop.core.i18n import _, ngettext
from crm_desktop.services.contact_panel import ContactPanel
from crm_desktop.ui.contacts.health_words import change_words
from crm_desktop.ui.widgets import paint
from crm_desktop.ui.widgets.kpi import Kpi


def kpis(panel: ContactPanel) -> list[Kpi]:
    """Spend, orders, average order, last purchase, balance, health."""
    return [
        Kpi("spent", _("Total spend"), formats.money_whole(panel.spent_minor, panel.currency)),
        Kpi("orders", _("Orders"), formats.integer(panel.sale_count)),
        Kpi("average", _("Average order"), _average(panel)),
        _last(panel),
        _owed(panel),
        _health(panel),
    ]


def _average(panel: ContactPanel) -> str:
    if not panel.sale_count:
        return paint.EMPTY
    average = money.divide_half_up(panel.spent_minor, panel.sale_count)
    return formats.money_whole(average, panel.currency)


def _last(panel: ContactPanel) -> Kpi:
    label = _("Last purchase")
    if panel.last_sale_on is None:
        return Kpi("last", label, paint.EMPTY, _("not yet"))
    days = (clock.today() - panel.last_sale_on).days
    note = ngettext("{n} day ago", "{n} days ago", days).format(n=days) if days else _("Today")
    return Kpi("last", label, formats.day_month(panel.last_sale_on), note)


def _owed(panel: ContactPanel) -> Kpi:
    label = _("Balance")
    if panel.owed_minor <= 0:
        return Kpi("owed", label, paint.EMPTY, _("nothing open"))
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
    return Kpi("health", _("Health"), str(panel.health.score), words, tone)
