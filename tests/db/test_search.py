"""The search index: what is found by what, best first, and kept in step with every write."""

from __future__ import annotations

import datetime as dt
import random

import pytest
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from crm_desktop.core import text as texts
from crm_desktop.db import bulk, derived, search_query, search_text
from crm_desktop.db.engine import raw
from crm_desktop.db.models import (
    CompanyPerson,
    Contact,
    ContactAddress,
    ContactPhone,
    ContactTag,
    Membership,
    Product,
    Tag,
)
from crm_desktop.db.search_query import EXACT, INSIDE, PREFIX
from crm_desktop.db.store import Store


def add(store: Store, *names: str) -> list[int]:
    def put(session: Session) -> list[int]:
        contacts = [Contact(name=name) for name in names]
        for contact in contacts:
            session.add(contact)
            session.flush()
        return [contact.id for contact in contacts]

    return store.write("Add", put).value


def change(store: Store, contact_id: int, **values: object) -> None:
    def put(session: Session) -> None:
        contact = session.get_one(Contact, contact_id)
        for key, value in values.items():
            setattr(contact, key, value)

    store.write("Edit", put)


def add_row(store: Store, row: object) -> None:
    store.write("Add", lambda session: session.add(row))


def found(store: Store, query: str, limit: int = 50) -> list[int]:
    with store.read() as session:
        matches = search_query.find(raw(session.connection()), query, limit)
        return [-match.id if match.is_product else match.id for match in matches]


def qualities(store: Store, query: str) -> list[int]:
    with store.read() as session:
        return [m.quality for m in search_query.find(raw(session.connection()), query, 50)]


@pytest.mark.parametrize(
    ("name", "query"),
    [
        ("张伟", "张伟"),
        ("张伟", "伟"),
        ("张伟", "zw"),
        ("张伟", "zhangw"),
        ("张伟", "ZHANGWEI"),
        ("张伟", "ｚｗ"),
        ("杭州顺达商贸有限公司", "顺达"),
        ("杭州顺达商贸有限公司", "达商贸"),
        ("杭州顺达商贸有限公司", "hzsd"),
        ("Grace Chen", "grace"),
        ("Grace Chen", "chen"),
        ("Grace Chen", "grace ch"),
        ("Grace Chen", "chen grace"),
        ("O'Neill & Sons", "oneill"),
        ("廣東茶樓", "广东"),
        ("广东茶楼", "茶樓"),
        ("曾磊", "zenglei"),
        ("曾磊", "cenglei"),
        ("单小军", "sxj"),
        ("单小军", "dxj"),
        ("仇英", "qiuying"),
        ("欧阳娜娜", "ouyang"),
        ("RO膜专卖", "ro膜"),
        ("7天酒店", "7天"),
    ],
)
def test_names_are_found_however_they_are_typed(store: Store, name: str, query: str) -> None:
    contact, _other = add(store, name, "无关的人")
    assert found(store, query) == [contact]


@pytest.mark.parametrize("query", ["", "  ", "()", "—", "'", '"', "*", "AND", "#", "^"])
def test_queries_of_nothing_find_nothing_and_raise_nothing(store: Store, query: str) -> None:
    add(store, "王芳")
    assert found(store, query) == []


def test_one_character_finds_it_anywhere_in_a_name(store: Store) -> None:
    first, inside, _none = add(store, "芳草地", "王芳", "李伟")
    assert found(store, "芳") == [first, inside]


def test_exact_before_prefix_before_inside_and_the_newest_first(store: Store) -> None:
    ids = add(store, "大悦城", "悦城", "悦城店", "悦城", "新悦城", "悦城街坊")
    assert found(store, "悦城") == [ids[3], ids[1], ids[5], ids[2], ids[4], ids[0]]
    assert qualities(store, "悦城") == [EXACT, EXACT, PREFIX, PREFIX, INSIDE, INSIDE]


def test_neighbours_found_apart_are_no_match(store: Store) -> None:
    """Pairs of characters alone would find ``abcab`` for ``bca`` in any order."""
    right, _wrong = add(store, "明月天光阁", "月天明月光阁天光")
    assert found(store, "月天光") == [right]


@pytest.mark.parametrize(
    "query",
    [
        "2260",
        "0571 2260",
        "05712260",
        "13805712260",
        "138 0571",
        "+86 138-0571-2260",
        "5712",
        "138",
    ],
)
def test_a_mobile_is_found_by_any_part(store: Store, query: str) -> None:
    contact, _other = add(store, "悦禾餐饮", "旁人")
    phone = ContactPhone(contact_id=contact, number="138 0571 2260", key="+8613805712260")
    add_row(store, phone)
    assert found(store, query) == [contact]


@pytest.mark.parametrize("query", ["0571 8826 3309", "8826 3309", "88263309", "3309", "0571-8826"])
def test_a_landline_is_found_with_and_without_its_area(store: Store, query: str) -> None:
    (contact,) = add(store, "星河幼儿园")
    phone = ContactPhone(contact_id=contact, number="0571-88263309", key="+8657188263309")
    add_row(store, phone)
    assert found(store, query) == [contact]


def test_the_tail_of_a_phone_comes_before_its_middle(store: Store) -> None:
    middle_new, tail_old = add(store, "甲", "乙")[::-1]
    for contact, digits in ((middle_new, "13822601111"), (tail_old, "13911112260")):
        add_row(store, ContactPhone(contact_id=contact, number=digits, key="+86" + digits))
    assert found(store, "2260") == [tail_old, middle_new]


def test_an_unusable_number_is_found_by_its_digits(store: Store) -> None:
    (contact,) = add(store, "甲")
    add_row(store, ContactPhone(contact_id=contact, number="6531420", key="", problem="no_area"))
    assert found(store, "65314") == [contact]


def test_what_is_empty_is_no_key(store: Store) -> None:
    contact, _signs = add(store, "甲", "＃＃＃")
    add_row(store, ContactPhone(contact_id=contact, number="无", key=""))
    add_row(store, Membership(contact_id=contact, card_no=""))
    keys, documents = keys_and_documents(store)
    assert [row[0] for row in keys] == ["j", "jia", "甲"]  # type: ignore[index]
    assert documents[0] == (contact, "n甲\nyjia\tj")


def test_every_word_must_match_in_any_field(store: Store) -> None:
    both, only_name = add(store, "王芳", "王强")
    for contact, digits in ((both, "13800138000"), (only_name, "13911112222")):
        add_row(store, ContactPhone(contact_id=contact, number=digits, key="+86" + digits))
    assert found(store, "王 138") == [both]
    assert found(store, "138 wang") == [both]


def test_a_rename_takes_the_old_name_out(store: Store) -> None:
    (contact,) = add(store, "王芳")
    change(store, contact, name="李娜")
    assert found(store, "王芳") == found(store, "wf") == found(store, "芳") == []
    assert found(store, "李娜") == found(store, "ln") == [contact]


def test_undo_and_redo_bring_the_index_along(store: Store) -> None:
    (contact,) = add(store, "王芳")
    change(store, contact, name="李娜")
    store.undo()
    assert (found(store, "王芳"), found(store, "李娜")) == ([contact], [])
    store.redo()
    assert (found(store, "王芳"), found(store, "李娜")) == ([], [contact])
    store.undo()
    store.undo()
    assert found(store, "王芳") == found(store, "wang") == []


def test_deleted_and_merged_contacts_are_not_found(store: Store) -> None:
    deleted, merged, kept = add(store, "王芳一", "王芳二", "王芳三")
    change(store, deleted, deleted_at=dt.datetime(2026, 6, 1, tzinfo=dt.UTC))
    change(store, merged, merged_into_id=kept)
    assert found(store, "王芳") == [kept]
    store.undo()
    assert found(store, "王芳") == [kept, merged]


def test_archived_contacts_come_last(store: Store) -> None:
    old, new = add(store, "王芳", "王芳")
    change(store, new, archived_at=dt.datetime(2026, 6, 1, tzinfo=dt.UTC))
    assert found(store, "王芳") == [old, new]
    assert found(store, "wang") == [old, new]
    change(store, new, archived_at=None)
    assert found(store, "王芳") == [new, old]


def test_tags_are_found_and_follow_their_name(store: Store) -> None:
    (contact,) = add(store, "王芳")
    tag = Tag(name="该换滤芯")
    add_row(store, tag)
    add_row(store, ContactTag(contact_id=contact, tag_id=1))
    assert found(store, "滤芯") == found(store, "該換") == [contact]

    def rename(session: Session) -> None:
        session.scalars(select(Tag)).one().name = "已换新"

    store.write("Rename", rename)
    assert (found(store, "滤芯"), found(store, "换新")) == ([], [contact])
    store.write("Remove", lambda session: session.delete(session.scalars(select(Tag)).one()))
    assert found(store, "换新") == []


def test_a_company_is_found_by_its_people(store: Store) -> None:
    company, person = add(store, "悦禾餐饮", "沈悦")
    change(store, person, party="contact_person")
    add_row(store, CompanyPerson(company_id=company, person_id=person))
    assert found(store, "沈悦") == found(store, "沈") == [company]
    change(store, person, name="沈月")
    assert (found(store, "沈悦"), found(store, "沈月")) == ([], [company])


def test_address_remark_card_and_number_are_found(store: Store) -> None:
    (contact,) = add(store, "王芳")
    change(store, contact, remark="走后门，别挡 counter", customer_no="VIP-0007")
    add_row(store, ContactAddress(contact_id=contact, text="文三路 128 号"))
    add_row(store, Membership(contact_id=contact, card_no="880012"))
    for query in ("文三路", "后门", "counter", "vip", "vip0007", "8800", "文三路 128"):
        assert found(store, query) == [contact], query


def test_products_are_found_after_contacts(store: Store) -> None:
    (contact,) = add(store, "RO 爱好者")
    add_row(store, Product(name="RO 反渗透膜 75G", code="FSTM75"))
    assert found(store, "ro") == [contact, -1]
    assert found(store, "fstm") == found(store, "反渗透") == found(store, "rfst") == [-1]
    store.write("Remove", lambda s: s.execute(text("UPDATE product SET deleted_at = '2026-01-01'")))
    assert found(store, "fstm") == []


def test_bulk_rows_are_indexed_with_their_parts(store: Store) -> None:
    def put(session: Session) -> None:
        rows = [(f"客户{number:05}",) for number in range(2_500)]
        ids = bulk.insert_rows(session, Contact, ("name",), rows)
        phones = [(key, f"1390000{key:04}", f"+861390000{key:04}") for key in ids]
        bulk.insert_rows(session, ContactPhone, ("contact_id", "number", "key"), phones)

    outcome = store.write("Import", put)
    assert found(store, "客户02499") == found(store, "13900002500") == [2_500]
    assert len(found(store, "客户", limit=3_000)) == 2_500
    store.undo(outcome.action_id)
    assert found(store, "客户") == found(store, "1390") == []


def test_the_log_still_sees_single_inserts_after_a_bulk(store: Store) -> None:
    def put(session: Session) -> None:
        bulk.insert_rows(session, Contact, ("name",), [(f"客户{n}",) for n in range(2_500)])
        session.add(Contact(name="单个"))

    changes = store.write("Import", put).changes
    assert changes.ranges["contact"] == ((1, 2_500),)
    assert changes.ids["contact"] == frozenset({2_501})


def test_count_stops_at_its_cap(store: Store) -> None:
    add(store, *[f"王{number}号" for number in range(30)])

    def counted(query: str, cap: int) -> int:
        with store.read() as session:
            return search_query.count(raw(session.connection()), query, cap)

    assert counted("王", 1_000) == counted("wang", 1_000) == 30
    assert counted("王", 10) == 10
    assert counted("李", 10) == counted("", 10) == 0


def test_rebuild_gives_what_writing_gave(store: Store) -> None:
    rng = random.Random(5)
    ids = add(store, *[rng.choice("王李张单曾") + rng.choice("伟芳 娜Ab") for _ in range(40)])
    change(store, ids[3], archived_at=dt.datetime(2026, 6, 1, tzinfo=dt.UTC))
    change(store, ids[4], deleted_at=dt.datetime(2026, 6, 1, tzinfo=dt.UTC))
    add_row(store, Product(name="滤芯", code="LX"))
    queries = ("王", "w", "芳", "ab", "l", "lx", "滤芯", "zeng")
    before = [found(store, query) for query in queries]
    rows = keys_and_documents(store)
    store.write("Rebuild", lambda s: (derived.rebuild(s), s.add(Tag(name="x")))[0])
    assert keys_and_documents(store) == rows
    assert [found(store, query) for query in queries] == before


def keys_and_documents(store: Store) -> tuple[list[object], list[object]]:
    with store.read() as session:
        file = raw(session.connection())
        return (
            file.execute("SELECT * FROM search_key ORDER BY key, rank, id").fetchall(),
            file.execute("SELECT * FROM search_document ORDER BY id").fetchall(),
        )


def test_whatever_is_removed_leaves_nothing_in_the_index(store: Store) -> None:
    ids = add(store, "王芳", "李娜", "单小军")
    for contact in ids:
        add_row(store, ContactPhone(contact_id=contact, number="13800138000", key="+8613800138000"))
        change(store, contact, deleted_at=dt.datetime(2026, 6, 1, tzinfo=dt.UTC))
    assert keys_and_documents(store) == ([], [])
    with store.read() as session:
        (left,) = session.execute(
            text("SELECT COUNT(*) FROM search_inside WHERE search_inside MATCH '王 OR 李 OR 单'")
        ).one()
    assert left == 0


def test_folding_a_column_is_folding_each_value() -> None:
    parts = [
        "ＡＢＣ",
        "廣東\u00a0店",
        "e\u0301",
        " 王 ",
        "",
        "a\u200bb",
        "CHEN",
        "ﬁ",
        "İ",
        "ß",
        "ｶﾞ",
        "각",
    ]
    rng = random.Random(1)
    for _ in range(300):
        column = [rng.choice(parts) + rng.choice(parts) for _ in range(rng.randint(0, 6))]
        assert search_text.fold_column(column) == [texts.fold(value) for value in column]


@pytest.mark.parametrize("size", [3, 60])
def test_every_contact_is_found_by_every_way_to_its_name(store: Store, size: int) -> None:
    """Against a plain scan: nothing is missed and nothing is made up."""
    rng = random.Random(size)
    letters = "王李伟芳单曾abC 9"
    names = ["".join(rng.choice(letters) for _ in range(rng.randint(2, 6))) for _ in range(size)]
    names = [name if name.strip() else "空" for name in names]
    ids = add(store, *names)
    documents: dict[int, str] = dict(zip(ids, map(texts.fold, names), strict=True))
    queries: set[str] = {texts.fold(name) for name in names} | set("王李伟芳单曾")
    for query in queries:
        if not query or not any(ord(character) > 127 for character in query) or " " in query:
            continue
        holding = {key for key, name in documents.items() if query in name}
        apart = {key for key, name in documents.items() if query in name.replace(" ", "")}
        results = set(found(store, query, limit=10_000))
        assert holding <= results, query
        if all(ord(character) > 127 for character in query):
            assert results <= holding | apart, query


def test_the_rules_of_the_index_change_only_with_the_schema() -> None:
    """Files hold entries made by these rules, and taking them out makes them again."""
    stored = "n单小军 ro\ny shanxj\tsxj dxj\np13805712260\nck-7\nt月结\na文三路 128 号\neab@c.cn"
    keys, words = search_text.entries(stored)
    assert keys == [
        ("单小军ro", 0), ("ro", 0), ("shanxj", 2), ("sxj", 3), ("dxj", 3), ("13805712260", 4),
        ("#2260", 4), ("k7", 5), ("abccn", 8),
    ]  # fmt: skip
    assert words.split() == [
        "单", "小", "军", "单小", "小军", "ro", "#138", "#380", "#805", "#057", "#571", "#712",
        "#122", "#226", "#260", "k", "7", "月", "结", "月结", "文三", "三路", "128", "ab", "c",
        "cn",
    ]  # fmt: skip
