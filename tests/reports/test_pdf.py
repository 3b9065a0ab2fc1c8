"""PDFs are read back: text, pages, fonts, colours, and what hostile names become."""

from __future__ import annotations

import io
import itertools
import re

import numpy as np
import pytest

from crm_desktop.core import i18n
from crm_desktop.reports import fonts as font_family
from crm_desktop.reports import pdf
from crm_desktop.reports.document import (
    Column,
    Kind,
    Note,
    Row,
    Section,
    Shop,
    SideBySide,
    Styled,
    Summary,
    Table,
)
from crm_desktop.reports.paper import PageSetup
from crm_desktop.reports.pdf_table import table_strips
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


def test_ten_thousand_rows_go_over_pages_under_repeated_headings() -> None:
    rows = tuple(Row((f"Customer {n}", n, n * 100)) for n in range(10_000))
    columns = (Column("Name"), Column("Count", Kind.INTEGER), Column("Spent", Kind.MONEY))
    texts = samples.page_texts(samples.as_pdf(samples.report(Table(columns, rows))))
    assert len(texts) > 200
    for number, text in enumerate(texts, start=1):
        assert text.count("Count") == 1 and text.count("Spent") == 1
        assert f"{number} / {len(texts)}" in text
    found = [int(n) for text in texts for n in re.findall(r"Customer (\d+)", text)]
    assert found == list(range(10_000))


@pytest.mark.parametrize("paper", ["a4", "a5"])
def test_nothing_at_the_head_or_foot_of_a_page_is_cut(paper: str) -> None:
    made = samples.report(
        Table((Column("Name"),), tuple(Row((f"N{n}",)) for n in range(60))),
        title="New, lost and won-back customers",
        period="Llanfair Primary School and Training Centre of Hangzhou · 28 November 2026",
        shop=Shop(
            "Clearspring Water and Air Engineering of the Second District",
            "86 Wensan Road, Hangzhou·0571-8700 1",
        ),
        footer="Period 1 Oct 2026 to 31 Oct 2026·printed 28 Nov 2026·prepared by Lin Guodong",
    )
    file = io.BytesIO()
    with i18n.using("en"):
        pdf.write(made, file, setup=PageSetup(paper))
    for text in samples.page_texts(file.getvalue()):
        assert "…" not in text
        for whole in (made.title, made.period, made.shop.name, made.footer):
            assert squeezed(whole) in squeezed(text)


def test_a_long_heading_and_its_remark_go_over_lines() -> None:
    section = Section("A field of the shop's own " * 6, "remark " * 30, (Note("below"),))
    text = samples.page_texts(samples.as_pdf(samples.report(section)))[0]
    assert text.count("own") == 6
    assert text.count("remark") == 30


def test_texts_take_the_room_other_texts_leave() -> None:
    """A short name leaves its room to a longer one; a column to write in keeps its own."""
    columns = (Column("Customer", share=3), Column("Owner"), Column("Result"))
    table = Table(columns, (Row(("Li", "Lin Guodong of the second shop", "")),))
    strips = table_strips(table, 300, "CNY", 16.1)
    assert [round(strip.height, 1) for strip in strips] == [16.5, 16.1]
    narrow = table_strips(table, 150, "CNY", 16.1)
    assert narrow[1].height > 16.1


def test_quotation_marks_are_those_of_the_language() -> None:
    said = "“Don’t worry” …"
    with i18n.using("en"):
        latin = font_family.width(said, 10)
    with i18n.using("zh_CN"):
        chinese = font_family.width(said, 10)
    assert chinese - latin > 15
    for language in ("en", "zh_CN"):
        made = samples.report(Summary((said,)), language=language)
        assert said in samples.page_texts(samples.as_pdf(made))[0]


def test_the_font_has_its_latin_quotation_marks_where_we_take_them() -> None:
    from fontTools.ttLib import TTFont

    with TTFont(font_family.font_file(font_family.REGULAR), lazy=True) as font:
        table, names = font["GSUB"].table, font.getBestCmap()
        proportional = (one for one in table.FeatureList.FeatureRecord if one.FeatureTag == "pwid")
        (lookup, *_same) = next(proportional).Feature.LookupListIndex
        (part,) = table.LookupList.Lookup[lookup].SubTable
        shapes = getattr(part, "ExtSubTable", part).mapping
        for code, glyph in font_family._LATIN_GLYPHS.items():
            assert font.getGlyphID(shapes[names[code]]) == glyph


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
