"""What a setting may be."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from crm_desktop.core.errors import UserError
from crm_desktop.db.store import Store
from crm_desktop.services.settings import setting_checks, settings


@pytest.mark.parametrize(
    "pattern",
    ["XS", "", "{number", "{0}", "{number.__class__}", "{number}{secret}", "{number:x z}"],
)
def test_a_pattern_that_cannot_number_is_refused(pattern: str) -> None:
    with pytest.raises(UserError, match="cannot number"):
        setting_checks.number_pattern(pattern)


@pytest.mark.parametrize(
    "pattern", ["XS-{number:04}", "{number}", "{year}{month}{day}-{number:03}"]
)
def test_a_pattern_that_can_number_stays_as_it_is(pattern: str) -> None:
    assert setting_checks.number_pattern(pattern) == pattern


def test_a_currency_is_three_letters() -> None:
    assert setting_checks.currency(" hkd ") == "HKD"
    for code in ("", "¥", "YUAN", "C1Y", "人民币"):
        with pytest.raises(UserError, match="no currency"):
            setting_checks.currency(code)


def test_a_bad_value_keeps_the_whole_page_as_it_was(store: Store, read: Callable[..., Any]) -> None:
    with pytest.raises(UserError, match="-1 days"):
        store.write("Settings", settings.put_all, {"shop_name": "X", "payment_days": -1})
    assert read(settings.get, settings.SHOP_NAME) == "Clearspring Water"
    store.write("Settings", settings.put_all, {"payment_days": 0, "currency": "usd"})
    assert read(settings.get, settings.PAYMENT_DAYS) == 0
    assert read(settings.get, settings.CURRENCY) == "USD"
