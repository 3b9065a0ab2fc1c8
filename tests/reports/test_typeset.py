"""Lines are broken by the rules of Chinese and English typesetting."""

from __future__ import annotations

import pytest

from crm_desktop.reports import fonts, typeset

SENTENCE = (
    "5 月销售额 ¥118,640，比 4 月多 8%，是近一年最好的一个月。老客户贡献了 71%；新来 23 位客户。"
    "要留意：14 位老客户已超过平时的购买间隔（没有再来），2 笔欠款“逾期”。"
)
ENGLISH = "May sales were ¥118,640, up 8% on April and the best month in a year (so far)."


@pytest.mark.parametrize("text", [SENTENCE, ENGLISH])
@pytest.mark.parametrize("width", [30, 47, 80, 133, 211, 400])
def test_lines_fit_lose_nothing_and_break_where_they_may(text: str, width: float) -> None:
    lines = typeset.wrap(text, 9, width)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    for line in lines:
        assert fonts.width(line, 9) <= width + 0.01
    if width >= 80:
        for line in lines[1:]:
            assert line[0] not in "，。；：）”%,.)"
        for line in lines[:-1]:
            assert line[-1] not in "（“¥("


def test_words_and_amounts_stay_whole() -> None:
    for line in typeset.wrap(ENGLISH, 9, 90):
        assert all(word in ENGLISH.split() for word in line.split())


def test_a_word_wider_than_the_line_is_broken() -> None:
    lines = typeset.wrap("x" * 100, 9, 50)
    assert "".join(lines) == "x" * 100
    assert len(lines) > 5


def test_a_cap_on_lines_ends_in_an_ellipsis() -> None:
    lines = typeset.wrap(SENTENCE, 9, 80, lines=2)
    assert len(lines) == 2
    assert lines[-1].endswith("…")
    assert fonts.width(lines[-1], 9) <= 80


def test_a_text_that_just_fits_is_not_shortened() -> None:
    wide = fonts.width("清源净水", 9)
    assert typeset.shorten("清源净水", 9, wide) == "清源净水"
    assert typeset.shorten("清源净水", 9, wide - 0.1) == "清源…"


def test_nothing_takes_one_empty_line() -> None:
    assert typeset.wrap("", 9, 50) == ("",)
    assert typeset.wrap(" \n ", 9, 50) == ("",)


def test_no_room_at_all_still_ends() -> None:
    assert "".join(typeset.wrap("清源", 9, 1)) == "清源"


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("a\nb\tc\x00d", "a b c d"),
        ("A\u200dB\ufeffC\u202eD\ufe0f", "ABCD"),
        ("👍𠮷", "□□"),
        ("㎡ ¥ − … · “”", "㎡ ¥ − … · “”"),
    ],
)
def test_printable(typed: str, printed: str) -> None:
    assert fonts.printable(typed) == printed


def test_widths_are_those_reportlab_sets() -> None:
    from reportlab.pdfbase import pdfmetrics

    for strong in (False, True):
        expected = pdfmetrics.stringWidth(SENTENCE, fonts.face(strong), 8.5)
        assert fonts.width(SENTENCE, 8.5, strong) == pytest.approx(expected)
