"""What a sale was about, in a line."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from crm_desktop.core import i18n
from crm_desktop.db.store import Store
from crm_desktop.services.figures import sale_goods
from crm_desktop.services.products import products
from crm_desktop.services.sales import sales


def test_three_names_with_quantities_and_how_many_more(
    store: Store, read: Callable[..., Any]
) -> None:
    product = store.write("New", products.create, products.ProductDraft("PP 棉")).value
    lines = (
        sales.LineDraft(product, quantity_milli=12_000),
        sales.LineDraft(description="水管", quantity_milli=1_500),
        sales.LineDraft(description="安装"),
        sales.LineDraft(description="配件"),
        sales.LineDraft(description="配件"),
    )
    sale = store.write("Sale", sales.record, sales.SaleDraft(lines)).value
    assert read(sale_goods.goods_of, [sale]) == {sale: "PP 棉 ×12, 水管 ×1.5, 安装 +2"}
    with i18n.using("zh_CN"):
        assert read(sale_goods.goods_of, [sale], 2) == {sale: "PP 棉 ×12、水管 ×1.5 +3"}
    assert read(sale_goods.goods_of, []) == {}
