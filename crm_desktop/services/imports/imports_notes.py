"""Rows of a log of visits and calls become entries of the timeline and things to do."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy.orm import Session

from crm_desktop.db.models import FollowUp, TimelineEntry
from crm_desktop.services.imports.imports_contacts import Book, Note, Rows, State
from crm_desktop.services.imports.imports_data import Fate, Problem
from crm_desktop.services.imports.imports_match import in_chunks


def load_known(session: Session, book: Book, ids: Iterable[int]) -> None:
    """Read what was noted and planned for known contacts, so that nothing is noted twice."""
    known = sorted({one for one in ids if 0 < one < book.first_new})
    entries = (
        TimelineEntry.contact_id, TimelineEntry.happened_on, TimelineEntry.body,
        TimelineEntry.deleted_at,
    )  # fmt: skip
    noted: dict[int, set[tuple[object, str]]] = {}
    for contact_id, day, body, deleted in in_chunks(
        session, entries, TimelineEntry.contact_id, known
    ):
        if deleted is None:
            # Without a day of its own a note gets that of the import.
            noted.setdefault(contact_id, set()).update({(day, body), (None, body)})
    planned: dict[int, set[object]] = {}
    due = (FollowUp.contact_id, FollowUp.due_on, FollowUp.deleted_at)
    for contact_id, day, deleted in in_chunks(session, due, FollowUp.contact_id, known):
        if deleted is None:
            planned.setdefault(contact_id, set()).add(day)
    for contact_id in known:
        state = book.states.setdefault(contact_id, State(known=True))
        state.noted = noted.get(contact_id, frozenset())
        state.planned = planned.get(contact_id, frozenset())


def write_log(session: Session, book: Book, rows: Rows) -> None:
    """Give every row of a log to its customer; unknown ones are made, known entries left out."""
    columns, fates = rows.table.columns, rows.fates
    find(book, rows)
    load_known(session, book, rows.targets)
    for index, contact_id in enumerate(rows.targets):
        if not contact_id:
            continue
        state = book.states[contact_id]
        state.batch = state.batch or rows.batch
        body = "\n".join(filter(None, (columns["follow_up_text"][index], columns["remark"][index])))
        day, due = columns["date"][index], columns["next_contact"][index]
        said = Note(
            day, body, columns["way"][index], columns["direction"][index],
            columns["salesperson"][index],
        )  # fmt: skip
        noted = bool(body and day) and add_note(state, said)
        due_new = plan(state, due)
        if fates is not None and not (noted or due_new):
            fates.set(index, Fate.SAME)
        if fates is not None and state.known:
            fates.known[index] = contact_id


def add_note(state: State, note: Note) -> bool:
    """Note something on a day (``None``: that of the import), once."""
    if (note.day, note.body) in state.noted or note in state.notes:
        return False
    state.notes = (*state.notes, note)
    return True


def plan(state: State, due: object) -> bool:
    """Plan the next contact; the last one said counts."""
    if not due or due in state.planned or due == state.next_contact:
        return False
    state.next_contact = due
    return True


def find(book: Book, rows: Rows) -> None:
    """The contact of every row, 0 where it cannot be told."""
    table, columns = rows.table, rows.table.columns
    for index, row in enumerate(table.rows):
        if row in rows.failed:
            rows.targets.append(0)
            continue
        linked = book.directory.by_link.get(columns["link"][index], 0)
        if linked:
            rows.targets.append(linked)
            continue
        who, company = rows.keys[index], columns["kind"][index] == "company"
        if not (who.name or who.phones or who.customer_no or who.card_no):
            rows.targets.append(0)
            continue
        match = book.directory.find_buyer(who, company=company)
        if match.problem == "several_customers":
            book.problems.append(
                Problem(table.file, table.sheet, row, "", match.value, match.problem)
            )
            rows.targets.append(0)
            continue
        contact_id = match.contact_id or book.new(rows.batch, who, company=company)
        rows.targets.append(contact_id)
        state = book.states.setdefault(contact_id, State(known=True))
        if not state.known and not state.values:
            state.values = {"name": who.name, "kind": columns["kind"][index]}
            state.new_phones = columns["phones"][index]
