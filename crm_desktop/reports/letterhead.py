"""Who a paper is from and when it was printed, alike on all of them."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from crm_desktop.core import clock, formats
from crm_desktop.core.i18n import _
from crm_desktop.reports.document import Block, Report, Shop, Styled
from crm_desktop.services.documents import shop_logo
from crm_desktop.services.settings import settings

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from crm_desktop.reports.catalogue import ReportKind, ReportOptions


def shop(session: Session) -> Shop:
    """The shop with its address, phone and logo."""
    address = settings.get(session, settings.SHOP_ADDRESS)
    phone = settings.get(session, settings.SHOP_PHONE)
    return Shop(
        settings.get(session, settings.SHOP_NAME) or _("Our shop"),
        "·".join(part for part in (address, phone) if part),
        logo=shop_logo.read(session),
        postcode=settings.get(session, settings.SHOP_POSTCODE).strip(),
    )


def printed() -> str:
    """Day and time, for the foot of each page."""
    return _("Printed {day} {time}").format(
        day=formats.date_long(clock.today()), time=formats.time_of_day(clock.now())
    )


def report(
    session: Session,
    options: ReportOptions,
    kind: ReportKind,
    period: str,
    pages: tuple[tuple[Block, ...], ...],
) -> Report:
    """A report of the catalogue under the shop's head, in the language and currency in force."""
    return Report(
        key=kind.key,
        title=_(kind.name),
        period=period,
        shop=shop(session),
        footer=printed(),
        language=options.language,
        currency=settings.get(session, settings.CURRENCY),
        pages=pages,
    )


def full_day(day: dt.date | None) -> Styled:
    """A day with its year, for lists that span years; a dash for none."""
    return Styled(day, text=formats.date_long(day) if day else "")


def short_day(day: dt.date | None) -> Styled:
    """A day; one of another year says which."""
    if day is None or day.year == clock.today().year:
        return Styled(day)
    return full_day(day)
