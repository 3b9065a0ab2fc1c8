"""Postcodes within addresses, and the texts a shop keeps (mail_texts)."""

from __future__ import annotations

import pytest

from crm_desktop.core.errors import NotFound, UserError
from crm_desktop.db.store import Store
from crm_desktop.services.mailing import mail_texts, mailing


@pytest.mark.parametrize(
    ("text", "known", "lines", "postcode"),
    [
        ("310000 杭州市文三路 86 号", "", ("杭州市文三路 86 号",), "310000"),
        ("杭州市文三路 86 号，310000", "", ("杭州市文三路 86 号",), "310000"),
        ("杭州市文三路 86 号\n310000", "", ("杭州市文三路 86 号",), "310000"),
        ("杭州市 123456 号楼", "", ("杭州市 123456 号楼",), ""),
        ("电话 13800138000", "", ("电话 13800138000",), ""),
        ("1 Market St\nSan Francisco, CA 94105", "94105",
         ("1 Market St", "San Francisco, CA 94105"), "94105"),
        ("310000", "", ("310000",), "310000"),
        ("\n 文三路 \n\n 杭州 \n", "", ("文三路", "杭州"), ""),
    ],
)  # fmt: skip
def test_a_postcode_is_told_from_the_address(
    text: str, known: str, lines: tuple[str, ...], postcode: str
) -> None:
    assert mailing.split_postcode(text, known) == (lines, postcode)


def test_a_text_of_ones_own_goes_before_those_that_come_along(store: Store) -> None:
    assert store.write("Save", mail_texts.save, "cards", " Birthday ", "Hi\r\nthere").value == (
        "Birthday"
    )
    with store.read() as session:
        assert [one.name for one in mail_texts.texts(session, "cards")] == [
            "Birthday", "Birthday", "New year",
        ]  # fmt: skip
        assert mail_texts.find(session, "cards", "birthday").body == "Hi\nthere"
        with pytest.raises(NotFound):
            mail_texts.find(session, "letters", "birthday")
    store.write("Remove", mail_texts.remove, "Birthday")
    with store.read() as session:
        assert "{{Our shop name}}" in mail_texts.find(session, "cards", "birthday").body
    for name, body in (("", "x"), ("x", " "), ("x", "y" * 20_001)):
        with pytest.raises(UserError):
            store.write("Save", mail_texts.save, "cards", name, body)
    with pytest.raises(NotFound):
        store.write("Remove", mail_texts.remove, "Birthday")
