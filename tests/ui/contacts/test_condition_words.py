"""Filter conditions in words."""

from __future__ import annotations

from typing import Any

import pytest

from crm_desktop.core import clock
from crm_desktop.core.i18n import using
from crm_desktop.services.conditions import FIELDS
from crm_desktop.ui.contacts.condition_editor import fields_offered, relations_of
from crm_desktop.ui.contacts.condition_words import RELATIONS, Options, words
from tests.conftest import NOW

OPTIONS = Options({"stage": [("lost", "Lost")]}, "CNY")


@pytest.mark.parametrize(
    ("condition", "said"),
    [
        ({"field": "stage", "op": "is_not", "value": "lost"}, ("Stage", "is not", "Lost")),
        (
            {"field": "spent", "op": "at_least", "value": 2_000_000},
            ("Total spend", "at least", "¥20,000"),
        ),
        (
            {"field": "spent", "op": "between", "value": [100_050, 200_000]},
            ("Total spend", "between", "¥1,000.50 – ¥2,000"),
        ),
        (
            {"field": "last_contact", "op": "days_ago_over", "value": 30},
            ("Last contact", "", "over 30 days ago"),
        ),
        ({"field": "birthday", "op": "this_month"}, ("Birthday", "", "this month")),
        ({"field": "birthday", "op": "month", "value": 5}, ("Birthday", "", "May")),
        ({"field": "tag", "op": "empty"}, ("Tag", "", "is empty")),
        (
            {"field": "since", "op": "before", "value": "2025-01-31"},
            ("Customer since", "before", "31 Jan 2025"),
        ),
        ({"field": "custom:water", "op": "is", "value": "mains"}, ("water", "is", "mains")),
        ({"any": [{}, {}]}, ("Any of", "", "2 conditions")),
    ],
)
def test_words(condition: dict[str, Any], said: tuple[str, str, str]) -> None:
    clock.freeze(NOW)
    assert words(condition, OPTIONS) == said


def test_words_in_chinese() -> None:
    condition = {"field": "last_contact", "op": "days_ago_over", "value": 30}
    with using("zh_CN"):
        assert words(condition, OPTIONS)[2] == "超过 30 天前"


def test_every_field_is_offered_with_relations_that_have_words() -> None:
    assert set(fields_offered()) == set(FIELDS)
    assert fields_offered("custom:water")[0] == "custom:water"
    for name, field in FIELDS.items():
        offered = relations_of(name)
        assert offered, name
        assert set(field.ops) <= set(RELATIONS), name
