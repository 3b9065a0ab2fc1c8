"""The tree of product categories."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from crm_desktop.core.errors import NotFound, UserError
from crm_desktop.db.store import Store
from crm_desktop.services.products import product_categories, products
from crm_desktop.services.products.products import ProductDraft


def shown(read: Callable[..., Any]) -> list[tuple[str, int, int]]:
    return [(one.path, one.depth, one.products) for one in read(product_categories.tree)]


def test_a_path_makes_what_is_new_and_a_name_finds_what_is_there(
    store: Store, read: Callable[..., Any]
) -> None:
    for name, path in (("RO 75G", "滤芯 / RO 膜"), ("PP", "滤芯 > PP"), ("RO 400G", "RO 膜")):
        store.write("New", products.create, ProductDraft(name, category=path))
    assert shown(read) == [("滤芯", 0, 3), ("滤芯 / RO 膜", 1, 2), ("滤芯 / PP", 1, 1)]


def test_a_category_is_renamed_ordered_moved_and_taken_away(
    store: Store, read: Callable[..., Any]
) -> None:
    a, b, inner = (
        store.write("New", product_categories.by_path, path).value for path in ("A", "B", "A / C")
    )
    store.write("New", products.create, ProductDraft("X", category="A / C"))
    store.write("Shift", product_categories.shift, b, -1)
    assert [one[0] for one in shown(read)] == ["B", "A", "A / C"]
    store.write("Move", product_categories.move, a, b)
    assert shown(read) == [("B", 0, 1), ("B / A", 1, 1), ("B / A / C", 2, 1)]
    with pytest.raises(UserError, match="under itself"):
        store.write("Move", product_categories.move, b, inner)
    store.write("Rename", product_categories.rename, inner, "D")
    store.write("Delete", product_categories.remove, a)
    assert shown(read) == [("B", 0, 1), ("B / D", 1, 1)]
    store.undo()
    assert shown(read)[-1] == ("B / A / D", 2, 1)
    with pytest.raises(UserError, match="already"):
        store.write("New", product_categories.add, " d ", a)
    with pytest.raises(NotFound):
        store.write("New", product_categories.add, "E", 999)
