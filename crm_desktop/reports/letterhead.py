"""Who a paper is from and when it was printed, alike on all of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crm_desktop.core import clock, formats
from crm_desktop.core.i18n import _
from crm_desktop.reports.document import Shop
from crm_desktop.services import settings

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


def shop(session: Session) -> Shop:
    """The shop with its address and phone."""
    address = settings.get(session, settings.SHOP_ADDRESS)
    phone = settings.get(session, settings.SHOP_PHONE)
    return Shop(
        settings.get(session, settings.SHOP_NAME) or _("Our shop"),
        "·".join(part for part in (address, phone) if part),
    )


def printed() -> str:
    """Day and time, for the foot of each page."""
    return _("printed {day} {time}").format(
        day=formats.date_long(clock.today()), time=formats.time_of_day(clock.now())
    )
