"""How the values of dimensions of time read and follow one another."""

from __future__ import annotations

import pytest

from crm_desktop.core import i18n
from crm_desktop.services.crosstab import crosstab_times


@pytest.mark.parametrize(
    ("key", "value", "english", "chinese"),
    [
        ("day", "2026-05-04", "4 May 2026", "2026年5月4日"),
        ("week", "2025-12-29", "29 Dec 2025 – 4 Jan 2026", "2025年12月29日 – 2026年1月4日"),
        ("month", "2026-05", "May 2026", "2026年5月"),
        ("quarter", "2026-Q2", "Q2 2026", "2026年Q2"),
        ("year", "2026", "2026", "2026"),
        ("weekday", "0", "Sunday", "星期日"),
        ("hour", "09", "09:00", "09:00"),
        ("month", "x", "x", "x"),
        ("quarter", "", "", ""),
    ],
)
def test_a_value_reads_as_people_say_it(key: str, value: str, english: str, chinese: str) -> None:
    assert crosstab_times.shown(key, value) == english
    with i18n.using("zh_CN"):
        assert crosstab_times.shown(key, value) == chinese


@pytest.mark.parametrize(
    ("key", "values", "run"),
    [
        ("month", ["2026-01", "2025-11"], ["2025-11", "2025-12", "2026-01"]),
        ("quarter", ["2025-Q3", "2026-Q1"], ["2025-Q3", "2025-Q4", "2026-Q1"]),
        ("week", ["2025-12-22", "2026-01-05"], ["2025-12-22", "2025-12-29", "2026-01-05"]),
        ("day", ["2024-02-28", "2024-03-01"], ["2024-02-28", "2024-02-29", "2024-03-01"]),
        ("hour", ["08", "10"], ["08", "09", "10"]),
        ("year", ["2024", "2026"], ["2024", "2025", "2026"]),
        ("weekday", ["0", "1"], ["1", "0"]),
        ("month", [], []),
    ],
)
def test_what_lies_between_is_there_too(key: str, values: list[str], run: list[str]) -> None:
    assert crosstab_times.run(key, values) == run
