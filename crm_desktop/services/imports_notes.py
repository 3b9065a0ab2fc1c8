"""Rows of a log of visits and calls become entries of the timeline and things to do."""

from __future__ import annotations

from crm_desktop.services.imports_contacts import Book, State
from crm_desktop.services.imports_data import CleanTable, Problem
from crm_desktop.services.imports_match import Keys


def write_log(
    book: Book, table: CleanTable, keys: dict[int, Keys], batch: int, failed: set[int]
) -> None:
    """Give every row of a log to its customer; unknown ones are made."""
    columns = table.columns
    for index, row in enumerate(table.rows):
        if row in failed:
            continue
        who, company = keys[row], columns["kind"][index] == "company"
        match = book.directory.find_buyer(who, company=company)
        if match.problem == "several_customers":
            book.problems.append(
                Problem(table.file, table.sheet, row, "", match.value, match.problem)
            )
            continue
        contact_id = match.contact_id or book.new(batch, who, company=company)
        state = book.states.setdefault(contact_id, State(known=True, batch=batch))
        if not state.known and not state.values:
            state.values = {"name": who.name, "kind": columns["kind"][index]}
            state.new_phones = columns["phones"][index]
        body = "\n".join(filter(None, (columns["follow_up_text"][index], columns["remark"][index])))
        if body and columns["date"][index]:
            state.notes = (*state.notes, (columns["date"][index], body))
        state.next_contact = columns["next_contact"][index] or state.next_contact
