"""How a list was read is remembered and recognised next month."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from crm_desktop.core.errors import NotFound, UserError
from crm_desktop.db.store import Store
from crm_desktop.exchange import job
from crm_desktop.exchange.job import Prepared
from crm_desktop.exchange.prepared_sheet import LeftOut
from crm_desktop.services.imports import import_recipes
from crm_desktop.services.imports.import_recipes import Recipe
from crm_desktop.services.imports.imports_data import ImportOptions
from tests.exchange import workbooks

MARCH: workbooks.Rows = [
    ["姓名", "手机", "代号", "建档", "忽略我"],
    ["Ann", "13812345671", "A7", "05/03/2024", "x"],
    ["Bob", "13812345672", "B9", "06/04/2024", "y"],
]
APRIL: workbooks.Rows = [
    ["代号", "姓名", "手机", "建档", "新列", "忽略我"],
    ["C1", "Cid", "13812345673", "07/05/2024", "z", "w"],
]


def read(path: Path, store: Store | None = None) -> Prepared:
    kept: tuple[Recipe, ...] = ()
    if store is not None:
        with store.read() as session:
            kept = import_recipes.recipes(session)
    return job.prepare([path], ImportOptions(recipes=kept))


def fields(found: Prepared) -> dict[str, str]:
    return {one.heading: one.field for one in found.sheets[0].columns}


@pytest.fixture
def march(store: Store, tmp_path: Path) -> Path:
    """The list of March, imported with three choices of the user."""
    path = workbooks.csv(tmp_path / "march.csv", MARCH)
    found = read(path).changed(
        0, fields={2: "member_no", 3: "since", 4: "ignore"},
        orders={3: "mdy"},
    )  # fmt: skip
    store.write("Import", job.apply, found)
    return path


def test_the_choices_of_march_serve_in_april(store: Store, march: Path, tmp_path: Path) -> None:
    found = read(workbooks.csv(tmp_path / "april.csv", APRIL), store)
    assert fields(found) == {
        "代号": "member_no", "姓名": "name", "手机": "mobile", "建档": "since", "新列": "extra",
        "忽略我": "ignore",
    }  # fmt: skip
    (table,) = found.tables()
    assert list(table.columns["since"]) == [dt.date(2024, 7, 5)]
    recipe = found.sheets[0].recipe
    assert recipe is not None and recipe.name == "march.csv"
    assert fields(found.afresh(0))["忽略我"] == "extra"


def test_other_lists_are_read_afresh(store: Store, march: Path, tmp_path: Path) -> None:
    rows = [["姓名", "手机", "地址", "备注"], ["Dan", "13812345674", "文三路1号", ""]]
    found = read(workbooks.csv(tmp_path / "other.csv", rows), store)
    assert found.sheets[0].recipe is None


def test_a_sheet_left_out_stays_out(store: Store, tmp_path: Path) -> None:
    old = [["姓名", "手机", "作废原因"], ["Old", "13812345679", "x"]]
    path = workbooks.xlsx(tmp_path / "a.xlsx", {"新": MARCH, "旧": old})
    store.write("Import", job.apply, read(path).changed(1, include=False))
    again = read(path, store)
    assert [one.include for one in again.sheets] == [True, False]
    assert again.sheets[1].left_out is LeftOut.LAST_TIME


def test_one_layout_has_one_recipe_the_newest(store: Store, march: Path, tmp_path: Path) -> None:
    rows = [MARCH[0], ["Eve", "13812345675", "E1", "2024-01-01", ""]]
    found = read(workbooks.csv(tmp_path / "may.csv", rows), store)
    store.write("Import", job.apply, found.changed(0, fields={2: "tags"}))
    with store.read() as session:
        (recipe,) = import_recipes.recipes(session)
    assert recipe.fields["/代号"] == "tags"
    assert recipe.orders == {"/建档": "mdy"}


def test_a_recipe_goes_with_its_undone_import(store: Store, march: Path) -> None:
    store.undo()
    with store.read() as session:
        assert import_recipes.recipes(session) == ()


def test_recipes_are_renamed_and_forgotten(store: Store, march: Path) -> None:
    with store.read() as session:
        (recipe,) = import_recipes.recipes(session)
    store.write("Rename", import_recipes.rename, recipe.id, " 月度客户表 ")
    with store.read() as session:
        assert import_recipes.recipes(session)[0].name == "月度客户表"
    with pytest.raises(UserError):
        store.write("Rename", import_recipes.rename, recipe.id, " ")
    store.write("Forget", import_recipes.forget, recipe.id)
    assert read(march, store).sheets[0].recipe is None
    with pytest.raises(NotFound):
        store.write("Forget", import_recipes.forget, recipe.id)


def test_the_same_file_again_writes_no_recipe_either(store: Store, march: Path) -> None:
    assert store.write("Import", job.apply, read(march, store)).action_id == 0
