"""The data doctor: what it finds, what it proposes, what it writes, and what it leaves alone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from crm_desktop.core.errors import Cancelled
from crm_desktop.core.i18n import using
from crm_desktop.db.store import Store
from crm_desktop.services.care import data_doctor
from crm_desktop.services.care.doctor_checks import (
    FIXABLE,
    KINDS,
    birthday_is_impossible,
    email_finding,
    phone_finding,
    tidy_name,
)
from crm_desktop.services.contacts import contacts
from crm_desktop.services.contacts.contacts import ContactDraft, PersonDraft

DAY = dt.date(2026, 6, 18)
Read = Callable[..., Any]


@pytest.mark.parametrize(
    ("number", "problem", "found"),
    [
        ("13800138001", "", None),
        ("138 0013 8001", "", None),
        ("138-0013-8001", "", ("phone_format", "13800138001")),
        ("+86 138 0013 8001", "", ("phone_format", "13800138001")),
        ("１３８００１３８００１", "", ("phone_format", "13800138001")),
        ("0571-88776655", "", None),
        ("+49 171  2345678", "", ("phone_format", "+49 171 2345678")),
        ("13800000000", "placeholder", ("phone_placeholder", "")),
        ("1380013", "unknown", ("phone_invalid", None)),
        ("1.38E+10", "digits_lost", ("phone_invalid", None)),
        ("call me", "unknown", ("phone_invalid", None)),
    ],
)
def test_phones(number: str, problem: str, found: Any) -> None:
    assert phone_finding(number, problem) == found


@pytest.mark.parametrize(
    ("address", "found"),
    [
        ("anna@example.com", None),
        ("a.b+c@shop.co.uk", None),
        ("anna@gmial.com", ("email_invalid", "anna@gmail.com")),
        ("anna@QQ.con", ("email_invalid", "anna@qq.com")),
        ("anna＠163。com", ("email_invalid", "anna@163.com")),
        ("anna @ example.com", ("email_invalid", "anna@example.com")),
        ("anna@qq，com", ("email_invalid", "anna@qq.com")),
        ("anna", ("email_invalid", None)),
        ("@example.com", ("email_invalid", None)),
        ("anna@example", ("email_invalid", None)),
    ],
)
def test_emails(address: str, found: Any) -> None:
    assert email_finding(address) == found


@pytest.mark.parametrize(
    ("birthday", "wrong"),
    [
        ((2026, 6, 18), False), ((2026, 6, 19), True), ((1916, 1, 1), False),
        ((1915, 12, 31), True), ((None, 12, 31), False),
        ((None, 2, 30), True), ((1981, 2, 29), True), ((None, 2, 29), False),
    ],
)  # fmt: skip
def test_birthdays(birthday: Any, wrong: bool) -> None:
    assert birthday_is_impossible(*birthday, DAY) is wrong


@pytest.mark.parametrize(
    ("name", "tidy"),
    [
        ("王　五", "王五"), ("ＡＢＣ贸易", "ABC贸易"), ("Anna  Lee", "Anna Lee"),
        ("杭州（上海）公司", "杭州（上海）公司"), ("O\u200bK", "OK"), ("张三", "张三"),
    ],
)  # fmt: skip
def test_names(name: str, tidy: str) -> None:
    assert tidy_name(name) == tidy


def test_every_kind_is_said_in_both_languages() -> None:
    assert set(KINDS) >= FIXABLE
    with using("zh_CN"):
        from crm_desktop.core.i18n import _

        assert all(_(name) != name and _(why) != why for name, why, _serious in KINDS.values())


@pytest.fixture
def shop(store: Store) -> Store:
    """A good customer, a person at a company, and one of everything that can be wrong."""
    drafts = [
        ContactDraft("Good", phones=("13900139000",), emails=("good@example.com",)),
        ContactDraft("Firm", kind="company", phones=("0571-88776655",),
                     people=(PersonDraft("Li"),)),
        ContactDraft("Alone Ltd", kind="company", phones=("0571-88776656",)),
        ContactDraft("王　五", phones=("139-0013-9002",)),
        ContactDraft("Li", phones=("13800000000",), emails=("li@gmial.com", "oops"),
                     birthday=(1890, 3, 8), since=dt.date(2030, 1, 1), remark="Old"),
        ContactDraft("12345", wechat=("w",)),
        ContactDraft("Ghost"),
    ]  # fmt: skip
    for draft in drafts:
        store.write("New", contacts.create, draft)
    return store


def test_a_scan_counts_every_finding(shop: Store, read: Read) -> None:
    found = read(data_doctor.examine, DAY)
    assert found.counts == {
        "company_without_person": 1, "name_untidy": 1, "phone_format": 1, "phone_placeholder": 1,
        "email_invalid": 2, "birthday_impossible": 1, "since_future": 1, "name_number": 1,
        "unreachable": 1,
    }  # fmt: skip
    assert (found.customers, found.invalid, found.validity_bp) == (7, 3, 5714)
    assert read(data_doctor.examine, DAY, most=0).findings == {}
    shop.write("Archive", contacts.archive, [5, 7, 8])
    assert read(data_doctor.examine, DAY).invalid < 3


def test_an_empty_shop_is_wholly_valid(read: Read) -> None:
    assert read(data_doctor.examine, DAY).validity_bp == 10_000


def test_each_kind_is_set_right_and_taken_back(shop: Store, read: Read) -> None:
    before = {one: read(contacts.card, one).draft for one in range(1, 9) if one != 3}
    for kind in sorted(FIXABLE):
        shop.write("Fix", data_doctor.fix_kind, kind)
    found = read(data_doctor.examine, DAY)
    assert set(found.counts) == {
        "company_without_person", "email_invalid", "name_number", "unreachable",
    }  # fmt: skip
    assert found.counts["email_invalid"] == 1, "what has no proposal stays"
    drafts = [read(contacts.card, one).draft for one in before]
    li = next(draft for draft in drafts if draft.name == "Li" and draft.remark)
    assert li.phones == ()
    assert li.emails == ("li@gmail.com", "oops")
    assert li.birthday == (None, 3, 8)
    assert li.remark == "Old\nFormer number: 13800000000"
    for _kind in FIXABLE:
        shop.undo()
    assert {one: read(contacts.card, one).draft for one in before} == before


def test_what_was_left_out_or_changed_meanwhile_is_left_alone(shop: Store, read: Read) -> None:
    (one,) = read(data_doctor.findings, "phone_format", DAY)
    left_out = frozenset({(one.contact_id, one.part_id)})
    assert shop.write("Fix", data_doctor.fix_kind, "phone_format", left_out).value == 0
    shop.write("Edit", contacts.edit, one.contact_id, phones=("13900139003",))
    assert shop.write("Fix", data_doctor.fix, [one]).value == 0
    assert read(contacts.card, one.contact_id).draft.phones == ("13900139003",)


def test_a_fix_that_is_stopped_keeps_nothing(shop: Store, read: Read) -> None:
    def stop(done: int, total: int, text: str = "") -> None:
        if text == "Setting right":
            raise Cancelled

    with pytest.raises(Cancelled):
        shop.write("Fix", data_doctor.fix_kind, "email_invalid", frozenset(), stop)
    assert read(data_doctor.examine, DAY).counts["email_invalid"] == 2


def test_validity_is_kept_by_day_and_is_no_step_of_undo(shop: Store, read: Read) -> None:
    before = shop.next_undo()
    shop.set_up(data_doctor.note_validity, 5_000, DAY)
    shop.set_up(data_doctor.note_validity, 6_000, DAY)
    shop.set_up(data_doctor.note_validity, 9_000, DAY + dt.timedelta(days=1))
    assert read(data_doctor.history) == [(DAY, 6_000), (DAY + dt.timedelta(days=1), 9_000)]
    assert shop.next_undo() == before
