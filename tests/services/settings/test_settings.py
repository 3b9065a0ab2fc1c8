"""Settings of a file."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from crm_desktop.db.models import Setting
from crm_desktop.db.store import Store
from crm_desktop.services.settings import settings


def test_a_setting_is_kept_and_undone(store: Store, read: Callable[..., Any]) -> None:
    store.write("Settings", settings.put, settings.PAYMENT_DAYS, 45)
    assert read(settings.get, settings.PAYMENT_DAYS) == 45
    store.undo()
    assert read(settings.get, settings.PAYMENT_DAYS) == 30


def test_a_page_of_settings_is_one_step(store: Store, read: Callable[..., Any]) -> None:
    store.write("Settings", settings.put_all, {"shop_name": "清源净水", "silent_days": 60})
    assert read(settings.get, settings.SHOP_NAME) == "清源净水"
    assert read(settings.get, settings.SILENT_DAYS) == 60
    store.undo()
    assert read(settings.get, settings.SHOP_NAME) == "Clearspring Water"
    assert read(settings.get, settings.SILENT_DAYS) == 30


@pytest.mark.parametrize("raw", ["not json", "3.5", '"thirty"', "null", "true"])
def test_a_value_of_the_wrong_kind_counts_as_the_default(
    store: Store, read: Callable[..., Any], raw: str
) -> None:
    store.write("x", lambda session: session.add(Setting(key="payment_days", value=raw)))
    assert read(settings.get, settings.PAYMENT_DAYS) == 30


def test_an_unknown_or_wrong_value_is_refused_whole(store: Store, read: Callable[..., Any]) -> None:
    with pytest.raises(KeyError):
        store.write("Settings", settings.put_all, {"shop_name": "X", "no_such": 1})
    with pytest.raises(TypeError):
        store.write("Settings", settings.put_all, {"shop_name": "X", "payment_days": "soon"})
    assert read(settings.get, settings.SHOP_NAME) == "Clearspring Water"


def test_every_setting_is_declared_once() -> None:
    keys = [setting.key for setting in settings.DECLARED]
    assert len(keys) == len(set(keys))
