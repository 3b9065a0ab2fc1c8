"""What the rail tells of the data file, read in the background after each change."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from crm_desktop.core import clock, formats
from crm_desktop.core.i18n import _
from crm_desktop.services.contacts import views
from crm_desktop.services.settings import settings
from crm_desktop.services.today import dashboard
from crm_desktop.ui.navigation.rail import ViewEntry
from crm_desktop.ui.page import ShowView

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

# A view's colour role to the token of its dot; others are tokens already.
_DOTS = {"gray": "text3", "": "text3"}


@dataclass(frozen=True, slots=True)
class RailFacts:
    """``due`` counts follow-ups overdue or due today; ``backup`` speaks when asked."""

    shop: str
    due: int
    views: tuple[ViewEntry, ...]
    backup: Callable[[], str]


def read(session: Session) -> RailFacts:
    """Everything at once; runs in the reader worker."""
    pinned = [view for view in views.views(session) if view.pinned]
    saved = settings.get(session, settings.LAST_BACKUP_AT)
    return RailFacts(
        shop=settings.get(session, settings.SHOP_NAME),
        due=dashboard.badge(session, clock.today()),
        views=tuple(
            ViewEntry(
                view.name, _DOTS.get(view.colour, view.colour), view.count or 0, ShowView(view.id)
            )
            for view in pinned
        ),
        backup=lambda: _backup_words(saved),
    )


def _backup_words(saved: str) -> str:
    if not saved:
        return _("Stays on this PC")
    instant = dt.datetime.fromisoformat(saved)
    day = instant.astimezone().date()
    if day == clock.today():
        when = formats.time_of_day(instant)
    else:
        when = formats.date_relative(day, clock.today())
    return _("On this PC · backed up {when}").format(when=when)
