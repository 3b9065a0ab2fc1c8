"""One contact by its number or by what is typed, for every service that works on it."""

from __future__ import annotations

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session

from crm_desktop.core import text
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


def called(typed: str) -> Select[int]:
    """Ids of the contacts whose name, or its pinyin or initials, begin with what is typed."""
    begins = [Contact.name.startswith(text.clean(typed), autoescape=True)]
    spoken = text.fold(typed).replace(" ", "")
    if spoken.isascii() and spoken.isalpha():
        begins += [
            column.startswith(spoken, autoescape=True)
            for column in (Contact.pinyin, Contact.initials)
        ]
    return select(Contact.id).where(or_(*begins))
