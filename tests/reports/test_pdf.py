"""PDFs are read back: text, pages, fonts, colours, and what hostile names become."""

from __future__ import annotations

import itertools
import re

import numpy as np
import pytest

from crm_desktop.reports.document import (
    Column,
    Kind,
    Note,
    Row,
    Section,
    SideBySide,
    Styled,
    Summary,
    Table,
)
from tests.reports import samples


def squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)


def fonts(data: bytes) -> set[bytes]:
    return set(re.findall(rb"/BaseFont /([\w+-]+)", data))


@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_the_month_is_on_one_page_with_its_lists_behind(language: str) -> None:
    texts = samples.page_texts(samples.as_pdf(samples.monthly_report(language=language)))
    assert len(texts) == 2
    first = squeezed(texts[0])
    words = {
        "zh_CN": (
            "客户月报",
            "近12个月销售额",
            "消费最多的客户",
            "应收款",
            "6月先做三件事",
            "老客户0",
        ),
        "en": ("Monthlycustomerreport", "Salesbymonth", "Topcustomers", "ThreethingsforJune"),
    }
    for word in words[language]:
        assert word in first
    assert "老客户13" in squeezed(texts[1])
    assert "老客户13" not in first


def test_chinese_text_can_be_selected_and_searched() -> None:
    text = squeezed(samples.page_texts(samples.as_pdf(samples.monthly_report()))[0])
    assert "5月销售额¥6,000，比4月多20%，是近一年最好的一个月。" in text
    assert "催收春和茶楼¥3,200和城北驾校¥2,860。" in text


def test_only_our_fonts_and_only_subsets_are_embedded() -> None:
    data = samples.as_pdf(samples.monthly_report())
    assert {name.split(b"+")[1] for name in fonts(data)} == {
        b"NotoSansSC-Regular",
        b"NotoSansSC-SemiBold",
    }
    assert data.count(b"/FontFile2") == data.count(b"/Type /FontDescriptor") >= 2


def test_the_chinese_month_is_small() -> None:
    assert len(samples.as_pdf(samples.monthly_report())) < 150_000


def test_charts_are_vectors() -> None:
    assert b"/Subtype /Image" not in samples.as_pdf(samples.monthly_report())


def test_title_language_and_bookmarks() -> None:
    data = samples.as_pdf(samples.monthly_report())
    with samples.opened(data) as document:
        assert document.get_metadata_dict()["Title"] == "客户月报 2026 年 5 月"
        assert document.get_metadata_dict()["Author"] == "清源净水"
        titles = [mark.get_title() for mark in document.get_toc()]
    assert titles[:2] == ["近 12 个月销售额", "按客户类型"]
    assert "这些数字怎么算" in titles
    assert b"/Lang (zh-CN)" in data


def test_every_page_has_header_footer_and_number() -> None:
    rows = tuple(Row((f"Customer {n}", n)) for n in range(120))
    table = Table((Column("Name"), Column("Count", Kind.INTEGER)), rows)
    texts = samples.page_texts(samples.as_pdf(samples.report(table)))
    assert len(texts) == 3
    for number, text in enumerate(texts, start=1):
        assert f"{number} / 3" in text
        assert "Footer" in text
        assert "Shop" in text
        assert "Name" in text, "the headings come again on each page"
    everything = "\n".join(texts)
    assert len(re.findall(r"Customer \d+", everything)) == 120


def test_pages_grow_evenly() -> None:
    table = Table((Column("Name"),), tuple(Row((f"N{n}",)) for n in range(2_000)))
    texts = samples.page_texts(samples.as_pdf(samples.report(table)))
    found = [int(n) for text in texts for n in re.findall(r"N(\d+)", text)]
    assert found == list(range(2_000))


def test_a_heading_never_ends_a_page() -> None:
    for before in range(36, 44):
        filler = Table((Column("X"),), tuple(Row(("row",)) for _ in range(before)))
        section = Section("Heading", "", (Table((Column("Y"),), (Row(("follows",)),)),))
        texts = samples.page_texts(samples.as_pdf(samples.report(filler, section)))
        (page,) = [text for text in texts if "Heading" in text]
        assert "follows" in page


def test_columns_taller_than_a_page_go_one_below_the_other() -> None:
    tall = Table((Column("T"),), tuple(Row((f"t{n}",)) for n in range(60)))
    both = SideBySide((tall,), (Note("beside"),))
    texts = samples.page_texts(samples.as_pdf(samples.report(both)))
    assert len(texts) == 2
    assert "t59" in texts[1]
    assert "beside" in texts[1]


def test_names_are_printed_as_typed() -> None:
    for language in ("zh_CN", "en"):
        data = samples.as_pdf(samples.monthly_report(samples.hostile_month(), language))
        text = squeezed("".join(samples.page_texts(data)))
        for name in (
            "<b>粗</b>",
            "=cmd|'/C",
            "&lt;img",
            "<fontcolor=red>",
            "{name}%s\\n",
            "$\\frac",
        ):
            assert name in text
        assert "第一行第二行表" in text


def test_characters_without_a_glyph_show_as_boxes() -> None:
    texts = samples.page_texts(samples.as_pdf(samples.report(Summary(("王👍𠮷A\u200dB",)))))
    assert "王□□AB" in texts[0]


def test_long_names_wrap_in_lists_and_keep_every_character() -> None:
    name = "很长的名字" * 40
    table = Table((Column("Name"), Column("N", Kind.INTEGER)), (Row((name, 1)),))
    assert name in squeezed(samples.page_texts(samples.as_pdf(samples.report(table)))[0])


def test_nothing_leaves_the_margins() -> None:
    data = samples.as_pdf(samples.monthly_report(samples.hostile_month(), shop="店" * 200))
    with samples.opened(data) as document:
        for page in document:
            dots = page.render(scale=1, grayscale=True).to_numpy()
            inked = np.argwhere(dots < 250)
            top, left = inked.min(axis=0)
            bottom, right = inked.max(axis=0)
            assert left >= 41
            assert right <= 595 - 41
            assert top >= 41
            assert bottom <= 842 - 41
            page.close()


def test_the_page_reads_in_black_and_white() -> None:
    """Each part of the stacked bars and of the age bar has its own grey."""
    from PIL import ImageColor

    from crm_desktop.reports.paper import PAPER

    def grey(colour: str) -> float:
        red, green, blue = ImageColor.getrgb(colour)[:3]
        return 0.299 * red + 0.587 * green + 0.114 * blue

    shades = [grey(PAPER.ground), *(grey(colour) for colour in PAPER.ages)]
    assert all(a - b > 25 for a, b in itertools.pairwise(shades))
    assert grey(PAPER.light) - grey(PAPER.accent) > 80
    assert grey(PAPER.light) - grey(PAPER.text3) > 60


def test_no_text_is_smaller_than_the_floor() -> None:
    from crm_desktop.reports import paper

    sizes = [
        value
        for name, value in vars(paper).items()
        if name in ("TITLE", "SHOP", "PERIOD", "SUMMARY", "FIGURE", "HEADING", "TODO")
        or name in ("BODY", "REMARK", "SMALL")
    ]
    assert len(sizes) == 10
    assert min(sizes) == 7.5
    assert paper.BODY >= 8


def test_huge_amounts_fit_their_columns() -> None:
    table = Table(
        (Column("A customer", share=3), Column("Owed", Kind.MONEY_EXACT)),
        tuple(Row((f"C{n}", Styled(10**14 + n, strong=True))) for n in range(3)),
    )
    text = samples.page_texts(samples.as_pdf(samples.report(table)))[0]
    assert "1,000,000,000,000.00" in text
