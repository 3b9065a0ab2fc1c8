"""What holds for every list: no value wanders, twice is once, longer adds the rest."""

from __future__ import annotations

from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from crm_desktop.db.models import Contact, ContactAddress, ContactEmail
from crm_desktop.db.store import Store
from crm_desktop.exchange import job
from tests.exchange import workbooks
from tests.services.imports.test_imports import snapshot

HEADS = ["姓名", "手机", "地址", "等级", "邮箱", "行业", "备注"]
_SETTINGS = settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
_FILLED = st.lists(st.lists(st.booleans(), min_size=5, max_size=5), min_size=1, max_size=12)


def table(filled: list[list[bool]]) -> workbooks.Rows:
    """A list whose every cell names its own row and column, or is empty."""
    rows: list[list[str]] = [HEADS]
    for number, cells in enumerate(filled):
        values = [f"文三路{number}号小区", f"等级{number}", f"a{number}@b.cn", f"行业{number}",
                  f"备注{number}"]  # fmt: skip
        shown = [value if there else "" for value, there in zip(values, cells, strict=True)]
        rows.append([f"客人{chr(0x4E00 + number * 7)}", f"139{11110000 + number}", *shown])
    return rows


def write(store: Store, path: Path, rows: workbooks.Rows) -> int:
    found = job.prepare([workbooks.csv(path, rows)])
    return store.write("Import", job.apply, found).action_id


@_SETTINGS
@given(filled=_FILLED)
def test_an_empty_cell_stays_empty(store: Store, tmp_path: Path, filled: list[list[bool]]) -> None:
    rows = table(filled)
    write(store, tmp_path / "a.csv", rows)
    query = (
        select(Contact.name, ContactAddress.text, Contact.level, ContactEmail.address,
               Contact.industry, Contact.remark)
        .outerjoin(ContactAddress, ContactAddress.contact_id == Contact.id)
        .outerjoin(ContactEmail, ContactEmail.contact_id == Contact.id)
        .where(Contact.import_batch_id.is_not(None))
    )  # fmt: skip
    with store.read() as session:
        kept = {row[0]: [value or "" for value in row[1:]] for row in session.execute(query)}
    assert kept == {row[0]: list(row[2:]) for row in rows[1:]}
    store.undo()


@_SETTINGS
@given(filled=_FILLED, cut=st.integers(0, 12))
def test_twice_is_once_longer_adds_the_rest_and_undo_takes_it_back(
    store: Store, tmp_path: Path, filled: list[list[bool]], cut: int
) -> None:
    rows = table(filled)
    shorter = rows[: 1 + max(1, min(cut, len(rows) - 1))]
    empty = snapshot(store)
    assert write(store, tmp_path / "march.csv", shorter)
    assert write(store, tmp_path / "march.csv", shorter) == 0
    march = snapshot(store)
    again = write(store, tmp_path / "april.csv", rows)
    assert bool(again) is (len(rows) > len(shorter))
    at_once_people = len(snapshot(store)["contact"])
    assert at_once_people - len(march["contact"]) == len(rows) - len(shorter)
    if again:
        store.undo()
    assert snapshot(store) == march
    store.undo()
    assert snapshot(store) == empty
