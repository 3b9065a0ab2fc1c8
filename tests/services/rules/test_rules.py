"""Rules that make follow-ups: kept, changed, switched, refused."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from crm_desktop.core import i18n
from crm_desktop.core.errors import NotFound, UserError
from crm_desktop.db.store import Store
from crm_desktop.services.rules import (
    rule_festivals,
    rule_numbers,
    rule_triggers_dates,
    rule_triggers_deals,
    rule_triggers_goods,
    rule_triggers_people,
    rule_triggers_sales,
    rule_words,
    rules,
)
from crm_desktop.services.rules.rule_asking import Number
from crm_desktop.services.rules.rule_triggers import TRIGGERS
from crm_desktop.services.rules.rules import RuleDraft, Template

WISHES = RuleDraft("birthday", "Wishes", {"days": [-3, 0]}, None, Template("For {who}", "call"))


def test_a_new_file_has_the_shipped_rules_in_its_language(
    store: Store, read: Callable[..., Any]
) -> None:
    rows = read(rules.rules)
    assert {row.code for row in rows} == set(rule_words.SHIPPED)
    assert {row.trigger.code for row in rows} == set(TRIGGERS) - {"date", "yearly"}
    assert {row.code for row in rows if row.active} == {
        "quote_ending", "payment_late", "deal_stalled"
    }  # fmt: skip
    by_code = {row.code: row for row in rows}
    assert by_code["contact_rhythm"].numbers == {
        "levels": {"Gold": 7, "Silver": 30, "Basic": 90, "*": 90}
    }
    assert by_code["contact_rhythm"].name == "Contact rhythm by level"
    i18n.set_language("zh_CN")
    assert read(rules.get, by_code["contact_rhythm"].id).name == "按等级的联系节奏"
    store.write("again", rules.seed)
    assert len(read(rules.rules)) == len(rows)


def test_a_rule_is_made_changed_switched_and_removed(
    store: Store, read: Callable[..., Any]
) -> None:
    made = store.write(rules.ADD_ACTION, rules.create, WISHES).value
    row = read(rules.get, made)
    assert (row.name, row.numbers, row.active) == (
        "Wishes",
        {"days": [-3, 0], "who": "people"},
        True,
    )
    assert rules.draft_of(row).template == Template("For {who}", "call")
    changed = RuleDraft("birthday", "Kind wishes", {"days": "7, −7"}, None, Template())
    store.write(rules.CHANGE_ACTION, rules.edit, made, changed)
    assert read(rules.get, made).numbers["days"] == [-7, 7]
    store.write(rules.SWITCH_OFF_ACTION, rules.switch, made, False)
    assert not read(rules.get, made).active
    store.write(rules.REMOVE_ACTION, rules.remove, made)
    with pytest.raises(NotFound):
        read(rules.get, made)
    store.undo()
    assert read(rules.get, made).name == "Kind wishes"


@pytest.mark.parametrize(
    "draft",
    [
        RuleDraft("birthday", ""),
        RuleDraft("moon_phase", "x"),
        RuleDraft("birthday", "x", {"days": []}),
        RuleDraft("birthday", "x", {"days": "soon"}),
        RuleDraft("birthday", "x", {"days": [99_999]}),
        RuleDraft("birthday", "x", {"who": "pets"}),
        RuleDraft("yearly", "x", {"month_day": "02-30"}),
        RuleDraft("own_rhythm", "x", {"percent": "0"}),
        RuleDraft("rhythm", "x", {"levels": {}}),
        RuleDraft("rhythm", "x", {"levels": {"A": -7}}),
        RuleDraft("date", "x", {"field": "custom:nothing"}),
        RuleDraft("birthday", "x", template=Template("{amount}")),
        RuleDraft("birthday", "x", template=Template(kind="seance")),
        RuleDraft("birthday", "x", template=Template(due_days=-1)),
        RuleDraft("birthday", "x", template=Template(owner_id=99)),
        RuleDraft("birthday", "x", filter={"field": "shoe_size", "op": "is", "value": 44}),
    ],
)
def test_what_cannot_be_is_refused_in_a_sentence(store: Store, draft: RuleDraft) -> None:
    with pytest.raises(UserError) as problem:
        store.write(rules.ADD_ACTION, rules.create, draft)
    assert str(problem.value).strip()


def test_numbers_are_read_as_people_type_them() -> None:
    days = Number("days", "days", "On which days", [0])
    assert rule_numbers.read(days, "D+3、30，－180") == [-180, 3, 30]
    assert rule_numbers.shown(days, [-60, 7]) == "-60, 7"
    levels = Number("levels", "levels", "Days", {})
    assert rule_numbers.read(levels, "A:7，B：30, C:, *:90") == {"A": 7, "B": 30, "*": 90}
    for typed in ("2月29日", "2/29", "29 Feb", "february 29th"):
        assert rule_numbers.read(Number("m", "month_day", "Day", ""), typed) == "02-29"
    for typed in ("tomorrow", "3 days", "30 feb", "next 12"):
        with pytest.raises(UserError):
            rule_numbers.read(Number("m", "month_day", "Day", ""), typed)
    assert rule_numbers.read(Number("u", "yes_no", "So", True), "否") is False


def test_a_level_may_have_any_name(store: Store, read: Callable[..., Any]) -> None:
    draft = RuleDraft("rhythm", "R", {"levels": {"A, the best: 1": 7, "B": ""}})
    made = store.write("add", rules.create, draft).value
    assert read(rules.get, made).numbers == {"levels": {"A, the best: 1": 7}}


def test_titles_say_what_is_known_and_nothing_of_what_is_not() -> None:
    sale = TRIGGERS["sale"]
    assert rule_words.title_of(sale, "", {"what": ""}) == "After-sale care"
    assert rule_words.title_of(sale, "{name}: {what}!", {"name": "{what}", "what": "x"}) == (
        "{what}: x!"
    )
    facts = {"who": "Lin", "day": dt.date(2026, 6, 18), "age": 40}
    assert rule_words.reason_of(TRIGGERS["birthday"], facts, "Wishes") == (
        "Lin: birthday on 18 Jun 2026 (40 years) · Wishes"
    )


def test_every_trigger_explains_its_fields_and_has_numbers_that_fit(
    store: Store, read: Callable[..., Any]
) -> None:
    modules = (
        rule_triggers_people,
        rule_triggers_sales,
        rule_triggers_goods,
        rule_triggers_dates,
        rule_triggers_deals,
    )
    with store.read() as session:
        for trigger in TRIGGERS.values():
            rule_words.checked_title(trigger, trigger.title)
            rule_words.checked_title(trigger, trigger.reason)
            assert rule_words.fields_of(trigger)
            assert any(trigger.find in vars(module).values() for module in modules)
            kept = rule_numbers.defaults(session, trigger)
            assert rule_numbers.checked(session, trigger, kept) == kept


@pytest.mark.parametrize(
    ("festival", "days"),
    [
        ("spring", {"2025-01-29", "2026-02-17", "2027-02-06"}),
        ("new_year_eve", {"2025-01-28", "2026-02-16", "2027-02-05"}),
        # 2025 has a second sixth month, 2026 none.
        ("mid_autumn", {"2025-10-06", "2026-09-25", "2027-09-15"}),
        ("qingming", {"2025-04-04", "2026-04-05", "2027-04-05"}),
        ("mothers", {"2025-05-11", "2026-05-10", "2027-05-09"}),
        ("thanksgiving", {"2025-11-27", "2026-11-26", "2027-11-25"}),
    ],
)
def test_festivals_are_once_a_year(festival: str, days: set[str]) -> None:
    all_days = (dt.date(2025, 1, 1) + dt.timedelta(n) for n in range(3 * 365))
    assert {str(day) for day in all_days if rule_festivals.is_on(festival, day)} == days


def test_days_beyond_the_lunar_calendar_have_no_lunar_festival() -> None:
    for code, _name in rule_festivals.FESTIVALS:
        assert not rule_festivals.is_on(code, dt.date(1899, 7, 7))
        assert not rule_festivals.is_on(code, dt.date(9999, 12, 31))
