"""Cells copied from a spreadsheet."""

from __future__ import annotations

import pytest

from crm_desktop.core import pasted_cells


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("a\tb\r\nc\td\r\n", [["a", "b"], ["c", "d"]]),
        ("a\t\r\n\tb", [["a", ""], ["", "b"]]),
        ('"two\nlines"\t1\n"say ""hi"""\t2', [["two\nlines", "1"], ['say "hi"', "2"]]),
        ('5" pipe\t1\n6"\t2', [['5" pipe', "1"], ['6"', "2"]]),
        ('"\t1\n"\t2\nx\t3', [['"', "1"], ['"', "2"], ["x", "3"]]),
        ('"A" class\t1\nb\t2', [['"A" class', "1"], ["b", "2"]]),
        ("", []),
        ("\r\n", []),
    ],
)
def test_cells_are_split_as_spreadsheets_copy_them(text: str, rows: list[list[str]]) -> None:
    assert pasted_cells.split(text) == rows


def test_a_lone_quotation_mark_takes_no_time_to_be_a_letter() -> None:
    block = "\n".join(['"x\t1'] * 5000)
    assert pasted_cells.split(block)[-1] == ['"x', "1"]
