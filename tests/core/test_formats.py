"""Numbers and money as people write them."""

from __future__ import annotations

import datetime as dt
import random
from decimal import Decimal

import pytest
from babel import numbers

from crm_desktop.core import formats, i18n


@pytest.mark.parametrize(
    ("minor", "exact", "whole"),
    [
        (123_450, "¥1,234.50", "¥1,235"),
        (0, "¥0.00", "¥0"),
        (-5, "-¥0.05", "¥0"),
        (-123_450, "-¥1,234.50", "-¥1,235"),
        (10**14, "¥1,000,000,000,000.00", "¥1,000,000,000,000"),
    ],
)
def test_money(minor: int, exact: str, whole: str) -> None:
    assert formats.money_exact(minor) == exact
    assert formats.money_whole(minor) == whole


def test_currencies_keep_their_own_minor_units() -> None:
    assert formats.money_exact(1234, "JPY") == "¥1,234"
    assert formats.money_exact(1234, "USD") == "$12.34"
    assert formats.money_exact(1234, "KWD") == "KWD1.234"


@pytest.mark.parametrize("language", i18n.LANGUAGES)
def test_amounts_agree_with_babel(language: str) -> None:
    chance = random.Random(1)
    with i18n.using(language):
        for _ in range(500):
            minor = chance.randrange(-(10**12), 10**12)
            wanted = numbers.format_decimal(
                Decimal(minor) / 100, format="#,##0.00", locale=language
            )
            assert formats.amount_exact(minor) == wanted


def test_percent_and_quantity() -> None:
    assert [formats.percent(bp) for bp in (4100, 4150, -50, 0)] == ["41%", "42%", "-1%", "0%"]
    assert formats.percent(4125, 1) == "41.3%"
    assert [formats.quantity(q) for q in (1700, 1000, 333, -2500)] == ["1.7", "1", "0.333", "-2.5"]


def test_days() -> None:
    today = dt.date(2026, 6, 18)
    with i18n.using("zh_CN"):
        assert formats.date_relative(today, today) == "今天"
        assert formats.date_relative(dt.date(2026, 6, 12), today) == "6月12日"
        assert formats.date_relative(dt.date(2025, 6, 12), today) == "2025年6月12日"
        assert formats.month_year(today) == "2026 年 6 月"
    with i18n.using("en"):
        assert formats.date_relative(dt.date(2026, 6, 17), today) == "Yesterday"
        assert formats.date_long(today) == "18 Jun 2026"
