"""One contact by its number, for every service that works on it."""

from __future__ import annotations

from sqlalchemy.orm import Session

from crm_desktop.core.errors import NotFound
from crm_desktop.core.i18n import _
from crm_desktop.db.models import Contact


def found(session: Session, contact_id: int) -> Contact:
    """The contact row. Raises ``NotFound`` when it is gone."""
    contact = session.get(Contact, contact_id)
    if contact is None or contact.deleted_at is not None:
        raise NotFound(
            _("This customer does not exist any more."),
            _("Nothing was changed."),
            _("Look in the recycle bin, or undo the deletion."),
        )
    return contact
