"""Customers both shops have: recognised by number and name, phone and name, address and name."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from crm_desktop.core import text
from crm_desktop.db.models import Base
from crm_desktop.services.contacts.contact_list import CONTACT_PERSON
from crm_desktop.services.imports import imports_match
from crm_desktop.services.imports.imports_data import MatchKey
from crm_desktop.services.imports.imports_match import Directory, Keys, address_key, variant_key
from crm_desktop.services.shop_merge.shop_merge_join import Join, Part, matching
from crm_desktop.services.shop_merge.shop_merge_tables import living

_COLUMNS = ("id", "name", "kind", "party", "customer_no", "tax_no", "deleted_at")
# Each shop counts its customers from 1, so a number must bring the name along.
_MATCH_BY = frozenset(MatchKey) - {MatchKey.NUMBER}


def plan_contacts(join: Join) -> None:
    """Find out which customers are there already; each of ours is one of theirs at most."""
    part = join.part("contact")
    rows = list(join.other.read("contact", _COLUMNS, living(Base.metadata.tables["contact"])))
    asked = [row for row in rows if not _recalled(join, row[0])]
    found = _found(join, asked)
    found.update(_people(join, asked, found))
    for row in rows:
        join.tick(matching())
        if join.recall("contact", row[0]):
            continue
        own_id = found.get(row[0], 0)
        if own_id:
            part.known(row[0], own_id)
            join.matched.add(row[0])
        else:
            part.make(row[0])
    join.numbers_twice = _numbers_twice(join, part, rows)


def _recalled(join: Join, other_id: int) -> bool:
    return other_id in join.recalled.get("contact", {})


def _found(join: Join, rows: Iterable[Any]) -> dict[int, int]:
    """Id of theirs to id of ours, for customers who are both."""
    asked = [row for row in rows if row[3] != CONTACT_PERSON and row[6] is None]
    keys = _keys(join, asked)
    directory = imports_match.load(join.session, keys, sales=False, match_by=_MATCH_BY)
    taken = set(join.recalled.get("contact", {}).values())
    found = {}
    for row, one in zip(asked, keys, strict=True):
        own_id = _by_number(directory, one) or directory.find(one).contact_id
        if own_id and own_id not in taken:
            found[row[0]] = own_id
            taken.add(own_id)
    return found


def _keys(join: Join, rows: Iterable[Any]) -> list[Keys]:
    phones: dict[int, list[str]] = defaultdict(list)
    for contact, key in join.other.ask("SELECT contact_id, key FROM contact_phone WHERE key <> ''"):
        phones[contact].append(key)
    places = {
        row[0]: address_key(row[1], row[2])
        for row in join.other.ask("SELECT contact_id, text, city FROM contact_address")
    }
    cards: dict[int, str] = dict(
        join.other.ask("SELECT contact_id, card_no FROM membership WHERE deleted_at IS NULL")
    )
    return [
        Keys(name, number, cards.get(one, ""), tax, tuple(phones.get(one, ())), places.get(one, ""))
        for one, name, _kind, _party, number, tax, _deleted in rows
    ]


def _by_number(directory: Directory, keys: Keys) -> int:
    for number, index in (
        (keys.customer_no, directory.by_customer_no),
        (keys.card_no, directory.by_card_no),
        (keys.tax_no, directory.by_tax_no),
    ):
        own_id = index.get(number, 0) if number else 0
        if own_id and _same_name(directory.name_of.get(own_id, ""), keys.name):
            return own_id
    return 0


def _same_name(first: str, second: str) -> bool:
    """Equal names, the same words in another order, or one within the other."""
    one, other = text.key(first), text.key(second)
    if one == other or variant_key(first) == variant_key(second):
        return bool(one)
    short, long = sorted((one, other), key=len)
    return len(short) > 1 and short in long


def _people(join: Join, rows: Iterable[Any], found: dict[int, int]) -> dict[int, int]:
    """People at companies that both shops have: the same name at the same company."""
    asked = {row[0]: text.key(row[1]) for row in rows if row[3] == CONTACT_PERSON and not row[6]}
    if not asked:
        return {}
    there: dict[tuple[int, str], int] = {}
    statement = (
        "SELECT link.company_id, contact.name, contact.id FROM company_person link"
        " JOIN contact ON contact.id = link.person_id"
        " WHERE contact.deleted_at IS NULL ORDER BY contact.id DESC"
    )
    for company, name, person in join.own.ask(statement):
        there[company, text.key(name)] = person
    same = {**join.recalled.get("contact", {}), **found}
    people = {}
    for company, person in join.other.ask("SELECT company_id, person_id FROM company_person"):
        if person in asked and company in same:
            own_id = there.pop((same[company], asked[person]), 0)
            if own_id:
                people[person] = own_id
    return people


def _numbers_twice(join: Join, part: Part, rows: Iterable[Any]) -> int:
    """How many of the new customers have a number that one of ours has."""
    query = "SELECT customer_no FROM contact WHERE customer_no <> '' AND deleted_at IS NULL"
    ours = {row[0] for row in join.own.ask(query)}
    return sum(row[4] in ours and part.to[row[0]] >= part.first for row in rows)
