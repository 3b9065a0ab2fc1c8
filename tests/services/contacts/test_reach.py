"""By what a customer is reached."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from crm_desktop.db.store import Store
from crm_desktop.services.contacts import contacts, reach
from crm_desktop.services.contacts.contacts import ContactDraft
from crm_desktop.services.contacts.reach import Reach


@pytest.mark.parametrize(
    ("draft", "expected"),
    [
        (ContactDraft("a", phones=("123", "13900001111")), Reach("13900001111", "13900001111")),
        (ContactDraft("b", emails=("b@x.de",), wechat=("wx_b",)), Reach("", "wx_b")),
        (ContactDraft("c", emails=("c@x.de",), phones=("13900001111",)),
         Reach("13900001111", "c@x.de")),
        (ContactDraft("d"), Reach()),
    ],
)  # fmt: skip
def test_the_first_number_and_account(
    store: Store, read: Callable[..., Any], draft: ContactDraft, expected: Reach
) -> None:
    who = store.write("New", contacts.create, draft).value
    assert read(reach.reach, who) == expected


def test_nobody_is_reached_by_nothing(read: Callable[..., Any]) -> None:
    assert read(reach.reach, None) == Reach()
