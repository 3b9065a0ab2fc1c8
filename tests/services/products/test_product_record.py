"""One product with its prices, options, parts and picture; the list; bad input."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from PIL import Image

from crm_desktop.core.errors import NotFound, UserError
from crm_desktop.db.store import Store
from crm_desktop.services.care import recycle_bin
from crm_desktop.services.products import (
    product_list,
    product_pictures,
    product_record,
    products,
    stock,
)
from crm_desktop.services.products.product_list import NO_CATEGORY, ProductQuery
from crm_desktop.services.products.product_prices import Tier
from crm_desktop.services.products.product_record import Option, Part, ProductEdit
from crm_desktop.services.products.products import ProductDraft
from crm_desktop.services.records import attachments
from crm_desktop.services.sales import sales

FILTER = ProductDraft("PP 棉", code="PP10", category="滤芯", price_minor=2_000)


@pytest.fixture
def pp(store: Store) -> int:
    return int(store.write("New", products.create, FILTER).value)


def test_a_product_is_saved_whole_and_undone_in_one_step(
    store: Store, read: Callable[..., Any], pp: int
) -> None:
    edit = ProductEdit(
        ProductDraft(
            "直饮机", "ZYJ", "6901234567892", "800G", "台", "整机 / 直饮机", 560_000, 345_000,
            warranty_months=36, floor_price_minor=500_000, tax_bp=1_300, service_months=12,
            service_hours=4_000, stock_counted=True, low_stock_milli=2_000, remark="要 220 V",
        ),
        (Tier("Gold", 0, 540_000), Tier("", 10_000, 520_000)),
        (Option("门", "左开"), Option("门", "右开", 5_000)),
        (Part(pp, 6),),
    )  # fmt: skip
    made = store.write("New", product_record.save, None, edit).value
    found = read(product_record.record, made)
    wanted = replace(edit, parts=(Part(pp, 6, "PP 棉"),), tiers=(edit.tiers[1], edit.tiers[0]))
    assert found.edit == wanted
    assert (found.stock_milli, found.low_stock) == (0, True)
    changed = replace(edit, options=edit.options[1:], parts=(), tiers=(Tier("Gold", 0, 530_000),))
    store.write("Edit", product_record.save, made, changed)
    assert read(product_record.record, made).edit == changed
    store.undo()
    assert read(product_record.record, made).edit == wanted
    store.undo()
    with pytest.raises(NotFound):
        read(product_record.record, made)


REFUSED: tuple[tuple[ProductEdit, str], ...] = (
    (ProductEdit(ProductDraft("X", price_minor=-1)), "The price cannot be -0.01"),
    (ProductEdit(ProductDraft("X", price_minor=10**16)), "The price cannot be"),
    (ProductEdit(ProductDraft("X", price_minor=5, floor_price_minor=6)), "above the price"),
    (ProductEdit(ProductDraft("X", warranty_months=-1)), "Months of warranty"),
    (ProductEdit(ProductDraft("X", code="PP10")), "the code of “PP 棉”"),
    (ProductEdit(ProductDraft("X", barcode="PP10")), "the code of “PP 棉”"),
    (ProductEdit(ProductDraft("X"), (Tier("", 0, 1),)), "is the list price"),
    (ProductEdit(ProductDraft("X"), (Tier("A", 0, 1), Tier("A", 0, 2))), "the same level"),
    (ProductEdit(ProductDraft("X"), (Tier("A", 10**13, 1),)), "no quantity"),
    (
        ProductEdit(ProductDraft("X", price_minor=9, floor_price_minor=8), (Tier("A", 0, 7),)),
        "below the lowest price",
    ),
    (ProductEdit(ProductDraft("X"), options=(Option("Door", " "),)), "needs a name"),
    (ProductEdit(ProductDraft("X"), parts=(Part(1, 0),)), "0 months"),
    (ProductEdit(ProductDraft("X"), parts=(Part(99, 6),)), "does not exist"),
)


def test_what_cannot_be_is_refused_whole(store: Store, read: Callable[..., Any], pp: int) -> None:
    for edit, words in REFUSED:
        with pytest.raises(UserError, match=words):
            store.write("New", product_record.save, None, edit)
        assert read(product_list.count, ProductQuery("all")) == 1


def test_a_price_of_0_is_a_price_and_none_is_none(store: Store, read: Callable[..., Any]) -> None:
    for name, price in (("Bag", 0), ("Repair", None)):
        store.write("New", products.create, ProductDraft(name, price_minor=price))
    rows = read(product_list.page, ProductQuery("priceless"), 0, 9)
    assert [row.name for row in rows] == ["Repair"]


def test_what_was_sold_is_hidden_and_the_rest_goes_to_the_bin(
    store: Store, read: Callable[..., Any], pp: int
) -> None:
    other = store.write("New", products.create, ProductDraft("Never sold")).value
    draft = sales.SaleDraft(
        (sales.LineDraft(pp, quantity_milli=2_000, unit_price_minor=2_000),),
        payments=(sales.PaymentDraft(4_000),),
    )
    sold = store.write("Sale", sales.record, draft).value
    done = store.write("Delete", products.remove, [pp, other]).value
    assert done == products.Removed(binned=1, hidden=1)
    assert [row.name for row in read(product_list.page, ProductQuery("hidden"), 0, 9)] == ["PP 棉"]
    assert read(products.find, "PP") == []
    assert read(sales.detail, sold).lines[0].product_id == pp
    assert [row.id for row in read(recycle_bin.rows, dt.date(2026, 6, 18))] == [other]
    figures = read(product_record.figures, pp, dt.date(2026, 1, 1))
    assert (figures.sold_milli, figures.sold_minor, figures.buyers) == (2_000, 4_000, 0)
    assert store.write("Show", products.show, [pp], active=True).value == 1
    store.undo()
    store.undo()
    assert read(product_list.counts, ProductQuery())["sold"] == 2


def test_the_list_is_narrowed_and_sorted(store: Store, read: Callable[..., Any], pp: int) -> None:
    for name, category, price, low in (
        ("RO 膜", "滤芯 / RO", 28_000, 5_000),
        ("安装", "", 12_000, None),
    ):
        draft = ProductDraft(name, category=category, price_minor=price, low_stock_milli=low)
        store.write("New", products.create, draft)
    ro = read(products.named, "RO 膜")
    store.write("In", stock.move, ro, stock.MovementDraft(4_000, "bought"))

    def names(**asked: Any) -> list[str]:
        return [row.name for row in read(product_list.page, ProductQuery(**asked), 0, 9)]

    assert names() == ["安装", "PP 棉", "RO 膜"]
    tree = {row.name: row.id for row in read(product_list.product_categories.tree)}
    assert names(category_id=tree["滤芯"]) == ["PP 棉", "RO 膜"]
    assert names(category_id=tree["RO"]) == ["RO 膜"]
    assert names(category_id=NO_CATEGORY) == ["安装"]
    assert names(text="anz") == ["安装"]
    assert names(view="low") == ["RO 膜"]
    assert names(sort="price", descending=True) == ["RO 膜", "安装", "PP 棉"]
    assert names(sort="stock")[0] == "RO 膜"
    assert names(sort="category")[:2] == ["RO 膜", "PP 棉"]
    assert read(product_list.counts, ProductQuery(text="膜")) == {
        "sold": 1, "low": 1, "priceless": 0, "hidden": 0, "all": 1,
    }  # fmt: skip


def picture(form: str, size: tuple[int, int] = (1600, 800)) -> bytes:
    made = io.BytesIO()
    Image.new("RGBA" if form == "PNG" else "RGB", size, "teal").save(made, form)
    return made.getvalue()


def test_a_picture_is_made_small_replaced_and_undone(
    store: Store, read: Callable[..., Any], pp: int
) -> None:
    first = store.write(
        "Picture", product_pictures.set_picture, pp, "../PP.png", picture("PNG")
    ).value
    kept = Image.open(io.BytesIO(read(attachments.content, first)))
    assert (kept.format, kept.size) == ("JPEG", (1200, 600))
    assert [one.name for one in read(attachments.of_record, "product", pp)] == ["PP.jpg"]
    store.write("Picture", product_pictures.set_picture, pp, "b.jpg", picture("JPEG", (9, 9)))
    assert read(products.get, pp).picture_id != first
    store.undo()
    assert read(products.get, pp).picture_id == first
    store.write("Picture", product_pictures.remove, pp)
    assert read(product_pictures.pictures, [pp]) == {}
    bomb = picture("PNG", (1, 1)).replace(b"IHDR\0\0\0\1\0\0\0\1", b"IHDR\0\0\xff\xff\0\0\xff\xff")
    for bad in (b"", b"GIF89a", b"<svg/>", picture("PNG")[:99], bomb):
        with pytest.raises(UserError, match="no picture"):
            store.write("Picture", product_pictures.set_picture, pp, "x.png", bad)
