"""Paper, margins and rolls: everything stays between the margins, and nothing of it is lost."""

from __future__ import annotations

import io

import pytest

from crm_desktop.core import i18n
from crm_desktop.core.errors import UserError
from crm_desktop.reports import pdf
from crm_desktop.reports.document import Column, Kind, Row, Table
from crm_desktop.reports.paper import MM, PageSetup
from tests.reports import samples

NAMES = [f"{name} {n}" for n, name in enumerate(samples.HOSTILE) if name]


def _made(setup: PageSetup) -> bytes:
    file = io.BytesIO()
    with i18n.using("zh_CN"):
        pdf.write(samples.monthly_report(samples.hostile_month()), file, setup=setup)
    return file.getvalue()


@pytest.mark.parametrize(
    ("setup", "size"),
    [
        (PageSetup("a5"), (148, 210)),
        (PageSetup("a4", lying=True, margin=5), (297, 210)),
        (PageSetup("letter", margin=40), (215.9, 279.4)),
        (PageSetup("80"), (80, None)),
        (PageSetup("58"), (58, None)),
    ],
)
def test_every_word_is_between_the_margins(
    setup: PageSetup, size: tuple[float, float | None]
) -> None:
    with samples.opened(_made(setup)) as document:
        for page in document:
            wide, high = page.get_size()
            assert wide == pytest.approx(size[0] * MM, abs=0.1)
            assert size[1] is None or high == pytest.approx(size[1] * MM, abs=0.1)
            layer = page.get_textpage()
            for index in range(layer.count_rects()):
                left, bottom, right, top = layer.get_rect(index)
                assert setup.edge - 1 < left and right < wide - setup.edge + 1
                assert bottom > 0 and top < high
            layer.close()
            page.close()


def test_a_roll_says_all_that_a_sheet_says() -> None:
    columns = (
        Column("Rank", Kind.INTEGER), Column("Who", strong=True), Column("Spent", Kind.MONEY),
        Column("Since", Kind.DATE),
    )  # fmt: skip
    rows = tuple(Row((n, name, 1_234_00 + n * 100, samples.DAY)) for n, name in enumerate(NAMES))
    made = samples.report(Table(columns, rows))
    file = io.BytesIO()
    assert pdf.write(made, file, setup=PageSetup("58")) == 1
    text = "".join("".join(samples.page_texts(file.getvalue())).split())
    sheet = "".join("".join(samples.page_texts(samples.as_pdf(made))).split())
    for n in range(len(NAMES)):
        assert f"{1_234 + n:,}" in text
    assert text.count("Since") == len(NAMES)
    for word in ("很长的名字" * 40, "Llanfair", "<b>粗</b>"):
        assert word in sheet and word in text


def test_paper_that_cannot_be_is_refused() -> None:
    for wrong in (PageSetup("a3"), PageSetup(margin=2), PageSetup(margin=float("nan"))):
        with pytest.raises(UserError):
            _made(wrong)
