from __future__ import annotations

import datetime as dt

import pytest

from crm_desktop.ui.today.quick_add import parse

THURSDAY = dt.date(2026, 6, 18)


@pytest.mark.parametrize(
    ("typed", "title", "day", "time"),
    [
        ("周五下午 3 点 给云栖民宿 送滤芯", "给云栖民宿 送滤芯", dt.date(2026, 6, 19), "15:00"),
        ("明天上午十点半打电话给老王", "打电话给老王", dt.date(2026, 6, 19), "10:30"),
        ("下周一 盘点", "盘点", dt.date(2026, 6, 22), ""),
        ("6月30日 收尾款", "收尾款", dt.date(2026, 6, 30), ""),
        ("1月3日 寄挂历", "寄挂历", dt.date(2027, 1, 3), ""),
        ("2026-07-01 14:30 visit", "visit", dt.date(2026, 7, 1), "14:30"),
        ("Fri 3pm deliver filters", "deliver filters", dt.date(2026, 6, 19), "15:00"),
        ("next mon call Yao Hui", "call Yao Hui", dt.date(2026, 6, 22), ""),
        ("tomorrow 12am count stock", "count stock", dt.date(2026, 6, 19), "00:00"),
        ("送 3 个滤芯", "送 3 个滤芯", THURSDAY, ""),
        ("周四 回访", "回访", THURSDAY, ""),
        ("2月30日 不存在", "2月30日 不存在", THURSDAY, ""),
        ("25点 不存在", "25点 不存在", THURSDAY, ""),
        ("明天", "明天", dt.date(2026, 6, 19), ""),
    ],
)
def test_day_and_time_are_taken_out_of_what_is_typed(
    typed: str, title: str, day: dt.date, time: str
) -> None:
    meant = parse(typed, THURSDAY)
    assert (meant.title, meant.due_on, meant.due_time) == (title, day, time)
