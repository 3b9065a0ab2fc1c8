"""Four answers, one grade: in Python and in SQL alike."""

from __future__ import annotations

from collections.abc import Callable
from itertools import product
from typing import Any

import pytest
from sqlalchemy import select

from crm_desktop.core.errors import NotFound, UserError
from crm_desktop.db import bulk
from crm_desktop.db.models import Contact
from crm_desktop.db.store import Store
from crm_desktop.services.contacts import contact_list, contact_panel, contacts
from crm_desktop.services.deals import lead_grade
from tests.conftest import NOW

Read = Callable[..., Any]


@pytest.mark.parametrize(
    ("answers", "grade"),
    [
        ((None, None, None, None), ""),
        ((3, 3, 3, 3), "A"),
        ((3, 3, 3, 1), "A"),
        ((3, 3, 3, 0), "B"),
        ((2, 2, 2, 1), "B"),
        ((2, 2, 1, 1), "C"),
        ((2, 2, None, None), "C"),
        ((1, 1, 1, None), "D"),
        ((0, 3, 3, 3), "D"),
        ((3, 0, 3, 3), "D"),
        ((None, None, None, 0), "D"),
    ],
)
def test_the_grade_of_four_answers(answers: lead_grade.Answers, grade: str) -> None:
    assert lead_grade.grade(answers) == grade


def test_sql_says_the_same_of_all_625_answers(store: Store, read: Read) -> None:
    every = list(product((None, 0, 1, 2, 3), repeat=4))
    columns = ("name", "need", "money", "authority", "timing")
    store.write(
        "Fill", lambda s: bulk.insert_rows(s, Contact, columns, [("A", *one) for one in every])
    )
    with store.read() as session:
        query = select(Contact.need, Contact.money, Contact.authority, Contact.timing,
                       lead_grade.grade_column())  # fmt: skip
        said = {tuple(row[:4]): row[4] for row in session.execute(query)}
    assert said == {one: lead_grade.grade(one) for one in every}
    counts = read(lead_grade.counts)
    assert sum(counts.values()) == 625 and counts[""] == 1
    assert list(counts) == ["A", "B", "C", "D", ""]


def test_answers_are_kept_shown_and_undone(store: Store, read: Read) -> None:
    who = store.write("New", contacts.create, contacts.ContactDraft("Anna")).value
    assert store.write("Ask", lead_grade.answer, who, need=3, money=2).value == "C"
    store.write("Edit", lambda s: contacts.edit(s, who, authority=3))
    row = read(lead_grade.row, who)
    assert (row.name, row.points, row.grade) == ("Anna", 8, "B")
    assert read(contact_list.rows, [who])[0].grade == "B"
    panel = read(contact_panel.panel, who, NOW.date())
    assert (panel.need, panel.timing, panel.grade) == (3, None, "B")
    store.undo()
    store.undo()
    assert read(lead_grade.row, who).grade == ""


def test_what_is_no_answer_changes_nothing(store: Store, read: Read) -> None:
    who = store.write("New", contacts.create, contacts.ContactDraft("Anna")).value
    for value in (-1, 4):
        with pytest.raises(UserError):
            store.write("Ask", lead_grade.answer, who, need=value)
        with pytest.raises(UserError):
            store.write("Edit", lambda s, value=value: contacts.edit(s, who, timing=value))
    with pytest.raises(NotFound):
        store.write("Ask", lead_grade.answer, 99, need=1)
    assert read(lead_grade.row, who).grade == ""


def test_the_shop_draws_the_lines_elsewhere_and_sql_follows(store: Store, read: Read) -> None:
    every = list(product((None, 0, 1, 2, 3), repeat=4))
    columns = ("name", "need", "money", "authority", "timing")
    store.write(
        "Fill", lambda s: bulk.insert_rows(s, Contact, columns, [("A", *one) for one in every])
    )
    strict = lead_grade.Scale(11, 8, 2, ("authority",))
    foretold = read(lead_grade.compared, strict)
    store.write("Lines", lead_grade.set_scale, strict)
    assert read(lead_grade.scale) == strict
    assert {key: then for key, (_now, then) in foretold.items()} == read(lead_grade.counts)
    with store.read() as session:
        query = select(*(getattr(Contact, key) for key in columns[1:]), lead_grade.grade_column())
        said = {tuple(row[:4]): row[4] for row in session.execute(query)}
    assert said == {one: lead_grade.grade(one, strict) for one in every}
    assert said[3, 3, 0, 3] == "D" and said[0, 3, 3, 3] == "B"
    store.undo()
    assert read(lead_grade.scale) == lead_grade.SHIPPED


@pytest.mark.parametrize("lines", [(13, 7, 4), (7, 7, 4), (9, 3, 0)])
def test_lines_that_leave_a_grade_without_points_are_refused(
    store: Store, read: Read, lines: tuple[int, int, int]
) -> None:
    with pytest.raises(UserError, match="from A to C"):
        store.write("Lines", lead_grade.set_scale, lead_grade.Scale(*lines))
    assert read(lead_grade.scale) == lead_grade.SHIPPED
