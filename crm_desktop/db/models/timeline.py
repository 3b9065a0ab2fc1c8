"""The one timeline per customer."""

import datetime as dt

from sqlalchemy import Index
from sqlalchemy.orm import Mapped

from crm_desktop.db.models.base import Created, Flag, Record, Removable, Words, link, owner


class TimelineEntry(Record, Created, Removable):
    """Something that happened between us and a contact.

    ``kind`` is ``call``, ``visit``, ``wechat``, ``email``, ``meeting``, ``note``, ``counter`` ...;
    sales, payments and tickets are shown from their own tables, not copied here.
    ``direction`` is ``in``, ``out`` or empty. ``happened_at`` is set when the time is known.
    """

    __tablename__ = "timeline_entry"

    contact_id: Mapped[int] = owner("contact.id")
    person_id: Mapped[int | None] = link("contact.id")
    kind: Mapped[str]
    direction: Mapped[Words]
    happened_on: Mapped[dt.date]
    happened_at: Mapped[dt.datetime | None]
    title: Mapped[Words]
    body: Mapped[Words]
    result: Mapped[Words]
    minutes: Mapped[int | None]
    pinned: Mapped[Flag]
    staff_id: Mapped[int | None] = link("staff.id")
    follow_up_id: Mapped[int | None] = link("follow_up.id")
    deal_id: Mapped[int | None] = link("deal.id")
    sale_id: Mapped[int | None] = link("sale.id")
    ticket_id: Mapped[int | None] = link("ticket.id")
    campaign_id: Mapped[int | None] = link("campaign.id")
    import_batch_id: Mapped[int | None] = link("import_batch.id", index=False)

    @classmethod
    def extra_args(cls) -> tuple[Index, ...]:
        """Newest first per contact."""
        return (
            Index("ix_timeline_entry_contact_day", "contact_id", "happened_on"),
            Index("ix_timeline_entry_happened_on", "happened_on"),
        )
