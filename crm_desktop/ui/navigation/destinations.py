"""Every page the rail leads to, declared once: rail, shortcuts, palette and F1 sheet use it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING

from crm_desktop.core.i18n import N_

if TYPE_CHECKING:
    from crm_desktop.ui.page import Page


@dataclass(frozen=True, slots=True)
class Destination:
    """A page: its name is its folder in ``ui``; ``page`` the class in that folder's ``page.py``.

    ``label`` is a msgid. ``foot`` items stand at the bottom of the rail.
    """

    name: str
    icon: str
    label: str
    page: str
    foot: bool = False

    def load(self) -> type[Page]:
        """Import the page's class; done on the first visit only."""
        found: type[Page] = getattr(import_module(f"crm_desktop.ui.{self.name}.page"), self.page)
        return found


DESTINATIONS: Sequence[Destination] = (
    Destination("today", "sun-horizon", N_("Today"), "TodayPage"),
    Destination("contacts", "users", N_("Customers"), "ContactsPage"),
    Destination("deals", "columns", N_("Deals"), "DealsPage"),
    Destination("follow_ups", "calendar-check", N_("Follow-ups"), "FollowUpsPage"),
    Destination("sales", "receipt", N_("Sales"), "SalesPage"),
    Destination("service", "wrench", N_("Service"), "ServicePage"),
    Destination("products", "package", N_("Products"), "ProductsPage"),
    Destination("insight", "chart-bar", N_("Insight"), "InsightPage"),
    Destination("reports", "file-text", N_("Reports"), "ReportsPage"),
    Destination("exchange", "upload-simple", N_("Import Excel"), "ImportPage", foot=True),
    Destination("care", "first-aid-kit", N_("Clean up"), "CarePage", foot=True),
    Destination("settings", "gear-six", N_("Settings"), "SettingsPage", foot=True),
)


def pages() -> list[Destination]:
    """Those that Ctrl+1 to Ctrl+9 count, in order."""
    return [place for place in DESTINATIONS if not place.foot]


def by_name(name: str) -> Destination:
    """The destination of this name; raises ``KeyError``."""
    for place in DESTINATIONS:
        if place.name == name:
            return place
    raise KeyError(name)
