"""What is known about a contact beyond the facts: tags, preferences, own fields, consent."""

import datetime as dt
from typing import Any

from sqlalchemy import ForeignKeyConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from crm_desktop.db.models.base import Count, Created, Flag, Record, Removable, Words, link, owner


class Tag(Record):
    """A word customers are grouped by."""

    __tablename__ = "tag"

    name: Mapped[str] = mapped_column(unique=True)
    colour: Mapped[Words]
    position: Mapped[Count]


class ContactTag(Record):
    """A tag on a contact."""

    __tablename__ = "contact_tag"

    contact_id: Mapped[int]
    tag_id: Mapped[int] = owner("tag.id")

    @classmethod
    def extra_args(cls) -> tuple[Any, ...]:
        """Once per contact; the unique index also serves look-ups by contact."""
        return (
            ForeignKeyConstraint(["contact_id"], ["contact.id"], ondelete="CASCADE"),
            UniqueConstraint("contact_id", "tag_id"),
        )


class Preference(Record):
    """What they like, with the day it was last confirmed."""

    __tablename__ = "preference"

    contact_id: Mapped[int] = owner("contact.id")
    topic: Mapped[str]
    value: Mapped[str]
    confirmed_on: Mapped[dt.date | None]
    important: Mapped[Flag]


class Gift(Record):
    """Something given to a contact."""

    __tablename__ = "gift"

    contact_id: Mapped[int] = owner("contact.id")
    given_on: Mapped[dt.date | None]
    what: Mapped[str]
    occasion: Mapped[Words]
    value_minor: Mapped[int | None]
    staff_id: Mapped[int | None] = link("staff.id")


class Consent(Record):
    """Permission to use data or write on a channel."""

    __tablename__ = "consent"

    contact_id: Mapped[int] = owner("contact.id")
    purpose: Mapped[str]
    channel: Mapped[Words]
    given_on: Mapped[dt.date | None]
    withdrawn_on: Mapped[dt.date | None]
    source: Mapped[Words]


class CustomTable(Record, Removable):
    """A table the shop made for itself: records with custom fields, linked to customers."""

    __tablename__ = "custom_table"

    name: Mapped[str]
    icon: Mapped[Words]
    position: Mapped[Count]


class CustomRecord(Record, Created, Removable):
    """One row of a custom table; its cells are custom values."""

    __tablename__ = "custom_record"

    custom_table_id: Mapped[int] = owner("custom_table.id")
    contact_id: Mapped[int | None] = link("contact.id")


class CustomField(Record, Removable):
    """A field the shop added, or an optional profile field switched on.

    ``entity`` is the table it belongs to (``contact``, ``sale``, ``custom_record`` ...);
    ``type`` is ``text``, ``number``, ``date``, ``yes_no``, ``choice``; ``options`` is JSON.
    """

    __tablename__ = "custom_field"

    entity: Mapped[str]
    custom_table_id: Mapped[int | None] = link("custom_table.id")
    key: Mapped[str]
    label: Mapped[str]
    type: Mapped[str]
    options: Mapped[Words]
    group_name: Mapped[Words]
    purpose: Mapped[Words]
    sensitive: Mapped[Flag]
    position: Mapped[Count]


class CustomValue(Record):
    """One value of a custom field: text as shown, with a number or date beside it to sort by."""

    __tablename__ = "custom_value"

    field_id: Mapped[int]
    record_id: Mapped[int]
    text: Mapped[Words]
    number_milli: Mapped[int | None]
    date: Mapped[dt.date | None]

    @classmethod
    def extra_args(cls) -> tuple[Any, ...]:
        """One value per field and record."""
        return (
            ForeignKeyConstraint(["field_id"], ["custom_field.id"], ondelete="CASCADE"),
            UniqueConstraint("field_id", "record_id"),
            Index("ix_custom_value_record_id", "record_id"),
        )
