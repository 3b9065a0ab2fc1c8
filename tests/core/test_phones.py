"""Phone cells in every form of the conventions, each to one key."""

from __future__ import annotations

import pytest

from crm_desktop.core.phones import Phone, PhoneProblem, key_of, masked, parse_phones

MOBILE = "+8613812345679"


@pytest.mark.parametrize(
    "typed",
    [
        "13812345679", "138 1234 5679", "138-1234-5679", "+8613812345679", "+86 138 1234 5679",
        "0086-138-1234-5679", "86-13812345679", "(+86)13812345679", "13812345679.0",
        "'13812345679", '="13812345679"', "１３８１２３４５６７９", "１３８－１２３４－５６７９",
        "(138)12345679", "手机：13812345679", "张三13812345679", " 13812345679\xa0",
        "\u202d13812345679\u202c", "1.3812345679E+10", "1381 234 5679", "13812345679（微信同号）",
    ],
)  # fmt: skip
def test_every_form_of_a_mobile_has_the_same_key(typed: str) -> None:
    assert [phone.key for phone in parse_phones(typed)] == [MOBILE]


@pytest.mark.parametrize(
    ("typed", "key", "extension"),
    [
        ("010-62345678", "+861062345678", ""),
        ("01062345678", "+861062345678", ""),
        ("(0755)88888888", "+8675588888888", ""),
        ("0755-88888888转803", "+8675588888888", "803"),
        ("0755-88888888-803", "+8675588888888", "803"),
        ("(0574)31397815x7388", "+8657431397815", "7388"),
        ("0592-56434328（转2315）", "+8659256434328", "2315"),
        ("020 3163 0936 分机5499", "+862031630936", "5499"),
        ("0571 7376 752", "+865717376752", ""),
        ("400-820-8820", "+864008208820", ""),
        ("95588", "+8695588", ""),
        ("+852 9123 4567", "+85291234567", ""),
        ("+853 6612 3456", "+85366123456", ""),
        ("+886 912-345-678", "+886912345678", ""),
        ("0912345678", "+886912345678", ""),
        ("+44 20 7946 0958", "+442079460958", ""),
        ("(212) 555-0123", "+12125550123", ""),
    ],
)
def test_landlines_services_and_foreign_numbers(typed: str, key: str, extension: str) -> None:
    (phone,) = parse_phones(typed)
    assert (phone.key, phone.extension, phone.problem) == (key, extension, PhoneProblem.NONE)


@pytest.mark.parametrize(
    "typed",
    [
        "18784517999 / 电话:021-20575634 / 150 0233 9577",
        "18784517999、021-20575634,15002339577",
        "187 8451 7999\n021-20575634\n15002339577",
        "187 8451 7999 或 021－20575634；15002339577",
        "１８７－８４５１－７９９９/021－20575634/15002339577",
        "18784517999 021-20575634 15002339577",
    ],
)
def test_several_numbers_in_a_cell(typed: str) -> None:
    keys = [phone.key for phone in parse_phones(typed)]
    assert keys == ["+8618784517999", "+862120575634", "+8615002339577"]


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        ("1.38E+10", PhoneProblem.DIGITS_LOST),
        ("1.87054E+10", PhoneProblem.DIGITS_LOST),
        ("138****5679", PhoneProblem.MASKED),
        ("11111111111", PhoneProblem.PLACEHOLDER),
        ("13800000000", PhoneProblem.PLACEHOLDER),
    ],
)
def test_what_must_not_be_stored_has_no_key(typed: str, problem: PhoneProblem) -> None:
    assert parse_phones(typed) == [Phone(typed, "", "", problem)]


@pytest.mark.parametrize("typed", ["", "无", "-", "/", "同上", "不详", "None", "  "])
def test_a_cell_that_says_there_is_none_is_empty(typed: str) -> None:
    assert parse_phones(typed) == []


def test_a_lost_leading_zero_is_put_back_and_said() -> None:
    (phone,) = parse_phones("57154526854")
    assert (phone.number_text, phone.key) == ("057154526854", "+8657154526854")
    assert phone.problem is PhoneProblem.ZERO_ADDED


def test_a_local_number_takes_the_default_area_or_says_it_has_none() -> None:
    assert parse_phones("62345678", "010")[0].key == "+861062345678"
    assert parse_phones("62345678")[0].problem is PhoneProblem.NO_AREA


def test_a_short_number_after_a_landline_shares_its_area() -> None:
    keys = [phone.key for phone in parse_phones("0571-65314200/65314201")]
    assert keys == ["+8657165314200", "+8657165314201"]


def test_whose_number_it_is_stays_with_it() -> None:
    phones = parse_phones("13812345679 老婆:13900139001")
    assert [(phone.label, phone.key) for phone in phones] == [
        ("", MOBILE),
        ("老婆", "+8613900139001"),
    ]


def test_the_typed_form_is_kept() -> None:
    assert parse_phones("+86 138 1234 5679")[0].number_text == "+86 138 1234 5679"


def test_key_of_and_masked() -> None:
    assert key_of("电话 无 / 13812345679") == MOBILE
    assert key_of("1.38E+10") == ""
    assert masked("138 1234 5679") == "138****5679"
    assert masked("12345") == "*****"
