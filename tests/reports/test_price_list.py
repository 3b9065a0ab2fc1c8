"""Price list, catalogue and stock list: on paper, in Excel, in both languages."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pypdfium2
import pytest
from PIL import Image

from crm_desktop.core import i18n
from crm_desktop.core.errors import UserError
from crm_desktop.db.store import Store
from crm_desktop.reports import job, letterhead
from crm_desktop.reports.price_list import PriceListOptions, build
from crm_desktop.services.products import product_pictures, product_prices, products, stock
from crm_desktop.services.products.product_list import ProductQuery
from crm_desktop.services.products.product_prices import Tier
from crm_desktop.services.products.products import ProductDraft
from crm_desktop.services.settings import settings

HOSTILE = '=HYPERLINK("x") <b>膜</b>'


@pytest.fixture
def shelf(store: Store) -> dict[str, int]:
    drafts = (
        ProductDraft("RO 膜", "FSTM75", spec="75G", unit="支", category="滤芯 / RO",
                     price_minor=28_000, low_stock_milli=5_000),
        ProductDraft("PP 棉", "PP10", unit="支", category="滤芯", price_minor=2_050),
        ProductDraft(HOSTILE, price_minor=None),
        ProductDraft("Hidden", price_minor=1),
    )  # fmt: skip
    ids = {one.name: store.write("New", products.create, one).value for one in drafts}
    store.write("Hide", products.show, [ids["Hidden"]], active=False)
    tiers = [Tier("Gold", 0, 26_000), Tier("", 10_000, 25_000), Tier("Silver", 20_000, 24_000)]
    store.write("Prices", product_prices.set_tiers, ids["RO 膜"], tiers)
    store.write("In", stock.move, ids["RO 膜"], stock.MovementDraft(1_500, "bought"))
    made = io.BytesIO()
    Image.new("RGB", (900, 300), "teal").save(made, "PNG")
    store.write("P", product_pictures.set_picture, ids["RO 膜"], "a.png", made.getvalue())
    return ids


def text_of(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(pdf)
    found = "\n".join(page.get_textpage().get_text_bounded() for page in document)
    document.close()
    return found


def pictures_in(pdf: bytes) -> int:
    document = pypdfium2.PdfDocument(pdf)
    kind = pypdfium2.raw.FPDF_PAGEOBJ_IMAGE
    count = sum(1 for page in document for one in page.get_objects([kind]))
    document.close()
    return count


def test_a_price_list_on_paper_says_every_price(
    read: Callable[..., Any], shelf: dict[str, int]
) -> None:
    options = PriceListOptions(levels=("Gold",), note="Valid until the end of July.")
    words = text_of(job.document_bytes(read(build, options)))
    for said in (
        "Price list", "3 products, prices of 18 Jun 2026.", "滤芯 / RO", "FSTM75", "280.00",
        "260.00", "from 10 支: ¥250.00", "20.50", "on request", "Others", HOSTILE,
        "Valid until the end of July.",
    ):  # fmt: skip
        assert said in words, said
    assert "Hidden" not in words
    assert "240.00" not in words  # Silver is not asked for
    with i18n.using("zh_CN"):
        chinese = text_of(job.document_bytes(read(build, PriceListOptions())))
    assert "价目表" in chinese
    assert "面议" in chinese


def test_a_catalogue_shows_pictures_and_fills_pages(
    store: Store, read: Callable[..., Any], shelf: dict[str, int]
) -> None:
    for number in range(30):
        draft = ProductDraft(f"Part {number} with a long name that needs two lines", price_minor=1)
        store.write("New", products.create, draft)
    pdf = job.document_bytes(read(build, PriceListOptions("catalogue")))
    words = text_of(pdf)
    assert pictures_in(pdf) == 1
    assert "¥280.00 / 支" in words
    assert all(f"Part {number} " in words for number in range(30))
    assert len(pypdfium2.PdfDocument(pdf)) >= 3


def test_lists_are_numbers_in_excel_and_never_formulas(
    read: Callable[..., Any], shelf: dict[str, int], tmp_path: Path
) -> None:
    out = tmp_path / "list.xlsx"
    job.write_document(read(build, PriceListOptions("catalogue", levels=("Gold",))), out)
    book = openpyxl.load_workbook(out)
    row = [cell.value for cell in book["滤芯 RO" if "滤芯 RO" in book else book.sheetnames[2]][2]]
    assert (row[1], float(row[4]), float(row[5])) == ("RO 膜", 280.0, 260.0)
    others = book[book.sheetnames[-1]][2][1]
    assert (others.value, others.data_type) == (HOSTILE, "s")
    low = read(build, PriceListOptions("stock", ProductQuery("low")))
    job.write_document(low, out)
    row = [cell.value for cell in openpyxl.load_workbook(out).worksheets[-1][2]]
    assert row[:7] == ["FSTM75", "RO 膜", "75G", "支", "1.5", 5, "3.5"]
    assert "3.5" in text_of(job.document_bytes(low))


def test_nothing_to_list_is_told(read: Callable[..., Any], shelf: dict[str, int]) -> None:
    with pytest.raises(UserError, match="no product"):
        read(build, PriceListOptions(query=ProductQuery(text="nothing like it")))
    some = read(build, PriceListOptions(product_ids=(shelf["PP 棉"],)))
    assert "1 product," in text_of(job.document_bytes(some))
    assert read(letterhead.shop).name == "Clearspring Water"


def test_work_is_not_counted_and_another_money_is_said(
    store: Store, read: Callable[..., Any], shelf: dict[str, int]
) -> None:
    visit = store.write("New", products.create, ProductDraft("Visit", is_service=True)).value
    stock_list = text_of(job.document_bytes(read(build, PriceListOptions(style="stock"))))
    assert "PP 棉" in stock_list and "Visit" not in stock_list
    with pytest.raises(UserError, match="no product"):
        read(build, PriceListOptions(style="stock", product_ids=(visit,)))
    store.write("Currency", settings.put, settings.CURRENCY, "JPY")
    priced = text_of(job.document_bytes(read(build, PriceListOptions())))
    assert "¥20.50" in priced
