"""Blank workbooks to fill in: a list of customers, a log, a visit form and a customer card.

They come back in without any mapping; the example row is told apart and left out.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from crm_desktop.core.i18n import N_, _
from crm_desktop.exchange.write_target import writing_to

CUSTOMERS = "customers"
LOG = "log"
VISIT = "visit"
CARD = "card"


@dataclass(frozen=True, slots=True)
class StartSheet:
    """``titles`` are the headings or labels and an example of each, in English as message ids.

    ``form`` puts labels below each other, for one customer or one visit.
    """

    name: str
    titles: tuple[tuple[str, str], ...]
    form: bool = False


SHEETS: dict[str, StartSheet] = {
    CUSTOMERS: StartSheet(
        N_("Customer list"),
        (
            (N_("Customer"), N_("Example: Grace Chen")), (N_("Contact person"), ""),
            (N_("Mobile"), "13800000001"), (N_("Phone"), ""), (N_("WeChat"), ""),
            (N_("E-mail"), ""), (N_("Address"), ""), (N_("Birthday"), "1985-03-02"),
            (N_("Level"), ""), (N_("Type"), ""), (N_("Source"), ""), (N_("Tags"), ""),
            (N_("Customer since"), "2024-03-05"), (N_("Remark"), ""),
        ),
    ),
    LOG: StartSheet(
        N_("Follow-up log"),
        (
            (N_("Date"), N_("Example: 2026-03-05")), (N_("Customer"), "Grace Chen"),
            (N_("Mobile"), "13800000001"), (N_("Follow-up notes"), N_("Call, wants a quote")),
            (N_("Next follow-up"), "2026-03-12"), (N_("Salesperson"), ""), (N_("Remark"), ""),
        ),
    ),
    VISIT: StartSheet(
        N_("Visit form"),
        (
            (N_("Customer"), ""), (N_("Contact person"), ""), (N_("Mobile"), ""),
            (N_("Date"), ""), (N_("Follow-up notes"), ""), (N_("Next follow-up"), ""),
            (N_("Salesperson"), ""), (N_("Remark"), ""),
        ),
        form=True,
    ),
    CARD: StartSheet(
        N_("Customer card"),
        (
            (N_("Customer"), ""), (N_("Contact person"), ""), (N_("Mobile"), ""),
            (N_("Phone"), ""), (N_("WeChat"), ""), (N_("E-mail"), ""), (N_("Address"), ""),
            (N_("Birthday"), ""), (N_("Level"), ""), (N_("Type"), ""), (N_("Source"), ""),
            (N_("Tags"), ""), (N_("Remark"), ""),
        ),
        form=True,
    ),
}  # fmt: skip
KINDS = tuple(SHEETS)

_LISTED = {N_("Level"): "level", N_("Type"): "customer_type", N_("Source"): "source"}
_ROWS = 500


def write(kind: str, path: Path, choices: Mapping[str, Sequence[str]]) -> None:
    """Write one; ``choices`` are what cells of ``level``, ``customer_type``, ``source`` offer.

    Raises ``FileProblem`` when ``path`` cannot be written.
    """
    import openpyxl

    sheet_of = SHEETS[kind]
    book = openpyxl.Workbook()
    page: Any = book.active
    page.title = _(sheet_of.name)
    titles = [
        (_(title), title, _(example) if example else "") for title, example in sheet_of.titles
    ]
    (_write_form if sheet_of.form else _write_list)(page, titles, choices)
    with writing_to(path) as file:
        book.save(file)


Titles = Sequence[tuple[str, str, str]]


def _write_list(page: Any, titles: Titles, choices: Mapping[str, Sequence[str]]) -> None:
    from openpyxl.styles import Font, PatternFill
    from openpyxl.utils import get_column_letter

    for number, (title, _id, example) in enumerate(titles, 1):
        head = page.cell(1, number, title)
        head.font = Font(bold=True)
        head.fill = PatternFill("solid", fgColor="E8EEEC")
        shown = page.cell(2, number, example)
        shown.font = Font(italic=True, color="8A8A8A")
        letter = get_column_letter(number)
        page.column_dimensions[letter].width = 18
        for row in range(2, _ROWS):
            page.cell(row, number).number_format = "@"
        _offer(page, f"{letter}2:{letter}{_ROWS}", choices.get(_LISTED.get(_id, ""), ()))
    page.freeze_panes = "A2"


def _write_form(page: Any, titles: Titles, choices: Mapping[str, Sequence[str]]) -> None:
    from openpyxl.styles import Border, Font, PatternFill, Side

    line = Side(style="thin", color="C9CFCC")
    for number, (title, _id, _example) in enumerate(titles, 3):
        label, value = page.cell(number, 1, title), page.cell(number, 2)
        label.font = Font(bold=True)
        label.fill = PatternFill("solid", fgColor="E8EEEC")
        value.number_format = "@"
        label.border = value.border = Border(left=line, right=line, top=line, bottom=line)
        page.row_dimensions[number].height = 24
        _offer(page, f"B{number}", choices.get(_LISTED.get(_id, ""), ()))
    page["A1"] = page.title
    page["A1"].font = Font(bold=True, size=14)
    page.column_dimensions["A"].width = 18
    page.column_dimensions["B"].width = 60


def _offer(page: Any, cells: str, words: Sequence[str]) -> None:
    """A drop-down list; Excel takes 255 characters of choices at most."""
    from openpyxl.worksheet.datavalidation import DataValidation

    kept: list[str] = []
    for word in words:
        if "," not in word and '"' not in word and len(",".join([*kept, word])) <= 250:
            kept.append(word)
    if not kept:
        return
    rule = DataValidation(type="list", formula1='"{}"'.format(",".join(kept)), allow_blank=True)
    rule.showErrorMessage = False  # any other word may be typed as well
    page.add_data_validation(rule)
    rule.add(cells)
