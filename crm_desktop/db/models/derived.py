"""Figures derived from the records so that lists can sort and filter by them at once.

Never logged and never edited by hand: refreshed inside every write for the contacts it touched
(db/derived.py), and rebuilt from the records by ``check``.
"""

import datetime as dt

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from crm_desktop.db.models.base import Base, Count, Minor, Words


class ContactStats(Base):
    """What a list shows of a contact besides its own columns. Money in the home currency."""

    __tablename__ = "contact_stats"
    __table_args__ = (
        Index("ix_contact_stats_last_contact_on", "last_contact_on", "contact_id"),
        Index("ix_contact_stats_next_due_on", "next_due_on", "contact_id"),
        Index("ix_contact_stats_spent_minor", "spent_minor", "contact_id"),
        Index("ix_contact_stats_owed_minor", "owed_minor", "contact_id"),
        Index("ix_contact_stats_last_sale_on", "last_sale_on", "contact_id"),
    )

    contact_id: Mapped[int] = mapped_column(
        ForeignKey("contact.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    last_contact_on: Mapped[dt.date | None]
    next_due_on: Mapped[dt.date | None]
    next_due_time: Mapped[Words]
    first_sale_on: Mapped[dt.date | None]
    last_sale_on: Mapped[dt.date | None]
    sale_count: Mapped[Count]
    spent_minor: Mapped[Minor]
    owed_minor: Mapped[Minor]
