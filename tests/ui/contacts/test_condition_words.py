"""Filter conditions in words."""

from __future__ import annotations

from typing import Any

import pytest

from crm_desktop.core import clock
from crm_desktop.core.i18n import using
from crm_desktop.services.conditions.conditions import CUSTOM_OPS, FIELDS
from crm_desktop.ui.contacts.condition_inputs import fields_offered, relations_of
from crm_desktop.ui.contacts.condition_words import (
    RELATIONS,
    CustomShown,
    Options,
    relation_label,
    words,
)
from tests.conftest import NOW

OPTIONS = Options(
    {"stage": [("lost", "Lost")], "deal": [("quote", "Quoted")], "in_list": [("7", "June")]},
    "CNY",
    custom={"area": CustomShown("Area", "number"), "pets": CustomShown("Pets", "choices")},
)


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
        ({"any": [{}, {}, {}]}, ("Any of", "", "3 conditions")),
        ({"all": [{"any": []}]}, ("All of", "", "1 condition")),
        (
            {
                "any": [
                    {"field": "tag", "op": "is", "value": "VIP"},
                    {"field": "owed", "op": "at_least", "value": 100},
                ]
            },
            ("Any of", "", "Tag is VIP, Owed at least ¥1"),
        ),
        (
            {
                "field": "bought",
                "op": "bought",
                "value": {"category": "Filters", "times": 2, "days": 180},
            },
            ("Purchases", "has bought", "Filters · at least 2 times · in the last 180 days"),
        ),
        (
            {"field": "bought", "op": "not_bought", "value": {}},
            ("Purchases", "has not bought", "anything"),
        ),
        (
            {"field": "spent_within", "op": "at_least", "value": {"days": 90, "amount": 200_000}},
            ("Spend over a time", "at least", "¥2,000 · in the last 90 days"),
        ),
        ({"field": "rhythm", "op": "past", "value": 150}, ("Own rhythm", "", "past by 50%")),
        ({"field": "deal", "op": "filled"}, ("Open deal", "", "there is one")),
        ({"field": "deal", "op": "is", "value": "quote"}, ("Open deal", "at", "Quoted")),
        (
            {"field": "overdue", "op": "late_over", "value": 1},
            ("Payment late", "", "over 1 day late"),
        ),
        ({"field": "in_list", "op": "is", "value": 7}, ("Fixed list", "is", "June")),
        ({"field": "custom:area", "op": "at_least", "value": 89_500}, ("Area", "at least", "89.5")),
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
    assert set(fields_offered(OPTIONS)) == {*FIELDS, "custom:area", "custom:pets"}
    assert fields_offered(Options(), "custom:water")[0] == "custom:water"
    for name, field in FIELDS.items():
        offered = relations_of(name, "", OPTIONS)
        assert offered, name
        assert set(field.ops) <= set(RELATIONS), name
        assert all(relation_label(name, op) for op in offered)
    for kind, ops in CUSTOM_OPS.items():
        assert ops <= set(RELATIONS), kind
    assert set(relations_of("custom:pets", "", OPTIONS)) == {"has", "has_not", "empty", "filled"}
