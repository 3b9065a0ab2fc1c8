"""One deal by its number, for every service that works on it."""

from __future__ import annotations

from sqlalchemy.orm import Session

from crm_desktop.core.errors import NotFound
from crm_desktop.core.i18n import _
from crm_desktop.db.models import Deal
from crm_desktop.services.records import staff


def found(session: Session, deal_id: int) -> Deal:
    """The deal row. Raises ``NotFound`` when it is gone."""
    deal = session.get(Deal, deal_id)
    if deal is None or deal.deleted_at is not None:
        raise NotFound(
            _("This deal does not exist any more."),
            _("Nothing was changed."),
            _("Look in the recycle bin, or undo the deletion."),
        )
    return deal


def mover(session: Session, deal: Deal, staff_id: int | None = None) -> int | None:
    """Who moves a deal: the one named, else who sits at this computer, else its owner."""
    who = staff.or_me(session, staff_id)
    return who if who is not None else deal.owner_id
