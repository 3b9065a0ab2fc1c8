"""Amounts of money in the capital numerals of Chinese contracts: ``壹万贰仟叁佰元整``."""

from __future__ import annotations

_DIGITS = "零壹贰叁肆伍陆柒捌玖"
_PLACES = ("", "拾", "佰", "仟")
_GROUPS = ("", "万", "亿", "万亿")
_MOST = 10**16


def capitals(minor: int) -> str:
    """Hundredths of a yuan in capital numerals; empty beyond ten thousand billion.

    ``1_234_050`` is ``壹万贰仟叁佰肆拾元伍角整``.
    """
    sign, minor = ("负" if minor < 0 else ""), abs(minor)
    whole, hundredths = divmod(minor, 100)
    if whole >= _MOST:
        return ""
    tenths, rest = divmod(hundredths, 10)
    words = f"{_whole(whole)}元" if whole else ""
    if tenths:
        words += f"{_DIGITS[tenths]}角"
    elif rest and whole:
        words += "零"
    words += f"{_DIGITS[rest]}分" if rest else "整"
    return sign + (words if minor else "零元整")


def _whole(number: int) -> str:
    """A positive whole number, group by group of four digits."""
    groups = []
    while number:
        number, group = divmod(number, 10_000)
        groups.append(group)
    words = ""
    gap = False
    for place in range(len(groups) - 1, -1, -1):
        group = groups[place]
        if not group:
            gap = bool(words)
            continue
        if words and (gap or group < 1_000):
            words += "零"
        words += _group(group) + _GROUPS[place]
        gap = False
    return words


def _group(number: int) -> str:
    """Up to four digits: 1005 as ``壹仟零伍``."""
    words, gap = "", False
    for place in range(3, -1, -1):
        digit = number // 10**place % 10
        if not digit:
            gap = bool(words)
            continue
        words += ("零" if gap else "") + _DIGITS[digit] + _PLACES[place]
        gap = False
    return words
