"""Days and times in a typed line."""

from __future__ import annotations

import datetime as dt

import pytest

from crm_desktop.core.date_words import take_when

THURSDAY = dt.date(2026, 6, 18)


@pytest.mark.parametrize(
    ("typed", "rest", "day", "time"),
    [
        ("前天来过", "来过", dt.date(2026, 6, 16), ""),
        ("yesterday he came", "he came", dt.date(2026, 6, 17), ""),
        ("大后天送货", "送货", dt.date(2026, 6, 21), ""),
        ("3天后回访", "回访", dt.date(2026, 6, 21), ""),
        ("两周后换芯", "换芯", dt.date(2026, 7, 2), ""),
        ("一个月后再问", "再问", dt.date(2026, 7, 18), ""),
        ("in 3 days ask again", "ask again", dt.date(2026, 6, 21), ""),
        ("in two weeks", "", dt.date(2026, 7, 2), ""),
        ("in a month renew", "renew", dt.date(2026, 7, 18), ""),
        ("月底收款", "收款", dt.date(2026, 6, 30), ""),
        ("collect at end of the month", "collect", dt.date(2026, 6, 30), ""),
        ("下周拜访", "拜访", dt.date(2026, 6, 22), ""),
        ("下周三下午两点 上门", "上门", dt.date(2026, 6, 24), "14:00"),
        ("next week visit", "visit", dt.date(2026, 6, 22), ""),
        ("next tuesday 10:00", "", dt.date(2026, 6, 23), "10:00"),
        ("下个月5号续约", "续约", dt.date(2026, 7, 5), ""),
        ("下月初盘点", "盘点", dt.date(2026, 7, 1), ""),
        ("6/20 3pm", "", dt.date(2026, 6, 20), "15:00"),
        ("3/5 寄样品", "寄样品", dt.date(2027, 3, 5), ""),
        ("20号付款", "付款", dt.date(2026, 6, 20), ""),
        ("5号付款", "付款", dt.date(2026, 7, 5), ""),
        ("Jun 20 deliver", "deliver", dt.date(2026, 6, 20), ""),
        ("20 June deliver", "deliver", dt.date(2026, 6, 20), ""),
        ("january 3 send calendars", "send calendars", dt.date(2027, 1, 3), ""),
        ("wednesday 9:30", "", dt.date(2026, 6, 24), "09:30"),
        ("晚上8点半", "", None, "20:30"),
        ("今晚8点 打电话", "打电话", dt.date(2026, 6, 18), "20:00"),
        ("明早9点送货", "送货", dt.date(2026, 6, 19), "09:00"),
        ("the day after tomorrow 10am", "", dt.date(2026, 6, 20), "10:00"),
        ("下下周一 回访", "回访", dt.date(2026, 6, 29), ""),
        ("下下周 看看", "看看", dt.date(2026, 6, 29), ""),
        ("Sunny Sun next Fri", "Sunny Sun", dt.date(2026, 6, 26), ""),
        ("半个月后 回访", "回访", dt.date(2026, 7, 3), ""),
        ("半天后", "半天后", None, ""),
        ("2月29日 庆祝", "庆祝", dt.date(2028, 2, 29), ""),
        ("December 5th lunch", "lunch", dt.date(2026, 12, 5), ""),
        ("下午三点一刻", "", None, "15:15"),
        ("本周五 送货", "送货", dt.date(2026, 6, 19), ""),
        ("call Anna on friday at 3pm", "call Anna", dt.date(2026, 6, 19), "15:00"),
        ("99999-12-31", "99999-12-31", None, ""),
        ("2月30日", "2月30日", None, ""),
        ("31号", "31号", None, ""),
        ("31/2", "31/2", None, ""),
        ("1/2/3", "1/2/3", None, ""),
        ("99点", "99点", None, ""),
        ("sundry sunny satin", "sundry sunny satin", None, ""),
        ("一共三天", "一共三天", None, ""),
        ("", "", None, ""),
        ("call Anna at 8", "call Anna", None, "08:00"),
        ("at 3 call Anna", "call Anna", None, "15:00"),
        ("at 8 Mill Lane", "at 8 Mill Lane", None, ""),
        ("lunch at noon tomorrow", "lunch", dt.date(2026, 6, 19), "12:00"),
        ("half past three visit", "visit", None, "15:30"),
        ("quarter to 9 open", "open", None, "08:45"),
        ("ten o'clock meeting", "meeting", None, "10:00"),
        ("12/24/2026 close early", "close early", dt.date(2026, 12, 24), ""),
        ("24/12/2026 close early", "close early", dt.date(2026, 12, 24), ""),
        ("24.12.2026 9:00", "", dt.date(2026, 12, 24), "09:00"),
        ("last day of the month count stock", "count stock", dt.date(2026, 6, 30), ""),
        ("下月底 盘点", "盘点", dt.date(2026, 7, 31), ""),
        ("end of next month stock", "stock", dt.date(2026, 7, 31), ""),
    ],
)
def test_day_and_time_are_taken_out(typed: str, rest: str, day: dt.date | None, time: str) -> None:
    when = take_when(typed, THURSDAY)
    assert (when.rest, when.day, when.time) == (rest, day, time)


def test_a_month_on_from_the_31st_is_the_last_of_the_month() -> None:
    assert take_when("一个月后", dt.date(2026, 1, 31)).day == dt.date(2026, 2, 28)
