"""What is typed into a sales cell, and how it is written back."""

from __future__ import annotations

import pytest

from crm_desktop.core import i18n
from crm_desktop.core.errors import UserError
from crm_desktop.exchange import entered


@pytest.mark.parametrize(
    ("text", "taken_off"),
    [
        ("9折", 1000),
        ("9 折", 1000),
        ("8.5折", 1500),
        ("85折", 1500),
        ("0.9", 1000),
        ("0.95", 500),
        ("1", 0),
        ("10%", 1000),
        ("-5%", 500),
        ("１０％", 1000),
        ("打九折", 1000),
        ("八五折", 1500),
        ("半价", 5000),
        ("", 0),
        ("—", 0),
    ],
)
def test_a_discount_may_be_typed_in_any_usual_way(text: str, taken_off: int) -> None:
    assert entered.discount(text) == taken_off


def test_a_bare_number_means_what_the_column_says() -> None:
    assert entered.discount("12") == 1200
    with i18n.using("zh_CN"):
        assert entered.discount("9") == 1000
        assert entered.discount("95") == 500


@pytest.mark.parametrize("text", ["abc", "0折", "120%", "100%", "-1", "nan", "0.33333"])
def test_what_is_no_discount_is_refused_with_a_sentence(text: str) -> None:
    with pytest.raises(UserError, match="no discount"):
        entered.discount(text)


@pytest.mark.parametrize("taken_off", [0, 500, 1000, 1250, 1500, 3333, 9900])
@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_a_discount_shown_can_be_typed_back(taken_off: int, language: str) -> None:
    with i18n.using(language):
        assert entered.discount(entered.discount_text(taken_off)) == taken_off


def test_discounts_are_written_as_people_of_the_language_do() -> None:
    assert entered.discount_text(1000) == "10%"
    with i18n.using("zh_CN"):
        assert entered.discount_text(1000) == "9 折"
        assert entered.discount_text(1500) == "8.5 折"
        assert entered.discount_text(0) == ""


@pytest.mark.parametrize(
    ("text", "milli"),
    [
        ("2", 2000),
        ("1.5", 1500),
        ("0.001", 1),
        ("1,200", 1_200_000),
        ("0,333", 333),
        ("12,5", 12_500),
        ("１，２００", 1_200_000),
        ("十二", 12_000),
        ("2箱", 2000),
    ],
)
def test_quantities_are_exact_thousandths(text: str, milli: int) -> None:
    assert entered.quantity(text) == milli


@pytest.mark.parametrize("text", ["0", "-1", "1.0001", "two", "", "1e9", "inf"])
def test_impossible_quantities_are_refused(text: str) -> None:
    with pytest.raises(UserError):
        entered.quantity(text)


@pytest.mark.parametrize(
    ("text", "minor"),
    [
        ("260", 26_000),
        ("¥1,234.56", 123_456),
        ("0.005", 1),
        ("３元", 300),
        ("12,5", 1250),
        ("1 200", 120_000),
    ],
)
def test_amounts_are_minor_units_rounded_half_up(text: str, minor: int) -> None:
    assert entered.amount(text) == minor


@pytest.mark.parametrize("text", ["-5", "abc", "1e12", "nan", "9折", "3箱"])
def test_impossible_amounts_are_refused(text: str) -> None:
    with pytest.raises(UserError):
        entered.amount(text)


def test_a_part_and_an_amount_beside_each_other_can_be_typed_back() -> None:
    for language in ("en", "zh_CN"):
        with i18n.using(language):
            shown = entered.line_discount_text(1500, 250)
            assert entered.line_discount(shown) == (1500, 250)
    assert entered.line_discount("-2.50") == (0, 250)
    assert entered.line_discount("8折") == (2000, 0)


@pytest.mark.parametrize(
    ("text", "off"), [("10%", 1235), ("9折", 1235), ("半价", 6173), ("50", 5000), ("减 50", 5000)]
)
def test_a_part_off_a_whole_is_rounded_half_up(text: str, off: int) -> None:
    assert entered.off_whole(text, 12_345) == off
