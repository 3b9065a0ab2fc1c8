"""Every form of money in the conventions, exact to the cent."""

from __future__ import annotations

from decimal import Decimal

import pytest

from crm_desktop.core.money import to_minor
from crm_desktop.exchange.amounts import AmountNote, minor_of, parse_amount
from crm_desktop.exchange.sheets import Cell


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("1,234.50", "1234.50"),
        ("¥1234", "1234"),
        ("￥1,234.5元", "1234.5"),
        ("1.2万", "12000"),
        ("4.7万元", "47000"),
        ("（100）", "-100"),
        ("-100", "-100"),
        ("100-", "-100"),
        ("1，234", "1234"),
        ("−25900.00", "-25900"),
        ("¥ 2700.00", "2700"),
        ("RMB 2,078.25", "2078.25"),
        ("58RMB", "58"),
        ("2464.39块", "2464.39"),
        ("人民币674.34", "674.34"),
        ("190元整", "190"),
        ("￥-617.50", "-617.5"),
        ("２，７６５．８４", "2765.84"),
        ("4400.00\xa0", "4400"),
        ("12,5", "12.5"),
        ("1.234,50", "1234.5"),
        ("HK$100", "100"),
        (9.300000000000001, "9.3"),
        (1e6, "1000000"),
        ("$1,200", "1200"),
    ],
)
def test_plain_amounts(cell: Cell, value: str) -> None:
    amount = parse_amount(cell)
    assert (amount.value, amount.note) == (Decimal(value), None)


@pytest.mark.parametrize(
    ("cell", "value", "note"),
    [
        ("1万2", "12000", AmountNote.SHORT_WAN),
        ("200+150", "350", AmountNote.SUM),
        ("29.97+59.93", "89.90", AmountNote.SUM),
        ("壹万叁仟元整", "13000", AmountNote.WORDS),
        ("贰万伍仟捌佰元整", "25800", AmountNote.WORDS),
        ("一千二百", "1200", AmountNote.WORDS),
        ("壹仟零伍元伍角", "1005.5", AmountNote.WORDS),
        ("赠送", "0", AmountNote.FREE),
        ("免费", "0", AmountNote.FREE),
    ],
)
def test_amounts_that_are_read_and_said(cell: str, value: str, note: AmountNote) -> None:
    amount = parse_amount(cell)
    assert (amount.value, amount.note) == (Decimal(value), note)


@pytest.mark.parametrize("cell", ["面议", "abc", "12个月", "2024-05-01", "10%", True])
def test_words_are_no_amounts(cell: Cell) -> None:
    amount = parse_amount(cell)
    assert amount.value is None or amount.unit
    assert amount.note is AmountNote.NOT_A_NUMBER or amount.unit


@pytest.mark.parametrize("cell", ["", "-", "无", "/", "n/a"])
def test_cells_that_say_there_is_none(cell: str) -> None:
    assert parse_amount(cell).value is None
    assert parse_amount(cell).note is None


def test_units_currencies_and_errors() -> None:
    assert (parse_amount("3箱").value, parse_amount("3箱").unit) == (3, "箱")
    assert (parse_amount("-15.6斤").value, parse_amount("-15.6斤").unit) == (Decimal("-15.6"), "斤")
    assert parse_amount("US$ 12.50").currency == "USD"
    assert parse_amount("1234元").currency == "CNY"
    assert parse_amount("#REF!").note is AmountNote.ERROR_CELL


@pytest.mark.parametrize(
    "number", [0.0, 1.005, 9.03, -617.5, 358.98, 0.1 + 0.2, -0.125, 1e9 + 0.01, 333.504]
)
def test_the_quick_path_rounds_like_the_exact_one(number: float) -> None:
    assert minor_of(number) == to_minor(Decimal(repr(round(number, 9))))
