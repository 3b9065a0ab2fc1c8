"""The shop's pick-lists and staff."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from crm_desktop.db.models import Choice, Staff
from crm_desktop.db.store import Store
from crm_desktop.services.settings import choices
from crm_desktop.services.settings.choices import ChoiceRow


def test_choices_in_the_shops_order_without_hidden_ones(
    store: Store, read: Callable[..., Any]
) -> None:
    assert read(choices.choices, "level") == [
        ChoiceRow("Gold", "amber"),
        ChoiceRow("Silver", "blue"),
        ChoiceRow("Basic", "gray"),
    ]

    def change(session: Any) -> None:
        for row in session.query(Choice).filter_by(list_key="level"):
            row.position = {"Basic": 0, "Gold": 1}.get(row.value, 2)
            row.hidden = row.value == "Silver"

    store.write("Change", change)
    assert [row.value for row in read(choices.choices, "level")] == ["Basic", "Gold"]


def test_staff_who_work_here_now(store: Store, read: Callable[..., Any]) -> None:
    def hire(session: Any) -> None:
        session.add_all([Staff(name="Zoe"), Staff(name="Adam"), Staff(name="Gone", active=False)])

    store.write("Hire", hire)
    assert [row.name for row in read(choices.staff)] == ["Adam", "Zoe"]
