"""Customer rows become contacts: new ones, and what existing ones gain from a row."""

from __future__ import annotations

from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from crm_desktop.core import text
from crm_desktop.core.i18n import _
from crm_desktop.core.jobs import Progress, no_progress
from crm_desktop.core.phones import Phone
from crm_desktop.db.models import (
    CompanyPerson,
    Contact,
    ContactAddress,
    ContactEmail,
    ContactHandle,
    ContactPhone,
    ContactTag,
    Membership,
    Sale,
    Tag,
)
from crm_desktop.services.imports.imports_data import (
    CleanTable,
    ImportOptions,
    OnDuplicate,
    Problem,
    RowPlace,
    TableFates,
)
from crm_desktop.services.imports.imports_match import Directory, Keys, address_key, in_chunks

_TICK = 2000

FIELDS = {
    "name": "name", "title": "title", "kind": "kind", "gender": "gender",
    "member_no": "customer_no", "level": "level", "customer_type": "customer_type",
    "industry": "industry", "source": "source", "referrer": "source_detail", "since": "since",
    "tax_no": "tax_no", "bank": "bank", "bank_account": "bank_account",
    "credit_limit_minor": "credit_limit_minor", "payment_days": "payment_days",
    "visits": "opening_sale_count", "spent_minor": "opening_spent_minor",
}  # fmt: skip
"""Field of a clean table to column of the contact."""

BIRTH = ("birth_year", "birth_month", "birth_day", "birth_lunar", "birth_leap")
COLUMNS = (*dict.fromkeys(FIELDS.values()), *BIRTH, "owner_id", "shop_id", "remark")
"""Columns of ``Contact`` an import may set."""


class Note(NamedTuple):
    """An entry for the timeline; without ``day`` on that of the import, without ``kind`` as its
    words begin."""

    day: Any
    body: str
    kind: str = ""
    direction: str = ""
    staff: str = ""


@dataclass(slots=True)
class State:
    """A contact as it will be: ``values`` by column; ``known`` is in the file.

    ``changed`` are the columns a known contact's row changed; ``phones`` to ``people`` are the
    keys of its parts, the ``new_*`` parts are to be added. ``figures_from`` names the source file
    whose figures are in; ``exact`` marks a row of our own export, where an empty stage means none;
    ``noted`` and ``planned`` are the entries and due days there. Parts start
    as empty tuples: most contacts have few of them.
    """

    known: bool = False
    batch: int = 0
    values: dict[str, Any] = field(default_factory=dict)
    changed: set[str] = field(default_factory=set)
    phones: Sequence[str] = ()
    emails: Sequence[str] = ()
    handles: Sequence[tuple[str, str]] = ()
    addresses: Sequence[str] = ()
    tags: Sequence[str] = ()
    people: Sequence[str] = ()
    card_no: str = ""
    debts: Sequence[int] = ()
    new_phones: Sequence[Phone] = ()
    new_emails: Sequence[str] = ()
    new_handles: Sequence[tuple[str, str]] = ()
    new_addresses: Sequence[tuple[str, ...]] = ()
    new_tags: Sequence[str] = ()
    new_people: Sequence[str] = ()
    new_debts: Sequence[int] = ()
    new_card: dict[str, Any] | None = None
    owner: str = ""
    shop: str = ""
    stage: str = ""
    exact: bool = False
    notes: Sequence[Note] = ()
    noted: Set[tuple[Any, str]] = frozenset()
    planned: Set[Any] = frozenset()
    next_contact: Any = None
    figures_from: str = ""
    own: dict[str, str] | None = None
    new_own: dict[str, str] | None = None

    def gained(self) -> bool:
        """True when a known contact got anything new."""
        return bool(
            self.changed or self.next_contact or self.new_phones or self.new_emails
            or self.new_handles or self.new_addresses or self.new_tags or self.new_people
            or self.new_debts or self.new_card or self.notes or self.new_own
        )  # fmt: skip


@dataclass(slots=True)
class Rows:
    """One customer table on its way in; ``targets`` are the contacts of its rows, 0 for none.

    ``fates`` are noted where somebody wants to see them.
    """

    table: CleanTable
    keys: Sequence[Keys]
    batch: int
    failed: set[int]
    targets: list[int] = field(default_factory=list)
    fates: TableFates | None = None


@dataclass(slots=True)
class Book:
    """All contacts an import touches, by id; ids from ``first_new`` on are made by it.

    ``progress`` is told now and then how far a table is; it may stop the import. ``undecided``
    are the rows that wait, with the customer they would add to, ``skipped`` the customers whom
    the rule leaves as they are.
    """

    directory: Directory
    first_new: int
    next_id: int
    states: dict[int, State] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    row_fates: list[tuple[int, str, int, str, int, str]] = field(default_factory=list)
    progress: Progress = no_progress
    undecided: dict[RowPlace, int] = field(default_factory=dict)
    skipped: set[int] = field(default_factory=set)

    def tick(self, index: int, table: CleanTable) -> None:
        """Report every so many rows."""
        if not index % _TICK:
            words = _("Matching {name}").format(name=table.file)
            self.progress(index, len(table), words)

    def new(self, batch: int, keys: Keys, *, company: bool) -> int:
        """Give out the id of a contact to be made."""
        contact_id = self.next_id
        self.next_id += 1
        self.states[contact_id] = State(batch=batch)
        self.directory.add(contact_id, keys, company=company)
        return contact_id


def keys_of(table: CleanTable) -> list[Keys]:
    """By what each row of a table can be recognised."""
    count = len(table)
    columns = table.columns
    blank = [""] * count

    def of(name: str) -> Sequence[Any]:
        return columns.get(name) or blank

    phones = columns.get("phones") or [()] * count
    prints = table.fingerprints or blank
    return [
        Keys(name, number, card, tax, tuple([p.key for p in row]) if row else (),
             address_key(address, city) if address else "", fingerprint)
        for name, number, card, tax, row, address, city, fingerprint in zip(
            of("name"), of("member_no"), of("card_no"), of("tax_no"), phones, of("address"),
            of("city"), prints, strict=True,
        )
    ]  # fmt: skip


def assign(book: Book, rows: Rows, options: ImportOptions) -> None:
    """Find the contact every row speaks of; unknown ones get a new id.

    With ``CREATE`` nobody is recognised, except by merged cells. With ``ASK`` a row whose customer
    is there waits.
    """
    table, targets = rows.table, rows.targets
    above = table.columns.get("same_as_above") or [False] * len(table)
    kinds = table.columns.get("kind") or ["person"] * len(table)
    links = table.columns.get("serial")
    directory = book.directory
    for index, one in enumerate(rows.keys):
        book.tick(index, table)
        row = table.rows[index]
        if row in rows.failed:
            targets.append(0)
            continue
        if above[index] and targets and targets[-1]:
            targets.append(targets[-1])
            directory.add(targets[-1], one)
            continue
        rule = options.rule(table.file, table.sheet, row)
        create = rule is OnDuplicate.CREATE
        contact_id = 0 if create else directory.by_fingerprint.get(one.fingerprint, 0)
        if not contact_id and not create:
            match = directory.find(one)
            contact_id = match.contact_id
            if rule is OnDuplicate.ASK and 0 < contact_id < book.first_new:
                _wait(book, rows, index, contact_id)
                continue
            if match.problem:
                book.problems.append(
                    Problem(table.file, table.sheet, row, "", match.value, match.problem)
                )
        if contact_id:
            directory.add(contact_id, one)
        else:
            contact_id = book.new(rows.batch, one, company=kinds[index] == "company")
        targets.append(contact_id)
        if links and contact_id:
            directory.by_link.setdefault(links[index], contact_id)


def _wait(book: Book, rows: Rows, index: int, contact_id: int) -> None:
    """Leave a row out until something is decided for it."""
    table = rows.table
    name = book.directory.name_of.get(contact_id, "")
    row = table.rows[index]
    book.problems.append(Problem(table.file, table.sheet, row, "", name, "undecided"))
    book.undecided[table.file, table.sheet, row] = contact_id
    rows.targets.append(0)


def load_states(session: Session, book: Book, ids: Iterable[int]) -> None:
    """Read the contacts in the file that rows speak of."""
    known = sorted({one for one in ids if 0 < one < book.first_new and one not in book.states})
    if not known:
        return
    columns = [getattr(Contact, name) for name in COLUMNS]
    for row in in_chunks(session, (Contact.id, *columns), Contact.id, known):
        book.states[row[0]] = State(known=True, values=dict(zip(COLUMNS, row[1:], strict=True)))
    parts: tuple[tuple[str, Any, tuple[Any, ...]], ...] = (
        ("phones", ContactPhone.contact_id, (ContactPhone.key, ContactPhone.number)),
        ("emails", ContactEmail.contact_id, (ContactEmail.address,)),
        ("addresses", ContactAddress.contact_id, (ContactAddress.text,)),
    )
    for name, owner, shown in parts:
        for contact_id, *values in in_chunks(session, (owner, *shown), owner, known):
            state = book.states[contact_id]
            key = part_key(next(filter(None, values), ""))
            setattr(state, name, (*getattr(state, name), key))
    handles = (ContactHandle.contact_id, ContactHandle.kind, ContactHandle.value)
    for contact_id, kind, value in in_chunks(session, handles, ContactHandle.contact_id, known):
        state = book.states[contact_id]
        state.handles = (*state.handles, (kind, value))
    _load_links(session, book, known)


def _load_links(session: Session, book: Book, known: Sequence[int]) -> None:
    """Tags, people at companies, cards and opening debts of known contacts."""
    names = {row[0]: row[1] for row in session.execute(select(Tag.id, Tag.name))}
    tagged = (ContactTag.contact_id, ContactTag.tag_id)
    for contact_id, tag_id in in_chunks(session, tagged, ContactTag.contact_id, known):
        state = book.states[contact_id]
        state.tags = (*state.tags, names.get(tag_id, ""))
    linked = (CompanyPerson.company_id, CompanyPerson.person_id)
    links = in_chunks(session, linked, CompanyPerson.company_id, known)
    people = dict(in_chunks(session, (Contact.id, Contact.name), Contact.id, [r[1] for r in links]))
    for company_id, person_id in links:
        state = book.states[company_id]
        state.people = (*state.people, text.key(people.get(person_id, "")))
    cards = (Membership.contact_id, Membership.card_no)
    for contact_id, card in in_chunks(session, cards, Membership.contact_id, known):
        book.states[contact_id].card_no = card or "-"
    debts = (Sale.contact_id, Sale.total_minor, Sale.kind, Sale.deleted_at)
    for contact_id, total, kind, deleted in in_chunks(session, debts, Sale.contact_id, known):
        if kind == "opening" and deleted is None:
            state = book.states[contact_id]
            state.debts = (*state.debts, total)


def part_key(value: str) -> str:
    """By what a phone, e-mail or address is recognised among those a contact has."""
    if value.startswith("+") or value.isdigit():
        return value
    return value.casefold() if "@" in value else text.key(value)


PLACES = ("country", "province", "city", "district", "postcode")
"""Parts of an address after its text, in the order new addresses hold them."""
