"""Folding: what should be found alike becomes equal, and nothing else does."""

from __future__ import annotations

import pytest

from crm_desktop.core import text


@pytest.mark.parametrize(
    ("typed", "folded"),
    [
        ("  ＡＢＣ  廣東\t店\u200b", "abc 广东 店"),
        ("Straße", "strasse"),
        ("許明敏", "许明敏"),
        ("\ufeff薛轩 ", "薛轩"),
        ("联系\n电话", "联系 电话"),
        ("", ""),
    ],
)
def test_fold(typed: str, folded: str) -> None:
    assert text.fold(typed) == folded


def test_clean_keeps_lines_and_drops_marks() -> None:
    assert text.clean("\u202d送货上门\r\n晚上7点后\u202c\xa0") == "送货上门\n晚上7点后"
    assert text.clean("a\x00b\x07") == "ab"


def test_halfwidth_makes_plain_digits_and_hyphens() -> None:
    assert text.halfwidth("１３８－００１３—８０００") == "138-0013-8000"
    assert text.halfwidth("−259．5") == "-259.5"


def test_key_ignores_punctuation_but_not_letters() -> None:
    assert text.key("好味电器（杭州）商行") == text.key("好味電器(杭州) 商行.")
    assert text.key("杭州商行") != text.key("商行杭州")


def test_join_han_only_closes_gaps_inside_chinese() -> None:
    assert text.join_han("张  三 Tom Lee 李 四") == "张三 Tom Lee 李四"


def test_simplify_leaves_simplified_text_alone() -> None:
    assert text.simplify("万与专业 Émile") == "万与专业 Émile"
    assert text.simplify("聯絡電話號碼") == "联络电话号码"
