"""What the health strip says of a customer, and the rule behind it."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from crm_desktop.core.i18n import _
from crm_desktop.services.contacts.contact_panel import ContactPanel
from crm_desktop.services.figures.health import how_it_is_scored
from crm_desktop.ui.contacts.health import HealthStrip
from crm_desktop.ui.widgets.dialogs import Dialog
from crm_desktop.ui.widgets.layout import column, plain
from crm_desktop.ui.widgets.text import Label


def change_words(change: int) -> tuple[str, str]:
    """The change against last month in words, and its tone."""
    if change > 0:
        return _("+{n} since last month").format(n=change), "accent"
    if change < 0:
        return _("−{n} since last month").format(n=-change), "amber"
    return _("Same as last month"), "gray"


def show_health(strip: HealthStrip, panel: ContactPanel) -> None:
    """Show the figures of a customer; nothing is scored before the first purchase."""
    if not panel.sale_count:
        strip.show_health(None, "", "gray", (0, 0, 0))
        return
    health = panel.health
    words, tone = change_words(health.change)
    strip.show_health(health.score, words, tone, (health.recency, health.frequency, health.spend))


def explain(host: QWidget) -> None:
    """Say how the score is made."""
    rule = Label(how_it_is_scored, "body", "text2", wrap=True)
    dialog = Dialog(
        host,
        lambda: _("How it is scored"),
        plain(column(rule)),
        lambda: _("Close"),
        lambda: True,
        kind="",
    )
    dialog.cancel.hide()
    dialog.open()
