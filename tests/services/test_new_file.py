"""What a new file is born with."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from crm_desktop.core import i18n
from crm_desktop.db.store import Store
from crm_desktop.services import new_file
from crm_desktop.services.contacts import views
from crm_desktop.services.lifecycle import lifecycle
from crm_desktop.services.settings import choices, settings


def test_a_new_file_knows_its_shop_and_can_be_told_from_every_other(
    store: Store, read: Callable[..., Any], tmp_path: Path
) -> None:
    assert read(settings.get, settings.SHOP_NAME) == "Clearspring Water"
    assert read(settings.get, settings.CURRENCY) == "CNY"
    with Store.create(tmp_path / "other.crm") as other:
        other.set_up(new_file.seed, "zh_CN", currency="HKD")
        with other.read() as session:
            assert settings.get(session, settings.FILE_UUID) != read(
                settings.get, settings.FILE_UUID
            )
            assert settings.get(session, settings.CURRENCY) == "HKD"


def test_stages_come_in_order_and_are_called_in_the_language_shown(
    read: Callable[..., Any],
) -> None:
    assert [stage.code for stage in read(lifecycle.stages)] == [
        "prospect", "interested", "first_purchase", "repeat", "loyal", "lost",
    ]  # fmt: skip
    assert [stage.name for stage in read(lifecycle.stages)][2] == "New"
    with i18n.using("zh_CN"):
        assert [stage.name for stage in read(lifecycle.stages)][2] == "首购"
        assert read(views.views)[0].name == "高价值"


def test_pick_lists_are_in_the_language_of_the_file(tmp_path: Path) -> None:
    with Store.create(tmp_path / "cn.crm") as store:
        store.set_up(new_file.seed, "zh_CN")
        with store.read() as session:
            assert [c.value for c in choices.choices(session, "level")] == ["金卡", "银卡", "普通"]
            assert choices.choices(session, "payment_method")[0].value == "微信支付"


def test_the_default_views_are_there_and_empty(read: Callable[..., Any]) -> None:
    rows = read(views.views)
    assert [(row.code, row.count) for row in rows] == [
        ("high_value", 0), ("no_contact", 0), ("birthday_month", 0), ("replenishment", 0),
        ("unpaid", 0),
    ]  # fmt: skip


def test_being_born_is_no_step_to_undo(store: Store) -> None:
    assert store.next_undo() is None
