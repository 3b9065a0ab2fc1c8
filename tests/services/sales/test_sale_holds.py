"""Orders put aside travel with the file, and damaged ones stop nothing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from crm_desktop.core.errors import NotFound
from crm_desktop.db.store import Store
from crm_desktop.services.sales import sale_holds
from crm_desktop.services.settings import settings


def test_an_order_is_put_aside_and_taken_up_once(store: Store, read: Callable[..., Any]) -> None:
    lines = [{"product": "RO 膜"}]
    first = store.write("hold", sale_holds.hold, "Anna", 26_000, lines).value
    store.write("hold", sale_holds.hold, "Ben", 100, [])
    assert [row.name for row in read(sale_holds.held)] == ["Anna", "Ben"]
    taken = store.write("resume", sale_holds.resume, first).value
    assert (taken.total_minor, taken.lines) == (26_000, lines)
    with pytest.raises(NotFound):
        store.write("resume", sale_holds.resume, first)
    assert [row.name for row in read(sale_holds.held)] == ["Ben"]


def test_what_another_program_wrote_there_counts_as_nothing(
    store: Store, read: Callable[..., Any]
) -> None:
    for text in ("[", "{}", '[{"id": 1}]', "7"):
        store.write("x", settings.put, settings.HELD_SALES, text)
        assert read(sale_holds.held) == []
