"""Writing what an import came to: tuples in bulk for what is new, updates for what gained."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam, func, select, update
from sqlalchemy.orm import Session, aliased

from crm_desktop.core import clock, i18n
from crm_desktop.core.i18n import _
from crm_desktop.core.names import pinyin_batch
from crm_desktop.db import bulk
from crm_desktop.db.models import (
    CompanyPerson,
    Contact,
    ContactAddress,
    ContactEmail,
    ContactHandle,
    ContactPhone,
    ContactTag,
    FollowUp,
    ImportRow,
    LifecycleStage,
    Membership,
    PointsEntry,
    Shop,
    Staff,
    StoredValueEntry,
    Tag,
    TimelineEntry,
)
from crm_desktop.services.contacts.contact_list import CONTACT_PERSON
from crm_desktop.services.imports.imports_contacts import COLUMNS, PLACES, Book, Note, State
from crm_desktop.services.lifecycle import lifecycle
from crm_desktop.services.timeline import quick_line

_SPECIAL: dict[str, Any] = {
    "kind": "person", "opening_sale_count": 0, "opening_spent_minor": 0, "birth_lunar": False,
    "birth_leap": False, "since": None, "credit_limit_minor": None, "payment_days": None,
    "birth_year": None, "birth_month": None, "birth_day": None, "owner_id": None, "shop_id": None,
}  # fmt: skip
_BESIDES = ("pinyin", "initials", "party", "stage_id", "currency", "import_batch_id")


@dataclass(frozen=True, slots=True)
class Around:
    """What contacts are written with besides their own values."""

    currency: str
    sales_of: dict[int, int]  # sales the import brings, by contact
    staff: dict[str, int]
    shops: dict[str, int]


def raw(value: Any) -> Any:
    """A value as the driver takes it: dates as ISO text, flags as 0 and 1."""
    if isinstance(value, dt.date):
        return value.isoformat()
    return int(value) if isinstance(value, bool) else value


def named_ids(session: Session, model: Any, wanted: Iterable[str]) -> dict[str, int]:
    """Ids of staff, shops or tags by name, made where they are new."""
    names = [name for name in dict.fromkeys(wanted) if name]
    if not names:
        return {}
    query = select(model.name, model.id)
    if hasattr(model, "deleted_at"):
        query = query.where(model.deleted_at.is_(None))
    found: dict[str, int] = {row.name: row.id for row in session.execute(query)}
    fresh = [name for name in names if name not in found]
    found.update(
        zip(fresh, bulk.insert_rows(session, model, ("name",), [(n,) for n in fresh]), strict=True)
    )
    return {name: found[name] for name in names}


def write_contacts(session: Session, book: Book, currency: str, sales_of: dict[int, int]) -> None:
    """Insert the new contacts and everything rows added to new and known ones."""
    states = book.states
    named = [state.owner for state in states.values()]
    named += [note.staff for state in states.values() for note in state.notes]
    staff = named_ids(session, Staff, named)
    shops = named_ids(session, Shop, (state.shop for state in states.values()))
    around = Around(currency, sales_of, staff, shops)
    fresh = range(book.first_new, book.next_id)
    _insert(session, [states[one] for one in fresh], around)
    _update(session, {one: s for one, s in states.items() if s.known}, around)
    gained = sorted(states.items())
    _write_parts(session, gained)
    _write_tags(session, gained)
    _write_cards(session, gained, currency)
    _write_notes(session, gained, staff)
    _write_people(session, gained, currency)


def _stage_ids(session: Session) -> dict[str, int]:
    """Stages by code and by name."""
    codes = session.execute(select(LifecycleStage.code, LifecycleStage.id)).all()
    found: dict[str, int] = {row.code: row.id for row in codes if row.code}
    for language in (*i18n.LANGUAGES, i18n.language()):
        with i18n.using(language):
            found.update({stage.name: stage.id for stage in lifecycle.stages(session)})
    return found


def _stage(state: State, sales: int, stages: dict[str, int]) -> int | None:
    """The stage a sheet names, else the one purchases so far put a customer in."""
    if state.stage in stages or state.exact:
        return stages.get(state.stage)
    bought = sales + (state.values.get("opening_sale_count") or 0)
    if not bought and (state.values.get("opening_spent_minor") or state.new_debts):
        bought = 1
    return stages.get("repeat" if bought > 1 else "first_purchase" if bought else "prospect")


def _insert(session: Session, states: Sequence[State], around: Around) -> None:
    if not states:
        return
    stages = _stage_ids(session)
    sounds = pinyin_batch([state.values["name"] for state in states])
    first = bulk.next_id(session, Contact)
    # Only columns some row fills: the table knows the defaults of the others.
    filled = {name for state in states for name in state.values}
    filled |= {"owner_id", "shop_id", "remark"}
    written = [(name, _SPECIAL.get(name, "")) for name in COLUMNS if name in filled]
    rows = []
    for number, (state, sound) in enumerate(zip(states, sounds, strict=True), first):
        values = state.values
        if state.stage and state.stage not in stages:
            line = _("{heading}: {value}").format(heading=_("Stage"), value=state.stage)
            values["remark"] = "\n".join(filter(None, [values.get("remark"), line]))
        values["owner_id"] = around.staff.get(state.owner)
        values["shop_id"] = around.shops.get(state.shop)
        if "since" in values:
            values["since"] = values["since"].isoformat()
        stage = _stage(state, around.sales_of.get(number, 0), stages)
        rows.append(
            (*[values.get(name, default) for name, default in written], *sound, "customer",
             stage, around.currency, state.batch)
        )  # fmt: skip
    bulk.insert_rows(session, Contact, [*(name for name, _default in written), *_BESIDES], rows)


def _update(session: Session, states: dict[int, State], around: Around) -> None:
    """Set what rows changed of contacts in the file, grouped by the columns changed."""
    groups: dict[tuple[str, ...], list[dict[str, Any]]] = {}
    for contact_id, state in states.items():
        for column, name, ids in (
            ("owner_id", state.owner, around.staff), ("shop_id", state.shop, around.shops),
        ):  # fmt: skip
            if name and not state.values.get(column):
                state.values[column] = ids[name]
                state.changed.add(column)
        if not state.changed:
            continue
        values = {name: state.values[name] for name in sorted(state.changed)}
        if "name" in values:
            values["pinyin"], values["initials"] = pinyin_batch([values["name"]])[0]
        row = {f"new_{name}": value for name, value in values.items()}
        groups.setdefault(tuple(values), []).append({"contact": contact_id, **row})
    for columns, rows in groups.items():
        settings: dict[str, Any] = {name: bindparam(f"new_{name}") for name in columns}
        statement = update(Contact).where(Contact.id == bindparam("contact")).values(settings)
        session.connection().execute(statement, rows)


def _write_parts(session: Session, states: Sequence[tuple[int, State]]) -> None:
    """Phones, e-mails, accounts elsewhere and addresses, after those there are."""
    bulk.insert_rows(
        session,
        ContactPhone,
        ("contact_id", "label", "number", "key", "extension", "problem", "position"),
        [
            (contact, one.label, one.number_text, one.key, one.extension, str(one.problem),
             len(state.phones) - len(state.new_phones) + number)
            for contact, state in states
            for number, one in enumerate(state.new_phones)
        ],
    )  # fmt: skip
    bulk.insert_rows(
        session,
        ContactEmail,
        ("contact_id", "address", "key"),
        [(c, one, one.casefold()) for c, state in states for one in state.new_emails],
    )
    bulk.insert_rows(
        session,
        ContactHandle,
        ("contact_id", "kind", "value"),
        [(c, *one) for c, state in states for one in state.new_handles],
    )
    bulk.insert_rows(
        session,
        ContactAddress,
        ("contact_id", "text", *PLACES),
        [(c, *one) for c, state in states for one in state.new_addresses],
    )


def _write_tags(session: Session, states: Sequence[tuple[int, State]]) -> None:
    ids = named_ids(session, Tag, (tag for _c, state in states for tag in state.new_tags))
    rows = [(c, ids[tag]) for c, state in states for tag in state.new_tags]
    bulk.insert_rows(session, ContactTag, ("contact_id", "tag_id"), rows)


def _write_cards(session: Session, states: Sequence[tuple[int, State]], currency: str) -> None:
    """Member cards with their opening points and stored value."""
    cards = [(contact, state.new_card, state.batch) for contact, state in states if state.new_card]
    ids = bulk.insert_rows(
        session,
        Membership,
        ("contact_id", "card_no", "level", "joined_on"),
        [
            (contact, card["card_no"], card["level"], raw(card["joined_on"]))
            for contact, card, _batch in cards
        ],
    )
    today, reason = clock.today().isoformat(), _("Opening balance")
    held = [
        (number, card, batch or None) for number, (_c, card, batch) in zip(ids, cards, strict=True)
    ]
    bulk.insert_rows(
        session,
        PointsEntry,
        ("membership_id", "happened_on", "points", "reason", "import_batch_id"),
        [
            (number, today, card["points"], reason, batch)
            for number, card, batch in held
            if card.get("points")
        ],
    )
    bulk.insert_rows(
        session,
        StoredValueEntry,
        ("membership_id", "happened_on", "amount_minor", "currency", "reason", "import_batch_id"),
        [
            (number, today, card["balance_minor"], currency, reason, batch)
            for number, card, batch in held
            if card.get("balance_minor")
        ],
    )


def _kind_of(note: Note) -> tuple[str, str]:
    """Kind and direction as said, else as the words begin."""
    return (note.kind, note.direction) if note.kind else quick_line.kind_of(note.body)


def _write_notes(
    session: Session, states: Sequence[tuple[int, State]], staff: dict[str, int]
) -> None:
    """Follow-up notes into the timeline, and the next thing to do."""
    today = clock.today()
    bulk.insert_rows(
        session,
        TimelineEntry,
        ("contact_id", "kind", "direction", "happened_on", "body", "staff_id", "import_batch_id"),
        [
            (
                c,
                *_kind_of(note),
                raw(note.day or today),
                note.body,
                staff.get(note.staff),
                state.batch or None,
            )
            for c, state in states
            for note in state.notes
        ],
    )
    bulk.insert_rows(
        session,
        FollowUp,
        ("contact_id", "title", "due_on", "owner_id"),
        [
            (c, _("Follow up"), raw(state.next_contact), staff.get(state.owner))
            for c, state in states
            if state.next_contact
        ],
    )


def _write_people(session: Session, states: Sequence[tuple[int, State]], currency: str) -> None:
    """People to speak to at companies: contacts of their own, kept out of the list."""
    named = [(company, state, person) for company, state in states for person in state.new_people]
    sounds = pinyin_batch([person for _c, _s, person in named])
    ids = bulk.insert_rows(
        session,
        Contact,
        ("kind", "party", "name", "pinyin", "initials", "currency", "import_batch_id"),
        [
            ("person", CONTACT_PERSON, person, *sound, currency, state.batch or None)
            for (_company, state, person), sound in zip(named, sounds, strict=True)
        ],
    )
    bulk.insert_rows(
        session,
        CompanyPerson,
        ("company_id", "person_id"),
        [(row[0], person_id) for row, person_id in zip(named, ids, strict=True)],
    )


def write_rows(session: Session, book: Book) -> None:
    """What became of every customer row, so that it is recognised when it comes again."""
    bulk.insert_rows(
        session,
        ImportRow,
        ("import_batch_id", "sheet", "row_number", "fate", "record_table", "record_id",
         "fingerprint"),
        [
            (batch, sheet, row, fate, "contact" if contact else "", contact or None, fingerprint)
            for batch, sheet, row, fate, contact, fingerprint in book.row_fates
        ],
    )  # fmt: skip


def link_introducers(session: Session, batches: Sequence[int]) -> None:
    """Point from new contacts to the customer who introduced them, where just one has the name."""
    introducer = aliased(Contact)
    named = (
        select(introducer.name, func.min(introducer.id).label("id"))
        .where(introducer.deleted_at.is_(None), introducer.party != CONTACT_PERSON)
        .group_by(introducer.name)
        .having(func.count() == 1)
        .subquery()
    )
    query = (
        select(Contact.id, named.c.id)
        .join(named, named.c.name == Contact.source_detail)
        .where(
            Contact.import_batch_id.in_(batches),
            Contact.source_detail != "",
            Contact.referred_by_id.is_(None),
            named.c.id != Contact.id,
        )
    )
    found = [{"contact": row[0], "by": row[1]} for row in session.execute(query)]
    if found:
        statement = update(Contact).where(Contact.id == bindparam("contact"))
        session.connection().execute(statement.values(referred_by_id=bindparam("by")), found)
