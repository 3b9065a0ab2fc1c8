"""Files kept with records, imports and their source rows, saved views and reports, settings."""

import datetime as dt
from typing import Any

from sqlalchemy import ForeignKeyConstraint, Index, LargeBinary, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from crm_desktop.db.models.base import (
    Base,
    Count,
    Created,
    Flag,
    Record,
    Removable,
    Words,
    link,
    owner,
)


class Attachment(Record, Created, Removable):
    """A file on a record. ``record_table`` and ``record_id`` name the record."""

    __tablename__ = "attachment"

    record_table: Mapped[str]
    record_id: Mapped[int]
    name: Mapped[str]
    media_type: Mapped[Words]
    size: Mapped[int]
    sha256: Mapped[str] = mapped_column(index=True)
    note: Mapped[Words]
    staff_id: Mapped[int | None] = link("staff.id", index=False)

    @classmethod
    def extra_args(cls) -> tuple[Any, ...]:
        """A record's files."""
        return (Index("ix_attachment_record", "record_table", "record_id"),)


class AttachmentContent(Base):
    """The bytes, once per content. Not logged: never changed, and dropped only when no
    attachment row, deleted ones included, names them."""

    __tablename__ = "attachment_content"

    sha256: Mapped[str] = mapped_column(primary_key=True)
    content: Mapped[bytes] = mapped_column(LargeBinary)


class ImportBatch(Record, Created):
    """One import: where from, what came of it. ``counts`` and ``mapping`` are JSON."""

    __tablename__ = "import_batch"

    file_name: Mapped[str]
    sha256: Mapped[Words]
    kind: Mapped[Words]
    counts: Mapped[Words]
    mapping: Mapped[Words]
    recipe_id: Mapped[int | None] = link("import_recipe.id", index=False)


class ImportRow(Record):
    """What became of one source row. ``fingerprint`` recognises the row when it comes again."""

    __tablename__ = "import_row"

    import_batch_id: Mapped[int] = owner("import_batch.id")
    sheet: Mapped[Words]
    row_number: Mapped[int]
    fate: Mapped[str]
    record_table: Mapped[Words]
    record_id: Mapped[int | None]
    fingerprint: Mapped[Words]
    reason: Mapped[Words]

    @classmethod
    def extra_args(cls) -> tuple[Any, ...]:
        """Rows are recognised by fingerprint."""
        return (Index("ix_import_row_fingerprint", "fingerprint"),)


class ImportRecipe(Record, Created, Removable):
    """How a layout was understood last time; JSON mapping, found again by its headings."""

    __tablename__ = "import_recipe"

    name: Mapped[str]
    headings: Mapped[str]
    mapping: Mapped[str]
    used_on: Mapped[dt.date | None]


class SavedView(Record, Removable):
    """A named filter over a list; ``conditions`` and ``columns`` are JSON."""

    __tablename__ = "saved_view"

    entity: Mapped[str] = mapped_column(default="contact")
    code: Mapped[Words]
    name: Mapped[Words]
    colour: Mapped[Words]
    conditions: Mapped[Words]
    columns: Mapped[Words]
    sort: Mapped[Words]
    frozen: Mapped[Flag]
    pinned: Mapped[Flag]
    position: Mapped[Count]


class SavedViewMember(Record):
    """A member of a frozen view."""

    __tablename__ = "saved_view_member"

    saved_view_id: Mapped[int]
    contact_id: Mapped[int] = owner("contact.id")

    @classmethod
    def extra_args(cls) -> tuple[Any, ...]:
        """A contact once per list."""
        return (
            ForeignKeyConstraint(["saved_view_id"], ["saved_view.id"], ondelete="CASCADE"),
            UniqueConstraint("saved_view_id", "contact_id"),
        )


class SavedReport(Record, Removable):
    """A report with its choices kept under a name; ``options`` is JSON."""

    __tablename__ = "saved_report"

    report_key: Mapped[str]
    name: Mapped[str]
    options: Mapped[Words]
    schedule: Mapped[Words]
    position: Mapped[Count]


class DuplicateVerdict(Record, Created):
    """Two contacts the user has said are not the same."""

    __tablename__ = "duplicate_verdict"

    first_id: Mapped[int] = owner("contact.id")
    second_id: Mapped[int] = owner("contact.id")
    verdict: Mapped[str]

    @classmethod
    def extra_args(cls) -> tuple[Any, ...]:
        """One verdict per pair, smaller id first."""
        return (UniqueConstraint("first_id", "second_id"),)


class Setting(Record):
    """A setting that belongs to the shop and travels with the file; the value is JSON."""

    __tablename__ = "setting"

    key: Mapped[str] = mapped_column(unique=True)
    value: Mapped[str]
