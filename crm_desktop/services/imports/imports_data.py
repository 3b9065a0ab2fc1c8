"""What goes into an import and what comes out of it: plain data, independent of the file read.

``exchange`` makes clean tables of source files; ``services.imports`` writes them. Nothing here
knows either.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from crm_desktop.core.i18n import N_, _
from crm_desktop.services.imports.import_recipes import Recipe

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
    "months_across": (
        Severity.NOTE,
        N_("Months stand across ({value} …): each filled cell became a sale on the first of one."),
    ),
    "kept_as_text": (Severity.LEFT_OUT, N_("“{value}” is kept as a note, as you chose.")),
    "undecided": (Severity.ROW, N_("“{value}” is there already; nothing was decided.")),
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
class Task:
    """A follow-up as it was exported: local days, ``due_time`` ``HH:MM`` or empty."""

    due_on: dt.date | None
    due_time: str
    kind: str
    title: str
    note: str
    state: str
    done_on: dt.date | None
    result: str
    owner: str


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
    ASK = "ask"  # a row is taken only once something was decided for it


class MatchKey(StrEnum):
    """By what a row is recognised as a customer who is there already. A name alone never is."""

    NUMBER = "number"  # customer number, member card, tax number
    PHONE = "phone"  # the same mobile, unless the names contradict
    NAME_PHONE = "name_phone"  # the same name and any number in common
    NAME_ADDRESS = "name_address"


RowPlace = tuple[str, str, int]
"""File, sheet, and row number in the sheet."""


@dataclass(frozen=True, slots=True)
class ImportOptions:
    """The user's choices. ``currency`` is assumed where a sheet names none; ``own_fields`` are the
    labels of the fields the shop added, which columns of that heading go to. ``decisions`` hold
    for single rows what ``on_duplicate`` says for all others. Without ``hidden`` the hidden rows
    and columns of a sheet are left out. ``recipes`` are how sheets were read before."""

    on_duplicate: OnDuplicate = OnDuplicate.FILL
    currency: str = "CNY"
    default_area: str = ""
    own_fields: tuple[str, ...] = ()
    match_by: frozenset[MatchKey] = frozenset(MatchKey)
    decisions: Mapping[RowPlace, OnDuplicate] = field(default_factory=dict)
    hidden: bool = True
    recipes: tuple[Recipe, ...] = ()

    def rule(self, file: str, sheet: str, row: int) -> OnDuplicate:
        """What to do with one row whose customer is there already."""
        if not self.decisions:
            return self.on_duplicate
        return self.decisions.get((file, sheet, row), self.on_duplicate)


class Fate(StrEnum):
    """What an import will do with one row of a sheet."""

    NEW = "new"
    UPDATE = "update"  # a customer in the data gains something
    SAME = "same"  # in the data already, nothing new
    JOINED = "joined"  # the customer of an earlier row of these files
    SKIP = "skip"  # the customer is there, and the rule says to leave them alone
    ASK = "ask"  # the customer is there, and nothing was decided yet
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Gain:
    """What a customer gets from a row: a field (in English, pass it through ``_``) and its values
    as shown."""

    field: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class RowFate:
    """One row and what will become of it. ``contact_id`` is the customer in the data, 0 for none;
    ``who`` a name or whatever tells the row apart, ``why`` the reasons it cannot be taken."""

    file: str
    sheet: str
    row: int
    fate: Fate
    who: str = ""
    contact_id: int = 0
    gains: tuple[Gain, ...] = ()
    why: str = ""


@dataclass(slots=True)
class TableFates:
    """The fates of all rows of one table, kept small: a million rows are a megabyte.

    ``codes[i]`` is the place in ``list(Fate)`` of the fate of ``table.rows[i]``; ``known`` and
    ``gains`` go by ``i`` as well.
    """

    table: CleanTable
    codes: bytearray
    known: dict[int, int] = field(default_factory=dict)
    gains: dict[int, tuple[Gain, ...]] = field(default_factory=dict)

    def set(self, index: int, fate: Fate) -> None:
        """What becomes of row ``index``."""
        self.codes[index] = _FATES.index(fate)

    def count(self, fate: Fate) -> int:
        """How many rows have this fate."""
        return self.codes.count(_FATES.index(fate))

    def places(self, fate: Fate | None = None) -> list[int]:
        """The rows of one fate, or all."""
        if fate is None:
            return list(range(len(self.codes)))
        code = _FATES.index(fate)
        return [index for index, one in enumerate(self.codes) if one == code]

    def row(self, index: int, why: str = "") -> RowFate:
        """One row with everything said about it."""
        table = self.table
        return RowFate(
            table.file, table.sheet, table.rows[index], _FATES[self.codes[index]],
            _who(table, index), self.known.get(index, 0), self.gains.get(index, ()), why,
        )  # fmt: skip


_FATES = list(Fate)


def _who(table: CleanTable, index: int) -> str:
    """What tells a row apart: the customer, then the product, the number or the day."""
    columns = table.columns
    said = [columns[name][index] for name in ("name", "product", "order_no") if name in columns]
    if "date" in columns and columns["date"][index]:
        said.append(columns["date"][index].isoformat())
    phones = columns["phones"][index] if "phones" in columns else ()
    said += [phones[0].number_text] if phones else []
    return " · ".join(one for one in said[:3] if one)


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
    ``batch_ids`` name the import in the data file; empty when nothing was written. ``fates`` are
    those of every row, in a trial run only.
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
    fates: Sequence[TableFates] = ()
