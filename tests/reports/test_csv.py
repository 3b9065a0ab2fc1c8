"""The CSV is read back with the csv module."""

from __future__ import annotations

import csv
import io

import pytest

from crm_desktop.core import i18n
from crm_desktop.reports import csv as report_csv
from crm_desktop.reports.document import Report
from tests.reports import samples


def written(report: Report) -> bytes:
    file = io.BytesIO()
    with i18n.using(report.language):
        report_csv.write(report, file)
    return file.getvalue()


def read_back(report: Report) -> list[list[str]]:
    return list(csv.reader(io.StringIO(written(report).decode("utf-8-sig"), newline="")))


def test_tables_stand_below_each_other_with_their_names() -> None:
    rows = read_back(samples.monthly_report())
    assert rows[0] == ["客户月报", "2026 年 5 月", "清源净水"]
    at = rows.index(["近 12 个月"])
    assert rows[at - 1] == []
    assert rows[at + 1] == ["月份", "老客", "新客", "去年"]
    assert rows[at + 13] == ["2026-05-01", "4200.00", "1800.00", "4000.00"]
    assert ["未收齐的销售"] in rows


def test_a_byte_order_mark_and_windows_line_ends() -> None:
    data = written(samples.monthly_report())
    assert data.startswith("\ufeff客户月报".encode())
    assert data.count(b"\n") == data.count(b"\r\n")


@pytest.mark.parametrize("text", ["=1+1", "+86 1", "-x", "@a", "\tb"])
def test_formulas_are_made_harmless(text: str) -> None:
    assert report_csv.safe(text) == "'" + text


def test_ordinary_texts_stay() -> None:
    assert report_csv.safe("张三 = 李四") == "张三 = 李四"


def test_hostile_names_come_back_whole() -> None:
    rows = read_back(samples.monthly_report(samples.hostile_month()))
    at = rows.index(["消费最多的客户"]) + 2
    names = [row[1] for row in rows[at : at + len(samples.HOSTILE)]]
    assert names[0] == "<b>粗</b>"
    assert names[1] == "'=cmd|' /C calc'!A0"
    assert names[6] == samples.HOSTILE[6]
    assert names[7] == samples.HOSTILE[7]
