"""A look at every customer's data: what is wrong, how much of it is right, and setting it right.

Validity is the share of customers with no finding of a kind that makes a record invalid.
"""

from __future__ import annotations

import datetime as dt
import json
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from crm_desktop.core import clock
from crm_desktop.core.i18n import _
from crm_desktop.core.jobs import Progress, no_progress
from crm_desktop.db.models import (
    CompanyPerson,
    Contact,
    ContactEmail,
    ContactHandle,
    ContactPhone,
    Setting,
)
from crm_desktop.services.care.doctor_checks import (
    KINDS,
    Finding,
    birthday_is_impossible,
    email_finding,
    phone_finding,
    tidy_name,
)
from crm_desktop.services.contacts import contact_parts, contacts
from crm_desktop.services.records import birthdays, contact_record, masking
from crm_desktop.services.records.listed import CONTACT_PERSON
from crm_desktop.services.settings import settings

LISTED = 500
"""Findings of one kind that are kept to be shown; all are counted."""

_CHUNK = 2000
_HISTORY = "validity_history"
_MOST_DAYS = 800


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """What a scan found. ``counts`` has every finding by kind, ``findings`` the first of each.

    ``validity_bp`` is in hundredths of a per cent; 10,000 for a file without customers.
    """

    customers: int
    invalid: int
    counts: dict[str, int]
    findings: dict[str, tuple[Finding, ...]]

    @property
    def validity_bp(self) -> int:
        """The share of customers without a serious finding."""
        if not self.customers:
            return 10_000
        return 10_000 - round(10_000 * self.invalid / self.customers)


@dataclass(slots=True)
class _Sum:
    customers: int = 0
    invalid: int = 0
    counts: Counter[str] = field(default_factory=Counter)
    kept: dict[str, list[Finding]] = field(default_factory=lambda: defaultdict(list))

    def take(self, found: Sequence[Finding], most: int) -> None:
        self.customers += 1
        self.invalid += any(KINDS[one.kind][2] for one in found)
        for one in found:
            self.counts[one.kind] += 1
            if len(self.kept.get(one.kind, ())) < most:
                self.kept[one.kind].append(one)


def examine(
    session: Session,
    today: dt.date | None = None,
    *,
    most: int = LISTED,
    progress: Progress = no_progress,
) -> Diagnosis:
    """Look at every customer who is neither deleted nor archived. May be cancelled."""
    day = today or clock.today()
    ids = _customers(session)
    total = _Sum()
    show = masking.shown_by(session)
    for start in range(0, len(ids), _CHUNK):
        progress(start, len(ids), _("Looking at the data"))
        for found in _examined(session, ids[start : start + _CHUNK], day):
            total.take([_masked(one, show) for one in found], most)
    return Diagnosis(
        total.customers,
        total.invalid,
        dict(total.counts),
        {kind: tuple(found) for kind, found in total.kept.items()},
    )


def findings(
    session: Session, kind: str, today: dt.date | None = None, progress: Progress = no_progress
) -> list[Finding]:
    """Every finding of one kind, with numbers masked as the file is set."""
    show = masking.shown_by(session)
    return [_masked(one, show) for one in _all_of(session, kind, today, progress)]


def _all_of(
    session: Session, kind: str, today: dt.date | None, progress: Progress
) -> Iterator[Finding]:
    ids, day = _customers(session), today or clock.today()
    for start in range(0, len(ids), _CHUNK):
        progress(start, len(ids), _("Looking at the data"))
        for found in _examined(session, ids[start : start + _CHUNK], day):
            yield from (one for one in found if one.kind == kind)


def _masked(one: Finding, show: masking.Show) -> Finding:
    """A finding as it is shown; a fix works on the whole one."""
    if show is not masking.masked or not one.kind.startswith("phone"):
        return one
    return replace(one, before=show(one.before), after=show(one.after) if one.after else one.after)


def _customers(session: Session) -> list[int]:
    query = select(Contact.id).where(
        Contact.deleted_at.is_(None),
        Contact.archived_at.is_(None),
        Contact.party != CONTACT_PERSON,
    )
    return list(session.scalars(query.order_by(Contact.id)))


def _examined(session: Session, ids: list[int], today: dt.date) -> Iterator[list[Finding]]:
    phones = _by_contact(session, ContactPhone, ids, "number", "problem")
    emails = _by_contact(session, ContactEmail, ids, "address")
    handles = set(
        session.scalars(select(ContactHandle.contact_id).where(ContactHandle.contact_id.in_(ids)))
    )
    staffed = set(
        session.scalars(select(CompanyPerson.company_id).where(CompanyPerson.company_id.in_(ids)))
    )
    columns = (
        Contact.id, Contact.name, Contact.kind, Contact.birth_year, Contact.birth_month,
        Contact.birth_day, Contact.since, Contact.birth_lunar,
    )  # fmt: skip
    for row in session.execute(select(*columns).where(Contact.id.in_(ids)).order_by(Contact.id)):
        contact_id, name, kind, year, month, born_on, since, lunar = row
        found = [
            *_of_name(contact_id, name),
            *_of_phones(contact_id, name, phones.get(contact_id, ())),
            *_of_emails(contact_id, name, emails.get(contact_id, ())),
        ]
        if month and not lunar and birthday_is_impossible(year, month, born_on or 1, today):
            found.append(_of_birthday(contact_id, name, (year, month, born_on or 1)))
        if since is not None and since > today:
            found.append(Finding("since_future", contact_id, name, since.isoformat(), ""))
        reachable = contact_id in phones or contact_id in emails or contact_id in handles
        if not reachable:
            found.append(Finding("unreachable", contact_id, name, ""))
        if kind == "company" and contact_id not in staffed:
            found.append(Finding("company_without_person", contact_id, name, ""))
        yield found


def _of_birthday(contact_id: int, name: str, birthday: tuple[int | None, int, int]) -> Finding:
    """A day of no year is proposed where the year is what is wrong."""
    year, month, day = birthday
    short = f"{month:02}-{day:02}"
    before = f"{year}-{short}" if year else short
    after = short if year and birthdays.exists(None, month, day) else None
    return Finding("birthday_impossible", contact_id, name, before, after)


def _by_contact(
    session: Session, model: Any, ids: list[int], *names: str
) -> dict[int, list[tuple[Any, ...]]]:
    columns = [getattr(model, name) for name in names]
    query = select(model.contact_id, model.id, *columns).where(model.contact_id.in_(ids))
    found: dict[int, list[tuple[Any, ...]]] = {}
    for contact_id, *rest in session.execute(query):
        found.setdefault(contact_id, []).append(tuple(rest))
    return found


def _of_name(contact_id: int, name: str) -> Iterator[Finding]:
    if name.replace(" ", "").isdigit():
        yield Finding("name_number", contact_id, name, name)
        return
    tidy = tidy_name(name)
    if tidy and tidy != name:
        yield Finding("name_untidy", contact_id, name, name, tidy)


def _of_phones(contact_id: int, name: str, rows: Sequence[tuple[Any, ...]]) -> Iterator[Finding]:
    for part_id, number, problem in rows:
        said = phone_finding(number, problem)
        if said is not None:
            yield Finding(said[0], contact_id, name, number, said[1], part_id)


def _of_emails(contact_id: int, name: str, rows: Sequence[tuple[Any, ...]]) -> Iterator[Finding]:
    for part_id, address in rows:
        said = email_finding(address)
        if said is not None:
            yield Finding(said[0], contact_id, name, address, said[1], part_id)


# setting right


def fix(session: Session, chosen: Sequence[Finding], progress: Progress = no_progress) -> int:
    """Write the proposals of these findings; what changed meanwhile is left alone.

    What is taken away (a placeholder number) stays in the remark. Returns how many were fixed.
    """
    fixed = 0
    for number, one in enumerate(chosen):
        if not number % 100:
            progress(number, len(chosen), _("Setting right"))
        if one.after is not None:
            fixed += _FIXES[one.kind](session, one)
    session.flush()
    return fixed


def fix_kind(
    session: Session,
    kind: str,
    left_out: frozenset[tuple[int, int]] = frozenset(),
    progress: Progress = no_progress,
) -> int:
    """Fix every finding of a kind but those ``left_out`` (contact and part); returns how many."""
    found = _all_of(session, kind, None, progress)
    wanted = [one for one in found if (one.contact_id, one.part_id) not in left_out]
    return fix(session, wanted, progress)


def _fix_phone(session: Session, one: Finding) -> bool:
    row = session.get(ContactPhone, one.part_id)
    if row is None or row.number != one.before:
        return False
    if not one.after:
        _to_remark(session, one)
        session.delete(row)
        return True
    parsed = contact_parts.parsed_phones([one.after], settings.get(session, settings.AREA_CODE))
    for name, value in contact_parts.phone_values(parsed[0]).items():
        if name != "label":
            setattr(row, name, value)
    return True


def _fix_email(session: Session, one: Finding) -> bool:
    row = session.get(ContactEmail, one.part_id)
    if row is None or row.address != one.before or not one.after:
        return False
    row.address, row.key, row.problem = one.after, one.after.casefold(), ""
    return True


def _fix_birthday(session: Session, one: Finding) -> bool:
    contact = contact_record.found(session, one.contact_id)
    if contact.birth_year is None or not one.before.startswith(f"{contact.birth_year}-"):
        return False
    contact.birth_year = None
    return True


def _fix_since(session: Session, one: Finding) -> bool:
    contact = contact_record.found(session, one.contact_id)
    if contact.since is None or contact.since.isoformat() != one.before:
        return False
    contact.since = None
    return True


def _fix_name(session: Session, one: Finding) -> bool:
    if contact_record.found(session, one.contact_id).name != one.before or not one.after:
        return False
    contacts.edit(session, one.contact_id, name=one.after)
    return True


def _to_remark(session: Session, one: Finding) -> None:
    contact = contact_record.found(session, one.contact_id)
    line = _("Former number: {number}").format(number=one.before)
    contact.remark = "\n".join(filter(None, (contact.remark, line)))


_FIXES = {
    "phone_placeholder": _fix_phone,
    "phone_format": _fix_phone,
    "email_invalid": _fix_email,
    "birthday_impossible": _fix_birthday,
    "since_future": _fix_since,
    "name_untidy": _fix_name,
}


# validity over time


def history(session: Session) -> list[tuple[dt.date, int]]:
    """Validity in hundredths of a per cent on the days it was looked at, oldest first."""
    kept = session.scalar(select(Setting.value).where(Setting.key == _HISTORY))
    days: dict[str, int] = json.loads(kept) if kept else {}
    return [(dt.date.fromisoformat(day), value) for day, value in sorted(days.items())]


def note_validity(session: Session, validity_bp: int, today: dt.date) -> None:
    """Keep the day's validity; run it with ``Store.set_up``, it is no change one takes back."""
    row = session.scalar(select(Setting).where(Setting.key == _HISTORY))
    days: dict[str, int] = json.loads(row.value) if row is not None else {}
    days[today.isoformat()] = validity_bp
    text = json.dumps(dict(sorted(days.items())[-_MOST_DAYS:]))
    if row is None:
        session.add(Setting(key=_HISTORY, value=text))
    elif row.value != text:
        row.value = text
    session.flush()
