"""What goes into an import and what comes out of it: plain data, independent of the file read.

``exchange`` makes clean tables of source files; ``services.imports`` writes them. Nothing here
knows either.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from crm_desktop.core.i18n import N_, _

OWN = "own:"
"""Before the label of a field of the shop's own, where a column goes to it; one that is not there
yet is made by the import."""


class Severity(StrEnum):
    """How bad a problem is for its row."""

    NOTE = "note"  # imported; how it was read is said
    LEFT_OUT = "left_out"  # the row was imported, this value kept as text in the remark
    ROW = "row"  # the row was not imported


# Code -> (severity, sentence). The sentence may use {value}.
_PROBLEMS: dict[str, tuple[Severity, str]] = {
    "digits_lost": (Severity.LEFT_OUT, N_("The number was cut off to {value}.")),
    "masked": (Severity.LEFT_OUT, N_("Part of the number {value} is hidden by asterisks.")),
    "placeholder": (Severity.LEFT_OUT, N_("{value} is not a real number.")),
    "not_a_phone": (Severity.LEFT_OUT, N_("No phone number in “{value}”.")),
    "zero_added": (Severity.NOTE, N_("The 0 of the area code was put back before {value}.")),
    "no_area": (Severity.NOTE, N_("{value} has no area code.")),
    "unknown": (Severity.NOTE, N_("{value} is an unusual phone number; kept as it is.")),
    "same_as_above": (Severity.LEFT_OUT, N_("“{value}” was not followed for a phone number.")),
    "year_added": (Severity.NOTE, N_("{value} has no year; taken from the sheet.")),
    "month_added": (Severity.NOTE, N_("{value} has no month; taken from the sheet.")),
    "month_start": (Severity.NOTE, N_("{value} has no day; read as the first of the month.")),
    "order_assumed": (Severity.NOTE, N_("Day and month of dates like {value} may be swapped.")),
    "no_year": (Severity.LEFT_OUT, N_("{value} has no year.")),
    "no_such_day": (Severity.LEFT_OUT, N_("There is no such day as {value}.")),
    "not_a_date": (Severity.LEFT_OUT, N_("“{value}” is not a date.")),
    "in_future": (Severity.NOTE, N_("{value} lies in the future; kept without its year.")),
    "sum": (Severity.NOTE, N_("{value} was added up.")),
    "words": (Severity.NOTE, N_("{value} was read as a number.")),
    "short_wan": (Severity.NOTE, N_("{value} was read as a number.")),
    "free": (Severity.NOTE, N_("“{value}” was read as a gift at 0.")),
    "not_a_number": (Severity.LEFT_OUT, N_("“{value}” is not a number.")),
    "error_cell": (Severity.LEFT_OUT, N_("The cell shows the error {value}.")),
    "formula_computed": (Severity.NOTE, N_("The formula had no result; worked out.")),
    "not_an_email": (Severity.LEFT_OUT, N_("“{value}” is not an e-mail address.")),
    "surname_only": (Severity.NOTE, N_("“{value}” is no full name.")),
    "masked_here": (Severity.NOTE, N_("{value} is masked; what is there already stays.")),
    "note_in_name": (Severity.NOTE, N_("A remark was taken off the name “{value}”.")),
    "cell_comment": (Severity.NOTE, N_("A comment is kept in the remark: “{value}”.")),
    "hidden_row": (Severity.NOTE, N_("The row is hidden in the sheet; it was imported.")),
    "amount_differs": (Severity.NOTE, N_("Quantity times price is not {value}.")),
    "total_differs": (Severity.NOTE, N_("The rows do not add up to the stated {value}.")),
    "debts_added": (Severity.NOTE, N_("Several rows state a debt; added together.")),
    "continued": (Severity.NOTE, N_("{value} was taken for one more person of the row above.")),
    "several_customers": (Severity.NOTE, N_("Several are called “{value}”; booked on none.")),
    "name_variant": (Severity.NOTE, N_("“{value}” was taken for a customer of nearly that name.")),
    "number_taken": (Severity.NOTE, N_("Number {value} belongs to somebody else already.")),
    "shared_phone": (Severity.NOTE, N_("{value} is also the number of another customer.")),
    "figure_differs": (Severity.NOTE, N_("{value} differs from what is recorded; not changed.")),
    "no_name": (Severity.ROW, N_("There is neither a name nor a phone number.")),
    "no_date": (Severity.ROW, N_("The sale has no date.")),
    "no_amount": (Severity.ROW, N_("The sale has no amount.")),
    "no_product": (Severity.ROW, N_("The product has no name.")),
    "no_customer": (Severity.ROW, N_("No customer is named.")),
    "too_large": (Severity.LEFT_OUT, N_("{value} is too large a number.")),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Problem:
    """Something to know about one source cell or row. ``row`` is the row number in the sheet."""

    file: str
    sheet: str
    row: int
    heading: str
    value: str
    code: str

    @property
    def severity(self) -> Severity:
        """What it means for the row."""
        return _PROBLEMS[self.code][0]

    def sentence(self) -> str:
        """Why, in the language in force."""
        return _(_PROBLEMS[self.code][1]).format(value=self.value)


@dataclass(frozen=True, slots=True)
class CleanTable:
    """Records of one sheet, cleaned, column by column.

    ``kind`` is ``customers``, ``sales``, ``products`` or ``follow_ups``. ``rows`` are the row
    numbers in the sheet; every list in ``columns`` is as long. Money is in minor units of
    ``currency``, quantities in thousandths, absent values are ``None`` (or empty text or tuple).
    ``fingerprints`` recognise the rows of a customer table when they come again.
    """

    file: str
    sheet: str
    kind: str
    rows: Sequence[int]
    columns: Mapping[str, Sequence[Any]]
    problems: Sequence[Problem] = ()
    currency: str = "CNY"
    fingerprints: Sequence[str] = ()

    def __len__(self) -> int:
        return len(self.rows)


class OnDuplicate(StrEnum):
    """What to do with a row whose customer is there already."""

    FILL = "fill"  # fill only what is blank
    OVERWRITE = "overwrite"  # what the file says counts; empty cells change nothing
    SKIP = "skip"
    CREATE = "create"


@dataclass(frozen=True, slots=True)
class ImportOptions:
    """The user's choices. ``currency`` is assumed where a sheet names none; ``own_fields`` are the
    labels of the fields the shop added, which columns of that heading go to."""

    on_duplicate: OnDuplicate = OnDuplicate.FILL
    currency: str = "CNY"
    default_area: str = ""
    own_fields: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file an import read: its name and the SHA-256 of its bytes."""

    name: str
    sha256: str
    mapping: str = ""


@dataclass(frozen=True, slots=True)
class SheetReport:
    """One sheet of a source file. ``left_out`` says why it was not imported, empty when it was.

    ``rows`` are its records, ``amount_minor`` the sum of their amounts, debts or spending in the
    currency's minor units, to compare with the total the sheet states.
    """

    file: str
    sheet: str
    kind: str
    rows: int = 0
    amount_minor: int = 0
    left_out: str = ""


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import did, counted from the data file after the write (or before a rollback).

    ``totals`` sums the imported sale lines by currency and ``debts``, ``spent`` the opening
    figures, in minor units. ``skipped`` counts rows that are no records, by reason; ``sheets``
    are all sheets of the sources, those left out as well.
    ``batch_ids`` name the import in the data file; empty when nothing was written.
    """

    rows_read: int = 0
    contacts_new: int = 0
    contacts_updated: int = 0
    contacts_unchanged: int = 0
    contacts_skipped: int = 0
    products_new: int = 0
    sales_new: int = 0
    sale_lines_new: int = 0
    sale_lines_known: int = 0
    payments_new: int = 0
    rows_failed: int = 0
    totals: Mapping[str, int] = field(default_factory=dict)
    debts: Mapping[str, int] = field(default_factory=dict)
    spent: Mapping[str, int] = field(default_factory=dict)
    skipped: Mapping[str, int] = field(default_factory=dict)
    problems: Sequence[Problem] = ()
    sheets: Sequence[SheetReport] = ()
    batch_ids: Sequence[int] = ()
    dry_run: bool = False
