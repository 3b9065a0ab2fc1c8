"""Which contacts lists and figures leave out."""

from __future__ import annotations

from sqlalchemy import ColumnElement, Select, literal_column, or_, select

from crm_desktop.db.models import Contact

CONTACT_PERSON = "contact_person"
"""``Contact.party`` of somebody known only as a person at a company: not a row of the list."""


def hidden() -> ColumnElement[bool]:
    """The condition on ``Contact`` for those left out: deleted, archived, people at companies.

    In the very words of the index over them, so that a large file finds the few at once.
    """
    return or_(
        Contact.deleted_at.is_not(None),
        Contact.archived_at.is_not(None),
        Contact.party == literal_column(f"'{CONTACT_PERSON}'"),
    )


def hidden_ids() -> Select[int]:
    """The ids of those left out."""
    return select(Contact.id).where(hidden())
