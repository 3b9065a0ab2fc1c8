"""Amounts in capital numerals, as banks and contracts write them."""

from __future__ import annotations

import pytest

from crm_desktop.core.amount_words import capitals


@pytest.mark.parametrize(
    ("minor", "words"),
    [
        (0, "零元整"),
        (5, "伍分"),
        (50, "伍角整"),
        (105, "壹元零伍分"),
        (1_000, "壹拾元整"),
        (1_234_050, "壹万贰仟叁佰肆拾元伍角整"),
        (100_500, "壹仟零伍元整"),
        (10_010_000, "壹拾万零壹佰元整"),
        (1_000_000_000, "壹仟万元整"),
        (10_000_000_100, "壹亿零壹元整"),
        (10_012_345_678, "壹亿零壹拾贰万叁仟肆佰伍拾陆元柒角捌分"),
        (1_000_100_000, "壹仟万壹仟元整"),
        (-12_300, "负壹佰贰拾叁元整"),
        (10**19, ""),
    ],
)
def test_capitals(minor: int, words: str) -> None:
    assert capitals(minor) == words
