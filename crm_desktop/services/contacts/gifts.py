"""What a customer was given, when and for what occasion."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from crm_desktop.core import text
from crm_desktop.core.errors import NotFound, UserError
from crm_desktop.core.i18n import _
from crm_desktop.db.models import Gift
from crm_desktop.services.records import contact_record


@dataclass(frozen=True, slots=True)
class GiftRow:
    """``value_minor`` is in minor units of the customer's currency, ``None`` when not known."""

    id: int
    what: str
    given_on: dt.date | None
    occasion: str
    value_minor: int | None


def of_contact(session: Session, contact_id: int) -> list[GiftRow]:
    """A customer's gifts, the latest first."""
    query = (
        select(Gift)
        .where(Gift.contact_id == contact_id)
        .order_by(Gift.given_on.desc(), Gift.id.desc())
    )
    return [
        GiftRow(one.id, one.what, one.given_on, one.occasion, one.value_minor)
        for one in session.scalars(query)
    ]


def add(
    session: Session,
    contact_id: int,
    what: str,
    *,
    given_on: dt.date | None = None,
    occasion: str = "",
    value_minor: int | None = None,
) -> int:
    """Keep a gift; returns its id. Raises ``UserError`` for an empty one."""
    contact_record.found(session, contact_id)
    what = text.clean(what)
    if not what:
        raise UserError(_("Say what was given."), _("Nothing was changed."))
    gift = Gift(
        contact_id=contact_id,
        what=what,
        given_on=given_on,
        occasion=text.clean(occasion),
        value_minor=value_minor,
    )
    session.add(gift)
    session.flush()
    return gift.id


def remove(session: Session, gift_id: int) -> None:
    """Take a gift off the list. Raises ``NotFound``."""
    gift = session.get(Gift, gift_id)
    if gift is None:
        raise NotFound(_("This gift does not exist any more."), _("Nothing was changed."))
    session.delete(gift)
    session.flush()
