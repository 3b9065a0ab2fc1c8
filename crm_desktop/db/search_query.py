"""Finding contacts and products in the search index, best first.

Equal to the query first, then beginning with it, then with it inside; in each of these the
newest first. Where nothing matches, Latin words are read as if mistyped (search_typos.py).
Matches are taken in the order the index holds them and never ranked as a whole, so that the first
fifty of a million cost what fifty of a thousand do.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain, islice, product

from crm_desktop.core import text
from crm_desktop.db import search_text, search_typos
from crm_desktop.db.search import ARCHIVED, PRODUCT
from crm_desktop.db.search_text import NAME, PHONE, SHORT_NAME, SPOKEN

EXACT, PREFIX, INSIDE, MISTYPED = range(4)

_WINDOW = 100
"""Entries looked at together, to put the newest or the names before the rest."""

_MOST_CHECKED = 1_000
"""Documents looked into for a query of several words."""

_MOST_SPELLINGS = 12
"""Ways to read a mistyped query of several words that are tried."""

_OWN_NAMES = frozenset((NAME, SHORT_NAME))

_PHONE_LIKE = re.compile(r"[+\d][\d\s\-()./#]*")
_RUNS = re.compile(r"[a-z0-9\u00df-\u02af\u0370-\u058f]+|[^\x00-\x7f]+")
_SHORTEST_WORD_INSIDE = 3
_DIGITS_INSIDE = 3
_NUMBER_LENGTH = 11


@dataclass(frozen=True, slots=True)
class Match:
    """A document found: what it is, how well it matched and in which field (search_text.py)."""

    is_product: bool
    id: int
    quality: int
    field: str
    value: str


@dataclass(frozen=True, slots=True)
class _Term:
    """One folded word of the query; ``digits`` when it reads as part of a phone number: as typed
    and, where that differs, without what stands before a number: 0, 86, 0086. ``typed`` still has
    the signs that ``text`` is without: ``o'neill`` for ``oneill``."""

    text: str
    digits: tuple[str, ...]
    typed: str = ""

    def inside(self, stored: str) -> tuple[str, str] | None:
        """The field and value of a document that hold the term, names before the rest."""
        for field, value in search_text.fields(stored):
            if field == SPOKEN:
                continue
            if field == PHONE:
                if any(digits in value for digits in self.digits):
                    return field, value
            elif self.text in value or (self.typed and self.typed in value):
                return field, value
        return None

    def matches(self, stored: str) -> bool:
        """True when the document holds the term, or its reading begins with it."""
        if self.inside(stored):
            return True
        return any(key.startswith(self.text) for key, _rank in search_text.keys(stored))


def find(file: sqlite3.Connection, query: str, limit: int) -> list[Match]:
    """At most ``limit`` matches of ``query``, best first; several words must all match."""
    found = list(islice(_matches(file, query), limit))
    return found or list(islice(_mistyped(file, query), limit))


def _matches(file: sqlite3.Connection, query: str) -> Iterator[Match]:
    whole, terms = _understand(query)
    if whole is None:
        return
    seen: set[int] = set()
    for number, match in _of_term(file, whole):
        if number not in seen:
            seen.add(number)
            yield match
    if len(terms) < 2:
        return
    # The longest word is likely the rarest.
    terms.sort(key=lambda term: -len(term.text))
    for number, match in chain(_all_inside(file, terms), _by_first(file, terms)):
        if number not in seen:
            seen.add(number)
            yield match


def _mistyped(file: sqlite3.Connection, query: str) -> Iterator[Match]:
    """Documents whose names or readings come close to the Latin words of the query."""
    whole, terms = _understand(query)
    if whole is None:
        return
    found = _respelled(file, whole)
    if len(terms) > 1:
        found = chain(found, _words_respelled(file, terms))
    seen: set[int] = set()
    for number, match in found:
        if number not in seen:
            seen.add(number)
            yield replace(match, quality=MISTYPED)


def _respelled(file: sqlite3.Connection, term: _Term) -> Iterator[tuple[int, Match]]:
    for spelling in search_typos.near(file, search_text.squeezed(term.text)):
        yield from _of_term(file, _Term(spelling, ()))


def _words_respelled(file: sqlite3.Connection, terms: list[_Term]) -> Iterator[tuple[int, Match]]:
    """With the words replaced that by themselves find nothing."""
    choices = []
    for term in terms:
        known = next(_of_term(file, term), None) is not None
        near = () if known else search_typos.near(file, search_text.squeezed(term.text))
        choices.append([term] if known else [_Term(spelling, ()) for spelling in near])
    for chosen in islice(product(*choices), _MOST_SPELLINGS):
        some = sorted(chosen, key=lambda term: -len(term.text))
        yield from chain(_all_inside(file, some), _by_first(file, some))


def _all_inside(file: sqlite3.Connection, terms: list[_Term]) -> Iterator[tuple[int, Match]]:
    """Documents that hold every term in a text or a phone."""
    parts = [_inside_expressions(term) for term in terms]
    if all(parts):
        either = [" OR ".join(f"({one})" for one in expressions) for expressions in parts]
        expression = " AND ".join(f"({one})" for one in either)
        yield from _inside(file, terms, expression)


def _by_first(file: sqlite3.Connection, terms: list[_Term]) -> Iterator[tuple[int, Match]]:
    """Documents found by the first term and holding the others: readings count here too."""
    for number, match in islice(_of_term(file, terms[0]), _MOST_CHECKED):
        stored = _stored(file, number)
        if all(term.matches(stored) for term in terms[1:]):
            yield number, match


def count(file: sqlite3.Connection, query: str, cap: int) -> int:
    """How many match, up to ``cap``: a number to show, so pairs of neighbours go unchecked."""
    whole, terms = _understand(query)
    if whole is None:
        return 0
    found = _counted(file, query, cap) if len(terms) > 1 else _count_term(file, whole, cap)
    return found or sum(1 for _match in islice(_mistyped(file, query), cap))


def _counted(file: sqlite3.Connection, query: str, cap: int) -> int:
    return sum(1 for _match in islice(_matches(file, query), cap))


def _count_term(file: sqlite3.Connection, whole: _Term, cap: int) -> int:
    low, high = whole.text, whole.text + "\U0010ffff"
    found = {
        -row[0]
        for row in file.execute(
            "SELECT id FROM search_key WHERE key >= ? AND key < ? LIMIT ?", (low, high, cap * 3)
        )
    }
    for digits in whole.digits:
        if digits != whole.text:
            found.update(
                -row[0]
                for row in file.execute(
                    "SELECT id FROM search_key WHERE key >= ? AND key < ? LIMIT ?",
                    (digits, digits + "\U0010ffff", cap),
                )
            )
    for expression in _inside_expressions(whole):
        if len(found) < cap:
            found.update(
                row[0]
                for row in file.execute(
                    "SELECT rowid FROM search_inside WHERE search_inside MATCH ? LIMIT ?",
                    (expression, cap),
                )
            )
    return min(len(found), cap)


def _understand(query: str) -> tuple[_Term | None, list[_Term]]:
    """The query as one term, and word by word."""
    folded = text.fold(query)
    if not folded:
        return None, []
    if _PHONE_LIKE.fullmatch(folded):
        squeezed = search_text.squeezed(folded)
        return (_Term(squeezed, _digits(folded)), []) if squeezed else (None, [])
    terms = [_term(word) for word in folded.split() if search_text.squeezed(word)]
    if len(terms) < 2:
        return (terms[0] if terms else None), terms
    return _Term(search_text.squeezed(folded), ()), terms


def _digits(folded: str) -> tuple[str, ...]:
    """What is looked for in phones: any part of a number may begin with zeros or with 86."""
    typed = "".join(character for character in folded if character.isdigit())
    short = search_text.phone_digits(folded)
    if len(short) > _NUMBER_LENGTH and short.startswith("86"):
        short = short.removeprefix("86")
    return (typed, short) if _DIGITS_INSIDE <= len(short) < len(typed) else (typed,)


def _term(word: str) -> _Term:
    squeezed = search_text.squeezed(word)
    digits = _digits(word) if _PHONE_LIKE.fullmatch(word) else ()
    if not word.isascii() or squeezed == word:
        return _Term(word, digits)
    return _Term(squeezed, digits, word)


def _of_term(file: sqlite3.Connection, term: _Term) -> Iterator[tuple[int, Match]]:
    """Documents with the term, best first, each possibly more than once."""
    asked = dict.fromkeys((search_text.squeezed(term.text), *term.digits))
    typed = term.digits[0] if term.digits else ""
    tail = [search_text.TAIL + typed] if len(typed) == search_text.TAIL_LENGTH else []
    for key in [*asked, *tail]:
        if key:
            yield from _equal_to(file, key)
    for key in asked:
        if key:
            yield from _beginning_with(file, key)
    for expression in _inside_expressions(term):
        yield from _inside(file, (term,), expression)


def _equal_to(file: sqlite3.Connection, key: str) -> Iterator[tuple[int, Match]]:
    """Documents with this very key; where it is a Latin word, whole names of it come first."""
    rows = file.execute("SELECT id, rank FROM search_key WHERE key = ? ORDER BY rank, id", (key,))
    value = key.lstrip(search_text.TAIL)
    of_names = key.isascii() and key.isalpha()
    while some := list(islice(rows, _WINDOW // 2)):
        found = [
            (-number, _match(-number, EXACT, search_text.FIELD_OF_RANK[rank], value))
            for number, rank in some
        ]
        if of_names and found[0][1].field == NAME:
            found.sort(key=lambda one: one[1].field != NAME or not _is_named(file, one[0], key))
        yield from found


def _is_named(file: sqlite3.Connection, number: int, key: str) -> bool:
    name = _stored(file, number).partition("\n")[0].removeprefix(NAME)
    return search_text.squeezed(name) == key


def _beginning_with(file: sqlite3.Connection, key: str) -> Iterator[tuple[int, Match]]:
    """Documents with a key beginning so: the newest first among the first in order."""
    last = (key, 1 << 30, 0)
    while True:
        rows = file.execute(
            "SELECT key, rank, id FROM search_key"
            " WHERE (key, rank, id) > (?, ?, ?) AND key < ? ORDER BY key, rank, id LIMIT ?",
            (*last, key + "\U0010ffff", _WINDOW),
        ).fetchall()
        for found, rank, number in sorted(rows, key=lambda row: (row[2], row[1])):
            yield -number, _match(-number, PREFIX, search_text.FIELD_OF_RANK[rank], found)
        if len(rows) < _WINDOW:
            return
        last = rows[-1]


def _inside_expressions(term: _Term) -> list[str]:
    """FTS5 expressions for the term inside of phones and of texts."""
    found = []
    for digits in term.digits:
        if len(digits) >= _DIGITS_INSIDE:
            runs = dict.fromkeys(f'"#{digits[at : at + 3]}"' for at in range(len(digits) - 2))
            found.append(" AND ".join(runs))
    parts = []
    words = _RUNS.findall(term.typed or term.text)
    if len(words) == 1 and words[0].isascii() and len(words[0]) < _SHORTEST_WORD_INSIDE:
        return found
    selective = any(len(run) > 1 for run in words if not run.isascii())
    for run in words:
        if run.isascii():
            # Very many words begin with one or two letters: left to the check of each document
            # where the rest of the term finds few.
            if len(run) >= _SHORTEST_WORD_INSIDE or not selective:
                parts.append(f'"{run}"*')
        elif len(run) == 1:
            parts.append(f'"{run}"')
        else:
            parts += [f'"{run[at : at + 2]}"' for at in range(len(run) - 1)]
    if parts:
        found.append(" AND ".join(dict.fromkeys(parts)))
    return found


def _inside(
    file: sqlite3.Connection, terms: Sequence[_Term], expression: str
) -> Iterator[tuple[int, Match]]:
    """Documents under the words of ``expression`` that do hold each term in one piece."""
    rows = file.execute(
        "SELECT i.rowid, d.text FROM search_inside i JOIN search_document d ON d.id = i.rowid"
        " WHERE search_inside MATCH ? ORDER BY i.rowid DESC",
        (expression,),
    )
    while some := list(islice(rows, _WINDOW // 2)):
        others = []
        for number, stored in some:
            held = [term.inside(stored) for term in terms]
            if held[0] and all(held):
                match = number, _match(number, INSIDE, *held[0])
                if match[1].field in _OWN_NAMES:
                    yield match
                else:
                    others.append(match)
        yield from others


def _match(number: int, quality: int, field: str, value: str) -> Match:
    if number >= 0:
        return Match(False, number, quality, field, value)
    if number < -ARCHIVED:
        return Match(True, number + PRODUCT, quality, field, value)
    return Match(False, number + ARCHIVED, quality, field, value)


def _stored(file: sqlite3.Connection, number: int) -> str:
    row = file.execute("SELECT text FROM search_document WHERE id = ?", (number,)).fetchone()
    return str(row[0]) if row else ""
