"""Reports to render in tests, and reading PDFs back."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pypdfium2

from crm_desktop.core import i18n
from crm_desktop.reports import monthly, pdf
from crm_desktop.reports.catalogue import ReportOptions
from crm_desktop.reports.document import Block, Report, Shop
from crm_desktop.services.figures.sales_figures import TopCustomer
from crm_desktop.services.figures.supplies import SupplyOutlook
from crm_desktop.services.summaries.lapsed import Lapsed
from crm_desktop.services.summaries.monthly import MonthlyFigures
from tests.services import month_figures as make

HOSTILE = (
    "<b>粗</b>",
    "=cmd|' /C calc'!A0",
    "&lt;img src=x&gt; <font color=red>",
    "{name} %s \\n",
    "👨‍👩‍👧 王 𠮷 \u202e倒",
    "$\\frac{1}{2}$ 数学",
    "第一行\n第二行\t表",
    "很长的名字" * 40,
    "Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch" * 4,
    "",
)


def month(**changes: Any) -> MonthlyFigures:
    """A May with everything on the page."""
    names = ("悦禾餐饮", "云栖民宿", "启明办公", "林家豪", "星河幼儿园")
    given: dict[str, Any] = {
        "top": tuple(
            TopCustomer(n, name, 900_00 - n, 850_00, 5_000_00, n == 3)
            for n, name in enumerate(names, start=1)
        ),
        "lapsed": Lapsed(
            14, tuple(make.lapsed_customer(14 - n, f"老客户{n}", past=10 + n) for n in range(14))
        ),
        "owed": make.owed(
            make.open_sale(412, "春和茶楼", 3_200_00, 46),
            make.open_sale(468, "城北驾校", 2_860_00, 11),
            make.open_sale(512, "湘味楼", 4_860_00, -12),
        ),
        "supplies": SupplyOutlook(39, 21_400_00, "RO 膜", 26_000, "支"),
    }
    return make.figures(**(given | changes))


def hostile_month() -> MonthlyFigures:
    """The same month with names that try to be something else than names."""
    top = tuple(
        TopCustomer(n, name, 900_00, 850_00, 5_000_00, False) for n, name in enumerate(HOSTILE)
    )
    lapsed = tuple(make.lapsed_customer(n + 1, name) for n, name in enumerate(HOSTILE))
    sales = (make.open_sale(n + 1, name, 100_00, 5) for n, name in enumerate(HOSTILE))
    return month(top=top, lapsed=Lapsed(len(lapsed), lapsed), owed=make.owed(*sales))


def monthly_report(
    figures: MonthlyFigures | None = None,
    language: str = "zh_CN",
    shop: str = "清源净水",
    sections: tuple[str, ...] = (),
) -> Report:
    options = ReportOptions(make.MAY.first, language, sections=sections)
    with i18n.using(language):
        return monthly.document(
            figures or month(), Shop(shop, "文三路 86 号·0571-8700 1120"), "林国栋", options
        )


def report(*blocks: Block, **changes: Any) -> Report:
    """A plain English report of one page of ``blocks``."""
    given: dict[str, Any] = {
        "key": "test",
        "title": "Test",
        "period": "May 2026",
        "shop": Shop("Shop"),
        "footer": "Footer",
        "language": "en",
        "currency": "CNY",
        "pages": (blocks,),
    }
    return Report(**(given | changes))


def as_pdf(made: Report) -> bytes:
    file = io.BytesIO()
    with i18n.using(made.language):
        pdf.write(made, file)
    return file.getvalue()


@contextmanager
def opened(data: bytes) -> Iterator[pypdfium2.PdfDocument]:
    document = pypdfium2.PdfDocument(data)
    try:
        yield document
    finally:
        document.close()


def page_texts(data: bytes) -> list[str]:
    """The text of each page as a reader selects it, without line ends."""
    texts = []
    with opened(data) as document:
        for page in document:
            layer = page.get_textpage()
            texts.append(layer.get_text_range().replace("\r\n", "\n"))
            layer.close()
            page.close()
    return texts


DAY = dt.date(2026, 5, 31)
