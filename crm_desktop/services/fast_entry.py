"""Many customers at once, as rows of texts: who of them is there already, and saving them all.

A row with a company and a name is that company with the person to speak to there, as an import
reads it. What is to happen with a row somebody is there for already is proposed, never done
unasked to somebody of another name.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from enum import StrEnum

from sqlalchemy.orm import Session

from crm_desktop.core import names, text
from crm_desktop.core.errors import UserError
from crm_desktop.core.i18n import _
from crm_desktop.core.jobs import Progress, no_progress
from crm_desktop.services.care import duplicates
from crm_desktop.services.care.duplicates import DuplicatePair, Reason, Typed
from crm_desktop.services.contacts import contact_additions, contact_parts, contacts
from crm_desktop.services.contacts.contacts import ContactDraft, PersonDraft
from crm_desktop.services.imports.imports_match import compatible
from crm_desktop.services.settings import settings

_TELLING = (Reason.PHONE, Reason.EMAIL, Reason.HANDLE)
_COMMAS = re.compile(r"[,，、;；\n]+")
_BLANKS = re.compile(r"[\s,，、;；]+")
_ADDRESSES = re.compile(r"[;；\n]+")
_TAGS = re.compile(r"[,，、;；|#\n]+")


class OnKnown(StrEnum):
    """What to do with a row whose customer is there already."""

    FILL = "fill"  # add what is missing
    SKIP = "skip"
    ADD = "add"  # another customer


@dataclass(frozen=True, slots=True)
class EntryRow:
    """One customer as typed; a cell may hold several phones, tags ... set apart by commas.

    ``choice`` is what the user wants done if the customer is there already, ``None`` what
    ``check`` proposes.
    """

    name: str = ""
    phone: str = ""
    wechat: str = ""
    email: str = ""
    company: str = ""
    address: str = ""
    tags: str = ""
    notes: str = ""
    choice: OnKnown | None = None

    @property
    def blank(self) -> bool:
        """True when nothing is in it."""
        return not any(text.clean(getattr(self, field)) for field in FIELDS)

    @property
    def nameless(self) -> bool:
        """True when there is nothing the customer could be called by."""
        return not _called(self)


FIELDS = tuple(field.name for field in fields(EntryRow) if field.name != "choice")
"""The texts of a row, in the order they are shown."""


@dataclass(frozen=True, slots=True)
class Known:
    """Whom a row may speak of: a contact of the file, or the row ``row`` before it (0-based).

    ``proposed`` is what happens if the user chooses nothing.
    """

    reason: Reason
    name: str
    contact_id: int = 0
    row: int = -1
    proposed: OnKnown = OnKnown.FILL


@dataclass(frozen=True, slots=True)
class Saved:
    """What became of the rows: ids of contacts made and grown, and how many rows were left."""

    made: tuple[int, ...] = ()
    grown: tuple[int, ...] = ()
    unchanged: int = 0
    skipped: int = 0


def check(session: Session, rows: Sequence[EntryRow]) -> list[Known | None]:
    """For each row, who is there already, in the file or in the rows before it."""
    area = settings.get(session, settings.AREA_CODE)
    typed = [_typed(row) for row in rows]
    found = duplicates.likely_each(session, typed, area)
    seen: dict[tuple[str, str], int] = {}
    answers: list[Known | None] = []
    for number, (row, pairs) in enumerate(zip(rows, found, strict=True)):
        known = _in_file(row, pairs)
        if known is None or known.reason not in _TELLING:
            known = _in_rows(row, rows, seen, area) or known
        answers.append(known)
        for key in _keys(row, area):
            seen.setdefault(key, number)
    return answers


def decide(rows: Sequence[EntryRow], known: Sequence[Known | None], way: OnKnown) -> list[EntryRow]:
    """One way for all rows that are surely of a customer there already, not just of that name."""
    return [
        replace(row, choice=way) if one and one.proposed is OnKnown.FILL else row
        for row, one in zip(rows, known, strict=True)
    ]


def save(session: Session, rows: Sequence[EntryRow], progress: Progress = no_progress) -> Saved:
    """Keep all rows as one action; blank ones are passed over.

    Raises ``UserError`` for a row nobody could be called by, ``Cancelled`` when stopped.
    """
    rows = [row for row in rows if not row.blank]
    for number, row in enumerate(rows, 1):
        if row.nameless:
            raise UserError(
                _("Row {n} has neither a name nor a phone number.").format(n=number),
                _("Nothing was saved."),
                _("Type a name, or remove the row."),
            )
    whom: list[int] = []
    made: list[int] = []
    grown: dict[int, None] = {}
    unchanged = skipped = 0
    for number, (row, known) in enumerate(zip(rows, check(session, rows), strict=True)):
        progress(number, len(rows))
        target = (known.contact_id or whom[known.row]) if known else 0
        way = (row.choice or known.proposed) if known and target else OnKnown.ADD
        whom.append(target)
        if way is OnKnown.SKIP:
            skipped += 1
        elif way is OnKnown.ADD:
            whom[-1] = contacts.create(session, draft_of(row))
            made.append(whom[-1])
        elif _fill(session, target, row):
            grown[target] = None
        else:
            unchanged += 1
    return Saved(tuple(made), tuple(one for one in grown if one not in made), unchanged, skipped)


def draft_of(row: EntryRow) -> ContactDraft:
    """The customer a row makes: titles and remarks come off the name as in an import."""
    person = names.split_name(row.name)
    company = text.clean(row.company)
    inside = bool(company and person.name and text.key(company) != text.key(person.name))
    main = company or person.name or _called(row)
    is_company = bool(company) or names.looks_like_company(main)
    return ContactDraft(
        name=main,
        kind="company" if is_company else "person",
        title="" if inside else person.title,
        phones=_several(row.phone, None),
        emails=_several(row.email, _BLANKS),
        wechat=_several(row.wechat, _COMMAS),
        addresses=_several(row.address, _ADDRESSES),
        tags=_several(row.tags, _TAGS),
        remark="\n".join(filter(None, (text.clean(row.notes), person.note))),
        people=(PersonDraft(person.name, person.title),) if inside else (),
    )


def _several(cell: str, marks: re.Pattern[str] | None) -> tuple[str, ...]:
    parts = marks.split(cell) if marks else [cell]
    return tuple(dict.fromkeys(filter(None, map(text.clean, parts))))


def _called(row: EntryRow) -> str:
    """What a row is called by: its name, its company, else a way to reach it."""
    for cell in (row.name, row.company, row.phone, row.wechat, row.email):
        if text.clean(cell):
            return text.clean(cell)
    return ""


def _typed(row: EntryRow) -> Typed:
    draft = draft_of(row)
    return Typed(draft.name, draft.phones, draft.emails, draft.wechat)


def _keys(row: EntryRow, area: str) -> list[tuple[str, str]]:
    """What two rows for one customer share."""
    draft = draft_of(row)
    numbers = contact_parts.parsed_phones(draft.phones, area)
    found = [(str(Reason.PHONE), number.key) for number in numbers if number.key]
    found += [(str(Reason.EMAIL), one.casefold()) for one in draft.emails]
    found += [(str(Reason.HANDLE), text.fold(one)) for one in draft.wechat]
    name = duplicates.name_variant(draft.name)
    return [*found, (str(Reason.NAME), name)] if draft.kind == "company" and name else found


def _in_file(row: EntryRow, pairs: Sequence[DuplicatePair]) -> Known | None:
    for pair in pairs:
        telling = [reason for reason in pair.reasons if reason in _TELLING]
        there = pair.first
        if telling:
            proposed = _proposed(there.name, row)
        else:  # the name alone: the same customer only if it is a company somebody is added to
            joins = there.kind == "company" and bool(text.clean(row.company))
            proposed = OnKnown.FILL if joins else OnKnown.ADD
        reason = (telling or list(pair.reasons))[0]
        return Known(reason, there.name, there.id, proposed=proposed)
    return None


def _in_rows(
    row: EntryRow, rows: Sequence[EntryRow], seen: dict[tuple[str, str], int], area: str
) -> Known | None:
    for key in _keys(row, area):
        before = seen.get(key)
        if before is not None:
            name = draft_of(rows[before]).name
            proposed = _proposed(name, row)
            return Known(Reason(key[0]), name, row=before, proposed=proposed)
    return None


def _proposed(name: str, row: EntryRow) -> OnKnown:
    """A number two of different names share is no reason to give one what the other said."""
    draft = draft_of(row)
    same = compatible(name, draft.name) or any(compatible(name, one.name) for one in draft.people)
    return OnKnown.FILL if same else OnKnown.ADD


def _fill(session: Session, contact_id: int, row: EntryRow) -> bool:
    """Add what a row says to the customer who is there; another name is never lost."""
    there, draft = contacts.card(session, contact_id).draft, draft_of(row)
    phones, people, lines = draft.phones, draft.people, [draft.remark]
    if there.kind == "company":
        named = bool(text.clean(row.name)) and text.key(draft.name) != text.key(there.name)
        if named and draft.kind == "person":
            people = (PersonDraft(draft.name, draft.title),)
        phones = tuple(f"{people[0].name} {one}" if people else one for one in phones)
    if there.kind == "person" or (draft.kind == "company" and not people):
        lines += _other_names(row, draft, there.name)
        people = people if there.kind == "company" else ()
    gained = ContactDraft(
        there.name,
        phones=phones,
        emails=draft.emails,
        wechat=draft.wechat,
        addresses=draft.addresses,
        tags=draft.tags,
        title=draft.title if there.kind == draft.kind else "",
        remark="\n".join(filter(None, lines)),
        people=people,
    )
    return contact_additions.add_missing(session, contact_id, gained)


def _other_names(row: EntryRow, draft: ContactDraft, there: str) -> list[str]:
    """Lines of the remark for a name or company that is not what the customer is called."""
    if not text.clean(row.name + row.company):
        return []
    heading = _("Company") if draft.kind == "company" else _("Name")
    said = [(heading, draft.name), *((_("Name"), one.name) for one in draft.people)]
    return [
        _("{heading}: {value}").format(heading=heading, value=value)
        for heading, value in said
        if text.key(value) != text.key(there)
    ]
