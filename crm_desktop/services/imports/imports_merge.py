"""What a row of customers adds to a contact: blanks filled, parts added, figures never twice."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from crm_desktop.core import text
from crm_desktop.services.imports import imports_fates, imports_notes, imports_own
from crm_desktop.services.imports.imports_contacts import (
    BIRTH,
    FIELDS,
    PLACES,
    Book,
    Note,
    Rows,
    State,
    part_key,
)
from crm_desktop.services.imports.imports_data import (
    CleanTable,
    ImportOptions,
    OnDuplicate,
    Problem,
)
from crm_desktop.services.imports.imports_match import SURNAME_TITLE

_FIGURES = frozenset({"opening_sale_count", "opening_spent_minor"})


def merge(book: Book, rows: Rows, options: ImportOptions) -> None:
    """Bring what every row says to its contact, by the rule for customers known already."""
    table, batch = rows.table, rows.batch
    columns = table.columns
    plain = [
        (column, columns[name], column in _FIGURES)
        for name, column in FIELDS.items()
        if name in columns
    ]
    own = imports_own.columns_of(columns)
    picture = imports_fates.Picture(rows.fates)
    for index, contact_id in enumerate(rows.targets):
        book.tick(index, table)
        if not contact_id:
            book.row_fates.append((batch, table.sheet, table.rows[index], "failed", 0, ""))
            continue
        rule = options.rule(table.file, table.sheet, table.rows[index])
        overwrite = rule is OnDuplicate.OVERWRITE
        state = book.states[contact_id]
        fingerprint = rows.keys[index].fingerprint
        seen = fingerprint in book.directory.by_fingerprint
        fate = "known" if state.known else "new"
        book.row_fates.append(
            (batch, table.sheet, table.rows[index], fate, contact_id, fingerprint)
        )
        if state.known and (rule is OnDuplicate.SKIP or (seen and not overwrite)):
            skipped = rule is OnDuplicate.SKIP
            if skipped:
                book.skipped.add(contact_id)
            picture.left_alone(index, contact_id, skipped=skipped)
            continue
        picture.before(state)
        _merge_values(book, state, plain, table, index, overwrite=overwrite and state.known)
        _merge_parts(state, columns, index)
        if own:
            imports_own.merge(state, columns, index, overwrite=overwrite)
        if not seen:
            _merge_debt(book, state, table, index, overwrite=overwrite)
        picture.after(state, index, contact_id)


def _merge_values(
    book: Book, state: State, plain: Sequence[tuple[str, Sequence[Any], bool]],
    table: CleanTable, index: int, *, overwrite: bool,
) -> None:  # fmt: skip
    for column, cells, figure in plain:
        value, old = cells[index], state.values.get(column)
        said = value or (column == "payment_days" and value == 0)  # to pay at once is a term
        if not said or (value == old and not figure):
            continue
        if old and figure:
            if state.figures_from == table.file:
                value += old  # two rows of one list: each states its own figure
            elif not overwrite:
                if value != old:
                    _differs(book, table, index, column, value)
                continue
        elif old and not _replaces(state, column, value, overwrite=overwrite):
            continue
        _set(state, column, value)
        if figure:
            state.figures_from = table.file
    if "birthday" in table.columns and table.columns["birthday"][index]:
        _merge_birthday(state, table.columns["birthday"][index], overwrite=overwrite)
    _merge_remark(state, table.columns["remark"][index])


def _replaces(state: State, column: str, new: str, *, overwrite: bool) -> bool:
    """True when a value takes the place of another: by the user's rule, or because the old name
    was but a surname with a title (唐总) and the new one is the whole name (唐福文)."""
    if column == "name" and not state.known:
        old = state.values["name"]
        surname = SURNAME_TITLE.sub("", old)
        if surname != old and new.startswith(surname) and not SURNAME_TITLE.search(new):
            state.values.setdefault("title", old.removeprefix(surname))
            return True
    return overwrite and column != "kind"


def _set(state: State, column: str, value: Any) -> None:
    if state.values.get(column) != value:
        state.values[column] = value
        if state.known:
            state.changed.add(column)


def _merge_birthday(state: State, birthday: Any, *, overwrite: bool) -> None:
    values = state.values
    new = (birthday.year or None, birthday.month, birthday.day, birthday.lunar, birthday.leap)
    old = tuple(values.get(name) for name in BIRTH)
    if old != new and (overwrite or not values.get("birth_month")):
        values.update(zip(BIRTH, new, strict=True))
        if state.known:
            state.changed.update(BIRTH)


def _merge_remark(state: State, remark: str) -> None:
    """Remarks are only ever added to: lines that are there already are not repeated."""
    old = state.values.get("remark") or ""
    if remark and remark not in old:
        fresh = [line for line in remark.split("\n") if line not in old.split("\n")]
        state.values["remark"] = "\n".join(filter(None, [old, *fresh]))
        if state.known:
            state.changed.add("remark")


def _differs(book: Book, table: CleanTable, index: int, column: str, value: int) -> None:
    shown = f"{value / 100:.2f}" if column.endswith("_minor") else str(value)
    row = table.rows[index]
    book.problems.append(Problem(table.file, table.sheet, row, "", shown, "figure_differs"))


def _merge_parts(state: State, columns: Mapping[str, Sequence[Any]], index: int) -> None:
    """Add phones, addresses and so on that the contact does not have yet."""
    for phone in columns["phones"][index]:
        if phone.key not in state.phones:
            state.phones = (*state.phones, phone.key)
            state.new_phones = (*state.new_phones, phone)
    for email in columns["emails"][index]:
        if part_key(email) not in state.emails:
            state.emails = (*state.emails, part_key(email))
            state.new_emails = (*state.new_emails, email)
    for kind in ("wechat", "qq"):
        value = columns[kind][index] if kind in columns else ""
        if value and (kind, value) not in state.handles:
            state.handles = (*state.handles, (kind, value))
            state.new_handles = (*state.new_handles, (kind, value))
    _merge_address(state, columns, index)
    _merge_card(state, columns, index)
    _merge_links(state, columns, index)


def _merge_links(state: State, columns: Mapping[str, Sequence[Any]], index: int) -> None:
    """Tags, people, owner, stage, notes and the next follow-up."""

    def cell(name: str) -> Any:
        return columns[name][index] if name in columns else None

    for tag in columns["tags"][index]:
        if tag not in state.tags:
            state.tags = (*state.tags, tag)
            state.new_tags = (*state.new_tags, tag)
    for person in filter(None, columns["contact_person"][index].split("、")):
        if text.key(person) not in state.people:
            state.people = (*state.people, text.key(person))
            state.new_people = (*state.new_people, person)
    state.shop = state.shop or cell("shop") or ""
    state.owner = state.owner or cell("owner") or ""
    state.stage = state.stage or cell("stage") or ""
    state.exact = state.exact or bool(cell("serial"))
    for day, body in cell("log") or ():
        imports_notes.add_note(state, Note(day or cell("last_contact"), body))
    if not state.next_contact:
        imports_notes.plan(state, cell("next_contact"))


def _merge_address(state: State, columns: Mapping[str, Sequence[Any]], index: int) -> None:
    parts = tuple([columns[name][index] if name in columns else "" for name in PLACES])
    shown = columns["address"][index] if "address" in columns else ""
    shown = shown or " ".join(filter(None, (parts[1], parts[2])))
    if not shown:
        return
    if not state.known and not state.addresses:
        state.addresses, state.new_addresses = (shown,), ((shown, *parts),)
        return
    key = part_key(shown)
    known = [part_key(old) for old in state.addresses]
    if not any(key in old or old in key for old in known):
        state.addresses = (*state.addresses, shown)
        state.new_addresses = (*state.new_addresses, (shown, *parts))


def _merge_card(state: State, columns: Mapping[str, Sequence[Any]], index: int) -> None:
    """A member card, points and stored value, once per contact."""
    card = {
        name: columns[name][index]
        for name in ("card_no", "points", "balance_minor")
        if columns.get(name) and columns[name][index]
    }
    if card and not state.card_no:
        state.card_no = card.get("card_no") or "-"
        since = columns["since"][index] if "since" in columns else None
        level = columns["level"][index] if "level" in columns else ""
        state.new_card = {"card_no": "", **card, "joined_on": since, "level": level}


def _merge_debt(
    book: Book, state: State, table: CleanTable, index: int, *, overwrite: bool
) -> None:
    """An opening debt: rows of one list add up, another list does not count it again."""
    debt = table.columns["debt_minor"][index] if "debt_minor" in table.columns else None
    if not debt:
        return
    problem = Problem(
        table.file, table.sheet, table.rows[index], "", f"{debt / 100:.2f}", "figure_differs"
    )
    if debt in state.debts or sum(state.debts) == debt:
        return
    if state.debts and overwrite:
        state.new_debts = (*state.new_debts, debt - sum(state.debts))
        return
    if state.debts or (state.new_debts and state.figures_from != table.file):
        book.problems.append(problem)
        return
    if state.new_debts:
        book.problems.append(
            Problem(table.file, table.sheet, table.rows[index], "", "", "debts_added")
        )
    state.new_debts = (*state.new_debts, debt)
    state.figures_from = table.file
