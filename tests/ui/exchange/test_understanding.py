"""What the wizard works out of a prepared import."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from crm_desktop.exchange.mapping import EXTRA
from crm_desktop.exchange.understand import RowKind
from crm_desktop.services.imports.imports_data import ImportOptions, ImportReport, Severity
from crm_desktop.ui.exchange import understanding
from crm_desktop.ui.exchange.understanding import Understood
from tests.ui.exchange.conftest import SALES


@pytest.fixture
def found(customers: Path) -> Understood:
    return understanding.read([customers], ImportOptions())


def _position(found: Understood, heading: str) -> int:
    columns = found.prepared.sheets[0].columns
    return next(one.position for one in columns if one.heading == heading)


def test_unsure_columns_are_asked_about_and_never_guessed(found: Understood) -> None:
    filter_column = _position(found, "换芯")
    assert found.asked == frozenset({(0, filter_column)})
    column = next(one for one in found.prepared.sheets[0].columns if one.position == filter_column)
    assert column.field == EXTRA


def test_rows_checks_and_problems_are_counted_truthfully(found: Understood) -> None:
    assert (found.records, found.failed_rows, found.rows) == (4, 1, 5)
    birthday = found.checks[0][_position(found, "生日")]
    assert (birthday.filled, birthday.kept, birthday.odd) == (2, 1, ("1985年2月30日",))
    assert [group.severity for group in found.troubled()] == [Severity.ROW, Severity.LEFT_OUT]
    assert [group.rows for group in found.troubled()] == [1, 1]


def test_an_answer_settles_the_question(found: Understood) -> None:
    column = _position(found, "换芯")
    answered = understanding.choose_field(found, 0, column, "remark")
    assert answered.asked == frozenset()
    assert "半年" in "".join(answered.prepared.tables()[0].columns["remark"])
    skipped = understanding.choose_field(found, 0, column, understanding.IGNORE)
    assert skipped.asked == frozenset()
    assert "半年" not in "".join(skipped.prepared.tables()[0].columns["remark"])


def test_a_sheet_left_out_counts_nothing(found: Understood) -> None:
    without = understanding.include(found, 0, False)
    assert (without.records, without.failed_rows, without.asked) == (0, 0, frozenset())
    again = understanding.include(without, 0, True)
    assert (again.records, again.failed_rows) == (4, 1)


def test_the_kind_of_a_sheet_can_be_corrected(workbook: Callable[..., Path]) -> None:
    path = workbook("sales.xlsx", 流水=SALES)
    found = understanding.read([path], ImportOptions())
    assert found.prepared.sheets[0].kind == "sales"
    products = understanding.choose_kind(found, 0, "products")
    assert products.prepared.sheets[0].kind == "products"
    assert understanding.choose_kind(products, 0, "sales").records == 2


def test_the_headings_can_be_moved_to_another_row(workbook: Callable[..., Path]) -> None:
    rows = (
        ("姓名", "电话", "地址"),  # headings of an older list, kept above the real ones
        ("以下从新表抄来",),
        ("联系人", "手机号", "住址"),
        ("陈雅文", "13957168802", "西湖区文三路128号"),
        ("李建国", "13735480096", "拱墅区莫干山路7号"),
    )
    path = workbook("old.xlsx", 客户=rows)
    found = understanding.read([path], ImportOptions())
    moved = understanding.choose_header(found, 0, 2)
    sheet = moved.prepared.sheets[0]
    assert sheet.layout.header_rows == (2,)
    assert [one.heading for one in sheet.columns] == ["联系人", "手机号", "住址"]
    assert sheet.layout.kinds[0] is RowKind.TITLE
    assert moved.records == 2


def test_rows_about_the_same_customer_are_told(found: Understood) -> None:
    assert found.repeats(ImportReport(rows_read=5, contacts_new=3, rows_failed=1)) == 1
    assert found.repeats(ImportReport(rows_read=5, contacts_new=2, contacts_updated=2)) == 0
