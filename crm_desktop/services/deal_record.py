"""One deal by its number, for every service that works on it."""

from __future__ import annotations

from sqlalchemy.orm import Session

from crm_desktop.core.errors import NotFound
from crm_desktop.core.i18n import _
from crm_desktop.db.models import Deal


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
