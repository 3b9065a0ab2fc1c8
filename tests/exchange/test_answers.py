"""One answer to all problems of a kind, cells put right, rows left out: all before writing."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from sqlalchemy import select

from crm_desktop.db.models import Contact
from crm_desktop.db.store import Store
from crm_desktop.exchange import job
from crm_desktop.exchange.answers import WORDS, Answer, answered, offered, place_of
from crm_desktop.exchange.job import Prepared
from crm_desktop.services.imports.imports_data import Problem, Severity
from tests.exchange import workbooks

ROWS: workbooks.Rows = [
    ["姓名", "手机", "建档日期"],
    ["张伟", "13800000001", "2024年5月"],
    ["王芳", "1380000000", "2024-03-02"],
    ["李娜", "13800000003", "去年夏天"],
    ["刘洋", "13800000004", "2024年2月"],
]


@pytest.fixture
def prepared(tmp_path: Path) -> Prepared:
    return job.prepare([workbooks.csv(tmp_path / "a.csv", ROWS)])


def of(prepared: Prepared, code: str) -> list[Problem]:
    return [one for one in prepared.problems() if one.code == code]


def since(prepared: Prepared) -> list[dt.date | None]:
    (table,) = prepared.tables()
    return list(table.columns["since"])


def test_all_months_become_their_last_day(prepared: Prepared) -> None:
    found = of(prepared, "month_start")
    assert offered("month_start", found[0].severity)[0] is Answer.AS_READ
    after = answered(prepared, found, Answer.MONTH_END)
    assert [since(after)[0], since(after)[3]] == [dt.date(2024, 5, 31), dt.date(2024, 2, 29)]
    assert of(after, "month_start") == []
    assert of(prepared, "month_start") == found


def test_kept_as_a_note_means_out_of_the_field_and_in_the_remark(prepared: Prepared) -> None:
    after = answered(prepared, of(prepared, "month_start"), Answer.AS_NOTE)
    (table,) = after.tables()
    assert since(after)[0] is None
    assert table.columns["remark"][0] == "建档日期: 2024年5月"
    assert [one.row for one in of(after, "kept_as_text")] == [2, 5]


def test_a_value_left_out_leaves_no_trace(prepared: Prepared) -> None:
    (problem,) = of(prepared, "not_a_date")
    after = answered(prepared, [problem], Answer.LEAVE_VALUE)
    (table,) = after.tables()
    assert table.columns["remark"][2] == ""
    assert len(table) == 4


def test_rows_left_out_are_not_written_but_accounted_for(prepared: Prepared, store: Store) -> None:
    after = answered(prepared, of(prepared, "not_a_date"), Answer.LEAVE_ROWS)
    report = store.write("Import", job.apply, after).value
    with store.read() as session:
        assert set(session.scalars(select(Contact.name))) == {"张伟", "王芳", "刘洋"}
    assert report.skipped["left_out"] == 1


@pytest.mark.parametrize(
    ("answer", "days"),
    [
        (Answer.DAY_FIRST, [dt.date(2024, 3, 5), dt.date(2024, 4, 6)]),
        (Answer.MONTH_FIRST, [dt.date(2024, 5, 3), dt.date(2024, 6, 4)]),
    ],
)
def test_the_order_of_day_and_month_can_be_said(
    tmp_path: Path, answer: Answer, days: list[dt.date]
) -> None:
    rows = [["Name", "Phone", "Customer since"], ["Ann", "021-55556666", "05/03/2024"],
            ["Bob", "021-55556667", "06/04/2024"]]  # fmt: skip
    found = job.prepare([workbooks.csv(tmp_path / "d.csv", rows)])
    assert since(answered(found, of(found, "order_assumed"), answer)) == days


def test_a_cell_put_right_is_read_anew_and_the_row_is_still_recognised(
    prepared: Prepared, store: Store
) -> None:
    (problem,) = of(prepared, "not_a_date")
    place = place_of(prepared.sheets[0], problem)
    assert place == (3, 2)
    changes = prepared.sheets[0].changes.with_cells({place: "2023-08-01"})
    after = prepared.changed(0, changes=changes)
    assert since(after)[2] == dt.date(2023, 8, 1)
    assert store.write("Import", job.apply, after).value.contacts_new == 4
    # The file still says 去年夏天; it is the same row all the same.
    assert store.write("Import", job.apply, prepared).action_id == 0


def test_every_answer_has_words_and_every_problem_a_first_answer() -> None:
    assert set(WORDS) == set(Answer)
    assert offered("not_a_phone", Severity.LEFT_OUT)[0] is Answer.AS_NOTE
    assert offered("undecided", Severity.ROW) == ()
    assert offered("no_name", Severity.ROW) == (Answer.LEAVE_ROWS,)
