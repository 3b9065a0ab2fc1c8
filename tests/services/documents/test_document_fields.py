"""The fields of templates: every name leads to one field, and the names never change."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from crm_desktop.core import i18n
from crm_desktop.db.store import Store
from crm_desktop.services.documents import document_fields
from crm_desktop.services.documents.document_fields import FIELDS, plain_name
from crm_desktop.services.fields import custom_fields

Read = Callable[..., Any]


def test_every_name_of_either_language_leads_to_its_field(read: Read) -> None:
    names = read(document_fields.names)
    for language in i18n.LANGUAGES:
        with i18n.using(language):
            labels = {plain_name(i18n._(field.label)): field.key for field in FIELDS}
            assert len(labels) == len(FIELDS), "two fields of one name"
            assert labels.items() <= names.items()
    assert all(names[plain_name(field.key)] == field.key for field in FIELDS)


def test_names_in_use_in_templates_stay(read: Read) -> None:
    names = read(document_fields.names)
    given = {
        "客户名称": "customer.name", "联系人": "customer.contact", "单号": "order.number",
        "合计": "order.total", "合计大写": "order.total_words", "品名": "line.name",
        "数量": "line.quantity", "单价": "line.price", "金额": "line.amount", "日期": "today.date",
        "本店名称": "shop.name", "经办人": "staff.name", "商机名称": "deal.title",
        "sale.total": "order.total", "quote.total": "order.total", "item.name": "line.name",
        "Customer_Name": "customer.name", "customer-name": "customer.name",
        "客戶名稱": "customer.name",
    }  # fmt: skip
    assert {name: names.get(plain_name(name)) for name in given} == given


def test_fields_of_the_shop_are_fields_too_but_never_take_a_name(store: Store, read: Read) -> None:
    store.write("New", custom_fields.define, "Pool volume", "number")
    store.write("New", custom_fields.define, "Customer name")
    names = read(document_fields.names)
    assert names["poolvolume"] == "own.poolvolume"
    assert names["customername"] == "customer.name"
    assert read(document_fields.fields)[-1].label == "Customer name"


def test_the_list_has_an_example_for_each_and_speaks_both_languages(read: Read) -> None:
    rows = read(document_fields.fields)
    assert all(row.example and document_fields.group_name(row.group) for row in rows)
    with i18n.using("zh_CN"):
        chinese = read(document_fields.fields)
    assert (chinese[0].label, chinese[0].example) == ("客户名称", "云栖民宿")
