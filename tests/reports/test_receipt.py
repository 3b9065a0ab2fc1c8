"""Receipts, delivery notes and sheets of a sale, read back from their bytes."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pypdfium2
import pytest
from PIL import Image

from crm_desktop.core.errors import NotFound
from crm_desktop.db.store import Store
from crm_desktop.reports import receipt
from crm_desktop.reports.paper import MM
from crm_desktop.services.contacts import contacts
from crm_desktop.services.contacts.contacts import ContactDraft
from crm_desktop.services.documents import shop_logo
from crm_desktop.services.quotes import orders
from crm_desktop.services.quotes.orders import DeliveryDraft
from crm_desktop.services.sales import sales
from crm_desktop.services.sales.sale_draft import LineDraft, PaymentDraft, SaleDraft
from crm_desktop.services.settings import settings

WHO = "清源餐厅 <b>& 文三路第二小学第三分校食堂管理委员会"
LONG = "RO 反渗透膜 75G 家用净水器通用滤芯 " * 3


@pytest.fixture
def sale_id(store: Store) -> int:
    """A customer's sale: a discount, tax on top, paid in two ways, something owed, a gift."""

    def make(session: Any) -> int:
        who = contacts.create(session, ContactDraft(WHO))
        lines = (
            LineDraft(None, LONG, 2_500, 26_000, discount_bp=1000, unit="kg", tax_bp=1300),
            LineDraft(None, "Tap", 1_000, 5_000, discount_minor=500, tax_bp=1300),
            LineDraft(None, "Brush", 1_000, 900, gift=True),
        )
        payments = (PaymentDraft(20_000, "微信"), PaymentDraft(10_000, "现金"))
        return sales.record(
            session,
            SaleDraft(lines, who, payments=payments, tax_included=False, remark="后门收货"),
        )

    made: int = store.write("sale", make).value
    return made


def _read(pdf: bytes) -> tuple[str, float, float, int]:
    document = pypdfium2.PdfDocument(pdf)
    text = "".join(page.get_textpage().get_text_bounded() for page in document)
    width, height = document.get_page_size(0)
    pages = len(document)
    document.close()
    return text, width, height, pages


@pytest.mark.parametrize(("style", "wide"), [("58", 58), ("80", 80)])
def test_a_receipt_fits_its_roll_and_says_everything(
    read: Callable[..., Any], sale_id: int, style: str, wide: int
) -> None:
    text, width, _height, pages = _read(read(receipt.make, sale_id, style, "zh_CN"))
    assert (round(width / MM), pages) == (wide, 1)
    sale = read(sales.detail, sale_id)
    assert sale.total_minor == 71_190  # (2.5 × 260 × 0.9 + 45) × 1.13
    for wanted in (sale.number, "清源餐厅 <b>&", "2.5 kg", "711.90", "200.00", "100.00", "411.90"):
        assert wanted in text
    assert "微信" in text and "后门收货" in text
    assert "".join(WHO.split()) in "".join(text.split())


def test_a_delivery_note_shows_goods_without_prices(read: Callable[..., Any], sale_id: int) -> None:
    text, width, height, _pages = _read(read(receipt.make, sale_id, "delivery", "en"))
    assert (round(width / MM), round(height / MM)) == (210, 297)
    assert "Delivery note" in text and "Received by" in text and "2.5 kg" in text
    assert "711.90" not in text and "260.00" not in text


def test_a_sheet_says_the_total_in_capital_numerals(read: Callable[..., Any], sale_id: int) -> None:
    text = _read(read(receipt.make, sale_id, "sheet", "zh_CN"))[0].replace("\r\n", "")
    assert "柒佰壹拾壹元玖角整" in text and "411.90" in text


def test_a_receipt_of_three_hundred_lines_is_one_long_page(
    store: Store, read: Callable[..., Any]
) -> None:
    lines = tuple(LineDraft(None, f"Part {n}", unit_price_minor=100) for n in range(300))
    draft = SaleDraft(lines, payments=(PaymentDraft(30_000, "Cash"),))
    sale_id = store.write("sale", sales.record, draft).value
    text, _width, height, pages = _read(read(receipt.make, sale_id, "80"))
    assert pages == 1 and height > 300 * 2 * 12
    assert "Part 0" in text and "Part 299" in text


def test_the_logo_stands_on_every_paper_of_a_sale(
    store: Store, read: Callable[..., Any], sale_id: int
) -> None:
    def pictures(pdf: bytes) -> list[tuple[float, float]]:
        document = pypdfium2.PdfDocument(pdf)
        found = []
        for one in document[0].get_objects([pypdfium2.raw.FPDF_PAGEOBJ_IMAGE]):
            left, bottom, right, top = one.get_bounds()
            found.append((round((right - left) / (top - bottom), 1), round(left)))
        document.close()
        return found

    assert pictures(read(receipt.make, sale_id, "80")) == []
    made = io.BytesIO()
    Image.new("RGB", (600, 200), "navy").save(made, "PNG")
    store.write("logo", shop_logo.choose, "logo.png", made.getvalue())
    for style in receipt.STYLES:
        ((ratio, left),) = pictures(read(receipt.make, sale_id, style))
        assert ratio == 3.0 and left > 0
    store.write("other", settings.put, settings.SHOP_LOGO, "no picture")
    assert pictures(read(receipt.make, sale_id, "80")) == []


def test_a_delivery_note_of_a_part_tells_what_it_carries(
    store: Store, read: Callable[..., Any], sale_id: int
) -> None:
    second = read(sales.detail, sale_id).lines[1]
    draft = DeliveryDraft({second.id: 1_000}, None, "SF", "SF123", "Gate 2", "fragile")
    made = store.write("D", orders.deliver, sale_id, draft).value
    note = _read(read(receipt.make, sale_id, "delivery", "en", delivery_id=made))[0]
    assert second.description in note and "RO" not in note
    for words in ("Delivery 1 of this order · SF · SF123", "Gate 2", "fragile"):
        assert words in note
    with pytest.raises(NotFound):
        read(receipt.make, sale_id, "delivery", delivery_id=made + 1)
